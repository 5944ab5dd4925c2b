"""The journal: one file that only grows, a line a set of changes, shared by the processes of one machine."""

import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tui.core.errors import ReadOnlyError, StoreError
from tui.store import files
from tui.store.faults import NOT_SYNCED, READ_ONLY, reading_failed, saving_failed
from tui.store.finding import Finding
from tui.store.lines import FORMAT, HEADER, Line, begins_like_ours, salvaged, understood, written
from tui.store.lock import Lock

NAME = "records.journal"
"""The journal's file in the home."""

_Seen = tuple[int, int, int]


@dataclass(slots=True, kw_only=True)
class _Place:
    """How far the file is read: `end` bytes, `number` whole lines, the newest of which is `last`.

    `seen` is what the file looked like then; `rest` are bytes beyond `end` that no line end follows yet.
    """

    seen: _Seen | None = None
    end: int = 0
    number: int = 0
    last: bytes = b""
    rest: bytes = b""
    sound: bool = False
    findings: dict[str, Finding] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Lines not read before; `again`: the file is another one now, and these are all that it says."""

    lines: tuple[Line, ...] = ()
    again: bool = False


class Journal:
    """Reads and appends lines. Knows nothing of what the changes mean."""

    def __init__(self, home: Path) -> None:
        """`home` is the folder, which is there."""
        self.path = home / NAME
        self.read_only = None if files.writable(home, self.path) else READ_ONLY
        self._home = home
        self._lock = Lock(home / "records.lock")
        self._place = _Place()
        self._begun = False
        self._unread = News()
        self._moved: list[Finding] = []

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was damaged, in the order of the file; then what was moved aside."""
        return (*self._place.findings.values(), *self._moved)

    # Reading

    def open(self) -> tuple[Line, ...]:
        """Return all lines, and put the end in order where a save was cut off; raises `StoreError`."""
        self._read()
        if self._place.rest:
            self._mend_or_tell()
        return self.news().lines

    def _mend_or_tell(self) -> None:
        with suppress(StoreError), self._locked():
            self._settle()
        if self._place.rest:
            self._moved.append(Finding(what="store.tail_torn", where=f"{NAME}:{self._place.number + 1}"))

    def news(self) -> News:
        """Return what was appended since the last look, one `stat` when nothing was; raises `StoreError`."""
        self._read()
        news, self._unread = self._unread, News()
        return news

    def _read(self) -> None:
        """Read on; what is found waits in `_unread`, so that it is not lost when something fails after it."""
        try:
            seen = self._look()
            if seen is not None and seen != self._place.seen:
                self._read_on(seen)
        except OSError as error:
            raise reading_failed(error, self.path) from error

    def _look(self) -> _Seen | None:
        status = files.status(self.path)
        if status is None:
            return None
        if stat.S_ISLNK(status.st_mode):
            raise StoreError("store_is_link", path=self.path)
        if not stat.S_ISREG(status.st_mode):
            raise StoreError("store_not_a_file", path=self.path)
        return _seen(status)

    def _read_on(self, seen: _Seen) -> None:
        place, before = self._place, self._unread
        if place.seen is not None and place.seen[0] == seen[0]:
            raw = files.read(self.path, place.end - len(place.last))
            if raw.startswith(place.last):
                lines = self._take(raw[len(place.last) :], seen)
                self._unread = News(lines=before.lines + lines, again=before.again)
                return
        self._place = _Place()
        self._unread = News(lines=self._take(files.read(self.path), seen), again=self._begun)
        self._begun = True

    def _take(self, raw: bytes, seen: _Seen) -> tuple[Line, ...]:
        place = self._place
        *whole, rest = raw.split(b"\n")
        lines: list[Line] = []
        for number, line in enumerate(whole, place.number + 1):
            said = understood(line)
            lines += self._damaged(line, number) if said is None else (said,)
        self._refuse_foreign(raw, lines)
        place.seen = seen[0], place.end + len(raw), seen[2]
        place.end += len(raw) - len(rest)
        place.number += len(whole)
        place.rest = rest
        if whole:
            place.last = whole[-1] + b"\n"
        return tuple(lines)

    def _refuse_foreign(self, raw: bytes, lines: list[Line]) -> None:
        if any(line.format > FORMAT for line in lines):
            raise StoreError("store_newer", path=self.path)
        self._place.sound = self._place.sound or bool(lines) or begins_like_ours(raw)
        if not self._place.sound:
            raise StoreError("store_not_ours", path=self.path)

    def _damaged(self, raw: bytes, number: int) -> tuple[Line, ...]:
        where = f"{NAME}:{number}"
        if raw:
            self._place.findings[where] = Finding(what="store.line_damaged", where=where)
        return salvaged(raw)

    def keep_damaged(self) -> None:
        """Copy damaged lines aside, so that they are kept whatever becomes of the journal."""
        if self.read_only is not None or not self._place.findings:
            return
        numbers = {int(where.rpartition(":")[2]) for where in self._place.findings}
        with suppress(OSError):  # they still stand in the journal itself
            for number, raw in enumerate(files.read(self.path).split(b"\n"), 1):
                if number in numbers:
                    files.set_aside(self._home, f"line-{number}", raw)

    # Writing

    @contextmanager
    def alone(self) -> Iterator[News]:
        """Hold the journal against other processes; gives what they wrote before.

        Raises `ReadOnlyError` when nothing can be saved here, `StoreError` when the lock or the file cannot be had.
        """
        with self._locked():
            self._settle()
            yield self.news()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        if self.read_only is not None:
            raise ReadOnlyError(self.read_only, path=self._home)
        with ExitStack() as stack:
            try:
                stack.enter_context(self._lock.held())
            except OSError as error:
                raise saving_failed(error, self._home) from error
            yield

    def _settle(self) -> None:
        """Put the end of the file in order: under the lock nobody is in the middle of a line."""
        self._read()
        if not self._place.rest:
            return
        try:
            self._mend()
        except OSError as error:
            raise saving_failed(error, self._home) from error
        self._read()

    def _mend(self) -> None:
        place = self._place
        whole = understood(place.rest) is not None
        if not whole:
            files.set_aside(self._home, f"tail-{place.number + 1}", place.rest)
            self._moved.append(Finding(what="store.tail_torn", where=f"{NAME}:{place.number + 1}"))
        descriptor = files.open_to_append(self.path, new=False)
        try:
            if whole:
                files.write(descriptor, b"\n")
                files.sync(descriptor)
            else:
                files.cut(descriptor, place.end)
        finally:
            os.close(descriptor)

    def append(self, line: Line) -> None:
        """Write a line, durable when this returns; call it inside `alone`.

        Raises `StoreError`; then the file is as it was. When the disk did not confirm, the journal is read-only
        from there on.
        """
        new = self._place.seen is None or self._place.end == 0
        data = written(line)
        try:
            descriptor = files.open_to_append(self.path, new=new)
        except FileNotFoundError as error:
            raise StoreError("store_vanished", path=self.path) from error
        except OSError as error:
            raise saving_failed(error, self._home) from error
        try:
            self._append(descriptor, HEADER + data if new else data)
        finally:
            os.close(descriptor)
        self._begun = True
        self._place.seen = self._look()
        self._place.end += len(data) + (len(HEADER) if new else 0)
        self._place.number += 2 if new else 1
        self._place.last = data
        self._place.sound = True

    def _append(self, descriptor: int, data: bytes) -> None:
        try:
            files.write(descriptor, data)
        except OSError as error:
            self._cut_back(descriptor)
            raise saving_failed(error, self._home) from error
        try:
            files.sync(descriptor)
            if self._place.end == 0:
                files.sync_folder(self._home)
        except OSError as error:
            self.read_only = NOT_SYNCED
            self._cut_back(descriptor)
            raise StoreError(NOT_SYNCED, path=self._home) from error

    def _cut_back(self, descriptor: int) -> None:
        with suppress(OSError):  # a torn end is put in order before the next line
            files.cut(descriptor, self._place.end)


def _seen(status: os.stat_result) -> _Seen:
    return status.st_ino, status.st_size, status.st_mtime_ns
