"""How all that comes round looks, small and large, in both languages."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from tests.screens.rhythms_stage import passes, press, settled, show
from tests.stage import LOOKS, ONCE, FixedClock, app_on, pictures
from tui.core.records import Sitting
from tui.household import Household
from tui.screens.by_turns import ByTurnsScreen
from tui.screens.hour import HourScreen
from tui.screens.phrases import PhrasesScreen
from tui.screens.rhythms import RhythmsScreen
from tui.screens.step import StepScreen

SnapCompare = Callable[..., bool]


@pytest.fixture
def spoken(household: Household, language: str) -> Household:
    """A household that speaks one of the languages."""
    household.speak(language)
    household.save(Sitting(id="s", by=household.me.id, at=household.now(), step="trust"))
    return household


def compare(
    snap_compare: SnapCompare,
    household: Household,
    screen: Callable[[], Screen[None]],
    size: tuple[int, int],
    *keys: str | int,
) -> bool:
    """Compare what a screen looks like after `keys` with its picture; a number lets so many seconds pass."""
    clock = household.clock
    assert isinstance(clock, FixedClock)

    async def play(pilot: Pilot[int]) -> None:
        await show(pilot, screen())
        for key in keys:
            await (passes(pilot, clock, key) if isinstance(key, int) else press(pilot, key))
        for field in pilot.app.screen.query("Input, TextArea"):
            field.cursor_blink = False  # type: ignore[attr-defined]  # both have it
        await settled(pilot)

    return snap_compare(app_on(household), terminal_size=size, run_before=play)


@pictures("keys", {"hour": ()}, {"daily": ("down",), "outside": ("down",) * 5})
def test_week_by_week(
    snap_compare: SnapCompare, spoken: Household, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    assert compare(snap_compare, spoken, lambda: RhythmsScreen(spoken), size, *keys)


@ONCE
def test_week_by_week_for_one(snap_compare: SnapCompare, spoken: Household, size: tuple[int, int]) -> None:
    spoken.be_alone(alone=True)
    assert compare(snap_compare, spoken, lambda: RhythmsScreen(spoken), size)


@LOOKS
def test_a_part_of_the_hour(snap_compare: SnapCompare, spoken: Household, size: tuple[int, int]) -> None:
    assert compare(snap_compare, spoken, lambda: HourScreen(spoken), size, "n", "n", "n", 700)


@ONCE
def test_a_part_that_takes_longer(snap_compare: SnapCompare, spoken: Household, size: tuple[int, int]) -> None:
    assert compare(snap_compare, spoken, lambda: HourScreen(spoken), size, 700)


@LOOKS
def test_the_end_of_the_hour(snap_compare: SnapCompare, spoken: Household, size: tuple[int, int]) -> None:
    assert compare(snap_compare, spoken, lambda: HourScreen(spoken), size, *["n"] * 7)


@LOOKS
def test_a_question_by_turns(snap_compare: SnapCompare, spoken: Household, size: tuple[int, int]) -> None:
    assert compare(snap_compare, spoken, lambda: ByTurnsScreen(spoken, "nearer"), size, "n", 900)


@ONCE
def test_the_first_question_by_turns(snap_compare: SnapCompare, spoken: Household, size: tuple[int, int]) -> None:
    assert compare(snap_compare, spoken, lambda: ByTurnsScreen(spoken, "far"), size, "g", "7")


@pytest.mark.usefixtures("every_frame")
@pictures("phrases", {"appreciations": "appreciations"}, {"openings": "openings"})
def test_ways_to_begin(snap_compare: SnapCompare, spoken: Household, size: tuple[int, int], phrases: str) -> None:
    assert compare(snap_compare, spoken, lambda: PhrasesScreen(spoken, phrases), size, "down")


@LOOKS
def test_writing_with_quiet_time(snap_compare: SnapCompare, spoken: Household, size: tuple[int, int]) -> None:
    assert compare(snap_compare, spoken, lambda: StepScreen(spoken, "outside"), size, "enter")
