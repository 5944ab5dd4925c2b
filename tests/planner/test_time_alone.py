"""How much of a time alone is left, whatever the clocks did meanwhile."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as changed

from tui.core.clock import Reading
from tui.core.records import Plan, PlanState
from tui.planner.occurrences import Occurrence, first_of
from tui.planner.time_alone import (
    LENGTHS,
    Began,
    Phase,
    TimeAlone,
    begun,
    from_data,
    lasted,
    left,
    minutes_left,
    near,
    of_plan,
    phase,
    rings,
    same,
    to_data,
    unplanned,
)

EIGHT = datetime(2026, 11, 26, 20, tzinfo=UTC)
HOUR = 3600.0
CLOCKS = Reading(wall=EIGHT, steady=1000.0, boot=1000.0, boot_id="one")
NAMELESS = replace(CLOCKS, boot_id="")
"""What a system says that does not count sleep, and does not name its starts."""


def occurrence(start: datetime, minutes: int = 120, state: str = "accepted", plan_id: str = "p") -> Occurrence:
    plan = Plan(
        id=plan_id, by="a", at=EIGHT, start=start, minutes=minutes, zone="Europe/Berlin", state=PlanState(state)
    )
    return first_of(plan)


def later(reading: Reading, *, wall: float, boot: float, boot_id: str | None = None) -> Reading:
    return Reading(
        wall=reading.wall + timedelta(seconds=wall),
        steady=reading.steady,
        boot=reading.boot + boot,
        boot_id=reading.boot_id if boot_id is None else boot_id,
    )


PLANNED = begun(of_plan(occurrence(EIGHT)), CLOCKS)
FREE = begun(unplanned("f", 60, EIGHT - timedelta(minutes=9)), CLOCKS)


def test_a_plan_ends_when_it_says_and_the_rest_has_its_whole_length() -> None:
    late = later(CLOCKS, wall=1800, boot=1800)
    assert left(begun(of_plan(occurrence(EIGHT)), late), late) == 1.5 * HOUR
    assert left(begun(unplanned("f", 60, EIGHT), late), late) == HOUR
    assert left(unplanned("f", 60, EIGHT), later(CLOCKS, wall=5 * HOUR, boot=0)) == HOUR


@pytest.mark.parametrize(
    ("start", "wall", "boot", "boot_id", "gone"),
    [
        (CLOCKS, 600, 600, "one", 600),  # awake, asleep or suspended: the clock that goes on in sleep tells
        (CLOCKS, 5 * HOUR, 600, "one", 600),  # somebody set the clock on
        (CLOCKS, -5 * HOUR, 600, "one", 600),  # and back
        (CLOCKS, 1200, -900, "two", 1200),  # the machine was started anew
        (NAMELESS, 1200, 60, "", 1200),  # asleep where that clock stands still
        (NAMELESS, -5 * HOUR, 600, "", 600),  # set back there
        (NAMELESS, 1200, -900, "", 1200),  # started anew there
    ],
)
def test_no_clock_makes_it_longer_or_shorter(
    start: Reading, wall: float, boot: float, boot_id: str, gone: float
) -> None:
    for time, whole in ((of_plan(occurrence(EIGHT)), 2 * HOUR), (unplanned("f", 60, EIGHT), HOUR)):
        there = begun(time, start)
        assert left(there, later(start, wall=wall, boot=boot, boot_id=boot_id)) == whole - gone


def test_what_ended_long_ago_is_neither_rung_for_nor_asked_about() -> None:
    def at(seconds: float) -> Phase:
        return phase(FREE, later(CLOCKS, wall=seconds, boot=seconds))

    assert phase(unplanned("f", 60, EIGHT), CLOCKS) is Phase.AHEAD
    assert [at(0), at(HOUR - 1), at(HOUR), at(12 * HOUR)] == [Phase.ON, Phase.ON, Phase.OVER, Phase.OVER]
    assert at(13 * HOUR) is Phase.GONE
    assert rings(5, 0)
    assert rings(5, -300)
    assert not any(rings(before, after) for before, after in ((5, 1), (0, -1), (-1, -2), (5, -HOUR)))


def test_the_minutes_that_are_told_are_whole_and_never_none_before_the_end() -> None:
    assert [minutes_left(each) for each in (0.5, 60, 61, 3600, 0, -5)] == [1, 1, 2, 60, 0, 0]
    assert [minutes_left(each, 5) for each in (0.5, 300, 301, 3600)] == [5, 5, 10, 60]


def test_what_is_kept_of_it_is_in_round_numbers() -> None:
    assert [lasted(FREE, later(CLOCKS, wall=each, boot=each)) for each in (10, 660, 1800, HOUR, 9 * HOUR)] == [
        5,
        15,
        30,
        60,
        60,
    ]


def test_near_is_an_agreed_time_that_is_on_or_begins_within_half_an_hour() -> None:
    def found(*times: Occurrence, minutes: float = 0) -> str:
        each = near(times, EIGHT + timedelta(minutes=minutes))
        return each.plan.id if each else ""

    assert found(occurrence(EIGHT + timedelta(minutes=30))) == "p"
    assert found(occurrence(EIGHT + timedelta(minutes=31))) == ""
    assert found(occurrence(EIGHT), minutes=119) == "p"
    assert found(occurrence(EIGHT), minutes=120) == ""
    assert found(occurrence(EIGHT, state="proposed")) == ""
    days = occurrence(EIGHT - timedelta(days=1), 3 * 1440, plan_id="days")
    assert found(days, occurrence(EIGHT, plan_id="dinner")) == "dinner"


def test_a_repeating_plan_is_another_time_each_time() -> None:
    one, other = of_plan(occurrence(EIGHT)), of_plan(occurrence(EIGHT + timedelta(days=7)))
    assert same(one, begun(one, CLOCKS))
    assert not same(one, other)
    assert same(FREE, unplanned("f", 60, EIGHT - timedelta(minutes=9)))


@pytest.mark.parametrize(
    "data",
    [
        None,
        7,
        [],
        {},
        {"plan": "p"},
        {**to_data(PLANNED), "start": "yesterday"},  # type: ignore[dict-item]
        {**to_data(PLANNED), "end": "2026-11-26T19:00:00Z"},  # type: ignore[dict-item]
        {**to_data(PLANNED), "end": "2026-12-26T19:00:00Z"},  # type: ignore[dict-item]
        {**to_data(PLANNED), "start": "2026-11-26T20:00:00"},  # type: ignore[dict-item]
        {**to_data(PLANNED), "outcome": "?"},  # type: ignore[dict-item]
        to_data(changed(PLANNED, began=Began(wall=datetime(9999, 12, 31, tzinfo=UTC), boot=1e9))),
    ],
)
def test_a_damaged_note_is_none(data: object) -> None:
    assert from_data(data) is None


@settings(max_examples=50)
@given(
    minutes=st.sampled_from(LENGTHS),
    jumps=st.lists(st.tuples(st.integers(-90_000, 90_000), st.integers(0, 3000)), max_size=5),
)
def test_it_is_as_long_as_the_clock_of_sleep_says_and_a_note_of_it_is_the_same_time(
    minutes: int, jumps: list[tuple[int, int]]
) -> None:
    time: TimeAlone | None = begun(unplanned("f", minutes, EIGHT), CLOCKS)
    reading, gone = CLOCKS, 0
    for wall, boot in jumps:
        reading, gone = later(reading, wall=wall, boot=boot), gone + boot
        time = from_data(to_data(time)) if time else None
        assert time is not None
        assert left(time, reading) == minutes * 60 - gone
