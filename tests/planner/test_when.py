"""What people mean by what they type."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.errors import InputError
from tui.planner.when import DayNames, iso, minutes, typed

BERLIN, YORK = "Europe/Berlin", "America/New_York"
NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NAMES = DayNames(today="today", tomorrow="tomorrow", weekdays=WEEKDAYS, months=MONTHS)


def local(text: str, where: str = BERLIN, now: datetime = NOW) -> str:
    return f"{typed(text, where, now, NAMES).astimezone(ZoneInfo(where)):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("20:00", "2026-11-23 20:00"),
        ("18:00", "2026-11-24 18:00"),
        ("8pm", "2026-11-23 20:00"),
        ("fri 20:00", "2026-11-27 20:00"),
        ("Friday 8:30 pm", "2026-11-27 20:30"),
        ("Mon 20:00", "2026-11-23 20:00"),
        ("Mon 18:30", "2026-11-30 18:30"),
        ("today 20:00", "2026-11-23 20:00"),
        (" Tomorrow   20:00 ", "2026-11-24 20:00"),
        ("26.11. 20:00", "2026-11-26 20:00"),
        ("1.1. 9:00", "2027-01-01 09:00"),
        ("26.11.2027 20:00", "2027-11-26 20:00"),
        ("29.2. 10:00", "2028-02-29 10:00"),
        ("26 nov 20:00", "2026-11-26 20:00"),
        ("Thu 26 Nov 2026 20:00", "2026-11-26 20:00"),
        ("2026-11-26 20:00", "2026-11-26 20:00"),
        ("2026-11-26T20:00", "2026-11-26 20:00"),
        ("2026-11-26T20:00-05:00", "2026-11-27 02:00"),
    ],
)
def test_a_time_is_understood_as_people_write_it(text: str, meant: str) -> None:
    assert local(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "25:00",
        "13pm",
        "31.2. 10:00",
        "fri 20:60",
        "20:00 fri",
        "x" * 5000,
        "0001-01-01T00:00+14:00",
    ],
)
def test_what_is_no_time_is_said_to_be_none(text: str) -> None:
    with pytest.raises(InputError, match="when_unclear"):
        typed(text, BERLIN, NOW, NAMES)


@pytest.mark.parametrize("text", ["fri", "26.11.", "2026-11-26", "tomorrow"])
def test_a_day_alone_is_asked_for_its_hour(text: str) -> None:
    with pytest.raises(InputError, match="when_no_hour"):
        typed(text, BERLIN, NOW, NAMES)


def test_a_repeated_hour_means_its_first_time() -> None:
    assert iso("2026-10-25T02:30", BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert iso("2026-11-01T01:30", YORK) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_a_time_in_the_spring_gap_moves_forward_by_the_gap() -> None:
    assert iso("2027-03-28T02:30", BERLIN) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert local("28.3.2027 02:30") == "2027-03-28 03:30"
    assert iso("2027-03-14T02:30", YORK) == datetime(2027, 3, 14, 7, 30, tzinfo=UTC)


def test_tomorrow_is_a_day_on_the_clock_also_when_the_clocks_change() -> None:
    evening = datetime(2026, 10, 24, 18, tzinfo=UTC)
    assert local("tomorrow 20:00", now=evening) == "2026-10-25 20:00"
    late = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)
    assert local("tomorrow 20:00", now=late) == "2026-03-29 20:00"


@pytest.mark.parametrize("text", ["2026-11-26", "2026-W48-4", "20261126"])
def test_an_iso_date_alone_is_no_time(text: str) -> None:
    with pytest.raises(InputError, match="time_without_hour"):
        iso(text, BERLIN)


@pytest.mark.parametrize("text", ["", "foo", "fri 20:00", "2026-13-01T00:00", "\x1b[31m"])
def test_what_is_not_iso_is_said_not_to_be(text: str) -> None:
    with pytest.raises(InputError, match="time_not_iso"):
        iso(text, BERLIN)


@given(st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1)), st.sampled_from([BERLIN, YORK, "Asia/Kolkata"]))  # noqa: DTZ001 - a wall time, its zone comes beside it
def test_a_wall_time_comes_back_or_lies_in_a_gap(wall: datetime, where: str) -> None:
    wall = wall.replace(microsecond=0)
    moment = iso(wall.isoformat(), where)
    back = moment.astimezone(ZoneInfo(where)).replace(tzinfo=None)
    assert back == wall or timedelta() < back - wall <= timedelta(hours=2)
    assert moment.utcoffset() == timedelta()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2h", 120),
        ("90", 90),
        ("1h30", 90),
        ("1:30", 90),
        ("1.5 h", 90),
        ("45 min", 45),
        ("1 h 30 min", 90),
        ("2 hours", 120),
        ("1 day", 1440),
    ],
)
def test_a_length_is_understood_as_people_write_it(text: str, meant: int) -> None:
    assert minutes(text) == meant


@pytest.mark.parametrize("text", ["", "long", "-5", "2x", "h", "1h30h", "9" * 500])
def test_what_is_no_length_is_said_to_be_none(text: str) -> None:
    with pytest.raises(InputError, match="length_unclear"):
        minutes(text)


@given(st.text(max_size=80))
def test_nothing_that_can_be_typed_breaks(text: str) -> None:
    for read in (lambda: typed(text, BERLIN, NOW, NAMES), lambda: minutes(text), lambda: iso(text, BERLIN)):
        try:
            read()
        except InputError as error:
            assert error.key  # noqa: PT017 - the only error there may be
