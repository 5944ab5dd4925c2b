"""What home shows, read from the household: at once what stands above, and a moment later what stands below it.

Home is the first thing to be painted. So a rule is loaded only where there is something for it to look at.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from tui.checkin.path import Standing, StepState, Suggestion, next_step, suggest
from tui.core.records import Agreement, Issue, PlanState, Sitting, SlowTalk, SmallStep
from tui.household import Household
from tui.household.at_hand import time_at_hand
from tui.household.shared import is_new
from tui.household.talk_at_hand import TalkAtHand, talk_at_hand
from tui.planner.occurrences import Occurrence

MARKS_SHOWN = 16
"""How many marks of closeness fit on the screen."""

AGREEMENTS = 3
"""How many of the newest agreements are shown."""

SMALL = frozenset({"daily", "pulse"})
"""Exercises after which the day is not done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What stands above, read from the household in one go. `next_time` may be that of coming back to a talk."""

    states: dict[str, StepState]
    suggestion: Suggestion
    next_step: str
    next_time: Occurrence | None
    talk: TalkAtHand | None
    proposed: bool
    close: tuple[tuple[int, ...], ...]
    shared: bool
    both: bool
    slow: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """What stands below: what the two agreed on last, and the small steps that I try."""

    kept: tuple[str, ...]
    trying: tuple[SmallStep, ...]


def look(household: Household) -> View:
    """Read what stands above."""
    me, states, times, today = household.me, household.states(), household.times_ahead(), household.today()
    next_time = next((each for each in times if each.plan.state is PlanState.ACCEPTED), None)
    shared, talk = is_new(household), talk_at_hand(household)
    standing = Standing(
        steps=[step.id for step in household.catalog.steps],
        states=states,
        drafts=household.drafts(),
        to_open=household.to_open(),
        talk_running=talk is not None,
        plans_to_answer=sum(1 for each in times if each.plan.state is PlanState.PROPOSED and each.plan.by != me.id),
        plan_ahead=any(each.plan.state is PlanState.ACCEPTED and not each.plan.talk for each in times),
        done_today=any(_since(household, today, _sittings(household))),
        shared=shared,
        look_again=_is_due(household, today),
        issue=_lies_still(household),
        time_alone=time_at_hand(household, times),
    )
    return View(
        states=states,
        suggestion=suggest(standing),
        next_step=next_step(standing),
        next_time=next_time,
        talk=talk,
        proposed=any(each.plan.state is PlanState.PROPOSED for each in times),
        close=tuple(household.close_lately(person, MARKS_SHOWN) for person in household.people),
        shared=shared,
        both=_both_said(household),
        slow=_slow_talk(household),
    )


def look_below(household: Household) -> Below:
    """Read what stands below."""
    return Below(kept=_kept(household), trying=_tried(household))


def _sittings(household: Household) -> Iterator[Sitting]:
    """Give what I answered, newest first, without what takes a minute: a day's question and a mark."""
    for sitting in household.newest(Sitting, by=household.me.id):
        if sitting.step.partition(".")[0] not in SMALL:
            yield sitting


def _since(household: Household, today: date, sittings: Iterable[Sitting]) -> Iterator[bool]:
    """Tell of each of the newest sittings whether it was today, up to the first that was before."""
    days = (household.local(sitting.at).date() for sitting in sittings)
    return (day == today for day in takewhile(lambda day: day >= today, days))


def _is_due(household: Household, today: date) -> bool:
    """Whether the day has come to look at an agreement again."""
    if not any(each.look_again is not None and each.look_again <= today for each in household.all(Agreement)):
        return False
    from tui.household.agreements import any_due

    return any_due(household)


def _lies_still(household: Household) -> bool:
    """Whether there is an issue to bring up gently."""
    issues = household.all(Issue)
    if not issues:
        return False
    from tui.checkin.issues import reminder

    return reminder(issues, household.now()) is not None


def _both_said(household: Household) -> bool:
    """Whether both changed something at once, and I may choose."""
    if not household.store.both():
        return False
    from tui.household.own import disputes

    return bool(disputes(household))


def _slow_talk(household: Household) -> bool:
    """Whether there is something for me in a slow talk."""
    if not household.find(SlowTalk, ended=False):
        return False
    from tui.household.slow import for_me

    return for_me(household)


def _kept(household: Household) -> tuple[str, ...]:
    if not household.all(Agreement):
        return ()
    from tui.household.agreements import newest_in_force

    return tuple(each.text for each in newest_in_force(household, AGREEMENTS))


def _tried(household: Household) -> tuple[SmallStep, ...]:
    if not household.find(SmallStep, by=household.me.id):
        return ()
    from tui.household.small_steps import tried

    return tuple(tried(household))
