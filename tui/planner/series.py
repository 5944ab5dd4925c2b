"""A repeating plan in parts: one of its times alone, or all from one of them on. What has been stays as it was.

A time that is changed alone becomes a plan of its own, which names the day whose place it takes. All from one time on
become another series, and the first one ends before them. Both get ids that follow from the series and the day, so
that two people who do the same at once make the same plan.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from tui.core.records import Plan, PlanState
from tui.planner.occurrences import clock_of, day_of, next_of
from tui.planner.repeats import counting_one, ended, left, times

OPEN = frozenset({PlanState.PROPOSED, PlanState.ACCEPTED})
"""The states in which something may still come of a plan."""


class Scope(StrEnum):
    """How much of a series is meant."""

    ONE = "one"
    FOLLOWING = "following"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a series as a `plan` of its own; `rest` is the series as it is without it, None where nothing is."""

    plan: Plan
    rest: Plan | None = None

    @property
    def without(self) -> tuple[Plan, ...]:
        """The series without this part, where there is one."""
        return () if self.rest is None else (self.rest,)


def part_of(plan: Plan, start: datetime, scope: Scope, now: datetime) -> Part:
    """Return the part of `plan` that is meant: its time at `start` (UTC), all from there on, or all.

    All are those that are not over at `now` (UTC).
    """
    if not plan.repeat:
        return Part(plan=plan)
    if scope is Scope.ONE:
        return Part(plan=_single(plan, start))
    if scope is Scope.ALL:
        ahead = next_of(plan, now)
        start = plan.start if ahead is None else ahead.start
    return Part(plan=plan) if start <= plan.start else _split(plan, start)


def anchored(alone: Iterable[Plan], old: Plan, new: Plan) -> list[Plan]:
    """Return those of the plans of times that were changed `alone` which change as a part of their series moved.

    Each goes on standing for the same time, which is as many days later as the part moved.
    """
    first = day_of(old, old.start)
    later = day_of(new, new.start) - first
    found = [
        (each, replace(each, series=new.id, instead_of=each.instead_of + later))
        for each in alone
        if each.instead_of is not None and each.instead_of >= first
    ]
    return [after for before, after in found if after != before]


def singles(series: Plan, plans: Iterable[Plan], since: datetime) -> Iterator[Plan]:
    """Give the plans that stand for times of `series` from `since` (UTC) on, and of which something may come."""
    first = day_of(series, since)
    for each in plans:
        if (
            each.series == series.id
            and each.state in OPEN
            and each.instead_of is not None
            and each.instead_of >= first
        ):
            yield each


def _single(plan: Plan, start: datetime) -> Plan:
    day = day_of(plan, start)
    return replace(
        plan,
        id=f"{plan.id}-{day:%Y%m%d}",
        start=start,
        repeat="",
        sequence=0,
        series=plan.id,
        instead_of=day,
        choice="",
        protected=False,
    )


def _split(plan: Plan, start: datetime) -> Part:
    later = replace(
        plan,
        id=f"{plan.id}-{day_of(plan, start):%Y%m%d}-on",
        start=start,
        repeat=left(plan.repeat, times(plan.repeat, plan.start, clock_of(plan), start)),
        sequence=0,
        choice="",
        uid="",
    )
    before = replace(plan, repeat=ended(plan.repeat, start), sequence=plan.sequence + 1)
    return Part(plan=_once(later), rest=_once(before))


def _once(plan: Plan) -> Plan:
    return replace(plan, repeat=counting_one(plan.repeat, plan.start, clock_of(plan)))


def carried(first: datetime, seen: datetime, to: datetime, where: ZoneInfo) -> datetime:
    """Return where a series that begins at `first` begins once its time at `seen` is moved `to` another (all UTC).

    It moves by as many days, to the same hour, on the clock of `where`.
    """
    begin, old, new = (each.astimezone(where) for each in (first, seen, to))
    day = begin.date() + (new.date() - old.date())
    return datetime.combine(day, new.time().replace(fold=0), where).astimezone(UTC)
