"""When to say that an agreed time is near, and that it has begun: once each, and only while it is of use.

A machine may sleep over the moment: then it is said late, or not at all. A clock may be set back: then it is not said
a second time.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from tui.core.records import PlanState
from tui.planner.occurrences import Occurrence

BEFORE = timedelta(minutes=30)
"""How long before a time it is said that it is near."""

SHORTLY = timedelta(minutes=5)
"""The same for coming back from a break, which may be no longer than 20 minutes."""

OF_USE = timedelta(minutes=15)
"""How long after its beginning it is still said that it has begun."""

MINUTE = 60


class Moment(StrEnum):
    """What there is to be said of a time."""

    NEAR = "near"
    BEGUN = "begun"


Key = tuple[str, datetime, Moment]
"""What was said: of which plan (id), for which beginning (UTC), and what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """That a time is near, in so many `minutes` (1 at least), or has begun (0)."""

    occurrence: Occurrence
    moment: Moment
    minutes: int

    @property
    def key(self) -> Key:
        """What is said by it; for a time that was moved it is another."""
        return self.occurrence.plan.id, self.occurrence.start, self.moment


def near(times: Iterable[Occurrence], now: datetime) -> Reminder | None:
    """Return the first agreed time that is near or going on at `now` (UTC); `times` are those ahead, in order."""
    for each in times:
        if each.plan.state is PlanState.ACCEPTED and each.start - BEFORE <= now < each.end:
            return _reminder(each, now)
    return None


def due(times: Iterable[Occurrence], now: datetime, told: Collection[Key]) -> list[Reminder]:
    """Return what is to be said at `now` (UTC) and was not `told`; `times` are those ahead, in order."""
    found = (
        _reminder(each, now) for each in times if each.plan.state is PlanState.ACCEPTED and _is_of_use(each, now)
    )
    return [each for each in found if not _is_told(each, told)]


def _reminder(occurrence: Occurrence, now: datetime) -> Reminder:
    seconds = (occurrence.start - now).total_seconds()
    moment = Moment.NEAR if seconds > 0 else Moment.BEGUN
    return Reminder(occurrence=occurrence, moment=moment, minutes=max(0, ceil(seconds / MINUTE)))


def _is_of_use(occurrence: Occurrence, now: datetime) -> bool:
    before = SHORTLY if occurrence.plan.talk else BEFORE
    return occurrence.start - before <= now < min(occurrence.end, occurrence.start + OF_USE)


def _is_told(reminder: Reminder, told: Collection[Key]) -> bool:
    """Whether this was said; that a time is near says nothing new once it was said to have begun."""
    plan, start, _ = reminder.key
    return reminder.key in told or (plan, start, Moment.BEGUN) in told
