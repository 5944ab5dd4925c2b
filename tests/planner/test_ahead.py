"""The plans that are not over: always those that looking at all plans would give."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.records import Plan, PlanState
from tui.planner import ahead
from tui.planner.ahead import Ahead
from tui.planner.occurrences import Days, Occurrence, next_of

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)


def plan(
    key: str, *, days: float, repeat: str = "", state: PlanState = PlanState.ACCEPTED, minutes: int = 60
) -> Plan:
    start = NOW + timedelta(days=days)
    return Plan(id=key, by="ana", at=NOW, start=start, minutes=minutes, zone="UTC", repeat=repeat, state=state)


PLANS = st.builds(
    plan,
    st.sampled_from("abc"),
    days=st.integers(-20, 20).map(lambda number: number / 2),
    repeat=st.sampled_from(("", "", "FREQ=DAILY", "FREQ=WEEKLY;COUNT=2", "FREQ=WEEKLY")),
    state=st.sampled_from(PlanState),
    minutes=st.sampled_from((60, 2000)),
)


def by_looking_at_all(plans: list[Plan], now: datetime) -> list[Occurrence]:
    found = [each for each in (next_of(plan, now) for plan in plans) if each is not None]
    return sorted(found, key=lambda each: (each.start, each.plan.id))


@given(st.lists(st.tuples(PLANS, st.booleans(), st.integers(0, 60)), max_size=12))
def test_it_is_what_a_look_at_all_plans_gives_while_plans_change_and_time_goes_on(
    evening: list[tuple[Plan, bool, int]],
) -> None:
    kept: dict[str, Plan] = {}
    follower, now = Ahead(), NOW
    for after, stays, hours in evening:
        follower.take(kept.pop(after.id, None), after if stays else None)
        if stays:
            kept[after.id] = after
        now += timedelta(hours=hours)
        assert follower.times(now) == by_looking_at_all(list(kept.values()), now)


def test_a_plan_that_is_over_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []

    def noted(each: Plan, now: datetime, days: Days) -> Occurrence | None:
        looks.append(each.id)
        return next_of(each, now, days)

    monkeypatch.setattr(ahead, "next_of", noted)
    follower = Ahead(
        [plan("over", days=-9), plan("every week", days=-700, repeat="FREQ=WEEKLY"), plan("next", days=1)]
    )
    for minutes in range(5):
        assert {each.plan.id for each in follower.times(NOW + timedelta(minutes=minutes))} == {"every week", "next"}
    assert sorted(looks) == ["every week", "next", "over"]


def test_a_plan_that_was_moved_ahead_is_there_again() -> None:
    over = plan("p", days=-1)
    follower = Ahead([over])
    assert follower.times(NOW) == []
    follower.take(over, plan("p", days=1))
    assert [each.plan.id for each in follower.times(NOW)] == ["p"]
