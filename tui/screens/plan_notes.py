"""What is to be noted about a plan, in kind sentences, without blame and without a count.

That a calendar has something then, that a ritual fell out, that one of several is to be chosen.
"""

from collections.abc import Iterator

from tui.core.records import Plan, PlanState
from tui.household import Household
from tui.planner.occurrences import Occurrence
from tui.screens.plan_hours import Crowd, Told
from tui.screens.plan_words import CROWDED, RITUAL, Note, name_of_other

SAID = {
    Crowd.MINE: "planner.crowded_mine",
    Crowd.THEIRS: "planner.crowded_theirs",
    Crowd.BOTH: "planner.crowded_both",
}

CHOICE = "?"
"""The sign of a time that is one of several."""

_ONE_OF = {2: "planner.one_of_two", 3: "planner.one_of_three"}


def notes(household: Household, occurrence: Occurrence, told: Told) -> list[Note]:
    """Return what is to be noted about one time of a plan, a line each."""
    return list(_notes(household, occurrence, told))


def _notes(household: Household, occurrence: Occurrence, told: Told) -> Iterator[Note]:
    words, plan = household.words, occurrence.plan
    one_of = _ONE_OF.get(_to_choose_from(household, plan))
    if one_of is not None:
        yield CHOICE, words(one_of)
    crowd = told.crowd(occurrence, household.now())
    if crowd in SAID:
        yield CROWDED, words(SAID[crowd], name=name_of_other(household))
    if plan.id in told.out:
        yield RITUAL, words("planner.crowded_out")


def _to_choose_from(household: Household, plan: Plan) -> int:
    """Return of how many times one is to be chosen; 0 where there is no choice."""
    if not plan.choice or plan.state is not PlanState.PROPOSED:
        return 0
    together = household.find(Plan, choice=plan.choice)
    return sum(1 for each in together if each.state is PlanState.PROPOSED)
