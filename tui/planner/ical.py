"""Plans as iCalendar (RFC 5545), for the calendars that people look at anyway.

The same plans give the same bytes: nothing in the file depends on when or where it is written. Titles stay here
unless they are asked for, as calendars sync to places that others can see.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING

from tui.core.records import Plan, PlanState
from tui.core.text import one_line
from tui.planner.occurrences import clock_of

if TYPE_CHECKING:  # it takes 50 ms to load, and only an export needs it
    from icalendar import Event

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a calendar says: `busy` for every plan without its title, `reminder` when it reminds. Both neutral."""

    busy: str
    reminder: str
    titles: bool = False


def uid(plan: Plan) -> str:
    """Return the name of `plan` in other calendars: the same for ever."""
    return f"{plan.id}@nearer"


def to_ics(plans: Iterable[Plan], wording: Wording) -> bytes:
    """Return `plans` as one calendar, ordered by start; lines end with CRLF and are folded at 75 bytes."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//nearer//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    ordered = sorted(plans, key=lambda each: (each.start, each.id))
    for plan in ordered:
        calendar.add_component(_event(plan, wording))
    if ordered:
        first, last = ordered[0].start.year - 1, ordered[-1].start.year + KNOWN_YEARS
        calendar.add_missing_timezones(first_date=date(first, 1, 1), last_date=date(last, 1, 1))
    return bytes(calendar.to_ical())


def _event(plan: Plan, wording: Wording) -> "Event":
    from icalendar import Event, vRecur

    event = Event()
    end = plan.start + timedelta(minutes=plan.minutes)
    # A moment is read alike everywhere; what repeats must follow the clocks of its zone.
    where = clock_of(plan) if plan.repeat else UTC
    event.add("uid", uid(plan))
    event.add("sequence", plan.sequence)
    event.add("dtstamp", plan.at.astimezone(UTC))
    event.add("dtstart", plan.start.astimezone(where))
    event.add("dtend", end.astimezone(where))
    if plan.repeat:
        event.add("rrule", vRecur.from_ical(plan.repeat))
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
