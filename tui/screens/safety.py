"""A short page that each sees alone before their first step: could you say no to this? Nothing is stored."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from tui.household import Household
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.prose import Prose
from tui.widgets.text import joined, shown


class SafetyScreen(Room[None]):
    """Read, go on, or go somewhere harmless."""

    NAME = "safety"
    CSS_PATH = "safety.tcss"
    AUTO_FOCUS = "#on"
    KEYS = (
        Command(id="read_on", key="ctrl+n", action="read_on"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, step: str) -> None:
        """`step` is where reading on leads."""
        super().__init__(household)
        self.step = step

    def heading(self) -> str:
        """Nothing that a glance would tell."""
        return ""

    def content(self) -> ComposeResult:
        """The page, the numbers to call, two buttons."""
        with VerticalScroll(classes="body", id="page", can_focus=False):
            yield Prose(self.household.catalog.help("safety").text)
            yield Static(self._lines(), id="lines")
        with Horizontal(id="buttons"):
            yield Button(shown(self.words("safety.read_on")), id="on")
            yield Button(shown(self.words("safety.away")), id="away")

    def _lines(self) -> Content:
        return Content("\n").join(
            joined(
                shown(f"{line.country or '  '}  ", "$quiet"),
                shown(line.contact, "bold"),
                "  ",
                shown(line.name, "$quiet"),
            )
            for line in self.household.catalog.help_lines
        )

    @on(Button.Pressed, "#on")
    def action_read_on(self) -> None:
        """Go to the step."""
        from tui.screens.step import StepScreen

        self.app.switch_screen(StepScreen(self.household, self.step))

    @on(Button.Pressed, "#away")
    def _away(self) -> None:
        self.action_back()
