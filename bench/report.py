"""What a measurement says, and the table it is printed in."""

import math
import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version

COLUMNS = "| what | ratio | aim | medians |\n|---|---:|---:|---|"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure beside another: `ours` and `theirs` in a `unit`, `aim` the ratio not to be passed, if any."""

    what: str
    against: str
    ours: float
    theirs: float
    aim: float | None = None
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        """How many times as much ours takes."""
        return self.ours / self.theirs

    @property
    def missed(self) -> bool:
        """Whether there is an aim, and ours takes more."""
        return self.aim is not None and self.ratio > self.aim

    def __str__(self) -> str:
        """One line of the table; a missed aim is marked."""
        aim = "" if self.aim is None else f"at most {self.aim:g}{' (missed)' if self.missed else ''}"
        medians = f"{_said(self.ours)} {self.unit}, {self.against} {_said(self.theirs)} {self.unit}"
        return f"| {self.what} | {self.ratio:.2f} | {aim} | {medians} |"


def _said(value: float) -> str:
    return f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def table(rows: Iterable[Row]) -> str:
    """Return a table in Markdown, with its head."""
    return "\n".join([COLUMNS, *map(str, rows)])


def median(samples: Iterable[float]) -> float:
    """Return the middle one, or what is half way between the two in the middle."""
    return statistics.median(samples)


def percentile(samples: Sequence[float], share: float = 0.99) -> float:
    """Return the smallest sample that at least `share` (0 to 1) of them do not pass: the nearest rank."""
    ranked = sorted(samples)
    return ranked[max(0, math.ceil(len(ranked) * share) - 1)]


def machine() -> str:
    """Say on what the figures were taken."""
    return (
        f"Python {platform.python_version()}, Textual {version('textual')}, "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    )
