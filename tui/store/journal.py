"""The journal: one file that only grows, a line a set of changes, shared by the processes of one machine."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from tui.core.errors import ReadOnlyError, StoreError
from tui.core.ids import Ids
from tui.store import files
from tui.store.faults import NEWER, NOT_SYNCED, READ_ONLY, reading_failed, saving_failed
from tui.store.finding import Finding
from tui.store.lines import FORMAT, Line, Place, sealed, written
from tui.store.lock import Lock
from tui.store.reading import Reading
from tui.store.sealing import Sealing

NAME = "records.journal"
"""The journal's file in the home."""

Seen = tuple[int, int, int]
"""What a file looks like from outside: its inode, its size in bytes, when it was last changed in nanoseconds."""


class News(msgspec.Struct, frozen=True, kw_only=True):
    """Lines not read before; `again`: the file is another one now, and these are all that it says."""

    lines: tuple[Line, ...] = ()
    again: bool = False


class Ahead(msgspec.Struct, frozen=True, kw_only=True):
    """Another file in the journal's place, read before it is taken in: what it looked like, and what it says."""

    seen: Seen
    reading: Reading
    lines: tuple[Line, ...]


class Journal:
    """Reads and appends lines. Knows nothing of what the changes mean."""

    def __init__(self, home: Path, sealing: Sealing) -> None:
        """`home` is the folder, which is there; `sealing` says with which key its lines are sealed, if they are."""
        self.path = home / NAME
        self.sealing = sealing
        self._home = home
        self._lock = Lock(home / "records.lock")
        self._refused = None if files.writable(home, self.path) else READ_ONLY
        self._seen: Seen | None = None
        self._reading = self._anew()
        self._device = ""
        self._begun = False
        self._named = False
        self._unread = News()
        self._moved: list[Finding] = []

    @property
    def read_only(self) -> str | None:
        """Key of the reason why nothing can be written; None when it can."""
        return NEWER if self._reading.newer else self._refused

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was damaged, in the order of the file; then what was moved aside."""
        return (*self._reading.findings.values(), *self._moved)

    @property
    def reading(self) -> Reading:
        """How far the file is read."""
        return self._reading

    @property
    def device(self) -> str:
        """The name of this machine's hand."""
        header = self._reading.header
        if header is not None and header.device:
            return header.device
        self._device = self._device or Ids().new()
        return self._device

    def _anew(self) -> Reading:
        return Reading(self.path, self.sealing.key)

    # Reading

    def open(self) -> tuple[Line, ...]:
        """Return all lines, and put the end in order where a save was cut off; raises `StoreError`."""
        self._read()
        if self._reading.rest:
            self._mend_or_tell()
        return self.news().lines

    def _mend_or_tell(self) -> None:
        with suppress(StoreError):
            self._take_lock()
            try:
                self._settle()
            finally:
                self._lock.give()
        if self._reading.rest:
            self._moved.append(Finding(what="store.tail_torn", where=f"{NAME}:{self._reading.number + 1}"))

    def news(self) -> News:
        """Return what was appended since the last look, one `stat` when nothing was; raises `StoreError`."""
        self._read()
        return self._all_unread()

    def _all_unread(self) -> News:
        news, self._unread = self._unread, News()
        return news

    def read_ahead(self) -> "Ahead | None":
        """Return what another file says that is in the journal's place now, without taking it in.

        For a thread of its own: it holds nothing up. None where there is none, or it cannot be read.
        """
        try:
            seen = self.look()
            if seen is None or self._seen is None or seen[0] == self._seen[0]:
                return None
            reading = self._anew()
            return Ahead(seen=seen, reading=reading, lines=tuple(reading.take_all(files.chunks(self.path))))
        except (OSError, StoreError):
            return None

    def adopt(self, ahead: "Ahead") -> bool:
        """Go on behind what was read ahead, unless that was read meanwhile, or is another home's; tell whether."""
        if self._seen is None or self._seen[0] == ahead.seen[0] or not ahead.reading.same_home(self._reading.home):
            return False
        self._take_over(ahead.reading, ahead.seen)
        self._unread = News()
        return True

    def _take_over(self, reading: Reading, seen: Seen) -> None:
        self._named = False  # whoever put it there may have been stopped before the disk confirmed its name
        self._reading = reading
        self._seen = seen[0], reading.end + len(reading.rest), seen[2]

    def _read(self) -> None:
        """Read on; what is found waits in `_unread`, so that it is not lost when something fails after it."""
        try:
            seen = self.look()
            if seen is not None and seen != self._seen:
                self._read_on(seen)
        except OSError as error:
            raise reading_failed(error, self.path) from error

    def look(self) -> Seen | None:
        """Return what the file looks like, None when there is none; raises `StoreError` when it is no file."""
        status = files.status(self.path)
        if status is None:
            return None
        if stat.S_ISLNK(status.st_mode):
            raise StoreError("store_is_link", path=self.path)
        if not stat.S_ISREG(status.st_mode):
            raise StoreError("store_not_a_file", path=self.path)
        return seen_as(status)

    def _read_on(self, seen: Seen) -> None:
        reading, before = self._reading, self._unread
        if self._seen is not None and self._seen[0] == seen[0] and files.begins(self.path, reading.first):
            raw = files.read(self.path, reading.end - len(reading.last))
            if raw.startswith(reading.last):
                news = raw[len(reading.last) :]
                lines = tuple(reading.take(news))
                self._seen = seen[0], reading.end + len(reading.rest), seen[2]
                self._unread = News(lines=before.lines + lines, again=before.again)
                return
        reading = self._anew()
        lines = tuple(reading.take_all(files.chunks(self.path)))
        if not reading.same_home(self._reading.home):
            raise StoreError("store_other_home", path=self.path)
        self._take_over(reading, seen)
        self._unread = News(lines=lines, again=self._begun)
        self._begun = True

    def since(self, end: int, number: int, place: Place) -> list[Line]:
        """Return the lines after byte `end`, which is the end of the line with a `number` at its `place`."""
        later = Reading(self.path, self.sealing.key, number=number)
        later.header, later.place = self._reading.header, place
        return later.take(files.read(self.path, end))

    def keep_damaged(self) -> None:
        """Copy damaged lines aside, so that they are kept whatever becomes of the journal; raises `OSError`."""
        for number, raw in self._reading.damaged.items():
            files.set_aside(self._home, f"line-{number}", raw)

    # Writing

    @contextmanager
    def alone(self) -> Iterator[News]:
        """Hold the journal against other processes; gives what they wrote before.

        Raises `ReadOnlyError` when nothing can be saved here, `StoreError` when the lock or the file cannot be had.
        """
        self._take_lock()
        try:
            self._settle()
            if self.read_only is not None:
                raise ReadOnlyError(self.read_only, path=self._home)
            yield self._all_unread()
        finally:
            self._lock.give()

    def _take_lock(self) -> None:
        if self.read_only is not None:
            raise ReadOnlyError(self.read_only, path=self._home)
        self._lock.take()

    def _settle(self) -> None:
        """Put the end of the file in order: under the lock nobody is in the middle of a line."""
        self._read()
        if not self._reading.rest:
            return
        try:
            self._mend()
        except OSError as error:
            raise saving_failed(error, self._home) from error
        self._read()

    def _mend(self) -> None:
        reading = self._reading
        whole = reading.whole(reading.rest)
        if not whole:
            files.set_aside(self._home, f"tail-{reading.number + 1}", reading.rest)
            self._moved.append(Finding(what="store.tail_torn", where=f"{NAME}:{reading.number + 1}"))
        descriptor = files.open_to_append(self.path)
        try:
            if whole:
                files.write(descriptor, b"\n")
                files.sync(descriptor)
            else:
                files.cut(descriptor, reading.end)
        finally:
            os.close(descriptor)

    def append(self, line: Line) -> None:
        """Write a line, durable when this returns; call it inside `alone`.

        Raises `StoreError`; then the file is as it was. When the disk did not confirm, the journal is read-only
        from there on.
        """
        new = self._seen is None or self._reading.end == 0
        if new:
            self.sealing.key_to_write()  # another window may have sealed the home, and this one has no key then
            self._begin_anew()
        data = self._as_written(line)
        try:
            descriptor = files.open_to_append(self.path)
        except FileNotFoundError as error:
            raise StoreError("store_vanished", path=self.path) from error
        except OSError as error:
            raise saving_failed(error, self._home) from error
        try:
            self._append(descriptor, data)
            self._reading.wrote(data)
            self._seen = seen_as(os.fstat(descriptor))
        finally:
            os.close(descriptor)
        self._begun = True

    def begin(self) -> None:
        """Make the journal where there is none, so that the name of this machine's hand stays; inside `alone`.

        Raises `StoreError`.
        """
        if self._seen is None or self._reading.end == 0:
            self.sealing.key_to_write()
            self._begin_anew()
            self._seen = self.look()
            self._begun = True

    def _begin_anew(self) -> None:
        """Make a journal of nothing but its header: whole or not at all, so that none is ever half begun."""
        self._reading = self._anew()
        data = written(self.header(1))
        try:
            files.write_whole(self.path, data, alone=True)
        except OSError as error:
            raise saving_failed(error, self._home) from error
        self._reading.take(data)
        self._named = True

    def header(self, generation: int, sequence: int = 0) -> Line:
        """Return the first line of a journal of this home."""
        known = self._reading.header
        home = Ids().new() if self._reading.end == 0 or (known is not None and known.format < FORMAT) else ""
        return Line(
            format=FORMAT,
            home=known.home if known is not None and known.home else home,
            generation=generation,
            device=self.device,
            sequence=sequence,
            lock=self.sealing.name,
            key=self.sealing.text,
        )

    def _as_written(self, line: Line) -> bytes:
        reading, key = self._reading, self.sealing.key
        return sealed(line, reading.next_place(), key) if key is not None and reading.sealed else written(line)

    def _append(self, descriptor: int, data: bytes) -> None:
        try:
            files.write(descriptor, data)
        except OSError as error:
            self._cut_back(descriptor)
            raise saving_failed(error, self._home) from error
        try:
            files.sync(descriptor)
            if not self._named:
                files.sync_folder(self._home)
                self._named = True
        except OSError as error:
            self._refused = NOT_SYNCED
            self._cut_back(descriptor)
            raise StoreError(NOT_SYNCED, path=self._home) from error

    def _cut_back(self, descriptor: int) -> None:
        with suppress(OSError):  # a torn end is put in order before the next line
            files.cut(descriptor, self._reading.end)

    def become(self, draft: Path, reading: Reading) -> None:
        """Put a file that is written and confirmed in the journal's place; `reading` is that of its lines.

        Call it inside `alone`. Raises `OSError`; then the journal is what it was. When the disk did not confirm its
        name, raises `StoreError`, and the journal is read-only from there on.
        """
        files.replace(draft, self.path)
        self._reading = reading
        self._seen = self.look()
        self._begun = True
        try:
            files.sync_folder(self._home)
        except OSError as error:
            self._refused = NOT_SYNCED
            raise StoreError(NOT_SYNCED, path=self._home) from error
        self._named = True


def seen_as(status: os.stat_result) -> Seen:
    """Return what a file looks like from outside."""
    return status.st_ino, status.st_size, status.st_mtime_ns
