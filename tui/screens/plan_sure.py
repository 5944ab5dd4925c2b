"""A question before something that cannot be taken back: a wrong key must lose nothing."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from tui.household import Household
from tui.planner.occurrences import Occurrence
from tui.planner.plans import Act
from tui.screens.plan_words import detail
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.text import shown

CELLS = 74
"""How wide a plan is told, in cells."""


class PlanSureScreen(Room[bool]):
    """Shows a plan, and asks whether to do `act` to it; answers yes or no."""

    NAME = "planner"
    CSS_PATH = "planner.tcss"
    AUTO_FOCUS = "#no"
    KEYS = (Command(id="back", key="escape", action="back"),)

    def __init__(self, household: Household, occurrence: Occurrence, act: Act) -> None:
        """`act` is what would be done to the plan of `occurrence`."""
        super().__init__(household)
        self.occurrence = occurrence
        self.act = act

    def content(self) -> ComposeResult:
        """The question, the plan, two buttons."""
        with Vertical(classes="body"):
            yield Static(shown(self.words(f"planner.sure_{self.act}"), "bold"), classes="spaced")
            yield Static(detail(self.household, self.occurrence, CELLS), classes="spaced")
            yield Static(shown(self.words("planner.sure_hint")), classes="quiet spaced")
            with Horizontal(id="buttons"):
                yield Button(shown(self.words("planner.sure_no")), id="no")
                yield Button(shown(self.words(f"planner.sure_yes_{self.act}")), id="yes")

    @on(Button.Pressed, "#yes")
    def _yes(self) -> None:
        self.dismiss(True)

    @on(Button.Pressed, "#no")
    def _no(self) -> None:
        self.dismiss(False)

    def action_back(self) -> None:
        """Go back with everything as it is."""
        self.dismiss(False)
