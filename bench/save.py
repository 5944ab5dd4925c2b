"""One durable save, after a month, a year and ten years of use, beside sqlite3; and a sealed one beside an open one."""

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from time import perf_counter

from bench.report import Row, median
from bench.turns import by_turns
from tui.core.records import Agreement, to_document
from tui.store.keys import Cost
from tui.store.store import Store

SIZES = (1_000, 10_000, 100_000)
"""Documents that are there already."""

TIMES = 20
"""How many saves make one sample: their median, so that a moment in which the disk is slow counts little."""

AIM = 1.5
AIM_SEALED = 1.3

NOW = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)
TEXT = "We said that whoever comes home first puts the kettle on, and that the other one asks before the news is told. "

_PORTION = 5_000
_CHEAP = Cost(ops=1, memory=8 * 1024)


def measure(runs: int) -> Iterator[Row]:
    """Measure a save at each size beside sqlite3 by turns, then a sealed save beside an open one."""
    numbers = count()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as opened:
        place = Path(folder)
        stores = [_store(place / str(size), size) for size in SIZES]
        bases = [opened.enter_context(closing(_base(place / f"{size}.sqlite", size))) for size in SIZES]
        programs = [partial(_saved, store, numbers) for store in stores] + [
            partial(_inserted, base, numbers) for base in bases
        ]
        samples = by_turns(runs, programs)
        for size, ours, theirs in zip(SIZES, samples, samples[len(SIZES) :], strict=False):
            what = f"a durable save, {size:,} records"
            yield Row(what=what, against="sqlite3", ours=median(ours), theirs=median(theirs), aim=AIM)
        sealed = _store(place / "sealed", SIZES[0], passphrase="only to be measured")  # noqa: S106 # seals nothing
        ours, theirs = by_turns(runs, [partial(_saved, sealed, numbers), partial(_saved, stores[0], numbers)])
        what = f"a sealed save, {SIZES[0]:,} records"
        yield Row(what=what, against="an open one", ours=median(ours), theirs=median(theirs), aim=AIM_SEALED)


def record(number: int) -> Agreement:
    """Return a record of some 300 bytes."""
    return Agreement(id=f"{number:012}", by="a", at=NOW, text=TEXT + str(number))


def _store(home: Path, size: int, passphrase: str = "") -> Store:
    store = Store.open(home)
    for begin in range(0, size, _PORTION):
        for number in range(begin, min(size, begin + _PORTION)):
            store.take_in(record(-1 - number)) if size <= SIZES[0] else None
        if size > SIZES[0]:
            store.take_in(*(record(-1 - number) for number in range(begin, min(size, begin + _PORTION))))
    if passphrase:
        store.cost = _CHEAP
        store.set_passphrase(passphrase)
    return store


def _base(path: Path, size: int) -> sqlite3.Connection:
    base = sqlite3.connect(path)
    base.execute("PRAGMA journal_mode=WAL")
    base.execute("PRAGMA synchronous=FULL")
    base.execute("CREATE TABLE agreement (id TEXT PRIMARY KEY, document TEXT)")
    base.executemany("INSERT INTO agreement VALUES (?, ?)", (_row(-1 - number) for number in range(size)))
    base.commit()
    return base


def _row(number: int) -> tuple[str, str]:
    made = record(number)
    return made.id, json.dumps(to_document(made))


def _saved(store: Store, numbers: Iterator[int]) -> float:
    """Return the milliseconds of one save: the median of some."""
    took = []
    for number in (next(numbers) for _ in range(TIMES)):
        made = record(number)
        began = perf_counter()
        store.save(made, by="a", at=NOW)
        took.append(perf_counter() - began)
    return median(took) * 1000


def _inserted(base: sqlite3.Connection, numbers: Iterator[int]) -> float:
    """Return the milliseconds of one insert and its commit: the median of some."""
    took = []
    for number in (next(numbers) for _ in range(TIMES)):
        made = record(number)
        began = perf_counter()
        base.execute("INSERT INTO agreement VALUES (?, ?)", (made.id, json.dumps(to_document(made))))
        base.commit()
        took.append(perf_counter() - began)
    return median(took) * 1000
