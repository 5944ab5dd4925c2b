"""The lines of the journal: each `checksum SP json NL`, and what a damaged one still holds.

The checksum is CRC-32 of the JSON, as eight hexadecimal digits. A line says one set of changes; the first one
is the header and says format and generation.
"""

import re
from collections.abc import Iterator
from zlib import crc32

import msgspec

from tui.core.changes import Change

FORMAT = 1
"""The newest format that this version reads and writes."""


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one line says: changes that were made together, or, in the header, `format` and `generation`.

    `generation` grows each time that the journal is written anew.
    """

    format: int = 0
    generation: int = 0
    changes: tuple[Change, ...] = ()


_DECODER = msgspec.json.Decoder(Line)
_ENCODER = msgspec.json.Encoder()
_CHECKSUM = 8
_BEGIN = re.compile(rb"(?=[0-9a-f]{8} \{)")
_MOST_BEGINNINGS = 50
_ALIKE = 0.8


def written(line: Line) -> bytes:
    """Return a line as it stands in the file, with its end."""
    data = _ENCODER.encode(line)
    return b"%08x %b\n" % (crc32(data), data)


HEADER = written(Line(format=FORMAT, generation=1))
"""The first line of a new journal."""


def understood(raw: bytes) -> Line | None:
    """Return what a line says (given without its end); None when it is damaged."""
    data = raw[_CHECKSUM + 1 :]
    if raw[: _CHECKSUM + 1] != b"%08x " % crc32(data):
        return None
    try:
        return _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def salvaged(raw: bytes) -> tuple[Line, ...]:
    """Return what can be understood within a damaged line: two lines may have run into one, their end lost."""
    return next(_halves(raw), ())


def _halves(raw: bytes) -> Iterator[tuple[Line, ...]]:
    for number, begin in enumerate(_BEGIN.finditer(raw)):
        if number == _MOST_BEGINNINGS:
            return
        second = understood(raw[begin.start() :])
        if second is not None:
            first = understood(raw[: max(0, begin.start() - 1)])
            yield (second,) if first is None else (first, second)


def begins_like_ours(raw: bytes) -> bool:
    """Whether a file that holds no sound line begins as a journal does, but for some damage."""
    pairs = list(zip(raw, HEADER, strict=False))
    return sum(ours == theirs for ours, theirs in pairs) >= _ALIKE * len(pairs)
