"""What belongs to this machine alone: drafts, a running talk, settings. Never shared, never exported."""

import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, ClassVar, cast

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document, Table

from tui.core.errors import LockedError
from tui.store import beat, files
from tui.store.faults import saving_failed
from tui.store.finding import Finding
from tui.store.lock import Lock
from tui.store.sealing import Sealing
from tui.store.table import copied

if TYPE_CHECKING:
    from tui.store.keys import Key

NAME = "local.json"
"""The file in the home."""

HOME = "home"
"""The key under which stands to which home this belongs."""

_Tables = dict[str, dict[str, dict[str, object]]]
_Seen = tuple[int, int, int]
_PLACE = b"local"


class _Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """The file in a sealed home: which key opens it, and what that key opens."""

    BEGIN: ClassVar[bytes] = b'{"lock":'

    lock: str
    sealed: str


class WholeFileStorage(Storage):
    """TinyDB's storage in a small JSON file that is always written whole: the old one stands until the new one does.

    Reads again when another process wrote. A file that cannot be understood is moved aside.
    """

    def __init__(self, home: Path, sealing: Sealing) -> None:
        """`home` is the folder; the file is made when something is first written, sealed where the home is."""
        self.findings: tuple[Finding, ...] = ()
        self.sealing = sealing
        self._home = home
        self._path = home / NAME
        self._seen: _Seen | None = None
        self._held: _Tables = {}
        self._unread: OSError | LockedError | None = None

    def read(self) -> _Tables:
        """Return what is held, by table and key; to be looked at only.

        Where another window has sealed the file meanwhile, that is what was held before.
        """
        try:
            seen = self._look()
            if seen != self._seen:
                self._held = {} if seen is None else self._understood()
                self._seen = seen
            self._unread = None
        except LockedError as error:
            self._unread = error
        except OSError as error:
            self._unread = error
            self._tell()
        return self._held

    def write(self, data: Mapping[str, Mapping[str, object]]) -> None:
        """Make `data` the content of the file, durably; raises `OSError`, or `LockedError` when it needs a key."""
        self.write_with(self.sealing.key_to_write(), data)

    def write_with(self, key: "Key | None", data: Mapping[str, Mapping[str, object]]) -> None:
        """Make `data` the content of the file, sealed where there is a `key`; raises as `write` does."""
        self._held, self._seen = {}, None  # TinyDB has changed them already: if this fails, the file is the truth
        if self._unread is not None:  # what is there must not be written over unseen
            raise self._unread
        plain = msgspec.json.format(msgspec.json.encode(data), indent=1)
        if key is not None:
            plain = msgspec.json.encode(_Sealed(lock=key.name, sealed=key.seal(_PLACE, plain).decode("ascii")))
        files.write_whole(self._path, plain + b"\n", alone=True)
        self._held, self._seen = cast("_Tables", data), self._look()

    def stamp(self) -> _Seen | None:
        """Return what is another once the file was written again; None when it is not there, or cannot be seen."""
        try:
            return self._look()
        except OSError:
            return None

    def _look(self) -> _Seen | None:
        status = files.status(self._path)
        return None if status is None else (status.st_ino, status.st_size, status.st_mtime_ns)

    def _understood(self) -> _Tables:
        status = files.status(self._path)
        if status is not None and stat.S_ISREG(status.st_mode):
            raw = files.read(self._path)
            try:
                return self._decoded(raw)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                pass
        self._tell()
        files.move_aside(self._home, self._path)
        return {}

    def _decoded(self, raw: bytes) -> _Tables:
        if not raw.startswith(_Sealed.BEGIN):
            return msgspec.json.decode(raw, type=_Tables)
        said = msgspec.json.decode(raw, type=_Sealed)
        key = self.sealing.key
        if key is None or key.name != said.lock:
            raise LockedError("home_locked", path=self._home)
        plain = key.open(_PLACE, said.sealed.encode())
        if plain is None:
            raise msgspec.DecodeError
        return msgspec.json.decode(plain, type=_Tables)

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

    def __init__(self, home: Path, sealing: Sealing | None = None) -> None:
        """`home` is a folder that is there."""
        self.window = beat.window()
        self._home = home
        self._mutex = RLock()
        self._storage = WholeFileStorage(home, sealing or Sealing(home))
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
        with self.alone():
            self._put(key, value)

    def change(self, key: str, function: Callable[[object | None], object]) -> object:
        """Keep what `function` makes of what is kept under `key` (None: nothing), and return it.

        No other process comes in between. Raises as `put` does.
        """
        with self.alone():
            value = function(self.get(key))
            self._put(key, value)
            return value

    def _put(self, key: str, value: object) -> None:
        named, content = cast("int", key), {"value": copied(value)}
        if self._db.contains(doc_id=named):
            self._db.update(content, doc_ids=[named])
        else:
            self._db.insert(Document(content, doc_id=named))

    def write_again(self, key: "Key | None") -> None:
        """Write the file as it is, sealed where there is a `key`; inside `alone`. Raises `OSError`."""
        if self._there:
            self._storage.write_with(key, self._storage.read())

    @property
    def sealed_or_none(self) -> bool:
        """Whether the file is sealed, or there is none; raises `OSError`."""
        return next(files.chunks(self._home / NAME), b"").startswith(_Sealed.BEGIN) if self._there else True

    @property
    def _there(self) -> bool:
        return files.status(self._home / NAME) is not None

    def delete(self, key: str) -> None:
        """Let go of what is kept under `key`, if anything is; raises as `put` does."""
        named = cast("int", key)
        with self._mutex:
            there = self._db.contains(doc_id=named)
        if there:
            with self.alone():
                self._db.remove(doc_ids=[named])

    def keys(self, prefix: str = "") -> list[str]:
        """Return the keys that begin with `prefix`, sorted."""
        with self._mutex:
            return sorted(key for each in self._db for key in (str(each.doc_id),) if key.startswith(prefix))

    @property
    def empty(self) -> bool:
        """Whether nothing is kept at all: what was there was damaged, or taken away."""
        return not self.keys()

    def stamp(self) -> object:
        """Return what is another once something was kept, in any window: one look at the file, and never a wait."""
        return self._storage.stamp()

    def note(self, value: object) -> None:
        """Note something small in passing, in the open: a kill does not lose it, a power cut may.

        Raises `StoreError`, `ValueError` when it is too large.
        """
        try:
            beat.write(self._home / beat.NAME, value)
        except OSError as error:
            raise saving_failed(error, self._home) from error

    def noted(self) -> object | None:
        """Return what was last noted in passing; None when nothing was, or when it cannot be read."""
        return beat.read(self._home / beat.NAME)

    def is_open(self, window: str) -> bool:
        """Whether a window is another than this one, and still there."""
        return window != self.window and beat.lives(window)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold what is local against other processes and threads; raises `StoreError` when it cannot be had."""
        with self._mutex:
            try:
                with self._lock.held():
                    yield
            except OSError as error:
                raise saving_failed(error, self._home) from error


def home_name(local: Local) -> str:
    """Return to which home this belongs, as its journal says it; empty where that was not noted yet."""
    name = local.get(HOME)
    return name if isinstance(name, str) else ""
