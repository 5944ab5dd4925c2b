"""How far a turn has gone, as a line that fills from the side of whoever speaks."""

from textual.content import Content
from textual.widget import Widget

from tui.widgets.person import STYLES

BOTH_STYLE = "$primary"
LONGEST = 60


class TurnLine(Widget):
    """One line. `gone` runs from 0 to 1; `seat` says from which side it fills, None for both together."""

    DEFAULT_CSS = """
    TurnLine { height: 1; width: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        """It is empty at first."""
        super().__init__(id=id)
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
        room = max(0, min(LONGEST, self.size.width))
        filled = round(room * max(0.0, min(1.0, self.gone)))
        return filled, room - filled, self.seat
