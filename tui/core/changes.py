"""The one idea: a history is a set of small changes to records, each signed by who made it.

Saving, the other window, export and, later, undo and sync are uses of it.
"""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from tui.core.records import Record, kind_of, to_document


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one person changed in one record at one moment (UTC).

    `fields` holds the new values of the fields that changed, as plain JSON data; `gone` says that the record was
    removed.
    """

    at: datetime
    by: str
    kind: str
    record: str
    fields: dict[str, object] = {}
    gone: bool = False


def change(before: Mapping[str, object] | None, after: Record, *, at: datetime, by: str) -> Change | None:
    """Return what turns the document `before` (None: there was none) into `after`; None when nothing would."""
    new = to_document(after)
    held = before or {}
    fields = {name: value for name, value in new.items() if name not in held or held[name] != value}
    if not fields:
        return None
    return Change(at=at, by=by, kind=kind_of(after), record=after.id, fields=fields)


def removal(record: Record, *, at: datetime, by: str) -> Change:
    """Return the change that removes `record`."""
    return Change(at=at, by=by, kind=kind_of(record), record=record.id, gone=True)


def applied(document: Mapping[str, object] | None, change: Change) -> dict[str, object] | None:
    """Return the document as it is after `change`; None when the change removes it."""
    return None if change.gone else {**(document or {}), **change.fields}
