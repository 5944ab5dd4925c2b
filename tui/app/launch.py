"""Starting the app and leaving it: the terminal is left as it was found, whatever ends the app."""

import gc
import os
import signal
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from contextlib import suppress
from threading import Event, Timer
from types import FrameType
from typing import Protocol

from tui.app.app import NearerApp
from tui.app.faults import note_fault
from tui.core.errors import LockedError, NearerError
from tui.household import Household
from tui.store.paths import default_home

PATIENCE = 0.05
"""Seconds to wait for the household before the first paint: an ordinary one is open by then."""

LONGEST_GOODBYE = 3.0
"""Seconds after which the process ends even if something in it hangs; by then everything is kept."""

ENDING = ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT")
"""Signals that end the app; it keeps what is typed and leaves properly. Not every system has all."""

SIGNALLED = 128
"""Exit codes above this tell which signal ended a program."""


class Opener(Protocol):
    """Opens the household with a passphrase, or without one."""

    def __call__(self, passphrase: str = "") -> Household:
        """Raises `LockedError` when it needs another passphrase."""


def launch(
    opening: "Future[Household]",
    open_with: Opener,
    *,
    painted: Event | None = None,
    first: str = "home",
    step: str = "",
    topic: str = "",
    talk_format: str = "",
) -> int:
    """Run the app until it is left; return the exit code. Raises `NearerError` when the home cannot be opened.

    `painted` is set once something is on the screen: reading many years waits for that.
    """
    with suppress(NotYet, LockedError):
        opening.result(PATIENCE)
    app = NearerApp(opening, open_with, painted=painted, first=first, step=step, topic=topic, talk_format=talk_format)
    ended_by = _leave_on_signals(app)
    gc.freeze()
    gc.enable()
    app.run()
    app.syncing.wait()
    household = app.household or (opening.result() if opening.done() and opening.exception() is None else None)
    if household is not None:
        household.store.close()
    if app.failure is not None:
        raise app.failure
    if app.fault is not None:
        home = household.store.home if household is not None else default_home()
        raise NearerError("crashed", path=note_fault(app.fault, home) or home)
    return SIGNALLED + ended_by[0] if ended_by else app.return_code or 0


def _leave_on_signals(app: NearerApp) -> list[int]:
    seen: list[int] = []

    def leave(number: int, frame: FrameType | None) -> None:
        del frame
        if not seen:
            seen.append(number)
            last_word = Timer(LONGEST_GOODBYE, os._exit, (SIGNALLED + number,))
            last_word.daemon = True
            last_word.start()
        app.leave_soon()

    for name in ENDING:
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, leave)
    return seen
