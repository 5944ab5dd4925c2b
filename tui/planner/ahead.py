"""The plans that are not over, kept at hand as plans change and time goes on."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from tui.core.records import Plan
from tui.planner.occurrences import Occurrence, next_of

AGAIN = timedelta(days=1)
"""How long a repeating plan without a time in sight is taken to have none."""


class Ahead:
    """Told what changed and what time it is, it looks at no plan again before that plan's next time is over."""

    def __init__(self, plans: Iterable[Plan] = ()) -> None:
        """All plans; they are looked at when they are first asked for."""
        self._plans: dict[str, Plan] = {}
        self._days: dict[str, set[date]] = {}
        self._next: dict[str, Occurrence | None] = {}
        self._until: dict[str, datetime] = {}
        for plan in plans:
            self.take(None, plan)

    def take(self, before: Plan | None, after: Plan | None) -> None:
        """Take in that a plan changed: `before` None when it is new, `after` None when it is gone."""
        if before is not None:
            self._forget(before.id)
            if before.series and before.instead_of is not None:
                self._days.get(before.series, set()).discard(before.instead_of)
                self._until.pop(before.series, None)
        if after is not None:
            self._forget(after.id)
            self._plans[after.id] = after
            if after.series and after.instead_of is not None:
                self._days.setdefault(after.series, set()).add(after.instead_of)
                self._until.pop(after.series, None)

    def times(self, now: datetime) -> list[Occurrence]:
        """Return the next time of each plan that is not over at `now` (UTC), whatever its state, soonest first.

        `now` must not go back.
        """
        for plan in list(self._plans.values()):
            if plan.id not in self._until or self._until[plan.id] <= now:
                self._look(plan, now)
        found = (each for each in self._next.values() if each is not None)
        return sorted(found, key=lambda each: (each.start, each.plan.id))

    def _look(self, plan: Plan, now: datetime) -> None:
        found = next_of(plan, now, self._days)
        if found is None and not plan.repeat:
            self._forget(plan.id)
            return
        self._next[plan.id] = found
        self._until[plan.id] = now + AGAIN if found is None else found.end

    def _forget(self, plan: str) -> None:
        self._plans.pop(plan, None)
        self._next.pop(plan, None)
        self._until.pop(plan, None)
