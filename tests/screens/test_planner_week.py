"""The planner as a week, by keyboard and mouse, and how all its views look."""

from collections.abc import Callable
from typing import Literal

import pytest

from tests.screens.planner_stage import (
    Stage,
    a_month,
    at,
    busy_calendars,
    keep,
    planner,
    playing,
    settled,
)
from tests.screens.test_fits import SPOKEN, unfit
from tests.stage import LARGE, LOOKS, app_on, seen
from tui.household import Household
from tui.screens.planner import PlannerScreen
from tui.widgets.bars import KeyBar
from tui.widgets.week import WeekGrid

ViewName = Literal["list", "day", "week", "month"]


async def test_the_week_shows_both_clocks_and_each_state_by_its_pattern(household: Household) -> None:
    a_month(household)
    async with playing(PlannerScreen(household, view="week")) as pilot:
        page = seen(pilot)
        assert "▾Mon 23" in page
        assert "20:00  14:00" in page
        assert "? ? ? ?" in page
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
        screen = planner(pilot)
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


async def test_blocks_and_empty_hours_are_chosen_with_the_mouse_and_opened_with_another_click(
    household: Household,
) -> None:
    kept = a_month(household)
    async with playing(PlannerScreen(household, view="week"), LARGE) as pilot:
        grid, screen = pilot.app.screen.query_one(WeekGrid), planner(pilot)
        hour = {each: 1 + each for each in range(24)}
        await pilot.click(WeekGrid, offset=(grid.axis + 5 * grid.column + 3, hour[16]))
        await settled(pilot)
        assert screen.plan == kept["waiting"]
        await pilot.click(WeekGrid, offset=(grid.axis + 3 * grid.column + grid.column - 2, hour[21]))
        await settled(pilot)
        assert screen.plan == kept["beside"]
        await pilot.click(WeekGrid, offset=(grid.axis + 4 * grid.column + 3, hour[10]))
        await settled(pilot)
        assert screen.slot is not None
        assert screen.slot.start == at(27, 9)
        assert "Fri 27 Nov 10:00 to 11:00 (04:00 for Ben), in 4 days" in seen(pilot)
        await pilot.click(WeekGrid, offset=(grid.axis + 4 * grid.column + 3, hour[10]))
        await settled(pilot)
        assert "Fri 27 Nov 10:00" in seen(pilot)
        assert "What would you like to do?" in seen(pilot)


async def test_the_wheel_scrolls_the_hours(household: Household) -> None:
    async with playing(PlannerScreen(household, view="week")) as pilot:
        grid = pilot.app.screen.query_one(WeekGrid)
        lowest = grid.top
        grid.on_mouse_scroll_up()
        await settled(pilot)
        assert grid.top == lowest - 1
        grid.on_mouse_scroll_down()
        assert grid.top == lowest


@SPOKEN
async def test_all_keys_and_words_fit_in_every_view(household: Household, language: str) -> None:
    a_month(household)
    keep(household, at(30, 18), "a long evening " * 9, mine=False, repeat="FREQ=WEEKLY")
    household.rename(("Ana", "Maximiliane-Josephine"), ("Europe/Berlin", "America/New_York"), apart=False)
    busy_calendars(household)
    household.speak(language)
    async with playing(PlannerScreen(household)) as pilot:
        screen = planner(pilot)
        for keys in (*["v"] * 4, *["down"] * 7, "f"):
            await pilot.press(keys)
            await settled(pilot)
            assert list(unfit(screen)) == [], (keys, screen.view)
            assert screen.query_one(KeyBar).region.y >= screen.query_one("#detail").region.bottom


@pytest.mark.usefixtures("every_frame")
@LOOKS
@pytest.mark.parametrize("view", ["list", "day", "week", "month"])
def test_looks(
    snap_compare: Callable[..., bool], household: Household, view: ViewName, language: str, size: tuple[int, int]
) -> None:
    a_month(household)
    busy_calendars(household)
    if language == "de":  # Ben, on his clock in New York
        household.be(household.partner)
    household.speak(language)

    async def enter(pilot: Stage) -> None:
        await pilot.pause()
        await pilot.app.push_screen(PlannerScreen(household, view=view))
        await settled(pilot)
        if view == "day":
            await pilot.press("right", "right", "right")
            await settled(pilot)

    assert snap_compare(app_on(household), terminal_size=size, run_before=enter)
