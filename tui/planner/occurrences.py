"""When plans take place: each plan once, or as often as its recurrence rule says (RFC 5545, 3.3.10).

Rules run on the wall clock of the plan's zone, so that Thursday at eight stays at eight when the clocks change.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tui.core.clock import zone
from tui.core.errors import InputError
from tui.core.records import Plan, PlanState
from tui.planner.repeats import times

Days = Mapping[str, Collection[date]]
"""By series (id), the days on its clock whose time another plan has taken the place of."""

AHEAD = timedelta(days=366)
"""How far a repeating plan is looked at for its next time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One time at which a plan takes place: `start` and `end` in UTC, half-open."""

    plan: Plan
    start: datetime
    end: datetime


def replaced(plans: Iterable[Plan]) -> Days:
    """Return the days on which other plans stand for a time of a series."""
    found: dict[str, set[date]] = {}
    for plan in plans:
        if plan.series and plan.instead_of is not None:
            found.setdefault(plan.series, set()).add(plan.instead_of)
    return found


def day_of(plan: Plan, start: datetime) -> date:
    """Return the day on the plan's clock on which one of its times begins (UTC): no two begin on the same."""
    return start.astimezone(clock_of(plan)).date()


def occurrences(plan: Plan, since: datetime, until: datetime, days: Days | None = None) -> Iterator[Occurrence]:
    """Give the occurrences of `plan` that touch the window from `since` to `until` (UTC), in order of time.

    Those on the `days` that other plans stand for are left out.
    """
    length = timedelta(minutes=plan.minutes)
    without = (days or {}).get(plan.id, ())
    for start in _starts(plan, since - length):
        if start >= until:
            return
        if start + length > since and not (without and day_of(plan, start) in without):
            yield Occurrence(plan=plan, start=start, end=start + length)


def first_of(plan: Plan) -> Occurrence:
    """Return the first time of `plan`."""
    return Occurrence(plan=plan, start=plan.start, end=plan.start + timedelta(minutes=plan.minutes))


def next_of(plan: Plan, now: datetime, days: Days | None = None) -> Occurrence | None:
    """Return the next time of `plan` that is not over at `now` (UTC), whatever its state; None when all are over."""
    if not plan.repeat:
        return first_of(plan) if plan.start + timedelta(minutes=plan.minutes) > now else None
    since = max(now, plan.start)
    return next(occurrences(plan, since, since + AHEAD, days), None)


def upcoming(plans: Iterable[Plan], now: datetime) -> Occurrence | None:
    """Return the next accepted time alone that is not over at `now` (UTC), or None."""
    every = list(plans)
    days = replaced(every)
    found = (next_of(plan, now, days) for plan in every if plan.state is PlanState.ACCEPTED and not plan.talk)
    ahead_of_us = (each for each in found if each is not None)
    return min(ahead_of_us, key=lambda each: (each.start, each.plan.id), default=None)


def clock_of(plan: Plan) -> ZoneInfo:
    """Return the zone of `plan`; UTC where this machine does not know it, as its moments are true all the same."""
    try:
        return zone(plan.zone)
    except InputError:
        return zone("UTC")


def _starts(plan: Plan, since: datetime) -> Iterator[datetime]:
    if plan.repeat:
        yield from times(plan.repeat, plan.start, clock_of(plan), since)
    else:
        yield plan.start
