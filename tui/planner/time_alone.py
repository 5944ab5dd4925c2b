"""A time alone that is on: how much of it is left, whatever the clocks did meanwhile, and when it is over.

It follows from its plan, or from a length that was chosen, and from the clocks at the moment both were there: so it
is the same in every window, and after a crash.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from typing import Annotated

import msgspec
from msgspec.structs import replace

from tui.core.clock import Reading
from tui.core.records import PlanState
from tui.planner.occurrences import Occurrence
from tui.planner.plans import LONGEST, SHORTEST, YEARS

NEAR = timedelta(minutes=30)
"""How long before its plan says so a time may begin."""

KEPT = timedelta(hours=12)
"""How long after its end a time may still be given a word."""

RINGS_FOR = 600.0
"""Seconds after the end in which the bell still means something: later, nobody waits for it."""

LENGTHS = (15, 30, 60, 90, 120)
"""Minutes to choose from, where nothing was planned."""

USUAL = 60
"""The length that is marked at first, in minutes."""

MINUTE = 60
ROUNDED = 5
"""To how many minutes a length is rounded up that is kept of a time without a plan."""

_Moment = Annotated[datetime, msgspec.Meta(tz=True)]
_Seconds = Annotated[float, msgspec.Meta(ge=0, le=1e10)]


class Phase(StrEnum):
    """How far a time has come."""

    AHEAD = "ahead"  # not both have said that they are here
    ON = "on"
    OVER = "over"
    GONE = "gone"  # over for so long that nobody asks about it


class Outcome(StrEnum):
    """What they said of it."""

    OPEN = "open"
    HAD = "had"
    NOT = "not"


class Began(msgspec.Struct, frozen=True, kw_only=True):
    """What the clocks said when both were there; `boot` compares within one `boot_id`."""

    wall: _Moment
    boot: _Seconds
    boot_id: str = ""


class TimeAlone(msgspec.Struct, frozen=True, kw_only=True):
    """One time alone, from `start` to `end` (UTC).

    `plan` is the plan's id; of a time that was not `planned` the id under which it may be kept. `enough`: who wants
    no word for it (ids).
    """

    plan: str
    start: _Moment
    end: _Moment
    planned: bool = True
    began: Began | None = None
    outcome: Outcome = Outcome.OPEN
    enough: tuple[str, ...] = ()


def of_plan(occurrence: Occurrence) -> TimeAlone:
    """Return a time that was planned."""
    return TimeAlone(plan=occurrence.plan.id, start=occurrence.start, end=occurrence.end)


def unplanned(time_id: str, minutes: int, now: datetime) -> TimeAlone:
    """Return a time that nobody planned; it begins once both are there."""
    return TimeAlone(plan=time_id, start=now, end=now + timedelta(minutes=minutes), planned=False)


def same(one: TimeAlone, other: TimeAlone) -> bool:
    """Whether two are the same time; where it was planned, at the same hour."""
    return one.plan == other.plan and (one.start == other.start or not one.planned)


def begun(time: TimeAlone, reading: Reading) -> TimeAlone:
    """Return the time as it is once both are there: a plan ends when it says so, the rest has its whole length."""
    began = Began(wall=reading.wall, boot=reading.boot, boot_id=reading.boot_id)
    if time.planned:
        return replace(time, began=began)
    start = reading.wall.replace(microsecond=0)
    return replace(time, start=start, end=start + (time.end - time.start), began=began)


def left(time: TimeAlone, reading: Reading) -> float:
    """Return the seconds until the end; below 0 it is over. What nobody planned waits for both."""
    if time.began is None and not time.planned:
        return (time.end - time.start).total_seconds()
    return (time.end - _moment(time.began, reading)).total_seconds()


def _moment(began: Began | None, reading: Reading) -> datetime:
    """Return what time it is, by the clock that goes on in sleep and that nobody sets, where there is one.

    Without a name of this start of the machine that clock may have stood still in sleep: then the later one is right.
    """
    if began is None or began.boot_id != reading.boot_id or reading.boot < began.boot:
        return reading.wall
    moment = began.wall + timedelta(seconds=reading.boot - began.boot)
    return moment if reading.boot_id else max(moment, reading.wall)


def phase(time: TimeAlone, reading: Reading) -> Phase:
    """Return how far a time has come."""
    seconds = left(time, reading)
    if seconds <= -KEPT.total_seconds():
        return Phase.GONE
    if seconds <= 0:
        return Phase.OVER
    return Phase.AHEAD if time.began is None else Phase.ON


def minutes_left(seconds: float, step: int = 1) -> int:
    """Return whole minutes, rounded up to a `step`, so that it is over only when it is."""
    return max(0, ceil(seconds / (MINUTE * step))) * step


def rings(before: float, after: float) -> bool:
    """Whether the bell rings between two looks at what was left: once, and not long after the end."""
    return before > 0 >= after > -RINGS_FOR


def lasted(time: TimeAlone, reading: Reading) -> int:
    """Return how long a time was, in minutes, as it is kept: at most its whole length."""
    whole = (time.end - time.start).total_seconds()
    gone = whole - max(0.0, left(time, reading))
    return max(SHORTEST, min(minutes_left(gone, ROUNDED), int(whole // MINUTE)))


def near(times: Iterable[Occurrence], now: datetime) -> Occurrence | None:
    """Return the agreed time that is on at `now` (UTC), or begins soon; of several the one that begins last."""
    agreed = (each for each in times if each.plan.state is PlanState.ACCEPTED and not each.plan.talk)
    found = [each for each in agreed if each.start - NEAR <= now < each.end]
    return max(found, key=lambda each: (min(each.start, now), each.start, each.plan.id), default=None)


def from_data(data: object) -> TimeAlone | None:
    """Return the time in plain `data`; None where there is none that can be read."""
    try:
        time = msgspec.convert(data, TimeAlone)
    except (msgspec.ValidationError, OverflowError):
        return None
    moments = (time.start, time.end, *([time.began.wall] if time.began else []))
    whole = 0 < (time.end - time.start).total_seconds() <= LONGEST * MINUTE
    return time if whole and all(each.year in YEARS for each in moments) else None


def to_data(time: TimeAlone) -> object:
    """Return a time as plain JSON data."""
    return msgspec.to_builtins(time)
