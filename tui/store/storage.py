"""TinyDB's storage over the journal: documents in memory, each set of changes one line in the file.

Nothing else knows which files there are.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import cast

from tinydb.storages import Storage

from tui.core.changes import Change, applied
from tui.core.clock import SystemClock
from tui.store.finding import Finding
from tui.store.journal import Journal
from tui.store.lines import Line
from tui.store.table import Held, copied


@dataclass(slots=True, kw_only=True)
class _Set:
    """A set of changes on its way into one line; `before` is what to go back to when it cannot be kept."""

    by: str
    at: datetime
    changes: list[Change] = field(default_factory=list)
    before: list[tuple[str, str, Held | None]] = field(default_factory=list)


class JournalStorage(Storage):
    """The documents of all tables, and the journal that they come from and go to.

    `lock` is held by whoever reads or changes more than one thing at a time.
    """

    def __init__(self, home: Path) -> None:
        """Read what is in `home`, a folder that is there; raises `StoreError`."""
        self.lock = RLock()
        self._journal = Journal(home)
        self._held: dict[str, dict[str, Held]] = {}
        self._stale: dict[str, set[str]] = {}
        self._foreign: set[str] = set()
        self._set: _Set | None = None
        self._play(self._journal.open())
        self._journal.keep_damaged()

    @property
    def read_only(self) -> str | None:
        """Key of the reason why nothing can be saved; None when it can."""
        return self._journal.read_only

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is damaged in the journal."""
        return self._journal.findings

    # What TinyDB asks of a storage

    def read(self) -> dict[str, dict[str, Held]]:
        """Return a copy of everything, by table and id."""
        with self.lock:
            return {
                name: {key: cast("Held", copied(held)) for key, held in documents.items()}
                for name, documents in self._held.items()
                if documents
            }

    def write(self, data: Mapping[str, Mapping[str, Held]]) -> None:
        """Make `data` everything there is: what differs is changed, what is missing goes."""
        with self.together():
            for name in {*self._held, *data}:
                self.put(name, _differing(self.held(name), data.get(name, {})))

    def close(self) -> None:
        """Nothing is held open between saves."""

    # What the tables ask of it

    def held(self, name: str) -> Mapping[str, Held]:
        """Return the documents of a table by id, as they are held."""
        return self._held.setdefault(name, {})

    def put(self, name: str, changed: Mapping[str, Held | None]) -> None:
        """Take in changed documents of a table; durable when this, or the `together` around it, returns."""
        with self.together() as changes:
            for key, after in changed.items():
                before = self.held(name).get(key)
                changes.before.append((name, key, before))
                changes.changes += _changes(name, key, before, after, changes)
                self._hold(name, key, after)

    @contextmanager
    def together(self, *, by: str = "", at: datetime | None = None) -> Iterator[_Set]:
        """Make all changes within ONE line, kept whole or not at all; `by` and `at` sign them.

        What other processes wrote is read first. May be nested: the inner one signs its own changes, and the
        outermost writes. Raises `StoreError`, and then everything is as before.
        """
        with self.lock:
            if self._set is None:
                with self._journal.alone() as news:
                    self._take_in(news.lines, again=news.again)
                    yield from self._outermost(by, at)
            else:
                yield from self._inner(self._set, by, at)

    def _outermost(self, by: str, at: datetime | None) -> Iterator[_Set]:
        self._set = changes = _Set(by=by, at=at or SystemClock().now())
        try:
            yield changes
            if changes.changes:
                self._journal.append(Line(changes=tuple(changes.changes)))
        except BaseException:
            for name, key, before in reversed(changes.before):
                self._hold(name, key, before)
            raise
        finally:
            self._set = None

    def _inner(self, changes: _Set, by: str, at: datetime | None) -> Iterator[_Set]:
        signed = changes.by, changes.at
        if at is not None:
            changes.by, changes.at = by, at
        try:
            yield changes
        finally:
            changes.by, changes.at = signed

    # News

    def catch_up(self) -> frozenset[str]:
        """Read what other processes wrote; return the kinds that they changed since this was last asked."""
        with self.lock:
            if self._set is None:
                news = self._journal.news()
                self._take_in(news.lines, again=news.again)
            kinds = frozenset(self._foreign)
            self._foreign.clear()
            return kinds

    def count(self) -> int:
        """Return how many documents there are."""
        return sum(len(documents) for documents in self._held.values())

    def stale(self, name: str) -> set[str]:
        """Return the ids of documents that changed since this was last asked for that table, by whomever."""
        return self._stale.pop(name, set())

    def _take_in(self, lines: Iterable[Line], *, again: bool) -> None:
        if again:
            for name, documents in list(self._held.items()):
                self._foreign.add(name)
                for key in list(documents):
                    self._hold(name, key, None)
        self._foreign |= self._play(lines)

    def _play(self, lines: Iterable[Line]) -> set[str]:
        kinds = set()
        for line in lines:
            for change in line.changes:
                kinds.add(change.kind)
                self._hold(change.kind, change.record, applied(self.held(change.kind).get(change.record), change))
        return kinds

    def _hold(self, name: str, key: str, document: Held | None) -> None:
        documents = self._held.setdefault(name, {})
        if document is None:
            documents.pop(key, None)
        else:
            documents[key] = document
        self._stale.setdefault(name, set()).add(key)


def _changes(name: str, key: str, before: Held | None, after: Held | None, signed: _Set) -> tuple[Change, ...]:
    """Return what turns `before` into `after`: two changes where a field goes, since one cannot say so."""
    gone = Change(at=signed.at, by=signed.by, kind=name, record=key, gone=True)
    if after is None:
        return (gone,)
    held = before or {}
    if held.keys() - after.keys():
        return gone, Change(at=signed.at, by=signed.by, kind=name, record=key, fields=dict(after))
    fields = {each: value for each, value in after.items() if each not in held or held[each] != value}
    return (Change(at=signed.at, by=signed.by, kind=name, record=key, fields=fields),)


def _differing(held: Mapping[str, Held], wanted: Mapping[str, Held]) -> dict[str, Held | None]:
    found: dict[str, Held | None] = {key: None for key in held if key not in wanted}
    for key, document in wanted.items():
        if held.get(key) != document:
            found[key] = cast("Held", copied(document))
    return found
