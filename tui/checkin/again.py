"""Exercises that come round: what was answered at another time stays as it was, and a new answer is a new one."""

from collections.abc import Callable
from datetime import date

_PERIODS: dict[str, Callable[[date], object]] = {
    "daily": lambda day: day,
    "pulse": lambda day: day,
    "outside": lambda day: day,
    "safe": lambda day: day,
    "year": lambda day: day.year,
}
"""What two days have to share for an answer of the one to be changed on the other, by the exercise's id.

A day's question (`daily.d001`) comes round after a year.
"""


def begins_anew(step: str, answered: date, today: date) -> bool:
    """Whether a step that was answered on a day begins anew today, though it was not opened: else it is changed."""
    period = _PERIODS.get(step.partition(".")[0])
    return period is not None and period(answered) != period(today)
