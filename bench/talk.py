"""What a talk costs while it runs, what it gathers in an hour, and how well it keeps the time.

A turn runs in a real pseudo-terminal, beside a bare app of the same library that counts down in large digits. What a
process has used of the processor is asked of Linux, thread by thread; elsewhere these are left out.
"""

import math
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

from bench import bare, quick
from bench.played import Played, begin_home, module_command
from bench.report import Row, median

SETTLES = 25.0
"""Seconds until the app has looked after the home, which it does once a quarter of an hour."""

WINDOW = 2.0
"""Seconds for each of the runs: what is added up in all of them counts."""

MINUTES = 60
"""How long the turn is whose memory is watched, in minutes of its own clocks, after as many as it takes to settle."""

FIRST = 5
"""Minutes after which its memory is first looked at."""

MOST = 1.0
"""Of a core, in %: what a talk may cost at most."""

LATEST = 100.0
"""Milliseconds: by so much a talk may be wrong after an hour, and a second may be late on the screen."""

GROWN = 1.02
DIGITS = "a bare Textual app with Digits"
AT_MOST = "the most it may be"
PAUSED = b"go on"
"""What the keys say while a turn stands still."""

APART = 0.3
"""Seconds without a byte that part what is painted for one second from what is painted for the next."""


def measure(runs: int) -> Iterator[Row]:
    """Measure a turn that runs and one that stands still, then an hour of one."""
    if not Path("/proc/self/schedstat").exists():
        return
    yield from _costs(runs)
    yield _growth()


def _costs(runs: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as opened:
        homes = [Path(folder) / name for name in ("running", "standing")]
        running, standing = (opened.enter_context(Played(_talk(home))) for home in homes)
        digits = opened.enter_context(Played(bare.command("digits")))
        programs = (running, standing, digits)
        _start(running)
        _read(programs, SETTLES)
        used, began, beat = [_used(each) for each in programs], time.perf_counter(), _beat(homes[0])
        _read(programs, runs * WINDOW)
        lasted = time.perf_counter() - began
        shares = [(_used(each) - first) / lasted * 100 for each, first in zip(programs, used, strict=True)]
        drift = abs((_beat(homes[0]) - beat) * 1000)
    for what, share in (("a turn that runs", shares[0]), ("a talk that is paused", shares[1])):
        yield Row(what=f"{what}: of a core", against=DIGITS, ours=share, theirs=shares[2], aim=1.0, unit="%")
    yield Row(what="a turn that runs: of a core", against=AT_MOST, ours=shares[0], theirs=MOST, aim=1.0, unit="%")
    late = median([1000 * ((moment - beat) % 1.0) for moment in _shown(running) if moment > began])
    yield Row(
        what="a second of a turn: how late it shows",
        against=AT_MOST,
        ours=late,
        theirs=LATEST,
        aim=1.0,
    )
    what = f"what a turn gains or loses in {lasted:.0f} seconds"
    yield Row(what=what, against=AT_MOST, ours=drift, theirs=LATEST, aim=1.0)


def _growth() -> Row:
    """Return the memory after an hour of a turn beside that after its first minutes."""
    with tempfile.TemporaryDirectory() as folder, Played(_talk(Path(folder) / "home", quick.command())) as program:
        _start(program)
        _read([program], FIRST * 60 / quick.TIMES)
        first = _memory(program)
        _read([program], MINUTES * 60 / quick.TIMES)
        what = f"memory after {MINUTES} more minutes of a turn"
        return Row(what=what, against=f"after {FIRST}", ours=_memory(program), theirs=first, aim=GROWN, unit="MB")


def _talk(home: Path, command: Sequence[str] | None = None) -> list[str]:
    """Make a home in which a long turn stands still; return what opens it."""
    from tui.household import Household
    from tui.talk.moves import Move, begin
    from tui.talk.running import RunningTalk
    from tui.talk.shape import LONGEST, Part

    begin_home(home)
    household = Household.open(home, name="Ana")
    try:
        parts = (Part(id="", seconds=LONGEST, turns=2),)
        reading = household.clock.read()
        floor = begin("talk", parts, form="free", topic="", first=0, reading=reading, ready=True)
        talk = RunningTalk(floor, shelf=household.store.local, clock=household.clock)
        talk.act(Move.PAUSE)
        talk.keep()
    finally:
        household.close()
    return [*(command or module_command()), "--home", str(home), "--as", "Ana", "talk"]


def _start(program: Played) -> None:
    """Let the turn run on."""
    program.wait_bytes(PAUSED)
    program.settle(0.5)
    program.press("space")


def _read(programs: Sequence[Played], seconds: float) -> None:
    """Take in what all of them write, as it comes."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        for each in programs:
            each.settle(0.0)
        time.sleep(0.005)


def _used(program: Played) -> float:
    """Return the seconds of processor time that all threads of a program have used."""
    tasks = Path(f"/proc/{program.pid}/task").glob("*/schedstat")
    return sum(int(task.read_text("ascii").split()[0]) for task in tasks) / 1e9


def _memory(program: Played) -> float:
    """Return what a program holds of the memory, in megabytes."""
    lines = Path(f"/proc/{program.pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def _beat(home: Path) -> float:
    """Return when, on the steady clock, the turn would have begun had it never stopped: it moves by what is lost."""
    from tui.store.local import Local
    from tui.talk.running import beat_in

    beat = beat_in(Local(home).noted())
    if beat is None:
        raise TimeoutError
    return beat.seen.steady - beat.spent


def _shown(program: Played) -> Iterator[float]:
    """Give the moment at which each second was on the screen: nothing else is painted while a turn runs."""
    for (moment, _), (after, _) in pairwise([*program.pieces, (math.inf, b"")]):
        if after - moment > APART:
            yield moment
