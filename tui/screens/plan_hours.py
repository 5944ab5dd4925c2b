"""What calendars say of the time that a view shows: busy hours, good free ones, and plans that were crowded out.

All of this reads files and is for a thread.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tui.core.records import Plan, PlanState
from tui.household import Household
from tui.planner.crowding import LOOKED_AT, crowded_out
from tui.planner.occurrences import Occurrence
from tui.planner.ranking import Suggestion
from tui.planner.spans import Span, merged
from tui.planner.week import touched

Window = tuple[datetime, datetime]
"""From when to when, in UTC."""

FREE_HOURS = 5
"""How many free hours are suggested: each has a key of its own."""

OPEN = frozenset({PlanState.PROPOSED, PlanState.ACCEPTED})


class Crowd(StrEnum):
    """Whose calendar has something at the time of a plan."""

    NOBODY = ""
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is known of the time that is shown, and of the weeks around now.

    `mine` and `theirs`: when each is busy, merged. `free`: suggestions, best first; None while nobody has looked.
    `unread`: how much of my own calendars could not be read. `has_mine`: I have set up a calendar. `out`: the ids of
    rituals that fell out.
    """

    mine: Sequence[Span] = ()
    theirs: Sequence[Span] = ()
    free: Sequence[Suggestion] | None = None
    unread: int = 0
    has_mine: bool = True
    out: frozenset[str] = frozenset()

    def crowd(self, occurrence: Occurrence, now: datetime) -> Crowd:
        """Return whose calendar has something at a time that is not over and of which something may come."""
        if occurrence.plan.state not in OPEN or occurrence.end <= now:
            return Crowd.NOBODY
        return self.crowd_at(occurrence.start, occurrence.end)

    def crowd_at(self, start: datetime, end: datetime) -> Crowd:
        """Return whose calendar has something in a time."""
        span = int(start.timestamp()), int(end.timestamp())
        mine, theirs = (touched(span, each)[0] for each in (self.mine, self.theirs))
        if mine and theirs:
            return Crowd.BOTH
        return Crowd.MINE if mine else (Crowd.THEIRS if theirs else Crowd.NOBODY)


NOTHING = Told()
"""What is known before anybody has looked."""


def told(household: Household, window: Window | None) -> Told:
    """Return what is known of a window, and of the weeks around now; without one, nothing is suggested.

    Blocks: reads calendars.
    """
    from tui.household.calendars import busy_of, has_calendars

    me, now = household.me, household.now()
    around = now - LOOKED_AT, now + LOOKED_AT
    mine, theirs = busy_of(household, me, *around), busy_of(household, household.partner, *around)
    near = Told(
        mine=mine.spans,
        theirs=theirs.spans,
        unread=len(mine.skipped),
        has_mine=has_calendars(household, me),
        out=_out(household, merged([*mine.spans, *theirs.spans]), now),
    )
    return near if window is None else _with_free(household, near, window, now)


def _out(household: Household, busy: Sequence[Span], now: datetime) -> frozenset[str]:
    return frozenset(plan.id for plan in crowded_out(household.all(Plan), busy, now))


def _with_free(household: Household, near: Told, window: Window, now: datetime) -> Told:
    from tui.household.free import known
    from tui.planner.ranking import Wish, suggestions

    found = known(household, *window)
    since, until = (int(each.timestamp()) for each in (max(now, window[0]), window[1]))
    free: list[Suggestion] = []
    if since < until:
        wish = Wish(since=since, until=until, limit=FREE_HOURS, recent=found.recent)
        free = suggestions(found.mine, found.theirs, found.taken, wish)
    return Told(
        mine=merged([*near.mine, *found.mine.busy]),
        theirs=merged([*near.theirs, *found.theirs.busy]),
        free=tuple(free),
        unread=max(near.unread, sum(1 for each in found.skipped if each.file)),
        has_mine=near.has_mine,
        out=near.out,
    )
