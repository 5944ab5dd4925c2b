"""What was kept: agreements, openings and talks, newest first, to read again."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.catalog.dates import day
from tui.checkin.agreements import Standing
from tui.core.records import Opening, Talk
from tui.household import Household
from tui.household.agreements import every, standing
from tui.household.rhythms import hour_title, told_as
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.text import cut, joined, shown

Kept = Standing | Opening | Talk

CELLS = 300
"""How much of an agreement is shown, in cells: all of it stands on its own page."""

AT_A_TIME = 200
"""How many entries are laid out in one go: many screens full, and no wait after ten years."""


class Entries(OptionList):
    """A list whose older entries are laid out when somebody comes near to them."""

    MANY: ClassVar[int] = AT_A_TIME

    def __init__(self, options: Iterable[Option], *, id: str) -> None:  # noqa: A002 - Textual's own name
        """`options` are all entries, newest first, made as they are needed."""
        self._rest = iter(options)
        super().__init__(*islice(self._rest, self.MANY), id=id)

    def show(self, options: Iterable[Option], *, cursor: int | None) -> None:
        """Show other entries, with the cursor on one of them."""
        self._rest = iter(options)
        self.clear_options()
        self._lay_out((cursor or 0) + self.MANY)
        self.highlighted = cursor

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Lay out more in time."""
        super().watch_scroll_y(old_value, new_value)
        if new_value + 3 * self.size.height >= self.virtual_size.height:
            self._lay_out(self.MANY)

    def action_last(self) -> None:
        """Go to the oldest of all."""
        self._lay_out(None)
        super().action_last()

    def _lay_out(self, most: int | None) -> None:
        self.add_options(islice(self._rest, most))


class JournalScreen(Room[None]):
    """A list; Enter opens an opening again, an agreement, or a talk."""

    NAME = "journal"
    CSS_PATH = "journal.tcss"
    AUTO_FOCUS = "#entries"
    KEYS = (
        Command(id="keep", key="k", action="keep"),
        Command(id="agreements", key="a", action="agreements"),
        Command(id="past_talks", key="t", action="past_talks"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household) -> None:
        """Read what was kept."""
        super().__init__(household)
        self.entries = self._read()

    def content(self) -> ComposeResult:
        """The list, or a word when it is empty."""
        with Vertical(classes="body"):
            yield Static(shown(self.words("journal.empty")), classes="quiet", id="empty")
            yield Entries(self._options(), id="entries")

    def on_mount(self) -> None:
        """Say so when nothing is there yet."""
        self._show()

    def household_changed(self) -> None:
        """Show what is new, with the same entry under the cursor."""
        entries, before = self._read(), self.entries
        if entries == before:
            return
        found = self.query_one(Entries)
        held = found.highlighted_option.id if found.highlighted_option else None
        self.entries = entries
        places = (place for place, each in enumerate(entries) if each.id == held)
        found.show(self._options(), cursor=next(places, None))
        self._show()

    def on_screen_resume(self) -> None:
        """Show what was kept meanwhile."""
        self.household_changed()

    def _show(self) -> None:
        self.query_one("#empty", Static).display = not self.entries
        self.query_one(Entries).display = bool(self.entries)

    def _read(self) -> list[Kept]:
        kept: list[Kept] = [*every(self.household), *self.household.all(Opening), *self.household.all(Talk)]
        return sorted(kept, key=lambda each: (each.at, each.id), reverse=True)

    def _options(self) -> Iterator[Option]:
        titles = {step.id: step.title for step in self.household.catalog.steps}
        for each in self.entries:
            yield Option(joined(shown(self._day(each.at), "$quiet"), "   ", self._line(each, titles)), id=each.id)

    def _day(self, at: datetime) -> str:
        local = self.household.local(at).date()
        return f"{day(self.words, local)} {local.year}".ljust(16)

    def _line(self, each: Kept, titles: Mapping[str, str]) -> Content:
        match each:
            case Standing():
                here = each.holds and not each.agreement.let_go
                mark = shown("♥ ", "$accent") if here else shown("♡ ", "$quiet")
                return joined(mark, cut(each.text, CELLS, "$quiet" if each.agreement.let_go else ""))
            case Opening():
                return joined(
                    shown("◑ ", "$secondary"),
                    shown(
                        self.words(
                            "journal.opening", step=titles.get(each.step) or told_as(self.household, each.step)
                        )
                    ),
                )
            case Talk():
                talked = self.words("journal.talk", topic=each.topic or self.words("journal.no_topic"))
                line = hour_title(self.household, each.format) or talked
                kept = joined("\n", " " * 21, shown(each.kept, "italic")) if each.kept else Content()
                return joined(shown("◌ ", "$primary"), cut(line, 200), kept)

    @on(OptionList.OptionSelected, "#entries")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        from tui.screens.agreement import AgreementScreen
        from tui.screens.reveal import RevealScreen

        if standing(self.household, event.option_id or "") is not None:
            self.visit(AgreementScreen(self.household, event.option_id or ""))
            return
        if self.household.get(Talk, event.option_id or "") is not None:
            from tui.screens.talk_past import PastTalkScreen

            self.visit(PastTalkScreen(self.household, event.option_id or ""))
            return
        opening = self.household.get(Opening, event.option_id or "")
        if opening is not None and (self.household.pairs(opening) or opening.mutual):
            self.visit(RevealScreen(self.household, opening))

    def action_agreements(self) -> None:
        """Show all that the two agree on."""
        from tui.screens.agreements import AgreementsScreen

        self.visit(AgreementsScreen(self.household))

    def action_past_talks(self) -> None:
        """Show the talks that were held, to search them."""
        from tui.screens.talks import TalksScreen

        self.visit(TalksScreen(self.household))

    def action_keep(self) -> None:
        """Keep a sentence as an agreement."""
        from tui.screens.keep import KeepScreen

        self.visit(KeepScreen(self.household, source=""))
