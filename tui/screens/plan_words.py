"""Plans in the reader's words, for the planner's screens."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from textual.content import Content

from tui.catalog.dates import ahead, clock, day
from tui.core.records import Plan, PlanState
from tui.core.text import shorten, width
from tui.household import Household
from tui.planner.occurrences import Occurrence
from tui.planner.plans import Act, refusal
from tui.widgets.text import cut, joined, shown
from tui.widgets.tiles import Look

NAME = 16
"""How wide a name may be within a sentence, in cells."""

LOOKS = {
    PlanState.ACCEPTED: Look(mark="♥", fill="♥ ", style="bold $accent"),
    PlanState.PROPOSED: Look(mark="?", fill="? ", style="$secondary"),
    PlanState.DONE: Look(mark="✓", fill="✓ ", style="$success"),
    PlanState.DECLINED: Look(mark="◌", fill=" ", style="$quiet"),
    PlanState.CANCELLED: Look(mark="✗", fill=" ", style="$quiet"),
}
"""How each state is drawn: a mark and a pattern besides the colour."""

RITUAL, CROWDED = "◈", "!"
"""The signs of a plan that is protected, and of one at whose time a calendar has something."""


Note = tuple[str, str]
"""Something to be noted about a plan: its sign, and a sentence."""


def name_of_other(household: Household) -> str:
    """Return the other one's name, as it fits into a sentence."""
    return shorten(household.partner.name, NAME)


def span(household: Household, start: datetime, end: datetime) -> str:
    """Return a time in words: `Thu 26 Nov 20:00 to 22:00 (14:00 for Ben)`."""
    words, mine, over = household.words, household.local(start), household.local(end)
    last = clock(over) if end - start < timedelta(days=1) else f"{_day(household, over)} {clock(over)}"
    text = words("planner.span", day=_day(household, mine), start=clock(mine), end=last)
    theirs = household.local(start, household.partner)
    if theirs.utcoffset() != mine.utcoffset():
        when = clock(theirs) if theirs.date() == mine.date() else f"{day(words, theirs)} {clock(theirs)}"
        text += words("planner.span_for", time=when, name=name_of_other(household))
    return text


def far(household: Household, start: datetime) -> str:
    """Return how far off a time is: `in 3 days`."""
    return ahead(household.words, (household.local(start).date() - household.today()).days)


def span_and_far(household: Household, start: datetime, end: datetime) -> str:
    """Return both in one line."""
    return household.words("planner.far", span=span(household, start, end), far=far(household, start))


def _day(household: Household, local: datetime) -> str:
    """Return a day, with its year where it is not this one."""
    text = day(household.words, local)
    return text if local.year == household.today().year else f"{text} {local.year}"


def line(household: Household, occurrence: Occurrence, cells: int, *, crowded: bool = False) -> Content:
    """Return one plan on one line of a list; `crowded`: a calendar has something at that time."""
    plan, start = occurrence.plan, household.local(occurrence.start)
    look = LOOKS[plan.state]
    when = f"{_day(household, start)} {clock(start)}"
    mark = joined(shown(look.mark, look.style), shown(CROWDED, "bold $warning") if crowded else " ", " ")
    lead = joined(mark, shown(f"{when:<22}"), shown(f"{far(household, occurrence.start):<14}", "$quiet"))
    text, after = plan.what or household.words("home.just_us"), signs(plan)
    tail = shown(f" {after}", "$quiet") if after else Content()
    return joined(lead, cut(text, max(10, cells - lead.cell_length - tail.cell_length), _style(plan)), tail)


def signs(plan: Plan) -> str:
    """Return what stands beside a plan that repeats, and one that is protected."""
    return " ".join(sign for sign, holds in (("↻", plan.repeat), (RITUAL, plan.protected)) if holds)


def _style(plan: Plan) -> str:
    return "$quiet" if plan.state in {PlanState.DECLINED, PlanState.CANCELLED} else ""


def detail(household: Household, occurrence: Occurrence, cells: int, notes: Sequence[Note] = ()) -> Content:
    """Return all that is said about one plan, on three lines, and what is to be noted about it on more."""
    plan, look = occurrence.plan, LOOKS[occurrence.plan.state]
    when = span_and_far(household, occurrence.start, occurrence.end)
    signs = _signs_in_words(household, plan)
    what = cut(plan.what or household.words("home.just_us"), cells - 2 - width(signs), "italic")
    return joined(
        joined(shown(look.mark, look.style), " ", cut(when, cells - 2, "bold")),
        joined("\n  ", what, shown(signs, "$quiet")),
        joined("\n  ", cut(_standing(household, occurrence), cells - 2, "$quiet")),
        *(joined("\n", shown(sign, "bold $warning"), " ", cut(text, cells - 2)) for sign, text in notes),
    )


def _signs_in_words(household: Household, plan: Plan) -> str:
    again = f"  ↻ {household.words('planner.repeats')}" if plan.repeat else ""
    return again + (f"  {RITUAL} {household.words('planner.protected')}" if plan.protected else "")


def _standing(household: Household, occurrence: Occurrence) -> str:
    words, plan = household.words, occurrence.plan
    over = occurrence.end <= household.now()
    name = name_of_other(household)
    if plan.talk:
        return words("talk_rest.standing")
    match plan.state:
        case PlanState.PROPOSED if over:
            return words("planner.lapsed")
        case PlanState.PROPOSED if plan.by == household.me.id:
            return words("planner.theirs_to_answer", name=name)
        case PlanState.PROPOSED:
            return words("planner.yours_to_answer", name=name)
        case PlanState.ACCEPTED:
            return words("planner.been" if over else "planner.agreed")
        case PlanState.DONE:
            return words("planner.took_place")
        case PlanState.DECLINED:
            return words("planner.declined")
        case PlanState.CANCELLED:
            return words("planner.called_off")


def may(household: Household, plan: Plan | None, act: Act, start: datetime | None = None) -> bool:
    """Return whether the person at the keyboard can do this to `plan` now; what has not begun is not yet done.

    `start` is the time that is meant, of a plan that repeats.
    """
    if plan is None or (act is Act.DONE and household.now() < (start or plan.start)):
        return False
    return refusal(plan, act, by=household.me.id) is None
