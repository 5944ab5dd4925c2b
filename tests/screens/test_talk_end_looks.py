"""How the time after a talk looks, and the list of talks, small and large, in both languages."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.screens.after_talk_stage import been_here, ended, held
from tests.screens.test_looks import SnapCompare, compare
from tests.stage import LOOKS, FixedClock
from tui.checkin.flow import DraftAnswer
from tui.core.records import Talk
from tui.household import Household
from tui.household.agreements import agree, every, let_go
from tui.household.talks_kept import agree_after
from tui.screens.not_well import NotWellScreen
from tui.screens.room import Room
from tui.screens.talk_end import TalkEndScreen
from tui.screens.talk_next import TalkNextScreen
from tui.screens.talk_past import PastTalkScreen
from tui.screens.talks import TalksScreen


@pytest.fixture
def talked(household: Household, clock: FixedClock) -> Household:
    """Four talks in two months, with agreements of every kind and how one was for both."""
    been_here(household)
    held(household, clock, topic="money, and who keeps the book", form="trust", kept="We look at it together.")
    old = held(household, clock, topic="Sundays", form="our-own-way")
    agree_after(household, old.id, "One Sunday a month is ours.", None)
    household.be(household.people[1])
    agree(household, every(household)[0].id, every(household)[0].id)
    household.be(household.people[0])
    clock.go(12 * 86400)
    over = held(household, clock, topic="the holidays", form="stress")
    agree_after(household, over.id, "We book by March.", None)
    let_go(household, every(household)[0])
    talk = held(household, clock, topic="the kitchen in the morning, and how we speak when we are in a hurry")
    agree_after(household, talk.id, "We put the phones in the kitchen after nine.", date(2026, 12, 21))
    for felt, heard in ((6, "that you were afraid I would leave"), (4, "you are tired, not cold")):
        draft = household.draft("safe").with_answer("safe.felt", DraftAnswer(value=felt))
        household.finish(draft.with_answer("safe.heard", DraftAnswer(value=heard)), ["safe.felt", "safe.heard"])
        household.be(household.partner)
    household.open_together("safe")
    return household


def _end(household: Household, clock: FixedClock) -> Room[None]:
    return TalkEndScreen(household, ended(household, clock, sentences=("We listen before we answer.", "")))


@LOOKS
def test_after_a_talk(
    snap_compare: SnapCompare, household: Household, clock: FixedClock, language: str, size: tuple[int, int]
) -> None:
    household.speak(language)
    keys = ("ctrl+t",) if language == "de" else ()
    assert compare(snap_compare, household, lambda: _end(household, clock), size, keys)


SCREENS: dict[str, Callable[[Household], Room[None]]] = {
    "what is next": lambda household: TalkNextScreen(household, ""),
    "not well": NotWellScreen,
    "the list": TalksScreen,
    "one talk": lambda household: PastTalkScreen(household, household.all(Talk)[-1].id),
}


@LOOKS
@pytest.mark.parametrize("name", SCREENS)
def test_what_comes_after_it(
    snap_compare: SnapCompare, talked: Household, name: str, language: str, size: tuple[int, int]
) -> None:
    talked.speak(language)
    assert compare(snap_compare, talked, lambda: SCREENS[name](talked), size)
