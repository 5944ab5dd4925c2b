"""What changed lately, and what held before: of some thousand changes, for whoever has seen all records once."""

from collections import deque
from typing import Final

from tui.core.merging import Entry

MOST: Final = 4096
"""So many changes are remembered."""


class Lately:
    """The newest changes to records, each with what held before; `lines` counts the lines that were played."""

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
        found: dict[tuple[str, str], Entry | None] = {}
        for line, name, before in reversed(self._changed):
            if line < lines:
                break
            found[name] = before
        return found
