"""Whether a home is sealed, and with which key.

The key lies in a file of its own, itself sealed with the passphrase and with the recovery words. A copy stands in
the header of every sealed journal, should the file be damaged or lost.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from tui.core.errors import InputError, LockedError
from tui.store import files
from tui.store.faults import reading_failed
from tui.store.lines import Line, understood

if TYPE_CHECKING:  # its library is loaded only where a home is sealed
    from tui.store.keys import Key, KeyFile

NAME = "records.key"
"""The file in the home."""


class Sealing:
    """The key of a home: `key` is None as long as the home is open, or locked."""

    def __init__(self, home: Path) -> None:
        """Nothing is read yet."""
        self.path = home / NAME
        self.key: Key | None = None
        self._home = home
        self._file: KeyFile | None = None

    @property
    def text(self) -> str:
        """What the file says, to be copied into a journal's header; empty where the home is open."""
        if self.key is None:
            return ""
        from tui.store.keys import to_bytes

        return to_bytes(self.newest).decode("ascii").rstrip("\n")

    @property
    def name(self) -> str:
        """The name of the key, which says nothing of it; empty where the home is open."""
        return "" if self.key is None else self.key.name

    @property
    def there(self) -> bool:
        """Whether the home has such a file: whoever has no key must not write then. Raises `StoreError`."""
        try:
            return files.status(self.path) is not None
        except OSError as error:
            raise reading_failed(error, self.path) from error

    def key_to_write(self) -> "Key | None":
        """Return the key to seal with, None in an open home; raises `LockedError` where this one has no right to."""
        there = self.there
        if there and self.key is None:
            raise LockedError("home_locked", path=self._home)
        return self.key if there else None

    @property
    def newest(self) -> "KeyFile":
        """The key as it lies in the home now, whichever window wrote it; raises `LockedError` when it is lost."""
        found = self.read() or self._file
        if found is None:
            raise LockedError("key_lost", path=self.path)
        return found

    def read(self, journal: Path | None = None) -> "KeyFile | None":
        """Return the file, or its copy in the header of `journal`; None where there is neither."""
        said = _begin(self.path)
        copy = understood(_begin(journal).partition(b"\n")[0]) if journal is not None else None
        if not said and (copy is None or not copy.key):
            return None
        from tui.store.keys import from_bytes

        return from_bytes(said) or from_bytes(copy.key.encode() if copy else b"")

    @property
    def sound(self) -> bool:
        """Whether the file itself can be read, not only its copy."""
        from tui.store.keys import from_bytes

        return from_bytes(_begin(self.path)) is not None

    def unlock(self, secret: str, journal: Path) -> None:
        """Find the key with a passphrase, or with the recovery words; does nothing where the home is open.

        Raises `LockedError` when another one is needed, or the key is lost.
        """
        file = self.read(journal)
        if file is None:
            if self.there:
                raise LockedError("key_lost", path=self.path)
            return
        if not secret:
            raise LockedError("home_locked", path=self._home)
        from tui.store.keys import unlocked

        try:
            key = unlocked(file, secret)
        except InputError as error:
            raise LockedError(error.key, **error.values) from error
        self.take(file, key)

    def take(self, file: "KeyFile | None", key: "Key | None") -> None:
        """Use this key from now on; None for an open home."""
        self._file, self.key = file, key

    def write(self) -> None:
        """Keep the file, durably; raises `OSError`."""
        if self._file is not None:
            from tui.store.keys import to_bytes

            files.write_whole(self.path, to_bytes(self._file), alone=True)

    def remove(self) -> None:
        """Take the file away, durably; raises `OSError`."""
        self.path.unlink(missing_ok=True)
        files.sync_folder(self._home)


def _begin(path: Path) -> bytes:
    try:
        return next(files.chunks(path), b"")
    except OSError:
        return b""


def header_of(path: Path) -> Line | None:
    """Return the header of a journal, None when it is damaged or there is none."""
    said = understood(_begin(path).partition(b"\n")[0])
    return said if said is not None and said.format else None
