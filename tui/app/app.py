"""The app: it opens the household, shows the first screen, and keeps every screen up to date."""

import asyncio
import os
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.driver import Driver
from textual.geometry import Size
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from tui.app.faults import note_fault
from tui.app.looking import disputed, findings, look_after, look_around
from tui.app.syncing import GLANCE, Syncing
from tui.app.theme import THEMES
from tui.catalog.library import catalog_here
from tui.core.errors import LockedError, NearerError
from tui.core.text import harmless
from tui.household import Household
from tui.screens.room import CallThem, Room

if TYPE_CHECKING:  # nobody is reminded before the first paint
    from tui.app.reminding import Reminding

SMALLEST: Final = (80, 24)
"""Columns and rows that every screen needs."""

WIDE: Final = 120
"""Columns from which on screens use more room."""

SELDOM: Final = 4
"""How many glances become one where nothing shows of what another window wrote: a talk is to cost next to nothing."""

SETTLED: Final = 20.0
"""Seconds after the start until the home is looked after: nobody waits for it."""

REMIND: Final = 20.0
"""How often to look whether an agreed time is near, in seconds."""

SEEN: Final = 20.0
"""How long that is said, in seconds."""

EVERY: Final = 900.0
"""Seconds after which the home is looked after again."""


class NearerApp(App[int]):
    """The app. `opening` is the household on its way, so that the first paint need not wait for the disk.

    `open_with` opens it with a passphrase, should it need one.

    When it has ended, `failure` is what kept it from opening, `fault` what of ours broke; both None if all went well.
    """

    TITLE = "nearer"
    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = []
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - declared by App on the instance, read once

    def __init__(
        self,
        opening: "Future[Household]",
        open_with: Callable[[str], Household] | None = None,
        *,
        first: str = "home",
        step: str = "",
        topic: str = "",
        talk_format: str = "",
        painted: Event | None = None,
    ) -> None:
        """`first` names the screen to begin with: `home`, `check-in` (with a `step`'s id) or `talk`."""
        super().__init__()
        self.opening = opening
        self.open_with = open_with
        self.painted = painted or Event()
        self.wanted = {"first": first, "step": step, "topic": topic, "talk_format": talk_format}
        self.household: Household | None = None
        self.failure: NearerError | None = None
        self.fault: BaseException | None = None
        self._event_loop: asyncio.AbstractEventLoop | None = None
        self._sealed = False
        self._screens_to_come: list[Screen[None]] = []
        self._all_shown = False
        self._upkeep: asyncio.Task[None] | None = None
        self._told_of: frozenset[tuple[str, str]] = frozenset()
        self._look: asyncio.Task[None] | None = None
        self._glances = 0
        self._reminding: Reminding | None = None
        self.syncing = Syncing(self)
        for theme in THEMES:
            self.register_theme(theme)
        self._dress(THEMES[0].name)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give every theme the app's own colours, also one that a person brings."""
        return dict(THEMES[0].variables)

    def _dress(self, theme: str) -> None:
        """Put on a theme before anything is drawn: set later, all styles would be read and applied a second time."""
        self.set_reactive(App.theme, theme)
        dark = self.current_theme.dark
        self.set_class(dark, "-dark-mode", update=False)
        self.set_class(not dark, "-light-mode", update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> Screen[None]:
        """Begin with home itself where the household is open by now: one screen less to paint.

        Set-up gives way to home later, which Textual allows no default screen.
        """
        if not self.opening.done():
            from tui.screens.opening import OpeningScreen

            return OpeningScreen(catalog_here().words)
        self._show_first(self.opening.result)
        if not self._screens_to_come or self.household is None or not self.household.founded:
            return Screen()
        first = self._screens_to_come.pop(0)
        for path in first.css_path:  # Textual reads it for every screen but the default one
            if not self.stylesheet.has_source(str(path), ""):
                self.stylesheet.read(path)
        first.set_class(self.size.width >= WIDE, "-wide", update=False)  # what Textual finds out after styling it
        first.set_class(self.size.width < WIDE, "-narrow", update=False)
        return first

    async def on_mount(self) -> None:
        """Open the household, where that took longer, and show the first screens."""
        self._event_loop = asyncio.get_running_loop()
        if self.opening.done():
            await self._start()
        else:
            self.call_after_refresh(self.painted.set)
            self.run_worker(self._wait_and_start())

    async def _wait_and_start(self) -> None:
        waiting = asyncio.wrap_future(self.opening)
        await asyncio.wait([waiting])
        waiting.exception()  # it is raised again below; asked for here, asyncio does not print it
        self._show_first(self.opening.result)
        await self._start()

    async def _start(self) -> None:
        if self._sealed and self.open_with is not None:
            from tui.screens.unlock import UnlockScreen

            self.push_screen(UnlockScreen(catalog_here().words, self.open_with), self._unlocked)
        else:
            await self._begin()

    async def _unlocked(self, household: Household | None) -> None:
        if household is not None:
            self.open_with = None
            self._show_first(lambda: household)
            await self._begin()

    async def _begin(self) -> None:
        if self.failure is not None:
            self.exit(1, return_code=1)
            return
        for screen in self._screens_to_come:
            await self.push_screen(screen)
        self._all_shown = True
        self._fit(self.size)
        if self.household is not None:
            for sentence in findings(self.household):
                self._warn(sentence)
            self._told_of = disputed(self.household)  # what is so at the start stands on the first screen
        self.set_interval(GLANCE, self._glance)
        self.set_interval(REMIND, self.remind)
        self.set_timer(SETTLED, self._look_after)
        self.set_interval(EVERY, self._look_after)
        self.syncing.begin()

    def _show_first(self, household: Callable[[], Household]) -> None:
        from tui.app.begin import first_screens

        try:
            self.household = household()
            self._apply_settings(self.household)
            self._screens_to_come = list(first_screens(self.household, **self.wanted))
        except NearerError as error:
            self._sealed = isinstance(error, LockedError) and error.key != "key_lost" and self.open_with is not None
            self.failure = None if self._sealed else error

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer what can be done on this screen now, and nothing else."""
        if not isinstance(screen, Room):
            return
        words = screen.words
        for command in screen.commands():
            if command.id != "palette":
                label, key = words(f"commands.{command.id}"), words("app.palette_key", key=command.name)
                yield SystemCommand(label, key, partial(screen.run_action, command.action))

    # Leaving

    def on_unmount(self) -> None:
        """Exchange no more with the shared folder."""
        self.syncing.end()

    async def action_quit(self) -> None:
        """Leave at once, with everything that is being typed kept."""
        self.keep_everything()
        if self._driver is not None and not self.is_headless:
            self._driver.write("\x1b[2J")
        self.exit(0)

    def leave_soon(self) -> None:
        """Leave from outside the event loop: a signal has come."""
        if self._event_loop is not None:
            self._event_loop.call_soon_threadsafe(self.call_later, self.action_quit)

    def stop_soon(self, stop: Callable[[], None]) -> None:
        """Let a shell stop the app, in the event loop: where the signal came in, a lock that it needs may be held."""
        if self._event_loop is None:
            stop()
        else:
            self._event_loop.call_soon_threadsafe(stop)

    def paint_again_soon(self) -> None:
        """Paint everything again from outside the event loop: the process was stopped and goes on.

        The screens learn of it here and now: their timers, long overdue, come before anything that is put off.
        """
        if self._event_loop is not None:
            for screen in self.screen_stack:
                if isinstance(screen, Room):
                    screen.stood_still()
            self._event_loop.call_soon_threadsafe(self.call_later, self._paint_again)

    def _paint_again(self) -> None:
        self.refresh(layout=True)
        self.screen.refresh(layout=True)

    def get_driver_class(self) -> type[Driver]:
        """Use our own care for the terminal where Textual would take its driver for Linux and macOS."""
        chosen = super().get_driver_class()
        if chosen.__name__ != "LinuxDriver":
            return chosen
        from tui.app.terminal import TerminalDriver

        return TerminalDriver

    def keep_everything(self) -> None:
        """Keep what is being typed on any screen; what cannot be kept does not hold up the rest."""
        for screen in self.screen_stack:
            if isinstance(screen, Room):
                try:
                    screen.keep_now()
                except NearerError as error:
                    self.log(str(error))

    # Faults of ours

    def _fatal_error(self) -> None:
        """End the app without showing anybody's words: Textual's own way prints local variables."""
        import sys

        self.fault = sys.exception() if hasattr(sys, "exception") else sys.exc_info()[1]
        self.keep_everything()
        self._close_messages_no_wait()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Note a fault in a worker, and say that something did not work."""
        error = event.worker.error
        if event.state is not WorkerState.ERROR or error is None or self.household is None:
            return
        words = self.household.words
        if isinstance(error, NearerError):
            sentence = words.error(error)
        else:
            path = note_fault(error, self.household.store.home)
            sentence = words("app.worker_fault", path=path)
        self._warn(sentence)

    # The terminal's size

    def on_resize(self, event: events.Resize) -> None:
        """Say what the app needs where the terminal is too small, and go on when it has grown."""
        if self._all_shown:
            self._fit(event.size)

    def _fit(self, size: Size) -> None:
        from tui.screens.small import SmallScreen

        small = size.width < SMALLEST[0] or size.height < SMALLEST[1]
        if small and self.household is not None and not isinstance(self.screen, SmallScreen):
            self.push_screen(SmallScreen(self.household.words, SMALLEST))
        elif not small and isinstance(self.screen, SmallScreen):
            self.pop_screen()

    # Agreed times

    def remind(self) -> None:
        """Say that a time is near, in a quiet notice that goes by itself; only at the end of a break does it ring."""
        from tui.app.reminding import Reminding

        household, screen = self.household, self.screen
        if household is None or not household.founded or not isinstance(screen, Room):
            return
        self._reminding = self._reminding or Reminding()
        calls = any(isinstance(each, Room) and each.CALLS for each in self.screen_stack)
        for sentence in self._reminding.sentences(household, screen.NAME, calls=calls):
            self.notify(harmless(sentence), markup=False, timeout=SEEN)
        if self._reminding.rings:
            self.post_message(CallThem())

    def on_call_them(self) -> None:
        """Call whoever is near, as far as they want it: the words say nothing of what it is about."""
        from tui.app.calling import notice, wanted

        if self.household is None:
            return
        words, local = self.household.words, self.household.store.local
        if wanted(local, "bell"):
            self.bell()
        if wanted(local, "notify") and self._driver is not None:
            self._driver.write(notice(words("app.name"), words("app.call"), os.environ))

    # Another window

    def _glance(self) -> None:
        """Look in a thread, one look at a time: reading what another window wrote can take a while."""
        self._glances += 1
        undisturbed = any(isinstance(each, Room) and each.undisturbed for each in self.screen_stack[-1:])
        if undisturbed and self._glances % SELDOM:
            return
        self.look_now()

    def look_now(self, *, changed: bool = False) -> None:
        """Look whether something came; where this window has `changed` something by itself, show that first."""
        if changed:
            self._tell_screens()
        if self.household is not None and (self._look is None or self._look.done()):
            self._look = asyncio.create_task(self._look_around(self.household))

    async def _look_around(self, household: Household) -> None:
        try:
            changed, both = await asyncio.to_thread(look_around, household)
            if changed:
                self._tell_screens()
            if both - self._told_of:
                self._warn(household.words("both.told"))
            self._told_of = both
        except NearerError as error:
            self.log(str(error))
            if isinstance(error, LockedError) and error.key == "home_locked":
                self.on_home_locked()
        except Exception as error:  # noqa: BLE001 - a look that fails is noted, and the next one may not
            note_fault(error, household.store.home)

    def _tell_screens(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, Room) and screen.is_mounted:
                screen.household_changed()

    def on_home_locked(self) -> None:
        """Ask for the passphrase over what is shown, once: another window has sealed the home."""
        from tui.screens.unlock import UnlockScreen

        if self.household is not None and not any(isinstance(each, UnlockScreen) for each in self.screen_stack):
            self.push_screen(UnlockScreen(self.household.words, self.household.store.unlock), self._unlocked_again)

    def on_taken_back(self) -> None:
        """Show everywhere what is there now."""
        self._tell_screens()

    def _unlocked_again(self, _: None) -> None:
        self._fit(self.size)
        self._tell_screens()

    # Upkeep

    def _look_after(self) -> None:
        if self.household is not None and (self._upkeep is None or self._upkeep.done()):
            self._upkeep = asyncio.create_task(self._upkept(self.household))

    async def _upkept(self, household: Household) -> None:
        carrier = await look_after(household)
        if carrier is not None:
            self._warn(household.words("store.synced_folder", where=carrier))

    # The household

    def _apply_settings(self, household: Household) -> None:
        wanted = household.store.local.get("theme")
        if isinstance(wanted, str) and wanted in self.available_themes:
            self.theme = wanted
        if household.store.local.get("motion") is False:
            self.animation_level = "none"

    def _warn(self, sentence: str) -> None:
        self.notify(harmless(sentence), severity="warning", markup=False, timeout=15)
