"""Changing what was said at the first start: names, zones, together or apart."""

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Button

from tui.household import Household
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.couple_form import CoupleForm, TwoPeople
from tui.widgets.text import shown


class PeopleScreen(Room[None]):
    """The same form as at the first start, filled in."""

    NAME = "people"
    CSS_PATH = "setup.tcss"
    AUTO_FOCUS = "#first"
    TYPING = True
    KEYS = (
        Command(id="save", key="ctrl+n", action="save"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household) -> None:
        """Read what was said before."""
        super().__init__(household)
        self.people, self.couple = household.people, household.couple
        first, second = self.people
        self.held = TwoPeople(
            names=(first.name, second.name),
            zones=(first.zone, second.zone),
            apart=self.couple.apart,
            children=self.couple.children,
            new=self.couple.new,
        )

    def content(self) -> ComposeResult:
        """The form and a button."""
        with VerticalScroll(classes="body", can_focus=False):
            yield CoupleForm(self.held, self.words, known=True)
            yield Button(shown(self.words("people.save")), id="save")

    @on(Button.Pressed, "#save")
    async def action_save(self) -> None:
        """Keep what stands in the fields."""
        given = self.query_one(CoupleForm).given

        def rename() -> None:
            people, couple = self.people, self.couple
            self.household.rename(
                given.names,
                given.zones,
                apart=given.apart,
                children=given.children,
                new=given.new,
                people=people,
                couple=couple,
            )

        if await self.done(rename):
            self.say("people.saved")
            self.dismiss()
