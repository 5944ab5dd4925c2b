"""A short list beside something larger: one of its lines is chosen, and can be gone on with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line: `key` names it where it can be chosen; others may be longer, and are wrapped."""

    key: str = ""
    text: Content


class Rows(Widget, can_focus=True):
    """The list. Up and down choose, Enter goes on; so does a click on the line that is chosen."""

    DEFAULT_CSS = """
    Rows { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("enter", "open", show=False),
    ]

    class Chosen(Message):
        """Somebody moved to a line."""

        def __init__(self, key: str) -> None:
            """`key` is the line's."""
            super().__init__()
            self.key = key

    class Opened(Message):
        """Somebody wants to go on with the line that is chosen."""

        def __init__(self, key: str) -> None:
            """`key` is the line's."""
            super().__init__()
            self.key = key

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the name that Textual gives it
        """Nothing is shown before `show`."""
        super().__init__(id=id)
        self.rows: Sequence[Row] = ()
        self.selected = ""
        self.top = 0

    def show(self, rows: Sequence[Row], selected: str) -> None:
        """Show other lines; `selected` is the key of one, or nothing."""
        were_some = bool(self._keys())
        self.rows, self.selected = rows, selected
        if self.has_focus and not were_some:
            self._choose_any()
        self.refresh()

    def render(self) -> Content:
        """Draw the lines in view."""
        lines = self._lines()
        height = max(1, self.content_size.height)
        chosen = next((place for place, (key, _) in enumerate(lines) if key and key == self.selected), self.top)
        self.top = max(0, min(chosen, max(self.top, chosen - height + 1), len(lines) - 1))
        self.top = max(0, min(self.top, len(lines) - height))
        return Content("\n").join(text for _, text in lines[self.top : self.top + height])

    def _lines(self) -> list[tuple[str, Content]]:
        """Return what is drawn, line by line, with the key of each."""
        return [(row.key, line) for row in self.rows for line in self._drawn(row)]

    def _drawn(self, row: Row) -> list[Content]:
        cells = max(8, self.content_size.width)
        if not row.key:
            return row.text.wrap(cells) or [Content()]
        here = row.key == self.selected
        lead = Content.styled("▸ " if here else "  ", "bold $primary")
        line = Content.assemble(lead, row.text).truncate(cells, ellipsis=True)
        return [line.stylize("bold on $panel") if here and self.has_focus else line]

    def on_focus(self) -> None:
        """Show where the keys go."""
        self._choose_any()
        self.refresh()

    def _choose_any(self) -> None:
        """Choose the first line where none is chosen."""
        if self.selected not in self._keys():
            self.action_move(1)

    def on_blur(self) -> None:
        """Show that the keys go elsewhere."""
        self.refresh()

    def action_move(self, by: int) -> None:
        """Go to the line before or after."""
        keys = self._keys()
        here = keys.index(self.selected) if self.selected in keys else (-1 if by > 0 else len(keys))
        if keys and 0 <= here + by < len(keys):
            self._choose(keys[here + by])

    def action_open(self) -> None:
        """Go on with the line that is chosen."""
        if self.selected in self._keys():
            self.post_message(self.Opened(self.selected))

    def on_click(self, event: events.Click) -> None:
        """Choose the line under the pointer; the one that is chosen already is gone on with."""
        offset, lines = event.get_content_offset(self), self._lines()
        place = self.top + offset.y if offset is not None else len(lines)
        if place >= len(lines) or not lines[place][0]:
            return
        if lines[place][0] == self.selected:
            self.action_open()
        else:
            self._choose(lines[place][0])

    def on_mouse_scroll_up(self) -> None:
        """Go up."""
        self.action_move(-1)

    def on_mouse_scroll_down(self) -> None:
        """Go down."""
        self.action_move(1)

    def _keys(self) -> list[str]:
        return [row.key for row in self.rows if row.key]

    def _choose(self, key: str) -> None:
        self.selected = key
        self.refresh()
        self.post_message(self.Chosen(key))
