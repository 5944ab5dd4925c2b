"""Rules by days, weeks, months and years with anything beyond the plain, followed by dateutil around a window.

dateutil walks from the start of a rule, and on to the year 9999 when nothing ever matches. So it is given a start
near the window wherever there is no count to keep, and nothing that matches on no day of the window.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Literal

from tui.planner.calendars.clocks import DAY, EPOCH, clamped
from tui.planner.calendars.days import FIRST_DAY, LAST_DAY, days_of, is_on, is_plain
from tui.planner.calendars.often import MOST
from tui.planner.calendars.rules import MOST_IN_MONTH, OF_A_DAY, Rule
from tui.planner.calendars.values import EPOCH_DAY

if TYPE_CHECKING:
    from dateutil.rrule import rrule

MOST_STEPS = 200_000
"""How many periods a rule with a count may be followed from its start."""

_STEP = {b"DAILY": 1, b"WEEKLY": 7, b"MONTHLY": 30, b"YEARLY": 365}
"""Days of a period, about."""

_MONTHS = 12
_LAST_SECOND = 59


def times(rule: Rule, start: int, since: int, until: int) -> list[int] | None:
    """Return the local times from `since` to `until` at which a rule takes place; None when that takes too long."""
    if until < max(start, since) or not _ever(rule, start, since, until):
        return []
    steps = (until - start) // DAY // (_STEP[rule.frequency] * rule.interval)
    if rule.count is not None and steps > MOST_STEPS:
        return None
    last = EPOCH + timedelta(seconds=clamped(until))
    within = takewhile(lambda each: each <= last, _by_dateutil(rule, start, since))
    walls = (int((each - EPOCH).total_seconds()) for each in within)
    found = list(islice((wall for wall in walls if wall >= max(since, start)), MOST + 1))
    return None if len(found) > MOST else found


def _ever(rule: Rule, start: int, since: int, until: int) -> bool:
    """Whether any day of the window may match."""
    by_day = replace(
        rule,
        count=None,
        numbers={part: said for part, said in rule.numbers.items() if part not in (*OF_A_DAY, b"BYSETPOS")},
    )
    first, last = max(since, start) // DAY - 1, until // DAY + 1
    if is_plain(by_day):
        days = days_of(by_day, start // DAY, first, last)
        return bool(days) and min(map(abs, rule.of(b"BYSETPOS") or (1,))) <= _most_in_period(rule)
    if not rule.numbers.keys() - {b"BYSETPOS"} and rule.days:
        return True
    return any(is_on(by_day, day) and _is_in_weeks(by_day, day) for day in range(first, last + 1))


def _is_in_weeks(rule: Rule, day: int) -> bool:
    weeks = rule.of(b"BYWEEKNO")
    if not weeks or rule.week or min(weeks) < 0 or not FIRST_DAY <= day <= LAST_DAY:
        return True
    return date.fromordinal(day + EPOCH_DAY).isocalendar().week in weeks


def _most_in_period(rule: Rule) -> int:
    """Return how many times may be in one period, at most."""
    of_a_day = 1
    for part in OF_A_DAY:
        of_a_day *= len(rule.of(part)) or 1
    if rule.frequency == b"DAILY":
        return of_a_day
    weeks = 1 if rule.frequency == b"WEEKLY" else 5
    days = sum(1 if ordinal else weeks for ordinal, _ in rule.days) or len(rule.of(b"BYMONTHDAY")) or 1
    return days * of_a_day * (_MONTHS if rule.frequency == b"YEARLY" else 1)


def _by_dateutil(rule: Rule, start: int, since: int) -> Iterator[datetime]:
    first = EPOCH + timedelta(seconds=start)
    rule = _without_impossible(rule)
    parts = dict(rule.numbers)
    own = not (rule.days or parts.keys() & {b"BYMONTHDAY", b"BYYEARDAY", b"BYWEEKNO"})
    if own and rule.frequency == b"YEARLY":
        parts.setdefault(b"BYMONTH", (first.month,))
    if own and rule.frequency in {b"YEARLY", b"MONTHLY"}:
        parts[b"BYMONTHDAY"] = (first.day,)
    nearer = first if rule.count is not None else _nearer(rule, first, EPOCH + timedelta(seconds=clamped(since)))
    if rule.frequency == b"WEEKLY" and rule.of(b"BYSETPOS") and nearer.year > 1:
        # dateutil numbers what is in a week from its start on, not from the first day of the week.
        rule = replace(rule, days=rule.days or ((0, first.weekday()),))
        nearer -= timedelta(days=(nearer.weekday() - rule.week) % 7)
    found = _engine(replace(rule, count=None), parts, nearer)
    return islice((each for each in found if each >= first), rule.count)


def _without_impossible(rule: Rule) -> Rule:
    """Leave out the weekdays of which no month has so many: dateutil would look for them beyond the year."""
    if rule.frequency == b"YEARLY" and not rule.of(b"BYMONTH"):
        return rule
    possible = tuple(each for each in rule.days if abs(each[0]) <= MOST_IN_MONTH)
    return replace(rule, days=possible) if possible or not rule.days else replace(rule, count=0)


def _nearer(rule: Rule, first: datetime, since: datetime) -> datetime:
    """Return the start of a period that the rule counts, before `since`, at the time of day of `first`."""
    if since <= first:
        return first
    if rule.frequency in {b"DAILY", b"WEEKLY"}:
        step = timedelta(days=_STEP[rule.frequency] * rule.interval)
        return first + max(0, (since - first) // step - 1) * step
    unit = 1 if rule.frequency == b"MONTHLY" else _MONTHS
    months = (since.year - first.year) * _MONTHS + since.month - first.month
    skipped = max(0, months // (unit * rule.interval) - 1) * unit * rule.interval
    if not skipped:
        return first
    year, month = divmod(first.year * _MONTHS + first.month - 1 + skipped, _MONTHS)
    return first.replace(year=year, month=month + 1 if unit == 1 else 1, day=1)


def _engine(rule: Rule, parts: dict[bytes, tuple[int, ...]], first: datetime) -> "rrule":
    from dateutil import rrule as dateutil

    weekdays = (dateutil.MO, dateutil.TU, dateutil.WE, dateutil.TH, dateutil.FR, dateutil.SA, dateutil.SU)
    days = [weekdays[weekday](ordinal) if ordinal else weekdays[weekday] for ordinal, weekday in rule.days]
    frequencies: dict[bytes, Literal[0, 1, 2, 3]] = {
        b"DAILY": dateutil.DAILY,
        b"WEEKLY": dateutil.WEEKLY,
        b"MONTHLY": dateutil.MONTHLY,
        b"YEARLY": dateutil.YEARLY,
    }
    seconds = parts.get(b"BYSECOND")
    return dateutil.rrule(
        frequencies[rule.frequency],
        dtstart=first,
        interval=rule.interval,
        wkst=weekdays[rule.week],
        count=rule.count,
        byweekday=days or None,
        bymonth=parts.get(b"BYMONTH"),
        bymonthday=parts.get(b"BYMONTHDAY"),
        byyearday=parts.get(b"BYYEARDAY"),
        byweekno=parts.get(b"BYWEEKNO"),
        bysetpos=parts.get(b"BYSETPOS"),
        byhour=parts.get(b"BYHOUR"),
        byminute=parts.get(b"BYMINUTE"),
        bysecond=seconds and sorted({min(each, _LAST_SECOND) for each in seconds}),
    )
