"""What comes round: when it is a good time again, who begins, and the way through an hour."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tui.checkin.course import AWAY, LONGEST, Course, begin, filled, from_data, go, look, taken_up, to_data
from tui.checkin.rhythms import good_again, months_after, who_begins
from tui.core.clock import Reading

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
LAST = 6

dates = st.dates(min_value=date(1, 1, 1), max_value=date(9998, 1, 1))
texts = st.text(max_size=12)


def reading(seconds: float, *, boot_id: str = "boot") -> Reading:
    return Reading(wall=NOW + timedelta(seconds=seconds), steady=seconds, boot=seconds, boot_id=boot_id)


def begun() -> Course:
    return begin("hour", reading(0))


# When it is a good time again


def test_before_the_first_time_any_time_is_good() -> None:
    assert good_again(None, date(2026, 11, 23)) is None


def test_four_months_later_it_is_a_good_time_again_and_before_only_the_day_is_said() -> None:
    last = date(2026, 7, 24)
    assert good_again(last, date(2026, 7, 24)) == date(2026, 11, 24)
    assert good_again(last, date(2026, 11, 23)) == date(2026, 11, 24)
    assert good_again(last, date(2026, 11, 24)) is None
    assert good_again(last, date(2031, 1, 1)) is None


def test_a_month_that_is_too_short_has_its_last_day() -> None:
    assert months_after(date(2026, 10, 31), 4) == date(2027, 2, 28)
    assert months_after(date(2027, 10, 31), 4) == date(2028, 2, 29)
    assert months_after(date.max, 4) == date.max


@given(last=dates, today=dates)
def test_the_day_that_is_said_lies_ahead_and_never_further_than_four_months(last: date, today: date) -> None:
    again = good_again(last, today)
    if again is not None:
        assert timedelta() < again - today <= timedelta(days=124)
    else:
        assert last < today


# Who begins


@given(seed=texts, questions=texts, place=st.integers(0, 50))
def test_the_two_begin_by_turns(seed: str, questions: str, place: int) -> None:
    here, then = who_begins(place, seed, questions), who_begins(place + 1, seed, questions)
    assert {here, then} == {0, 1}
    assert who_begins(place + 2, seed, questions) == here


# The way through the parts


def test_the_time_of_a_part_begins_with_it_and_the_whole_goes_on() -> None:
    course = go(look(begun(), reading(90)), 1, LAST, reading(120))
    assert (course.part, course.spent, course.gone) == (1, 0.0, 120.0)
    course = look(course, reading(150))
    assert (course.spent, course.gone) == (30.0, 150.0)


def test_a_part_that_is_on_already_is_not_begun_again() -> None:
    course = go(begun(), 0, LAST, reading(60))
    assert (course.spent, course.version) == (60.0, 0)


def test_what_is_taken_up_goes_on_where_it_was_left() -> None:
    course = look(begun(), reading(60))
    assert taken_up(course, reading(60 + 7200)).spent == 60.0
    assert taken_up(course, reading(9, boot_id="another")).spent == 60.0
    later = taken_up(course, reading(60 + 7200))
    assert look(later, reading(60 + 7230)).spent == 90.0


def test_what_is_on_in_another_window_has_gone_on() -> None:
    assert taken_up(look(begun(), reading(60)), reading(60 + AWAY)).spent == 60.0 + AWAY


def test_the_line_fills_and_stays_full() -> None:
    assert filled(300, 10) == 0.5
    assert filled(300, 2) == 1.0
    assert filled(300, 0) == 1.0


def test_what_is_kept_of_the_length_is_round() -> None:
    assert begun().minutes == 5
    assert look(begun(), reading(53 * 60)).minutes == 55
    assert look(begun(), reading(9 * 3600)).minutes == LONGEST


@given(
    moves=st.lists(
        st.tuples(st.integers(-3, LAST + 3), st.floats(-50, 9000), st.sampled_from(["boot", "another"])), max_size=20
    )
)
def test_whatever_happens_they_are_somewhere_and_no_time_runs_backwards(moves: list[tuple[int, float, str]]) -> None:
    course, now = begun(), 0.0
    for part, seconds, boot_id in moves:
        now += seconds
        before, course = course, go(course, part, LAST, reading(now, boot_id=boot_id))
        assert 0 <= course.part <= LAST
        assert course.gone >= before.gone
        assert 0 <= course.spent <= course.gone
        assert course.version - before.version == (course.part != before.part)
        assert from_data(to_data(course), LAST) == course


@given(data=st.none() | st.text() | st.dictionaries(st.text(), st.integers() | st.text()) | st.lists(st.integers()))
def test_what_cannot_be_read_is_no_course(data: object) -> None:
    assert from_data(data, LAST) is None


def test_where_the_content_has_fewer_parts_by_now_they_are_at_the_last() -> None:
    course = go(begun(), 6, LAST, reading(1))
    held = from_data(to_data(course), 3)
    assert held is not None
    assert held.part == 3
