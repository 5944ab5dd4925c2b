"""How the page of a year looks, small and large, in both languages."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from tests.household.test_year import answered, keep, on, opened, plan
from tests.screens.test_looks import SnapCompare
from tests.screens.test_year import settled
from tests.stage import LOOKS, app_on, pictures
from tui.checkin.year import Page, Paragraph
from tui.core.records import (
    Agreement,
    Consent,
    Issue,
    IssueState,
    LifeEvent,
    Share,
    SmallStep,
    SmallStepState,
    Talk,
    Timeline,
    Value,
)
from tui.household import Household
from tui.screens import year_file
from tui.screens.year import YearScreen
from tui.screens.year_file import YearFileScreen
from tui.widgets.fields import Line

R = TypeVar("R")


@pytest.fixture
def lived(household: Household) -> Household:
    """A year in which there was a little of everything."""
    ana, ben = household.people
    loved = "how you laugh at your own jokes", "your patience with my mother, even on the telephone"
    for month, marks in ((2, (2, 3)), (6, (4, 3)), (10, (5, 6))):
        first, second = (_marked(*each) for each in zip(loved, marks, strict=True))
        opened(household, "before", first, second, at=on(month))
    long = "The ferry in the rain, and how we had nothing to say and did not mind.\nThe soup afterwards."
    opened(
        household,
        "year",
        {"year.good": long, "year.wish": "one weekend a season"},
        {"year.good": "that hat of yours"},
    )
    events = (
        LifeEvent(month="2026-03", what="the move to the north"),
        LifeEvent(month="2026-08", what="日本語 begins"),
    )
    opened(household, "cause", {"cause.line": Timeline(events=events)}, {"cause.line": Timeline(events=events[:1])})
    opened(household, "daily.d001", {"daily.d001": "porridge in bed"}, {"daily.d001": "nothing, really"}, at=on(5))
    keep(
        household,
        plan(on(4), "a walk along the river"),
        plan(on(4, 20), ""),
        plan(on(9), "[/b]"),
        plan(on(7, year=2024), "soup in the harbour"),
        Talk(id="t", by=ana.id, at=on(4), format="equal", topic="the summer", minutes=20, kept="We go in June."),
        Issue(
            id="i",
            by=ana.id,
            at=on(4),
            happened="the dishes",
            feel="",
            need="",
            state=IssueState.CLOSED,
            touched=on(9),
        ),
        Agreement(id="a", by=ana.id, at=on(6), text="We put the phones in the kitchen after nine."),
        Consent(id="c", by=ben.id, at=on(7), agreement="a", revision="a"),
        SmallStep(
            id="s",
            by=ben.id,
            at=on(6),
            when="I come home",
            then="hug you",
            state=SmallStepState.HABIT,
            share=Share.NOW,
        ),
    )
    return household


def _marked(loved: str, close: int) -> dict[str, Value]:
    return {"before.loved": loved, "before.now": close}


def looks(
    snap_compare: SnapCompare,
    household: Household,
    screen: Callable[[], Screen[R]],
    size: tuple[int, int],
    keys: tuple[str, ...] = (),
) -> bool:
    """Compare what a screen looks like after its page was read, and some keys."""

    async def show(pilot: Pilot[int]) -> None:
        await pilot.pause()
        shown = screen()
        await pilot.app.push_screen(shown)
        if isinstance(shown, YearScreen):
            await settled(pilot, shown)
        for field in shown.query(Line):
            field.cursor_blink = False
        await pilot.press(*keys)
        for _ in range(3):
            await pilot.pause()

    return snap_compare(app_on(household), terminal_size=size, run_before=show)


@pictures("pages", {"0": 0}, {"3": 3, "9": 9})
def test_a_page_of_a_year(
    snap_compare: SnapCompare, lived: Household, language: str, pages: int, size: tuple[int, int]
) -> None:
    lived.speak(language)
    assert looks(snap_compare, lived, lambda: YearScreen(lived), size, ("pagedown",) * pages)


@LOOKS
def test_a_quiet_year(snap_compare: SnapCompare, household: Household, language: str, size: tuple[int, int]) -> None:
    household.speak(language)
    assert looks(snap_compare, household, lambda: YearScreen(household), size)


@LOOKS
def test_a_page_for_one_with_every_button(
    snap_compare: SnapCompare, household: Household, language: str, size: tuple[int, int]
) -> None:
    household.speak(language)
    household.be_alone(alone=True)
    keep(household, plan(on(7, year=2024), "soup in the harbour"))
    answered(household, "year", {"year.good": "The ferry in the rain."}, at=on(1, 6))
    answered(household, "year", {"year.good": "canary"}, at=on(1, 6), theirs=True)
    assert looks(snap_compare, household, lambda: YearScreen(household, 2025), size)


@LOOKS
def test_where_the_page_goes(
    snap_compare: SnapCompare,
    household: Household,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    size: tuple[int, int],
) -> None:
    household.speak(language)
    monkeypatch.setattr(year_file, "free_place", lambda name: Path("/home/ana/Documents") / name)
    monkeypatch.setattr(year_file, "taken", lambda _: True)
    found = Page(year=2026, title="", of="", parts=(Paragraph(text=""),))
    assert looks(snap_compare, household, lambda: YearFileScreen(household, found), size, ("enter",))
