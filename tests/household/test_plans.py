"""What two people do with their plans, also both at once: nobody is held to what they never said."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stage import EVENING, FixedClock
from tui.core.changes import Change
from tui.core.errors import InputError
from tui.core.merging import Entry, merged
from tui.core.records import Plan, PlanState
from tui.household import Household
from tui.household.own import disputes, settle, take_back
from tui.household.plans import Wanted, Which, act, move, offer, protect
from tui.planner.occurrences import next_of, occurrences, replaced
from tui.planner.plans import Act, after, moved, refusal
from tui.planner.series import Scope, part_of
from tui.store.lines import Line
from tui.store.store import Store

THURSDAY = datetime(2026, 11, 26, 19, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def ana(tmp_path: Path) -> Iterator[Household]:
    found = Household.open(tmp_path / "home", clock=FixedClock())
    found.found(("Ana", "Ben"), ("Europe/Berlin", "Europe/Berlin"))
    yield found
    found.store.close()


@pytest.fixture
def ben(ana: Household) -> Iterator[Household]:
    found = Household.open(ana.store.home, name="Ben", clock=FixedClock())
    yield found
    found.store.close()


def wish(household: Household, start: datetime = THURSDAY, repeat: str = "") -> Plan:
    me = household.me
    return Plan(
        id=household.ids.new(),
        by=me.id,
        at=EVENING,
        start=start,
        minutes=120,
        zone=me.zone,
        what="a walk",
        repeat=repeat,
    )


def here(household: Household, plan: Plan) -> Plan:
    household.catch_up()
    found = household.get(Plan, plan.id)
    assert found is not None
    return found


def refused(household: Household, plan: Plan, doing: Act) -> str:
    with pytest.raises(InputError) as caught:
        act(household, plan, doing)
    return caught.value.key


# Several at once


def test_of_three_times_one_is_chosen_and_the_others_are_called_off(ana: Household, ben: Household) -> None:
    plans = offer(ana, [wish(ana, THURSDAY + day * DAY) for day in range(3)])
    act(ben, here(ben, plans[1]), Act.ACCEPT)
    states = [here(ana, each).state for each in plans]
    assert states == [PlanState.CANCELLED, PlanState.ACCEPTED, PlanState.CANCELLED]
    take_back(ben)
    assert {here(ana, each).state for each in plans} == {PlanState.PROPOSED}


def test_of_three_times_each_may_be_declined_by_itself(ana: Household, ben: Household) -> None:
    plans = offer(ana, [wish(ana, THURSDAY + day * DAY) for day in range(3)])
    act(ben, here(ben, plans[0]), Act.DECLINE)
    assert [here(ana, each).state.value for each in plans] == ["declined", "proposed", "proposed"]


@pytest.mark.parametrize(
    ("starts", "repeat", "key"),
    [
        ([0, 1, 2, 3], "", "plan_too_many"),
        ([0, 1, 0], "", "plan_choice_twice"),
        ([0, 1], "FREQ=WEEKLY", "plan_choice_repeats"),
    ],
)
def test_what_is_no_choice_is_refused_and_nothing_is_kept(
    ana: Household, starts: list[int], repeat: str, key: str
) -> None:
    with pytest.raises(InputError) as caught:
        offer(ana, [wish(ana, THURSDAY + day * DAY, repeat) for day in starts])
    assert caught.value.key == key
    assert ana.all(Plan) == []


# What repeats


def test_a_no_with_another_time_asks_the_other_back(ana: Household, ben: Household) -> None:
    (plan,) = offer(ana, [wish(ana)])
    new = move(ben, here(ben, plan), Wanted(start=THURSDAY + DAY))
    assert (new.by, new.state) == (ben.me.id, PlanState.PROPOSED)
    assert act(ana, here(ana, plan), Act.ACCEPT).start == THURSDAY + DAY


def test_one_time_took_place_and_the_series_goes_on(ana: Household, ben: Household) -> None:
    (plan,) = offer(ana, [wish(ana, repeat="FREQ=WEEKLY")])
    agreed = act(ben, here(ben, plan), Act.ACCEPT)
    done = act(ana, here(ana, agreed), Act.DONE, Which(scope=Scope.ONE, start=THURSDAY))
    assert (done.series, done.instead_of, done.state) == (plan.id, THURSDAY.date(), PlanState.DONE)
    ahead = next_of(here(ben, plan), THURSDAY, replaced(ben.all(Plan)))
    assert ahead is not None
    assert ahead.start == THURSDAY + 7 * DAY
    assert [each.start for each in ben.times_ahead() if each.plan.id == plan.id] == [THURSDAY + 7 * DAY]


def test_a_series_called_off_takes_with_it_what_was_moved_within_it(ana: Household, ben: Household) -> None:
    (plan,) = offer(ana, [wish(ana, repeat="FREQ=WEEKLY")])
    agreed = act(ben, here(ben, plan), Act.ACCEPT)
    single = move(
        ana, here(ana, agreed), Wanted(start=THURSDAY + 8 * DAY), Which(scope=Scope.ONE, start=THURSDAY + 7 * DAY)
    )
    act(ben, here(ben, plan), Act.CANCEL)
    assert {here(ana, each).state for each in (plan, single)} == {PlanState.CANCELLED}


def test_this_and_following_move_and_what_came_before_stays(ana: Household, ben: Household) -> None:
    (plan,) = offer(ana, [wish(ana, repeat="FREQ=WEEKLY")])
    agreed = act(ben, here(ben, plan), Act.ACCEPT)
    later = move(
        ana,
        here(ana, agreed),
        Wanted(start=THURSDAY + 15 * DAY),
        Which(scope=Scope.FOLLOWING, start=THURSDAY + 14 * DAY),
    )
    assert (later.start, later.state) == (THURSDAY + 15 * DAY, PlanState.PROPOSED)
    before = here(ben, plan)
    assert before.state is PlanState.ACCEPTED
    assert next_of(before, THURSDAY + 8 * DAY) is None
    take_back(ana)
    assert here(ben, plan) == agreed


def test_all_that_is_ahead_moves_by_as_much_as_the_one_that_was_chosen(ana: Household, ben: Household) -> None:
    (plan,) = offer(ana, [wish(ana, repeat="FREQ=WEEKLY;BYDAY=TH")])
    agreed = act(ben, here(ben, plan), Act.ACCEPT)
    to = THURSDAY + 15 * DAY - timedelta(hours=1)
    new = move(ana, here(ana, agreed), Wanted(start=to), Which(start=THURSDAY + 14 * DAY))
    assert (new.id, new.start, new.repeat) == (plan.id, THURSDAY + DAY - timedelta(hours=1), "FREQ=WEEKLY;BYDAY=FR")


def test_only_what_comes_back_is_protected(ana: Household) -> None:
    (once,) = offer(ana, [wish(ana)])
    with pytest.raises(InputError, match="plan_protect_once"):
        protect(ana, once, protected=True)
    (often,) = offer(ana, [wish(ana, repeat="FREQ=WEEKLY")])
    assert protect(ana, often, protected=True).protected
    assert not protect(ana, here(ana, often), protected=False).protected


def test_a_time_changed_alone_goes_along_when_the_rest_of_its_series_moves(ana: Household, ben: Household) -> None:
    (plan,) = offer(ana, [wish(ana, repeat="FREQ=WEEKLY")])
    agreed = act(ben, here(ben, plan), Act.ACCEPT)
    off = act(ana, here(ana, agreed), Act.CANCEL, Which(scope=Scope.ONE, start=THURSDAY + 21 * DAY))
    later = move(
        ana,
        here(ana, agreed),
        Wanted(start=THURSDAY + 15 * DAY),
        Which(scope=Scope.FOLLOWING, start=THURSDAY + 14 * DAY),
    )
    assert (here(ben, off).series, here(ben, off).instead_of) == (later.id, (THURSDAY + 22 * DAY).date())
    times = occurrences(later, THURSDAY, THURSDAY + 40 * DAY, replaced(ben.all(Plan)))
    assert [each.start for each in times] == [THURSDAY + 15 * DAY, THURSDAY + 29 * DAY, THURSDAY + 36 * DAY]


def test_a_day_is_changed_alone_again_that_the_series_left_and_came_back_to(ana: Household, ben: Household) -> None:
    (plan,) = offer(ana, [wish(ana, repeat="FREQ=WEEKLY")])
    third = Which(scope=Scope.ONE, start=THURSDAY + 14 * DAY)
    act(ana, here(ana, plan), Act.CANCEL, third)
    move(ana, here(ana, plan), Wanted(start=THURSDAY + 7 * DAY), Which(start=THURSDAY))
    off = act(ben, here(ben, plan), Act.CANCEL, third)
    times = occurrences(here(ben, plan), THURSDAY, THURSDAY + 40 * DAY, replaced(ben.all(Plan)))
    assert [each.start for each in times] == [THURSDAY + days * DAY for days in (7, 28, 35)]
    assert refused(ana, here(ana, off), Act.CANCEL) == "plan_is_cancelled"
    with pytest.raises(InputError, match="plan_changed"):
        act(ben, here(ben, plan), Act.CANCEL, third)


def test_a_late_yes_is_to_all_that_was_asked(ana: Household, ben: Household) -> None:
    (plan,) = offer(ana, [wish(ana, EVENING - 9 * DAY, repeat="FREQ=WEEKLY")])
    agreed = act(ben, here(ben, plan), Act.ACCEPT)
    assert (agreed.id, agreed.start, agreed.state) == (plan.id, plan.start, PlanState.ACCEPTED)
    assert len(ana.all(Plan)) == 1


# Both at once


def test_who_acts_on_what_is_no_longer_so_is_told_and_changes_nothing(ana: Household, ben: Household) -> None:
    (plan,) = offer(ana, [wish(ana)])
    seen = here(ben, plan)
    move(ana, plan, Wanted(start=THURSDAY + DAY))
    assert refused(ben, seen, Act.ACCEPT) == "plan_changed"
    assert here(ana, plan).state is PlanState.PROPOSED
    ana.remove(here(ana, plan))
    assert refused(ben, seen, Act.ACCEPT) == "plan_gone"


def test_who_changes_a_time_of_a_series_that_the_other_changed_is_told(ana: Household, ben: Household) -> None:
    (plan,) = offer(ana, [wish(ana, repeat="FREQ=WEEKLY")])
    agreed = act(ben, here(ben, plan), Act.ACCEPT)
    stale, second = here(ana, agreed), Which(scope=Scope.ONE, start=THURSDAY + 7 * DAY)
    off = act(ben, here(ben, agreed), Act.CANCEL, second)
    with pytest.raises(InputError, match="plan_changed"):
        move(ana, stale, Wanted(start=THURSDAY + 8 * DAY), second)
    assert ana.find(Plan, series=plan.id) == ben.find(Plan, series=plan.id) == [off]


def test_a_time_of_a_series_changed_by_both_at_once_is_in_one_of_their_states(ana: Household, ben: Household) -> None:
    (plan,) = offer(ana, [wish(ana, repeat="FREQ=WEEKLY")])
    agreed = act(ben, here(ben, plan), Act.ACCEPT)
    base = part_of(agreed, THURSDAY, Scope.ONE, EVENING).plan
    here(ana, agreed)
    ben.save(after(base, Act.CANCEL, by=ben.me.id), seen=[base])
    ana.save(moved(base, THURSDAY + DAY, by=ana.me.id, now=EVENING), seen=[base])
    for each in (ana, ben):
        assert here(each, base).state is PlanState.CANCELLED
        assert here(each, base).start == THURSDAY
        assert len(disputes(each)) == 1


@pytest.mark.parametrize("first", [False, True])
def test_of_two_who_call_off_the_rest_of_a_series_at_once_the_earlier_end_holds(
    ana: Household, ben: Household, *, first: bool
) -> None:
    (plan,) = offer(ana, [wish(ana, repeat="FREQ=WEEKLY")])
    agreed = act(ben, here(ben, plan), Act.ACCEPT)
    here(ana, agreed)
    for each, weeks in ((ana, 2 if first else 4), (ben, 4 if first else 2)):
        part = part_of(agreed, THURSDAY + weeks * 7 * DAY, Scope.FOLLOWING, EVENING)
        each.save(after(part.plan, Act.CANCEL, by=each.me.id), *part.without, seen=[agreed])
    for each in (ana, ben):
        times = list(occurrences(here(each, plan), THURSDAY, THURSDAY + 60 * DAY))
        assert [time.start for time in times] == [THURSDAY, THURSDAY + 7 * DAY]
        assert len(disputes(each)) == 1


ACTS = st.sampled_from([Act.ACCEPT, Act.DECLINE, Act.CANCEL, Act.DONE, "sooner", "later", "longer"])
WHEN = {"sooner": THURSDAY - DAY, "later": THURSDAY + DAY, "longer": THURSDAY}


def done(plan: Plan, doing: Act | str, by: str) -> Plan | None:
    """What becomes of a plan; None when it cannot be done."""
    if isinstance(doing, Act):
        return after(plan, doing, by=by) if refusal(plan, doing, by=by) is None else None
    minutes = 180 if doing == "longer" else None
    return moved(plan, WHEN[doing], minutes, by=by, now=EVENING) if refusal(plan, Act.MOVE, by=by) is None else None


@given(agreed=st.booleans(), one=ACTS, other=ACTS, first=st.booleans())
@settings(max_examples=100)
def test_two_who_act_at_once_end_in_one_sensible_state(
    tmp_path_factory: pytest.TempPathFactory, one: Act | str, other: Act | str, *, agreed: bool, first: bool
) -> None:
    home = tmp_path_factory.mktemp("plans")
    here_, there = Store.open(home), Store.open(home)
    plan = Plan(id="p", by="ana", at=EVENING, start=THURSDAY, minutes=120, zone="Europe/Berlin", what="a walk")
    plan = after(plan, Act.ACCEPT, by="ben") if agreed else plan
    here_.save(plan, by="ana", at=EVENING)
    there.catch_up()
    ours, theirs = done(plan, one, "ana"), done(plan, other, "ben")
    late, early = EVENING + 2 * DAY, EVENING + DAY
    if ours is not None:
        here_.save(ours, by="ana", at=late if first else early, seen=[plan])
    if theirs is not None:
        there.save(theirs, by="ben", at=early if first else late, seen=[plan])
    here_.catch_up()
    there.catch_up()
    found = there.get(Plan, "p")
    assert found is not None
    assert found == here_.get(Plan, "p") == Store.open(home).get(Plan, "p")
    assert found in {each for each in (ours, theirs, plan) if each is not None}, "never a mixture of two"
    states = {each.state for each in (ours, theirs) if each is not None}
    if PlanState.CANCELLED in states or PlanState.DECLINED in states:
        assert found.state in {PlanState.CANCELLED, PlanState.DECLINED}, "nobody is held to what they called off"
    elif PlanState.PROPOSED in states:
        assert found.state is PlanState.PROPOSED, "nobody is held to a time that they did not agree to"


@given(order=st.permutations([0, 1, 2]), twice=st.integers(0, 2))
@settings(max_examples=12)
def test_machines_that_hear_of_it_in_any_order_agree(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], twice: int
) -> None:
    home = tmp_path_factory.mktemp("plans")
    one, other = Store.open(home), Store.open(home)
    plan = Plan(id="p", by="ana", at=EVENING, start=THURSDAY, minutes=120, zone="Europe/Berlin")
    one.save(plan, by="ana", at=EVENING)
    other.catch_up()
    one.save(after(plan, Act.ACCEPT, by="ben"), by="ben", at=EVENING + DAY, seen=[plan])
    other.save(moved(plan, THURSDAY + DAY, by="ana", now=EVENING), by="ana", at=EVENING, seen=[plan])
    changes = [each for line in lines(home) for each in line]
    entry: Entry | None = None
    for place in [*order, order[twice]]:
        entry = merged(entry, changes[place])
    assert entry is not None
    assert entry.document is not None
    assert (entry.document["state"], entry.document["start"]) == ("proposed", "2026-11-27T19:00:00Z")


def lines(home: Path) -> list[tuple[Change, ...]]:
    """What the journal says, line by line."""
    raw = (home / "records.journal").read_bytes().splitlines()[1:]
    return [msgspec.json.decode(each.split(b" ", 1)[1], type=Line).changes for each in raw]


def test_what_two_said_at_once_is_shown_and_either_settles_it_whole(ana: Household, ben: Household) -> None:
    (plan,) = offer(ana, [wish(ana)])
    seen = here(ben, plan)
    ben.save(after(seen, Act.ACCEPT, by=ben.me.id), seen=[seen])
    ana.save(moved(plan, THURSDAY + DAY, 90, by=ana.me.id, now=EVENING), seen=[plan])
    for each in (ana, ben):
        each.catch_up()
        assert [said.fields["state"] for said in disputes(each)[0].said] == ["proposed", "accepted"]
    (found,) = disputes(ben)
    settle(ben, found, found.said[1])
    for each in (ana, ben):
        assert (here(each, plan).state, here(each, plan).start) == (PlanState.ACCEPTED, THURSDAY)
        assert here(each, plan).minutes == 120
        assert disputes(each) == []


def test_a_new_word_for_what_they_do_and_a_yes_go_together(ana: Household, ben: Household) -> None:
    (plan,) = offer(ana, [wish(ana)])
    seen = here(ben, plan)
    ben.save(after(seen, Act.ACCEPT, by=ben.me.id), seen=[seen])
    other = moved(plan, plan.start, what="a walk by the river", by=ana.me.id, now=EVENING)
    ana.save(other, seen=[plan])
    found = here(ben, plan)
    assert (found.what, found.state) == ("a walk by the river", PlanState.ACCEPTED)
