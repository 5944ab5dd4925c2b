"""A question before a machine is taken out, or this one shares no more."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Button, Static

from tui.household import Household
from tui.screens.room import Room
from tui.widgets.answers import Answers
from tui.widgets.commands import Command
from tui.widgets.text import shown


class MachineSureScreen(Room[bool]):
    """What would be done, and honestly what it means; answers whether to do it."""

    NAME = "two_machines"
    CSS_PATH = "two_machines.tcss"
    AUTO_FOCUS = "#no"
    KEYS = (Command(id="back", key="escape", action="back"),)

    def __init__(self, household: Household, act: str, **values: str) -> None:
        """`act` is `remove` or `stop`; `values` fill its question."""
        super().__init__(household)
        self.act, self.values = act, values

    def content(self) -> ComposeResult:
        """The question, what it means, two answers."""
        with Vertical(classes="body"):
            yield Static(shown(self.words(f"two_machines.{self.act}_ask", **self.values), "bold"), classes="spaced")
            yield Static(shown(self.words(f"two_machines.{self.act}_means")), classes="spaced prose")
            with Answers():
                yield Button(shown(self.words(f"two_machines.{self.act}_no")), id="no")
                yield Button(shown(self.words(f"two_machines.{self.act}_yes")), id="yes")

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")
