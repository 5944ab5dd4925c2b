"""What a measurement says, and the table it is printed in."""

import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version

HEAD = "| what | against | ours | theirs | ratio | aim |\n|---|---|---:|---:|---:|---:|"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure beside another: `ours` and `theirs` in milliseconds, `aim` the ratio not to be passed."""

    what: str
    against: str
    ours: float
    theirs: float
    aim: float

    @property
    def ratio(self) -> float:
        """How many times as long ours takes."""
        return self.ours / self.theirs

    def __str__(self) -> str:
        """One line of the table; a missed aim is marked."""
        mark = "" if self.ratio <= self.aim else " (missed)"
        figures = f"{self.ours:.1f} ms | {self.theirs:.1f} ms | {self.ratio:.2f} | at most {self.aim:g}{mark}"
        return f"| {self.what} | {self.against} | {figures} |"


def median(samples: Iterable[float]) -> float:
    """Return the middle one."""
    return statistics.median(samples)


def highest(samples: Sequence[float], share: float = 0.99) -> float:
    """Return what `share` of the samples do not pass (nearest rank)."""
    ranked = sorted(samples)
    return ranked[min(len(ranked) - 1, int(len(ranked) * share))]


def machine() -> str:
    """Say on what the figures were taken."""
    return (
        f"Python {platform.python_version()}, Textual {version('textual')}, "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    )
