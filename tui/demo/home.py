"""A made-up couple's home on the disk."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from tui.core.errors import InputError
from tui.core.records import Person, Record
from tui.demo.days import set_up
from tui.demo.story import Material, history
from tui.demo.voice import HALF_A_YEAR
from tui.store.store import Store

A_YEAR = 365
"""Days; leap days make no difference to a demo."""

BATCH = 1000
"""Records that are saved in one go."""


def write(home: Path, *, seed: int = 1, years: int | None = None, calendars: Path | None = None) -> int:
    """Fill an empty home with a made-up couple's half year, or with `years` of daily use; return its records.

    Their calendars are written into the folder `calendars`, where one is given. A home with something in it is left
    as it is. Raises `InputError` when years are to be written to such a one, `StoreError` when it cannot be written.
    """
    from tui.catalog.library import catalog_here
    from tui.core.clock import SystemClock

    store = Store.open(home)
    until = SystemClock().now().replace(hour=0, minute=0, second=0, microsecond=0)  # the same all day for one seed
    try:
        if store.count():
            if years:
                raise InputError("already_founded", home=home)
            return store.count()
        save(
            store,
            history(
                seed=seed,
                days=A_YEAR * years if years else HALF_A_YEAR,
                until=until,
                material=Material.of(catalog_here()),
                daily=bool(years),
            ),
        )
        if calendars is not None:
            set_up(store, store.all(Person), calendars, until)
        return store.count()
    finally:
        store.close()


def save(store: Store, records: Iterable[Record]) -> None:
    """Keep many records, each signed by its own author at its own moment; raises `StoreError`."""
    rest = iter(records)
    while batch := list(islice(rest, BATCH)):
        store.take_in(*batch)
