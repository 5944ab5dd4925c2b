"""Erasing records on this machine: from the journal, from its copies, and from what was set aside."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui.core.changes import Change
from tui.core.merging import Entry
from tui.store import files
from tui.store.backups import rewrite_all
from tui.store.faults import saving_failed
from tui.store.lines import Line
from tui.store.memory import Name
from tui.store.protection import content_of, pieces_aside
from tui.store.storage import JournalStorage
from tui.store.upkeep import tuck_away

if TYPE_CHECKING:
    from tui.store.keys import Key

_SHORTEST = 4
_ENOUGH = 16
_NO_TEXT = frozenset(
    {"at", "by", "format", "id", "question", "repeat", "seat", "share", "sitting", "start", "state", "step", "zone"}
)


def forget(
    home: Path,
    storage: JournalStorage,
    names: Iterable[Name],
    also_in_copies: Iterable[Name],
    *,
    by: str,
    at: datetime,
) -> None:
    """Erase records: their texts are in no file of the home afterwards; only that they were removed is kept.

    Call it with what is local held, too. Those `also_in_copies` stay in the journal as they are now, and go from
    whatever is older. The journal comes last, so that what is cut short can be done again. Raises `StoreError`.
    """
    journal, memory = storage.journal, storage.memory
    with storage.exclusively():
        gone = {name: entry for name in names for entry in [memory.entry(name)] if entry is not None}
        if not gone:
            return
        traces = _Traces(gone.keys() | set(also_in_copies))
        try:
            for line in journal.reading.afresh().take_all(files.chunks(journal.path)):
                traces.without(line)
            rewrite_all(home, journal.sealing, journal.sealing.key, traces.without)
            journal.keep_damaged()
            tuck_away(home)
            traces.erase(home, journal.sealing.key)
            journal.reading.damaged.clear()
        except OSError as error:
            raise saving_failed(error, home) from error
        for number, (kind, key) in enumerate(sorted(gone), memory.sequence + 1):
            tomb = Change(at=at, by=by, kind=kind, record=key, device=journal.device, sequence=number, gone=True)
            memory.hold((kind, key), Entry((tomb,)))
        memory.sequence += len(gone)
        try:
            storage.write_anew()
        except BaseException:
            for name, entry in gone.items():
                memory.hold(name, entry)
            raise
        storage.forget_done()


class _Traces:
    """What tells that a piece holds something of forgotten records: their ids, and the begin of all their texts."""

    def __init__(self, gone: AbstractSet[Name]) -> None:
        self._gone = gone
        self._needles = {b'"%b"' % key.encode() for _, key in gone}

    def without(self, line: Line) -> Line | None:
        """Return what is left of a line without these records, and note their texts."""
        left = []
        for change in line.changes:
            if (change.kind, change.record) in self._gone:
                fields = {field: value for field, value in change.fields.items() if field not in _NO_TEXT}
                self._needles.update(_texts(fields))
            else:
                left.append(change)
        return replace(line, changes=tuple(left)) if left else None

    def erase(self, home: Path, key: "Key | None") -> None:
        """Erase the pieces in a home that hold such a trace; raises `OSError`."""
        for piece in pieces_aside(home):
            data = content_of(piece, key)
            if any(needle in data for needle in self._needles):
                piece.unlink()
                files.sync_folder(piece.parent)


def _texts(value: object) -> Iterator[bytes]:
    if isinstance(value, str) and len(value) >= _SHORTEST:
        yield value[:_ENOUGH].encode()
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
