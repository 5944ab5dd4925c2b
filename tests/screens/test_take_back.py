"""Ctrl+Z outside fields takes back one's last change, shows it everywhere, and touches nothing within a field."""

from collections.abc import Iterator
from random import Random

import pytest
from msgspec.structs import replace
from textual.widgets import Input

from tests.screens.planner_stage import at, keep
from tests.screens.test_both import home, said, until, until_on, until_said
from tests.stage import SMALL, FixedClock, app_on, screen_name, seen
from tui.checkin.flow import DraftAnswer
from tui.core.ids import Ids
from tui.core.records import Agreement, Answer, Opening, Plan, PlanState, Sitting
from tui.household import Household
from tui.screens.planner import PlannerScreen
from tui.screens.reveal import RevealScreen

NOTHING = "There is nothing of yours to take back here."


@pytest.fixture
def second(household: Household, clock: FixedClock) -> Iterator[Household]:
    """The same home, opened again by Ben."""
    other = Household.open(household.store.home, name="Ben", clock=clock, ids=Ids(Random(2)))
    yield other
    other.close()


def open_before(household: Household) -> Opening:
    """Let both answer step 0, and open it."""
    for _ in range(2):
        draft = household.draft("before").with_answer("before.loved", DraftAnswer(value="the laugh"))
        household.finish(draft, ["before.loved"])
        household.be(household.partner)
    opening = household.open_together("before")
    assert opening is not None
    return opening


async def test_a_plan_just_proposed_is_taken_back_in_every_window(household: Household, second: Household) -> None:
    async with home(household) as one, home(second) as two:
        await two.app.push_screen(PlannerScreen(second))
        await one.press("p")
        await until_on(one, "PlannerScreen")
        await one.press("n")
        await until_on(one, "ProposeScreen")
        one.app.screen.query_one("#what", Input).value = "a boat trip"
        await one.press("ctrl+n")
        await until(one, lambda: "a boat trip" in seen(one) and screen_name(one) == "PlannerScreen")
        await until(two, lambda: "a boat trip" in seen(two))
        await one.press("ctrl+z")
        await until_said(one, "Your last change to a time alone is taken back.")
        await until(one, lambda: "a boat trip" not in seen(one))
        await until(two, lambda: "a boat trip" not in seen(two))
        assert household.all(Plan) == second.all(Plan) == []
        await one.press("ctrl+z")
        await until_said(one, NOTHING)


async def test_a_sentence_just_kept_is_taken_back_and_home_beneath_knows(household: Household) -> None:
    opening = open_before(household)
    async with app_on(household).run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.pause()
        await pilot.app.push_screen(RevealScreen(household, opening))
        await pilot.press("k", *"phones in the hall", "enter")
        await until(pilot, lambda: screen_name(pilot) == "RevealScreen" and len(household.all(Agreement)) == 1)
        await pilot.press("ctrl+z")
        await until_said(pilot, "The sentence that you kept last is taken back.")
        assert household.all(Agreement) == []
        await pilot.press("escape")
        await until_on(pilot, "HomeScreen")
        assert "phones" not in seen(pilot).replace("kept last", "")


async def test_a_finished_step_becomes_a_draft_again(household: Household) -> None:
    household.save(Sitting(id="s", by=household.me.id, at=household.now(), step="trust"))  # past the safety page
    async with app_on(household, first="check-in", step="before").run_test(size=SMALL, notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("enter", "3", "enter", "6", "enter", *"your laugh")
        for _ in range(len(household.catalog.step("before").questions)):
            await pilot.press("ctrl+n")
            await pilot.pause()
            if screen_name(pilot) == "FinishedScreen":
                break
        await until_on(pilot, "FinishedScreen")
        assert "before" not in household.drafts()
        await pilot.press("ctrl+z")
        await until_said(pilot, "Your answers are a draft again")
        assert household.draft("before").answers["before.loved"].value == "your laugh"
        assert [each.step for each in household.all(Sitting)] == ["trust"]
        assert household.all(Answer) == []
        await until_on(pilot, "HomeScreen")
        assert "draft" in seen(pilot)


async def test_in_a_field_the_key_touches_no_record(household: Household) -> None:
    plan = keep(household, at(26, 19), "a walk")
    async with home(household) as pilot:
        await pilot.press("p")
        await until_on(pilot, "PlannerScreen")
        await pilot.press("n")
        await until_on(pilot, "ProposeScreen")
        assert isinstance(pilot.app.focused, Input)
        await pilot.press(*"tea", "ctrl+z", "ctrl+z")
        await pilot.pause()
        assert household.all(Plan) == [plan]
        assert said(pilot) == ""
        await pilot.press("escape")
        await until_on(pilot, "PlannerScreen")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: household.all(Plan) == [])


async def test_with_nothing_to_take_back_it_is_said_calmly(household: Household) -> None:
    async with home(household) as pilot:
        before = household.seen_count()
        await pilot.press("ctrl+z")
        await until_said(pilot, NOTHING)
        assert household.seen_count() == before


async def test_at_the_first_start_there_is_nothing_to_take_back(nobody: Household) -> None:
    async with home(nobody) as pilot:
        await pilot.press("tab", "tab", "ctrl+z")
        await pilot.pause()
        assert pilot.app.return_code is None
        assert not nobody.founded


async def test_what_was_answered_or_opened_since_stays(household: Household, second: Household) -> None:
    plan = keep(household, at(26, 19), "a walk")
    second.catch_up()
    second.save(replace(plan, state=PlanState.ACCEPTED))
    async with home(household) as pilot:
        await pilot.press("ctrl+z")
        await until_said(pilot, "This was changed again since")
        assert household.all(Plan)[0].state is PlanState.ACCEPTED


async def test_a_yes_is_taken_back_and_the_plan_is_a_question_again(household: Household) -> None:
    keep(household, at(26, 19), "a walk", mine=False)
    async with home(household) as pilot:
        await pilot.press("p")
        await until_on(pilot, "PlannerScreen")
        await pilot.press("a")
        await until(pilot, lambda: household.all(Plan)[0].state is PlanState.ACCEPTED)
        await pilot.pause()
        accepted = seen(pilot)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: household.all(Plan)[0].state is PlanState.PROPOSED)
        await until(pilot, lambda: seen(pilot) != accepted)


async def test_two_presses_at_once_take_back_two_changes_and_no_more(household: Household) -> None:
    kept = [keep(household, at(24 + each, 19), f"tea {each}") for each in range(3)]
    async with home(household) as pilot:
        await pilot.press("ctrl+z", "ctrl+z")
        await until(pilot, lambda: len(household.all(Plan)) == 1)
        await pilot.pause()
        assert household.all(Plan) == kept[:1]
