"""Times and lengths as people type them: `fri 20:00`, `tomorrow 20:00`, `26.11. 20:00`, `2 h`; and ISO 8601.

Local times are built with `datetime(..., tzinfo=ZoneInfo(...))` and then handed to pendulum: a repeated hour means
its first time, and a time in the spring gap moves forward by the gap (RFC 5545, 3.3.5).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from typing import TYPE_CHECKING

from tui.core.clock import zone
from tui.core.errors import InputError
from tui.core.text import one_line, shorten

if TYPE_CHECKING:  # it takes 16 ms to load, and only who types a time needs it
    from pendulum import DateTime

_TIME = re.compile(r"(?:^|(?<=\s))(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?\s?(?P<half>[ap]m|h|)$")
_NUMBERS = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.(?:\s?(?P<year>\d{4}))?")
_LENGTH = re.compile(
    r"(?:(?P<days>\d{1,3})\s?d[a-z]*)?\s?"
    r"(?:(?P<hours>\d{1,3}(?:[.,]\d{1,2})?)\s?(?:h[a-z]*|:(?=\d)))?\s?"
    r"(?:(?P<minutes>\d{1,5})\s?(?:m[a-z]*)?)?"
)
_NOON = 12
_LONGEST = 60
"""What is longer than this is no time, in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayNames:
    """The words for days in the reader's language; `weekdays` from Monday on, as long as they are written in full."""

    today: str
    tomorrow: str
    weekdays: Sequence[str]
    months: Sequence[str] = ()


def iso(text: str, where: str) -> datetime:
    """Return a moment (UTC) from ISO 8601 with a time; without an offset it is on the clock of `where` (IANA).

    Raises `InputError` when it is none, or the zone is unknown.
    """
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise InputError("time_not_iso", text=shorten(text, 40)) from error
    if len(text.strip()) <= len("2026-W48-4"):
        raise InputError("time_without_hour", text=shorten(text, 40))
    return _moment(found if found.tzinfo else on_clock(found.date(), found.time(), where), text)


def typed(text: str, where: str, now: datetime, names: DayNames) -> datetime:
    """Return the moment (UTC) that a person means by `text` on the clock of `where`, seen from `now` (UTC).

    A time alone is the next such time; a weekday is the next such day, today if it is still to come. Raises
    `InputError` when it cannot be understood.
    """
    line = one_line(text).casefold()
    if not line or len(line) > _LONGEST:
        raise _unclear(text)
    try:
        return iso(line.upper(), where)
    except InputError:
        pass
    found = _TIME.search(line)
    if found is None:
        clear = _day(line, _today(where, now), names) is not None
        raise InputError("when_no_hour", text=shorten(text, 40)) if clear else _unclear(text)
    try:
        at = _at(int(found["hour"]), int(found["minute"] or 0), found["half"])
    except ValueError as error:
        raise _unclear(text) from error
    return _moment(_next(line[: found.start()].strip(" ,"), at, where, now, names), text)


def minutes(text: str) -> int:
    """Return a length in minutes: `2h`, `90`, `1h30`, `1:30`, `1.5 h`, `45 min`; raises `InputError` otherwise."""
    line = one_line(text).casefold()
    found = _LENGTH.fullmatch(line) if len(line) <= _LONGEST else None
    if found is None or not any(found.groups()):
        raise InputError("length_unclear", text=shorten(text, 40))
    days, hours, rest = (found[name] or "0" for name in ("days", "hours", "minutes"))
    return int(days) * 1440 + round(float(hours.replace(",", ".")) * 60) + int(rest)


def on_clock(day: date, at: time_of_day, where: str) -> "DateTime":
    """Return the moment at which the clocks of `where` (IANA) show `at` on `day`, as said above for odd days."""
    import pendulum

    local = datetime.combine(day, at.replace(tzinfo=None), zone(where))
    return pendulum.instance(local.astimezone(UTC)).in_timezone(where)


def _at(hour: int, minute: int, half: str) -> time_of_day:
    """Return a time of day; `half` is `am`, `pm`, or something else on a clock of 24 hours."""
    if half not in {"am", "pm"}:
        return time_of_day(hour, minute)
    if not 1 <= hour <= _NOON:
        raise ValueError(hour)
    return time_of_day(hour % _NOON + (_NOON if half == "pm" else 0), minute)


def _next(day: str, at: time_of_day, where: str, now: datetime, names: DayNames) -> datetime:
    """Return the next time that fits the words for a day (none: any day)."""
    today = _today(where, now)
    if not day:
        first = on_clock(today.date(), at, where)
        return first if first > now else on_clock(today.add(days=1).date(), at, where)
    found = _day(day, today, names)
    if found is None:
        raise _unclear(day)
    moment = on_clock(found, at, where)
    if moment <= now and _weekday(day, names) is not None:
        return on_clock(today.add(days=7).date(), at, where)
    return moment


def _day(day: str, today: "DateTime", names: DayNames) -> date | None:
    if _begins(day, names.today, 3):
        return today.date()
    if _begins(day, names.tomorrow, 3):
        return today.add(days=1).date()
    weekday = _weekday(day, names)
    if weekday is not None:
        return today.add(days=(weekday - today.isoweekday()) % 7).date()
    return _written(day, today, names)


def _written(day: str, today: "DateTime", names: DayNames) -> date | None:
    """Return a day written as `26.11.`, `26.11.2026`, `26 nov` or ISO; without a year the next one."""
    weekday, _, rest = day.partition(" ")
    if rest and _weekday(weekday, names) is not None:
        day = rest
    try:
        return date.fromisoformat(day)
    except ValueError:
        pass
    found = _NUMBERS.fullmatch(day)
    if found is not None:
        return _of_year(today, int(found["month"]), int(found["day"]), found["year"])
    for number, month in enumerate(names.months, 1):
        found = re.fullmatch(rf"(\d{{1,2}})\.? {re.escape(month.casefold()[:3])}\w*(?: (\d{{4}}))?", day)
        if found is not None:
            return _of_year(today, number, int(found[1]), found[2])
    return None


def _of_year(today: "DateTime", month: int, day: int, year: str | None) -> date | None:
    """Return a date; without a year the next one that is not over (29 February may be years ahead)."""
    for each in (int(year),) if year else range(today.year, today.year + 9):
        try:
            found = date(each, month, day)
        except ValueError:
            continue
        if year or found >= today.date():
            return found
    return None


def _weekday(day: str, names: DayNames) -> int | None:
    return next((number for number, name in enumerate(names.weekdays, 1) if _begins(day, name, 2)), None)


def _begins(typed_word: str, name: str, shortest: int) -> bool:
    word = typed_word.strip(".")
    return len(word) >= shortest and name.casefold().startswith(word)


def _today(where: str, now: datetime) -> "DateTime":
    import pendulum

    return pendulum.instance(now).in_timezone(zone(where).key)


def _moment(found: datetime, text: str) -> datetime:
    try:
        return datetime.fromtimestamp(found.timestamp(), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise _unclear(text) from error


def _unclear(text: str) -> InputError:
    return InputError("when_unclear", text=shorten(text, 40))
