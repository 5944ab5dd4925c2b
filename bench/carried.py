"""How long a change in one folder takes to the other: two Syncthings on this machine carry it.

Where Syncthing is not installed, this is left out.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import count
from pathlib import Path

from bench.report import Row, median
from bench.turns import by_turns
from tests.e2e.syncthing import SYNCTHING, Instance, two_syncthings

TIMES = 7
"""How often at most each is carried: most of it is waiting, which hardly differs from one time to the next."""

SIZE = 1_000
"""Bytes of the file: what an evening's answers come to."""

PATIENCE = 20.0
LOOKS = 0.002

ALONE = "Syncthing when it is told at once"


def measure(runs: int) -> Iterator[Row]:
    """Measure a small file that Syncthing notices by itself, beside one that it is told of."""
    if not SYNCTHING:
        return
    with tempfile.TemporaryDirectory() as folder, ExitStack() as opened:
        place, numbers = Path(folder), count()
        watching = opened.enter_context(two_syncthings(place / "watching"))
        told = opened.enter_context(two_syncthings(place / "told", watching=False))
        ways = [partial(_carried, watching, numbers), partial(_carried, told, numbers, tell=True)]
        noticed, alone = (median(samples) for samples in by_turns(min(runs, TIMES), ways))
    what = "a small file from folder to folder, noticed by Syncthing's watcher"
    yield Row(what=what, against=ALONE, ours=noticed, theirs=alone)


def until(change: Callable[[], object], comes: Callable[[], bool]) -> float:
    """Return the milliseconds from `change` until it `comes`; raises `TimeoutError` when it never does."""
    began = time.perf_counter()
    change()
    while not comes():
        if time.perf_counter() > began + PATIENCE:
            raise TimeoutError
        time.sleep(LOOKS)
    return (time.perf_counter() - began) * 1000


def _carried(pair: tuple[Instance, Instance], numbers: Iterator[int], *, tell: bool = False) -> float:
    """Carry one new file; let both come to rest, so that nothing waits in the watcher when the next begins."""
    left, right = pair
    name = f"{next(numbers)}.bin"

    def change() -> None:
        (left.folder / name).write_bytes(bytes(SIZE))
        if tell:
            left.scan()

    taken = until(change, (right.folder / name).exists)
    left.wait_in_sync(right)
    return taken
