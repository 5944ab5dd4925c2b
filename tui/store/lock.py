"""One at a time: a lock of a home, between processes and between threads."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from threading import Lock as ThreadLock
from weakref import finalize

from tui.core.errors import StoreError
from tui.store import files
from tui.store.faults import saving_failed

PATIENCE = 15.0
"""Seconds to wait for another process: a save takes a thousandth of one."""

REWRITING = "rewriting.lock"
"""The file of the lock that is held by whoever writes a journal, or a copy of it, anew."""

_POLL = 0.002


class Lock:
    """A lock in a file of its own, which stays open from the first use on. Its library is loaded then."""

    def __init__(self, path: Path) -> None:
        """`path` is the lock's file; it stays where it is, empty, when nobody holds the lock."""
        self._path = path
        self._threads = ThreadLock()
        self._descriptor = -1
        self._closer: finalize[..., Lock] | None = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock; raises `StoreError` when another does not let go, or it cannot be made."""
        self.take()
        try:
            yield
        finally:
            self.give()

    @contextmanager
    def held_if_free(self) -> Iterator[bool]:
        """Hold the lock if nobody else does; gives whether it is held. Raises `StoreError` when it cannot be made."""
        held = self._take(0)
        try:
            yield held
        finally:
            if held:
                self.give()

    def take(self) -> None:
        """Take the lock, to be given back by `give`; raises as `held` does."""
        if not self._take(PATIENCE):
            raise StoreError("store_busy", path=self._path)

    def give(self) -> None:
        """Give the lock back."""
        try:
            _unlock(self._descriptor)
        finally:
            self._threads.release()

    def _take(self, patience: float) -> bool:
        if not self._threads.acquire(timeout=patience):
            return False
        taken = False
        try:
            taken = self._locked(patience)
        finally:
            if not taken:
                self._threads.release()
        return taken

    def close(self) -> None:
        """Let go of the file; it is opened again when it is needed."""
        if self._closer is not None:
            self._closer()
            self._closer = None

    def _locked(self, patience: float) -> bool:
        """Lock the file; tell whether it could be had within `patience` seconds."""
        until = time.monotonic() + patience
        while True:
            descriptor = self._opened()
            if _lock(descriptor):
                if _is_at(descriptor, self._path):
                    return True
                self.close()  # somebody put another file in its place, and another process may hold that one
            elif time.monotonic() >= until:
                return False
            else:
                time.sleep(_POLL)

    def _opened(self) -> int:
        if self._closer is None:
            try:
                self._descriptor = files.open_shared(self._path)
            except OSError as error:
                raise saving_failed(error, self._path.parent) from error
            self._closer = finalize(self, os.close, self._descriptor)
        return self._descriptor


def _is_at(descriptor: int, path: Path) -> bool:
    status = files.status(path)
    return status is not None and os.path.samestat(os.fstat(descriptor), status)


@cache
def _library() -> tuple[Callable[[int], None], Callable[[int], None], type[Exception]]:
    """Return what takes a lock at once or not at all, what gives it back, and what is raised when it is held."""
    from portalocker import LockFlags, lock, unlock
    from portalocker.exceptions import LockException

    return partial(lock, flags=LockFlags.EXCLUSIVE | LockFlags.NON_BLOCKING), unlock, LockException


def _lock(descriptor: int) -> bool:
    take, _, held = _library()
    try:
        take(descriptor)
    except held:
        return False
    return True


def _unlock(descriptor: int) -> None:
    _library()[1](descriptor)
