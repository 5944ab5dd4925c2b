"""Sets of changes on their way into one line of the journal, and what a change to a document says."""

from collections.abc import Mapping
from datetime import datetime
from threading import get_ident
from typing import cast

import msgspec
from msgspec import UNSET

from tui.core.changes import REMOVAL, Change, differing, together
from tui.core.merging import Entry
from tui.store.memory import Name
from tui.store.table import Held, copied


class Set(msgspec.Struct, kw_only=True):
    """A set of changes on its way into one line; `before` is what to go back to when it cannot be kept.

    `seen` holds documents as their author saw them, where that may not be as they are.
    """

    by: str
    at: datetime
    seen: Mapping[Name, Held]
    thread: int = msgspec.field(default_factory=get_ident)
    changes: list[Change] = []
    before: dict[Name, Entry | None] = {}


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """A set of changes that was kept, and can be taken back: what held `before`, and the documents `after` it."""

    by: str
    before: Mapping[Name, Entry | None]
    after: Mapping[Name, Held | None]


def removal(changes: Set, name: Name, entry: Entry) -> Change:
    """Return what removes a record."""
    kind, record = name
    names = {REMOVAL: entry.all_names()} | entry.knowing_erasures()
    return Change(at=changes.at, by=changes.by, kind=kind, record=record, gone=True, replaces=names)


def setting(changes: Set, name: Name, entry: Entry, after: Held) -> Change | None:
    """Return what turns a record into `after`, in which no field is missing; None when nothing would."""
    kind, record = name
    held, bound = entry.document or {}, together(kind)
    fields = differing(held, after, bound)
    if not fields:
        return None
    seen = changes.seen.get(name)
    replaced = {}
    if entry.changes:
        replaced = {
            field: entry.names(field, seen=UNSET if seen is None else seen.get(field))
            for field in fields.keys() - bound
        }
        as_seen = seen is None or all(held.get(field) == seen.get(field) for field in bound)
        replaced |= {field: entry.names(field) for field in fields.keys() & bound if as_seen}
        replaced[REMOVAL] = entry.names(REMOVAL)
    if entry.erasures:
        replaced |= entry.knowing_erasures()
    names = {field: names for field, names in replaced.items() if names}
    return Change(at=changes.at, by=changes.by, kind=kind, record=record, fields=fields, replaces=names)


def differing_documents(held: Mapping[str, Held], wanted: Mapping[str, Held]) -> dict[str, Held | None]:
    """Return what turns the documents `held` into those `wanted`, by id: None where one goes."""
    found: dict[str, Held | None] = {key: None for key in held if key not in wanted}
    for key, document in wanted.items():
        if held.get(key) != document:
            found[key] = cast("Held", copied(document))
    return found
