"""Free time of two people from their calendar files, beside icalendar and recurring-ical-events as they come.

Both must find the same, or there is no figure. Each cold reading has a process of its own.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

from bench.made_calendars import made, written
from bench.opening import MEGABYTE
from bench.report import Row, median
from bench.turns import by_turns

EVENTS = 10_000
MANY_EVENTS = 50_000
FILES = 20

SINCE = datetime(2026, 2, 16, tzinfo=UTC)
EIGHT_WEEKS = timedelta(weeks=8)
YEAR = timedelta(days=365)
ZONE = "Europe/Berlin"
"""On whose clock days and times without a zone are."""

AIM = 0.08
"""A twelfth, and a little less."""

AIM_AGAIN = 0.1
MOST_MEMORY = 300.0
"""Megabytes (of a million bytes)."""

MOST_ARITHMETIC = 20.0
"""Milliseconds."""

MOST_RUNS = 3
"""The libraries take so long that more turns would tell no more."""

_PROGRAM = "import sys\nfrom bench import calendars\ncalendars.report(getattr(calendars, sys.argv[1]), sys.argv[2:])"

Spans = list[tuple[int, int]]


def measure(runs: int) -> Iterator[Row]:
    """Measure all."""
    with tempfile.TemporaryDirectory() as folder:
        two = [Path(folder) / f"{name}.ics" for name in ("mine", "theirs")]
        for number, path in enumerate(two):
            path.write_bytes(made(EVENTS, number).encode())
        yield _cold(two, min(runs, MOST_RUNS))
        yield _again(Path(folder), runs)
        yield _arithmetic(two, runs)
        many = Path(folder) / "many.ics"
        many.write_bytes(made(MANY_EVENTS, 7).encode())
        memory = median(_run("ours", [many])[1] for _ in range(min(runs, MOST_RUNS))) / MEGABYTE
        if memory:
            what = f"memory of a process that read {MANY_EVENTS:,} events, at its peak"
            yield Row(what=what, against="the most it may be", ours=memory, theirs=MOST_MEMORY, aim=1.0, unit="MB")


def _cold(two: list[Path], runs: int) -> Row:
    ours, theirs = by_turns(runs, [partial(_run, "ours", two), partial(_run, "theirs", two)])
    if len({free for _, _, free in (*ours, *theirs)}) > 1:
        raise ValueError(two)
    return Row(
        what=f"free time of two calendars of {EVENTS:,} events, eight weeks, cold",
        against="the libraries as they come",
        ours=median(took for took, _, _ in ours),
        theirs=median(took for took, _, _ in theirs),
        aim=AIM,
    )


def _again(folder: Path, runs: int) -> Row:
    """Measure reading a folder cold, and again after one of its files changed."""
    from tui.planner.calendars import Cache, busy

    many = written(folder / "many", FILES, 2 * EVENTS, 3)
    changed = many / "007.ics"
    texts = [made(2 * EVENTS // FILES, seed).encode() for seed in (3007, 9)]
    cache = Cache()

    def asked(cache: Cache) -> float:
        began = perf_counter()
        busy([many], SINCE, SINCE + EIGHT_WEEKS, ZONE, cache)
        return (perf_counter() - began) * 1000

    def again() -> float:
        texts.reverse()
        changed.write_bytes(texts[0])
        return asked(cache)

    asked(cache)
    ours, cold = by_turns(runs, [again, lambda: asked(Cache())])
    what = f"the same again, after one of {FILES} files changed"
    return Row(what=what, against="all of them cold", ours=median(ours), theirs=median(cold), aim=AIM_AGAIN)


def _arithmetic(two: list[Path], runs: int) -> Row:
    """Measure what is free for both in a year, once it is known when each is busy."""
    from tui.planner.calendars import busy
    from tui.planner.spans import common, gaps, merged

    window = int(SINCE.timestamp()), int((SINCE + YEAR).timestamp())
    spans = [[*busy([path], SINCE, SINCE + YEAR, ZONE).spans] for path in two]
    apart = [(start, start + 600) for each in spans for start, _ in each]

    def reckoned() -> float:
        began = perf_counter()
        mine, theirs = (gaps(merged([*each, *apart]), *window) for each in spans)
        common(mine, theirs)
        return (perf_counter() - began) * 1000

    (ours,) = by_turns(runs, [reckoned])
    what = "what is free for both in a year, from when each is busy"
    return Row(what=what, against="the most it may take", ours=median(ours), theirs=MOST_ARITHMETIC, aim=1.0)


def ours(paths: Sequence[str]) -> Spans:
    """Return when all are free, by the planner."""
    from tui.planner.calendars import busy
    from tui.planner.spans import common, gaps

    window = int(SINCE.timestamp()), int((SINCE + EIGHT_WEEKS).timestamp())
    free: Spans = [window]
    for path in paths:
        found = busy([Path(path)], SINCE, SINCE + EIGHT_WEEKS, ZONE)
        free = common(free, gaps(found.spans, *window))
    return free


def theirs(paths: Sequence[str]) -> Spans:
    """Return when all are free, by the libraries as they come."""
    import icalendar
    import recurring_ical_events  # type: ignore[import-untyped]

    from tui.planner.spans import common, gaps, merged

    window = int(SINCE.timestamp()), int((SINCE + EIGHT_WEEKS).timestamp())
    free: Spans = [window]
    for path in paths:
        calendar = icalendar.Calendar.from_ical(Path(path).read_bytes())
        events = recurring_ical_events.of(calendar).between(SINCE, SINCE + EIGHT_WEEKS)
        busy = [event for event in events if event.get("TRANSP") != "TRANSPARENT"]
        spans = [(_moment(event["DTSTART"].dt), _moment(event["DTEND"].dt)) for event in busy]
        free = common(free, gaps(merged(spans), *window))
    return free


def _moment(time: date) -> int:
    full = time if isinstance(time, datetime) else datetime.combine(time, datetime.min.time())
    return int((full if full.tzinfo else full.replace(tzinfo=ZoneInfo(ZONE))).timestamp())


def report(free: Callable[[Sequence[str]], Spans], paths: Sequence[str]) -> None:
    """Print the milliseconds and the bytes that finding free time takes, and the free time."""
    began = perf_counter()
    found = free(paths)
    took = (perf_counter() - began) * 1000
    print(json.dumps([took, _peak(), found]))


def _run(name: str, paths: Sequence[Path]) -> tuple[float, float, str]:
    run = subprocess.run(
        [sys.executable, "-c", _PROGRAM, name, *map(str, paths)], check=True, capture_output=True, text=True
    )
    took, peak, free = json.loads(run.stdout)
    return float(took), float(peak), json.dumps(free)


def _peak() -> int:
    """Return the most memory that this process had, in bytes; nothing where the system does not tell."""
    try:
        lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)
