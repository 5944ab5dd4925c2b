"""Clocks on which calendars write their times: local time, in seconds since 1970, to UTC and back.

A local time that the clocks jump over is read with the offset before the jump, one that they show twice means the
first (RFC 5545, 3.3.5). Offsets are kept by day, so that most times cost one look into a dict.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from tui.core.clock import LONGEST_NAME, zone
from tui.core.errors import InputError

DAY = 86_400
"""Seconds of a day on a clock that nobody puts forward or back."""

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 # local time is counted from it, whatever the zone
_EPOCH_UTC = EPOCH.replace(tzinfo=UTC)
_EARLIEST = int((datetime(1, 1, 3) - EPOCH).total_seconds())  # noqa: DTZ001 # as EPOCH
_LATEST = int((datetime(9999, 12, 29) - EPOCH).total_seconds())  # noqa: DTZ001 # as EPOCH


def clamped(seconds: int) -> int:
    """Return `seconds`, or the nearest that a `datetime` can hold in every zone."""
    return min(max(seconds, _EARLIEST), _LATEST)


class Clock:
    """A clock whose offset to UTC never changes; those below say when theirs do."""

    def __init__(self, offset: int = 0) -> None:
        """`offset` is local time minus UTC, in seconds."""
        self._offset = offset
        self._by_day: dict[int, int | None] = {}
        self._first_of: dict[int, int] = {}

    def offset(self, wall: int, *, later: bool = False) -> int:
        """Return the offset at a local time; where the clocks show it twice, `later` asks for the second."""
        del wall, later
        return self._offset

    def offset_at(self, moment: int) -> int:
        """Return the offset at a moment."""
        del moment
        return self._offset

    def utc(self, wall: int) -> int:
        """Return the moment at which the clock shows `wall`."""
        day = wall // DAY
        if day not in self._by_day:
            first, last = self.offset(day * DAY), self.offset(day * DAY + DAY)
            self._by_day[day] = first if first == last else None
        offset = self._by_day[day]
        return wall - (self.offset(wall) if offset is None else offset)

    def wall(self, moment: int) -> int:
        """Return what the clock shows at a moment."""
        return moment + self.offset_at(moment)

    def twice(self, wall: int) -> int | None:
        """Return the second moment at which the clock shows `wall`, if there is one."""
        second = wall - self.offset(wall, later=True)
        return second if second > self.utc(wall) and self.wall(second) == wall else None

    def first_of(self, day: int) -> int:
        """Return the moment at which a day (counted from 1970) begins, whether or not there is a midnight."""
        found = self._first_of.get(day)
        if found is None:
            found = self.utc(day * DAY)
            if self.wall(found) != day * DAY:
                found = self._change(found - DAY, found)
            self._first_of[day] = found
        return found

    def last_of(self, day: int) -> int:
        """Return the moment at which a day ends: the last one, where the clocks go back into it."""
        second = self.twice(day * DAY + DAY)
        if second is not None:
            change = self._change(self.utc(day * DAY + DAY), second)
            if self.wall(change) < day * DAY + DAY:
                return second
        return self.first_of(day + 1)

    def _change(self, early: int, late: int) -> int:
        """Return the moment after `early`, at most `late`, from which on the offset is that of `late`."""
        offset = self.offset_at(late)
        while late - early > 1:
            middle = (early + late) // 2
            if self.offset_at(middle) == offset:
                late = middle
            else:
                early = middle
        return late


class ZoneClock(Clock):
    """The clock of a zone that the machine knows."""

    def __init__(self, where: ZoneInfo) -> None:
        """`where` has all its changes, past and to come."""
        super().__init__()
        self._where = where

    def offset(self, wall: int, *, later: bool = False) -> int:
        """Return the offset at a local time."""
        local = (EPOCH + timedelta(seconds=clamped(wall))).replace(tzinfo=self._where, fold=int(later))
        return _seconds(local.utcoffset())

    def offset_at(self, moment: int) -> int:
        """Return the offset at a moment."""
        return _seconds((_EPOCH_UTC + timedelta(seconds=clamped(moment))).astimezone(self._where).utcoffset())


class Unsaid(Clock):
    """The clock of times without a zone: it stands for the clock of whoever asks, who alone can say what it shows."""


FLOATING = Unsaid()
UTC_CLOCK = Clock()


def _seconds(offset: timedelta | None) -> int:
    return 0 if offset is None else offset.days * DAY + offset.seconds


@lru_cache(maxsize=512)
def known(name: str) -> Clock | None:
    """Return the clock of an IANA zone, whatever its capitals; None when there is none of that name."""
    if name in {"UTC", "Etc/UTC", "GMT", "Z"}:
        return UTC_CLOCK
    try:
        return ZoneClock(zone(name))
    except InputError:
        meant = _capitals().get(name.casefold())
    return None if meant is None else ZoneClock(zone(meant))


@lru_cache(maxsize=1)
def _capitals() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


def guessed(name: str) -> Clock | None:
    """Return the clock of a zone by the names that other programs have for it, or None.

    These are the names that Windows gives them, and an IANA name after a maker's prefix (`/maker.org/Europe/Berlin`).
    """
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    meant = WINDOWS_TO_OLSON.get(name.strip("/"))
    if meant is not None:
        return known(meant)
    parts = name[-LONGEST_NAME:].strip("/").split("/")
    endings = ("/".join(parts[first:]) for first in range(1, len(parts)))
    return next((found for ending in endings if "/" in ending and (found := known(ending)) is not None), None)
