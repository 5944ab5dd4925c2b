"""The days on which a plain rule takes place, found without walking there from its first.

Plain are rules by days, weeks, months and years whose times of day are that of their start: most that there are.
Each period (a week, say) is looked at on its own, and only those that touch the window; a rule with a count is
followed from its start.
"""

from calendar import isleap, monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import islice

from tui.planner.calendars.rules import BY_DAYS, Rule
from tui.planner.calendars.values import EPOCH_DAY

FIRST_DAY = date.min.toordinal() - EPOCH_DAY
LAST_DAY = date.max.toordinal() - EPOCH_DAY
_PLAIN = frozenset({b"BYMONTH", b"BYMONTHDAY", b"BYYEARDAY", b"BYSETPOS"})
_LEAST_DAYS = {b"DAILY": 1, b"WEEKLY": 7, b"MONTHLY": 28, b"YEARLY": 365}
_MOST_DAYS = {b"DAILY": 1, b"WEEKLY": 7, b"MONTHLY": 31, b"YEARLY": 366}
_THURSDAY = 3  # the first day of 1970, where Monday is 0
_MONTHS = 12

_MANY = 3_000
"""In how many periods a rule has to come round once, or it never does."""


@lru_cache(maxsize=4096)
def is_plain(rule: Rule) -> bool:
    """Whether `days_of` can follow a rule."""
    if rule.frequency not in BY_DAYS or rule.numbers.keys() - _PLAIN:
        return False
    return rule.frequency == b"DAILY" or not rule.of(b"BYYEARDAY")


def days_of(rule: Rule, start: int, since: int, until: int) -> list[int]:
    """Return the days (counted from 1970) from `since` to `until`, both included, on which a plain rule takes place.

    `start` is its first day: it counts only where the rule says so.
    """
    until = min(until, LAST_DAY)
    if rule.count == 0 or until < start:
        return []
    if rule.count is not None and rule.count > _at_most(rule, until - start):
        rule = replace(rule, count=None)
    if rule.frequency == b"DAILY" and not rule.days and not rule.numbers:
        return _every_so_many(rule, start, since, until)
    asked = start if rule.count is not None else max(since, start)
    found: list[int] = []
    for each in _periods(rule, start, asked, until):
        found.extend(each)
        if rule.count is not None and len(found) >= rule.count:
            found = found[: rule.count]
            break
    return [day for day in found if since <= day <= until]


def ever(rule: Rule, start: int) -> bool:
    """Whether a plain rule that starts on a day ever comes round. For those with odd parts it is tried out."""
    if not rule.numbers and not rule.ordinals:
        return True
    periods = _periods(replace(rule, count=None, until=None), start, start, LAST_DAY)
    return any(islice(periods, _MANY))


def _at_most(rule: Rule, days: int) -> int:
    """Return how often a rule may come round in so many days, or more."""
    return (days // (_LEAST_DAYS[rule.frequency] * rule.interval) + 2) * _MOST_DAYS[rule.frequency]


def _every_so_many(rule: Rule, start: int, since: int, until: int) -> list[int]:
    last = until if rule.count is None else min(until, start + (rule.count - 1) * rule.interval)
    skipped = max(0, -((start - since) // rule.interval))
    return list(range(start + skipped * rule.interval, last + 1, rule.interval))


def _periods(rule: Rule, start: int, since: int, until: int) -> Iterator[list[int]]:
    """Give the days of each period from the one with `since` on, none before `start`."""
    number, days_in = _REPEATED[rule.frequency](rule, start)
    first, last = number(start), number(until)
    skipped = max(0, (number(since) - first) // rule.interval)
    for period in range(first + skipped * rule.interval, last + 1, rule.interval):
        found = days_in(period)
        if rule.of(b"BYSETPOS"):
            found = _chosen(found, rule.of(b"BYSETPOS"))
        yield found if found and found[0] >= start else [day for day in found if day >= start]


Repeated = tuple[Callable[[int], int], Callable[[int], list[int]]]
"""Which period a day is in, and the days of a period, in order."""


def _daily(rule: Rule, start: int) -> Repeated:
    del start
    weekdays = {weekday for _, weekday in rule.days}

    def days_in(day: int) -> list[int]:
        return [day] if (not weekdays or _weekday(day) in weekdays) and _in_parts(rule, day) else []

    return int, days_in


def _weekly(rule: Rule, start: int) -> Repeated:
    weekdays = {weekday for _, weekday in rule.days} or {_weekday(start)}
    offsets = sorted((weekday - rule.week) % 7 for weekday in weekdays)
    shift = _THURSDAY - rule.week

    def days_in(week: int) -> list[int]:
        first = week * 7 - shift
        found = [first + offset for offset in offsets]
        return [day for day in found if _in_parts(rule, day)] if rule.numbers else found

    return (lambda day: (day + shift) // 7), days_in


def _monthly(rule: Rule, start: int) -> Repeated:
    own = None if rule.days or rule.of(b"BYMONTHDAY") else date.fromordinal(start + EPOCH_DAY).day

    def days_in(month: int) -> list[int]:
        year, index = divmod(month, _MONTHS)
        if rule.of(b"BYMONTH") and index + 1 not in rule.of(b"BYMONTH"):
            return []
        return _days_of_month(rule, year, index + 1, own)

    return _month_of, days_in


def _yearly(rule: Rule, start: int) -> Repeated:
    first = date.fromordinal(start + EPOCH_DAY)
    counted = bool(rule.of(b"BYMONTHDAY"))
    own = None if rule.days or counted else first.day
    months: Iterable[int] = rule.of(b"BYMONTH") or (range(1, _MONTHS + 1) if counted else (first.month,))
    whole = bool(rule.days) and not rule.of(b"BYMONTH") and (rule.ordinals or not counted)

    def days_in(year: int) -> list[int]:
        if whole:
            found = _on_weekdays(rule, _month(year, 1)[0], _month(year, _MONTHS)[0] + 31)
            return [day for day in found if _in_parts(rule, day)] if counted else found
        return [day for month in months for day in _days_of_month(rule, year, month, own)]

    return _year_of, days_in


_REPEATED: dict[bytes, Callable[[Rule, int], Repeated]] = {
    b"DAILY": _daily,
    b"WEEKLY": _weekly,
    b"MONTHLY": _monthly,
    b"YEARLY": _yearly,
}


def _days_of_month(rule: Rule, year: int, month: int, own: int | None) -> list[int]:
    """Return the days that a rule names in a month; `own` is the day of its start, where that decides."""
    first, length = _month(year, month)
    if own is not None:
        return [first + own - 1] if own <= length else []
    named = rule.of(b"BYMONTHDAY")
    if not rule.days:
        return _numbered(named, first, length)
    found = _on_weekdays(rule, first, first + length)
    return [day for day in found if day in set(_numbered(named, first, length))] if named else found


def _numbered(numbers: Iterable[int], first: int, length: int) -> list[int]:
    days = {first + (number - 1 if number > 0 else length + number) for number in numbers if abs(number) <= length}
    return sorted(days)


def _on_weekdays(rule: Rule, first: int, end: int) -> list[int]:
    """Return the days from `first` to before `end` that are the weekdays of a rule; ordinals count within these."""
    found: set[int] = set()
    for ordinal, weekday in rule.days:
        days = range(first + (weekday - _weekday(first)) % 7, end, 7)
        if ordinal == 0:
            found.update(days)
        elif abs(ordinal) <= len(days):
            found.add(days[ordinal - 1 if ordinal > 0 else ordinal])
    return sorted(found)


def _chosen(days: list[int], positions: Iterable[int]) -> list[int]:
    """Return those of a period's days that BYSETPOS names."""
    inside = {each - 1 if each > 0 else len(days) + each for each in positions if abs(each) <= len(days)}
    return [days[each] for each in sorted(inside)]


def _in_parts(rule: Rule, day: int) -> bool:
    """Whether a day is in the months, and on the days of the month and of the year, of a rule."""
    if not rule.numbers:
        return True
    if not FIRST_DAY <= day <= LAST_DAY:
        return False
    when = date.fromordinal(day + EPOCH_DAY)
    if rule.of(b"BYMONTH") and when.month not in rule.of(b"BYMONTH"):
        return False
    in_month = _is_among(when.day - 1, _month(when.year, when.month)[1], rule.of(b"BYMONTHDAY"))
    in_year = _is_among(day - _month(when.year, 1)[0], 365 + isleap(when.year), rule.of(b"BYYEARDAY"))
    return in_month and in_year


def is_on(rule: Rule, day: int) -> bool:
    """Whether a day is one of those to which the parts of a rule hold it, ordinals and places in a set aside."""
    weekdays = {weekday for _, weekday in rule.days}
    return (not weekdays or _weekday(day) in weekdays) and _in_parts(rule, day)


def _is_among(index: int, length: int, numbers: tuple[int, ...]) -> bool:
    """Whether the place `index` of `length` is among `numbers`, which count from 1, or from the end."""
    return not numbers or index + 1 in numbers or index - length in numbers


def _weekday(day: int) -> int:
    return (day + _THURSDAY) % 7


def _month_of(day: int) -> int:
    when = date.fromordinal(day + EPOCH_DAY)
    return when.year * _MONTHS + when.month - 1


def _year_of(day: int) -> int:
    return date.fromordinal(day + EPOCH_DAY).year


@lru_cache(maxsize=4096)
def _month(year: int, month: int) -> tuple[int, int]:
    """Return the first day of a month, and how many it has."""
    return date(year, month, 1).toordinal() - EPOCH_DAY, monthrange(year, month)[1]
