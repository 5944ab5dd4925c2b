"""Week by week: what can be taken up, by keyboard and mouse, and what is never said."""

from collections.abc import Iterator
from random import Random

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, OptionList

from tests.screens.rhythms_stage import click_words, press, settled, show, until
from tests.stage import LARGE, SMALL, FixedClock, app_on, screen_name, seen
from tui.checkin.flow import DraftAnswer
from tui.core.ids import Ids
from tui.core.records import Opening, Sitting
from tui.household import Household
from tui.household.rhythms import first_question, rhythms, today_question
from tui.screens.rhythms import RhythmsScreen

SIZES = pytest.mark.parametrize("size", [SMALL], ids=["80x24"])


@pytest.fixture(autouse=True)
def past_the_safety_page(household: Household) -> None:
    for person in household.people:
        household.save(Sitting(id=person.id, by=person.id, at=household.now(), step="trust"))


@pytest.fixture
def second(household: Household, clock: FixedClock) -> Iterator[Household]:
    """The same home in another window, for Ben."""
    other = Household.open(household.store.home, name="Ben", clock=clock, ids=Ids(Random(2)))
    yield other
    other.close()


def answer(household: Household, step: str, text: str = "a line") -> None:
    question = household.catalog.step(step).questions[0].id
    household.finish(household.draft(step).with_answer(question, DraftAnswer(value=text)), [question])


def standing(pilot: Pilot[int]) -> str:
    """Return what is said of the chosen one, on one line."""
    page = pilot.app.screen.query_one("#page")
    rows = seen(pilot).splitlines()[page.region.y : page.region.bottom]
    return " ".join(" ".join(row[page.region.x : page.region.right] for row in rows).split())


def go_label(pilot: Pilot[int]) -> str:
    return str(pilot.app.screen.query_one("#go", Button).label)


async def choose(pilot: Pilot[int], rhythm_id: str) -> None:
    listed = pilot.app.screen.query_one("#rhythms", OptionList)
    listed.highlighted = listed.get_option_index(rhythm_id)
    await settled(pilot)


@SIZES
async def test_each_is_told_what_it_is_how_long_it_takes_and_how_well_it_is_supported(
    household: Household, size: tuple[int, int]
) -> None:
    async with app_on(household).run_test(size=size) as pilot:
        await show(pilot, RhythmsScreen(household))
        for each in rhythms(household):
            told = standing(pilot)
            assert each.title in told
            assert each.about[:40] in told
            assert ("about" in told) is bool(each.minutes)
            assert household.words(f"common.grade_{each.grade}") in told
            await press(pilot, "down")


TAKEN_UP = {
    "hour-weekly": "HourScreen",
    "daily": "StepScreen",
    "turns-open": "ByTurnsScreen",
    "turns-far": "ByTurnsScreen",
    "outside-outside": "StepScreen",
    "year-year": "YearScreen",
    "phrases-appreciations": "PhrasesScreen",
    "phrases-openings": "PhrasesScreen",
}


async def test_enter_takes_it_up_and_esc_leads_back(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, RhythmsScreen(household))
        for rhythm, screen in TAKEN_UP.items():
            await choose(pilot, rhythm)
            await press(pilot, "enter")
            await until(pilot, lambda wanted=screen: screen_name(pilot) == wanted)  # type: ignore[misc]
            await press(pilot, "escape")
            await until(pilot, lambda: screen_name(pilot) == "RhythmsScreen")
            listed = pilot.app.screen.query_one("#rhythms", OptionList)
            assert listed.highlighted_option is not None
            assert listed.highlighted_option.id == rhythm
            assert pilot.app.focused is listed


@SIZES
async def test_it_can_be_done_by_mouse(household: Household, size: tuple[int, int]) -> None:
    async with app_on(household).run_test(size=size) as pilot:
        await show(pilot, RhythmsScreen(household))
        await pilot.click("#go")
        await until(pilot, lambda: screen_name(pilot) == "HourScreen")
        await press(pilot, "escape")
        await click_words(pilot, "A kind outsider", part="#rhythms")
        await until(pilot, lambda: screen_name(pilot) == "StepScreen")
        await press(pilot, "escape")
        await click_words(pilot, "NOW AND THEN", part="#rhythms")
        assert screen_name(pilot) == "RhythmsScreen"
        await click_words(pilot, "open", part="KeyBar")
        await until(pilot, lambda: screen_name(pilot) == "StepScreen")


async def test_a_wide_screen_has_room_for_every_title(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, RhythmsScreen(household))
        assert "For two who know one another w…" in seen(pilot)
        await pilot.resize_terminal(*LARGE)
        await until(pilot, lambda: "For two who know one another well" in seen(pilot))
        assert pilot.app.screen.query_one("#rhythms", OptionList).highlighted_option is not None


# The question of the day


async def test_the_question_of_today_is_shown_answered_and_opened_together(
    household: Household, second: Household
) -> None:
    today = today_question(household)
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, RhythmsScreen(household))
        await choose(pilot, "daily")
        assert first_question(household, today) in standing(pilot)
        assert first_question(household, today)[:20] in seen(pilot).replace(standing(pilot), "")
        assert go_label(pilot) == "Answer"
        await press(pilot, "enter", "enter", *"rain", "enter", "enter")
        await until(pilot, lambda: screen_name(pilot) == "FinishedScreen")
        await press(pilot, "escape")
        await until(pilot, lambda: go_label(pilot) == "My answer")
        assert "Until it is opened you can change it." in standing(pilot)
        second.catch_up()
        answer(second, today, "tea")
        await until(pilot, lambda: go_label(pilot) == "Open together")
        assert "You have both answered." in standing(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: screen_name(pilot) == "RevealScreen")
        assert "rain" in seen(pilot)
        assert "tea" in seen(pilot)
        await press(pilot, "escape")
        await until(pilot, lambda: go_label(pilot) == "Read again")
        await press(pilot, "enter")
        await until(pilot, lambda: screen_name(pilot) == "RevealScreen")
    assert len(household.all(Opening)) == 1


async def test_nothing_changes_when_only_the_other_has_answered(household: Household, second: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, RhythmsScreen(household))
        for rhythm in ("daily", "outside-outside"):
            await choose(pilot, rhythm)
            before = seen(pilot)
            answer(second, today_question(second) if rhythm == "daily" else "outside")
            await until(pilot, lambda: len(household.store.all(Sitting)) == len(second.store.all(Sitting)))
            pilot.app.screen.household_changed()  # type: ignore[attr-defined] # as if it had been told
            await settled(pilot)
            assert seen(pilot) == before


async def test_an_earlier_question_that_both_answered_can_still_be_opened(
    household: Household, second: Household, clock: FixedClock
) -> None:
    earlier = today_question(household)
    answer(household, earlier, "rain")
    second.catch_up()
    answer(second, earlier, "tea")
    household.catch_up()
    clock.go(86400)
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, RhythmsScreen(household))
        assert "To open together" in seen(pilot)
        await choose(pilot, "to_open")
        assert first_question(household, earlier) in standing(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: screen_name(pilot) == "RevealScreen")
        await press(pilot, "escape")
        await until(pilot, lambda: "To open together" not in seen(pilot))
        assert pilot.app.screen.query_one("#rhythms", OptionList).highlighted_option is not None


async def test_the_page_about_safety_comes_before_a_person_s_first_answer(nobody: Household) -> None:
    nobody.remove(*nobody.all(Sitting))
    async with app_on(nobody).run_test(size=SMALL) as pilot:
        await show(pilot, RhythmsScreen(nobody))
        await choose(pilot, "daily")
        await press(pilot, "enter")
        await until(pilot, lambda: screen_name(pilot) == "SafetyScreen")


# From outside, and what was left


async def test_when_it_would_be_a_good_time_again_is_said_and_never_how_long_ago_it_was(
    household: Household, clock: FixedClock
) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, RhythmsScreen(household))
        await choose(pilot, "outside-outside")
        assert "Any time is a good time for it." in standing(pilot)
        answer(household, "outside")
        pilot.app.screen.household_changed()  # type: ignore[attr-defined] # as another window would tell it
        await until(pilot, lambda: "from Tue 23 Mar 2027" in standing(pilot))
        assert "Earlier is fine too." in standing(pilot)
        clock.go(200 * 86400)
        pilot.app.screen.household_changed()  # type: ignore[attr-defined] # a new day
        await until(pilot, lambda: "Any time is a good time for it." in standing(pilot))


async def test_what_was_left_half_way_says_so_without_a_count(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, RhythmsScreen(household))
        assert go_label(pilot) == "Begin"
        await press(pilot, "enter", "n", "escape")
        await until(pilot, lambda: go_label(pilot) == "Go on")
        assert "It is still where you left it." in standing(pilot)
        await choose(pilot, "turns-nearer")
        assert go_label(pilot) == "Begin"
        await press(pilot, "enter", "n", "n", "escape")
        await until(pilot, lambda: go_label(pilot) == "Go on")


# For one, and in another language


async def test_alone_each_says_what_it_can_do_for_one_and_how(household: Household) -> None:
    household.be_alone(alone=True)
    async with app_on(household).run_test(size=LARGE) as pilot:
        await show(pilot, RhythmsScreen(household))
        for each in rhythms(household):
            assert each.alone[:30] in standing(pilot)
            assert not each.by_oneself or each.by_oneself.strip()[:25] in standing(pilot)
            await press(pilot, "down")


async def test_on_a_small_screen_the_form_for_one_can_be_read_to_its_end(household: Household) -> None:
    household.be_alone(alone=True)
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, RhythmsScreen(household))
        await press(pilot, "tab", "end")
        end = household.catalog.hour("weekly").by_oneself.split()[-3:]
        assert " ".join(end) in standing(pilot)


async def test_another_language_after_the_keyboard_was_passed(household: Household) -> None:
    household.be(household.partner)
    household.speak("de")
    household.be(household.partner)
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, RhythmsScreen(household))
        await choose(pilot, "turns-nearer")
        await press(pilot, "question_mark")
        household.be(household.partner)
        await press(pilot, "escape")
        await until(pilot, lambda: "FRAGEN IM WECHSEL" in seen(pilot))
        await until(pilot, lambda: "Für zwei, die sich gut kennen" in standing(pilot))
        assert go_label(pilot) == "Beginnen"
