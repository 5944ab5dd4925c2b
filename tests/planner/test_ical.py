"""Plans in other calendars."""

import io
import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event, Timezone
from msgspec.structs import replace

from tui.core.records import Plan, PlanState
from tui.planner.ical import Wording, entries, to_ics, uid
from tui.planner.ical_zones import zone_of
from tui.planner.occurrences import occurrences

AT = datetime(2026, 11, 23, 18, tzinfo=UTC)
START = datetime(2026, 11, 26, 19, tzinfo=UTC)
BUSY = Wording(busy="busy", reminder="soon")
TITLES = Wording(busy="busy", reminder="soon", titles=True)


def plan(name: str = "abc123", **fields: object) -> Plan:
    made = Plan(
        id=name, by="ana", at=AT, start=START, minutes=120, zone="Europe/Berlin", what="a walk; by the river, \\o/"
    )
    return replace(made, **fields)


def events(data: bytes) -> list[Event]:
    return [each for each in Calendar.from_ical(data).walk("VEVENT") if isinstance(each, Event)]


def test_the_same_plans_give_the_same_bytes() -> None:
    one, two = plan(), plan("def456", repeat="FREQ=WEEKLY")
    assert to_ics([one, two], BUSY) == to_ics([two, one], BUSY)


def test_a_title_leaves_only_when_it_is_asked_for() -> None:
    assert b"walk" not in to_ics([plan()], BUSY)
    assert str(events(to_ics([plan()], BUSY))[0]["SUMMARY"]) == "busy"
    assert str(events(to_ics([plan()], TITLES))[0]["SUMMARY"]) == "a walk; by the river, \\o/"
    assert str(events(to_ics([plan(what="")], TITLES))[0]["SUMMARY"]) == "busy"


def test_nothing_in_the_file_tells_what_the_app_is_for() -> None:
    assert b"partner" not in to_ics([plan(state=PlanState.ACCEPTED)], BUSY).lower()


def test_a_plan_reads_back_as_it_is() -> None:
    event = events(to_ics([plan(state=PlanState.ACCEPTED, sequence=3)], BUSY))[0]
    assert event.start == START
    assert event.end == START + timedelta(hours=2)
    assert (str(event["UID"]), int(str(event["SEQUENCE"]))) == (uid(plan()), 3)
    assert (str(event["STATUS"]), str(event["TRANSP"])) == ("CONFIRMED", "OPAQUE")


def test_states_are_those_of_calendars() -> None:
    for state, status in [
        ("proposed", "TENTATIVE"),
        ("done", "CONFIRMED"),
        ("declined", "CANCELLED"),
        ("cancelled", "CANCELLED"),
    ]:
        event = events(to_ics([plan(state=PlanState(state))], BUSY))[0]
        assert str(event["STATUS"]) == status
        assert (str(event["TRANSP"]) == "TRANSPARENT") == (status == "CANCELLED")
        assert not event.subcomponents


def test_an_agreed_time_reminds_in_neutral_words() -> None:
    alarm = events(to_ics([plan(state=PlanState.ACCEPTED)], TITLES))[0].subcomponents[0]
    assert (str(alarm["ACTION"]), str(alarm["DESCRIPTION"])) == ("DISPLAY", "soon")
    assert alarm.decoded("TRIGGER") == timedelta(minutes=-30)


def test_what_repeats_keeps_its_hour_by_the_clocks_in_the_file() -> None:
    """Read with the zone's changes as they stand in the file, not with those that this machine knows."""
    data = to_ics([plan(repeat="FREQ=WEEKLY;UNTIL=20270501T000000Z")], BUSY)
    assert b"DTSTART;TZID=Europe/Berlin:20261126T200000\r\n" in data
    assert b"RRULE:FREQ=WEEKLY;UNTIL=20270501T000000Z\r\n" in data
    told = next(each for each in Calendar.from_ical(data).walk("VTIMEZONE") if isinstance(each, Timezone)).to_tz()
    for each in occurrences(plan(repeat="FREQ=WEEKLY"), START, START + timedelta(days=365)):
        assert each.start.astimezone(told).hour == 20


def test_lines_end_with_crlf_and_are_folded() -> None:
    data = to_ics([plan(what="é♥" * 200, repeat="FREQ=WEEKLY", state=PlanState.ACCEPTED)], TITLES)
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75


def test_no_plan_is_a_calendar_too() -> None:
    assert events(to_ics([], BUSY)) == []


@settings(max_examples=50)
@given(
    st.text(max_size=200),
    st.sampled_from(PlanState),
    st.integers(5, 10080),
    st.datetimes(START.replace(year=1971, tzinfo=None), START.replace(year=2199, tzinfo=None)),
)
def test_any_plan_survives_the_way_out_and_back(what: str, state: PlanState, minutes: int, start: datetime) -> None:
    moment = start.replace(microsecond=0, tzinfo=UTC)
    event = events(to_ics([plan(what=what, state=state, minutes=minutes, start=moment)], TITLES))[0]
    assert (event.start, event.end - event.start) == (moment, timedelta(minutes=minutes))
    assert str(event["UID"]) == "abc123@nearer"


# A series, and those of its times that were changed alone


def weekly(**fields: object) -> Plan:
    return replace(plan(repeat="FREQ=WEEKLY", state=PlanState.ACCEPTED), **fields)


def alone(day: date, **fields: object) -> Plan:
    """Return the time of the series on a day as a plan of its own: as it was, unless `fields` say otherwise."""
    start = START + timedelta(days=(day - START.date()).days)
    made = plan(f"abc123-{day:%Y%m%d}", series="abc123", instead_of=day, state=PlanState.ACCEPTED, start=start)
    return replace(made, **fields)


def test_a_time_that_was_changed_alone_has_the_name_of_its_series_and_says_whose_place_it_takes() -> None:
    moved = alone(date(2026, 12, 3), start=datetime(2026, 12, 4, 18, tzinfo=UTC), minutes=45, sequence=2)
    data = to_ics([moved, weekly(sequence=1)], BUSY)
    series, single = events(data)
    assert [str(each["UID"]) for each in (series, single)] == ["abc123@nearer"] * 2
    assert b"RECURRENCE-ID;TZID=Europe/Berlin:20261203T200000\r\n" in data
    assert (single.start, single.end) == (moved.start, moved.start + timedelta(minutes=45))
    assert "RRULE" in series
    assert "RRULE" not in single
    assert [int(str(each["SEQUENCE"])) for each in (series, single)] == [4, 4]


def test_a_time_that_is_called_off_is_left_out_of_the_rule() -> None:
    off = [alone(date(2026, 12, day), state=state) for day, state in ((10, "cancelled"), (3, "declined"))]
    data = to_ics([weekly(), *off], BUSY)
    assert b"EXDATE;TZID=Europe/Berlin:20261203T200000,20261210T200000\r\n" in data
    assert b"CANCELLED" not in data


def test_a_time_that_its_series_does_not_come_to_any_more_stands_alone() -> None:
    single = alone(date(2026, 12, 3))
    for others in ([], [weekly(repeat="FREQ=WEEKLY;UNTIL=20261130T000000Z")], [plan()]):
        found = {str(each["UID"]): each for each in events(to_ics([single, *others], BUSY))}
        assert "RECURRENCE-ID" not in found["abc123-20261203@nearer"]


def test_a_name_that_another_calendar_gave_is_kept() -> None:
    data = to_ics([weekly(uid="x/1@elsewhere"), alone(date(2026, 12, 3), uid="x/1@elsewhere")], BUSY)
    assert [str(each["UID"]) for each in events(data)] == ["x/1@elsewhere"] * 2
    on_its_own = events(to_ics([plan(uid="x/1@elsewhere"), alone(date(2026, 12, 3), uid="x/1@elsewhere")], BUSY))
    assert [str(each["UID"]) for each in on_its_own] == ["x/1@elsewhere", "abc123-20261203@nearer"]


def test_the_file_of_a_plan_lies_in_its_folder_whatever_the_plan_is_called() -> None:
    names = [entries([plan(name)])[0].file_name for name in ("abc", "../../x", "a/b", "", ".", "é" * 300, "a\0b")]
    assert names[0] == "abc@nearer.ics"
    assert all(re.fullmatch(r"[0-9a-z]+@nearer\.ics", each) for each in names)
    assert len(set(names)) == len(names)


def test_a_rule_that_nobody_can_read_takes_place_once() -> None:
    assert "RRULE" not in events(to_ics([plan(repeat="GARBAGE"), alone(date(2026, 12, 3))], BUSY))[0]


# When the clocks change


def in_berlin(*local: int, fold: int = 0) -> datetime:
    return datetime(*local, tzinfo=ZoneInfo("Europe/Berlin"), fold=fold).astimezone(UTC)  # type: ignore[misc,arg-type]


def test_the_hour_that_comes_twice_is_told_apart_for_a_series_too() -> None:
    second = weekly(start=in_berlin(2027, 10, 31, 2, 30, fold=1), minutes=60)
    series, first_time = events(to_ics([second], BUSY))
    assert "RRULE" in series
    assert first_time.start == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    assert b"RECURRENCE-ID;TZID=Europe/Berlin:20271031T023000" in first_time.to_ical()


def test_a_first_time_over_the_change_keeps_its_true_length_and_so_do_those_after_it() -> None:
    night = weekly(start=in_berlin(2027, 3, 27, 23), minutes=240)
    series, first_time = events(to_ics([night], BUSY))
    assert series.decoded("DURATION") == timedelta(hours=4)
    assert (first_time.start, first_time.end) == (night.start, night.start + timedelta(hours=4))


def test_a_time_in_the_gap_is_named_as_the_rule_says_it() -> None:
    gap = date(2027, 3, 28)
    series = weekly(start=in_berlin(2027, 3, 14, 2, 30), minutes=60)
    data = to_ics([series, alone(gap, start=in_berlin(2027, 3, 28, 2, 30), state=PlanState.CANCELLED)], BUSY)
    assert b"EXDATE;TZID=Europe/Berlin:20270328T023000\r\n" in data


@pytest.mark.parametrize(
    "name",
    [
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "America/Santiago",
        "Africa/Casablanca",
        "Asia/Kolkata",
        "Asia/Beirut",
    ],
)
def test_a_zone_is_written_out_as_it_is(name: str) -> None:
    """Read by another library, which knows nothing but what is written."""
    where = ZoneInfo(name)
    told = tzical(io.StringIO(zone_of(where, 1995, 2056).to_ical().decode())).get()
    assert told is not None
    for hours in range(0, 24 * 365 * 60, 24 * 31 + 5):
        local = (datetime(1995, 1, 2, tzinfo=UTC) + timedelta(hours=hours)).astimezone(where)
        assert local.fold or local.replace(tzinfo=told).utcoffset() == local.utcoffset(), local


def test_where_clocks_follow_a_rule_the_rule_is_written() -> None:
    assert zone_of(ZoneInfo("Europe/Berlin"), 2026, 2056).to_ical().decode().splitlines() == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Berlin",
        "BEGIN:STANDARD",
        "DTSTART:20260101T010000",
        "TZNAME:CET",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:20260329T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20261025T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]
