"""The terminal, as a person finds and leaves it: Textual's driver for Linux and macOS, mended where it hurts.

- Going on after a stop that nobody announced (SIGSTOP) must not start a second thread that reads keys.
- A stop must wait for the event loop: a signal may come while the line to the writing thread is locked.
- Leaving shows the person's own screen at once; the thread that reads keys may take its time afterwards.
- A terminal that is gone ends the app quietly, with what was typed kept.
"""

import os
import termios
from typing import TYPE_CHECKING

from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from tui.app.app import NearerApp

LEAVE = "\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
"""Keyboard protocol back, alternate screen off, cursor on, focus reports off."""


class TerminalDriver(LinuxDriver):
    """A terminal that is left as it was found."""

    _app: "NearerApp"

    def start_application_mode(self) -> None:
        """Take the terminal, and remember how it was taken."""
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual leaves it unannotated
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
        except OSError:
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
