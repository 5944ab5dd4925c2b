"""A wish can be taken back unseen: for the other it is as if it had never been there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.stage import FixedClock
from tui.checkin.flow import DraftAnswer
from tui.checkin.wishes import settled
from tui.cli.records import EXPORTED
from tui.core.ids import Ids
from tui.core.records import KINDS, Answer, Opening, Share
from tui.household import Household
from tui.household.own import disputes, take_back
from tui.household.wishes import my_ceiling, my_wishes, question_of, shared_wishes, withdraw
from tui.store.portable import to_json

WISHES, COMFORT = "close.wishes", "close.comfort"
QUESTIONS = (COMFORT, WISHES, "close.first")
SOME = ("smile", "compliment", "hold_hands", "hug", "long_kiss", "bare_skin", "make_love")


@pytest.fixture
def household(tmp_path: Path) -> Iterator[Household]:
    found = begun(tmp_path / "home")
    yield found
    found.close()


def begun(home: Path) -> Household:
    found = Household.open(home, clock=FixedClock(), ids=Ids(Random(1)))
    found.found(("Ana", "Ben"), ("Europe/Berlin", "Europe/Berlin"))
    return found


def window(household: Household, name: str = "Ana") -> Household:
    return Household.open(household.store.home, name=name, clock=FixedClock(), ids=Ids(Random(2)))


def wish(household: Household, name: str, *wishes: str, comfort: str | None = None) -> None:
    """Answer the step as `name`, with these wishes."""
    household.sit_down(name)
    draft = household.draft("close")
    draft = draft.with_answer(COMFORT, DraftAnswer(value=comfort, share=Share.PRIVATE))
    draft = draft.with_answer(WISHES, DraftAnswer(value=wishes or None, share=Share.MUTUAL))
    draft = draft.with_answer("close.first", DraftAnswer(value="either"))
    household.finish(draft, QUESTIONS)


def opened(household: Household) -> Opening:
    opening = household.open_together("close")
    assert opening is not None
    return opening


def both_wish(household: Household, *wishes: str) -> Opening:
    wish(household, "Ben", *wishes)
    wish(household, "Ana", *wishes)
    return opened(household)


def mutual(household: Household) -> list[tuple[str, ...]]:
    """Return what is shown of each opening."""
    return [each.mutual[WISHES] for each in household.all(Opening)]


def mine(household: Household) -> tuple[str, ...]:
    question = question_of(household)
    assert question is not None
    return my_wishes(household, question)


def view(household: Household, name: str) -> dict[str, object]:
    """Return all that one of them can see, in every way in which it can be seen."""
    household.sit_down(name)
    records = [each for kind in EXPORTED for each in household.all(kind)]
    return {
        "records": {kind.__name__: household.all(kind) for kind in KINDS.values()},
        "shown": [(each.id, each.mutual) for each in household.newest(Opening)],
        "pairs": [household.pairs(each) for each in household.all(Opening)],
        "export": to_json(household.people, records, me=household.me.id),
        "count": household.seen_count(),
        "to_open": household.to_open(),
        "states": household.states(),
        "disputes": disputes(household),
    }


# Taking back


def test_a_wish_that_is_taken_back_is_nowhere_any_more(household: Household) -> None:
    both_wish(household, "smile", "hug")
    both_wish(household, "hug", "long_kiss")
    withdraw(household, WISHES, ["hug"])
    assert mutual(household) == [("smile",), ("long_kiss",)]
    assert [each.mutual[WISHES] for each in household.store.all(Opening)] == mutual(household)
    assert mine(household) == ("smile", "long_kiss")
    household.sit_down("Ben")
    assert mine(household) == ("smile", "hug", "long_kiss")
    assert mutual(household) == [("smile",), ("long_kiss",)]


def test_it_is_done_in_one_go_and_can_be_taken_back_by_whoever_did_it(household: Household) -> None:
    both_wish(household, "smile", "hug")
    withdraw(household, WISHES, ["smile", "hug"])
    assert mutual(household) == [()]
    assert take_back(household) == "answer"
    assert mutual(household) == [("smile", "hug")]


def test_a_wish_that_waits_to_be_opened_is_taken_back_before_it_is_seen(household: Household) -> None:
    wish(household, "Ana", "smile", "hug")
    withdraw(household, WISHES, ["hug"])
    wish(household, "Ben", "hug", "smile")
    assert opened(household).mutual[WISHES] == ("smile",)


def test_a_draft_does_not_bring_it_back(household: Household) -> None:
    wish(household, "Ana", "smile", "hug")
    draft = household.draft("close")
    household.keep_draft(draft.with_answer("close.first", DraftAnswer(value="talk")), since=draft)
    withdraw(household, WISHES, ["hug"])
    household.finish(household.draft("close"), QUESTIONS)
    assert mine(household) == ("smile",)
    assert {each.question: each.value for each in household.all(Answer)}["close.first"] == "talk"


def test_what_was_never_wished_changes_nothing(household: Household) -> None:
    both_wish(household, "smile")
    before = view(household, "Ana")
    withdraw(household, WISHES, ["hug", "no such thing"])
    assert view(household, "Ana") == before


def test_the_other_keeps_their_own_wishes(household: Household) -> None:
    both_wish(household, "smile", "hug")
    withdraw(household, WISHES, ["hug"])
    household.sit_down("Ben")
    (answer,) = household.find(Answer, question=WISHES, by=household.me.id)
    assert answer.value == ("smile", "hug")


# The ceiling


def test_a_lower_ceiling_takes_back_what_lies_above(household: Household) -> None:
    both_wish(household, "smile", "long_kiss", "make_love")
    wish(household, "Ana", "hug", comfort="small_touch")
    assert mutual(household) == [("smile",)]
    assert mine(household) == ("smile", "hug")
    question = question_of(household)
    assert question is not None
    assert my_ceiling(household, question) == 2
    household.sit_down("Ben")
    assert mutual(household) == [("smile",)]
    assert mine(household) == ("smile", "long_kiss", "make_love")


def test_a_ceiling_that_is_passed_takes_nothing_back(household: Household) -> None:
    both_wish(household, "smile", "make_love")
    wish(household, "Ana", "hug", comfort=None)
    assert mutual(household) == [("smile", "make_love")]


def test_a_lower_ceiling_in_answers_that_are_changed_does_the_same(household: Household) -> None:
    both_wish(household, "smile", "bare_skin")
    wish(household, "Ana", "hug", "bare_skin", comfort="more")
    assert mutual(household) == [("smile", "bare_skin")]
    wish(household, "Ana", "hug", "bare_skin", comfort="words")
    assert mutual(household) == [("smile",)]
    assert mine(household) == ("smile",)


def test_taking_the_lower_ceiling_back_brings_back_what_went_with_it(household: Household) -> None:
    both_wish(household, "smile", "bare_skin")
    wish(household, "Ana", "hug", comfort="words")
    assert take_back(household) == "sitting"
    assert mutual(household) == [("smile", "bare_skin")]


# Two windows


def test_what_two_windows_take_back_at_once_stays_away(household: Household) -> None:
    both_wish(household, "smile", "hug", "long_kiss")
    second = window(household)
    second.catch_up_quietly = frozenset  # type: ignore[method-assign] # it has not looked yet
    withdraw(household, WISHES, ["hug"])
    withdraw(second, WISHES, ["long_kiss"])
    for each in (household, second):
        each.catch_up()
        assert mutual(each) == [("smile",)]
        assert mine(each) == ("smile",)
        assert disputes(each) == []
    second.close()


def test_of_versions_that_were_never_settled_only_what_all_hold_is_shown(household: Household) -> None:
    opening = both_wish(household, "smile", "hug", "long_kiss")
    answer = next(each for each in household.all(Answer) if each.question == WISHES)
    second = window(household)
    household.save(
        replace(answer, value=("smile", "long_kiss")),
        replace(opening, mutual={WISHES: ("smile", "long_kiss")}),
        seen=[answer, opening],
    )
    second.save(
        replace(answer, value=("smile", "hug")),
        replace(opening, mutual={WISHES: ("smile", "hug")}),
        seen=[answer, opening],
    )
    household.catch_up()
    assert len(household.store.both()) == 2
    for name in ("Ana", "Ben"):
        household.sit_down(name)
        assert mutual(household) == [("smile",)]
    second.close()


def test_both_may_take_the_same_back_at_once(household: Household) -> None:
    both_wish(household, "smile", "hug")
    other = window(household, "Ben")
    other.catch_up_quietly = frozenset  # type: ignore[method-assign] # he has not looked yet
    withdraw(household, WISHES, ["hug"])
    withdraw(other, WISHES, ["smile"])
    household.catch_up()
    for each in (household, other):
        assert mutual(each) == [()]
    assert mine(household) == ("smile",)
    assert mine(other) == ("hug",)
    other.close()


def test_an_answer_that_is_not_held_here_limits_nothing(household: Household) -> None:
    opening = both_wish(household, "smile", "hug")
    theirs = [each for each in household.store.all(Answer) if each.by != household.me.id]
    household.remove(*theirs)
    assert mutual(household) == [opening.mutual[WISHES]]
    withdraw(household, WISHES, ["hug"])
    assert mutual(household) == [("smile",)]


@given(
    base=st.lists(st.sampled_from("abcd"), unique=True),
    sides=st.lists(st.lists(st.sampled_from("abcdef"), unique=True), min_size=1, max_size=3),
)
def test_what_any_version_took_back_stays_away_and_what_any_added_stays(
    base: list[str], sides: list[list[str]]
) -> None:
    found = settled(base, sides)
    assert {each for each in base if all(each in side for side in sides)} == set(found) & set(base)
    assert set(found) - set(base) == {each for side in sides for each in side} - set(base)


# Nobody can tell


@dataclass
class Story:
    """What two did, step by step: with the wishes that Ana takes back, or without their ever having been there.

    `lower`: she takes them back by drawing a lower line in new answers.
    """

    acts: list[tuple[str, tuple[str, ...]]]
    gone: frozenset[str]
    when: int
    lower: bool
    views: list[dict[str, object]] = field(default_factory=list)
    alike: list[bool] = field(default_factory=list)

    def live(self, home: Path, *, wished: bool) -> None:
        household = begun(home)
        for place in range(len(self.acts) + 1):
            if place == self.when:
                self._take_back(household, wished=wished)
            if place < len(self.acts):
                left_out = frozenset() if wished and place < self.when else self.gone
                self._act(household, *self.acts[place], left_out)
            self.views.append(view(household, "Ben"))
            self.alike.append(place >= self.when or not self.gone.intersection(*_shown(household)))
        household.close()

    def _take_back(self, household: Household, *, wished: bool) -> None:
        household.sit_down("Ana")
        if self.lower:
            wish(household, "Ana", "smile", comfort="small_touch")
        elif wished:
            withdraw(household, WISHES, self.gone)

    @staticmethod
    def _act(household: Household, what: str, wishes: tuple[str, ...], left_out: frozenset[str]) -> None:
        match what:
            case "Ana":
                wish(household, "Ana", *(each for each in wishes if each not in left_out))
            case "Ben":
                wish(household, "Ben", *wishes)
            case _:
                household.open_together("close")


def _shown(household: Household) -> list[frozenset[str]]:
    """Return what was shown to both, as one set in a list."""
    openings = household.all(Opening)
    return [frozenset(each for opening in openings for each in opening.mutual.get(WISHES, ()))]


ACTS = st.tuples(
    st.sampled_from(("Ana", "Ben", "open", "open")),
    st.lists(st.sampled_from(SOME), unique=True, max_size=5).map(lambda some: tuple(sorted(some, key=SOME.index))),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(acts=st.lists(ACTS, min_size=2, max_size=8), lower=st.booleans(), data=st.data())
def test_taken_back_looks_like_never_wished(
    acts: list[tuple[str, tuple[str, ...]]], lower: bool, data: st.DataObject
) -> None:
    """Whatever Ben may see, of records, openings, exports and counts, is the same from then on.

    Before that it is the same too, unless both had already been shown one of those wishes.
    """
    some = st.frozensets(st.sampled_from(SOME), min_size=1)
    gone = frozenset(SOME[SOME.index("long_kiss") :]) if lower else data.draw(some)
    when = data.draw(st.integers(0, len(acts)))
    with TemporaryDirectory() as folder:
        with_it, without_it = (Story(acts=acts, gone=gone, when=when, lower=lower) for _ in range(2))
        with_it.live(Path(folder, "one"), wished=True)
        without_it.live(Path(folder, "two"), wished=False)
    for one, other, alike in zip(with_it.views, without_it.views, with_it.alike, strict=True):
        if alike:
            assert one == other


def test_nothing_that_others_see_of_a_withdrawn_wish_is_in_an_export(household: Household) -> None:
    both_wish(household, "smile", "hug")
    household.sit_down("Ana")
    withdraw(household, WISHES, ["hug"])
    exported = view(household, "Ben")["export"]
    assert isinstance(exported, bytes)
    records = msgspec.json.decode(exported)["records"]
    theirs = [each for each in records if each["by"] != household.me.id or each["kind"] == "opening"]
    assert b"hug" not in msgspec.json.encode(theirs)


def test_what_both_see_is_told_apart_for_whoever_takes_back(household: Household) -> None:
    wish(household, "Ben", "smile")
    wish(household, "Ana", "smile", "hug")
    opened(household)
    question = question_of(household)
    assert question is not None
    assert shared_wishes(household, question) == {"smile"}
    assert my_wishes(household, question) == ("smile", "hug")
