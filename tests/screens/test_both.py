"""Two windows that change the same thing: both versions are kept, said, shown to both, and either may choose."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from random import Random

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from tests.screens.planner_stage import at, keep, now, offered
from tests.stage import SMALL, FixedClock, app_on, screen_name, seen
from tui.checkin.flow import DraftAnswer
from tui.core.ids import Ids
from tui.core.records import Agreement, Answer, Plan
from tui.household import Household
from tui.household.own import disputes
from tui.screens.both import BothScreen
from tui.screens.home import HomeScreen
from tui.screens.people import PeopleScreen
from tui.screens.propose import ProposeScreen

Stage = Pilot[int]
TOLD = "The same thing was changed twice, neither knowing of the other."


@pytest.fixture
def second(household: Household, clock: FixedClock) -> Iterator[Household]:
    """The same home, opened again by Ben."""
    other = Household.open(household.store.home, name="Ben", clock=clock, ids=Ids(Random(2)))
    yield other
    other.close()


async def until(pilot: Stage, condition: Callable[[], bool]) -> None:
    """Wait until something holds, and say that it did."""
    for _ in range(300):
        if condition():
            break
        await pilot.pause(0.02)
    assert condition(), seen(pilot)


@asynccontextmanager
async def home(household: Household) -> AsyncIterator[Stage]:
    async with app_on(household).run_test(size=SMALL, notifications=True) as pilot:
        await pilot.pause()
        yield pilot


def said(pilot: Stage) -> str:
    """Return all that was said at the edge of the screen."""
    return "\n".join(each.message for each in pilot.app._notifications)


async def until_said(pilot: Stage, text: str) -> None:
    await until(pilot, lambda: text in said(pilot))


async def until_on(pilot: Stage, name: str) -> None:
    """Wait until a screen is there, by the name of its class."""
    await until(pilot, lambda: screen_name(pilot) == name)


def shows(pilot: Stage, text: str) -> bool:
    return text in seen(pilot)


async def write(pilot: Stage, field: str, text: str) -> None:
    pilot.app.screen.query_one(f"#{field}", Input).value = text
    await pilot.pause()


def two_versions(household: Household, second: Household) -> Plan:
    """Let both change what a plan is about, neither having seen the other's."""
    plan = keep(household, at(26, 19), "a walk")
    second.catch_up()
    household.save(replace(plan, what="a walk by the river"), seen=[plan])
    second.save(replace(plan, what="a walk in the woods"), seen=[plan])
    household.catch_up()
    assert len(disputes(household)) == 1
    return plan


async def test_what_both_forms_changed_is_kept_said_and_chosen(household: Household, second: Household) -> None:
    plan = keep(household, at(26, 19), "a walk")
    second.catch_up()
    async with home(household) as one, home(second) as two:
        for pilot, each in ((one, household), (two, second)):
            await pilot.app.push_screen(ProposeScreen(each, plan=plan))
            await pilot.pause()
        await write(one, "what", "a walk by the river")
        await write(two, "what", "a walk in the woods")
        await write(two, "how-long", "90")
        await one.press("ctrl+n")
        await two.press("ctrl+n")
        for pilot in (one, two):
            await until_said(pilot, TOLD)
            await until_on(pilot, "HomeScreen")
            assert said(pilot).count(TOLD) == 1
            await until(pilot, partial(shows, pilot, "Changed twice:"))
            assert "both" in offered(pilot)
        assert now(second, plan).minutes == 90, "what only one changed is no question"
        await one.press("b")
        await until_on(one, "BothScreen")
        text = seen(one)
        for part in ("What you do in a time alone", "a walk by the river", "a walk in the woods", "Ana", "Ben"):
            assert part in text
        assert text.count("19:00") >= 2, "the moment of each, on Ana's clock"
        other = one.app.screen.query_one(OptionList).get_option_at_index(1)
        wanted = "a walk by the river" if "river" in str(other.prompt) else "a walk in the woods"
        await one.press("down", "enter")
        await until_on(one, "HomeScreen")
        assert "That one holds now." in said(one)
        await until(one, lambda: "Changed twice:" not in seen(one))
        await until(two, lambda: now(second, plan).what == wanted)
        await until(two, lambda: "Changed twice:" not in seen(two))
        assert disputes(household) == disputes(second) == []


async def test_two_forms_with_the_names_leave_both_names(household: Household, second: Household) -> None:
    async with home(household) as one, home(second) as two:
        for pilot, each in ((one, household), (two, second)):
            await pilot.app.push_screen(PeopleScreen(each))
            await pilot.pause()
        await write(one, "second", "Benno")
        await write(two, "second", "Benjamin")
        await one.press("ctrl+n")
        await two.press("ctrl+n")
        for pilot in (one, two):
            await until_said(pilot, TOLD)
        await until_on(two, "HomeScreen")
        await two.press("b")
        await until_on(two, "BothScreen")
        text = seen(two)
        assert "A name" in text
        assert text.index("Benjamin") > 0
        assert text.index("Benno") > 0
        await two.press("down", "enter")
        await until(one, lambda: disputes(household) == [])
        assert household.people[1].name in {"Benno", "Benjamin"}
        assert household.people[1] == second.people[1]


async def test_what_both_changed_alike_is_no_question(household: Household, second: Household) -> None:
    couple = household.couple
    for each in (household, second):
        each.save(replace(couple, apart=True), seen=[couple])
    household.catch_up()
    async with home(household) as pilot:
        assert "hanged twice" not in seen(pilot)
    assert household.couple.apart


async def test_esc_leaves_it_undecided(household: Household, second: Household) -> None:
    plan = two_versions(household, second)
    shown = now(household, plan).what
    async with home(household) as pilot:
        await pilot.press("b")
        await until_on(pilot, "BothScreen")
        await pilot.press("down", "escape")
        await until_on(pilot, "HomeScreen")
        assert "Changed twice:" in seen(pilot)
    assert now(household, plan).what == shown
    assert len(disputes(household)) == 1


async def test_the_key_is_there_only_when_there_is_something_to_choose(household: Household) -> None:
    async with home(household) as pilot:
        assert "hanged twice" not in seen(pilot)
        await pilot.press("b")
        await pilot.pause()
        assert screen_name(pilot) == "HomeScreen"
        assert not any(each.id == "both" for each in pilot.app.screen.commands())  # type: ignore[attr-defined]


async def test_one_thing_comes_after_the_other(household: Household, second: Household) -> None:
    two_versions(household, second)
    sentence = Agreement(id="kept", by=household.me.id, at=household.now(), text="phones in the kitchen")
    household.save(sentence)
    second.catch_up()
    household.save(replace(sentence, text="phones in the hall"), seen=[sentence])
    second.save(replace(sentence, text="phones off"), seen=[sentence])
    household.catch_up()
    async with home(household) as pilot:
        await pilot.press("b")
        await until_on(pilot, "BothScreen")
        first = seen(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: len(disputes(household)) == 1)
        await until(pilot, lambda: seen(pilot) != first)
        assert screen_name(pilot) == "BothScreen"
        assert ("walk" in first) != ("walk" in seen(pilot))
        assert ("one more" in first, "one more" in seen(pilot)) == (True, False)
        await pilot.press("enter")
        await until_on(pilot, "HomeScreen")
    assert disputes(household) == []


async def test_what_the_other_chose_meanwhile_is_no_longer_asked(household: Household, second: Household) -> None:
    plan = two_versions(household, second)
    async with home(household) as one, home(second) as two:
        for pilot in (one, two):
            await pilot.press("b")
            await until_on(pilot, "BothScreen")
        await one.press("enter")
        await until(two, lambda: "nothing left to choose" in seen(two))
        assert "walk" not in seen(two)
        await two.press("enter", "escape")
        await until_on(two, "HomeScreen")
        assert now(second, plan).what == now(household, plan).what


async def test_a_value_of_signs_that_mean_something_elsewhere_is_only_shown(
    household: Household, second: Household
) -> None:
    plan = keep(household, at(26, 19), "a walk")
    second.catch_up()
    household.save(replace(plan, what="[@click=app.quit]x[/] " + "long " * 60), seen=[plan])
    second.save(replace(plan, what=""), seen=[plan])
    household.catch_up()
    async with home(household) as pilot:
        await pilot.press("b")
        await until_on(pilot, "BothScreen")
        assert "[@click=app.quit]x[/]" in seen(pilot)
        assert "(nothing)" in seen(pilot)
        assert isinstance(pilot.app.screen, BothScreen)
        assert "Enter takes the marked one" in seen(pilot)


async def test_home_says_nothing_of_what_only_the_other_may_see(household: Household, second: Household) -> None:
    draft = household.draft("before").with_answer("before.loved", DraftAnswer(value="canary"))
    household.finish(draft, ["before.loved"])
    (held,) = household.all(Answer)
    again = Household.open(household.store.home, name="Ana", clock=FixedClock(), ids=Ids(Random(3)))
    household.save(replace(held, value="canary of June"), seen=[held])
    again.save(replace(held, value="canary of May"), seen=[held])
    again.close()
    second.catch_up()
    async with home(second) as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "hanged twice" not in seen(pilot)
    household.catch_up()
    async with home(household) as pilot:
        await pilot.press("b")
        await until_on(pilot, "BothScreen")
        assert "canary of June" in seen(pilot)
        assert "canary of May" in seen(pilot)
