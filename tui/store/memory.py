"""What a journal says, held in memory: the entries of all records, and the documents that follow from them."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from tui.core.changes import Change
from tui.core.merging import Entry, merged
from tui.store.lately import Lately
from tui.store.lines import Line
from tui.store.migrations import brought_up, is_old
from tui.store.table import Held

Name = tuple[str, str]
"""The kind and the id of a record."""


class Both(msgspec.Struct, frozen=True, kw_only=True):
    """A field for which people said different things without having seen each other's; the first one leads."""

    kind: str
    record: str
    field: str
    changes: tuple[Change, ...]


class Memory:
    """The records of all kinds. `sequence` is the newest number of a change by this machine's `hand`."""

    def __init__(self, hand: str = "") -> None:
        """Nothing is known yet. Without a `hand` all changes count as this machine's."""
        self.hand = hand
        self.sequence = 0
        self.revision = 0
        """Is another number whenever something else holds."""
        self.lately = Lately()
        self._entries: dict[str, dict[str, Entry]] = {}
        self._held: dict[str, dict[str, Held]] = {}
        self._several: set[Name] = set()
        self._stale: dict[str, set[str]] = {}

    def held(self, kind: str) -> Mapping[str, Held]:
        """Return the documents of a kind by id, as they are held."""
        return self._held.setdefault(kind, {})

    def document(self, name: Name) -> Held | None:
        """Return one document as it is held."""
        return self.held(name[0]).get(name[1])

    def kinds(self) -> list[str]:
        """Return all kinds, sorted."""
        return sorted(self._held)

    def entry(self, name: Name) -> Entry | None:
        """Return all that holds of one record."""
        return self._entries.get(name[0], {}).get(name[1])

    def entries(self) -> Iterator[Entry]:
        """Give all entries in a stable order: by kind, then as they came."""
        for kind in sorted(self._entries):
            yield from self._entries[kind].values()

    def removed(self, kind: str) -> frozenset[str]:
        """Return the ids of the records of a kind that were removed."""
        return frozenset(self._entries.get(kind, ())) - self.held(kind).keys()

    def size(self) -> int:
        """Return how many entries there are, of removed records too."""
        return sum(len(entries) for entries in self._entries.values())

    def count(self) -> int:
        """Return how many documents there are."""
        return sum(len(documents) for documents in self._held.values())

    def stale(self, kind: str) -> set[str]:
        """Return the ids of documents that changed since this was last asked for that kind, by whomever."""
        return self._stale.pop(kind, set())

    def disputed(self, name: Name) -> bool:
        """Whether several values of some field hold."""
        return name in self._several

    def forgotten(self, name: Name) -> bool:
        """Whether nothing is known of a record but that it was removed: not even what its removal replaced."""
        entry = self.entry(name)
        return entry is not None and entry.gone and not entry.past

    def both(self) -> tuple[Both, ...]:
        """Return the fields for which several values hold, by kind, record and field."""
        return tuple(
            Both(kind=kind, record=key, field=field, changes=tuple(reversed(changes)))
            for kind, key in sorted(self._several)
            for field, changes in self._entries[kind][key].several().items()
        )

    def play(self, lines: Iterable[Line]) -> set[str]:
        """Take in what lines say; return the kinds that they touch."""
        kinds = set()
        for line in lines:
            for change in line.changes:
                kinds.add(change.kind)
                if is_old(change):
                    name = change.kind, change.record
                    self.apply(brought_up(change, self.entry(name), self.sequence + 1))
                else:
                    self.apply(change)
            self.lately.lines += 1
        return kinds

    def apply(self, change: Change) -> None:
        """Take in one change."""
        if self.hand in {"", change.device} or not change.device:
            self.sequence = max(self.sequence, change.sequence)
        name = change.kind, change.record
        self.hold(name, merged(self.entry(name), change))

    def hold(self, name: Name, entry: Entry | None) -> None:
        """Make `entry` all that holds of a record; None when nothing is known of it."""
        kind, key = name
        self.revision += 1
        document = None
        entries = self._entries.setdefault(kind, {})
        self.lately.note(name, entries.get(key))
        if entry is not None:
            document = entry.document
            entries[key] = entry
        else:
            entries.pop(key, None)
        documents = self._held.setdefault(kind, {})
        if document is None:
            documents.pop(key, None)
        else:
            documents[key] = document
        if self._several or (entry is not None and len(entry.changes) > 1):
            self._several.discard(name)
            if entry is not None and entry.several():
                self._several.add(name)
        self._stale.setdefault(kind, set()).add(key)

    def given(self) -> tuple[dict[str, dict[str, Entry]], set[Name]]:
        """Give away all entries, and what is disputed of them."""
        return self._entries, self._several

    def become(self, other: "Memory") -> set[str]:
        """Know what `other` knows instead, which is not to be used any more; return the kinds that differ."""
        kinds = {*self.kinds(), *other.kinds()}
        for kind in list(kinds):
            held, new = self._held.setdefault(kind, {}), other.held(kind)
            changed = {key for key in held.keys() | new.keys() if held.get(key) != new.get(key)}
            if changed:
                self._stale.setdefault(kind, set()).update(changed)
            else:
                kinds.remove(kind)
            held.clear()
            held.update(new)
        self._entries, self._several = other.given()
        self.lately = other.lately
        self.hand = other.hand
        self.revision += 1
        self.sequence = max(self.sequence, other.sequence)
        return kinds
