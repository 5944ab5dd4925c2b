"""A time that can be read from across the room: large where there is room for it."""

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Digits, Static

from tui.widgets.text import shown

_ROWS = {
    "0": ("███", "█ █", "█ █", "█ █", "███"),
    "1": ("  █", "  █", "  █", "  █", "  █"),
    "2": ("███", "  █", "███", "█  ", "███"),
    "3": ("███", "  █", "███", "  █", "███"),
    "4": ("█ █", "█ █", "███", "  █", "  █"),
    "5": ("███", "█  ", "███", "  █", "███"),
    "6": ("███", "█  ", "███", "█ █", "███"),
    "7": ("███", "  █", "  █", "  █", "  █"),
    "8": ("███", "█ █", "███", "█ █", "███"),
    "9": ("███", "█ █", "███", "  █", "███"),
    "+": ("   ", " █ ", "███", " █ ", "   "),
    ":": (" ", "█", " ", "█", " "),
}
HEIGHT = 5


def blocks(text: str) -> str:
    """Return `text` (digits, colon, plus) in blocks, five lines high, each dot two cells wide."""
    signs = [_ROWS[sign] for sign in text if sign in _ROWS]
    return "\n".join("  ".join(_doubled(sign[row]) for sign in signs) for row in range(HEIGHT))


def _doubled(row: str) -> str:
    return "".join(dot * 2 for dot in row)


class LargeTime(Widget):
    """A time such as `2:14`, in large digits; in still larger ones on a wide and high screen."""

    DEFAULT_CSS = """
    LargeTime { height: auto; width: 1fr; }
    LargeTime > Digits { width: 1fr; text-align: center; }
    LargeTime > Static { width: auto; height: 5; display: none; }
    LargeTime.-calm { color: $quiet; }
    """

    def __init__(self, time: str = "", *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        """`time` is shown as it is."""
        super().__init__(id=id)
        self.time = time

    def compose(self) -> ComposeResult:
        """Both sizes; the screen's style chooses which is shown."""
        yield Digits(self.time)
        yield Static(self._large())

    def show(self, time: str) -> None:
        """Show another time; nothing is painted when it is the same."""
        if time != self.time:
            self.time = time
            self.query_one(Digits).update(time)
            self.query_one(Static).update(self._large())

    def _large(self) -> Content:
        return shown(blocks(self.time))
