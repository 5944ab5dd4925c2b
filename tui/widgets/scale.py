"""Marks from low to high: a plain scale, and two circles that come closer."""

from math import cos, pi, sin
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size

from tui.core.records import Value
from tui.core.text import shorten
from tui.widgets.asking import Asking
from tui.widgets.canvas import DOTS_ACROSS, DOTS_DOWN, Canvas
from tui.widgets.person import tag

STEP = 6
"""Cells from one mark of a scale to the next."""

CLOSEST = 7
"""The circles' highest mark: almost one."""


class ScaleAsking(Asking, can_focus=True):
    """A mark from `low` to `high`: arrows, digits or a click."""

    DEFAULT_CSS = """
    ScaleAsking { height: 4; padding: 0 1; }
    ScaleAsking:focus { background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,down", "move(-1)", show=False),
        Binding("right,up", "move(1)", show=False),
        Binding("enter", "done", show=False),
        Binding("delete,backspace", "clear", show=False),
    ]

    def __init__(self, value: Value | None, low: int, high: int, labels: tuple[str, str] = ("", "")) -> None:
        """`labels` name the two ends."""
        super().__init__(value)
        self.low, self.high, self.labels = low, high, labels

    @property
    def mark(self) -> int | None:
        """The mark that is set, if any."""
        return self.value if isinstance(self.value, int) and self.low <= self.value <= self.high else None

    def render(self) -> Content:
        """Draw the marks, their numbers and the names of the ends."""
        marks = range(self.low, self.high + 1)
        line = (self._sign(mark) for mark in marks)
        numbers = "".join(f"{mark:<{STEP}}" for mark in marks)
        return Content("\n").join([Content.assemble(*line), Content.styled(numbers, "$quiet"), self._ends()])

    def _sign(self, mark: int) -> Content:
        sign = ("●", "bold $primary") if mark == self.mark else ("○", "$quiet")
        return Content.assemble(sign, ("─" * (STEP - 1) if mark < self.high else "", "$rule"))

    def _ends(self) -> Content:
        room = STEP * (self.high - self.low) + 1
        left, right = (shorten(label, room // 2) for label in self.labels)
        gap = " " * max(2, room - Content(left).cell_length - Content(right).cell_length)
        return Content.styled(f"{left}{gap}{right}", "$quiet")

    def action_move(self, by: int) -> None:
        """Move the mark one to the side; the first press sets it in the middle."""
        held = self.mark
        self.give((self.low + self.high) // 2 if held is None else max(self.low, min(self.high, held + by)))

    def action_done(self) -> None:
        """Go on."""
        self.done()

    def action_clear(self) -> None:
        """Take the mark away."""
        self.give(None)

    def on_key(self, event: events.Key) -> None:
        """Set the mark by its number."""
        if event.character and event.character.isascii() and event.character.isdigit():
            event.stop()
            if self.low <= int(event.character) <= self.high:
                self.give(int(event.character))

    def on_click(self, event: events.Click) -> None:
        """Set the mark under the pointer."""
        offset = event.get_content_offset(self)
        if offset is not None:
            self.give(max(self.low, min(self.high, self.low + round(offset.x / STEP))))


class CirclesAsking(ScaleAsking):
    """Two circles, from 1 (apart) to 7 (almost one)."""

    DEFAULT_CSS = """
    CirclesAsking { height: 10; }
    """

    def __init__(self, value: Value | None, labels: tuple[str, str], names: tuple[str, str], seat: int) -> None:
        """`labels` name the ends of the scale, `names` the circles: mine and the other's; `seat` is mine."""
        super().__init__(value, 1, CLOSEST, labels)
        self.names = names if seat == 0 else (names[1], names[0])

    def render(self) -> Content:
        """Draw the circles over the scale."""
        legend = Content("     ").join(tag(name, seat) for seat, name in enumerate(self.names))
        return Content("\n").join([*circles(self.mark), legend, super().render()])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height of circles, legend and scale."""
        del container, viewport, width
        return 10


def circles(mark: int | None, width: int = 36, height: int = 6) -> list[Content]:
    """Return two circles, `mark` (1 to 7) close; far apart while nothing is marked."""
    canvas = Canvas(width, height)
    radius = height * DOTS_DOWN / 2 - 1
    middle = width * DOTS_ACROSS / 2
    apart = radius * (2.4 - 2.3 * ((mark or 1) - 1) / (CLOSEST - 1)) / 2
    for layer, centre in enumerate((middle - apart, middle + apart)):
        for step in range(160):
            angle = 2 * pi * step / 160
            canvas.dot(centre + radius * cos(angle), radius + 0.5 + radius * sin(angle), layer)
    blank = mark is None
    return canvas.rows(
        {
            frozenset({0}): "$quiet" if blank else "$person-first",
            frozenset({1}): "$quiet" if blank else "$person-second",
            frozenset({0, 1}): "$accent",
        }
    )
