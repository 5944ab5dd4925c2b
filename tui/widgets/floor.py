"""Lines on the floor of a talk: how far a turn has gone, and how the time has fallen so far."""

from textual.content import Content
from textual.widget import Widget

from tui.widgets.person import STYLES, shape

BOTH_STYLE = "$primary"
LONGEST = 60
"""Cells of a line that tells the time in passing."""

ENDS = 4
"""Cells that the two marks and the blanks beside them take at the ends of a line."""


class TurnLine(Widget):
    """One line. `gone` runs from 0 to 1; `seat` says from which side it fills, None for both together."""

    DEFAULT_CSS = """
    TurnLine { height: 1; width: 1fr; }
    """

    def __init__(self, *, longest: int | None = LONGEST, id: str | None = None) -> None:  # noqa: A002 - Textual's
        """It is empty at first, and never longer than `longest` cells; None for as long as there is room."""
        super().__init__(id=id)
        self.longest = longest
        self.gone = 0.0
        self.seat: int | None = None

    def show(self, gone: float, seat: int | None) -> None:
        """Show another share; nothing is painted when the line would be the same."""
        before = self._drawn()
        self.gone, self.seat = gone, seat
        if self._drawn() != before:
            self.refresh()

    def render(self) -> Content:
        """Draw the line, in the middle."""
        filled, empty, seat = self._drawn()
        style = BOTH_STYLE if seat is None else STYLES[seat]
        parts = [Content.styled("━" * filled, style), Content.styled("─" * empty, "$rule")]
        margin = " " * max(0, (self.size.width - filled - empty) // 2)
        return Content.assemble(margin, *(reversed(parts) if seat == 1 else parts))

    def _drawn(self) -> tuple[int, int, int | None]:
        room = self.size.width if self.longest is None else min(self.longest, self.size.width)
        filled = round(room * max(0.0, min(1.0, self.gone)))
        return filled, room - filled, self.seat


class Balance(Widget):
    """A thin line from one's mark to the other's, and where between them the time stands: no number, no word."""

    DEFAULT_CSS = """
    Balance { height: 1; width: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        """It is only a line at first."""
        super().__init__(id=id)
        self.share: float | None = None

    def show(self, share: float | None) -> None:
        """Show the first one's share of the time, 0 to 1, or None for only a line; painted only when it changes."""
        before = self._drawn()
        self.share = share
        if self._drawn() != before:
            self.refresh()

    def render(self) -> Content:
        """Draw the line from edge to edge."""
        room, place = self._drawn()
        if place is None:
            return Content.styled("─" * (room + ENDS), "$rule")
        left, right = Content.styled("─" * place, "$rule"), Content.styled("─" * (room - place - 1), "$rule")
        return Content.assemble(shape(0), " ", left, ("┼", "$quiet"), right, " ", shape(1))

    def _drawn(self) -> tuple[int, int | None]:
        room = max(1, self.size.width - ENDS)
        return room, None if self.share is None else round((room - 1) * max(0.0, min(1.0, self.share)))
