"""A row of numbers to choose from, one of them on."""

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui.widgets.text import joined, shown

CELLS = 4
"""How wide each number is."""


class NumberChosen(Message):
    """Somebody clicked a number."""

    def __init__(self, number: int) -> None:
        """`number` counts from 1."""
        super().__init__()
        self.number = number


class NumberRow(Widget):
    """Numbers from 1 on in the middle of a line; a click chooses one."""

    DEFAULT_CSS = """
    NumberRow { height: 1; width: 1fr; }
    """

    def __init__(self, count: int, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        """`count` is the last number."""
        super().__init__(id=id)
        self.count = count
        self.here = 0

    def show(self, here: int) -> None:
        """Mark another number; 0 marks none."""
        if here != self.here:
            self.here = here
            self.refresh()

    def render(self) -> Content:
        """Draw as many numbers as there is room for."""
        numbers = (self._drawn(number) for number in self._fitting)
        return joined(" " * self._margin, *numbers)

    def on_click(self, event: events.Click) -> None:
        """Choose the number under the pointer."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        place = (offset.x - self._margin) // CELLS
        if 0 <= place < len(self._fitting):
            self.post_message(NumberChosen(self._fitting[place]))

    def _drawn(self, number: int) -> Content:
        text = str(number).center(CELLS)
        return shown(text, "bold $primary") if number == self.here else shown(text, "$quiet")

    @property
    def _fitting(self) -> range:
        """The numbers that fit; where there are more than that, those around the one that is on."""
        room = max(1, self.size.width // CELLS)
        first = max(1, min(self.here - room // 2, self.count - room + 1))
        return range(first, min(self.count, first + room - 1) + 1)

    @property
    def _margin(self) -> int:
        return max(0, (self.size.width - CELLS * len(self._fitting)) // 2)
