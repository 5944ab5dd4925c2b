"""The day to look at an agreement again: one of a few, or one that is typed."""

from datetime import date
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, Static

from tui.catalog.dates import ahead, day
from tui.checkin.agreements import Later, Standing, days_ahead
from tui.core.errors import InputError
from tui.household import Household
from tui.household.agreements import day_typed, look_again
from tui.screens.room import Room
from tui.widgets.asking import AnswerDone
from tui.widgets.choices import Choice, ChoicesAsking
from tui.widgets.commands import Command
from tui.widgets.fields import Line
from tui.widgets.text import cut, shown

NEVER = "never"
"""The choice of no certain day."""

CELLS = 74
"""How much of the words is shown, in cells."""


class LookAgainScreen(Room[None]):
    """A few days to choose from, and a field for another; Enter keeps it, Esc leaves it as it was."""

    NAME = "agreements"
    CSS_PATH = "agreement.tcss"
    AUTO_FOCUS = "ChoicesAsking"
    TYPING = True
    KEYS = (
        Command(id="save", key="ctrl+n", action="save"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, found: Standing) -> None:
        """`found` is the agreement as it was seen."""
        super().__init__(household)
        self.found = found
        self.days = days_ahead(household.today())
        self.typed = ""

    def heading(self) -> str:
        """Say what this is about."""
        return self.words("agreements.title_later")

    def content(self) -> ComposeResult:
        """The agreement's words, the days, a field, a button."""
        own = "_alone" if self.household.alone else ""
        choices = ChoicesAsking(Later.THREE_MONTHS, self._choices(), several=False, required=True)
        with Vertical(classes="body"):
            yield Static(shown(self.words(f"agreements.ask_later{own}"), "bold"))
            yield Static(cut(self.found.text, CELLS, "italic"), id="words")
            yield choices
            yield Static(shown(self.words("agreements.own_day")))
            yield Line(self.typed, id="own-day", placeholder=self.words("agreements.own_day_hint"))
            yield Static(id="understood")
            with Horizontal(id="buttons"):
                yield Button(shown(self.words("agreements.save_day")), id="save")

    def _choices(self) -> list[Choice]:
        later = [
            (str(each), self.words(f"agreements.later_{each}", day=self._day(when)))
            for each, when in self.days.items()
        ]
        return [*later, (NEVER, self.words("agreements.later_never"))]

    def _day(self, when: date) -> str:
        return f"{day(self.words, when)} {when.year}"

    @on(Input.Changed)
    def _understood(self, event: Input.Changed) -> None:
        self.typed = event.value
        text, style = "", ""
        if self.typed.strip():
            try:
                when = day_typed(self.household, self.typed)
                far = ahead(self.words, (when - self.household.today()).days)
                text, style = self.words("agreements.day_understood", day=self._day(when), far=far), "$success"
            except InputError:
                text, style = self.words("agreements.day_not_understood"), "$warning"
        self.query_one("#understood", Static).update(shown(text, style))

    @on(AnswerDone)
    @on(Input.Submitted)
    @on(Button.Pressed, "#save")
    async def action_save(self) -> None:
        """Keep the day; a day that was typed goes before the one that is marked."""
        try:
            when = self._chosen()
        except InputError as error:
            self.say_error(error)
            return
        if await self.done(partial(look_again, self.household, self.found, when)):
            self.say("agreements.dated" if when else "agreements.undated", day=self._day(when) if when else "")
            self.dismiss()

    def _chosen(self) -> date | None:
        typed = self.query_one("#own-day", Line).value
        if typed.strip():
            return day_typed(self.household, typed)
        marked = self.query_one(ChoicesAsking).marked
        return next((when for each, when in self.days.items() if each in marked), None)
