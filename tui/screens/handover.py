"""Passing the keyboard: nothing of the one is on the screen when the other one comes."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Center, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from tui.household import Household
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.person import tag
from tui.widgets.text import cut, shown


class HandOverScreen(Room[None]):
    """Blank but for one sentence. Enter: the other one is here now; with a `step`, they answer it next."""

    NAME = "handover"
    CSS_PATH = "finished.tcss"
    AUTO_FOCUS = "#here"
    KEYS = (Command(id="back", key="escape", action="back"),)

    def __init__(self, household: Household, *, step: str = "") -> None:
        """The keyboard goes from the one who is here to the other."""
        super().__init__(household)
        self.step = step
        self.to = household.partner

    def heading(self) -> str:
        """Nothing of what was done."""
        return ""

    def who(self) -> Content:
        """Nobody, for a moment."""
        return Content()

    def content(self) -> ComposeResult:
        """One sentence, one button."""
        name = cut(self.to.name, 24).plain
        with Vertical(classes="body", id="hand-over-page"):
            yield Static(tag(self.to.name, self.to.seat, 40))
            yield Static(shown(self.words("handover.pass", name=name), "bold"))
            yield Static(shown(self.words("handover.hidden")), classes="quiet")
            yield Center(Button(shown(self.words("handover.here", name=name)), id="here"))

    @on(Button.Pressed, "#here")
    def _here(self) -> None:
        from tui.screens.begin import begin_step

        self.household.be(self.to)
        if self.step:
            begin_step(self, self.step, instead=True)
        else:
            self.dismiss()
