from datetime import UTC, date, datetime

import pytest

from tui.catalog.catalog import Catalog
from tui.catalog.dates import ahead, clock, day, length, long_day, month

WORDS = Catalog.open().words
MONDAY = date(2026, 11, 23)


def test_days_are_written_short_and_in_full() -> None:
    assert day(WORDS, MONDAY) == "Mon 23 Nov"
    assert long_day(WORDS, MONDAY) == "Monday 23 November 2026"
    assert month(WORDS, MONDAY) == "Nov 2026"


def test_every_day_of_a_year_has_its_words() -> None:
    days = [date.fromordinal(MONDAY.toordinal() + number) for number in range(366)]
    assert [when for when in days if "[" in long_day(WORDS, when) + day(WORDS, when)] == []


def test_the_clock_has_two_digits() -> None:
    assert clock(datetime(2026, 11, 23, 8, 5, tzinfo=UTC)) == "08:05"


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "today"), (1, "tomorrow"), (3, "in 3 days"), (-1, "yesterday"), (-4, "4 days ago")],
)
def test_how_far_off_a_day_is(days: int, said: str) -> None:
    assert ahead(WORDS, days) == said


@pytest.mark.parametrize(("minutes", "said"), [(45, "45 min"), (120, "2 h"), (90, "1 h 30 min"), (0, "0 min")])
def test_how_long_something_takes(minutes: int, said: str) -> None:
    assert length(WORDS, minutes) == said
