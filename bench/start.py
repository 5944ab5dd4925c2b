"""How long until it is there: the whole first screen of the app, and the shortest command."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import bare
from bench.played import ENVIRONMENT, Played, begin_home, nearer_command
from bench.report import Row, median

RUNS = 21
QUIET = 0.6
"""Seconds without a byte after which a screen counts as painted."""


def measure() -> Iterator[Row]:
    """Measure the first full paint, and a command that only prints."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        begin_home(home)
        ours = [*nearer_command(), "--home", str(home), "--as", "Ana"]
        theirs = bare.command("hello")
        yield Row(
            what="start, to the full first screen",
            against="bare Textual app: header, footer, one line",
            aim=1.3,
            **_by_turns(lambda: full_paint(ours, b"Ana"), lambda: full_paint(theirs, bare.READY.encode())),
        )
    version, nothing = [*nearer_command(), "--version"], [sys.executable, "-c", "pass"]
    yield Row(
        what="`nearer --version`",
        against="`python -c pass`",
        aim=3,
        **_by_turns(lambda: whole_run(version), lambda: whole_run(nothing)),
    )


def full_paint(argv: list[str], ready: bytes) -> float:
    """Return the milliseconds from the start of `argv` to the last change of its first screen, which holds `ready`."""
    with Played(argv) as program:
        program.wait_bytes(ready)
        program.settle(QUIET)
        painted = len(program.pieces)
        program.press("ctrl+q")
        program.wait_end()
        del program.pieces[painted:]
        return (max(moment for moment, _ in program.frames()) - program.began) * 1000


def whole_run(argv: list[str]) -> float:
    """Return the milliseconds that a command takes from start to end."""
    import os

    began = time.perf_counter()
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL, env={**os.environ, **ENVIRONMENT})
    return (time.perf_counter() - began) * 1000


def _by_turns(ours: Callable[[], float], theirs: Callable[[], float]) -> dict[str, float]:
    """Run both by turns; return the medians. The first turn warms caches and does not count."""
    samples = [(ours(), theirs()) for _ in range(RUNS + 1)][1:]
    return {"ours": median(one for one, _ in samples), "theirs": median(other for _, other in samples)}
