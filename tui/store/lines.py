"""The lines of a journal, one a set of changes; the first one is the header.

An open line is `checksum SP json NL`, the checksum being CRC-32 of the JSON as eight hexadecimal digits. A sealed
line is `@generation.number SP base64 NL`, both in hexadecimal: the base64 opens to the same JSON with the home's
key, and only at that place. The header is always an open line.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from zlib import crc32

import msgspec

from tui.core.changes import Change

if TYPE_CHECKING:  # its library is loaded only where a home is sealed
    from tui.store.keys import Key

FORMAT = 2
"""The newest format that this version reads and writes."""


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What one line says: changes that were made together, or, in the header, what holds for the whole journal.

    `home` names the home to which the journal belongs, in every generation and copy of it. `generation` grows each
    time that the journal is written anew. `device` names this machine's hand, `sequence` is
    the number of its last change that the journal may no longer hold. Where the lines are sealed, `lock` names the
    key that opens them, and `key` is a copy of the file in which that key lies sealed itself.
    """

    format: int = 0
    home: str = ""
    generation: int = 0
    device: str = ""
    sequence: int = 0
    lock: str = ""
    key: str = ""
    changes: tuple[Change, ...] = ()


class Place(msgspec.Struct, frozen=True, order=True):
    """Where a sealed line belongs: the journal's generation, and the line's number in it."""

    generation: int
    number: int

    @property
    def name(self) -> bytes:
        """As it stands at the begin of the line, and as the seal is bound to it."""
        return b"@%x.%x" % (self.generation, self.number)


_DECODER = msgspec.json.Decoder(Line)
_ENCODER = msgspec.json.Encoder()
_CHECKSUM = 8
_BEGIN = re.compile(rb"(?=[0-9a-f]{8} \{|@[0-9a-f]{1,12}\.[0-9a-f]{1,12} )")
_SEALED = re.compile(rb"@([0-9a-f]{1,12})\.([0-9a-f]{1,12}) ")
_MOST_BEGINNINGS = 50
_ALIKE = 0.8
_LIKE = (*[b"0123456789abcdef"] * _CHECKSUM, *(bytes([byte]) for byte in b' {"format":'))


def checked(data: bytes) -> bytes:
    """Return a piece of JSON as an open line, with its end."""
    return b"%08x %b\n" % (crc32(data), data)


def unchecked(raw: bytes) -> bytes | None:
    """Return the JSON of an open line (given without its end); None when it is damaged."""
    data = raw[_CHECKSUM + 1 :]
    return data if raw[: _CHECKSUM + 1] == b"%08x " % crc32(data) else None


def written(line: Line) -> bytes:
    """Return a line as it stands in an open journal, with its end."""
    return checked(_ENCODER.encode(line))


def sealed(line: Line, place: Place, key: "Key") -> bytes:
    """Return a line as it stands at its place in a sealed journal, with its end."""
    return b"%b %b\n" % (place.name, key.seal(place.name, _ENCODER.encode(line)))


def is_sealed(raw: bytes) -> bool:
    """Whether a line looks like a sealed one."""
    return raw[:1] == b"@"


def place_of(raw: bytes) -> Place | None:
    """Return the place that a sealed line names; None when it names none."""
    found = _SEALED.match(raw)
    return None if found is None else Place(int(found[1], 16), int(found[2], 16))


def understood(raw: bytes) -> Line | None:
    """Return what an open line says (given without its end); None when it is damaged."""
    data = unchecked(raw)
    return None if data is None else _decoded(data)


def unsealed(raw: bytes, key: "Key") -> Line | None:
    """Return what a sealed line says (given without its end); None when it is damaged or stood elsewhere."""
    found = _SEALED.match(raw)
    data = None if found is None else key.open(raw[: found.end() - 1], raw[found.end() :])
    return None if data is None else _decoded(data)


def _decoded(data: bytes) -> Line | None:
    try:
        return _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def pieces(raw: bytes) -> Iterator[bytes]:
    """Give what may be whole lines within a damaged one, by their begin: two may have run into one."""
    starts = [begin.start() for _, begin in zip(range(_MOST_BEGINNINGS), _BEGIN.finditer(raw), strict=False)]
    ends = [*(start - 1 for start in starts[1:]), len(raw)]
    for number, start in enumerate(starts):
        yield from (raw[start:end] for end in reversed(ends[number:]) if (start, end) != (0, len(raw)))


def begins_like_ours(raw: bytes) -> bool:
    """Whether a file that holds no sound line begins as a journal does, but for some damage."""
    pairs = list(zip(raw, _LIKE, strict=False))
    return sum(byte in alike for byte, alike in pairs) >= _ALIKE * len(pairs)
