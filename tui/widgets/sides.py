"""One side of the floor: who sits there, what they do now, and the keys under their own hand."""

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui.core.text import shorten, width
from tui.widgets.person import NAME_CELLS, STYLES, tag
from tui.widgets.text import cut, joined, shown

GAP = 3
"""Cells between two keys on one row."""

RULE = 2
"""Rows that a ground rule takes, with the blank above it."""

LEAST_NAME = 4
"""Cells that a name keeps beside a long word for what its owner does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One thing that the person at this side can do now: its key as people write it, and in words."""

    name: str
    key: str
    label: str

    @property
    def cells(self) -> int:
        """How wide it is."""
        return width(self.key) + 2 + width(self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """What a side shows. `does` is a word or two beside the name, `line` says more; `rule` is their ground rule.

    `talks`: it is this person's voice that is heard now. Without a `person` there are only the keys.
    """

    person: str = ""
    does: str = ""
    line: str = ""
    rule: str = ""
    talks: bool = False
    offers: tuple[Offer, ...] = ()


Row = tuple[Offer, ...]


class PersonSide(Widget):
    """The side of the person at `seat`: the left edge is the first one's, the right edge the second one's."""

    DEFAULT_CSS = """
    PersonSide { height: 1fr; width: 1fr; }
    """

    class Chosen(Message):
        """Somebody clicked what can be done at this side."""

        def __init__(self, seat: int, name: str) -> None:
            """`name` is the offer's."""
            super().__init__()
            self.seat = seat
            self.name = name

    def __init__(self, seat: int, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        """Empty at first."""
        super().__init__(id=id)
        self.seat = seat
        self.view = SideView()

    def show(self, view: SideView) -> None:
        """Show something else; nothing is painted when it is the same."""
        if view != self.view:
            self.view = view
            self.refresh()

    def render(self) -> Content:
        """Draw who and what above, and the keys below."""
        words, keys = self._words(), [self._keys(row) for row in self._rows()]
        blank = [Content()] * max(0, self.size.height - len(words) - len(keys))
        return Content("\n").join([self._aside(row) for row in (*words, *blank, *keys)])

    async def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        rows = self._rows()
        place = event.get_content_offset(self)
        row = place.y - (self.size.height - len(rows)) if place is not None else -1
        if place is None or not 0 <= row < len(rows):
            return
        left = self.size.width - self._keys(rows[row]).cell_length if self.seat else 0
        for offer in rows[row]:
            if left <= place.x < left + offer.cells:
                self.post_message(self.Chosen(self.seat, offer.name))
            left += offer.cells + GAP

    def _aside(self, row: Content) -> Content:
        blank = max(0, self.size.width - row.cell_length)
        return joined(" " * blank, row) if self.seat else row

    def _words(self) -> list[Content]:
        view = self.view
        if not view.person:
            return []
        room = self.size.height - len(self._rows()) - 1
        rule = RULE if view.rule and view.line and room > RULE else 0
        lines = [self._head(), *_wrapped(view.line or view.rule, self.size.width, room - rule)]
        return [*lines, Content(), cut(view.rule, self.size.width, "$quiet italic")] if rule else lines

    def _head(self) -> Content:
        view = self.view
        name = tag(view.person, self.seat, max(LEAST_NAME, min(NAME_CELLS, self.size.width - width(view.does) - 4)))
        return joined(name, "  ", shown(view.does, "bold" if view.talks else "$quiet")) if view.does else name

    def _keys(self, row: Row) -> Content:
        style = f"bold {STYLES[self.seat]}"
        offers = [joined(shown(offer.key, style), "  ", shown(offer.label)) for offer in row]
        return Content(" " * GAP).join(offers)

    def _rows(self) -> list[Row]:
        """Return the keys on as few rows as they need."""
        rows: list[Row] = []
        room = 0
        for offer in self.view.offers:
            if not rows or offer.cells + GAP > room:
                rows.append(())
                room = self.size.width + GAP
            rows[-1] = (*rows[-1], offer)
            room -= offer.cells + GAP
        return rows


def _wrapped(text: str, cells: int, rows: int) -> list[Content]:
    """Return a text on at most so many rows; where it is longer, its last row ends in an ellipsis."""
    lines = shown(text).wrap(max(2, cells)) if text else []
    if len(lines) <= rows:
        return lines
    if rows <= 0:
        return []
    rest = " ".join(line.plain for line in lines[rows - 1 :])
    return [*lines[: rows - 1], shown(shorten(rest, cells))]
