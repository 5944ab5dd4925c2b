"""A folder that hangs: who asks it waits for a while, and no longer.

A call into a drive or share that does not answer cannot be ended by anybody. So calls are made in a thread of their
own, which the process does not wait for when it ends.
"""

from collections.abc import Callable, Mapping
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TypeVar
from weakref import finalize

from tui.sync.ports import Folder, FolderError, Signature

T = TypeVar("T")

PATIENCE = 30.0
"""Seconds that a call may take: the largest file that there can be, over a slow line."""

_Calls = SimpleQueue[Callable[[], None] | None]


class Patience:
    """Makes calls one at a time, and gives up on one that does not come back in time."""

    def __init__(self, path: object, seconds: float = PATIENCE) -> None:
        """`path` is what a person is told about; `seconds` is how long a call may take."""
        self.seconds = seconds
        self._path = path
        self._turn = Lock()
        self._calls: _Calls | None = None
        self._stuck: SimpleQueue[None] | None = None

    @property
    def stuck(self) -> bool:
        """Whether a call that was given up on has still not come back."""
        return self._stuck is not None and self._stuck.empty()

    def run(self, call: Callable[[], T]) -> T:
        """Return what `call` returns, or raise what it raises.

        Raises `FolderError` when it takes too long, and then at once until that call has come back: what it brings
        by then is not used.
        """
        if self.stuck or not self._turn.acquire(timeout=self.seconds):
            raise self._slow()
        try:
            if self.stuck:
                raise self._slow()
            return self._made(call)
        finally:
            self._turn.release()

    def _made(self, call: Callable[[], T]) -> T:
        results: list[T] = []
        errors: list[BaseException] = []
        back: SimpleQueue[None] = SimpleQueue()

        def keep() -> None:
            try:
                results.append(call())
            except BaseException as error:  # noqa: BLE001 # whatever it is, it is raised where it is waited for
                errors.append(error)
            back.put(None)

        self._worker().put(keep)
        try:
            back.get(timeout=self.seconds)
        except Empty:
            self._stuck = back
            raise self._slow() from None
        if errors:
            raise errors[0]
        return results[0]

    def _worker(self) -> _Calls:
        """Return the way to the thread; it is one for all calls, as a new one each time costs five times as much."""
        if self._calls is None:
            self._calls = SimpleQueue()
            Thread(target=_work, args=(self._calls,), name="nearer-folder", daemon=True).start()
            finalize(self, self._calls.put, None)
        return self._calls

    def _slow(self) -> FolderError:
        return FolderError("folder_slow", path=self._path, why="")


def _work(calls: _Calls) -> None:
    while (call := calls.get()) is not None:
        call()
        del call  # what it brought is not kept alive until the next one


class PatientFolder:
    """A folder of which nobody waits for longer than for a while."""

    def __init__(self, folder: Folder, seconds: float = PATIENCE) -> None:
        """`seconds` is how long a call to `folder` may take."""
        self.patience = Patience(getattr(folder, "path", ""), seconds)
        self._folder = folder

    @property
    def waiting(self) -> int:
        """How many files the carrier shows but has not brought yet, when `files` looked last."""
        return getattr(self._folder, "waiting", 0)

    @property
    def odd(self) -> tuple[str, ...]:
        """The names like ours that are links, folders, or such as no carrier gives, when `files` looked last."""
        return tuple(getattr(self._folder, "odd", ()))

    def files(self) -> Mapping[str, Signature]:
        """As `Folder` has it, in time."""
        return self.patience.run(self._folder.files)

    def read(self, name: str, most: int) -> bytes | None:
        """As `Folder` has it, in time."""
        return self.patience.run(lambda: self._folder.read(name, most))

    def write(self, name: str, data: bytes) -> None:
        """As `Folder` has it, in time. A write that was given up on may still come to its good end."""
        self.patience.run(lambda: self._folder.write(name, data))

    def remove(self, name: str) -> None:
        """As `Folder` has it, in time."""
        self.patience.run(lambda: self._folder.remove(name))
