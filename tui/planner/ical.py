"""Plans as iCalendar (RFC 5545), for the calendars that people look at anyway.

The same plans give the same bytes: nothing in the file depends on when or where it is written. Titles stay here
unless they are asked for, as calendars sync to places that others can see.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tui.core.records import Plan, PlanState
from tui.core.text import one_line
from tui.planner.ical_zones import zone_of
from tui.planner.occurrences import Occurrence, clock_of, day_of, occurrences
from tui.planner.plausible import MOST_SEQUENCE
from tui.planner.repeats import begins_with, left

if TYPE_CHECKING:  # it takes 50 ms to load, and only an export needs it
    from icalendar import Event

OURS = "@nearer"
"""How the names end that plans have in other calendars."""

MAKER = "-//nearer//EN"
"""What a calendar says of who wrote it."""

STATUS = {
    PlanState.PROPOSED: "TENTATIVE",
    PlanState.ACCEPTED: "CONFIRMED",
    PlanState.DONE: "CONFIRMED",
    PlanState.DECLINED: "CANCELLED",
    PlanState.CANCELLED: "CANCELLED",
}
"""What a plan's state is called in a calendar (RFC 5545, 3.8.1.11)."""

REMIND = timedelta(minutes=30)
"""How long before an agreed time a calendar reminds."""

KNOWN_YEARS = 30
"""For how many years the changes of clocks are written out: a reader that does not know the zone has only these."""

_DAY = timedelta(days=1)
_PLAIN_ID = re.compile(r"[0-9A-Za-z_-]{1,120}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a calendar says: `busy` for every plan without its title, `reminder` when it reminds. Both neutral."""

    busy: str
    reminder: str
    titles: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What other calendars know by one name: a plan, and those times of it that were changed alone."""

    plan: Plan
    changed: tuple[Plan, ...] = ()

    @property
    def sequence(self) -> int:
        """Return how often anything in it was changed (RFC 5545, 3.8.7.4)."""
        return min(self.plan.sequence + sum(1 + each.sequence for each in self.changed), MOST_SEQUENCE)

    @property
    def file_name(self) -> str:
        """Return the name of its file in a folder: the same for ever, whatever the plan is called."""
        name = self.plan.id
        if not _PLAIN_ID.fullmatch(name):
            name = blake2b(name.encode("utf-8", "replace"), digest_size=12).hexdigest()
        return f"{name}{OURS}.ics"


def uid(plan: Plan) -> str:
    """Return the name of `plan` in other calendars, where it stands alone: the same for ever.

    The name that a calendar gave is that of a whole series.
    """
    return plan.uid if plan.uid and not plan.series else f"{plan.id}{OURS}"


def entries(plans: Iterable[Plan]) -> list[Entry]:
    """Return plans as other calendars know them, ordered by start.

    A time that was changed alone goes with its series; one that the series would not come to any more stands alone.
    """
    ordered = sorted(plans, key=lambda each: (each.start, each.id))
    series = {each.id: each for each in ordered if repeats(each)}
    changed: dict[str, list[Plan]] = {}
    for each in ordered:
        if each.series in series and each.instead_of and time_on(series[each.series], each.instead_of):
            changed.setdefault(each.series, []).append(each)
    inside = {each.id for group in changed.values() for each in group}
    return [Entry(plan=each, changed=tuple(changed.get(each.id, ()))) for each in ordered if each.id not in inside]


def repeats(plan: Plan) -> bool:
    """Whether a plan comes back; by a rule that cannot be read it takes place once."""
    try:
        return bool(plan.repeat and left(plan.repeat, ()))
    except ValueError:
        return False


def time_on(series: Plan, day: date) -> Occurrence | None:
    """Return the time of a series that falls on a day of its clock."""
    said = said_on(series, day)
    around = occurrences(series, said - _DAY, said + _DAY)
    return next((each for each in around if day_of(series, each.start) == day), None)


def to_ics(plans: Iterable[Plan], wording: Wording) -> bytes:
    """Return `plans` as one calendar, ordered by start; lines end with CRLF and are folded at 75 bytes."""
    return written(entries(plans), wording)


def written(ordered: Sequence[Entry], wording: Wording) -> bytes:
    """Return entries, ordered by start, as one calendar."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for where, first, last in _clocks(ordered):
        calendar.add_component(zone_of(where, first - 1, last + KNOWN_YEARS))
    for entry in ordered:
        for event in _events(entry, wording):
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _clocks(ordered: Iterable[Entry]) -> list[tuple[ZoneInfo, int, int]]:
    """Return the zones on whose clocks something comes back, and the years in which it first and last begins to."""
    years: dict[str, list[int]] = {}
    for entry in ordered:
        if repeats(entry.plan) and clock_of(entry.plan).key != "UTC":
            years.setdefault(clock_of(entry.plan).key, []).append(entry.plan.start.year)
    return [(ZoneInfo(key), min(years[key]), max(years[key])) for key in sorted(years)]


def _events(entry: Entry, wording: Wording) -> "Iterator[Event]":
    """Give a plan, and each of its times that is another one. What is called off is left out of the rule.

    That is what all calendars understand; a single time that is marked as called off, some of them show.
    """
    series, sequence = entry.plan, entry.sequence
    event = _event(series, wording, sequence, max(each.at for each in (series, *entry.changed)))
    if not repeats(series):
        yield _lasting(event, series)
        return
    out = [each.instead_of for each in entry.changed if STATUS[each.state] == "CANCELLED" and each.instead_of]
    _add_rule(event, series, out)
    yield event
    days = {each.instead_of for each in entry.changed}
    if not _is_plain(series) and day_of(series, series.start) not in days:
        yield _override(series, series, wording, sequence)
    for each in entry.changed:
        if STATUS[each.state] != "CANCELLED":
            yield _override(series, each, wording, sequence)


def _override(series: Plan, single: Plan, wording: Wording, sequence: int) -> "Event":
    event = _event(single, wording, sequence, single.at)
    event["uid"] = uid(series)
    event.add("recurrence-id", _said(series, single.instead_of or day_of(series, series.start)))
    return _lasting(event, single)


def _lasting(event: "Event", plan: Plan) -> "Event":
    """Let an event take place once: a moment is read alike everywhere."""
    event.add("dtstart", plan.start.astimezone(UTC))
    event.add("dtend", plan.start.astimezone(UTC) + timedelta(minutes=plan.minutes))
    return event


def _add_rule(event: "Event", series: Plan, out: Sequence[date]) -> None:
    """Let an event come back on the clocks of its zone, except on the days that are `out`."""
    from icalendar import vRecur

    first, length = _said(series, day_of(series, series.start)), timedelta(minutes=series.minutes)
    event.add("dtstart", first)
    if _is_plain(series):
        event.add("dtend", first + length)
    else:
        event.add("duration", length)
    event.add("rrule", vRecur.from_ical(series.repeat))
    if not begins_with(series.repeat, series.start, clock_of(series)):
        event.add("rdate", first)  # calendars differ in whether they take it for granted
    if out:
        event.add("exdate", [_said(series, day) for day in sorted(out)])


def said_on(series: Plan, day: date) -> datetime:
    """Return the moment (UTC) that a calendar says a series comes at on a day."""
    return _said(series, day).astimezone(UTC)


def _said(series: Plan, day: date) -> datetime:
    """Return what a series' own clock is said to show at its time on a day, whether or not it does on that day."""
    local = series.start.astimezone(clock_of(series))
    return datetime.combine(day, local.time().replace(fold=0), clock_of(series))


def _is_plain(series: Plan) -> bool:
    """Whether the clocks stay as they are during the first time of a series, and show its hour only once."""
    where, end = clock_of(series), series.start + timedelta(minutes=series.minutes)
    first, last = series.start.astimezone(where), end.astimezone(where)
    return first.utcoffset() == last.utcoffset() and not first.fold and not last.fold


def _event(plan: Plan, wording: Wording, sequence: int, at: datetime) -> "Event":
    """Return an event that does not say yet when it is."""
    from icalendar import Event

    event = Event()
    event.add("uid", uid(plan))
    event.add("sequence", sequence)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("summary", (wording.titles and one_line(plan.what)) or wording.busy)
    event.add("status", STATUS[plan.state])
    event.add("transp", "TRANSPARENT" if STATUS[plan.state] == "CANCELLED" else "OPAQUE")
    event.add("class", "PRIVATE")
    if plan.state is PlanState.ACCEPTED:
        _add_alarm(event, wording.reminder)
    return event


def _add_alarm(event: "Event", reminder: str) -> None:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", reminder)
    alarm.add("trigger", -REMIND)
    event.add_component(alarm)
