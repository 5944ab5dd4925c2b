"""Two machines come together by keys alone: a folder, four words, three to compare. Later one goes, or stops."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

import pytest
from textual.widgets import Input, OptionList, Static

from tests.screens.machines_stage import Stage, pair, read, settle, until, until_shown, window
from tests.stage import FixedClock, screen_name
from tui.core.ids import Ids
from tui.core.records import Agreement
from tui.household import Household
from tui.household.syncing import circle, circle_of, stands
from tui.screens.settings import SettingsScreen
from tui.sync import pairing
from tui.sync.pairing_keys import Cost
from tui.sync.wire import Body


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "folder"
    place.mkdir()
    return place


@pytest.fixture
def other(tmp_path: Path, clock: FixedClock) -> Iterator[Household]:
    """A machine on which nobody has begun."""
    found = Household.open(tmp_path / "other", clock=clock, ids=Ids(Random(7)))
    yield found
    found.close()


@pytest.fixture(autouse=True)
def cheap_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the words cost to guess has tests of its own."""
    for name in ("invite", "join"):
        monkeypatch.setattr(pairing, name, partial(getattr(pairing, name), cost=Cost(ops=1, memory=8192)))


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing of the machine that runs the tests is looked at."""
    place = tmp_path / "ana"
    (place / "Dropbox").mkdir(parents=True)
    monkeypatch.setattr(Path, "home", lambda: place)
    return place


async def press(pilot: Stage, button: str) -> None:
    """Press a button by the keyboard."""
    pilot.app.screen.query_one(f"#{button}").focus()
    await pilot.press("enter")


async def put(pilot: Stage, field: str, text: str) -> None:
    pilot.app.screen.query_one(f"#{field}", Input).value = text
    await pilot.pause()


def elsewhere(folder: Path) -> Path:
    """Move a folder."""
    return folder.rename(folder.with_name("elsewhere"))


async def on_screen(pilot: Stage, name: str) -> None:
    await until(pilot, lambda: screen_name(pilot) == name)


def text_of(pilot: Stage, widget: str) -> str:
    return str(pilot.app.screen.query_one(f"#{widget}", Static).render())


async def invited(one: Stage, folder: Path) -> str:
    """Invite from home, and return the four words."""
    await one.press("m")
    await on_screen(one, "TwoMachinesScreen")
    await until_shown(one, "Whoever runs the folder sees")
    await press(one, "invite")
    await until(one, lambda: one.app.screen.query_one("#folder", Input).value.endswith("Dropbox/"))
    await put(one, "folder", " ")
    await one.press("enter")
    await until_shown(one, "Which folder is it?")
    await put(one, "folder", str(folder))
    await one.press("enter")
    await until_shown(one, "Say these four words")
    return text_of(one, "words")


async def test_one_invites_the_other_comes_in_and_what_was_written_is_there(
    household: Household, other: Household, folder: Path
) -> None:
    household.save(Agreement(id="a", by=household.me.id, at=household.now(), text="phones away at dinner"))
    async with window(household) as one, window(other) as two:
        four = await invited(one, folder)
        assert len(four.split()) == 4
        await press(two, "begun")
        await on_screen(two, "JoinScreen")
        await put(two, "folder", str(folder))
        await put(two, "four", "only three words")
        await press(two, "go")
        await until_shown(two, "words")
        await put(two, "four", four.upper())
        await press(two, "go")
        await until_shown(two, "Then say so there")
        await until_shown(one, "Ben would come in")
        assert text_of(one, "check") == text_of(two, "check")
        assert len(text_of(one, "check").split()) == 3
        await press(one, "yes")
        await on_screen(two, "HomeScreen")
        assert other.me.name == "Ben"
        await on_screen(one, "TwoMachinesScreen")
        await until_shown(one, "this one")
        await two.press("j")
        await until_shown(two, "phones away at dinner")
        for pilot in (one, two):
            await until_shown(pilot, "⇄ the same")
        assert "All your computers hold the same" in read(one)


async def test_wrong_words_and_different_checks_let_nobody_in(
    household: Household, other: Household, folder: Path
) -> None:
    async with window(household) as one, window(other) as two:
        four = await invited(one, folder)
        await press(two, "begun")
        await put(two, "folder", str(folder))
        await put(two, "four", " ".join(reversed(four.split())))
        await press(two, "go")
        await until_shown(two, "The words were not the same")
        await until(two, lambda: two.app.screen.query_one("#folder", Input).value == str(folder))
        await put(two, "four", four)
        await press(two, "go")
        await until_shown(one, "Ben would come in")
        await press(one, "no")
        await until_shown(one, "Then nobody came in")
        await until_shown(two, "Then say so there")
        await press(two, "others")
        await until_shown(two, "Nothing was joined")
        assert circle_of(other.store) is None
        assert circle(household).others == ()
        await press(one, "go")
        await until_shown(one, "Say these four words")
        assert text_of(one, "words") != four
        await one.press("escape")
        await until_shown(one, "No other computer has joined yet.")
        assert "⇄" not in read(one)


async def test_a_machine_is_taken_out_and_this_one_shares_no_more(
    household: Household, other: Household, folder: Path
) -> None:
    pair(household, other, folder)
    settle(household, other)
    async with window(household) as one:
        await one.app.push_screen(SettingsScreen(household))
        await until_shown(one, "⇄ the same")
        home = one.app.screen.query_one("#home", Static)
        assert "on this machine only" not in str(home.render())
        await until(one, lambda: "All your computers hold the same" in text_of(one, "stands"))
        await press(one, "machines")
        await on_screen(one, "TwoMachinesScreen")
        await until_shown(one, "this one")
        machines = one.app.screen.query_one("#machines", OptionList)
        there = [each.id for each in machines.options]
        machines.focus()
        machines.highlighted = there.index(circle(household).others[0].public.hex())
        await one.press("enter")
        await on_screen(one, "MachineSureScreen")
        assert "that cannot be unread" in read(one)
        await one.press("enter")
        await on_screen(one, "TwoMachinesScreen")
        assert len(circle(household).others) == 1
        one.app.screen.query_one("#machines").focus()
        await one.press("enter", "down", "enter")
        await until(one, lambda: circle(household).others == () and circle(household).to_say == Body(number=0))
        await until_shown(one, "No other computer has joined yet.")
        settle(other)
        now = stands(other)
        assert now is not None
        assert not now.taking_part
        await press(one, "stop")
        await one.press("down", "enter")
        await until_shown(one, "Invite the other computer")
        assert circle_of(household.store) is None
        await until(one, lambda: household.badge is None)
    async with window(other) as two:
        await two.press("m")
        await until_shown(two, "This computer was taken out.")


async def test_a_folder_that_has_moved_is_chosen_anew(household: Household, other: Household, folder: Path) -> None:
    pair(household, other, folder)
    settle(household, other)
    async with window(household) as one:
        await one.press("m")
        await until_shown(one, "⇄ the same")
        moved = elsewhere(folder)
        await until_shown(one, "is not there right now. Nothing is lost")
        await press(one, "move")
        await until(one, lambda: one.app.screen.query_one("#folder", Input).value == str(folder))
        await one.press("enter")
        await until(one, lambda: "elsewhere" not in read(one) and text_of(one, "told") != "")
        await put(one, "folder", str(moved / "nearer"))
        await one.press("enter")
        await on_screen(one, "TwoMachinesScreen")
        await until_shown(one, "⇄ the same")
        assert circle(household).folder == str(moved)


async def test_what_has_come_in_only_half_goes_on_after_the_next_start(
    household: Household, other: Household, folder: Path, clock: FixedClock
) -> None:
    pair(household, other, folder)
    other.close()
    again = Household.open(other.store.home, clock=clock, ids=Ids(Random(8)))
    async with window(again) as two:
        await on_screen(two, "JoinScreen")
        await until_shown(two, "It is coming")
        settle(household)
        await on_screen(two, "HomeScreen")
        assert again.me.name == "Ben"
    again.close()
