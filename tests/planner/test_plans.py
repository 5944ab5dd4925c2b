"""What may be done to a plan, and by whom."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tui.core.errors import InputError
from tui.core.records import Plan, PlanState
from tui.core.text import LIMIT
from tui.planner.plans import LONGEST, NEXT, SHORTEST, Act, after, moved, propose, refusal

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
START = datetime(2026, 11, 26, 19, tzinfo=UTC)
ENDS = {PlanState.DECLINED, PlanState.CANCELLED, PlanState.DONE}


def wish(start: datetime = START, minutes: int = 120, what: str = "a walk", repeat: str = "") -> Plan:
    return Plan(
        id="p", by="ana", at=NOW, start=start, minutes=minutes, zone="Europe/Berlin", what=what, repeat=repeat
    )


def refused(plan: Plan, act: Act, *, by: str) -> str:
    with pytest.raises(InputError) as caught:
        after(plan, act, by=by)
    return caught.value.key


def test_a_proposal_is_accepted_by_the_other() -> None:
    plan = after(propose(wish()), Act.ACCEPT, by="ben")
    assert (plan.state, plan.by, plan.sequence) == (PlanState.ACCEPTED, "ana", 1)


def test_nobody_answers_for_the_other() -> None:
    assert refused(propose(wish()), Act.ACCEPT, by="ana") == "plan_yours_to_accept"
    assert refused(propose(wish()), Act.DECLINE, by="ana") == "plan_yours_to_decline"


def test_a_proposal_can_be_taken_back_by_who_made_it() -> None:
    assert after(propose(wish()), Act.CANCEL, by="ana").state is PlanState.CANCELLED


def test_what_was_declined_is_not_accepted_after_all() -> None:
    declined = after(propose(wish()), Act.DECLINE, by="ben")
    assert refused(declined, Act.ACCEPT, by="ben") == "plan_is_declined"


def test_only_what_was_agreed_can_have_taken_place() -> None:
    plan = after(propose(wish()), Act.ACCEPT, by="ben")
    assert refused(propose(wish()), Act.DONE, by="ana") == "plan_not_accepted"
    assert after(plan, Act.DONE, by="ana").state is PlanState.DONE


def test_who_moves_a_plan_asks_the_other_anew() -> None:
    agreed = after(propose(wish()), Act.ACCEPT, by="ben")
    later = moved(agreed, START + timedelta(days=1), by="ben", now=NOW)
    assert (later.state, later.by, later.sequence, later.minutes) == (PlanState.PROPOSED, "ben", 2, 120)
    assert refused(later, Act.ACCEPT, by="ben") == "plan_yours_to_accept"
    assert after(later, Act.ACCEPT, by="ana").state is PlanState.ACCEPTED


def test_moving_to_the_same_time_does_not_take_the_yes_away() -> None:
    agreed = after(propose(wish()), Act.ACCEPT, by="ben")
    with pytest.raises(InputError, match="plan_not_moved"):
        moved(agreed, START, by="ana", now=NOW)
    renamed = moved(agreed, START, by="ana", now=NOW, what="a film")
    assert (renamed.state, renamed.what, renamed.by) == (PlanState.ACCEPTED, "a film", "ana")


def test_what_is_over_is_not_moved() -> None:
    cancelled = after(propose(wish()), Act.CANCEL, by="ben")
    with pytest.raises(InputError, match="plan_is_cancelled"):
        moved(cancelled, START + timedelta(days=1), by="ana", now=NOW)


@pytest.mark.parametrize("minutes", [-5, 0, SHORTEST - 1, LONGEST + 1, 10**30])
def test_a_length_nobody_can_mean_is_refused(minutes: int) -> None:
    with pytest.raises(InputError, match="plan_length"):
        propose(wish(minutes=minutes))


@pytest.mark.parametrize("year", [1, 1969, 2201, 9999])
def test_a_year_nobody_plans_for_is_refused(year: int) -> None:
    with pytest.raises(InputError, match="plan_far_off"):
        propose(wish(start=datetime(year, 6, 1, tzinfo=UTC)))


def test_a_title_stays_on_one_line_and_obeys_nobody() -> None:
    assert propose(wish(what=" \x1b]52;c;x\x07 a\nwalk ")).what == "␛]52;c;x␇ a walk"
    with pytest.raises(InputError, match="text_too_long"):
        propose(wish(what="x" * (LIMIT + 1)))
    assert len(propose(wish(what="x" * 10_000)).what) == 10_000


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(InputError, match="unknown_zone"):
        propose(replace(wish(), zone="Mars/Olympus"))


DEEDS = st.lists(st.tuples(st.sampled_from(Act), st.sampled_from(["ana", "ben"]), st.integers(0, 10)), max_size=30)


@given(DEEDS)
def test_whatever_is_tried_a_plan_is_in_one_state_and_a_no_changes_nothing(deeds: list[tuple[Act, str, int]]) -> None:
    plan, now = propose(wish()), NOW
    for act, by, days in deeds:
        now += timedelta(days=days)
        before = plan
        told = refusal(plan, act, by=by)
        start = now + timedelta(days=1, minutes=plan.sequence)
        try:
            plan = moved(plan, start, by=by, now=now) if act is Act.MOVE else after(plan, act, by=by)
        except InputError:
            assert told is not None
            assert plan == before
        else:
            assert told is None
            assert plan.state is NEXT[before.state, act]
            assert plan.sequence == before.sequence + 1
            assert before.state not in ENDS
        assert plan.id == "p"
