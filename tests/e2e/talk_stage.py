"""A talk in real terminals: begun, looked at on the screens, and looked at in the home."""

import json
import sys
import time
from collections.abc import Callable, Iterable
from math import ceil
from pathlib import Path

from msgspec.structs import replace

from tests.e2e.terminal import PATIENCE, Terminal, nearer
from tui.cli import main
from tui.household import Household
from tui.screens.talk_words import time_shown
from tui.store.local import Local
from tui.talk import KEY
from tui.talk.floor import Floor, Status
from tui.talk.moves import Move, begin
from tui.talk.running import RunningTalk, beat_in, from_data
from tui.talk.shape import Part
from tui.widgets.digits import blocks

HALF_AN_HOUR = 1800
LARGEST = 6
"""Rows of a dot, at most, on the terminals here."""

AGAIN = 3.0
"""Seconds after which a key that did nothing is pressed once more."""

RUNS, STANDS = "Space pause", "Space go on"
"""What the keys say while a turn runs, and while it stands still."""


def a_talk_that_stands_still(home: Path, *, seconds: int = HALF_AN_HOUR) -> None:
    """Make a home of two people in which a talk was paused in its first turn."""
    assert main(["--home", str(home), "init", "--names", "Ana", "Ben"]) == 0
    household = Household.open(home, name="Ana")
    try:
        parts = (Part(id="", seconds=seconds, turns=2),)
        floor = begin("a-talk", parts, form="free", topic="", first=0, reading=household.clock.read(), ready=True)
        talk = RunningTalk(floor, shelf=household.store.local, clock=household.clock)
        assert talk.act(Move.PAUSE)
        talk.keep()
    finally:
        household.close()


def talk_of(home: Path, name: str) -> list[str]:
    """Return what opens the talk in somebody's window."""
    return nearer("--home", str(home), "--as", name, "talk")


def kept(home: Path) -> Floor:
    """Return the talk as the home has it, with the time that was noted in passing."""
    local = Local(home)
    floor, beat = from_data(local.get(KEY)), beat_in(local.noted())
    assert floor is not None
    if beat is None or (beat.id, beat.version) != (floor.id, floor.version) or beat.seen.steady < floor.seen.steady:
        return floor
    return replace(floor, spent=beat.spent, talked=beat.talked, seen=beat.seen)


def began(floor: Floor) -> float:
    """Return when, on the steady clock, a turn would have begun that was never interrupted."""
    return floor.seen.steady - floor.spent


def wait_until(true: Callable[[], bool], terminals: Iterable[Terminal] = (), *, what: str = "it") -> None:
    """Return as soon as something is so, taking in meanwhile what the terminals are written."""
    end, watched = time.monotonic() + PATIENCE, list(terminals)
    while not true():
        for each in watched:
            each.take_in()
        if time.monotonic() > end:
            raise AssertionError("\n".join([f"{what} never comes", *(each.screen() for each in watched)]))
        time.sleep(0.05)


def do(home: Path, terminal: Terminal, key: str, others: Iterable[Terminal] = ()) -> None:
    """Press a key until something was done: what comes just when another window moves on does nothing."""
    before, pressed = kept(home).version, 0.0

    def is_done() -> bool:
        nonlocal pressed
        done = kept(home).version != before
        if not done and time.monotonic() - pressed > AGAIN:
            terminal.press(key)
            pressed = time.monotonic()
        return done

    wait_until(is_done, [terminal, *others], what=f"what {key} does")


def is_kept(home: Path, status: Status) -> Callable[[], bool]:
    """Return what tells whether the home has the talk in this state."""
    return lambda: kept(home).status is status


def left_on(screen: str, about: float) -> int | None:
    """Return which whole seconds stand on a screen in large digits, within a few of `about`; None: none of them."""
    lines = screen.splitlines()
    for seconds in range(ceil(about) - 5, ceil(about) + 6):
        for size in range(1, LARGEST):
            if _stands(blocks(time_shown(seconds), size), lines):
                return seconds
    return None


def _stands(rows: list[str], lines: list[str]) -> bool:
    """Whether rows stand one below the other, each as a whole."""
    for top in range(len(lines) - len(rows) + 1):
        place = lines[top].find(rows[0].rstrip())
        here = lines[top : top + len(rows)]
        if place >= 0 and all(line[place:].startswith(row.rstrip()) for line, row in zip(here, rows, strict=True)):
            return True
    return False


def left_now(floor: Floor, now: float) -> float:
    """Return the seconds that a turn which runs has at the moment `now` of the steady clock."""
    return floor.length - (now - began(floor))


TURNED = """
import json, os, sys, time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tui.core import clock

file = Path(sys.argv.pop(1))

class Turned(clock.SystemClock):
    def turned(self, what):
        return float(json.loads(file.read_text("utf-8")).get(what, 0))

    def now(self):
        zone = json.loads(file.read_text("utf-8")).get("zone")
        if zone and os.environ.get("TZ") != zone:
            os.environ["TZ"] = zone
            time.tzset()
        return super().now() + timedelta(seconds=self.turned("wall") + self.turned("asleep"))

    def read(self):
        reading = super().read()
        return replace(reading, boot=reading.boot + self.turned("asleep"))

clock.SystemClock = Turned
from tui.cli import main
sys.exit(main(sys.argv[1:]))
"""


class Clocks:
    """The clocks of a window, to be turned while it runs: libfaketime 0.9.10 cannot move the wall's alone."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._turned: dict[str, float | str] = {}
        self.turn()

    def command(self, home: Path, name: str) -> list[str]:
        """Return what opens the talk in somebody's window with these clocks."""
        return [sys.executable, "-c", TURNED, str(self._file), *talk_of(home, name)[3:]]

    def turn(self, **by: float | str) -> None:
        """Set how many seconds the `wall` clock is moved by, and the machine was `asleep`; and the time `zone`."""
        self._turned |= by
        beside = self._file.with_suffix(".next")
        beside.write_text(json.dumps(self._turned), "utf-8")
        beside.replace(self._file)
