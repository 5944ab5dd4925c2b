"""Reads one file of a pack: its bytes, its TOML, its shape, with a fault and its line for all that is wrong."""

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from tui.catalog.rules import rules
from tui.catalog.shape import Finding, findings
from tui.catalog.words import Words
from tui.core.errors import ContentError
from tui.core.text import one_line

LARGEST = 2_000_000
"""The largest file that is read, in bytes: a pack's texts are far below."""

Part = TypeVar("Part", bound=msgspec.Struct)

_POSITION = re.compile(r" ?\(at (?:line (\d+), column \d+|end of document)\)")


class Text(msgspec.Struct, frozen=True):
    """A file's text, and the data in it; `faults` say why there is none."""

    text: str
    data: Mapping[str, object]
    faults: "tuple[Located, ...]" = ()


class Located(msgspec.Struct, frozen=True):
    """A fault on a `line` (1-based): `key` names its sentence under `content`, `values` fill it."""

    line: int
    key: str
    values: dict[str, object]


def read(path: Path) -> Text:
    """Return what a TOML file holds; never raises."""
    try:
        raw = _bytes(path)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "?"
        return Text("", {}, (Located(1, "unreadable", {"why": why}),))
    if len(raw) > LARGEST:
        return Text("", {}, (Located(1, "file_too_large", {"limit": LARGEST // 1_000_000}),))
    try:
        return _parsed(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        return Text("", {}, (Located(raw.count(b"\n", 0, error.start) + 1, "not_utf8", {}),))


def _bytes(path: Path) -> bytes:
    """Read a regular file: a named pipe would be waited for without end."""
    if path.exists() and not path.is_file():
        raise IsADirectoryError(21, "not a file")
    with path.open("rb") as file:
        return file.read(LARGEST + 1).removeprefix(BOM_UTF8)


def _parsed(text: str) -> Text:
    import tomllib

    text = text.replace("\r\n", "\n")
    try:
        return Text(text, tomllib.loads(text))
    except RecursionError:
        return Text(text, {}, (Located(1, "too_deep", {}),))
    except ValueError as error:
        return Text(text, {}, (_syntax(text, str(error)),))


def _syntax(text: str, message: str) -> Located:
    """Return a syntax error with the line that the parser names only in its message."""
    place = _POSITION.search(message)
    line = int(place[1]) if place and place[1] else text.rstrip("\n").count("\n") + 1
    return Located(line if place else 1, "syntax", {"why": _POSITION.sub("", message)})


def faults_of(read: Text, kind: type[msgspec.Struct]) -> tuple[Located, ...]:
    """Return everything wrong with a file that should hold a `kind`."""
    return read.faults or located(read.text, findings(read.data, kind, rules))


def located(text: str, found: Iterable[Finding]) -> tuple[Located, ...]:
    """Return findings with the lines of `text` on which they are, in their order."""
    found = list(found)
    if not found:
        return ()
    from tui.catalog.locate import line_of, lines_of  # rarely needed: most files are whole

    lines = lines_of(text)
    return tuple(sorted((Located(line_of(lines, f.path), f.key, f.values) for f in found), key=lambda f: f.line))


def load(path: Path, kind: type[Part], words: Words) -> Part:
    """Return the `kind` in a file; raises `ContentError` with the file, line and sentence of its first fault."""
    held = read(path)
    if faults := faults_of(held, kind):
        raise broken(path, faults[0], words)
    return msgspec.convert(held.data, kind)


def broken(path: Path, fault: Located, words: Words) -> ContentError:
    """Return the error that tells of a fault."""
    what = one_line(words(f"content.{fault.key}", **fault.values))
    return ContentError("content_broken", file=str(path), line=fault.line, what=what)
