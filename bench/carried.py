"""How long a change takes from one machine to the other: from folder to folder, and from app to app.

Two Syncthings on this machine carry it. Where Syncthing is not installed, this is left out.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import count
from pathlib import Path

from bench.carried_apps import two_apps
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


MOST = 1_000.0
"""Milliseconds: by so much the apps may be later than what carries the folder."""

MOST_TO_PAINT = 2_000.0
LIMIT = "the most it may be"


def measure(runs: int) -> Iterator[Row]:
    """Measure a small file that Syncthing notices by itself, one that it is told of, and a key in one of two apps."""
    if not SYNCTHING:
        return
    with tempfile.TemporaryDirectory() as folder, ExitStack() as opened:
        place, numbers = Path(folder), count()
        watching = opened.enter_context(two_syncthings(place / "watching"))
        told = opened.enter_context(two_syncthings(place / "told", watching=False))
        carriers = opened.enter_context(two_syncthings(place / "apps"))
        apps = opened.enter_context(two_apps(place, carriers))
        ways: list[Callable[[], float]] = [
            partial(_carried, watching, numbers),
            partial(_carried, told, numbers, tell=True),
            apps.carried,
        ]
        noticed, alone, painted = (median(samples) for samples in by_turns(min(runs, TIMES), ways))
    what = "a small file from folder to folder, noticed by Syncthing's watcher"
    yield Row(what=what, against=ALONE, ours=noticed, theirs=alone)
    what = "a key in one app to its paint in the other, over Syncthing"
    yield Row(what=what, against="a small file from folder to folder", ours=painted, theirs=noticed)
    what = "the same: by how much the apps are later than the file"
    yield Row(what=what, against=LIMIT, ours=painted - noticed, theirs=MOST, aim=1.0)
    what = "a file that arrives to its paint"
    yield Row(what=what, against=LIMIT, ours=median(apps.to_paint[1:]), theirs=MOST_TO_PAINT, aim=1.0)


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
