"""A breath as a line: it widens while breathing in, and narrows more slowly while breathing out."""

from math import cos, pi

from textual.content import Content
from textual.widget import Widget

IN, OUT = 4.0, 6.0
"""Seconds of breathing in, and of breathing out."""

NARROW, WIDEST = 6, 60
"""Cells that the line takes at least and at most."""


def breathing_in(seconds: float) -> bool:
    """Return whether it is time to breathe in, so many seconds after the first breath began."""
    return seconds % (IN + OUT) < IN


def share(seconds: float) -> float:
    """Return how far the breath has come in, from 0 to 1, without a jolt."""
    at = seconds % (IN + OUT)
    return (1 - cos(pi * at / IN)) / 2 if at < IN else (1 + cos(pi * (at - IN) / OUT)) / 2


class BreathLine(Widget):
    """One line in the middle, as wide as the breath is deep."""

    DEFAULT_CSS = """
    BreathLine { height: 1; width: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        """Narrow at first."""
        super().__init__(id=id)
        self.share = 0.0

    def show(self, share: float) -> None:
        """Show another breath; nothing is painted when the line would be the same."""
        before = self._cells()
        self.share = share
        if self._cells() != before:
            self.refresh()

    def render(self) -> Content:
        """Draw the line."""
        cells = self._cells()
        margin = " " * max(0, (self.size.width - cells) // 2)
        return Content.assemble(margin, ("━" * cells, "$primary"))

    def _cells(self) -> int:
        most = max(NARROW, min(WIDEST, self.size.width))
        return NARROW + 2 * round((most - NARROW) * self.share / 2)
