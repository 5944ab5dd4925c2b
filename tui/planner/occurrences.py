"""When plans take place: each plan once, or as often as its recurrence rule says (RFC 5545, 3.3.10).

Rules run on the wall clock of the plan's zone, so that Thursday at eight stays at eight when the clocks change.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tui.core.clock import zone
from tui.core.errors import InputError
from tui.core.records import Plan, PlanState
from tui.planner.repeats import times

AHEAD = timedelta(days=366)
"""How far a repeating plan is looked at for its next time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One time at which a plan takes place: `start` and `end` in UTC, half-open."""

    plan: Plan
    start: datetime
    end: datetime


def occurrences(plan: Plan, since: datetime, until: datetime) -> Iterator[Occurrence]:
    """Give the occurrences of `plan` that touch the window from `since` to `until` (UTC), in order of time."""
    length = timedelta(minutes=plan.minutes)
    for start in _starts(plan, since - length):
        if start >= until:
            return
        if start + length > since:
            yield Occurrence(plan=plan, start=start, end=start + length)


def first_of(plan: Plan) -> Occurrence:
    """Return the first time of `plan`."""
    return Occurrence(plan=plan, start=plan.start, end=plan.start + timedelta(minutes=plan.minutes))


def next_of(plan: Plan, now: datetime) -> Occurrence | None:
    """Return the next time of `plan` that is not over at `now` (UTC), whatever its state; None when all are over."""
    if plan.start + timedelta(minutes=plan.minutes) > now:
        return first_of(plan)
    return next(occurrences(plan, now, now + AHEAD), None) if plan.repeat else None


def upcoming(plans: Iterable[Plan], now: datetime) -> Occurrence | None:
    """Return the next accepted time alone that is not over at `now` (UTC), or None."""
    found = (next_of(plan, now) for plan in plans if plan.state is PlanState.ACCEPTED)
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
