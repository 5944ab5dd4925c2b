"""The records of one kind, made from documents once, kept in order, and found by what their fields hold."""

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from operator import attrgetter
from types import GenericAlias
from typing import Generic, TypeGuard, cast

import msgspec

from tui.core.records import R, from_document, kind_of
from tui.store.finding import Finding
from tui.store.table import Held

_FEW = 64
_BATCH = 1000
"""Documents that are read in one go: in between, other threads come to their turn."""


class Index(Generic[R]):
    """Records by the values of some of their fields, those with the same values in order."""

    def __init__(self, fields: tuple[str, ...], ordered: Iterable[R]) -> None:
        """`ordered` are all records, oldest first; those with values that cannot be hashed are kept apart."""
        self._values = attrgetter(*fields)
        self._records: dict[Hashable, list[R]] = {}
        self._others: list[R] = []
        for record in ordered:
            self._place(record).append(record)

    def find(self, values: tuple[object, ...]) -> list[R]:
        """Return the records that have these values, in order."""
        wanted = values if len(values) > 1 else values[0]
        if _hashable(wanted):
            return list(self._records.get(wanted, ()))
        return [record for record in self._others if self._values(record) == wanted]

    def move(self, before: R | None, after: R | None) -> None:
        """Take a record away, put one in."""
        if before is not None:
            _take_out(self._place(before), before)
        if after is not None:
            _put_in(self._place(after), after)

    def _place(self, record: R) -> list[R]:
        values: object = self._values(record)
        return self._records.setdefault(values, []) if _hashable(values) else self._others


class Shelf(Generic[R]):
    """Typed records, oldest first; a document that does not fit its type is left out and told."""

    def __init__(self, kind: type[R], documents: Mapping[str, Held]) -> None:
        """`documents` are read again only for the ids that `refresh` names."""
        self._kind = kind
        self._documents = documents
        self._strange: dict[str, Finding] = {}
        self._records: dict[str, R] = dict(self._read(documents))
        self._ordered = sorted(self._records.values(), key=_order)
        self._indexes: dict[tuple[str, ...], Index[R]] = {}
        self._changes: list[tuple[R | None, R | None]] | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The documents that do not fit."""
        return tuple(self._strange.values())

    @property
    def strange(self) -> tuple[str, ...]:
        """The ids of the documents that do not fit."""
        return tuple(self._strange)

    def all(self) -> list[R]:
        """Return all records, ordered by moment and id."""
        return list(self._ordered)

    def get(self, key: str) -> R | None:
        """Return the record with this id."""
        return self._records.get(key)

    def find(self, **fields: object) -> list[R]:
        """Return the records whose fields have these values, ordered by moment and id.

        Costs as much as there are matches, once these fields have been asked for before.
        """
        if not fields:
            return self.all()
        names = tuple(sorted(fields))
        index = self._indexes.get(names)
        if index is None:
            self._indexes[names] = index = Index(names, self._ordered)
        return index.find(tuple(fields[name] for name in names))

    def changes(self) -> list[tuple[R | None, R | None]]:
        """Return what changed since this was last asked: each as it was and as it is, None where there was none.

        The first time, that is everything.
        """
        changes = self._changes
        self._changes = []
        return [(None, record) for record in self._ordered] if changes is None else changes

    def refresh(self, changed: Iterable[str]) -> None:
        """Read the documents with these ids again; a record that is as it was stays the same object."""
        keys = set(changed)
        fresh = dict(self._read(keys))
        moves = [
            (before, after)
            for key in keys
            for before, after in ((self._records.get(key), fresh.get(key)),)
            if before != after
        ]
        for before, after in moves:
            if after is not None:
                self._records[after.id] = after
            elif before is not None:
                del self._records[before.id]
        self._reorder(moves)
        if self._changes is not None:
            self._changes += moves

    def _reorder(self, moves: list[tuple[R | None, R | None]]) -> None:
        if len(moves) > _FEW:
            self._ordered = sorted(self._records.values(), key=_order)
            self._indexes = {}
            return
        for before, after in moves:
            if before is not None:
                _take_out(self._ordered, before)
            if after is not None:
                _put_in(self._ordered, after)
            for index in self._indexes.values():
                index.move(before, after)

    def _read(self, keys: Iterable[str]) -> Iterator[tuple[str, R]]:
        rest = iter(list(keys))
        while batch := list(islice(rest, _BATCH)):
            for key in self._strange.keys() & batch:
                del self._strange[key]
            there = [
                (key, document) for key in batch for document in (self._documents.get(key),) if document is not None
            ]
            for (key, _), record in zip(there, self._made([document for _, document in there]), strict=True):
                if record is None or record.id != key or record.at.tzinfo is None:
                    self._strange[key] = Finding(what="store.record_strange", where=f"{kind_of(self._kind)} {key}")
                else:
                    yield key, record

    def _made(self, documents: list[Held]) -> Sequence[R | None]:
        try:
            return cast("list[R]", msgspec.convert(documents, GenericAlias(list, self._kind)))
        except msgspec.ValidationError:
            return [self._one(document) for document in documents]

    def _one(self, document: Held) -> R | None:
        try:
            return from_document(self._kind, dict(document))
        except msgspec.ValidationError:
            return None


def _order(record: R) -> tuple[datetime, str]:
    return record.at, record.id


def _take_out(ordered: list[R], record: R) -> None:
    del ordered[bisect_left(ordered, _order(record), key=_order)]


def _put_in(ordered: list[R], record: R) -> None:
    ordered.insert(bisect_left(ordered, _order(record), key=_order), record)


def _hashable(values: object) -> TypeGuard[Hashable]:
    try:
        hash(values)
    except TypeError:
        return False
    return True
