"""What to do: choosing, planning, wishing, noting, and ideas of one's own, by keys and with the mouse."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import pytest
from msgspec.structs import replace
from textual.screen import Screen
from textual.widgets import Button, Input, OptionList

from tests.screens.planner_stage import Stage, at, keep, offered, plans, settled, until
from tests.screens.test_looks import SnapCompare, compare
from tests.stage import LOOKS, SMALL, app_on, seen
from tui.core.records import Activity, Did, PlanState, Share
from tui.household import Household
from tui.household.ideas import Given, add_own, did, draft, own, suggestions, wish
from tui.planner.ideas import Thing
from tui.screens.did import DidScreen
from tui.screens.idea_form import IdeaFormScreen
from tui.screens.ideas import IdeasScreen
from tui.screens.planner import PlannerScreen

ODD = "row [/b] [@click=app.quit]x[/] to the 島 and back"


@asynccontextmanager
async def looking(
    household: Household, screen: Screen[Thing | None] | Screen[None] | None = None
) -> AsyncIterator[Stage]:
    """Look at the ideas, or at another screen, above home."""
    app = app_on(household)
    async with app.run_test(size=SMALL, notifications=True, tooltips=True) as pilot:
        await pilot.pause()
        await app.push_screen(screen or IdeasScreen(household))
        await settled(pilot)
        yield pilot
        assert app.fault is None


def ideas(pilot: Stage) -> IdeasScreen:
    screen = pilot.app.screen
    assert isinstance(screen, IdeasScreen)
    return screen


async def press(pilot: Stage, *keys: str) -> str:
    await pilot.press(*keys)
    await settled(pilot)
    return seen(pilot)


async def test_what_is_asked_for_changes_the_list_by_keys_and_with_the_mouse(household: Household) -> None:
    catalog = {each.id: each for each in household.catalog.ideas}
    async with looking(household) as pilot:
        screen = ideas(pilot)
        every = len(screen.things)
        assert "1 any length" in seen(pilot)
        for keys, said in (
            ("1", "1 up to 20 min"),
            ("2", "2 at home"),
            ("3", "3 free"),
            ("4", "4 calm"),
            ("5", "far"),
        ):
            assert said in await press(pilot, keys)
        assert 0 < len(screen.things) < every
        for each in screen.things:
            found = catalog[each.id]
            assert (found.where, found.cost, found.energy) == ("home", "free", "low")
            assert found.minutes <= 20
            assert found.apart or found.only_apart
        for name in ("length", "where", "cost", "energy", "apart"):
            await pilot.click(f"#ask-{name}")
        await settled(pilot)
        for said in ("up to 1 h", "2 out", "3 low cost", "4 lively", "5 here"):
            assert said in seen(pilot)
        await pilot.click("#view-own")
        await settled(pilot)
        assert "No idea of your own yet." in seen(pilot)
        assert not {"choose_idea", "wish_idea", "did_idea", "again_idea", "edit_idea"} & offered(pilot)
        await press(pilot, "enter", "w", "o", "g", "e", "x")
        assert household.all(Activity) == []


async def test_what_is_wished_for_stands_on_the_list_and_comes_off_by_whose_wish_it_is(household: Household) -> None:
    household.rename(("[/b] Ana [@click=app.quit]x[/]", "Ben"), ("Europe/Berlin", "America/New_York"), apart=False)
    name = "[/b] Ana [@clic…"
    wish(household, suggestions(household, 120)[7])
    household.be(household.partner)
    async with looking(household) as pilot:
        screen = ideas(pilot)
        text = seen(pilot)
        assert text.index("WHAT YOU WOULD LIKE") < text.index("●") < text.index("\n  IDEAS\n")
        assert f"{name} would like this." in text
        assert "Both of you would like this." in await press(pilot, "w")
        assert "unwish_idea" in offered(pilot)
        await press(pilot, "down", "down", "plus")
        here = screen.thing
        assert here is not None
        assert "On your list. [/b] Ana" in seen(pilot)
        assert screen.thing == here, "nothing moves away under the cursor"
        text = await press(pilot, "v")
        assert "●◆" in text
        assert screen.thing is not None
        assert screen.thing.id == here.id
        assert here.text[:40] not in await press(pilot, "w")
        assert f"{name} would like this." in await press(pilot, "w")
        assert [each.by for each in household.all(Activity)] == [household.partner.id]
        await press(pilot, "ctrl+z")
        assert "Both of you would like this." in seen(pilot)
        assert {each.share for each in household.all(Activity)} == {Share.NOW}


async def test_what_was_done_is_noted_and_gladly_had_again(household: Household) -> None:
    async with looking(household) as pilot:
        assert "again_idea" not in offered(pilot)
        while "New to you" not in seen(pilot):
            await press(pilot, "down")
        await press(pilot, "o")
        assert "Noted." in seen(pilot)
        assert "New to you" not in seen(pilot)
        assert "Gladly again, you said." in await press(pilot, "g")
        assert "not_again_idea" in offered(pilot)
        assert [each.again for each in household.all(Did)] == [True]
        await press(pilot, "g")
        assert [each.again for each in household.all(Did)] == [False]
        await press(pilot, "ctrl+z", "ctrl+z", "ctrl+z")
        assert household.all(Did) == []


async def test_enter_plans_what_is_chosen_and_a_click_too(household: Household) -> None:
    async with looking(household, PlannerScreen(household)) as pilot:
        await pilot.press("i")
        await until(pilot, "IdeasScreen")
        await pilot.press("down")
        thing = ideas(pilot).thing
        assert thing is not None
        await pilot.click("#ideas", offset=(10, 2))
        await until(pilot, "ProposeScreen")
        assert pilot.app.screen.query_one("#what", Input).value == thing.text
        await pilot.press("ctrl+n")
        await until(pilot, "IdeasScreen")
        (plan,) = plans(household)
        assert (plan.idea, plan.what, plan.minutes) == (thing.id, thing.text, thing.minutes)


async def test_an_idea_of_ones_own_is_written_changed_kept_half_written_and_removed(household: Household) -> None:
    async with looking(household) as pilot:
        await pilot.press("n")
        await until(pilot, "IdeaFormScreen")
        pilot.app.screen.query_one("#text", Input).value = ODD
        await pilot.press("down", *"ages")
        assert "leave it empty" in seen(pilot)
        await pilot.click("#known-where")
        await pilot.press("ctrl+n")
        await settled(pilot)
        assert isinstance(pilot.app.screen, IdeaFormScreen)
        await pilot.press("escape")
        await until(pilot, "IdeasScreen")
        await pilot.press("n")
        await until(pilot, "IdeaFormScreen")
        assert pilot.app.screen.query_one("#text", Input).value == ODD
        assert str(pilot.app.screen.query_one("#known-where", Button).label) == "at home"
        field = pilot.app.screen.query_one("#how-long", Input)
        assert field.value == "ages"
        field.value = "1h30"
        field.focus()
        await pilot.press("enter")
        await until(pilot, "IdeasScreen")
        (kept,) = own(household)
        assert (kept.text, kept.minutes, kept.where, kept.share) == (ODD, 90, "home", Share.PRIVATE)
        assert draft(household, "idea") is None
        assert "row [/b] [@click=app.quit]x[/] to the 島 and back" in seen(pilot)
        await pilot.press("e")
        await until(pilot, "IdeaFormScreen")
        pilot.app.screen.query_one("#text", Input).value = "row to the island"
        await pilot.click("#save")
        await until(pilot, "IdeasScreen")
        assert "An idea of your own" not in await press(pilot, "x")
        assert own(household) == []
        await press(pilot, "ctrl+z")
        assert "row to the island" in seen(pilot)
        assert own(household) == [replace(kept, text="row to the island")]


async def test_after_a_time_it_is_asked_once_what_was_done(household: Household) -> None:
    plan = keep(household, at(23, 16), "a walk [/b]", state="accepted")
    async with looking(household, PlannerScreen(household)) as pilot:
        await pilot.press("o")
        await until(pilot, "PlanSureScreen")
        await pilot.click("#yes")
        await until(pilot, "DidScreen")
        assert pilot.app.screen.query_one("#did", Input).value == "a walk [/b]"
        assert household.find(Did, plan=plan.id) == []
        await pilot.press(*" and tea", "escape")
        await settled(pilot)
        assert isinstance(pilot.app.screen, DidScreen), "words are let go of only when that is said twice"
        for key in ("ctrl+z", ""):
            await pilot.press("ctrl+o")
            await until(pilot, "IdeasScreen")
            await pilot.press("enter")
            await until(pilot, "DidScreen")
            if key:
                await pilot.press(key)
                assert pilot.app.screen.query_one("#did", Input).value == "a walk [/b] and tea"
        await pilot.click("#again")
        await until(pilot, "PlannerScreen")
        (noted,) = household.all(Did)
        assert (noted.plan, noted.again) == (plan.id, True)
        assert noted.idea in {each.id for each in household.catalog.ideas}
    assert [each.state for each in plans(household)] == [PlanState.DONE]


async def test_what_was_done_may_be_passed_and_leaving_loses_no_word(household: Household) -> None:
    plan = keep(household, at(23, 16), "a walk", state="done")
    async with looking(household, DidScreen(household, plan)) as pilot:
        await pilot.press("escape")
        await until(pilot, "HomeScreen")
        assert household.all(Did) == []
        await pilot.app.push_screen(DidScreen(household, plan))
        await pilot.press(*" in the rain", "ctrl+q")
    assert [each.text for each in household.all(Did)] == ["a walk in the rain"]


async def test_what_the_other_writes_shows_with_the_same_one_chosen(household: Household) -> None:
    async with looking(household) as pilot:
        await press(pilot, "down", "down")
        here = ideas(pilot).thing
        household.be(household.partner)
        wish(household, Thing.of(add_own(household, Given(text="swim to the island"))))
        household.be(household.partner)
        ideas(pilot).household_changed()
        await settled(pilot)
        assert "swim to the island" in seen(pilot)
        assert ideas(pilot).thing == here
        assert isinstance(pilot.app.focused, OptionList)


@pytest.fixture
def full(household: Household) -> Household:
    """A household with wishes of both, something done, and an idea of their own."""
    every = suggestions(household, 120)
    wish(household, every[3])
    add_own(household, Given(text=ODD, minutes=90))
    household.be(household.partner)
    wish(household, every[3])
    wish(household, Thing.of(add_own(household, Given(text=ODD, minutes=90, where="out", cost="little"))))
    household.be(household.partner)
    did(household, every[9].text, idea=every[9].id, again=True)
    return household


@LOOKS
def test_looks_of_the_ideas(snap_compare: SnapCompare, full: Household, language: str, size: tuple[int, int]) -> None:
    full.speak(language)
    assert compare(snap_compare, full, lambda: cast("Screen[None]", IdeasScreen(full, 120)), size)
