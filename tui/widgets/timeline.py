"""How close it felt over the years: a line on a time axis, with events pinned to it."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.checkin.timeline import (
    LEVELS,
    from_month,
    level_near,
    months_of,
    pin,
    set_level,
    take_out,
    to_month,
)
from tui.core.records import Timeline, Value
from tui.core.text import clean, width
from tui.widgets.asking import AnswerDone, Asking
from tui.widgets.axis import AXIS_ROWS, SPANS, Axis, chart, span_for
from tui.widgets.fields import Line
from tui.widgets.person import SHAPES, STYLES
from tui.widgets.text import cut

AT_FIRST = 10
"""Years that are offered to draw on, at the least."""


class TimelineField(Widget, can_focus=True):
    """The line itself: arrows move along the axis and raise or lower it, `e` pins an event, a click sets a point."""

    DEFAULT_CSS = """
    TimelineField { height: 9; width: 1fr; }
    TimelineField:focus { background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("shift+left,pageup", "move(-8)", show=False),
        Binding("shift+right,pagedown", "move(8)", show=False),
        Binding("up", "raise(1)", show=False),
        Binding("down", "raise(-1)", show=False),
        Binding("delete,backspace,x", "take_out", show=False),
        Binding("e", "pin", show=False),
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
        """An event is to be pinned to `month`."""

        def __init__(self, month: int) -> None:
            """`month` is counted from year 0."""
            super().__init__()
            self.month = month

    class Moved(Message):
        """The cursor stands on another month."""

    def __init__(self, line: Timeline, today: date, seat: int) -> None:
        """`seat` decides colour and shape of the line."""
        super().__init__()
        self.line, self.today, self.seat = line, today, seat
        self.years = span_for(today, line, least=AT_FIRST)
        self.cursor = today.year * 12 + today.month - 1

    @property
    def axis(self) -> Axis:
        """The axis as wide as the field."""
        return Axis.up_to(self.today, self.years, self.content_size.width)

    @property
    def rows(self) -> int:
        """How many rows the line itself has."""
        return max(2, self.content_size.height - AXIS_ROWS)

    def render(self) -> Content:
        """Draw the line and the cursor."""
        cursor = self.cursor if self.has_focus else None
        return Content("\n").join(chart(self.axis, {self.seat: self.line}, self.rows, cursor=cursor))

    def change(self, line: Timeline) -> None:
        """Take a new line and tell of it."""
        self.line = line
        self.refresh()
        self.post_message(self.Changed(line))

    def action_move(self, columns: int) -> None:
        """Move the cursor along the axis, by columns."""
        axis = self.axis
        self.cursor = axis.month_at(axis.column(self.cursor) + columns)
        self.refresh()
        self.post_message(self.Moved())

    def action_raise(self, by: int) -> None:
        """Raise or lower the line here; the first press sets a point as high as the nearest."""
        month = from_month(self.cursor)
        held = next((point.level for point in self.line.points if point.month == month), None)
        level = level_near(self.line, self.cursor) if held is None else held
        self.change(set_level(self.line, self.cursor, level + by))

    def action_take_out(self) -> None:
        """Take the points and events in this column away."""
        axis = self.axis
        here = axis.column(self.cursor)
        months = [month for month in months_of(self.line) if axis.column(to_month(month) or 0) == here]
        if months:
            self.change(take_out(self.line, months))

    def action_pin(self) -> None:
        """Ask what happened here."""
        self.post_message(self.PinWanted(self.cursor))

    def action_span(self, by: int) -> None:
        """Show more years, or fewer."""
        place = SPANS.index(self.years) + by
        self.years = SPANS[max(0, min(len(SPANS) - 1, place))]
        self.cursor = max(self.cursor, self.axis.first)
        self.refresh()

    def action_done(self) -> None:
        """Go on."""
        self.post_message(AnswerDone())

    def on_click(self, event: events.Click) -> None:
        """Set a point under the pointer."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y >= self.rows:
            return
        self.cursor = self.axis.month_at(offset.x)
        level = LEVELS - round(offset.y * (LEVELS - 1) / (self.rows - 1))
        self.change(set_level(self.line, self.cursor, level))


class TimelineAsking(Asking):
    """The line, what is pinned to it, and a field to pin an event."""

    DEFAULT_CSS = """
    TimelineAsking #pin { display: none; }
    TimelineAsking.-pinning #pin { display: block; }
    TimelineAsking #where, TimelineAsking #pins { height: auto; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "unpin", show=False)]

    def __init__(self, value: Value | None, *, today: date, seat: int, pin_hint: str) -> None:
        """`pin_hint` stands in the field for an event."""
        super().__init__(value)
        self.today, self.seat, self.pin_hint = today, seat, pin_hint

    @property
    def line(self) -> Timeline:
        """The line as it is now."""
        return self.value if isinstance(self.value, Timeline) else Timeline()

    def compose(self) -> ComposeResult:
        """The field, the month under the cursor, the field for an event, the events."""
        yield TimelineField(self.line, self.today, self.seat)
        yield Static(id="where")
        yield Line(placeholder=self.pin_hint, id="pin")
        yield Static(id="pins")

    def on_mount(self) -> None:
        """Show what is pinned."""
        self._show()

    @on(TimelineField.Changed)
    def _line_changed(self, event: TimelineField.Changed) -> None:
        event.stop()
        self.give(event.line if event.line.points or event.line.events else None)
        self._show()

    @on(TimelineField.Moved)
    def _moved(self, event: TimelineField.Moved) -> None:
        event.stop()
        self._show()

    @on(TimelineField.PinWanted)
    def _pin_wanted(self, event: TimelineField.PinWanted) -> None:
        event.stop()
        self.add_class("-pinning")
        self.query_one("#pin", Line).focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()

    @on(Input.Submitted)
    def _pinned(self, event: Input.Submitted) -> None:
        event.stop()
        field = self.query_one(TimelineField)
        what = clean(event.value)
        if what:
            field.change(pin(field.line, field.cursor, what))
        self.action_unpin()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Esc to the screen while no event is being pinned."""
        del parameters
        return action != "unpin" or self.has_class("-pinning")

    def action_unpin(self) -> None:
        """Go back from the event to the line."""
        self.query_one("#pin", Line).value = ""
        self.remove_class("-pinning")
        self.query_one(TimelineField).focus()

    def _show(self) -> None:
        field = self.query_one(TimelineField)
        month = from_month(field.cursor)
        level = next((str(point.level) for point in self.line.points if point.month == month), "")
        where = Content.assemble((month, "bold"), (f"   {level}" if level else "", "bold $primary"))
        self.query_one("#where", Static).update(where)
        pins = [
            Content.assemble(("▲ ", "$primary"), (each.month, "$quiet"), "  ", cut(each.what, 60))
            for each in self.line.events[-6:]
        ]
        self.query_one("#pins", Static).update(Content("\n").join(pins))


class TimelineChart(Widget):
    """Both lines over one another, and the events around them, to look at."""

    DEFAULT_CSS = """
    TimelineChart { height: auto; width: 1fr; }
    """
    HEIGHT = 8

    def __init__(self, lines: Mapping[int, Timeline], today: date) -> None:
        """`lines` by seat."""
        super().__init__()
        self.lines, self.today = dict(lines), today

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height of the picture and the list of events."""
        del container, viewport, width
        return self.HEIGHT + AXIS_ROWS + len(self._events())

    def render(self) -> Content:
        """Draw the lines."""
        axis = Axis.up_to(self.today, span_for(self.today, *self.lines.values()), self.content_size.width)
        return Content("\n").join([*chart(axis, self.lines, self.HEIGHT), *self._events()])

    def _events(self) -> list[Content]:
        found = sorted((each.month, seat, each.what) for seat, line in self.lines.items() for each in line.events)
        room = max(20, self.content_size.width - width("▲ 2026-01  "))
        return [
            Content.assemble((f"{SHAPES[seat]} ", STYLES[seat]), (month, "$quiet"), "  ", cut(what, room))
            for month, seat, what in found
        ]
