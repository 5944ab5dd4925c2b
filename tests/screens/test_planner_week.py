"""The planner as a week, by keyboard and mouse, and how all of it looks."""

from collections.abc import Callable

import pytest
from textual.widgets import Button

from tests.screens.planner_stage import (
    Stage,
    a_month,
    at,
    keep,
    playing,
    settled,
)
from tests.stage import LARGE, SMALL, app_on, seen
from tui.household import Household
from tui.screens.planner import PlannerScreen
from tui.screens.propose import ProposeScreen
from tui.widgets.bars import KeyBar
from tui.widgets.fields import Line
from tui.widgets.week import WeekGrid


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


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("view", ["list", "week", "propose"])
def test_looks(snap_compare: Callable[..., bool], household: Household, view: str, size: tuple[int, int]) -> None:
    a_month(household)

    async def enter(pilot: Stage) -> None:
        await pilot.pause()
        screen = ProposeScreen(household, what="a walk") if view == "propose" else _planner(household, view)
        await pilot.app.push_screen(screen)
        await settled(pilot)
        for blinking in pilot.app.screen.query(Line):
            blinking.cursor_blink = False
        await settled(pilot)

    assert snap_compare(app_on(household), terminal_size=size, run_before=enter)


def _planner(household: Household, view: str) -> PlannerScreen:
    return PlannerScreen(household, view="week" if view == "week" else "list")
