"""Reading line by line, from a person, a screen reader's line or a pipe."""

import io
import sys
from collections.abc import Iterator, Sequence

from tui.catalog.words import Words
from tui.cli.say import say
from tui.core.errors import InputError
from tui.core.text import clean


class InputEndedError(Exception):
    """Nobody is there any more: the input has ended, or Ctrl+C was pressed."""


def read() -> str:
    """Return the next line, harmless and without blank ends.

    Raises `InputEndedError` at the end of the input and on Ctrl+C, `InputError` when the line is too long to keep.
    """
    if isinstance(sys.stdin, io.TextIOWrapper) and sys.stdin.errors != "replace":  # only before the first line
        sys.stdin.reconfigure(errors="replace")
    try:
        line = sys.stdin.readline()
    except KeyboardInterrupt as stopped:
        raise InputEndedError from stopped
    if not line:
        raise InputEndedError
    return clean(line)


def read_patiently(words: Words) -> str:
    """Return the next line that can be kept, as `read` does; says why where one cannot be."""
    while True:
        try:
            return read()
        except InputError as error:
            say(words.error(error))


def read_lines() -> Iterator[str]:
    """Yield lines up to an empty one."""
    while line := read():
        yield line


def number(text: str, low: int, high: int) -> int:
    """Return the number in `text`; raises `InputError` when it is none from `low` to `high`."""
    if not (text.isascii() and text.isdigit() and len(text) < len(str(high)) + 4 and low <= int(text) <= high):
        raise InputError("answer_number", low=low, high=high)
    return int(text)


def numbers(text: str, most: int) -> tuple[int, ...]:
    """Return the numbers in `text`, from 1 to `most`, each once, in order; raises `InputError` as `number` does."""
    return tuple(sorted({number(word, 1, most) for word in text.replace(",", " ").split()}))


def picked(text: str, ids: Sequence[str]) -> tuple[str, ...]:
    """Return the ids whose numbers (from 1) stand in `text`; raises `InputError` as `number` does."""
    return tuple(ids[each - 1] for each in numbers(text, len(ids)))
