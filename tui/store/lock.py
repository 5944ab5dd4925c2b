"""One process at a time: the lock of a home."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tui.core.errors import StoreError

if TYPE_CHECKING:
    from filelock import BaseFileLock

PATIENCE = 15.0
"""Seconds to wait for another process: a save takes a thousandth of one."""

_POLL = 0.002


class Lock:
    """A lock between processes, in a file of its own. The library is loaded when it is first taken."""

    def __init__(self, path: Path) -> None:
        """`path` is the lock's file; it stays where it is, empty, when nobody holds the lock."""
        self._path = path
        self._lock: BaseFileLock | None = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock; raises `StoreError` when another process does not let go, `OSError` when it cannot be made.

        Between threads it does not decide: whoever uses it takes a lock of theirs first.
        """
        from filelock import FileLock, Timeout

        if self._lock is None:
            self._lock = FileLock(self._path, mode=0o600, thread_local=False)
        lock = self._lock
        try:
            lock.acquire(PATIENCE, _POLL)
        except Timeout as error:
            raise StoreError("store_busy", path=self._path) from error
        try:
            yield
        finally:
            lock.release()
