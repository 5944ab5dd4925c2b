"""What is shown while the records are read, which after many years takes a moment."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tui.catalog.words import Words
from tui.widgets.bars import TitleBar
from tui.widgets.text import shown


class OpeningScreen(Screen[None]):
    """Says that it is about to begin; nothing on it says what the app is for."""

    BINDINGS = [Binding("ctrl+q", "app.quit", "leave")]  # noqa: RUF012 - Textual's own form, read once

    DEFAULT_CSS = """
    OpeningScreen > Static { padding: 1 3; color: $quiet; }
    """

    def __init__(self, words: Words) -> None:
        """`words` are those of the machine's language: nobody has been asked yet."""
        super().__init__()
        self.words = words

    def compose(self) -> ComposeResult:
        """The app's name, and a word."""
        yield TitleBar(shown(self.words("app.name"), "bold $primary"), Content())
        yield Static(shown(self.words("app.opening")))
