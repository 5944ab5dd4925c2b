"""The one idea: a history is a set of small changes to records, each signed by who made it.

Saving, the other window, undo, export and, later, sync are uses of it.

A change is written down as one piece and stands for one operation a field: who, where and when, the new value, and
which operations' values its author saw and replaced. An operation's name is the hash of its bytes, so that no name
need be unique by luck.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec

from tui.core.records import KINDS, Record, to_document

REMOVAL = ""
"""The field of the operation that removes a record."""

ERASED = "!"
"""Before a person's id: stands in `replaces` for the erasures by that person of which an author knew."""

_NAME_BYTES = 16


class Operation(msgspec.Struct, frozen=True, array_like=True):
    """One field of one record set to one value; `replaces` names the operations whose values its author saw.

    The field of a removal is empty and its value true. `sequence` counts the changes of a device.
    """

    at: datetime
    device: str
    sequence: int
    record: str
    field: str
    value: object
    replaces: tuple[str, ...]
    by: str
    kind: str

    @property
    def name(self) -> str:
        """The hash of its bytes, as 32 hexadecimal digits."""
        from hashlib import blake2b  # not needed before the first paint

        return blake2b(_ENCODER.encode(self), digest_size=_NAME_BYTES).hexdigest()


_ENCODER = msgspec.json.Encoder(order="deterministic")


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What one person changed in one record at one moment (UTC), as it is written down.

    `fields` holds the new values of the fields that changed, as plain JSON data; `gone` says that the record was
    removed. `replaces` names, by field, the operations that its author saw there. `past` names operations that were
    replaced before and are no longer written down themselves.

    A removal that replaces nothing is an erasure: whatever its author said of the record before goes for good.
    """

    at: datetime
    by: str
    kind: str
    record: str
    device: str = ""
    sequence: int = 0
    fields: dict[str, object] = {}
    gone: bool = False
    replaces: dict[str, tuple[str, ...]] = {}
    past: tuple[str, ...] = ()

    @property
    def erases(self) -> bool:
        """Whether it is an erasure."""
        return self.gone and not self.replaces.get(REMOVAL)

    def operation(self, field: str) -> Operation:
        """Return what it says of one field, or of the removal."""
        return Operation(
            at=self.at,
            device=self.device,
            sequence=self.sequence,
            record=self.record,
            field=field,
            value=True if field == REMOVAL else self.fields[field],
            replaces=self.replaces.get(field, ()),
            by=self.by,
            kind=self.kind,
        )

    def touched(self) -> Iterator[str]:
        """Give the fields of its operations."""
        yield from self.fields
        if self.gone:
            yield REMOVAL

    def operations(self) -> Iterator[Operation]:
        """Give all that it says."""
        return map(self.operation, self.touched())


def changed(before: Mapping[str, object] | None, after: Record) -> dict[str, object]:
    """Return the fields that turn the document `before` (None: there was none) into `after`, with their values."""
    return differing(before or {}, to_document(after), after.TOGETHER)


def differing(held: Mapping[str, object], wanted: Mapping[str, object], bound: frozenset[str]) -> dict[str, object]:
    """Return the fields in which `wanted` differs from `held`; where one of the `bound` does, all of those."""
    found = {name for name, value in wanted.items() if name not in held or held[name] != value}
    if not bound.isdisjoint(found):
        found |= bound
    return {name: value for name, value in wanted.items() if name in found}


def together(kind: str) -> frozenset[str]:
    """Return the fields of a kind of record that make sense only with one another."""
    return KINDS[kind].TOGETHER if kind in KINDS else frozenset()
