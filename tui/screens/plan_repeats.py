"""How often a time can come round, as it is chosen and as it is said."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from itertools import islice
from zoneinfo import ZoneInfo

from tui.catalog.dates import day
from tui.core.clock import zone
from tui.household import Household
from tui.planner.repeats import checked_rule, times

TOLD = 3
"""How many of the times after the first are told."""


class Often(StrEnum):
    """How often a time comes round."""

    ONCE = "once"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    DAILY = "daily"
    OWN = "own"

    @property
    def next(self) -> "Often":
        """The next one to choose from; after the last comes the first."""
        every = list(Often)
        return every[(every.index(self) + 1) % len(every)]


_RULES = {Often.DAILY: "FREQ=DAILY", Often.WEEKLY: "FREQ=WEEKLY", Often.FORTNIGHTLY: "FREQ=WEEKLY;INTERVAL=2"}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST = 5
"""Not every month has so many of a weekday: then the last one is meant."""


def rule_of(often: Often, local: datetime, own: str = "") -> str:
    """Return the rule (RFC 5545) for a time that begins at `local`; `own` is a rule as it was typed."""
    if often is Often.OWN:
        return own
    if often is Often.MONTHLY:
        place = _place(local)
        return f"FREQ=MONTHLY;BYDAY={-1 if place == _LAST else place}{_WEEKDAYS[local.weekday()]}"
    return _RULES.get(often, "")


def often_text(household: Household, often: Often, local: datetime | None) -> str:
    """Return how often in words; `local` is when it begins, as far as that is known."""
    words = household.words
    if often is not Often.MONTHLY or local is None:
        return words(f"planner.repeat_{often}")
    nth, weekday = words(f"planner.nth_{_place(local)}"), words(f"common.weekday_{local.isoweekday()}")
    return words("planner.repeat_nth", nth=nth, weekday=weekday)


def then(household: Household, rule: str, start: datetime) -> str:
    """Return the days on which it comes round after the first, in words; raises `InputError` for no such rule."""
    where: ZoneInfo = zone(household.me.zone)
    checked = checked_rule(rule, start, where)
    found: Sequence[datetime] = list(islice(times(checked, start, where, start), 1, TOLD + 1))
    days = ", ".join(day(household.words, household.local(each)) for each in found)
    return household.words("planner.then", days=days) if found else ""


def _place(local: datetime) -> int:
    """Return which of its month's days of that weekday it is, from 1 to 5."""
    return (local.day - 1) // 7 + 1
