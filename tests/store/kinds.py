"""The two kinds of homes, open and sealed: what holds of a store holds of both."""

from dataclasses import dataclass
from pathlib import Path

from tui.store.lines import is_sealed
from tui.store.sealing import NAME as KEY
from tui.store.store import Store

SECRET = "a word of ours"


@dataclass(frozen=True, slots=True)
class Kind:
    """Opens homes of one kind, and reads their journals as if they were open."""

    sealed: bool

    def open(self, home: Path) -> Store:
        """Open a home; one that is not there is made, and sealed where that is the kind."""
        if not self.sealed:
            return Store.open(home)
        if (home / KEY).exists() or (home / "records.journal").exists():
            return Store.open(home, passphrase=SECRET)
        store = Store.open(home)
        store.set_passphrase(SECRET)
        return store

    def said(self, home: Path) -> list[bytes]:
        """Return what each line of a journal says, after the header."""
        lines = (home / "records.journal").read_bytes().splitlines()[1:]
        assert [is_sealed(line) for line in lines] == [self.sealed] * len(lines)
        return [self._opened(home, line) for line in lines]

    def _opened(self, home: Path, line: bytes) -> bytes:
        if not self.sealed:
            return line
        key = self.open(home).sealing.key
        assert key is not None
        opened = key.open(*line.split(b" ", 1))
        assert opened is not None
        return opened
