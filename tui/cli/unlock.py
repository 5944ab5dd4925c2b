"""How a passphrase comes in: from the environment, from a pipe, or from a person at a terminal.

Every command opens a home here, and nothing is asked for where the home is not sealed.
"""

import os
import sys
from collections.abc import Callable
from getpass import getpass
from pathlib import Path
from time import sleep
from typing import TypeVar

from tui.catalog.library import catalog_here, spoken
from tui.cli.say import complain
from tui.core.errors import InputError, LockedError
from tui.core.text import LIMIT
from tui.household import Household

T = TypeVar("T")

VARIABLE = "NEARER_PASSPHRASE"
"""The variable of the environment that may hold the passphrase."""

PACKS = "NEARER_PACKS"
"""The variable that names folders with packs of one's own, besides the one in the home."""

PAUSES = (1.0, 2.0)
"""Seconds to wait after each wrong passphrase but the last, which ends the command."""


def at_once(home: Path, name: str = "", passphrase: str = "") -> Household:
    """Open a home without asking anybody, with this passphrase or the environment's.

    Raises `LockedError` when it needs another one, and else as `Household.open` does.
    """
    return Household.open(
        home,
        name=name,
        passphrase=passphrase or os.environ.get(VARIABLE, ""),
        packs=packs(),
        language=spoken(os.environ),
    )


def packs() -> list[Path]:
    """Return the folders with packs of one's own that the environment names."""
    return [Path(each).expanduser() for each in os.environ.get(PACKS, "").split(os.pathsep) if each]


def open_household(home: Path, name: str = "") -> Household:
    """Open a home, asking for its passphrase where it needs one; raises as `at_once` does."""
    return opened_with(home, name)[0]


def opened_with(home: Path, name: str = "") -> tuple[Household, str]:
    """Open a home as `open_household` does; return it and the passphrase, which means nothing in an open home."""
    return with_passphrase(lambda secret: at_once(home, name, secret))


def with_passphrase(work: Callable[[str], T]) -> tuple[T, str]:
    """Do what may need a passphrase, with the environment's, or one that is asked for; return that one too.

    Raises `LockedError` when it needs another one, and whatever `work` raises.
    """
    secret = os.environ.get(VARIABLE, "")
    try:
        return work(secret), secret
    except LockedError as error:
        if error.key != "home_locked":
            raise
        locked = error
    if in_terminal():
        return _asked(work)
    secret = line()
    if not secret:
        raise locked
    return work(secret), secret


def _asked(work: Callable[[str], T]) -> tuple[T, str]:
    words = catalog_here().words
    for pause in PAUSES:
        secret = ask("ask_passphrase")
        try:
            return work(secret), secret
        except LockedError as error:
            if error.key not in {"home_locked", "passphrase_wrong"}:
                raise
            complain(words, LockedError("passphrase_wrong"))
            sleep(pause)
    secret = ask("ask_passphrase")
    return work(secret), secret


def new_passphrase() -> str:
    """Return a passphrase that was given twice, or once through a pipe; raises `InputError` when it was not."""
    words = catalog_here().words
    for _ in PAUSES if in_terminal() else ():
        first, second = ask("ask_new"), ask("ask_again")
        if first == second:
            return first
        complain(words, InputError("passphrase_differs"))
    first, second = (ask("ask_new"), ask("ask_again")) if in_terminal() else (line(), line())
    if first != (second or first):
        raise InputError("passphrase_differs")
    return first


def in_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def ask(question: str) -> str:
    """Ask in the terminal, on standard error and without showing what is typed."""
    try:
        return getpass(catalog_here().words(f"cli.{question}"), stream=sys.stderr)
    except EOFError:
        return ""


def line() -> str:
    """Return the next line of standard input without its end, empty when there is none.

    It is read byte by byte: what stands after it is for others. Raises `InputError` when it is too long.
    """
    if sys.stdin is None:
        return ""
    if not hasattr(sys.stdin, "buffer"):
        return sys.stdin.readline().removesuffix("\n")
    stream = getattr(sys.stdin.buffer, "raw", sys.stdin.buffer)
    found = bytearray()
    while (byte := stream.read(1)) and byte != b"\n":
        found += byte
        if len(found) > LIMIT:
            raise InputError("text_too_long", limit=LIMIT, length=len(found))
    return found.decode("utf-8", "surrogateescape").removesuffix("\r")
