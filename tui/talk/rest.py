"""When to come back from a break: at least 20 minutes, at most 24 hours, and always agreed before."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from math import ceil

from tui.talk.floor import Floor
from tui.talk.moves import LONGEST_BREAK, SHORTEST_BREAK

EVENING_HOUR = 20
LATEST_HOUR = 23

FAR_BACK = 366 * 24 * 3600
"""Seconds after which it no longer matters how long ago a break ended."""

MINUTE = 60
SHORTEST_REST, LONGEST_REST = 15, 180
"""What is set aside for the rest of a talk, in minutes."""

FULL = 5
"""To how many minutes that is rounded up."""


class Return(StrEnum):
    """The times to choose from."""

    TWENTY = "twenty"
    THIRTY = "thirty"
    HOUR = "hour"
    TONIGHT = "tonight"
    TOMORROW = "tomorrow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A time to come back: `at` is UTC, `seconds` from now."""

    when: Return
    at: datetime
    seconds: float


_MINUTES = {Return.TWENTY: 20, Return.THIRTY: 30, Return.HOUR: 60}


def returns(local: datetime) -> tuple[Choice, ...]:
    """Return the times to choose from; `local` is now on the clock of whoever chooses. Late at night no "tonight"."""
    moments = {when: local.astimezone(UTC) + timedelta(minutes=minutes) for when, minutes in _MINUTES.items()}
    tonight = _tonight(local)
    if tonight is not None:
        moments[Return.TONIGHT] = tonight.astimezone(UTC)
    moments[Return.TOMORROW] = (local + timedelta(days=1)).astimezone(UTC)
    now = local.astimezone(UTC)
    choices = tuple(_choice(when, at, now) for when, at in moments.items())
    if choices[-1].at.astimezone(local.tzinfo).date() == local.date():  # a day of 25 hours that has just begun
        return choices[:-1]
    return choices


def _choice(when: Return, at: datetime, now: datetime) -> Choice:
    seconds = min((at - now).total_seconds(), float(LONGEST_BREAK))
    return Choice(when=when, at=now + timedelta(seconds=seconds), seconds=seconds)


def _tonight(local: datetime) -> datetime | None:
    """Eight in the evening, or the next full hour that is more than an hour away; none after eleven."""
    evening = local.replace(hour=EVENING_HOUR, minute=0, second=0, microsecond=0)
    while evening.astimezone(UTC) - local.astimezone(UTC) <= timedelta(hours=1):
        evening += timedelta(hours=1)
        if evening.hour > LATEST_HOUR or evening.date() != local.date():
            return None
    return evening


class Fit(StrEnum):
    """Whether a time can be that of coming back."""

    FITS = "fits"
    SHORT = "short"
    LONG = "long"


def fit(at: datetime, now: datetime) -> Fit:
    """Return whether `at` is 20 minutes to 24 hours from `now`; times are said to the minute."""
    seconds = (at - now).total_seconds()
    if seconds <= SHORTEST_BREAK - MINUTE:
        return Fit.SHORT
    return Fit.FITS if seconds <= LONGEST_BREAK + MINUTE else Fit.LONG


def within(at: datetime, now: datetime) -> datetime:
    """Return the moment nearest to `at` that is 20 minutes to 24 hours from `now`."""
    seconds = max(SHORTEST_BREAK, min((at - now).total_seconds(), LONGEST_BREAK))
    return now + timedelta(seconds=seconds)


def to_minute(at: datetime) -> datetime:
    """Return a moment as it is said: the nearest full minute, in UTC."""
    return (at + timedelta(seconds=MINUTE / 2)).astimezone(UTC).replace(second=0, microsecond=0)


def back_at(floor: Floor) -> datetime:
    """Return the moment (UTC) of coming back from the break that is on, to the nearest minute."""
    rest = max(-FAR_BACK, min(floor.rest, LONGEST_BREAK))  # whatever a file says
    return to_minute(floor.seen.wall + timedelta(seconds=rest))


def minutes_left(floor: Floor) -> int:
    """Return how many minutes to set aside for what remains of a talk."""
    turns = max(1, floor.here.turns) - floor.turn - 1
    later = sum(part.seconds * max(1, part.turns) for part in floor.parts[floor.part + 1 :])
    seconds = max(0.0, floor.left) + turns * floor.here.seconds + later
    return max(SHORTEST_REST, min(ceil(seconds / (MINUTE * FULL)) * FULL, LONGEST_REST))


def lot(token: str) -> int:
    """Return 0 or 1, drawn from a random `token`."""
    return sum(map(ord, token)) % 2
