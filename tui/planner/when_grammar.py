"""What the signs of a typed time mean together: which day, what o'clock, until when or for how long.

A line is read piece by piece, each piece in every way that it can be read, until all of it is read. What is said
twice is not understood, so a line has few readings, and each is short.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

_HOUR = 60
_DAY = 1440
_NOON = 12
_CENTURY = 100


class Clock(Struct, frozen=True, kw_only=True):
    """A time of day as it was said: `half` is `am`, `pm`, or empty on a clock of 24 hours."""

    hour: int
    minute: int = 0
    half: str = ""
    bare: bool = False
    """Whether nothing but the hour was said."""


class Said(Struct, frozen=True, kw_only=True):
    """What was said of a time; None is what was not said."""

    offset: int | None = None
    """Days from today."""

    weekday: int | None = None
    """From 1, Monday, as in ISO 8601; 0 is the weekend."""

    week: int | None = None
    """Which calendar week, from this one, 0."""

    date: tuple[int, int, int] | None = None
    """Year, month and day; 0 where it was left open."""

    ahead: tuple[int, str] | None = None
    """How far ahead, and in which unit: `day`, `week`, `month` or `minute`."""

    part: str | None = None
    clock: Clock | None = None
    lasts: int | None = None
    """In minutes."""

    since: bool | None = None
    """Whether a word such as `from` was there."""

    start: "Said | None" = None
    """What stood before a word such as `to`; the rest is the end then."""

    @property
    def has_day(self) -> bool:
        """Whether a day was named."""
        return (self.offset, self.weekday, self.week, self.date, self.ahead) != (None,) * 5

    @property
    def has_hour(self) -> bool:
        """Whether a time of day was named, or a part of one."""
        return (self.clock, self.part) != (None, None)


Says = Callable[["re.Match[str]", Said], Said | None]
_SAYINGS: list[tuple[str, Says]] = []

_H = r"#?(?P<hour>[0-9]{1,2})"
_HALF = r"(?: ?oclock)?(?: ?(?P<half>am|pm))?"
_N = r"#?(?P<n>[0-9]{1,3})"
_D = r"(?P<day>[0-9]{1,2})"
_NTH = r"#?(?P<day>[0-9]{1,2})(?:\.(?![0-9])| ?th)"
_M = r"(?P<month>[0-9]{1,2})"
_YEAR = r"(?: (?P<year>[0-9]{4}))?"
_HOURS = r"#?(?P<hours>[0-9]{1,3}(?:[.,][0-9]{1,2})?) unit:hour"


def readings(line: str) -> Iterator[Said]:
    """Yield what a line of signs can mean, the likeliest first."""
    yield from _read(line, 0, Said())


def _read(line: str, at: int, said: Said) -> Iterator[Said]:
    if at >= len(line):
        yield said
        return
    for pattern, says in _pieces():
        found = pattern.match(line, at)
        more = says(found, said) if found else None
        if found and more is not None:
            yield from _read(line, found.end(), more)


@cache
def _pieces() -> tuple[tuple["re.Pattern[str]", Says], ...]:
    """Return all pieces, made when a time is typed first: that takes longer than loading all the rest of this."""
    return tuple((re.compile(rf"(?:{each})(?: |(?<=-)|(?=-)|$)"), says) for each, says in _SAYINGS)


def _piece(*patterns: str) -> Callable[[Says], Says]:
    """Make a function say what a piece of signs says; the pieces are tried in the order of this file."""

    def kept(says: Says) -> Says:
        _SAYINGS.extend((each, says) for each in patterns)
        return says

    return kept


def _once(said: Said, **more: object) -> Said | None:
    """Return `said` with more; None where that was said before."""
    if any(getattr(said, name) is not None for name in more):
        return None
    return replace(said, **more)


# Until when


@_piece(r"to", r"-")
def _until(found: "re.Match[str]", said: Said) -> Said | None:
    del found
    return Said(start=said) if said.has_hour and said.start is None and said.lasts is None else None


@_piece(r"from")
def _since(found: "re.Match[str]", said: Said) -> Said | None:
    del found
    return _once(said, since=True)


# Which day


@_piece(
    r"(?:on )?(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})",
    rf"(?:on )?{_D}\. ?{_M}\.(?: ?(?P<year>[0-9]{{4}})|(?P<short>[0-9]{{2}})(?![:.]))?",
    rf"(?:on )?{_D}/{_M}(?:/(?:(?P<year>[0-9]{{4}})|(?P<short>[0-9]{{2}})))?",
    rf"(?:on )?(?:{_NTH}|#?(?P<bare>[0-9]{{1,2}})) month:{_M}{_YEAR}",
    rf"(?:on )?month:{_M} (?:{_NTH}|#?(?P<bare>[0-9]{{1,2}})){_YEAR}",
    rf"on {_D}\.{_M}",
    rf"(?:on )?{_NTH}",
)
def _date(found: "re.Match[str]", said: Said) -> Said | None:
    parts = found.groupdict()
    day, month = int(parts.get("day") or parts.get("bare") or 0), int(parts.get("month") or 0)
    year = int(parts.get("year") or 0) or (2000 + int(parts["short"]) if parts.get("short") else 0)
    if "/" in found[0] and month > _NOON:  # as it is written in America
        day, month = month, day
    return _once(said, date=(year, month, day)) if day else None


@_piece(r"in #?(?P<n>[0-9]{1,3}) unit:(?P<unit>day|week|month)")
def _days_ahead(found: "re.Match[str]", said: Said) -> Said | None:
    return _once(said, ahead=(int(found["n"]), found["unit"]))


@_piece(
    rf"in {_HOURS} (?:to )?#?(?P<n>[0-9]{{1,2}}) unit:minute",
    rf"in (?:#1 )?{_HOURS}",
    rf"in {_N} unit:minute",
    r"in (?:#1 )?(?P<quarters>quarter|3quarters) (?:#1 )?unit:hour",
    r"now",
)
def _minutes_ahead(found: "re.Match[str]", said: Said) -> Said | None:
    return None if said.has_day or said.has_hour else _once(said, ahead=(_minutes(found), "minute"))


@_piece(r"day:(?P<n>-?[0-9])")
def _near_day(found: "re.Match[str]", said: Said) -> Said | None:
    return _once(said, offset=int(found["n"]))


@_piece(
    r"(?:on )?(?P<which>this |next |next2 )?weekday:(?P<n>[1-7])(?: (?P<after>next2))?",
    r"(?:on |at )?(?P<which>this |next |next2 )?weekend(?: (?P<after>next2))?",
)
def _weekday(found: "re.Match[str]", said: Said) -> Said | None:
    parts = found.groupdict()
    week = _WEEKS[parts["after"] or (parts["which"] or "this").strip()]
    more: dict[str, object] = {"weekday": int(parts.get("n") or 0)}
    return _once(said, **more, week=week) if week else _once(said, **more)


@_piece(r"(?:in |on )?(?P<which>this|next2|next) unit:week", r"(?:in )?(?P<which>unit:week next2)")
def _week(found: "re.Match[str]", said: Said) -> Said | None:
    return _once(said, week=_WEEKS[found["which"].removeprefix("unit:week ")])


_WEEKS = {"this": 0, "next": 1, "next2": 2}


# What o'clock


@_piece(
    rf"(?:at )?(?:#1 )?quarter (?P<way>past|before|to) {_H}{_HALF}",
    rf"(?:at )?(?P<way>quarter|3quarters) {_H}{_HALF}",
    rf"(?:at )?(?P<way>half>|half<) {_H}{_HALF}",
    rf"(?:at )?{_N}(?: unit:minute)? (?P<way>past|before)(?P<middle> half<)? {_H}{_HALF}",
    rf"(?:at )?{_N} unit:minute (?P<way>to) {_H}{_HALF}",
    rf"(?:at )?#(?P<n>5|10|20|25) (?P<way>to) {_H}{_HALF}",
)
def _spoken(found: "re.Match[str]", said: Said) -> Said | None:
    """`quarter past 8`, `viertel 8`, `halb 8`, `half past 7`, `5 vor halb 8`, `ten to nine`."""
    parts = found.groupdict()
    minutes = int(parts.get("n") or 15)
    if minutes >= _HOUR or (found["way"] == "to" and said.since):
        return None
    match found["way"]:
        case "quarter" | "half<" | "3quarters":
            past = {"quarter": 15, "half<": 30, "3quarters": 45}[found["way"]] - _HOUR
        case "half>":
            past = 30
        case "past":
            past = minutes
        case _:
            past = -minutes
    return _at(found, said, past - 30 if parts.get("middle") else past)


@_piece(
    rf"(?:at )?{_H}(?::(?P<minute>[0-9]{{2}})(?::00)?){_HALF}",
    rf"(?:at )?{_H}\.(?P<minute>[0-9]{{2}}){_HALF}",
    rf"(?:at )?{_H} oclock #?(?P<minute>[0-9]{{2}})",
    r"(?:at )?#(?P<hour>[0-9]{1,2}) #?(?P<minute>[0-9]{2})(?: ?(?P<half>am|pm))?",
    rf"(?:at )?{_H}{_HALF}",
)
def _told(found: "re.Match[str]", said: Said) -> Said | None:
    minute = found.groupdict().get("minute")
    if minute is not None:
        return _at(found, said, int(minute)) if int(minute) < _HOUR else None
    return _at(found, said, 0, bare="oclock" not in found[0])


@_piece(r"(?:at )?(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?: oclock)?")
def _in_four_digits(found: "re.Match[str]", said: Said) -> Said | None:
    """After a date without a year it would be the year."""
    ends = said.date is None or said.date[0] != 0
    return _at(found, said, int(found["minute"])) if ends and int(found["minute"]) < _HOUR else None


@_piece(r"(?:at )?(?:#?12 )?noon")
def _at_noon(found: "re.Match[str]", said: Said) -> Said | None:
    del found
    return _once(said, clock=Clock(hour=12, half="pm"))


@_piece(r"(?:at |on )?midnight")
def _at_midnight(found: "re.Match[str]", said: Said) -> Said | None:
    del found
    return _once(said, clock=Clock(hour=24))


def _at(found: "re.Match[str]", said: Said, past: int, *, bare: bool = False) -> Said | None:
    """Return `said` with the hour of `found` and some minutes past it; before it where that is negative."""
    hour, half = int(found["hour"]), found.groupdict().get("half") or ""
    if past < 0:
        hour, past = (hour - 1 if hour != 1 else _NOON) % 24, past + _HOUR
    right = 1 <= hour <= _NOON if half else hour * _HOUR + past <= _DAY
    return _once(said, clock=Clock(hour=hour, minute=past, half=half, bare=bare)) if right else None


# A date that could have been a time of day


@_piece(rf"{_D}\.{_M}")
def _short_date(found: "re.Match[str]", said: Said) -> Said | None:
    return _once(said, date=(0, int(found["month"]), int(found["day"])))


# How long


@_piece(
    rf"(?:for )?{_HOURS} (?:to )?#?(?P<n>[0-9]{{1,2}}) unit:minute(?: long)?",
    rf"(?:for )?{_HOURS} #?(?P<n>[0-9]{{2}})(?: long)?",
    rf"(?:for )?{_HOURS} to #1 (?P<half>half>)(?: long)?",
    rf"(?:for )?(?:#1 )?{_HOURS}(?: long)?",
    rf"(?:for )?{_N} unit:minute(?: long)?",
    r"(?:for )?(?:#1 )?(?P<quarters>quarter|3quarters) (?:#1 )?unit:hour(?: long)?",
    r"for #?(?P<days>[0-9]{1,2}) unit:day(?: long)?",
    r"#?(?P<days>[0-9]{1,2}) unit:day long",
)
def _lasting(found: "re.Match[str]", said: Said) -> Said | None:
    return _once(said, lasts=_minutes(found)) if said.start is None else None


def _minutes(found: "re.Match[str]") -> int:
    parts = found.groupdict()
    hours = float((parts.get("hours") or "0").replace(",", "."))
    quarters = {"quarter": 1, "3quarters": 3, "half>": 2}.get(parts.get("quarters") or parts.get("half") or "", 0)
    days, rest = int(parts.get("days") or 0), int(parts.get("n") or 0)
    return days * _DAY + round(hours * _HOUR) + quarters * 15 + rest


# Which part of a day


@_piece(r"this part:(?P<part>[a-z]+)")
def _part_of_today(found: "re.Match[str]", said: Said) -> Said | None:
    return _once(said, offset=0, part=found["part"])


@_piece(r"(?:in |at |on )?part:(?P<part>[a-z]+)")
def _part(found: "re.Match[str]", said: Said) -> Said | None:
    return _once(said, part=found["part"])


@_piece(r"its:(?P<part>[a-z]+)")
def _its_part(found: "re.Match[str]", said: Said) -> Said | None:
    return _once(said, part=found["part"]) if said.has_day else None
