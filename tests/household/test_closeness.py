"""How it has felt over time: my own marks, of the other's only what I may see, and what happened meanwhile."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.stage import EVENING, FixedClock
from tui.checkin.flow import DraftAnswer
from tui.checkin.timeline import pin, set_level
from tui.checkin.trend import Mark, Measure, Window
from tui.core.ids import Ids
from tui.core.records import Plan, PlanState, Share, Timeline, Value
from tui.household import Household
from tui.household.closeness import Past, View, axis_names, text_of, told

TODAY = EVENING.date()
YEAR = Window(last=TODAY, months=12)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def household(tmp_path: Path, clock: FixedClock) -> Iterator[Household]:
    found = Household.open(tmp_path / "home", clock=clock, ids=Ids(Random(1)))
    found.found(("Ana", "Ben"), ("Europe/Berlin", "America/New_York"))
    yield found
    found.close()


def mark(household: Household, name: str, level: Value, *, share: Share = Share.PRIVATE, side: str = "close") -> None:
    """Mark how it is today, as `name`."""
    household.sit_down(name)
    answer = DraftAnswer(value=level, share=share)
    household.finish(household.draft("pulse").with_answer(f"pulse.{side}", answer), [f"pulse.{side}"])
    household.open_together("pulse")


def weekly(household: Household, clock: FixedClock, *levels: int) -> None:
    """Let Ana mark levels week by week, the last of them now."""
    now = clock.wall
    for place, level in enumerate(levels):
        clock.wall = now - timedelta(weeks=len(levels) - 1 - place)
        household.sit_down("Ana")
        sitting = household.draft("pulse").with_answer("pulse.close", DraftAnswer(value=level, share=Share.PRIVATE))
        household.finish(sitting, ["pulse.close"])
        mine = household.draft("pulse")
        household.store.local.delete(f"draft/{household.me.id}/{mine.step}")
        _as_if_opened(household)
    clock.wall = now


def _as_if_opened(household: Household) -> None:
    """Let a sitting rest, so that the next marks are marks of their own."""
    mark(household, "Ben", 4, side="note-less")
    household.sit_down("Ana")


def view(household: Household, measure: Measure = Measure.CLOSE, window: Window = YEAR) -> View:
    return Past(household).view(measure, window)
