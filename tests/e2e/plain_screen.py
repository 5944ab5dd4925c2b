"""A terminal's screen of text without colours: it takes in what is written many times faster than one with them."""

from functools import cache

from pyte import Screen
from pyte import charsets as cs
from pyte import modes as mo
from pyte.screens import Char
from wcwidth import wcwidth


class PlainScreen(Screen):
    """A screen that draws plain text by the piece; all else goes its usual way, letter by letter."""

    def draw(self, data: str) -> None:
        """Draw a text where the cursor stands."""
        cells, left = [cell for each in data if (cell := _cell(each))], self.cursor.x
        if not self._is_usual() or left + len(data) > self.columns or len(cells) < len(data):
            super().draw(data)
            return
        self.cursor.x += len(data)
        self.buffer[self.cursor.y].update(zip(range(left, self.cursor.x), cells, strict=True))

    @property
    def display(self) -> list[str]:
        """What stands on the screen, line by line."""
        columns = range(self.columns)
        lines = ["".join([line[x].data for x in columns]) for line in map(self.buffer.__getitem__, range(self.lines))]
        return lines if all(map(_cell, set().union(*lines))) else super().display

    def _is_usual(self) -> bool:
        """Whether letters are written over what is there, and mean themselves."""
        return mo.IRM not in self.mode and not self.charset and self.g0_charset == cs.LAT1_MAP


@cache
def _cell(letter: str) -> Char | None:
    """Return what one cell holds once `letter` is in it; None where that is not all a letter does."""
    return Char(letter) if wcwidth(letter) == 1 else None
