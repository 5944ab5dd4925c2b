"""What older formats meant, said in the newest one.

Format 1 had no numbers of changes, and did not say what a change replaced: the order in the file was all there was.
"""

from msgspec.structs import replace

from tui.core.changes import REMOVAL, Change
from tui.core.merging import Entry


def is_old(change: Change) -> bool:
    """Whether a change is written in format 1."""
    return change.sequence == 0


def brought_up(change: Change, entry: Entry | None, sequence: int) -> Change:
    """Return a change of format 1 as one of the newest: it replaces whatever held, and `sequence` is its number."""
    held = entry or Entry()
    if change.gone:
        replaces = {REMOVAL: held.all_names()}
    else:
        replaces = {field: held.names(field) for field in (*change.fields, REMOVAL)} if held.changes else {}
    return replace(change, sequence=sequence, replaces={field: names for field, names in replaces.items() if names})
