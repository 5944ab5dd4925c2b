"""A word is said when a ritual falls out twice in a row, and not before."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tui.core.records import Plan, PlanState
from tui.planner.crowding import crowded_out, is_crowded
from tui.planner.occurrences import Occurrence, first_of
from tui.planner.plans import Act, after, moved
from tui.planner.series import Scope, part_of
from tui.planner.spans import Span, merged

START = datetime(2026, 10, 8, 18, tzinfo=UTC)
WEEK = timedelta(days=7)
NOW = START + 3 * WEEK + timedelta(hours=6)
RITUAL = Plan(
    id="s",
    by="ana",
    at=START,
    start=START,
    minutes=120,
    zone="UTC",
    repeat="FREQ=WEEKLY",
    state=PlanState.ACCEPTED,
    protected=True,
)


def called_off(week: int) -> Plan:
    return after(part_of(RITUAL, START + week * WEEK, Scope.ONE, START).plan, Act.CANCEL, by="ben")


def moved_by_an_hour(week: int) -> Plan:
    start = START + week * WEEK
    return moved(part_of(RITUAL, start, Scope.ONE, START).plan, start + timedelta(hours=1), by="ben", now=NOW)


def busy(week: int, hours: float = 1) -> Span:
    start = int((START + week * WEEK).timestamp())
    return start, start + int(hours * 3600)


def test_twice_in_a_row_is_told_once_is_not() -> None:
    assert crowded_out([RITUAL], [], NOW) == []
    assert crowded_out([RITUAL, called_off(3)], [], NOW) == []
    assert crowded_out([RITUAL, called_off(2), called_off(3)], [], NOW) == [RITUAL]
    assert crowded_out([RITUAL, called_off(3), called_off(5)], [], NOW) == []


def test_called_off_and_crowded_count_alike_behind_us_and_ahead() -> None:
    assert crowded_out([RITUAL, called_off(3)], [busy(4)], NOW) == [RITUAL]
    assert crowded_out([RITUAL], [busy(4), busy(5)], NOW) == [RITUAL]
    assert crowded_out([RITUAL], [busy(1), busy(0)], NOW) == [], "long ago is over"


def test_one_that_was_moved_or_is_no_ritual_did_not_fall_out() -> None:
    assert crowded_out([RITUAL, moved_by_an_hour(2), called_off(3)], [], NOW) == []
    plain = replace(RITUAL, protected=False)
    assert crowded_out([plain, called_off(2), called_off(3)], [], NOW) == []


@given(
    spans=st.lists(st.tuples(st.integers(-9, 9), st.integers(0, 6)), max_size=6),
    length=st.integers(1, 5),
)
@settings(max_examples=80)
def test_a_time_is_crowded_when_it_shares_a_second_with_what_is_busy(
    spans: list[tuple[int, int]], length: int
) -> None:
    plan = replace(RITUAL, start=datetime.fromtimestamp(0, UTC), minutes=length, repeat="")
    found = merged((start * 60, (start + lasts) * 60) for start, lasts in spans)
    wanted = any(start < length * 60 and end > 0 for start, end in found)
    occurrence: Occurrence = first_of(plan)
    assert is_crowded(occurrence, found) is wanted
