"""A break: on at once, a time to come back, a quiet screen, and both coming back, each for themselves."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Input

from tests.screens.talk_stage import kept_talk, looked, passes, press, settled, talk_app
from tests.screens.test_fits import unfit
from tests.stage import LARGE, LOOKS, SMALL, FixedClock, app_on, screen_name, seen
from tui.app.reminding import Reminding
from tui.core.records import Plan
from tui.household import Household, talks
from tui.talk import KEY
from tui.talk.floor import Status
from tui.talk.moves import Move
from tui.talk.running import from_data, to_data
from tui.widgets.digits import LargeTime
from tui.widgets.fields import Line

SnapCompare = Callable[..., bool]
MINUTE = 60.0
WALL = (200, 60)


def on_break(household: Household, clock: FixedClock, minutes: float = 0, *, language: str = "en") -> None:
    """Put a talk on disk that rests; with `minutes` they have chosen when to come back."""
    kept_talk(household, clock, language=language)
    talk = talks.left(household)
    assert talk is not None
    talk.act(Move.RESUME)
    clock.go(20)
    talk.act(Move.BREAK, seat=1)
    if minutes:
        talk.act(Move.RETURN, seat=1, seconds=minutes * MINUTE)
    talk.keep()


async def until(pilot: Pilot[int], met: Callable[[], bool]) -> None:
    """Wait until something holds."""
    for _ in range(300):
        if met():
            await settled(pilot)
            return
        await pilot.pause(0.01)
    raise AssertionError(seen(pilot))


def planned(household: Household) -> list[str]:
    """Return the times at which the planner lets them come back."""
    household.catch_up_quietly()
    return [f"{household.local(each.start):%a %H:%M}" for each in household.all(Plan) if each.talk]


async def in_own_words(pilot: Pilot[int], clock: FixedClock, own: Line) -> None:
    """Type times, of which none is taken, and see what is said of them."""
    own.focus()
    for typed, said in (
        ("in 5 min", "Twenty minutes at least"),
        ("in 3 days at 10:00", "A day at most"),
        ("10 minutes", "Twenty minutes at least"),
        ("when it rains", "Not a time yet: try “21:30”"),
        ("tomorrow 02:00", "That is Tue 24 Nov, 02:00 (20:00 for Ben), in about 7 hours."),
    ):
        own.value = ""
        await pilot.press(*typed)
        await settled(pilot)
        assert said in seen(pilot)
        assert list(unfit(pilot.app.screen)) == []
        if "That is" not in said:
            await press(pilot, clock, "enter")
        assert not looked(pilot).agreed


async def test_a_break_asks_when_is_quiet_and_both_come_back(
    household: Household, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_break(household, clock)
    app, rung = talk_app(household), [0]
    monkeypatch.setattr(app, "bell", lambda: rung.append(1))
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await until(pilot, lambda: "When do you both come back?" in seen(pilot))
        assert "(13:20 for Ben)" in seen(pilot)
        assert "evenings in the week" not in seen(pilot)
        assert list(unfit(app.screen)) == []
        own = app.screen.query_one("#own", Line)
        await in_own_words(pilot, clock, own)
        own.value = "21:10"
        await press(pilot, clock, "enter")
        assert looked(pilot).agreed
        await until(pilot, lambda: planned(household) == ["Mon 21:10"])
        assert app.screen.query_one(LargeTime).time == "21:10"
        assert "21:10 (15:10 for Ben), in about 2 hours" in seen(pilot)
        idea = seen(pilot)
        await press(pilot, clock, "o")
        assert seen(pilot) != idea
        await press(pilot, clock, "a", "l")
        assert "A body needs about twenty minutes" in seen(pilot)
        assert looked(pilot).ready == ()
        assert list(unfit(app.screen)) == []

        await press(pilot, clock, "m", "up", "down", "enter")  # more, or less: another time
        await until(pilot, lambda: planned(household) == ["Mon 19:31"])
        await press(pilot, clock, "escape")
        assert "You are taking a break, and come back at 19:31" in seen(pilot)
        assert "COMING BACK" in seen(pilot)
        assert "time to come back" in seen(pilot)
        app.remind()
        clock.boot += 7200  # the machine slept over it
        clock.wall += timedelta(hours=2)
        for _ in range(2):
            app.remind()
            await settled(pilot)
        assert sum(rung) == 1
        assert "It is time to go on" in seen(pilot)
        await pilot.press("t")
        await settled(pilot)
        assert "You wanted to be back at" in seen(pilot)
        assert list(unfit(app.screen)) == []
        app.remind()
        await press(pilot, clock, "l")
        assert "Ben ◆  ✓  is back" in seen(pilot)
        await press(pilot, clock, "enter")
        assert screen_name(pilot) == "FloorScreen"
        assert looked(pilot).status is Status.RUNNING
        assert looked(pilot).spent == pytest.approx(20, abs=1)
        assert sum(rung) == 1
        await until(pilot, lambda: planned(household) == [])


async def test_home_lets_the_planner_say_what_a_window_that_was_killed_could_not(
    household: Household, clock: FixedClock
) -> None:
    on_break(household, clock, 30)
    assert planned(household) == []
    async with app_on(household).run_test(size=SMALL) as pilot:
        await until(pilot, lambda: planned(household) == ["Mon 19:30"])


def test_help_over_a_break_says_that_it_is_over_and_leaves_the_bell_to_the_break(
    household: Household, clock: FixedClock
) -> None:
    on_break(household, clock, 30)
    beneath, elsewhere, lobby = Reminding(), Reminding(), Reminding()
    clock.go(31 * MINUTE)
    said = ["It is time to go on, if you both like. t on the first screen leads back."]
    assert (list(beneath.sentences(household, "help", calls=True)), beneath.rings) == (said, False)
    assert (list(elsewhere.sentences(household, "help")), elsewhere.rings) == (said, True)
    assert (list(lobby.sentences(household, "talk")), lobby.rings) == (said, True)
    assert (list(Reminding().sentences(household, "talk", calls=True))) == []


async def test_a_break_that_ended_days_ago_is_met_kindly(household: Household, clock: FixedClock) -> None:
    on_break(household, clock, 30)
    clock.go(3 * 24 * 60 * MINUTE)
    clock.boot_id = "another"
    async with talk_app(household).run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "It has been a while" in seen(pilot))
        assert planned(household) == []
        assert list(unfit(pilot.app.screen)) == []
        await press(pilot, clock, "m")
        assert "A little more time is fine." in seen(pilot)
        await press(pilot, clock, "escape", "m", "enter")
        await until(pilot, lambda: planned(household) == ["Thu 19:20"])
        await press(pilot, clock, "e")
        assert "End" in seen(pilot)
        await press(pilot, clock, "escape", "e", "enter")
        assert looked(pilot).status is Status.ENDED
        await until(pilot, lambda: planned(household) == [])


async def test_two_windows_rest_together_and_the_first_time_chosen_holds(
    household: Household, clock: FixedClock
) -> None:
    kept_talk(household, clock)
    held = from_data(household.store.local.get(KEY))
    assert held is not None
    household.store.local.put(KEY, to_data(replace(held, status=Status.RUNNING, apart=True)))
    other = Household.open(household.store.home, name="Ben", clock=clock)
    async with talk_app(household).run_test(size=SMALL) as mine, talk_app(other).run_test(size=SMALL) as theirs:
        await until(theirs, lambda: screen_name(theirs) == screen_name(mine) == "FloorScreen")
        await until(mine, lambda: looked(mine).apart and looked(theirs).apart)
        for pilot in (mine, theirs):  # both at once
            await pilot.press("b")
        await until(mine, lambda: screen_name(mine) == screen_name(theirs) == "RestScreen")
        await press(theirs, clock, "down", "enter")
        await until(mine, lambda: looked(mine).agreed)
        assert "19:30 (13:30 for Ben)" in seen(mine)
        assert "13:30 (19:30 for Ana)" in seen(theirs)
        await until(theirs, lambda: planned(household) == planned(household) == ["Mon 19:30"])

        await press(mine, clock, "m")
        await press(theirs, clock, "m", "down", "down", "enter")  # the other one is quicker
        await until(mine, lambda: "You both come back at" in seen(mine))
        assert looked(mine).rest > 50 * MINUTE
        passes(mine, clock, 3700)
        await until(theirs, lambda: looked(theirs).over)
        assert "r  is back" in seen(theirs)
        await press(theirs, clock, "a", "r")
        await until(mine, lambda: looked(mine).ready == (1,))
        assert "Ben ◆" in seen(mine)
        await press(theirs, clock, "escape")
        await press(mine, clock, "k", "k")  # both at this keyboard, or rather not
        assert looked(mine).apart
        await press(mine, clock, "k", "l", "a")  # both at this keyboard after all
        await until(mine, lambda: screen_name(mine) == "FloorScreen")
        await until(mine, lambda: planned(household) == [])
    other.close()


# How it looks


def compare(snap_compare: SnapCompare, household: Household, size: tuple[int, int], language: str) -> bool:
    """Compare what a break on disk looks like."""
    household.speak(language)

    async def play(pilot: Pilot[int]) -> None:
        await until(pilot, lambda: screen_name(pilot) == "RestScreen")
        for each in pilot.app.screen.query(Input):
            each.cursor_blink = False
        await settled(pilot)

    return snap_compare(talk_app(household), terminal_size=size, run_before=play)


@LOOKS
def test_when_to_come_back(
    snap_compare: SnapCompare, household: Household, clock: FixedClock, language: str, size: tuple[int, int]
) -> None:
    on_break(household, clock)
    assert compare(snap_compare, household, size, language)


@pytest.mark.parametrize(
    ("language", "size"), [("en", SMALL), ("de", LARGE), ("en", WALL)], ids=["en-80x24", "de-120x40", "en-200x60"]
)
def test_the_quiet_screen(
    snap_compare: SnapCompare, household: Household, clock: FixedClock, language: str, size: tuple[int, int]
) -> None:
    on_break(household, clock, 30)
    clock.go(10 * MINUTE)
    assert compare(snap_compare, household, size, language)


def test_the_break_is_over(snap_compare: SnapCompare, household: Household, clock: FixedClock) -> None:
    on_break(household, clock, 30)
    clock.go(31 * MINUTE)
    assert compare(snap_compare, household, LARGE, "de")
