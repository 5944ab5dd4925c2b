"""How it has felt over time: the band in which a change may be chance, and the days that are looked at."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.checkin.trend import (
    FEWEST,
    SPANS,
    Band,
    Measure,
    Window,
    band,
    months_before,
    thinned,
    window_for,
)

TODAY = date(2026, 11, 23)
MARKS = st.lists(st.integers(1, 7), min_size=FEWEST, max_size=80)
DAYS = st.dates(date(1960, 1, 1), date(2150, 1, 1))


def test_the_band_is_the_mean_and_2_66_mean_moving_ranges_to_each_side() -> None:
    found = band([4, 4, 5, 4, 4, 3])
    assert found is not None
    assert found.low == pytest.approx(4 - 2.66 * 3 / 5)
    assert found.high == pytest.approx(4 + 2.66 * 3 / 5)
    assert [found.holds(level) for level in (2, 3, 5, 6)] == [False, True, True, False]


def test_from_too_few_marks_nothing_can_be_told() -> None:
    assert band([4] * (FEWEST - 1)) is None
    assert band([4] * FEWEST) == Band(low=4, high=4)


@given(MARKS)
def test_the_band_lies_within_the_scale_around_the_mean(levels: list[int]) -> None:
    found = band(levels)
    assert found is not None
    mean = sum(levels) / len(levels)
    assert 1 <= found.low <= mean + 1e-9
    assert mean - 1e-9 <= found.high <= 7


@given(MARKS)
def test_the_order_of_time_backwards_makes_the_same_band(levels: list[int]) -> None:
    one, other = band(levels), band(levels[::-1])
    assert one is not None
    assert other is not None
    assert (one.low, one.high) == pytest.approx((other.low, other.high))


def test_each_measure_has_its_question_of_the_path_and_of_the_day() -> None:
    assert len(Measure) == 4


# The days that are looked at


@given(DAYS, st.sampled_from(SPANS))
def test_a_window_begins_so_many_months_before_it_ends(last: date, months: int) -> None:
    window = Window(last=last, months=months)
    assert window.place(window.first) == 0
    assert window.place(window.last) == 1
    assert abs((last - window.first).days - months * 30.44) < 5
    assert window.first in window
    assert last + timedelta(days=1) not in window


@given(DAYS, st.sampled_from(SPANS))
def test_the_axis_is_marked_in_order_within_the_window(last: date, months: int) -> None:
    window = Window(last=last, months=months)
    for days in (list(window.ticks()), list(window.named())):
        assert all(day in window for day in days)
        assert all(one < other for one, other in pairwise(days))
        assert 2 <= len(days) <= 42


@pytest.mark.parametrize(
    ("months", "ticks", "names"), [(3, 14, 3), (6, 27, 6), (12, 12, 12), (24, 24, 24), (60, 20, 5), (120, 40, 10)]
)
def test_short_times_are_marked_in_weeks_and_long_ones_in_years(months: int, ticks: int, names: int) -> None:
    window = Window(last=TODAY, months=months)
    assert (len(list(window.ticks())), len(list(window.named()))) == (ticks, names)


def test_a_time_can_be_made_longer_and_shorter() -> None:
    window = Window(last=TODAY, months=12)
    assert window.longer(1).months == 24
    assert window.longer(-1).months == 6
    assert window.longer(9).months == SPANS[-1]
    assert window.longer(-9).months == SPANS[0]
    assert window.longer(-9).last == TODAY


@given(DAYS, st.sampled_from(SPANS), st.lists(st.sampled_from((-1, 1)), max_size=12), st.integers(0, 9000))
def test_looking_earlier_and_later_stays_between_the_oldest_day_and_today(
    today: date, months: int, moves: list[int], days: int
) -> None:
    oldest = today - timedelta(days=days)
    window = Window(last=today, months=months)
    for by in moves:
        window = window.moved(by, oldest=oldest, today=today)
        assert window.last <= today
        assert window.last == today or window.first >= oldest - timedelta(days=5)
        assert window.months == months


def test_looking_earlier_moves_by_half_of_what_is_looked_at() -> None:
    window = Window(last=TODAY, months=12).moved(-1, oldest=date(2016, 1, 1), today=TODAY)
    assert window.last == date(2026, 5, 24)
    assert window.moved(1, oldest=date(2016, 1, 1), today=TODAY).last == TODAY


@pytest.mark.parametrize(("days", "months"), [(None, 3), (10, 3), (100, 6), (200, 12), (3000, 12)])
def test_at_first_it_is_no_longer_than_needed_and_a_year_at_the_most(days: int | None, months: int) -> None:
    oldest = None if days is None else TODAY - timedelta(days=days)
    assert window_for(oldest, TODAY) == Window(last=TODAY, months=months)


def test_months_before_the_end_of_a_month_end_with_their_own() -> None:
    assert months_before(date(2026, 5, 31), 3) == date(2026, 2, 28)
    assert months_before(date(2024, 3, 31), 1) == date(2024, 2, 29)
    assert months_before(date(2026, 1, 31), 1) == date(2025, 12, 31)
    assert months_before(date(1, 2, 3), 120) == date(1, 1, 3)


# Drawing


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 27)), max_size=200))
def test_a_line_is_thinned_without_another_picture(marks: list[tuple[int, int]]) -> None:
    places = sorted(marks, key=lambda place: place[0])
    found = thinned(places)
    assert [column for column, _ in found] == sorted(column for column, _ in found)
    assert set(found) <= set(places)
    for column in {column for column, _ in places}:
        here, left = ([height for at, height in some if at == column] for some in (places, found))
        assert len(left) <= 5
        assert (min(left), max(left), left[0], left[-1]) == (min(here), max(here), here[0], here[-1])
