"""Opening ten years of use in a fresh process, beside `json.loads` of the same bytes; and the memory it takes."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.report import Row, median
from bench.save import filled
from bench.turns import by_turns
from tui.store.store import Store

SIZE = 100_000
"""Documents."""

AIM = 1.5

MOST_MEMORY = 350.0
"""Megabytes (of a million bytes) that the whole process may take."""

MEGABYTE = 1_000_000

PEAK = """
import sys
from pathlib import Path
from time import perf_counter
def peak():
    try:  # Linux says in `ru_maxrss` how large the process was that started this one, if that was larger
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
    except OSError:
        pass
    try:
        from resource import RUSAGE_SELF, getrusage
    except ImportError:
        return 0
    return getrusage(RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
"""

_OURS = """
from tui.store.store import Store
began = perf_counter()
store = Store.open(Path(sys.argv[1]))
print((perf_counter() - began) * 1000, peak(), store.count())
"""

_THEIRS = """
import json
began = perf_counter()
held = json.loads(Path(sys.argv[1]).read_bytes())
print((perf_counter() - began) * 1000, peak(), len(held) - 1)
"""


def measure(runs: int) -> Iterator[Row]:
    """Measure both by turns, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        home, same = Path(folder) / "home", Path(folder) / "same.json"
        _written_anew(filled(home, SIZE))
        lines = (home / "records.journal").read_bytes().splitlines()
        same.write_bytes(b"[%b]" % b",\n".join(line.partition(b" ")[2] for line in lines))
        ours, theirs = by_turns(runs, [partial(_run, _OURS, home), partial(_run, _THEIRS, same)])
    what, against = f"opening {SIZE:,} records", "`json.loads` of the same bytes"
    yield Row(
        what=what,
        against=against,
        ours=median(took for took, _ in ours),
        theirs=median(took for took, _ in theirs),
        aim=AIM,
    )
    memory = median(peak for _, peak in ours) / MEGABYTE
    if memory:
        what = f"memory of a process that opened {SIZE:,} records, at its peak"
        yield Row(what=what, against="the most it may be", ours=memory, theirs=MOST_MEMORY, aim=1.0, unit="MB")


def _written_anew(store: Store) -> None:
    """Let each record have a line of its own, as it has after years of use."""
    with store._storage.rewriting():  # noqa: SLF001 # nothing else asks for it whatever it is worth
        store._storage.rewrite()  # noqa: SLF001 # the same


def _run(program: str, path: Path) -> tuple[float, float]:
    """Return the milliseconds and the bytes that a program took."""
    run = subprocess.run(
        [sys.executable, "-c", PEAK + program, str(path)], check=True, capture_output=True, text=True
    )
    took, peak, count = run.stdout.split()
    if int(count) != SIZE:
        raise ValueError(count)
    return float(took), float(peak)
