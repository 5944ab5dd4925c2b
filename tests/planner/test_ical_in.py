"""What other calendars say, as far as a plan can hold it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.core.errors import InputError
from tui.core.records import Plan, PlanState
from tui.planner.ical import Wording, to_ics
from tui.planner.ical_in import Heard, Told, grouped, heard
from tui.planner.plans import LONGEST

HERE = "Europe/Berlin"
NEW_YORK = "America/New_York"


def calendar(*lines: str, before: str = "") -> bytes:
    """Return a calendar with one event that has these lines; `before` stands before it."""
    return "\r\n".join(["BEGIN:VCALENDAR", before, "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"]).encode()


def told(*lines: str, before: str = "") -> Told:
    found = heard(calendar(*lines, before=before), "us.ics", HERE)
    assert found.skipped == []
    (one,) = found.told
    return one


def why(*lines: str, before: str = "") -> str:
    found = heard(calendar(*lines, before=before), "us.ics", HERE)
    assert found.told == []
    (one,) = found.skipped
    assert (one.file, one.line) == ("us.ics", 3 + before.count("\r\n"))
    return one.why.key


HOUR = ("DTSTART:20300101T100000Z", "DTEND:20300101T110000Z")
OWN_ZONE = """BEGIN:VTIMEZONE
TZID:Ours
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:{0}
TZOFFSETTO:{0}
END:STANDARD
END:VTIMEZONE""".replace("\n", "\r\n")


def test_an_event_is_told_with_its_name_its_changes_and_its_words() -> None:
    one = told("UID:a", "SEQUENCE:3", "SUMMARY;LANGUAGE=en:tea\\, cake\\nand b\r\n ooks", "STATUS:CANCELLED", *HOUR)
    assert one == Told(
        file="us.ics",
        line=3,
        uid="a",
        sequence=3,
        start=datetime(2030, 1, 1, 10, tzinfo=UTC),
        minutes=60,
        zone=HERE,
        what="tea, cake and books",
        gone=True,
    )


@pytest.mark.parametrize(
    ("lines", "start", "minutes", "zone"),
    [
        (("DTSTART:20300701T100000", "DURATION:PT90M"), "2030-07-01T08:00", 90, HERE),
        (("DTSTART;TZID=America/New_York:20300701T100000", "DURATION:PT1H"), "2030-07-01T14:00", 60, NEW_YORK),
        (('DTSTART;TZID="Eastern Standard Time":20300701T100000', "DURATION:PT1H"), "2030-07-01T14:00", 60, NEW_YORK),
        (("DTSTART;TZID=/x.org/Asia/Tokyo:20300701T100000", "DURATION:PT1H"), "2030-07-01T01:00", 60, "Asia/Tokyo"),
        (("DTSTART;VALUE=DATE:20300701",), "2030-06-30T22:00", 1440, HERE),
        (("DTSTART;VALUE=DATE:20300331",), "2030-03-30T23:00", 1380, HERE),
        (("DTSTART;VALUE=DATE:20300701", "DTEND;VALUE=DATE:20300901"), "2030-06-30T22:00", LONGEST, HERE),
        (("DTSTART:20300101T100000Z", "DTEND:20300101T100030Z"), "2030-01-01T10:00", 1, HERE),
        (("DTSTART:20300331T023000", "DURATION:PT1H"), "2030-03-31T01:30", 60, HERE),
    ],
)  # fmt: skip
def test_when_it_is_and_on_which_clock(lines: tuple[str, ...], start: str, minutes: int, zone: str) -> None:
    one = told(*lines)
    assert (one.start, one.minutes, one.zone) == (datetime.fromisoformat(f"{start}Z"), minutes, zone)


def test_what_comes_back_says_how_and_when_not() -> None:
    one = told(
        "DTSTART;TZID=Europe/Berlin:20300701T100000", "RRULE:FREQ=WEEKLY", "EXDATE;TZID=Europe/Berlin:20300708T100000"
    )
    assert (one.repeat, one.without) == ("FREQ=WEEKLY", (datetime(2030, 7, 8, 8, tzinfo=UTC),))
    assert told(*HOUR, "RECURRENCE-ID:20300102T100000Z").instead == datetime(2030, 1, 2, 10, tzinfo=UTC)
    assert told(*HOUR, "RRULE:FREQ=WEEKLY").zone == "UTC"


def test_a_zone_of_a_calendar_s_own_is_read_and_kept_by_a_name_that_is_known_here() -> None:
    once = ("DTSTART;TZID=Ours:20300701T100000", "DURATION:PT1H")
    assert told(*once, before=OWN_ZONE.format("+0300")).start == datetime(2030, 7, 1, 7, tzinfo=UTC)
    assert why(*once, "RRULE:FREQ=WEEKLY", before=OWN_ZONE.format("+0300")) == "plan_in_zone"
    assert why(*once) == "plan_in_zone"


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        (("UID:a",), "event_without_start"),
        (("DTSTART:soon",), "event_unreadable"),
        ((*HOUR, "RDATE:20300201T100000Z"), "plan_in_comes_back"),
        ((*HOUR, "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"), "plan_in_comes_back"),
        ((*HOUR, "RECURRENCE-ID;RANGE=THISANDFUTURE:20300101T100000Z"), "plan_in_comes_back"),
        (("DTSTART:00010101T000000", "DURATION:PT1H"), "plan_far_off"),
        (("DTSTART:99991231T235959Z", "DURATION:P9W"), "plan_far_off"),
        ((*HOUR, "UID:" + "u" * 501), "plan_in_name"),
        ((*HOUR, "SUMMARY:" + "s" * 100_001), "text_too_long"),
    ],
)
def test_what_cannot_be_a_plan_is_named(lines: tuple[str, ...], key: str) -> None:
    assert why(*lines) == key


def test_nothing_that_a_terminal_would_obey_comes_in() -> None:
    one = told(*HOUR, "SUMMARY:\x1b]52;c;x\x07\u202egnp", "UID:a\x1bb")
    assert one.what.isprintable()
    assert one.uid.isprintable()


@pytest.mark.parametrize(
    ("data", "key"), [(b"", "calendar_empty"), (b"\0\1", "calendar_binary"), (b"hello", "calendar_none")]
)
def test_what_is_no_calendar_is_refused_whole(data: bytes, key: str) -> None:
    with pytest.raises(InputError, match=key):
        heard(data, "us.ics", HERE)


WHOLE = calendar("UID:a", "SUMMARY:tea", "RRULE:FREQ=WEEKLY", "EXDATE:20300108T100000Z", *HOUR, before=OWN_ZONE)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WHOLE)), st.integers(0, 40), st.binary(max_size=12))
def test_a_damaged_calendar_is_refused_or_read_as_far_as_it_is_whole(at: int, gone: int, instead: bytes) -> None:
    try:
        found = heard(WHOLE[:at] + instead + WHOLE[at + gone :], "us.ics", HERE)
    except InputError:
        return
    assert len(found.told) <= 1


def test_of_a_file_that_was_cut_off_counts_what_is_whole() -> None:
    whole = calendar("UID:a", *HOUR).removesuffix(b"END:VCALENDAR") + b"BEGIN:VEVENT\r\nUID:b\r\nDTSTART:2030"
    found = heard(whole, "us.ics", HERE)
    assert [each.uid for each in found.told] == ["a"]
    assert [(each.line, each.why.key) for each in found.skipped] == [(1, "calendar_cut_off"), (8, "calendar_cut_off")]


def test_what_has_one_name_is_told_together_the_whole_first_and_in_its_latest_form() -> None:
    old, new = (("UID:a", *HOUR, f"SEQUENCE:{sequence}") for sequence in (1, 2))
    lines = [("UID:a", *HOUR, "RECURRENCE-ID:20300101T100000Z"), ("UID:b", *HOUR), new, HOUR, HOUR, old]
    every = [each for line in lines for each in heard(calendar(*line), "us.ics", HERE).told]
    every = [replace_line(each, place) for place, each in enumerate(every)]
    assert [[each.line for each in group] for group in grouped(every)] == [[2, 0], [1], [3], [4]]


def replace_line(one: Told, line: int) -> Told:
    return Told(**{name: getattr(one, name) for name in Told.__slots__} | {"line": line})


def read_back(*plans: Plan) -> Heard:
    return heard(to_ics(plans, Wording(busy="busy", reminder="soon", titles=True)), "us.ics", "Asia/Tokyo")


@settings(max_examples=40, deadline=None)
@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001
    minutes=st.integers(5, 600),
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]),
    repeat=st.sampled_from(["", "FREQ=WEEKLY", "FREQ=MONTHLY;BYDAY=-1SU;COUNT=9"]),
)
def test_what_goes_out_comes_back_as_it_was(start: datetime, minutes: int, zone: str, repeat: str) -> None:
    moment = start.replace(second=0, microsecond=0, tzinfo=UTC)
    made = Plan(id="abc", by="ana", at=moment, start=moment, minutes=minutes, zone=zone, what="a; b", repeat=repeat)
    found = read_back(made)
    assert found.skipped == []
    first = found.told[-1] if len(found.told) > 1 else found.told[0]
    assert (first.start, first.minutes, first.what) == (made.start, made.minutes, "a; b")
    assert {each.uid for each in found.told} == {"abc@nearer"}
    assert sorted(found.told[0].repeat.split(";")) == sorted(repeat.split(";"))
    assert not repeat or found.told[0].zone == zone


def test_a_series_comes_back_with_its_times() -> None:
    at = datetime(2026, 11, 26, 19, tzinfo=UTC)
    series = Plan(id="abc", by="ana", at=at, start=at, minutes=60, zone=HERE, repeat="FREQ=WEEKLY")
    singles = [
        Plan(
            id=f"abc-202612{day:02}",
            by="ana",
            at=at,
            start=at + timedelta(days=8),
            minutes=60,
            zone=HERE,
            series="abc",
            instead_of=date(2026, 12, day),
            state=state,
        )
        for day, state in ((3, PlanState.ACCEPTED), (10, PlanState.CANCELLED))
    ]
    found = read_back(series, *singles)
    assert found.told[0].without == (at + timedelta(days=14),)
    assert (found.told[1].instead, found.told[1].start) == (at + timedelta(days=7), at + timedelta(days=8))
