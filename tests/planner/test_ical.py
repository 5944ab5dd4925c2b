"""Plans in other calendars."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event, Timezone
from msgspec.structs import replace

from tui.core.records import Plan, PlanState
from tui.planner.ical import Wording, to_ics, uid
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
