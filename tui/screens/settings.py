"""How the app looks and sounds on this machine."""

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Button, Static

from tui.household import Household
from tui.screens.room import Room
from tui.widgets.asking import AnswerGiven
from tui.widgets.choices import ChoicesAsking
from tui.widgets.commands import Command
from tui.widgets.text import shown

THEMES = ("nearer-dark", "nearer-light", "nearer-contrast")
"""The themes on offer, in order."""

SWITCHES = ("motion", "bell")
"""What can be turned off; both are on at first."""


class SettingsScreen(Room[None]):
    """Theme, motion, bell: kept for this machine at once."""

    NAME = "settings"
    CSS_PATH = "settings.tcss"
    AUTO_FOCUS = "ChoicesAsking"
    KEYS = (Command(id="back", key="escape", action="back"),)

    def __init__(self, household: Household) -> None:
        """Read what was chosen before."""
        super().__init__(household)
        self.local = household.store.local

    def content(self) -> ComposeResult:
        """A set of themes, two switches, and where things are kept."""
        with VerticalScroll(classes="body", can_focus=False):
            yield Static(shown(self.words("settings.theme")), classes="heading")
            themes = [(theme, self.words(f"settings.theme_{theme.removeprefix('nearer-')}")) for theme in THEMES]
            yield ChoicesAsking(self.app.theme, themes, several=False, required=True)
            yield Static(shown(self.words("settings.comfort")), classes="heading")
            switches = [(switch, self.words(f"settings.{switch}")) for switch in SWITCHES]
            on_now = tuple(switch for switch in SWITCHES if self.local.get(switch) is not False)
            yield ChoicesAsking(on_now, switches, several=True)
            yield Static(shown(self.words("settings.hint")), classes="quiet spaced")
            yield Button(shown(self.words("settings.people")), id="people")
            yield Button(shown(self.words("settings.passphrase")), id="passphrase")
            yield Static(shown(self.words("settings.home", home=self.household.store.home)), classes="quiet")

    @on(AnswerGiven)
    async def _chosen(self, event: AnswerGiven) -> None:
        if isinstance(event.value, str):
            await self._theme(event.value)
        else:
            await self._switches(event.value if isinstance(event.value, tuple) else ())

    @on(Button.Pressed, "#people")
    def _people(self) -> None:
        from tui.screens.people import PeopleScreen

        self.visit(PeopleScreen(self.household))

    @on(Button.Pressed, "#passphrase")
    def _passphrase(self) -> None:
        from tui.screens.passphrase import PassphraseScreen

        self.visit(PassphraseScreen(self.household))

    async def _theme(self, theme: str) -> None:
        self.app.theme = theme
        await self.done(lambda: self.local.put("theme", theme))

    async def _switches(self, on_now: tuple[str, ...]) -> None:
        self.app.animation_level = "full" if "motion" in on_now else "none"
        for switch in SWITCHES:
            await self.done(partial(self.local.put, switch, switch in on_now))
