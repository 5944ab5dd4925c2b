"""Drawing in a terminal with braille dots: two across and four down in every cell."""

from collections.abc import Mapping

from textual.content import Content

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_BLANK = 0x2800
DOTS_ACROSS = 2
DOTS_DOWN = 4


class Canvas:
    """A grid of cells; dots belong to layers, and a cell takes the style of the layers that meet in it."""

    def __init__(self, width: int, height: int) -> None:
        """`width` and `height` in cells."""
        self.width = max(1, width)
        self.height = max(1, height)
        self._dots: dict[tuple[int, int], int] = {}
        self._layers: dict[tuple[int, int], frozenset[int]] = {}
        self._marks: dict[tuple[int, int], tuple[str, str]] = {}

    def dot(self, x: float, y: float, layer: int = 0) -> None:
        """Set the dot at `x`, `y` (in dots, from the upper left); outside the canvas nothing happens."""
        column, row = int(x // DOTS_ACROSS), int(y // DOTS_DOWN)
        if not (0 <= column < self.width and 0 <= row < self.height):
            return
        cell = column, row
        self._dots[cell] = self._dots.get(cell, 0) | _DOTS[int(y) % DOTS_DOWN][int(x) % DOTS_ACROSS]
        self._layers[cell] = self._layers.get(cell, frozenset()) | {layer}

    def line(self, start: tuple[float, float], end: tuple[float, float], layer: int = 0) -> None:
        """Draw a straight line between two points (in dots)."""
        steps = max(1, int(max(abs(end[0] - start[0]), abs(end[1] - start[1]))))
        for step in range(steps + 1):
            share = step / steps
            self.dot(start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share, layer)

    def mark(self, column: int, row: int, sign: str, style: str) -> None:
        """Put one sign (one cell wide) over whatever is drawn in a cell."""
        if 0 <= column < self.width and 0 <= row < self.height:
            self._marks[column, row] = sign, style

    def rows(self, styles: Mapping[frozenset[int], str], blank: str = " ") -> list[Content]:
        """Return the picture line by line; `styles` gives each set of layers its style."""
        return [
            Content.assemble(*(self._cell(column, row, styles, blank) for column in range(self.width)))
            for row in range(self.height)
        ]

    def _cell(self, column: int, row: int, styles: Mapping[frozenset[int], str], blank: str) -> tuple[str, str]:
        cell = column, row
        if cell in self._marks:
            return self._marks[cell]
        if cell in self._dots:
            return chr(_BLANK + self._dots[cell]), styles.get(self._layers[cell], "")
        return blank, "$quiet"
