"""What comes before a talk: choosing it, whether now is a good time, a breath, a ground rule each."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Input

from tests.screens.talk_stage import looked, settled
from tests.screens.test_fits import unfit
from tests.stage import LOOKS, SMALL, FixedClock, app_on, done, screen_name, seen
from tui.app.app import NearerApp
from tui.catalog.formats import Begins
from tui.core.records import Plan, Talk
from tui.household import Household, talks
from tui.screens.home import HomeScreen
from tui.screens.talk_before import BeforeScreen
from tui.talk import KEY
from tui.talk.floor import Before, Floor, Status
from tui.talk.running import from_data
from tui.widgets.breath import BreathLine, breathing_in, share
from tui.widgets.fields import Line
from tui.widgets.radio import OneOf

SnapCompare = Callable[..., bool]
LONG = "about the evenings " * 530
"""A topic of ten thousand characters."""


def app(household: Household, *, topic: str = "", form: str = "equal") -> NearerApp:
    return NearerApp(done(household), first="talk", topic=topic, talk_format=form)


def kept(household: Household) -> Floor | None:
    return from_data(household.store.local.get(KEY))


async def press(pilot: Pilot[int], clock: FixedClock, *keys: str) -> None:
    """Press keys as people do, each a second after the other."""
    for key in keys:
        clock.go(1)
        await pilot.press(key)
        await settled(pilot)


async def until(pilot: Pilot[int], met: Callable[[], bool]) -> None:
    """Wait until something holds."""
    for _ in range(300):
        if met():
            await settled(pilot)
            return
        await pilot.pause(0.01)
    raise AssertionError(seen(pilot))


def field(pilot: Pilot[int], name: str) -> Line:
    return pilot.app.screen.query_one(f"#{name}", Line)


async def test_enter_leads_from_the_lobby_to_the_first_turn(household: Household, clock: FixedClock) -> None:
    async with app(household, topic=LONG).run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        assert list(unfit(pilot.app.screen)) == []
        people = pilot.app.screen.query_one("#people", OneOf)
        before = people.marked
        await press(pilot, clock, "down")
        assert pilot.app.screen.query_one("#formats", OneOf).marked != ("equal",)
        await press(pilot, clock, "up", "enter")
        assert people.marked == before  # nobody has chosen who begins: it goes with the format
        people.choose("1")
        await press(pilot, clock, "enter", "enter", "enter")
        floor = looked(pilot)
        assert (floor.status, floor.before, floor.first) == (Status.BEFORE, Before.GOOD_TIME, 1)
        assert floor.topic == LONG.strip()
        assert "about the evenings" in seen(pilot)
        assert talks.typed(household) == ""
        assert list(unfit(pilot.app.screen)) == []

        await pilot.press("enter", "enter")  # a key that is held says it for one
        await settled(pilot)
        assert looked(pilot).ready == (0,)
        assert "Ben ◆: yes" in seen(pilot)
        await press(pilot, clock, "enter")
        assert looked(pilot).before is Before.BREATH
        assert "breathe in" in seen(pilot)
        await press(pilot, clock, *"no")  # whoever begins to write already has not said that now is no good time
        assert (looked(pilot).before, looked(pilot).apart) == (Before.BREATH, False)
        narrow = pilot.app.screen.query_one(BreathLine).share
        clock.go(3)
        await until(pilot, lambda: pilot.app.screen.query_one(BreathLine).share > narrow)
        await press(pilot, clock, "enter")
        assert looked(pilot).before is Before.RULES
        assert list(unfit(pilot.app.screen)) == []

        await pilot.press(*"quietly")
        await until(pilot, lambda: (floor := kept(household)) is not None and floor.rules[0] == "quietly")
        await press(pilot, clock, "ctrl+g")
        assert (looked(pilot).apart, field(pilot, "rule-1").display) == (True, False)
        await press(pilot, clock, "ctrl+g", "enter")
        await pilot.press("enter")  # held, it says it for one only
        assert "Ana ●   ✓  is ready" in seen(pilot)
        assert looked(pilot).status is Status.BEFORE
        await press(pilot, clock, "ctrl+o", "ctrl+o", "enter")
        assert screen_name(pilot) == "FloorScreen"
        assert looked(pilot).rules == ("quietly", "We let each other finish.")
        assert talks.by_turns(household) == 0


async def test_now_may_be_no_good_time_and_nothing_has_begun(household: Household, clock: FixedClock) -> None:
    async with app(household, topic="the kitchen").run_test(size=SMALL, notifications=True) as pilot:
        await press(pilot, clock, "ctrl+n", "l")
        assert looked(pilot).ready == (1,)
        await press(pilot, clock, "n")
        assert screen_name(pilot) == "LaterScreen"
        assert "Nothing has begun" in seen(pilot)
        assert list(unfit(pilot.app.screen)) == []
        assert kept(household) is None
        assert household.store.local.get(talks.BEGAN) is None
        await press(pilot, clock, "enter")
        assert screen_name(pilot) == "ProposeScreen"
        assert field(pilot, "what").value == "time to talk"
        await press(pilot, clock, "escape", "t")
        assert screen_name(pilot) == "TalkScreen"
        assert field(pilot, "topic").value == "the kitchen"

        await press(pilot, clock, "ctrl+n", "a", "l", "space")
        assert looked(pilot).before is Before.RULES
        await pilot.press(*"My own")
        await press(pilot, clock, "ctrl+t")
        assert "Once more ^t" in seen(pilot)
        await press(pilot, clock, "escape", "t")  # left, and taken up: it is still there
        assert field(pilot, "rule-0").value == "My own"
        await press(pilot, clock, "ctrl+t", "ctrl+t")
        assert screen_name(pilot) == "LaterScreen"
    assert (household.all(Talk), household.all(Plan)) == ([], [])


async def test_the_lobby_offers_thoughts_and_gives_back_what_was_typed(
    household: Household, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    talks.keep_begun(household, talks.begin(household, household.catalog.talk_format("equal"), "", first=0))
    household.store.local.delete(KEY)
    forms = [replace(each, begins=Begins.CHOSEN) for each in household.catalog.talk_formats]
    forms[1:3] = [
        replace(forms[1], id="turns", begins=Begins.ALTERNATING),
        replace(forms[2], id="lot", begins=Begins.LOT),
    ]
    monkeypatch.setitem(household.catalog.__dict__, "talk_formats", tuple(forms))
    async with app(household, form=forms[0].id).run_test(size=SMALL) as pilot:
        await settled(pilot)
        assert "By turns: this time Ben ◆" in seen(pilot)
        people = pilot.app.screen.query_one("#people", OneOf)
        marked = [people.marked[0]]
        for _ in range(2):
            await press(pilot, clock, "down")
            marked.append(people.marked[0])
        assert marked == ["0", "turns", "lot"]
        await press(pilot, clock, "up", "tab", "tab")
        thoughts = [prompt for prompt in household.catalog.prompts if prompt.suits(household.life)]
        await pilot.press(*"mine")
        await press(pilot, clock, "ctrl+o")
        assert field(pilot, "topic").value == thoughts[0].text
        field(pilot, "topic").value = "the kit"
        await press(pilot, clock, "ctrl+q")
    async with app(household, form="turns").run_test(size=SMALL) as pilot:
        await settled(pilot)
        assert field(pilot, "topic").value == "the kit"
        await press(pilot, clock, "ctrl+n")
        assert (looked(pilot).topic, looked(pilot).first) == ("the kit", 1)


async def test_two_windows_begin_together_each_for_themselves(household: Household, clock: FixedClock) -> None:
    other = Household.open(household.store.home, name="Ben", clock=clock)
    mine_app, their_app = app(household, topic="the kitchen"), app_on(other)
    async with mine_app.run_test(size=SMALL) as mine, their_app.run_test(size=SMALL, notifications=True) as theirs:
        await settled(theirs)
        home = their_app.screen
        assert isinstance(home, HomeScreen)
        for again in (False, True):
            await press(mine, clock, "ctrl+n")
            await until(theirs, lambda: "A talk is about to begin." in seen(theirs))
            await press(theirs, clock, "enter")
            assert screen_name(theirs) == "BeforeScreen"
            if not again:
                await press(mine, clock, "n", "escape", "t")
                await until(theirs, lambda: screen_name(theirs) == "HomeScreen")
                assert "Not now: the talk waits" in seen(theirs)
        await until(mine, lambda: looked(mine).apart)
        assert "r  says yes" in seen(theirs)

        await press(theirs, clock, "a", "l")  # these are not the keys of a window of one's own
        assert looked(theirs).ready == ()
        await press(theirs, clock, "r")
        await until(mine, lambda: looked(mine).ready == (1,))
        assert "Ben ◆" in seen(mine)
        await press(mine, clock, "enter")
        await until(theirs, lambda: looked(theirs).before is Before.BREATH)
        await press(theirs, clock, "space")
        await until(mine, lambda: looked(mine).before is Before.RULES)
        assert not field(mine, "rule-1").display
        await pilot_types(mine, "we pause", clock)
        await pilot_types(theirs, "no sighs", clock)
        await until(mine, lambda: looked(mine).rules == ("we pause", "no sighs"))
        await press(theirs, clock, "enter")
        await until(mine, lambda: looked(mine).ready == (1,))
        assert "Ben ◆   ✓  is ready" in seen(mine)
        assert list(unfit(mine.app.screen)) == []
        await press(mine, clock, "enter")
        await until(theirs, lambda: screen_name(theirs) == "FloorScreen")
        assert looked(theirs).rules == looked(mine).rules == ("we pause", "no sighs")
    other.close()


async def pilot_types(pilot: Pilot[int], text: str, clock: FixedClock) -> None:
    await pilot.press(*text)
    await press(pilot, clock, "home")


def test_a_breath_comes_in_and_goes_out_more_slowly_without_a_jolt() -> None:
    shares = [share(tenth / 10) for tenth in range(201)]
    assert (share(0), share(4), round(share(9.999), 3)) == (0, 1, 0)
    assert max(abs(one - other) for one, other in pairwise(shares)) < 0.05
    assert [breathing_in(each) for each in (0, 3.9, 4, 9.9, 10)] == [True, True, False, False, True]


# How it looks


def compare(
    snap_compare: SnapCompare,
    household: Household,
    clock: FixedClock,
    size: tuple[int, int],
    language: str,
    *keys: str,
) -> bool:
    """Compare what it looks like after `keys`, without motion."""
    household.speak(language)
    household.store.local.put("motion", False)
    topic = {"en": "the evenings in the week", "de": "die Abende unter der Woche"}[language]

    async def play(pilot: Pilot[int]) -> None:
        await press(pilot, clock, *keys)
        for each in pilot.app.screen.query(Input):
            each.cursor_blink = False
        await settled(pilot)
        screen = pilot.app.screen
        assert not isinstance(screen, BeforeScreen) or screen.talk.floor.status is Status.BEFORE

    return snap_compare(app(household, topic=topic, form="trust"), terminal_size=size, run_before=play)


@LOOKS
def test_the_lobby(
    snap_compare: SnapCompare, household: Household, clock: FixedClock, language: str, size: tuple[int, int]
) -> None:
    assert compare(snap_compare, household, clock, size, language)


@LOOKS
def test_whether_now_is_a_good_time(
    snap_compare: SnapCompare, household: Household, clock: FixedClock, language: str, size: tuple[int, int]
) -> None:
    assert compare(snap_compare, household, clock, size, language, "ctrl+n", "l")


def test_a_breath_without_motion(snap_compare: SnapCompare, household: Household, clock: FixedClock) -> None:
    assert compare(snap_compare, household, clock, SMALL, "en", "ctrl+n", "a", "l")


@LOOKS
def test_a_ground_rule_each(
    snap_compare: SnapCompare, household: Household, clock: FixedClock, language: str, size: tuple[int, int]
) -> None:
    keys = ("ctrl+n", "a", "l", "space", "ctrl+o", "enter")
    assert compare(snap_compare, household, clock, size, language, *keys)
