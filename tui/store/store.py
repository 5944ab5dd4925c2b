"""The typed border of the store: records go in and come out, and nothing above sees a document."""

from datetime import datetime
from functools import reduce
from operator import and_
from pathlib import Path
from typing import Self, cast

import msgspec
from tinydb import where
from tinydb.queries import QueryLike
from tinydb.table import Document

from tui.core.changes import change
from tui.core.errors import StoreError
from tui.core.records import R, Record, kind_of
from tui.store import files
from tui.store.faults import reason
from tui.store.finding import Finding
from tui.store.local import Local
from tui.store.shelf import Shelf
from tui.store.storage import JournalStorage
from tui.store.table import LiveTable, Records


class Store:
    """The records of a home. Every public method may be called from any thread."""

    def __init__(self, home: Path) -> None:
        """Use `Store.open`. `home` is a folder that is there."""
        self.home = home
        self.local = Local(home)
        self._records = Records(home, storage=JournalStorage)
        self._storage = cast("JournalStorage", self._records.storage)
        self._shelves: dict[str, object] = {}

    @classmethod
    def open(cls, home: Path, *, passphrase: str = "") -> Self:
        """Open the records in `home`, made if it is not there.

        Raises `StoreError` when they cannot be read; what cannot be saved to opens read-only.
        """
        try:
            files.make_folder(home)
        except NotADirectoryError as error:
            raise StoreError("home_not_a_folder", path=home) from error
        except OSError as error:
            raise StoreError("home_not_made", path=home, why=reason(error)) from error
        del passphrase
        return cls(home)

    def close(self) -> None:
        """Let go of the files."""
        self._records.close()

    @property
    def read_only(self) -> str | None:
        """Key of the error that says why nothing can be saved here; None when it can."""
        return self._storage.read_only

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What could not be used as it is, kept aside; documents count once their kind has been asked for."""
        with self._storage.lock:
            shelves = cast("list[Shelf[Record]]", list(self._shelves.values()))
            strange = (finding for shelf in shelves for finding in shelf.findings)
            return (*self._storage.findings, *strange, *self.local.findings)

    # Reading

    def all(self, kind: type[R]) -> list[R]:
        """Return the records of a kind, ordered by moment and id."""
        with self._storage.lock:
            return self._shelf(kind).all()

    def get(self, kind: type[R], record_id: str) -> R | None:
        """Return the record with this id, None when there is none."""
        with self._storage.lock:
            return self._shelf(kind).get(record_id)

    def find(self, kind: type[R], **fields: object) -> list[R]:
        """Return the records of a kind whose fields have these values, ordered by moment and id."""
        with self._storage.lock:
            shelf = self._shelf(kind)
            if not fields:
                return shelf.all()
            found = (shelf.get(str(each.doc_id)) for each in self._table(kind).search(_all_equal(fields)))
            return sorted((each for each in found if each is not None), key=lambda each: (each.at, each.id))

    def count(self) -> int:
        """Return how many records there are."""
        with self._storage.lock:
            return self._storage.count()

    # Changing

    def save(self, *records: Record, by: str, at: datetime) -> None:
        """Keep records as they are now, all of them or none, durable when this returns; signed by whom and when.

        Raises `ReadOnlyError` or another `StoreError`; then nothing has changed. What is as it was costs nothing.
        """
        with self._storage.together(by=by, at=at):
            for record in records:
                self._save(record, by=by, at=at)

    def take_in(self, *records: Record) -> None:
        """Keep records, all or none, each signed by its own author at its own moment: for a history made elsewhere.

        Raises as `save` does.
        """
        with self._storage.together():
            for record in records:
                with self._storage.together(by=record.by, at=record.at):
                    self._save(record, by=record.by, at=record.at)

    def remove(self, *records: Record, by: str, at: datetime) -> None:
        """Take records away, all of them or none, durable when this returns; those that are not there do not matter.

        Raises as `save` does.
        """
        with self._storage.together(by=by, at=at):
            for record in records:
                self._table(type(record)).remove(doc_ids=cast("list[int]", [record.id]))

    def _save(self, record: Record, *, by: str, at: datetime) -> None:
        table = self._table(type(record))
        held = table.peek(record.id)
        changed = change(held, record, at=at, by=by)
        if changed is not None:
            document = Document(changed.fields, doc_id=cast("int", record.id))
            if held is None:
                table.insert(document)
            else:
                table.upsert(document)

    def catch_up(self) -> frozenset[str]:
        """Read what other processes wrote; return the kinds that they changed since this was last asked.

        Costs one look at the file's size when nothing changed. Raises `StoreError`.
        """
        return self._storage.catch_up()

    def _table(self, kind: type[Record]) -> LiveTable:
        return cast("LiveTable", self._records.table(kind_of(kind)))

    def _shelf(self, kind: type[R]) -> Shelf[R]:
        name = kind_of(kind)
        stale = self._storage.stale(name)
        shelf = cast("Shelf[R] | None", self._shelves.get(name))
        if shelf is None:
            self._shelves[name] = shelf = Shelf(kind, self._table(kind).peek_all())
        elif stale:
            shelf.refresh(stale)
        return shelf


def _all_equal(fields: dict[str, object]) -> QueryLike:
    """Return the query for documents in which every field has its value, both as they are written down."""
    plain = msgspec.json.decode(msgspec.json.encode(fields))
    query: QueryLike = reduce(and_, (where(name) == value for name, value in plain.items()))
    return query
