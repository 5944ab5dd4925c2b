"""How long the shortest command takes, beside an interpreter that does nothing."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial

from bench.played import ENVIRONMENT, module_command, script_command
from bench.report import Row, median
from bench.turns import by_turns

AIM = 3.0
AGAINST = "`python -c pass`"


def measure(runs: int) -> Iterator[Row]:
    """Measure `--version` through the package, and through the installed script where there is one."""
    ways = {"`python -m tui --version`": module_command(), "`nearer --version`": script_command()}
    there = {what: [*argv, "--version"] for what, argv in ways.items() if argv}
    nothing, *others = by_turns(
        runs, [partial(whole_run, argv) for argv in ([sys.executable, "-c", "pass"], *there.values())]
    )
    for what, samples in zip(there, others, strict=True):
        yield Row(what=what, against=AGAINST, ours=median(samples), theirs=median(nothing), aim=AIM)


def whole_run(argv: list[str]) -> float:
    """Return the milliseconds that a command takes from start to end."""
    environment = {**os.environ, **ENVIRONMENT}
    began = time.perf_counter()
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL, env=environment)
    return (time.perf_counter() - began) * 1000
