"""Keys: one that signs for each machine, and one that all of them share for each epoch. libsodium does the work."""

from hashlib import blake2b
from typing import Final

import msgspec
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_box_seal,
    crypto_box_seal_open,
    crypto_sign,
    crypto_sign_ed25519_pk_to_curve25519,
    crypto_sign_ed25519_sk_to_curve25519,
    crypto_sign_open,
    crypto_sign_seed_keypair,
)
from nacl.exceptions import CryptoError

KEY: Final = 32
"""Bytes of a key, of the seed of a machine's key, and of its public half."""

NAME: Final = 16
"""Bytes of a machine's name, and of a file's."""

EPOCH: Final = 8
"""Bytes of an epoch's name."""

NONCE: Final = 24
SIGNATURE: Final = 64
BOX: Final = 48 + KEY
"""Bytes of an epoch's key, sealed to one machine."""


def name_of(public: bytes) -> bytes:
    """Return the name of the machine with this public key."""
    return blake2b(public, digest_size=NAME, person=b"nearer machine").digest()


def file_name(data: bytes) -> str:
    """Return the name of a file with this content (32 hexadecimal digits): its content says what it is."""
    return blake2b(data, digest_size=NAME).hexdigest()


def is_key(public: bytes) -> bool:
    """Whether these bytes can be the public key of a machine, to which something can be sealed."""
    try:
        return len(public) == KEY and bool(crypto_sign_ed25519_pk_to_curve25519(public))
    except CryptoError:
        return False


class MachineKey:
    """The secret half of a machine's key: it signs, and opens what is sealed to this machine."""

    __slots__ = ("_secret", "name", "public")

    def __init__(self, seed: bytes) -> None:
        """`seed` is 32 random bytes."""
        self.public, self._secret = crypto_sign_seed_keypair(seed)
        self.name = name_of(self.public)

    def __repr__(self) -> str:
        return "MachineKey()"

    def sign(self, data: bytes) -> bytes:
        """Return the signature of `data`."""
        return crypto_sign(data, self._secret)[:SIGNATURE]

    def open(self, box: bytes) -> bytes | None:
        """Return what was sealed to this machine; None when that is not so."""
        own = crypto_sign_ed25519_sk_to_curve25519(self._secret)
        try:
            return crypto_box_seal_open(box, crypto_sign_ed25519_pk_to_curve25519(self.public), own)
        except (CryptoError, ValueError, TypeError):
            return None


def signed(public: bytes, data: bytes, signature: bytes) -> bool:
    """Whether the machine with this public key has signed `data`."""
    try:
        crypto_sign_open(signature + data, public)
    except (CryptoError, ValueError):
        return False
    return True


def sealed_to(public: bytes, data: bytes) -> bytes:
    """Return `data`, sealed so that only the machine with this public key can open it.

    Raises `ValueError` when that is no key.
    """
    try:
        return crypto_box_seal(data, crypto_sign_ed25519_pk_to_curve25519(public))
    except CryptoError as error:
        raise ValueError from error


class Epoch(msgspec.Struct, frozen=True, kw_only=True):
    """A time in which the same machines take part: its `name`, its `key`, and the `machines` that have it."""

    name: bytes
    key: bytes
    machines: tuple[bytes, ...]

    def encrypt(self, data: bytes, beside: bytes, nonce: bytes) -> bytes:
        """Return `data` encrypted; what stands `beside` it cannot be changed either."""
        return crypto_aead_xchacha20poly1305_ietf_encrypt(data, beside, nonce, self.key)

    def decrypt(self, data: bytes, beside: bytes, nonce: bytes) -> bytes | None:
        """Return what was encrypted; None when it is not whole, or is of another epoch."""
        try:
            return crypto_aead_xchacha20poly1305_ietf_decrypt(data, beside, nonce, self.key)
        except (CryptoError, ValueError):
            return None
