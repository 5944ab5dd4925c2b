"""Small steps: never more than two tried, no word lost, nothing reset, and nothing of it to be seen by the other."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from tui.checkin.small_steps import (
    FORMS,
    Act,
    Own,
    begin,
    grown,
    habit,
    halves,
    has_room,
    hidden,
    is_forms,
    kept,
    offered,
    owned,
    rehearsed,
    rested,
    reworded,
    shared,
    shrunk,
    taken_up,
    tried,
)
from tui.core.errors import InputError
from tui.core.records import Share, SmallStep, SmallStepState
from tui.core.text import LIMIT

START = datetime(2026, 11, 1, 18, tzinfo=UTC)
TRIED, RESTING, HABIT = SmallStepState


def step(name: str = "a", *, state: SmallStepState = TRIED, minutes: int = 0, then: str = "hug you") -> SmallStep:
    at = START + timedelta(minutes=minutes)
    return SmallStep(id=name, by="ana", at=at, when="I come home", then=then, state=state)


def own(record: SmallStep | None = None) -> Own:
    (found,) = owned([record or step()])
    return found


def again(changed: Own) -> Own:
    """Return a step as it is read again from what is kept of it."""
    (found,) = owned(kept(changed))
    return found


# Beginning


def test_a_new_step_is_tried_and_kept_to_oneself() -> None:
    made = begin("  I come\nhome ", "hug you\x1b[31m", step_id="a", by="ana", now=START, mine=[])
    assert (made.when, made.then) == ("I come home", "hug you␛[31m")
    assert (made.state, made.share, made.was, made.rehearsed) == (TRIED, Share.PRIVATE, (), False)


@pytest.mark.parametrize(("when", "then", "key"), [("", "x", "small_step_empty"), ("x", " \n", "small_step_empty")])
def test_both_halves_are_needed(when: str, then: str, key: str) -> None:
    with pytest.raises(InputError, match=key):
        begin(when, then, step_id="a", by="ana", now=START, mine=[])


def test_a_half_that_is_too_long_is_refused_whole() -> None:
    with pytest.raises(InputError, match="text_too_long"):
        begin("I come home", "x" * (LIMIT + 1), step_id="a", by="ana", now=START, mine=[])


def test_there_are_never_three() -> None:
    two = [step("a"), step("b")]
    assert not has_room(two)
    with pytest.raises(InputError, match="small_step_two"):
        begin("x", "y", step_id="c", by="ana", now=START, mine=two)
    with pytest.raises(InputError, match="small_step_two"):
        taken_up(own(step("c", state=RESTING)), two)
    for other in (RESTING, HABIT):
        assert has_room([step("a"), step("b", state=other)])


def test_of_three_that_two_windows_began_the_oldest_two_are_tried_and_the_third_rests() -> None:
    three = [step("c", minutes=2), step("a", minutes=1), replace(step("b", minutes=3), share=Share.NOW)]
    assert [each.id for each in tried(three)] == ["a", "c"]
    assert {each.step.id: each.step.state for each in owned(three)} == {"a": TRIED, "b": RESTING, "c": TRIED}
    (third,) = (each.step for each in owned(three) if each.step.id == "b")
    assert third.share is Share.PRIVATE


# Shrinking and growing


def test_what_was_larger_stays_and_can_be_taken_back() -> None:
    smaller = again(shrunk(again(shrunk(own(), "touch your shoulder")), "look at you"))
    assert (smaller.step.then, smaller.larger) == ("look at you", ("hug you", "touch your shoulder"))
    larger = again(grown(smaller))
    assert (larger.step.then, larger.larger, larger.smaller) == (
        "touch your shoulder",
        ("hug you",),
        ("look at you",),
    )
    assert again(grown(larger)).step.then == "hug you"
    assert grown(own()) == own()


def test_nothing_else_of_a_step_changes_when_it_shrinks() -> None:
    before = own(replace(step(), rehearsed=True, share=Share.NOW))
    after = shrunk(before, "look at you").step
    assert replace(after, then=before.step.then) == before.step


def test_a_step_shrinks_to_what_it_was_when_it_was_smaller_without_a_second_rung() -> None:
    grew = grown(shrunk(own(), "look at you"))
    assert shrunk(grew, "look at you") == shrunk(own(), "look at you")


def test_a_record_that_is_not_shrunk_to_anything_is_refused() -> None:
    with pytest.raises(InputError, match="small_step_empty"):
        shrunk(own(), "  ")


def test_other_words_take_the_place_of_the_form_that_it_has_now() -> None:
    changed = again(reworded(shrunk(own(), "tuch you"), "I am home", "touch you"))
    assert (changed.step.when, changed.step.then, changed.forms) == (
        "I am home",
        "touch you",
        ("hug you", "touch you"),
    )
    assert again(reworded(changed, "I am home", "hug you")).forms == ("hug you", "touch you")


def test_larger_forms_that_stand_in_the_step_itself_are_moved_out_of_it() -> None:
    changed = shared(own(replace(step(then="look"), was=("hug you", "touch you"))))
    made, forms = kept(changed)
    assert (made.share, made.was) == (Share.NOW, ())
    assert (forms.share, forms.then, forms.was) == (Share.PRIVATE, "look", ("hug you", "touch you"))
    assert again(changed).larger == ("hug you", "touch you")


# Resting, habits, sharing


def test_what_rests_is_shown_to_nobody_and_is_taken_up_as_it_was() -> None:
    resting = rested(shared(own()))
    assert (resting.step.state, resting.step.share) == (RESTING, Share.PRIVATE)
    assert shared(resting).step.share is Share.PRIVATE
    assert taken_up(resting, [resting.step]).step == step()


def test_a_habit_may_be_shared_and_tried_again() -> None:
    made = habit(shared(own()))
    assert (made.step.state, made.step.share) == (HABIT, Share.NOW)
    assert hidden(made).step.share is Share.PRIVATE
    assert taken_up(made, []).step.state is TRIED


def test_to_take_up_what_is_tried_already_changes_nothing() -> None:
    two = [step("a"), step("b")]
    assert taken_up(own(), two) == own()


def test_only_what_makes_sense_is_offered() -> None:
    assert {Act.HAPPENED, Act.MISSED, Act.REST, Act.HABIT, Act.SHARE} < offered(own(), alone=False)
    assert Act.LARGER not in offered(own(), alone=False)
    assert Act.LARGER in offered(shrunk(own(), "look"), alone=False)
    assert offered(rested(own()), alone=False) == {Act.TAKE_UP, Act.REHEARSE, Act.WORDS}
    assert Act.SHARE not in offered(own(), alone=True)
    assert Act.HIDE in offered(shared(own()), alone=True)
    assert Act.SHARE not in offered(shared(own()), alone=False)


# Words


def test_the_best_beginning_of_a_half_comes_first_and_the_words_themselves_are_among_them() -> None:
    grew = grown(shrunk(own(), "look at you"))
    assert halves(grew, thought_of="wave", ways=["hug you, for one minute"]) == [
        "look at you",
        "wave",
        "hug you",
        "hug you, for one minute",
    ]
    assert halves(own(), thought_of="", ways=[]) == ["hug you"]


# Any order


WORDS = st.text(alphabet="abcde", min_size=1, max_size=3)


class Months(RuleBasedStateMachine):
    """One person's steps over months, in any order, with a second window that does not look."""

    def __init__(self) -> None:
        super().__init__()
        self.records: dict[str, SmallStep] = {}
        self.words: dict[str, set[str]] = {}
        self.rehearsed: set[str] = set()
        self.number = 0

    @property
    def own(self) -> list[Own]:
        return owned(self.records.values())

    def chosen(self, place: int) -> Own:
        return self.own[place % len(self.own)]

    def keep(self, after: Own) -> None:
        self.records.update({each.id: each for each in kept(after)})

    def do(self, place: int, change: Callable[[Own], Own]) -> None:
        self.keep(change(self.chosen(place)))

    def new(self, then: str) -> SmallStep:
        self.number += 1
        now = START + timedelta(minutes=self.number)
        return SmallStep(id=f"s{self.number}", by="ana", at=now, when="then", then=then)

    @rule(then=WORDS)
    def begin(self, then: str) -> None:
        new = self.new(then)
        try:
            made = begin(new.when, then, step_id=new.id, by="ana", now=new.at, mine=self.records.values())
        except InputError:
            assert len(tried(self.records.values())) == 2
            return
        self.records[made.id], self.words[made.id] = made, {then}

    @rule(then=WORDS)
    def another_window_begins_without_looking(self, then: str) -> None:
        new = self.new(then)
        self.records[new.id], self.words[new.id] = new, {then}

    @precondition(lambda self: self.records)
    @rule(place=st.integers(0, 9), then=WORDS)
    def miss(self, place: int, then: str) -> None:
        self.words[self.chosen(place).step.id].add(then)
        self.do(place, lambda own: shrunk(own, then))

    @precondition(lambda self: self.records)
    @rule(place=st.integers(0, 9), then=WORDS)
    def reword(self, place: int, then: str) -> None:
        own = self.chosen(place)
        if then not in own.forms:
            self.words[own.step.id] ^= {own.step.then, then}
        self.do(place, lambda own: reworded(own, own.step.when, then))

    @precondition(lambda self: self.records)
    @rule(place=st.integers(0, 9), change=st.sampled_from([grown, rested, habit, shared, hidden, rehearsed]))
    def change(self, place: int, change: Callable[[Own], Own]) -> None:
        if change is rehearsed:
            self.rehearsed.add(self.chosen(place).step.id)
        self.do(place, change)

    @precondition(lambda self: self.records)
    @rule(place=st.integers(0, 9))
    def take_up(self, place: int) -> None:
        try:
            self.do(place, lambda own: taken_up(own, self.records.values()))
        except InputError:
            assert len(tried(self.records.values())) == 2

    @invariant()
    def never_more_than_two_are_tried(self) -> None:
        assert sum(each.step.state is TRIED for each in self.own) <= 2
        assert [each.step for each in self.own if each.step.state is TRIED] == tried(self.records.values())

    @invariant()
    def no_word_is_lost(self) -> None:
        assert {each.step.id: set(each.forms) for each in self.own} == self.words

    @invariant()
    def nothing_is_reset(self) -> None:
        assert {each.step.id for each in self.own if each.step.rehearsed} == self.rehearsed
        assert all(each.at == START + timedelta(minutes=int(each.id[1:].removesuffix(FORMS))) for each in self.all())

    @invariant()
    def what_the_other_may_see_says_nothing_of_before(self) -> None:
        for each in self.all():
            if each.share is Share.NOW:
                assert each.was == ()
                assert not is_forms(each)

    def all(self) -> list[SmallStep]:
        return list(self.records.values())


TestMonths = Months.TestCase
