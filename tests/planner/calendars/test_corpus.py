"""A corpus of calendars with the right answers, worked out by hand from RFC 5545 and from when the clocks change.

In 2026 they go forward in Berlin on 29 March at 01:00 UTC and back on 25 October at 01:00 UTC; in New York forward on
8 March at 07:00 UTC and back on 1 November at 06:00 UTC. All answers are in UTC.
"""

import pytest

from tests.planner.calendars.written import busy, calendar, event

BERLIN, NEW_YORK = "TZID=Europe/Berlin", "TZID=America/New_York"

SPRING = ("2026-03-27T00:00", "2026-04-01T00:00")
AUTUMN = ("2026-10-23T00:00", "2026-10-28T00:00")


def one(*lines: str) -> str:
    return calendar(event(*lines))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # Once
        (["DTSTART:20260330T180000Z", "DTEND:20260330T193000Z"], ["03-30T18:00 19:30"]),
        ([f"DTSTART;{BERLIN}:20260330T200000", f"DTEND;{BERLIN}:20260330T213000"], ["03-30T18:00 19:30"]),
        (["DTSTART:20260330T200000", "DTEND:20260330T213000"], ["03-30T18:00 19:30"]),
        ([f"DTSTART;{BERLIN}:20260330T200000", "DTEND:20260330T193000Z"], ["03-30T18:00 19:30"]),
        # No end: a time takes no time, a date takes its day
        (["DTSTART:20260330T180000Z"], []),
        (["DTSTART;VALUE=DATE:20260330"], ["03-29T22:00 03-30T22:00"]),
        (["DTSTART;VALUE=DATE:20260330", "DTEND;VALUE=DATE:20260330"], ["03-29T22:00 03-30T22:00"]),
        (["DTSTART;VALUE=DATE:20260330", "DURATION:P1D"], ["03-29T22:00 03-30T22:00"]),
        (["DTSTART;VALUE=DATE:20260330", "DURATION:PT90M"], ["03-29T22:00 23:30"]),
        # The day on which the clocks go forward has 23 hours
        (["DTSTART;VALUE=DATE:20260329"], ["03-28T23:00 03-29T22:00"]),
        (["DTSTART;VALUE=DATE:20260328", "DTEND;VALUE=DATE:20260330"], ["03-27T23:00 03-29T22:00"]),
        # A start in the gap moves forward by the gap; what is before it ends when it says
        ([f"DTSTART;{BERLIN}:20260329T023000", f"DTEND;{BERLIN}:20260329T040000"], ["03-29T01:30 02:00"]),
        ([f"DTSTART;{BERLIN}:20260329T023000", "DURATION:PT1H"], ["03-29T01:30 02:30"]),
        ([f"DTSTART;{BERLIN}:20260329T021500", f"DTEND;{BERLIN}:20260329T024500"], ["03-29T01:15 01:45"]),
        ([f"DTSTART;{BERLIN}:20260329T023000", f"DTEND;{BERLIN}:20260329T030000"], ["03-29T01:30 02:00"]),
        # An end in the gap
        ([f"DTSTART;{BERLIN}:20260329T013000", f"DTEND;{BERLIN}:20260329T023000"], ["03-29T00:30 01:30"]),
        # Over the gap: from clock to clock, or for hours that really pass
        ([f"DTSTART;{BERLIN}:20260329T010000", f"DTEND;{BERLIN}:20260329T040000"], ["03-29T00:00 02:00"]),
        ([f"DTSTART;{BERLIN}:20260329T010000", "DURATION:PT3H"], ["03-29T00:00 03:00"]),
        # Days of a duration are days on the clock, 24 hours are 24 hours
        ([f"DTSTART;{BERLIN}:20260328T120000", "DURATION:P1D"], ["03-28T11:00 03-29T10:00"]),
        ([f"DTSTART;{BERLIN}:20260328T120000", "DURATION:PT24H"], ["03-28T11:00 03-29T11:00"]),
        ([f"DTSTART;{BERLIN}:20260328T120000", "DURATION:P1DT1H"], ["03-28T11:00 03-29T11:00"]),
        # What comes again keeps its time on the clock
        (
            [f"DTSTART;{BERLIN}:20260328T090000", f"DTEND;{BERLIN}:20260328T100000", "RRULE:FREQ=DAILY;COUNT=3"],
            ["03-28T08:00 09:00", "03-29T07:00 08:00", "03-30T07:00 08:00"],
        ),
        (
            ["DTSTART:20260328T080000Z", "DTEND:20260328T090000Z", "RRULE:FREQ=DAILY;COUNT=3"],
            ["03-28T08:00 09:00", "03-29T08:00 09:00", "03-30T08:00 09:00"],
        ),
        # An occurrence in the gap moves forward; one that is 8 hours long is so every night
        (
            [f"DTSTART;{BERLIN}:20260328T023000", f"DTEND;{BERLIN}:20260328T033000", "RRULE:FREQ=DAILY;COUNT=3"],
            ["03-28T01:30 02:30", "03-29T01:30 02:30", "03-30T00:30 01:30"],
        ),
        (
            [f"DTSTART;{BERLIN}:20260327T220000", f"DTEND;{BERLIN}:20260328T060000", "RRULE:FREQ=DAILY;COUNT=2"],
            ["03-27T21:00 03-28T05:00", "03-28T21:00 03-29T05:00"],
        ),
        # With whole days it ends at the same time on the clock
        (
            [f"DTSTART;{BERLIN}:20260327T220000", "DURATION:P1D", "RRULE:FREQ=DAILY;INTERVAL=2;COUNT=2"],
            ["03-27T21:00 03-28T21:00", "03-29T20:00 03-30T20:00"],
        ),
    ],
)
def test_around_the_hour_that_is_missing_in_spring(lines: list[str], expected: list[str]) -> None:
    assert busy(one(*lines), *SPRING) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["DTSTART;VALUE=DATE:20261025"], ["10-24T22:00 10-25T23:00"]),
        # A doubled time means its first
        ([f"DTSTART;{BERLIN}:20261025T023000", "DURATION:PT30M"], ["10-25T00:30 01:00"]),
        ([f"DTSTART;{BERLIN}:20261025T023000", f"DTEND;{BERLIN}:20261025T030000"], ["10-25T00:30 02:00"]),
        ([f"DTSTART;{BERLIN}:20261025T013000", f"DTEND;{BERLIN}:20261025T023000"], ["10-24T23:30 10-25T00:30"]),
        ([f"DTSTART;{BERLIN}:20261025T010000", f"DTEND;{BERLIN}:20261025T040000"], ["10-24T23:00 10-25T03:00"]),
        ([f"DTSTART;{BERLIN}:20261025T010000", "DURATION:PT3H"], ["10-24T23:00 10-25T02:00"]),
        ([f"DTSTART;{BERLIN}:20261024T120000", "DURATION:P1D"], ["10-24T10:00 10-25T11:00"]),
        (
            [f"DTSTART;{BERLIN}:20261024T023000", "DURATION:PT30M", "RRULE:FREQ=DAILY;COUNT=3"],
            ["10-24T00:30 01:00", "10-25T00:30 01:00", "10-26T01:30 02:00"],
        ),
        (
            [f"DTSTART;{BERLIN}:20261024T220000", f"DTEND;{BERLIN}:20261025T050000", "RRULE:FREQ=DAILY;COUNT=2"],
            ["10-24T20:00 10-25T04:00", "10-25T21:00 10-26T05:00"],
        ),
        # What follows the hours takes place in both of the doubled ones
        (
            [f"DTSTART;{BERLIN}:20261025T010000", "DURATION:PT30M", "RRULE:FREQ=HOURLY;COUNT=3"],
            ["10-24T23:00 23:30", "10-25T00:00 00:30", "10-25T01:00 01:30", "10-25T02:00 02:30"],
        ),
        # An UNTIL in UTC between the two
        (
            [f"DTSTART;{BERLIN}:20261023T023000", "DURATION:PT10M", "RRULE:FREQ=DAILY;UNTIL=20261025T003000Z"],
            ["10-23T00:30 00:40", "10-24T00:30 00:40", "10-25T00:30 00:40"],
        ),
        (
            [f"DTSTART;{BERLIN}:20261023T023000", "DURATION:PT10M", "RRULE:FREQ=DAILY;UNTIL=20261025T002959Z"],
            ["10-23T00:30 00:40", "10-24T00:30 00:40"],
        ),
    ],
)
def test_around_the_hour_that_comes_twice_in_autumn(lines: list[str], expected: list[str]) -> None:
    assert busy(one(*lines), *AUTUMN) == expected


@pytest.mark.parametrize(
    ("where", "day", "since", "until", "expected"),
    [
        # The clocks went from 00:00 to 01:00: the day begins at one
        ("America/Sao_Paulo", "20181104", "2018-11-03T00:00", "2018-11-07T00:00", ["11-04T03:00 11-05T02:00"]),
        # They went from 24:00 back to 23:00: the day before has 25 hours
        ("America/Sao_Paulo", "20180217", "2018-02-16T00:00", "2018-02-20T00:00", ["02-17T02:00 02-18T03:00"]),
        ("America/Sao_Paulo", "20180218", "2018-02-16T00:00", "2018-02-20T00:00", ["02-18T03:00 02-19T03:00"]),
        # They go from 01:00 back to 00:00: there are two midnights, and the day begins at the first
        ("America/Havana", "20261101", "2026-10-30T00:00", "2026-11-04T00:00", ["11-01T04:00 11-02T05:00"]),
        ("America/Havana", "20261031", "2026-10-30T00:00", "2026-11-04T00:00", ["10-31T04:00 11-01T04:00"]),
        # They went from 00:01 back to 23:01: the last minutes of the day before came after the first of this
        ("America/St_Johns", "20101106", "2010-11-05T00:00", "2010-11-09T00:00", ["11-06T02:30 11-07T03:30"]),
        ("America/St_Johns", "20101107", "2010-11-05T00:00", "2010-11-09T00:00", ["11-07T02:30 11-08T03:30"]),
        # Samoa left a day out
        ("Pacific/Apia", "20111229", "2011-12-28T00:00", "2012-01-02T00:00", ["12-29T10:00 12-30T10:00"]),
        ("Pacific/Apia", "20111230", "2011-12-28T00:00", "2012-01-02T00:00", []),
        ("Pacific/Apia", "20111231", "2011-12-28T00:00", "2012-01-02T00:00", ["12-30T10:00 12-31T10:00"]),
        # Half an hour forward and back
        ("Australia/Lord_Howe", "20261004", "2026-10-02T00:00", "2026-10-07T00:00", ["10-03T13:30 10-04T13:00"]),
    ],
)
def test_a_day_is_the_local_day_whatever_happens_at_midnight(
    where: str, day: str, since: str, until: str, expected: list[str]
) -> None:
    assert busy(one(f"DTSTART;VALUE=DATE:{day}"), since, until, where) == expected


AT_NINE = (f"DTSTART;{NEW_YORK}:19970902T090000", "DURATION:PT1H")


def days_in_1997(rule: str, *more: str, start: str = "19970902", until: str = "1999-01-01T00:00") -> str:
    """Return the days (month and day) of a rule that starts at nine in New York, as RFC 5545, 3.8.5.3, has them."""
    text = one(f"DTSTART;{NEW_YORK}:{start}T090000", "DURATION:PT1H", f"RRULE:{rule}", *more)
    return " ".join(each[:5].replace("-", "/") for each in busy(text, "1997-01-01T00:00", until))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=DAILY;COUNT=4", "09/02 09/03 09/04 09/05"),
        ("FREQ=DAILY;INTERVAL=10;COUNT=5", "09/02 09/12 09/22 10/02 10/12"),
        ("FREQ=WEEKLY;COUNT=4", "09/02 09/09 09/16 09/23"),
        ("FREQ=WEEKLY;UNTIL=19970916T130000Z", "09/02 09/09 09/16"),
        ("FREQ=WEEKLY;UNTIL=19970916T125959Z", "09/02 09/09"),
        ("FREQ=WEEKLY;UNTIL=19970916", "09/02 09/09 09/16"),
        ("FREQ=WEEKLY;UNTIL=19970916T090000", "09/02 09/09 09/16"),
        ("FREQ=WEEKLY;UNTIL=19970901T000000Z", ""),
        ("FREQ=WEEKLY;COUNT=4;WKST=SU;BYDAY=TU,TH", "09/02 09/04 09/09 09/11"),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "09/02 09/04 09/16 09/18 09/30 10/02 10/14 10/16"),
        ("FREQ=MONTHLY;COUNT=4;BYDAY=1TU", "09/02 10/07 11/04 12/02"),
        ("FREQ=MONTHLY;COUNT=3;BYMONTHDAY=-3", "09/02 09/28 10/29 11/28"),
        ("FREQ=MONTHLY;COUNT=5;BYMONTHDAY=2,15", "09/02 09/15 10/02 10/15 11/02"),
        ("FREQ=MONTHLY;INTERVAL=18;COUNT=3;BYMONTHDAY=10,11,12", "09/02 09/10 09/11 09/12"),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=4", "09/02 02/13 03/13 11/13"),
        ("FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13;COUNT=3", "09/02 09/13 10/11 11/08"),
        ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "09/02 09/04 10/07 11/06"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=3", "09/02 09/29 10/30 11/27"),
        # Weekdays that are counted and such that are not, in one rule
        ("FREQ=MONTHLY;COUNT=6;BYDAY=1TU,FR", "09/02 09/05 09/12 09/19 09/26 10/03"),
        ("FREQ=MONTHLY;COUNT=4;BYDAY=1TU,FR;BYHOUR=9", "09/02 09/05 09/12 09/19"),
        ("FREQ=YEARLY;COUNT=4;BYMONTH=9;BYDAY=-1MO,TU;BYHOUR=9", "09/02 09/09 09/16 09/23"),
        # Places in a set of times that is larger than a month or a week gives
        ("FREQ=YEARLY;COUNT=1;BYMONTHDAY=30;BYHOUR=8,9;BYSETPOS=16", "09/02 09/30"),
        ("FREQ=WEEKLY;COUNT=2;BYDAY=MO,WE;BYHOUR=9;BYSETPOS=2", "09/02 09/03 09/10"),
        # Counted within the year, and only on some days of the month
        ("FREQ=YEARLY;COUNT=2;BYDAY=-1WE;BYMONTHDAY=30,31", "09/02 12/31 12/30"),
        ("FREQ=YEARLY;COUNT=2;BYMONTH=9,11", "09/02 11/02"),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=TH;BYMONTHDAY=22,23,24,25,26,27,28;COUNT=2", "09/02 11/27 11/26"),
        ("FREQ=YEARLY;BYDAY=20MO;COUNT=1", "09/02 05/18"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=1", "09/02 05/11"),
        ("FREQ=YEARLY;BYYEARDAY=1,-1;COUNT=3", "09/02 12/31 01/01 12/31"),
        ("FREQ=DAILY;BYMONTH=1;BYDAY=SU;COUNT=3", "09/02 01/04 01/11 01/18"),
        ("FREQ=DAILY;COUNT=2;BYHOUR=9,11", "09/02 09/02"),
    ],
)
def test_the_rules_that_rfc_5545_gives_as_examples(rule: str, expected: str) -> None:
    assert days_in_1997(rule) == expected


def test_the_weekday_on_which_a_week_starts_decides_which_weeks_are_left_out() -> None:
    start = {"start": "19970805"}
    assert days_in_1997("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", **start) == "08/05 08/10 08/19 08/24"
    assert days_in_1997("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", **start) == "08/05 08/17 08/19 08/31"


def test_days_that_a_month_or_a_year_does_not_have_are_passed_over() -> None:
    assert days_in_1997("FREQ=MONTHLY;COUNT=4", start="19970131") == "01/31 03/31 05/31 07/31"
    yearly = one("DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY")
    assert busy(yearly, "2025-01-01T00:00", "2028-12-01T00:00", "UTC") == ["02-29T00:00 03-01T00:00"]
    thirtieth = one("DTSTART;VALUE=DATE:20260130", "RRULE:FREQ=MONTHLY;COUNT=2")
    assert busy(thirtieth, "2026-01-01T00:00", "2026-12-01T00:00", "UTC") == [
        "01-30T00:00 01-31T00:00",
        "03-30T00:00 03-31T00:00",
    ]


def test_the_end_of_a_rule_of_whole_days_is_a_day_whatever_time_stands_with_it() -> None:
    for until in ("20260403", "20260403T000000Z", "20260403T235959"):
        text = one("DTSTART;VALUE=DATE:20260401", f"RRULE:FREQ=DAILY;UNTIL={until}")
        assert busy(text, "2026-03-30T00:00", "2026-05-01T00:00", "UTC") == ["04-01T00:00 04-04T00:00"]


def test_hours_minutes_and_seconds_are_followed_as_far_as_that_is_sane() -> None:
    hourly = one("DTSTART:20260401T080000Z", "DURATION:PT10M", "RRULE:FREQ=HOURLY;INTERVAL=3;COUNT=3")
    assert busy(hourly, "2026-04-01T00:00", "2026-04-03T00:00") == [
        "04-01T08:00 08:10",
        "04-01T11:00 11:10",
        "04-01T14:00 14:10",
    ]
    chosen = one("DTSTART:20260401T080000Z", "DURATION:PT10M", "RRULE:FREQ=MINUTELY;INTERVAL=20;BYHOUR=9;BYDAY=TH")
    assert busy(chosen, "2026-04-01T12:00", "2026-04-06T00:00") == [
        "04-02T09:00 09:10",
        "04-02T09:20 09:30",
        "04-02T09:40 09:50",
    ]
