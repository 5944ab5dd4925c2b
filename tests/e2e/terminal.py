"""A terminal to play in: any program in a real pseudo-terminal, its keys, its screen, and how it leaves."""

import os
import re
import select
import signal
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Self

from ptyprocess import PtyProcess  # type: ignore[import-untyped]  # it brings no types
from pyte import ByteStream

from tests.e2e.plain_screen import PlainScreen
from tui.cli import main
from tui.household import Household

KEYS = {
    "enter": "\r",
    "tab": "\t",
    "escape": "\x1b",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "shift+tab": "\x1b[Z",
}
MODES = {
    "alternate screen": (b"\x1b[?1049h", b"\x1b[?1049l"),
    "hidden cursor": (b"\x1b[?25l", b"\x1b[?25h"),
    "mouse": (b"\x1b[?1000h", b"\x1b[?1000l"),
    "mouse drags": (b"\x1b[?1002h", b"\x1b[?1002l"),
    "mouse moves": (b"\x1b[?1003h", b"\x1b[?1003l"),
    "mouse far out": (b"\x1b[?1006h", b"\x1b[?1006l"),
    "focus reports": (b"\x1b[?1004h", b"\x1b[?1004l"),
    "bracketed paste": (b"\x1b[?2004h", b"\x1b[?2004l"),
    "keyboard protocol": (b"\x1b[>", b"\x1b[<u"),
    "no line wrap": (b"\x1b[?7l", b"\x1b[?7h"),
    "size reports": (b"\x1b[?2048h", b"\x1b[?2048l"),
    "synchronized output": (b"\x1b[?2026h", b"\x1b[?2026l"),
}
PATIENCE = 20.0
"""Seconds to wait for anything: far more than it takes, so that a busy machine fails nothing."""

PICTURE = 1.0
"""Seconds to wait for the rest of a picture: a program that was stopped amid one sends none."""

_UNSEEN = re.compile(rb"\x1b\[[<>=][0-9;]*[A-Za-z]|\x1b\[\?[0-9;]*\$p|\x1b\[[0-9;]*t|\x1b\[[0-9;:]*m")
"""What leaves the text on the screen as it is: what the terminal is asked and told, and colours."""

_UNFINISHED = re.compile(rb"\x1b(\[[0-?]*[ -/]*)?$")
_ALTERNATE = re.compile(rb"(\x1b\[\?1049[hl])")


class Terminal:
    """One program in one terminal of `columns` by `rows`. Use it as a context: what still runs then is killed."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
        environment.pop("NO_COLOR", None)
        environment.update(env or {})
        self.raw = bytearray()
        self._unfinished = b""
        self._screen = PlainScreen(columns, rows)
        self._stream = ByteStream(self._screen)
        self._beneath = self._screen
        self._size = columns, rows
        self._process = PtyProcess.spawn(
            list(argv), cwd=str(cwd) if cwd else None, env=environment, dimensions=(rows, columns)
        )
        self.before = termios.tcgetattr(self._process.fd)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.isalive():
            self._process.kill(signal.SIGKILL)
        self._process.close(force=True)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return int(self._process.pid)

    # Typing

    def press(self, *keys: str) -> None:
        """Press keys by name (`enter`, `ctrl+n`) or letter."""
        for key in keys:
            self.write((KEYS.get(key) or _control(key)).encode())

    def type(self, text: str) -> None:
        """Type a text."""
        self.write(text.encode())

    def write(self, data: bytes) -> None:
        """Send bytes as they are."""
        os.write(self._process.fd, data)

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size."""
        self._size = columns, rows
        self._screen.resize(rows, columns)
        self._process.setwinsize(rows, columns)

    def signal(self, number: int) -> None:
        """Send a signal."""
        os.kill(self._process.pid, number)

    def wait_stopped(self) -> None:
        """Return once the program is stopped, as a shell waits for it before it goes on."""
        found, end = 0, time.monotonic() + PATIENCE
        while found != self._process.pid and time.monotonic() < end:
            self._read(0.05)
            found, _ = os.waitpid(self._process.pid, os.WNOHANG | os.WUNTRACED)
        assert found == self._process.pid, "it does not stop"

    def hang_up(self) -> int:
        """Close the window, as when a connection breaks; return the exit code of the program."""
        self._process.fileobj.close()
        _, status = os.waitpid(self._process.pid, 0)
        self._process.closed = self._process.terminated = True
        return os.waitstatus_to_exitcode(status)

    # Looking

    def take_in(self) -> None:
        """Read what was written, so that the program need not wait; look at nothing."""
        self._read(0.0)

    def screen(self) -> str:
        """Return what stands on the screen."""
        self._read(0.0)
        return self.drawn()

    def drawn(self) -> str:
        """Return what stands on the screen from what was read until now."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def wait_for(self, pattern: str) -> str:
        """Return the screen as soon as `pattern` (a regular expression) stands on it."""
        wanted, end = re.compile(pattern), time.monotonic() + PATIENCE
        while time.monotonic() < end:
            text = self.screen()
            if wanted.search(text):
                return text
            if not self._read(0.2) and not self._process.isalive():
                break
        message = f"waited for {pattern!r}; the screen is\n{self.screen()}"
        raise AssertionError(message)

    def wait_gone(self, pattern: str) -> str:
        """Return the screen as soon as `pattern` is on it no longer."""
        unwanted, end = re.compile(pattern), time.monotonic() + PATIENCE
        while time.monotonic() < end:
            text = self.screen()
            if not unwanted.search(text):
                return text
            self._read(0.2)
        message = f"{pattern!r} is still there; the screen is\n{self.screen()}"
        raise AssertionError(message)

    def wait_in_field(self, label: str) -> None:
        """Return as soon as the cursor stands in the field beneath `label`: keys go there from then on."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            rows = self.screen().splitlines()
            if label in rows[max(0, self._screen.cursor.y - 2)]:
                return
            self._read(0.2)
        message = f"the cursor is not in {label!r}; the screen is\n{self.screen()}"
        raise AssertionError(message)

    # Leaving

    def wait_end(self) -> int:
        """Return the exit code once the program has ended; a signal's number, negative, when one killed it."""
        end = time.monotonic() + PATIENCE
        while self._process.isalive():
            self._read(0.05)
            if time.monotonic() > end:
                message = f"it does not end; the screen is\n{self.screen()}"
                raise AssertionError(message)
        self._read(0.2)
        status = self._process.exitstatus
        return status if status is not None else -int(self._process.signalstatus or 0)

    def left_on(self) -> list[str]:
        """Return the modes that the program switched on and not off again."""
        raw = bytes(self.raw)
        return [name for name, (on, off) in MODES.items() if raw.rfind(on) > raw.rfind(off)]

    def as_it_was(self) -> bool:
        """Whether the line discipline (echo, line editing, signals) is what it was before the program began."""
        now = termios.tcgetattr(self._process.fd)
        return now[:4] == self.before[:4]

    # Within

    def _read(self, seconds: float) -> bool:
        """Take in what the program writes, waiting at most `seconds` for the first of it."""
        found = False
        while select.select([self._process.fd], [], [], self._patience if found else seconds)[0]:
            try:
                data = os.read(self._process.fd, 65536)
            except OSError:
                return found
            if not data:
                return found
            found = True
            self._take(data)
        return found

    @property
    def _patience(self) -> float:
        """How long to wait for more of what is being drawn: a picture is taken in whole, or what was there before."""
        on, off = MODES["synchronized output"]
        return PICTURE if self.raw.rfind(on) > self.raw.rfind(off) else 0.0

    def _take(self, data: bytes) -> None:
        self.raw += data
        self._answer(data)
        self.paint(data)

    def paint(self, data: bytes) -> None:
        """Take `data` to the screen; a sequence that is cut off at its end waits for the rest."""
        data = self._unfinished + data
        cut = _UNFINISHED.search(data)
        self._unfinished = cut.group() if cut else b""
        data = data[: len(data) - len(self._unfinished)]
        for part in _ALTERNATE.split(_UNSEEN.sub(b"", data)):
            if part == b"\x1b[?1049h":
                self._use(PlainScreen(*self._size))
            elif part == b"\x1b[?1049l":
                self._use(self._beneath)
            else:
                self._stream.feed(part)

    def _use(self, screen: PlainScreen) -> None:
        self._screen = screen
        self._stream = ByteStream(screen)

    def _answer(self, data: bytes) -> None:
        """Answer what terminals are asked: of the modes, only that a picture comes in one piece is known."""
        for mode in re.findall(rb"\x1b\[\?(\d+)\$p", data):
            self.write(b"\x1b[?%b;%d$y" % (mode, 2 if mode == b"2026" else 0))


def _control(key: str) -> str:
    return chr(ord(key[-1].lower()) & 0x1F) if key.startswith("ctrl+") else key


def nearer(*words: str) -> list[str]:
    """Return what starts the app in this environment."""
    return [sys.executable, "-m", "tui", *words]


def told(home: Path, *words: str) -> str:
    """Return what a command prints, run in this process: a test where the windows are the point needs no other."""
    out = TextIOWrapper(BytesIO(), "utf-8")
    with redirect_stdout(out):
        assert main(["--home", str(home), *words]) == 0
    out.seek(0)
    return out.read()


def begun(home: Path, first: str = "Ana", second: str = "Ben") -> Household:
    """Return a home in which the two have said who they are."""
    household = Household.open(home)
    household.found((first, second), ("Europe/Berlin", "Europe/Berlin"))
    return household


def to_the_third_question(terminal: Terminal) -> None:
    """Go from the page about safety to the third question of step 0, the first that is answered in words."""
    terminal.wait_for("safely")
    terminal.press("enter")
    terminal.wait_for("Begin")
    terminal.press("enter")
    for number, mark in ((1, "4"), (2, "5")):
        terminal.wait_for(f"{number} of 9")
        terminal.press(mark, "enter")
    terminal.wait_for("3 of 9")
