"""What belongs to this machine alone: drafts, a running talk, settings. Never shared, never exported."""

import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import cast

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document, Table

from tui.store import files
from tui.store.faults import saving_failed
from tui.store.finding import Finding
from tui.store.lock import Lock
from tui.store.table import copied

NAME = "local.json"
"""The file in the home."""

_Tables = dict[str, dict[str, dict[str, object]]]
_Seen = tuple[int, int, int]


class WholeFileStorage(Storage):
    """TinyDB's storage in a small JSON file that is always written whole: the old one stands until the new one does.

    Reads again when another process wrote. A file that cannot be understood is moved aside.
    """

    def __init__(self, home: Path) -> None:
        """`home` is the folder; the file is made when something is first written."""
        self.findings: tuple[Finding, ...] = ()
        self._home = home
        self._path = home / NAME
        self._seen: _Seen | None = None
        self._held: _Tables = {}

    def read(self) -> _Tables:
        """Return what is held, by table and key; to be looked at only."""
        try:
            seen = self._look()
            if seen != self._seen:
                self._held = {} if seen is None else self._understood()
                self._seen = seen
        except OSError:
            self._tell()
        return self._held

    def write(self, data: Mapping[str, Mapping[str, object]]) -> None:
        """Make `data` the content of the file, durably; raises `OSError`."""
        self._held, self._seen = {}, None  # TinyDB has changed them already: if this fails, the file is the truth
        files.write_whole(self._path, msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n")
        self._held, self._seen = cast("_Tables", data), self._look()

    def _look(self) -> _Seen | None:
        status = files.status(self._path)
        return None if status is None else (status.st_ino, status.st_size, status.st_mtime_ns)

    def _understood(self) -> _Tables:
        status = files.status(self._path)
        if status is not None and stat.S_ISREG(status.st_mode):
            try:
                return msgspec.json.decode(files.read(self._path), type=_Tables)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                pass
        self._tell()
        files.move_aside(self._home, self._path)
        return {}

    def _tell(self) -> None:
        self.findings = (Finding(what="store.local_damaged", where=NAME),)


class KeyedTable(Table):
    """A table whose documents are named by a text."""

    document_id_class = str  # type: ignore[assignment] # TinyDB lets it be chosen, and annotates its default


class KeyedDB(TinyDB):
    """TinyDB with such tables."""

    table_class = KeyedTable


class Local:
    """Small pieces of JSON by key, each durable when `put` returns. May be called from any thread."""

    def __init__(self, home: Path) -> None:
        """`home` is a folder that is there."""
        self._home = home
        self._mutex = RLock()
        self._storage = WholeFileStorage(home)
        self._lock = Lock(home / "local.lock")
        self._db = KeyedDB(storage=lambda: self._storage)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was damaged and is kept aside."""
        return self._storage.findings

    def get(self, key: str) -> object | None:
        """Return what is kept under `key`, None when nothing is."""
        with self._mutex:
            document = cast("Document | None", self._db.get(doc_id=cast("int", key)))
            return None if document is None else copied(document.get("value"))

    def put(self, key: str, value: object) -> None:
        """Keep JSON data under `key`.

        Raises `ReadOnlyError` or another `StoreError`; then nothing has changed.
        """
        named, content = cast("int", key), {"value": copied(value)}
        with self._alone():
            if self._db.contains(doc_id=named):
                self._db.update(content, doc_ids=[named])
            else:
                self._db.insert(Document(content, doc_id=named))

    def delete(self, key: str) -> None:
        """Let go of what is kept under `key`, if anything is; raises as `put` does."""
        named = cast("int", key)
        with self._mutex:
            there = self._db.contains(doc_id=named)
        if there:
            with self._alone():
                self._db.remove(doc_ids=[named])

    def keys(self, prefix: str = "") -> list[str]:
        """Return the keys that begin with `prefix`, sorted."""
        with self._mutex:
            return sorted(key for each in self._db for key in (str(each.doc_id),) if key.startswith(prefix))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._mutex:
            try:
                with self._lock.held():
                    yield
            except OSError as error:
                raise saving_failed(error, self._home) from error
