"""Dips of a line over the years, and where two lines dip at the same time."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.checkin.dips import BEFORE, FALL, NEAR, Dip, dips, events_around, levels, shared_dips
from tui.checkin.timeline import from_month, to_month
from tui.core.records import LifeEvent, Point, Timeline

START = 2020 * 12


def line(*points: tuple[int, int], events: tuple[tuple[int, str], ...] = ()) -> Timeline:
    """Return a line with points (months after January 2020, level) and events (months after that, what)."""
    return Timeline(
        points=tuple(Point(month=from_month(START + month), level=level) for month, level in points),
        events=tuple(LifeEvent(month=from_month(START + month), what=what) for month, what in events),
    )


def months(found: tuple[Dip, ...]) -> list[tuple[int, int, int]]:
    return [(each.begins - START, each.lowest - START, each.ends - START) for each in found]


LINES = st.lists(st.tuples(st.integers(0, 120), st.integers(1, 7)), max_size=12).map(
    lambda points: line(*sorted(dict(points).items()))
)


def test_a_line_goes_straight_from_point_to_point() -> None:
    assert [level for _, level in levels(line((0, 6), (4, 4)))] == [6, 5.5, 5, 4.5, 4]
    assert list(levels(line((3, 2)))) == [(START + 3, 2.0)]
    assert list(levels(Timeline())) == []


def test_a_dip_lasts_from_the_fall_until_the_line_has_risen_again() -> None:
    assert months(dips(line((0, 6), (6, 3), (12, 6)))) == [(3, 6, 8)]


def test_a_line_that_stays_low_dips_to_its_end() -> None:
    assert months(dips(line((0, 6), (1, 3), (24, 3)))) == [(1, 1, 24)]


def test_going_up_and_down_by_a_level_is_no_dip() -> None:
    assert dips(line((0, 5), (3, 4), (6, 5), (9, 4))) == ()


def test_a_slow_slide_is_one_dip() -> None:
    assert len(dips(line((0, 7), (60, 1)))) == 1


def test_after_a_dip_what_came_before_is_counted_from_where_the_line_has_risen_to() -> None:
    found = months(dips(line((0, 7), (2, 1), (4, 4), (6, 1), (8, 4))))
    assert [lowest for _, lowest, _ in found] == [2, 6]


def test_points_out_of_order_and_months_that_are_none_do_no_harm() -> None:
    points = (Point(month="2021-01", level=2), Point(month="2020-01", level=6), Point(month="2020-99", level=1))
    assert len(dips(Timeline(points=points))) == 1


@given(LINES)
def test_dips_lie_within_the_line_in_order_and_apart(drawn: Timeline) -> None:
    known = dict(levels(drawn))
    found = dips(drawn)
    for dip in found:
        assert dip.begins <= dip.lowest <= dip.ends
        assert {dip.begins, dip.lowest, dip.ends} <= known.keys()
        before = max(level for month, level in known.items() if month < dip.begins)
        assert known[dip.begins] <= before - FALL
        assert known[dip.lowest] == min(known[month] for month in range(dip.begins, dip.ends + 1))
    assert all(one.ends < other.begins for one, other in pairwise(found))


@given(LINES)
def test_a_line_that_never_falls_by_so_much_never_dips(drawn: Timeline) -> None:
    known = list(levels(drawn))
    falls = any(high - low >= FALL for place, (_, high) in enumerate(known) for _, low in known[place:])
    assert bool(dips(drawn)) == falls


@given(LINES, LINES)
def test_what_coincides_does_so_from_both_sides(one: Timeline, other: Timeline) -> None:
    mine = {(each.first, each.second) for each in shared_dips(one, other)}
    assert mine == {(each.second, each.first) for each in shared_dips(other, one)}
    for each in shared_dips(one, other):
        begins, ends = each.months
        assert begins <= ends
        assert each.around[0] <= begins


@pytest.mark.parametrize(("later", "together"), [(0, True), (NEAR, True), (NEAR + 1, False)])
def test_dips_coincide_up_to_half_a_year_apart(later: int, together: bool) -> None:
    one = line((0, 6), (1, 2), (2, 6))
    other = line((later, 6), (later + 1, 2), (later + 2, 6))
    assert bool(shared_dips(one, other)) is together


def test_what_happened_around_a_shared_dip_is_told_of_both() -> None:
    one = line(
        (12, 6), (14, 2), events=((12 - BEFORE, "too soon"), (13 - BEFORE, "a job"), (14, "a move"), (15, "x"))
    )
    other = line((12, 6), (16, 2), (20, 6), events=((15, "my father was ill"), (17, "too late")))
    (shared,) = shared_dips(one, other)
    told = events_around(shared, {0: one, 1: other})
    assert [(seat, event.what) for seat, event in told] == [
        (0, "a job"),
        (0, "a move"),
        (0, "x"),
        (1, "my father was ill"),
    ]


def test_an_event_in_a_month_that_is_none_belongs_to_no_dip() -> None:
    drawn = line((0, 6), (2, 2))
    strange = Timeline(points=drawn.points, events=(LifeEvent(month="once", what="?"),))
    assert to_month("once") is None
    (shared,) = shared_dips(strange, drawn)
    assert events_around(shared, {0: strange, 1: drawn}) == ()
