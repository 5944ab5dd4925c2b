"""Proposing a time, and moving one."""

from datetime import UTC, datetime

from tests.screens.planner_stage import (
    at,
    field,
    keep,
    now,
    plans,
    playing,
    settled,
    until,
)
from tests.stage import screen_name, seen
from tui.core.records import PlanState
from tui.household import Household
from tui.screens.planner import PlannerScreen
from tui.screens.propose import ProposeScreen


async def test_proposing_says_what_was_understood_and_keeps_it(household: Household) -> None:
    async with playing(ProposeScreen(household, what="a walk")) as pilot:
        assert "That is Tue 24 Nov 20:00 to 22:00 (14:00 for Ben), tomorrow." in seen(pilot)
        field(pilot, "when").value = "fri 19:30"
        field(pilot, "how-long").value = "1h30"
        await settled(pilot)
        assert "That is Fri 27 Nov 19:30 to 21:00 (13:30 for Ben), in 4 days." in seen(pilot)
        await pilot.press("enter")
        await until(pilot, "HomeScreen")
    (plan,) = plans(household)
    assert (plan.what, plan.start, plan.minutes) == ("a walk", datetime(2026, 11, 27, 18, 30, tzinfo=UTC), 90)
    assert (plan.by, plan.zone, plan.state) == (household.me.id, "Europe/Berlin", PlanState.PROPOSED)


async def test_what_cannot_be_kept_is_said_and_stays_in_its_field(household: Household) -> None:
    async with playing(ProposeScreen(household)) as pilot:
        field(pilot, "what").value = "dinner \x1b[31m"
        for when, how_long in [
            ("soon", "2 h"),
            ("fri", "2 h"),
            ("fri 20:00", "ages"),
            ("fri 20:00", "2 min"),
            ("", ""),
        ]:
            field(pilot, "when").value, field(pilot, "how-long").value = when, how_long
            await pilot.press("ctrl+n")
            await settled(pilot)
            assert screen_name(pilot) == "ProposeScreen"
            assert (field(pilot, "when").value, field(pilot, "how-long").value) == (when, how_long)
            assert field(pilot, "what").value.startswith("dinner")
    assert plans(household) == []


async def test_an_idea_fits_the_time_and_what_was_typed_comes_round_again(household: Household) -> None:
    async with playing(ProposeScreen(household, what="our own")) as pilot:
        field(pilot, "how-long").value = "15 min"
        short = {each.text for each in household.catalog.ideas if each.minutes <= 15}
        found = []
        for _ in range(len(short) + 1):
            await pilot.press("ctrl+t")
            found.append(field(pilot, "what").value)
        assert set(found) == short | {"our own"}


async def test_ideas_for_those_who_live_apart_work_at_a_distance(household: Household) -> None:
    household.rename(("Ana", "Ben"), ("Europe/Berlin", "America/New_York"), apart=True)
    apart = {each.text for each in household.catalog.ideas if each.apart}
    async with playing(ProposeScreen(household)) as pilot:
        for _ in range(5):
            await pilot.press("ctrl+t")
            assert field(pilot, "what").value in apart


async def test_a_time_can_come_round_again(household: Household) -> None:
    async with playing(ProposeScreen(household, what="tea")) as pilot:
        await pilot.press("ctrl+r")
        await settled(pilot)
        assert "How often: every week" in seen(pilot)
        await pilot.click("#save")
        await until(pilot, "HomeScreen")
    assert plans(household)[0].repeat == "FREQ=WEEKLY"


async def test_a_move_asks_the_other_anew(household: Household) -> None:
    plan = keep(household, at(26, 19), "a walk", mine=False, state="accepted")
    async with playing(PlannerScreen(household)) as pilot:
        await pilot.press("m")
        await until(pilot, "ProposeScreen")
        assert field(pilot, "when").value == "Thu 26 Nov 2026 20:00"
        field(pilot, "when").value = "sat 18:00"
        await pilot.press("ctrl+n")
        await until(pilot, "PlannerScreen")
        assert "PROPOSED BY YOU" in seen(pilot)
    moved = now(household, plan)
    assert (moved.start, moved.by, moved.state, moved.sequence) == (
        at(28, 17),
        household.me.id,
        PlanState.PROPOSED,
        1,
    )


async def test_moving_nothing_says_so_and_keeps_the_yes(household: Household) -> None:
    plan = keep(household, at(26, 19), "a walk", state="accepted")
    async with playing(ProposeScreen(household, plan=plan)) as pilot:
        await pilot.press("ctrl+n")
        await settled(pilot)
        assert screen_name(pilot) == "ProposeScreen"
        await pilot.press("escape")
        await until(pilot, "HomeScreen")
    assert now(household, plan) == plan


async def test_what_was_typed_is_there_again_after_escape(household: Household) -> None:
    async with playing(ProposeScreen(household)) as pilot:
        field(pilot, "what").value = "dance in the kitchen"
        await pilot.press("escape")
        await until(pilot, "HomeScreen")
        await pilot.app.push_screen(ProposeScreen(household))
        await settled(pilot)
        assert field(pilot, "what").value == "dance in the kitchen"
        await pilot.press("ctrl+n")
        await until(pilot, "HomeScreen")
        await pilot.app.push_screen(ProposeScreen(household))
        await settled(pilot)
        assert field(pilot, "what").value == ""


async def test_enter_twice_proposes_once(household: Household) -> None:
    async with playing(PlannerScreen(household)) as pilot:
        await pilot.press("n")
        await until(pilot, "ProposeScreen")
        await pilot.press("enter", "enter", "enter")
        await until(pilot, "PlannerScreen")
    assert len(plans(household)) == 1
