"""My own wishes: seen by nobody else, and taken off without anybody noticing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from tests.screens.together_stage import both, give
from tests.stage import SMALL, app_on, screen_name, seen
from tui.checkin.flow import DraftAnswer
from tui.core.ids import Ids
from tui.core.records import Opening, Share
from tui.household import Household
from tui.household.wishes import withdraw
from tui.screens.wishes import WishesScreen

WISHES = "close.wishes"
SMILE, HUG, KISS, LOVE = "A smile that is meant", "A hug that lasts", "A real kiss", "Making love, with all"


@pytest.fixture
def wished(household: Household) -> Household:
    """Both wish for a smile and a hug; Ana besides for a kiss."""
    both(
        household,
        {WISHES: ("smile", "hug", "long_kiss"), "close.first": "talk"},
        {WISHES: ("smile", "hug"), "close.first": "talk"},
    )
    return household


@asynccontextmanager
async def looking(household: Household, size: tuple[int, int] = SMALL) -> AsyncIterator[Pilot[int]]:
    """Look at my wishes."""
    app = app_on(household)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        await app.push_screen(WishesScreen(household))
        await pilot.pause()
        yield pilot
        assert app.fault is None


def mutual(household: Household) -> tuple[str, ...]:
    (opening,) = household.all(Opening)
    return opening.mutual[WISHES]


async def until(pilot: Pilot[int], text: str, *, there: bool) -> None:
    """Wait until a text stands on the screen, or does not any more."""
    for _ in range(100):
        await pilot.pause(0.02)
        if (text in seen(pilot)) is there:
            return
    raise AssertionError(seen(pilot))


@pytest.mark.parametrize("size", [SMALL])
async def test_my_wishes_stand_by_level_and_those_of_both_are_marked(
    wished: Household, size: tuple[int, int]
) -> None:
    async with looking(wished, size) as pilot:
        text = seen(pilot)
        places = [
            text.index(each)
            for each in ("Looks and words", f"♥ {SMILE}", "Small touches", f"♥ {HUG}", "Kisses", f"  {KISS}")
        ]
        assert places == sorted(places)
        assert f"♥ {KISS}" not in text


async def test_a_wish_is_taken_off_with_a_key_and_brought_back_by_taking_that_back(wished: Household) -> None:
    async with looking(wished) as pilot:
        await pilot.press("down", "x")
        await until(pilot, HUG, there=False)
        assert mutual(wished) == ("smile",)
        assert pilot.app.screen.query_one(OptionList).has_focus
        await pilot.press("ctrl+z")
        await until(pilot, HUG, there=True)
        assert mutual(wished) == ("smile", "hug")


async def test_enter_leads_to_the_button_that_takes_it_off(wished: Household) -> None:
    async with looking(wished) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert SMILE in seen(pilot)
        await pilot.press("enter")
        await until(pilot, SMILE, there=False)
        assert mutual(wished) == ("hug",)


async def test_a_wish_is_taken_off_with_the_mouse(wished: Household) -> None:
    async with looking(wished) as pilot:
        row = seen(pilot).split("\n").index(next(line for line in seen(pilot).split("\n") if KISS in line))
        await pilot.click(None, offset=(10, row))
        await pilot.pause()
        assert KISS in seen(pilot)
        await pilot.click("#take-off")
        await until(pilot, f"  {KISS}", there=False)
        assert mutual(wished) == ("smile", "hug")


async def test_when_all_are_gone_it_says_how_to_begin_anew(wished: Household) -> None:
    async with looking(wished) as pilot:
        for _ in range(3):
            await pilot.press("x")
            await pilot.pause()
        await until(pilot, "nothing on your list", there=True)
        assert "take off" not in seen(pilot)
        await pilot.press("x", "delete")
        await pilot.press("m")
        await pilot.pause()
        assert screen_name(pilot) == "StepScreen"


async def test_the_list_does_not_wait_under_the_step_for_whoever_comes_next(wished: Household) -> None:
    async with looking(wished) as pilot:
        await pilot.click("#mark-anew")
        await pilot.pause()
        assert [type(each).__name__ for each in pilot.app.screen_stack].count("WishesScreen") == 0
        await pilot.press("escape")
        await pilot.pause()
        assert screen_name(pilot) == "HomeScreen"


async def test_the_other_sees_their_own_and_nothing_of_mine(wished: Household) -> None:
    wished.sit_down("Ben")
    async with looking(wished) as pilot:
        assert HUG in seen(pilot)
        assert KISS not in seen(pilot)


async def test_what_lies_above_my_line_is_not_offered(household: Household) -> None:
    give(household, "Ana", {WISHES: ("smile", "make_love"), "close.comfort": "more"})
    async with looking(household) as pilot:
        assert LOVE in seen(pilot)
    give(household, "Ana", {WISHES: ("smile", "make_love"), "close.comfort": "small_touch"})
    async with looking(household) as pilot:
        assert SMILE in seen(pilot)
        assert LOVE not in seen(pilot)


async def test_what_is_taken_off_in_another_window_goes_without_moving_the_cursor(wished: Household) -> None:
    second = Household.open(wished.store.home, name="Ana", clock=wished.clock, ids=Ids())
    async with looking(wished) as pilot:
        await pilot.press("down")
        withdraw(second, WISHES, ["smile"])
        await until(pilot, SMILE, there=False)
        option = pilot.app.screen.query_one(OptionList).highlighted_option
        assert option is not None
        assert option.id == "hug"
    second.close()


async def test_a_draft_that_is_begun_loses_it_too(wished: Household) -> None:
    draft = wished.draft("close").with_answer(WISHES, DraftAnswer(value=("hug", "smile"), share=Share.MUTUAL))
    wished.keep_draft(draft)
    async with looking(wished) as pilot:
        await pilot.press("x")
        await until(pilot, SMILE, there=False)
    assert wished.draft("close").answers[WISHES].value == ("hug",)


@pytest.mark.parametrize("language", ["en", "de"])
async def test_with_nothing_on_it_the_list_is_kind(household: Household, language: str) -> None:
    household.speak(language)
    async with looking(household) as pilot:
        assert "[" not in seen(pilot)
        await pilot.press("x", "enter")
        await pilot.pause()
        assert screen_name(pilot) in {"WishesScreen", "SafetyScreen", "StepScreen"}
