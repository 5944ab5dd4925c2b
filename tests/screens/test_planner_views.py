"""The planner's day and month, its free hours and busy time, and going from view to view with what is chosen."""

import os
from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from tests.screens.planner_stage import (
    Stage,
    a_month,
    at,
    busy_calendars,
    calendar,
    field,
    keep,
    now,
    planner,
    playing,
    settled,
    until,
    until_seen,
)
from tests.stage import LARGE, FixedClock, seen
from tui.core.ids import Ids
from tui.household import Household
from tui.screens.planner import PlannerScreen
from tui.widgets.month import MonthGrid
from tui.widgets.rows import Rows
from tui.widgets.views import ViewBar
from tui.widgets.week import WeekGrid


async def press(pilot: Stage, *keys: str) -> str:
    """Press keys one after another, and return what stands on the screen then."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)
    return seen(pilot)


async def test_what_is_chosen_stays_in_view_from_list_to_day_to_week_to_month(household: Household) -> None:
    kept = a_month(household)
    async with playing(PlannerScreen(household)) as pilot:
        screen = planner(pilot)
        await press(pilot, "down")
        for there in ("Thu 26 Nov 2026", "Mon 23 Nov to Sun 29 Nov", "November 2026", "▸list"):
            assert there in await press(pilot, "v")
            assert screen.plan == kept["agreed"]
            assert "a walk along the river" in seen(pilot)
        await pilot.click(ViewBar, offset=(9, 0))
        await settled(pilot)
        assert "▸day" in seen(pilot)
        assert "Wed 25 Nov 2026" in await press(pilot, "left")
        assert "Mon 23 Nov 2026, today" in await press(pilot, "t")
        await pilot.click(ViewBar, offset=(21, 0))
        await settled(pilot)
        assert "December 2026" in await press(pilot, "right")
        assert screen.plan is None
        assert "Nothing on this day. n proposes a time." in seen(pilot)
        await pilot.press("n")
        await until(pilot, "ProposeScreen")
        assert field(pilot, "when").value == "Wed 23 Dec 2026 20:00"


async def test_a_month_is_walked_from_plan_to_plan_and_from_day_to_day(household: Household) -> None:
    kept = a_month(household)
    async with playing(PlannerScreen(household, view="month")) as pilot:
        screen, grid = planner(pilot), pilot.app.screen.query_one(MonthGrid)
        assert all(each in seen(pilot) for each in ("▸23 ✓", "26 ♥?", "28 ?", "17 ♥", "Monday 23 November 2026"))
        await press(pilot, "down", "down", "down")
        assert screen.plan == kept["agreed"]
        page = await press(pilot, "down")
        assert screen.plan == kept["beside"]
        assert "20:00  a walk along the river" in page
        await press(pilot, "shift+up", "shift+left")
        assert screen.day == date(2026, 11, 18)
        assert "Nothing on this day" in seen(pilot)
        await press(pilot, "up")
        assert screen.plan == kept["weekly"]
        await pilot.click(MonthGrid, offset=(grid.column * 5 + 3, 5))
        await settled(pilot)
        assert screen.plan == kept["waiting"]
        await pilot.click(MonthGrid, offset=(grid.column * 3 + 3, 5))
        await settled(pilot)
        await pilot.click(Rows, offset=(5, 2))
        await settled(pilot)
        assert screen.plan == kept["beside"]
        assert "▸day" in await press(pilot, "enter")
        assert screen.plan == kept["beside"]
        await press(pilot, "v", "v")
        await pilot.click(MonthGrid, offset=(grid.column * 3 + 3, 5))
        await settled(pilot)
        assert "▸day" in seen(pilot)


async def test_busy_hours_are_told_apart_by_pattern_and_nothing_else_of_them_is_shown(household: Household) -> None:
    keep(household, at(26, 15), "tea", state="accepted", minutes=60)
    keep(household, at(28, 15), "cake", state="accepted", minutes=60)
    mine, _ = busy_calendars(household)
    async with playing(PlannerScreen(household, view="week"), LARGE) as pilot:
        lines = seen(pilot).splitlines()
        hour = {line[2:7]: line for line in lines}
        assert "░░░" in hour["10:00"]
        assert "███" in hour["16:00"]
        assert "▒▒▒" in hour["18:00"]
        assert all(each not in hour["22:00"] for each in "░▒█")
        assert "busy: ░ you  ▒ Ben  █ both" in seen(pilot)
        assert "dentist" not in seen(pilot)
        assert "both your calendars" in seen(pilot)
        assert "both your calendars" not in await press(pilot, "down")
        mine.write_text(calendar("DTSTART:20261128T160000Z\nDTEND:20261128T163000Z"), "utf-8")
        os.utime(mine, (1, 1))
        planner(pilot)._glance()
        await settled(pilot)
        page = seen(pilot)
        assert "░░░" not in {line[2:7]: line for line in page.splitlines()}["10:00"]
        assert "Something came into your calendar" not in page
        mine.write_text(calendar("DTSTART:20261128T150000Z\nDTEND:20261128T163000Z", "DTSTART:nonsense"), "utf-8")
        planner(pilot)._glance()
        await settled(pilot)
        assert "Something came into your calendar at that time." in seen(pilot)
        assert "One event of yours could not be read" in seen(pilot)
        assert "♥! Sat 28 Nov 16:00" in await press(pilot, "v", "v")


async def test_free_hours_are_chosen_beside_the_week_and_proposed(household: Household) -> None:
    busy_calendars(household)
    async with playing(PlannerScreen(household, view="week"), LARGE) as pilot:
        screen = planner(pilot)
        free = screen.told.free
        assert free
        assert "FREE FOR BOTH OF YOU" in seen(pilot)
        assert "both rested" in seen(pilot)
        await press(pilot, "f", "down")
        assert screen.slot is not None
        assert screen.slot.start == datetime.fromtimestamp(free[1].start, UTC)
        assert "n proposes this time" in seen(pilot)
        await pilot.press("enter")
        await until(pilot, "ProposeScreen")
        when = household.local(screen.slot.start)
        assert field(pilot, "when").value.endswith(f"{when:%H:%M}")
        await pilot.press("escape")
        await until(pilot, "PlannerScreen")
        await pilot.press("1")
        await until(pilot, "ProposeScreen")
        await pilot.press("ctrl+n")
        await until(pilot, "PlannerScreen")
        await settled(pilot)
        assert screen.plan is not None
        assert screen.plan.start == datetime.fromtimestamp(free[0].start, UTC)
        assert screen.told.free is not None
        assert all(each.start != free[0].start for each in screen.told.free)
        await pilot.press("n")
        await until(pilot, "ProposeScreen")
        field(pilot, "when").value = "10 dec 2026 20:00"
        await pilot.press("ctrl+n")
        await until(pilot, "PlannerScreen")
        await settled(pilot)
        assert screen.plan is not None
        assert screen.plan.start == datetime(2026, 12, 10, 19, tzinfo=UTC)
        assert "Thu 10 Dec 20:00" in seen(pilot)
        await press(pilot, "v", "v", "up")
        await pilot.press("n")
        await until(pilot, "ProposeScreen")
        field(pilot, "when").value = "12 dec 2026 20:00"
        await pilot.press("ctrl+n")
        await until(pilot, "PlannerScreen")
        await settled(pilot)
        assert screen.plan is not None
        assert screen.plan.start == datetime(2026, 12, 12, 19, tzinfo=UTC)


async def test_on_a_small_screen_the_free_hours_take_the_place_of_the_grid(household: Household) -> None:
    async with playing(PlannerScreen(household)) as pilot:
        page = await press(pilot, "f")
        assert "▸week" in page
        assert "▸ 1  " in page
        assert "g adds your calendar" in page
        assert "23:00" not in page
        screen = planner(pilot)
        await pilot.click(Rows, offset=(5, 2))
        await settled(pilot)
        second = screen.slot
        assert screen.told.free
        assert second is not None
        assert second.start == datetime.fromtimestamp(screen.told.free[1].start, UTC)
        page = await press(pilot, "escape")
        assert "▸2 " in page
        await press(pilot, "shift+down", "shift+right", "shift+up")
        assert screen.slot is not None
        assert screen.slot.start == second.end + timedelta(days=1, hours=-1)
        await press(pilot, "v")
        assert screen.slot.start == second.end + timedelta(days=1, hours=-1)


async def test_a_ritual_that_keeps_falling_out_gets_a_kind_word_and_a_way_out(household: Household) -> None:
    tea = keep(household, at(10, 18), "tea", state="accepted", repeat="FREQ=WEEKLY")
    household.save(replace(now(household, tea), protected=True))
    busy_calendars(household, theirs=calendar("DTSTART:20261110T170000Z\nDTEND:20261110T210000Z\nRRULE:FREQ=WEEKLY"))
    async with playing(PlannerScreen(household)) as pilot:
        page = seen(pilot)
        assert "◈ Other things keep coming in between. f shows hours" in page
        assert "The time is no longer free for Ben." in page
        assert not any(each in page for each in ("twice", "2 times"))
        assert "♥◈!" in await press(pilot, "v")


@pytest.mark.parametrize(
    ("now_", "labels", "count"),
    [
        (datetime(2026, 3, 28, 18, tzinfo=UTC), ["01:00  20:00", "03:00  21:00", "04:00  22:00"], 23),
        (datetime(2026, 10, 24, 18, tzinfo=UTC), ["02:00  20:00", "02:00  21:00", "03:00  22:00"], 25),
    ],
    ids=["spring", "autumn"],
)
async def test_a_day_on_which_the_clocks_change_has_the_hours_that_pass(
    household: Household, clock: FixedClock, now_: datetime, labels: list[str], count: int
) -> None:
    clock.wall = now_
    async with playing(PlannerScreen(household, view="day"), LARGE) as pilot:
        page = await press(pilot, "right")
        grid = pilot.app.screen.query_one(WeekGrid)
        assert grid.hours == count
        places = [page.index(each) for each in labels]
        assert places == sorted(places)
        top = page.splitlines().index(next(line for line in page.splitlines() if labels[1] in line))
        await pilot.click(offset=(grid.region.x + grid.axis + 3, top))
        await settled(pilot)
        slot = planner(pilot).slot
        assert slot is not None
        assert (
            f"{household.local(slot.start):%H:%M}  {household.local(slot.start, household.partner):%H:%M}"
            == labels[1]
        )
        week = await press(pilot, "v")
        assert "≠" in week
        assert planner(pilot).slot == slot


async def test_what_the_other_window_does_shows_in_the_month(household: Household, clock: FixedClock) -> None:
    plan = keep(household, at(26, 19), "a walk", state="accepted")
    async with playing(PlannerScreen(household, view="month")) as pilot:
        await press(pilot, "down")
        other = Household.open(household.store.home, name="Ben", clock=clock, ids=Ids())
        keep(other, at(27, 10), "breakfast", state="accepted")
        other.close()
        await until_seen(pilot, "27 ♥")
        assert planner(pilot).plan == plan


async def test_odd_names_and_titles_stand_as_they_are_in_every_view(household: Household) -> None:
    household.rename(
        ("[/b]Ana[@click=app.quit]", "長い名前の人👩‍👩‍👧 \x1b[31m"), ("Asia/Kathmandu", "Pacific/Chatham"), apart=True
    )
    keep(household, at(24, 10), "\x1b[2J[/] 夕食 " * 9, state="accepted", repeat="FREQ=DAILY")
    busy_calendars(household)
    async with playing(PlannerScreen(household)) as pilot:
        for there in ("▸day", "▸week", "▸month", "▸list"):
            page = await press(pilot, "v")
            assert there in page
            assert "\x1b" not in page
        assert "[/]" in await press(pilot, "v")
