"""Recurrence rules: which are kept, and when they take place."""

from datetime import UTC, datetime
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.errors import InputError
from tui.core.records import Plan, PlanState
from tui.planner.occurrences import next_of, occurrences, upcoming
from tui.planner.repeats import MOST, checked_rule, times

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 11, 26, 19, tzinfo=UTC)


def weekly(repeat: str, start: datetime = START, zone: str = "Europe/Berlin") -> Plan:
    accepted = PlanState.ACCEPTED
    return Plan(id="p", by="ana", at=start, start=start, minutes=120, zone=zone, repeat=repeat, state=accepted)


def starts(plan: Plan, since: datetime, until: datetime) -> list[str]:
    return [f"{each.start:%m-%d %H}" for each in occurrences(plan, since, until)]


def test_a_rule_is_kept_in_one_form() -> None:
    assert checked_rule(" rrule:freq=weekly; count=4 ", START, BERLIN) == "FREQ=WEEKLY;COUNT=4"
    assert checked_rule("", START, BERLIN) == ""


def test_an_end_is_kept_in_utc() -> None:
    assert checked_rule("FREQ=WEEKLY;UNTIL=20261224", START, BERLIN).endswith("UNTIL=20261224T225959Z")
    assert checked_rule("FREQ=WEEKLY;UNTIL=20261224T200000", START, BERLIN).endswith("UNTIL=20261224T190000Z")


@pytest.mark.parametrize(
    "rule",
    [
        "GARBAGE",
        "FREQ",
        "COUNT=4",
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=2",
        "FREQ=HOURLY",
        "FREQ=FORTNIGHTLY",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=WEEKLY;COLOUR=RED",
        "FREQ=WEEKLY;COUNT=2;UNTIL=20270101",
        "FREQ=WEEKLY;COUNT=0",
        "FREQ=WEEKLY;COUNT=-1",
        "FREQ=WEEKLY;COUNT=1001",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=99999999999999999999",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=",
        "FREQ=WEEKLY;UNTIL=tomorrow",
        "FREQ=WEEKLY;UNTIL=99991231T235959Z;COUNT=1",
        "FREQ=DAILY;BYHOUR=1,2,3",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=YEARLY;BYMONTH=0",
        "DTSTART:20260101T000000\nRRULE:FREQ=DAILY",
        "FREQ=WEEKLY;" * 50,
        "\x1b]52;c;x\x07",
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused(rule: str) -> None:
    with pytest.raises(InputError, match="rule_unreadable"):
        checked_rule(rule, START, BERLIN)


@pytest.mark.parametrize("rule", ["FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=WEEKLY;UNTIL=20201231"])
def test_a_rule_that_never_comes_round_is_refused(rule: str) -> None:
    with pytest.raises(InputError, match="rule_never_again"):
        checked_rule(rule, START, BERLIN)


def test_eight_stays_eight_when_the_clocks_change() -> None:
    plan = weekly("FREQ=WEEKLY", datetime(2027, 3, 18, 19, tzinfo=UTC))
    assert starts(plan, plan.start, datetime(2027, 4, 10, tzinfo=UTC)) == [
        "03-18 19",
        "03-25 19",
        "04-01 18",
        "04-08 18",
    ]


def test_a_time_in_the_gap_moves_forward_and_the_next_does_not() -> None:
    plan = weekly("FREQ=WEEKLY", datetime(2027, 3, 21, 1, 30, tzinfo=UTC))
    assert starts(plan, plan.start, datetime(2027, 4, 5, tzinfo=UTC)) == ["03-21 01", "03-28 01", "04-04 00"]


def test_the_start_takes_place_also_where_the_rule_would_not_have_it() -> None:
    plan = weekly("FREQ=WEEKLY;BYDAY=TU")
    assert starts(plan, START, datetime(2026, 12, 9, tzinfo=UTC)) == ["11-26 19", "12-01 19", "12-08 19"]


def test_a_count_counts_the_first_time() -> None:
    assert len(starts(weekly("FREQ=WEEKLY;COUNT=4"), START, datetime(2030, 1, 1, tzinfo=UTC))) == 4


def test_what_runs_into_the_window_is_in_it() -> None:
    during = datetime(2026, 12, 3, 20, tzinfo=UTC)
    assert starts(weekly("FREQ=WEEKLY"), during, datetime(2026, 12, 4, tzinfo=UTC)) == ["12-03 19"]
    assert (
        starts(weekly("FREQ=WEEKLY"), datetime(2026, 12, 3, 21, tzinfo=UTC), datetime(2026, 12, 4, tzinfo=UTC)) == []
    )


def test_the_next_time_is_found_long_after_the_first() -> None:
    found = upcoming([weekly("FREQ=WEEKLY")], datetime(2031, 6, 1, tzinfo=UTC))
    assert found is not None
    assert found.start == datetime(2031, 6, 5, 18, tzinfo=UTC)


def test_a_rule_from_elsewhere_that_is_none_takes_place_once() -> None:
    for rule in ("FREQ=SECONDLY", "GARBAGE", "FREQ=WEEKLY;UNTIL=nonsense", "X" * 5000):
        assert starts(weekly(rule), START, datetime(2027, 1, 1, tzinfo=UTC)) == ["11-26 19"]
    assert next_of(weekly("FREQ=WEEKLY", zone="Mars/Olympus"), START) is not None


def test_a_rule_without_an_end_is_bounded() -> None:
    began = perf_counter()
    ancient = datetime(1970, 1, 1, 19, tzinfo=UTC)
    assert len(list(times("FREQ=DAILY", ancient, BERLIN, ancient))) == MOST + 1
    assert len(list(times("FREQ=DAILY", ancient, BERLIN, START))) == MOST
    assert perf_counter() - began < 5


@given(st.text(alphabet="FREQ=DAILYWK;BYCOUNT123,-MOTHUNTIL:", max_size=60))
def test_no_rule_breaks_anything(rule: str) -> None:
    try:
        kept = checked_rule(rule, START, BERLIN)
    except InputError:
        return
    assert checked_rule(kept, START, BERLIN) == kept
