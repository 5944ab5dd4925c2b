"""A text whose lines have a mark in the margin, on every row that a line takes."""

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

Row = tuple[Content, Content]
"""A line's mark, one cell wide, and the line."""

MARGIN = 3
"""How wide the margin is, in cells."""

NARROWEST = 10
"""Narrower than this a text is not made, in cells."""


class Marked(Widget):
    """Shows lines one under the other; a long one keeps its mark where it goes on."""

    DEFAULT_CSS = """
    Marked { height: auto; width: 1fr; max-width: 92; }
    """

    def __init__(self, rows: Sequence[Row] = (), *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        """`rows` are the lines in order."""
        super().__init__(id=id)
        self._rows = tuple(rows)
        self._laid_out: tuple[int, list[Content]] | None = None

    def show(self, rows: Sequence[Row]) -> None:
        """Show other lines."""
        if tuple(rows) != self._rows:
            self._rows = tuple(rows)
            self._laid_out = None
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many rows the lines need."""
        del container, viewport
        return len(self._lines(width))

    def render(self) -> Content:
        """Draw the lines."""
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Content]:
        if self._laid_out is None or self._laid_out[0] != width:
            room = max(NARROWEST, width - MARGIN)
            lines = [_marked(mark, part) for mark, text in self._rows for part in text.wrap(room) or [Content()]]
            self._laid_out = width, lines
        return self._laid_out[1]


def _marked(mark: Content, part: Content) -> Content:
    return Content.assemble(mark, " " * max(0, MARGIN - mark.cell_length), part)
