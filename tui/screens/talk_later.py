"""Now is no good time for a talk: that is all right, and another time can be found."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from tui.household import talks
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.text import shown


class LaterScreen(Room[None]):
    """Nothing has begun. Leads to proposing a time, under a neutral name: others may see the planner."""

    NAME = "talk"
    CSS_PATH = "talk_before.tcss"
    AUTO_FOCUS = "#find"
    KEYS = (
        Command(id="plan_for", key="p", action="find"),
        Command(id="back", key="escape", action="back"),
    )

    def heading(self) -> str:
        """Say that it is for another time."""
        return self.words("talk_before.later_title")

    def content(self) -> ComposeResult:
        """Three kind lines, and two ways on."""
        words = self.words
        with Vertical(classes="body", id="later"):
            yield Static(shown(words("talk_before.later"), "bold"))
            if talks.typed(self.household):
                yield Static(shown(words("talk_before.later_topic")))
            yield Static(shown(words("talk_before.later_find")))
            with Horizontal(id="answers"):
                yield Button(shown(words("talk_before.find_time")), id="find")
                yield Button(shown(words("talk_before.home")), id="home")

    @on(Button.Pressed, "#find")
    def action_find(self) -> None:
        """Propose a time to talk."""
        from tui.screens.propose import ProposeScreen

        self.app.switch_screen(ProposeScreen(self.household, what=self.words("talk_before.plan")))

    @on(Button.Pressed, "#home")
    def _home(self) -> None:
        self.action_back()
