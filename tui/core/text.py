"""Text from anyone, made harmless once, where it enters.

A terminal obeys control characters, whoever wrote them, and bidirectional overrides can make a sentence read as
another one. Both are replaced by visible stand-ins, never deleted: deleting one sequence can join up another.
"""

import unicodedata

from tui.core.errors import InputError

LIMIT = 100_000
"""The longest text that is taken, in characters: far beyond what a person types, far below what hurts."""

_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SEPARATORS = {0x0D: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n", 0x09: "    "}
_STAND_INS = (
    {code: chr(0x2400 + code) for code in range(0x20)}
    | {0x7F: "\u2421"}
    | dict.fromkeys(range(0x80, 0xA0), "\ufffd")
    | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    | dict.fromkeys(map(ord, _BIDI), "\u25ca")
    | {0xFEFF: ""}
    | _SEPARATORS
    | {0x0A: "\n"}
)


def harmless(text: str) -> str:
    """Return `text` without anything a terminal would obey: for the moment of painting or printing."""
    if text.isascii() and text.isprintable():
        return text
    return text.replace("\r\n", "\n").translate(_STAND_INS)


def clean(text: str) -> str:
    """Return `text` as it may be kept: harmless, NFC, lines joined by LF, no blank ends.

    Raises `InputError` when it is longer than `LIMIT`: a text is refused whole rather than cut.
    """
    if len(text) > LIMIT:
        raise InputError("text_too_long", limit=LIMIT, length=len(text))
    return unicodedata.normalize("NFC", harmless(text)).strip()


def one_line(text: str) -> str:
    """Return `text` on a single line, for names, titles and lists."""
    return " ".join(harmless(text).split())


def shorten(text: str, cells: int) -> str:
    """Return `text` on one line, at most `cells` wide in a terminal, with an ellipsis where it was cut."""
    line = one_line(text)
    if width(line) <= cells:
        return line
    taken, room = [], max(0, cells - 1)
    for cluster in _clusters(line):
        room -= width(cluster)
        if room < 0:
            break
        taken.append(cluster)
    return "".join(taken) + "…"


def width(text: str) -> int:
    """Return how many terminal cells `text` takes: wide characters two, combining marks none."""
    return sum(_cell(char) for char in text)


def _cell(char: str) -> int:
    if char.isascii():
        return 1
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _clusters(line: str) -> list[str]:
    """Split into what a person sees as one character, so that no emoji or accent is cut in two."""
    found: list[str] = []
    for char in line:
        joins = found and (_cell(char) == 0 or found[-1].endswith("\u200d"))
        if joins:
            found[-1] += char
        else:
            found.append(char)
    return found
