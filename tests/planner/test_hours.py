"""When somebody is up, and between which times of day something may be: by what the clock shows at each moment."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tui.core.errors import InputError
from tui.planner.hours import DAY, ORDINARY, Range, WakingHours, awake, between, clock_range, clock_text

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Havana",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Pacific/Apia",
)
CHANGES = (
    "2026-03-08T07:00",
    "2026-03-29T01:00",
    "2026-11-01T05:00",
    "2026-10-24T21:00",
    "2026-04-04T15:00",
    "2026-09-06T04:00",
    "2011-12-30T10:00",
)
QUARTERS = st.integers(0, 95).map(lambda each: each * 15)
RANGES = st.just((0, DAY)) | st.tuples(QUARTERS, st.integers(1, 95)).map(
    lambda each: (each[0], each[0] + each[1] * 15)
)


def seconds(text: str) -> int:
    return int(datetime.fromisoformat(f"{text}+00:00").timestamp())


def shown(moment: int, zone: str) -> tuple[datetime, int]:
    """Return what the clock shows: the day, and the minutes since midnight."""
    local = datetime.fromtimestamp(moment, ZoneInfo(zone))
    return local, local.hour * 60 + local.minute


def is_between(moment: int, zone: str, clock: Range) -> bool:
    _, minute = shown(moment, zone)
    return clock[0] <= minute < clock[1] or minute + DAY < clock[1]


def is_up(moment: int, zone: str, hours: WakingHours) -> bool:
    local, minute = shown(moment, zone)
    today, before = (hours.days[(local - timedelta(days=each)).weekday()] for each in (0, 1))
    return bool((today and today[0] <= minute < today[1]) or (before and minute + DAY < before[1]))


@given(RANGES)
def test_a_range_is_typed_as_it_is_shown(clock: Range) -> None:
    assert clock_range(clock_text(clock)) == clock


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("07:00-22:30", ORDINARY),
        ("7:00 \u2013 22:30", ORDINARY),
        ("00:00-24:00", (0, 1440)),
        ("20:00-24:00", (1200, 1440)),
        ("20:00-00:00", (1200, 1440)),
        ("24:00-06:00", (0, 360)),
        ("22:00-02:00", (1320, 1560)),
    ],
)
def test_a_range_may_run_past_midnight(text: str, clock: Range) -> None:
    assert clock_range(text) == clock


@pytest.mark.parametrize(
    "text",
    ["", "3", "20-22", "20:00", "20:00-20:00", "25:00-26:00", "24:01-25:00", "20:60-21:00", "-1:00-2:00", "x" * 9000],
)
def test_what_is_no_range_is_said(text: str) -> None:
    with pytest.raises(InputError, match="clock_range_unclear"):
        clock_range(text)


@settings(max_examples=60)
@given(st.sampled_from(ZONES), st.sampled_from(CHANGES), RANGES)
@example("America/Havana", "2026-11-01T05:00", (23 * 60, 25 * 60))
@example("Australia/Lord_Howe", "2026-04-04T15:00", (105, 135))
@example("Pacific/Apia", "2011-12-30T10:00", (0, DAY))
def test_a_moment_counts_when_the_clock_shows_a_time_in_the_range(zone: str, change: str, clock: Range) -> None:
    since = seconds(change) - 86_400 - 7
    until = since + 2 * 86_400
    found = between(clock, zone, since, until)
    for moment in range(since, until, 15 * 60 - 1):
        assert any(start <= moment < end for start, end in found) is is_between(moment, zone, clock)
    assert all(since <= start < end <= until for start, end in found)
    assert found == sorted(found)


@settings(max_examples=40)
@given(st.sampled_from(ZONES), st.sampled_from(CHANGES[:-1]), st.lists(st.none() | RANGES, min_size=7, max_size=7))
def test_hours_past_midnight_belong_to_the_day_on_which_they_begin(
    zone: str, change: str, days: list[Range | None]
) -> None:
    hours, since = WakingHours(days=tuple(days)), seconds(change) - 2 * 86_400
    until = since + 4 * 86_400
    found = awake(hours, zone, since, until)
    for moment in range(since, until, 30 * 60 - 1):
        assert any(start <= moment < end for start, end in found) is is_up(moment, zone, hours)


def test_half_an_hour_that_comes_twice_counts_twice() -> None:
    """On Lord Howe the clocks go back from 02:00 to 01:30."""
    found = between((105, 135), "Australia/Lord_Howe", seconds("2026-04-04T12:00"), seconds("2026-04-05T12:00"))
    assert found == [
        (seconds("2026-04-04T14:45"), seconds("2026-04-04T15:00")),
        (seconds("2026-04-04T15:15"), seconds("2026-04-04T15:45")),
    ]


def test_a_night_without_its_midnight_is_still_one_stretch() -> None:
    """In Beirut the clocks go from 00:00 to 01:00."""
    found = between((23 * 60, 26 * 60), "Asia/Beirut", seconds("2026-03-28T12:00"), seconds("2026-03-29T12:00"))
    assert found == [(seconds("2026-03-28T21:00"), seconds("2026-03-28T23:00"))]


def test_some_days_can_have_other_hours_and_some_none() -> None:
    hours = WakingHours().on([5], (600, 1500)).on([6], None)
    assert hours.days == (*[ORDINARY] * 5, (600, 1500), None)
    sunday, monday = seconds("2026-11-29T00:00"), seconds("2026-11-30T00:00")
    assert awake(hours, "UTC", sunday, monday) == [(sunday, sunday + 60 * 60)]


def test_a_zone_that_nobody_knows_is_said() -> None:
    with pytest.raises(InputError, match="unknown_zone"):
        between(ORDINARY, "Mars/Olympus", 0, 1)
