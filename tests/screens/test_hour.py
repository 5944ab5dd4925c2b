"""The weekly hour by keyboard and mouse: its parts, its quiet time, left and taken up, in one window and in two."""

from collections.abc import Iterator
from random import Random

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from tests.screens.rhythms_stage import click_words, passes, press, settled, show, until
from tests.stage import LARGE, SMALL, FixedClock, app_on, screen_name, seen
from tui.core.errors import StoreError
from tui.core.ids import Ids
from tui.core.records import Agreement, Talk
from tui.household import Household
from tui.household.rhythms import left_hour
from tui.screens import hour as hour_module
from tui.screens.hour import DOORS, HourScreen
from tui.widgets.floor import TurnLine

SIZES = pytest.mark.parametrize("size", [SMALL], ids=["80x24"])
PARTS = ["Arrive", "Appreciations", "What went right", "One issue", "Time alone", "One small step", "A closing"]


@pytest.fixture
def second(household: Household, clock: FixedClock) -> Iterator[Household]:
    """The same home in another window, for Ben."""
    other = Household.open(household.store.home, name="Ben", clock=clock, ids=Ids(Random(2)))
    yield other
    other.close()


def hour(pilot: Pilot[int]) -> HourScreen:
    """Return the hour's screen, wherever it lies."""
    return next(each for each in pilot.app.screen_stack if isinstance(each, HourScreen))


def here(pilot: Pilot[int]) -> str:
    """Return the title of the part that is shown."""
    return str(hour(pilot).query_one("#title").render()).partition("   ")[0]


def focus(pilot: Pilot[int]) -> str:
    return (pilot.app.focused.id or "") if pilot.app.focused else ""


@SIZES
async def test_the_parts_come_one_after_another_and_the_end_is_quiet(
    household: Household, clock: FixedClock, size: tuple[int, int]
) -> None:
    async with app_on(household).run_test(size=size) as pilot:
        await show(pilot, HourScreen(household))
        for place, part in enumerate(PARTS):
            assert here(pilot).startswith(part)
            assert f"▸ {part}" in seen(pilot)
            await passes(pilot, clock, 300)
            await press(pilot, "n")
            assert len(household.all(Talk)) == (place == len(PARTS) - 1)
        assert "Thank you for this hour." in seen(pilot)
        assert not left_hour(household)
        await press(pilot, "enter")
        assert screen_name(pilot) == "HomeScreen"
        await press(pilot, "j")
        assert "The weekly hour" in seen(pilot)
    (talk,) = household.all(Talk)
    assert (talk.format, talk.topic, talk.minutes) == ("weekly", "", 35)


async def test_any_part_can_be_skipped_or_gone_back_to(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, HourScreen(household))
        await press(pilot, "n", "right", "b")
        assert here(pilot) == "Appreciations"
        await press(pilot, "left", "b", "left")
        assert here(pilot) == "Arrive"
        pilot.app.screen.query_one("#parts").focus()
        await press(pilot, "end", "up", "enter")
        assert here(pilot) == "One small step"
        assert focus(pilot) == "parts"


@SIZES
async def test_every_part_of_the_screen_can_be_reached_by_mouse(household: Household, size: tuple[int, int]) -> None:
    async with app_on(household).run_test(size=size) as pilot:
        await show(pilot, HourScreen(household))
        await click_words(pilot, "One issue", part="#parts")
        assert here(pilot) == "One issue"
        await click_words(pilot, "before", part="KeyBar")
        assert here(pilot) == "What went right"
        await pilot.click("#next")
        await settled(pilot)
        await pilot.click("#open")
        await settled(pilot)
        assert screen_name(pilot) == "BoardScreen"
        await press(pilot, "escape")
        await click_words(pilot, "A closing", part="#parts")
        await pilot.click("#next")
        await settled(pilot)
        await pilot.click("#home")
        await settled(pilot)
        assert screen_name(pilot) == "HomeScreen"
    assert len(household.all(Talk)) == 1


ABOUT = {
    "Appreciations": "PhrasesScreen",
    "One issue": "BoardScreen",
    "Time alone": "PlannerScreen",
    "One small step": "SmallStepsScreen",
}


async def test_a_part_leads_to_what_it_is_about_and_back(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, HourScreen(household))
        for part in PARTS[: PARTS.index("One small step") + 1]:
            assert here(pilot) == part
            for key in ("o", "enter") if part in ABOUT else ():
                await press(pilot, key)
                assert screen_name(pilot) == ABOUT[part], key
                await press(pilot, "escape")
                assert screen_name(pilot) == "HourScreen"
                assert here(pilot) == part
            await press(pilot, "n")


async def test_every_lead_of_the_content_has_its_door(household: Household) -> None:
    leads = {part.leads for part in household.catalog.hour("weekly").parts} - {""}
    assert leads <= DOORS.keys()
    assert all(isinstance(door(household), Screen) for door in DOORS.values())


async def test_a_part_that_leads_nowhere_offers_nothing_to_open(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, HourScreen(household))
        assert focus(pilot) == "next"
        assert "o open" not in seen(pilot)
        await press(pilot, "o")
        assert screen_name(pilot) == "HourScreen"
        await press(pilot, "enter")
        assert here(pilot) == "Appreciations"
        assert focus(pilot) == "open"


# The time


async def test_the_line_fills_and_nothing_alarms_when_it_is_full(household: Household, clock: FixedClock) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, HourScreen(household))
        await press(pilot, "n")
        line = pilot.app.screen.query_one(TurnLine)
        assert line.gone == 0.0
        assert "about 10 minutes" in seen(pilot)
        await passes(pilot, clock, 300)
        assert line.gone == 0.5
        await passes(pilot, clock, 900)
        assert line.gone == 1.0
        assert "Take the time you need." in seen(pilot)
        assert here(pilot) == "Appreciations"
        await press(pilot, "b", "n")
        assert line.gone == 0.0
        assert "about 10 minutes" in seen(pilot)


async def test_without_motion_the_line_moves_once_a_minute(household: Household, clock: FixedClock) -> None:
    household.store.local.put("motion", value=False)
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, HourScreen(household))
        await press(pilot, "n")
        line = pilot.app.screen.query_one(TurnLine)
        await passes(pilot, clock, 59)
        assert line.gone == 0.0
        await passes(pilot, clock, 1)
        assert line.gone == 0.1


async def test_the_night_is_not_in_the_hour(household: Household, clock: FixedClock) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, HourScreen(household))
        await passes(pilot, clock, 60)
        clock.wall, clock.boot = clock.wall.replace(hour=23), clock.boot + 5 * 3600  # asleep: only these went on
        await passes(pilot, clock, 60)
        assert hour(pilot).running.course.gone == 120.0


# Left and taken up


async def test_where_they_are_is_there_again_after_leaving(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, HourScreen(household))
        await press(pilot, "n", "n", "n", "escape")
        assert screen_name(pilot) == "HomeScreen"
        await show(pilot, HourScreen(household))
        assert here(pilot) == "One issue"
        await press(pilot, "n", "ctrl+q")
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, HourScreen(household))
        assert here(pilot) == "Time alone"
        assert "begin anew" not in seen(pilot)


async def test_a_kill_loses_nothing_of_where_they_are(household: Household, second: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, HourScreen(household))
        await press(pilot, "n", "n")
        # nothing is said to the first window: this is what a new one finds
        async with app_on(second).run_test(size=SMALL) as other:
            await show(other, HourScreen(second))
            assert here(other) == "What went right"


async def test_another_day_it_goes_on_or_begins_anew(household: Household, clock: FixedClock) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, HourScreen(household))
        await press(pilot, "a")
        assert here(pilot) == "Arrive"
        await press(pilot, "n", "n")
        await passes(pilot, clock, 600)
        await press(pilot, "escape")
        clock.go(6 * 86400)
        await show(pilot, HourScreen(household))
        assert here(pilot) == "What went right"
        assert "You were here on Mon 23 Nov" in " ".join(seen(pilot).split())
        await press(pilot, "a")
        assert here(pilot) == "Arrive"
        assert "You were here" not in seen(pilot)
        assert "begin anew" not in seen(pilot)
        (talk,) = household.all(Talk)
        assert (talk.minutes, talk.at.day) == (10, 23)
        await press(pilot, "n", "escape")
        clock.go(86400)
        await show(pilot, HourScreen(household))
        await press(pilot, "n")
        assert "You were here" not in seen(pilot)
    assert len(household.all(Talk)) == 1


async def test_looking_in_leaves_nothing_to_go_on_with(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, HourScreen(household))
        await press(pilot, "escape")
    assert not left_hour(household)


# Two windows


async def test_both_windows_show_the_same_part(household: Household, second: Household) -> None:
    async with (
        app_on(household).run_test(size=SMALL) as one,
        app_on(second).run_test(size=SMALL) as two,
    ):
        await show(one, HourScreen(household))
        await show(two, HourScreen(second))
        await press(one, "n")
        await until(two, lambda: here(two) == "Appreciations")
        await press(two, "n", "n")
        await until(one, lambda: here(one) == "One issue" and "▸ One issue" in seen(one))
        await press(one, "n", "n", "n", "n")
        assert "Thank you for this hour." in seen(one)
        await until(two, lambda: "Thank you for this hour." in seen(two))
        await press(two, "enter")
        assert screen_name(two) == "HomeScreen"
    household.catch_up()
    assert len(household.all(Talk)) == 1


async def test_what_is_opened_from_a_part_stays_open_when_the_other_window_goes_on(
    household: Household, second: Household
) -> None:
    async with (
        app_on(household).run_test(size=SMALL) as one,
        app_on(second).run_test(size=SMALL) as two,
    ):
        await show(one, HourScreen(household))
        await press(one, "n", "n", "n", "o")
        assert screen_name(one) == "BoardScreen"
        await show(two, HourScreen(second))
        await press(two, "n")
        await until(one, lambda: hour(one).running.course.part == 4)
        assert screen_name(one) == "BoardScreen"
        assert focus(one) == "issues"
        await press(one, "escape")
        await until(one, lambda: here(one) == "Time alone")


# Keeping


async def test_a_sentence_is_kept_with_the_hour(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, HourScreen(household))
        await press(pilot, "n", "k")
        assert screen_name(pilot) == "KeepScreen"
        await press(pilot, *"tea on Sundays", "enter")
        assert here(pilot) == "Appreciations"
        (kept,) = household.all(Agreement)
        assert (kept.text, kept.source) == ("tea on Sundays", hour(pilot).running.course.id)


async def test_what_cannot_be_saved_is_said_once_and_stops_nothing(
    household: Household, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(key: str, _: object) -> None:
        raise StoreError("disk_full", path=key)

    async with app_on(household).run_test(size=SMALL, notifications=True) as pilot:
        await show(pilot, HourScreen(household))
        monkeypatch.setattr(household.store.local, "put", full)
        await press(pilot, "n", "n", "n")
        await passes(pilot, clock, 60)
        assert here(pilot) == "One issue"
        told = [each.message for each in pilot.app._notifications]
        assert len(told) == 1
        assert "cannot be saved just now" in told[0]


async def test_an_hour_that_cannot_be_kept_is_not_over(household: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreError("disk_full", path="")

    async with app_on(household).run_test(size=SMALL, notifications=True) as pilot:
        await show(pilot, HourScreen(household))
        await press(pilot, *["n"] * 6)
        with monkeypatch.context() as broken:
            broken.setattr(household, "save", full)
            await press(pilot, "n")
            assert here(pilot) == "A closing question"
            assert pilot.app._notifications
        await press(pilot, "n")
        assert "Thank you" in seen(pilot)
    assert len(household.all(Talk)) == 1


# For one


async def test_alone_it_is_told_how_to_do_it_alone_and_nothing_is_kept_for_both(household: Household) -> None:
    household.be_alone(alone=True)
    async with app_on(household).run_test(size=LARGE) as pilot:
        await show(pilot, HourScreen(household))
        assert "Take half an hour" in seen(pilot)
        assert "keep a sentence" not in seen(pilot)
        await press(pilot, "n", "k")
        assert screen_name(pilot) == "HourScreen"
        await press(pilot, *["n"] * 6)
        assert "Thank you for taking this time." in seen(pilot)
    assert household.all(Talk) == []
    assert not left_hour(household)


# Odd things


async def test_another_language_after_the_keyboard_was_passed(household: Household) -> None:
    household.be(household.partner)
    household.speak("de")
    household.be(household.partner)
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, HourScreen(household))
        await press(pilot, "n", "k")
        household.be(household.partner)
        await press(pilot, "escape")
        await until(pilot, lambda: "DIE STUNDE" in seen(pilot))
        await until(pilot, lambda: "▸ Was guttat" in seen(pilot))
        assert focus(pilot) == "open"
        await press(pilot, *["n"] * 6)
        assert "Danke für diese Stunde." in seen(pilot)


async def test_the_time_goes_on_while_the_board_lies_over_it(household: Household, clock: FixedClock) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, HourScreen(household))
        await press(pilot, "n", "n", "n", "o")
        assert screen_name(pilot) == "BoardScreen"
        clock.go(600)
        await until(pilot, lambda: hour(pilot).running.course.spent == 600.0)
        await press(pilot, "escape")
        await until(pilot, lambda: pilot.app.screen.query_one(TurnLine).gone == 0.5)


def test_the_list_of_parts_has_room_for_every_title(household: Household) -> None:
    for language in ("en", "de"):
        household.speak(language)
        for part in household.catalog.hour("weekly").parts:
            assert len(part.title) <= hour_module.LINE, part.title
