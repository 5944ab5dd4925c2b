"""Saying calmly, once in this window, that an agreed time is near or has begun, and that a break is over."""

from collections.abc import Iterator

from tui.catalog.dates import clock
from tui.household import Household
from tui.household.talk_at_hand import floor_at_hand
from tui.planner.reminders import Key, Moment, due

TIME_ALONE, TALK = "time_alone", "talk"

UNDISTURBED = frozenset({TIME_ALONE, TALK})
"""The screens on which nothing is said: the two are there already."""

LATELY = 15 * 60.0
"""Seconds after the end of a break in which it still rings where nobody here has seen the break."""

LONG_AGO = 12 * 3600.0
"""Seconds after which nobody is called back; home says it."""


class Reminding:
    """Remembers what this window has said. `rings` says whether the bell belongs to what was said last."""

    def __init__(self) -> None:
        """Nothing was said yet."""
        self.rings = False
        self._told: set[Key] = set()
        self._resting = self._called = ""

    def sentences(self, household: Household, screen: str = "", *, calls: bool = False) -> Iterator[str]:
        """Give what is to be said now over a screen; it names no plan, as anybody may see the screen.

        `calls`: a talk is open there or beneath it, which rings at the end of its break by itself.
        """
        back = self._comes_back(household)
        self.rings = self.rings and not calls and screen != TIME_ALONE
        if back and screen == TIME_ALONE:
            self._called = ""  # it is said on the next screen
        elif back and not (calls and screen == TALK):
            yield household.words("talk_rest.time_to_go_on")
        if screen not in UNDISTURBED:
            yield from self._times(household)

    def _times(self, household: Household) -> Iterator[str]:
        for each in due(household.times_ahead(), household.now(), self._told):
            self._told.add(each.key)
            time = clock(household.local(each.occurrence.start))
            if each.moment is Moment.NEAR:
                yield household.words("app.time_near", time=time, count=each.minutes)
            elif each.occurrence.plan.talk not in {self._resting, self._called} - {""}:
                yield household.words("app.time_begun", time=time)

    def _comes_back(self, household: Household) -> bool:
        """Whether a break has ended since this was last asked: in real time, also where the machine slept over it."""
        self.rings = False
        from tui.talk.floor import Status

        floor = floor_at_hand(household)
        if floor is None or floor.status is not Status.BREAK:
            self._resting = self._called = ""
        elif not floor.over:
            self._resting, self._called = floor.id, ""
        elif self._called != floor.id and floor.rest > -LONG_AGO:
            self._called = floor.id
            self.rings = self._resting == floor.id or floor.rest > -LATELY
            return True
        return False
