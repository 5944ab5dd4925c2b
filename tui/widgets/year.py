"""The parts of a page of a year, to read: each as a widget, with nobody's words as markup."""

from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.checkin.year import Entry, Heading, Marks, Paragraph, Part, Quote, Said
from tui.widgets.person import STYLES, tag
from tui.widgets.text import joined, shown

NAME_CELLS = 30
"""How wide a name may be over what its person said."""


def laid_out(part: Part) -> Widget:
    """Return one part of a page."""
    match part:
        case Heading():
            return Static(shown(part.text, "bold" if part.small else "bold $accent"), classes="heading-of-part")
        case Paragraph():
            return Static(shown(part.text, "$quiet"), classes="spaced")
        case Entry():
            return Static(_entry(part), classes="spaced")
        case Said(quotes=(only,)):
            return Static(_quote(only), classes="spaced")
        case Said():
            return Horizontal(*(Static(_quote(each), classes="column") for each in part.quotes), classes="beside")
        case Marks():
            return Static(joined(tag(part.author, part.seat), "  ", shown(part.blocks, STYLES[part.seat])))


def _entry(entry: Entry) -> Content:
    lines = [_item(line) for line in entry.lines]
    return Content("\n").join([shown(entry.when, "$quiet"), *lines] if entry.when else lines)


def _quote(quote: Quote) -> Content:
    texts = [_item(text) for text in quote.texts] if len(quote.texts) > 1 else [shown(quote.texts[0])]
    return Content("\n").join([tag(quote.author, quote.seat, NAME_CELLS), *texts])


def _item(text: str) -> Content:
    return joined(shown("· ", "$quiet"), shown(text.replace("\n", "\n  ")))
