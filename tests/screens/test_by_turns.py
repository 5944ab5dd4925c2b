"""Questions by turns and ways to begin, by keyboard and mouse."""

from collections.abc import Iterator
from random import Random

import pytest
from textual.pilot import Pilot

from tests.screens.rhythms_stage import click_words, passes, press, settled, show, until
from tests.stage import SMALL, FixedClock, app_on, screen_name, seen
from tui.core.ids import Ids
from tui.household import Household
from tui.household.rhythms import left_turns, rising_set
from tui.screens.by_turns import ByTurnsScreen
from tui.screens.phrases import PhrasesScreen
from tui.widgets.floor import TurnLine
from tui.widgets.numbers import NumberRow

SIZES = pytest.mark.parametrize("size", [SMALL], ids=["80x24"])
SET = "open"
COUNT = 12


@pytest.fixture
def second(household: Household, clock: FixedClock) -> Iterator[Household]:
    """The same home in another window, for Ben."""
    other = Household.open(household.store.home, name="Ben", clock=clock, ids=Ids(Random(2)))
    yield other
    other.close()


def place(pilot: Pilot[int]) -> int:
    """Return the number of the question that is on."""
    return next(each for each in pilot.app.screen_stack if isinstance(each, ByTurnsScreen)).running.course.part + 1


def asked(household: Household, number: int) -> str:
    return rising_set(household, SET).questions[number - 1].text


def standing(pilot: Pilot[int]) -> str:
    """Return all that stands on the screen on one line."""
    return " ".join(seen(pilot).split())


@SIZES
async def test_one_question_at_a_time_and_the_two_begin_by_turns(household: Household, size: tuple[int, int]) -> None:
    async with app_on(household).run_test(size=size) as pilot:
        await show(pilot, ByTurnsScreen(household, SET))
        began = []
        for number in range(1, COUNT + 1):
            assert asked(household, number) in standing(pilot)
            assert f"Question {number} of 12" in seen(pilot)
            began.append("Ana ● begins, then Ben ◆" in seen(pilot))
            assert began[-1] is not ("Ben ◆ begins, then Ana ●" in seen(pilot))
            await press(pilot, "n")
        assert began == [began[0], not began[0]] * 6
        assert "That was the last one." in seen(pilot)
        assert "next" not in seen(pilot)
        await press(pilot, "n", "b")
        assert place(pilot) == COUNT
        await press(pilot, "n", "enter")
        assert screen_name(pilot) == "HomeScreen"
    assert not left_turns(household, SET)


async def test_enough_for_today_and_another_evening_it_goes_on(household: Household, clock: FixedClock) -> None:
    async with app_on(household).run_test(size=SMALL, notifications=True) as pilot:
        await show(pilot, ByTurnsScreen(household, SET))
        await press(pilot, "n", "right", "left", "n", "e")
        assert screen_name(pilot) == "HomeScreen"
        assert any("enough for today" in each.message for each in pilot.app._notifications)
    clock.go(3 * 86400)
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, ByTurnsScreen(household, SET))
        assert place(pilot) == 3
        await show(pilot, ByTurnsScreen(household, "far"))
        assert "Question 1 of 12" in seen(pilot)


async def test_on_a_call_one_may_go_to_the_number_where_the_other_is(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, ByTurnsScreen(household, SET))
        await press(pilot, "g", "1", "1", "enter")
        assert place(pilot) == 11
        assert asked(household, 11) in standing(pilot)
        for typed in ("0", "13", "9" * 30, "", "11"):
            await press(pilot, "g", *typed, "enter")
            assert place(pilot) == 11
            assert not pilot.app.screen.query_one("#to-number").display
        await press(pilot, "g", "2", "escape")
        assert place(pilot) == 11
        assert screen_name(pilot) == "ByTurnsScreen"
        await press(pilot, "b")
        assert place(pilot) == 10


@SIZES
async def test_all_of_it_can_be_done_by_mouse(household: Household, size: tuple[int, int]) -> None:
    async with app_on(household).run_test(size=size) as pilot:
        await show(pilot, ByTurnsScreen(household, SET))
        await pilot.click("#next")
        await settled(pilot)
        assert place(pilot) == 2
        await click_words(pilot, "before", part="KeyBar")
        assert place(pilot) == 1
        await click_words(pilot, "12", part="#numbers")
        assert place(pilot) == 12
        await click_words(pilot, " 1 ", part="#numbers")
        assert place(pilot) == 1
        await pilot.click("#numbers", offset=(0, 0))
        assert place(pilot) == 1
        await click_words(pilot, "7", part="#numbers")
        await pilot.click("#enough")
        await settled(pilot)
        assert screen_name(pilot) == "HomeScreen"
    assert left_turns(household, SET)


async def test_the_time_is_a_quiet_line_for_all_of_them(household: Household, clock: FixedClock) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, ByTurnsScreen(household, SET))
        await press(pilot, "n")
        line = pilot.app.screen.query_one(TurnLine)
        await passes(pilot, clock, 45 * 30)
        assert line.gone == 0.5
        await press(pilot, "n")
        assert line.gone == 0.5
        await passes(pilot, clock, 3600)
        assert "Take the time you need." in seen(pilot)


async def test_two_windows_of_one_home_go_together(household: Household, second: Household) -> None:
    async with (
        app_on(household).run_test(size=SMALL) as one,
        app_on(second).run_test(size=SMALL) as two,
    ):
        await show(one, ByTurnsScreen(household, SET))
        await show(two, ByTurnsScreen(second, SET))
        await press(one, "n", "n")
        await until(two, lambda: place(two) == 3 and asked(second, 3) in standing(two))
        await press(one, "g", "1")
        await press(two, "n")
        await until(one, lambda: place(one) == 4)
        await press(one, "1", "enter")
        await until(two, lambda: place(two) == 11)
        await press(two, "g", "1", "2", "enter", "n", "enter")
        await until(one, lambda: screen_name(one) == "HomeScreen")


async def test_alone_nobody_is_said_to_begin(household: Household) -> None:
    household.be_alone(alone=True)
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, ByTurnsScreen(household, SET))
        assert "begins" not in seen(pilot)
        assert "what would you answer" in seen(pilot)
        await press(pilot, *["n"] * COUNT)
        assert "Thank you for taking the time." in seen(pilot)


async def test_names_of_any_kind_are_shown_as_they_are(nobody: Household) -> None:
    nobody.found(("[/b] [@click=app.quit]x[/]", "日本語の長い長い長い長い名前" * 3), None)
    async with app_on(nobody).run_test(size=SMALL) as pilot:
        await show(pilot, ByTurnsScreen(nobody, SET))
        assert "[/b] [@click=app" in seen(pilot)
        await press(pilot, "n")
        assert place(pilot) == 2


async def test_a_long_row_of_numbers_shows_those_around_the_one_that_is_on(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, ByTurnsScreen(household, SET))
        row = pilot.app.screen.query_one(NumberRow)
        row.count = 90
        for here, shown in ((1, "1 "), (45, "45"), (90, "90")):
            row.show(here)
            await pilot.pause()
            assert shown in row.render().plain
            assert row.render().cell_length <= row.size.width


# Ways to begin


@SIZES
async def test_an_example_goes_with_the_pattern_that_is_chosen(household: Household, size: tuple[int, int]) -> None:
    phrases = household.catalog.phrases("openings").phrases
    async with app_on(household).run_test(size=size) as pilot:
        await show(pilot, PhrasesScreen(household, "openings"))
        assert phrases[0].example in standing(pilot)
        await press(pilot, "down", "down")
        assert phrases[2].example in standing(pilot)
        await press(pilot, "end")
        assert phrases[-1].example in standing(pilot)
        await press(pilot, "home")
        await click_words(pilot, phrases[1].text[:20], part="#phrases")
        assert phrases[1].example in standing(pilot)


async def test_openings_lead_to_the_board_and_appreciations_do_not(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, PhrasesScreen(household, "appreciations"))
        assert "the board" not in seen(pilot)
        await press(pilot, "o", "k")
        assert screen_name(pilot) == "KeepScreen"
        await press(pilot, "escape", "escape")
        await show(pilot, PhrasesScreen(household, "openings"))
        await press(pilot, "o")
        assert screen_name(pilot) == "BoardScreen"
        await press(pilot, "escape", "escape")
        assert screen_name(pilot) == "HomeScreen"


async def test_ways_to_begin_say_what_one_can_do_alone(household: Household) -> None:
    household.be_alone(alone=True)
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, PhrasesScreen(household, "appreciations"))
        assert "without any agreement" in standing(pilot)
        assert "keep a sentence" not in seen(pilot)
