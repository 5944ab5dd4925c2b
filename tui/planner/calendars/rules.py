"""Recurrence rules (RFC 5545, 3.3.10) of calendars, read once for all events that have the same one."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from tui.planner.calendars.clocks import FLOATING
from tui.planner.calendars.values import Moment, moment

DAYS = {b"MO": 0, b"TU": 1, b"WE": 2, b"TH": 3, b"FR": 4, b"SA": 5, b"SU": 6}
WITHIN_A_DAY = {b"SECONDLY": 1, b"MINUTELY": 60, b"HOURLY": 3600}
"""Frequencies that come round within a day, and their seconds."""

MOST_IN_MONTH = 5
"""How often a weekday may be in a month."""

OF_A_DAY = (b"BYHOUR", b"BYMINUTE", b"BYSECOND")
"""The parts that say at which time of day."""

BY_DAYS = frozenset({b"DAILY", b"WEEKLY", b"MONTHLY", b"YEARLY"})

_DAY = re.compile(rb"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBER = re.compile(rb"[+-]?\d{1,9}")
_LIMITS = {
    b"BYMONTH": (1, 12, False),
    b"BYMONTHDAY": (1, 31, True),
    b"BYYEARDAY": (1, 366, True),
    b"BYWEEKNO": (1, 53, True),
    b"BYSETPOS": (1, 366, True),
    b"BYHOUR": (0, 23, False),
    b"BYMINUTE": (0, 59, False),
    b"BYSECOND": (0, 60, False),
}
"""The numbers that a part may have: from, to, and whether they may count from the end."""

_COUNTING = frozenset({b"MONTHLY", b"YEARLY"})
_MOST_WEEKS = 53
_ONLY_YEARLY = frozenset({b"BYWEEKNO"})
_NOT_IN_MONTHS = frozenset({b"BYYEARDAY"})
_IGNORED = frozenset({(b"RSCALE", b"GREGORIAN"), (b"SKIP", b"OMIT")})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """A rule with its parts; `days` are pairs of an ordinal (0: every) and a weekday (0: Monday)."""

    text: bytes
    frequency: bytes
    interval: int = 1
    count: int | None = None
    until: Moment | None = None
    week: int = 0
    days: tuple[tuple[int, int], ...] = ()
    numbers: dict[bytes, tuple[int, ...]] = field(default_factory=dict)

    def of(self, part: bytes) -> tuple[int, ...]:
        """Return the numbers of a part such as `BYMONTH`; none when it is not there."""
        return self.numbers.get(part, ())

    @property
    def ordinals(self) -> bool:
        """Whether some weekday is counted (the second Tuesday)."""
        return any(ordinal for ordinal, _ in self.days)


@lru_cache(maxsize=4096)
def rule(text: bytes) -> Rule:
    """Return the rule that a text says; raises `ValueError` when it says none that can be followed."""
    parts = dict(_part(each) for each in text.strip().strip(b";").split(b";") if each.strip())
    frequency = parts.pop(b"FREQ", b"")
    if frequency not in BY_DAYS and frequency not in WITHIN_A_DAY:
        raise ValueError(text)
    ending = parts.pop(b"UNTIL", b"")
    days = parts.pop(b"BYDAY", b"")
    found = Rule(
        text=text,
        frequency=frequency,
        interval=_whole(parts.pop(b"INTERVAL", b"1"), 1),
        count=_count(parts.pop(b"COUNT", b"")),
        until=moment(ending, FLOATING) if ending else None,
        week=_day(parts.pop(b"WKST", b"MO"), counted=False)[1],
        days=_days(days, frequency, in_months=b"BYMONTH" in parts) if days else (),
        numbers={name: _numbers(name, value) for name, value in parts.items() if not _is_ignored(name, value)},
    )
    if not _fits(found):
        raise ValueError(text)
    return found


def _part(text: bytes) -> tuple[bytes, bytes]:
    name, equals, value = text.upper().partition(b"=")
    if not equals or not value.strip():
        raise ValueError(text)
    return name.strip(), value.strip()


def _is_ignored(name: bytes, value: bytes) -> bool:
    return name.startswith(b"X-") or (name, value) in _IGNORED


def _whole(text: bytes, least: int) -> int:
    if not _NUMBER.fullmatch(text) or int(text) < least:
        raise ValueError(text)
    return int(text)


def _count(text: bytes) -> int | None:
    """A count below nothing is written by programs that mean that there is no end."""
    found = _whole(text, -(10**9)) if text else -1
    return None if found < 0 else found


def _days(text: bytes, frequency: bytes, *, in_months: bool) -> tuple[tuple[int, int], ...]:
    """Return the weekdays: all of them counted where one is, as dateutil takes a mixture for what is both at once."""
    found = [_day(each, counted=frequency in _COUNTING) for each in text.split(b",")]
    if not any(ordinal for ordinal, _ in found):
        return tuple(found)
    every = range(1, (MOST_IN_MONTH if in_months or frequency == b"MONTHLY" else _MOST_WEEKS) + 1)
    return tuple((each, weekday) for ordinal, weekday in found for each in ((ordinal,) if ordinal else every))


def _day(text: bytes, *, counted: bool) -> tuple[int, int]:
    """Return the ordinal and the weekday; only months and years count their weekdays."""
    found = _DAY.fullmatch(text.strip())
    if found is None or (found[1] and not 1 <= abs(int(found[1])) <= _MOST_WEEKS):
        raise ValueError(text)
    return int(found[1] or 0) if counted else 0, DAYS[found[2]]


def _numbers(name: bytes, text: bytes) -> tuple[int, ...]:
    if name not in _LIMITS:
        raise ValueError(name)
    least, most, backwards = _LIMITS[name]
    found = []
    for each in text.split(b","):
        number = int(each) if _NUMBER.fullmatch(each.strip()) else most + 1
        if not least <= (abs(number) if backwards else number) <= most:
            raise ValueError(text)
        found.append(number)
    return tuple(sorted(set(found)))


def _fits(found: Rule) -> bool:
    """Whether each part may stand beside this frequency, and means something there."""
    if found.of(b"BYSETPOS") and not (found.days or found.numbers.keys() - {b"BYSETPOS"}):
        return False
    if found.frequency != b"YEARLY" and found.numbers.keys() & _ONLY_YEARLY:
        return False
    if found.frequency in {b"WEEKLY", b"MONTHLY"} and found.numbers.keys() & _NOT_IN_MONTHS:
        return False
    return not (found.frequency in WITHIN_A_DAY and found.of(b"BYSETPOS"))
