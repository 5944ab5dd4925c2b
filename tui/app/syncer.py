"""Keeping a home and its folder together: one thread exchanges, one watches the folder, and nobody waits for them."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from tui.app.faults import note_fault
from tui.app.noted_folder import NotedFolder
from tui.core.errors import NearerError
from tui.household import Household
from tui.household.standing import Badge, badge
from tui.household.talk_at_hand import mark

if TYPE_CHECKING:  # what reads the folder is loaded in the thread
    from tui.household.syncing import Stands
    from tui.sync.roster import Circle

TICK = 0.25
"""Seconds between two looks whether there is something to send."""

SETTLED = 0.2
"""Seconds for which nothing more has to be saved until what was saved is sent."""

BUSY, AGAIN, SLOWEST = 0.5, 2.0, 60.0
"""Seconds until the next try: another window is at it; the folder did not answer; the longest that this becomes."""

SELDOM = 60.0
"""Seconds after which the folder is looked at even if nothing tells of a change."""

EVERYTHING = 600.0
"""Seconds after which all is compared again, even if the folder looks as it was left."""

GOODBYE = 0.5
"""Seconds for which leaving waits at most, and only for a folder that has just answered."""


class Syncer:
    """Exchanges at once, when something comes or was saved here, and now and then, until it is told to stop."""

    def __init__(self, household: Household, told: Callable[[bool], None]) -> None:
        """`told` is called in a thread after each try, with whether this machine has changed something by itself."""
        self._household = household
        self._told = told
        self._stop, self._wake = Event(), Event()
        self._folder: NotedFolder | None = None
        self._watched: tuple[Path, Event] | None = None
        self._stands: Stands | None = None
        self._read: datetime | None = None
        self._failed = False
        self._faults: set[str] = set()
        self._upto = 0
        self._look = False
        self._plan = _Plan()
        self._thread = Thread(target=self._go_on, name="sync", daemon=True)

    def start(self) -> None:
        """Begin at once."""
        self._thread.start()

    def stop(self) -> None:
        """Exchange no more, but for what was saved last."""
        self._stop.set()
        self._wake.set()

    def wait(self) -> None:
        """Let what was saved last get out: for a moment, and only where the folder has just answered."""
        if self._read is not None and not self._failed:
            self._thread.join(GOODBYE)

    def look(self) -> None:
        """Look how it stands: something that only this machine knows has changed."""
        self._look = True

    def badge(self) -> Badge | None:
        """Return how things stand, as far as this window has proved it; it costs next to nothing."""
        now, to_send = self._household.now(), self._has_more
        return badge(self._stands, read=self._read, now=now, to_send=to_send, failed=self._failed)

    @property
    def _has_more(self) -> bool:
        """Whether something was saved here that is not in the folder."""
        return self._household.store.sequence > self._upto

    def _go_on(self) -> None:
        while not self._stop.is_set():
            self._try()
            self._wake.wait(TICK)
        if self._watched is not None:
            self._watched[1].set()
        if self._read is not None and not self._failed and self._has_more:
            with suppress(Exception):  # it goes out after the next start
                self._exchange()

    def _try(self) -> None:
        try:
            looks, self._look = self._look, False
            if looks and self._look_how_it_stands():
                self._plan.hurry()
            if self._plan.is_due(self._here(), self._looks_changed, woken=self._woken()):
                self._exchange()
        except NearerError:  # how things stand says it
            self._fail()
        except Exception as error:  # noqa: BLE001 - noted once, and tried again: it must not end
            self._note(error)
            self._fail()

    def _woken(self) -> bool:
        woken = self._wake.is_set()
        self._wake.clear()
        return woken and not self._stop.is_set()

    def _here(self) -> object:
        """Return what becomes another as soon as there may be something to send."""
        return self._household.store.sequence, mark(self._household)

    def _looks_changed(self) -> bool:
        """Whether the folder is another than this machine has left it; one that cannot be read is, once."""
        if self._folder is None:
            return True
        try:
            changed = self._folder.has_changed()
        except NearerError:
            return not self._failed
        if not self._failed and not changed:
            self._read = self._household.now()
        return changed

    def _exchange(self) -> None:
        from tui.household.syncing import circle, exchange

        here, before = self._here(), self._household.store.sequence
        folder = self._folder_of(circle(self._household))
        folder.begin()
        outcome = exchange(self._household, folder=folder)
        if outcome is None:
            self._plan.was_busy()
            self._look_how_it_stands()
            return
        self._failed, self._read = False, self._household.now()
        self._look_how_it_stands()
        self._plan.was_done(here)
        self._told(self._household.store.sequence != before)

    def _look_how_it_stands(self) -> bool:
        """Take note of it; return whether there is another folder now, or something to say of who takes part."""
        from tui.household.syncing import circle_of, stands

        known = circle_of(self._household.store)
        self._upto = known.sequence if known is not None else 0
        self._stands = stands(self._household)
        if known is None or not known.taking_part:
            return False
        moved = self._watched is not None and self._watched[0] != Path(known.folder)
        return moved or (not self._failed and bool(known.to_say.removes or known.to_say.admits))

    def _fail(self) -> None:
        self._plan.has_failed()
        self._failed = True
        with suppress(Exception):  # then it says what held before
            self._look_how_it_stands()
        self._told(True)

    def _note(self, error: Exception) -> None:
        kind = type(error).__qualname__
        if kind not in self._faults and not self._stop.is_set():
            self._faults.add(kind)
            note_fault(error, self._household.store.home)

    # The folder

    def _folder_of(self, known: "Circle") -> NotedFolder:
        """Return the folder, the same one each time: what hangs in it is not asked again before it is back."""
        place = Path(known.folder)
        if self._folder is None or self._watched is None or self._watched[0] != place:
            from tui.household import syncing
            from tui.sync.folder import SUBFOLDER

            if self._watched is not None:
                self._watched[1].set()
            self._folder, stop = NotedFolder(syncing.folder_of(known)), Event()
            self._watched = place, stop
            Thread(target=self._watch, args=((place, place / SUBFOLDER), stop), name="watch", daemon=True).start()
        return self._folder

    def _watch(self, places: tuple[Path, ...], stop: Event) -> None:
        from tui.sync.watching import changes

        try:
            for _ in changes(places, stop=stop):
                self._wake.set()
        except Exception as error:  # noqa: BLE001 - then the folder is looked at now and then
            self._note(error)


class _Plan:
    """When the next exchange is due."""

    def __init__(self) -> None:
        """At once."""
        now = time.monotonic()
        self._look = self._all = now
        self._pause = 0.0
        self._sent: object = None
        self._saved: object = None
        self._saved_at = now

    def is_due(self, here: object, looks_changed: Callable[[], bool], *, woken: bool) -> bool:
        """Whether to exchange now. `here` is what there is to send; `looks_changed` reads the folder."""
        now = time.monotonic()
        if here != self._saved:
            self._saved, self._saved_at = here, now
        if self._pause:
            return now >= self._look and self._is_worth_it(now, looks_changed)
        if now >= self._all or (here != self._sent and now >= self._saved_at + SETTLED):
            return True
        return (woken or now >= self._look) and self._is_worth_it(now, looks_changed)

    def _is_worth_it(self, now: float, looks_changed: Callable[[], bool]) -> bool:
        self._look = now + (AGAIN if self._pause else SELDOM)
        return looks_changed() or now >= self._all

    def was_done(self, here: object) -> None:
        """Everything that was `here` is in the folder."""
        now = time.monotonic()
        self._sent, self._pause, self._look, self._all = here, 0.0, now + SELDOM, now + EVERYTHING

    def hurry(self) -> None:
        """Do not wait any longer."""
        self._look = self._all = time.monotonic()

    def was_busy(self) -> None:
        """Another window is at it."""
        self._all = time.monotonic() + BUSY

    def has_failed(self) -> None:
        """Try again as soon as the folder is another, and then and when even if it is not."""
        self._pause = min(max(AGAIN, self._pause * 2), SLOWEST)
        self._look = time.monotonic() + AGAIN
        self._all = time.monotonic() + self._pause
