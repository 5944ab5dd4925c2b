"""What two answers have in common: what can be seen from both, and nothing that only their authors know."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.checkin.common import Common, common_first, in_common
from tui.checkin.opening import Pair
from tui.core.records import Answer, IfThen, Timeline, Value

AT = datetime(2026, 11, 23, 18, tzinfo=UTC)
OPTIONS = ("talk", "touch", "rest", "me", "you", "both")
VALUES: st.SearchStrategy[Value | None] = (
    st.none()
    | st.integers(1, 7)
    | st.text(max_size=4)
    | st.sampled_from(OPTIONS)
    | st.lists(st.sampled_from(OPTIONS), unique=True).map(tuple)
    | st.just(IfThen(when="a", then="b"))
    | st.just(Timeline())
)


def pair(first: Value | None, second: Value | None) -> Pair:
    one, other = (
        Answer(id=by, by=by, at=AT, sitting=by, step="s", question="s.q", value=value)
        for by, value in (("ana", first), ("ben", second))
    )
    return Pair(question="s.q", first=one, second=other)


def common(first: Value | None, second: Value | None) -> Common | None:
    return in_common(pair(first, second), OPTIONS)


def test_the_same_choice_is_in_common() -> None:
    assert common("both", "both") == Common(question="s.q", chosen=("both",))
    assert common("talk", "touch") is None


def test_of_several_choices_the_shared_ones_are() -> None:
    assert common(("talk", "touch", "rest"), ("rest", "talk")) == Common(question="s.q", chosen=("talk", "rest"))
    assert common(("talk",), ("rest",)) is None


@pytest.mark.parametrize(("other", "alike"), [(4, True), (3, True), (5, True), (2, False), (7, False)])
def test_marks_that_are_equal_or_one_apart_are(other: int, alike: bool) -> None:
    assert common(4, other) == (Common(question="s.q", marks=(4, other)) if alike else None)


def test_of_words_nothing_is_claimed_even_where_they_are_the_same() -> None:
    assert in_common(pair("your laugh", "your laugh"), ()) is None
    assert common("your laugh", "your laugh") is None


def test_of_small_steps_and_lines_nothing_is_claimed() -> None:
    small = IfThen(when="I come home", then="I hug you")
    assert common(small, small) is None
    assert common(Timeline(), Timeline()) is None


@pytest.mark.parametrize("side", ["me", "you"])
def test_the_same_word_for_another_person_is_not_the_same(side: str) -> None:
    assert common(side, side) is None


@given(VALUES, VALUES)
def test_it_is_the_same_from_both_sides(first: Value | None, second: Value | None) -> None:
    one, other = common(first, second), common(second, first)
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert set(one.chosen) == set(other.chosen)
        assert one.marks == (other.marks and other.marks[::-1])


@given(VALUES, VALUES)
def test_what_is_in_common_comes_first_and_nothing_is_lost(first: Value | None, second: Value | None) -> None:
    found = common(first, second)
    for value in (first, second):
        shown = common_first(value, found)
        assert sorted(shown) == sorted(common_first(value, None))
        if found is not None and found.chosen:
            assert shown[: len(found.chosen)] == found.chosen
