"""Exercises that come round: what was answered at another time stays as it was, and a new answer is a new one."""

from collections.abc import Callable
from datetime import date

_PERIODS: dict[str, Callable[[date], object]] = {
    "pulse": lambda day: day,
    "outside": lambda day: day,
    "year": lambda day: day.year,
}
"""What two days have to share for an answer of the one to be changed on the other, by the exercise's id."""


def begins_anew(step: str, answered: date, today: date) -> bool:
    """Whether a step that was answered on a day begins anew today, though it was not opened: else it is changed."""
    period = _PERIODS.get(step)
    return period is not None and period(answered) != period(today)
