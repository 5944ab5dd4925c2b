"""The line over the years itself, to draw by keys and by mouse."""

from datetime import date
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.widget import Widget

from tui.checkin.timeline import (
    LEVELS,
    level_in,
    level_near,
    move,
    nearest_events,
    rename,
    set_level,
    take_point,
    to_month,
)
from tui.core.records import LifeEvent, Timeline
from tui.widgets.asking import AnswerDone
from tui.widgets.axis import FIELD_ROWS, SPANS, Axis, sketch, span_for

AT_FIRST = 10
"""Years that are offered to draw on, at the least."""

RIGHT = 3
"""The right button of a mouse."""

NEAR = 1
"""How many cells beside a point the pointer may be to take hold of it."""


class TimelineField(Widget, can_focus=True):
    """The line itself. Arrows move along the axis and raise or lower it, `<` and `>` move a point, `e` pins an event.

    A mouse sets a point and draws it along; its wheel raises and lowers; under the line, or with the right button, it
    pins an event.
    """

    DEFAULT_CSS = """
    TimelineField { height: 8; width: 1fr; }
    TimelineField:focus { background: $surface; }
    """
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("shift+left,pageup", "move(-8)", show=False),
        Binding("shift+right,pagedown", "move(8)", show=False),
        Binding("up", "raise(1)", show=False),
        Binding("down", "raise(-1)", show=False),
        Binding("less_than_sign,comma", "shift(-1)", show=False),
        Binding("greater_than_sign,full_stop", "shift(1)", show=False),
        Binding("delete,backspace,x", "take_out", show=False),
        Binding("e", "pin", show=False),
        Binding("r", "rename", show=False),
        Binding("plus,equals_sign", "span(1)", show=False),
        Binding("minus", "span(-1)", show=False),
        Binding("enter", "done", show=False),
    ]

    class Changed(Message):
        """The line was changed."""

        def __init__(self, line: Timeline) -> None:
            """`line` is the whole line now."""
            super().__init__()
            self.line = line

    class PinWanted(Message):
        """An event is to be named: a new one in `month`, or `event`, which is pinned there."""

        def __init__(self, month: int, event: LifeEvent | None = None) -> None:
            """`month` is counted from year 0."""
            super().__init__()
            self.month, self.event = month, event

    class Moved(Message):
        """The cursor stands on another month."""

    def __init__(self, line: Timeline, today: date, seat: int) -> None:
        """`seat` decides colour and shape of the line."""
        super().__init__()
        self.line, self.today, self.seat = line, today, seat
        self.years = span_for(today, line, least=AT_FIRST)
        self.cursor = today.year * 12 + today.month - 1
        self._held: int | None = None
        self._named = -1, 0

    @property
    def axis(self) -> Axis:
        """The axis as wide as the field."""
        return Axis.up_to(self.today, self.years, self.content_size.width)

    @property
    def rows(self) -> int:
        """How many rows the line itself has."""
        return max(2, self.content_size.height - FIELD_ROWS)

    def render(self) -> Content:
        """Draw the line and the cursor."""
        cursor = self.cursor if self.has_focus else None
        return Content("\n").join(sketch(self.axis, self.line, self.seat, self.rows, cursor))

    def change(self, line: Timeline) -> None:
        """Take a new line and tell of it."""
        if line != self.line:
            self.line = line
            self.refresh()
            self.post_message(self.Changed(line))

    def _go(self, month: int) -> None:
        if month != self.cursor:
            self.cursor = month
            self.refresh()
            self.post_message(self.Moved())

    def point_at(self, column: int) -> int | None:
        """Return the month of the point in a column, of the cursor's where there are several; None without one."""
        axis = self.axis
        months = [month for point in self.line.points if (month := to_month(point.month)) is not None]
        here = [month for month in months if axis.column(month) == column]
        return min(here, key=lambda month: (abs(month - self.cursor), month), default=None)

    def events_at(self, column: int) -> list[LifeEvent]:
        """Return the events in a column."""
        axis = self.axis
        return [event for event in self.line.events if axis.column(to_month(event.month) or 0) == column]

    def _free(self, month: int, by: int = 0) -> int | None:
        """Return the nearest month without a point, to one side only where `by` says so; None where there is none."""
        axis = self.axis
        for far in range(axis.last - axis.first + 1):
            for side in (by,) if by else (1, -1):
                found = month + side * far
                if axis.first <= found <= axis.last and level_in(self.line, found) is None:
                    return found
        return None

    # Keys

    def action_move(self, columns: int) -> None:
        """Move the cursor along the axis, by columns."""
        axis = self.axis
        self._go(axis.month_at(axis.column(self.cursor) + columns))

    def action_raise(self, by: int) -> None:
        """Raise or lower the point here; where there is none, the first press sets one as high as the nearest."""
        month = self.point_at(self.axis.column(self.cursor))
        if month is None:
            self.change(set_level(self.line, self.cursor, level_near(self.line, self.cursor) + by))
        else:
            self.change(set_level(self.line, month, (level_in(self.line, month) or 0) + by))

    def action_shift(self, by: int) -> None:
        """Move the point here along the axis, past those that stand in its way."""
        axis, month = self.axis, self.point_at(self.axis.column(self.cursor))
        if month is None:
            return
        beside = axis.month_at(axis.column(month) + by)
        wanted = self._free(beside if beside != month else month + by, by)
        if wanted is not None:
            self.change(move(self.line, month, wanted, level_in(self.line, month) or 0))
            self._go(wanted)

    def action_take_out(self) -> None:
        """Take the point in this column away; where there is none, the event that was pinned there last."""
        column = self.axis.column(self.cursor)
        month, pinned = self.point_at(column), self.events_at(column)
        if month is not None:
            self.change(take_point(self.line, month))
        elif pinned:
            self.change(rename(self.line, pinned[-1], ""))

    def action_pin(self) -> None:
        """Ask what happened here."""
        self.post_message(self.PinWanted(self.cursor))

    def action_rename(self) -> None:
        """Name the event here anew, or the nearest one; pressed again, the next one in the same column."""
        pinned = self.events_at(self.axis.column(self.cursor)) or nearest_events(self.line, self.cursor)[:1]
        if pinned:
            column = self.axis.column(to_month(pinned[0].month) or 0)
            place = self._named[1] + 1 if self._named[0] == column else 0
            self._named = column, place % len(pinned)
            self.ask_name(pinned[place % len(pinned)])

    def ask_name(self, event: LifeEvent) -> None:
        """Ask how an event is called, to name it anew."""
        month = to_month(event.month)
        if month is not None:
            self._go(month)
            self.post_message(self.PinWanted(month, event))

    def action_span(self, by: int) -> None:
        """Show more years, or fewer."""
        place = SPANS.index(self.years) + by
        self.years = SPANS[max(0, min(len(SPANS) - 1, place))]
        self.cursor = max(self.cursor, self.axis.first)
        self.refresh()

    def action_done(self) -> None:
        """Go on."""
        self.post_message(AnswerDone())

    # The mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the point under the pointer, or set one there."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y >= self.rows or event.button == RIGHT:
            return
        event.stop()
        self._held = self._point_near(offset)
        if self._held is None:
            self._held = self._set(offset)
        self.capture_mouse()
        self._go(self._held)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Draw the point that is held along, up and down; one that stands in its way stays where it is."""
        if self._held is None or level_in(self.line, self._held) is None:
            return
        event.stop()
        offset, axis = event.get_content_offset_capture(self), self.axis
        column = max(0, min(axis.columns - 1, offset.x))
        rest, month = take_point(self.line, self._held), self._held
        if column != axis.column(month):
            wanted = axis.month_at(column)
            month = wanted if level_in(rest, wanted) is None else month
        self.change(move(self.line, self._held, month, self._level(offset.y)))
        self._held = month
        self._go(month)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go."""
        if self._held is not None:
            event.stop()
            self._held = None
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Pin an event: with the right button, or under the line, where one that is there is named anew."""
        offset = event.get_content_offset(self)
        if offset is None or (offset.y < self.rows and event.button != RIGHT):
            return
        event.stop()
        pinned = self.events_at(offset.x) if event.button != RIGHT else []
        if pinned:
            self.ask_name(pinned[-1])
        else:
            self._go(self.axis.month_at(offset.x))
            self.action_pin()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Raise the point under the pointer."""
        self._scroll(event, 1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Lower the point under the pointer."""
        self._scroll(event, -1)

    def _scroll(self, event: events.MouseEvent, by: int) -> None:
        """Raise or lower a point; where there is none, the page moves."""
        offset = event.get_content_offset(self)
        month = self._point_beside(offset.x) if offset is not None else None
        if month is not None:
            event.stop()
            event.prevent_default()
            self._go(month)
            self.change(set_level(self.line, month, (level_in(self.line, month) or 0) + by))

    def _level(self, row: int) -> int:
        return max(1, min(LEVELS, LEVELS - round(row * (LEVELS - 1) / (self.rows - 1))))

    def _row(self, month: int) -> int:
        return round((self.rows - 1) * (LEVELS - (level_in(self.line, month) or 1)) / (LEVELS - 1))

    def _point_beside(self, column: int) -> int | None:
        """Return the point in this column, or the one beside it."""
        columns = sorted(range(column - NEAR, column + NEAR + 1), key=lambda each: abs(each - column))
        return next((month for each in columns if (month := self.point_at(each)) is not None), None)

    def _point_near(self, offset: Offset) -> int | None:
        month = self._point_beside(offset.x)
        return month if month is not None and abs(self._row(month) - offset.y) <= NEAR else None

    def _set(self, offset: Offset) -> int:
        """Set a point under the pointer, in place of one in the same column; return its month."""
        held = self.point_at(offset.x)
        month = self.axis.month_at(offset.x) if held is None else held
        self.change(set_level(self.line, month, self._level(offset.y)))
        return month
