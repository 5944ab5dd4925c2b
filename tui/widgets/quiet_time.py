"""Time to write in: how much of it is left, and one soft word when it is up. The writing may go on."""

from collections.abc import Callable
from contextlib import suppress
from math import ceil

from textual import work
from textual.content import Content
from textual.widget import Widget

from tui.catalog.words import Words
from tui.core.clock import Clock
from tui.core.errors import StoreError
from tui.widgets.text import shown

MINUTE = 60

LOOK_EVERY = 1.0
"""Seconds between two looks at the clock."""

KEEP_EVERY = 5.0
"""Seconds after which what has gone by is handed on to be kept."""

Keep = Callable[[float], None]
"""Keeps the seconds that have gone by, durably; called in a thread, may raise `StoreError`."""


class QuietTime(Widget):
    """One line. It runs while it is shown, by the clock that goes on while the machine sleeps, towards a deadline."""

    DEFAULT_CSS = """
    QuietTime { height: 1; width: 1fr; color: $quiet; }
    """

    def __init__(
        self,
        minutes: int,
        clock: Clock,
        words: Words,
        *,
        gone: float = 0.0,
        bell: bool = False,
        keep: Keep | None = None,
    ) -> None:
        """`gone` seconds of the `minutes` have gone by before; with `bell` it rings once when the time is up."""
        super().__init__()
        self.words = words
        self._seconds = float(minutes * MINUTE)
        self._clock = clock
        self._deadline = clock.read().boot + self._seconds - gone
        self._bell = bell and gone < self._seconds
        self._keep = keep
        self._kept = gone
        self._said = ""

    @property
    def left(self) -> float:
        """Seconds that are left; below 0 the time is up."""
        return self._deadline - self._clock.read().boot

    def on_mount(self) -> None:
        """Begin to look."""
        self.set_interval(LOOK_EVERY, self.look)

    def look(self) -> None:
        """Show the time as it is; ring once when it is up."""
        left = self.left
        if left <= 0 and self._bell:
            self._bell = False
            self.app.bell()
        if self._told(left) != self._said:
            self.refresh()
        gone = min(self._seconds, self._seconds - left)
        if self._keep is not None and (gone - self._kept >= KEEP_EVERY or self._kept < gone == self._seconds):
            self._kept = gone
            self._hand_on(self._keep, gone)

    def render(self) -> Content:
        """Draw the line."""
        self._said = self._told(self.left)
        return shown(self._said)

    def _told(self, left: float) -> str:
        """Say whole minutes, so that nothing hurries anybody; the last one as what it is."""
        if left <= 0:
            return self.words("quiet_time.up")
        return self.words("quiet_time.left", count=ceil(left / MINUTE))

    @work(thread=True, exclusive=True, group="quiet", exit_on_error=False)
    def _hand_on(self, keep: Keep, gone: float) -> None:
        with suppress(StoreError):
            keep(gone)
