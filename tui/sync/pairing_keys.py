"""The keys of pairing, by CPace: a password-authenticated key exchange in which nobody can try out words alone.

Words make a point, slowly; each side multiplies it by a secret scalar, shows the product, and multiplies what the
other showed. Who has other words has set out from another point, and ends elsewhere. After Abdalla, Haase and Hesse,
"CPace, a balanced composable PAKE" (draft-irtf-cfrg-cpace), on the points of edwards25519.
"""

from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from typing import Final, NamedTuple

from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypted
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as encrypted
from nacl.bindings import crypto_pwhash_alg, crypto_pwhash_ALG_ARGON2ID13, sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError

from tui.core.errors import InputError
from tui.sync.points import BYTES, point_of, scalar_of, times

MIB: Final = 1024 * 1024
"""Bytes."""

_PROTOCOL: Final = b"nearer pairing 1"
_NONCE: Final = 24
_SALT: Final = 16
_BLOCK: Final = 512
"""Boxes are padded to a multiple of so many bytes, so that their size does not tell the length of a name."""

Draw = Callable[[int], bytes]
"""Gives so many random bytes, as `os.urandom` does."""


class Cost(NamedTuple):
    """What one guess at the words costs: passes over the memory, and bytes of it. Both machines take the same."""

    ops: int
    memory: int


COST: Final = Cost(ops=2, memory=64 * MIB)
"""About a seventh of a second on an ordinary machine."""


def set_out(words: tuple[str, ...], invitation: bytes, cost: Cost, draw: Draw) -> tuple[bytes, bytes]:
    """Return a new secret scalar, and the point that is shown for it, which holds for this invitation only.

    Raises `InputError` when there is not memory enough for the cost.
    """
    scalar = scalar_of(b"nearer pair step", draw(BYTES))
    slow = _slow(" ".join(words).encode(), invitation, cost)
    point = times(scalar, point_of(b"nearer pair base", _PROTOCOL + invitation + slow))
    if point is None:  # once in 2 ** 250 times
        raise ValueError(invitation)
    return scalar, point


def first_key(shared: bytes, point: bytes, invite_file: bytes) -> bytes:
    """Return the key of the exchange: bound to the joiner's point, and to every byte of the invite."""
    return _made_of(shared, b"nearer pair key1", _PROTOCOL + point + invite_file)


def last_key(first: bytes, join_file: bytes) -> bytes:
    """Return the key that all later things come of: bound to every byte of the join, too, and so to who joins."""
    return _made_of(first, b"nearer pair key2", join_file)


@lru_cache(maxsize=8)
def shown_of(key: bytes) -> bytes:
    """Return what may be shown of a key.

    Slowly: somebody who stands in between and has heard the words could else make joins, each with a key of its own,
    until both screens show the same. Raises as `set_out` does.
    """
    return _slow(_made_of(key, b"nearer pair look"), _made_of(key, b"nearer pair salt")[:_SALT], COST)


def closed(key: bytes, label: bytes, plain: bytes, draw: Draw) -> bytes:
    """Return a box that opens with the same key and label (16 bytes)."""
    nonce = draw(_NONCE)
    return nonce + encrypted(sodium_pad(plain, _BLOCK), None, nonce, _made_of(key, label))


def opened(key: bytes, label: bytes, box: bytes) -> bytes | None:
    """Return what is in a box; None when it is not whole, or was closed with another key or label."""
    try:
        return sodium_unpad(decrypted(box[_NONCE:], None, box[:_NONCE], _made_of(key, label)), _BLOCK)
    except CryptoError:
        return None


def _slow(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    try:
        return crypto_pwhash_alg(BYTES, secret, salt, cost.ops, cost.memory, crypto_pwhash_ALG_ARGON2ID13)
    except (CryptoError, MemoryError) as error:
        raise InputError("pair_memory", size=max(1, cost.memory // MIB)) from error


def _made_of(key: bytes, label: bytes, data: bytes = b"") -> bytes:
    return blake2b(data, digest_size=BYTES, key=key, person=label).digest()
