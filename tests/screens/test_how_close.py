"""How it has felt over time: one measure at a time, whose band one likes, and nobody's marks for the other."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot

from tests.screens.together_stage import MINE, give, weekly
from tests.stage import LARGE, SMALL, FixedClock, app_on, screen_name, seen
from tui.checkin.trend import Measure
from tui.core.records import Plan, PlanState, Share, Sitting
from tui.household import Household
from tui.screens.how_close import HowCloseScreen
from tui.widgets.trend import TrendChart


@pytest.fixture
def marked(household: Household, clock: FixedClock) -> Household:
    """Half a year of Ana's marks, and what Ben showed of his; an event, and time alone."""
    weekly(household, clock, "Ana", "44345434454344544544455")
    weekly(household, clock, "Ben", "22322323", Share.NOW)
    give(household, "Ana", {"cause.line": MINE})
    start = clock.wall - timedelta(days=40)
    household.save(
        Plan(
            id="p",
            by=household.me.id,
            at=start,
            start=start,
            minutes=60,
            zone="Europe/Berlin",
            what="a walk",
            state=PlanState.DONE,
        ),
        Sitting(id="past-the-safety-page", by=household.partner.id, at=start, step="daily.d001"),
    )
    return household


@asynccontextmanager
async def looking(
    household: Household, size: tuple[int, int] = SMALL
) -> AsyncIterator[tuple[Pilot[int], HowCloseScreen]]:
    """Look at how it has felt."""
    app = app_on(household)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        screen = HowCloseScreen(household)
        await app.push_screen(screen)
        await pilot.pause()
        yield pilot, screen
        assert app.fault is None


def lines(screen: HowCloseScreen) -> str:
    """Return the picture."""
    return screen.query_one(TrendChart).render().plain


async def settled(pilot: Pilot[int]) -> None:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


@pytest.mark.parametrize("size", [SMALL])
async def test_each_has_a_line_of_their_own_and_the_band_is_that_of_whoever_looks(
    marked: Household, size: tuple[int, int]
) -> None:
    async with looking(marked, size) as (pilot, screen):
        text = seen(pilot)
        assert "Ana ●" in text
        assert "Ben ◆" in text
        assert "How close it feels" in text
        assert "1 far apart, 7 almost one" in text
        assert "● The last mark lies within what chance alone may do (░)." in text
        picture = lines(screen)
        assert {"●", "◆", "░", "♥"} <= set(picture)
        assert any(0x2800 < ord(sign) < 0x2900 for sign in picture)


async def test_the_measures_are_looked_at_one_at_a_time_by_number_arrow_and_mouse(marked: Household) -> None:
    async with looking(marked) as (pilot, screen):
        for key, measure in (
            ("3", Measure.RELY),
            ("2", Measure.PREDICT),
            ("right", Measure.RELY),
            ("right", Measure.FAITH),
            ("right", Measure.CLOSE),
            ("left", Measure.FAITH),
            ("4", Measure.FAITH),
        ):
            await pilot.press(key)
            await pilot.pause()
            assert screen.measure is measure
            assert f"▸{list(Measure).index(measure) + 1}" in seen(pilot)
        assert "Nothing is marked here yet" in seen(pilot)
        await pilot.click("#rely")
        await pilot.pause()
        assert screen.measure is Measure.RELY
        assert "Can I rely on you" in seen(pilot)
        assert "●" in lines(screen)


async def test_the_other_band_is_drawn_on_wish_and_only_where_there_are_marks_of_theirs(marked: Household) -> None:
    async with looking(marked) as (pilot, screen):
        before = lines(screen)
        await pilot.press("o")
        await pilot.pause()
        assert "◆ The last mark of Ben lies within" in seen(pilot)
        assert lines(screen) != before
        await pilot.press("o")
        await pilot.pause()
        assert lines(screen) == before
        await pilot.press("2")
        await pilot.pause()
        assert "other band" not in seen(pilot)


async def test_what_the_other_kept_private_is_not_there(household: Household, clock: FixedClock) -> None:
    weekly(household, clock, "Ben", "222222")
    async with looking(household) as (pilot, screen):
        assert "Ben" not in seen(pilot)
        assert "other band" not in seen(pilot)
        assert "◆" not in lines(screen)
        assert "Nothing is marked here yet" in seen(pilot)


async def test_the_time_is_made_longer_shorter_earlier_and_later_by_keys_and_mouse(marked: Household) -> None:
    async with looking(marked) as (pilot, screen):
        assert "half a year, up to Nov 2026" in seen(pilot)
        await pilot.press("plus")
        await pilot.pause()
        assert "a year, up to Nov 2026" in seen(pilot)
        await pilot.press("minus", "minus")
        await pilot.pause()
        assert "three months, up to Nov 2026" in seen(pilot)
        assert "later" not in seen(pilot)
        await pilot.press("b")
        await pilot.pause()
        assert "three months, up to Oct 2026" in seen(pilot)
        await pilot.press("n")
        await pilot.pause()
        assert "up to Nov 2026" in seen(pilot)
        chart = screen.query_one(TrendChart)
        await pilot._post_mouse_events([MouseScrollDown], chart, (20, 3))
        await pilot.pause()
        assert screen.window.months == 6
        await pilot._post_mouse_events([MouseScrollUp], chart, (20, 3))
        await pilot.pause()
        assert screen.window.months == 3
        for _ in range(9):
            await pilot.press("plus")
        await pilot.pause()
        assert "ten years, up to Nov 2026" in seen(pilot)
        assert "longer" not in seen(pilot)
        assert "the move to the north" in seen(pilot)


async def test_marking_today_comes_back_to_the_line_with_the_new_mark(marked: Household, clock: FixedClock) -> None:
    clock.wall += timedelta(days=1)
    async with looking(marked) as (pilot, screen):
        before = len(screen.view.marks[0])
        await pilot.press("m")
        await pilot.pause()
        assert screen_name(pilot) == "StepScreen"
        await pilot.press("enter", "7", *["ctrl+n"] * 6)
        await pilot.pause()
        assert screen_name(pilot) == "FinishedScreen"
        await pilot.press("escape")
        await settled(pilot)
        assert screen_name(pilot) == "HowCloseScreen"
        assert len(screen.view.marks[0]) == before + 1
        assert "Ana ●" in seen(pilot)


async def test_whoever_gets_the_keyboard_while_i_mark_does_not_find_my_line(marked: Household) -> None:
    async with looking(marked) as (pilot, _):
        await pilot.press("m")
        await pilot.pause()
        marked.be(marked.partner)
        await pilot.press("escape")
        for _ in range(100):
            await pilot.pause(0.02)
            if screen_name(pilot) == "HomeScreen":
                break
            assert "●" not in seen(pilot).split("\n", 2)[2]
        assert screen_name(pilot) == "HomeScreen"


async def test_what_another_window_marks_shows_without_a_key(marked: Household) -> None:
    other = Household.open(marked.store.home, name="Ben", clock=marked.clock)
    async with looking(marked) as (pilot, screen):
        give(other, "Ben", {"pulse.predict": 6}, Share.NOW)
        await pilot.press("2")
        for _ in range(200):
            await pilot.pause(0.02)
            if screen.view.marks[1]:
                break
        assert [mark.level for mark in screen.view.marks[1]] == [6]
    other.close()


async def test_there_is_no_grade_and_no_arrow(marked: Household) -> None:
    async with looking(marked, LARGE) as (pilot, _):
        body = seen(pilot).split("\n", 2)[2].rsplit("──", 1)[0]
        for sign in "↑↓↗↘▲▼%+":
            assert sign not in body


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", ["[/b]", "日本語" * 12, "A" * 60])
async def test_odd_names_do_no_harm(nobody: Household, clock: FixedClock, language: str, name: str) -> None:
    nobody.found(("Ana", name), ("Europe/Berlin", "Europe/Berlin"))
    weekly(nobody, clock, "Ana", "45")
    weekly(nobody, clock, name, "454545", Share.NOW)
    nobody.speak(language)
    async with looking(nobody) as (pilot, _):
        await pilot.press("o")
        await pilot.pause()
        assert name[:6] in seen(pilot)
