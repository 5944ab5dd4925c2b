"""This machine's own copies of what the folder holds, and what is put back from them when the folder lost it."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex

from tui.core.errors import ReadOnlyError, StoreError
from tui.sync.disk import FORBIDDEN, FULL, Place, opened, reason
from tui.sync.keys import file_name
from tui.sync.ports import SUFFIX

LARGEST = 1 << 26
"""Bytes that a file has at most; a larger one in the mirror is none of ours."""

INDEX = "index"
"""The file that says what the files of the folder were like; it can be made again from them."""

_CHECK = 16
_MOST = 500_000
_ID = re.compile(r"[0-9a-f]{32}")
_KEPT = re.compile(rf"([0-9a-f]{{32}}){re.escape(SUFFIX)}")
_NEW = re.compile(r"\.[0-9a-f]{16}\.next")
_DAY = 86_400.0


class DiskMirror:
    """Copies in a private folder, each named by its id. What is read is checked against it."""

    def __init__(self, path: Path, *, now: Callable[[], float] = time.time) -> None:
        """`path` is the folder, made by the first copy; the one above it must be there. `now`: seconds since 1970."""
        self.path = path
        self._now = now
        self._swept = False

    def names(self) -> frozenset[str]:
        """Return the ids of all that is kept."""
        with self._told_of_reading(), suppress(FileNotFoundError), self._opened() as place:
            return frozenset(_ids(place))
        return frozenset()

    def read(self, file: str) -> bytes | None:
        """Return a copy; None when it is not kept, or is damaged."""
        if not _ID.fullmatch(file):
            return None
        with self._told_of_reading(), suppress(FileNotFoundError), self._opened() as place:
            data = place.read(file + SUFFIX, LARGEST)
            return data if data is not None and file_name(data) == file else None
        return None

    def add(self, file: str, data: bytes) -> None:
        """Keep a copy, durably; one that is damaged is replaced. Raises `ValueError` when the id is not its own."""
        if file_name(data) != file or len(data) > LARGEST:
            raise ValueError(file)
        with self._told_of_saving(), self._opened(make=True) as place:
            self._sweep(place)
            if place.read(file + SUFFIX, len(data)) != data:
                _write(place, file + SUFFIX, data)

    def drop(self, file: str) -> None:
        """Let go of a copy; one that is gone already is no fault."""
        if not _ID.fullmatch(file):
            raise ValueError(file)
        with self._told_of_saving(), suppress(FileNotFoundError), self._opened() as place:
            place.remove(file + SUFFIX)

    def index(self) -> bytes | None:
        """Return what was last noted of all files; None when nothing was, or not all of it is there."""
        with self._told_of_reading(), suppress(FileNotFoundError), self._opened() as place:
            noted = place.read(INDEX, LARGEST) or b""
            data = noted[_CHECK:]
            return data if noted[:_CHECK] == _check(data) else None
        return None

    def keep_index(self, data: bytes) -> None:
        """Note it, whole or not at all; a power cut may take it."""
        with self._told_of_saving(), self._opened(make=True) as place:
            _write(place, INDEX, _check(data) + data, durable=False)

    def _sweep(self, place: Place) -> None:
        """Take away, once, what copies that were cut short have left; a new one may be another window's."""
        if self._swept:
            return
        self._swept = True
        old = self._now() - _DAY
        for entry in [each for each in place.names(_MOST) if _NEW.fullmatch(each.name)]:
            with suppress(OSError):
                if entry.stat(follow_symlinks=False).st_mtime < old:
                    place.remove(entry.name)

    @contextmanager
    def _opened(self, *, make: bool = False) -> Iterator[Place]:
        with opened(self.path.parent) as home, home.inside(self.path.name, make=make, mode=0o700) as place:
            yield place

    @contextmanager
    def _told_of_reading(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError("store_unreadable", path=self.path, why=reason(error)) from error

    @contextmanager
    def _told_of_saving(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno in FULL:
                raise StoreError("disk_full", path=self.path) from error
            if error.errno in FORBIDDEN:
                raise ReadOnlyError("store_read_only", path=self.path) from error
            raise StoreError("store_write_failed", path=self.path, why=reason(error)) from error


def _ids(place: Place) -> Iterator[str]:
    for entry in place.names(_MOST):
        kept = _KEPT.fullmatch(entry.name)
        if kept and entry.is_file(follow_symlinks=False):
            yield kept[1]


def _write(place: Place, name: str, data: bytes, *, durable: bool = True) -> None:
    beside = f".{token_hex(8)}.next"
    try:
        place.make(beside, data, 0o600, durable=durable)
        place.replace(beside, name)
    except BaseException:
        with suppress(OSError):
            place.remove(beside)
        raise
    if durable:
        place.sync()


def _check(data: bytes) -> bytes:
    return blake2b(data, digest_size=_CHECK).digest()
