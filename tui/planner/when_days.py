"""The days and the hours that are meant by what was said of a time, on the reader's calendar and clock."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from tui.core.errors import InputError
from tui.core.text import shorten
from tui.planner.when_grammar import Clock, Said

DAY = 1440
"""Minutes of a day, on the clock."""

PARTS = {
    "morning": range(9, 12),
    "midday": range(12, 14),
    "afternoon": range(15, 18),
    "evening": range(20, 23),
    "night": range(21, 24),
}
"""The hour that we guess for each part of a day; the later ones where that has gone by."""

_NOON = 12
_SMALL_HOURS = 6
_SATURDAY = 6
_LATE = {"midday": 5, "afternoon": 12, "evening": 12, "night": 12}
"""Which hours of a part, from 1 up to this one, are after noon on a clock of 12 hours."""


def unclear(text: str) -> InputError:
    """Return the error for what cannot be understood."""
    return InputError("when_unclear", text=shorten(text, 40))


# Days


def days(said: Said, today: date, since: date, text: str) -> Iterator[date]:
    """Yield the days that may be meant, the first first; `since` is where days without a name of their own begin.

    Raises `InputError` when there is none, or what was said does not fit together.
    """
    named = _named(said, today, since, text)
    if named is None:
        yield from _such_days(said, today, since)
        return
    if _of_week(said, today, named) and _is(said.weekday, named):
        yield named
        return
    raise InputError("when_other_weekday", text=shorten(text, 40))


def _named(said: Said, today: date, since: date, text: str) -> date | None:
    """Return the one day that was named otherwise than by its weekday; None when none was."""
    found = [] if said.offset is None else [today + timedelta(days=said.offset)]
    if said.date is not None:
        found.append(_dated(*said.date, since, text))
    count, unit = _ahead(said)
    if unit == "day":
        found.append(today + timedelta(days=count))
    if unit == "month":
        found.append(_months_later(today, count))
    if len(set(found)) > 1 or unit == "minute":
        raise unclear(text)
    weeks = timedelta(weeks=count if unit == "week" else 0)
    return found[0] + weeks if found else None


def _ahead(said: Said) -> tuple[int, str]:
    """Return how far ahead it is; `friday in 14 days` is two weeks from the next one."""
    count, unit = said.ahead or (0, "")
    beside = said.weekday is not None and (said.offset, said.date) == (None, None)
    return (count // 7, "week") if unit == "day" and beside and count % 7 == 0 else (count, unit)


def _such_days(said: Said, today: date, since: date) -> Iterator[date]:
    """Yield the weekdays that were meant, or any day."""
    count, unit = _ahead(said)
    weeks = timedelta(weeks=count if unit == "week" else 0)
    if said.weekday is None:
        named = said.week is not None or unit == "week"
        first = today if named else since
        yield first + weeks + timedelta(weeks=said.week or 0)
        if not named:
            yield first + timedelta(days=1)
    elif said.week is not None:
        monday = today - timedelta(days=today.weekday())
        yield monday + weeks + timedelta(weeks=said.week, days=(said.weekday or _SATURDAY) - 1)
    else:
        yield from (day + weeks for day in _next(since, said.weekday))


def _next(since: date, weekday: int) -> Iterator[date]:
    """Yield the next such days; of a weekend each day that is left of this one, else Saturday."""
    ahead = [since + timedelta(days=number) for number in range(8)]
    weekend_begun = not weekday and since.isoweekday() >= _SATURDAY
    for number, day in enumerate(ahead):
        rest = weekend_begun and number < 8 - since.isoweekday()
        if rest or day.isoweekday() == (weekday or _SATURDAY):
            yield day


def _of_week(said: Said, today: date, day: date) -> bool:
    monday = today - timedelta(days=today.weekday())
    return said.week is None or (day - monday).days // 7 == said.week


def _is(weekday: int | None, day: date) -> bool:
    return weekday is None or (day.isoweekday() == weekday if weekday else day.isoweekday() >= _SATURDAY)


def _dated(year: int, month: int, day: int, since: date, text: str) -> date:
    """Return a date; what was left open makes it the next one that is not over (29 February may be years ahead)."""
    years = (year,) if year else range(since.year, since.year + 9)
    for each in ((one, two) for one in years for two in ((month,) if month else range(1, 13))):
        try:
            found = date(*each, day)
        except ValueError:
            continue
        if year or found >= since:
            return found
    raise unclear(text)


def _months_later(day: date, months: int) -> date:
    """Return the same day of a later month, its last where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


# Hours


def starts(said: Said, end: Said | None, text: str) -> Sequence[int]:
    """Return when it may begin, in minutes since the day's midnight; what belongs to the next day is 1440 or more."""
    if said.clock is None:
        return [hour * 60 for hour in PARTS.get(said.part or "", ())]
    if end is not None and end.clock is not None and _named_half(end) and _open(said):
        last = _minute(end.clock, end.part, text)
        return [min(_both(said.clock), key=lambda each: (last - each) % DAY or DAY)]
    return [_minute(said.clock, said.part, text)]


def lasts_until(start: int, said: Said, end: Said, text: str) -> int:
    """Return how long it is from `start` until the hour of the end, less than a day, in minutes on the clock."""
    if end.clock is not None and _named_half(said) and _open(end):
        return min((each - start) % DAY or DAY for each in _both(end.clock))
    last = starts(end, None, text)[0]
    backwards = last < start < _NOON * 60 and _bare(said) and _bare(end)  # `10 to 9`
    if (last - start) % DAY == 0 or backwards:
        raise unclear(text)
    return (last - start) % DAY


def _named_half(said: Said) -> bool:
    """Whether it was said which half of the day is meant."""
    return said.part is not None or (said.clock is not None and bool(said.clock.half))


def _bare(said: Said) -> bool:
    """Whether nothing but an hour was said."""
    return said.clock is not None and said.clock.bare and not _named_half(said)


def _open(said: Said) -> bool:
    """Whether an hour was said that either half of the day has."""
    return said.clock is not None and not _named_half(said) and said.clock.hour <= _NOON


def _both(clock: Clock) -> tuple[int, int]:
    early = clock.hour % _NOON * 60 + clock.minute
    return early, early + _NOON * 60


def _minute(clock: Clock, part: str | None, text: str) -> int:
    """Return a time of day in minutes since midnight; raises `InputError` when the part has no such hour."""
    hour = clock.hour
    if clock.half:
        hour = hour % _NOON + (_NOON if clock.half == "pm" else 0)
    elif part == "morning" and hour > _NOON:
        raise unclear(text)
    elif part in {"evening", "night"} and hour == _NOON:
        hour = 0
    elif 1 <= hour < _LATE.get(part or "", 0) and not (part == "night" and hour < _SMALL_HOURS):
        hour += _NOON
    after_midnight = part in {"evening", "night"} and hour < _SMALL_HOURS
    return (hour + (24 if after_midnight else 0)) * 60 + clock.minute
