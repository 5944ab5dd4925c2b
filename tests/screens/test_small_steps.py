"""Small steps on their screens, by keyboard and mouse, in one window and in two."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from random import Random

import pytest
from msgspec.structs import replace
from textual.screen import Screen
from textual.widgets import OptionList

from tests.screens.planner_stage import field, offered
from tests.screens.test_both import Stage, said, shows, until, until_on, until_said
from tests.stage import SMALL, FixedClock, app_on, screen_name, seen
from tui.app.app import NearerApp
from tui.checkin.flow import DraftAnswer
from tui.checkin.small_steps import habit, rested, shared
from tui.core.errors import StoreError
from tui.core.ids import Ids
from tui.core.records import IfThen, Share, SmallStep, SmallStepState
from tui.household import Household
from tui.household.small_steps import begin_step, change, look, shrink, tried
from tui.screens.both import BothScreen
from tui.screens.leads import LEADS
from tui.screens.small_step_forms import NewStepScreen
from tui.screens.small_steps import SmallStepsScreen
from tui.widgets.bars import KeyBar

HUG = IfThen(when="I come home", then="I hug you")
WAVE = IfThen(when="the kettle boils", then="wave")
ODD = "[/b] [@click=app.quit]x[/] 日本語 \u202e\x1b]52;c;aGk=\x07 \\ {then}"


@pytest.fixture
def second(household: Household, clock: FixedClock) -> Iterator[Household]:
    """The same home, opened again by Ana."""
    other = Household.open(household.store.home, name="Ana", clock=clock, ids=Ids(Random(2)))
    yield other
    other.close()


@pytest.fixture
def ben(household: Household, clock: FixedClock) -> Iterator[Household]:
    """The same home, opened again by Ben."""
    other = Household.open(household.store.home, name="Ben", clock=clock, ids=Ids(Random(3)))
    yield other
    other.close()


@asynccontextmanager
async def playing(
    household: Household, screen: Screen[None] | None = None, size: tuple[int, int] = SMALL
) -> AsyncIterator[Stage]:
    """Play with a screen above home."""
    app = app_on(household)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await pilot.pause()
        await app.push_screen(screen or SmallStepsScreen(household))
        await pilot.pause()
        yield pilot
        assert app.fault is None


def held(household: Household, step: SmallStep) -> SmallStep:
    found = look(household).own(step.id)
    assert found is not None
    return found.step


async def until_held(pilot: Stage, household: Household, step: SmallStep, **fields: object) -> None:
    await until(pilot, lambda: all(getattr(held(household, step), name) == each for name, each in fields.items()))


async def until_up(pilot: Stage) -> None:
    """Wait until the button can be pressed again: Textual holds it down for a moment."""
    await until(pilot, lambda: not pilot.app.screen.query_one("#go-on").has_class("-active"))


# Beginning


@pytest.mark.parametrize("size", [SMALL])
async def test_a_first_step_is_begun_and_gone_through_in_the_mind(
    household: Household, size: tuple[int, int]
) -> None:
    async with playing(household, size=size) as pilot:
        assert "there is no hurry" in seen(pilot)
        await pilot.press("enter")
        await until_on(pilot, "NewStepScreen")
        await pilot.press(*"I come home", "enter", *"I hug you", "enter")
        await until_on(pilot, "RehearseScreen")
        assert "When I come home, then I hug you" in seen(pilot)
        for line in ("See the place", "Now the moment comes", "See yourself do it", "How does it feel"):
            assert line in seen(pilot)
            await until_up(pilot)
            await pilot.press("enter")
            await pilot.pause()
        assert "That was all." in seen(pilot)
        assert "step_again" in offered(pilot)
        await until_up(pilot)
        await pilot.press("enter")
        await until_on(pilot, "SmallStepsScreen")
        assert "Enough for today." in seen(pilot)
        assert "● When I come home," in seen(pilot)
        assert "then I hug you" in seen(pilot)
    (step,) = household.all(SmallStep)
    assert (step.when, step.then, step.rehearsed, step.share) == ("I come home", "I hug you", True, Share.PRIVATE)


async def test_everything_is_done_with_the_mouse(household: Household) -> None:
    async with playing(household) as pilot:
        await pilot.click("#new")
        await until_on(pilot, "NewStepScreen")
        field(pilot, "when").value, field(pilot, "then").value = "we eat", "ask one thing"
        await pilot.click("#save")
        await until_on(pilot, "RehearseScreen")
        await pilot.pause()
        for _ in range(5):
            await until_up(pilot)
            await pilot.click("#go-on")
            await pilot.pause()
        await until_on(pilot, "SmallStepsScreen")
        assert tried(household)[0].rehearsed
        await pilot.click(KeyBar, offset=(15, 1))
        await until_said(pilot, "nough for today")
        begin_step(household, HUG)
        pilot.app.screen.household_changed()  # type: ignore[attr-defined] # it shows small steps
        await pilot.pause()
        rows = seen(pilot).splitlines()
        row = next(number for number, each in enumerate(rows) if "I hug you" in each)
        await pilot.click(offset=(8, row))
        await until_on(pilot, "RehearseScreen")
        assert "then I hug you" in seen(pilot)


async def test_both_halves_are_needed_and_the_words_stay(household: Household) -> None:
    async with playing(household, NewStepScreen(household)) as pilot:
        await pilot.press(*"I come home", "ctrl+n")
        await until_said(pilot, "needs both halves")
        assert field(pilot, "when").value == "I come home"
        await pilot.press("down", *"wave", "up", *"!", "ctrl+n")
        await until_on(pilot, "RehearseScreen")
    assert [(each.when, each.then) for each in tried(household)] == [("I come home!", "wave")]


async def test_what_was_typed_is_there_again_after_escape_and_after_quitting(household: Household) -> None:
    async with playing(household, NewStepScreen(household)) as pilot:
        await pilot.press(*"tea", "enter", *"talk", "escape")
        await until_on(pilot, "HomeScreen")
    async with playing(household, NewStepScreen(household)) as pilot:
        assert (field(pilot, "when").value, field(pilot, "then").value) == ("tea", "talk")
        await pilot.press(*" time", "ctrl+q")
    async with playing(household, NewStepScreen(household)) as pilot:
        assert field(pilot, "when").value == "tea time"
        await pilot.press("ctrl+n")
        await until_on(pilot, "RehearseScreen")
    async with playing(household, NewStepScreen(household)) as pilot:
        assert (field(pilot, "when").value, field(pilot, "then").value) == ("", "")


async def test_enter_twice_begins_once(household: Household) -> None:
    async with playing(household, NewStepScreen(household)) as pilot:
        await pilot.press(*"tea", "enter", *"talk", "enter", "ctrl+n", "ctrl+n")
        await until_on(pilot, "RehearseScreen")
    assert len(household.all(SmallStep)) == 1


async def test_what_was_thought_of_in_the_check_in_stands_there_first(household: Household) -> None:
    draft = household.draft("steps").with_answer("steps.plan", DraftAnswer(value=HUG))
    draft = draft.with_answer("steps.half", DraftAnswer(value="touch your shoulder"))
    household.finish(draft, ["steps.plan", "steps.half"])
    async with playing(household) as pilot:
        await pilot.press("n")
        await until_on(pilot, "NewStepScreen")
        assert (field(pilot, "when").value, field(pilot, "then").value) == ("I come home", "I hug you")
        assert "in the check-in" in seen(pilot)
        await pilot.press("ctrl+t")
        assert (field(pilot, "when").value, field(pilot, "then").value) == ("", "")
        await pilot.press(*"x", "ctrl+t")
        assert field(pilot, "when").value == "I come home"
        await pilot.press("ctrl+t", "ctrl+t")
        assert field(pilot, "when").value == "x", "what was typed comes round again"
        await pilot.press("ctrl+t", "ctrl+n")
        await until_on(pilot, "RehearseScreen")
        await pilot.press("escape")
        await until_on(pilot, "SmallStepsScreen")
        await pilot.press("m")
        await until_on(pilot, "MissedScreen")
        assert field(pilot, "then").value == "touch your shoulder"
        await pilot.press("escape")
        await until_on(pilot, "SmallStepsScreen")
        await pilot.press("n")
        await until_on(pilot, "NewStepScreen")
        assert "step_offered" not in offered(pilot)
        assert field(pilot, "when").value == ""


# What happened, and what did not


async def test_that_it_happened_is_a_warm_word_and_nothing_else(household: Household) -> None:
    begin_step(household, HUG)
    before = household.store.home.joinpath("records.journal").read_bytes()
    local = household.store.home.joinpath("local.json").read_bytes()
    async with playing(household) as pilot:
        await pilot.press("y")
        await until(pilot, lambda: bool(said(pilot)))
        assert "Enough for today." in seen(pilot)
    assert household.store.home.joinpath("records.journal").read_bytes() == before
    assert household.store.home.joinpath("local.json").read_bytes() == local


async def test_a_missed_step_shrinks_and_can_grow_again(household: Household) -> None:
    step = begin_step(household, HUG)
    async with playing(household) as pilot:
        assert "step_larger" not in offered(pilot)
        await pilot.press("m")
        await until_on(pilot, "MissedScreen")
        assert "nothing begins again from zero" in seen(pilot)
        assert field(pilot, "then").value == "I hug you"
        await pilot.press("ctrl+t")
        assert field(pilot, "then").value == "I hug you, for one minute"
        field(pilot, "then").value = "touch your shoulder"
        await pilot.press("enter")
        await until_on(pilot, "SmallStepsScreen")
        await until_said(pilot, "It is smaller now.")
        assert "then I touch your shoulder" in seen(pilot)
        assert "It was larger once" in seen(pilot)
        await pilot.press("g")
        await until_held(pilot, household, step, then="I hug you")
        await until(pilot, lambda: "It was larger once" not in seen(pilot))
        await pilot.press("m")
        await until_on(pilot, "MissedScreen")
        assert field(pilot, "then").value == "touch your shoulder"
    assert held(household, step) == step


async def test_a_missed_step_may_stay_as_it_is_or_rest_and_typed_words_wait(household: Household) -> None:
    step = begin_step(household, HUG)
    async with playing(household) as pilot:
        await pilot.press("m")
        await until_on(pilot, "MissedScreen")
        field(pilot, "then").value = "wave from the"
        await pilot.click("#leave")
        await until_on(pilot, "SmallStepsScreen")
        assert household.all(SmallStep) == [step]
        assert "Enough for today" in said(pilot) or "enough for today" in said(pilot)
        await pilot.press("m")
        await until_on(pilot, "MissedScreen")
        assert field(pilot, "then").value == "wave from the"
        await pilot.click("#rest")
        await until_on(pilot, "SmallStepsScreen")
        assert "AT REST" in seen(pilot)
        assert "step_missed" not in offered(pilot)
    assert held(household, step).state is SmallStepState.RESTING


# Two are plenty


async def test_a_third_is_begun_once_one_of_the_two_rests(household: Household) -> None:
    begin_step(household, HUG)
    begin_step(household, WAVE)
    async with playing(household) as pilot:
        await pilot.press("n")
        await until_on(pilot, "RestFirstScreen")
        assert "two are plenty" in seen(pilot)
        await pilot.press("escape")
        await until_on(pilot, "SmallStepsScreen")
        assert len(tried(household)) == 2
        await pilot.press("n")
        await until_on(pilot, "RestFirstScreen")
        rests = tried(household)[1]
        await pilot.press("down", "enter")
        await until_on(pilot, "NewStepScreen")
        await pilot.press(*"tea", "enter", *"talk", "enter")
        await until_on(pilot, "RehearseScreen")
    assert {each.then for each in tried(household)} == {"talk", *({HUG.then, WAVE.then} - {rests.then})}
    assert held(household, rests).state is SmallStepState.RESTING


async def test_one_at_rest_is_taken_up_in_place_of_another_with_the_mouse(household: Household) -> None:
    step = begin_step(household, HUG)
    async with playing(household) as pilot:
        await pilot.press("z")
        await until_held(pilot, household, step, state=SmallStepState.RESTING)
        begin_step(household, WAVE)
        begin_step(household, replace(WAVE, then="wink"))
        pilot.app.screen.household_changed()  # type: ignore[attr-defined] # it shows small steps
        await pilot.pause()
        assert pilot.app.screen.chosen == step.id  # type: ignore[attr-defined] # it shows small steps
        await pilot.press("z")
        await until_on(pilot, "RestFirstScreen")
        await pilot.click(OptionList, offset=(4, 0))
        await until_held(pilot, household, step, state=SmallStepState.TRIED)
        await until_on(pilot, "SmallStepsScreen")
    assert len(tried(household)) == 2


async def test_two_windows_that_begin_one_each_ask_the_later_one(household: Household, second: Household) -> None:
    begin_step(household, HUG)
    second.catch_up()
    async with playing(second, NewStepScreen(second)) as pilot:
        await pilot.press(*"tea", "enter", *"talk")
        begin_step(household, WAVE)
        await until(pilot, lambda: len(tried(second)) == 2)
        await pilot.press("enter")
        await until_on(pilot, "RestFirstScreen")
        await pilot.press("escape")
        await until_on(pilot, "NewStepScreen")
        assert field(pilot, "then").value == "talk"
        await pilot.press("enter")
        await until_on(pilot, "RestFirstScreen")
        await pilot.press("enter")
        await until_on(pilot, "RehearseScreen")
    assert len(tried(second)) == 2
    assert "talk" in {each.then for each in tried(second)}


async def test_room_that_another_window_makes_is_taken(household: Household, second: Household) -> None:
    step = begin_step(household, HUG)
    begin_step(household, WAVE)
    async with playing(household) as pilot:
        await pilot.press("n")
        await until_on(pilot, "RestFirstScreen")
        second.catch_up()
        change(second, step, rested)
        await until_on(pilot, "NewStepScreen")


# The other


async def test_the_other_s_shared_step_stands_beside_mine_and_asks_nothing(
    household: Household, ben: Household
) -> None:
    begin_step(household, HUG)
    ben.catch_up()
    theirs = begin_step(ben, WAVE)
    begin_step(ben, replace(WAVE, then="canary"))
    async with playing(household) as pilot:
        assert "SHARED WITH YOU BY" not in seen(pilot)
        change(ben, theirs, shared)
        await until(pilot, lambda: "SHARED WITH YOU BY Ben ◆" in seen(pilot))
        assert "◆ When the kettle boils,\n    then I wave" in seen(pilot)
        assert "● When I come home," in seen(pilot)
        await pilot.press("down")
        await pilot.pause()
        assert "It is Ben's own" in seen(pilot)
        assert offered(pilot) == {"step_new", "back", "help", "leave"}
        await pilot.press("y", "m", "r", "z", "h", "e", "s", "g", "enter")
        await pilot.pause()
        assert screen_name(pilot) == "SmallStepsScreen"
        assert said(pilot) == ""
        assert "canary" not in seen(pilot)


async def test_the_other_never_sees_that_one_was_missed(household: Household, ben: Household) -> None:
    step = begin_step(household, HUG)
    async with playing(household) as one, playing(ben) as two:
        await one.press("s")
        await until_said(one, "Ben sees it now")
        await until(two, lambda: shows(two, "then I hug you"))
        before = seen(two)
        await one.press("m")
        await until_on(one, "MissedScreen")
        field(one, "then").value = "I wave"
        await one.press("enter")
        await until(two, lambda: shows(two, "then I wave"))
        assert seen(two) == before.replace("I hug you", "I wave   ").replace("I wave   ", "I wave")
        assert said(two) == ""
        await one.press("s")
        await until(two, lambda: not shows(two, "I wave"))
    ben.catch_up()
    assert ben.all(SmallStep) == []
    assert held(household, step).share is Share.PRIVATE


async def test_alone_everything_works_and_nothing_is_shared(household: Household) -> None:
    household.be_alone(alone=True)
    begin_step(household, HUG)
    async with playing(household) as pilot:
        assert {"step_happened", "step_missed", "step_rest", "step_habit"} <= offered(pilot)
        assert "step_share" not in offered(pilot)
        await pilot.press("s")
        await pilot.pause()
    assert tried(household)[0].share is Share.PRIVATE


# Words, habits, taking back


async def test_other_words_and_a_habit_and_a_rehearsal_again(household: Household) -> None:
    step = begin_step(household, HUG)
    async with playing(household) as pilot:
        await pilot.press("e")
        await until_on(pilot, "WordsScreen")
        await pilot.press("down", "end", *", slowly", "enter")
        await until_on(pilot, "SmallStepsScreen")
        await until_held(pilot, household, step, then="I hug you, slowly")
        await pilot.press("r")
        await until_on(pilot, "RehearseScreen")
        await pilot.press(*["space"] * 4)
        await pilot.pause()
        await pilot.press("a")
        await pilot.pause()
        assert "How does it feel" not in seen(pilot)
        await pilot.press(*["space"] * 5)
        await until_on(pilot, "SmallStepsScreen")
        assert held(household, step).rehearsed
        await pilot.press("h")
        await until_held(pilot, household, step, state=SmallStepState.HABIT)
        await until(pilot, lambda: shows(pilot, "A HABIT BY NOW"))
        assert "no hurry" in seen(pilot)


async def test_ctrl_z_takes_back_and_the_words_wait(household: Household) -> None:
    async with playing(household) as pilot:
        await pilot.press("n")
        await until_on(pilot, "NewStepScreen")
        await pilot.press(*"tea", "enter", *"talk", "enter")
        await until_on(pilot, "RehearseScreen")
        await pilot.press("escape")
        await until_on(pilot, "SmallStepsScreen")
        await pilot.press("z")
        await until(pilot, lambda: shows(pilot, "AT REST"))
        await pilot.press("ctrl+z")
        await until_said(pilot, "Your last change to a small step is taken back.")
        await until(pilot, lambda: shows(pilot, "TRYING NOW"))
        await pilot.press("ctrl+z")
        await until(pilot, lambda: shows(pilot, "Nothing is being tried"))
        await pilot.press("enter")
        await until_on(pilot, "NewStepScreen")
        assert (field(pilot, "when").value, field(pilot, "then").value) == ("tea", "talk")


async def test_a_step_that_another_window_took_back_leaves_its_new_words(
    household: Household, second: Household
) -> None:
    step = begin_step(household, HUG)
    second.catch_up()
    async with playing(second) as pilot:
        await pilot.press("e")
        await until_on(pilot, "WordsScreen")
        await pilot.press(*" again")
        household.store.undo(by=household.me.id, at=household.now())
        await pilot.press("ctrl+n")
        await until_said(pilot, "is not there any more")
        assert field(pilot, "when").value == "I come home again"
        await pilot.press("escape")
        await until_on(pilot, "SmallStepsScreen")
        await pilot.press("n")
        await until_on(pilot, "NewStepScreen")
        assert field(pilot, "when").value == "I come home again"
    assert step not in second.all(SmallStep)


async def test_what_cannot_be_kept_is_said_and_stays_in_its_line(
    household: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreError("disk_full", path="x")

    async with playing(household, NewStepScreen(household)) as pilot:
        await pilot.press(*"tea", "enter", *"talk")
        with monkeypatch.context() as patch:
            patch.setattr(household, "save", full)
            await pilot.press("ctrl+n")
            await until_said(pilot, "is full")
        assert field(pilot, "then").value == "talk"
        await pilot.press("ctrl+n")
        await until_on(pilot, "RehearseScreen")


# Odd texts, both versions, where it is reached from


@pytest.mark.parametrize("size", [SMALL])
async def test_odd_and_long_texts_are_only_shown(household: Household, size: tuple[int, int]) -> None:
    household.rename(("[/b]", "日本語" * 20), ("UTC", "UTC"), apart=False)
    step = begin_step(household, IfThen(when=ODD, then="long " * 3000))
    shrink(household, step, ODD)
    change(household, begin_step(household, IfThen(when="🧑‍🤝‍🧑" * 40, then="é́́́" * 90)), habit)
    household.be(household.partner)
    change(household, begin_step(household, IfThen(when=ODD, then="long " * 90)), shared)
    household.be(household.partner)
    async with playing(household, size=size) as pilot:
        assert "[/b] [@click=app.quit]x[/]" in seen(pilot)
        for key, screen in (("m", "MissedScreen"), ("e", "WordsScreen"), ("r", "RehearseScreen")):
            await pilot.press(key)
            await until_on(pilot, screen)
            assert "\x1b" not in seen(pilot)
            await pilot.press("escape")
            await until_on(pilot, "SmallStepsScreen")
        await pilot.press("g")
        await until(pilot, lambda: shows(pilot, "long long"))
        await pilot.press("m")
        await until_on(pilot, "MissedScreen")
        assert "Let it rest" in seen(pilot)
        await pilot.press("escape", "down", "down", "up")
        await pilot.pause()
        assert seen(pilot).splitlines()[-1].strip().startswith(("n", "h", "Esc", "?", "^q"))


async def test_what_two_windows_made_of_a_step_is_chosen_between(household: Household, second: Household) -> None:
    step = begin_step(household, HUG)
    second.catch_up()
    second.catch_up_quietly = frozenset  # type: ignore[method-assign] # it does not look
    shrink(household, step, "I touch your shoulder")
    shrink(second, step, "I look at you")
    change(household, step, rested)
    change(second, step, habit)
    household.catch_up()
    async with playing(household, BothScreen(household)) as pilot:
        for _ in range(2):
            page = seen(pilot)
            assert ("it rests" in page and "a habit by now" in page) or ("look at you" in page and "touch" in page)
            await pilot.press("enter")
            await pilot.pause()
        await until_on(pilot, "HomeScreen")


async def test_the_step_of_the_check_in_leads_here(household: Household) -> None:
    async with playing(household, LEADS["steps"](household)) as pilot:
        assert screen_name(pilot) == "SmallStepsScreen"
        assert isinstance(pilot.app, NearerApp)


async def test_each_reads_it_in_their_own_language(household: Household) -> None:
    begin_step(household, HUG)
    async with playing(household) as pilot:
        household.speak("de")
        await pilot.press("e")
        await until_on(pilot, "WordsScreen")
        assert "Diese Worte behalten" in seen(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: shows(pilot, "DAS PROBIERST DU"))
        assert "Wenn I come home," in seen(pilot)
