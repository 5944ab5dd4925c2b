"""How long from a key to its letter on the screen: the app's own questions beside the bare fields of its library."""

import math
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from bench import bare
from bench.played import Played, begin_home, module_command
from bench.report import Row, median, percentile

LETTERS = "zqxjkvbwpygfumcrldhsntzqaeoi"
"""Typed letter by letter; the beginnings of it stand nowhere else on a screen."""

KEYS_A_RUN = 15
"""With the usual number of runs that makes more than 200 keys for each program."""

QUIET = 0.04
"""Seconds without a byte after which a key counts as done."""

REST = 0.3
"""Seconds without a byte after which a screen counts as at rest: less than a cursor's blink."""

AIM = 1.5
STEP = "before"
KINDS = {"line": ("before.loved", "a bare Input"), "page": ("before.good_day", "a bare TextArea")}
"""The question of each kind that is typed into, and what beside."""


def measure(runs: int) -> Iterator[Row]:
    """Measure a field of one line and one of many."""
    words = math.ceil(runs * KEYS_A_RUN / len(LETTERS))
    for kind, (question, against) in KINDS.items():
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder) / "home"
            ours, theirs = _type_by_turns(kind, words, home, _stand_at(home, question))
        for name, of in (("median", median), ("99th percentile", percentile)):
            what = f"a key to its paint, question of kind `{kind}`: {name}"
            yield Row(what=what, against=against, ours=of(ours), theirs=of(theirs), aim=AIM)


def _stand_at(home: Path, question: str) -> bytes:
    """Make a home in which Ana's draft was left at a question; return the first word that is asked there."""
    from tui.household import Household

    begin_home(home)
    household = Household.open(home, name="Ana")
    try:
        questions = household.catalog.step(STEP).questions
        place = next(number for number, each in enumerate(questions) if each.id == question)
        household.keep_draft(household.draft(STEP).at(place + 1, len(questions) + 1))
        return questions[place].ask.split()[0].encode()
    finally:
        household.close()


def _type_by_turns(kind: str, words: int, home: Path, heading: bytes) -> tuple[list[float], list[float]]:
    """Type into both, a word here and a word there; return the milliseconds of every key."""
    argv = [*module_command(), "--home", str(home), "--as", "Ana", "check-in", STEP]
    with Played(argv) as mine, Played(bare.command(kind)) as bare_one:
        ours, theirs = Typing(mine, heading), Typing(bare_one, bare.READY.encode())
        for _ in range(words + 1):
            ours.type_word()
            theirs.type_word()
        return ours.latencies(), theirs.latencies()


class Typing:
    """A program with a field, and when which key was typed into it."""

    def __init__(self, program: Played, ready: bytes) -> None:
        """`ready` is written when the field is there."""
        self.program = program
        self.program.wait_bytes(ready)
        self.program.settle(REST)
        self.typed: list[tuple[float, str]] = []
        self._pauses = random.Random(1)  # noqa: S311 - so that keys do not fall in step with the app's own rhythm

    def type_word(self) -> None:
        """Type all letters, each after the one before is on the screen, and empty the field again."""
        for number in range(len(LETTERS)):
            self.program.settle(QUIET + self._pauses.random() * QUIET)
            self.typed.append((perf_counter(), LETTERS[: number + 1]))
            self.program.type(LETTERS[number])
        self.program.settle(REST)
        self.program.press("ctrl+u")
        self.program.settle(REST)

    def latencies(self) -> list[float]:
        """Return for each key, but those of the first word, the milliseconds until its letter was seen.

        Raises `TimeoutError` when a letter never was.
        """
        frames = list(self.program.frames())
        ends = [moment for moment, _ in self.typed[1:]] + [math.inf]
        found = []
        for (moment, text), end in list(zip(self.typed, ends, strict=True))[len(LETTERS) :]:
            seen = next((when for when, screen in frames if moment < when < end and text in screen), None)
            if seen is None:
                raise TimeoutError(text)
            found.append((seen - moment) * 1000)
        return found
