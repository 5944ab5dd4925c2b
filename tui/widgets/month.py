"""A month drawn as a grid: a week a row, and on each day the marks of what it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui.core.text import shorten, width
from tui.widgets.text import shown

ACROSS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day: its `number`, the `marks` of what it holds with their Textual styles, and `texts` where there is room.

    `within`: it is in the month that is shown, not at its edge.
    """

    number: int
    within: bool
    today: bool
    marks: Sequence[tuple[str, str]] = ()
    texts: Sequence[str] = ()


class MonthGrid(Widget, can_focus=True):
    """The grid. Up and down go from plan to plan, Enter opens the day."""

    DEFAULT_CSS = """
    MonthGrid { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "walk(-1)", show=False),
        Binding("down,j", "walk(1)", show=False),
        Binding("enter", "open", show=False),
    ]

    class DayChosen(Message):
        """Somebody clicked a day."""

        def __init__(self, place: int) -> None:
            """`place` is the day's, counted from 0."""
            super().__init__()
            self.place = place

    class Walked(Message):
        """Somebody goes to a plan before or after."""

        def __init__(self, by: int) -> None:
            """`by` is how far, backwards when it is negative."""
            super().__init__()
            self.by = by

    class Opened(Message):
        """Somebody wants to see the day that is chosen."""

    def __init__(self) -> None:
        """Nothing is shown before `show`."""
        super().__init__()
        self.heads: Sequence[str] = ("",) * ACROSS
        self.days: Sequence[Day] = ()
        self.selected = 0

    def show(self, heads: Sequence[str], days: Sequence[Day], selected: int) -> None:
        """Show a month: whole weeks of `days`, of which one is chosen (its place, -1: none)."""
        self.heads, self.days, self.selected = heads, days, selected
        self.refresh()

    # Drawing

    @property
    def weeks(self) -> int:
        """How many weeks are shown."""
        return max(1, len(self.days) // ACROSS)

    @property
    def lines(self) -> int:
        """How many lines a week has."""
        return max(1, (self.content_size.height - 1) // self.weeks)

    @property
    def column(self) -> int:
        """How wide a day is."""
        return max(4, self.content_size.width // ACROSS)

    def render(self) -> Content:
        """Draw the heads and the weeks."""
        heads = Content.assemble(*(shown(_fit(f" {name}", self.column), "$quiet") for name in self.heads))
        rows = [self._line(week, line) for week in range(len(self.days) // ACROSS) for line in range(self.lines)]
        return Content("\n").join([heads, *rows])

    def _line(self, week: int, line: int) -> Content:
        return Content.assemble(*(self._cell(week * ACROSS + day, line) for day in range(ACROSS)))

    def _cell(self, place: int, line: int) -> Content:
        day, chosen, room = self.days[place], place == self.selected, self.column - 1
        inside = self._first(day, room, chosen=chosen) if line == 0 else self._text(day, line, room)
        if chosen:
            inside = inside.stylize("on $panel")
        return Content.assemble(("┊", "$rule"), inside)

    def _first(self, day: Day, cells: int, *, chosen: bool) -> Content:
        """Draw a day's number and marks: an arrow at the one that is chosen, another at today."""
        lead = "▸" if chosen else ("▾" if day.today else " ")
        style = "bold $primary" if day.today or chosen else ("" if day.within else "$quiet")
        number = shown(f"{lead}{day.number:>2}", style)
        return _filled(Content.assemble(number, " ", _marks(day.marks, cells - 4)), cells)

    def _text(self, day: Day, line: int, cells: int) -> Content:
        text = day.texts[line - 1] if line <= len(day.texts) else ""
        return shown(_fit(f" {text}", cells), "" if day.within else "$quiet")

    # Moving

    def action_walk(self, by: int) -> None:
        """Go to the plan before or after."""
        self.post_message(self.Walked(by))

    def action_open(self) -> None:
        """See the day that is chosen."""
        self.post_message(self.Opened())

    def on_click(self, event: events.Click) -> None:
        """Choose the day under the pointer; the one that is chosen already is opened."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < 1:
            return
        across, down = offset.x // self.column, (offset.y - 1) // self.lines
        place = down * ACROSS + across
        if across >= ACROSS or place >= len(self.days):
            return
        self.post_message(self.Opened() if place == self.selected else self.DayChosen(place))

    def on_resize(self) -> None:
        """Use the room there is."""
        self.refresh()


def _marks(marks: Sequence[tuple[str, str]], cells: int) -> Content:
    """Return as many marks as there is room for; where some are left out, the last place says so."""
    if sum(width(mark) for mark, _ in marks) > cells:
        marks = [*marks[: max(0, cells - 1)], ("…", "$quiet")]
    return Content.assemble(*(shown(mark, style) for mark, style in marks))


def _filled(content: Content, cells: int) -> Content:
    return Content.assemble(content, " " * max(0, cells - content.cell_length))


def _fit(text: str, cells: int) -> str:
    short = shorten(text, cells) if width(text) > cells else text
    return short + " " * (cells - width(short))
