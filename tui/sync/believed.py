"""What of the changes in a file is believed: the kinds that may be shared, of the right types, by who may say so.

The same rule decides what is sent: nothing is written that the other machine would refuse.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

import msgspec
from msgspec.structs import fields as fields_of

from tui.core.changes import ERASED, REMOVAL, Change
from tui.core.errors import InputError
from tui.core.records import (
    KINDS,
    Activity,
    Agreement,
    Answer,
    Consent,
    Couple,
    Did,
    Issue,
    Opening,
    Person,
    Plan,
    Record,
    Revision,
    Said,
    Share,
    Sitting,
    SlowPart,
    SlowTalk,
    SmallStep,
    Talk,
    kind_of,
)
from tui.core.text import LIMIT, harmless
from tui.core.told_records import BusyTime, Released, Sealed, TalkNow, WishMove
from tui.planner.plausible import first_fault
from tui.sync import boxes
from tui.sync.wire import Member

MOST_SEQUENCE: Final = 2**52
"""The highest number of a change that is believed."""

_KINDS: Final[tuple[type[Record], ...]] = (
    Person,
    Couple,
    Sitting,
    Answer,
    Opening,
    Agreement,
    Revision,
    Consent,
    Issue,
    SmallStep,
    Plan,
    Activity,
    Did,
    Talk,
    SlowTalk,
    Said,
    Sealed,
    Released,
    WishMove,
    BusyTime,
    TalkNow,
)

ALLOWED: Final = frozenset(map(kind_of, _KINDS))
"""The kinds that may be shared. A kind that is new is shared once it stands here, with a new format."""

_OWN: Final[tuple[type[Record], ...]] = (
    Sitting,
    Answer,
    Revision,
    Consent,
    SmallStep,
    Said,
    Sealed,
    Released,
    WishMove,
    BusyTime,
    TalkNow,
)

OWN: Final = frozenset(map(kind_of, _OWN))
"""The kinds of which only their author changes anything."""

_BOX: Final = (kind_of(Sealed), "box")
_YEARS: Final = range(1900, 2201)
_LONGEST_NAME: Final = 200
_LARGEST: Final = 2**53
_DEEPEST: Final = 12
_MOST_NAMES: Final = 10_000
_NAME: Final = 32
_NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)


def believed(change: Change, member: Member) -> bool:
    """Whether a change is one that the machine of `member` may tell, and says only what can be."""
    return (
        change.kind in ALLOWED
        and (change.by == member.person or member.founder)
        and 0 < change.sequence < MOST_SEQUENCE
        and change.at.year in _YEARS
        and (change.kind != kind_of(BusyTime) or change.record == change.by)
        and all(0 < len(name) <= _LONGEST_NAME for name in (change.by, change.record, change.device))
        and _names_sound(change)
        and _fits(change)
        and (change.kind != kind_of(Answer) or member.founder or _plain(change.fields))
    )


def fits_what_is_held(change: Change, held: Mapping[str, object] | None, member: Member) -> bool:
    """Whether a change leaves alone what is another's, and what is sealed; `held` is the record as it is here."""
    if change.kind in OWN:
        author = change.by if held is None else held.get("by", change.by)
        if not author == change.by == change.fields.get("by", change.by):
            return False
    if change.kind != kind_of(Answer) or "value" not in change.fields:
        return True
    share = change.fields.get("share", (held or {}).get("share"))
    return share == Share.NOW or (member.founder and held is None)


def _plain(fields: Mapping[str, object]) -> bool:
    """Whether an answer may stand in a file as it is: only what its author shows at once does."""
    return "value" not in fields or fields.get("share", Share.NOW) == Share.NOW


def _names_sound(change: Change) -> bool:
    groups = (*change.replaces.values(), change.past)
    if sum(map(len, groups)) > _MOST_NAMES or any(len(name) != _NAME for names in groups for name in names):
        return False
    return all(field in change.fields or field == REMOVAL or field.startswith(ERASED) for field in change.replaces)


def _fits(change: Change) -> bool:
    """Whether the values are of their fields' types, harmless, and such as can be."""
    if not change.fields:
        return change.gone
    if change.fields.get("id", change.record) != change.record:
        return False
    if not all(_harmless(value, 1) or _is_box(change.kind, name, value) for name, value in change.fields.items()):
        return False
    try:
        given = msgspec.convert(change.fields, _fields(change.kind))
        values: dict[str, Any] = {name: getattr(given, name) for name in change.fields}
        record = msgspec.structs.replace(_example(change.kind), **values)
    except (msgspec.ValidationError, InputError, OverflowError, ValueError, TypeError):
        return False
    return first_fault(record) not in change.fields


@cache
def _fields(kind: str) -> type[msgspec.Struct]:
    """Return the type of some of a kind's fields, none of which has to be there."""
    fields = [(each.name, each.type | msgspec.UnsetType, msgspec.UNSET) for each in fields_of(KINDS[kind])]
    return msgspec.defstruct(f"Some{kind}", fields, frozen=True, forbid_unknown_fields=True)


@cache
def _example(kind: str) -> Record:
    """Return a record of a kind in which nothing is wrong, to be laid under what a change says."""
    part = SlowPart(id="part", turns=1, hours=1)
    needed: dict[str, object] = {
        "name": "name", "zone": "UTC", "seat": 0, "apart": False, "seed": "seed", "step": "step", "sitting": "one",
        "question": "question", "value": None, "sittings": ("one", "two"), "text": "text", "agreement": "agreement",
        "parents": (), "revision": "revision", "happened": "", "feel": "", "need": "", "touched": _NOW, "when": "",
        "then": "", "start": _NOW, "minutes": 1, "format": "format", "topic": "", "first": 0, "parts": (part,),
        "talk": "talk", "number": 0, "turn": 0, "move": "move", "answer": "answer", "box": "", "sealed": "sealed",
        "against": "against", "key": "", "since": _NOW, "until": _NOW, "version": 0,
    }  # fmt: skip
    made: Callable[..., Record] = KINDS[kind]
    names = {each.name for each in fields_of(KINDS[kind]) if each.required}
    return made(**{"id": "id", "by": "by", "at": _NOW} | {name: needed[name] for name in names & needed.keys()})


def _is_box(kind: str, field: str, value: object) -> bool:
    """Whether this is what a long answer is sealed in: longer than what a person can write."""
    return (kind, field) == _BOX and isinstance(value, str) and boxes.raw(value) is not None


def _harmless(value: object, deep: int) -> bool:
    """Whether data is plain, not too deep, and its texts hold nothing that a terminal would obey.

    Asked of each value of each change: `match` would take twice as long.
    """
    if isinstance(value, str):
        return len(value) <= LIMIT and harmless(value) == value
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, int):
        return abs(value) < _LARGEST
    if deep >= _DEEPEST or not isinstance(value, dict | list | tuple):
        return False
    each = (*value.keys(), *value.values()) if isinstance(value, dict) else value
    return all(_harmless(one, deep + 1) for one in each)
