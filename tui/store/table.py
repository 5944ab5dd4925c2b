"""TinyDB's table, made to hold its documents in memory and to hand on only what changed.

TinyDB's own `_update_table` reads and rewrites the whole table for each change. Everything else of its public
interface (queries, `insert`, `update`, `upsert`, `remove`, ...) stays TinyDB's, and works on what is here.
"""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import AbstractContextManager
from typing import Protocol, cast

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.table import Document, Table

from tui.core.ids import Ids

Held = Mapping[str, object]
"""A document as it is held: never changed in place, always replaced."""


class Tables(Protocol):
    """What a table needs from its storage."""

    def held(self, name: str) -> Mapping[str, Held]:
        """Return the documents of a table by id, as they are held."""

    def joined(self) -> AbstractContextManager[object]:
        """Make all changes within in one go, on what is newest, with those that are being made already."""

    def put(self, name: str, changed: Mapping[str, Held | None]) -> None:
        """Take in changed documents of a table by id, None for removed ones, durably and in one go."""


_PLAIN = frozenset({str, int, float, bool, type(None)})


def copied(value: object) -> object:
    """Return JSON data that shares nothing with `value` that could be changed."""
    if type(value) in _PLAIN:  # most values are, and other ways of asking take many times as long
        return value
    if isinstance(value, Mapping):
        return {name: copied(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [copied(each) for each in value]
    return value


def handed_out(held: Held, key: str) -> Document:
    """Return a document that its receiver may change: a copy all the way down."""
    return Document(cast("Held", copied(held)), cast("int", key))  # TinyDB annotates the kind of id it has by default


class Draft(MutableMapping[str, object]):
    """A table as an update sees it: reads through, copies what is touched, and knows what changed."""

    def __init__(self, held: Mapping[str, Held]) -> None:
        """`held` is never touched."""
        self._held = held
        self._touched: dict[str, object] = {}
        self._gone: set[str] = set()

    def __getitem__(self, key: str) -> object:
        if key not in self._touched:
            if key in self._gone:
                raise KeyError(key)
            self._touched[key] = copied(self._held[key])
        return self._touched[key]

    def __setitem__(self, key: str, value: object) -> None:
        self._gone.discard(key)
        self._touched[key] = value

    def __delitem__(self, key: str) -> None:
        if key not in self:
            raise KeyError(key)
        self._touched.pop(key, None)
        self._gone.add(key)

    def __contains__(self, key: object) -> bool:
        return key in self._touched or (key in self._held and key not in self._gone)

    def __iter__(self) -> Iterator[str]:
        yield from (key for key in self._held if key not in self._gone)
        yield from (key for key in self._touched if key not in self._held)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Remove every document."""
        self._touched.clear()
        self._gone.update(self._held)

    def changed(self) -> dict[str, Held | None]:
        """Return the documents that are not as they were, None for those that are gone."""
        found: dict[str, Held | None] = {key: None for key in self._gone if key in self._held}
        for key, value in self._touched.items():
            if key not in self._held or value != self._held[key]:
                found[key] = cast("Held", copied(value))
        return found


class LiveTable(Table):
    """A TinyDB table over documents in memory; a document's id is its record's."""

    document_id_class = str  # type: ignore[assignment] # TinyDB lets it be chosen, and annotates its default

    def search(self, cond: QueryLike) -> list[Document]:
        """Return copies of the documents that match; nothing is cached, so nobody is handed another's copy."""
        return [handed_out(held, key) for key, held in self._held().items() if cond(held)]

    def get(  # type: ignore[override] # TinyDB spells out by overloads what these defaults say
        self, cond: QueryLike | None = None, doc_id: str | None = None, doc_ids: list[str] | None = None
    ) -> Document | list[Document] | None:
        """Return a copy of the document that matches or has this id, or of those that have these ids."""
        found = cast(
            "Document | list[Document] | None", super().get(cond, cast("int", doc_id), cast("list[int]", doc_ids))
        )
        if isinstance(found, list):
            return [handed_out(each, str(each.doc_id)) for each in found]
        return None if found is None else handed_out(found, str(found.doc_id))

    def __iter__(self) -> Iterator[Document]:
        for key, held in list(self._held().items()):
            yield handed_out(held, key)

    def peek(self, key: str) -> Held | None:
        """Return a document as it is held, to be looked at only."""
        return self._held().get(key)

    def peek_all(self) -> Mapping[str, Held]:
        """Return all documents by id as they are held, to be looked at only."""
        return self._held()

    def _tables(self) -> Tables:
        return cast("Tables", self._storage)

    def _held(self) -> Mapping[str, Held]:
        return self._tables().held(self.name)

    def _read_table(self) -> dict[str, Held]:
        return cast("dict[str, Held]", self._held())

    def _update_table(self, updater: Callable[[dict[int, Held]], None]) -> None:
        with self._tables().joined():
            draft = Draft(self._held())
            updater(cast("dict[int, Held]", draft))
            self._tables().put(self.name, draft.changed())

    def _get_next_id(self) -> str:
        return Ids().new()


class Records(TinyDB):
    """TinyDB with such tables."""

    table_class = LiveTable
