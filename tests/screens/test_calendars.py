"""My calendars and my hours: set up by typing, told how they are, and nobody's but mine."""

import os
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from tests.screens.test_looks import SnapCompare
from tests.stage import LOOKS, SMALL, app_on, screen_name, seen
from tui.household import Household
from tui.household.calendars import Added, add, calendars, hours, looked_at
from tui.planner.hours import ORDINARY, clock_range
from tui.screens.calendars import CalendarsScreen
from tui.widgets.path_line import completed

PLAIN = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n"
    "BEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:20261126T190000Z\r\nDTEND:20261126T200000Z\r\n"
    "SUMMARY:dentist\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
BROKEN = PLAIN.replace("DTSTART:20261126T190000Z", "DTSTART:soon")


def calendar(path: Path, text: str = PLAIN) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


async def settled(pilot: Pilot[int]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def until(pilot: Pilot[int], text: str) -> None:
    """Let the app go on until a text stands on the screen, or in a notice there."""
    for _ in range(200):
        if text in seen(pilot) or any(text in str(each.message) for each in pilot.app._notifications):
            return
        await pilot.pause(0.01)
    raise AssertionError(seen(pilot))


async def test_a_calendar_is_typed_read_opened_and_let_go_and_the_other_sees_none_of_it(
    household: Household, tmp_path: Path
) -> None:
    odd = calendar(tmp_path / "a b" / "[red].ics")
    async with app_on(household).run_test(size=SMALL, notifications=True) as pilot:
        screen = CalendarsScreen(household)
        await pilot.app.push_screen(screen)
        line = screen.query_one("#path", Input)
        line.value = f"'{odd}'"
        await pilot.press("enter")
        await until(pilot, "busy about once")
        assert calendars(household) == (odd,)
        await until(pilot, "✓  [red].ics ")
        assert "dentist" not in seen(pilot)
        line.value = str(tmp_path / "nothing.ics")
        await pilot.press("enter")
        await until(pilot, "No such file")
        assert line.value.endswith("nothing.ics")
        line.value = str(calendar(tmp_path / "c.ics", BROKEN))
        await pilot.press("enter")
        await until(pilot, "could not be read: Enter")
        screen.query_one("#calendars", OptionList).focus()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert screen_name(pilot) == "SkippedScreen"
        assert "c.ics,line7:" in "".join(seen(pilot).split())
        await pilot.press("escape", "x")
        await until(pilot, "c.ics is not read any more")
        await pilot.press("x")
        await until(pilot, "[red].ics is not read any more")
        assert calendars(household) == ()
        assert odd.read_bytes() == PLAIN.encode()
        add(household, odd)
        household.be(household.partner)
        screen = CalendarsScreen(household)
        await pilot.app.push_screen(screen)
        await settled(pilot)
        assert "[red].ics" not in seen(pilot)
        assert "Ana sees only busy or free" in " ".join(seen(pilot).split())


async def test_while_a_calendar_is_read_all_else_goes_on(
    household: Household, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()

    def slowly(household: Household, path: Path) -> Added:
        assert go_on.wait(20)
        return looked_at(household, path)

    monkeypatch.setattr("tui.screens.calendars.looked_at", slowly)
    path = calendar(tmp_path / "slow.ics")
    async with app_on(household).run_test(size=SMALL) as pilot:
        screen = CalendarsScreen(household)
        await pilot.app.push_screen(screen)
        await pilot.pause()
        screen.query_one("#path", Input).value = str(path)
        await pilot.press("enter", "enter", "escape")
        await until(pilot, "Reading")
        assert screen_name(pilot) == "CalendarsScreen", "it would not be noted then"
        screen.query_one("#day0", Input).focus()
        screen.query_one("#day0", Input).value = ""
        await pilot.press("tab")
        await until(pilot, "not for time together")
        assert calendars(household) == ()
        go_on.set()
        await until(pilot, "busy about once")
    assert calendars(household) == (path,)


async def test_hours_are_kept_as_they_are_typed_and_one_day_can_stand_for_all(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        screen = CalendarsScreen(household)
        await pilot.app.push_screen(screen)
        await settled(pilot)
        tuesday, sunday = screen.query_one("#day1", Input), screen.query_one("#day6", Input)
        tuesday.focus()
        tuesday.value = "8 to 10"
        sunday.value = ""
        await pilot.press("tab")
        await pilot.pause()
        assert "like 07:00-22:30" in seen(pilot)
        assert "not for time together" in seen(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert screen_name(pilot) == "CalendarsScreen"
        assert tuesday.has_focus
        assert tuesday.value == "8 to 10"
        tuesday.value = "09:00-01:00"
        await pilot.press("escape")
        await pilot.pause()
        assert screen_name(pilot) == "HomeScreen"
        kept = hours(household)
        assert kept.days[:2] == (ORDINARY, clock_range("09:00-01:00"))
        assert kept.days[6] is None
        screen = CalendarsScreen(household)
        await pilot.app.push_screen(screen)
        await settled(pilot)
        screen.query_one("#day1").focus()
        await pilot.pause()
        await pilot.press("ctrl+t")
        screen.query_one("#daylight").focus()
        await pilot.press("space")
        await pilot.press("escape")
        await pilot.pause()
        assert set(hours(household).days) == {clock_range("09:00-01:00")}
        assert hours(household).daylight
        assert hours(household, household.partner).days == (ORDINARY,) * 7


async def test_calendars_that_are_set_up_can_go_and_be_many_and_have_names_of_no_writing(
    household: Household, tmp_path: Path
) -> None:
    folder = tmp_path / "many"
    calendar(folder / "one.ics")
    calendar(folder / "two.ics")
    calendar(folder / os.fsdecode(b"\xff.ics"), BROKEN)
    gone = calendar(tmp_path / "gone.ics")
    add(household, folder)
    add(household, gone)
    gone.unlink()
    async with app_on(household).run_test(size=SMALL) as pilot:
        screen = CalendarsScreen(household)
        await pilot.app.push_screen(screen)
        await until(pilot, "one thing unread")
        assert "not there now" in seen(pilot)
        screen.query_one("#calendars", OptionList).focus()
        await pilot.press("enter")
        await pilot.pause()
        assert screen_name(pilot) == "SkippedScreen"


def test_a_path_is_completed_as_far_as_there_is_one_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calendar(tmp_path / "cal" / "work home.ics")
    calendar(tmp_path / "cal" / "work.txt")
    (tmp_path / "cal" / ".hidden").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    endings = (".ics",)
    assert completed("~/c", endings) == "~/cal/"
    assert completed(f"{tmp_path}/cal/", endings) == f"{tmp_path}/cal/work home.ics"
    assert completed(f"{tmp_path}/cal/.", endings) == f"{tmp_path}/cal/.hidden/"
    calendar(tmp_path / "cal" / "works.ics")
    assert completed("~/cal/w", endings) == "~/cal/work"
    assert completed("~/cal/nothing", endings) == "~/cal/nothing"
    assert completed("no\0where/x", endings) == "no\0where/x"


@LOOKS
def test_calendars_and_hours(
    snap_compare: SnapCompare,
    household: Household,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    size: tuple[int, int],
) -> None:
    household.speak(language)
    calendar(tmp_path / "work.ics")
    calendar(tmp_path / "family" / "a.ics", BROKEN)
    monkeypatch.setenv("HOME", str(tmp_path))
    for each in ("work.ics", "family"):
        add(household, tmp_path / each)

    async def show(pilot: Pilot[int]) -> None:
        await pilot.app.push_screen(CalendarsScreen(household))
        await settled(pilot)
        for field in pilot.app.screen.query(Input):
            field.cursor_blink = False
        await pilot.pause()

    assert snap_compare(app_on(household), terminal_size=size, run_before=show)
