"""Looking at a talk while its command waits for a line: the time is kept, and nothing is taken for a gap."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from tui.core.errors import NearerError
from tui.talk.running import RunningTalk

EVERY = 1.0
"""Seconds between two looks."""


@contextmanager
def watched(talk: RunningTalk) -> Iterator[None]:
    """Look at `talk` every second in a thread, and write it down when that is due."""
    over = Event()
    watcher = Thread(target=_watch, args=(talk, over), name="talk", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join(2 * EVERY)


def _watch(talk: RunningTalk, over: Event) -> None:
    while not over.wait(EVERY):
        talk.look()
        if talk.due:
            try:
                talk.keep()
            except NearerError:
                continue  # the command itself says so when it writes
