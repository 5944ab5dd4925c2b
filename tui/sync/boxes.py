"""A box that nobody opens before its key is given, and that says only one thing with any key.

The cipher is XChaCha20-Poly1305, by libsodium. It alone does not bind: one box can be made that two keys open to
two texts. So a box goes with a commitment to its key, to itself and to what it belongs to; a second key that fits
would be a collision of BLAKE2b. Key and nonce follow from the secret of the machine, so that nothing has to be kept,
and what is made again after a crash is the same.
"""

from binascii import a2b_base64, b2a_base64
from hashlib import blake2b
from typing import Final, NamedTuple

import msgspec
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_box,
    crypto_box_seal_open,
    crypto_box_seed_keypair,
    crypto_sign_ed25519_pk_to_curve25519,
    crypto_sign_ed25519_sk_to_curve25519,
    crypto_sign_seed_keypair,
    sodium_pad,
    sodium_unpad,
)
from nacl.exceptions import CryptoError

KEY: Final = 32
"""How many bytes a key has, and the secret of a machine (the seed of its Ed25519 key)."""

PADDING: Final = 256
"""What is in a box is as long as a multiple of this."""

MOST: Final = 512 * 1024
"""How many bytes a box has at most: the longest text that anybody can give fits in."""

_NONCE: Final = 24
_TAG: Final = 16


class Box(NamedTuple):
    """A box, its key, and the commitment to both (hexadecimal digits)."""

    data: bytes
    key: bytes
    commitment: str


def context(*parts: str) -> bytes:
    """Return what a box belongs to, as bytes from which no other parts can be read."""
    return msgspec.json.encode(parts)


def made(secret: bytes, place: bytes, plain: bytes) -> Box:
    """Return `plain` in a box for a `place` (a context): the same each time, and another for every other text."""
    nonce = _derived(secret, b"nearer box nonce", place, plain, size=_NONCE)
    key = key_of(secret, place, nonce)
    data = nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(sodium_pad(plain, PADDING), place, nonce, key)
    return Box(data, key, commitment(key, place, data))


def key_of(secret: bytes, place: bytes, box: bytes) -> bytes:
    """Return the key that this machine gave to a box, if it is one of its own."""
    return _derived(secret, b"nearer box key", place, box[:_NONCE], size=KEY)


def commitment(key: bytes, place: bytes, box: bytes) -> str:
    """Return what binds a key, a box and what the box belongs to."""
    return _derived(key, b"nearer box whole", place, box, size=32).hex()


def opened(key: bytes, place: bytes, box: bytes) -> bytes | None:
    """Return what is in a box; None when it is not whole, has another key, or belongs to something else."""
    if len(key) != KEY or not fits(box):
        return None
    try:
        padded = crypto_aead_xchacha20poly1305_ietf_decrypt(box[_NONCE:], place, box[:_NONCE], key)
        plain: bytes = sodium_unpad(padded, PADDING)
    except CryptoError:
        return None
    return plain if sodium_pad(plain, PADDING) == padded else None


def fits(box: bytes) -> bool:
    """Whether a box has a size that a box can have."""
    return PADDING <= len(box) - _NONCE - _TAG <= MOST and (len(box) - _NONCE - _TAG) % PADDING == 0


def sealed_to(machine: bytes, secret: bytes, key: bytes) -> str:
    """Return a key that only the machine with this public key (Ed25519) can read; empty when that key is none.

    It is a sealed box of libsodium, of which the random half follows from the `secret` of who makes it.
    """
    try:
        theirs = crypto_sign_ed25519_pk_to_curve25519(machine)
    except (CryptoError, ValueError):
        return ""
    public, private = crypto_box_seed_keypair(_derived(secret, b"nearer box own", machine, key, size=32))
    nonce = blake2b(public + theirs, digest_size=_NONCE).digest()
    return text(public + crypto_box(key, nonce, theirs, private))


def unsealed(secret: bytes, sealed: str) -> bytes | None:
    """Return the key that was sealed to the machine with this secret; None when there is none in it."""
    public, private = crypto_sign_seed_keypair(secret)
    mine = (crypto_sign_ed25519_pk_to_curve25519(public), crypto_sign_ed25519_sk_to_curve25519(private))
    data = raw(sealed)
    if data is None:
        return None
    try:
        key: bytes = crypto_box_seal_open(data, *mine)
    except (CryptoError, ValueError):
        return None
    return key if len(key) == KEY else None


def text(data: bytes) -> str:
    """Return bytes as base64."""
    return b2a_base64(data, newline=False).decode("ascii")


def raw(written: str) -> bytes | None:
    """Return the bytes of base64; None when it is none, is written in another way than ours, or is too long."""
    if len(written) > 2 * MOST:
        return None
    try:
        data = a2b_base64(written, strict_mode=True)
    except ValueError:
        return None
    return data if text(data) == written else None


def _derived(secret: bytes, purpose: bytes, place: bytes, data: bytes, *, size: int) -> bytes:
    """Return bytes that follow from a secret, for one purpose (at most 16 letters) and one place."""
    mixed = len(place).to_bytes(8, "big") + place + data
    return blake2b(mixed, key=secret, digest_size=size, person=purpose).digest()
