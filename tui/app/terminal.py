"""The terminal, as a person finds and leaves it: Textual's driver for Linux and macOS, mended where it hurts.

- Going on after a stop that nobody announced (SIGSTOP) must not start a second thread that reads keys.
- A stop must wait for the event loop: a signal may come while the line to the writing thread is locked.
- Leaving shows the person's own screen at once; the thread that reads keys may take its time afterwards.
- Of many sizes in a moment the last one holds: a signal may interrupt the handler of the one before it.
- A terminal that is gone ends the app quietly, with what was typed kept.
- Waiting for keys costs nothing: Textual's own thread looks ten times a second whether there are any.
"""

import asyncio
import os
import select
import signal
import termios
from codecs import getincrementaldecoder
from contextlib import suppress
from typing import TYPE_CHECKING

from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.constants import ESCAPE_DELAY
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Resize
from textual.geometry import Size

if TYPE_CHECKING:
    from tui.app.app import NearerApp

LEAVE = "\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
"""Keyboard protocol back, alternate screen off, cursor on, focus reports off."""

READ = 4096
"""Bytes that are taken in at once."""

UNCLEAR = 3
"""How often to look, after something came, whether an Escape was a key or the begin of a sequence."""


class TerminalDriver(LinuxDriver):
    """A terminal that is left as it was found."""

    _app: "NearerApp"
    _wakes = _wake = -1

    def start_application_mode(self) -> None:
        """Take the terminal, and remember how it was taken."""
        self._wakes, self._wake = os.pipe()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual leaves it unannotated
        loop = asyncio.get_running_loop()
        signal.signal(signal.SIGWINCH, lambda *_: loop.call_soon_threadsafe(self._resized))
        self._taken = self._attributes()
        self._left = False

    def stop_application_mode(self) -> None:
        """Give the terminal back: what is seen first, then the keys."""
        if getattr(self, "_left", True):
            return
        self._left = True
        self._disable_mouse_support()
        self._disable_bracketed_paste()
        self._enable_line_wrap()
        self._disable_in_band_window_resize()
        self.write(LEAVE)
        self.flush()
        self.disable_input()
        self._set(self.attrs_before)

    def disable_input(self) -> None:
        """Let the thread that waits for keys end: it is woken, as nothing may come any more."""
        wake, self._wake = self._wake, -1
        if wake >= 0:
            os.write(wake, b"\0")  # stays to be read, so that it does not matter which of the two comes first
        super().disable_input()
        if wake >= 0:
            os.close(wake)
            os.close(self._wakes)

    def run_input_thread(self) -> None:
        """Wait for keys and hand them on; look at the time only while it is unclear what came."""
        parser, unclear = XTermParser(self._debug), 0
        decode = getincrementaldecoder("utf-8")("replace").decode
        while not self.exit_event.is_set():
            ready, _, _ = select.select([self.fileno, self._wakes], [], [], ESCAPE_DELAY if unclear else None)
            unclear = max(0, unclear - 1)
            if self.fileno in ready:
                data = os.read(self.fileno, READ)
                if not data:
                    raise EOFError
                unclear = UNCLEAR
                for message in parser.feed(decode(data)):
                    self.process_message(message)
            for message in parser.tick():
                self.process_message(message)
        with suppress(EOFError, ParseError):
            list(parser.feed(""))

    def _resized(self) -> None:
        """Say the size that the terminal has now, whichever signal this was for."""
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self._app.post_message(Resize(size, size))

    def _sigtstp_application(self, *_: object) -> None:
        self._app.stop_soon(super()._sigtstp_application)

    def _sigcont_application(self, *_: object) -> None:
        if self._must_signal_resume:
            super()._sigcont_application(*_)
        elif getattr(self, "_left", True):
            return
        else:
            self._set(self._taken)
        self._app.paint_again_soon()

    def _get_terminal_size(self) -> tuple[int, int]:
        """Ask the terminal itself: `COLUMNS` and `LINES` in the environment do not know of a resize."""
        try:
            size = os.get_terminal_size(self.fileno)
        except OSError:
            return super()._get_terminal_size()
        return size.columns or 80, size.lines or 24

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except (OSError, EOFError):
            self._app.leave_soon()

    def _attributes(self) -> list[object] | None:
        try:
            return list(termios.tcgetattr(self.fileno))
        except termios.error:
            return None

    def _set(self, attributes: list[object] | None) -> None:
        if attributes is None:
            return
        try:
            termios.tcsetattr(self.fileno, termios.TCSANOW, attributes)  # type: ignore[arg-type]  # as it was read
        except termios.error:
            return
