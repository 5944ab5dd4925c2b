"""What is in the way of a time before it is kept: said, and never forbidden. Of the other only that they are busy."""

from datetime import datetime

from tui.core.records import Plan
from tui.core.text import shorten
from tui.household import Household
from tui.planner.occurrences import occurrences, replaced
from tui.planner.series import OPEN
from tui.screens.plan_words import name_of_other

CELLS = 34
"""How much of what is planned then is named, in cells."""


def conflict(household: Household, start: datetime, end: datetime, besides: Plan | None = None) -> str:
    """Return in words what is in the way between `start` and `end` (UTC), empty when nothing is.

    `besides` is a plan that may be there. Blocks: reads calendars.
    """
    words, there = household.words, _planned(household, start, end, besides)
    if there is not None:
        what = shorten(there.what, CELLS)
        return words("planner.conflict_plan", what=what) if what else words("planner.conflict_just_us")
    from tui.household.calendars import busy_of

    mine, theirs = (
        bool(busy_of(household, person, start, end).spans) for person in (household.me, household.partner)
    )
    if mine and theirs:
        return words("planner.conflict_both")
    if mine:
        return words("planner.conflict_mine")
    return words("planner.conflict_theirs", name=name_of_other(household)) if theirs else ""


def _planned(household: Household, start: datetime, end: datetime, besides: Plan | None) -> Plan | None:
    plans = household.all(Plan)
    days, mine = replaced(plans), _itself(besides)
    for plan in plans:
        itself = plan.id in mine or plan.series in mine or (plan.choice and plan.choice in mine)
        if plan.state in OPEN and not itself and next(occurrences(plan, start, end, days), None) is not None:
            return plan
    return None


def _itself(plan: Plan | None) -> frozenset[str]:
    """Return the ids by which a plan, its series and what it is to be chosen from are known."""
    return frozenset({plan.id, plan.series, plan.choice} - {""}) if plan is not None else frozenset()
