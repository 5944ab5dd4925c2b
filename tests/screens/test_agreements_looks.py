"""How the agreements look, small and large, in both languages."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest

from tests.screens.test_looks import SnapCompare, compare
from tests.stage import LOOKS, ONCE, FixedClock, pictures
from tui.core.ids import Ids
from tui.household import Household
from tui.household.agreements import agree, every, keep, let_go, look_again, revise, standing
from tui.screens.agreement import AgreementScreen
from tui.screens.agreements import AgreementsScreen
from tui.screens.journal import JournalScreen
from tui.screens.keep import KeepScreen
from tui.screens.look_again import LookAgainScreen
from tui.screens.room import Room
from tui.screens.wording import WordingScreen

TODAY = date(2026, 11, 23)
HOLDS, NEWER, SEVERAL, DUE, FIRST, GONE = range(6)
"""The agreements, in the order in which they were begun."""


@pytest.fixture
def agreed(household: Household, clock: FixedClock) -> Household:
    """Agreements of every kind, Ana at the keyboard."""
    ben = Household.open(household.store.home, name="Ben", clock=clock, ids=Ids(Random(2)))

    def both(text: str) -> str:
        clock.go(60)
        made = keep(household, text).id
        agree(ben, made, made)
        return made

    def later(agreement: str, days: int) -> None:
        household.catch_up()
        found = standing(household, agreement)
        assert found is not None
        look_again(household, found, TODAY + timedelta(days=days))

    later(both("We say good night to each other, also after a quarrel."), 30)
    newer = both("We put the phones in the kitchen after nine.\nOn Sundays nobody works.")
    text = "We put the phones in the kitchen after ten, and they stay there until everybody has had their tea."
    revise(ben, newer, f"{text}\nOn Sundays nobody works.\nTea at eight.", (newer,))
    several = both("One evening a week is ours.\nWe take turns with the plans.")
    revise(household, several, "One evening a week is ours: the Thursday.\nWe take turns with the plans.", (several,))
    revise(ben, several, "Two evenings a month are ours.\nWe take turns with the plans.", (several,))
    later(both("We ring at six when one of us is away."), 0)
    clock.go(60)
    keep(ben, "[/b] 日本語: a walk every Saturday")
    gone = both("No talk about money in bed.")
    household.catch_up()
    let_go(household, every(household)[0])
    assert every(household)[0].id == gone
    ben.close()
    return household


def place(household: Household, number: int) -> str:
    return every(household)[::-1][number].id


@pictures(
    "number",
    {"newer": NEWER, "several": SEVERAL},
    {"holds": HOLDS, "due": DUE, "first": FIRST, "let go": GONE},
)
def test_one_agreement(
    snap_compare: SnapCompare, agreed: Household, number: int, language: str, size: tuple[int, int]
) -> None:
    agreed.speak(language)
    assert compare(snap_compare, agreed, lambda: AgreementScreen(agreed, place(agreed, number)), size)


Make = Callable[[Household], Room[None] | Room[bool]]

SCREENS: dict[str, Make] = {
    "list": AgreementsScreen,
    "journal": JournalScreen,
    "writing it in one": lambda household: WordingScreen(household, place(household, SEVERAL)),
    "a sentence": lambda household: KeepScreen(household, source=""),
}
LIKE_ANOTHER: dict[str, Make] = {
    "a new one": WordingScreen,
    "another wording": lambda household: WordingScreen(household, place(household, NEWER)),
}


@pictures("screen", SCREENS, LIKE_ANOTHER)
def test_the_screens_around_it(
    snap_compare: SnapCompare, agreed: Household, screen: Make, language: str, size: tuple[int, int]
) -> None:
    agreed.speak(language)
    assert compare(snap_compare, agreed, lambda: screen(agreed), size)  # type: ignore[arg-type, return-value]


@LOOKS
def test_the_day_to_look_again(
    snap_compare: SnapCompare, agreed: Household, language: str, size: tuple[int, int]
) -> None:
    agreed.speak(language)
    found = standing(agreed, place(agreed, HOLDS))
    assert found is not None
    assert compare(snap_compare, agreed, lambda: LookAgainScreen(agreed, found), size, ("tab", *"24.12."))


@ONCE
@pytest.mark.parametrize("begun", [False, True])
def test_the_list_for_one_alone(
    snap_compare: SnapCompare, household: Household, begun: bool, language: str, size: tuple[int, int]
) -> None:
    household.speak(language)
    household.be_alone(alone=True)
    if begun:
        keep(household, "I listen to the end before I answer.")
    assert compare(snap_compare, household, lambda: AgreementsScreen(household), size)


@ONCE
def test_the_empty_list(
    snap_compare: SnapCompare, household: Household, language: str, size: tuple[int, int]
) -> None:
    household.speak(language)
    assert compare(snap_compare, household, lambda: AgreementsScreen(household), size)
