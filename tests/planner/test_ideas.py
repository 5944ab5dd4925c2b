"""What is suggested for time alone: it fits, wishes lead, what was done rests, and new and familiar take turns."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.core.records import Activity, Did
from tui.planner.ideas import AGAIN_AFTER, COSTS, REST, Asked, Slot, Thing, Why, fitting, still_wished

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
EVENING = Slot(minutes=120)
OLD = [Thing(id=f"old{number}", text=f"Walk {number}", minutes=60) for number in range(12)]
NEW = [Thing(id=f"new{number}", text=f"Row {number}", minutes=60, new=True) for number in range(12)]


def did(idea: str, *, weeks: float = 0, again: bool = False, by: str = "ana", plan: str = "") -> Did:
    at = NOW - timedelta(weeks=weeks)
    return Did(id=f"{idea} {weeks} {by} {again}", by=by, at=at, text=idea, idea=idea, plan=plan, again=again)


def wish(name: str, *, days: int = 0, idea: str = "", wished: bool = True) -> Activity:
    at = NOW - timedelta(days=days)
    return Activity(id=name, by="ana", at=at, text=name, idea=idea, wished=wished)


def ids(
    things: list[Thing],
    slot: Slot = EVENING,
    asked: Asked | None = None,
    *,
    history: tuple[Did, ...] = (),
    wished: tuple[str, ...] = (),
    choose: str = "2026-11-23",
) -> list[str]:
    found = fitting(things, slot, asked or Asked(), history=history, wished=wished, now=NOW, choose=choose)
    return [each.id for each in found]


def why(things: list[Thing], name: str, *, history: tuple[Did, ...] = (), wished: tuple[str, ...] = ()) -> Why | None:
    found = fitting(things, EVENING, history=history, wished=wished, now=NOW, choose="k")
    return next(each.why for each in found if each.id == name)


NAMES = st.sampled_from([f"t{number}" for number in range(8)])
THINGS = st.lists(
    st.builds(
        Thing,
        id=NAMES,
        text=st.just("Walk"),
        minutes=st.sampled_from([0, 10, 30, 60, 120, 2880]),
        where=st.sampled_from(["", "home", "out"]),
        cost=st.sampled_from(["", *COSTS]),
        energy=st.sampled_from(["", "low", "middle", "high"]),
        apart=st.booleans(),
        only_apart=st.booleans(),
        new=st.booleans(),
        daylight=st.booleans(),
        dark=st.booleans(),
        children=st.booleans(),
    ),
    max_size=10,
)
SLOTS = st.builds(
    Slot,
    minutes=st.integers(5, 3000),
    apart=st.booleans(),
    children=st.booleans(),
    daylight=st.sampled_from([None, True, False]),
)
ASKED = st.builds(
    Asked,
    where=st.sampled_from(["", "home", "out"]),
    cost=st.sampled_from(["", *COSTS]),
    energy=st.sampled_from(["", "low", "middle", "high"]),
)
HISTORIES = st.lists(
    st.builds(did, NAMES, weeks=st.integers(0, 12), again=st.booleans(), by=st.sampled_from(["ana", "ben"])),
    max_size=6,
)


@settings(max_examples=80)
@given(THINGS, SLOTS, ASKED, HISTORIES, st.lists(NAMES, max_size=3), st.text(max_size=5))
def test_what_is_suggested_fits_and_the_same_input_gives_the_same_order(
    things: list[Thing], slot: Slot, asked: Asked, history: list[Did], wished: list[str], choose: str
) -> None:
    found = fitting(things, slot, asked, history=history, wished=wished, now=NOW, choose=choose)
    first = {each.id: each for each in reversed(things)}
    assert [replace(each, why=None) for each in found] == [first[each.id] for each in found]
    assert len({each.id for each in found}) == len(found)
    for each in found:
        assert each.minutes <= slot.minutes
        assert (each.apart or each.only_apart) if slot.apart else not each.only_apart
        assert not (each.daylight and slot.daylight is False)
        assert not (each.dark and slot.daylight is True)
        assert asked.where in {"", each.where} or not each.where
        assert asked.energy in {"", each.energy} or not each.energy
        assert not (asked.cost and each.cost) or COSTS.index(each.cost) <= COSTS.index(asked.cost)
        assert each.why is not None
    leading = [each.id in wished for each in found]
    assert leading == sorted(leading, reverse=True)
    again = fitting(things, slot, asked, history=history[::-1], wished=wished[::-1], now=NOW, choose=choose)
    assert again == found


@settings(max_examples=60)
@given(THINGS, HISTORIES)
def test_what_was_done_lately_rests_unless_nothing_else_is_left(things: list[Thing], history: list[Did]) -> None:
    names = set(ids(things, history=tuple(history)))
    every = set(ids(things))
    lately = {each.idea for each in history if NOW - each.at < REST} & every
    gladly = {each.idea for each in history if each.again}
    assert every - lately <= names
    assert not (every - lately) or not names & (lately - gladly)
    assert bool(names) == bool(every)


@settings(max_examples=60)
@given(st.permutations([*OLD, *NEW]), st.text(max_size=5))
def test_new_and_familiar_take_turns_whatever_the_order_of_the_ideas(things: list[Thing], choose: str) -> None:
    found = ids(things, choose=choose)
    kinds = [name.startswith("new") for name in found]
    assert all(one != other for one, other in pairwise(kinds))
    assert found == ids([*OLD, *NEW], choose=choose)


@pytest.mark.parametrize(
    ("done", "due"),
    [
        (["old1", "old2", "old3"], "new"),
        (["new1", "new2", "new3"], "old"),
        (["new1", "old1", "old2"], "new"),
        (["old1", "new1", "new2"], "old"),
        (["old1", "new1"], "old"),
        (["new1", "old1"], "new"),
        (["new1", "new2", "new3", "old1", "old2", "old3"], "new"),
        (["old1", "new1", "new1", "new1"], "new"),  # a second time it is not new any more
    ],
)
def test_after_familiar_things_comes_something_new_and_the_other_way_round(done: list[str], due: str) -> None:
    history = tuple(did(name, weeks=len(done) - number) for number, name in enumerate(done))
    for choose in ("a", "b", "c"):
        assert ids([*OLD, *NEW], history=history, choose=choose)[0].startswith(due)


def test_what_both_say_of_one_time_counts_once() -> None:
    both = [did("old1", weeks=1, by=by, plan="p") for by in ("ana", "ben")]
    history = (did("new1", weeks=3), did("new2", weeks=2), *both)
    assert ids([*OLD, *NEW], history=history)[0].startswith("old")


def test_wishes_lead_even_when_they_were_done_lately_or_are_far_shorter() -> None:
    short = Thing(id="short", text="Tea", minutes=10)
    history = (did("old1"),)
    assert ids([*OLD, *NEW, short], history=history, wished=("short", "old1"))[:2] == ["old1", "short"]


def test_what_fills_the_time_comes_before_what_is_far_shorter() -> None:
    lengths = [10, 13, 14, 20, 30, 39, 40, 60, 120, 121, 0]
    things = [Thing(id=str(minutes), text="Walk", minutes=minutes, new=minutes % 20 == 0) for minutes in lengths]
    found = ids(things)
    assert set(found[:4]) == {"0", "40", "60", "120"}
    assert set(found[4:8]) == {"14", "20", "30", "39"}
    assert set(found[8:]) == {"10", "13"}


def test_with_children_at_home_comes_first_what_needs_nobody_to_mind_them() -> None:
    things = [replace(each, children=number % 2 == 0) for number, each in enumerate(OLD)]
    with_them = ids(things, Slot(minutes=120, children=True))
    assert [int(name[3:]) % 2 for name in with_them] == [0] * 6 + [1] * 6
    assert len({int(name[3:]) % 2 for name in ids(things)[:6]}) == 2


def test_after_six_weeks_it_may_come_round_and_again_makes_it_sooner() -> None:
    assert "old1" not in ids(OLD, history=(did("old1", weeks=5.9),))
    assert "old1" in ids(OLD, history=(did("old1", weeks=6),))
    assert "old1" in ids(OLD, history=(did("old1", weeks=1, again=True),))
    for gladly in ("ana", "ben"):  # it is enough that one of them would
        history = tuple(did("old1", weeks=1, by=by, again=by == gladly) for by in ("ana", "ben"))
        assert "old1" in ids(OLD, history=history)
    assert ids([OLD[1]], history=(did("old1"),)) == ["old1"]


def test_the_last_word_on_again_counts() -> None:
    history = (did("old1", weeks=5, again=True), did("old1", weeks=2))
    assert "old1" not in ids(OLD, history=history)


def test_what_is_wanted_again_comes_up_now_and_then_but_not_at_once() -> None:
    days = [f"2026-12-{day:02}" for day in range(1, 31)]
    weeks = AGAIN_AFTER / timedelta(weeks=1)
    leads = [ids(OLD, history=(did("old1", weeks=weeks, again=True),), choose=day)[0] == "old1" for day in days]
    assert 5 <= sum(leads) <= 18
    soon = [ids(OLD, history=(did("old1", weeks=weeks / 2, again=True),), choose=day)[0] == "old1" for day in days]
    assert sum(soon) < sum(leads)


def test_not_always_the_same_ones_lead() -> None:
    leads = {ids([*OLD, *NEW], choose=f"plan{number}")[0] for number in range(40)}
    assert len(leads) >= 12


def test_each_says_why() -> None:
    own = Thing.of(wish("boat", wished=False))
    short = Thing(id="short", text="Tea", minutes=10, new=True)
    things = [*OLD, *NEW, own, short]
    assert why(things, "old1") is Why.FAMILIAR
    assert why(things, "new1") is Why.NEW
    assert why(things, "new1", history=(did("new1", weeks=8),)) is Why.FAMILIAR
    assert why(things, "old1", history=(did("old1", again=True),)) is Why.AGAIN
    assert why(things, "boat") is Why.OWN
    assert why(things, "boat", wished=("boat",)) is Why.WISHED
    assert why(things, "short") is Why.QUICK


def test_of_two_with_one_id_the_first_counts_and_unknown_history_does_no_harm() -> None:
    written_down = Thing.of(wish("a", idea="old1"))
    assert written_down.id == "old1"
    found = fitting([*OLD, written_down], EVENING, history=(did("gone"), did("")), now=NOW, choose="k")
    assert [each.text for each in found if each.id == "old1"] == ["Walk 1"]
    assert ids([], history=(did("gone"),), wished=("gone",)) == []


def test_a_wish_holds_until_it_was_done_after_it_was_made() -> None:
    wishes = [wish("boat", days=10), wish("tea", days=10, idea="old1"), wish("kite", wished=False)]
    assert still_wished([*wishes, wish("once more", idea="old1")], ()) == ("boat", "old1")
    assert still_wished(wishes, (did("old1", weeks=2),)) == ("boat", "old1")
    assert still_wished(wishes, (did("old1", weeks=1), did("boat"))) == ()
    assert still_wished([*wishes, wish("once more", idea="old1")], (did("old1", weeks=1), did("boat"))) == ("old1",)
