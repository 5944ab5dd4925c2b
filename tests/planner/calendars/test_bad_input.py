"""Whatever stands in a file: what is whole counts, the rest is named by line, nothing crashes or takes for ever."""

from contextlib import suppress
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.planner.calendars.written import busy, calendar, event, reasons, said, window
from tui.core.errors import InputError
from tui.planner.calendars import components, reading
from tui.planner.spans import merged

WINDOW = ("2026-03-23T00:00", "2026-04-06T00:00")
GOOD = event("DTSTART:20260330T090000Z", "DTEND:20260330T100000Z", uid="good@tests")
GOOD_ONLY = ["03-30T09:00 10:00"]
START = "DTSTART:20260331T090000Z"


@pytest.mark.parametrize(
    ("lines", "line", "key"),
    [
        (["SUMMARY:x"], 10, "event_without_start"),
        (["DTEND:20260331T090000Z"], 10, "event_without_start"),
        (["SUMMARY:x", "DTSTART:soon"], 14, "event_unreadable"),
        (["DTSTART:20260230T090000Z"], 13, "event_unreadable"),
        (["DTSTART:20260331T250000Z"], 13, "event_unreadable"),
        (["DTSTART:20260331T0900"], 13, "event_unreadable"),
        (["DTSTART:00000101T090000Z"], 13, "event_unreadable"),
        (["DTSTART:"], 13, "event_unreadable"),
        (['DTSTART;TZID="Europe/Berlin:20260331T090000'], 10, "event_without_start"),
        ([START, "DTSTART:20260401T090000Z"], 13, "event_says_twice"),
        ([START, "DTEND:later"], 14, "event_unreadable"),
        ([START, "DTEND:20260331T085959Z"], 14, "event_ends_before"),
        (["DTSTART;VALUE=DATE:20260331", "DTEND;VALUE=DATE:20260330"], 14, "event_ends_before"),
        (["DTSTART:20260331T090000", "DTEND:20260331T080000"], 14, "event_ends_before"),
        ([START, "DURATION:1H"], 14, "event_unreadable"),
        ([START, "DURATION:P"], 14, "event_unreadable"),
        ([START, "DURATION:PT"], 14, "event_unreadable"),
        ([START, "DURATION:-PT1H"], 14, "event_unreadable"),
        ([START, "DURATION:PT1H", "RRULE:often"], 15, "event_unreadable"),
        ([START, "DURATION:PT1H", "RRULE:FREQ=NEVER"], 15, "event_unreadable"),
        ([START, "DURATION:PT1H", "RRULE:FREQ=DAILY;INTERVAL=0"], 15, "event_unreadable"),
        ([START, "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=x"], 15, "event_unreadable"),
        ([START, "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=x"], 15, "event_unreadable"),
        ([START, "DURATION:PT1H", "RRULE:FREQ=DAILY;BYMONTH=13"], 15, "event_unreadable"),
        ([START, "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=XX"], 15, "event_unreadable"),
        ([START, "DURATION:PT1H", "RRULE:FREQ=WEEKLY;WKST=1"], 15, "event_unreadable"),
        ([START, "DURATION:PT1H", "RRULE:FREQ=MONTHLY;BYDAY=0MO"], 15, "event_unreadable"),
        ([START, "DURATION:PT1H", "RRULE:FREQ=MONTHLY;BYWEEKNO=3"], 15, "event_unreadable"),
        ([START, "DURATION:PT1H", "RRULE:FREQ=DAILY;SKIP=FORWARD"], 15, "event_unreadable"),
        ([START, "DURATION:PT1H", "RRULE:"], 15, "event_unreadable"),
        ([START, "DURATION:PT1H", "RECURRENCE-ID:then"], 15, "event_unreadable"),
        ([START, "EXDATE:" + ",".join(["20260331T090000Z"] * 20_002)], 14, "event_too_full"),
    ],
)
def test_a_broken_event_is_named_by_its_line_and_the_rest_counts(lines: list[str], line: int, key: str) -> None:
    text = calendar(GOOD, event(*lines, uid="broken@tests"))
    assert busy(text, *WINDOW) == GOOD_ONLY
    assert reasons(text) == [(line, key)]


@pytest.mark.parametrize("name", ["EXDATE", "RDATE"])
def test_one_date_that_cannot_be_read_does_not_take_the_event_with_it(name: str) -> None:
    text = calendar(event(START, "DURATION:PT1H", f"{name}:20260402T090000Z,tomorrow"))
    assert busy(text, *WINDOW)[0] == "03-31T09:00 10:00"
    assert reasons(text) == [(9, "event_unreadable")]


def test_the_lines_are_those_of_the_file_folded_or_not() -> None:
    folded = calendar(event("DESCRIPTION:a\n b\n\tc\n d", START), event("SUMMARY:a\n b", "DTSTART:x\n y"))
    for text in (folded, folded.replace("\n", "\r\n"), folded.replace("\n", "\r"), "\ufeff" + folded):
        assert reasons(text) == [(18, "event_unreadable")]


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (b"", "calendar_empty"),
        (b" \r\n\t\r\n", "calendar_empty"),
        (b"Dear both,\nsee you on Friday.\n", "calendar_none"),
        (b"<html>BEGIN:VCALENDAR</html>", "calendar_none"),
        (b"BEGIN:VCARD\nEND:VCARD\n", "calendar_none"),
        (b"PK\x03\x04\x00\x00BEGIN:VCALENDAR\n", "calendar_binary"),
        (bytes(range(256)) * 20, "calendar_binary"),
        ("BEGIN:VCALENDAR".encode("utf-16")[:-1], "calendar_encoding"),
    ],
)
def test_what_is_no_calendar_is_said_to_be_none(raw: bytes, key: str) -> None:
    with pytest.raises(InputError) as refused:
        said(raw)
    assert refused.value.key == key


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_times_are_read_in_any_encoding_that_is_certain(encoding: str) -> None:
    text = calendar(GOOD.replace("DTSTART", "SUMMARY:Käse für zwei\nDTSTART"))
    assert busy(text.encode(encoding), *WINDOW) == GOOD_ONLY
    assert reasons(text.encode(encoding)) == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_lines_may_end_in_any_way(end: str) -> None:
    assert busy(calendar(GOOD).replace("\n", end), *WINDOW) == GOOD_ONLY


def test_names_may_be_small_and_lines_folded_anywhere() -> None:
    small = calendar(GOOD).lower().replace("dtstart:20260330t090000z", "DtStart:20260330t090000z")
    assert busy(small, *WINDOW) == GOOD_ONLY
    everywhere = "\n".join("\n ".join(line) for line in calendar(GOOD).split("\n"))
    assert busy(everywhere, *WINDOW) == GOOD_ONLY
    within_a_letter = (
        calendar(GOOD.replace("DTSTART", "SUMMARY:ä\nDTSTART")).encode().replace(b"\xc3\xa4", b"\xc3\r\n \xa4")
    )
    assert busy(within_a_letter, *WINDOW) == GOOD_ONLY


def test_parameters_may_hold_anything_in_quotes() -> None:
    lines = ('DTSTART;X-A="b:c;TZID=Asia/Tokyo";TZID=Europe/Berlin:20260330T110000', 'DURATION;X-A="1:2":PT1H')
    assert busy(calendar(event(*lines)), *WINDOW) == GOOD_ONLY


def test_text_that_looks_like_an_event_is_none() -> None:
    text = (
        "DESCRIPTION:BEGIN:VEVENT\\nDTSTART:20260401T000000Z\n BEGIN:VEVENT\n DTSTART:20260402T000000Z\n END:VEVENT"
    )
    assert busy(calendar(GOOD.replace("DTSTART", text + "\nDTSTART")), *WINDOW) == GOOD_ONLY


CUT = calendar(GOOD, event(START, "DURATION:PT1H"))


@pytest.mark.parametrize(
    ("text", "expected", "named"),
    [
        (CUT[: CUT.index("DURATION")], GOOD_ONLY, [(1, "calendar_cut_off"), (10, "calendar_cut_off")]),
        (CUT[: CUT.index("END:VCALENDAR")], [*GOOD_ONLY, "03-31T09:00 10:00"], [(1, "calendar_cut_off")]),
        (CUT.replace("BEGIN:VCALENDAR\n", ""), [*GOOD_ONLY, "03-31T09:00 10:00"], [(15, "calendar_not_begun")]),
        (CUT.replace("END:VEVENT\n", "", 1), ["03-31T09:00 10:00"], [(4, "calendar_cut_off")]),
        (
            CUT.replace("END:VEVENT\n", "BEGIN:VALARM\nEND:VEVENT\n", 1),
            [*GOOD_ONLY, "03-31T09:00 10:00"],
            [(9, "calendar_cut_off")],
        ),
        ("BEGIN:VCALENDAR\n", [], [(1, "calendar_cut_off")]),
    ],
)
def test_what_is_cut_off_is_named_and_what_is_whole_counts(
    text: str, expected: list[str], named: list[tuple[int, str]]
) -> None:
    assert busy(text, *WINDOW) == expected
    assert reasons(text) == named


def test_events_within_other_components_count_with_their_own_lines_only() -> None:
    inner = event("DTSTART:20260401T090000Z", "DURATION:PT1H", uid="inner@tests")
    outer = GOOD.replace("END:VEVENT", f"BEGIN:X-PART\nDTSTART:20200101T000000Z\nEND:X-PART\n{inner}\nEND:VEVENT")
    assert busy(calendar(f"BEGIN:X-BOX\n{outer}\nEND:X-BOX"), *WINDOW) == [*GOOD_ONLY, "04-01T09:00 10:00"]


def named_when_asked(text: str) -> list[str]:
    """Return the keys of all that is named, also of what only shows when a window is looked at."""
    return [each.why.key for each in said(text).busy(window(*WINDOW)).skipped]


@pytest.mark.parametrize(
    ("rule", "length", "keys", "count"),
    [
        ("FREQ=SECONDLY", "PT1H", ["event_too_often"], 1),
        ("FREQ=SECONDLY", "PT0S", ["event_too_often"], 0),
        ("FREQ=SECONDLY;COUNT=5", "PT1S", [], 1),
        ("FREQ=SECONDLY;INTERVAL=20", "PT10S", ["event_too_often"], 1),
        ("FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "PT1H", ["event_never_again"], 1),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "PT1H", ["event_never_again"], 1),
        ("FREQ=DAILY;BYMONTH=4;BYMONTHDAY=31;BYHOUR=9", "PT1H", ["event_never_again"], 1),
        ("FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1;BYHOUR=9", "PT1H", ["event_never_again"], 1),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6", "PT1H", ["event_never_again"], 1),
        ("FREQ=MONTHLY;BYDAY=53MO;BYHOUR=9", "PT1H", ["event_never_again"], 1),
        ("FREQ=YEARLY;BYMONTH=4,12;BYDAY=53MO,1WE;BYHOUR=9", "PT1H", [], 2),
        ("FREQ=YEARLY;BYDAY=2WE;BYMONTHDAY=-7", "PT1H", ["event_never_again"], 1),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "PT1H", ["event_never_again"], 1),
        ("FREQ=YEARLY;BYYEARDAY=366;BYMONTH=2", "PT1H", [], 1),
        ("FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6", "PT1H", [], 1),
        ("FREQ=HOURLY;INTERVAL=21;BYHOUR=3;BYDAY=MO", "PT1H", [], 1),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=MO", "PT1H", [], 1),
        ("FREQ=YEARLY;INTERVAL=999999999", "PT1H", [], 1),
        ("FREQ=DAILY;COUNT=999999999", "PT1H", [], 6),
    ],
)
def test_a_rule_without_end_or_sense_is_bounded(rule: str, length: str, keys: list[str], count: int) -> None:
    began = process_time()
    text = calendar(event(START, f"DURATION:{length}", f"RRULE:{rule}"))
    assert len(busy(text, *WINDOW)) == count
    assert named_when_asked(text) == keys
    assert process_time() - began < 1


@pytest.mark.parametrize(
    "frequency", ["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY", "DAILY;BYHOUR=9", "YEARLY;BYYEARDAY=91"]
)
def test_a_rule_since_the_year_one_costs_no_more_than_any_other(frequency: str) -> None:
    began = process_time()
    text = calendar(event("DTSTART:00010401T090000Z", "DURATION:PT30M", f"RRULE:FREQ={frequency}"))
    assert busy(text, "2026-03-30T00:00", "2026-04-06T00:00")
    assert named_when_asked(text) == []
    assert process_time() - began < 1


def test_a_count_since_the_year_one_is_counted_or_said_not_to_be() -> None:
    start = ("DTSTART:00010101T090000Z", "DURATION:PT30M")
    assert len(busy(calendar(event(*start, "RRULE:FREQ=DAILY;COUNT=739706")), *WINDOW)) == 9
    too_long = calendar(event(*start, "RRULE:FREQ=DAILY;BYHOUR=3;COUNT=999999"))
    assert busy(too_long, *WINDOW) == []
    assert named_when_asked(too_long) == ["event_too_long"]


def test_the_ends_of_time_do_no_harm() -> None:
    text = calendar(
        event("DTSTART:00010101T000000Z", "DTEND:99991231T235959Z"),
        event("DTSTART;TZID=Asia/Tokyo:00010101T000000", "DTEND;TZID=America/New_York:99991231T235959", uid="2"),
        event("DTSTART;VALUE=DATE:99991231", "RRULE:FREQ=DAILY", uid="3"),
        event("DTSTART;VALUE=DATE:00010101", "RRULE:FREQ=WEEKLY;BYDAY=MO;BYMONTH=1", uid="4"),
        event(START, "DURATION:P999999999W", uid="5"),
        event(
            "DTSTART;TZID=Europe/Berlin:20260331T090000", "DURATION:P999999W", "RRULE:FREQ=DAILY;BYHOUR=3", uid="6"
        ),
        event(START, "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=99991231T235959Z", uid="7"),
        event("RECURRENCE-ID;RANGE=THISANDFUTURE:00010101T000000Z", "DTSTART:99991231T000000Z", uid="7"),
    )
    for since in ("0001-01-01T00:00", "2026-04-01T00:00", "9999-12-01T00:00"):
        until = since.replace("-01T", "-30T")
        assert busy(text, since, until, "Pacific/Kiritimati") == busy(text, since, until, "Pacific/Midway") != []


def test_changes_that_the_library_cannot_follow_are_named_and_nothing_is_taken_away_for_them() -> None:
    on = event("RECURRENCE-ID;RANGE=THISANDFUTURE:00010101T000000Z", "DTSTART:99991231T000000Z", uid="good@tests")
    text = calendar(GOOD.replace("END:VEVENT", "RRULE:FREQ=DAILY;COUNT=2\nEND:VEVENT"), on)
    assert named_when_asked(text) == ["event_changes"]
    assert busy(text, *WINDOW) == [*GOOD_ONLY, "03-31T09:00 10:00"]


def test_a_file_that_is_nothing_but_faults_is_named_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_SKIPPED", 3)
    text = calendar(GOOD, *[event("SUMMARY:x", uid=f"{number}") for number in range(10)])
    assert busy(text, *WINDOW) == GOOD_ONLY
    assert [key for _, key in reasons(text)] == ["event_without_start"] * 3 + ["calendar_more"]


def test_a_calendar_with_more_events_than_can_be_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(components, "MOST_EVENTS", 1)
    text = calendar(GOOD, event(START, "DURATION:PT1H"))
    assert busy(text, *WINDOW) == GOOD_ONLY
    assert [key for _, key in reasons(text)] == ["calendar_full"]


def test_components_in_one_another_without_end_do_no_harm() -> None:
    began = process_time()
    text = calendar(GOOD, "BEGIN:VEVENT\n" * 40_000)
    assert busy(text, *WINDOW) == GOOD_ONLY
    assert process_time() - began < 2


PIECES = st.sampled_from(
    [
        "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VALARM",
        "BEGIN:VTIMEZONE", "END:VTIMEZONE", "BEGIN:STANDARD", "END:STANDARD", "BEGIN:VFREEBUSY", "END:VFREEBUSY",
        "TZID:Ship", "TZOFFSETFROM:+0100", "TZOFFSETTO:-9900", "UID:1", "UID:2", "DTSTART:20260331T090000Z",
        "DTSTART;TZID=Ship:20260331T090000", "DTSTART;VALUE=DATE:20260331", "DTEND:20260331T100000Z", "DURATION:PT1H",
        "RRULE:FREQ=DAILY", "RRULE:FREQ=HOURLY;BYHOUR=1,2;COUNT=9", "RRULE:FREQ=YEARLY;BYWEEKNO=14;BYHOUR=3",
        "RECURRENCE-ID:20260401T090000Z", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260401T090000Z",
        "RECURRENCE-ID;VALUE=DATE:20260401", "EXDATE:20260402T090000Z", "RDATE;VALUE=PERIOD:20260402T090000Z/P1D",
        "RDATE:20260403", "FREEBUSY:20260402T090000Z/PT1H", "SEQUENCE:2", "STATUS:CANCELLED",
        "X-WR-TIMEZONE:Asia/Tokyo",
        " folded", "\tfolded", "", "\x00", "DTSTART", ":", ";",
    ]
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=25), st.sampled_from(["\n", "\r\n", "\r"]))
@example(
    ["BEGIN:VEVENT", "BEGIN:VEVENT", "DTSTART:20260331T090000Z", "END:VEVENT", "DURATION:PT1H", "END:VEVENT"], "\n"
)
def test_any_pieces_in_any_order_are_read_or_named(pieces: list[str], end: str) -> None:
    try:
        read = said(end.join(pieces))
    except InputError:
        return
    found = read.busy(window(*WINDOW))
    assert all(start < last for start, last in merged(found.spans))
    assert all(1 <= each.line <= len(pieces) + 1 for each in read.skipped)


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_any_bytes_in_an_event_are_read_or_named(noise: bytes) -> None:
    with suppress(InputError):
        said(calendar(GOOD).encode().replace(b"DTSTART", b"X-NOISE:" + noise + b"\nDTSTART")).busy(window(*WINDOW))


FAULTS = ("DTEND:20250101T000000Z", "DTSTART:x", "RRULE:FREQ=X")
BROKEN = st.lists(st.sampled_from([*FAULTS, "SUMMARY:y", START]), max_size=4).filter(
    lambda lines: not {"DTSTART:x", START} & {*lines} or bool({*FAULTS} & {*lines})
)


@settings(max_examples=60)
@given(BROKEN, st.sampled_from(["good@tests", "other@tests"]))
def test_a_broken_event_never_changes_the_busy_time_of_others(lines: list[str], uid: str) -> None:
    text = calendar(event(*lines, uid=uid), GOOD)
    assert busy(text, *WINDOW) == GOOD_ONLY
    assert len(reasons(text)) == 1
