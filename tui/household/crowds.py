"""What has come into the times that the two agreed on, for one line on home: that something did, and not what."""

from dataclasses import dataclass
from datetime import datetime

from tui.core.records import Plan, PlanState
from tui.household.calendars import busy_of, has_calendars
from tui.household.household import Household
from tui.planner.crowding import LOOKED_AT, crowded_out, is_crowded
from tui.planner.occurrences import Occurrence
from tui.planner.spans import Span, merged


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowds:
    """`times`: next times of agreed plans in which a calendar has something; `out`: rituals that fell out twice."""

    times: tuple[Occurrence, ...] = ()
    out: tuple[Plan, ...] = ()


NOTHING = Crowds()


def crowds(household: Household) -> Crowds:
    """Return what has come into the times of the two. Blocks: reads calendars, where there are any."""
    now = household.now()
    times = household.times_ahead()
    agreed = [each for each in times if each.plan.state is PlanState.ACCEPTED and not each.plan.talk]
    read = any(has_calendars(household, person) for person in household.people)
    if not agreed or not (read or any(each.plan.protected for each in agreed)):
        return NOTHING
    busy = _busy(household, now) if read else []
    return Crowds(
        times=tuple(each for each in agreed if is_crowded(each, busy)),
        out=tuple(crowded_out(household.all(Plan), busy, now)),
    )


def _busy(household: Household, now: datetime) -> list[Span]:
    since, until = now - LOOKED_AT, now + LOOKED_AT
    return merged(span for person in household.people for span in busy_of(household, person, since, until).spans)
