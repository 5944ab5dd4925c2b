"""Talks that were held: kept once, nothing lost in the other window, and found again by whoever may see it."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.screens.after_talk_stage import ended, held, running
from tests.stage import FixedClock
from tui.checkin.flow import DraftAnswer
from tui.core.errors import InputError
from tui.core.ids import Ids
from tui.core.records import KINDS, Agreement, Answer, Issue, IssueState, Share, Sitting, Talk, Value
from tui.household import Household
from tui.household.agreements import every, let_go
from tui.household.own import take_back
from tui.household.talks_kept import Again, agree_after, days, felt_unsafe, has_marked, keep_talk, wait, waiting
from tui.household.talks_past import PastTalks, folded, state_told, title
from tui.household.wordings import sentence_key
from tui.store.portable import to_json
from tui.talk.moves import Move


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def ana(tmp_path: Path, clock: FixedClock) -> Iterator[Household]:
    found = Household.open(tmp_path / "home", clock=clock, ids=Ids(Random(1)))
    found.found(("Ana", "Ben"), ("Europe/Berlin", "Europe/Berlin"))
    yield found
    found.store.close()


@pytest.fixture
def ben(ana: Household, clock: FixedClock) -> Iterator[Household]:
    found = Household.open(ana.store.home, name="Ben", clock=clock, ids=Ids(Random(2)))
    yield found
    found.store.close()


def mark(household: Household, given: Mapping[str, Value], share: Share = Share.TOGETHER) -> None:
    """Say how safe a talk felt, as whoever is at the keyboard."""
    draft = household.draft("safe")
    for question, value in given.items():
        draft = draft.with_answer(f"safe.{question}", DraftAnswer(value=value, share=share))
    household.finish(draft, [f"safe.{each}" for each in given])


# Keeping


def test_two_windows_keep_one_talk_and_the_second_learns_that_it_is_kept(
    ana: Household, ben: Household, clock: FixedClock
) -> None:
    talk = ended(ana, clock)
    assert keep_talk(ana, talk.floor, kept="We listen.")
    assert not keep_talk(ben, talk.floor, kept="We sleep first.", agreed=True)
    assert [each.kept for each in ben.all(Talk)] == ["We listen."]
    assert ben.all(Agreement) == []
    agree_after(ben, talk.floor.id, "We sleep first.", date(2026, 12, 7))
    (found,) = ben.all(Agreement)
    assert (found.text, found.source, found.look_again) == ("We sleep first.", talk.floor.id, date(2026, 12, 7))


def test_what_the_other_was_typing_when_the_talk_was_kept_waits_for_them(
    ana: Household, ben: Household, clock: FixedClock
) -> None:
    talk = running(ana, clock)
    talk.act(Move.WINDOWS)
    talk.write_sentence("mine", 0)
    talk.write_sentence("we were br", 1)
    clock.go(60)
    talk.look()
    talk.act(Move.END)
    keep_talk(ana, talk.floor, kept="mine")
    key = sentence_key(ben.me.id)
    assert ben.store.local.get(key) == "we were br"
    assert ana.store.local.get(sentence_key(ana.me.id)) is None
    wait(ben, ben.me.id, "we were brave", instead_of="we were br")
    assert ben.store.local.get(key) == "we were brave"
    wait(ben, ben.me.id, "", instead_of="we were brave")
    assert not ben.store.local.get(key)


def test_a_sentence_that_waits_is_joined_to_one_that_waited_before(ana: Household) -> None:
    key = sentence_key(ana.me.id)
    wait(ana, ana.me.id, "older")
    wait(ana, ana.me.id, "newer")
    assert ana.store.local.get(key) == "older newer"
    assert waiting(ana, ana.me.id, "newer and newest") == "newer"
    wait(ana, ana.me.id, "", instead_of="newer ")
    assert ana.store.local.get(key) == "older"
    wait(ana, ana.me.id, "er")
    assert ana.store.local.get(key) == "older er", "a sentence is not taken for the end of a word"
    assert waiting(ana, ana.me.id, "something else") == ""


def test_the_sentence_of_a_talk_that_is_taken_back_waits(ana: Household, ben: Household, clock: FixedClock) -> None:
    held(ana, clock, kept="We listen.")
    assert take_back(ana) == "talk"
    assert ana.store.local.get(sentence_key(ana.me.id)) == "We listen."
    held(ana, clock, kept="We sleep.")
    with pytest.raises(InputError):
        take_back(ben)
    assert ana.store.local.get(sentence_key(ana.me.id)) == "We listen."


def test_a_week_a_fortnight_a_month_or_no_day() -> None:
    assert days(date(2027, 1, 31)) == {
        Again.WEEK: date(2027, 2, 7),
        Again.TWO_WEEKS: date(2027, 2, 14),
        Again.MONTH: date(2027, 2, 28),
        Again.NEVER: None,
    }


def test_the_whole_export_says_nothing_of_who_broke_off_or_spoke_longer(tmp_path: Path) -> None:
    """Two homes whose talks differ only in that are the same."""
    quiet = (Move.SAID, Move.GOT_ME)
    exports = [_exported(tmp_path / "one", 0, 40, quiet), _exported(tmp_path / "two", 1, 200, (Move.YIELD,))]
    assert exports[0] == exports[1]
    assert {each["kind"] for each in exports[0]} >= {"talk", "agreement", "consent", "couple"}


def _exported(home: Path, breaks_off: int, speaks: int, moves: tuple[Move, ...]) -> list[dict[str, object]]:
    """Return what an export says of a talk of five minutes, without ids and times."""
    clock = FixedClock()
    household = Household.open(home, clock=clock, ids=Ids(Random(1)))
    household.found(("Ana", "Ben"), ("Europe/Berlin", "Europe/Berlin"))
    talk = running(household, clock)
    talk.act(Move.WINDOWS)
    _pass(talk.look, clock, speaks)
    for each in moves:
        talk.act(each)
    _pass(talk.look, clock, 300 - speaks)
    talk.act(Move.BREAK, seat=breaks_off)
    talk.act(Move.RETURN, seat=1 - breaks_off, seconds=1200 + 600 * breaks_off)
    clock.go(1800)
    talk.look()
    for seat in (breaks_off, 1 - breaks_off):
        talk.act(Move.READY, seat=seat)
    talk.act(Move.END, seat=breaks_off)
    assert keep_talk(household, talk.floor, kept="Tea.", agreed=True)
    records = [record for kind in KINDS.values() for record in household.all(kind)]
    document = json.loads(to_json(household.people, records))
    household.store.close()
    return [{key: value for key, value in each.items() if not _id_or_time(key)} for each in document["records"]]


def _pass(look: object, clock: FixedClock, seconds: int) -> None:
    assert callable(look)
    for _ in range(seconds // 10):
        clock.go(10)
        look()


def _id_or_time(field: str) -> bool:
    return field in {"id", "at", "by", "source", "agreement", "revision", "seed"}


# Afterwards


def test_a_second_talk_on_one_day_begins_anew_and_what_was_marked_stays(ana: Household, clock: FixedClock) -> None:
    first = held(ana, clock)
    mark(ana, {"felt": 6})
    assert ana.answered("safe")
    clock.go(60)
    mark(ana, {"felt": 5})
    assert [each.value for each in ana.all(Answer)] == [5]
    clock.go(3600)
    second = held(ana, clock)
    assert not ana.answered("safe")
    assert not has_marked(ana, second.id)
    mark(ana, {"felt": 2})
    assert sorted(each.value for each in ana.all(Answer) if isinstance(each.value, int)) == [2, 5]
    past = PastTalks(ana)
    marks = {talk.id: [each.answers[0].value for each in past.marked(talk)] for talk in (first, second)}
    assert marks == {first.id: [5], second.id: [2]}
    assert has_marked(ana, second.id)


@pytest.mark.parametrize(("felt", "unsafe"), [(1, True), (2, True), (3, False), (7, False)])
def test_a_low_mark_is_for_whoever_gave_it(ana: Household, clock: FixedClock, felt: int, *, unsafe: bool) -> None:
    held(ana, clock)
    assert not felt_unsafe(ana)
    mark(ana, {"felt": felt})
    assert felt_unsafe(ana) is unsafe
    ana.be(ana.partner)
    assert not felt_unsafe(ana)


# Finding again


def test_what_each_kept_is_open_to_the_other_once_it_was_opened(
    ana: Household, ben: Household, clock: FixedClock
) -> None:
    talk = held(ana, clock)
    mark(ana, {"felt": 6, "heard": "the kitchen"})
    mark(ana, {"keep": "for me alone"}, Share.PRIVATE)
    ben.catch_up()
    mark(ben, {"felt": 3, "heard": "you are tired"})
    ana.catch_up()
    assert [each.person.name for each in PastTalks(ana).marked(talk)] == ["Ana"]
    assert PastTalks(ana).search("tired") == []
    ana.open_together("safe")
    ben.catch_up()
    assert [each.person.name for each in PastTalks(ben).marked(talk)] == ["Ana", "Ben"]
    assert PastTalks(ben).search("tired") == [talk]
    assert PastTalks(ben).search("alone") == []
    assert PastTalks(ana).search("alone") == [talk]


def test_the_newest_talk_stands_first_and_agreements_of_no_talk_stand_among_them(
    ana: Household, clock: FixedClock
) -> None:
    first = held(ana, clock, topic="money", kept="We write it down.")
    agree_after(ana, "elsewhere", "a walk on Sundays", None)
    clock.go(60)
    last = held(ana, clock, topic="the move", form="of-a-pack-that-is-gone")
    agree_after(ana, last.id, "Boxes by Friday", date(2026, 11, 30))
    past = PastTalks(ana)
    assert [each.id for each in past.entries] == [last.id, past.entries[1].id, first.id]
    assert title(ana, last.format) == "of a pack that is gone"
    assert title(ana, "") == "A talk"
    (found,) = past.agreements(last)
    assert state_told(ana, found) == "to look at again Mon 30 Nov; open for the word of Ben"
    let_go(ana, every(ana)[0])
    assert [each.agreement.let_go for each in past.agreements(last)] == [True]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", 3),
        ("   ", 3),
        ("MÜNCHEN", 1),
        ("munchen zug", 1),
        ("zug  munchen", 1),
        ("train", 0),
        ("boxes move", 1),
        ("november", 3),
        ("straße", 1),
        ("STRASSE", 1),
        ("half of the ki", 1),
        ("trust", 1),
        ("\x1b[31m", 0),
        ("a" * 20_000, 0),
        ("b" * 9_000, 1),
    ],
)
def test_all_words_are_found_in_any_order_whatever_their_case_and_accents(
    ana: Household, clock: FixedClock, typed: str, found: int
) -> None:
    held(ana, clock, topic="Der Zug nach München")
    held(ana, clock, topic="half of the kitchen, Hauptstraße", form="trust", kept="b" * 10_000)
    talk = held(ana, clock, topic="the move")
    agree_after(ana, talk.id, "Boxes by Friday", None)
    assert len([each for each in PastTalks(ana).search(typed) if isinstance(each, Talk)]) == found


def test_a_talk_belongs_to_its_issue_and_to_what_was_agreed_on_it(ana: Household, clock: FixedClock) -> None:
    now = ana.now() - timedelta(days=3)
    issue = Issue(id="i", by=ana.me.id, at=now, happened="the dishes again", feel="", need="", touched=now)
    ana.save(issue)
    talk = held(ana, clock, topic="the dishes again")
    assert PastTalks(ana).issue(talk) == issue
    agree_after(ana, issue.id, "Dishes by turns", None)
    settled = Issue(
        **{each: getattr(issue, each) for each in ("id", "by", "at", "happened", "feel", "need")},
        touched=ana.now(),
        state=IssueState.AGREED,
        talk=talk.id,
        agreement=ana.all(Agreement)[0].id,
    )
    ana.save(settled)
    past = PastTalks(ana)
    assert past.issue(talk) == settled
    assert [each.text for each in past.agreements(talk)] == ["Dishes by turns"]
    assert past.entries == [talk]
    assert past.search("turns") == [talk]


def test_many_talks_are_searched_in_full(ana: Household, clock: FixedClock) -> None:
    me, now = ana.me.id, clock.now()
    talks = [
        Talk(id=f"{n:04}", by=me, at=now + timedelta(hours=n), format="equal", topic=f"number {n}", minutes=5)
        for n in range(2000)
    ]
    sittings = [Sitting(id=f"s{each.id}", by=me, at=each.at, step="safe") for each in talks]
    ana.take_in([*talks, *sittings])
    past = PastTalks(ana)
    assert past.search("number 1999") == [talks[-1]]
    assert len(past.search("199")) == 12
    assert past.entries[0] == talks[-1]


def test_case_and_accents_fold_away() -> None:
    assert folded("Ünïcödé ẞ ﬁ İ") == folded("unicode ss fi i")
    assert folded("日本語").startswith("日本語")
