"""A month of plans: its weeks, and what each of its days holds."""

from collections.abc import Iterable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from tui.planner.occurrences import Occurrence
from tui.planner.week import DAYS, monday

_MONTHS = 12
_BEYOND = timedelta(days=32)


def month_days(day: date) -> tuple[date, ...]:
    """Return the days of the month that `day` is in, in whole weeks from Monday to Sunday."""
    first = day.replace(day=1)
    begin, after = monday(first), months_on(first, 1)
    weeks = -(-(after - begin).days // DAYS)
    return tuple(begin + timedelta(days=each) for each in range(weeks * DAYS))


def months_on(day: date, months: int) -> date:
    """Return the same day some months later (or earlier), or the last one of that month where it has no such day."""
    years, month = divmod(day.month - 1 + months, _MONTHS)
    first = date(day.year + years, month + 1, 1)
    last = (first + _BEYOND).replace(day=1) - timedelta(days=1)
    return min(last, first + timedelta(days=day.day - 1))


def by_day(found: Iterable[Occurrence], where: ZoneInfo) -> dict[date, list[Occurrence]]:
    """Return what takes place on each day on the clock of `where`: over midnight on both, in the order given."""
    days: dict[date, list[Occurrence]] = {}
    for each in found:
        first = each.start.astimezone(where).date()
        last = (each.end - timedelta(microseconds=1)).astimezone(where).date()
        for place in range((last - first).days + 1):
            days.setdefault(first + timedelta(days=place), []).append(each)
    return days
