"""How much of a repeating plan can be meant by one of its times, and how that is said."""

from tui.catalog.words import Words
from tui.household import Household
from tui.planner.occurrences import Occurrence, next_of
from tui.planner.series import Scope


def scopes(household: Household, occurrence: Occurrence) -> tuple[Scope, ...]:
    """Return what can be meant by a time of a plan, the least first; of one that takes place once, only all of it.

    The next time and all that follow are all that are ahead.
    """
    plan = occurrence.plan
    if not plan.repeat:
        return (Scope.ALL,)
    ahead = next_of(plan, household.now())
    is_next = occurrence.start <= (ahead.start if ahead is not None else plan.start)
    return (Scope.ONE, Scope.ALL) if is_next else (Scope.ONE, Scope.FOLLOWING, Scope.ALL)


def scope_text(words: Words, scope: Scope) -> str:
    """Return how much is meant in a few words."""
    return words(f"planner.scope_{scope}")
