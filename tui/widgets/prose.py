"""Readings: Markdown from the catalogue, at a width that reads well."""

from textual.widgets import Markdown

from tui.core.text import harmless


class Prose(Markdown):
    """A text to read; its links are not opened from here."""

    DEFAULT_CSS = """
    Prose { max-width: 76; padding: 0; margin: 0; background: $background; height: auto; }
    Prose > MarkdownBlock:last-child { margin-bottom: 0; }
    """

    def __init__(self, text: str) -> None:
        """`text` is Markdown."""
        super().__init__(harmless(text), open_links=False)
