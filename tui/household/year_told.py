"""What both of the two may see, each with the day that it belongs to: what the page of a year is taken from.

Days are those on the clock of whoever made a record: so they are the same for both, wherever they live. To whoever
does all this alone, answers of their own come in that they do not keep private.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from operator import attrgetter

from tui.catalog.catalog import DAILY
from tui.checkin.issues import topic
from tui.checkin.opening import OPEN
from tui.checkin.year import event_day
from tui.core.clock import zone
from tui.core.errors import ContentError, InputError
from tui.core.records import (
    Answer,
    Issue,
    IssueState,
    Opening,
    Plan,
    PlanState,
    Record,
    Share,
    SmallStep,
    SmallStepState,
    Talk,
    Timeline,
)
from tui.household.agreements import every
from tui.household.household import Household
from tui.planner.occurrences import Days as Replaced
from tui.planner.occurrences import Occurrence, clock_of, first_of, occurrences, replaced

LINE = "cause.line"
"""The question for the line over the years."""

SETTLED = frozenset({IssueState.AGREED, IssueState.CLOSED})


class Days:
    """Tells which day it was to the person (an id) who did something."""

    def __init__(self, household: Household) -> None:
        """The clocks of both are read once: what is told of ten years asks for many days."""
        self._zones = {person.id: zone(person.zone) for person in household.people}
        self._otherwise = zone(household.people[0].zone)

    def at(self, moment: datetime, person: str) -> date:
        """Return the day of a moment."""
        return moment.astimezone(self._zones.get(person, self._otherwise)).date()

    def of(self, record: Record) -> date:
        """Return the day on which a record was made."""
        return self.at(record.at, record.by)


# Answers


def openings(household: Household, step: str) -> Iterator[tuple[date, Opening]]:
    """Give the openings of a step."""
    days = Days(household)
    return ((days.of(each), each) for each in household.find(Opening, step=step))


def beside(household: Household, **fields: object) -> Iterator[tuple[date, Answer]]:
    """Give the answers that their authors showed at once; alone, one's own too."""
    days, found = Days(household), household.find(Answer, share=Share.NOW, **fields)
    if household.alone:
        found += household.find(Answer, by=household.me.id, **fields)
    return ((days.of(each), each) for each in found if each.share in OPEN and each.value is not None)


def opened(household: Household, some: Iterable[Opening]) -> Iterator[Answer]:
    """Give the answers that stand side by side in some openings."""
    for opening in some:
        with suppress(ContentError, InputError):  # of a pack that is broken, or not here any more
            for pair in household.pairs(opening):
                yield from (pair.first, pair.second)


def answers(
    household: Household, step: str, year: int, *, of: Callable[[date], int] = attrgetter("year")
) -> list[Answer]:
    """Return the answers to a step that belong to a year, oldest first; `of` gives the year of a day."""
    together = opened(household, (opening for day, opening in openings(household, step) if of(day) == year))
    apart = (answer for day, answer in beside(household, step=step) if of(day) == year)
    found = {each.id: each for each in (*together, *apart)}
    return sorted(found.values(), key=lambda each: (each.at, each.id))


def questions_of_days(household: Household) -> Iterator[tuple[date, Opening | Answer]]:
    """Give the questions of the day that were opened, each once, and the answers that stand for themselves."""
    days = Days(household)
    both = {each.sittings: each for each in reversed(household.all(Opening)) if _is_of_a_day(each)}
    yield from ((days.of(each), each) for each in both.values())
    sittings = {sitting for each in both for sitting in each}
    yield from ((day, each) for day, each in beside(household) if _is_of_a_day(each) and each.sitting not in sittings)


def said_to_a_day(household: Household, day: Opening | Answer) -> list[Answer]:
    """Return what was answered to a question of the day."""
    if isinstance(day, Answer):
        return [day]
    apart = (answer for sitting in day.sittings for _, answer in beside(household, sitting=sitting))
    return [*opened(household, [day]), *apart]


def _is_of_a_day(record: Opening | Answer) -> bool:
    return record.step.startswith(f"{DAILY}.")


def events(household: Household) -> Iterator[tuple[date, str]]:
    """Give what is pinned to the lines of both."""
    together = opened(household, household.find(Opening, step=LINE.partition(".")[0]))
    apart = (answer for _, answer in beside(household, question=LINE))
    for answer in (*together, *apart):
        for event in answer.value.events if isinstance(answer.value, Timeline) else ():
            day = event_day(event)
            if day is not None and event.what.strip():
                yield day, event.what


# What both have


def times(household: Household) -> Iterator[tuple[date, str]]:
    """Give the times alone that took place, and what they did; nothing where nobody said what."""
    plans = household.find(Plan, talk="")
    days = replaced(plans)
    for plan in plans:
        for each in _took_place(plan, household.now(), days):
            yield each.start.astimezone(clock_of(plan)).date(), plan.what.strip()


def _took_place(plan: Plan, now: datetime, days: Replaced) -> Iterator[Occurrence]:
    """Give the times of a plan that are over. Of one that is done as a whole, only the first is sure."""
    match plan.state:
        case PlanState.DONE:
            yield first_of(plan)
        case PlanState.ACCEPTED:
            since = plan.start
            while found := [
                each for each in occurrences(plan, since, now, days) if each.end <= now
            ]:  # so many at a time
                yield from found
                since = found[-1].end
        case _:
            return


def talks(household: Household) -> Iterator[tuple[date, Talk]]:
    """Give the talks of which more is left than that they were held."""
    days = Days(household)
    return ((days.of(each), each) for each in household.all(Talk) if each.topic.strip() or each.kept.strip())


def settled(household: Household) -> Iterator[tuple[date, str]]:
    """Give what those issues were about that are agreed on or closed, on the day on which they last moved."""
    days = Days(household)
    for issue in household.all(Issue):
        if issue.state in SETTLED and topic(issue):
            yield days.at(issue.touched, issue.by), topic(issue)


def kept(household: Household) -> Iterator[tuple[date, str]]:
    """Give the agreements that hold, in the words to which all have agreed, on the day of those words."""
    days = Days(household)
    for standing in every(household):
        held = standing.in_force
        if held is not None and not standing.agreement.let_go:
            yield days.at(held.at, held.by), held.text


def habits(household: Household) -> Iterator[tuple[date, SmallStep]]:
    """Give the small steps that have become a habit and are shown to both; alone, all of mine too."""
    days = Days(household)
    for step in household.find(SmallStep, state=SmallStepState.HABIT):
        mine = household.alone and step.by == household.me.id
        if mine or step.share is Share.NOW:
            yield days.of(step), step
