"""A week of plans as blocks on a grid: a day a column, an hour a row, side by side where they overlap."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from tui.core.records import Plan, PlanState
from tui.planner.occurrences import Occurrence, occurrences, replaced
from tui.planner.spans import Span

DAYS = 7
HOURS = 24
_HOUR = 60 * 60

SHOWN = frozenset({PlanState.PROPOSED, PlanState.ACCEPTED, PlanState.DONE})
"""What a week shows: a time that was declined or called off is free again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of an occurrence that lies in one day: column `day` from 0, rows from `top` up to `bottom` (hours).

    `lane` of `lanes` tells where it stands beside others. `first` is the part in which the occurrence begins.
    """

    occurrence: Occurrence
    day: int
    top: int
    bottom: int
    first: bool
    lane: int = 0
    lanes: int = 1


def monday(day: date) -> date:
    """Return the first day of the week that `day` is in."""
    return day - timedelta(days=day.weekday())


def in_week(plans: Iterable[Plan], first: date, where: ZoneInfo) -> tuple[Occurrence, ...]:
    """Return what takes place in the week that begins with `first` on the clock of `where`, in order of time."""
    return in_days(plans, first, DAYS, where)


def in_days(plans: Iterable[Plan], first: date, count: int, where: ZoneInfo) -> tuple[Occurrence, ...]:
    """Return what takes place in `count` days from `first` on, on the clock of `where`, in order of time."""
    since, until = window(first, count, where)
    every = list(plans)
    days = replaced(every)
    found = (each for plan in every if plan.state in SHOWN for each in occurrences(plan, since, until, days))
    return tuple(sorted(found, key=lambda each: (each.start, each.plan.id)))


def window(first: date, count: int, where: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when `count` days from `first` on begin and end on the clock of `where` (UTC)."""
    return _midnight(first, where), _midnight(first + timedelta(days=count), where)


# The rows of a day


def hours(day: date, where: ZoneInfo) -> tuple[int, ...]:
    """Return when each hour of the clock of `where` begins on a day, and when the last one ends: 25 moments.

    In whole seconds since 1970 UTC. An hour that the clock leaves out has no length, one that it shows twice is
    longer.
    """
    begin, end = (int(each.timestamp()) for each in window(day, 1, where))
    found = [begin]
    for hour in range(1, HOURS):
        shown = int(datetime.combine(day, time(hour), where).timestamp())
        found.append(min(end, max(found[-1], shown)))
    return (*found, end)


def true_hours(day: date, where: ZoneInfo) -> tuple[int, ...]:
    """Return when the hours of a day begin as they pass, and when the last one ends: 24 moments to 26.

    What the clock leaves out is not there, and what it shows twice is there twice.
    """
    found = hours(day, where)
    begins = [each for begin, end in pairwise(found) for each in range(begin, end, _HOUR)]
    return (*begins, found[-1])


def touched(rows: Sequence[int], busy: Sequence[Span]) -> tuple[bool, ...]:
    """Return for each row whether busy spans, which are merged, reach into it; `rows` as `hours` gives them."""
    return tuple(begin < end and _overlaps(begin, end, busy) for begin, end in pairwise(rows))


def _overlaps(begin: int, end: int, busy: Sequence[Span]) -> bool:
    last = bisect_right(busy, end - 1, key=lambda span: span[0]) - 1
    return last >= 0 and busy[last][1] > begin


# Blocks


def blocks(found: Iterable[Occurrence], first: date, where: ZoneInfo) -> tuple[Block, ...]:
    """Return occurrences as blocks of the week that begins with `first`, by the clock of `where`."""
    every = list(found)
    days = (first + timedelta(days=each) for each in range(DAYS))
    return tuple(block for day, each in enumerate(days) for block in blocks_on(every, hours(each, where), day))


def blocks_on(found: Iterable[Occurrence], rows: Sequence[int], column: int = 0) -> tuple[Block, ...]:
    """Return occurrences as blocks of one day, whose `rows` are as `hours` gives them."""
    return tuple(_side_by_side(part for each in found for part in _part(each, rows, column)))


def _part(occurrence: Occurrence, rows: Sequence[int], column: int) -> Iterator[Block]:
    place = rows_of(int(occurrence.start.timestamp()), int(occurrence.end.timestamp()), rows)
    if place is not None:
        first = occurrence.start.timestamp() >= rows[0]
        yield Block(occurrence=occurrence, day=column, top=place[0], bottom=place[1], first=first)


def rows_of(start: int, end: int, rows: Sequence[int]) -> tuple[int, int] | None:
    """Return from which row up to which a time reaches (seconds since 1970 UTC); None where it reaches into none."""
    if end <= rows[0] or start >= rows[-1]:
        return None
    top = max(0, bisect_right(rows, start) - 1)
    bottom = min(len(rows) - 1, bisect_left(rows, end))
    return top, max(bottom, top + 1)


def _side_by_side(parts: Iterable[Block]) -> Iterator[Block]:
    """Give the blocks of one day, in order of time, their lanes: each the first one that is free at its top.

    Only those that overlap, or are linked by others that do, share the room.
    """
    linked: list[Block] = []
    free: list[int] = []
    for part in parts:
        if all(bottom <= part.top for bottom in free):
            yield from _sharing(linked, len(free))
            linked, free = [], []
        lane = next((each for each, bottom in enumerate(free) if bottom <= part.top), len(free))
        free[lane : lane + 1] = [part.bottom]
        linked.append(replace(part, lane=lane))
    yield from _sharing(linked, len(free))


def _sharing(linked: Iterable[Block], lanes: int) -> Iterator[Block]:
    return (replace(each, lanes=lanes) for each in linked)


def _midnight(day: date, where: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), where).astimezone(UTC)
