"""The first start: two names, where you live, and that is all."""

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Button, Static

from tui.core.clock import local_zone
from tui.household import Household
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.couple_form import CoupleForm, TwoPeople
from tui.widgets.text import shown


class SetupScreen(Room[None]):
    """Two names; two time zones when they live apart. Every field has something in it already."""

    NAME = "setup"
    CSS_PATH = "setup.tcss"
    AUTO_FOCUS = "#first"
    TYPING = True
    KEYS = (Command(id="begin", key="ctrl+n", action="begin"),)

    def __init__(self, household: Household) -> None:
        """`household` has nobody in it yet."""
        super().__init__(household)
        names = self.words("setup.first_default"), self.words("setup.second_default")
        self.held = TwoPeople(names=names, zones=(local_zone(), local_zone()))

    def content(self) -> ComposeResult:
        """A welcome, the form, a button, a promise."""
        with VerticalScroll(classes="body", can_focus=False):
            yield Static(shown(self.words("setup.welcome")), classes="spaced")
            yield CoupleForm(self.held, self.words, known=False)
            yield Button(shown(self.words("setup.begin")), id="begin")
            yield Button(shown(self.words("setup.begun")), id="begun")
            yield Static(shown(self.words("setup.promise")), classes="quiet", id="promise")

    def on_mount(self) -> None:
        """Go on at once where this machine has begun to join another one."""
        local = self.household.store.local
        if local.get("circle") is not None or local.get("sync_joining") is not None:
            self.call_after_refresh(self._begun)

    @on(Button.Pressed, "#begun")
    def _begun(self) -> None:
        """Join the machine on which the two have begun."""
        from tui.screens.machine_join import JoinScreen

        if self.is_active:
            self.app.push_screen(JoinScreen(self.household), self._joined)

    def _joined(self, came: bool | None) -> None:
        if came:
            from tui.screens.home import HomeScreen

            self.app.switch_screen(HomeScreen(self.household))

    @on(Button.Pressed, "#begin")
    async def action_begin(self) -> None:
        """Begin a household with what stands in the fields."""
        given = self.query_one(CoupleForm).given
        if not await self.done(
            lambda: self.household.found(
                given.names, given.zones, apart=given.apart, children=given.children, new=given.new
            )
        ):
            return
        from tui.screens.begin import step_screen
        from tui.screens.home import HomeScreen

        self.app.switch_screen(HomeScreen(self.household))
        self.app.push_screen(step_screen(self.household, self.household.catalog.steps[0].id))

    def action_back(self) -> None:
        """There is nothing to go back to."""
