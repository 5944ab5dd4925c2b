"""How commands speak: one JSON document or plain lines on standard output, one plain line on standard error."""

import sys
from collections.abc import Mapping
from typing import TextIO

from tui.catalog.words import Words
from tui.core.errors import NearerError
from tui.core.text import harmless, one_line


def say(text: str) -> None:
    """Print a text for people, harmless to the terminal."""
    _write(sys.stdout, harmless(text) + "\n")


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
