"""The rows of a day, right through every change of the clocks, and the days of a month."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.core.records import Plan
from tui.planner.month import by_day, month_days, months_on
from tui.planner.occurrences import Occurrence
from tui.planner.week import HOURS, hours, rows_of, touched, true_hours, window

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "America/Havana",
    "Asia/Kathmandu",
)


def shown(rows: tuple[int, ...], where: ZoneInfo) -> list[str]:
    return [f"{datetime.fromtimestamp(each, where):%H:%M}" for each in rows[:-1]]


def test_an_hour_that_the_clock_leaves_out_has_no_length_and_a_doubled_one_two_hours() -> None:
    spring, autumn = (hours(date(2026, *each), BERLIN) for each in ((3, 29), (10, 25)))
    assert [(end - begin) // 60 for begin, end in pairwise(spring)] == [60, 60, 0] + [60] * 21
    assert [(end - begin) // 60 for begin, end in pairwise(autumn)] == [60, 60, 120] + [60] * 21


@pytest.mark.parametrize(
    ("zone", "day", "labels"),
    [
        ("Europe/Berlin", date(2026, 3, 29), ["00:00", "01:00", "03:00", "04:00"]),
        ("Europe/Berlin", date(2026, 10, 25), ["00:00", "01:00", "02:00", "02:00", "03:00"]),
        ("Australia/Lord_Howe", date(2026, 4, 5), ["00:00", "01:00", "01:30", "02:00", "03:00"]),
        ("Australia/Lord_Howe", date(2026, 10, 4), ["00:00", "01:00", "02:30", "03:00"]),
        ("Africa/Cairo", date(2026, 4, 24), ["01:00", "02:00"]),
        ("America/Havana", date(2026, 11, 1), ["00:00", "00:00", "01:00"]),
    ],
)
def test_the_hours_of_a_day_are_those_that_pass(zone: str, day: date, labels: list[str]) -> None:
    where = ZoneInfo(zone)
    rows = true_hours(day, where)
    assert shown(rows, where)[: len(labels)] == labels
    since, until = window(day, 1, where)
    assert (rows[0], rows[-1]) == (since.timestamp(), until.timestamp())
    assert all(0 < end - begin <= 3600 for begin, end in pairwise(rows))


def test_a_day_that_a_zone_never_had_has_no_hours() -> None:
    apia = ZoneInfo("Pacific/Apia")
    assert len(true_hours(date(2011, 12, 30), apia)) == 1
    assert touched(true_hours(date(2011, 12, 30), apia), [(0, 1 << 40)]) == ()
    assert not any(touched(hours(date(2011, 12, 30), apia), [(0, 1 << 40)]))


@settings(max_examples=60)
@given(
    st.sampled_from(ZONES),
    st.dates(date(2025, 1, 1), date(2028, 1, 1)),
    st.integers(-2000, 2000),
    st.integers(5, 4000),
)
def test_a_time_lies_in_the_rows_that_it_touches_and_busy_shows_in_the_same(
    zone: str, day: date, begin: int, length: int
) -> None:
    where = ZoneInfo(zone)
    for rows in (hours(day, where), true_hours(day, where)):
        start = rows[0] + begin * 60
        span = start, start + length * 60
        place = rows_of(*span, rows)
        busy = [row for row, is_busy in enumerate(touched(rows, [span])) if is_busy]
        if place is None:
            assert busy == []
        else:
            assert busy == [row for row in range(*place) if rows[row] < rows[row + 1]]
    assert len(hours(day, where)) == HOURS + 1


def test_a_month_is_whole_weeks_around_its_days() -> None:
    days = month_days(date(2026, 11, 23))
    assert (days[0], days[-1], len(days)) == (date(2026, 10, 26), date(2026, 12, 6), 42)
    assert len(month_days(date(2027, 2, 1))) == 28


def test_a_day_that_a_month_has_not_becomes_its_last() -> None:
    assert months_on(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_on(date(2026, 1, 31), -2) == date(2025, 11, 30)
    assert months_on(date(2027, 11, 30), 3) == date(2028, 2, 29)


def test_a_time_over_midnight_is_on_both_days_and_one_that_ends_then_is_not() -> None:
    start = datetime(2026, 11, 26, 21, tzinfo=UTC)
    plan = Plan(id="one", by="ana", at=start, start=start, minutes=120, zone="Europe/Berlin")

    def lasting(hours: int) -> Occurrence:
        return Occurrence(plan=plan, start=start, end=start + timedelta(hours=hours))

    assert list(by_day([lasting(2)], BERLIN)) == [date(2026, 11, 26)]
    assert list(by_day([lasting(3)], BERLIN)) == [date(2026, 11, 26), date(2026, 11, 27)]
