"""What a segment says, as bytes: changes and statements in MessagePack, compressed, and filled up to a round size."""

import zlib
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from tui.core.changes import Change

MOST_PLAIN: Final = 16 * 1024 * 1024
"""Bytes that a body may have once it is decompressed."""

_LARGE: Final = 64 * 1024
_STEP: Final = 128
_SIXTEENTH: Final = 5
_LENGTH: Final = 4
_NAME: Final = 16
_MOST: Final = 2**53
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_WORDS: Final = (
    "00:00Z 02T03:04:05.678901Z2026-12-T18:00:00Z2027- en de Europe/Berlin America/New_York children apart seed"
    " couple name zone seat person activity idea minutes where cost energy wished did again sitting step daily.d"
    " close.wishes question value share together now private mutual answer opening sittings consent revision"
    " parents agreement text source look_again let_go happened feel need raised parked in_talk agreed closed"
    " touched talk issue when then was rehearsed tried resting habit small_step format topic kept slow_talk parts"
    " first ended said number turn move released sealed against key box own wish_move commitment points busy_time"
    " since until spans days daylight talk_now version floor proposed accepted declined cancelled done"
    " FREQ=WEEKLY;BYDAY= start what state repeat sequence series instead_of choice protected uid plan"
    " \xa2id\xa2by\xa2at\xb42026-"
)
_DICTIONARY: Final = _WORDS.encode("latin-1")
"""Where compression looks first: part of the format."""


class Member(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A machine that takes part: its public key, whose it is (a person's id), and what it is called among the two.

    `hands` are the names under which changes were written on it when it was admitted. The machine on which all began
    (`founder`) may tell what both have said, since both may have used it.
    """

    public: bytes
    person: str
    label: str
    hands: tuple[str, ...] = ()
    founder: bool = False


class Span(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The changes of a machine with numbers above `after`, up to `upto`."""

    after: int
    upto: int


class Wired(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A change; `at` is in microseconds since 1970, names of operations are 16 bytes."""

    at: int
    device: str
    sequence: int
    by: str
    kind: str
    record: str
    fields: dict[str, object] = {}
    gone: bool = False
    replaces: dict[str, tuple[bytes, ...]] = {}
    past: tuple[bytes, ...] = ()


class Body(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """All that a file says.

    `number` counts the files of a machine, `previous` is the name of the one before. `covers` says which of its
    changes are in it. `digest` is that of its state then, `known` says up to which number it knew
    all changes of which machine.
    `replaces` names files of its own that are not needed any more. `admits`, `removes` (by name) and `vouches` (for
    files of machines that were removed, which it had taken in before) are statements about who takes part.
    """

    number: int
    previous: bytes = b""
    digest: bytes = b""
    covers: tuple[Span, ...] = ()
    known: tuple[tuple[bytes, int], ...] = ()
    replaces: tuple[bytes, ...] = ()
    admits: tuple[Member, ...] = ()
    removes: tuple[bytes, ...] = ()
    vouches: tuple[bytes, ...] = ()
    changes: tuple[Wired, ...] = ()

    @property
    def is_note(self) -> bool:
        """Whether it only says how far its machine has come: the next one takes its place."""
        return not (self.changes or self.covers or self.replaces or self.admits or self.removes or self.vouches)


_DECODER = msgspec.msgpack.Decoder(Body)
_ENCODER = msgspec.msgpack.Encoder()


def wired(change: Change) -> Wired:
    """Return a change as it is written into a file."""
    return Wired(
        at=(change.at - _EPOCH) // _MICROSECOND,
        device=change.device,
        sequence=change.sequence,
        by=change.by,
        kind=change.kind,
        record=change.record,
        fields=change.fields,
        gone=change.gone,
        replaces={field: tuple(map(bytes.fromhex, names)) for field, names in change.replaces.items()},
        past=tuple(map(bytes.fromhex, change.past)),
    )


def unwired(change: Wired) -> Change:
    """Return the change that was written; raises `OverflowError` when its moment cannot be."""
    return Change(
        at=_EPOCH + change.at * _MICROSECOND,
        device=change.device,
        sequence=change.sequence,
        by=change.by,
        kind=change.kind,
        record=change.record,
        fields=change.fields,
        gone=change.gone,
        replaces={field: tuple(name.hex() for name in names) for field, names in change.replaces.items()},
        past=tuple(name.hex() for name in change.past),
    )


def packed(body: Body) -> bytes:
    """Return a body as bytes: its compressed length (4 bytes), what is compressed, and zeros up to a round size."""
    plain = _ENCODER.encode(body)
    level = 9 if len(plain) < _LARGE else 6  # of much at once the last few bytes cost too long
    compress = zlib.compressobj(level, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, _DICTIONARY)
    pressed = compress.compress(plain) + compress.flush()
    filled = _LENGTH + len(pressed)
    return len(pressed).to_bytes(_LENGTH, "big") + pressed + bytes(rounded(filled) - filled)


def rounded(size: int) -> int:
    """Return up to which size so many bytes are filled up: a multiple of 128, or of about a sixteenth of it."""
    step = max(_STEP, 1 << max(0, size.bit_length() - _SIXTEENTH))
    return size + -size % step


def unpacked(data: bytes) -> Body | None:
    """Return what `packed` made; None when it is not as it should be, or larger than is believed."""
    size = int.from_bytes(data[:_LENGTH], "big")
    if size > len(data) - _LENGTH or any(data[_LENGTH + size :]):
        return None
    expand = zlib.decompressobj(-15, _DICTIONARY)
    try:
        plain = expand.decompress(data[_LENGTH : _LENGTH + size], MOST_PLAIN)
        if not expand.eof or expand.unused_data:
            return None
        body = _DECODER.decode(plain)
    except (zlib.error, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return body if _can_be(body) else None


def _can_be(body: Body) -> bool:
    """Whether names are as long as names are, and numbers such as can be reached."""
    names = (*body.replaces, *body.removes, *body.vouches, *(name for name, _ in body.known))
    hashes = all(len(each) in {0, _NAME} for each in (body.previous, body.digest))
    counts = (body.number, *(upto for _, upto in body.known), *(each.after for each in body.covers))
    return (
        hashes
        and all(len(each) == _NAME for each in names)
        and all(0 <= each < _MOST for each in counts)
        and all(each.after <= each.upto < _MOST for each in body.covers)
    )
