"""One line of names, of which one is where one is: each is a click away, and at the right stands what signs mean."""

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui.core.text import width
from tui.widgets.text import shown

_BETWEEN = 2


class ViewBar(Widget):
    """The line. The name of what is shown has an arrow before it; the legend gives way where there is no room."""

    DEFAULT_CSS = """
    ViewBar { height: 1; width: 1fr; }
    """

    class Chosen(Message):
        """Somebody clicked a name."""

        def __init__(self, key: str) -> None:
            """`key` is the view's."""
            super().__init__()
            self.key = key

    def __init__(self, names: Sequence[tuple[str, str]] = (), here: str = "") -> None:
        """`names` are keys with what is written; `here` is the key of the one that is shown."""
        super().__init__()
        self.names = tuple(names)
        self.here = here
        self.legend: Sequence[Content] = ()

    def show(self, names: Sequence[tuple[str, str]], here: str, legend: Sequence[Content]) -> None:
        """Show other names; of the parts of the `legend` the first ones that there is room for."""
        self.names, self.here, self.legend = tuple(names), here, legend
        self.refresh()

    def render(self) -> Content:
        """Draw the line."""
        names = Content.assemble(
            *(
                shown(f"{'▸' if key == self.here else ' '}{text}{' ' * _BETWEEN}", self._style(key))
                for key, text in self.names
            )
        )
        legend = self._legend(self.content_size.width - names.cell_length)
        room = self.content_size.width - names.cell_length - legend.cell_length
        return Content.assemble(names, " " * max(0, room), legend)

    def _style(self, key: str) -> str:
        return "bold $primary" if key == self.here else "$quiet"

    def _legend(self, room: int) -> Content:
        taken: list[Content] = []
        for part in self.legend:
            room -= part.cell_length + _BETWEEN
            if room < 0:
                break
            taken.append(part)
        return Content("  ").join(taken)

    def on_click(self, event: events.Click) -> None:
        """Go to the view under the pointer."""
        offset = event.get_content_offset(self)
        left = 0
        for key, text in self.names:
            right = left + 1 + width(text) + _BETWEEN
            if offset is not None and left <= offset.x < right:
                self.post_message(self.Chosen(key))
                return
            left = right
