"""How my calendars on this machine are: what can be read of each until next year, and what cannot."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tui.household.calendars import calendars, what_was_read
from tui.household.household import Household
from tui.planner.calendars import Skipped, busy, calendar_files

YEAR = timedelta(days=366)
"""How far ahead a calendar is read to see how it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One calendar: how many files it has, how often it is busy in the year ahead, and what could not be read.

    Busy times that touch count as one.
    """

    path: Path
    there: bool
    files: int
    times: int
    skipped: tuple[Skipped, ...]


def check(household: Household, path: Path) -> Checked:
    """Return how a calendar of mine is. Blocks: reads it."""
    now = household.now()
    found = busy([path], now, now + YEAR, household.me.zone, what_was_read(household))
    return Checked(
        path=path, there=_is_there(path), files=_files(path), times=len(found.spans), skipped=found.skipped
    )


def check_all(household: Household) -> list[Checked]:
    """Return how all of them are, in the order in which I set them up. Blocks: reads them."""
    return [check(household, path) for path in calendars(household)]


def _is_there(path: Path) -> bool:
    with suppress(OSError, ValueError):
        return path.exists()
    return False


def _files(path: Path) -> int:
    with suppress(OSError):
        return len(calendar_files(path))
    return 0
