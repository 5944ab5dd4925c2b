"""Where one person stands on the path of steps, and the one small thing to do next.

Both are told from what that person may know: nothing here depends on whether the other has answered, until
both have.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tui.checkin.opening import History, waiting


class StepState(StrEnum):
    """How far a step has come for one person."""

    AHEAD = "ahead"  # not begun
    BEGUN = "begun"  # a draft, or an answer that waits to be opened
    OPENED = "opened"  # opened together at least once


class Next(StrEnum):
    """What the home screen suggests."""

    TIME_NOW = "time_now"
    TIME_AFTER = "time_after"
    RESUME_TALK = "resume_talk"
    OPEN = "open"
    SHARED = "shared"
    LOOK_AGAIN = "look_again"
    ISSUE = "issue"
    ANSWER_PLAN = "answer_plan"
    GO_ON = "go_on"
    ENOUGH = "enough"
    BEGIN = "begin"
    PLAN = "plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One next small thing; `step` is a step's id where it is about one."""

    what: Next
    step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a suggestion is made from: the steps in order, and what waits for this person.

    `shared`: the other showed something that is new here; `look_again`: an agreement's day has come; `issue`: one
    that lies still may be brought up; `time_alone`: one is on or near (`now`), or waits for a word (`after`).
    """

    steps: Sequence[str]
    states: dict[str, StepState]
    drafts: Collection[str] = ()
    to_open: Collection[str] = ()
    talk_running: bool = False
    plans_to_answer: int = 0
    plan_ahead: bool = False
    done_today: bool = False
    shared: bool = False
    look_again: bool = False
    issue: bool = False
    time_alone: str = ""


def state(history: History, step: str, me: str, *, drafted: bool) -> StepState:
    """Return how far `step` has come for `me`; `drafted` when a draft of it is kept."""
    if drafted or waiting(history, step, me) is not None:
        return StepState.BEGUN
    return StepState.OPENED if history.opened_once(step) else StepState.AHEAD


def suggest(standing: Standing) -> Suggestion:
    """Return the one thing to suggest now: what the two can do together first, then what was begun, then rest."""
    together = _together(standing)
    if together is not None:
        return together
    if standing.shared:
        return Suggestion(what=Next.SHARED)
    if standing.plans_to_answer:
        return Suggestion(what=Next.ANSWER_PLAN)
    begun = next((step for step in standing.steps if step in standing.drafts), None)
    if begun is not None:
        return Suggestion(what=Next.GO_ON, step=begun)
    if standing.done_today:
        return Suggestion(what=Next.ENOUGH)
    return _gently(standing)


def _together(standing: Standing) -> Suggestion | None:
    """Return what the two can do together now: the time that is theirs before all else."""
    if standing.time_alone == "now":
        return Suggestion(what=Next.TIME_NOW)
    if standing.talk_running:
        return Suggestion(what=Next.RESUME_TALK)
    first_open = next((step for step in standing.steps if step in standing.to_open), None)
    if first_open is not None:
        return Suggestion(what=Next.OPEN, step=first_open)
    return Suggestion(what=Next.TIME_AFTER) if standing.time_alone else None


def _gently(standing: Standing) -> Suggestion:
    """Return what may be brought up on a day on which nothing was done yet."""
    if standing.look_again:
        return Suggestion(what=Next.LOOK_AGAIN)
    if standing.issue:
        return Suggestion(what=Next.ISSUE)
    ahead = next((step for step in standing.steps if standing.states[step] is StepState.AHEAD), None)
    if ahead is not None:
        return Suggestion(what=Next.BEGIN, step=ahead)
    return Suggestion(what=Next.ENOUGH if standing.plan_ahead else Next.PLAN)


def next_step(standing: Standing) -> str:
    """Return the step to go on with: one that was begun, else the first that lies ahead, else the first of all."""
    begun = (step for step in standing.steps if step in standing.drafts)
    unseen = (step for step in standing.steps if standing.states[step] is StepState.AHEAD)
    return next(begun, "") or next(unseen, "") or standing.steps[0]
