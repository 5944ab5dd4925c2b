"""Times and lengths as people write them: `fri 8pm`, `morgen um 20 uhr für 2 std`, `next sat noon`; and ISO 8601.

What is understood is shown before it is kept; so where people differ in what they mean, one reading is chosen:

- a weekday is the next such day, today while its time is still to come; `next friday` is that of the next calendar
  week, which begins on Monday;
- a bare hour is one on a clock of 24 hours, unless a part of the day says otherwise;
- midnight ends the day that is named, and so does the night: `friday night at 1` is on Saturday's clock;
- `3.12` is a time after `um` or alone, and a date after `am`; `3/12` is the third of December.

Local times are built with `datetime(..., tzinfo=ZoneInfo(...))` and then handed to pendulum: a repeated hour means
its first time, and a time in the spring gap moves forward by the gap (RFC 5545, 3.3.5).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from tui.core.clock import zone
from tui.core.errors import InputError
from tui.core.text import one_line, shorten
from tui.planner.when_days import DAY, days, lasts_until, starts, unclear
from tui.planner.when_grammar import Said, readings
from tui.planner.when_words import Vocabulary, canonical

if TYPE_CHECKING:  # it takes 16 ms to load, and only who types a time needs it
    from pendulum import DateTime

T = TypeVar("T")

_LENGTH = re.compile(
    r"(?:(?P<days>\d{1,3})\s?d[a-z]*)?\s?"
    r"(?:(?P<hours>\d{1,3}(?:[.,]\d{1,2})?)\s?(?:h[a-z]*|:(?=\d)))?\s?"
    r"(?:(?P<minutes>\d{1,5})\s?(?:m[a-z]*)?)?"
)
_LONGEST = 60
"""What is longer than this is no length, in characters."""

_MOST = 32
"""How many readings of one line are tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A time as it was understood."""

    start: datetime
    """In UTC."""

    minutes: int | None = None
    """How long, where that was said."""

    vague: bool = False
    """Whether only a part of the day was named, so that the hour is a guess."""


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
    try:
        return _moment(found if found.tzinfo else on_clock(found.date(), found.time(), where), text)
    except OverflowError as error:  # at either end of all years
        raise unclear(text) from error


def understood(text: str, where: str, now: datetime, names: Vocabulary) -> Understood:
    """Return what a person means by `text` on the clock of `where` (IANA), seen from `now` (UTC).

    Raises `InputError` when it cannot be understood (`when_unclear`), names no time of day (`when_no_hour`), a day
    that is none such (`when_other_weekday`), or what has gone by (`when_past`).
    """
    try:
        return _not_past(Understood(start=iso(one_line(text).upper(), where)), now, text)
    except InputError as error:
        if error.key not in {"time_not_iso", "time_without_hour", "when_unclear"}:
            raise
    return _first(text, names, lambda said: _resolved(said, where, now, text))


def understood_day(text: str, where: str, now: datetime, names: Vocabulary) -> date:
    """Return the day that a person means by `text`, which says no more than a day; a weekday lies ahead.

    Raises `InputError` as `understood` does.
    """
    today = now.astimezone(zone(where)).date()

    def day_of(said: Said) -> date:
        if said.has_hour or said.start is not None or said.lasts is not None or not said.has_day:
            raise unclear(text)
        found = list(days(said, today, today, text))
        return next((each for each in found if each > today), found[-1])

    return _first(text, names, day_of)


def minutes(text: str, names: Vocabulary | None = None) -> int:
    """Return a length in minutes: `2h`, `90`, `1h30`, `1:30`, `1.5 h`, `45 min`; raises `InputError` otherwise.

    With `names` also as it is said in words: `zwei Stunden`, `half an hour`.
    """
    line = one_line(text).casefold()
    found = _LENGTH.fullmatch(line) if len(line) <= _LONGEST else None
    if found is not None and any(found.groups()):
        days, hours, rest = (found[name] or "0" for name in ("days", "hours", "minutes"))
        return int(days) * DAY + round(float(hours.replace(",", ".")) * 60) + int(rest)
    for said in _readings(text, names) if names is not None else ():
        if said.lasts is not None and replace(said, lasts=None) == Said():
            return said.lasts
    raise InputError("length_unclear", text=shorten(text, 40))


def on_clock(day: date, at: time_of_day, where: str) -> "DateTime":
    """Return the moment at which the clocks of `where` (IANA) show `at` on `day`, as said above for odd days."""
    import pendulum

    local = datetime.combine(day, at.replace(tzinfo=None), zone(where))
    return pendulum.instance(local.astimezone(UTC)).in_timezone(where)


# Readings of a line


def _readings(text: str, names: Vocabulary) -> Iterator[Said]:
    return islice((said for line in canonical(text, names) for said in readings(line)), _MOST)


def _first(text: str, names: Vocabulary, use: Callable[[Said], T]) -> T:
    """Return what comes of the first reading that makes sense; raises what was wrong with the very first."""
    wrong: InputError | None = None
    for said in _readings(text, names):
        try:
            return use(said)
        except InputError as error:
            wrong = wrong or error
            if error.key == "when_past":
                break
        except (OverflowError, ValueError):  # at the end of all calendars
            continue
    raise wrong or unclear(text)


def _resolved(said: Said, where: str, now: datetime, text: str) -> Understood:
    """Return the time that one reading means."""
    begin, end = _both_ends(said)
    if begin.ahead is not None and begin.ahead[1] == "minute":
        return _from_now(begin, now, text)
    today = now.astimezone(zone(where)).date()
    if not begin.has_hour:
        raise _without_hour(begin, today, text)
    tried = list(_candidates(begin, end, today, text))
    chosen = next((each for each in tried if _at(*each, where) > now), tried[-1])
    found = Understood(start=_moment(_at(*chosen, where), text), minutes=begin.lasts, vague=begin.clock is None)
    if end is not None:
        lasts = _until(begin, end, chosen, where, today, text)
        found = Understood(start=found.start, minutes=lasts, vague=found.vague)
    return _not_past(found, now, text)


def _without_hour(said: Said, today: date, text: str) -> InputError:
    """Return what is wrong where no time of day was named."""
    if not said.has_day:
        return unclear(text)
    over = max(days(said, today, today, text)) < today
    return InputError("when_past" if over else "when_no_hour", text=shorten(text, 40))


def _both_ends(said: Said) -> tuple[Said, Said | None]:
    """Return what was said of the beginning and of the end; the day may stand behind both (`8 to 10 on friday`)."""
    if said.start is None:
        return said, None
    begin, end = said.start, replace(said, start=None)
    if end.has_day and not begin.has_day:
        begin = replace(begin, offset=end.offset, weekday=end.weekday, week=end.week, date=end.date, ahead=end.ahead)
        end = replace(end, offset=None, weekday=None, week=None, date=None, ahead=None)
    if end.date is not None and begin.date is not None:  # how far off it is, at the end of all
        begin = replace(begin, offset=end.offset, ahead=end.ahead)
        end = replace(end, offset=None, ahead=None)
    return begin, end


def _candidates(begin: Said, end: Said | None, today: date, text: str) -> Iterator[tuple[date, int]]:
    """Yield the days and minutes that may be meant, in their order."""
    minutes_of_day = starts(begin, end, text)
    over_midnight = minutes_of_day[0] >= DAY and (begin.offset == 0 or not begin.has_day)
    if over_midnight:  # said after midnight, it may be the night that began the day before
        yield today - timedelta(days=1), minutes_of_day[0]
    yield from ((day, each) for day in days(begin, today, today, text) for each in minutes_of_day)


def _from_now(said: Said, now: datetime, text: str) -> Understood:
    """Return the time that is some minutes from now."""
    if replace(said, ahead=None, lasts=None, since=None) != Said() or said.ahead is None:
        raise unclear(text)
    start = now.astimezone(UTC).replace(second=0, microsecond=0) + timedelta(minutes=said.ahead[0])
    return Understood(start=start, minutes=said.lasts)


def _until(begin: Said, end: Said, start: tuple[date, int], where: str, today: date, text: str) -> int:
    """Return how many minutes it is to the end, as they pass; on the clock where that would be none."""
    if not end.has_hour or (end.ahead is not None and end.ahead[1] == "minute"):
        raise unclear(text)
    day, minute = start
    lasts = lasts_until(minute, begin, end, text)
    if end.has_day:
        said_again = end.weekday is None and end.date is None
        lasts = _until_day(lasts, start, days(end, today, day, text), text, said_again=said_again)
    passed = (_at(day, minute + lasts, where) - _at(day, minute, where)).total_seconds()
    return round(passed / 60) if passed > 0 else lasts


def _until_day(lasts: int, start: tuple[date, int], ends: Iterator[date], text: str, *, said_again: bool) -> int:
    """Return `lasts` with the days up to the one that was named for the end.

    With `said_again` that may be the first day, though it ends after midnight (`sat 20:00 to 2:00, in 9 days`).
    """
    day, minute = start
    same = minute // DAY + (minute % DAY + lasts) // DAY
    for each in ends:
        more = (each - day).days - same
        if more >= 0 or (said_again and each == day):
            return lasts + max(0, more) * DAY
    raise unclear(text)


def _at(day: date, minute: int, where: str) -> datetime:
    days_more, rest = divmod(minute, DAY)
    return on_clock(day + timedelta(days=days_more), time_of_day(*divmod(rest, 60)), where)


def _moment(found: datetime, text: str) -> datetime:
    try:
        return datetime.fromtimestamp(found.timestamp(), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise unclear(text) from error


def _not_past(found: Understood, now: datetime, text: str) -> Understood:
    """Return a time that is still to come, or is this minute; raises `InputError` when it has gone by."""
    if found.start < now.replace(second=0, microsecond=0):
        raise InputError("when_past", text=shorten(text, 40))
    return found
