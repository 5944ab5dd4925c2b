"""A line of closeness over the years."""

from hypothesis import given
from hypothesis import strategies as st

from tui.checkin.timeline import (
    LEVELS,
    from_month,
    level_in,
    level_near,
    months_of,
    move,
    nearest_events,
    pin,
    rename,
    set_level,
    take_out,
    take_point,
    to_month,
)
from tui.core.records import LifeEvent, Point, Timeline

MONTHS = st.integers(min_value=1900 * 12, max_value=2199 * 12)


@given(MONTHS)
def test_a_month_comes_back_from_how_it_is_written(month: int) -> None:
    assert to_month(from_month(month)) == month


@given(st.text(max_size=9))
def test_what_is_no_month_is_none(text: str) -> None:
    month = to_month(text)
    assert month is None or month >= 0


@given(st.lists(st.tuples(MONTHS, st.integers(-3, 12)), max_size=20))
def test_points_stay_in_order_within_bounds_and_one_a_month(points: list[tuple[int, int]]) -> None:
    line = Timeline()
    for month, level in points:
        line = set_level(line, month, level)
    months = [point.month for point in line.points]
    assert months == sorted(set(months))
    assert all(1 <= point.level <= LEVELS for point in line.points)


def test_several_events_may_lie_in_one_month_and_are_taken_out_with_it() -> None:
    month = 2021 * 12
    line = pin(pin(set_level(Timeline(), month, 4), month, "a move"), month, "a birth")
    assert months_of(line) == ["2021-01"] * 3
    assert take_out(line, ["2021-01"]) == Timeline()


def test_a_new_point_begins_as_high_as_its_neighbour() -> None:
    line = set_level(set_level(Timeline(), 2020 * 12, 2), 2025 * 12, 6)
    assert level_near(line, 2021 * 12) == 2
    assert level_near(line, 2024 * 12) == 6
    assert level_near(Timeline(), 2024 * 12) == 4


def test_a_point_is_moved_and_one_that_stands_there_gives_way() -> None:
    line = set_level(set_level(Timeline(), 2020 * 12, 2), 2025 * 12, 6)
    moved = move(line, 2020 * 12, 2022 * 12 + 3, 5)
    assert [(point.month, point.level) for point in moved.points] == [("2022-04", 5), ("2025-01", 6)]
    assert move(line, 2020 * 12, 2025 * 12, 9).points == (Point(month="2025-01", level=7),)
    assert level_in(moved, 2022 * 12 + 3) == 5
    assert level_in(moved, 2020 * 12) is None


def test_a_point_goes_and_the_events_stay() -> None:
    line = pin(set_level(Timeline(), 2020 * 12, 2), 2020 * 12, "a move")
    assert take_point(line, 2020 * 12) == pin(Timeline(), 2020 * 12, "a move")


def test_an_event_is_called_otherwise_and_goes_with_its_name() -> None:
    line = pin(pin(Timeline(), 2020 * 12, "a move"), 2020 * 12, "a birth")
    move_away, birth = line.events
    renamed = rename(line, move_away, "the move to the north")
    assert {event.what for event in renamed.events} == {"the move to the north", "a birth"}
    assert rename(renamed, birth, "").events == (LifeEvent(month="2020-01", what="the move to the north"),)
    assert rename(Timeline(), birth, "a birth").events == (birth,)


def test_the_nearest_events_come_first() -> None:
    line = pin(pin(pin(Timeline(), 2010 * 12, "a"), 2020 * 12, "b"), 2021 * 12, "c")
    assert [event.what for event in nearest_events(line, 2020 * 12 + 5)] == ["b", "c", "a"]
