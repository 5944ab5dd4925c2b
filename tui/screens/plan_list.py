"""The planner's list: what is agreed, what waits for an answer, what has been."""

from collections.abc import Iterator

from textual.widgets.option_list import Option

from tui.household import Household
from tui.planner.agenda import Agenda
from tui.screens.plan_hours import Crowd, Told
from tui.screens.plan_week import key_of
from tui.screens.plan_words import line
from tui.widgets.text import shown


def options(household: Household, agenda: Agenda, told: Told, cells: int) -> Iterator[Option]:
    """Give the lines of the list, each of at most so many cells, under their headings."""
    groups = (
        ("planner.next", agenda.agreed),
        ("planner.waiting", agenda.waiting),
        ("planner.asked", agenda.asked),
        ("planner.over", agenda.before),
    )
    now = household.now()
    for heading, group in groups:
        if group:
            yield Option(shown(household.words(heading), "bold $quiet"), disabled=True)
        for each in group:
            crowded = told.crowd(each, now) is not Crowd.NOBODY or each.plan.id in told.out
            yield Option(line(household, each, cells, crowded=crowded), id=key_of(each))
