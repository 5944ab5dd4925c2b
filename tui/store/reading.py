"""Reading a journal's bytes, wherever they come from: line by line, with what is damaged told and left out."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tui.core.errors import LockedError, StoreError
from tui.store.finding import Finding
from tui.store.lines import (
    FORMAT,
    Line,
    Place,
    begins_like_ours,
    is_sealed,
    pieces,
    place_of,
    understood,
    unsealed,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tui.store.keys import Key


class Reading:
    """How far a journal is read, and what it turned out to be.

    `end` counts the bytes of whole lines, `number` the lines; `first` and `last` are the oldest and the newest of
    them, with their ends, and `rest` are bytes beyond that no line end follows yet. `place` is that of the newest
    sealed line. `header` is None where it is damaged. `findings` are by line; `damaged` holds the bytes of damaged
    lines by their number.
    """

    def __init__(self, path: "Path", key: "Key | None" = None, *, number: int = 0) -> None:
        """Begin at the begin of the journal at `path`, or after the line with a `number`."""
        self.path = path
        self.end = 0
        self.number = number
        self.first = b""
        self.last = b""
        self.rest = b""
        self.header: Line | None = None
        self.place = Place(0, 0)
        self.findings: dict[int, Finding] = {}
        self.damaged: dict[int, bytes] = {}
        self.newer = False
        self._key = key
        self._sound = False
        self._sealed = False

    @property
    def sealed(self) -> bool:
        """Whether its lines are sealed."""
        return self._sealed

    @property
    def generation(self) -> int:
        """How often the journal was written anew."""
        return self.header.generation if self.header is not None else max(1, self.place.generation)

    @property
    def home(self) -> str:
        """The name of the home to which the journal belongs; empty where it is not known."""
        return self.header.home if self.header is not None else ""

    def same_home(self, home: str) -> bool:
        """Whether this may be a journal of the home with that name: so unless it is known to be another's."""
        return not self.home or not home or self.home == home

    def next_place(self) -> Place:
        """Return the place of the next line."""
        return Place(self.generation, max(self.number, self.place.number) + 1)

    def take(self, raw: bytes) -> list[Line]:
        """Read on in bytes that begin where `end` is; return what they say.

        Raises `LockedError` when they are sealed and there is no key, `StoreError` when it is no journal of ours.
        """
        *whole, rest = raw.split(b"\n")
        lines: list[Line] = []
        for line in whole:
            self.number += 1
            said = self._said(line)
            if said is None:
                lines += self._damage(line)
            elif said.format:
                self._take_header(said)
            else:
                lines.append(said)
        self._sound = self._sound or bool(lines) or self.header is not None or begins_like_ours(raw)
        if not self._sound:
            raise StoreError("store_not_ours", path=self.path)
        self.end += len(raw) - len(rest)
        self.rest = rest
        if whole:
            self.first = self.first or whole[0] + b"\n"
            self.last = whole[-1] + b"\n"
        return lines

    def take_all(self, chunks: Iterable[bytes]) -> Iterator[Line]:
        """Read on in bytes that come piece by piece; gives what they say, and raises as `take` does."""
        came = False
        for chunk in chunks:
            came = True
            yield from self.take(self.rest + chunk)
        if not came:
            self.take(b"")

    def afresh(self) -> "Reading":
        """Return a reading of the same journal from its begin."""
        return Reading(self.path, self._key)

    def wrote(self, data: bytes) -> None:
        """Go on behind a whole, sound line that was just written at the end."""
        self.last = data
        self.end += len(data)
        self.number += 1
        self.place = place_of(data) or self.place

    def whole(self, raw: bytes) -> bool:
        """Whether bytes without a line end are a whole line all the same."""
        return (understood(raw) if self._key is None or not is_sealed(raw) else unsealed(raw, self._key)) is not None

    def _said(self, raw: bytes) -> Line | None:
        if not is_sealed(raw):
            said = understood(raw)
            return said if said is None or said.format or not self._sealed else None
        place = place_of(raw)
        if place is None:
            return None
        self._sealed = True
        if self._key is None:
            raise LockedError("home_locked", path=self.path.parent)
        generation = self.header.generation if self.header is not None else place.generation
        if place.generation != generation or place <= self.place:
            return None
        said = unsealed(raw, self._key)
        if said is not None:
            self.place = place
        return said

    def _take_header(self, header: Line) -> None:
        if self.header is not None:
            return
        self.header = header
        self.newer = header.format > FORMAT
        self._sealed = self._sealed or bool(header.key)
        if self._sealed and (self._key is None or self._key.name != header.lock):
            raise LockedError("home_locked", path=self.path.parent)

    def _damage(self, raw: bytes) -> list[Line]:
        """Note a damaged line, and return what can be understood in it all the same."""
        if not raw:
            return []
        self.findings[self.number] = Finding(what="store.line_damaged", where=f"{self.path.name}:{self.number}")
        self.damaged[self.number] = raw
        found: list[Line] = []
        after = 0
        for piece in pieces(raw):
            begin = raw.find(piece, after)
            said = self._said(piece) if begin >= 0 else None
            if said is not None and not said.format:
                found.append(said)
                after = begin + len(piece)
        return found
