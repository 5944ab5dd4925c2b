"""The four small files of pairing: invite, join, welcome, refusal.

Each begins with eight bytes that say which it is, and goes on as one MessagePack array. There is one way only to
write each down; what is written otherwise, too long or not whole is none. Which file belongs to what stands in it,
never in its name.
"""

from enum import StrEnum
from hashlib import blake2b
from typing import Annotated, ClassVar, Final, Literal

import msgspec
from msgspec import Meta

ID_BYTES: Final = 16
"""How long the id of an invitation is, and that of a file."""

KEY_BYTES: Final = 32
"""How long a key is, and a point."""

_SMALL: Final = 4 * 1024
_LARGE: Final = 256 * 1024

Id = Annotated[bytes, Meta(min_length=ID_BYTES, max_length=ID_BYTES)]
PublicKey = Annotated[bytes, Meta(min_length=KEY_BYTES, max_length=KEY_BYTES)]
Point = PublicKey
Seconds = Annotated[int, Meta(ge=0, lt=2**40)]

Kind = Literal["invite", "join", "welcome", "refusal"]


class Why(StrEnum):
    """Why nothing was joined, each as the key of its sentence."""

    WORDS = "pair_words"
    """The words were others, or a file was changed on its way: nobody can tell which."""
    OLD = "pair_old"
    USED = "pair_used"
    SPENT = "pair_spent"
    """There were too many joins with other words."""
    NAME = "pair_name"
    FULL = "pair_full"


class _File(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What all of them are."""


class Invite(_File, frozen=True):
    """The first file: an invitation to whoever has heard its words. `made` is in seconds since 1970."""

    MAGIC: ClassVar = b"nearerI1"
    MOST: ClassVar = _SMALL

    id: Id
    point: Point
    public_key: PublicKey
    made: Seconds


class Join(_File, frozen=True):
    """The second: an answer to an invitation; the box says who joins."""

    MAGIC: ClassVar = b"nearerJ1"
    MOST: ClassVar = _SMALL

    invite: Id
    point: Point
    box: bytes


class Welcome(_File, frozen=True):
    """The third: an answer to a join; the box holds all that the new machine has to know."""

    MAGIC: ClassVar = b"nearerW1"
    MOST: ClassVar = _LARGE

    invite: Id
    join: Id
    box: bytes


class Refusal(_File, frozen=True):
    """Or this one, which anybody could have written: it is told to a person, and decides nothing."""

    MAGIC: ClassVar = b"nearerR1"
    MOST: ClassVar = _SMALL

    invite: Id
    join: Id
    why: Why


AnyFile = Invite | Join | Welcome | Refusal

_KINDS: Final[dict[bytes, tuple[Kind, type[AnyFile]]]] = {
    Invite.MAGIC: ("invite", Invite),
    Join.MAGIC: ("join", Join),
    Welcome.MAGIC: ("welcome", Welcome),
    Refusal.MAGIC: ("refusal", Refusal),
}
_MAGIC_BYTES: Final = 8


def kind_of(data: bytes) -> Kind | None:
    """Return which of the four this says that it is, None when it is another file; it may yet be damaged."""
    found = _KINDS.get(data[:_MAGIC_BYTES])
    return None if found is None else found[0]


def written(file: AnyFile) -> bytes:
    """Return a file's bytes; raises `ValueError` when there is too much in it."""
    data = file.MAGIC + msgspec.msgpack.encode(file)
    if len(data) > file.MOST:
        raise ValueError(len(data))
    return data


def read(data: bytes) -> AnyFile | None:
    """Return what a file says; None when it is none of the four, or not as we write them."""
    _, kind = _KINDS.get(data[:_MAGIC_BYTES], (None, None))
    if kind is None or len(data) > kind.MOST:
        return None
    try:
        file = msgspec.msgpack.decode(memoryview(data)[_MAGIC_BYTES:], type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return file if written(file) == data else None


def id_of(data: bytes) -> bytes:
    """Return what tells a file from every other: the hash of its bytes."""
    return blake2b(data, digest_size=ID_BYTES).digest()
