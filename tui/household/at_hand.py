"""Whether a time alone is on, near, or waits for a word: for home, which reads nothing else for it on most days."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from tui.household.household import Household
from tui.planner.occurrences import Occurrence

KEY = "time_alone"
"""Where it is noted that a time is on, among what belongs to this machine alone."""

SOON, LATELY = timedelta(hours=1), timedelta(days=1)
"""How far ahead and back a look is worth it: further than anything is near, or waits for a word."""


def time_at_hand(household: Household, times: Iterable[Occurrence]) -> str:
    """Return `now` where a time is on or near, `after` where one waits for a word, otherwise nothing.

    `times` are those ahead, as `times_ahead` gives them.
    """
    now, note = household.now(), household.store.local.get(KEY)
    if not _is_recent(note, now) and not any(each.start <= now + SOON for each in times):
        return ""
    from tui.household.time_alone import at_hand
    from tui.planner.time_alone import Outcome, left

    time = at_hand(household)
    if time is None:
        return ""
    return "now" if time.outcome is Outcome.OPEN and left(time, household.clock.read()) > 0 else "after"


def _is_recent(note: object, now: datetime) -> bool:
    """Whether a note is of a time that ended lately; such moments in UTC sort as they follow one another."""
    return isinstance(note, dict) and str(note.get("end")) >= f"{now - LATELY:%Y-%m-%dT%H:%M}"
