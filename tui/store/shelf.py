"""The records of one kind, made from documents once and kept in order."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Generic

import msgspec

from tui.core.records import R, from_document, kind_of
from tui.store.finding import Finding
from tui.store.table import Held

_FEW = 64


class Shelf(Generic[R]):
    """Typed records, oldest first; a document that does not fit its type is left out and told."""

    def __init__(self, kind: type[R], documents: Mapping[str, Held]) -> None:
        """`documents` are read again only for the ids that `refresh` names."""
        self._kind = kind
        self._documents = documents
        self._records: dict[str, R] = {}
        self._strange: dict[str, Finding] = {}
        for key in documents:
            self._read(key)
        self._ordered = sorted(self._records.values(), key=_order)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The documents that do not fit."""
        return tuple(self._strange.values())

    def all(self) -> list[R]:
        """Return all records, ordered by moment and id."""
        return list(self._ordered)

    def get(self, key: str) -> R | None:
        """Return the record with this id."""
        return self._records.get(key)

    def refresh(self, changed: Iterable[str]) -> None:
        """Read the documents with these ids again."""
        keys = list(changed)
        many = len(keys) > _FEW
        for key in keys:
            before = self._records.pop(key, None)
            self._read(key)
            if not many:
                self._reorder(before, self._records.get(key))
        if many:
            self._ordered = sorted(self._records.values(), key=_order)

    def _reorder(self, before: R | None, after: R | None) -> None:
        if before is not None:
            del self._ordered[bisect_left(self._ordered, _order(before), key=_order)]
        if after is not None:
            self._ordered.insert(bisect_left(self._ordered, _order(after), key=_order), after)

    def _read(self, key: str) -> None:
        self._strange.pop(key, None)
        document = self._documents.get(key)
        if document is None:
            return
        try:
            record = from_document(self._kind, dict(document))
        except msgspec.ValidationError:
            record = None
        if record is None or record.id != key or record.at.tzinfo is None:
            self._strange[key] = Finding(what="store.record_strange", where=f"{kind_of(self._kind)} {key}")
        else:
            self._records[key] = record


def _order(record: R) -> tuple[datetime, str]:
    return record.at, record.id
