"""How the screens of a talk look, small and large."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from tests.stage import LARGE, SMALL, FixedClock, done
from tui.app.app import NearerApp
from tui.household import Household
from tui.screens.talk_room import TalkRoom
from tui.widgets.choices import ChoicesAsking

SnapCompare = Callable[..., bool]
SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])


def compare(
    snap_compare: SnapCompare, household: Household, clock: FixedClock, size: tuple[int, int], *keys: str | int
) -> bool:
    """Compare what a talk looks like after `keys`; a number lets so many seconds pass, `begin` begins with Ana."""

    async def play(pilot: Pilot[int]) -> None:
        await pilot.pause()
        for key in keys:
            if isinstance(key, int):
                passes(pilot, clock, key)
            elif key == "begin":
                pilot.app.screen.query_one("#people", ChoicesAsking).give("0")
                await pilot.press("ctrl+n")
            else:
                await pilot.press(key)
            await pilot.pause()
            await pilot.app.workers.wait_for_complete()
        for field in pilot.app.screen.query("Input"):
            field.cursor_blink = False  # type: ignore[attr-defined]  # Input has it
        await pilot.pause()

    app = NearerApp(done(household), first="talk", topic="the evenings in the week", talk_format="trust")
    return snap_compare(app, terminal_size=size, run_before=play)


def passes(pilot: Pilot[int], clock: FixedClock, seconds: int) -> None:
    """Let time pass while the screen looks."""
    screen = pilot.app.screen
    assert isinstance(screen, TalkRoom)
    for _ in range(seconds):
        clock.go(1)
        screen.tick()


@SIZES
def test_before_a_talk(
    snap_compare: SnapCompare, household: Household, clock: FixedClock, size: tuple[int, int]
) -> None:
    assert compare(snap_compare, household, clock, size)


@SIZES
def test_both_arrive(
    snap_compare: SnapCompare, household: Household, clock: FixedClock, size: tuple[int, int]
) -> None:
    assert compare(snap_compare, household, clock, size, "begin", 20)


@SIZES
def test_one_has_the_floor(
    snap_compare: SnapCompare, household: Household, clock: FixedClock, size: tuple[int, int]
) -> None:
    assert compare(snap_compare, household, clock, size, "begin", "n", 46)


@SIZES
def test_the_other_has_the_floor_and_time_is_up(
    snap_compare: SnapCompare, household: Household, clock: FixedClock, size: tuple[int, int]
) -> None:
    assert compare(snap_compare, household, clock, size, "begin", "n", "n", "y", 160)


@SIZES
def test_a_talk_that_is_paused(
    snap_compare: SnapCompare, household: Household, clock: FixedClock, size: tuple[int, int]
) -> None:
    assert compare(snap_compare, household, clock, size, "begin", "n", "n", 31, "space")


@SIZES
def test_when_to_come_back(
    snap_compare: SnapCompare, household: Household, clock: FixedClock, size: tuple[int, int]
) -> None:
    assert compare(snap_compare, household, clock, size, "begin", "b")


@SIZES
def test_a_break(snap_compare: SnapCompare, household: Household, clock: FixedClock, size: tuple[int, int]) -> None:
    assert compare(snap_compare, household, clock, size, "begin", "b", "enter", 120)


@SIZES
def test_after_a_talk(
    snap_compare: SnapCompare, household: Household, clock: FixedClock, size: tuple[int, int]
) -> None:
    assert compare(snap_compare, household, clock, size, "begin", "e", "e")
