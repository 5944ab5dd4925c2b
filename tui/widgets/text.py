"""The one way for text to reach a widget: as content, never as markup, and harmless to a terminal."""

from textual.content import Content

from tui.core.text import harmless, shorten


def shown(text: str, style: str = "") -> Content:
    """Return `text` for a widget, all of it in one `style` (a Textual style, such as `bold` or `$primary`)."""
    return Content.styled(harmless(text), style) if style else Content(harmless(text))


def cut(text: str, cells: int, style: str = "") -> Content:
    """Return `text` for a widget on one line of at most `cells`."""
    return shown(shorten(text, cells), style)


def joined(*parts: Content | str) -> Content:
    """Return parts one after another; plain strings are ours (spaces, marks), never a person's."""
    return Content.assemble(*parts)
