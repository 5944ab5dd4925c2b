"""Programs by turns: what slows the machine for a while slows all of them."""

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def by_turns(runs: int, programs: Sequence[Callable[[], T]]) -> list[list[T]]:
    """Run every program `runs` times, one after the other; return what each gave, in the order of `programs`.

    One turn before those warms the caches and does not count. Who goes first changes from turn to turn.
    """
    samples: list[list[T]] = [[] for _ in programs]
    for turn in range(runs + 1):
        order = range(len(programs)) if turn % 2 else reversed(range(len(programs)))
        for place in order:
            sample = programs[place]()
            if turn:
                samples[place].append(sample)
    return samples
