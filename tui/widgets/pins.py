"""Events that are pinned to a line over the years: a list to read, and the field in which one is named."""

from collections.abc import Callable, Sequence

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from tui.core.records import LifeEvent
from tui.widgets.fields import Line
from tui.widgets.text import cut

MOST = 6
"""How many events are listed."""

CELLS = 56
"""How wide what happened may be."""


class Pins(Widget):
    """The events nearest to the cursor; one that is clicked is named anew."""

    DEFAULT_CSS = """
    Pins { height: auto; min-height: 1; width: 1fr; }
    """

    class Chosen(Message):
        """Somebody clicked an event."""

        def __init__(self, event: LifeEvent) -> None:
            """`event` is the one that was clicked."""
            super().__init__()
            self.event = event

    def __init__(self, pinned: Sequence[LifeEvent] = ()) -> None:
        """`pinned` in the order in which they are shown."""
        super().__init__()
        self.pinned = tuple(pinned[:MOST])

    def show(self, pinned: Sequence[LifeEvent]) -> None:
        """Show other events."""
        before, self.pinned = len(self.pinned), tuple(pinned[:MOST])
        self.refresh(layout=before != len(self.pinned))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return a line for each event."""
        del container, viewport, width
        return max(1, len(self.pinned))

    def render(self) -> Content:
        """Draw the list."""
        return Content("\n").join(
            Content.assemble(("▲ ", "$primary"), (each.month, "$quiet"), "  ", cut(each.what, CELLS))
            for each in self.pinned
        )

    def on_click(self, event: events.Click) -> None:
        """Name the event under the pointer anew."""
        offset = event.get_content_offset(self)
        if offset is not None and offset.y < len(self.pinned):
            event.stop()
            self.post_message(self.Chosen(self.pinned[offset.y]))


class PinLine(Line):
    """The field in which an event is named: every letter counts at once, before any key that is typed after it."""

    def __init__(self, placeholder: str, typed: Callable[[str], None], *, id: str) -> None:  # noqa: A002 - Textual's
        """`typed` is told what stands in it."""
        super().__init__(placeholder=placeholder, id=id, select_on_focus=False)
        self.styles.border, self.styles.height, self.styles.padding = ("none", "transparent"), 1, 0
        self._typed = typed

    def watch_value(self, value: str) -> None:
        """Tell what stands there now."""
        if self.is_mounted:
            self._typed(value)
