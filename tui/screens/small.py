"""What is shown when the terminal is too small: what the app needs, and nothing else."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Static

from tui.catalog.words import Words
from tui.widgets.text import shown


class SmallScreen(Screen[None]):
    """Covers everything until the terminal has grown."""

    BINDINGS = [Binding("ctrl+q", "app.quit", "leave")]  # noqa: RUF012 - Textual's own form, read once

    DEFAULT_CSS = """
    SmallScreen { align: center middle; }
    SmallScreen Static { width: 1fr; text-align: center; }
    """

    def __init__(self, words: Words, smallest: tuple[int, int]) -> None:
        """`smallest` is columns and rows."""
        super().__init__()
        self.sentence = words("app.too_small", columns=smallest[0], rows=smallest[1])

    def compose(self) -> ComposeResult:
        """Say what is needed."""
        yield Static(shown(self.sentence))
