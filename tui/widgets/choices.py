"""Choosing one or several from a list."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.geometry import Region, Size

from tui.core.records import Value
from tui.widgets.asking import Asking
from tui.widgets.text import shown

Choice = tuple[str, str]
"""An option's id and its text."""


class ChoicesAsking(Asking, can_focus=True):
    """A list of options: arrows move, Space marks, Enter goes on. With `several` more than one can be marked."""

    DEFAULT_CSS = """
    ChoicesAsking { padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("home", "move(-999)", show=False),
        Binding("end", "move(999)", show=False),
        Binding("space,x", "mark", show=False),
        Binding("enter", "done", show=False),
    ]

    def __init__(
        self, value: Value | None, choices: Sequence[Choice], *, several: bool, required: bool = False
    ) -> None:
        """`choices` in the order in which they are shown; with `required`, one of them is always chosen."""
        super().__init__(value)
        self.required = required
        self.choices = tuple(choices)
        self.several = several
        marked = [place for place, (choice, _) in enumerate(self.choices) if choice in self.marked]
        self.cursor = marked[0] if marked and not several else 0

    @property
    def marked(self) -> tuple[str, ...]:
        """The ids that are marked."""
        if isinstance(self.value, tuple):
            return self.value
        return (self.value,) if isinstance(self.value, str) else ()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the options need."""
        del container, viewport
        return sum(len(lines) for lines in self._wrapped(width))

    def render(self) -> Content:
        """Draw the options, long ones over several lines."""
        return Content("\n").join(
            line for place in range(len(self.choices)) for line in self._drawn(place, self.content_size.width)
        )

    def _drawn(self, place: int, width: int) -> list[Content]:
        choice, text = self.choices[place]
        on = choice in self.marked
        sign = ("■" if on else "□") if self.several else ("●" if on else "○")
        here = self.has_focus and place == self.cursor
        style = "bold" if here or on else ""
        first, *rest = shown(text, style).wrap(max(10, width - 6)) or [Content()]
        lead = Content.assemble(
            ("▸ " if here else "  ", "bold $primary"), (sign, "$primary" if on else "$quiet"), "  "
        )
        return [Content.assemble(lead, first), *(Content.assemble("     ", line) for line in rest)]

    def _wrapped(self, width: int) -> list[list[Content]]:
        return [self._drawn(place, width) for place in range(len(self.choices))]

    def action_move(self, by: int) -> None:
        """Move up or down, and keep the option in view."""
        self.cursor = max(0, min(len(self.choices) - 1, self.cursor + by))
        self.refresh()
        self._reveal()

    def action_mark(self) -> None:
        """Mark the option, or take its mark away."""
        if not self.choices:
            return
        choice = self.choices[self.cursor][0]
        marked = self.marked
        if not self.several:
            self.give(None if choice in marked and not self.required else choice)
            return
        held = set(marked) ^ {choice}
        self.give(tuple(each for each, _ in self.choices if each in held) or None)

    def action_done(self) -> None:
        """Go on; a single choice that has not been made yet is made first."""
        if not self.several and self.choices and not self.marked:
            self.action_mark()
        self.done()

    def on_click(self, event: events.Click) -> None:
        """Mark the option under the pointer."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        top = 0
        for place, lines in enumerate(self._wrapped(self.content_size.width)):
            top += len(lines)
            if offset.y < top:
                self.cursor = place
                self.action_mark()
                return

    def on_focus(self) -> None:
        """Show where the cursor is."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()

    def _reveal(self) -> None:
        lines = [len(each) for each in self._wrapped(self.content_size.width)]
        page = next((each for each in self.ancestors if isinstance(each, ScrollableContainer)), None)
        if page is None:
            return
        top = self.region.y - page.region.y + int(page.scroll_offset.y) + sum(lines[: self.cursor])
        page.scroll_to_region(Region(0, top, 1, lines[self.cursor]), animate=False)
