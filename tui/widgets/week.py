"""Hours drawn as a grid: hours down, days across, plans as blocks that differ by pattern and not by colour alone."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui.core.text import shorten, width
from tui.widgets.person import SHAPES, STYLES
from tui.widgets.text import shown
from tui.widgets.tiles import Shade, Tile, Week

LATEST = 24
"""Where not all hours fit, the last ones are in view: time alone is in the evening, mostly."""

MOST_LANES = 3
"""How many blocks stand side by side; more would be too narrow to tell apart."""


class WeekGrid(Widget, can_focus=True):
    """The grid. Up and down choose a block, or move the hours where there is none that way."""

    DEFAULT_CSS = """
    WeekGrid { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "choose(-1)", show=False),
        Binding("down,j", "choose(1)", show=False),
        Binding("enter", "open", show=False),
        Binding("pageup", "hours(-4)", show=False),
        Binding("pagedown", "hours(4)", show=False),
        Binding("home", "hours(-24)", show=False),
        Binding("end", "hours(24)", show=False),
    ]

    class BlockChosen(Message):
        """Somebody moved to a block."""

        def __init__(self, key: str) -> None:
            """`key` is the block's."""
            super().__init__()
            self.key = key

    class HourChosen(Message):
        """Somebody clicked an hour in which no block is."""

        def __init__(self, column: int, row: int) -> None:
            """`column` and `row` are its place."""
            super().__init__()
            self.column, self.row = column, row

    class Opened(Message):
        """Somebody wants to go on with what is chosen."""

    def __init__(self, week: Week, selected: str = "") -> None:
        """`selected` is the key of a block, or nothing."""
        super().__init__()
        self.week = week
        self.selected = selected
        self.top = LATEST

    def show(self, week: Week, selected: str) -> None:
        """Show another week, or the same one changed."""
        moved = selected != self.selected
        self.week, self.selected = week, selected
        if moved:
            self._bring_into_view()
        self.refresh()

    # Drawing

    @property
    def rows(self) -> int:
        """How many hours are in view."""
        return max(1, min(self.hours, self.content_size.height - 1))

    @property
    def hours(self) -> int:
        """How many hours there are: a day may have 23 or 25."""
        return len(self.week.mine)

    @property
    def axis(self) -> int:
        """How wide the hours' labels are."""
        return 15 if self.week.theirs else 8

    @property
    def column(self) -> int:
        """How wide a day is."""
        return max(3, (self.content_size.width - self.axis) // len(self.week.days))

    def render(self) -> Content:
        """Draw the heads and the hours in view."""
        self.top = max(0, min(self.top, self.hours - self.rows))
        lines = [self._heads(), *(self._row(hour) for hour in range(self.top, min(self.hours, self.top + self.rows)))]
        return Content("\n").join(lines)

    def _heads(self) -> Content:
        first, second = self.week.seats
        shapes = [(f"{SHAPES[first]:<7}", STYLES[first]), (f"{SHAPES[second]:<8}", STYLES[second])]
        lead = Content.assemble(*shapes) if self.week.theirs else Content(" " * self.axis)
        heads = [self._head(day, name) for day, name in enumerate(self.week.days)]
        return Content.assemble(lead, *heads)

    def _head(self, day: int, name: str) -> Content:
        here = day == self.week.today
        text = f"▾{name}" if here else f" {name}"
        return shown(_fit(text, self.column), "bold $primary" if here else "$quiet")

    def _row(self, hour: int) -> Content:
        now = hour == self.week.now
        labels = f"{self.week.mine[hour]:<7}"
        labels += f"{self.week.theirs[hour]:<6}" if self.week.theirs else ""
        lead = shown(_fit(labels, self.axis - 1), "bold $primary" if now else "$quiet")
        mark = Content.styled("▸" if now else self._more(hour), "bold $primary")
        return Content.assemble(lead, mark, *(self._cell(day, hour) for day in range(len(self.week.days))))

    def _more(self, hour: int) -> str:
        """Return an arrow at the first or last hour in view where there is a block beyond it."""
        if hour == self.top and any(tile.top < self.top for tile in self.week.tiles):
            return "▴"
        last = self.top + self.rows - 1
        return "▾" if hour == last and any(tile.bottom > last + 1 for tile in self.week.tiles) else " "

    def _cell(self, day: int, hour: int) -> Content:
        here, room = self.week.at(day, hour), self.column - 1
        if not here:
            return Content.assemble(("┊", "$rule"), self._empty(day, hour, room))
        lanes = min(MOST_LANES, here[0].lanes)
        each = room // lanes
        parts = [
            self._piece([tile for tile in here if min(tile.lane, lanes - 1) == lane], hour, each)
            for lane in range(lanes)
        ]
        return Content.assemble(("┊", "$rule"), *parts, " " * (room - each * lanes))

    def _empty(self, day: int, hour: int, cells: int) -> Content:
        """Draw an hour without a block: what lies behind it, or the line of now."""
        shade = self.week.shades.get((day, hour))
        if shade is not None:
            return shown(_fit(_shaded(shade, cells), cells), shade.style)
        now = hour == self.week.now and self.week.today in {None, day}
        return Content.styled("╌" * cells, "$primary") if now else Content(" " * cells)

    def _piece(self, tiles: Sequence[Tile], hour: int, cells: int) -> Content:
        """Draw one hour of a block; of several in one place the chosen one is seen."""
        if not tiles:
            return Content(" " * cells)
        tile = next((each for each in tiles if each.key == self.selected), tiles[0])
        chosen = tile.key == self.selected
        style = f"{tile.look.style} on $panel{' reverse bold' if chosen else ''}"
        return shown(_fit(_text(tile, hour - tile.top, cells, chosen=chosen), cells), style)

    # Moving

    def action_choose(self, by: int) -> None:
        """Go to the next block in order of time, or move the hours when there is none."""
        order = self.week.order()
        here = order.index(self.selected) if self.selected in order else (-1 if by > 0 else len(order))
        if 0 <= here + by < len(order):
            self._choose(order[here + by])
        else:
            self.action_hours(by)

    def action_open(self) -> None:
        """Go on with what is chosen."""
        self.post_message(self.Opened())

    def action_hours(self, by: int) -> None:
        """Move the hours in view."""
        self.top = max(0, min(self.hours - self.rows, self.top + by))
        self.refresh()

    def on_mouse_scroll_up(self) -> None:
        """Show earlier hours."""
        self.action_hours(-1)

    def on_mouse_scroll_down(self) -> None:
        """Show later hours."""
        self.action_hours(1)

    def on_resize(self) -> None:
        """Keep the chosen block in view."""
        self._bring_into_view()
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Choose what is under the pointer; what is chosen already is opened."""
        offset = event.get_content_offset(self)
        if offset is None or offset.x < self.axis or not 1 <= offset.y <= self.rows:
            return
        day, left = divmod(offset.x - self.axis, self.column)
        hour = self.top + offset.y - 1
        if day >= len(self.week.days) or hour >= self.hours:
            return
        tile = self._under(self.week.at(day, hour), left)
        if tile is None:
            self.post_message(self.HourChosen(day, hour))
        elif tile.key == self.selected:
            self.action_open()
        else:
            self._choose(tile.key)

    def _under(self, here: Sequence[Tile], left: int) -> Tile | None:
        """Return which block of an hour is seen `left` cells into its column; the chosen one covers others."""
        if not here:
            return None
        lanes = min(MOST_LANES, here[0].lanes)
        lane = min(lanes - 1, max(0, left - 1) // max(1, (self.column - 1) // lanes))
        seen = [tile for tile in here if min(tile.lane, lanes - 1) == lane] or list(here)
        return next((tile for tile in seen if tile.key == self.selected), seen[0])

    def _choose(self, key: str) -> None:
        self.selected = key
        self._bring_into_view()
        self.refresh()
        self.post_message(self.BlockChosen(key))

    def _bring_into_view(self) -> None:
        tile = next((each for each in self.week.tiles if each.key == self.selected), None)
        if tile is None or not self.content_size.height:
            return
        lowest, highest = min(tile.bottom, tile.top + self.rows), tile.top
        self.top = max(lowest - self.rows, min(self.top, highest))


def _text(tile: Tile, row: int, cells: int, *, chosen: bool) -> str:
    """Return what stands in one hour of a block: its mark and time, what it is, then its pattern."""
    if row == 0 and tile.time:
        mark = f"{'▸' if chosen else ''}{tile.look.mark}"
        heads = (f"{mark} {tile.time}", f"{mark}{tile.time}", mark, tile.look.mark)
        return next(head for head in heads if width(head) <= max(1, cells))
    if row == 1 and tile.text and cells > len("20:00"):
        return shorten(tile.text, cells)
    return (tile.look.fill * cells)[:cells]


def _shaded(shade: Shade, cells: int) -> str:
    """Return what lies behind an hour: its words where there is room for them, then its pattern."""
    words = f"{shade.fill} {shade.text} " if shade.text else ""
    words = words if width(words) < cells else ""
    return words + shade.fill * (cells - width(words))


def _fit(text: str, cells: int) -> str:
    """Return `text` in exactly `cells`."""
    short = text if width(text) <= cells else shorten(text, cells)
    return short + " " * (cells - width(short))
