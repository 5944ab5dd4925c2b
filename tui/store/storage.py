"""TinyDB's storage over the journal: documents in memory, each set of changes one line in the file.

Nothing else knows which files there are.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import datetime
from pathlib import Path
from threading import RLock, get_ident
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace
from tinydb.storages import Storage

from tui.core.changes import Change
from tui.core.clock import SystemClock
from tui.core.errors import InputError
from tui.core.merging import Entry
from tui.store import files
from tui.store.faults import reading_failed
from tui.store.finding import Finding
from tui.store.journal import Journal, News
from tui.store.lines import Line
from tui.store.lock import REWRITING, Lock
from tui.store.memory import Memory, Name
from tui.store.sealing import Sealing
from tui.store.sets import Done, Set, differing_documents, removal, setting
from tui.store.table import Held, copied

if TYPE_CHECKING:  # writing anew is for later
    from tui.store.rewriting import Draft
    from tui.store.since import Mark, Since

_MOST_DONE = 100


class JournalStorage(Storage):
    """The documents of all tables, and the journal that they come from and go to.

    `lock` is held by whoever reads or changes more than one thing at a time.
    """

    def __init__(self, home: Path, sealing: Sealing | None = None) -> None:
        """Read what is in `home`, a folder that is there; raises `StoreError`."""
        self.lock = RLock()
        self.journal = Journal(home, sealing or Sealing(home))
        self._home = home
        self._rewriting = Lock(home / REWRITING)
        self.memory = Memory()
        self.changed = False
        self.to_forget = False
        """Whether another machine has erased something: what it was is in the journal until that is written anew."""
        self._foreign: set[str] = set()
        self._set: Set | None = None
        self._done: list[Done] = []
        lines = self.journal.open()
        self.memory = Memory(self.journal.device)
        self._play(lines)
        if self.read_only is None:
            with suppress(OSError):  # what is damaged still stands in the journal itself
                self.journal.keep_damaged()

    @property
    def read_only(self) -> str | None:
        """Key of the reason why nothing can be saved; None when it can."""
        return self.journal.read_only

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is damaged in the journal."""
        return self.journal.findings

    # What TinyDB asks of a storage

    def read(self) -> dict[str, dict[str, Held]]:
        """Return a copy of everything, by table and id."""
        with self.lock:
            kinds = {kind: self.held(kind) for kind in self.memory.kinds()}
            return {
                kind: {key: cast("Held", copied(held)) for key, held in documents.items()}
                for kind, documents in kinds.items()
                if documents
            }

    def write(self, data: Mapping[str, Mapping[str, Held]]) -> None:
        """Make `data` everything there is: what differs is changed, what is missing goes."""
        with self.together():
            for name in {*self.memory.kinds(), *data}:
                self.put(name, differing_documents(self.held(name), data.get(name, {})))

    def close(self) -> None:
        """Nothing is held open between saves."""

    # What the tables ask of it

    def held(self, name: str) -> Mapping[str, Held]:
        """Return the documents of a table by id, as they are held."""
        return self.memory.held(name)

    def put(self, name: str, changed: Mapping[str, Held | None]) -> None:
        """Take in changed documents of a table; durable when this, or the `together` around it, returns."""
        with self.joined() as changes:
            for key, after in changed.items():
                self._put(changes, (name, key), after)

    def joined(self) -> AbstractContextManager[Set]:
        """Go on in the set of changes that this thread is making, or make one."""
        changes = self._set
        return nullcontext(changes) if changes is not None and changes.thread == get_ident() else self.together()

    def _put(self, changes: Set, name: Name, after: Held | None) -> None:
        """Change one document: in two steps where a field goes, since one cannot say so."""
        entry = self.memory.entry(name)
        changes.before.setdefault(name, entry)
        before = self.memory.document(name)
        if entry is not None and before is not None and (after is None or before.keys() - after.keys()):
            self._say(changes, removal(changes, name, entry))
        if after is not None:
            change = setting(changes, name, self.memory.entry(name) or Entry(), after)
            if change is not None:
                self._say(changes, change)

    def _say(self, changes: Set, change: Change) -> None:
        signed = replace(change, device=self.journal.device, sequence=self.memory.sequence + 1)
        changes.changes.append(signed)
        self.memory.apply(signed)

    @contextmanager
    def together(
        self, *, by: str = "", at: datetime | None = None, seen: Mapping[Name, Held] | None = None
    ) -> Iterator[Set]:
        """Make all changes within ONE line, kept whole or not at all; `by` and `at` sign them.

        What other processes wrote is read first. May be nested: the inner one signs its own changes, and the
        outermost writes. Raises `StoreError`, and then everything is as before.
        """
        with self.lock:
            if self._set is None:
                with self.journal.alone() as news:
                    self._take_in(news)
                    yield from self._outermost(Set(by=by, at=at or SystemClock().now(), seen=seen or {}))
            else:
                yield from self._inner(self._set, by, at)

    def _outermost(self, changes: Set) -> Iterator[Set]:
        self._set, sequence = changes, self.memory.sequence
        try:
            yield changes
            if changes.changes:
                self.journal.append(Line(changes=tuple(changes.changes)))
                self.changed = True
                self.memory.lately.lines += 1
        except BaseException:
            for name, before in changes.before.items():
                self.memory.hold(name, before)
            self.memory.sequence = sequence
            raise
        finally:
            self._set = None

    def _inner(self, changes: Set, by: str, at: datetime | None) -> Iterator[Set]:
        signed = changes.by, changes.at
        if at is not None:
            changes.by, changes.at = by, at
        try:
            yield changes
        finally:
            changes.by, changes.at = signed

    def take_in(self, told: Iterable[Change]) -> int:
        """Keep changes that another machine made, as they are, durably and all or none; return how many were new.

        What they say is told like what another process wrote. They are not to be taken back. Raises `StoreError`.
        """
        with self.together() as changes:
            for change in told:
                name = change.kind, change.record
                before = self.memory.entry(name)
                changes.before.setdefault(name, before)
                self.memory.apply(change)
                if self.memory.entry(name) == before:
                    continue
                changes.changes.append(change)
            new = len(changes.changes)
        self._foreign.update(change.kind for change in changes.changes)
        self.to_forget = self.to_forget or any(change.erases for change in changes.changes)
        return new

    def settle(self, name: Name, fields: Mapping[str, object]) -> None:
        """Let these values hold for fields in place of all that hold now, where several do; inside `together`."""
        with self.together() as changes:
            entry = self.memory.entry(name)
            if entry is not None and not entry.several().keys().isdisjoint(fields):
                changes.before.setdefault(name, entry)
                kind, record = name
                replaces = {field: entry.names(field) for field in fields}
                change = Change(
                    at=changes.at, by=changes.by, kind=kind, record=record, fields=dict(fields), replaces=replaces
                )
                self._say(changes, change)

    # Taking back

    def remember(self, changes: Set) -> None:
        """Let a set of changes be taken back later; call it once they are kept."""
        if changes.changes:
            after = {name: self.memory.document(name) for name in changes.before}
            self._done.append(Done(by=changes.by, before=changes.before, after=after))
            del self._done[:-_MOST_DONE]

    def forget_done(self) -> None:
        """Let nothing that was done so far be taken back."""
        self._done = []

    def last_done(self, by: str) -> Done | None:
        """Return the newest set of changes of `by` that can be taken back."""
        with self.lock:
            return next((done for done in reversed(self._done) if done.by == by), None)

    def undo(self, done: Done, *, at: datetime) -> None:
        """Take a set of changes back, by a change; raises `InputError` when something was changed since."""
        with self.together(by=done.by, at=at):
            if any(
                self.memory.document(name) != after or self.memory.disputed(name) or self.memory.forgotten(name)
                for name, after in done.after.items()
            ):
                raise InputError("undo_changed_since")
            for (kind, key), before in done.before.items():
                self.put(kind, {key: None if before is None else before.document})
        self._done = [each for each in self._done if each is not done]

    # News

    def catch_up(self) -> frozenset[str]:
        """Read what other processes wrote; return the kinds that they changed since this was last asked."""
        ahead = self.journal.read_ahead()
        header = ahead.reading.header if ahead is not None else None
        fresh = Memory(header.device if header is not None else "")
        fresh.play(ahead.lines if ahead is not None else ())
        with self.lock:
            if self._set is None and ahead is not None and self.journal.adopt(ahead):
                self._become(fresh)
            self._catch_up()
            kinds = frozenset(self._foreign)
            self._foreign.clear()
            return kinds

    def _catch_up(self) -> None:
        if self._set is None:
            self._take_in(self.journal.news())

    def _take_in(self, news: News) -> None:
        if news.again:
            fresh = Memory(self.journal.device)
            fresh.play(news.lines)
            self._become(fresh)
        else:
            self._foreign |= self._play(news.lines)

    def _become(self, fresh: Memory) -> None:
        """Hold what another file says, which is in the journal's place now."""
        self._foreign |= self.memory.become(fresh)
        self._play(())

    def _play(self, lines: Iterable[Line]) -> set[str]:
        header = self.journal.reading.header
        if header is not None and header.device:
            self.memory.hand = header.device  # another window may have begun the journal
        kinds = self.memory.play(lines)
        if header is not None:
            self.memory.sequence = max(self.memory.sequence, header.sequence)
        return kinds

    def since(self, mark: "Mark | None") -> "Since":
        """Return what changed since a mark; raises `StoreError`."""
        from tui.store.since import since

        try:
            return since(self.journal, self.memory, mark)
        except OSError as error:
            raise reading_failed(error, self.journal.path) from error

    def is_as_written(self) -> bool:
        """Whether what is held is what a fresh reading of the journal gives; raises `StoreError`."""
        with self.lock:
            self._catch_up()
            again, reading = Memory(), self.journal.reading.afresh()
            if reading.end < self.journal.reading.end:
                again.play(reading.take_all(files.chunks(self.journal.path)))
            kinds = {*self.memory.kinds(), *again.kinds()}
            return all(self.memory.held(kind) == again.held(kind) for kind in kinds)

    # Writing the journal anew

    @property
    def spare(self) -> int:
        """How many lines the journal has that one written anew would not need."""
        return self.memory.lately.lines - self.memory.size()

    @contextmanager
    def rewriting(self) -> Iterator[bool]:
        """Be the only one who writes the journal anew, or a copy of it; gives whether that is so."""
        with self._rewriting.held_if_free() as free:
            yield free

    def rewrite(self) -> bool:
        """Write the journal anew with only what holds; saves of this and other processes go on meanwhile.

        Call it inside `rewriting`. Returns whether that was done: not when another put another file in its place.
        Raises `StoreError`; then the journal is what it was.
        """
        with self.lock:
            self._catch_up()
            reading = self.journal.reading
            if reading.end == 0 or self.read_only is not None:
                return False
            entries, end, number, place = list(self.memory.entries()), reading.end, reading.number, reading.place
            draft = self._draft()
        with draft.or_nothing():
            draft.add(Line(changes=entry.told()) for entry in entries)
            draft.confirm()
            with self.lock, self.journal.alone() as news:
                self._take_in(news)
                if self.journal.reading is not reading:
                    draft.drop()
                    return False
                draft.add(self.journal.since(end, number, place))
                self._put_in_place(draft)
        self.to_forget = False
        return True

    @contextmanager
    def exclusively(self) -> Iterator[None]:
        """Hold everything: nobody saves or writes anew meanwhile; raises `StoreError`."""
        with self._rewriting.held(), self.lock, self.journal.alone() as news:
            self._take_in(news)
            yield

    def hear(self, changes: Iterable[Change]) -> None:
        """Take in changes that were known once; inside `exclusively`, before the journal is written anew."""
        for change in changes:
            self._foreign.add(change.kind)
            self.memory.apply(change)

    def write_anew(self) -> None:
        """Write the journal as the memory is, sealed as the home is; inside `exclusively`.

        Raises `StoreError`; then the journal is what it was.
        """
        if self.journal.reading.end == 0:
            return
        draft = self._draft()
        with draft.or_nothing():
            draft.add(Line(changes=entry.told()) for entry in self.memory.entries())
            self._put_in_place(draft)

    def _draft(self) -> "Draft":
        from tui.store.rewriting import NAME, Draft

        header = self.journal.header(self.journal.reading.generation + 1, self.memory.sequence)
        return Draft.at(self._home / NAME, header, self.journal.sealing.key)

    def _put_in_place(self, draft: "Draft") -> None:
        draft.confirm()
        self.journal.keep_damaged()
        draft.close()
        self.journal.become(draft.path, draft.reading)
        self.memory.lately.begin_anew(draft.reading.number - 1)
