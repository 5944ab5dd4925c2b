"""An agreement is the same for both, whatever came first; no word is lost, nobody agrees but by their own word."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tui.checkin.agreements import (
    Later,
    Standing,
    State,
    came_from,
    changed,
    days_ahead,
    known_to,
    open_to,
    stands,
    state,
)
from tui.checkin.lines import MOST_LINES, changes, together
from tui.core.records import Agreement, Consent, Record, Revision

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
TODAY = NOW.date()
BOTH = ("ana", "ben")
FIRST = Agreement(id="a", by="ana", at=NOW, text="phones away after nine\nno work on Sundays")


def wrote(by: str, name: str, text: str, *parents: str, minutes: int = 0) -> Revision:
    return Revision(
        id=name, by=by, at=NOW + timedelta(minutes=minutes), agreement="a", text=text, parents=parents or ("a",)
    )


def agrees(by: str, revision: str) -> Consent:
    return Consent(id=f"{revision}.{by}", by=by, at=NOW, agreement="a", revision=revision)


def standing(*records: Record, agreement: Agreement | None = FIRST, needed: tuple[str, ...] = BOTH) -> Standing:
    found = stands(
        agreement,
        [each for each in records if isinstance(each, Revision)],
        [each for each in records if isinstance(each, Consent)],
        needed,
    )
    assert found is not None
    return found


def held(found: Standing) -> str:
    return "" if found.in_force is None else found.in_force.id


# Whose word is open


def test_a_sentence_that_one_kept_waits_for_the_other() -> None:
    found = standing()
    assert held(found) == ""
    assert found.text == FIRST.text
    assert [state(found, each, BOTH, TODAY) for each in BOTH] == [State.THEIRS, State.YOURS]
    assert open_to(found, "ana") is None
    assert open_to(found, "ben") == found.heads[0]


def test_it_holds_once_both_have_given_their_word() -> None:
    found = standing(agrees("ben", "a"))
    assert held(found) == "a"
    assert {state(found, each, BOTH, TODAY) for each in BOTH} == {State.HOLDS}


def test_a_newer_wording_leaves_what_holds_until_both_agree_to_it() -> None:
    newer = wrote("ben", "b", "phones away after ten\nno work on Sundays")
    found = standing(agrees("ben", "a"), newer)
    assert held(found) == "a"
    assert found.newest == newer.text
    assert found.text == FIRST.text
    assert [state(found, each, BOTH, TODAY) for each in BOTH] == [State.YOURS, State.THEIRS]
    assert changed(found, "ana") == [
        ("-", "phones away after nine"),
        ("+", "phones away after ten"),
        (" ", "no work on Sundays"),
    ]
    found = standing(agrees("ben", "a"), newer, agrees("ana", "b"))
    assert held(found) == "b"
    assert {state(found, each, BOTH, TODAY) for each in BOTH} == {State.HOLDS}


def test_what_came_later_is_newer_whatever_the_clocks_say() -> None:
    found = standing(agrees("ben", "a"), wrote("ben", "b", "later", minutes=-600), agrees("ana", "b"))
    assert held(found) == "b"
    assert [each.id for each in found.wordings] == ["a", "b"]


def test_a_word_that_is_taken_back_opens_the_question_again() -> None:
    newer = wrote("ben", "b", "phones off")
    assert held(standing(agrees("ben", "a"), newer, agrees("ana", "b"))) == "b"
    assert held(standing(agrees("ben", "a"), newer)) == "a"
    assert held(standing(newer)) == ""


def test_without_a_wording_that_holds_i_compare_with_what_i_agreed_to() -> None:
    found = standing(wrote("ben", "b", "phones off\nno work on Sundays"))
    known = known_to(found, "ana")
    assert known is not None
    assert known.id == "a"
    assert changed(found, "ana")[0] == ("-", "phones away after nine")
    assert known_to(standing(), "ben") is None
    assert {sign for sign, _ in changed(standing(), "ben")} == {" "}


def test_alone_ones_own_word_is_enough() -> None:
    found = standing(needed=("ana",))
    assert held(found) == "a"
    assert state(found, "ana", ("ana",), TODAY) is State.HOLDS


def test_the_day_to_look_again_comes_and_what_is_let_go_asks_for_nothing() -> None:
    for days, wanted in ((-1, State.DUE), (0, State.DUE), (1, State.HOLDS)):
        agreement = replace(FIRST, look_again=TODAY + timedelta(days=days))
        assert state(standing(agrees("ben", "a"), agreement=agreement), "ana", BOTH, TODAY) is wanted
    gone = standing(agreement=replace(FIRST, look_again=TODAY, let_go=True))
    assert state(gone, "ben", BOTH, TODAY) is State.LET_GO
    assert open_to(gone, "ben") is None


def test_the_word_of_a_third_one_counts_for_nothing() -> None:
    found = standing(agrees("somebody", "a"))
    assert held(found) == ""
    assert held(standing(replace(agrees("ben", "nothing"), revision="nothing"))) == ""


# Written at once


def test_two_wordings_at_once_are_merged_line_by_line() -> None:
    ana = wrote("ana", "b", "phones away after ten\nno work on Sundays", minutes=1)
    ben = wrote("ben", "c", "phones away after nine\nno work on Sundays\ntea at eight", minutes=2)
    found = standing(agrees("ben", "a"), ana, ben)
    assert [each.id for each in found.heads] == ["b", "c"]
    assert found.newest == "phones away after ten\nno work on Sundays\ntea at eight"
    assert not found.overlaps
    assert {state(found, each, BOTH, TODAY) for each in BOTH} == {State.YOURS}
    assert open_to(found, "ana") is open_to(found, "ben") is None
    assert held(found) == "a"


def test_where_they_overlap_both_stand_one_under_the_other_and_are_marked() -> None:
    ana = wrote("ana", "b", "phones away after ten\nno work on Sundays", minutes=1)
    ben = wrote("ben", "c", "phones off\nno work on Sundays", minutes=2)
    found = standing(ana, ben)
    assert found.overlaps
    assert [(each.of.by if each.of else "", each.lines) for each in found.pieces] == [
        ("ana", ("phones away after ten",)),
        ("ben", ("phones off",)),
        ("", ("no work on Sundays",)),
    ]
    assert found.newest == "phones away after ten\nphones off\nno work on Sundays"


def test_what_one_leaves_out_and_the_other_changes_is_shown_as_left_out() -> None:
    found = standing(wrote("ana", "b", "no work on Sundays"), wrote("ben", "c", "phones off\nno work on Sundays"))
    assert [(each.of.by if each.of else "", each.lines) for each in found.pieces][:2] == [
        ("ana", ()),
        ("ben", ("phones off",)),
    ]
    assert found.newest == "phones off\nno work on Sundays"


def test_a_joining_wording_comes_from_all_of_them() -> None:
    ana, ben = wrote("ana", "b", "one"), wrote("ben", "c", "two")
    split = standing(ana, ben)
    joining = replace(wrote("ana", "d", "one and two", minutes=3), parents=came_from(split, split.seen()))
    assert joining.parents == ("a", "b", "c")
    found = standing(ana, ben, joining)
    assert found.joined
    assert found.newest == "one and two"
    assert state(found, "ben", BOTH, TODAY) is State.YOURS


def test_the_same_text_written_by_both_at_once_needs_no_more_words() -> None:
    found = standing(wrote("ana", "b", "phones off"), wrote("ben", "c", "phones off"))
    assert found.joined
    assert found.text == "phones off"
    assert found.holds
    later = standing(
        wrote("ana", "b", "phones off"), wrote("ben", "c", "phones off"), wrote("ana", "d", "x", "a", "b", "c")
    )
    assert later.text == "phones off", "what holds goes on to hold"


def test_an_old_text_that_comes_back_needs_new_words() -> None:
    back = wrote("ana", "c", FIRST.text, "a", "b", minutes=2)
    found = standing(agrees("ben", "a"), wrote("ana", "b", "phones off"), agrees("ben", "b"), back)
    assert held(found) == "b"
    assert state(found, "ben", BOTH, TODAY) is State.YOURS


# What is gone


def test_when_a_wording_in_the_middle_is_gone_the_order_of_the_others_stays() -> None:
    last = wrote("ben", "c", "third", "a", "b")
    assert [each.id for each in standing(wrote("ana", "b", "second"), last).heads] == ["c"]
    assert [each.id for each in standing(last).heads] == ["c"]


def test_when_the_first_text_is_gone_the_others_go_on_without_it() -> None:
    found = standing(wrote("ben", "b", "tea at eight"), agreement=None)
    assert (found.id, found.text, found.agreement.text, found.agreement.by) == ("a", "tea at eight", "", "ben")
    assert standing(wrote("ben", "b", "tea"), agreement=replace(FIRST, text=" ")).text == "tea"
    assert stands(None, [], [agrees("ben", "a")], BOTH) is None
    assert stands(replace(FIRST, text=""), [], [], BOTH) is None


def test_records_that_lead_in_a_circle_end_nothing() -> None:
    found = standing(wrote("ana", "b", "one", "c"), wrote("ben", "c", "two", "b"), agreement=None)
    assert found.text in {"one", "two"}


def test_records_of_another_agreement_change_nothing() -> None:
    assert standing(replace(wrote("ben", "b", "x"), agreement="other")) == standing()


# Days


@pytest.mark.parametrize(
    ("today", "wanted"),
    [
        (date(2026, 11, 23), [date(2026, 12, 7), date(2026, 12, 23), date(2027, 2, 23), date(2027, 11, 23)]),
        (date(2026, 11, 30), [date(2026, 12, 14), date(2026, 12, 30), date(2027, 2, 28), date(2027, 11, 30)]),
        (date(2028, 2, 29), [date(2028, 3, 14), date(2028, 3, 29), date(2028, 5, 29), date(2029, 2, 28)]),
    ],
)
def test_the_days_to_look_again(today: date, wanted: list[date]) -> None:
    assert list(days_ahead(today).values()) == wanted
    assert list(days_ahead(today)) == list(Later)


# Lines

LINES = st.lists(st.sampled_from(["tea", "walk", "hum", "", " ", "日本語", "[/b]"]), max_size=6)


@given(LINES, LINES)
def test_the_signs_tell_both_texts(old: list[str], new: list[str]) -> None:
    found = list(changes(old, new))
    assert [line for sign, line in found if sign != "+"] == old
    assert [line for sign, line in found if sign != "-"] == new


@given(LINES, LINES)
def test_what_only_one_changed_is_the_whole_of_it(base: list[str], new: list[str]) -> None:
    for versions in ([new, base], [base, new], [new, new], [new]):
        said = [each for part in together(base, versions) for each in part]
        assert [line for _, lines in said for line in lines] == new
        assert {version for version, _ in said} <= {None}


@given(LINES, st.lists(LINES, min_size=1, max_size=3))
def test_no_line_that_somebody_added_is_lost(base: list[str], versions: list[list[str]]) -> None:
    merged = [line for part in together(base, versions) for _, lines in part for line in lines]
    for version in versions:
        for line in version:
            left_out = line in base and any(each.count(line) < base.count(line) for each in versions)
            assert line in merged or left_out
    for line in merged:
        assert any(line in version for version in versions)


@pytest.mark.parametrize("line", ["", "x"])
def test_texts_of_very_many_lines_are_merged_at_once(line: str) -> None:
    many = [line] * 90_000
    merged = [
        each for part in together(many, [[*many, "tea"], ["walk", *many]]) for _, lines in part for each in lines
    ]
    assert merged == ["walk", *many, "tea"]
    other = [str(number) for number in range(2 * MOST_LINES)]
    assert len(list(changes(many, other))) == len(many) + len(other)


# Any order


class Window:
    """One person's machine: the records that it has, and what its person does with them."""

    def __init__(self, me: str) -> None:
        self.me = me
        self.records: dict[str, Record] = {}
        self.said: set[tuple[str, str]] = set()

    def standing(self) -> Standing | None:
        agreement = self.records.get("a")
        assert agreement is None or isinstance(agreement, Agreement)
        return stands(
            agreement,
            [each for each in self.records.values() if isinstance(each, Revision)],
            [each for each in self.records.values() if isinstance(each, Consent)],
            BOTH,
        )

    def take(self, record: Record) -> None:
        self.records[record.id] = record

    def write(self, name: str, change: Callable[[list[str]], list[str]], at: datetime) -> Revision | None:
        found = self.standing()
        if found is None:
            return None
        text = "\n".join(change(found.newest.split("\n"))).strip()
        if not text:
            return None
        return Revision(id=name, by=self.me, at=at, agreement="a", text=text, parents=came_from(found, found.seen()))

    def agree(self) -> Consent | None:
        found = self.standing()
        wording = open_to(found, self.me) if found else None
        return agrees(self.me, wording.id) if wording else None


ACTS = st.lists(
    st.tuples(
        st.sampled_from(BOTH),
        st.sampled_from(["add", "add", "drop", "say", "agree", "agree", "hear", "hear", "hear all"]),
        st.integers(0, 5),
        st.integers(-90, 90),
    ),
    max_size=25,
)


def act(window: Window, what: str, place: int, name: str, at: datetime) -> Record | None:
    """Let one of them do something; what is written is new every time, so that it can be looked for."""
    if what == "agree":
        return window.agree()

    def change(lines: list[str]) -> list[str]:
        here = min(place, len(lines))
        rest = lines[here:] if what == "add" else lines[here + 1 :]
        return [*lines[:here], *([] if what == "drop" else [f"line {name}"]), *rest]

    return window.write(name, change, at)


@settings(max_examples=150, deadline=None)
@given(ACTS, st.randoms(use_true_random=False))
def test_for_any_order_both_come_to_the_same_and_nothing_is_lost(
    acts: list[tuple[str, str, int, int]], source: Random
) -> None:
    windows = {each: Window(each) for each in BOTH}
    everything: dict[str, Record] = {"a": FIRST}
    given_words: dict[str, set[str]] = {"ana": {FIRST.text}, "ben": set()}
    windows["ana"].take(FIRST)
    for number, (who, what, place, minutes) in enumerate(acts):
        window = windows[who]
        unheard = [each for each in everything.values() if each.id not in window.records]
        if what.startswith("hear"):
            for record in unheard if what == "hear all" else unheard[place % 3 :: 2]:
                window.take(record)
        else:
            made = act(window, what, place, f"r{number}", NOW + timedelta(minutes=minutes))
            if made is not None:
                window.take(made)
                everything[made.id] = made
                if isinstance(made, Revision):
                    given_words[who].add(made.text)
                else:
                    found = window.standing()
                    assert found is not None
                    given_words[who].add(found.heads[0].text)
        for each in windows.values():
            told_truly(each.standing(), given_words)
    for window in windows.values():
        missing = [each for each in everything.values() if each.id not in window.records]
        source.shuffle(missing)
        for record in (*missing, *missing):
            window.take(record)
    found = windows["ana"].standing()
    assert found == windows["ben"].standing()
    assert found is not None
    nothing_lost(found)


def told_truly(found: Standing | None, given_words: dict[str, set[str]]) -> None:
    """Nobody is shown as agreeing to what they did not agree to, and what holds has both words."""
    if found is None:
        return
    for wording in found.wordings:
        for who in wording.agreed:
            assert wording.text in given_words[who]
    if found.in_force is not None:
        assert all(found.in_force.text in given_words[who] for who in BOTH)


def nothing_lost(found: Standing) -> None:
    """Each line of a newest wording is in what is shown, unless another newest one took it out of what was before."""
    shown = found.newest.split("\n")
    before = [set(each.text.split("\n")) for each in found.wordings if each not in found.heads]
    for head in found.heads:
        for line in head.text.split("\n"):
            others = [each.text.split("\n") for each in found.heads if each is not head]
            taken_out = any(line in each for each in before) and any(line not in each for each in others)
            assert line in shown or taken_out


@given(st.integers(1, 6), st.randoms(use_true_random=False))
def test_what_holds_stays_whatever_one_of_them_writes(count: int, source: Random) -> None:
    records: list[Record] = [agrees("ben", "a")]
    names = ["a"]
    for number in range(count):
        seen = source.sample(names, source.randint(1, len(names)))
        found = standing(*records)
        made = replace(wrote("ana", f"r{number}", f"text {number}"), parents=came_from(found, seen))
        records += [made, agrees("ana", made.id)]
        names.append(made.id)
        assert held(standing(*records)) == "a"


def test_a_long_history_stays_in_order() -> None:
    records: list[Record] = []
    names = ["a"]
    for number in range(60):
        records.append(wrote(BOTH[number % 2], f"r{number:02}", f"text {number}", *names, minutes=-number))
        names.append(f"r{number:02}")
    found = standing(*records)
    assert found.joined
    assert [each.id for each in found.wordings] == names
    assert all(one.past < other.past for one, other in pairwise(found.wordings))
