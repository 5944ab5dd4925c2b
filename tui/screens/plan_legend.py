"""What the signs of the planner's views mean."""

from collections.abc import Iterator

from textual.content import Content

from tui.core.records import PlanState
from tui.core.text import shorten
from tui.household import Household
from tui.screens.plan_hours import Told
from tui.screens.plan_views import View
from tui.screens.plan_week import BOTH, MINE, THEIRS
from tui.screens.plan_words import LOOKS
from tui.widgets.person import STYLES
from tui.widgets.text import joined, shown

NAME = 12

_STATES = {
    PlanState.ACCEPTED: "planner.legend_agreed",
    PlanState.PROPOSED: "planner.legend_asked",
    PlanState.DONE: "planner.legend_had",
}


def legend(household: Household, view: View, told: Told) -> list[Content]:
    """Return what the signs of a view mean, the weightiest first; of busy time only where there is any."""
    grid = view in {View.DAY, View.WEEK} and (told.mine or told.theirs)
    return [*(_busy(household) if grid else ()), *_states(household)]


def _busy(household: Household) -> Iterator[Content]:
    me, partner, words = household.me, household.partner, household.words
    yield joined(
        shown(f"{words('planner.busy')}: ", "$quiet"), _sign(MINE, STYLES[me.seat], words("planner.legend_me"))
    )
    yield _sign(THEIRS, STYLES[partner.seat], shorten(partner.name, NAME))
    yield _sign(BOTH, "$rule", words("planner.legend_both"))


def _states(household: Household) -> Iterator[Content]:
    for state, key in _STATES.items():
        yield _sign(LOOKS[state].mark, LOOKS[state].style, household.words(key))


def _sign(sign: str, style: str, text: str) -> Content:
    return joined(shown(f"{sign} ", style), shown(text, "$quiet"))
