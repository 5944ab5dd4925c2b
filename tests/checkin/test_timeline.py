"""A line of closeness over the years."""

from hypothesis import given
from hypothesis import strategies as st

from tui.checkin.timeline import LEVELS, from_month, level_near, months_of, pin, set_level, take_out, to_month
from tui.core.records import Timeline

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
