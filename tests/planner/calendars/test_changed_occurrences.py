"""What comes again, with times left out, added and moved, and what does not count at all."""

import pytest

from tests.planner.calendars.written import busy, calendar, event

WINDOW = ("2026-04-01T00:00", "2026-04-08T00:00")
DAILY = ("DTSTART:20260401T090000Z", "DTEND:20260401T100000Z", "RRULE:FREQ=DAILY;COUNT=4")
ALL_FOUR = ["04-01T09:00 10:00", "04-02T09:00 10:00", "04-03T09:00 10:00", "04-04T09:00 10:00"]
BERLIN = "TZID=Europe/Berlin"


def week(*components: str) -> list[str]:
    return busy(calendar(*components), *WINDOW)


def without(*days: str) -> list[str]:
    return [each for each in ALL_FOUR if each[:5] not in days]


@pytest.mark.parametrize(
    "line",
    [
        "EXDATE:20260402T090000Z",
        f"EXDATE;{BERLIN}:20260402T110000",
        "EXDATE:20260402T090000",
        "EXDATE;VALUE=DATE:20260402",
        "EXDATE:20260330T090000Z,20260402T090000Z",
    ],
)
def test_a_time_is_left_out_in_whatever_zone_it_is_written(line: str) -> None:
    assert week(event(*DAILY, line)) == without("04-02")


def test_another_time_is_not_left_out() -> None:
    assert week(event(*DAILY, "EXDATE:20260402T090001Z")) == ALL_FOUR
    assert week(event(*DAILY, f"EXDATE;{BERLIN}:20260402T090000")) == ALL_FOUR


def test_what_is_left_out_was_counted_all_the_same() -> None:
    assert len(week(event(*DAILY, "EXDATE:20260401T090000Z"))) == 3


def test_whole_days_are_left_out_by_day_or_by_midnight() -> None:
    days = ("DTSTART;VALUE=DATE:20260402", "RRULE:FREQ=DAILY;COUNT=3")
    for line in ("EXDATE;VALUE=DATE:20260403", "EXDATE:20260403T000000", f"EXDATE;{BERLIN}:20260403T000000"):
        assert week(event(*days, line)) == ["04-01T22:00 04-02T22:00", "04-03T22:00 04-04T22:00"]


def test_single_times_are_added_also_in_another_zone_and_with_a_length_of_their_own() -> None:
    once = ("DTSTART:20260401T090000Z", "DTEND:20260401T100000Z")
    assert week(event(*once, "RDATE:20260403T120000Z", f"RDATE;{BERLIN}:20260402T120000")) == [
        "04-01T09:00 10:00",
        "04-02T10:00 11:00",
        "04-03T12:00 13:00",
    ]
    periods = "RDATE;VALUE=PERIOD:20260402T120000Z/PT15M,20260403T120000Z/20260403T140000Z"
    assert week(event(*once, periods)) == ["04-01T09:00 10:00", "04-02T12:00 12:15", "04-03T12:00 14:00"]
    assert week(event("DTSTART;VALUE=DATE:20260401", "RDATE;VALUE=DATE:20260405")) == [
        "04-01T00:00 22:00",
        "04-04T22:00 04-05T22:00",
    ]


def moved(of: str, *lines: str) -> str:
    return event(f"RECURRENCE-ID{of}", *lines)


def test_one_is_moved_within_the_week_into_it_and_out_of_it() -> None:
    within = moved(":20260402T090000Z", "DTSTART:20260402T150000Z", "DTEND:20260402T153000Z")
    assert week(event(*DAILY), within) == ["04-01T09:00 10:00", "04-02T15:00 15:30", *ALL_FOUR[2:]]
    out = moved(":20260402T090000Z", "DTSTART:20260420T150000Z", "DTEND:20260420T153000Z")
    assert week(out, event(*DAILY)) == without("04-02")
    early = ("DTSTART:20260301T090000Z", "DTEND:20260301T100000Z", "RRULE:FREQ=DAILY;COUNT=2")
    into = moved(":20260302T090000Z", "DTSTART:20260405T150000Z", "DTEND:20260405T153000Z")
    assert week(event(*early), into) == ["04-05T15:00 15:30"]


@pytest.mark.parametrize("of", [f";{BERLIN}:20260402T110000", ":20260402T090000Z", ":20260402T090000"])
def test_the_time_that_is_moved_is_known_in_whatever_zone_it_is_written(of: str) -> None:
    found = week(event(*DAILY), moved(of, "DTSTART:20260406T150000Z", "DTEND:20260406T153000Z"))
    assert found == [*without("04-02"), "04-06T15:00 15:30"]


def test_one_is_cancelled_or_does_not_make_busy() -> None:
    for line in ("STATUS:CANCELLED", "TRANSP:TRANSPARENT", "transp:transparent"):
        gone = moved(":20260402T090000Z", "DTSTART:20260402T090000Z", "DTEND:20260402T100000Z", line)
        assert week(event(*DAILY), gone) == without("04-02")


def test_one_counts_of_a_series_that_does_not() -> None:
    kept = moved(":20260402T090000Z", "DTSTART:20260402T090000Z", "DTEND:20260402T100000Z")
    assert week(event(*DAILY, "TRANSP:TRANSPARENT"), kept) == ["04-02T09:00 10:00"]


def test_one_without_its_series_counts_by_itself() -> None:
    assert week(moved(":20260402T090000Z", "DTSTART:20260403T150000Z", "DURATION:PT1H")) == ["04-03T15:00 16:00"]


def test_all_from_one_on_are_moved() -> None:
    on = moved(";RANGE=THISANDFUTURE:20260403T090000Z", "DTSTART:20260403T110000Z", "DTEND:20260403T113000Z")
    assert week(event(*DAILY), on) == [*ALL_FOUR[:2], "04-03T11:00 11:30", "04-04T11:00 11:30"]
    last = moved(":20260404T090000Z", "DTSTART:20260404T200000Z", "DTEND:20260404T210000Z")
    assert week(event(*DAILY), on, last) == [*ALL_FOUR[:2], "04-03T11:00 11:30", "04-04T20:00 21:00"]


def test_all_from_one_on_are_moved_on_the_clock_of_their_zone() -> None:
    start = (f"DTSTART;{BERLIN}:20260326T090000", f"DTEND;{BERLIN}:20260326T100000", "RRULE:FREQ=DAILY;COUNT=6")
    lines = (f"DTSTART;{BERLIN}:20260328T110000", f"DTEND;{BERLIN}:20260328T130000")
    on = moved(f";RANGE=THISANDFUTURE;{BERLIN}:20260328T090000", *lines)
    assert busy(calendar(event(*start), on), "2026-03-26T00:00", "2026-04-02T00:00") == [
        "03-26T08:00 09:00",
        "03-27T08:00 09:00",
        "03-28T10:00 12:00",
        "03-29T09:00 11:00",
        "03-30T09:00 11:00",
        "03-31T09:00 11:00",
    ]


def test_all_from_one_on_are_cancelled() -> None:
    start = "DTSTART:20260403T090000Z"
    gone = moved(";RANGE=THISANDFUTURE:20260403T090000Z", start, "DURATION:PT1H", "STATUS:CANCELLED")
    assert week(event(*DAILY), gone) == ALL_FOUR[:2]


def test_whole_days_are_moved() -> None:
    days = ("DTSTART;VALUE=DATE:20260402", "RRULE:FREQ=DAILY;COUNT=2")
    out = moved(";VALUE=DATE:20260403", "DTSTART;VALUE=DATE:20260406", "DTEND;VALUE=DATE:20260407")
    assert week(event(*days), out) == ["04-01T22:00 04-02T22:00", "04-05T22:00 04-06T22:00"]


def test_the_latest_version_of_an_event_counts_and_of_equal_ones_all() -> None:
    first = event("SEQUENCE:1", "DTSTART:20260401T090000Z", "DURATION:PT1H")
    later = event("SEQUENCE:2", "DTSTART:20260402T090000Z", "DURATION:PT1H")
    same = event("SEQUENCE:2", "DTSTART:20260403T090000Z", "DURATION:PT1H")
    assert week(first, later) == week(later, first) == ["04-02T09:00 10:00"]
    assert week(first, later, same) == week(same, first, later) == ["04-02T09:00 10:00", "04-03T09:00 10:00"]


def test_the_latest_version_of_a_moved_one_counts() -> None:
    first = moved(":20260402T090000Z", "SEQUENCE:1", "DTSTART:20260405T090000Z", "DURATION:PT1H")
    later = moved(":20260402T090000Z", "SEQUENCE:2", "DTSTART:20260406T090000Z", "DURATION:PT1H")
    for both in ((first, later), (later, first)):
        assert week(event(*DAILY), *both) == [*without("04-02"), "04-06T09:00 10:00"]


def test_events_with_other_names_or_none_do_not_touch_one_another() -> None:
    once = ("DTSTART:20260402T090000Z", "DURATION:PT1H")
    other = event("RECURRENCE-ID:20260402T090000Z", "DTSTART:20260407T090000Z", "DURATION:PT1H", uid="two@tests")
    assert week(event(*DAILY), other) == [*ALL_FOUR, "04-07T09:00 10:00"]
    nameless = event(*once).replace("UID:one@tests\n", "")
    assert week(nameless, nameless.replace("0402", "0403")) == ["04-02T09:00 10:00", "04-03T09:00 10:00"]


def test_several_calendars_in_one_file_do_not_touch_one_another() -> None:
    changed = moved(":20260402T090000Z", "DTSTART:20260407T090000Z", "DURATION:PT1H")
    text = calendar(event(*DAILY)) + calendar(changed)
    assert busy(text, *WINDOW) == [*ALL_FOUR, "04-07T09:00 10:00"]


@pytest.mark.parametrize("line", ["STATUS:CANCELLED", "TRANSP:TRANSPARENT", "status;X-A=b:cancelled"])
def test_what_is_cancelled_or_transparent_is_not_busy(line: str) -> None:
    assert week(event(*DAILY, line)) == []


@pytest.mark.parametrize(
    "line", ["STATUS:TENTATIVE", "STATUS:CONFIRMED", "TRANSP:OPAQUE", "TRANSP:X-ODD", "CLASS:PRIVATE"]
)
def test_everything_else_is_busy(line: str) -> None:
    assert week(event(*DAILY, line)) == ALL_FOUR


def test_tasks_journals_and_alarms_are_not_busy() -> None:
    alarm = "BEGIN:VALARM\nTRIGGER:-PT15M\nDURATION:PT5H\nREPEAT:2\nEND:VALARM"
    task = "BEGIN:VTODO\nUID:t\nDTSTART:20260407T090000Z\nDUE:20260407T100000Z\nEND:VTODO"
    journal = "BEGIN:VJOURNAL\nUID:j\nDTSTART;VALUE=DATE:20260407\nEND:VJOURNAL"
    assert week(task, event(*DAILY, alarm), journal) == ALL_FOUR


def test_published_busy_time_counts_by_its_kind() -> None:
    lines = (
        "BEGIN:VFREEBUSY",
        "FREEBUSY:20260401T090000Z/20260401T100000Z,20260401T120000Z/PT30M",
        "FREEBUSY;FBTYPE=FREE:20260402T090000Z/PT1H",
        "FREEBUSY;FBTYPE=BUSY:20260403T090000Z/PT1H",
        "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260404T090000Z/PT1H",
        'FREEBUSY;X-A="FBTYPE=FREE";FBTYPE="BUSY-TENTATIVE":20260405T090000Z/PT1H',
        "FREEBUSY;fbtype=free:20260406T090000Z/PT1H",
        "END:VFREEBUSY",
    )
    assert week("\n".join(lines)) == [
        "04-01T09:00 10:00",
        "04-01T12:00 12:30",
        "04-03T09:00 10:00",
        "04-04T09:00 10:00",
        "04-05T09:00 10:00",
    ]
