"""A question before something that cannot be taken back: a wrong key must lose nothing."""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, Static

from tui.household import Household
from tui.planner.occurrences import Occurrence
from tui.planner.plans import Act
from tui.planner.series import Scope
from tui.screens.plan_scopes import scope_text, scopes
from tui.screens.plan_words import detail, may
from tui.screens.room import Room
from tui.widgets.answers import Answers
from tui.widgets.commands import Command
from tui.widgets.text import shown

CELLS = 74
"""How wide a plan is told, in cells."""

YES, INSTEAD, MEANT = "yes", "instead", "meant-"
"""The buttons that answer: yes, no with another time, and yes to so much of what repeats."""


@dataclass(frozen=True, slots=True)
class Sure:
    """It is to be done, and to how much of what repeats; `instead`: another time is wanted in place of a plain no."""

    scope: Scope = Scope.ALL
    instead: bool = False


class PlanSureScreen(Room[Sure | None]):
    """Shows a plan, and asks whether to do `act` to it, and to how much of what repeats.

    Answers with a `Sure`, or with None when everything is to stay as it is. What took place is always one time. With
    `instead`, nothing is to be done to the plan: whoever asked opens `ProposeScreen(household, plan=plan)`, as to
    propose another time is a no to this one.
    """

    NAME = "planner"
    CSS_PATH = "propose.tcss"
    AUTO_FOCUS = "#no"
    KEYS = (Command(id="back", key="escape", action="back"),)

    def __init__(self, household: Household, occurrence: Occurrence, act: Act) -> None:
        """`act` is what would be done to the plan of `occurrence`."""
        super().__init__(household)
        self.occurrence = occurrence
        self.act = act
        self.scopes = scopes(household, occurrence) if act is Act.CANCEL else (Scope.ALL,)

    def content(self) -> ComposeResult:
        """The question, the plan, a button for each answer."""
        which = len(self.scopes) > 1
        with Vertical(classes="body"):
            yield Static(
                shown(self.words(f"planner.sure_{'which' if which else self.act}"), "bold"), classes="spaced"
            )
            yield Static(self._plan(), classes="spaced")
            yield Static(shown(self.words("planner.sure_hint")), classes="quiet spaced")
            with Answers(id="answers"):
                yield Button(shown(self.words("planner.sure_no")), id="no")
                yield from self._ways() if which else self._yes()

    def _plan(self) -> Content:
        return detail(self.household, self.occurrence, CELLS)

    def _yes(self) -> ComposeResult:
        yield Button(shown(self.words(f"planner.sure_yes_{self.act}")), id=YES)
        if self.act is Act.DECLINE and may(self.household, self.occurrence.plan, Act.MOVE):
            yield Button(shown(self.words("planner.sure_instead")), id=INSTEAD)

    def _ways(self) -> ComposeResult:
        for scope in self.scopes:
            text = scope_text(self.words, scope)
            yield Button(shown(text[:1].upper() + text[1:]), id=f"{MEANT}{scope}")

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        match event.button.id or "":
            case "yes":
                self.dismiss(Sure(Scope.ONE if self.act is Act.DONE else Scope.ALL))
            case "instead":
                self.dismiss(Sure(instead=True))
            case pressed if pressed.startswith(MEANT):
                self.dismiss(Sure(Scope(pressed.removeprefix(MEANT))))
            case _:
                self.dismiss(None)

    def action_back(self) -> None:
        """Go back with everything as it is."""
        self.dismiss(None)
