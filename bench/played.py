"""Programs in a real pseudo-terminal, with the time at which each piece of their output came.

Nothing is drawn while the clock runs: the pieces are kept with their times, and played back to a screen afterwards.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.e2e.terminal import Terminal

COLUMNS, ROWS = 80, 24
PATIENCE = 20.0
"""Seconds to wait for a screen: far more than it takes."""

ENVIRONMENT = {"PYTHONDONTWRITEBYTECODE": "", "NEARER_HOME": ""}
"""Modules compiled once stay compiled, as they do for everybody."""


def module_command() -> list[str]:
    """Return what starts the app from its package."""
    return [sys.executable, "-m", "tui"]


def script_command() -> list[str]:
    """Return what starts the app as installed; nothing where no script is beside this interpreter."""
    script = Path(sys.executable).with_name("nearer")
    return [str(script)] if script.exists() else []


def begin_home(home: Path) -> None:
    """Make a home of two people."""
    words = ["--home", str(home), "init", "--names", "Ana", "Ben"]
    subprocess.run([*module_command(), *words], check=True, stdout=subprocess.DEVNULL, timeout=60)


class Played(Terminal):
    """A program whose output is kept with its times (in seconds of `time.perf_counter`)."""

    def __init__(self, argv: list[str]) -> None:
        """Start `argv`; `began` is the moment just before."""
        self.pieces: list[tuple[float, bytes]] = []
        self.began = time.perf_counter()
        super().__init__(argv, columns=COLUMNS, rows=ROWS, env=ENVIRONMENT)

    def _take(self, data: bytes) -> None:
        self.pieces.append((time.perf_counter(), data))
        self.raw += data
        self._answer(data)

    def settle(self, quiet: float, *, longest: float = 10.0) -> None:
        """Read until nothing has come for `quiet` seconds."""
        end = time.perf_counter() + longest
        while self._read(quiet) and time.perf_counter() < end:
            pass

    def wait_bytes(self, text: bytes) -> None:
        """Read until `text` was written; raises `TimeoutError` when it never is."""
        end = time.perf_counter() + PATIENCE
        while text not in self.raw:
            self._read(0.5)
            if time.perf_counter() > end:
                raise TimeoutError(text)

    def frames(self) -> Iterator[tuple[float, str]]:
        """Play everything back, once: when the screen's text changed, and what stood there then."""
        seen = ""
        for moment, data in self.pieces:
            self.paint(data)
            text = self.drawn()
            if text != seen:
                seen = text
                yield moment, text
