"""What an exchange works with, and what it learns on the way."""

from collections.abc import Callable

from tui.sync.index import Index, from_bytes, to_bytes
from tui.sync.ports import Desk, Folder, Mirror, Records
from tui.sync.roster import Circle
from tui.sync.segment import RefusedError, read

Random = Callable[[int], bytes]
"""Gives so many random bytes."""


class Parts:
    """The folder, the mirror and the records; `circle` and `index` are what is known, kept by `save`."""

    def __init__(
        self, circle: Circle, *, desk: Desk, folder: Folder, mirror: Mirror, records: Records, random: Random
    ) -> None:
        """`random` gives so many random bytes."""
        self.circle = circle
        self.folder = folder
        self.mirror = mirror
        self.records = records
        self.random = random
        self._desk = desk
        self._kept = circle
        self._noted = mirror.index()
        self.index = self._index()

    def _index(self) -> Index:
        """Return what was noted of the files, as far as it still holds; what is not noted is looked at again."""
        index, names = from_bytes(self._noted) or Index(), self.mirror.names()
        self._lost = index.of(self.circle.me).keys() - names
        self._emptied = self.circle.last not in ("", *names, *index.let_go)
        index.files = {file: kept for file, kept in index.files.items() if file in names}
        for file in sorted(names - index.files.keys()):
            if file not in index.let_go:
                self._note(index, file)
        return index

    @property
    def has_lost(self) -> bool:
        """Whether files of this machine's own are gone from the mirror, and did not come back from the folder."""
        known = {"", *self.index.of(self.circle.me), *self.index.let_go}
        return self._emptied or not known.issuperset({self.circle.last, *self._lost})

    def _note(self, index: Index, file: str) -> None:
        data = self.mirror.read(file)
        try:
            segment = read(data or b"", self.circle)
        except RefusedError:
            self.mirror.drop(file)
            return
        # it may have been kept, and the window ended before what it says was
        self.circle = self.circle.with_statements(segment.body, segment.epoch, segment.boxes, segment.machine)
        self.circle = self.circle.hearing(segment.machine, segment.body)
        mine = segment.machine == self.circle.me
        index.keep(file, segment.machine, len(data or b""), segment.body, keys=bool(segment.boxes), mine=mine)
        for name in (each.hex() for each in segment.body.replaces):
            if name in index.of(segment.machine) or name not in index.files:
                self.mirror.drop(name)
                index.drop(name, mine=mine)

    def save(self) -> None:
        """Keep what was learnt; raises `StoreError`."""
        self.save_circle()
        data = to_bytes(self.index)
        if data != self._noted:
            self.mirror.keep_index(data)
            self._noted = data

    def save_circle(self) -> None:
        """Keep what was learnt of the circle; raises `StoreError`."""
        if self.circle != self._kept:
            self._desk.keep(self.circle)
            self._kept = self.circle
