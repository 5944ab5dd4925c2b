"""One durable save after a month, a year and ten years of use, beside sqlite3; and a sealed save beside an open."""

import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
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
"""How often each is done in a run: a disk is now quick, now slow."""

AIM = 1.5
AIM_SEALED = 1.3

NOW = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)
TEXT = "We said that whoever comes home first puts the kettle on, and the other one asks before the news is told. "

_PORTION = 5_000
_CHEAP = Cost(ops=1, memory=8 * 1024)


def measure(runs: int) -> Iterator[Row]:
    """Measure a save at each size beside sqlite3, then a sealed save beside an open one."""
    numbers = count()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as opened:
        place = Path(folder)
        stores = [filled(place / str(size), size) for size in SIZES]
        bases = [opened.enter_context(closing(_base(place / f"{size}.sqlite", size))) for size in SIZES]
        for size, store, base in zip(SIZES, stores, bases, strict=True):
            ours, theirs = _by_turns(runs, [partial(_saved, store), partial(_inserted, base)], numbers)
            yield Row(what=f"a durable save, {size:,} records", against="sqlite3", ours=ours, theirs=theirs, aim=AIM)
        sealed = _sealed(place / "sealed", SIZES[0])
        ours, theirs = _by_turns(runs, [partial(_saved, sealed), partial(_saved, stores[0])], numbers)
        what = f"a sealed save, {SIZES[0]:,} records"
        yield Row(what=what, against="an open one", ours=ours, theirs=theirs, aim=AIM_SEALED)


def _by_turns(runs: int, savers: Sequence[Callable[[Agreement], None]], numbers: Iterator[int]) -> list[float]:
    """Return the median milliseconds of one save of each, taken one after the other."""
    samples = by_turns(runs * TIMES, [partial(_timed, saver, numbers) for saver in savers])
    return [median(each) for each in samples]


def record(number: int) -> Agreement:
    """Return a record of some 300 bytes."""
    return Agreement(id=f"{number:012}", by="a", at=NOW, text=TEXT + str(number))


def filled(home: Path, size: int) -> Store:
    """Make a home with so many records."""
    store = Store.open(home)
    for begin in range(0, size, _PORTION):
        store.take_in(*(record(-1 - number) for number in range(begin, min(size, begin + _PORTION))))
    return store


def _sealed(home: Path, size: int) -> Store:
    store = filled(home, size)
    store.cost = _CHEAP
    store.set_passphrase("only to be measured")
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


def _timed(saver: Callable[[Agreement], None], numbers: Iterator[int]) -> float:
    made = record(next(numbers))
    began = perf_counter()
    saver(made)
    return (perf_counter() - began) * 1000


def _saved(store: Store, made: Agreement) -> None:
    store.save(made, by="a", at=NOW)


def _inserted(base: sqlite3.Connection, made: Agreement) -> None:
    base.execute("INSERT INTO agreement VALUES (?, ?)", (made.id, json.dumps(to_document(made))))
    base.commit()
