"""How close it felt over the years: a line to draw, and events to pin to it and to name."""

from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from tui.checkin.timeline import from_month, level_in, nearest_events, pin, rename
from tui.core.errors import InputError
from tui.core.records import LifeEvent, Timeline, Value
from tui.core.text import clean, one_line
from tui.widgets.asking import Asking
from tui.widgets.pins import PinLine, Pins
from tui.widgets.timeline_field import TimelineField


class TimelineAsking(Asking):
    """The line, what is pinned to it, and a field in which an event is named. What is typed there counts at once."""

    DEFAULT_CSS = """
    TimelineAsking #pin { display: none; width: 1fr; }
    TimelineAsking.-pinning #pin { display: block; }
    TimelineAsking.-pinning Pins { display: none; }
    TimelineAsking #below { height: auto; }
    TimelineAsking #where { height: 1; width: 15; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "unpin", show=False)]

    def __init__(self, value: Value | None, *, today: date, seat: int, pin_hint: str) -> None:
        """`pin_hint` stands in the field for an event."""
        super().__init__(value)
        self.today, self.seat, self.pin_hint = today, seat, pin_hint
        self._month = 0
        self._before: LifeEvent | None = None
        self._event: LifeEvent | None = None

    @property
    def line(self) -> Timeline:
        """The line as it is now."""
        return self.value if isinstance(self.value, Timeline) else Timeline()

    def compose(self) -> ComposeResult:
        """The field, the month under the cursor, the events or the field for one of them."""
        yield TimelineField(self.line, self.today, self.seat)
        with Horizontal(id="below"):
            yield Static(id="where")
            yield PinLine(self.pin_hint, self._typed, id="pin")
            yield Pins()

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

    # Events

    @on(Pins.Chosen)
    def _chosen(self, event: Pins.Chosen) -> None:
        event.stop()
        self.query_one(TimelineField).ask_name(event.event)

    @on(TimelineField.PinWanted)
    def _pin_wanted(self, event: TimelineField.PinWanted) -> None:
        event.stop()
        self._month, self._before, self._event = event.month, event.event, event.event
        line = self.query_one(PinLine)
        with line.prevent(Input.Changed):
            line.value = event.event.what if event.event else ""
        line.cursor_position = len(line.value)
        self.add_class("-pinning")
        line.focus()
        self.call_after_refresh(line.scroll_visible, animate=False)

    def _typed(self, text: str) -> None:
        """Call the event what is typed: it is pinned with its first letter."""
        if not self.has_class("-pinning"):
            return
        try:
            what = one_line(clean(text))
        except InputError:  # it stays what it was
            return
        self._call(what)

    def _call(self, what: str) -> None:
        field, event = self.query_one(TimelineField), self._event
        if what == (event.what if event else ""):
            return
        line = pin(field.line, self._month, what) if event is None else rename(field.line, event, what)
        self._event = LifeEvent(month=from_month(self._month), what=what) if what else None
        field.change(line)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()

    @on(Input.Submitted)
    def _pinned(self, event: Input.Submitted) -> None:
        event.stop()
        self._leave()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Esc to the screen while no event is being named."""
        del parameters
        return action != "unpin" or self.has_class("-pinning")

    def action_unpin(self) -> None:
        """Go back from the event to the line, which is as it was before."""
        self._call(self._before.what if self._before else "")
        self._leave()

    def _leave(self) -> None:
        self.remove_class("-pinning")
        self.query_one(PinLine).value = ""
        self._event = self._before = None
        self.query_one(TimelineField).focus()

    def _show(self) -> None:
        field = self.query_one(TimelineField)
        level = level_in(field.line, field.cursor)
        where = Content.assemble((from_month(field.cursor), "bold"), (f"   {level or ''}", "bold $primary"))
        self.query_one("#where", Static).update(where)
        self.query_one(Pins).show(nearest_events(field.line, field.cursor))
