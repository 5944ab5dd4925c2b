"""Two people in two real windows hold a whole trust talk, from the first "is now a good time" to how safe it felt."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.e2e.talk_stage import RUNS, Clocks, do, is_kept, kept, wait_until
from tests.e2e.terminal import Terminal, told
from tui.cli import main
from tui.screens.talk_room import GLANCE
from tui.talk.floor import Stage, Status
from tui.talk.moves import SHORTEST_BREAK

pytestmark = pytest.mark.terminal

LATE = 2.0
"""Seconds by which a busy machine may be late."""

TURN = ((0, "s"), (1, "m"), (0, "m"), (0, "s"), (0, "n"), (0, "y"))
"""All of a turn, by who presses (0 speaks, 1 listens): said, is there more, yes, said, not quite, you got me."""

SHORT = ((0, "s"), (0, "y"))
WHOLE = ("hard", 0)
"""The part and the turn in which a person needs all of it to be understood."""

ASKED = ("hard", 1)
"""The part and the turn in which the listener needs a break."""


class Talk:
    """Two windows on one home, and what the home has of their talk."""

    def __init__(self, home: Path, windows: tuple[Terminal, Terminal]) -> None:
        self.home = home
        self.windows = windows
        self._last = 0

    def both_see(self, pattern: str) -> None:
        for each in self.windows:
            each.wait_for(pattern)

    def does(self, seat: int, key: str) -> None:
        if seat != self._last:  # the window follows the other one within a glance, and refuses what comes before
            end = time.monotonic() + GLANCE + 0.1
            wait_until(lambda: time.monotonic() > end, self.windows)
        do(self.home, self.windows[seat], key, self.windows)
        self._last = seat

    def turn(self, keys: tuple[tuple[int, str], ...]) -> None:
        """Play a turn: whoever speaks has the one part of it, whoever listens the other."""
        speaker = kept(self.home).speaker
        assert speaker is not None
        for role, key in keys:
            self.does(speaker if role == 0 else 1 - speaker, key)


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[tuple[Talk, Clocks]]:
    home, clocks = tmp_path / "home", Clocks(tmp_path / "clocks")
    assert main(["--home", str(home), "init", "--names", "Ana", "Ben"]) == 0
    with ExitStack() as open_windows:
        ana = open_windows.enter_context(Terminal([*clocks.command(home, "Ana"), "trust", "--topic", "the summer"]))
        ana.wait_for("the summer")
        ana.press("ctrl+n")
        ana.wait_for("Is now a good time")
        ben = open_windows.enter_context(Terminal(clocks.command(home, "Ben")))
        ben.wait_for("Is now a good time")
        yield Talk(home, (ana, ben)), clocks


def test_two_people_hold_a_whole_trust_talk_in_two_windows(talk: tuple[Talk, Clocks]) -> None:
    together, clocks = talk
    home, (ana, ben) = together.home, together.windows
    before_the_first_turn(together)
    together.does(0, ">")
    while kept(home).here.turns:
        floor = kept(home)
        if (floor.here.id, floor.turn) == ASKED:
            take_a_break(together, clocks)
        together.turn(TURN if (floor.here.id, floor.turn) == WHOLE else SHORT)
        assert kept(home).stage is Stage.SPEAKING
        together.both_see(RUNS)
    while not kept(home).last_part:
        together.does(0, ">")
    ben.wait_for("part 6 of 6")
    ben.press("e")
    ben.wait_for("End it")
    ben.press("enter")
    together.both_see("Is there a sentence that you want to keep")
    ana.type("We listen first.")
    ana.wait_for("We listen first")
    ana.press("ctrl+n")
    for window, mark in ((ana, "6"), (ben, "5")):
        mark_how_safe(window, mark)
    ben.wait_for("Both of you have answered")
    for window in (ana, ben):
        window.press("ctrl+q")
        assert window.wait_end() == 0
        assert window.left_on() == []
    what_is_kept(home)


def before_the_first_turn(together: Talk) -> None:
    for seat in (0, 1):
        together.does(seat, "r")
    together.both_see("One breath")
    together.does(0, "space")
    together.both_see("A ground rule each")
    for window, rule in zip(together.windows, ("I let you finish", "I breathe first"), strict=True):
        window.type(rule)
        window.wait_for(rule)
        window.press("enter")
        window.wait_for(f"✓|{RUNS}")
    together.both_see(RUNS)
    assert kept(together.home).rules == ("I let you finish", "I breathe first")


def take_a_break(together: Talk, clocks: Clocks) -> None:
    """The listener needs one: at once, for both; after twenty minutes each says for themselves that they are back."""
    home, (ana, ben) = together.home, together.windows
    stood = kept(home)
    assert stood.listener is not None
    together.does(stood.listener, "b")
    together.both_see("When do you both come back")
    ana.press("enter")
    ana.wait_for("●  in 20 minutes")
    ana.press("enter")
    together.both_see("Until then")
    clocks.turn(asleep=SHORTEST_BREAK + 1)
    together.both_see("You wanted to be back")
    together.does(1, "r")
    assert kept(home).status is Status.BREAK
    ana.wait_for("✓")
    together.does(0, "r")
    together.both_see(RUNS)
    wait_until(is_kept(home, Status.RUNNING), [ana, ben])
    back = kept(home)
    assert (back.part, back.turn, back.stage) == (stood.part, stood.turn, stood.stage)
    assert stood.spent <= back.spent < stood.spent + LATE


def mark_how_safe(window: Terminal, mark: str) -> None:
    window.wait_for("How safe did it feel")
    window.press("h")
    window.wait_for("safely")
    window.press("ctrl+n")
    window.wait_for("Begin")
    window.press("enter")
    window.wait_for("Take the first mark")
    window.press(mark, "ctrl+n")
    window.wait_for("one thing that you heard")
    window.type("a quiet tone")
    window.wait_for("a quiet tone")
    for question in ("a little safer", "just for yourself", "last question"):
        window.press("ctrl+n")
        window.wait_for(question)
    window.press("enter")
    window.wait_gone("last question")


def what_is_kept(home: Path) -> None:
    """The talk, with nothing of who spoke how long or needed a break; what both answered."""
    exported = told(home, "--as", "Ana", "export")
    records = json.loads(exported)["records"]
    (held,) = (each for each in records if each["kind"] == "talk")
    assert held["format"] == "trust"
    assert held["topic"] == "the summer"
    assert "We listen first." in exported
    assert [each["kind"] for each in records].count("sitting") == 1  # what Ben marked is not seen before it is opened
    assert not {"first", "spent", "ready", "rules", "balance"} & held.keys()
