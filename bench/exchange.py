"""What an exchange costs: bytes in the folder, a new machine's first one, and each one after ten years of use."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path
from time import perf_counter

from bench.opening import MEGABYTE, PEAK
from bench.report import Row, median
from bench.turns import by_turns
from tui.core.records import Agreement
from tui.demo import write
from tui.household import Household
from tui.household.inviting import Sharing
from tui.household.knocking import knock
from tui.household.syncing import exchange

YEARS = 10
"""Some 110,000 records, of which 92,000 are for both."""

TIMES = 3
"""How often at most a new machine takes them in: one time hardly differs from the next."""

A_FILE = 20
"""Changes in a file whose bytes are counted."""

A_DAY = 40
"""Changes."""

MOST_BYTES = 100.0
MOST_SECONDS = 10.0
MOST_MEMORY = 300.0
MOST_OF_A_DAY = 100.0
MOST_OF_NOTHING = 50.0

LIMIT = "the most it may be"
TEXT = "We said that whoever comes home first puts the kettle on, and the other one asks before the news is told. "

_JOINS = (
    PEAK
    + """
from tui.household import Household
from tui.household.knocking import knocking
from tui.household.syncing import exchange
household = Household.open(Path(sys.argv[1]))
asking = knocking(household, Path(sys.argv[2]))
asking.come_in(household, asking.look())
began = perf_counter()
outcome = exchange(household)
household.sit_down()
household.read_ahead()
print(perf_counter() - began, peak(), outcome.received)
"""
)


def measure(runs: int) -> Iterator[Row]:
    """Measure the founder's machine and a new one, then exchanges of a window that stays open."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place)
        write(path / "first", seed=1, years=YEARS)
        first = _paired(path)
        began = perf_counter()
        published = exchange(first)
        took = perf_counter() - began
        what = f"{published.sent if published else 0:,} changes put into the folder"
        yield Row(what=what, against=LIMIT, ours=took, theirs=MOST_SECONDS, aim=1.0, unit="s")
        numbers = count()
        joined = [_joined(path, path / f"run {next(numbers)}") for _ in range(min(runs, TIMES))]
        what = "the same taken in by a new machine, to its first screen"
        seconds, memory = (median(each) for each in zip(*joined, strict=True))
        yield Row(what=what, against=LIMIT, ours=seconds, theirs=MOST_SECONDS, aim=1.0, unit="s")
        if memory:
            what, memory = "memory of that new machine's process, at its peak", memory / MEGABYTE
            yield Row(what=what, against=LIMIT, ours=memory, theirs=MOST_MEMORY, aim=1.0, unit="MB")
        yield from _in_a_window(first, path / "folder", runs, numbers)
        first.close()


def _paired(path: Path) -> Household:
    """Let a second machine in, which has taken nothing in yet; return the first one's household."""
    (path / "folder").mkdir()
    first, second = Household.open(path / "first"), Household.open(path / "second")
    sharing = Sharing(first, path / "folder")
    knock(second, path / "folder", " ".join(sharing.words))
    asked = sharing.look()
    if asked is None:
        raise ValueError(sharing.words)
    sharing.welcome(asked)
    second.close()
    return first


def _joined(path: Path, run: Path) -> tuple[float, float]:
    """Return the seconds and the bytes that a new machine takes, each time a copy of the same one."""
    shutil.copytree(path / "second", run / "home")
    command = [sys.executable, "-c", _JOINS, str(run / "home"), str(path / "folder")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, peak, _ = map(float, done.stdout.split())
    return seconds, peak


def _in_a_window(household: Household, folder: Path, runs: int, numbers: Iterator[int]) -> Iterator[Row]:
    """Measure exchanges of few changes and of none, and what the files of few changes weigh."""
    exchange(household)
    ways = [partial(_exchanged, household, numbers, changes) for changes in (0, A_DAY)]
    nothing, day = (median(each) for each in by_turns(runs, ways))
    what = f"an exchange of {A_DAY} changes after {YEARS} years of use"
    yield Row(what=what, against=LIMIT, ours=day, theirs=MOST_OF_A_DAY, aim=1.0)
    what = f"an exchange with nothing new after {YEARS} years of use"
    yield Row(what=what, against=LIMIT, ours=nothing, theirs=MOST_OF_NOTHING, aim=1.0)
    before = _weight(folder)
    _exchanged(household, numbers, A_FILE)
    weight = (_weight(folder) - before) / A_FILE
    what = f"the weight of a change in the folder, {A_FILE} in a file"
    yield Row(what=what, against=LIMIT, ours=weight, theirs=MOST_BYTES, aim=1.0, unit="bytes")


def _exchanged(household: Household, numbers: Iterator[int], changes: int) -> float:
    """Return the milliseconds of an exchange; making the changes does not count."""
    me, now = household.me.id, household.now()
    if changes:
        made = (
            Agreement(id=household.ids.new(), by=me, at=now, text=f"{TEXT}{next(numbers)}") for _ in range(changes)
        )
        household.save(*made)
    began = perf_counter()
    exchange(household)
    return (perf_counter() - began) * 1000


def _weight(folder: Path) -> int:
    return sum(each.stat().st_size for each in folder.rglob("*.nearer"))
