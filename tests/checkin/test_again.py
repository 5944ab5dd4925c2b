"""Exercises that come round begin anew, and a step of the path is changed until it is opened."""

from datetime import date

import pytest

from tui.checkin.again import begins_anew


@pytest.mark.parametrize(
    ("step", "answered", "today", "anew"),
    [
        ("pulse", date(2026, 11, 22), date(2026, 11, 23), True),
        ("pulse", date(2026, 11, 23), date(2026, 11, 23), False),
        ("outside", date(2026, 7, 1), date(2026, 11, 23), True),
        ("year", date(2026, 12, 30), date(2026, 12, 31), False),
        ("year", date(2025, 12, 31), date(2026, 1, 1), True),
        ("before", date(2020, 1, 1), date(2026, 1, 1), False),
        ("daily.d001", date(2025, 11, 23), date(2026, 11, 23), True),
        ("daily.d001", date(2026, 11, 23), date(2026, 11, 23), False),
    ],
)
def test_what_was_answered_at_another_time_stays_as_it_was(
    step: str, answered: date, today: date, anew: bool
) -> None:
    assert begins_anew(step, answered, today) is anew
