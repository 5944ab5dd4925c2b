"""For the time after a talk that did not go well: a few sentences without blame, and where help is."""

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Static

from tui.household import Household
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.prose import Prose
from tui.widgets.text import joined, shown


class NotWellScreen(Room[None]):
    """A page to read, for one person alone. Nothing of it is kept."""

    NAME = "talk_end"
    CSS_PATH = "talk_end.tcss"
    AUTO_FOCUS = "#on"
    KEYS = (
        Command(id="safety", key="s", action="safety"),
        Command(id="professional", key="p", action="professional"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, then: Callable[[], Screen[None]] | None = None) -> None:
        """`then` makes the screen that comes after it; without one, one goes back."""
        super().__init__(household)
        self.then = then

    def heading(self) -> str:
        """Nothing that a glance would tell."""
        return ""

    def content(self) -> ComposeResult:
        """The page, the numbers to call, three ways on."""
        with VerticalScroll(classes="body", id="page", can_focus=False):
            yield Prose(self.words("talk_end.not_well_text"))
            yield Static(shown(self.words("talk_end.lines")), classes="heading", id="lines-heading")
            yield Static(self._lines(), id="lines")
        with Horizontal(id="buttons"):
            yield Button(shown(self.words("talk_end.not_well_on")), id="on")
            yield Button(shown(self.words("talk_end.not_well_safety")), id="safety")
            yield Button(shown(self.words("talk_end.not_well_professional")), id="professional")

    def _lines(self) -> Content:
        lines = self.household.catalog.help_lines
        return Content("\n").join(
            joined(shown(f"{each.country or '  '}  ", "$quiet"), shown(each.contact, "bold"), "  ", shown(each.name))
            for each in lines
        )

    @on(Button.Pressed, "#safety")
    def action_safety(self) -> None:
        """Read the page for whoever is afraid."""
        self._help("safety")

    @on(Button.Pressed, "#professional")
    def action_professional(self) -> None:
        """Read when to ask somebody who knows, and whom."""
        self._help("professional")

    def _help(self, page: str) -> None:
        from tui.screens.help import HelpScreen

        self.visit(HelpScreen(self.household, page=page, commands=list(self.commands())))

    @on(Button.Pressed, "#on")
    def _on(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        """Go on to what comes next, or back."""
        if self.then is None:
            self.dismiss()
        elif self.is_active:
            self.app.switch_screen(self.then())
