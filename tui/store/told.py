"""The operations beneath the records: what machines tell one another is read and kept through this."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tui.core.changes import Change
from tui.core.merging import Entry
from tui.store.storage import JournalStorage

if TYPE_CHECKING:
    from tui.store.since import Mark, Since


class Told:
    """A store, as far as other machines have to do with it. Every method may be called from any thread."""

    home: Path
    _storage: JournalStorage

    @property
    def hand(self) -> str:
        """The name under which changes are written here."""
        return self._storage.journal.device

    @property
    def sequence(self) -> int:
        """The number that the changes of this machine have reached."""
        return self._storage.memory.sequence

    @property
    def revision(self) -> int:
        """A number that is another one whenever something else is held."""
        return self._storage.memory.revision

    def entry(self, kind: str, record_id: str) -> Entry | None:
        """Return all that holds of one record; None when nothing is known of it."""
        return self._storage.memory.entry((kind, record_id))

    def since(self, mark: "Mark | None") -> "Since":
        """Return what changed since a mark that this has returned before, in any process; raises `StoreError`."""
        with self._storage.lock:
            return self._storage.since(mark)

    def removed(self, kind: str) -> frozenset[str]:
        """Return the ids of the records of a kind that were removed."""
        with self._storage.lock:
            return self._storage.memory.removed(kind)

    def entries(self) -> list[Entry]:
        """Return all that holds of each record, of removed ones too, by kind."""
        with self._storage.lock:
            return list(self._storage.memory.entries())

    def hear(self, changes: Iterable[Change]) -> int:
        """Keep changes that another machine made, as they are, all or none; return how many said something new.

        Raises as `save` does.
        """
        return self._storage.take_in(changes)

    def begin(self) -> None:
        """Make the journal where there is none yet, with nothing in it; raises `StoreError`."""
        with self._storage.exclusively():
            self._storage.journal.begin()

    def begin_anew(self, *, at: datetime) -> None:
        """Keep a copy of the journal, and begin again with nothing in it; raises `StoreError`."""
        from tui.store.backups import keep

        with self._storage.exclusively():
            keep(self.home, at=at, before="join")
            for name in [
                (entry.changes[0].kind, entry.changes[0].record) for entry in self._storage.memory.entries()
            ]:
                self._storage.memory.hold(name, None)
            self._storage.write_anew()
            self._storage.forget_done()
