"""Fields to write in: what is pasted into them is made harmless before it stands there."""

from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input, Static, TextArea

from tui.core.records import IfThen, Value
from tui.core.text import LIMIT, harmless, one_line
from tui.widgets.asking import Asking
from tui.widgets.text import shown


class Line(Input):
    """One line of text, no longer than can be kept. Letters are never taken for keys of the screen."""

    virtual_size = Reactive(Size(0, 0))
    """Textual lays the whole screen out again when the text grows; a line stays as high and wide as it is."""

    def __init__(self, value: str = "", **options: Any) -> None:
        """`value` stands in it; `options` are those of Textual's `Input`."""
        super().__init__(value, max_length=LIMIT, **options)

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.replace(one_line(event.text), *self.selection)


class FormLine(Line):
    """One line among others: Enter goes to the next one.

    At once, before the keys that are typed ahead: an answer to `Submitted` would come after them.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "app.focus_next", show=False, priority=True)]


class Secret(Line):
    """One line that shows nothing of what is typed. Several lines that are pasted become one, whole."""

    def __init__(self, **options: Any) -> None:
        """`options` are those of Textual's `Input`."""
        super().__init__(password=True, **options)

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.replace(" ".join(event.text.splitlines()), *self.selection)


class SecretFormLine(Secret, FormLine):
    """One such line among others: Enter goes to the next one."""


class Page(TextArea):
    """A page of text. Tab leaves it, as everywhere else."""

    def __init__(self, text: str = "") -> None:
        """`text` is what was written before."""
        super().__init__(harmless(text), soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False)

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.insert(harmless(event.text))


class LineAsking(Asking):
    """A short text."""

    def compose(self) -> ComposeResult:
        """One field."""
        yield Line(value=self.value if isinstance(self.value, str) else "")

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.take(event.value or None)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.done()


class PageAsking(Asking):
    """A long text."""

    DEFAULT_CSS = """
    PageAsking Page { height: 8; }
    """

    def compose(self) -> ComposeResult:
        """One field."""
        yield Page(self.value if isinstance(self.value, str) else "")

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.take(event.text_area.text or None)


class IfThenAsking(Asking):
    """A small step: when this happens, then I do that."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    DEFAULT_CSS = """
    IfThenAsking Static { color: $quiet; }
    """

    def __init__(self, value: Value | None, labels: tuple[str, str]) -> None:
        """`labels` stand over the two fields."""
        super().__init__(value)
        self.labels = labels

    def compose(self) -> ComposeResult:
        """Two fields, one under the other."""
        held = self.value if isinstance(self.value, IfThen) else IfThen(when="", then="")
        yield Static(shown(self.labels[0]))
        yield FormLine(value=held.when)
        yield Static(shown(self.labels[1]))
        yield Line(value=held.then)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        when, then = (field.value for field in self.query(Line))
        self.take(IfThen(when=when, then=then) if when or then else None)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.done()
