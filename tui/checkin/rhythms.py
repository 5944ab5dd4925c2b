"""What comes round: when it is a good time again, and who begins. Nothing is owed, and nothing is counted."""

from calendar import monthrange
from datetime import date

AGAIN_AFTER = 4
"""Months between two writings from outside: so it was in the trial (three in a year)."""

MONTHS = 12


def good_again(last: date | None, today: date, *, months: int = AGAIN_AFTER) -> date | None:
    """Return the day from which it would be a good time again, None where any time is.

    `last` is my own last time. What was done in the future, by a clock that was wrong, is taken for today.
    """
    if last is None:
        return None
    again = months_after(min(last, today), months)
    return again if again > today else None


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, the last of that month where it has no such day."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def who_begins(place: int, seed: str, questions: str) -> int:
    """Return the seat (0 or 1) of whoever answers the question at `place` first, in a set with the id `questions`.

    It alternates. Who has the first one is drawn from the couple's `seed`: the same in both places of a call.
    """
    return (sum(map(ord, seed + questions)) + place) % 2
