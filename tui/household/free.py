"""What the free time of the two is made of: both calendars, both people's hours, and what they have planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tui.core.records import Person, Plan, PlanState
from tui.household.calendars import busy_of, has_calendars, hours
from tui.household.household import Household
from tui.planner.calendars import Skipped
from tui.planner.free import Side
from tui.planner.occurrences import occurrences, replaced
from tui.planner.ranking import LOOKS_BACK
from tui.planner.spans import Span

TAKEN = frozenset({PlanState.PROPOSED, PlanState.ACCEPTED})
"""The plans whose time is no longer free."""

HAD = frozenset({PlanState.ACCEPTED, PlanState.DONE})
"""The plans that tell at which hours the two are used to meet."""

LATELY = timedelta(days=28)
"""How far back the hours of plans count."""

AROUND = timedelta(seconds=LOOKS_BACK)
"""How far around the window busy time is looked at: for who is tired, and for the room before and after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a window of time; each list reaches a little beyond it.

    `taken` are the times planned, `recent` those that were had lately or are agreed on. `skipped` is what could not
    be read: of my calendars all of it, of the other's that there is something.
    """

    mine: Side
    theirs: Side
    taken: tuple[Span, ...]
    recent: tuple[Span, ...]
    skipped: tuple[Skipped, ...]


def known(household: Household, since: datetime, until: datetime) -> Known:
    """Return what is known of a window (UTC), for the person at this keyboard. Blocks: reads calendars."""
    window = since - AROUND, until + AROUND
    (mine, unread), (theirs, unread_too) = (_side(household, each, *window) for each in _both(household))
    return Known(
        mine=mine,
        theirs=theirs,
        taken=_times(household.all(Plan), TAKEN, *window),
        recent=_times(household.find(Plan, talk=""), HAD, since - LATELY, until),
        skipped=(*unread, *unread_too),
    )


def _both(household: Household) -> tuple[Person, Person]:
    return household.me, household.partner


def _side(household: Household, person: Person, since: datetime, until: datetime) -> tuple[Side, tuple[Skipped, ...]]:
    found = busy_of(household, person, since, until)
    up, read = hours(household, person), has_calendars(household, person, until=until - AROUND)
    return Side(busy=found.spans, zone=person.zone, hours=up, known=read), found.skipped


def _times(plans: Sequence[Plan], states: frozenset[PlanState], since: datetime, until: datetime) -> tuple[Span, ...]:
    days = replaced(plans)
    found = (each for plan in plans if plan.state in states for each in occurrences(plan, since, until, days))
    return tuple((int(each.start.timestamp()), int(each.end.timestamp())) for each in found)
