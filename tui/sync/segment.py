"""A segment: one file of the folder, written once by one machine, and never changed.

    magic (8) | format (2) | boxes (1) | 0 (1) | epoch (8) | machine (16) | nonce (24)
    | boxes x (machine (16), the epoch's key sealed to it (80)) | body, encrypted (.. + 16) | signature (64)

All before the signature is signed; all before the body is bound to it as what stands beside it.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, Protocol

import msgspec

from tui.sync.keys import BOX, EPOCH, KEY, NAME, NONCE, SIGNATURE, Epoch, MachineKey, file_name, sealed_to, signed
from tui.sync.wire import Body, packed, unpacked

MAGIC: Final = b"\x89nearer\n"
FORMAT: Final = 1
"""The newest format that this version reads and writes."""

MOST: Final = 4 * 1024 * 1024
"""Bytes of the largest file that is read."""

_HEADER: Final = len(MAGIC) + 2 + 1 + 1 + EPOCH + NAME + NONCE
_TAG: Final = 16
_SHORTEST: Final = _HEADER + _TAG + SIGNATURE


class Why(StrEnum):
    """Why a file is not believed; the words for it are `sync.why_...`."""

    FOREIGN = "foreign"  # it is none of ours
    DAMAGED = "damaged"  # it is not as its machine wrote it
    NEWER = "newer"  # a newer version wrote it
    STRANGER = "stranger"  # a machine wrote it that does not take part
    REMOVED = "removed"  # a machine wrote it that was removed
    KEY = "key"  # its key has not arrived
    CONTENT = "content"  # it says what its machine must not say
    LARGE = "large"  # it is larger than ours are


class RefusedError(Exception):
    """A file is not believed, and left alone."""

    def __init__(self, why: Why) -> None:
        """`why` is told by `--check`."""
        super().__init__(why)
        self.why = why


class Ring(Protocol):
    """Who is believed, and which keys are known."""

    def public(self, machine: bytes) -> bytes | None:
        """Return the public key of a machine that takes part, or took part; None of a stranger."""

    def epoch(self, name: bytes, boxes: Mapping[bytes, bytes]) -> Epoch | None:
        """Return an epoch, whose key may come in one of `boxes`; None when it is not known."""


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was read: its name, who wrote it in which epoch, for which machines the epoch's key is in it."""

    name: str
    machine: bytes
    epoch: Epoch
    boxes: tuple[bytes, ...]
    body: Body

    @property
    def is_note(self) -> bool:
        """Whether it only says how far its machine has come: the next one takes its place."""
        return self.body.is_note and not self.boxes


def write(
    body: Body, *, key: MachineKey, epoch: Epoch, nonce: bytes, to: Mapping[bytes, bytes] | None = None
) -> bytes:
    """Return the file that says `body`; machines in `to` (public keys by name) are given the epoch's key."""
    boxes = [name + sealed_to(public, epoch.key) for name, public in sorted((to or {}).items())]
    head = b"".join((MAGIC, FORMAT.to_bytes(2, "big"), bytes((len(boxes), 0)), epoch.name, key.name, nonce, *boxes))
    data = head + epoch.encrypt(packed(body), head, nonce)
    return data + key.sign(data)


def read(data: bytes, ring: Ring) -> Segment:
    """Return what a file says, once it is clear that a machine that takes part has written it so.

    Raises `RefusedError`.
    """
    if len(data) > MOST:
        raise RefusedError(Why.LARGE)
    if not data.startswith(MAGIC):
        raise RefusedError(Why.FOREIGN)
    if len(data) < _SHORTEST:
        raise RefusedError(Why.DAMAGED)
    machine = data[20 : 20 + NAME]
    public = ring.public(machine)
    if public is None:
        raise RefusedError(Why.STRANGER)
    if not signed(public, data[:-SIGNATURE], data[-SIGNATURE:]):
        raise RefusedError(Why.DAMAGED)
    if int.from_bytes(data[8:10], "big") > FORMAT:
        raise RefusedError(Why.NEWER)
    return _opened(data, machine, ring)


def _opened(data: bytes, machine: bytes, ring: Ring) -> Segment:
    end = _HEADER + data[10] * (NAME + BOX)
    if int.from_bytes(data[8:10], "big") == 0 or data[11] or len(data) < end + _TAG + SIGNATURE:
        raise RefusedError(Why.DAMAGED)
    starts = range(_HEADER, end, NAME + BOX)
    boxes = {data[at : at + NAME]: data[at + NAME : at + NAME + BOX] for at in starts}
    epoch = ring.epoch(data[12:20], boxes)
    if epoch is None or len(epoch.key) != KEY:
        raise RefusedError(Why.KEY)
    plain = epoch.decrypt(data[end:-SIGNATURE], data[:end], data[_HEADER - NONCE : _HEADER])
    body = None if plain is None else unpacked(plain)
    if body is None:
        raise RefusedError(Why.DAMAGED)
    return Segment(name=file_name(data), machine=machine, epoch=epoch, boxes=tuple(boxes), body=body)
