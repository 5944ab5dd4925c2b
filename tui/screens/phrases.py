"""Ways to begin: a list of patterns, and an example of the one that is chosen."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.catalog.schema import Phrases
from tui.household import Household
from tui.screens.leads import ROOMS
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.text import joined, shown

OPENINGS = "openings"
"""The ways to begin that lead on to the board."""


class PhrasesScreen(Room[None]):
    """To read, to take one along. Nothing here is written down."""

    NAME = "phrases"
    CSS_PATH = "phrases.tcss"
    AUTO_FOCUS = "#phrases"
    KEYS = (
        Command(id="to_board", key="o", action="board"),
        Command(id="keep", key="k", action="keep"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, phrases_id: str) -> None:
        """Raises `InputError` when there are none with that id."""
        super().__init__(household)
        self.phrases_id = phrases_id
        self._place = 0

    @property
    def phrases(self) -> Phrases:
        """The patterns, in the language of whoever is here."""
        return self.household.catalog.phrases(self.phrases_id)

    def heading(self) -> str:
        """Name them."""
        return self.phrases.title

    def content(self) -> ComposeResult:
        """What it is, the patterns, an example."""
        said = "rhythms.alone_phrases" if self.household.alone else "phrases.say_it"
        with Vertical(classes="body"):
            yield Static(shown(f"{self.phrases.about} {self.words(said)}"), classes="quiet", id="about")
            yield OptionList(*(Option(shown(each.text), id=each.id) for each in self.phrases.phrases), id="phrases")
            yield Static(id="example")

    def on_mount(self) -> None:
        """Show the first."""
        self._show()

    def said_anew(self) -> None:
        """Show everything in the other language."""
        super().said_anew()
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the board only for what may go there; what somebody does alone is not kept for both to see."""
        del parameters
        match action:
            case "board":
                return self.phrases_id == OPENINGS
            case "keep":
                return not self.household.alone
            case _:
                return True

    def _show(self) -> None:
        listed = self.query_one("#phrases", OptionList)
        if listed.highlighted != self._place:
            listed.highlighted = self._place
        example = self.phrases.phrases[self._place].example
        told = joined(shown(self.words("phrases.example"), "$quiet"), "\n", shown(example, "italic"))
        self.query_one("#example", Static).update(told)

    @on(OptionList.OptionHighlighted, "#phrases")
    def _chosen(self, event: OptionList.OptionHighlighted) -> None:
        self._place = event.option_index
        self._show()

    def action_board(self) -> None:
        """Go to the board, where such an opening is written."""
        self.visit(ROOMS["issues"](self.household))

    def action_keep(self) -> None:
        """Keep a sentence."""
        from tui.screens.keep import KeepScreen

        self.visit(KeepScreen(self.household, source=""))
