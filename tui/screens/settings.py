"""How the app looks and sounds on this machine."""

from collections.abc import Sequence
from functools import partial

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Button, Static

from tui.catalog.place import FALLBACK
from tui.household import Household
from tui.screens.aside import aside
from tui.screens.room import Room
from tui.widgets.asking import AnswerGiven
from tui.widgets.choices import ChoicesAsking
from tui.widgets.commands import Command
from tui.widgets.text import shown

THEMES = ("nearer-dark", "nearer-light", "nearer-contrast")
"""The themes on offer, in order."""

SWITCHES = ("motion", "bell", "notify")
"""What can be turned off; all are on at first."""

LARGE = "large"
"""Whether a talk shows only who has the floor and the time; off at first."""

ALONE = "alone"
"""Whether whoever is here does all this by themselves for now; off at first."""


class SettingsScreen(Room[None]):
    """How it looks and sounds on this machine; language and doing it alone for this person: kept at once."""

    NAME = "settings"
    CSS_PATH = "settings.tcss"
    AUTO_FOCUS = ""
    KEYS = (Command(id="back", key="escape", action="back"),)

    def __init__(self, household: Household) -> None:
        """Read what was chosen before."""
        super().__init__(household)
        self.local = household.store.local

    def content(self) -> ComposeResult:
        """A set of themes, a few switches, and where things are kept."""
        with VerticalScroll(classes="body", can_focus=False):
            yield Static(shown(self.words("settings.theme")), classes="heading")
            themes = [(theme, self.words(f"settings.theme_{theme.removeprefix('nearer-')}")) for theme in THEMES]
            yield _named("themes", ChoicesAsking(self.app.theme, themes, several=False, required=True))
            yield Static(shown(self.words("settings.language")), classes="heading")
            library = self.household.library
            languages = [(each, library.name(each)) for each in library.languages]
            now = spoken_as(self.household.language, library.languages)
            yield _named("languages", ChoicesAsking(now, languages, several=False, required=True))
            yield Static(shown(self.words("settings.comfort")), classes="heading")
            switches = [(switch, self.words(f"settings.{switch}")) for switch in (*SWITCHES, LARGE, ALONE)]
            on_now = [switch for switch in SWITCHES if self.local.get(switch) is not False]
            large = [LARGE] if self.local.get(LARGE) is True else []
            marked = (*on_now, *large, *([ALONE] if self.household.alone else []))
            yield _named("switches", ChoicesAsking(marked, switches, several=True))
            yield Static(shown(self.words("settings.hint")), classes="quiet spaced")
            yield Button(shown(self.words("settings.people")), id="people")
            yield Button(shown(self.words("settings.calendars")), id="calendars")
            yield Button(shown(self.words("settings.passphrase")), id="passphrase")
            yield Button(shown(self.words("settings.machines")), id="machines")
            yield Static(classes="quiet", id="stands")
            yield Static(shown(self.words(self._where(), home=self.household.store.home)), classes="quiet", id="home")

    def on_mount(self) -> None:
        """Begin at the top."""
        self.query_one("#themes").focus(scroll_visible=False)
        self.stands_changed()

    def on_screen_resume(self) -> None:
        """Show what was set up on the screen that was left."""
        self.stands_changed()

    def stands_changed(self) -> None:
        """Say how this home and its folder stand, where it shares one."""
        super().stands_changed()
        if self.is_attached:
            self._tell()

    @work(name="stands", group="stands", exclusive=True, exit_on_error=False)
    async def _tell(self) -> None:
        sentences = await aside(self._stands)
        for line in self.query("#stands").results(Static):
            line.display = bool(sentences)
            line.update(shown(sentences[0] if sentences else ""))
        for line in self.query("#home").results(Static):
            line.update(shown(self.words(self._where(), home=self.household.store.home)))

    def _stands(self) -> list[str]:
        if not self._shares:
            return []
        from tui.screens.machines_said import how_it_stands

        return how_it_stands(self.household)

    @property
    def _shares(self) -> bool:
        return self.local.get("circle") is not None

    def _where(self) -> str:
        return "two_machines.shared_home" if self._shares else "settings.home"

    @on(AnswerGiven)
    async def _chosen(self, event: AnswerGiven) -> None:
        chosen = event.value
        if not isinstance(chosen, str):
            await self._switches(chosen if isinstance(chosen, tuple) else ())
        elif chosen in THEMES:
            await self._theme(chosen)
        elif await self.done(lambda: self.household.speak(chosen)):
            await self.say_anew()

    def said_anew(self) -> None:
        """Stay where the language was chosen."""
        super().said_anew()
        self.query_one("#languages").focus()
        self.stands_changed()

    @on(Button.Pressed, "#people")
    def _people(self) -> None:
        from tui.screens.people import PeopleScreen

        self.visit(PeopleScreen(self.household))

    @on(Button.Pressed, "#calendars")
    def _calendars(self) -> None:
        from tui.screens.calendars import CalendarsScreen

        self.visit(CalendarsScreen(self.household))

    @on(Button.Pressed, "#machines")
    def _machines(self) -> None:
        from tui.screens.two_machines import TwoMachinesScreen

        self.visit(TwoMachinesScreen(self.household))

    @on(Button.Pressed, "#passphrase")
    def _passphrase(self) -> None:
        from tui.screens.passphrase import PassphraseScreen

        self.visit(PassphraseScreen(self.household))

    async def _theme(self, theme: str) -> None:
        self.app.theme = theme
        await self.done(lambda: self.local.put("theme", theme))

    async def _switches(self, on_now: tuple[str, ...]) -> None:
        self.app.animation_level = "full" if "motion" in on_now else "none"
        for switch in (*SWITCHES, LARGE):
            await self.done(partial(self.local.put, switch, switch in on_now))
        if (ALONE in on_now) is not self.household.alone:
            await self.done(lambda: self.household.be_alone(alone=ALONE in on_now))


def spoken_as(language: str, languages: Sequence[str]) -> str:
    """Return which of the `languages` is spoken where `language` was asked for (`de-AT`: `de`)."""
    return next((each for each in (language, language.partition("-")[0]) if each in languages), FALLBACK)


def _named(name: str, asking: ChoicesAsking) -> ChoicesAsking:
    asking.id = name
    return asking
