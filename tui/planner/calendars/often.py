"""Rules that come round within a day (HOURLY, MINUTELY, SECONDLY): followed by arithmetic, as far as a bound goes."""

from tui.planner.calendars.clocks import DAY
from tui.planner.calendars.days import is_on
from tui.planner.calendars.rules import WITHIN_A_DAY, Rule

MOST = 20_000
"""The most occurrences that are followed one by one in a window."""

_LONG = 60
"""Seconds. What comes round faster, and for ever, is always named: nobody lives like that."""


def is_often(rule: Rule) -> bool:
    """Whether a rule comes round within a day."""
    return rule.frequency in WITHIN_A_DAY


def is_endless_haste(rule: Rule) -> bool:
    """Whether a rule comes round within a minute without an end."""
    return is_often(rule) and _step(rule) < _LONG and rule.count is None and rule.until is None


def times(rule: Rule, start: int, since: int, until: int) -> range | list[int] | None:
    """Return the local times from `since` to `until` at which a rule takes place; None when they are too many.

    What takes place at each step is returned as a range, however long: see `MOST`.
    """
    every = _step(rule)
    chosen = bool(rule.days or rule.numbers)
    if rule.count is not None and not chosen:
        until = min(until, start + (rule.count - 1) * every)
    # A count is of those that are chosen: so these are gone through from the first.
    first = start if rule.count is not None and chosen else start + max(0, -((start - since) // every)) * every
    if not chosen:
        return range(first, until + 1, every)
    found = _chosen(rule, range(first, until + 1, every))
    return None if found is None else [each for each in found[: rule.count] if each >= since]


def _step(rule: Rule) -> int:
    """Return the seconds from one time to the next, where no part leaves any out."""
    return rule.interval * WITHIN_A_DAY[rule.frequency]


def _chosen(rule: Rule, steps: range) -> list[int] | None:
    """Return those of the steps that the parts of a rule choose; None when too many would have to be looked at."""
    if not steps:
        return []
    looked_at = 0
    found: list[int] = []
    first, last = steps[0] // DAY, steps[-1] // DAY
    if last - first > MOST:
        return None
    for day in range(first, last + 1):
        if not is_on(rule, day):
            continue
        within = range(max(0, -((steps[0] - day * DAY) // steps.step)), len(steps))
        of_day = steps[within.start :][: DAY // steps.step + 1]
        looked_at += len(of_day)
        if looked_at > MOST:
            return None
        found.extend(each for each in of_day if each // DAY == day and _is_at(rule, each % DAY))
    return found


def _is_at(rule: Rule, within: int) -> bool:
    """Whether a second of the day has the hour, minute and second of a rule."""
    parts = ((b"BYHOUR", within // 3600), (b"BYMINUTE", within // 60 % 60), (b"BYSECOND", within % 60))
    return all(not rule.of(part) or value in rule.of(part) for part, value in parts)
