"""On whose clock a time is."""

import pytest

from tests.planner.calendars.written import busy, calendar, event, reasons

WINDOW = ("2026-03-20T00:00", "2026-04-10T00:00")

SHIFTED = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:-0300
TZOFFSETTO:-0400
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0300
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=4WE
END:DAYLIGHT
END:VTIMEZONE"""
"""A zone that exists nowhere: in 2026 its clocks go forward on 25 March at 06:00 UTC."""


def at_ten(zone: str, *head: str, rule: str = "") -> str:
    lines = (f"DTSTART;TZID={zone}:20260401T100000", f"DTEND;TZID={zone}:20260401T110000")
    return calendar(*head, event(*lines, *([rule] if rule else [])))


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Berlin",
        "europe/berlin",
        '"Europe/Berlin"',
        "W. Europe Standard Time",
        '"W. Europe Standard Time"',
        "/freeassociation.sourceforge.net/Europe/Berlin",
        "/citadel.org/20260101_1/Europe/Berlin",
    ],
)
def test_a_zone_is_known_by_any_of_its_names(zone: str) -> None:
    assert busy(at_ten(zone), *WINDOW, "Asia/Tokyo") == ["04-01T08:00 09:00"]
    assert reasons(at_ten(zone)) == []


def test_a_name_without_end_is_the_name_of_no_zone() -> None:
    for name in ("a/" * 100_000 + "b", "x" * 100_000, "/" * 100_000):
        assert busy(at_ten(name), *WINDOW) == ["04-01T08:00 09:00"]
        assert [key for _, key in reasons(at_ten(name))] == ["calendar_zone"]


def test_a_calendar_may_define_a_zone_of_its_own() -> None:
    lines = ("DTSTART;TZID=Customized Time Zone:20260324T100000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3")
    text = calendar(event(*lines), SHIFTED)
    assert busy(text, *WINDOW) == ["03-24T14:00 15:00", "03-25T13:00 14:00", "03-26T13:00 14:00"]
    assert reasons(text) == []


def test_a_zone_with_commas_in_its_name_is_escaped_where_it_is_defined_and_quoted_where_it_is_used() -> None:
    zone = SHIFTED.replace("Customized Time Zone", r"(UTC-04:00) Here\, There\, Elsewhere")
    text = at_ten('"(UTC-04:00) Here, There, Elsewhere"', zone)
    assert (busy(text, *WINDOW), reasons(text)) == (["04-01T13:00 14:00"], [])


def test_a_zone_of_its_own_has_a_gap_and_a_doubled_hour_too() -> None:
    gap = ("DTSTART;TZID=Customized Time Zone:20260325T023000", "DURATION:PT1H")
    assert busy(calendar(SHIFTED, event(*gap)), *WINDOW) == ["03-25T06:30 07:30"]
    twice = ("DTSTART;TZID=Customized Time Zone:20261101T023000", "DURATION:PT1H")
    assert busy(calendar(SHIFTED, event(*twice)), "2026-10-30T00:00", "2026-11-05T00:00") == ["11-01T05:30 06:30"]


def test_each_calendar_of_a_file_has_its_own_zones() -> None:
    other = SHIFTED.replace("-0300", "+0800").replace("-0400", "+0700")
    text = at_ten("Customized Time Zone", SHIFTED) + at_ten("Customized Time Zone", other)
    assert busy(text, *WINDOW) == ["04-01T02:00 03:00", "04-01T13:00 14:00"]


def test_a_definition_does_not_change_a_zone_that_everybody_knows() -> None:
    odd = SHIFTED.replace("Customized Time Zone", "Europe/Berlin")
    assert busy(at_ten("Europe/Berlin", odd), *WINDOW) == ["04-01T08:00 09:00"]


def test_changes_may_stand_as_single_dates_and_before_the_first_the_clock_stands_still() -> None:
    fixed = (
        "BEGIN:VTIMEZONE\nTZID:Ship\nBEGIN:STANDARD\nDTSTART:20260401T000000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0300\n"
        "RDATE:20260403T000000\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:20260402T000000\nTZOFFSETFROM:+0300\n"
        "TZOFFSETTO:+0430\nEND:DAYLIGHT\nEND:VTIMEZONE"
    )
    lines = ("DTSTART;TZID=Ship:20260331T120000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3")
    assert busy(calendar(fixed, event(*lines)), *WINDOW) == [
        "03-31T10:00 11:00",
        "04-01T09:00 10:00",
        "04-02T07:30 08:30",
    ]


@pytest.mark.parametrize(
    "head",
    [
        [],
        [SHIFTED.replace("Customized Time Zone", "Mars/Olympus").replace("FREQ=YEARLY", "FREQ=SECONDLY")],
        ["BEGIN:VTIMEZONE\nTZID:Mars/Olympus\nEND:VTIMEZONE"],
        [SHIFTED.replace("Customized Time Zone", "Mars/Olympus").replace("TZOFFSETTO:-0300", "TZOFFSETTO:x")],
    ],
)
def test_a_zone_that_nobody_knows_is_named_and_taken_as_ones_own_clock(head: list[str]) -> None:
    text = at_ten("Mars/Olympus", *head)
    assert busy(text, *WINDOW, "Asia/Tokyo") == ["04-01T01:00 02:00"]
    assert [key for _, key in reasons(text)] == ["calendar_zone"]
    line = reasons(text)[0][0]
    assert text.split("\n")[line - 1].startswith("DTSTART;TZID=Mars/Olympus")


def test_a_zone_that_nobody_knows_does_no_harm_beside_dates_and_utc() -> None:
    text = calendar(event("DTSTART;TZID=Mars:20260401T100000Z", "DTEND;TZID=Mars:20260401T110000Z"))
    assert busy(text, *WINDOW) == ["04-01T10:00 11:00"]
    assert reasons(text) == []


def test_times_without_a_zone_are_on_the_clock_of_whoever_asks() -> None:
    text = calendar(event("DTSTART:20260401T100000", "DTEND:20260401T110000", "RRULE:FREQ=DAILY;COUNT=2"))
    assert busy(text, *WINDOW, "Asia/Kolkata") == ["04-01T04:30 05:30", "04-02T04:30 05:30"]
    assert busy(text, *WINDOW, "America/New_York") == ["04-01T14:00 15:00", "04-02T14:00 15:00"]


def test_or_on_that_of_their_calendar_where_it_has_one() -> None:
    text = calendar("X-WR-TIMEZONE:Asia/Kolkata", event("DTSTART:20260401T100000", "DTEND:20260401T110000"))
    assert busy(text, *WINDOW, "Europe/Berlin") == ["04-01T04:30 05:30"]


def test_what_repeats_in_utc_keeps_the_time_on_the_clock_of_its_calendar() -> None:
    lines = ("DTSTART:20260328T090000Z", "DTEND:20260328T100000Z", "RRULE:FREQ=DAILY;COUNT=2")
    text = calendar("X-WR-TIMEZONE:Europe/Berlin", event(*lines))
    assert busy(text, *WINDOW, "Asia/Tokyo") == ["03-28T09:00 10:00", "03-29T08:00 09:00"]
    assert busy(calendar(event(*lines)), *WINDOW) == ["03-28T09:00 10:00", "03-29T09:00 10:00"]
