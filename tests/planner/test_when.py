"""Times as machines write them, and lengths as people do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.catalog.heard import time_words
from tui.catalog.place import content_folder, language_folders
from tui.catalog.words import Words
from tui.core.errors import InputError
from tui.planner.when import iso, minutes

BERLIN, YORK = "Europe/Berlin", "America/New_York"
EN, DE = (time_words(Words(language_folders(language, content_folder()))) for language in ("en", "de"))


def test_a_repeated_hour_means_its_first_time() -> None:
    assert iso("2026-10-25T02:30", BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert iso("2026-11-01T01:30", YORK) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_a_time_in_the_spring_gap_moves_forward_by_the_gap() -> None:
    assert iso("2027-03-28T02:30", BERLIN) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert iso("2027-03-14T02:30", YORK) == datetime(2027, 3, 14, 7, 30, tzinfo=UTC)


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


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("zwei Stunden", 120),
        ("2 Std.", 120),
        ("anderthalb stunden", 90),
        ("eine halbe Stunde", 30),
        ("Dreiviertelstunde", 45),
        ("half an hour", 30),
        ("an hour and a half", 90),
        ("für 1 h 30", 90),
    ],
)
def test_a_length_may_be_said_in_words_of_either_language(text: str, meant: int) -> None:
    assert minutes(text, EN) == minutes(text, DE) == meant


@pytest.mark.parametrize("text", ["", "fri 20:00", "for", "2 h 2 h", "um 2", "tomorrow for 2h"])
def test_what_is_more_than_a_length_is_none(text: str) -> None:
    with pytest.raises(InputError, match="length_unclear"):
        minutes(text, EN)


@given(st.text(max_size=80))
def test_nothing_that_can_be_typed_breaks(text: str) -> None:
    for read in (lambda: minutes(text, DE), lambda: iso(text, BERLIN)):
        try:
            read()
        except InputError as error:
            assert error.key  # noqa: PT017 - the only error there may be
