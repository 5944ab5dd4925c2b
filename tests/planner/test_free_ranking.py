"""Which free hours are suggested: good ones, best first, and why; the same ones whoever of the two asks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from tui.planner.free import Side, free_for_both
from tui.planner.hours import WakingHours
from tui.planner.ranking import LONG, LONGEST, MOST_WHY, Suggestion, Wish, suggestions
from tui.planner.spans import QUARTER, Span

BERLIN = "Europe/Berlin"
HOUR, DAY = 3600, 86_400


def at(text: str, zone: str = BERLIN) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def shown(found: Suggestion, zone: str = BERLIN) -> str:
    start, end = (datetime.fromtimestamp(each, ZoneInfo(zone)) for each in (found.start, found.end))
    return f"{start:%a %d %H:%M}-{end:%H:%M}"


MONDAY = at("2026-11-30T00:00")
WORK = [(MONDAY + day * DAY + 9 * HOUR, MONDAY + day * DAY + 17 * HOUR) for day in range(5)]


def side(*busy: Span, zone: str = BERLIN, daylight: bool = False, known: bool = True) -> Side:
    return Side(busy=busy, zone=zone, hours=WakingHours(daylight=daylight), known=known)


def found(one: Side, other: Side, taken: Sequence[Span] = (), **wish: object) -> list[Suggestion]:
    wished = {"since": MONDAY, "until": MONDAY + 7 * DAY, **wish}
    return suggestions(one, other, taken, Wish(**wished))  # type: ignore[arg-type] # a test names what it wants


SECONDS = st.integers(MONDAY - DAY, MONDAY + 7 * DAY)
SPANS = st.lists(st.tuples(SECONDS, st.integers(1, 12 * HOUR)).map(lambda each: (each[0], sum(each))), max_size=15)
ZONES = st.sampled_from([BERLIN, "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"])
SIDES = st.builds(lambda busy, zone, daylight: side(*busy, zone=zone, daylight=daylight), SPANS, ZONES, st.booleans())


@settings(max_examples=50)
@given(SIDES, SIDES, SPANS, st.sampled_from([20, 60, 240]), st.integers(1, 12))
def test_each_suggestion_lies_in_free_time_and_is_as_long_as_is_wished(
    one: Side, other: Side, taken: list[Span], minutes: int, limit: int
) -> None:
    given_ = found(one, other, taken, minutes=minutes, limit=limit, recent=taken)
    free = free_for_both(one, other, taken, MONDAY, MONDAY + 7 * DAY)
    for each in given_:
        assert any(start <= each.start < each.end <= end for start, end in free)
        assert each.start % QUARTER == each.end % QUARTER == 0
        assert minutes * 60 <= each.end - each.start <= max(LONGEST, minutes * 60)
        assert len(each.why) <= MOST_WHY
    ordered = sorted((each.start, each.end) for each in given_)
    assert all(before[1] <= after[0] for before, after in pairwise(ordered))
    assert len(given_) <= limit
    least = minutes * 60 + 2 * QUARTER
    assert given_ or not any(end - start >= least for start, end in free)
    assert given_ == found(other, one, taken[::-1], minutes=minutes, limit=limit, recent=taken)


def test_days_off_come_first_and_each_day_has_its_turn() -> None:
    best = [shown(each) for each in found(side(*WORK), side(*WORK), limit=4)]
    assert {each[:6] for each in best[:2]} == {"Sat 05", "Sun 06"}
    assert len({each[:6] for each in best}) == 4


def test_a_whole_free_sunday_becomes_a_good_part_of_it() -> None:
    (best,) = found(side(), side(), since=at("2026-12-06T00:00"), limit=1)
    assert best.end - best.start == LONGEST
    assert set(best.why) == {"free.both_rested", "free.long", "free.by_day"}


def test_after_a_full_day_nobody_is_called_rested() -> None:
    evenings = found(side(*WORK), side(), until=MONDAY + 5 * DAY, clock=(18 * 60, 23 * 60), limit=9)
    assert len(evenings) == 5
    assert not any("free.both_rested" in each.why for each in evenings)


def test_a_free_day_before_a_full_one_is_the_better_evening() -> None:
    one = side(*WORK[:2], *WORK[3:])
    (best,) = found(one, side(*WORK[3:]), until=MONDAY + 5 * DAY, clock=(18 * 60, 23 * 60), limit=1)
    assert shown(best)[:6] == "Wed 02"
    assert best.why[0] == "free.both_rested"


def test_who_has_no_calendar_is_not_called_rested() -> None:
    best = found(side(known=False), side())
    assert best
    assert not any("free.both_rested" in each.why or "free.room" in each.why for each in best)


def test_the_day_is_preferred_where_one_of_them_wishes_for_it() -> None:
    morning = (MONDAY + 6 * HOUR, MONDAY + 13 * HOUR)
    (by_day,) = found(side(morning, daylight=True), side(), until=MONDAY + DAY, limit=1)
    (either,) = found(side(morning), side(), until=MONDAY + DAY, limit=1)
    assert "free.by_day" in by_day.why
    assert shown(either) > shown(by_day)


def test_room_is_left_where_something_follows() -> None:
    busy = [(MONDAY + 7 * HOUR, MONDAY + 8 * HOUR), (MONDAY + 11 * HOUR, MONDAY + 23 * HOUR)]
    (best,) = found(side(*busy), side(), until=MONDAY + DAY, limit=1)
    assert busy[0][1] < best.start < best.end < busy[1][0]


def test_it_is_not_always_the_same_hour() -> None:
    window = Wish(since=MONDAY + 2 * DAY, until=MONDAY + 3 * DAY, limit=1)
    (usual,) = suggestions(side(), side(), (), window)
    recent = [(usual.start - week * 7 * DAY, usual.end - week * 7 * DAY) for week in (1, 2, 3)]
    (other,) = suggestions(side(), side(), (), replace(window, recent=recent))
    assert abs(usual.start - other.start) > HOUR
    assert "free.other_hour" in other.why
    assert "free.other_hour" not in usual.why


def test_what_is_planned_is_not_suggested_again() -> None:
    (first,) = found(side(), side(), limit=1)
    (second,) = found(side(), side(), [(first.start, first.end)], limit=1)
    assert second.end <= first.start or second.start >= first.end


def test_long_means_two_hours() -> None:
    for hours, long in ((1, False), (2, True)):
        start = at("2026-12-05T18:00")
        (only,) = found(side(), side(), since=start, until=start + hours * HOUR)
        assert ("free.long" in only.why) is long is (only.end - only.start >= LONG)


def test_seconds_are_rounded_into_the_free_time() -> None:
    start = at("2026-12-05T18:00")
    (only,) = found(side(), side(), since=start + 1, until=start + 2 * HOUR - 1)
    assert (only.start, only.end) == (start + QUARTER, start + 2 * HOUR - QUARTER)
    assert found(side(), side(), since=start + 1, until=start + HOUR) == []
