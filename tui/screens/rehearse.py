"""Rehearsing a small step: four lines one after another, as slowly as somebody likes."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Static

from tui.catalog.if_then import sentence
from tui.checkin.small_steps import rehearsed
from tui.core.records import SmallStep
from tui.household import Household
from tui.household.small_steps import change
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.text import cut, shown

LINES = 4
"""The place, the moment, oneself doing it, how it feels."""

CELLS = 400
"""How much of a step is told, in cells."""


class RehearseScreen(Room[None]):
    """A quiet minute without a clock. It can be left at any line, and gone through again."""

    NAME = "small_steps"
    CSS_PATH = "rehearse.tcss"
    AUTO_FOCUS = "#go-on"
    KEYS = (
        Command(id="step_on", key="space", action="go_on"),
        Command(id="step_again", key="a", action="again"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, step: SmallStep) -> None:
        """`step` is one of mine, as it is shown."""
        super().__init__(household)
        self.step = step
        self.line = 1

    @property
    def over(self) -> bool:
        """Whether all lines are there."""
        return self.line > LINES

    def heading(self) -> str:
        """Name it."""
        return self.words("small_steps.rehearse_title")

    def content(self) -> ComposeResult:
        """The step, the lines that have come so far, the way on."""
        words = self.words
        with VerticalScroll(classes="body", id="page", can_focus=False):
            yield Static(shown(words("small_steps.rehearse_intro")), classes="quiet spaced")
            yield Static(cut(sentence(words, self.step), CELLS, "bold $primary"), classes="spaced", id="step")
            for number in range(1, LINES + 1):
                yield Static(id=f"line-{number}", classes="spaced")
            yield Static(shown(words("small_steps.rehearse_end")), classes="spaced", id="end")
        with Horizontal(id="buttons"):
            yield Button(id="go-on")
            yield Button(shown(words("small_steps.rehearse_again")), id="again")
            yield Button(shown(words("small_steps.rehearse_later")), id="later")

    def on_mount(self) -> None:
        """Begin with the place."""
        self._show()

    def said_anew(self) -> None:
        """Show the lines again."""
        super().said_anew()
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to go through it once more when it is over."""
        del parameters
        return self.over if action == "again" else True

    def _show(self) -> None:
        for number in range(1, LINES + 1):
            line = self.query_one(f"#line-{number}", Static)
            text = self.words(f"small_steps.rehearse_{number}") if number <= self.line else ""
            line.update(shown(text, "$quiet" if number < self.line else ""))
        self.query_one("#end").visible = self.over
        self.query_one("#again").display = self.over
        self.query_one("#later").display = not self.over
        self.relabel("go-on", self.words("small_steps.rehearse_done" if self.over else "small_steps.go_on"))
        self.query_one("#page", VerticalScroll).scroll_end(animate=False)
        self.query_one("#go-on", Button).focus(scroll_visible=False)
        self.refresh_bars()

    @on(Button.Pressed, "#go-on")
    async def action_go_on(self) -> None:
        """Give the next line; after the last one the step is rehearsed."""
        if not self.over:
            self.line += 1
            self._show()
        elif await self.done(lambda: change(self.household, self.step, rehearsed)):
            self.say("small_steps.rehearsed")
            self.dismiss()

    @on(Button.Pressed, "#again")
    def action_again(self) -> None:
        """Begin with the place again."""
        self.line = 1
        self._show()

    @on(Button.Pressed, "#later")
    def _later(self) -> None:
        self.action_back()
