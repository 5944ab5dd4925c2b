"""Nobody sees the other's answer before giving their own."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import cast

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from msgspec.structs import replace

from tui.checkin.flow import Draft, DraftAnswer, finish, from_data, revision, to_data
from tui.checkin.opening import History, open_together, openable, pairs, visible, waiting
from tui.core.ids import Ids
from tui.core.records import Answer, Opening, Record, Share, Sitting, Value

START = datetime(2026, 11, 1, 18, tzinfo=UTC)
ANA, BEN = "ana", "ben"
BOTH = (ANA, BEN)
WISHES = "close.wishes"
QUESTIONS = ("q1", "q2", WISHES)


class Evening:
    """Two people and what they did, for tests."""

    def __init__(self) -> None:
        self.sittings: list[Sitting] = []
        self.answers: list[Answer] = []
        self.openings: list[Opening] = []
        self.ids = Ids(Random(1))
        self.now = START

    @property
    def history(self) -> History:
        return History(sittings=self.sittings, answers=self.answers, openings=self.openings)

    def answer(self, who: str, values: dict[str, Value | None], share: Share = Share.TOGETHER) -> None:
        self.now += timedelta(minutes=1)
        shares = {question: Share.MUTUAL if question == WISHES else share for question in QUESTIONS}
        draft = Draft(
            step="close",
            answers={each: DraftAnswer(value=values.get(each), share=shares[each]) for each in QUESTIONS},
        )
        sitting, answers = finish(draft, QUESTIONS, by=who, now=self.now, ids=self.ids)
        self.sittings.append(sitting)
        self.answers.extend(answers)

    def open(self, who: str = ANA) -> Opening | None:
        opening = open_together(self.history, "close", BOTH, by=who, now=self.now, ids=self.ids)
        if opening is not None:
            self.openings.append(opening)
        return opening

    def seen(self, who: str) -> list[Answer]:
        history = self.history
        return [answer for answer in self.answers if visible(history, answer, who)]


def test_what_one_answered_stays_closed_until_the_other_has_answered() -> None:
    evening = Evening()
    evening.answer(ANA, {"q1": "your laugh"})
    assert openable(evening.history, "close", BOTH) is None
    assert evening.open() is None
    assert evening.seen(BEN) == []
    evening.answer(BEN, {"q1": "your hands"})
    assert openable(evening.history, "close", BOTH) is not None
    assert all(answer.by == BEN for answer in evening.seen(BEN))


def test_both_see_both_after_opening_and_nothing_more() -> None:
    evening = Evening()
    evening.answer(ANA, {"q1": "laugh", "q2": "mine alone"})
    evening.answer(BEN, {"q1": "hands"})
    opening = evening.open()
    assert opening is not None
    assert [(pair.first.value, pair.second.value) for pair in pairs(evening.history, opening)] == [("laugh", "hands")]
    theirs = [answer.value for answer in evening.seen(BEN) if answer.by == ANA]
    assert theirs == ["laugh"]


def test_a_private_answer_never_opens() -> None:
    evening = Evening()
    evening.answer(ANA, {"q1": "secret", WISHES: ("hug",)}, Share.PRIVATE)
    evening.answer(BEN, {"q1": "hands", WISHES: ("hug",)})
    opening = evening.open()
    assert opening is not None
    assert pairs(evening.history, opening) == ()
    assert "secret" not in [answer.value for answer in evening.seen(BEN)]


def test_only_wishes_of_both_are_ever_shown() -> None:
    evening = Evening()
    evening.answer(ANA, {"q1": "x", WISHES: ("hug", "kiss", "dance")})
    evening.answer(BEN, {"q1": "y", WISHES: ("dance", "walk", "hug")})
    opening = evening.open()
    assert opening is not None
    assert opening.mutual == {WISHES: ("hug", "dance")}
    assert all(answer.question != WISHES for answer in evening.seen(BEN) if answer.by == ANA)


def test_no_common_wish_looks_like_passed() -> None:
    unlike, passed = Evening(), Evening()
    unlike.answer(ANA, {"q1": "x", WISHES: ("hug",)})
    passed.answer(ANA, {"q1": "x"})
    for evening in (unlike, passed):
        evening.answer(BEN, {"q1": "y", WISHES: ("walk",)})
    first, second = unlike.open(), passed.open()
    assert first is not None
    assert second is not None
    assert first.mutual == second.mutual == {WISHES: ()}


def test_answers_can_be_changed_until_they_are_opened() -> None:
    evening = Evening()
    evening.answer(ANA, {"q1": "first thought"})
    held = waiting(evening.history, "close", ANA)
    assert held is not None
    draft = revision(held, evening.history.of(held.id))
    draft = draft.with_answer("q1", DraftAnswer(value="second thought"))
    sitting, answers = finish(draft, QUESTIONS, by=ANA, now=evening.now, ids=evening.ids)
    assert sitting.id == held.id
    assert {answer.id for answer in answers} == {answer.id for answer in evening.answers}


@given(st.none() | st.text() | st.integers() | st.lists(st.text()) | st.dictionaries(st.text(), st.text()))
def test_a_draft_that_cannot_be_read_is_an_empty_one(data: object) -> None:
    assert from_data("before", data).step == "before"


def test_a_draft_comes_back_as_it_was() -> None:
    draft = Draft(step="before", position=3).with_answer("q", DraftAnswer(value=("a", "b"), share=Share.PRIVATE))
    import json

    assert from_data("before", json.loads(json.dumps(to_data(draft)))) == draft


def test_what_is_shared_at_once_is_seen_at_once_and_nothing_with_it() -> None:
    evening = Evening()
    evening.answer(ANA, {"q1": "look", "q2": None}, Share.NOW)
    evening.answer(ANA, {"q1": "not this"}, Share.TOGETHER)
    assert [answer.value for answer in evening.seen(BEN)] == ["look"]
    assert not any(visible(evening.history, sitting, BEN) for sitting in evening.sittings)
    assert openable(evening.history, "close", BOTH) is None


def test_what_is_shared_at_once_stands_beside_the_others_answer_later() -> None:
    evening = Evening()
    evening.answer(ANA, {"q1": "laugh"}, Share.NOW)
    evening.answer(BEN, {"q1": "hands"})
    opening = evening.open()
    assert opening is not None
    assert [(pair.first.value, pair.second.value) for pair in pairs(evening.history, opening)] == [("laugh", "hands")]


def test_whoever_passed_everything_has_not_answered() -> None:
    evening = Evening()
    evening.answer(ANA, {WISHES: ("hug",)})
    evening.answer(BEN, {})
    assert openable(evening.history, "close", BOTH) is None


def test_wishes_open_also_beside_somebody_who_marked_none() -> None:
    evening = Evening()
    evening.answer(ANA, {WISHES: ("hug",)})
    evening.answer(BEN, {"q2": "something of my own"}, Share.PRIVATE)
    opening = evening.open()
    assert opening is not None
    assert opening.mutual == {WISHES: ()}


class Privacy(RuleBasedStateMachine):
    """For no order of events does one person learn anything about the other's unopened answers."""

    def __init__(self) -> None:
        super().__init__()
        self.evening = Evening()

    @rule(
        who=st.sampled_from(BOTH),
        value=st.none() | st.text(max_size=3),
        wishes=st.lists(st.sampled_from(("hug", "kiss", "walk")), unique=True).map(tuple) | st.none(),
        share=st.sampled_from((Share.TOGETHER, Share.PRIVATE, Share.NOW)),
    )
    def answers(self, who: str, value: str | None, wishes: tuple[str, ...] | None, share: Share) -> None:
        self.evening.answer(who, {"q1": value, "q2": None, WISHES: wishes}, share)

    @rule(who=st.sampled_from(BOTH))
    def opens(self, who: str) -> None:
        self.evening.open(who)

    @invariant()
    def nothing_unopened_is_seen(self) -> None:
        history = self.evening.history
        for me, other in (BOTH, BOTH[::-1]):
            for answer in self.evening.seen(me):
                if answer.by == other:
                    assert answer.value is not None
                    assert answer.share is Share.NOW or history.opened(answer.sitting)
                    assert answer.share in {Share.TOGETHER, Share.NOW}

    @invariant()
    def ones_own_is_always_seen(self) -> None:
        for me in BOTH:
            mine = [answer for answer in self.evening.answers if answer.by == me]
            assert [answer for answer in self.evening.seen(me) if answer.by == me] == mine

    @invariant()
    def a_sitting_is_opened_once(self) -> None:
        every = [sitting for opening in self.evening.openings for sitting in opening.sittings]
        assert len(every) == len(set(every))


TestPrivacy = Privacy.TestCase


class Told(RuleBasedStateMachine):
    """A history that is told of each change is the one that is made anew, in whatever order it heard."""

    def __init__(self) -> None:
        super().__init__()
        self.evening = Evening()
        self.told = History()
        self.known: dict[str, Record] = {}

    @rule(who=st.sampled_from(BOTH), value=st.none() | st.text(max_size=2))
    def answers(self, who: str, value: str | None) -> None:
        self.evening.answer(who, {"q1": value})

    @rule()
    def opens(self) -> None:
        self.evening.open()

    @rule(data=st.data())
    def something_is_changed_or_gone(self, data: st.DataObject) -> None:
        lists = (self.evening.sittings, self.evening.answers, self.evening.openings)
        held = cast("list[Record]", data.draw(st.sampled_from(lists)))
        if held:
            place = data.draw(st.integers(0, len(held) - 1))
            if data.draw(st.booleans()):
                held.pop(place)
            else:
                held[place] = replace(held[place], at=START + timedelta(days=1))

    @rule(data=st.data())
    def it_is_told(self, data: st.DataObject) -> None:
        every: list[Record] = [*self.evening.sittings, *self.evening.answers, *self.evening.openings]
        now: dict[str, Record] = {each.id: each for each in every}
        changed = [key for key in {**self.known, **now} if self.known.get(key) is not now.get(key)]
        for key in data.draw(st.permutations(changed)):
            self.told.take(self.known.get(key), now.get(key))
        self.known = now
        fresh = self.evening.history
        for who in BOTH:
            assert waiting(self.told, "close", who) == waiting(fresh, "close", who)
            for each in every:
                assert visible(self.told, each, who) == visible(fresh, each, who)
        assert openable(self.told, "close", BOTH) == openable(fresh, "close", BOTH)
        assert self.told.opened_once("close") == bool(self.evening.openings)
        for opening in self.evening.openings:
            assert pairs(self.told, opening) == pairs(fresh, opening)


TestTold = Told.TestCase
