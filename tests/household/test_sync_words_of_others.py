"""A partner with a changed program, signing as themselves: no words, answers, wishes or seats become another's."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.household.test_sync_answers import STEP, answer, questions
from tests.household.test_sync_hostile import known, plant
from tests.household.two_homes import Homes
from tui.checkin.flow import Draft, DraftAnswer
from tui.core.changes import Change
from tui.core.records import (
    Activity,
    Agreement,
    Answer,
    Couple,
    Issue,
    Opening,
    Person,
    Plan,
    Record,
    Share,
    Sitting,
    SmallStep,
    kind_of,
    to_document,
)
from tui.core.told_records import Sealed
from tui.household import Household
from tui.household.circle import circle_of
from tui.household.sync_records import SharedRecords
from tui.household.syncing import MIRROR, remove
from tui.sync import boxes
from tui.sync.keys import NONCE, MachineKey, file_name
from tui.sync.segment import Why, write
from tui.sync.wire import Body, Member, Span, wired

LATER = datetime(2099, 1, 1, tzinfo=UTC)
WISHES = "close.wishes"

numbers: Iterator[int] = count(9000)


@pytest.fixture
def homes(tmp_path: Path) -> Homes:
    return Homes(tmp_path)


def said(writer: Household, kind: str, record: str, fields: dict[str, object], **how: object) -> Change:
    base: dict[str, object] = {
        "at": LATER,
        "by": writer.me.id,
        "device": writer.store.hand,
        "sequence": next(numbers),
    }
    return Change(kind=kind, record=record, fields=fields, **base | how)  # type: ignore[arg-type]


def told(writer: Household, record: Record, **how: object) -> Change:
    return said(writer, kind_of(record), record.id, to_document(record), **how)


def sends(homes: Homes, by: Household, *changes: Change) -> bool:
    """Tell whether the other takes in what a changed program on the machine of `by` writes."""
    to = homes.ana if by is homes.ben else homes.ben
    before = set(homes.exchange(to).refused)
    plant(homes, by, Body(number=next(numbers), changes=tuple(map(wired, changes))))
    after = homes.exchange(to).refused
    assert {after[each] for each in after.keys() - before} <= {Why.CONTENT}
    return after.keys() <= before


def answered(household: Household, given: dict[str, DraftAnswer], step: str = STEP) -> Sitting:
    household.finish(Draft(step=step, answers=given), questions(household, step))
    return max(household.store.find(Sitting, by=household.me.id), key=lambda each: each.at)


def test_what_another_says_in_my_place_is_nobodys_answer(homes: Homes) -> None:
    ana, ben = homes.ana, homes.ben
    first, *_ = questions(ana, STEP)
    mine = answered(ana, {first: DraftAnswer(value="mine", share=Share.NOW)})
    homes.settle()
    beside = Answer(
        id="beside", by=ben.me.id, at=LATER, sitting=mine.id, step=STEP, question=first, value="not", share=Share.NOW
    )
    sends(homes, ben, told(ben, beside))
    shown = [each.value for each in ana.find(Answer, sitting=mine.id) if each.value is not None]
    assert shown == ["mine"]


def test_nothing_said_beside_an_answer_takes_its_place_once_both_are_open(homes: Homes) -> None:
    ana, ben = homes.ana, homes.ben
    first, *_ = questions(ana, STEP)
    answer(ana, STEP, {first: "Ana's"})
    answer(ben, STEP, {first: "Ben's"})
    homes.settle()
    opening = ana.open_together(STEP)
    assert opening is not None
    homes.settle()
    theirs = next(each for each in opening.sittings if ana.store.find(Sitting, id=each, by=ben.me.id))
    beside = Answer(
        id=f"{theirs}.more",
        by=ben.me.id,
        at=LATER,
        sitting=theirs,
        step=STEP,
        question=first,
        value="thought better of it",
        share=Share.NOW,
    )
    turned = Opening(id="turned", by=ben.me.id, at=LATER, step=STEP, sittings=opening.sittings[::-1])
    sends(homes, ben, told(ben, beside), told(ben, turned))
    for each in ana.all(Opening):
        assert [(pair.first.value, pair.second.value) for pair in ana.pairs(each)] == [("Ana's", "Ben's")]


def test_words_are_their_authors(homes: Homes) -> None:
    ana, ben = homes.ana, homes.ben
    now = ana.now()
    ana.save(
        Agreement(id="kept", by=ana.me.id, at=now, text="we walk"),
        Issue(id="raised", by=ana.me.id, at=now, happened="it rained", feel="sad", need="a roof", touched=now),
        Activity(id="wish", by=ana.me.id, at=now, text="dance", wished=True, share=Share.NOW),
    )
    homes.settle()
    assert not sends(homes, ben, told(ben, Agreement(id="false", by=ana.me.id, at=now, text="I obey")))
    assert not sends(homes, ben, said(ben, "agreement", "kept", {"text": "I obey"}))
    assert not sends(homes, ben, said(ben, "issue", "raised", {"feel": "guilty"}))
    assert not sends(homes, ben, said(ben, "activity", "wish", {"text": "obey"}))
    assert not sends(homes, ben, said(ben, "activity", "wish", {}, gone=True))
    assert sends(homes, ben, said(ben, "agreement", "kept", {"let_go": True}))
    assert sends(homes, ben, said(ben, "issue", "raised", {"state": "parked"}))


def test_nobody_takes_anothers_seat_or_takes_anybody_away(homes: Homes) -> None:
    ana, ben = homes.ana, homes.ben
    third = Person(id="third", by=ben.me.id, at=LATER, name="Third", zone="UTC", seat=0)
    other = Couple(id="other", by=ben.me.id, at=LATER, apart=True, seed="mine")
    assert not sends(homes, ben, told(ben, third))
    assert not sends(homes, ben, told(ben, other))
    assert not sends(homes, ben, said(ben, "person", ben.me.id, {"seat": 0}))
    assert not sends(homes, ben, said(ben, "person", ana.me.id, {}, gone=True))
    assert not sends(homes, ben, said(ben, "couple", "couple", {}, gone=True))
    assert not sends(homes, ben, said(ben, "couple", "couple", {"seed": "mine"}))
    assert sends(homes, ben, said(ben, "person", ben.me.id, {"name": "Benjamin"}))
    assert not sends(homes, ana, told(ana, replace(third, id="fourth"), by=ana.me.id))
    assert [each.name for each in ana.people] == ["Ana", "Benjamin"]


def test_whoever_may_speak_for_both_takes_nothing_away_that_is_kept_or_sealed_elsewhere(homes: Homes) -> None:
    ana, ben = homes.ana, homes.ben
    quiet, closed, *_ = questions(ben, STEP)
    given = {
        quiet: DraftAnswer(value="mine", share=Share.PRIVATE),
        closed: DraftAnswer(value="sealed", share=Share.TOGETHER),
    }
    sitting = answered(ben, given)
    homes.settle()
    for question in (quiet, closed):
        erasure = said(ana, "answer", f"{sitting.id}.{question}", {}, by=ben.me.id, gone=True)
        assert not sends(homes, ana, erasure)
    (sealed,) = ben.store.all(Sealed)
    assert not sends(homes, ana, said(ana, "sealed", sealed.id, {}, by=ben.me.id, gone=True))
    assert {each.value for each in ben.store.all(Answer)} >= {"mine", "sealed"}


def test_a_machine_let_in_under_my_name_changes_nothing_that_was_written_here(homes: Homes) -> None:
    ana, ben = homes.ana, homes.ben
    key = MachineKey(bytes(32))
    plant(homes, ben, Body(number=50, admits=(Member(key.public, ana.me.id, "Ana 2", (ana.store.hand,)),)))
    homes.exchange(ana)
    quiet, closed, *_ = questions(ana, STEP)
    given = {
        quiet: DraftAnswer(value="mine", share=Share.PRIVATE),
        closed: DraftAnswer(value="sealed", share=Share.TOGETHER),
    }
    sitting = answered(ana, given)
    ana.save(SmallStep(id="step", by=ana.me.id, at=ana.now(), when="at home", then="a hug"))
    homes.settle()
    (sealed,) = ana.store.all(Sealed)
    false = Sealed(
        id="f" * 64,
        by=ana.me.id,
        at=LATER,
        answer=sealed.answer,
        sitting=sitting.id,
        step=STEP,
        question=closed,
        box=boxes.text(bytes(24 + 16 + boxes.PADDING)),
    )
    for hand in (ana.store.hand, "falsehand000"):
        for change in (
            said(ana, "answer", f"{sitting.id}.{quiet}", {}, gone=True, device=hand),
            said(ana, "small_step", "step", {"then": "I obey"}, device=hand),
            said(ana, "sealed", sealed.id, {}, gone=True, device=hand),
            told(ana, false, device=hand),
        ):
            epoch = known(ben).current
            assert epoch is not None
            body = Body(number=next(numbers), changes=(wired(change),))
            data = write(body, key=key, epoch=epoch, nonce=bytes(NONCE))
            homes.folder.held[f"{file_name(data)}.nearer"] = data
            assert homes.exchange(ana).refused[f"{file_name(data)}.nearer"] == Why.CONTENT
    assert {each.value for each in ana.store.all(Answer)} >= {"mine", "sealed"}
    assert [each.then for each in ana.store.all(SmallStep)] == ["a hug"]


def test_a_false_opening_has_no_wish_told_that_did_not_come_of_an_exchange(homes: Homes) -> None:
    ana, ben = homes.ana, homes.ben
    (question,) = [each for each in ana.questions("close") if each.id == WISHES]
    items = tuple(each.id for each in question.options)
    mine = answered(ana, {WISHES: DraftAnswer(value=items[:3], share=Share.MUTUAL)}, "close")
    homes.settle()
    theirs = Sitting(id="theirs", by=ben.me.id, at=LATER, step="close")
    sealed = Sealed(
        id="0" * 64,
        by=ben.me.id,
        at=LATER,
        answer="theirs.close.first",
        sitting="theirs",
        step="close",
        question="close.first",
        box=boxes.text(bytes(24 + 16 + boxes.PADDING)),
    )
    opening = Opening(
        id="false", by=ben.me.id, at=LATER, step="close", sittings=(mine.id, theirs.id), mutual={WISHES: items}
    )
    sends(homes, ben, told(ben, theirs), told(ben, sealed), told(ben, opening))
    homes.settle()
    assert [each.mutual[WISHES] for each in ben.store.all(Opening)] == [items]
    claimed = Answer(
        id=f"mutual-theirs-{WISHES}", by=ben.me.id, at=LATER, sitting="theirs", step="close", question=WISHES,
        value=items, share=Share.NOW,
    )  # fmt: skip
    sends(homes, ben, told(ben, claimed))
    assert not sends(homes, ben, said(ben, "answer", claimed.id, {"share": Share.MUTUAL}))
    homes.settle()
    assert [each.mutual[WISHES] for each in ben.store.all(Opening)] == [items]


def test_a_false_opening_has_no_answer_told_that_was_given_where_all_began(homes: Homes) -> None:
    ana, ben = homes.ana, homes.ben
    first, *_ = questions(ana, STEP)
    both = ana.me, ana.partner
    for person in both:
        ana.be(person)
        answer(ana, STEP, {first: f"at one keyboard, by {person.name}"})
    ana.open_together(STEP)
    ana.be(both[0])
    homes.settle()
    (old,) = ben.store.find(Sitting, by=ben.me.id)
    fresh = answered(ana, {first: DraftAnswer(value="not for anybody yet")})
    homes.settle()
    opening = Opening(id="false", by=ben.me.id, at=LATER, step=STEP, sittings=(fresh.id, old.id))
    assert sends(homes, ben, told(ben, opening))
    assert not ana.was_opened(fresh)
    circle = circle_of(ana.store)
    assert circle is not None
    records = SharedRecords(ana.store, circle)
    again = records.unsent(frozenset(circle.hands), 0).changes  # as after the loss of all copies
    assert "not for anybody yet" not in str([each for each in again if each.kind == "answer"])
    assert "at one keyboard, by Ana" in str(again)
    assert (ana.store.home / MIRROR).is_dir()


def test_what_cannot_be_a_machine_keeps_nobody_from_writing(homes: Homes) -> None:
    ana, ben = homes.ana, homes.ben
    odd = (b"", bytes(32), b"x" * 40, b"y" * 32)
    admits = [Member(public, ben.me.id, "a\x1b[31m\nmachine", ()) for public in odd]
    good = Member(MachineKey(bytes(32)).public, ben.me.id, "a\x1b[31m\nmachine", ())
    plant(homes, ben, Body(number=50, admits=(*admits, good)))
    homes.exchange(ana)
    assert [each.label for each in known(ana).members if each.public == good.public] == ["a␛[31m machine"]
    assert {*odd}.isdisjoint(each.public for each in known(ana).members)
    remove(ana, "ben")
    ana.save(Agreement(id="still", by=ana.me.id, at=ana.now(), text="can be said"))
    assert homes.exchange(ana).sent == 1


def test_a_plan_that_was_changed_more_often_than_calendars_can_count_is_not_believed(homes: Homes) -> None:
    ana, ben = homes.ana, homes.ben
    start = ana.now() + timedelta(days=1)
    plan = Plan(id="p", by=ben.me.id, at=ana.now(), start=start, minutes=60, zone="UTC", sequence=2**40)
    assert not sends(homes, ben, told(ben, plan))


@pytest.mark.parametrize(
    "odd", [{"replaces": (b"odd",)}, {"covers": (Span(-9, -4),)}, {"known": ((b"", 1),)}, {"removes": (b"",)}]
)
def test_a_file_with_names_or_numbers_that_cannot_be_stops_nothing(homes: Homes, odd: dict[str, object]) -> None:
    ana, ben = homes.ana, homes.ben
    plant(homes, ben, Body(number=60, **odd))  # type: ignore[arg-type]
    ana.save(Agreement(id="still", by=ana.me.id, at=ana.now(), text="can be said"))
    outcome = homes.exchange(ana)
    assert outcome.sent == 1
    assert set(outcome.refused.values()) == {Why.DAMAGED}
