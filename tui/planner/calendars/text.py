"""The text of a calendar file as one run of bytes: its encoding told, its lines unfolded, each line findable again.

Everything that says when is ASCII, so bytes are enough: names in whatever encoding do no harm, and a line that was
folded in the middle of a letter is whole again before anybody looks at letters.
"""

import codecs
import re
from array import array
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from tui.core.errors import InputError

_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    ("BEGIN".encode("utf-16-le"), "utf-16-le"),
    ("BEGIN".encode("utf-16-be"), "utf-16-be"),
    ("BEGIN".encode("utf-32-le"), "utf-32-le"),
    ("BEGIN".encode("utf-32-be"), "utf-32-be"),
)
"""How a file in wide letters begins. The longer mark comes first, as it begins like the shorter one."""

_SMALL = re.compile(rb"\n[A-Z]{0,2}[a-z]")
"""How a name in small letters begins. To look at whole names would take as long as all the rest."""

_FOLD = re.compile(rb"\n[ \t]")
_BLOCK = 1 << 16
_NAME = re.compile(rb"\n[A-Za-z0-9-]+(?=[;: \t])")


class Text:
    """A calendar's text: `data` is unfolded, begins and ends with a line end, and has its names in capitals."""

    def __init__(self, raw: bytes) -> None:
        """Raises `InputError` when the bytes are surely no text of a calendar."""
        self._folded = b"\n" + _plain(raw) + b"\n"
        data = self._folded
        if b"\n " in data or b"\n\t" in data:
            data = data.replace(b"\n ", b"").replace(b"\n\t", b"")
        self.data = _NAME.sub(lambda found: found[0].upper(), data) if _SMALL.search(data) else data

    def line(self, at: int) -> int:
        """Return the line, counted from 1 as an editor does, of what stands at `at` in `data`."""
        block = at // _BLOCK
        unfolded = self._counts[block] + self.data.count(b"\n", block * _BLOCK, at + 1)
        return max(1, unfolded + bisect_right(self._folds, at))

    @cached_property
    def _counts(self) -> list[int]:
        """How many line ends stand before each block."""
        blocks = range(0, len(self.data) + 1, _BLOCK)
        return [0, *accumulate(self.data.count(b"\n", first, first + _BLOCK) for first in blocks)]

    @cached_property
    def _folds(self) -> "array[int]":
        """Where in `data` a line was folded."""
        return array("Q", (found.start() - 2 * number for number, found in enumerate(_FOLD.finditer(self._folded))))


def _plain(raw: bytes) -> bytes:
    """Return the bytes in an encoding that agrees with ASCII, their lines ending with LF."""
    if not raw.strip():
        raise InputError("calendar_empty")
    for mark, encoding in _WIDE:
        if raw.startswith(mark):
            raw = _decoded(raw, encoding)
            break
    raw = raw.removeprefix(codecs.BOM_UTF8)
    if b"\0" in raw:
        raise InputError("calendar_binary")
    return _lines(raw)


def _decoded(raw: bytes, encoding: str) -> bytes:
    try:
        return raw.decode(encoding).removeprefix("\ufeff").encode("utf-8", "replace")
    except UnicodeDecodeError as error:
        raise InputError("calendar_encoding") from error


def _lines(raw: bytes) -> bytes:
    """Let each line end with LF alone. Where that is how they end, a lone CR is part of a text."""
    raw = raw.replace(b"\r\n", b"\n")
    if b"\r" not in raw:
        return raw
    if b"\n" not in raw or b"\rBEGIN:" in raw or b"\rEND:" in raw:
        return raw.replace(b"\r", b"\n")
    return raw.replace(b"\r\n", b"\n").replace(b"\r", b" ")
