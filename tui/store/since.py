"""What changed since a mark: so that whoever has seen all records once need look only at those that changed.

A mark names a line of the journal. It may be kept in a file, and holds in every process and window, until the journal
is written anew.
"""

from hashlib import blake2b
from typing import NamedTuple

import msgspec

from tui.core.merging import Entry
from tui.store import files
from tui.store.journal import Journal
from tui.store.memory import Memory


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """How far a journal was seen: so many `lines` of one `generation` of it, up to byte `end`.

    `size` is that of the last of them in bytes, and `name` a hash of it and of the first: in another journal, another
    line stands there.
    """

    generation: int
    lines: int
    end: int
    size: int
    name: bytes


class Since(NamedTuple):
    """What changed up to a new `mark`: the records as they are now, and what held of them `before`.

    `anew`: nobody knows what changed, and these are all records. `sequence` is the number that the changes of this
    machine have reached.
    """

    mark: Mark
    anew: bool
    entries: list[Entry]
    before: list[Entry]
    sequence: int


def since(journal: Journal, memory: Memory, mark: Mark | None) -> Since:
    """Return what changed since a mark; call it when the memory is what the journal says. Raises `OSError`."""
    lines = None if mark is None else _lines_at(journal, memory, mark)
    changed = None if lines is None else memory.lately.since(lines)
    now = _mark(journal, memory)
    if changed is None:
        return Since(mark=now, anew=True, entries=list(memory.entries()), before=[], sequence=memory.sequence)
    held = [each for each in map(memory.entry, changed) if each is not None]
    before = [each for each in changed.values() if each is not None]
    return Since(mark=now, anew=False, entries=held, before=before, sequence=memory.sequence)


def _mark(journal: Journal, memory: Memory) -> Mark:
    reading = journal.reading
    name = _name(reading.first, reading.last)
    return Mark(reading.generation, memory.lately.lines, reading.end, len(reading.last), name)


def _lines_at(journal: Journal, memory: Memory, mark: Mark) -> int | None:
    """Return how many lines were played at a mark; None when it is not one of this journal as it is now."""
    reading, begin = journal.reading, mark.end - mark.size
    if mark.generation != reading.generation or not 0 < mark.size <= mark.end <= reading.end:
        return None
    raw = files.read(journal.path, begin)[: reading.end - begin]
    last, later = raw[: mark.size], raw[mark.size :]
    same = _name(reading.first, last) == mark.name
    return mark.lines if same and later.count(b"\n") == memory.lately.lines - mark.lines else None


def _name(first: bytes, last: bytes) -> bytes:
    return blake2b(first + last, digest_size=16).digest()
