"""`nearer sync --watch`: exchange whenever something changes here or in the folder, until one has had enough."""

import argparse
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread, current_thread, main_thread
from types import FrameType

from tui.catalog.dates import clock
from tui.cli.run import wants_json
from tui.cli.say import complain, say, say_json
from tui.cli.sync_said import document
from tui.core.errors import InputError, LockedError, NearerError, ReadOnlyError, StoreError
from tui.household import Household
from tui.household.syncing import circle, exchange
from tui.store.journal import NAME as JOURNAL
from tui.sync.exchange import Outcome
from tui.sync.folder import SUBFOLDER
from tui.sync.ports import FolderError
from tui.sync.watching import POLL, changes

RETRY = 3.0
"""Seconds until it is tried again where the folder did not answer, or another window was exchanging."""


def watch(household: Household, options: argparse.Namespace) -> int:
    """Exchange until Ctrl+C or SIGTERM. Raises `InputError` when this machine takes part no more."""
    with _until_stopped() as stop:
        _Watch(household, stop, json=wants_json(options)).run()
    return 0


class _Stop(Event):
    """Is set when it is to end, and then wakes whoever waits for a sign."""

    def __init__(self) -> None:
        super().__init__()
        self.sign = Event()

    def set(self) -> None:
        """End it."""
        super().set()
        self.sign.set()


@contextmanager
def _until_stopped() -> Iterator[_Stop]:
    """Give an event that Ctrl+C or SIGTERM sets; a second one ends at once. Afterwards they do what they did."""
    stop = _Stop()

    def stopped(_number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    heeded = (signal.SIGINT, signal.SIGTERM) if current_thread() is main_thread() else ()
    before = [(each, signal.signal(each, stopped)) for each in heeded]
    try:
        yield stop
    finally:
        stop.set()
        for each, handler in before:
            signal.signal(each, handler)


class _Watch:
    """Looks at the folder and at the home's journal, each in a thread that is not waited for: a look may hang."""

    def __init__(self, household: Household, stop: _Stop, *, json: bool) -> None:
        self._household = household
        self._stop = stop
        self._json = json
        self._trouble = ""

    def run(self) -> None:
        """Exchange at each sign, and now and then while something is in the way."""
        folder, home = Path(circle(self._household).folder), self._household.store.home
        self._look([folder, folder / SUBFOLDER], lambda: None)
        self._look([home], lambda: _stamp(home / JOURNAL))
        if not self._json:
            say(self._household.words("sync.watching", folder=folder))
        while not self._stop.is_set():
            self._stop.sign.clear()
            outcome = self._tried()
            if outcome is not None:
                self._tell(outcome)
            if not self._stop.is_set():
                self._stop.sign.wait(RETRY if outcome is None else None)

    def _look(self, paths: Sequence[Path], stamp: Callable[[], object]) -> None:
        """Give a sign when something changes in folders and a stamp is another one, or none is taken."""

        def look() -> None:
            before = stamp()
            for _ in changes(paths, stop=self._stop, poll=POLL):
                now = stamp()
                if now is None or now != before:
                    before = now
                    self._stop.sign.set()

        Thread(target=look, name="looks", daemon=True).start()

    def _tried(self) -> Outcome | None:
        """Exchange; None when that cannot be now, which is said once."""
        try:
            outcome = exchange(self._household)
        except (LockedError, ReadOnlyError):
            raise
        except (FolderError, StoreError) as error:
            self._tell_trouble(error)
            return None
        if outcome is not None and not outcome.taking_part:
            raise InputError("sync_removed")
        return outcome

    def _tell_trouble(self, error: NearerError) -> None:
        if error.key != self._trouble:
            self._trouble = error.key
            complain(self._household.words, error)

    def _tell(self, outcome: Outcome) -> None:
        household, back = self._household, self._trouble
        self._trouble = ""
        household.sit_down()
        if self._json:
            if back or outcome.received or outcome.sent:
                say_json(document(household, outcome))
            return
        if back:
            say(household.words("sync.back"))
        if outcome.received:
            say(household.words("sync.came", time=_time(household)))


def _time(household: Household) -> str:
    return clock(household.local(household.now())) if household.founded else clock(household.now())


def _stamp(path: Path) -> object:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
