"""The line above and the line below every screen: where one is, and what the keys do."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from tui.core.text import width
from tui.widgets.commands import Command, key_name


class TitleBar(Widget):
    """One line: the app's name and the screen's title, and at the right the day and who is here."""

    DEFAULT_CSS = """
    TitleBar { height: 2; width: 1fr; padding: 0 1; border-bottom: solid $rule; background: $background; }
    """

    def __init__(self, left: Content, right: Content) -> None:
        """Both are shown as they are."""
        super().__init__()
        self.left = left
        self.right = right

    def show(self, left: Content, right: Content) -> None:
        """Show other words."""
        self.left, self.right = left, right
        self.refresh()

    def render(self) -> Content:
        """Draw the line."""
        return title_line(self.left, self.right, self.content_size.width)


def title_line(left: Content, right: Content, cells: int) -> Content:
    """Return a line with both at its ends: where there is not room for all, it is the left that is cut."""
    room = max(0, cells - right.cell_length - 1)
    left = left.truncate(room, ellipsis=True) if left.cell_length > room else left
    return Content.assemble(left, " " * max(1, cells - left.cell_length - right.cell_length), right)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """One key and what it does, in the reader's words."""

    command: Command
    label: str

    @property
    def cells(self) -> int:
        """How wide it is, with the space behind it."""
        return width(key_name(self.command.key)) + 1 + width(self.label) + 3


class KeyBar(Widget):
    """The keys of a screen, clickable, over as many lines as they need."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: auto; width: 1fr; padding: 0 1; border-top: solid $rule; background: $background; }
    """

    class Chosen(Message):
        """Somebody clicked a key."""

        def __init__(self, command: Command) -> None:
            """`command` is what to do."""
            super().__init__()
            self.command = command

    def __init__(self, hints: Sequence[Hint] = ()) -> None:
        """`hints` in the order in which they are shown."""
        super().__init__()
        self.hints = tuple(hints)

    def show(self, hints: Sequence[Hint]) -> None:
        """Show other keys."""
        if tuple(hints) != self.hints:
            self.hints = tuple(hints)
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the hints need."""
        del container, viewport
        return max(1, len(self._lines(width)))

    def render(self) -> Content:
        """Draw the keys."""
        lines = [
            Content.assemble(
                *(
                    Content.assemble(
                        (key_name(hint.command.key), "bold $accent"), " ", (hint.label, "$text-muted"), "   "
                    )
                    for hint in line
                )
            )
            for line in self._lines(self.content_size.width)
        ]
        return Content("\n").join(lines)

    def on_click(self, event: events.Click) -> None:
        """Do what the key under the pointer does."""
        offset = event.get_content_offset(self)
        lines = self._lines(self.content_size.width)
        if offset is None or offset.y >= len(lines):
            return
        left = 0
        for hint in lines[offset.y]:
            left += hint.cells
            if offset.x < left:
                self.post_message(self.Chosen(hint.command))
                return

    def _lines(self, room: int) -> list[list[Hint]]:
        lines: list[list[Hint]] = [[]]
        left = room
        for hint in self.hints:
            if hint.cells - 3 > left and lines[-1]:
                lines.append([])
                left = room
            lines[-1].append(hint)
            left -= hint.cells
        return lines
