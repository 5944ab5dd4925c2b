"""Looking at a talk while its command waits for a line: the time is kept, and nothing is taken for a gap.

What happens meanwhile is said when it happens: that a time has run out, and what the other does at another window.
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from threading import Event, Thread, current_thread, main_thread
from time import monotonic

from tui.core.errors import NearerError
from tui.talk.running import RunningTalk

EVERY = 0.5
"""Seconds between two looks."""

SETTLES = 1.0
"""Seconds in which the news comes that this process was stopped, where two looks were far from one another."""


@contextmanager
def watched(talk: RunningTalk, tell: Callable[[], None]) -> Iterator[None]:
    """Look at `talk` twice a second in a thread, write it down when that is due, and `tell` what is new."""
    over, goes_on = Event(), Event()
    watcher = Thread(target=_watch, args=(talk, tell, over, goes_on), name="talk", daemon=True)
    watcher.start()
    try:
        with stops_noticed(talk, goes_on):
            yield
    finally:
        over.set()
        watcher.join(2 * EVERY)


@contextmanager
def stops_noticed(talk: RunningTalk, goes_on: Event) -> Iterator[None]:
    """Let `talk` know when this process goes on after a stop, where the system tells; afterwards all is as before."""
    if not hasattr(signal, "SIGCONT") or current_thread() is not main_thread():
        yield
        return

    def noticed(*_: object) -> None:
        talk.stood_still()
        goes_on.set()

    before = signal.signal(signal.SIGCONT, noticed)
    try:
        yield
    finally:
        signal.signal(signal.SIGCONT, signal.SIG_DFL if before is None else before)


def _watch(talk: RunningTalk, tell: Callable[[], None], over: Event, goes_on: Event) -> None:
    looked = monotonic()
    while not over.wait(EVERY):
        for look in (partial(_kept, talk), tell):
            if monotonic() - looked > 2 * EVERY:
                goes_on.wait(SETTLES)
            goes_on.clear()
            looked = monotonic()
            with suppress(NearerError, OSError, ValueError):  # the command itself notices when it writes or speaks
                look()


def _kept(talk: RunningTalk) -> None:
    talk.look()
    if talk.due:
        talk.keep()
