"""Reading line by line, from a person, a screen reader's line or a pipe, and the words that are no answers."""

import io
import sys
from collections.abc import Sequence

from tui.catalog.words import Words
from tui.cli.say import say
from tui.core.errors import InputError
from tui.core.text import clean

BACK, MORE, AWAY, AGAIN = "<", "+", "-", "?"
"""Signs that mean the same in every language: go back, say more, take away, say it again."""

ENGLISH = {
    "yes": ("y", "yes"),
    "no": ("n", "no"),
    "private": ("private",),
    "together": ("together",),
    "now": ("now",),
    "keep": ("k", "keep"),
    "stop": ("q", "quit"),
}
"""Words that are understood in every language, besides its own."""


class InputEndedError(Exception):
    """Nobody is there any more: the input has ended, or Ctrl+C was pressed."""


def read() -> str:
    """Return the next line, harmless and without blank ends.

    Raises `InputEndedError` at the end of the input and on Ctrl+C, `InputError` when the line is too long to keep.
    After Ctrl+C the input has ended for good, so that it leads out from however deep one is.
    """
    if isinstance(sys.stdin, io.TextIOWrapper) and sys.stdin.errors != "replace":  # only before the first line
        sys.stdin.reconfigure(errors="replace")
    try:
        line = sys.stdin.readline()
    except KeyboardInterrupt as stopped:
        sys.stdin = io.StringIO()
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


def means(words: Words, line: str, sign: str) -> bool:
    """Whether a line is the word for `sign` (a key of `ENGLISH`), in the reader's language or in English."""
    own = words(f"plain.word_{sign}").casefold().split()
    return line.casefold() in {*own, *ENGLISH[sign]}


def said_yes(words: Words) -> bool:
    """Read a line, and tell whether it says yes; everything else does not."""
    return means(words, read_patiently(words), "yes")


def chosen(words: Words, most: int) -> int:
    """Return a number from 1 to `most` that is typed, 0 for an empty line or a step back."""
    while True:
        line = read_patiently(words)
        if line in {"", BACK} or means(words, line, "stop"):
            return 0
        try:
            return number(line, 1, most)
        except InputError as error:
            say(words.error(error))


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
