"""The planner's screens, by keyboard and mouse."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Button, OptionList

from tests.stage import LARGE, SMALL, FixedClock, app_on, screen_name, seen
from tui.app.app import NearerApp
from tui.core.ids import Ids
from tui.core.records import Plan, PlanState
from tui.household import Household
from tui.screens.planner import PlannerScreen
from tui.screens.propose import ProposeScreen
from tui.widgets.bars import KeyBar
from tui.widgets.fields import Line
from tui.widgets.week import WeekGrid

Stage = Pilot[int]


@asynccontextmanager
async def playing(screen: Screen[None] | Screen[bool], size: tuple[int, int] = SMALL) -> AsyncIterator[Stage]:
    """Play with a screen above home."""
    assert isinstance(screen, PlannerScreen | ProposeScreen)
    app = app_on(screen.household)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await pilot.pause()
        await app.push_screen(screen)
        await settled(pilot)
        yield pilot
        assert app.fault is None


async def settled(pilot: Stage) -> None:
    """Wait until what was begun is done."""
    await pilot.app.workers.wait_for_complete([w for w in pilot.app.workers if w.group != "plan"])
    await pilot.pause()
    await pilot.pause()


async def until(pilot: Stage, name: str) -> None:
    """Wait until a screen is there."""
    for _ in range(200):
        if screen_name(pilot) == name:
            await pilot.pause()
            return
        await pilot.pause(0.01)
    raise AssertionError((screen_name(pilot), name))


async def until_state(pilot: Stage, household: Household, plan: Plan, state: str) -> None:
    """Wait until a plan has come to a state."""
    for _ in range(200):
        if now(household, plan).state == state:
            await pilot.pause()
            return
        await pilot.pause(0.01)
    raise AssertionError((now(household, plan).state, state))


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def keep(
    household: Household,
    start: datetime,
    what: str = "",
    *,
    mine: bool = True,
    state: str = "proposed",
    minutes: int = 120,
    repeat: str = "",
) -> Plan:
    plan = Plan(
        id=household.ids.new(),
        by=(household.me if mine else household.partner).id,
        at=household.now(),
        start=start,
        minutes=minutes,
        zone="Europe/Berlin",
        what=what,
        state=PlanState(state),
        repeat=repeat,
    )
    household.save(plan)
    return plan


def now(household: Household, plan: Plan) -> Plan:
    held = household.get(Plan, plan.id)
    assert held is not None
    return held


def plans(household: Household) -> list[Plan]:
    return household.all(Plan)


def offered(pilot: Stage) -> set[str]:
    """Return the ids of the keys that are shown."""
    return {hint.command.id for hint in pilot.app.screen.query_one(KeyBar).hints}


def field(pilot: Stage, name: str) -> Line:
    return pilot.app.screen.query_one(f"#{name}", Line)


def a_month(household: Household) -> dict[str, Plan]:
    """Keep plans of every kind."""
    return {
        "agreed": keep(household, at(26, 19), "a walk along the river", state="accepted"),
        "waiting": keep(household, at(28, 14), "lake [/b] [@click=app.quit]x[/]", mine=False, minutes=300),
        "beside": keep(household, at(26, 20), "a film", mine=False),
        "asked": keep(household, at(25, 18), minutes=90),
        "done": keep(household, at(23, 6), "breakfast", state="done"),
        "declined": keep(household, at(19, 19), "cards", state="declined"),
        "weekly": keep(household, at(17, 17), "tea", state="accepted", minutes=60, repeat="FREQ=WEEKLY"),
    }


# The list


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
        await pilot.press("v")
        await settled(pilot)
        assert "Nothing in this week" in seen(pilot)
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
        await pilot.press("tab", "enter")
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
        assert now(household, ahead).state is PlanState.ACCEPTED
    assert clock.now() == household.now()


async def test_what_comes_again_is_not_ended_by_noting_one_time(household: Household) -> None:
    keep(household, at(16, 17), "tea", state="accepted", repeat="FREQ=WEEKLY")
    async with playing(PlannerScreen(household)) as pilot:
        assert "tea" in seen(pilot)
        assert "took_place" not in offered(pilot)


async def test_another_window_s_change_leaves_the_choice_alone(
    household: Household, tmp_path: Path, clock: FixedClock
) -> None:
    kept = a_month(household)
    async with playing(PlannerScreen(household)) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, PlannerScreen)
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
        keep_away = PlanState.CANCELLED
        household.save(_with_state(plan, keep_away))
        await pilot.press("a")
        await settled(pilot)
        await pilot.pause(0.05)
        assert now(household, plan).state is PlanState.CANCELLED
        assert "called off" in seen(pilot)


def _with_state(plan: Plan, state: PlanState) -> Plan:
    from msgspec.structs import replace

    return replace(plan, state=state, sequence=plan.sequence + 1)


async def test_a_list_is_used_with_the_mouse(household: Household) -> None:
    kept = a_month(household)
    async with playing(PlannerScreen(household)) as pilot:
        await pilot.click(OptionList, offset=(10, 4))
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, PlannerScreen)
        assert screen.plan == kept["beside"]
        await pilot.click(KeyBar, offset=(15, 1))
        await until_state(pilot, household, kept["beside"], "accepted")


# The week


async def test_the_week_shows_both_clocks_and_each_state_by_its_pattern(household: Household) -> None:
    a_month(household)
    async with playing(PlannerScreen(household, view="week")) as pilot:
        page = seen(pilot)
        assert "▾Mon 23" in page
        assert "20:00  14:00" in page
        assert "▒▒▒▒" in page
        assert "♥" in page
        assert "19:00  13:00  ▸" in page
        assert "cards" not in page


async def test_one_clock_is_enough_for_one_zone(household: Household) -> None:
    household.rename(("Ana", "Ben"), ("Europe/Berlin", "Europe/Paris"), apart=False)
    a_month(household)
    async with playing(PlannerScreen(household, view="week")) as pilot:
        assert "20:00  14:00" not in seen(pilot)
        assert "for Ben" not in seen(pilot)


async def test_the_week_is_walked_by_keys(household: Household) -> None:
    kept = a_month(household)
    async with playing(PlannerScreen(household, view="week")) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, PlannerScreen)
        walked = []
        for _ in range(5):
            assert screen.plan is not None
            walked.append(screen.plan.what)
            await pilot.press("down")
        assert walked == ["tea", "", kept["agreed"].what, "a film", kept["waiting"].what]
        await pilot.press("right")
        await settled(pilot)
        assert "Mon 30 Nov to Sun 6 Dec" in seen(pilot)
        assert screen.plan == kept["weekly"]
        await pilot.press("left", "left")
        await settled(pilot)
        assert "Mon 16 Nov" in seen(pilot)
        await pilot.press("t")
        await settled(pilot)
        assert "Mon 23 Nov to" in seen(pilot)


async def test_a_block_early_in_the_day_comes_into_view(household: Household) -> None:
    keep(household, at(24, 5), "sunrise", state="accepted")
    keep(household, at(25, 22), "stars", state="accepted")
    async with playing(PlannerScreen(household, view="week")) as pilot:
        assert "▸♥ 06:00" in seen(pilot)
        await pilot.press("down")
        await settled(pilot)
        assert "▸♥ 23:00" in seen(pilot)
        assert "▴" in seen(pilot)


async def test_a_block_is_chosen_with_the_mouse(household: Household) -> None:
    kept = a_month(household)
    async with playing(PlannerScreen(household, view="week"), LARGE) as pilot:
        grid, screen = pilot.app.screen.query_one(WeekGrid), pilot.app.screen
        assert isinstance(screen, PlannerScreen)
        await pilot.click(WeekGrid, offset=(grid.axis + 5 * grid.column + 3, 17))
        await settled(pilot)
        assert screen.plan == kept["waiting"]
        await pilot.click(WeekGrid, offset=(grid.axis + 3 * grid.column + grid.column - 2, 22))
        await settled(pilot)
        assert screen.plan == kept["beside"]


async def test_list_and_week_show_the_same_plan(household: Household) -> None:
    later = keep(household, at(1, 19).replace(month=12), "skating", state="accepted")
    async with playing(PlannerScreen(household)) as pilot:
        await pilot.press("v")
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, PlannerScreen)
        assert "skating" in seen(pilot)
        assert screen.plan == later
        await pilot.press("v")
        await settled(pilot)
        assert screen.plan == later


# Proposing and moving


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


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_all_keys_and_fields_fit(household: Household, size: tuple[int, int]) -> None:
    a_month(household)
    screens: list[PlannerScreen | ProposeScreen] = [
        PlannerScreen(household),
        PlannerScreen(household, view="week"),
        ProposeScreen(household),
    ]
    for screen in screens:
        async with playing(screen, size) as pilot:
            assert "leave" in seen(pilot).splitlines()[-1]
            for widget in pilot.app.screen.query("Line, Button, #detail, #understood"):
                assert pilot.app.screen.query_one(KeyBar).region.y >= widget.region.bottom
                assert widget.region.height or not widget.display
            assert all(button.region.width for button in pilot.app.screen.query(Button))


# How it looks


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("view", ["list", "week", "propose"])
def test_looks(snap_compare: object, household: Household, view: str, size: tuple[int, int]) -> None:
    a_month(household)

    async def enter(pilot: Stage) -> None:
        await pilot.pause()
        screen = ProposeScreen(household, what="a walk") if view == "propose" else _planner(household, view)
        await pilot.app.push_screen(screen)
        await settled(pilot)
        for blinking in pilot.app.screen.query(Line):
            blinking.cursor_blink = False
        await settled(pilot)

    app: NearerApp = app_on(household)
    assert callable(snap_compare)
    assert snap_compare(app, terminal_size=size, run_before=enter)


def _planner(household: Household, view: str) -> PlannerScreen:
    return PlannerScreen(household, view="week" if view == "week" else "list")
