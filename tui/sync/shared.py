"""What of a home goes into the folder: for each record, the changes of this machine that the others may hear.

A record of some kinds is always for both. Of the others it depends on what their author wants, and that may change:
once such a record was shown, the others also hear that it is to be seen no more.
"""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Final

import msgspec
from msgspec.structs import replace

from tui.core.changes import REMOVAL, Change
from tui.core.merging import Entry
from tui.core.records import Activity, Answer, Share, Sitting, SmallStep, kind_of
from tui.sync.believed import ALLOWED

_BY_CHOICE: Final = frozenset(kind_of(each) for each in (Activity, Answer, Sitting, SmallStep))

ALWAYS: Final = ALLOWED - _BY_CHOICE
"""The kinds that are for both, whatever they say."""

BY_CHOICE: Final = _BY_CHOICE
"""The kinds of which it depends."""

_SHARE: Final = "share"
_ENCODER: Final = msgspec.json.Encoder(order="deterministic")


def to_send(entry: Entry, hands: frozenset[str], after: int, *, shared: bool, shown: bool) -> tuple[Change, ...]:
    """Return the changes of these hands that the others are to hear: those with numbers above `after`.

    `shared`: they may see the record now; where it was not `shown` before, they hear all of it.
    """
    mine = tuple(each for each in entry.changes if each.device in hands)
    fresh = tuple(each for each in mine if each.sequence > after)
    if shared:
        shown = shown and not any(_SHARE in each.fields for each in fresh)  # it may have been for nobody in between
        return entry.with_past(fresh if shown else mine)
    return tuple(left for each in fresh for left in [_only_that_it_is_over(each)] if left) if shown else ()


def _only_that_it_is_over(change: Change) -> Change | None:
    """Return what is left of a change to a record that is not for the others any more: nothing of its words."""
    fields = {name: value for name, value in change.fields.items() if name == _SHARE}
    if not fields and not change.gone:
        return None
    replaces = {name: names for name, names in change.replaces.items() if name in {*fields, REMOVAL}}
    return replace(change, fields=fields, replaces=replaces, past=())


def is_the_same_for_both(kind: str, document: Mapping[str, object]) -> bool:
    """Whether two machines that hold the same hold this record alike: what a digest is made of."""
    if kind in ALWAYS:
        return True
    if kind == kind_of(Sitting) or kind not in BY_CHOICE:
        return False
    shown = document.get(_SHARE) == Share.NOW
    return shown and (kind != kind_of(Answer) or document.get("value") is not None)


def fingerprint(entry: Entry) -> int:
    """Return a number of 128 bits for what holds of a record: where it differs, so does the number."""
    said = [(each.at, each.device, each.sequence, each.by, each.record, each.fields) for each in entry.changes]
    return int.from_bytes(blake2b(_ENCODER.encode(said), digest_size=16).digest(), "big")


def digest_of(fingerprints: int) -> bytes:
    """Return the digest of records whose fingerprints have this sum."""
    return blake2b((fingerprints % (1 << 128)).to_bytes(16, "big"), digest_size=16).digest()
