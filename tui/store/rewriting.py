"""The journal written anew: beside the old one, confirmed and read back, before it takes its place."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tui.core.errors import StoreError
from tui.store import files
from tui.store.faults import saving_failed
from tui.store.lines import Line, Place, sealed, written
from tui.store.reading import Reading

if TYPE_CHECKING:
    from tui.store.keys import Key

NAME = "records.journal.next"
"""The file in the home; whoever holds the lock of the rewriting may take away what is left of another's."""

_PORTION = 1 << 20


class Draft:
    """A journal on its way. To be closed by `drop` where it does not take the journal's place."""

    def __init__(self, path: Path, header: Line, key: "Key | None") -> None:
        """Begin a new file at `path`, sealed where there is a `key`; raises `OSError`."""
        self.path = path
        self.reading = Reading(path, key)
        self._key = key
        self._generation = header.generation
        self._number = 1
        self._lines = 0
        self._buffer = bytearray(written(header))
        self._descriptor = files.open_new(path)

    @classmethod
    def at(cls, path: Path, header: Line, key: "Key | None") -> Self:
        """Begin a new file at `path`; raises `StoreError`."""
        try:
            return cls(path, header, key)
        except OSError as error:
            raise saving_failed(error, path.parent) from error

    def add(self, lines: Iterable[Line]) -> None:
        """Write more lines; raises `OSError`."""
        for line in lines:
            self._number += 1
            self._lines += 1
            if self._key is None:
                self._buffer += written(line)
            else:
                self._buffer += sealed(line, Place(self._generation, self._number), self._key)
            if len(self._buffer) > _PORTION:
                self._flush()

    def _flush(self) -> None:
        files.write(self._descriptor, bytes(self._buffer))
        self._buffer.clear()

    def confirm(self) -> None:
        """Return when all is on the disk, and reads as it was written.

        Raises `OSError`, or `StoreError` when it reads otherwise.
        """
        self._flush()
        files.sync(self._descriptor)
        begin = self.reading.end
        self._lines -= sum(1 for _ in self.reading.take_all(files.chunks(self.path, begin)))
        if self._lines or self.reading.findings or self.reading.rest:
            raise StoreError("store_write_failed", path=self.path, why=self.path.name)

    @contextmanager
    def or_nothing(self) -> Iterator[None]:
        """Take the file away when what is done inside fails; raises `StoreError` then."""
        try:
            yield
        except BaseException as error:
            self.drop()
            if isinstance(error, OSError):
                raise saving_failed(error, self.path.parent) from error
            raise

    def close(self) -> None:
        """Let go of the file, which stays."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def drop(self) -> None:
        """Take the file away."""
        self.close()
        self.path.unlink(missing_ok=True)
