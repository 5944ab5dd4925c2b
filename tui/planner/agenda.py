"""Plans in the order in which two people look at them: what is agreed, what waits for an answer, what has been."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tui.core.records import Plan, PlanState
from tui.planner.occurrences import Occurrence, first_of, next_of, replaced

MOST_BEFORE = 200
"""How many plans that are over are shown, the latest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What is ahead, by time, and what has been, the latest first. Each plan is in one of them.

    `agreed`: both said yes. `waiting`: the reader is asked. `asked`: the other one is asked.
    """

    agreed: tuple[Occurrence, ...]
    waiting: tuple[Occurrence, ...]
    asked: tuple[Occurrence, ...]
    before: tuple[Occurrence, ...]

    def every(self) -> tuple[Occurrence, ...]:
        """Return all, in the order in which they are shown."""
        return (*self.agreed, *self.waiting, *self.asked, *self.before)


def agenda(plans: Iterable[Plan], now: datetime, me: str) -> Agenda:
    """Return the agenda at `now` (UTC) as the person `me` (an id) sees it; a break that is over has not been."""
    agreed: list[Occurrence] = []
    waiting: list[Occurrence] = []
    asked: list[Occurrence] = []
    before: list[Occurrence] = []
    every = list(plans)
    days = replaced(every)
    for plan in every:
        ahead = next_of(plan, now, days) if plan.state in {PlanState.PROPOSED, PlanState.ACCEPTED} else None
        if ahead is None and plan.talk:
            continue
        if ahead is None:
            before.append(first_of(plan))
        elif plan.state is PlanState.ACCEPTED:
            agreed.append(ahead)
        else:
            (asked if plan.by == me else waiting).append(ahead)
    return Agenda(
        agreed=_in_order(agreed),
        waiting=_in_order(waiting),
        asked=_in_order(asked),
        before=_in_order(before)[::-1][:MOST_BEFORE],
    )


def _in_order(found: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    return tuple(sorted(found, key=lambda each: (each.start, each.plan.id)))
