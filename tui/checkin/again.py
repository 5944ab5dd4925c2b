"""Exercises that come round: what was answered at another time stays as it was, and a new answer is a new one."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from tui.core.records import Plan, PlanState, Talk

_PERIODS: dict[str, Callable[[date], object]] = {
    "daily": lambda day: day,
    "pulse": lambda day: day,
    "outside": lambda day: day,
    "safe": lambda day: day,
    "word": lambda day: day,
    "year": lambda day: day.year,
}
"""What two days have to share for an answer of the one to be changed on the other, by the exercise's id.

A day's question (`daily.d001`) comes round after a year.
"""

WORD = "word"
"""The exercise that comes round with each time alone, also with two on one day."""

SAFE = "safe"
"""The exercise that comes round with each talk, also with two on one day."""

OCCASIONS: dict[str, type[Plan] | type[Talk]] = {WORD: Plan, SAFE: Talk}
"""What an exercise comes round with, besides its period."""


def begins_anew(step: str, answered: date, today: date) -> bool:
    """Whether a step that was answered on a day begins anew today, though it was not opened: else it is changed."""
    period = _PERIODS.get(step.partition(".")[0])
    return period is not None and period(answered) != period(today)


def had_since(occasions: Iterable[Plan | Talk], answered: datetime) -> bool:
    """Whether a time alone or a talk began after `answered` and was had: an answer to an earlier one stays."""
    return any(_had(each) and _began(each) > answered for each in occasions)


def _had(occasion: Plan | Talk) -> bool:
    return isinstance(occasion, Talk) or (occasion.state is PlanState.DONE and not occasion.talk)


def _began(occasion: Plan | Talk) -> datetime:
    return occasion.at if isinstance(occasion, Talk) else occasion.start
