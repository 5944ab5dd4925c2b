"""Issues for any order of what two people do, also from stale views: one in a talk at a time, and no word lost."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from tui.checkin.issues import (
    ORDER,
    PARKED_STILL,
    PARTS,
    STILL,
    TO,
    Act,
    Wording,
    after,
    from_data,
    grouped,
    into_talk,
    lies_still,
    merged,
    offered,
    on_the_board,
    raised,
    reminder,
    reworded,
    to_data,
    topic,
    wording,
)
from tui.core.changes import Change, changed
from tui.core.errors import InputError
from tui.core.merging import Entry
from tui.core.merging import merged as told
from tui.core.records import Issue, IssueState, from_document, to_document

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
SETTLED = (IssueState.AGREED, IssueState.CLOSED)


def issue(issue_id: str = "i", state: IssueState = IssueState.RAISED, *, by: str = "ana", days: float = 0) -> Issue:
    at = NOW - timedelta(days=days)
    return Issue(id=issue_id, by=by, at=at, happened="it rained", feel="wet", need="a roof", state=state, touched=at)


# Words


def test_an_issue_is_raised_with_its_words_cleaned() -> None:
    words = Wording(issue="i", happened="  it rained\x1b[2J\r\n ", feel="", need="a roof ")
    made = raised(words, by="ana", now=NOW)
    assert (made.happened, made.feel, made.need) == ("it rained␛[2J", "", "a roof")
    assert (made.id, made.by, made.at, made.touched, made.state) == ("i", "ana", NOW, NOW, IssueState.RAISED)


def test_an_issue_without_words_is_not_raised() -> None:
    with pytest.raises(InputError, match="issue_empty"):
        raised(Wording(issue="i", happened=" \n", feel="\t"), by="ana", now=NOW)


def test_a_text_that_is_too_long_is_refused_whole() -> None:
    with pytest.raises(InputError, match="text_too_long"):
        raised(Wording(issue="i", happened="a" * 100_001), by="ana", now=NOW)


def test_only_its_author_changes_the_words() -> None:
    with pytest.raises(InputError, match="issue_not_yours"):
        reworded(issue(), replace(wording(issue()), feel="angry"), by="ben", now=NOW)


def test_only_the_parts_that_were_changed_are_changed() -> None:
    words = replace(wording(issue()), feel="cold")
    there = replace(issue(), happened="it poured", state=IssueState.PARKED)  # changed elsewhere meanwhile
    new, seen = reworded(there, words, by="ana", now=NOW)
    assert (new.happened, new.feel, new.need, new.state) == ("it poured", "cold", "a roof", IssueState.PARKED)
    assert (seen.happened, seen.feel) == ("it poured", "wet")


def test_words_that_are_as_they_were_touch_nothing() -> None:
    old = issue(days=3)
    assert reworded(old, wording(old), by="ana", now=NOW) == (old, old)


@pytest.mark.parametrize("data", [None, 3, "x", [], {}, {"issue": 3}, {"issue": "i", "was": ["a"]}])
def test_what_is_no_wording_is_none(data: object) -> None:
    assert from_data(data) is None


def test_a_wording_is_read_as_it_was_written() -> None:
    words = Wording(issue="i", happened="a\n\nb", feel="[/b]", need="日本語", was=("a", "", ""))
    assert from_data(msgspec.json.decode(msgspec.json.encode(to_data(words)))) == words


def test_what_two_windows_wrote_stays() -> None:
    base = Wording(issue="i", happened="it rained")
    mine, theirs = replace(base, happened="it rained hard"), replace(base, happened="it poured", need="a roof")
    both = merged(base, mine, theirs)
    assert (both.happened, both.need) == ("it rained hard\n\nit poured", "a roof")


def test_the_topic_is_one_line_of_the_first_part_that_is_there() -> None:
    assert topic(replace(issue(), happened="it\nrained")) == "it rained"
    assert topic(replace(issue(), happened="", feel="wet")) == "wet"
    assert len(topic(replace(issue(), happened="x" * 5000))) <= 200


# Moving


@pytest.mark.parametrize("state", IssueState)
@pytest.mark.parametrize("act", Act)
def test_all_can_be_done_but_to_park_or_talk_over_what_is_settled(state: IssueState, act: Act) -> None:
    if state in SETTLED and act in {Act.PARK, Act.TALK}:
        with pytest.raises(InputError, match=f"issue_is_{state}"):
            after(issue(state=state), act, now=NOW)
    else:
        assert after(issue(state=state, days=1), act, now=NOW) == replace(
            issue(state=state, days=1), state=TO[act], touched=NOW
        )


@pytest.mark.parametrize("state", IssueState)
def test_what_is_offered_can_be_done(state: IssueState) -> None:
    for days in (0, 400):
        one = issue(state=state, days=days)
        for act in offered(one, NOW):
            assert after(one, act, now=NOW).touched == NOW


def test_a_clock_that_was_put_back_does_not_make_an_issue_older() -> None:
    assert after(issue(), Act.PARK, now=NOW - timedelta(days=9)).touched == NOW


def test_the_one_in_a_talk_gives_way_to_another() -> None:
    first, second = issue("a", IssueState.IN_TALK, days=1), issue("b", days=2)
    taken, gave_way = into_talk([first, second], "b", now=NOW)
    assert (taken.id, taken.state) == ("b", IssueState.IN_TALK)
    assert (gave_way.id, gave_way.state) == ("a", IssueState.RAISED)


def test_into_a_talk_comes_only_what_is_there_and_open() -> None:
    with pytest.raises(InputError, match="issue_gone"):
        into_talk([issue("a")], "b", now=NOW)
    with pytest.raises(InputError, match="issue_is_closed"):
        into_talk([issue("a", IssueState.CLOSED)], "a", now=NOW)


# Looking


def test_of_two_in_a_talk_the_one_touched_last_is_shown_so() -> None:
    shown = on_the_board([issue("a", IssueState.IN_TALK, days=2), issue("b", IssueState.IN_TALK, days=1)])
    assert [(each.id, each.state) for each in shown] == [("a", IssueState.RAISED), ("b", IssueState.IN_TALK)]


def test_issues_stand_in_groups_the_newest_first() -> None:
    there = [issue("a", days=2), issue("b", IssueState.CLOSED), issue("c", IssueState.IN_TALK), issue("d", days=1)]
    assert [(state, [each.id for each in group]) for state, group in grouped(there)] == [
        (IssueState.IN_TALK, ["c"]),
        (IssueState.RAISED, ["d", "a"]),
        (IssueState.CLOSED, ["b"]),
    ]
    assert set(ORDER) == set(IssueState)


def test_after_two_weeks_an_issue_lies_still_and_a_parked_one_after_two_months() -> None:
    moment = timedelta(seconds=1)
    for state in (IssueState.RAISED, IssueState.IN_TALK):
        assert not lies_still(issue(state=state), NOW + STILL - moment)
        assert lies_still(issue(state=state), NOW + STILL)
    parked = issue(state=IssueState.PARKED)
    assert not lies_still(parked, NOW + PARKED_STILL - moment)
    assert lies_still(parked, NOW + PARKED_STILL)
    assert Act.PARK not in offered(parked, NOW)
    assert Act.PARK in offered(parked, NOW + PARKED_STILL)
    assert not any(lies_still(issue(state=state), NOW + timedelta(days=9000)) for state in SETTLED)


def test_the_one_that_has_lain_longest_is_brought_up_and_none_when_none_has() -> None:
    there = [issue("a", days=20), issue("b", days=30), issue("c", IssueState.CLOSED, days=90), issue("d")]
    brought_up = reminder(there, NOW)
    assert brought_up is not None
    assert brought_up.id == "b"
    assert reminder([after(each, Act.TAKE_UP, now=NOW) for each in there], NOW) is None
    assert reminder([], NOW) is None


# Any order


class Window:
    """What one window has heard of, and what it shows of that. Its clock may be off."""

    def __init__(self, name: str, off: timedelta) -> None:
        self.name, self.off = name, off
        self.heard: list[Change] = []
        self.entries: dict[str, Entry] = {}

    def hear(self, change: Change) -> None:
        if change not in self.heard:
            self.heard.append(change)
            self.entries[change.record] = told(self.entries.get(change.record), change)

    @property
    def issues(self) -> list[Issue]:
        documents = [entry.document for _, entry in sorted(self.entries.items())]
        return [from_document(Issue, document) for document in documents if document is not None and "id" in document]

    def save(self, record: Issue, seen: Issue | None, now: datetime) -> Change | None:
        """Save as the store does: only what changed, replacing what was seen."""
        before = None if seen is None else to_document(seen)
        fields, entry = changed(before, record), self.entries.get(record.id)
        if not fields:
            return None
        replaces = {} if entry is None or before is None else {f: entry.names(f, seen=before[f]) for f in fields}
        made = Change(
            at=now,
            by=record.by,
            kind="issue",
            record=record.id,
            device=self.name,
            sequence=len(self.heard),
            fields=fields,
            replaces={field: names for field, names in replaces.items() if names},
        )
        self.hear(made)
        return made


WINDOWS, PEOPLE = st.integers(0, 1), st.sampled_from(["ana", "ana", "ben"])
TEXTS = st.text("ab \n[/", max_size=6)


class Board(RuleBasedStateMachine):
    """Two windows, two people at either of them, and changes that arrive late, twice and in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.time = NOW
        self.windows = (Window("one", timedelta(0)), Window("two", timedelta(hours=-3)))
        self.written: set[tuple[str, str, str]] = set()
        self.replaced: set[tuple[str, str, str]] = set()
        self.touched: dict[tuple[str, str], datetime] = {}
        self.forms: dict[int, Wording] = {}
        self.count = 0

    @initialize()
    def both_know_two(self) -> None:
        for place in (0, 1):
            self.raise_one(place, "ana", "it rained", "wet", "a roof")
        for place in (0, 1):
            self.some_of_it_arrives(place, 9, newest_first=False)

    def now(self, window: Window) -> datetime:
        self.time += timedelta(minutes=1)
        return self.time + window.off

    @rule(place=WINDOWS, by=PEOPLE, happened=TEXTS, feel=TEXTS, need=TEXTS)
    def raise_one(self, place: int, by: str, happened: str, feel: str, need: str) -> None:
        self.count += 1
        words = Wording(issue=f"i{self.count}", happened=happened, feel=feel, need=need)
        window = self.windows[place]
        try:
            made = raised(words, by=by, now=self.now(window))
        except InputError:
            assert words.blank
            return
        window.save(made, None, made.at)
        self.written |= {(made.id, part, getattr(made, part)) for part in PARTS}

    @rule(place=WINDOWS, which=st.integers(0, 2), act=st.sampled_from([*Act, Act.TALK, Act.TALK]))
    def move(self, place: int, which: int, act: Act) -> None:
        window = self.windows[place]
        if not window.issues:
            return
        one = window.issues[which % len(window.issues)]
        shown = next(each for each in on_the_board(window.issues) if each.id == one.id)
        now = self.now(window)
        if shown.state in SETTLED and act in {Act.PARK, Act.TALK}:
            with pytest.raises(InputError):
                after(shown, act, now=now)
        elif act is Act.TALK:
            there = {each.id: each for each in window.issues}
            for each in into_talk(window.issues, one.id, now=now):
                window.save(each, there[each.id], now)
            in_talk = [each.id for each in window.issues if each.state is IssueState.IN_TALK]
            assert in_talk in ([one.id], [])  # none where the newer word of a clock ahead still comes first
        else:
            window.save(after(shown, act, now=now), one, now)

    @rule(place=WINDOWS, which=st.integers(0, 2))
    def begin_to_change_words(self, place: int, which: int) -> None:
        issues = self.windows[place].issues
        if issues:
            self.forms[place] = wording(issues[which % len(issues)])

    @precondition(lambda self: self.forms)
    @rule(data=st.data(), by=PEOPLE, part=st.sampled_from(PARTS), text=TEXTS)
    def change_words(self, data: st.DataObject, by: str, part: str, text: str) -> None:
        self._change_words(data.draw(st.sampled_from(sorted(self.forms))), by, part, text)

    def _change_words(self, place: int, by: str, part: str, text: str) -> None:
        window, words = self.windows[place], replace(self.forms[place], **{part: text})
        one = next(each for each in window.issues if each.id == words.issue)
        now = self.now(window)
        if by != one.by or words.blank:
            with pytest.raises(InputError):
                reworded(one, words, by=by, now=now)
            return
        new, seen = reworded(one, words, by=by, now=now)
        window.save(new, seen, now)
        was = dict(zip(PARTS, words.was, strict=True))[part]
        if getattr(new, part) != was:
            self.replaced.add((one.id, part, was))
        self.written.add((one.id, part, getattr(new, part)))
        del self.forms[place]

    @rule(which=st.integers(0, 2), parts=st.tuples(*[st.sampled_from(PARTS)] * 2), texts=st.tuples(TEXTS, TEXTS))
    def change_words_in_both_windows(self, which: int, parts: tuple[str, str], texts: tuple[str, str]) -> None:
        for place in (0, 1):
            self.begin_to_change_words(place, which)
        for place in (0, 1):
            self._change_words(place, "ana", parts[place], texts[place])
            self.some_of_it_arrives(place, 99, newest_first=False)

    @rule(place=WINDOWS, most=st.integers(1, 6), newest_first=st.booleans())
    def some_of_it_arrives(self, place: int, most: int, newest_first: bool) -> None:
        here, there = self.windows[place], self.windows[1 - place]
        late = [each for each in here.heard if each not in there.heard]
        for change in (late[::-1] if newest_first else late)[:most]:
            there.hear(change)

    @invariant()
    def at_most_one_is_in_a_talk_in_each_window(self) -> None:
        for window in self.windows:
            shown = on_the_board(window.issues)
            assert sum(each.state is IssueState.IN_TALK for each in shown) <= 1
            assert [each.id for each in shown] == [each.id for each in window.issues]

    @invariant()
    def nothing_is_touched_less_than_it_was(self) -> None:
        for window in self.windows:
            for each in window.issues:
                assert each.touched >= self.touched.get((window.name, each.id), each.touched)
                self.touched[window.name, each.id] = each.touched

    @invariant()
    def no_words_are_lost(self) -> None:
        """Whatever was written is still told by one of the windows, unless its author saw it and wrote anew."""
        held = {
            (name, part, str(change.fields[part]))
            for window in self.windows
            for name, entry in window.entries.items()
            for part in PARTS
            for change in entry.saying(part)
        }
        assert self.written - self.replaced <= held

    def teardown(self) -> None:
        """Once both have heard everything, both show the same."""
        for change in [*self.windows[0].heard, *self.windows[1].heard]:
            for window in self.windows:
                window.hear(change)
        first, second = ({each.id: each for each in window.issues} for window in self.windows)
        assert first == second


Board.TestCase.settings = settings(max_examples=50, stateful_step_count=40, deadline=None)
TestBoard = Board.TestCase
