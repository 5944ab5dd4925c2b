"""Recurrence rules (RFC 5545, 3.3.10) as far as time alone needs them, checked before they are ever expanded.

A rule that comes from anyone may be endless work: one that never matches makes an engine search to the year 9999.
So only parts that can be bounded are taken, each with a range.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import MAXYEAR, UTC, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from tui.core.errors import InputError
from tui.core.text import shorten

LONGEST = 200
"""The longest rule that is read, in characters."""

MOST = 1000
"""The most times that a rule may count, and that are looked at at once."""

_WHOLE_DAYS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH"})
_DATES = _WHOLE_DAYS | {"BYMONTHDAY", "BYSETPOS"}
_PARTS = {"DAILY": _WHOLE_DAYS, "WEEKLY": _WHOLE_DAYS, "MONTHLY": _DATES, "YEARLY": _DATES}
_ORDINALS = frozenset({"MONTHLY", "YEARLY"})
_RANGES = {"BYMONTHDAY": range(1, 32), "BYMONTH": range(1, 13), "BYSETPOS": range(1, 32)}
_GAP = timedelta(days=1)
"""How much earlier than asked for is looked: a time that the clocks skip takes place later than they say."""

_ROUND = 400
"""Years after which the calendar begins anew: each day falls on the same weekday again."""

_LAST_ROUND = MAXYEAR - _ROUND

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBER = re.compile(r"[+-]?\d{1,4}")
_UNTIL = re.compile(r"\d{8}(T\d{6}Z?)?")

Parts = dict[str, str]
"""A rule's parts by name, in the order in which they were written."""


def checked_rule(text: str, start: datetime, where: ZoneInfo) -> str:
    """Return a rule as it is kept: capitals, without `RRULE:`, its `UNTIL` in UTC. An empty text means once.

    `start` (UTC) is the first time, `where` the zone on whose clock it repeats. Raises `InputError` when the rule
    is none, repeats within a day, cannot be bounded, or never comes round again.
    """
    written = "".join(text.split()).upper().removeprefix("RRULE:")
    if not written:
        return ""
    try:
        parts = _bounded(written)
        if "UNTIL" in parts:
            parts["UNTIL"] = f"{_end(parts['UNTIL'], where):%Y%m%dT%H%M%SZ}"
        rule = _written(parts)
        again = next(_expanded(rule, start.astimezone(where).replace(tzinfo=None), where), None)
    except (ValueError, OverflowError) as error:
        raise InputError("rule_unreadable", rule=shorten(text, 60)) from error
    if again is None and parts.get("COUNT") != "1":
        raise InputError("rule_never_again", rule=shorten(text, 60))
    return rule


def times(rule: str, start: datetime, where: ZoneInfo, since: datetime) -> Iterator[datetime]:
    """Give the times at which a rule takes place, from `since` on, at most `MOST`; all in UTC.

    The start is always the first of them (RFC 5545, 3.8.5.3). A rule that cannot be read takes place once.
    """
    if start >= since:
        yield start
    try:
        _bounded(rule)
        first = start.astimezone(where).replace(tzinfo=None)
        asked = max(first, since.astimezone(where).replace(tzinfo=None) - _GAP)
        moments = (each.replace(tzinfo=where).astimezone(UTC) for each in _expanded(rule, first, where, asked))
        yield from islice((moment for moment in moments if moment >= since), MOST)
    except (ValueError, OverflowError):
        return


def begins_with(rule: str, start: datetime, where: ZoneInfo) -> bool:
    """Whether the start is one of the times that a rule itself says; one that cannot be read says none."""
    first = start.astimezone(where).replace(tzinfo=None, fold=0)
    try:
        parts = _bounded(rule)
        parts.pop("UNTIL", None)
        return next(_engine(parts, first), None) == first
    except (ValueError, OverflowError):
        return False


def ended(rule: str, before: datetime) -> str:
    """Return a rule that ends before a moment (UTC)."""
    parts = _bounded(rule)
    parts.pop("COUNT", None)
    last = (before - timedelta(seconds=1)).astimezone(UTC)
    if "UNTIL" in parts:
        last = min(last, _end(parts["UNTIL"], ZoneInfo("UTC")))
    return _written({**parts, "UNTIL": f"{last:%Y%m%dT%H%M%SZ}"})


def left(rule: str, ahead: Iterable[datetime]) -> str:
    """Return a rule as it is when only these of its times are ahead; one that counts has at least one left."""
    parts = _bounded(rule)
    if "COUNT" in parts:
        parts["COUNT"] = str(max(1, sum(1 for _ in ahead)))
    return _written(parts)


def counting_one(rule: str, start: datetime, where: ZoneInfo) -> str:
    """Return a rule by which only one time is left as one that counts it, as `checked_rule` keeps it."""
    if len(list(islice(times(rule, start, where, start), 2))) > 1:
        return rule
    parts = _bounded(rule)
    parts.pop("UNTIL", None)
    return _written({**parts, "COUNT": "1"})


def shifted(rule: str, old: datetime, new: datetime) -> str:
    """Return a rule whose times move from the local time `old` to `new`: a Thursday in it becomes a Friday.

    Its end moves with them, so that there are as many. The days of a rule for the first or last of several stay as
    they are, and one that cannot be read.
    """
    try:
        parts = _bounded(rule)
    except ValueError:
        return rule
    if "UNTIL" in parts:
        parts["UNTIL"] = _later(parts["UNTIL"], old, new)
    if "BYSETPOS" in parts:
        return _written(parts)
    if "BYDAY" in parts:
        parts["BYDAY"] = _renamed(parts["BYDAY"], _day_names(old), _day_names(new))
    if "BYMONTHDAY" in parts:
        parts["BYMONTHDAY"] = _renamed(parts["BYMONTHDAY"], _dates(old), _dates(new))
    if "BYMONTH" in parts:
        parts["BYMONTH"] = _renamed(parts["BYMONTH"], (str(old.month),), (str(new.month),))
    return _written(parts)


def _later(until: str, old: datetime, new: datetime) -> str:
    """Return an end that is as much later on the clock as `new` is than `old`; at the end of all years it stays."""
    try:
        end = _end(until, ZoneInfo("UTC")).astimezone(old.tzinfo).replace(tzinfo=None)
        moved = end + (new.replace(tzinfo=None) - old.replace(tzinfo=None))
        return f"{moved.replace(tzinfo=new.tzinfo).astimezone(UTC):%Y%m%dT%H%M%SZ}"
    except (ValueError, OverflowError):
        return until


def _renamed(values: str, old: Sequence[str], new: Sequence[str]) -> str:
    """Return a list in which what names the old time, in one of several ways, names the new one in the same way."""
    changed = dict(zip(old, new, strict=True))
    return ",".join(dict.fromkeys(changed.get(each.removeprefix("+"), each) for each in values.split(",")))


def _day_names(local: datetime) -> tuple[str, str, str]:
    """Return `TH`, `1TH` and `-4TH` for the first Thursday of a month that has four."""
    name, length = _WEEKDAYS[local.weekday()], monthrange(local.year, local.month)[1]
    return name, f"{(local.day - 1) // 7 + 1}{name}", f"-{(length - local.day) // 7 + 1}{name}"


def _dates(local: datetime) -> tuple[str, str]:
    """Return a day of the month from its begin and from its end."""
    return str(local.day), str(local.day - monthrange(local.year, local.month)[1] - 1)


def _written(parts: Parts) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _expanded(rule: str, first: datetime, where: ZoneInfo, since: datetime | None = None) -> Iterator[datetime]:
    """Give the local times after `first`, and not before `since`.

    Whether one is before the end is a matter of moments: the clocks may skip it, or show it twice.
    """
    parts = _bounded(rule)
    until = parts.pop("UNTIL", None)
    end = None if until is None else _end(until, where)
    for each in _engine(parts, first):
        if end is not None and each.replace(tzinfo=where).astimezone(UTC) > end:
            return
        if each > first and (since is None or each >= since):
            yield each


def _engine(parts: Parts, first: datetime) -> Iterator[datetime]:
    """Give the times of a rule as if it began close to the end of all years, where an engine gives up soon.

    The calendar is the same every 400 years; what has not come round again by then never does.
    """
    from dateutil.rrule import rrulestr

    later = max(0, _LAST_ROUND - first.year) // _ROUND * _ROUND
    for each in rrulestr(_written(parts), dtstart=first.replace(year=first.year + later)):
        yield each.replace(year=each.year - later)


def _end(until: str, where: ZoneInfo) -> datetime:
    """Return an `UNTIL` as a moment: a day means its end, and a time without `Z` the clock of the zone."""
    if not _UNTIL.fullmatch(until):
        raise ValueError(until)
    if until.endswith("Z"):
        return datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    if "T" in until:
        return datetime.strptime(until, "%Y%m%dT%H%M%S").replace(tzinfo=where).astimezone(UTC)
    day = datetime.strptime(until, "%Y%m%d").replace(tzinfo=where)
    return datetime.combine(day, time(23, 59, 59), where).astimezone(UTC)


def _bounded(rule: str) -> Parts:
    """Return a rule's parts; raises `ValueError` when one is unknown, doubled, out of range, or work without end."""
    if len(rule) > LONGEST or not rule.isascii():
        raise ValueError(rule)
    pairs = [part.split("=", 1) for part in rule.removesuffix(";").split(";")]
    parts = {name: value for name, value in pairs}  # noqa: C416 - it also refuses a part without a value
    frequency = parts.get("FREQ", "")
    fits = len(parts) == len(pairs) and parts.keys() <= _PARTS.get(frequency, frozenset())
    clash = {"COUNT", "UNTIL"} <= parts.keys()
    slow = frequency == "DAILY" and "BYDAY" in parts and parts.get("INTERVAL", "1") != "1"
    if not fits or clash or slow:
        raise ValueError(rule)
    for name, value in parts.items():
        if not _CHECKS[name](name, value, frequency):
            raise ValueError(value)
    return parts


def _is_count(name: str, value: str, frequency: str) -> bool:
    del frequency
    return value.isascii() and value.isdigit() and 1 <= int(value) <= (MOST if name == "COUNT" else 366)


def _is_list(name: str, value: str, frequency: str) -> bool:
    del frequency
    allowed = _RANGES[name]
    lowest = 0 if name == "BYMONTH" else 1
    return all(
        _NUMBER.fullmatch(each) and abs(int(each)) in allowed and (lowest or int(each) > 0)
        for each in value.split(",")
    )


def _are_days(name: str, value: str, frequency: str) -> bool:
    found = [_DAY.fullmatch(each) for each in value.split(",")]
    return all(day and (not day[1] or (frequency in _ORDINALS and name == "BYDAY")) for day in found)


def _is_moment(name: str, value: str, frequency: str) -> bool:
    del name, frequency
    return _UNTIL.fullmatch(value) is not None


def _is_known(name: str, value: str, frequency: str) -> bool:
    del name, value
    return frequency in _PARTS


_CHECKS: dict[str, Callable[[str, str, str], bool]] = {
    "FREQ": _is_known,
    "INTERVAL": _is_count,
    "COUNT": _is_count,
    "UNTIL": _is_moment,
    "WKST": _are_days,
    "BYDAY": _are_days,
    "BYMONTH": _is_list,
    "BYMONTHDAY": _is_list,
    "BYSETPOS": _is_list,
}
