"""What home asks after one change, after years of use; and a find beside sqlite3 with an index."""

import itertools
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from time import perf_counter

from bench.report import Row, median
from bench.turns import by_turns
from tui.catalog.catalog import Catalog
from tui.core.clock import SystemClock
from tui.core.records import Agreement, Answer, Sitting, to_document
from tui.demo.home import save
from tui.demo.story import Material, history
from tui.household import Household
from tui.screens.home_view import look, look_below
from tui.store.store import Store

SIZES = (1_000, 10_000, 100_000)
"""Records, to within a few in a hundred: a month, a year and ten years of daily use by two people."""

A_DAY = 27.15
"""How many records a day of daily use makes."""

TIMES = 20
"""How often each is done in a run: one alone is too short to be timed."""

AIM = 1.5

QUERY = "SELECT document FROM answer WHERE sitting = ? ORDER BY at, id"


def measure(runs: int) -> Iterator[Row]:
    """Measure home at each size beside the smallest, then a find in the largest beside sqlite3."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as opened:
        homes = [_home(Path(folder) / str(size), size) for size in SIZES]
        for each in homes:
            opened.callback(each.close)
        smallest, *others = by_turns(runs, [partial(_asked, household) for household in homes])
        for size, samples in zip(SIZES[1:], others, strict=True):
            what, against = f"what home asks after a change, {size:,} records", f"{SIZES[0]:,} records"
            yield Row(what=what, against=against, ours=median(samples), theirs=median(smallest), aim=AIM)
        store = homes[-1].store
        base = opened.enter_context(closing(_base(Path(folder) / "records.sqlite", store)))
        sittings = itertools.cycle([sitting.id for sitting in store.all(Sitting)][::7])
        ours, theirs = by_turns(
            runs,
            [
                partial(_found, sittings, lambda sitting: store.find(Answer, sitting=sitting)),
                partial(_found, sittings, lambda sitting: base.execute(QUERY, (sitting,)).fetchall()),
            ],
        )
        what = f"{TIMES} times a sitting's answers, {SIZES[-1]:,} records"
        yield Row(what=what, against="sqlite3 with an index", ours=median(ours), theirs=median(theirs), aim=AIM)


def _home(home: Path, size: int) -> Household:
    """Make a home of about `size` records, and open it."""
    catalog, now = Catalog.open(), SystemClock().now()
    home.mkdir()
    store = Store.open(home)
    save(store, history(seed=1, days=round(size / A_DAY), until=now, material=Material.of(catalog), daily=True))
    store.close()
    household = Household.open(home)
    household.read_ahead()
    return household


def _asked(household: Household) -> float:
    """Return the milliseconds of what home asks after a change; keeping the change itself does not count."""
    taken = 0.0
    for _ in range(TIMES):
        household.save(Agreement(id="bench", by=household.me.id, at=household.now(), text=household.ids.new()))
        began = perf_counter()
        look(household)
        look_below(household)
        taken += perf_counter() - began
    return taken / TIMES * 1000


def _base(path: Path, store: Store) -> sqlite3.Connection:
    """Return the same answers in sqlite3, as documents with an index."""
    base = sqlite3.connect(path)
    base.execute("CREATE TABLE answer (id TEXT PRIMARY KEY, sitting TEXT, at TEXT, document TEXT)")
    base.execute("CREATE INDEX by_sitting ON answer (sitting, at, id)")
    documents = (to_document(answer) for answer in store.all(Answer))
    rows = ((each["id"], each["sitting"], each["at"], str(each)) for each in documents)
    base.executemany("INSERT INTO answer VALUES (?, ?, ?, ?)", rows)
    base.commit()
    return base


def _found(sittings: Iterator[str], find: Callable[[str], object]) -> float:
    """Return the milliseconds of several finds."""
    wanted = list(itertools.islice(sittings, TIMES))
    began = perf_counter()
    for sitting in wanted:
        find(sitting)
    return (perf_counter() - began) * 1000
