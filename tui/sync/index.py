"""What this machine knows of files without reading them again: those it keeps, and those that lie in the folder.

It can be lost: then everything is read once more.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b
from typing import Final

import msgspec

from tui.sync.ports import Signature, Told
from tui.sync.shared import BY_CHOICE
from tui.sync.wire import Body, Span

SMALL: Final = 64 * 1024
"""Bytes below which a file is packed with others."""

_MOST_LET_GO: Final = 4096
_SHORT: Final = 8


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A file in the mirror: who wrote it (hexadecimal), how large it is, which changes are in it.

    `plain`: it says nothing of who takes part, and holds no key.
    """

    machine: str
    size: int
    covers: tuple[Span, ...]
    plain: bool


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it was last read: its content's name, or why it is not believed; a `note` is not kept."""

    signature: Signature
    file: str = ""
    why: str = ""
    note: bool = False


class Index(msgspec.Struct, kw_only=True):
    """`files` by name of content, `folder` by name in the folder; `let_go` are files that others take the place of.

    Of the latter the value says whether they are this machine's own. `erased` are the erasures after which this
    machine's own files were written anew. `told` names, in 8 bytes each, the records that files of any machine tell
    of and that need not be for both. `noted` is what the records are to remember until the next exchange. `tried` is
    a hash of who was known to take part when what could not be believed was looked at last, and `compared` one of how
    the records differed from another machine's when all files were last taken in again for that.
    """

    files: dict[str, Kept] = {}
    folder: dict[str, Seen] = {}
    let_go: dict[str, bool] = {}
    erased: set[str] = set()
    told: bytes = b""
    noted: bytes = b""
    tried: bytes = b""
    compared: bytes = b""

    def of(self, machine: bytes) -> dict[str, Kept]:
        """Return the files of one machine."""
        name = machine.hex()
        return {file: kept for file, kept in self.files.items() if kept.machine == name}

    def upto(self, machine: bytes) -> int:
        """Return up to which number all changes of a machine are known here."""
        return until(span for kept in self.of(machine).values() for span in kept.covers)

    def highest(self, machine: bytes) -> int:
        """Return the highest number of a change of a machine that is known here."""
        return max((span.upto for kept in self.of(machine).values() for span in kept.covers), default=0)

    def keep(
        self, file: str, machine: bytes, size: int, body: Body, *, keys: bool = False, mine: bool = False
    ) -> None:
        """Note a file that is in the mirror now; `keys`: with the key of its epoch; `mine`: this machine's own."""
        plain = not (keys or body.admits or body.removes or body.vouches)
        self.files[file] = Kept(machine=machine.hex(), size=size, covers=body.covers, plain=plain)

        names = {_short(each.kind, each.record) for each in body.changes if each.kind in BY_CHOICE}
        if names:  # of other machines' files there are many at once, and a name that is told twice does no harm
            self.told += b"".join(sorted(names - self._told() if mine else names))

    def telling(self) -> Told:
        """Return what says whether some machine's files tell of a record that need not be for both."""
        told = cache(self._told)
        return lambda kind, record: _short(kind, record) in told()

    def _told(self) -> frozenset[bytes]:
        return frozenset(self.told[at : at + _SHORT] for at in range(0, len(self.told), _SHORT))

    def drop(self, file: str, *, mine: bool) -> None:
        """Note that a file is needed no more."""
        self.files.pop(file, None)
        self.let_go[file] = mine
        for oldest in list(self.let_go)[: max(0, len(self.let_go) - _MOST_LET_GO)]:
            del self.let_go[oldest]

    def in_folder(self) -> dict[str, str]:
        """Return the names in the folder by the content that lies there, one each."""
        return {seen.file: name for name, seen in self.folder.items() if seen.file}

    def refused(self) -> dict[str, str]:
        """Return, by name, why files in the folder are not believed."""
        return {name: seen.why for name, seen in sorted(self.folder.items()) if seen.why}


def _short(kind: str, record: str) -> bytes:
    return blake2b(f"{kind} {record}".encode(), digest_size=_SHORT).digest()


def until(spans: Iterable[Span]) -> int:
    """Return how far spans reach from 0 without a gap."""
    reached = 0
    for span in sorted(spans, key=lambda each: each.after):
        if span.after > reached:
            break
        reached = max(reached, span.upto)
    return reached


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that touch made one."""
    return tuple(_joined(sorted(spans, key=lambda each: each.after)))


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    last: Span | None = None
    for span in spans:
        if last is not None and span.after <= last.upto:
            last = Span(last.after, max(last.upto, span.upto))
        else:
            if last is not None:
                yield last
            last = span
    if last is not None:
        yield last


def from_bytes(data: bytes | None) -> Index | None:
    """Return an index that was written down; None when there is none that can be read."""
    if data is None:
        return None
    try:
        return msgspec.msgpack.decode(data, type=Index)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def to_bytes(index: Index) -> bytes:
    """Return an index as it is written down."""
    return msgspec.msgpack.encode(index)
