"""One time of a repeating plan, and all from one on: the others stay where they are, and what has been stays too."""

import dataclasses
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tui.core.records import Plan, PlanState
from tui.planner.agenda import agenda
from tui.planner.occurrences import occurrences, replaced
from tui.planner.plans import Act, after, moved
from tui.planner.repeats import ended, left, shifted
from tui.planner.series import Part, Scope, carried, part_of, singles

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 10, 8, 18, tzinfo=UTC)
"""A Thursday, 20:00 in Berlin; the clocks go back on 25 October."""

YEAR = timedelta(days=366)
RULES = (
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;BYDAY=TH",
    "FREQ=WEEKLY;INTERVAL=2",
    "FREQ=WEEKLY;COUNT=9",
    "FREQ=MONTHLY;BYDAY=2TH",
)


def series(rule: str = "FREQ=WEEKLY", state: PlanState = PlanState.ACCEPTED) -> Plan:
    return Plan(id="s", by="ana", at=START, start=START, minutes=120, zone="Europe/Berlin", repeat=rule, state=state)


def starts(*plans: Plan, until: datetime = START + YEAR) -> list[datetime]:
    """When the plans take place that are not called off."""
    days = replaced(plans)
    there = [plan for plan in plans if plan.state is not PlanState.CANCELLED]
    return sorted(each.start for plan in there for each in occurrences(plan, START - YEAR, until, days))


def kept(part: Part) -> list[Plan]:
    return [part.plan, *([part.rest] if part.rest else [])]


@given(rule=st.sampled_from(RULES), place=st.integers(0, 8))
@settings(max_examples=45)
def test_one_time_called_off_leaves_all_others(rule: str, place: int) -> None:
    plan = series(rule)
    times = starts(plan)
    gone = after(part_of(plan, times[place], Scope.ONE, START).plan, Act.CANCEL, by="ben")
    assert starts(plan, gone) == [*times[:place], *times[place + 1 :]]


@given(rule=st.sampled_from(RULES), place=st.integers(0, 8), hours=st.integers(-40, 40))
@settings(max_examples=60)
def test_one_time_moved_leaves_all_others(rule: str, place: int, hours: int) -> None:
    plan = series(rule)
    times = starts(plan)
    to = times[place] + timedelta(hours=hours, minutes=30)
    other = moved(part_of(plan, times[place], Scope.ONE, START).plan, to, by="ben", now=START)
    assert starts(plan, other) == sorted([*times[:place], *times[place + 1 :], to])
    assert other.state is PlanState.PROPOSED
    assert plan.state is PlanState.ACCEPTED


@given(rule=st.sampled_from(RULES), place=st.integers(0, 8))
@settings(max_examples=45)
def test_a_series_in_two_parts_has_the_times_of_the_whole(rule: str, place: int) -> None:
    plan = series(rule)
    times = starts(plan)
    part = part_of(plan, times[place], Scope.FOLLOWING, START)
    assert starts(*kept(part)) == times
    assert starts(part.plan) == times[place:]
    assert (part.rest is None) == (place == 0)


@given(rule=st.sampled_from(RULES), over=st.integers(0, 8))
@settings(max_examples=45)
def test_all_are_those_still_ahead_and_what_has_been_stays(rule: str, over: int) -> None:
    plan = series(rule)
    times = starts(plan)
    now = times[over] - timedelta(minutes=1)
    part = part_of(plan, times[-1], Scope.ALL, now)
    gone = after(part.plan, Act.CANCEL, by="ana")
    assert starts(*kept(dataclasses.replace(part, plan=gone))) == times[:over]


@given(days=st.integers(-10, 10), hour=st.integers(0, 23), rule=st.sampled_from(RULES))
@settings(max_examples=60)
def test_a_series_that_moves_keeps_its_rhythm(days: int, hour: int, rule: str) -> None:
    plan = series(rule)
    local = datetime(2026, 10, 8, hour, tzinfo=BERLIN) + timedelta(days=days)
    to = local.astimezone(UTC)
    if to == plan.start:
        return
    new = moved(plan, to, by="ana", now=START)
    before, now = starts(plan)[:4], starts(new)[:4]
    assert now[0] == to
    assert {each.astimezone(BERLIN).hour for each in now} == {hour}, "the same hour on the clock, all year"
    if not rule.startswith("FREQ=MONTHLY"):
        assert days_between(before) == days_between(now)


def days_between(times: list[datetime]) -> list[int]:
    days = [each.astimezone(BERLIN).date() for each in times]
    return [(later - earlier).days for earlier, later in pairwise(days)]


@pytest.mark.parametrize(
    ("rule", "old", "new", "wanted"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,TH", (2026, 10, 8), (2026, 10, 9), "FREQ=WEEKLY;BYDAY=MO,FR"),
        ("FREQ=WEEKLY;BYDAY=TH,FR", (2026, 10, 8), (2026, 10, 9), "FREQ=WEEKLY;BYDAY=FR"),
        ("FREQ=MONTHLY;BYDAY=2TH", (2026, 10, 8), (2026, 10, 16), "FREQ=MONTHLY;BYDAY=3FR"),
        ("FREQ=MONTHLY;BYDAY=-1TH", (2026, 10, 29), (2026, 10, 30), "FREQ=MONTHLY;BYDAY=-1FR"),
        ("FREQ=MONTHLY;BYMONTHDAY=8", (2026, 10, 8), (2026, 10, 9), "FREQ=MONTHLY;BYMONTHDAY=9"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", (2026, 10, 31), (2026, 10, 30), "FREQ=MONTHLY;BYMONTHDAY=-2"),
        ("FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=8", (2026, 10, 8), (2026, 11, 2), "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=2"),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1",
            (2026, 10, 8),
            (2026, 10, 9),
            "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1",
        ),
        ("not a rule", (2026, 10, 8), (2026, 10, 9), "not a rule"),
    ],
)
def test_a_rule_names_the_new_day_in_the_way_it_named_the_old(
    rule: str, old: tuple[int, int, int], new: tuple[int, int, int], wanted: str
) -> None:
    assert shifted(rule, datetime(*old, 20, tzinfo=BERLIN), datetime(*new, 20, tzinfo=BERLIN)) == wanted


def test_a_rule_that_counts_counts_on_and_one_that_ends_ends_no_later() -> None:
    assert left("FREQ=WEEKLY;COUNT=9", [START] * 5) == "FREQ=WEEKLY;COUNT=5"
    assert ended("FREQ=WEEKLY;COUNT=9", START) == "FREQ=WEEKLY;UNTIL=20261008T175959Z"
    assert ended("FREQ=WEEKLY;UNTIL=20261001T000000Z", START) == "FREQ=WEEKLY;UNTIL=20261001T000000Z"


def test_a_series_moves_by_days_and_to_an_hour_through_the_change_of_clocks() -> None:
    seen, to = datetime(2026, 10, 29, 19, tzinfo=UTC), datetime(2026, 10, 30, 20, tzinfo=UTC)
    assert carried(START, seen, to, BERLIN) == datetime(2026, 10, 9, 19, tzinfo=UTC)


def test_a_time_keeps_its_place_when_the_hour_of_its_series_changes() -> None:
    plan = series()
    second = starts(plan)[1]
    gone = after(part_of(plan, second, Scope.ONE, START).plan, Act.CANCEL, by="ben")
    later = moved(plan, START + timedelta(hours=1), by="ana", now=START)
    assert second + timedelta(hours=1) not in starts(later, gone)
    assert len(starts(later, gone)) == len(starts(plan)) - 1


def test_the_same_done_by_two_is_the_same_plan() -> None:
    plan = series()
    time = starts(plan)[3]
    for scope in (Scope.ONE, Scope.FOLLOWING):
        assert part_of(plan, time, scope, START) == part_of(replace(plan), time, scope, START + timedelta(days=1))


def test_what_is_listed_next_is_the_time_that_holds() -> None:
    plan = series()
    times = starts(plan)
    gone = after(part_of(plan, times[0], Scope.ONE, START).plan, Act.CANCEL, by="ben")
    other = moved(part_of(plan, times[1], Scope.ONE, START).plan, times[1] + timedelta(hours=1), by="ben", now=START)
    found = agenda([plan, gone, other], START, "ana")
    assert [each.start for each in found.agreed] == [times[2]]
    assert [each.start for each in found.waiting] == [times[1] + timedelta(hours=1)]
    assert [each.id for each in singles(plan, [gone, other, plan], START)] == [other.id]


def test_a_series_is_parted_at_a_time_that_the_clocks_skip() -> None:
    night = datetime(2027, 3, 14, 1, 30, tzinfo=UTC)
    plan = replace(series(), start=night)
    skipped = datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    rest = part_of(plan, skipped, Scope.FOLLOWING, START).rest
    assert rest is not None
    assert [each.start for each in occurrences(rest, night, night + YEAR)] == [night, night + timedelta(days=7)]


def test_a_part_has_as_many_times_as_are_left_also_where_the_first_is_none_of_its_rule() -> None:
    plan = series("FREQ=WEEKLY;BYDAY=TU;COUNT=4")
    times = starts(plan)
    assert starts(*kept(part_of(plan, times[2], Scope.FOLLOWING, START))) == times


@pytest.mark.parametrize("days", [-2, 2, 7])
@pytest.mark.parametrize("until", ["20261029T190000Z", "20261029T185959Z", "20261231T225959Z", "99991231T225959Z"])
def test_a_series_that_moves_keeps_all_its_times(days: int, until: str) -> None:
    plan = series(f"FREQ=WEEKLY;UNTIL={until}")
    new = moved(plan, START + timedelta(days=days), by="ana", now=START)
    last = START + timedelta(days=200)
    assert len(starts(new, until=last + timedelta(days=days))) == len(starts(plan, until=last))


def test_a_part_of_which_one_time_is_left_can_be_moved_too() -> None:
    plan = series("FREQ=WEEKLY")
    part = part_of(plan, START + timedelta(days=7), Scope.FOLLOWING, START)
    assert part.rest is not None
    new = moved(part.rest, START + timedelta(days=1), by="ana", now=START)
    assert starts(new) == [START + timedelta(days=1)]
