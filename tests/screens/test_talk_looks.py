"""How the floor of a talk looks, from the smallest terminal to one that fills a wall."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from tests.screens.talk_stage import kept_talk, looked, on_the_floor, passes, talk_app
from tests.stage import LARGE, SMALL, FixedClock
from tui.household import Household
from tui.talk.moves import Move

SnapCompare = Callable[..., bool]
WALL = (200, 60)
SPOKEN = {SMALL: "en", LARGE: "de", WALL: "en"}
RULES = {
    "en": ("We let each other finish.", "No phones on the table."),
    "de": ("Wir lassen einander ausreden.", "Keine Handys auf dem Tisch."),
}

ON_TWO = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["en-80x24", "de-120x40"])
ON_THREE = pytest.mark.parametrize("size", [SMALL, LARGE, WALL], ids=["en-80x24", "de-120x40", "en-200x60"])

Play = Callable[[Pilot[int], FixedClock], None]


def compare(
    snap_compare: SnapCompare, household: Household, clock: FixedClock, size: tuple[int, int], play: Play
) -> bool:
    """Compare what a talk looks like after `play`."""

    async def run(pilot: Pilot[int]) -> None:
        await on_the_floor(pilot)
        play(pilot, clock)
        looked(pilot)
        await pilot.pause()

    language = SPOKEN[size]
    for person in reversed(household.people):
        household.be(person)
        household.speak(language)
    topic = {"en": "the evenings in the week", "de": "die Abende unter der Woche"}[language]
    kept_talk(household, clock, language=language, topic=topic, rules=RULES[language])
    return snap_compare(talk_app(household), terminal_size=size, run_before=run)


def do(pilot: Pilot[int], move: Move, seat: int | None = None) -> None:
    """Do something in the talk."""
    pilot.app.screen.do(move, seat=seat)  # type: ignore[attr-defined]  # all screens of a talk have it


@ON_THREE
def test_one_has_the_floor(
    snap_compare: SnapCompare, household: Household, clock: FixedClock, size: tuple[int, int]
) -> None:
    assert compare(snap_compare, household, clock, size, lambda pilot, clock: passes(pilot, clock, 46))


@ON_TWO
def test_it_is_said_back(
    snap_compare: SnapCompare, household: Household, clock: FixedClock, size: tuple[int, int]
) -> None:
    def play(pilot: Pilot[int], clock: FixedClock) -> None:
        passes(pilot, clock, 75)
        do(pilot, Move.SAID)

    assert compare(snap_compare, household, clock, size, play)


@ON_TWO
def test_the_time_of_the_other_is_up_and_a_minute_is_wished_for(
    snap_compare: SnapCompare, household: Household, clock: FixedClock, size: tuple[int, int]
) -> None:
    assert compare(snap_compare, household, clock, size, overrun)


@ON_TWO
def test_time_has_gone_by_unseen(
    snap_compare: SnapCompare, household: Household, clock: FixedClock, size: tuple[int, int]
) -> None:
    def play(pilot: Pilot[int], clock: FixedClock) -> None:
        passes(pilot, clock, 100)
        clock.go(240)

    assert compare(snap_compare, household, clock, size, play)


@ON_THREE
def test_the_large_form(
    snap_compare: SnapCompare, household: Household, clock: FixedClock, size: tuple[int, int]
) -> None:
    household.store.local.put("large", True)
    assert compare(snap_compare, household, clock, size, overrun if size == LARGE else said)


def overrun(pilot: Pilot[int], clock: FixedClock) -> None:
    """Ana has passed the floor early; Ben's time is up, and he would like a minute."""
    passes(pilot, clock, 90)
    do(pilot, Move.YIELD)
    passes(pilot, clock, 155)
    do(pilot, Move.MINUTE, 1)


def said(pilot: Pilot[int], clock: FixedClock) -> None:
    """Ben says back what Ana has said."""
    passes(pilot, clock, 46)
    do(pilot, Move.SAID)
