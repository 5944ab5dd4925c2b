"""Points of the curve edwards25519, in the subgroup of prime order: what pairing and wishes are reckoned with.

libsodium does the reckoning. Points and scalars are 32 bytes.
"""

from hashlib import blake2b
from typing import Final

from nacl.bindings import (
    crypto_core_ed25519_from_uniform,
    crypto_core_ed25519_is_valid_point,
    crypto_core_ed25519_scalar_reduce,
    crypto_scalarmult_ed25519_noclamp,
)
from nacl.exceptions import RuntimeError as NotReckonedError

BYTES: Final = 32
"""How long a point is, and a scalar."""


def point_of(label: bytes, data: bytes) -> bytes:
    """Return the point that belongs to `data`; of which scalar it is a multiple, nobody knows.

    `label` (at most 16 bytes) says what it is for.
    """
    return crypto_core_ed25519_from_uniform(blake2b(data, digest_size=BYTES, person=label).digest())


def scalar_of(label: bytes, data: bytes) -> bytes:
    """Return the scalar that belongs to `data`, which is secret; evenly spread, and never 0 in practice."""
    return crypto_core_ed25519_scalar_reduce(blake2b(data, digest_size=2 * BYTES, person=label).digest())


def times(scalar: bytes, point: bytes) -> bytes | None:
    """Return a point multiplied by a scalar; None when the point is none, or the product is the neutral one."""
    if not is_point(point):
        return None
    try:
        return crypto_scalarmult_ed25519_noclamp(scalar, point)
    except NotReckonedError:
        return None


def is_point(data: bytes) -> bool:
    """Whether these bytes are a point of the subgroup of prime order, written in the only way that is right."""
    return len(data) == BYTES and crypto_core_ed25519_is_valid_point(data)
