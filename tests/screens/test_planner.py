"""The planner as a list, by keyboard and mouse."""

from datetime import date
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace
from textual.widgets import OptionList

from tests.screens.planner_stage import (
    a_month,
    at,
    keep,
    now,
    offered,
    planner,
    plans,
    playing,
    settled,
    until,
    until_seen,
    until_state,
)
from tests.stage import FixedClock, seen
from tui.core.ids import Ids
from tui.core.records import PlanState
from tui.household import Household
from tui.screens.planner import PlannerScreen
from tui.widgets.bars import KeyBar


async def test_the_list_says_what_is_next_and_what_waits(household: Household) -> None:
    a_month(household)
    async with playing(PlannerScreen(household)) as pilot:
        page = seen(pilot)
        order = [
            page.index(each) for each in ("AGREED", "tea", "a walk", "FOR YOU TO", "a film", "PROPOSED BY", "BEFORE")
        ]
        assert order == sorted(order)
        assert "(12:00 for Ben), tomorrow" in page
        assert "[/b] [@click=app.quit]x[/]" in page


async def test_an_empty_planner_says_how_to_begin(household: Household) -> None:
    async with playing(PlannerScreen(household)) as pilot:
        assert "press n" in seen(pilot)
        assert not offered(pilot) & {"accept", "decline", "move", "call_off", "took_place"}
        for nothing in ("Nothing on this day", "Nothing in this week", "Nothing on this day"):
            await pilot.press("v")
            await settled(pilot)
            assert nothing in seen(pilot)
        await pilot.press("n")
        await until(pilot, "ProposeScreen")


async def test_a_waiting_time_is_accepted_with_one_key(household: Household) -> None:
    plan = keep(household, at(26, 19), "a walk", mine=False)
    async with playing(PlannerScreen(household)) as pilot:
        assert {"accept", "decline", "move"} <= offered(pilot)
        await pilot.press("a")
        await until_state(pilot, household, plan, "accepted")
        await settled(pilot)
        assert "agreed" in seen(pilot)
        assert "accept" not in offered(pilot)


async def test_ones_own_proposal_is_answered_after_passing_the_keyboard(household: Household) -> None:
    plan = keep(household, at(26, 19), "a walk")
    async with playing(PlannerScreen(household)) as pilot:
        assert "accept" not in offered(pilot)
        await pilot.press("a")
        await pilot.press("h")
        await until(pilot, "HandOverScreen")
        await pilot.press("enter")
        await until(pilot, "PlannerScreen")
        assert household.me.name == "Ben"
        await pilot.press("a")
        await until_state(pilot, household, plan, "accepted")


@pytest.mark.parametrize(("key", "state"), [("d", "declined"), ("x", "cancelled")])
async def test_an_end_is_asked_about_first(household: Household, key: str, state: str) -> None:
    plan = keep(household, at(26, 19), "a walk", mine=False)
    async with playing(PlannerScreen(household)) as pilot:
        for refusing in ("escape", "enter"):
            await pilot.press(key)
            await until(pilot, "PlanSureScreen")
            await pilot.press(refusing)
            await until(pilot, "PlannerScreen")
        assert now(household, plan).state is PlanState.PROPOSED
        await pilot.press(key)
        await until(pilot, "PlanSureScreen")
        await pilot.press("down", "enter")
        await until_state(pilot, household, plan, state)


async def test_a_time_that_has_begun_can_be_noted(household: Household, clock: FixedClock) -> None:
    plan = keep(household, at(23, 17), "a walk", state="accepted")
    ahead = keep(household, at(26, 19), "a film", state="accepted")
    async with playing(PlannerScreen(household)) as pilot:
        assert "took_place" in offered(pilot)
        await pilot.press("down")
        await settled(pilot)
        assert "took_place" not in offered(pilot)
        await pilot.press("up", "o")
        await until(pilot, "PlanSureScreen")
        await pilot.click("#yes")
        await until_state(pilot, household, plan, "done")
        await until(pilot, "DidScreen")
        assert now(household, ahead).state is PlanState.ACCEPTED
    assert clock.now() == household.now()


async def test_of_what_comes_again_one_time_is_noted_one_called_off_and_all_protected(household: Household) -> None:
    tea = keep(household, at(16, 17), "tea", state="accepted", repeat="FREQ=WEEKLY")
    async with playing(PlannerScreen(household, view="week")) as pilot:
        screen = planner(pilot)
        assert {"protect", "took_place", "call_off"} <= offered(pilot)
        await pilot.press("y")
        await until_seen(pilot, "◈ protected")
        assert now(household, tea).protected
        await pilot.press("o")
        await until(pilot, "PlanSureScreen")
        await pilot.click("#yes")
        await until(pilot, "DidScreen")
        await pilot.press("escape")
        await until(pilot, "PlannerScreen")
        assert [(each.state, each.instead_of) for each in plans(household) if each.series == tea.id] == [
            (PlanState.DONE, date(2026, 11, 23))
        ]
        assert screen.plan is not None
        assert screen.plan.series == tea.id
        await pilot.press("right")
        await settled(pilot)
        assert "took_place" not in offered(pilot)
        await pilot.press("x")
        await until(pilot, "PlanSureScreen")
        await pilot.click("#meant-one")
        await until(pilot, "PlannerScreen")
        await until_seen(pilot, "Nothing in this week")
        assert now(household, tea).state is PlanState.ACCEPTED
        for _ in range(2):
            await pilot.press("v")
            await settled(pilot)
        assert "◈" in seen(pilot)
        await pilot.press("y")
        await settled(pilot)
        assert "Mon 7 Dec" in seen(pilot)
        assert not now(household, tea).protected


async def test_of_several_one_is_chosen_and_no_may_come_with_another_time(household: Household) -> None:
    for day in (26, 27, 28):
        keep(household, at(day, 19), f"a film {day}", mine=False)
    household.save(*(replace(each, choice="films") for each in plans(household)))
    keep(household, at(29, 19), "a walk", mine=False)
    async with playing(PlannerScreen(household)) as pilot:
        assert "one of three: choose one" in seen(pilot)
        await pilot.press("end", "d")
        await until(pilot, "PlanSureScreen")
        await pilot.click("#instead")
        await until(pilot, "ProposeScreen")
        await pilot.press("escape")
        await until(pilot, "PlannerScreen")
        await pilot.press("home", "a")
        await until_seen(pilot, "other times are free again")
        states = {each.what: each.state for each in plans(household)}
        assert states["a film 26"] is PlanState.ACCEPTED
        assert {states["a film 27"], states["a film 28"]} == {PlanState.CANCELLED}
        assert "one of three" not in seen(pilot)


async def test_another_window_s_change_leaves_the_choice_alone(
    household: Household, tmp_path: Path, clock: FixedClock
) -> None:
    kept = a_month(household)
    async with playing(PlannerScreen(household)) as pilot:
        screen = planner(pilot)
        await pilot.press("down", "down")
        await settled(pilot)
        assert screen.plan == kept["beside"]
        other = Household.open(tmp_path / "home", name="Ben", clock=clock, ids=Ids(Random(2)))
        keep(other, at(24, 10), "second breakfast", state="accepted")
        other.close()
        assert household.catch_up()
        screen.household_changed()
        await settled(pilot)
        assert "second breakfast" in seen(pilot)
        assert screen.plan == kept["beside"]
        assert isinstance(pilot.app.focused, OptionList)


async def test_what_the_other_window_did_first_is_said_and_nothing_is_lost(household: Household) -> None:
    plan = keep(household, at(26, 19), "a walk", mine=False)
    async with playing(PlannerScreen(household)) as pilot:
        household.save(replace(plan, state=PlanState.CANCELLED, sequence=1))
        await pilot.press("a")
        await settled(pilot)
        await pilot.pause(0.05)
        assert now(household, plan).state is PlanState.CANCELLED
        assert "called off" in seen(pilot)


async def test_a_list_is_used_with_the_mouse(household: Household) -> None:
    kept = a_month(household)
    async with playing(PlannerScreen(household)) as pilot:
        await pilot.click(OptionList, offset=(10, 4))
        await settled(pilot)
        screen = planner(pilot)
        assert screen.plan == kept["beside"]
        await pilot.click(KeyBar, offset=(15, 1))
        await until_state(pilot, household, kept["beside"], "accepted")
