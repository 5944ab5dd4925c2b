"""The arithmetic of busy and free, beside sets of single seconds."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tui.planner.spans import Span, clipped, common, gaps, merged, rounded

SPANS = st.lists(st.tuples(st.integers(-40, 40), st.integers(-40, 40)), max_size=12)
WINDOWS = st.tuples(st.integers(-50, 50), st.integers(-50, 50)).map(sorted)


def inside(spans: list[Span]) -> set[int]:
    return {second for start, end in spans for second in range(start, end)}


def is_merged(spans: list[Span]) -> bool:
    apart = all(end < start for (_, end), (start, _) in pairwise(spans))
    return apart and all(start < end for start, end in spans)


@settings(max_examples=100)
@given(SPANS, WINDOWS)
def test_busy_and_free_fill_the_window_and_nothing_twice(spans: list[Span], window: list[int]) -> None:
    since, until = window
    busy = merged(spans)
    assert is_merged(busy)
    assert inside(busy) == inside(spans)
    free = gaps(busy, since, until)
    assert is_merged(free)
    within = clipped(busy, since, until)
    assert is_merged(within)
    assert inside(free) | inside(within) == set(range(since, until))
    assert not inside(free) & inside(busy)


@settings(max_examples=100)
@given(SPANS, SPANS)
def test_what_is_common_lies_in_both_whichever_comes_first(one: list[Span], other: list[Span]) -> None:
    found = common(merged(one), merged(other))
    assert is_merged(found) or all(start < end for start, end in found)
    assert inside(found) == inside(one) & inside(other)
    assert found == common(merged(other), merged(one))


@settings(max_examples=100)
@given(SPANS)
def test_rounding_only_adds_and_ends_on_the_quarter(spans: list[Span]) -> None:
    found = rounded(spans, 15)
    assert is_merged(found)
    assert inside(spans) <= inside(found)
    assert all(start % 15 == end % 15 == 0 for start, end in found)
    assert len(inside(found) - inside(spans)) <= 28 * len(spans)
