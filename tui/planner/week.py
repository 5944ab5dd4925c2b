"""A week of plans as blocks on a grid: a day a column, an hour a row, side by side where they overlap."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tui.core.records import Plan, PlanState
from tui.planner.occurrences import Occurrence, occurrences, replaced

DAYS = 7
HOURS = 24
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
    since, until = (_midnight(first + timedelta(days=days), where) for days in (0, DAYS))
    every = list(plans)
    days = replaced(every)
    found = (each for plan in every if plan.state in SHOWN for each in occurrences(plan, since, until, days))
    return tuple(sorted(found, key=lambda each: (each.start, each.plan.id)))


def blocks(found: Iterable[Occurrence], first: date, where: ZoneInfo) -> tuple[Block, ...]:
    """Return occurrences as blocks of the week that begins with `first`, by the clock of `where`."""
    parts = [part for each in found for part in _parts(each, first, where)]
    return tuple(
        placed for day in range(DAYS) for placed in _side_by_side([part for part in parts if part.day == day])
    )


def _parts(occurrence: Occurrence, first: date, where: ZoneInfo) -> Iterator[Block]:
    start, end = occurrence.start.astimezone(where), occurrence.end.astimezone(where)
    for day in range(DAYS):
        each = first + timedelta(days=day)
        if not start.date() <= each <= end.date():
            continue
        top = start.hour if each == start.date() else 0
        bottom = end.hour + (end.minute > 0) if each == end.date() else HOURS
        begins = each == start.date()
        if bottom > top or begins:
            yield Block(occurrence=occurrence, day=day, top=top, bottom=max(bottom, top + 1), first=begins)


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
