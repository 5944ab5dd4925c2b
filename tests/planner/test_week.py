"""What the agenda and the week show of plans."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tui.core.records import Plan, PlanState
from tui.planner.agenda import agenda
from tui.planner.week import Block, blocks, in_week, monday

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
MONDAY = date(2026, 11, 23)


def plan(
    day: int, hour: int, minutes: int = 120, *, by: str = "ana", state: str = "proposed", repeat: str = ""
) -> Plan:
    start = datetime(2026, 11, day, hour, tzinfo=BERLIN).astimezone(UTC)
    return Plan(
        id=f"{by}-{day}-{hour}-{state}",
        by=by,
        at=NOW,
        start=start,
        minutes=minutes,
        zone="Europe/Berlin",
        state=PlanState(state),
        repeat=repeat,
    )


def drawn(*plans: Plan, first: date = MONDAY) -> tuple[Block, ...]:
    return blocks(in_week(plans, first, BERLIN), first, BERLIN)


def place(block: Block) -> tuple[int, int, int]:
    return block.day, block.top, block.bottom


def test_the_agenda_tells_who_is_asked() -> None:
    plans = [
        plan(26, 20, state="accepted"),
        plan(25, 20, by="ben"),
        plan(24, 20),
        plan(20, 20, state="accepted"),
        plan(21, 20, by="ben"),
        plan(27, 20, state="declined"),
    ]
    found = agenda(plans, NOW, "ana")
    assert [each.plan.id for each in found.agreed] == ["ana-26-20-accepted"]
    assert [each.plan.id for each in found.waiting] == ["ben-25-20-proposed"]
    assert [each.plan.id for each in found.asked] == ["ana-24-20-proposed"]
    assert [each.plan.id for each in found.before] == [
        "ana-27-20-declined",
        "ben-21-20-proposed",
        "ana-20-20-accepted",
    ]


def test_a_repeating_time_is_told_by_its_next() -> None:
    found = agenda([plan(5, 20, state="accepted", repeat="FREQ=WEEKLY")], NOW, "ana")
    assert found.agreed[0].start == datetime(2026, 11, 26, 19, tzinfo=UTC)


def test_a_block_covers_the_hours_it_touches() -> None:
    assert place(drawn(plan(26, 20))[0]) == (3, 20, 22)
    assert place(drawn(plan(26, 20, 5))[0]) == (3, 20, 21)
    assert place(drawn(plan(26, 20, 150))[0]) == (3, 20, 23)


def test_a_time_over_midnight_is_in_both_days() -> None:
    assert [place(each) for each in drawn(plan(26, 22, 240))] == [(3, 22, 24), (4, 0, 2)]
    assert [place(each) for each in drawn(plan(26, 22, 120))] == [(3, 22, 24)]


def test_a_time_over_the_week_s_end_is_in_both_weeks() -> None:
    night = plan(29, 23, 120)
    assert [place(each) for each in drawn(night)] == [(6, 23, 24)]
    assert [(each.first, place(each)) for each in drawn(night, first=date(2026, 11, 30))] == [(False, (0, 0, 1))]


def test_what_was_declined_or_called_off_leaves_the_hours_free() -> None:
    assert drawn(plan(26, 20, state="declined"), plan(26, 20, state="cancelled")) == ()


def test_only_what_overlaps_shares_the_room() -> None:
    found = drawn(plan(26, 10), plan(26, 20), plan(26, 21, by="ben"))
    assert [(each.lane, each.lanes) for each in found] == [(0, 1), (0, 2), (1, 2)]


@given(st.lists(st.tuples(st.integers(23, 29), st.integers(0, 23), st.integers(5, 3000)), max_size=12))
def test_no_two_blocks_cover_the_same_place(wanted: list[tuple[int, int, int]]) -> None:
    taken = set()
    for block in drawn(*(plan(day, hour, minutes) for day, hour, minutes in wanted)):
        assert 0 <= block.top < block.bottom <= 24
        assert block.lane < block.lanes
        for hour in range(block.top, block.bottom):
            assert (block.day, hour, block.lane) not in taken
            taken.add((block.day, hour, block.lane))


def test_a_week_begins_on_monday() -> None:
    assert {monday(date(2026, 11, day)) for day in range(23, 30)} == {MONDAY}
