"""What changed lately: so that whoever has seen all records once need look only at those that are not as they were.

A mark names a line of the journal. It may be kept in a file: it holds in every process and window, for as long as
the journal is not written anew.
"""

from collections import deque
from typing import Final

import msgspec

from tui.core.merging import Entry
from tui.store import files
from tui.store.journal import Journal

MOST: Final = 4096
"""So many changes are remembered."""


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """How far a journal was seen: so many `lines` of one `generation` of it, up to byte `end`.

    `size` is that of the last of them in bytes, and `name` a hash of it and of the first: in another journal another
    line stands there.
    """

    generation: int
    lines: int
    end: int
    size: int
    name: bytes


class Lately:
    """The newest changes to records, each with what held before. `lines` counts the lines that are played."""

    def __init__(self) -> None:
        """No line is played yet."""
        self.lines = 0
        self._known = 0
        self._changed: deque[tuple[int, tuple[str, str], Entry | None]] = deque(maxlen=MOST)

    def note(self, name: tuple[str, str], before: Entry | None) -> None:
        """Note that something else holds of a record now than `before`."""
        self._changed.append((self.lines, name, before))

    def begin_anew(self, lines: int) -> None:
        """Know of nothing before this: the same is said in so many lines now."""
        self.lines = self._known = lines
        self._changed.clear()

    def since(self, lines: int) -> dict[tuple[str, str], Entry | None] | None:
        """Return, of each record that changed after so many lines, what held of it then; None when nobody knows."""
        known = self._known
        if len(self._changed) == MOST:
            known = max(known, self._changed[0][0] + 1)  # of the changes in the oldest line some may be forgotten
        if not known <= lines <= self.lines:
            return None
        found = {}
        for line, name, before in reversed(self._changed):
            if line < lines:
                break
            found[name] = before
        return found


def mark_of(journal: Journal, lines: int) -> Mark:
    """Return the mark of a journal of which so many lines are played: all that are read."""
    reading = journal.reading
    return Mark(reading.generation, lines, reading.end, len(reading.last), _name(reading.first, reading.last))


def lines_at(journal: Journal, mark: Mark, lines: int) -> int | None:
    """Return how many lines were played at a mark, as it is; None when it is not one of this journal.

    As many `lines` are played now.
    """
    reading, begin = journal.reading, mark.end - mark.size
    if mark.generation != reading.generation or not 0 < mark.size <= mark.end <= reading.end:
        return None
    raw = files.read(journal.path, begin)[: reading.end - begin]
    last, later = raw[: mark.size], raw[mark.size :]
    same = _name(reading.first, last) == mark.name and later.count(b"\n") == lines - mark.lines
    return mark.lines if same else None


def _name(first: bytes, last: bytes) -> bytes:
    from hashlib import blake2b  # not needed before the first paint

    return blake2b(first + last, digest_size=16).digest()
