"""The values of iCalendar (RFC 5545, 3.3) that say when: dates, times, durations and periods, as whole seconds."""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tui.planner.calendars.clocks import DAY, UTC_CLOCK, Clock

EPOCH_DAY = date(1970, 1, 1).toordinal()

_TIME = re.compile(rb"T(\d\d)(\d\d)(\d\d)(Z?)", re.IGNORECASE)
_DURATION = re.compile(
    rb"\s*\+?P(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?\s*",
    re.IGNORECASE,
)
_HOURS, _MINUTES, _SECONDS = 24, 60, 60
_DIGITS = len("20261126")


class Moment(NamedTuple):
    """A date or a time as it is written: seconds since 1970 on a clock. `clock` is None for a date."""

    wall: int
    clock: Clock | None


class Length(NamedTuple):
    """How long something lasts: days of the local calendar, then seconds that really pass (RFC 5545, 3.3.6)."""

    days: int
    seconds: int


def moment(text: bytes, clock: Clock) -> Moment:
    """Return the moment that a text says, on `clock` unless it says UTC; raises `ValueError` when it says none."""
    text = text.strip()
    day = midnight(text[:_DIGITS])
    if len(text) == _DIGITS:
        return Moment(day, None)
    seconds, in_utc = within(text[_DIGITS:])
    return Moment(day + seconds, UTC_CLOCK if in_utc else clock)


@lru_cache(maxsize=65_536)
def midnight(digits: bytes) -> int:
    """Return the first second of `20261126`, of which a calendar has far fewer than events."""
    if len(digits) != _DIGITS or not digits.isdigit():
        raise ValueError(digits)
    return (date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).toordinal() - EPOCH_DAY) * DAY


@lru_cache(maxsize=16_384)
def within(text: bytes) -> tuple[int, bool]:
    """Return the seconds into the day of `T193000`, and whether it is UTC (`T193000Z`)."""
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(text)
    hour, minute, second = int(found[1]), int(found[2]), int(found[3])
    if hour >= _HOURS or minute >= _MINUTES or second > _SECONDS:
        raise ValueError(text)
    # A leap second counts as the one before it (3.3.12).
    return hour * 3600 + minute * 60 + min(second, _SECONDS - 1), bool(found[4])


@lru_cache(maxsize=4096)
def length(text: bytes) -> Length:
    """Return the length that a text says; raises `ValueError` when it says none, or one that is negative."""
    found = _DURATION.fullmatch(text)
    if found is None or not any(found.groups()):
        raise ValueError(text)
    weeks, days, hours, minutes, seconds = (int(each or 0) for each in found.groups())
    return Length(weeks * 7 + days, hours * 3600 + minutes * 60 + seconds)


def period(text: bytes, clock: Clock) -> tuple[Moment, Moment | Length]:
    """Return the start of a period, and its end or its length; raises `ValueError` when it is none."""
    first, slash, last = text.partition(b"/")
    if not slash:
        raise ValueError(text)
    ending = last.strip()[:1] in b"Pp+-"
    return moment(first, clock), length(last) if ending else moment(last, clock)
