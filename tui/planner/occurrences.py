"""When plans take place: each plan once, or as often as its recurrence rule says (RFC 5545, 3.3.10).

Rules run on the wall clock of the plan's zone, so that Thursday at eight stays at eight when the clocks change.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from tui.core.clock import zone
from tui.core.records import Plan, PlanState

MOST = 1000
"""How many occurrences of one plan are looked at: a rule that never ends must not hold anyone up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One time at which a plan takes place: `start` and `end` in UTC, half-open."""

    plan: Plan
    start: datetime
    end: datetime


def occurrences(plan: Plan, since: datetime, until: datetime) -> Iterator[Occurrence]:
    """Give the occurrences of `plan` that touch the window from `since` to `until` (UTC), in order of time."""
    length = timedelta(minutes=plan.minutes)
    for start in _starts(plan, since - length, until):
        if start < until and start + length > since:
            yield Occurrence(plan=plan, start=start, end=start + length)


def upcoming(plans: Iterable[Plan], now: datetime) -> Occurrence | None:
    """Return the next accepted time alone that is not over at `now` (UTC), or None."""
    ahead = now + timedelta(days=366)
    found = (
        next(occurrences(plan, now, ahead), None)
        for plan in plans
        if plan.state is PlanState.ACCEPTED and (plan.repeat or plan.start + timedelta(minutes=plan.minutes) > now)
    )
    return min((each for each in found if each is not None), key=lambda each: (each.start, each.plan.id), default=None)


def _starts(plan: Plan, since: datetime, until: datetime) -> Iterator[datetime]:
    if not plan.repeat:
        yield plan.start
        return
    from dateutil.rrule import rrulestr

    where = zone(plan.zone)
    local = plan.start.astimezone(where).replace(tzinfo=None)
    rule = rrulestr(plan.repeat.removeprefix("RRULE:"), dtstart=local, ignoretz=True)
    first = since.astimezone(where).replace(tzinfo=None) - timedelta(days=1)
    for each in islice(rule.xafter(first, inc=True), MOST):
        start = each.replace(tzinfo=where).astimezone(UTC)
        if start >= until:
            return
        yield start
