"""After a step: thanks, and what the two can do next."""

from enum import StrEnum

from textual import on
from textual.app import ComposeResult
from textual.containers import Center, Vertical
from textual.widgets import Button, Static

from tui.household import Household
from tui.screens.leads import LEADS
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.text import cut, shown


class State(StrEnum):
    """How far a step has come once one person has answered it."""

    ONE = "one"
    BOTH = "both"
    OPENED = "opened"


class FinishedScreen(Room[None]):
    """One person has answered: pass the keyboard, open together if both have, or leave it for today."""

    NAME = "finished"
    CSS_PATH = "finished.tcss"
    AUTO_FOCUS = "Button"
    KEYS = (
        Command(id="open_together", key="o", action="open_together"),
        Command(id="hand_over", key="h", action="hand_over"),
        Command(id="read_again", key="r", action="read_again"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, step: str) -> None:
        """`step` is what was just answered."""
        super().__init__(household)
        self.step = step
        self.state = self._state()

    def content(self) -> ComposeResult:
        """Thanks, and two or three ways on."""
        name = cut(self.household.partner.name, 24).plain
        with Vertical(classes="body", id="finished"):
            yield Static(shown(self.words("finished.thanks"), "bold"), classes="spaced")
            said = "alone" if self.household.alone and self.state is State.ONE else self.state
            yield Static(shown(self.words(f"finished.{said}", name=name)), classes="spaced")
            if self.state is not State.ONE:
                yield Center(Button(shown(self.words("finished.open")), id="open"))
            elif self.household.alone:
                yield Center(Button(shown(self.words("finished.read_again")), id="read-again"))
            elif self.household.badge is None:  # else the other one answers at a machine of their own
                yield Center(Button(shown(self.words("finished.hand_over", name=name)), id="hand-over"))
            if self.step in LEADS:
                yield Center(Button(shown(self.words(f"finished.to_{self.step}")), id="lead"))
            yield Center(Button(shown(self.words("finished.home")), id="home"))
            yield Static(shown(self.words("finished.enough")), classes="quiet", id="enough")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to open only what both have answered."""
        del parameters
        if action == "open_together":
            return self.state is not State.ONE
        if action == "read_again":
            return self.household.alone and self.state is State.ONE
        return not (action == "hand_over" and self.state is not State.ONE)

    def _state(self) -> State:
        if self.step in self.household.to_open():
            return State.BOTH
        return State.ONE if self.household.answered(self.step) else State.OPENED

    def household_changed(self) -> None:
        """The other one may have answered or opened it in another window, or it may have been taken back."""
        if self.step in self.household.drafts() and not self.household.answered(self.step):
            self.dismiss()
        elif self._state() is not self.state and self.is_current:
            self.app.switch_screen(FinishedScreen(self.household, self.step))

    @on(Button.Pressed, "#open")
    def action_open_together(self) -> None:
        """Open both answers."""
        from tui.screens.reveal import open_step

        open_step(self, self.step, instead=True)

    @on(Button.Pressed, "#hand-over")
    def action_hand_over(self) -> None:
        """Pass the keyboard, and let the other one answer the same step."""
        from tui.screens.handover import HandOverScreen

        self.app.switch_screen(HandOverScreen(self.household, step=self.step))

    @on(Button.Pressed, "#read-again")
    def action_read_again(self) -> None:
        """Read what I answered, for whoever does this alone."""
        from tui.screens.own_answers import OwnAnswersScreen

        self.app.switch_screen(OwnAnswersScreen(self.household, self.step))

    @on(Button.Pressed, "#lead")
    def action_lead(self) -> None:
        """Go on to what this step is about."""
        self.app.switch_screen(LEADS[self.step](self.household))

    @on(Button.Pressed, "#home")
    def _home(self) -> None:
        self.action_back()
