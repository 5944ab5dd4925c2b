"""What both sides of a pairing need at the command line: telling, asking, and waiting for what the folder brings."""

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic, sleep
from typing import TypeVar

from tui.cli.plain_ask import InputEndedError, said_yes
from tui.cli.run import wants_json
from tui.cli.say import complain, say, warn
from tui.cli.unlock import in_terminal
from tui.core.errors import InputError, ReadOnlyError
from tui.household import Household
from tui.sync.pairing import LIFE
from tui.sync.ports import FolderError

T = TypeVar("T")

EVERY = 0.3
"""Seconds between two looks at the folder."""

_MINUTE = 60


class Talk:
    """Tells and asks: on standard error where the other output is for a script."""

    def __init__(self, options: argparse.Namespace, household: Household) -> None:
        """`options` say how long to wait, and whether everything is agreed to."""
        self.json = wants_json(options)
        self.words = household.words
        self._yes: bool = options.yes
        self._wait: float | None = options.wait

    @property
    def waits(self) -> bool:
        """Whether it waits for the other computer at all."""
        return self._wait != 0

    def until(self) -> float:
        """Return until when to wait, on the monotonic clock; an invitation is good for a day."""
        return monotonic() + (LIFE if self._wait is None else self._wait * _MINUTE)

    def tell(self, key: str, **values: object) -> None:
        """Tell it a person; a script is not told."""
        if not self.json:
            say(self.words(key, **values))

    def show(self, words: Sequence[str]) -> None:
        """Show words that are to be said or compared."""
        if not self.json:
            say(f"\n    {' '.join(words)}\n")

    def need_somebody(self) -> None:
        """Raise `InputError` when the words are to be compared, and nobody is there to do it."""
        if not (self._yes or in_terminal()):
            raise InputError("sync_needs_yes")

    def same(self, check: Sequence[str]) -> bool:
        """Ask whether both screens show the same three words."""
        if self._yes:
            return True
        self.need_somebody()
        if self.json:
            warn(" ".join(check))
        self.ask(self.words("sync.check_ask"))
        return said_yes(self.words)

    def ask(self, question: str) -> None:
        """Ask something; the answer is read by the caller."""
        (warn if self.json else say)(question)


@contextmanager
def left_as(key: str) -> Iterator[None]:
    """Say what is kept, when somebody leaves in between."""
    try:
        yield
    except (KeyboardInterrupt, InputEndedError):
        raise InputError(key) from None


def patiently(talk: Talk, look: Callable[[], T | None]) -> T | None:
    """Look until there is something, as long as it is waited for; a folder that is away may come back.

    Raises what `look` raises, and `FolderError` only when it is not waited for.
    """
    until, said = talk.until(), ""
    while True:
        try:
            found = look()
        except FolderError as error:
            if not talk.waits:
                raise
            if error.key != said:
                complain(talk.words, error)
            found, said = None, error.key
        if found is not None or monotonic() >= until:
            return found
        sleep(EVERY)


def be_writable(household: Household) -> None:
    """Raise `ReadOnlyError` when nothing can be saved here."""
    if household.store.read_only is not None:
        raise ReadOnlyError(household.store.read_only, path=household.store.home)
