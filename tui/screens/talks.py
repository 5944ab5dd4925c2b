"""The talks that were held and what the two agreed on, newest first, to search and to read again."""

import asyncio
from collections.abc import Iterator, Sequence
from itertools import groupby

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.catalog.dates import day, length, month
from tui.checkin.agreements import Standing
from tui.core.records import Agreement, Talk
from tui.core.text import one_line, width
from tui.household import Household
from tui.household.agreements import standing
from tui.household.talks_past import Entry, PastTalks, title
from tui.screens.journal import Entries
from tui.screens.room import Room
from tui.screens.talk_past import MOST, PastTalkScreen, agreement_told
from tui.widgets.commands import Command
from tui.widgets.fields import Line
from tui.widgets.text import cut, joined, shown

DAY_CELLS = 12
"""How wide the day is before a line, in cells."""

MARGIN, WIDE_MARGIN, WIDE = 8, 32, 120
"""How much of the width is not for words, in cells; another part from `WIDE` on."""


class Found(Entries):
    """What was found, anew at each letter: of that a screen full is laid out at first."""

    MANY = 60


class TalksScreen(Room[None]):
    """A list; / searches it as one types, Enter opens one."""

    NAME = "talks"
    CSS_PATH = "talks.tcss"
    AUTO_FOCUS = "#entries"
    KEYS = (
        Command(id="search_talks", key="slash", action="search"),
        Command(id="agreements", key="a", action="agreements"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household) -> None:
        """Read which talks there are."""
        super().__init__(household)
        self.past = PastTalks(household)
        self.entries: Sequence[Entry] = self.past.entries
        self._places: dict[str, int] = {}

    @property
    def typed(self) -> str:
        """What is searched for."""
        return self.query_one("#search", Line).value

    def content(self) -> ComposeResult:
        """The field, once it is asked for; the list, or a word when it is empty."""
        with Vertical(classes="body"):
            with Horizontal(id="searching"):
                yield Line(id="search", placeholder=self.words("talks.search_hint"))
                yield Static(id="count", classes="quiet")
            yield Static(id="none", classes="quiet")
            yield Found((), id="entries")

    def on_mount(self) -> None:
        """Show what there is."""
        self.query_one("#searching").display = False
        self._show(cursor="")

    def said_anew(self) -> None:
        """Show it in the words of whoever is here now, who may see something else."""
        self._read()
        super().said_anew()

    def household_changed(self) -> None:
        """Show what is new, with the same entry under the cursor and the same search."""
        self._read()

    def on_screen_resume(self) -> None:
        """Show what was done meanwhile."""
        if self.is_mounted and self.query("#entries"):
            self._read()

    def on_resize(self, event: events.Resize) -> None:
        """Use the room there is."""
        del event
        if self.query("#entries"):
            self._show(cursor=self._held())

    # What is shown

    def _read(self) -> None:
        self.past = PastTalks(self.household)
        if self.typed.strip():
            self._search(self.typed)
        else:
            self.entries = self.past.entries
            self._show(cursor=self._held())

    def _held(self) -> str:
        option = self.query_one(Entries).highlighted_option
        return option.id or "" if option is not None else ""

    def _show(self, *, cursor: str) -> None:
        found, none = self.query_one(Entries), self.query_one("#none", Static)
        searched = bool(self.typed.strip())
        none.update(shown(self.words("talks.none_found" if searched else "talks.empty")))
        none.display = not self.entries
        found.display = bool(self.entries)
        count = self.words("talks.found", count=len(self.entries)) if searched and self.entries else ""
        self.query_one("#count", Static).update(shown(count))
        rows = list(self._rows())
        self._places = {each.id: place for place, each in enumerate(rows) if not isinstance(each, str)}
        first = next(iter(self._places.values()), None)
        found.show(self._options(rows), cursor=self._places.get(cursor, first))

    def _rows(self) -> Iterator[Entry | str]:
        """Give the entries, and before those of each month its name."""
        for first, entries in groupby(self.entries, key=self.past.month):
            yield month(self.words, first)
            yield from entries

    def _options(self, rows: Sequence[Entry | str]) -> Iterator[Option]:
        wide = self.size.width >= WIDE
        cells = max(40, self.size.width - (WIDE_MARGIN if wide else MARGIN) - DAY_CELLS)
        for each in rows:
            if isinstance(each, str):
                yield Option(shown(each, "bold $quiet"), disabled=True)
            else:
                lines = self._talk(each, cells) if isinstance(each, Talk) else self._agreement(each, cells)
                yield Option(self._dated(each, lines), id=each.id)

    def _dated(self, entry: Entry, lines: Iterator[Content]) -> Content:
        when = day(self.words, self.household.local(entry.at))
        first = joined(shown(when, "$quiet"), " " * max(1, DAY_CELLS - width(when)))
        return joined(first, Content("\n" + " " * DAY_CELLS).join(lines))

    def _talk(self, talk: Talk, cells: int) -> Iterator[Content]:
        name, topic = title(self.household, talk.format), _beginning(talk.topic)
        about = self.words("talks.about", title=name, topic=topic) if topic else name
        minutes = length(self.words, talk.minutes)
        yield joined(cut(about, cells - width(minutes) - 3), "   ", shown(minutes, "$quiet"))
        agreed = self.past.agreements(talk)
        if talk.kept.strip() and all(each.text != talk.kept for each in agreed):
            yield cut(self.words("talks.kept_line", text=_beginning(talk.kept)), cells, "italic")
        for each in agreed:
            yield from agreement_told(self.household, each, cells)

    def _agreement(self, agreement: Agreement, cells: int) -> Iterator[Content]:
        found: Standing | None = standing(self.household, agreement.id)
        if found is not None:
            yield from agreement_told(self.household, found, cells)

    # Searching

    def action_search(self) -> None:
        """Open the field, or go back to it."""
        self.query_one("#searching").display = True
        self.set_focus(self.query_one("#search", Line))  # at once: letters may be typed ahead
        self._read_ahead(self.past)

    @work(thread=True, group="read_ahead", exit_on_error=False)
    def _read_ahead(self, past: PastTalks) -> None:
        past.read_ahead()

    @on(Input.Changed, "#search")
    def _changed(self, event: Input.Changed) -> None:
        self._search(event.value)

    @on(Input.Submitted, "#search")
    def _to_the_list(self) -> None:
        if self.entries:
            self.query_one(Entries).focus()

    def on_key(self, event: events.Key) -> None:
        """Go from the field down into the list."""
        if event.key == "down" and self.focused is self.query_one("#search") and self.entries:
            event.stop()
            self.query_one(Entries).focus()

    @work(exclusive=True, group="search", exit_on_error=False)
    async def _search(self, typed: str) -> None:
        past = self.past
        found = await asyncio.to_thread(past.search, typed)
        if past is self.past and typed == self.typed and self.is_running:
            self.entries = found
            self._show(cursor=self._held())

    # What can be done

    @on(OptionList.OptionSelected, "#entries")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        entry = next((each for each in self.entries if each.id == event.option_id), None)
        if isinstance(entry, Talk):
            self.visit(PastTalkScreen(self.household, entry.id))
        elif entry is not None and standing(self.household, entry.id) is not None:
            from tui.screens.agreement import AgreementScreen

            self.visit(AgreementScreen(self.household, entry.id))

    def action_agreements(self) -> None:
        """Show all that the two agree on."""
        from tui.screens.agreements import AgreementsScreen

        self.visit(AgreementsScreen(self.household))

    def action_back(self) -> None:
        """Close the search, or go back."""
        searching = self.query_one("#searching")
        if not searching.display:
            self.dismiss()
            return
        self.query_one("#search", Line).value = ""
        searching.display = False
        self.query_one(Entries).focus()


def _beginning(text: str) -> str:
    """Return as much of a text as may stand on one line: ten thousand signs need not be measured for that."""
    return one_line(text[:MOST])
