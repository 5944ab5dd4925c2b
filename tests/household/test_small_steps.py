"""Small steps as they are kept: never three, no word lost between windows, and nothing of before for the other."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace

from tests.stage import FixedClock
from tests.store.homes import every_byte
from tui.checkin.flow import DraftAnswer
from tui.checkin.small_steps import FORMS, Own, grown, habit, hidden, rehearsed, rested, shared
from tui.cli.records import EXPORTED
from tui.core.errors import InputError
from tui.core.ids import Ids
from tui.core.records import Answer, IfThen, Share, SmallStep, SmallStepState
from tui.household import Household
from tui.household.own import disputes, erasable, erase, settle, take_back
from tui.household.small_step_words import NOTHING, Typed, half_of
from tui.household.small_steps import (
    begin_step,
    change,
    look,
    offer,
    reword,
    room,
    shrink,
    smaller,
    take_up,
    tried,
)
from tui.store.portable import from_json, to_json

HUG = IfThen(when="I come home", then="hug you before I take my shoes off")


@pytest.fixture
def household(tmp_path: Path) -> Iterator[Household]:
    found = window(tmp_path, "", 1)
    found.found(("Ana", "Ben"), ("Europe/Berlin", "Europe/Berlin"))
    yield found
    found.store.close()


@pytest.fixture
def second(household: Household, tmp_path: Path) -> Iterator[Household]:
    """Ana in another window."""
    found = window(tmp_path, "Ana", 2)
    assert found.me == household.me
    yield found
    found.store.close()


@pytest.fixture
def ben(household: Household, tmp_path: Path) -> Iterator[Household]:
    found = window(tmp_path, "Ben", 3)
    assert found.me == household.partner
    yield found
    found.store.close()


def window(home: Path, name: str, seed: int) -> Household:
    return Household.open(home / "home", name=name, clock=FixedClock(), ids=Ids(Random(seed)))


def begin(household: Household, then: str = HUG.then) -> SmallStep:
    return begin_step(household, IfThen(when=HUG.when, then=then))


def own(household: Household, step: SmallStep) -> Own:
    found = look(household).own(step.id)
    assert found is not None
    return found


def answer(household: Household, plan: IfThen = HUG, half: str = "touch your shoulder") -> None:
    draft = household.draft("steps")
    for question, value in (("steps.plan", plan), ("steps.half", half)):
        draft = draft.with_answer(question, DraftAnswer(value=value, share=Share.PRIVATE))
    household.finish(draft, ["steps.plan", "steps.half"])


def exported(household: Household) -> str:
    return to_json(household.people, [each for kind in EXPORTED for each in household.all(kind)]).decode()


# What the other sees


def test_a_step_is_its_owner_s_alone_until_it_is_shared(household: Household, ben: Household) -> None:
    step = begin(household)
    ben.catch_up()
    assert (look(ben).theirs, look(ben).mine) == ((), ())
    change(household, step, shared)
    ben.catch_up()
    assert [each.then for each in look(ben).theirs] == [HUG.then]
    change(household, step, hidden)
    ben.catch_up()
    assert look(ben).theirs == ()


def test_of_a_shared_step_the_other_sees_only_what_it_is_now(household: Household, ben: Household) -> None:
    step = begin(household, "canary of larger")
    step = shrink(household, step, "canary of large").step
    step = change(household, step, shared).step
    step = shrink(household, step, "small").step
    ben.catch_up()
    (seen,) = look(ben).theirs
    assert (seen.then, seen.was) == ("small", ())
    assert [each.id for each in ben.all(SmallStep)] == [step.id]
    assert "canary" not in exported(ben)
    assert ben.get(SmallStep, step.id + FORMS) is None
    assert own(household, step).larger == ("canary of larger", "canary of large")


def test_what_is_shared_by_one_window_while_another_makes_it_smaller_tells_nothing(
    household: Household, second: Household, ben: Household
) -> None:
    step = begin(household, "canary")
    second.catch_up()
    second.catch_up_quietly = frozenset  # type: ignore[method-assign] # it does not look
    change(household, step, shared)
    shrink(second, step, "small")
    ben.catch_up()
    assert [each.then for each in look(ben).theirs] == ["small"]
    assert "canary" not in exported(ben)


def test_what_rests_is_not_shown_and_a_habit_is(household: Household, ben: Household) -> None:
    step = change(household, begin(household), shared).step
    change(household, step, habit)
    ben.catch_up()
    assert [each.state for each in look(ben).theirs] == [SmallStepState.HABIT]
    change(household, step, rested)
    ben.catch_up()
    assert look(ben).theirs == ()
    assert HUG.then not in exported(ben)


def test_two_versions_of_a_step_are_its_owner_s_to_choose_between(
    household: Household, second: Household, ben: Household
) -> None:
    step = change(household, begin(household), shared).step
    second.catch_up()
    second.catch_up_quietly = frozenset  # type: ignore[method-assign] # it does not look
    shrink(household, step, "touch your shoulder")
    shrink(second, step, "look at you")
    ben.catch_up()
    household.catch_up()
    assert disputes(ben) == []
    (dispute,) = disputes(household)
    assert (dispute.kind, dispute.field) == ("small_step", "then")
    assert {each.fields["then"] for each in dispute.said} == {"touch your shoulder", "look at you"}
    settle(household, dispute, dispute.said[1])
    assert disputes(household) == []
    assert own(household, step).step.then == dispute.said[1].fields["then"]
    assert HUG.then in own(household, step).larger


# Two at a time


def test_a_third_is_refused_and_one_that_rests_makes_room(household: Household, second: Household) -> None:
    first, _ = begin(household), begin(second, "wave")
    with pytest.raises(InputError, match="small_step_two"):
        begin(household, "a third")
    assert not room(second)
    change(second, first, rested)
    third = begin(household, "a third")
    assert {each.then for each in tried(household)} == {"wave", "a third"}
    with pytest.raises(InputError, match="small_step_two"):
        take_up(household, first)
    change(household, third, rested)
    assert take_up(second, first).step.state is SmallStepState.TRIED


def test_three_begun_in_the_same_moment_are_two_in_every_window_and_stay_so(
    household: Household, second: Household
) -> None:
    household.clock.go(60)  # type: ignore[attr-defined] # the clock of these tests
    begin(household), second.catch_up()
    second.catch_up_quietly = frozenset  # type: ignore[method-assign] # it does not look
    late = begin(household, "the latest")
    begin(second, "earlier by its clock")
    household.catch_up()
    second.catch_up()
    assert [each.id for each in tried(household)] == [each.id for each in tried(second)]
    assert len(tried(household)) == 2
    resting = next(
        each
        for each in (own(household, each) for each in household.all(SmallStep))
        if each not in look(household).tried
    )
    assert look(household).resting == (resting,)
    change(household, tried(household)[0], rehearsed)
    held = household.get(SmallStep, resting.step.id)
    assert held is not None
    assert held.state is SmallStepState.RESTING
    change(household, tried(household)[0], rested)
    assert len(tried(household)) == 1, "what rests does not begin again by itself"
    assert late.id in {each.id for each in household.all(SmallStep)}


# Words


def test_what_one_window_says_in_other_words_and_another_makes_smaller_stays(
    household: Household, second: Household
) -> None:
    step = begin(household)
    second.catch_up()
    reword(household, step, IfThen(when="the key turns", then="hug you"))
    shrunk = shrink(second, step, "touch your shoulder")
    assert (shrunk.step.when, shrunk.larger) == ("the key turns", ("hug you",))


def test_a_step_that_is_gone_is_said(household: Household, second: Household) -> None:
    step = begin(household)
    second.catch_up()
    take_back(household)
    with pytest.raises(InputError, match="small_step_gone"):
        change(second, step, rested)


# From the check-in


def test_what_was_thought_of_in_the_check_in_is_offered_until_it_is_taken(household: Household) -> None:
    assert offer(household) is None
    answer(household)
    found = offer(household)
    assert found is not None
    assert found.words == HUG
    step = begin_step(household, replace(HUG, when="the key turns"), offered=found)
    assert offer(household) is None
    assert smaller(household, own(household, step))[0] == "touch your shoulder"
    sittings = {each.sitting for each in household.store.all(Answer)}
    assert not any(each in step.id for each in sittings)
    reword(household, step, IfThen(when="x", then="y"))
    assert offer(household) is None
    take_back(household), take_back(household)
    assert offer(household) == found


def test_other_words_leave_the_offer_there(household: Household) -> None:
    answer(household)
    found = offer(household)
    begin_step(household, IfThen(when="the kettle boils", then="wave"), offered=found)
    assert offer(household) == found


def test_two_windows_that_take_the_same_offer_begin_it_once_each_under_its_own_name(
    household: Household, second: Household
) -> None:
    answer(household)
    second.catch_up()
    found, other = offer(household), offer(second)
    assert found == other
    begin_step(household, HUG, offered=found)
    begin_step(second, replace(HUG, then="wave"), offered=other)
    household.catch_up()
    assert sorted(each.then for each in tried(household)) == [HUG.then, "wave"]


def test_the_other_s_answers_are_offered_to_nobody_else(household: Household, ben: Household) -> None:
    answer(household)
    ben.catch_up()
    assert offer(ben) is None


# Half typed


def test_what_is_half_typed_is_there_again_for_whoever_typed_it(household: Household, ben: Household) -> None:
    Typed(household).keep(IfThen(when="tea", then=""))
    assert Typed(household).words == IfThen(when="tea", then="")
    assert Typed(ben).words == NOTHING
    typed = Typed(household)
    typed.keep(HUG)
    typed.let_go()
    assert Typed(household).words == NOTHING
    assert household.store.local.keys("small_step/") == []


def test_two_windows_that_type_lose_no_word(household: Household, second: Household) -> None:
    one, two = Typed(household), Typed(second)
    one.keep(IfThen(when="tea", then=""))
    two.keep(IfThen(when="toast", then="we talk"))
    one.keep(IfThen(when="tea time", then=""))
    assert set(Typed(household).words.when.split(" / ")) == {"tea time", "toast"}
    assert Typed(household).words.then == "we talk"
    one.let_go()
    assert "toast" in Typed(second).words.when, "what another window typed does not go with a step of this one"


def test_lines_that_are_emptied_leave_nothing(household: Household) -> None:
    Typed(household).keep(HUG)
    Typed(household).keep(NOTHING)
    assert household.store.local.keys("small_step/") == []


def test_what_stands_there_to_begin_with_is_not_kept_as_typed(household: Household) -> None:
    Typed(household, otherwise=HUG).keep(HUG)
    assert household.store.local.keys("small_step/") == []


# Taking back, erasing


def test_taking_back_keeps_the_words_to_go_on_with(household: Household) -> None:
    step = begin(household)
    assert take_back(household) == "small_step"
    assert household.all(SmallStep) == []
    assert Typed(household).words == HUG
    step = begin(household)
    shrink(household, step, "look at you")
    take_back(household)
    assert own(household, step).forms == (HUG.then,)
    assert Typed(household, half_of(step)).words.then == "look at you"


def test_taking_back_what_took_no_words_leaves_no_draft(household: Household) -> None:
    Typed(household).keep(IfThen(when="tea", then=""))
    step = begin(household)
    for rule in (rehearsed, shared, rested):
        change(household, step, rule)
        take_back(household)
        assert own(household, step).step == step
    change(household, shrink(household, step, "look").step, grown)
    take_back(household)
    assert own(household, step).step.then == "look"
    assert Typed(household).words == IfThen(when="tea", then="")
    assert household.store.local.keys("small_step/") == [f"small_step/{household.me.id}/"]


def test_a_step_is_erased_with_all_that_it_was_and_what_is_half_typed_for_it(household: Household) -> None:
    step = begin(household, "canary of larger")
    shrink(household, step, "canary of small")
    Typed(household, half_of(step)).keep(IfThen(when="x", then="canary half typed"))
    other = begin(household, "stays")
    records = erasable(household, [step.id])
    assert {each.id for each in records} == {step.id, step.id + FORMS}
    erase(household, records)
    assert [each.id for each in household.all(SmallStep)] == [other.id]
    assert b"canary" not in every_byte(household.store.home)


def test_erasing_everything_takes_half_typed_words_too(household: Household) -> None:
    Typed(household).keep(IfThen(when="canary", then=""))
    erase(household, erasable(household), everything=True)
    assert household.store.local.keys("small_step/") == []


def test_an_export_brings_a_step_back_with_all_that_it_was(household: Household, tmp_path: Path) -> None:
    step = change(household, shrink(household, begin(household), "look at you").step, shared).step
    records = [*household.people, household.couple, *household.all(SmallStep)]
    again = window(tmp_path / "other", "", 4)
    again.take_in(from_json(to_json(household.people, records), "x"))
    again.sit_down("Ana")
    assert own(again, step) == own(household, step)
    again.close()
