"""Saying calmly, once in this window, that an agreed time is near or has begun."""

from collections.abc import Iterator

from tui.catalog.dates import clock
from tui.household import Household
from tui.planner.reminders import Key, Moment, due

UNDISTURBED = frozenset({"time_alone", "talk"})
"""The screens on which nothing is said: the two are there already."""


class Reminding:
    """Remembers what this window has said."""

    def __init__(self) -> None:
        """Nothing was said yet."""
        self._told: set[Key] = set()

    def sentences(self, household: Household) -> Iterator[str]:
        """Give what is to be said now; it names no plan, as anybody may see the screen."""
        for each in due(household.times_ahead(), household.now(), self._told):
            self._told.add(each.key)
            time = clock(household.local(each.occurrence.start))
            if each.moment is Moment.NEAR:
                yield household.words("app.time_near", time=time, count=each.minutes)
            else:
                yield household.words("app.time_begun", time=time)
