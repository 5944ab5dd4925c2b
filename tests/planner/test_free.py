"""Free for both: apart from all that is busy, complete, and the same whoever asks and wherever it is shown."""

from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from tui.planner.free import Side, free_for_both
from tui.planner.hours import ORDINARY, Range, WakingHours, awake, between
from tui.planner.spans import Span, clipped, common, gaps, merged

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Pacific/Chatham",
)
DAY = 86_400
SPRING = int(datetime.fromisoformat("2026-03-06T00:00+00:00").timestamp())
SECONDS = st.integers(SPRING - DAY, SPRING + 30 * DAY)
SPANS = st.lists(st.tuples(SECONDS, st.integers(-60, 2 * DAY)).map(lambda each: (each[0], sum(each))), max_size=12)
CLOCKS = st.none() | st.sampled_from([ORDINARY, (1080, 1380), (1320, 1560), (90, 150), (0, 1440)])
HOURS = st.none() | st.sampled_from([WakingHours(), WakingHours().on([5, 6], (540, 1560)).on([2], None)])
SIDES = st.builds(
    lambda busy, zone, hours: Side(busy=busy, zone=zone, hours=hours), SPANS, st.sampled_from(ZONES), HOURS
)
WINDOWS = st.tuples(SECONDS, st.integers(0, 14 * DAY)).map(lambda each: (each[0], sum(each)))


def length(spans: list[Span]) -> int:
    return sum(end - start for start, end in spans)


def in_the_way(one: Side, other: Side, taken: list[Span], window: Span, clock: Range | None) -> list[Span]:
    """Return all of the window that cannot be free: busy, planned, asleep, or at another time of day."""
    found = [*one.busy, *other.busy, *taken]
    for side in (one, other):
        if side.hours is not None:
            found += gaps(awake(side.hours, side.zone, *window), *window)
        if clock is not None:
            found += gaps(between(clock, side.zone, *window), *window)
    return merged(clipped(found, *window))


@settings(max_examples=80)
@given(SIDES, SIDES, SPANS, WINDOWS, CLOCKS)
def test_free_and_what_is_in_the_way_make_up_the_window(
    one: Side, other: Side, taken: list[Span], window: Span, clock: Range | None
) -> None:
    free = free_for_both(one, other, taken, *window, clock)
    away = in_the_way(one, other, taken, window, clock)
    assert common(free, away) == []
    assert length(free) + length(away) == window[1] - window[0]
    assert free == merged(free)


@settings(max_examples=40)
@given(SIDES, SIDES, SPANS, WINDOWS, CLOCKS)
def test_it_is_the_same_whoever_asks(
    one: Side, other: Side, taken: list[Span], window: Span, clock: Range | None
) -> None:
    free = free_for_both(one, other, taken, *window, clock)
    assert free == free_for_both(other, one, taken[::-1], *window, clock)
    halves = window[0], sum(window) // 2, window[1]
    parts = [free_for_both(one, other, taken, *each, clock) for each in (halves[:2], halves[1:])]
    assert merged([*parts[0], *parts[1]]) == free


def hours_a_day(clock: Range, one: str, other: str, day: str) -> float:
    start = int(datetime.fromisoformat(f"{day}T06:00+00:00").timestamp())
    found = free_for_both(Side(busy=(), zone=one), Side(busy=(), zone=other), (), start, start + DAY, clock)
    return length(found) / 3600


def test_the_clocks_of_both_count_in_the_weeks_in_which_only_one_of_them_has_changed() -> None:
    afternoon = (12 * 60, 24 * 60)
    days = ("2026-03-05", "2026-03-12", "2026-04-02", "2026-10-22", "2026-10-29", "2026-11-05")
    found = [hours_a_day(afternoon, "Europe/Berlin", "America/New_York", day) for day in days]
    assert found == [6, 7, 6, 6, 7, 6]


def test_the_south_goes_back_when_the_north_goes_forward() -> None:
    days = ("2026-03-27", "2026-03-30", "2026-04-06")
    found = [hours_a_day((7 * 60, 20 * 60), "Europe/Berlin", "Australia/Lord_Howe", day) for day in days]
    assert found == [3, 4, 4.5]


def test_an_hour_that_comes_twice_is_free_twice_and_a_skipped_one_never() -> None:
    night, berlin = (120, 180), Side(busy=(), zone="Europe/Berlin")

    def free(day: str) -> int:
        start = int(datetime.fromisoformat(f"{day}T12:00+00:00").timestamp())
        return length(free_for_both(berlin, berlin, (), start, start + DAY, night))

    assert [free(day) for day in ("2026-10-24", "2026-03-28", "2026-06-01")] == [7200, 0, 3600]
