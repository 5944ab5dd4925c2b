"""How it has felt over time: four measures, each person's own marks, and the band in which a change may be chance.

Nothing here compares the two, and nothing says that a mark is good or bad.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Self

LOWEST, HIGHEST = 1, 7
"""The ends of the scale of every measure."""


class Measure(StrEnum):
    """What is followed over time: the two circles, and the three sides of trust."""

    CLOSE = "close"
    PREDICT = "predict"
    RELY = "rely"
    FAITH = "faith"


QUESTIONS = {
    Measure.CLOSE: ("before.now", "pulse.close"),
    Measure.PREDICT: ("trust.predict", "pulse.predict"),
    Measure.RELY: ("trust.rely", "pulse.rely"),
    Measure.FAITH: ("trust.faith", "pulse.faith"),
}
"""The questions (ids) whose marks belong to a measure."""

SPANS = (3, 6, 12, 24, 60, 120)
"""How many months may be looked at in one go."""

FEWEST = 6
"""From how many marks on there is a band."""

WIDTH = 2.66
"""How many mean moving ranges the band reaches to each side of the mean: 3 / 1.128."""

YEAR = 12
"""Months."""

_WEEKS_UP_TO, _MONTHS_UP_TO = 6, 24
_ALMOST = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One mark, from 1 to 7, on a day of the reader's calendar."""

    day: date
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Between which levels marks may lie by chance alone."""

    low: float
    high: float

    def holds(self, level: int) -> bool:
        """Whether a mark lies within."""
        return self.low <= level <= self.high


def band(levels: Sequence[int]) -> Band | None:
    """Return the band for marks in order of time; None where there are too few to tell.

    The natural process limits of an individuals chart: the mean, and to each side 2.66 times the mean moving range of
    successive values (W. A. Shewhart; NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2), within the scale.
    """
    if len(levels) < FEWEST:
        return None
    mean = sum(levels) / len(levels)
    ranges = [abs(later - earlier) for earlier, later in pairwise(levels)]
    reach = WIDTH * sum(ranges) / len(ranges)
    return Band(low=max(float(LOWEST), mean - reach), high=min(float(HIGHEST), mean + reach))


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days that are looked at: `months` (one of `SPANS`) up to `last`, which is part of it."""

    last: date
    months: int

    @property
    def first(self) -> date:
        """The first day."""
        return months_before(self.last, self.months)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def place(self, day: date) -> float:
        """Return where a day lies: 0 is the first, 1 the last."""
        return (day - self.first).days / (self.last - self.first).days

    def longer(self, by: int) -> Self:
        """Return the window with a longer span, or a shorter one where `by` is negative, with the same last day."""
        place = SPANS.index(self.months) + by
        return type(self)(last=self.last, months=SPANS[max(0, min(len(SPANS) - 1, place))])

    def moved(self, by: int, *, oldest: date, today: date) -> Self:
        """Return the window half a span earlier (-1) or later (1): not after today, and not before the `oldest`."""
        earliest = min(today, _months_after(oldest, self.months))
        wanted = self.first if by < 0 else _months_after(self.last, self.months)
        middle = self.last + (wanted - self.last) / 2
        if today - middle < _ALMOST:
            middle = today
        return type(self)(last=max(earliest, min(today, middle)), months=self.months)

    def ticks(self) -> Iterator[date]:
        """Give the days that are marked on the axis: Mondays, firsts of a month, or of a quarter of a year."""
        if self.months <= _WEEKS_UP_TO:
            day = self.first + timedelta(days=-self.first.weekday() % 7)
            while day <= self.last:
                yield day
                day += timedelta(days=7)
        else:
            yield from self._firsts(1 if self.months <= _MONTHS_UP_TO else 3)

    def named(self) -> Iterator[date]:
        """Give the days that have a name on the axis: the firsts of months, or of years."""
        yield from self._firsts(1 if self.months <= _MONTHS_UP_TO else YEAR)

    def _firsts(self, months: int) -> Iterator[date]:
        day = self.first.replace(day=1)
        while day <= self.last:
            if day >= self.first and (day.month - 1) % months == 0:
                yield day
            day = _months_after(day, 1)


def window_for(oldest: date | None, today: date) -> Window:
    """Return what is looked at first: the shortest time back to the oldest mark, a year at the most."""
    spans = SPANS[: SPANS.index(YEAR) + 1]
    shortest = (months for months in spans if oldest is None or oldest >= months_before(today, months))
    return Window(last=today, months=next(shortest, spans[-1]))


def thinned(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the points of a line, in order, that make the same picture: of each column first, least, most and last.

    M4 (U. Jugel and others, VLDB 2014): a line through ten years of days is drawn as fast as one through a week.
    """
    columns: dict[int, list[int]] = {}
    for column, height in places:
        columns.setdefault(column, []).append(height)
    found: list[tuple[int, int]] = []
    for column, heights in columns.items():
        first, last = heights[0], heights[-1]
        between = [each for each in (min(heights), max(heights)) if each not in {first, last}]
        after = [*between, last] if between or last != first else []
        found += [(column, each) for each in (first, *after)]
    return found


def months_before(day: date, months: int) -> date:
    """Return the day so many months earlier, the last of its month where there is no such day."""
    return _months_after(day, -months)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(max(day.year * YEAR + day.month - 1 + months, YEAR), YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
