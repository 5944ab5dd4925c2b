"""What each answers on a machine of their own opens in one moment, and nobody can peek."""

from pathlib import Path

import pytest

from tests.household.two_homes import Homes
from tui.checkin.flow import Draft, DraftAnswer
from tui.core.errors import InputError
from tui.core.records import Answer, Opening, Share, Sitting
from tui.core.told_records import Released, Sealed
from tui.household import Household
from tui.household.own import erase, take_back
from tui.household.syncing import stands
from tui.household.wishes import withdraw

STEP = "face"
QUIET = "a word that only its author knows"


@pytest.fixture
def homes(tmp_path: Path) -> Homes:
    return Homes(tmp_path)


def questions(household: Household, step: str) -> list[str]:
    return [each.id for each in household.questions(step)]


def answer(household: Household, step: str, given: dict[str, object], share: Share = Share.TOGETHER) -> None:
    answers = {
        question: DraftAnswer(value=value, share=share)  # type: ignore[arg-type]
        for question, value in given.items()
    }
    household.finish(Draft(step=step, answers=answers), questions(household, step))


def test_both_answer_and_both_open_and_see_the_same(homes: Homes) -> None:
    ana, ben = homes.ana, homes.ben
    first, second, *_ = questions(ana, STEP)
    answer(ana, STEP, {first: "what Ana wrote", second: "only she answers this"})
    homes.settle()
    assert ben.store.find(Answer, sitting=ana.store.all(Sitting)[0].id) == []
    assert len(ben.store.all(Sealed)) == 2
    assert ben.to_open() == ana.to_open() == ()
    assert not any(b"what Ana wrote" in data for data in homes.folder.held.values())
    answer(ben, STEP, {first: "what Ben wrote"})
    homes.settle()
    assert ana.to_open() == ben.to_open() == (STEP,)
    assert len(ben.store.all(Released)) == 2
    opening = ben.open_together(STEP)
    assert opening is not None
    homes.settle()
    there = ana.newest_opening(STEP)
    assert there is not None
    for household in (ana, ben):
        pairs = household.pairs(household.all(Opening)[0])
        assert [(each.question, each.first.value, each.second.value) for each in pairs] == [
            (first, "what Ana wrote", "what Ben wrote")
        ]
    assert "only she answers this" not in {each.value for each in ben.store.all(Answer)}


def test_both_may_open_at_the_same_moment(homes: Homes) -> None:
    first, *_ = questions(homes.ana, STEP)
    for household in (homes.ana, homes.ben):
        answer(household, STEP, {first: f"by {household.me.name}"})
    homes.settle()
    made = [each.open_together(STEP) for each in (homes.ana, homes.ben)]
    assert made[0] is not None
    homes.settle()
    for household in (homes.ana, homes.ben):
        assert [each.id for each in household.all(Opening)] == [made[0].id]
        assert household.to_open() == ()


def test_once_the_other_has_answered_mine_stays_as_it_was_given(homes: Homes) -> None:
    ana, ben = homes.ana, homes.ben
    first, *_ = questions(ana, STEP)
    answer(ana, STEP, {first: "first"})
    answer(ana, STEP, {first: "thought better"})
    homes.settle()
    answer(ben, STEP, {first: "Ben's"})
    homes.settle()
    with pytest.raises(InputError, match="answers_locked"):
        answer(ana, STEP, {first: "after the fact"})
    with pytest.raises(InputError, match="undo_opened"):
        take_back(ana)
    ben.open_together(STEP)
    homes.settle()
    assert [each.first.value for each in ana.pairs(ana.all(Opening)[0])] == ["thought better"]


def test_who_changes_an_answer_while_the_others_is_on_its_way_is_held_to_what_was_relied_on(homes: Homes) -> None:
    ana, ben = homes.ana, homes.ben
    first, *_ = questions(ana, STEP)
    answer(ana, STEP, {first: "relied on"})
    homes.exchange(ana)
    answer(ben, STEP, {first: "Ben's"})
    homes.exchange(ben)
    answer(ana, STEP, {first: "changed meanwhile"})
    homes.settle()
    ana.open_together(STEP)
    homes.settle()
    for household in (ana, ben):
        values = [(each.first.value, each.second.value) for each in household.pairs(household.all(Opening)[0])]
        assert values in ([("relied on", "Ben's")], [("changed meanwhile", "Ben's")])
    assert ana.pairs(ana.all(Opening)[0])[0].first.value == ben.pairs(ben.all(Opening)[0])[0].first.value


def test_what_is_private_or_passed_leaves_no_trace(homes: Homes) -> None:
    first, second, *_ = questions(homes.ana, STEP)
    homes.settle()
    before = dict(homes.folder.held)
    answer(homes.ana, STEP, {first: QUIET, second: None}, share=Share.PRIVATE)
    homes.settle()
    assert homes.folder.held == before
    assert homes.ben.store.all(Sitting) == []


def test_what_is_shown_at_once_is_there_at_once(homes: Homes) -> None:
    first, *_ = questions(homes.ana, STEP)
    answer(homes.ana, STEP, {first: "for you now"}, share=Share.NOW)
    homes.settle()
    assert [each.value for each in homes.ben.all(Answer)] == ["for you now"]


def test_of_wishes_only_what_both_have_is_ever_learnt(homes: Homes) -> None:
    ana, ben = homes.ana, homes.ben
    question = next(each for each in ana.questions("close") if each.kind.value == "wishes")
    one, two, three, four, *_ = [each.id for each in question.options]
    answer(ana, "close", {question.id: (one, two, three)}, share=Share.MUTUAL)
    answer(ben, "close", {question.id: (three, four, one)}, share=Share.MUTUAL)
    homes.settle()
    assert ana.to_open() == ben.to_open() == ("close",)
    ana.open_together("close")
    homes.settle()
    for household, other in ((ana, four), (ben, two)):
        (opening,) = household.all(Opening)
        assert set(opening.mutual[question.id]) == {one, three}
        assert not any(other in str(each.value) for each in household.store.all(Answer))
    withdraw(ben, question.id, {three})
    homes.settle()
    assert ana.all(Opening)[0].mutual[question.id] == (one,)


def test_who_wishes_for_nothing_looks_like_anybody(homes: Homes) -> None:
    question = next(each for each in homes.ana.questions("close") if each.kind.value == "wishes")
    other = next(each for each in homes.ana.questions("close") if each.kind.value in {"scale", "choice", "line"})
    for household, wished in ((homes.ana, (question.options[0].id,)), (homes.ben, ())):
        answers = {
            question.id: DraftAnswer(value=wished, share=Share.MUTUAL),
            other.id: DraftAnswer(value=other.options[0].id if other.options else 3),
        }
        household.finish(Draft(step="close", answers=answers), questions(household, "close"))
    homes.settle()
    homes.ben.open_together("close")
    homes.settle()
    for household in (homes.ana, homes.ben):
        assert household.all(Opening)[0].mutual.get(question.id, ()) == ()


def test_a_second_machine_of_mine_knows_my_answers_and_opens_them_too(homes: Homes) -> None:
    first, *_ = questions(homes.ana, STEP)
    answer(homes.ana, STEP, {first: "Ana's"})
    homes.settle()
    laptop = homes.more("ana 2", "Ana")
    answer(homes.ben, STEP, {first: "Ben's"})
    homes.settle(laptop)
    assert laptop.to_open() == (STEP,)
    laptop.open_together(STEP)
    homes.settle(laptop)
    for household in (homes.ana, homes.ben, laptop):
        assert [(each.first.value, each.second.value) for each in household.pairs(household.all(Opening)[0])] == [
            ("Ana's", "Ben's")
        ]


def test_what_both_gave_at_one_keyboard_is_opened_there_and_seen_everywhere(homes: Homes) -> None:
    first, *_ = questions(homes.ana, STEP)
    answer(homes.ana, STEP, {first: "Ana's"})
    homes.ana.be(homes.ana.partner)
    answer(homes.ana, STEP, {first: "Ben's"})
    homes.settle()
    assert homes.ana.open_together(STEP) is not None
    homes.settle()
    assert [each.second.value for each in homes.ben.pairs(homes.ben.all(Opening)[0])] == ["Ben's"]


def test_an_opened_answer_that_is_forgotten_goes_on_every_machine(homes: Homes) -> None:
    first, *_ = questions(homes.ana, STEP)
    for household in (homes.ana, homes.ben):
        answer(household, STEP, {first: f"by {household.me.name}"})
    homes.settle()
    homes.ana.open_together(STEP)
    homes.settle()
    erase(homes.ana, [each for each in homes.ana.all(Answer) if each.by == homes.ana.me.id])
    homes.settle()
    for household in (homes.ana, homes.ben):
        assert [each.value for each in household.store.all(Answer) if each.value] == ["by Ben"]
        assert not household.store.find(Sealed, by=homes.ana.me.id)
    homes.ben.store.tidy(now=homes.ben.now())
    assert b"by Ana" not in (homes.ben.store.home / "records.journal").read_bytes()


def test_a_machine_that_came_in_as_me_elsewhere_is_named(homes: Homes) -> None:
    homes.more("ben 2", "Ben")
    homes.settle()
    known = stands(homes.ben)
    assert known is not None
    assert known.as_me == ("ben 2",)
    assert (stands(homes.ana) or known).as_me == ()
