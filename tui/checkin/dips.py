"""Where a line of closeness dips, where the lines of two dip at the same time, and what happened around that.

A line goes straight from point to point. It dips from the month in which it lies `FALL` levels below the highest that
came before, until it has risen by as much from its lowest; a line that stays low dips to its end. After that, what
came before is counted from there. So a slow slide is one dip, and going up and down by a level is none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from tui.checkin.timeline import to_month
from tui.core.records import LifeEvent, Timeline

FALL = 1.5
"""How many levels a line has to fall, or to rise again."""

NEAR = 6
"""How many months may lie between two dips that count as one time for both."""

BEFORE = 9
"""How many months before a dip what happened may belong to it."""

_EXACT = 9
"""Decimal places in which levels compare: between two points they are fractions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dip:
    """A dip of one line, in months counted from year 0, both ends included."""

    begins: int
    lowest: int
    ends: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedDip:
    """A time in which both lines dip, or one soon after the other: the two dips in the order of the seats."""

    first: Dip
    second: Dip

    @property
    def months(self) -> tuple[int, int]:
        """The first and the last month in which both dip; where they do not overlap, of the time between them."""
        later, sooner = max(self.first.begins, self.second.begins), min(self.first.ends, self.second.ends)
        return min(later, sooner), max(later, sooner)

    @property
    def around(self) -> tuple[int, int]:
        """The first and the last month in which what happened may belong to it."""
        begins = min(self.first.begins, self.second.begins)
        return begins - BEFORE, max(self.first.lowest, self.second.lowest)


def levels(line: Timeline) -> Iterator[tuple[int, float]]:
    """Give the line's level in every month from its first point to its last."""
    known = {month: point.level for point in line.points if (month := to_month(point.month)) is not None}
    points = sorted(known.items())
    for (start, low), (end, high) in pairwise(points):
        for month in range(start, end):
            yield month, round(low + (high - low) * (month - start) / (end - start), _EXACT)
    if points:
        yield points[-1][0], float(points[-1][1])


def dips(line: Timeline) -> tuple[Dip, ...]:
    """Return the dips of a line, oldest first."""
    found: list[Dip] = []
    begins, lowest, low, high, month = None, 0, 0.0, 0.0, 0
    for month, level in levels(line):
        if begins is None:
            high = max(high, level)
            if level <= high - FALL:
                begins, lowest, low = month, month, level
        elif level < low:
            lowest, low = month, level
        elif level >= low + FALL:
            found.append(Dip(begins=begins, lowest=lowest, ends=month - 1))
            begins, high = None, level
    if begins is not None:
        found.append(Dip(begins=begins, lowest=lowest, ends=month))
    return tuple(found)


def shared_dips(first: Timeline, second: Timeline) -> tuple[SharedDip, ...]:
    """Return the dips of two lines that coincide: that overlap, or have no more than `NEAR` months between them."""
    theirs = dips(second)
    pairs = (SharedDip(first=one, second=other) for one in dips(first) for other in theirs if _near(one, other))
    return tuple(sorted(pairs, key=lambda each: each.months))


def events_around(shared: SharedDip, lines: Mapping[int, Timeline]) -> tuple[tuple[int, LifeEvent], ...]:
    """Return what happened around a dip of both, with the seat of whoever pinned it, in order of time."""
    since, until = shared.around
    found = ((seat, event) for seat, line in lines.items() for event in line.events)
    inside = ((seat, event) for seat, event in found if since <= _month(event) <= until)
    return tuple(sorted(inside, key=lambda each: (each[1].month, each[0])))


def _near(one: Dip, other: Dip) -> bool:
    return max(one.begins, other.begins) - min(one.ends, other.ends) <= NEAR


def _month(event: LifeEvent) -> int:
    month = to_month(event.month)
    return -1 if month is None else month
