"""Hours of the day on somebody's clock: when they are up, on which weekday, and between which times something may be.

A moment counts when the clock shows a time in the range at that moment. So a doubled hour counts twice, a skipped
one not at all, and the first moment of a day without a midnight counts as what the clock shows then.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from tui.core.clock import zone
from tui.core.errors import InputError
from tui.core.text import one_line, shorten
from tui.planner.spans import Span, merged

Range = tuple[int, int]
"""From when to when, in minutes since midnight: begins before 24:00 and lasts a day at most, so past midnight too."""

DAY = 24 * 60
"""A day, in minutes."""

WEEK = 7

_MINUTE, _SECONDS = 60, 24 * 60 * 60
_FIRST_WEEKDAY = 3
"""The weekday of 1 January 1970, Monday being 0."""

_STEP = 2 * _SECONDS
"""How far apart the offsets of a zone are looked at, in seconds: no change has been taken back as soon."""

_RANGE = re.compile(r"([0-9]{1,2}):([0-9]{2})\s?[-\u2013]\s?([0-9]{1,2}):([0-9]{2})")


def clock_range(text: str) -> Range:
    """Return the range that `HH:MM-HH:MM` names; it runs past midnight where its end is not after its start.

    Raises `InputError` when it is none, or has no length.
    """
    line = one_line(text)
    found = _RANGE.fullmatch(line) if len(line) <= len("00:00 - 00:00") else None
    begin, end = ([_minutes(found[each], found[each + 1]) for each in (1, 3)]) if found else (None, None)
    if begin is None or end is None or begin == end:
        raise InputError("clock_range_unclear", text=shorten(text, 40))
    begin %= DAY
    return begin, end if end > begin else end + DAY


def clock_text(hours: Range) -> str:
    """Return a range as it is typed: `07:00-22:30`."""
    begin, end = hours
    return "-".join(f"{each // 60:02}:{each % 60:02}" for each in (begin, end if end <= DAY else end - DAY))


def _minutes(hour: str, minute: str) -> int | None:
    found = int(hour) * 60 + int(minute)
    return found if int(minute) < 60 and found <= DAY else None  # noqa: PLR2004 - minutes of an hour


ORDINARY: Range = (7 * 60, 22 * 60 + 30)
"""When people are up, as long as they have not said when they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WakingHours:
    """When somebody is up: a range for each weekday, Monday first, None for a day that is not for this.

    A range past midnight belongs to the day on which it begins. `daylight`: they would rather be together by day.
    """

    days: tuple[Range | None, ...] = (ORDINARY,) * WEEK
    daylight: bool = False

    def on(self, days: Iterable[int], hours: Range | None) -> "WakingHours":
        """Return these with other hours on some weekdays, Monday being 0."""
        chosen = frozenset(days)
        return replace(self, days=tuple(hours if day in chosen else old for day, old in enumerate(self.days)))


def awake(hours: WakingHours, where: str, since: int, until: int) -> list[Span]:
    """Return the parts of the window in which somebody is up, whose clock is that of `where` (IANA); merged.

    Raises `InputError` when the zone is unknown.
    """
    return _on_clock(hours.days, where, since, until)


def between(hours: Range, where: str, since: int, until: int) -> list[Span]:
    """Return the parts of the window in which the clock of `where` (IANA) shows a time in the range; merged.

    Raises `InputError` when the zone is unknown.
    """
    return _on_clock((hours,) * WEEK, where, since, until)


def _on_clock(days: Sequence[Range | None], where: str, since: int, until: int) -> list[Span]:
    parts = _steady(zone(where), since, until)
    return merged(each for begin, end, offset in parts for each in _ranges(days, begin, end, offset))


def _ranges(days: Sequence[Range | None], begin: int, end: int, offset: int) -> Iterator[Span]:
    """Give the ranges of each local day in a part of the window in which the clock is `offset` seconds before UTC."""
    for day in range((begin + offset) // _SECONDS - 1, (end + offset) // _SECONDS + 1):
        hours = days[(day + _FIRST_WEEKDAY) % WEEK]
        if hours is not None:
            midnight = day * _SECONDS - offset
            yield max(begin, midnight + hours[0] * _MINUTE), min(end, midnight + hours[1] * _MINUTE)


def _steady(where: ZoneInfo, since: int, until: int) -> Iterator[tuple[int, int, int]]:
    """Give the parts of the window in which the clocks do not change, with their offset: local time less UTC."""
    begin = since
    while begin < until:
        offset, end = _offset(where, begin), begin
        while end < until and _offset(where, ahead := min(end + _STEP, until)) == offset:
            end = ahead
        if end < until:
            end = _change(where, end, min(end + _STEP, until), offset)
        yield begin, end, offset
        begin = end


def _change(where: ZoneInfo, before: int, after: int, offset: int) -> int:
    """Return the first moment with another offset than at `before`; there is one, at `after` at the latest."""
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(where, middle) == offset:
            before = middle
        else:
            after = middle
    return after


def _offset(where: ZoneInfo, moment: int) -> int:
    ahead = datetime.fromtimestamp(moment, where).utcoffset()
    return int(ahead.total_seconds()) if ahead is not None else 0
