"""The typed border of the store: records go in and come out, and nothing above sees a document."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast

import msgspec
from tinydb.table import Document

from tui.core.changes import changed
from tui.core.clock import SystemClock
from tui.core.errors import InputError, StoreError
from tui.core.records import KINDS, R, Record, kind_of, to_document
from tui.store import files
from tui.store.faults import reason
from tui.store.finding import Finding
from tui.store.journal import NAME as JOURNAL
from tui.store.lines import FORMAT
from tui.store.local import HOME, Local, home_name
from tui.store.memory import Both
from tui.store.sealing import Sealing
from tui.store.shelf import Shelf
from tui.store.storage import JournalStorage
from tui.store.table import LiveTable, Records
from tui.store.told import Told

if TYPE_CHECKING:
    from tui.store.keys import Cost
    from tui.store.protection import Protection


FEW = 1000
"""So many lines may be spare, or as many as are needed, before the journal is written anew."""


class Store(Told):
    """The records of a home. Every public method may be called from any thread.

    `cost` is what one guess at a passphrase costs, `few` how many lines may be spare; both have good defaults.
    """

    cost: "Cost | None" = None
    few: int = FEW

    def __init__(self, home: Path, passphrase: str = "") -> None:
        """Use `Store.open`. `home` is a folder that is there."""
        self.home = home
        self.sealing = Sealing(home)
        self.sealing.unlock(passphrase, home / JOURNAL)
        self.local = Local(home, self.sealing)
        self._records = Records(home, self.sealing, storage=JournalStorage)
        self._storage = cast("JournalStorage", self._records.storage)
        self._shelves: dict[str, object] = {}
        if not self._storage.journal.reading.same_home(home_name(self.local)):
            raise StoreError("store_other_home", path=home / JOURNAL)
        self._finish_what_was_begun()

    def _finish_what_was_begun(self) -> None:
        """Bring an older format up, and seal what is to be sealed; where that fails, it waits for the next time."""
        with suppress(StoreError, OSError):
            if self.sealing.key is not None:
                self._protection().finish()
            header = self._storage.journal.reading.header
            if header is not None and header.format < FORMAT:
                from tui.store.upkeep import bring_up

                bring_up(self.home, self._storage, now=SystemClock().now())

    @classmethod
    def open(cls, home: Path, *, passphrase: str = "") -> Self:
        """Open the records in `home`, made if it is not there.

        Raises `LockedError` when they need another passphrase (or the recovery words), `StoreError` when they cannot
        be read; what cannot be saved to opens read-only.
        """
        try:
            files.make_folder(home)
        except NotADirectoryError as error:
            raise StoreError("home_not_a_folder", path=home) from error
        except OSError as error:
            raise StoreError("home_not_made", path=home, why=reason(error)) from error
        return cls(home, passphrase)

    def close(self) -> None:
        """Let go of the files."""
        self._records.close()

    def remember_home(self) -> None:
        """Note which journal is at home here, so that another couple's is not taken for it; raises `StoreError`."""
        name = self._storage.journal.reading.home
        if name and self.read_only is None and home_name(self.local) != name:
            self.local.put(HOME, name)

    # Upkeep

    def tidy(self, *, now: datetime) -> None:
        """Write the journal anew where that is worth it, and keep a dated copy of it; for a thread of its own.

        Saves of this and other windows go on meanwhile. Raises `StoreError`; then nothing is lost.
        """
        from tui.store.upkeep import tidy

        tidy(self.home, self._storage, now=now, few=self.few)

    def forget(self, *records: Record, also_in_copies: Iterable[Record] = (), by: str, at: datetime) -> None:
        """Erase records from every file of the home, and those `also_in_copies` from what is older than the journal.

        Raises `StoreError`; then it can be asked for again.
        """
        from tui.store.forgetting import forget

        names, more = ({(kind_of(each), each.id) for each in some} for some in (records, also_in_copies))
        with self.local.alone():
            forget(self.home, self._storage, names, more, by=by, at=at)

    def mend(self) -> None:
        """Write the journal with only what holds, and with what damaged lines said, as far as a copy of it is sound.

        The damaged lines are kept aside. Raises `StoreError`; then the journal is what it was.
        """
        from tui.store.backups import read, since_restored

        with self._storage.exclusively():
            for copy in since_restored(self.home) if self._storage.journal.reading.damaged else ():
                with suppress(StoreError):
                    memory, reading = read(copy, self.sealing)
                    if reading.header is not None and reading.header.format == FORMAT:
                        self._storage.hear(change for entry in memory.entries() for change in entry.told())
            self._storage.write_anew()

    def says_what_the_journal_says(self) -> bool:
        """Whether what is held in memory is what a fresh reading of the journal gives; raises `StoreError`."""
        return self._storage.is_as_written()

    def set_strange_aside(self) -> None:
        """Take documents that do not fit out of the records, each kept in a file of its own; raises `StoreError`."""
        with self._storage.lock:
            shelves = cast("dict[str, Shelf[Record]]", self._shelves)
            strange = {kind: list(shelf.strange) for kind, shelf in shelves.items() if shelf.strange}
            for kind, keys in strange.items():
                for key in keys:
                    data = msgspec.json.encode(self._storage.memory.document((kind, key)))
                    self._protection().set_aside(f"record-{kind}-{key}", data)
                self._storage.put(kind, dict.fromkeys(keys))

    # The passphrase

    @property
    def sealed(self) -> bool:
        """Whether the home needs a passphrase; raises `StoreError`."""
        return self.sealing.there

    def set_passphrase(self, new: str) -> tuple[str, ...]:
        """Seal the home; return the recovery words, which open it too.

        Raises `InputError` when it is sealed already or `new` is empty, `StoreError` when it cannot be done.
        """
        return self._protection().seal(new, self.cost)

    def change_passphrase(self, secret: str, new: str) -> None:
        """Let `new` open the home instead of `secret`, which may be the recovery words; raises `LockedError`."""
        self._protection().change(secret, new, self.cost)

    def remove_passphrase(self, secret: str) -> None:
        """Open the home for good; raises `LockedError` when `secret` is another."""
        self._protection().open(secret)

    def new_recovery(self, secret: str) -> tuple[str, ...]:
        """Return new recovery words, in place of the old ones; raises `LockedError` when `secret` is another."""
        return self._protection().renew(secret)

    def unlock(self, secret: str) -> None:
        """Go on in a home that another window has sealed meanwhile; raises `LockedError` when `secret` is another."""
        with self._storage.lock:
            self.sealing.unlock(secret, self.home / JOURNAL)

    def _protection(self) -> "Protection":
        from tui.store.protection import Protection

        return Protection(self.home, self.sealing, self._storage, self.local)

    @property
    def changed(self) -> bool:
        """Whether anything was saved here since it was opened."""
        return self._storage.changed

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

    def all_findings(self) -> tuple[Finding, ...]:
        """Return the same, with every record looked at."""
        for kind in KINDS.values():
            self.all(kind)
        self.local.keys()
        return self.findings

    # Reading

    def all(self, kind: type[R]) -> list[R]:
        """Return the records of a kind, ordered by moment and id."""
        with self._storage.lock:
            return self._shelf(kind).all()

    def get(self, kind: type[R], record_id: str) -> R | None:
        """Return the record with this id, None when there is none."""
        with self._storage.lock:
            if kind_of(kind) in self._shelves:
                return self._shelf(kind).get(record_id)
            return next(iter(self._some(kind, (record_id,))), None)

    def find(self, kind: type[R], **fields: object) -> list[R]:
        """Return the records of a kind whose fields have these values, ordered by moment and id."""
        with self._storage.lock:
            return self._shelf(kind).find(**fields)

    def among(self, kind: type[R], field: str, values: Collection[str]) -> list[R]:
        """Return the records of a kind whose `field` has one of these values.

        Where nobody has asked for all of that kind yet, this does not read them for it: it is one look at each.
        """
        with self._storage.lock:
            if kind_of(kind) in self._shelves:
                return [each for value in values for each in self._shelf(kind).find(**{field: value})]
            held = self._storage.held(kind_of(kind))
            return self._some(kind, [key for key, document in held.items() if document.get(field) in values])

    def documents(self, kind: type[Record]) -> Mapping[str, Mapping[str, object]]:
        """Return the records of a kind by id as plain data, which is not to be changed."""
        with self._storage.lock:
            return dict(self._storage.held(kind_of(kind)))

    def _some(self, kind: type[R], ids: Collection[str]) -> list[R]:
        held = self._storage.held(kind_of(kind))
        return Shelf(kind, {each: held[each] for each in ids if each in held}).all()

    def changes(self, *kinds: type[R]) -> list[tuple[R | None, R | None]]:
        """Return what changed in some kinds since this was last asked: each record as it was and as it is, or None.

        The first time, that is everything.
        """
        with self._storage.lock:
            return [change for kind in kinds for change in self._shelf(kind).changes()]

    def count(self) -> int:
        """Return how many records there are."""
        with self._storage.lock:
            return self._storage.memory.count()

    # Changing

    def save(
        self,
        *records: Record,
        by: str,
        at: datetime,
        seen: Iterable[Record] = (),
        final: bool = False,
        quiet: bool = False,
    ) -> None:
        """Keep records as they are now, all of them or none, durable when this returns; signed by whom and when.

        `seen` are the same records as their author saw them, if others may have changed them since: then only what
        the author changed is changed, and where others changed the same, both values are kept. What is `final`
        cannot be taken back, nor what came before it; what is `quiet` a machine does by itself, and what a person did
        before can still be taken back. Raises `ReadOnlyError` or another `StoreError`; then nothing
        has changed. What is as it was costs nothing.
        """
        before = {(kind_of(each), each.id): to_document(each) for each in seen}
        with self._storage.together(by=by, at=at, seen=before) as changes:
            for record in records:
                self._save(record, before.get((kind_of(record), record.id)))
        if final:
            self._storage.forget_done()
        elif not quiet:
            self._storage.remember(changes)

    def take_in(self, *records: Record) -> None:
        """Keep records, all or none, each signed by its own author at its own moment: for a history made elsewhere.

        Raises as `save` does.
        """
        with self._storage.together():
            for record in records:
                with self._storage.together(by=record.by, at=record.at):
                    self._save(record)

    def remove(self, *records: Record, by: str, at: datetime, final: bool = False, quiet: bool = False) -> None:
        """Take records away, all of them or none, durable when this returns; those that are not there do not matter.

        `final` and `quiet` mean what they mean when something is saved. Raises as `save` does.
        """
        with self._storage.together(by=by, at=at) as changes:
            for record in records:
                self._table(type(record)).remove(doc_ids=cast("list[int]", [record.id]))
        if final:
            self._storage.forget_done()
        elif not quiet:
            self._storage.remember(changes)

    def _save(self, record: Record, seen: Mapping[str, object] | None = None) -> None:
        table = self._table(type(record))
        held = table.peek(record.id)
        fields = changed(held if seen is None or held is None else seen, record)
        if fields:
            document = Document(fields, doc_id=cast("int", record.id))
            if held is None:
                table.insert(document)
            else:
                table.upsert(document)

    # Taking back, and what both said

    def last_done(self, by: str) -> tuple[tuple[str, str], ...]:
        """Return the kinds and ids of the records that the newest set of changes of `by` in this window touched."""
        done = self._storage.last_done(by)
        return () if done is None else tuple(done.after)

    def undo(self, *, by: str, at: datetime) -> None:
        """Take back the newest set of changes of `by` that this window made, by a change.

        Raises `InputError` when there is none, or something was changed since; else as `save` does.
        """
        done = self._storage.last_done(by)
        if done is None:
            raise InputError("undo_nothing")
        self._storage.undo(done, at=at)

    def settle(self, kind: str, record_id: str, fields: Mapping[str, object], *, by: str, at: datetime) -> None:
        """Let these values hold where several did; raises as `save` does.

        Of fields that go together all are to be given.
        """
        with self._storage.together(by=by, at=at):
            self._storage.settle((kind, record_id), fields)

    def both(self) -> tuple[Both, ...]:
        """Return the fields for which people said different things without having seen each other's."""
        with self._storage.lock:
            return self._storage.memory.both()

    def catch_up(self) -> frozenset[str]:
        """Read what other processes wrote; return the kinds that they changed since this was last asked.

        Costs one look at the file's size when nothing changed. Raises `StoreError`.
        """
        return self._storage.catch_up()

    def _table(self, kind: type[Record]) -> LiveTable:
        return cast("LiveTable", self._records.table(kind_of(kind)))

    def _shelf(self, kind: type[R]) -> Shelf[R]:
        name = kind_of(kind)
        stale = self._storage.memory.stale(name)
        shelf = cast("Shelf[R] | None", self._shelves.get(name))
        if shelf is None:
            self._shelves[name] = shelf = Shelf(kind, self._table(kind).peek_all())
        elif stale:
            shelf.refresh(stale)
        return shelf
