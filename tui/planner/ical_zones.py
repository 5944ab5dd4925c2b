"""Zones as calendars carry them (RFC 5545, 3.6.5), for readers that do not know a zone by its name.

Where the clocks change by the same rule every year, the rule is written, which every reader understands; what follows
no rule is written out, as far as it is known.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:  # it takes 50 ms to load, and only an export needs it
    from icalendar import Timezone
    from icalendar.cal.timezone import TimezoneDaylight, TimezoneStandard

_STEP = timedelta(days=7)
_LAST = -1
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NO_TIME = timedelta()

Offset = tuple[timedelta, str, bool]
"""How far a clock is from UTC, what that is called, and whether it is summer time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """The clocks change at `local`, as they show it before."""

    local: datetime
    before: timedelta
    after: Offset

    @property
    def kind(self) -> tuple[object, ...]:
        """Return what two changes have in common that can be of one rule."""
        return (self.local.month, self.local.weekday(), self.local.time(), self.before, self.after)

    @property
    def places(self) -> set[int]:
        """Return which of its weekdays in the month it is: from the begin, and -1 where it is the last."""
        is_last = (self.local + _STEP).month != self.local.month
        return {(self.local.day - 1) // 7 + 1} | ({_LAST} if is_last else set())


def zone_of(where: ZoneInfo, first: int, last: int) -> "Timezone":
    """Return what a calendar says of a zone, from one year to another."""
    from icalendar import Timezone

    made = Timezone()
    made.add("tzid", where.key)
    begin = datetime(first, 1, 1, tzinfo=UTC)
    offset = _offset(where, begin)
    start = _Change(local=(begin + offset[0]).replace(tzinfo=None), before=offset[0], after=offset)
    single: dict[tuple[timedelta, Offset], list[_Change]] = {}
    for run in _runs(_changes(where, first, last)):
        if len(run) > 1:
            made.add_component(_by_rule(run, last))
        else:
            single.setdefault((run[0].before, run[0].after), []).append(run[0])
    for each in single.values():
        made.add_component(_written_out(each))
    made.subcomponents.insert(0, _written_out([start]))
    return made


def _by_rule(run: list[_Change], last: int) -> "TimezoneDaylight | TimezoneStandard":
    first, final = run[0], run[-1]
    place = max(set.intersection(*(each.places for each in run)))
    rule: dict[str, object] = {
        "freq": "yearly",
        "bymonth": first.local.month,
        "byday": f"{place}{_WEEKDAYS[first.local.weekday()]}",
    }
    if final.local.year < last:
        # A day more does no harm to what comes once a year, and helps readers that take it for local time.
        rule["until"] = (final.local - final.before + timedelta(days=1)).replace(tzinfo=UTC)
    made = _part(first)
    made.add("rrule", rule)
    return made


def _written_out(changes: list[_Change]) -> "TimezoneDaylight | TimezoneStandard":
    made = _part(changes[0])
    if len(changes) > 1:
        made.add("rdate", [each.local for each in changes[1:]])
    return made


def _part(change: _Change) -> "TimezoneDaylight | TimezoneStandard":
    from icalendar.cal.timezone import TimezoneDaylight, TimezoneStandard

    offset, name, summer = change.after
    made = TimezoneDaylight() if summer else TimezoneStandard()
    made.add("dtstart", change.local)
    made.add("tzoffsetfrom", change.before)
    made.add("tzoffsetto", offset)
    made.add("tzname", name)
    return made


def _runs(changes: Iterable[_Change]) -> list[list[_Change]]:
    """Return changes in groups, each of which comes once a year by one rule."""
    open_: dict[tuple[object, ...], list[_Change]] = {}
    found: list[list[_Change]] = []
    for each in changes:
        run = open_.get(each.kind)
        if run is not None and _goes_on(run, each):
            run.append(each)
            continue
        open_[each.kind] = [each]
        found.append(open_[each.kind])
    return found


def _goes_on(run: list[_Change], change: _Change) -> bool:
    follows = run[-1].local.year + 1 == change.local.year
    return follows and bool(set.intersection(*(each.places for each in (*run, change))))


def _changes(where: ZoneInfo, first: int, last: int) -> Iterator[_Change]:
    now, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    offset = _offset(where, now)
    while now < end:
        then = now + _STEP
        if _offset(where, then) != offset:
            then = _first_after(where, now, then, offset)
            after = _offset(where, then)
            yield _Change(local=(then + offset[0]).replace(tzinfo=None), before=offset[0], after=after)
            offset = after
        now = then


def _first_after(where: ZoneInfo, early: datetime, late: datetime, offset: Offset) -> datetime:
    """Return the first second at which the offset is another one."""
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=int((late - early).total_seconds()) // 2)
        if _offset(where, middle) == offset:
            early = middle
        else:
            late = middle
    return late


def _offset(where: ZoneInfo, moment: datetime) -> Offset:
    local = moment.astimezone(where)
    return local.utcoffset() or _NO_TIME, local.tzname() or where.key, bool(local.dst())
