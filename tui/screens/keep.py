"""Keeping a sentence as an agreement."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui.core.errors import NearerError
from tui.core.records import Agreement
from tui.core.text import clean
from tui.household import Household
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.fields import Line
from tui.widgets.text import shown


class KeepScreen(Room[bool]):
    """One sentence; Enter keeps it. Answers whether something was kept."""

    NAME = "keep"
    AUTO_FOCUS = "#sentence"
    TYPING = True
    KEYS = (
        Command(id="save", key="ctrl+n", action="save"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, *, source: str) -> None:
        """`source` is the step's or talk's id that it comes from."""
        super().__init__(household)
        self.source = source

    def content(self) -> ComposeResult:
        """A question and a field."""
        with Vertical(classes="body"):
            yield Static(shown(self.words("keep.ask"), "bold"), classes="spaced")
            yield Static(shown(self.words("keep.hint")), classes="quiet spaced")
            yield Line(id="sentence")

    @on(Input.Submitted)
    async def action_save(self) -> None:
        """Keep the sentence."""
        try:
            text = clean(self.query_one(Line).value)
        except NearerError as error:
            self.say_error(error)
            return
        if not text:
            self.dismiss(False)
            return
        household = self.household
        agreement = Agreement(
            id=household.ids.new(), by=household.me.id, at=household.now(), text=text, source=self.source
        )
        if await self.saved(agreement):
            self.say("keep.kept")
            self.dismiss(True)

    def action_back(self) -> None:
        """Go back without keeping anything."""
        self.dismiss(False)
