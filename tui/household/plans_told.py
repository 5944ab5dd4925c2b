"""What other calendars said last of the plans that came from there, so that what they say anew can be told from it.

Their counts of changes say nothing beside ours: both count only their own. It is kept on this machine, as a checksum.
"""

from collections.abc import Mapping, Sequence
from zlib import crc32

from tui.core.records import Plan
from tui.household.household import Household
from tui.planner.ical_in import Told

KEY = "imported"
"""Under which name it is kept."""


def last_told(household: Household) -> dict[str, int]:
    """Return what was said last, by the `place` of each."""
    held = household.store.local.get(KEY)
    found = held.items() if isinstance(held, dict) else ()
    return {key: each for key, each in found if isinstance(key, str) and isinstance(each, int)}


def remember(household: Household, told: Mapping[str, int]) -> None:
    """Keep what was said last of the plans that are still there; raises `StoreError`."""
    kept = {key: each for key, each in told.items() if household.get(Plan, key.partition("/")[0]) is not None}
    if kept != last_told(household):
        household.store.local.put(KEY, kept)


def place(plan: Plan, group: Sequence[Told]) -> str:
    """Return under what it is kept: several files may tell of one plan, and not all of them keep up."""
    return f"{plan.id}/{crc32(group[0].file.encode('utf-8', 'replace'))}"


def mark(group: Sequence[Told]) -> int:
    """Return what stands for all that is said of one name."""
    said = [
        (each.start, each.minutes, each.what, each.repeat, each.gone, each.instead, each.without) for each in group
    ]
    return crc32(repr(said).encode())
