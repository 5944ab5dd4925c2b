"""One process at a time: the lock of a home."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tui.core.errors import StoreError

PATIENCE = 15.0
"""Seconds to wait for another process: a save takes a thousandth of one."""

_POLL = 0.002


class Lock:
    """A lock between processes, in a file of its own. The library is loaded when it is first taken."""

    def __init__(self, path: Path) -> None:
        """`path` is the lock's file; it stays where it is, empty, when nobody holds the lock."""
        self._path = path

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock; raises `StoreError` when another process does not let go, `OSError` when it cannot be made.

        Not to be taken twice by one thread of control.
        """
        from filelock import FileLock, Timeout

        lock = FileLock(self._path, timeout=PATIENCE, mode=0o600, thread_local=False, poll_interval=_POLL)
        try:
            lock.acquire()
        except Timeout as error:
            raise StoreError("store_busy", path=self._path) from error
        try:
            yield
        finally:
            lock.release()
