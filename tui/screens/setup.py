"""The first start: two names, where you live, and that is all."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.suggester import SuggestFromList
from textual.widgets import Button, Input, Static

from tui.core.clock import local_zone, zone_names
from tui.household import Household
from tui.screens.room import Room
from tui.widgets.asking import AnswerDone, AnswerGiven
from tui.widgets.choices import ChoicesAsking
from tui.widgets.commands import Command
from tui.widgets.fields import Line
from tui.widgets.text import shown


class SetupScreen(Room[None]):
    """Two names; a second time zone when they live apart. Every field has something in it already."""

    NAME = "setup"
    CSS_PATH = "setup.tcss"
    AUTO_FOCUS = "#first"
    TYPING = True
    KEYS = (Command(id="begin", key="ctrl+n", action="begin"),)

    def __init__(self, household: Household) -> None:
        """`household` has nobody in it yet."""
        super().__init__(household)
        self.here = local_zone()

    def content(self) -> ComposeResult:
        """The fields, from top to bottom."""
        zones = SuggestFromList(zone_names(), case_sensitive=False)
        with VerticalScroll(classes="body", can_focus=False):
            yield Static(shown(self.words("setup.welcome")), classes="spaced")
            with Horizontal(id="names"):
                with Vertical():
                    yield Static(shown(self.words("setup.first")), classes="quiet")
                    yield Line(placeholder=self.words("setup.first_default"), id="first")
                with Vertical():
                    yield Static(shown(self.words("setup.second")), classes="quiet")
                    yield Line(placeholder=self.words("setup.second_default"), id="second")
            yield ChoicesAsking(None, [("apart", self.words("setup.apart"))], several=True)
            with Horizontal(id="zones"):
                with Vertical():
                    yield Static(shown(self.words("setup.zone_first")), classes="quiet")
                    yield Line(self.here, id="zone-first", suggester=zones)
                with Vertical():
                    yield Static(shown(self.words("setup.zone_second")), classes="quiet")
                    yield Line(self.here, id="zone-second", suggester=zones)
            yield Button(shown(self.words("setup.begin")), id="begin")
            yield Static(shown(self.words("setup.promise")), classes="quiet", id="promise")

    @on(AnswerGiven)
    def _apart(self, event: AnswerGiven) -> None:
        self.set_class(event.value is not None, "-apart")

    @on(AnswerDone)
    @on(Input.Submitted)
    def _next(self) -> None:
        self.focus_next()

    @on(Button.Pressed, "#begin")
    async def action_begin(self) -> None:
        """Begin a household with what stands in the fields."""
        apart = self.has_class("-apart")
        names = (
            self._typed("first") or self.words("setup.first_default"),
            self._typed("second") or self.words("setup.second_default"),
        )
        first_zone = self._typed("zone-first") or self.here
        zones = first_zone, (self._typed("zone-second") or self.here) if apart else first_zone
        if not await self.attempt(lambda: self.household.found(names, zones, apart=apart) or True):
            return
        from tui.screens.begin import step_screen
        from tui.screens.home import HomeScreen

        self.app.switch_screen(HomeScreen(self.household))
        self.app.push_screen(step_screen(self.household, self.household.catalog.steps[0].id))

    def _typed(self, field: str) -> str:
        return self.query_one(f"#{field}", Line).value.strip()

    def action_back(self) -> None:
        """There is nothing to go back to."""
