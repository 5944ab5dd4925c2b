"""What the two agree on: all of it in one list, by what it waits for."""

from collections.abc import Iterator

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.checkin.agreements import Standing, State
from tui.core.text import shorten
from tui.household import Household
from tui.household.agreements import every, state_of
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.text import cut, joined, shown

NAME_CELLS = 24
"""How wide a name may be within a sentence, in cells."""

WIDE = 120
MARGIN, WIDE_MARGIN = 12, 36
"""How much of the width is not for the words of an agreement, in cells; another part from `WIDE` on."""

MARKS = {
    State.DUE: ("↻", "bold $warning"),
    State.YOURS: ("?", "bold $secondary"),
    State.THEIRS: ("…", "$quiet"),
    State.HOLDS: ("♥", "bold $accent"),
    State.LET_GO: ("◌", "$quiet"),
}
"""How each state is marked: a sign besides the colour; the groups of the list, in this order."""


class AgreementsScreen(Room[None]):
    """Enter opens one, n begins one."""

    NAME = "agreements"
    CSS_PATH = "agreements.tcss"
    AUTO_FOCUS = "#agreements"
    KEYS = (
        Command(id="new_agreement", key="n", action="new"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household) -> None:
        """Read what there is."""
        super().__init__(household)
        self.found = self._read()

    def content(self) -> ComposeResult:
        """What one alone can do with it, then the list, or a word when it is empty."""
        with Vertical(classes="body"):
            yield Static(classes="quiet spaced", id="alone")
            yield Static(classes="quiet", id="empty")
            yield OptionList(id="agreements")

    def on_mount(self) -> None:
        """Show what there is."""
        self._show()

    def said_anew(self) -> None:
        """Show it in the words of whoever is here now."""
        self._show()
        super().said_anew()

    def on_resize(self) -> None:
        """Use the room there is."""
        self._show()

    def household_changed(self) -> None:
        """Show what is new, with the same agreement under the cursor."""
        self.found = self._read()
        self._show()

    def on_screen_resume(self) -> None:
        """Show what was done meanwhile."""
        if self.is_mounted:
            self.household_changed()

    def _read(self) -> dict[State, list[Standing]]:
        groups: dict[State, list[Standing]] = {each: [] for each in MARKS}
        for found in every(self.household):
            groups[state_of(self.household, found)].append(found)
        return groups

    def _show(self) -> None:
        alone, name = self.household.alone, shorten(self.household.partner.name, NAME_CELLS)
        note, empty = self.query_one("#alone", Static), self.query_one("#empty", Static)
        note.update(shown(self.words("agreements.alone", name=name)))
        note.display = alone
        empty.update(shown(self.words("agreements.empty_alone" if alone else "agreements.empty")))
        listed = self.query_one("#agreements", OptionList)
        empty.display = not any(self.found.values())
        listed.display = not empty.display
        held = listed.highlighted_option.id if listed.highlighted_option else None
        options = list(self._options(name))
        listed.clear_options()
        listed.add_options(options)
        places = [place for place, each in enumerate(options) if each.id is not None]
        listed.highlighted = next(
            (place for place in places if options[place].id == held), places[0] if places else None
        )

    def _options(self, name: str) -> Iterator[Option]:
        cells = max(60, self.size.width - (WIDE_MARGIN if self.size.width >= WIDE else MARGIN))
        for state, group in self.found.items():
            if group:
                own = state is State.HOLDS and self.household.alone
                heading = self.words(
                    "agreements.group_holds_alone" if own else f"agreements.group_{state}", name=name
                )
                yield Option(shown(heading, "bold $quiet"), disabled=True)
            for found in group:
                yield Option(line(found, state, cells), id=found.id)

    @on(OptionList.OptionSelected, "#agreements")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        from tui.screens.agreement import AgreementScreen

        if event.option_id:
            self.visit(AgreementScreen(self.household, event.option_id))

    def action_new(self) -> None:
        """Begin a new agreement."""
        from tui.screens.wording import WordingScreen

        self.visit(WordingScreen(self.household))


def line(found: Standing, state: State, cells: int) -> Content:
    """Return an agreement on one line: its mark, its words, and whether some wording holds meanwhile."""
    also = found.holds and state in {State.DUE, State.YOURS, State.THEIRS}
    held = shown("  ♥", "$accent") if also else Content()
    style = "$quiet" if state is State.LET_GO else ""
    text = found.newest if state is State.YOURS else found.text
    return joined(shown(*MARKS[state]), "  ", cut(text, cells - 4, style), held)
