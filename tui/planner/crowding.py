"""Plans beside calendars: what something else has come into, and which ritual fell out twice in a row."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from tui.core.records import Plan, PlanState
from tui.planner.occurrences import Occurrence, first_of, occurrences, replaced
from tui.planner.spans import Span

LOOKED_AT = timedelta(days=70)
"""How far back and ahead a ritual is looked at: two times of one that comes every month."""

ROW = 2
"""How many times in a row must fall out before a word is said."""

OUT = frozenset({PlanState.DECLINED, PlanState.CANCELLED})


def is_crowded(occurrence: Occurrence, busy: Sequence[Span]) -> bool:
    """Whether a time overlaps `busy` spans, which are merged."""
    start, end = int(occurrence.start.timestamp()), int(occurrence.end.timestamp())
    before = bisect_right(busy, end - 1, key=lambda span: span[0]) - 1
    return before >= 0 and busy[before][1] > start


def crowded_out(plans: Iterable[Plan], busy: Sequence[Span], now: datetime) -> list[Plan]:
    """Return the rituals of which two times in a row fell out: the last ones before `now` (UTC), or the next.

    A time falls out when it was called off, or lies in time that is `busy` (merged) for one of the two; one that was
    moved, or took place all the same, does not.
    """
    every = list(plans)
    return [
        each for each in every if each.protected and each.state is PlanState.ACCEPTED and _out(each, every, busy, now)
    ]


def _out(series: Plan, plans: Sequence[Plan], busy: Sequence[Span], now: datetime) -> bool:
    window = now - LOOKED_AT, now + LOOKED_AT
    alone = [each for each in plans if each.series == series.id and each.instead_of is not None]
    plain = [(each.start, is_crowded(each, busy)) for each in occurrences(series, *window, replaced(alone))]
    changed = [(each.start, _fell_out(each, busy)) for each in alone if window[0] <= each.start < window[1]]
    times = sorted([*plain, *changed])
    past = [out for start, out in times if start < now][-ROW:]
    ahead = [out for start, out in times if start >= now][:ROW]
    row = [*past, *ahead]
    return any(all(row[place : place + ROW]) for place in range(len(row) - ROW + 1))


def _fell_out(single: Plan, busy: Sequence[Span]) -> bool:
    if single.state is PlanState.ACCEPTED:
        return is_crowded(first_of(single), busy)
    return single.state in OUT
