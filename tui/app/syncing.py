"""The app's side of the shared folder: it begins after the first paint, and what came is shown at once."""

import asyncio
from contextlib import suppress
from contextvars import Context, copy_context
from typing import TYPE_CHECKING, Final

from tui.core.errors import NearerError
from tui.screens.room import Room

if TYPE_CHECKING:
    from tui.app.app import NearerApp
    from tui.app.syncer import Syncer

GLANCE: Final = 0.5
"""How often to look whether another window wrote something, and how things stand, in seconds."""

CIRCLE = "circle"
"""Under which the home keeps, for this machine, with whom it shares which folder."""


class Syncing:
    """Exchanges while the app runs and this home takes part; begins and ends with that, in whichever window."""

    def __init__(self, app: "NearerApp") -> None:
        """Nothing is done before `begin`."""
        self._app = app
        self._syncer: Syncer | None = None
        self._stamp: object = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._context = Context()
        self._late = False

    def begin(self) -> None:
        """Begin once something is painted."""
        self._loop, self._context = asyncio.get_running_loop(), copy_context()
        self._app.call_after_refresh(self.glance)
        self._app.set_interval(GLANCE, self.glance)

    def end(self) -> None:
        """Leave: nobody waits for a folder."""
        if self._syncer is not None:
            self._syncer.stop()

    def wait(self) -> None:
        """Let what was saved last get out, where that is a matter of a moment; the app has left the screen by now."""
        if self._syncer is not None:
            self._syncer.wait()

    def glance(self) -> None:
        """Begin or end where this home has come to share a folder, or shares it no more; show how things stand."""
        household = self._app.household
        if household is None or household.store.read_only is not None:
            return
        stamp = household.store.local.stamp()
        if stamp != self._stamp:
            self._stamp = stamp
            if self._syncer is not None:
                self._syncer.look()
            self._begin_or_end(takes_part=household.store.local.get(CIRCLE) is not None)
        self._show()

    def _begin_or_end(self, *, takes_part: bool) -> None:
        household = self._app.household
        if takes_part and self._syncer is None and household is not None:
            from tui.app.syncer import Syncer

            self._syncer = Syncer(household, self._told)
            self._syncer.start()
        elif not takes_part and self._syncer is not None:
            self._syncer.stop()
            self._syncer = None

    def _told(self, changed: bool) -> None:
        with suppress(RuntimeError):  # the app has ended meanwhile
            if self._loop is not None:
                # not in the thread's context: what a screen begins then would know of no app
                self._loop.call_soon_threadsafe(self._take_note, changed, context=self._context.copy())

    def _take_note(self, changed: bool) -> None:
        if self._app.is_running:
            with suppress(NearerError):  # what a screen cannot show yet comes with the next look
                self._app.look_now(changed=changed)
            self._show(anyway=True)

    def _show(self, *, anyway: bool = False) -> None:
        household = self._app.household
        badge = self._syncer.badge() if self._syncer is not None else None
        if household is None or (badge is household.badge and not (anyway or self._late)):
            return
        household.badge, self._late = badge, False
        for room in (each for each in self._app.screen_stack if isinstance(each, Room)):
            if room.is_mounted:
                room.stands_changed()
            else:  # it may have been laid out with what held before
                self._late = True
