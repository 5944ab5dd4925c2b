"""The yearly look back on the screen."""

from pathlib import Path
from random import Random

import pytest
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import Button

from tests.household.test_year import ODD, answered, keep, on, opened, plan
from tests.stage import LARGE, SMALL, FixedClock, app_on, screen_name, seen
from tui.checkin.year import to_markdown
from tui.core.ids import Ids
from tui.core.records import Talk
from tui.household import Household
from tui.household.year import page
from tui.household.year_file import free_place
from tui.screens.year import YearScreen
from tui.widgets.fields import Line

AppPilot = Pilot[int]


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ana's own folder, without one for documents."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DOCUMENTS_DIR", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


@pytest.fixture
def lived(household: Household) -> Household:
    """Two years with a little in them."""
    theirs = "your patience with my mother"
    opened(household, "before", {"before.loved": "your laugh"}, {"before.loved": theirs}, at=on(2))
    keep(household, plan(on(4), "a walk along the river"), plan(on(7, year=2024), "soup in the harbour"))
    return household


async def show(pilot: AppPilot, household: Household, year: int | None = None) -> YearScreen:
    screen = YearScreen(household, year)
    await pilot.pause()
    await pilot.app.push_screen(screen)
    await settled(pilot, screen)
    return screen


async def settled(pilot: AppPilot, screen: YearScreen) -> None:
    """Wait until the page that is wanted is there."""
    for _ in range(200):
        await pilot.pause(0.01)
        if screen.view is not None and screen.view.page.year == screen.year and not screen.workers._workers:
            await pilot.pause()
            return
    raise AssertionError(seen(pilot))


async def until(pilot: AppPilot, text: str) -> None:
    for _ in range(200):
        if text in seen(pilot):
            return
        await pilot.pause(0.02)
    raise AssertionError(seen(pilot))


async def test_the_screen_is_there_before_anything_is_read(lived: Household) -> None:
    screen = YearScreen(lived)
    assert screen.view is None
    async with app_on(lived).run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.app.push_screen(screen)
        await settled(pilot, screen)
        assert "your laugh" in seen(pilot)


async def test_both_stand_side_by_side_and_the_arrows_turn_to_years_that_have_a_page(lived: Household) -> None:
    async with app_on(lived).run_test(size=SMALL) as pilot:
        screen = await show(pilot, lived)
        assert "Our year 2026" in seen(pilot)
        assert any("your laugh" in line and "your patience" in line for line in seen(pilot).splitlines())
        await pilot.press("right")
        assert screen.year == 2026
        await pilot.press("left")
        await settled(pilot, screen)
        assert screen.year == 2024
        assert "soup in the harbour" in seen(pilot)
        assert "your laugh" not in seen(pilot)
        await pilot.press("left")
        assert screen.year == 2024
        await pilot.press("right")
        await settled(pilot, screen)
        assert "a walk along the river" in seen(pilot)


async def test_a_page_is_scrolled_and_another_year_begins_at_its_top(lived: Household) -> None:
    talks = (
        Talk(id=f"t{day}", by="x", at=on(5, day), format="equal", topic=f"topic {day}", minutes=20)
        for day in range(1, 29)
    )
    keep(lived, *talks)
    async with app_on(lived).run_test(size=SMALL) as pilot:
        screen = await show(pilot, lived)
        paper = screen.query_one("#page", VerticalScroll)
        await pilot.press("down", "pagedown", "pagedown")
        await until(pilot, "topic 9")
        assert paper.scroll_y > 0
        await pilot.click("#earlier")
        await settled(pilot, screen)
        assert (screen.year, paper.scroll_y) == (2024, 0)
        await pilot.click("#later")
        await settled(pilot, screen)
        assert screen.year == 2026


async def test_keys_that_come_faster_than_the_pages_leave_the_last_one_there(lived: Household) -> None:
    async with app_on(lived).run_test(size=SMALL) as pilot:
        screen = await show(pilot, lived)
        for _ in range(6):
            screen.action_turn(-1)
            await pilot.pause(0)
            screen.action_turn(1)
            await pilot.pause(0)
        await settled(pilot, screen)
        await until(pilot, "your laugh")
        assert "soup in the harbour" not in seen(pilot)


async def test_what_another_window_opens_comes_onto_the_page_where_one_was_reading(
    lived: Household, clock: FixedClock
) -> None:
    talks = (
        Talk(id=f"t{day}", by="x", at=on(5, day), format="equal", topic=f"topic {day}", minutes=20)
        for day in range(1, 29)
    )
    keep(lived, *talks)
    async with app_on(lived).run_test(size=SMALL) as pilot:
        screen = await show(pilot, lived)
        paper = screen.query_one("#page", VerticalScroll)
        await pilot.press("pagedown")
        await pilot.pause()
        place, focused = paper.scroll_y, pilot.app.focused
        other = Household.open(lived.store.home, name="Ben", clock=clock, ids=Ids(Random(2)))
        keep(other, plan(on(8), "the ferry"))
        other.close()
        for _ in range(200):
            await pilot.pause(0.02)
            if screen.view and "the ferry" in to_markdown(screen.view.page):
                break
        await settled(pilot, screen)
        assert screen.view is not None
        assert "the ferry" in to_markdown(screen.view.page)
        assert (paper.scroll_y, pilot.app.focused) == (place, focused)


async def test_looking_back_is_offered_until_it_was_done_and_then_opened(household: Household) -> None:
    answered(household, "before", {"before.loved": "x"})  # past the page about safety
    async with app_on(household).run_test(size=SMALL) as pilot:
        screen = await show(pilot, household)
        assert screen.query_one("#look-back", Button).display
        assert not screen.query_one("#open", Button).display
        await pilot.press("o")
        assert screen_name(pilot) == "YearScreen"
        await pilot.press("y")
        await pilot.pause()
        assert screen_name(pilot) == "StepScreen"
        await pilot.press("escape")
        await pilot.pause()
        answered(household, "year", {"year.good": "the ferry"})
        screen.household_changed()
        await settled(pilot, screen)
        assert not screen.query_one("#look-back", Button).display
        await pilot.press("y")
        assert screen_name(pilot) == "YearScreen"
        assert "the ferry" not in seen(pilot)
        answered(household, "year", {"year.good": "that hat"}, theirs=True)
        screen.household_changed()
        await settled(pilot, screen)
        assert "that hat" not in seen(pilot)
        await pilot.click("#open")
        await until(pilot, "that hat")
        assert screen_name(pilot) == "RevealScreen"
        await pilot.press("escape")
        await settled(pilot, screen)
        await until(pilot, "Looking back")
        assert "the ferry" in seen(pilot)
        assert not screen.query_one("#open", Button).display


async def test_the_page_goes_into_a_file_and_says_where(lived: Household, at_home: Path) -> None:
    async with app_on(lived).run_test(size=SMALL) as pilot:
        await show(pilot, lived)
        await pilot.press("e")
        await pilot.pause()
        assert screen_name(pilot) == "YearFileScreen"
        await pilot.press("enter")
        await until(pilot, "The page is in")
        assert (at_home / "year-2026.md").read_text("utf-8") == to_markdown(page(lived, 2026))
        await pilot.press("left")
        await until(pilot, "soup")
        assert "The page is in" not in seen(pilot)


async def test_nothing_is_written_over_without_asking(lived: Household, at_home: Path) -> None:
    letter = at_home / "letter.md"
    letter.write_text("a letter of mine", "utf-8")
    async with app_on(lived).run_test(size=SMALL) as pilot:
        await show(pilot, lived)
        await pilot.click("#file")
        await pilot.pause()
        field = pilot.app.screen.query_one(Line)
        field.value = str(letter)
        field.action_end()
        await pilot.press("ctrl+n")
        await until(pilot, "There is a file of that name already")
        assert letter.read_text("utf-8") == "a letter of mine"
        await pilot.press("x")
        await pilot.pause()
        assert "There is a file of that name already" not in seen(pilot)
        assert not pilot.app.screen.query_one("#over").display
        await pilot.press("backspace", "enter")
        await until(pilot, "There is a file of that name already")
        await pilot.click("#over")
        await until(pilot, "The page is in")
        assert letter.read_text("utf-8") == to_markdown(page(lived, 2026))


async def test_a_file_can_be_written_over_by_a_key_and_left_alone_by_another(lived: Household, at_home: Path) -> None:
    letter = at_home / "letter.md"
    letter.write_text("a letter of mine", "utf-8")
    async with app_on(lived).run_test(size=SMALL) as pilot:
        screen = await show(pilot, lived)
        for leave in ("escape", "ctrl+o"):
            await pilot.press("e")
            await pilot.pause()
            pilot.app.screen.query_one(Line).value = "letter.md"
            await pilot.press("ctrl+o")
            assert letter.read_text("utf-8") == "a letter of mine"
            await pilot.press("enter")
            await until(pilot, "There is a file of that name already")
            await pilot.press(leave)
            await pilot.pause()
        await until(pilot, "The page is in")
        assert letter.read_text("utf-8") != "a letter of mine"
        assert pilot.app.screen is screen


@pytest.mark.parametrize("where", ["~nobody-of-that-name/x", "no/such/folder.md"])
async def test_a_place_that_cannot_be_is_said_and_the_words_stay(lived: Household, at_home: Path, where: str) -> None:
    async with app_on(lived).run_test(size=LARGE, notifications=True) as pilot:
        await show(pilot, lived)
        await pilot.press("e")
        await pilot.pause()
        pilot.app.screen.query_one(Line).value = where
        await pilot.press("enter")
        await until(pilot, "could not be written")
        assert screen_name(pilot) == "YearFileScreen"
        assert pilot.app.screen.query_one(Line).value == where
    assert free_place("year-2026.md") == at_home / "year-2026.md"


@pytest.mark.parametrize("odd", ODD)
async def test_odd_names_and_words_are_shown_as_they_are(household: Household, odd: str, at_home: Path) -> None:
    del at_home
    household.rename((f"{odd}1", f"{odd}2"), ("Europe/Berlin", "America/New_York"), apart=False)
    opened(household, "before", {"before.loved": odd, "before.now": 3}, {"before.loved": odd, "before.now": 4})
    keep(household, plan(on(4), odd), Talk(id="t", by="x", at=on(4), format="equal", topic=odd, minutes=20, kept=odd))
    async with app_on(household).run_test(size=LARGE) as pilot:
        await show(pilot, household)
        text = seen(pilot)
        assert "\x1b" not in text
        assert "\u202e" not in text
        if odd.isascii() and odd.isprintable():
            assert text.count(odd) >= 5
        await pilot.press("e", "enter")
        await until(pilot, "The page is in")


async def test_nothing_of_one_person_is_on_any_page_of_it(household: Household) -> None:
    answered(household, "before", {"before.loved": "canary of Ana"})
    answered(household, "year", {"year.good": "canary of Ben"}, theirs=True)
    for _ in range(2):
        async with app_on(household).run_test(size=LARGE) as pilot:
            await show(pilot, household)
            assert "canary" not in seen(pilot)
            assert "A quiet year on paper" in seen(pilot)
        household.be(household.partner)


async def test_alone_it_is_ones_own_page_and_says_so(household: Household) -> None:
    household.be_alone(alone=True)
    answered(household, "before", {"before.loved": "your laugh"})
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, household)
        assert "My year 2026" in seen(pilot)
        assert "A page for you alone" in seen(pilot)
        assert "your laugh" in seen(pilot)


async def test_after_another_language_was_chosen_the_page_speaks_it(lived: Household) -> None:
    async with app_on(lived).run_test(size=SMALL) as pilot:
        screen = await show(pilot, lived)
        lived.speak("de")
        await screen.say_anew()
        await until(pilot, "Mit Liebe gesagt")
        assert "Unser Jahr 2026" in seen(pilot)
        assert "Als Datei" in seen(pilot)
