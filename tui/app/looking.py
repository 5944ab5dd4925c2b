"""What the app looks at from time to time, in a thread: what other windows wrote, and whether the home is well."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

from tui.app.faults import note_fault
from tui.core.errors import NearerError
from tui.household import Household


def look_around(household: Household) -> tuple[bool, frozenset[tuple[str, str]]]:
    """Read what other windows wrote; return whether anything changed, and what two changed at the same moment."""
    return household.catch_up(), disputed(household)


def disputed(household: Household) -> frozenset[tuple[str, str]]:
    """Return the records and fields that were changed twice at the same moment."""
    if not household.store.both() or not household.founded:
        return frozenset()
    from tui.household.own import disputes

    return frozenset((each.record.id, each.field) for each in disputes(household))


async def look_after(household: Household) -> Path | None:
    """Look after the home; return what carries it to other machines, where that has to be said.

    What fails here can wait, and is tried again.
    """
    try:
        return await asyncio.to_thread(household.look_after)
    except NearerError:
        return None
    except Exception as error:  # noqa: BLE001 - upkeep that fails is noted, and keeps nobody from anything
        note_fault(error, household.store.home)
        return None


def findings(household: Household) -> Iterator[str]:
    """Give what has to be said of a home that was opened: what cannot be kept, what was left out, what is damaged."""
    words, store = household.words, household.store
    if store.read_only is not None:
        yield words(f"errors.{store.read_only}", path=store.home)
    for file, line, what in household.library.left_out:
        yield words("app.pack_left_out", file=file, line=line, what=what)
    if store.findings:
        yield words("app.findings", count=len(store.findings), where=store.findings[0].where)
