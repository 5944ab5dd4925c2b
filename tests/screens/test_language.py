"""Each of the two reads everything in their own language, on one keyboard and in two windows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stage import SMALL, FixedClock, app_on, screen_name, seen
from tui.core.ids import Ids
from tui.core.records import Sitting
from tui.household import Household


@pytest.fixture
def mixed(household: Household) -> Household:
    """Ana speaks English, Ben German; Ana is at the keyboard, and both have been past the page about safety."""
    for person in household.people:
        household.save(Sitting(id=person.id, by=person.id, at=household.now(), step="trust"))
    household.be(household.partner)
    household.speak("de")
    household.be(household.partner)
    return household


async def test_the_language_is_chosen_in_the_settings_and_spoken_at_once(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("comma")
        await pilot.pause()
        assert "LANGUAGE" in seen(pilot)
        pilot.app.screen.query_one("#languages").focus()
        await pilot.press("home", "space")
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
        assert household.language == "de"
        assert "SPRACHE" in seen(pilot)
        assert "LANGUAGE" not in seen(pilot)
        await pilot.press("escape")
        await pilot.pause()
        await pilot.pause()
        assert screen_name(pilot) == "HomeScreen"
        assert "HEUTE" in seen(pilot)
        assert "TODAY" not in seen(pilot)
        assert pilot.app.focused is not None


async def test_when_the_keyboard_is_passed_the_other_reads_their_own(mixed: Household) -> None:
    async with app_on(mixed).run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "THE PATH" in seen(pilot)
        await pilot.press("h")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert mixed.me.name == "Ben"
        assert "HEUTE" in seen(pilot)
        assert "THE PATH" not in seen(pilot)
        await pilot.press("c")
        await pilot.pause()
        assert mixed.catalog.step("before").title in seen(pilot)
        await pilot.press("escape", "p")
        await pilot.pause()
        await pilot.press("h")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert screen_name(pilot) == "PlannerScreen"
        assert "propose" in seen(pilot)
        await pilot.press("escape")
        await pilot.pause()
        await pilot.pause()
        assert "THE PATH" in seen(pilot)


@pytest.fixture
def other(mixed: Household, clock: FixedClock) -> Iterator[Household]:
    """Ben's window on the same home."""
    window = Household.open(mixed.store.home, name="Ben", clock=clock, ids=Ids())
    yield window
    window.close()


async def test_two_windows_speak_two_languages_at_the_same_time(mixed: Household, other: Household) -> None:
    mixed.be(mixed.people[0])
    for window, word in ((mixed, "TODAY"), (other, "HEUTE")):
        async with app_on(window).run_test(size=SMALL) as pilot:
            await pilot.pause()
            assert word in seen(pilot)


def test_a_language_nobody_chose_is_the_systems(tmp_path: Path) -> None:
    household = Household.open(tmp_path / "home", language="de-AT")
    assert household.words("home.today") == "HEUTE"
    household.close()


def test_a_language_that_is_not_here_any_more_is_answered_in_english(household: Household) -> None:
    household.speak("tlh")
    assert household.words("home.today") == "TODAY"
