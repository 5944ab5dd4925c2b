"""The rule of merging: what a record is, as a pure function of the set of operations that were told of it.

A field's values are those of the operations that no other replaces: one, as a rule; several when people changed it
without having seen each other's value. Then all are kept, and the clock only chooses which comes first; where a
kind says that some values lead, they come before the clock. The order in which changes come, and how often, does not
matter. A removal holds until something replaces it; of an erasure, nothing comes back that its author had said.
"""

import re
from collections.abc import Iterator
from datetime import datetime

import msgspec
from msgspec.structs import replace

from tui.core.changes import ERASED, REMOVAL, Change
from tui.core.records import KINDS, Record

_UNTIL = re.compile(r"UNTIL=([0-9]{8})(?:T([0-9]{6}))?")
_NEVER = -(10**14)


class Entry(msgspec.Struct, frozen=True, gc=False):
    """All that holds of one record: its `changes`, each with only what nothing replaces, and what is `past`.

    `erasures` are those that were ever told of it, by who made them and name.
    """

    changes: tuple[Change, ...] = ()
    past: frozenset[str] = frozenset()
    erasures: frozenset[tuple[str, str]] = frozenset()

    @property
    def gone(self) -> bool:
        """Whether the record was removed."""
        return any(change.gone for change in self.changes)

    @property
    def document(self) -> dict[str, object] | None:
        """The record as it reads now, not to be changed; None when it was removed."""
        if len(self.changes) == 1 and not self.changes[0].gone:
            return self.changes[0].fields
        if self.gone or not self.changes:
            return None
        return {name: value for change in sorted(self.changes, key=_turn) for name, value in change.fields.items()}

    def saying(self, field: str) -> tuple[Change, ...]:
        """Return the changes whose word on a field holds, the one that comes first last."""
        return tuple(sorted((each for each in self.changes if field in each.touched()), key=_turn))

    def names(self, field: str, *, seen: object = msgspec.UNSET) -> tuple[str, ...]:
        """Return the names of the operations that hold for a field; given `seen`, only those of that value."""
        return tuple(
            sorted(
                change.operation(field).name
                for change in self.saying(field)
                if seen is msgspec.UNSET or change.fields.get(field) == seen
            )
        )

    def all_names(self) -> tuple[str, ...]:
        """Return the names of all operations that hold."""
        return tuple(sorted(name for change in self.changes for name in _names(change)))

    def several(self) -> dict[str, tuple[Change, ...]]:
        """Return, by field, the changes that say different things of it, the one that comes first last."""
        if len(self.changes) == 1 or self.gone:
            return {}
        fields = {field for change in self.changes for field in change.fields}
        found = {field: self.saying(field) for field in sorted(fields)}
        return {
            field: changes
            for field, changes in found.items()
            if any(each.fields[field] != changes[0].fields[field] for each in changes)
        }

    def told(self) -> tuple[Change, ...]:
        """Return the changes that say all of this again, to whoever has heard none of it."""
        return self.with_past(self.changes)

    def with_past(self, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        """Return some of the changes, with what is past told by the first of them."""
        if not self.past or not changes:
            return changes
        named = {name for change in changes for names in change.replaces.values() for name in names}
        first, *rest = changes
        return (replace(first, past=tuple(sorted(self.past - named))), *rest)

    def knowing_erasures(self) -> dict[str, tuple[str, ...]]:
        """Return what a change made now says in `replaces` of the erasures that are known here."""
        found: dict[str, tuple[str, ...]] = {}
        for by, name in sorted(self.erasures):
            found[ERASED + by] = (*found.get(ERASED + by, ()), name)
        return found


def merged(entry: Entry | None, change: Change) -> Entry:
    """Return what holds of a record after one more `change` to it; the same in any order of changes."""
    if entry is None:
        if not change.replaces and not change.past and not change.gone:
            return Entry((change,))
        entry = Entry()
    fresh = frozenset(change.past).union(*change.replaces.values())
    past = entry.past | fresh if fresh else entry.past
    left = [each for each in (_without(each, fresh) for each in entry.changes) if each is not None]
    known = {name for each in left if _order(each) == _order(change) for name in _names(each)}
    new = _without(change, past | known)
    kept = tuple(left) if new is None else (*left, new)
    erasures = entry.erasures | frozenset(_erasures(change))
    if erasures:
        kept = tuple(each for each in kept if not _erased(each, erasures))
    return Entry(_sorted(kept), past, erasures)


def _sorted(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """Return changes by the clock; those of one moment, device and number (by a copied home) by their names."""
    if len(changes) < 2:  # noqa: PLR2004 - one needs no order
        return changes
    if len({_order(each) for each in changes}) == len(changes):
        return tuple(sorted(changes, key=_order))
    return tuple(sorted(changes, key=lambda each: (*_order(each), min(_names(each)))))


def _erasures(change: Change) -> Iterator[tuple[str, str]]:
    """Give the erasures that a change tells of: itself, and those that its author knew."""
    if change.erases:
        yield change.by, change.operation(REMOVAL).name
    for field, names in change.replaces.items():
        if field.startswith(ERASED):
            yield from ((field[len(ERASED) :], name) for name in names)


def _erased(change: Change, erasures: frozenset[tuple[str, str]]) -> bool:
    """Whether an erasure by the author of `change`, of which they did not know then, takes it away."""
    if change.erases:
        return False
    knew = change.replaces.get(ERASED + change.by, ())
    return any(by == change.by and name not in knew for by, name in erasures)


def _names(change: Change) -> Iterator[str]:
    return (operation.name for operation in change.operations())


def _without(change: Change, names: frozenset[str]) -> Change | None:
    """Return what is left of `change` when operations with these names no longer hold; None when nothing is."""
    dead = {field for field in change.touched() if change.operation(field).name in names} if names else set()
    if not dead:
        return change if not change.past else replace(change, past=())
    fields = {name: value for name, value in change.fields.items() if name not in dead}
    gone = change.gone and REMOVAL not in dead
    if not fields and not gone:
        return None
    replaces = {field: names for field, names in change.replaces.items() if field not in dead}
    return replace(change, fields=fields, gone=gone, replaces=replaces, past=())


def _turn(change: Change) -> tuple[int, int, datetime, str, int]:
    """Return by what changes that were made at once are put in turn: what leads for their kind, then the clock."""
    kind = KINDS.get(change.kind, Record)
    field, values = kind.LEADING
    value, rule = change.fields.get(field), change.fields.get(kind.ENDING)
    return (values.index(value) + 1 if value in values else 0, _brevity(rule), *_order(change))


def _brevity(rule: object) -> int:
    """Return how much earlier than others a rule ends: one that comes once first, one without an end last."""
    text = str(rule or "")
    until = _UNTIL.search(text)
    if until is None:
        return 0 if "COUNT=1" in text.split(";") else _NEVER
    return -int(f"{until[1]}{until[2] or '235959'}")


def _order(change: Change) -> tuple[datetime, str, int]:
    return change.at, change.device, change.sequence
