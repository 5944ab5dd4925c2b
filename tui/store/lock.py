"""One at a time: a lock of a home, between processes and between threads."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock as ThreadLock
from typing import TYPE_CHECKING

from tui.core.errors import StoreError

if TYPE_CHECKING:
    from filelock import BaseFileLock

PATIENCE = 15.0
"""Seconds to wait for another process: a save takes a thousandth of one."""

_POLL = 0.002


class Lock:
    """A lock in a file of its own. The library is loaded when it is first taken."""

    def __init__(self, path: Path) -> None:
        """`path` is the lock's file; it stays where it is, empty, when nobody holds the lock."""
        self._path = path
        self._threads = ThreadLock()
        self._lock: BaseFileLock | None = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock; raises `StoreError` when another does not let go, `OSError` when it cannot be made."""
        with self._held(PATIENCE) as held:
            if not held:
                raise StoreError("store_busy", path=self._path)
            yield

    @contextmanager
    def held_if_free(self) -> Iterator[bool]:
        """Hold the lock if nobody else does; gives whether it is held. Raises `OSError` when it cannot be made."""
        with self._held(0) as held:
            yield held

    @contextmanager
    def _held(self, patience: float) -> Iterator[bool]:
        if not self._threads.acquire(timeout=patience):
            yield False
            return
        try:
            held = self._take(patience)
            try:
                yield held
            finally:
                if held and self._lock is not None:
                    self._lock.release()
        finally:
            self._threads.release()

    def _take(self, patience: float) -> bool:
        from filelock import FileLock, Timeout

        if self._lock is None:
            self._lock = FileLock(self._path, mode=0o600, thread_local=False)
        try:
            self._lock.acquire(patience, _POLL)
        except Timeout:
            return False
        return True
