"""Sealing a home with a passphrase, and opening it for good.

The order is such that at every moment the file with the key is there while anything is still sealed: whatever cuts
this short, the home opens with the passphrase, and what was begun is finished then.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tui.core.errors import InputError, LockedError, StoreError
from tui.store import files
from tui.store.backups import listed, rewrite_all
from tui.store.faults import saving_failed
from tui.store.local import Local
from tui.store.sealing import Sealing, header_of
from tui.store.storage import JournalStorage
from tui.store.upkeep import left_over, tuck_away

if TYPE_CHECKING:
    from tui.store.keys import Cost, Key, KeyFile

_PLACE = b"aside"


class Protection:
    """What seals and opens a home that is in use."""

    def __init__(self, home: Path, sealing: Sealing, storage: JournalStorage, local: Local) -> None:
        """All are of the same home."""
        self._home = home
        self._sealing = sealing
        self._storage = storage
        self._local = local

    def seal(self, passphrase: str, cost: "Cost | None" = None) -> tuple[str, ...]:
        """Seal everything; return the recovery words. Raises `InputError` when it is sealed already, `StoreError`."""
        from tui.store.keys import COST, made

        if self._sealing.there:
            raise InputError("already_sealed", home=self._home)
        file, key, words = made(passphrase, cost or COST)
        with self._alone():
            if self._sealing.there:
                raise InputError("already_sealed", home=self._home)
            self._sealing.take(file, key)
            try:
                self._sealing.write()
                self._local.write_again(key)
                self._storage.write_anew()
            except BaseException:
                self._local.write_again(None)
                self._sealing.take(None, None)
                self._sealing.remove()
                raise
            with suppress(
                StoreError, OSError
            ):  # the words must be shown; the rest is sealed when the home is next opened
                self._rewrite_rest(key)
        return words

    def open(self, secret: str) -> None:
        """Write everything open again; raises `LockedError` when the passphrase is another, `StoreError`."""
        file, key = self._checked(secret)
        with self._alone():
            try:
                self._local.write_again(None)
                self._sealing.take(None, None)
                self._storage.write_anew()
                self._rewrite_rest(key)
                self._sealing.remove()
            except BaseException:
                self._sealing.take(file, key)
                raise

    def change(self, secret: str, passphrase: str, cost: "Cost | None" = None) -> None:
        """Let another passphrase open the home; raises as `open` does."""
        from tui.store.keys import COST, changed

        file, key = self._checked(secret)
        self._keep(changed(file, key, passphrase, cost or COST), file, key)

    def renew(self, secret: str) -> tuple[str, ...]:
        """Return new recovery words, in place of the old ones; raises as `open` does."""
        from tui.store.keys import renewed

        file, key = self._checked(secret)
        fresh, words = renewed(file, key)
        self._keep(fresh, file, key)
        return words

    def _keep(self, fresh: "KeyFile", file: "KeyFile", key: "Key") -> None:
        """Keep the key in another way, in its file and in every copy of that."""
        with self._alone():
            try:
                self._sealing.take(fresh, key)
                self._sealing.write()
            except BaseException:
                self._sealing.take(file, key)
                raise
            self._storage.write_anew()
            self._rewrite_rest(key)

    def finish(self) -> None:
        """Seal what is open although the home has a key: setting or removing that was cut short."""
        key = self._sealing.key
        if key is None or self._storage.read_only is not None:
            return
        if self._unfinished(key):
            with self._alone():
                self._sealing.write()
                self._local.write_again(key)
                self._storage.write_anew()
                self._rewrite_rest(key)
        elif self._pieces_are_open():
            with self._alone():
                self._seal_pieces(key)

    def _pieces_are_open(self) -> bool:
        pieces = pieces_aside(self._home)
        return bool(left_over(self._home)) or any(not each.name.endswith(files.SEALED) for each in pieces)

    def set_aside(self, name: str, data: bytes) -> None:
        """Keep a piece of a record aside, sealed where the home is; raises `StoreError`."""
        key = self._sealing.key
        try:
            if key is None:
                files.set_aside(self._home, name, data)
            else:
                files.make_own_folder(self._home / files.ASIDE)
                files.write_whole(self._home / files.ASIDE / f"{name}{files.SEALED}", key.seal(_PLACE, data))
        except OSError as error:
            raise saving_failed(error, self._home) from error

    def _unfinished(self, key: "Key") -> bool:
        journal = self._storage.journal.reading
        copies = [header_of(each.path) for each in listed(self._home)]
        return (
            not self._sealing.there
            or (journal.end > 0 and not journal.sealed)
            or not self._local.sealed_or_none
            or any(header is not None and header.lock != key.name for header in copies)
        )

    def _checked(self, secret: str) -> "tuple[KeyFile, Key]":
        from tui.store.keys import unlocked

        if not self._sealing.there:
            raise InputError("not_sealed", home=self._home)
        file = self._sealing.newest
        try:
            return file, unlocked(file, secret)
        except InputError as error:
            raise LockedError(error.key, **error.values) from error

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._local.alone(), self._storage.exclusively():
            try:
                tuck_away(self._home)
                yield
            except OSError as error:
                raise saving_failed(error, self._home) from error

    def _rewrite_rest(self, key: "Key") -> None:
        """Write copies and pieces as the home is sealed now; what is sealed of them opens with `key`."""
        rewrite_all(self._home, self._sealing, key)
        self._seal_pieces(key)

    def _seal_pieces(self, key: "Key") -> None:
        """Seal what was set aside, or open it where the home is open."""
        for piece in pieces_aside(self._home):
            data = files.read(piece)
            sealed = piece.name.endswith(files.SEALED)
            if self._sealing.key is not None and not sealed:
                files.write_whole(piece.with_name(piece.name + files.SEALED), key.seal(_PLACE, data))
            elif self._sealing.key is None and sealed:
                plain = key.open(_PLACE, data)
                if plain is None:
                    continue
                files.write_whole(piece.with_name(piece.name.removesuffix(files.SEALED)), plain)
            else:
                continue
            piece.unlink()
            files.sync_folder(piece.parent)


def content_of(piece: Path, key: "Key | None") -> bytes:
    """Return what a piece says, opened with `key` where it is sealed; raises `OSError`."""
    data = files.read(piece)
    plain = key.open(_PLACE, data) if key is not None and piece.name.endswith(files.SEALED) else None
    return data if plain is None else plain


def pieces_aside(home: Path) -> list[Path]:
    """Return the files that were set aside; raises `OSError`."""
    folder = files.own_folder_or_none(home / files.ASIDE)
    found = sorted(folder.iterdir()) if folder is not None else []
    return [each for each in found for status in [files.status(each)] if status is not None and files.is_file(status)]
