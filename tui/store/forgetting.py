"""Erasing records on this machine: from the journal, from its copies, and from what was set aside."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui.core.changes import Change
from tui.core.merging import Entry
from tui.store.backups import rewrite_all
from tui.store.faults import saving_failed
from tui.store.lines import Line
from tui.store.memory import Name
from tui.store.protection import content_of, pieces_aside
from tui.store.storage import JournalStorage

if TYPE_CHECKING:
    from tui.store.keys import Key

_SHORTEST = 4
_ENOUGH = 24
_NO_TEXT = frozenset(
    {"at", "by", "format", "id", "question", "repeat", "seat", "share", "sitting", "start", "state", "step", "zone"}
)


def forget(home: Path, storage: JournalStorage, names: Iterable[Name], *, by: str, at: datetime) -> None:
    """Erase records: their texts are in no file of the home afterwards; only that they were removed is kept.

    The journal comes last, so that what is cut short can be done again. Raises `StoreError`.
    """
    journal, memory = storage.journal, storage.memory
    with storage.exclusively():
        gone = {name: entry for name in names for entry in [memory.entry(name)] if entry is not None}
        if not gone:
            return
        try:
            rewrite_all(home, journal.sealing, journal.sealing.key, lambda line: _without(line, gone.keys()))
            journal.keep_damaged()
            _erase_pieces(home, journal.sealing.key, list(_needles(gone)))
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
        storage.settle()


def _without(line: Line, gone: AbstractSet[Name]) -> Line | None:
    left = tuple(change for change in line.changes if (change.kind, change.record) not in gone)
    return replace(line, changes=left) if left else None


def _needles(gone: Mapping[Name, Entry]) -> Iterator[bytes]:
    """Give what tells that a piece holds something of these records: their ids, and the begin of their texts."""
    for (_, key), entry in gone.items():
        yield key.encode()
        for change in entry.changes:
            yield from _texts({field: value for field, value in change.fields.items() if field not in _NO_TEXT})


def _texts(value: object) -> Iterator[bytes]:
    if isinstance(value, str) and len(value) >= _SHORTEST:
        yield value[:_ENOUGH].encode()
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _erase_pieces(home: Path, key: "Key | None", needles: list[bytes]) -> None:
    for piece in pieces_aside(home):
        data = content_of(piece, key)
        if any(needle in data for needle in needles):
            piece.unlink()
