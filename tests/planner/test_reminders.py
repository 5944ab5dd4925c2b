"""An agreed time is said to be near, and to have begun: once each, and only while that is of use."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tui.core.records import Plan, PlanState
from tui.planner.occurrences import Occurrence, first_of
from tui.planner.reminders import BEFORE, OF_USE, Key, Moment, due, near

START = datetime(2026, 11, 26, 19, tzinfo=UTC)
PLAN = Plan(
    id="p", by="a", at=START - timedelta(days=3), start=START, minutes=120, zone="UTC", state=PlanState.ACCEPTED
)
TIME = first_of(PLAN)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def said(told: set[Key], now: datetime, *times: Occurrence) -> list[tuple[Moment, int]]:
    """Say what is due and remember it."""
    found = due(times or (TIME,), now, told)
    told.update(each.key for each in found)
    return [(each.moment, each.minutes) for each in found]


def test_it_is_near_half_an_hour_before_and_begins_and_each_is_said_once() -> None:
    told: set[Key] = set()
    assert said(told, at(-31)) == []
    assert said(told, at(-29.5)) == [(Moment.NEAR, 30)]
    assert said(told, at(-20)) == []
    assert said(told, at(0)) == [(Moment.BEGUN, 0)]
    assert said(told, at(1)) == []


def test_a_machine_that_slept_over_the_moment_says_only_what_is_still_of_use() -> None:
    assert said(set(), at(-3)) == [(Moment.NEAR, 3)]
    assert said(set(), at(10)) == [(Moment.BEGUN, 0)]
    assert said(set(), at(15)) == []
    short = first_of(replace(PLAN, minutes=5))
    assert said(set(), at(6), short) == []


def test_a_clock_that_is_set_back_says_nothing_again() -> None:
    told: set[Key] = set()
    assert said(told, at(2)) == [(Moment.BEGUN, 0)]
    assert said(told, at(-10)) == []
    assert said(told, at(0)) == []


def test_a_time_that_was_moved_is_another_and_only_what_both_agreed_to_is_said() -> None:
    told: set[Key] = set()
    said(told, at(-10))
    moved = first_of(replace(PLAN, start=at(20)))
    assert said(told, at(0), moved) == [(Moment.NEAR, 20)]
    assert said(set(), at(-10), first_of(replace(PLAN, state=PlanState.PROPOSED))) == []


@settings(max_examples=60)
@given(st.lists(st.integers(-40, 40), max_size=30))
def test_whatever_the_clock_does_each_is_said_at_most_once_and_only_in_its_time(minutes: list[int]) -> None:
    told: set[Key] = set()
    everything = [(now, each) for now in minutes for each, _ in said(told, at(now))]
    moments = [each for _, each in everything]
    assert len(moments) == len(set(moments))
    assert all(-BEFORE <= timedelta(minutes=now) < OF_USE for now, _ in everything)


def test_what_is_near_now_is_the_first_of_those_that_both_agreed_to() -> None:
    other = first_of(replace(PLAN, id="q", start=at(10)))
    proposed = first_of(replace(PLAN, id="r", start=at(-5), state=PlanState.PROPOSED))
    found = near((proposed, TIME, other), at(-25))
    assert found is not None
    assert (found.occurrence, found.minutes) == (TIME, 25)
    going = near((TIME,), at(119))
    assert going is not None
    assert (going.moment, going.minutes) == (Moment.BEGUN, 0)
    assert near((TIME,), at(120)) is None
    assert near((TIME,), at(-31)) is None
