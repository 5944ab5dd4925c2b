"""How opened answers, wishes and the lines over time look, small and large, in both languages."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from textual.screen import Screen

from tests.screens.test_looks import SnapCompare, compare
from tests.screens.together_stage import ELSEWHERE, MINE, THEIRS, Given, both, give, weekly
from tests.stage import LOOKS, ONCE, FixedClock, pictures
from tui.core.records import Opening, Plan, PlanState, Share, Sitting, Timeline
from tui.household import Household
from tui.screens.how_close import HowCloseScreen
from tui.screens.reveal import RevealScreen
from tui.screens.step import StepScreen
from tui.screens.wishes import WishesScreen

ANA: Given = {
    "before.now": 3,
    "before.wished": 6,
    "before.miss": ("talking", "touch", "rest"),
    "before.pace": "weekly",
    "before.ready": 2,
}
BEN: Given = {
    "before.now": 4,
    "before.wished": 6,
    "before.miss": ("laughing", "talking", "rest"),
    "before.pace": "weekly",
    "before.ready": 6,
}


def opened(household: Household, ana: Given, ben: Given, language: str) -> Callable[[], Screen[None]]:
    """Return what makes the screen on which both answers are read, in a language."""
    opening: Opening = both(household, ana, ben)
    household.speak(language)
    return lambda: RevealScreen(household, opening)


@pictures("page", {"0": 0, "4": 4}, {"1": 1, "3": 3})
def test_what_both_have_in_common(
    snap_compare: SnapCompare, household: Household, page: int, language: str, size: tuple[int, int]
) -> None:
    assert compare(snap_compare, household, opened(household, ANA, BEN, language), size, ("right",) * page)


@pictures("other", {"together": THEIRS}, {"apart": ELSEWHERE})
def test_the_lines_of_both(
    snap_compare: SnapCompare, household: Household, other: Timeline, language: str, size: tuple[int, int]
) -> None:
    ana: Given = {"cause.line": MINE, "cause.drew_away": "me"}
    ben: Given = {"cause.line": other, "cause.drew_away": "both"}
    assert compare(snap_compare, household, opened(household, ana, ben, language), size)


@LOOKS
@pytest.mark.parametrize("screen", [RevealScreen, WishesScreen])
def test_wishes(
    snap_compare: SnapCompare,
    household: Household,
    screen: type[Screen[None]],
    language: str,
    size: tuple[int, int],
) -> None:
    ana: Given = {"close.wishes": ("smile", "hug", "long_kiss"), "close.comfort": "kisses"}
    reveal = opened(household, ana, {**ana, "close.wishes": ("hug", "smile", "make_love")}, language)
    keys = ("right",) * 2 if screen is RevealScreen else ()
    make = reveal if screen is RevealScreen else lambda: WishesScreen(household)
    assert compare(snap_compare, household, make, size, keys)


@pictures("keys", {"mine": (), "longer": ("plus", "plus", "o")}, {"rely": ("3",), "none": ("4",)})
def test_how_it_has_felt(
    snap_compare: SnapCompare,
    household: Household,
    clock: FixedClock,
    keys: tuple[str, ...],
    language: str,
    size: tuple[int, int],
) -> None:
    weekly(household, clock, "Ben", "43344434", Share.NOW)
    weekly(household, clock, "Ana", "44345434454344544544455")
    give(household, "Ana", {"cause.line": MINE})
    for days in (9, 40, 41, 75):
        start = clock.wall - timedelta(days=days)
        plan = Plan(
            id=f"p{days}",
            by=household.me.id,
            at=start,
            start=start,
            minutes=60,
            zone="Europe/Berlin",
            state=PlanState.DONE,
        )
        household.save(plan)
    household.speak(language)
    assert compare(snap_compare, household, lambda: HowCloseScreen(household), size, keys)


@ONCE
def test_an_event_that_is_being_named(
    snap_compare: SnapCompare, household: Household, language: str, size: tuple[int, int]
) -> None:
    household.save(Sitting(id="s", by=household.me.id, at=household.now(), step="daily.d001"))
    household.speak(language)
    keys = ("enter", "up", *["left"] * 20, "down", "e", *"move")
    assert compare(snap_compare, household, lambda: StepScreen(household, "cause"), size, keys)
