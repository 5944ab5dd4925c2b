"""How commands speak: one JSON document or plain lines on standard output, one plain line on standard error."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import local
from typing import TextIO

from tui.catalog.words import Words
from tui.core.errors import NearerError
from tui.core.text import harmless, one_line


class _Here(local):
    """Of each thread: whether what it says next may meet a line that somebody is typing."""

    between = False


_HERE = _Here()


def say(text: str) -> None:
    """Print a text for people, harmless to the terminal."""
    begins, _HERE.between = "\n" if _HERE.between else "", False
    _write(sys.stdout, begins + harmless(text) + "\n")


@contextmanager
def between_letters() -> Iterator[None]:
    """Let what is said meanwhile by this thread begin a line of its own: at a terminal somebody may be typing one."""
    _HERE.between = sys.stdin.isatty() and sys.stdout.isatty()
    try:
        yield
    finally:
        _HERE.between = False


def ring() -> None:
    """Ring the terminal's bell."""
    _write(sys.stdout, "\a")


def say_json(document: Mapping[str, object]) -> None:
    """Print one JSON document: ASCII, so that no terminal and no pipe stumbles."""
    import json

    _write(sys.stdout, json.dumps(document, ensure_ascii=True, separators=(", ", ": ")) + "\n")


def complain(words: Words, error: NearerError) -> None:
    """Print what went wrong on one line of standard error."""
    _write(sys.stderr, one_line(words.error(error)) + "\n")


def warn(text: str) -> None:
    """Print a sentence to bear in mind on standard error."""
    _write(sys.stderr, one_line(text) + "\n")


def _write(stream: TextIO, text: str) -> None:
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()
