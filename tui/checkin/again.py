"""Exercises that come round: what was answered at another time stays as it was, and a new answer is a new one."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from tui.core.records import Plan, PlanState

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


def begins_anew(step: str, answered: date, today: date) -> bool:
    """Whether a step that was answered on a day begins anew today, though it was not opened: else it is changed."""
    period = _PERIODS.get(step.partition(".")[0])
    return period is not None and period(answered) != period(today)


def had_since(times: Iterable[Plan], answered: datetime) -> bool:
    """Whether a time alone that began after `answered` took place: a word for the one before is left as it was."""
    return any(each.state is PlanState.DONE and each.start > answered for each in times)
