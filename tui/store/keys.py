"""The key of a sealed home: how it seals, and how it lies sealed itself.

The records are sealed with 32 random bytes, the data key. The key file holds them twice: sealed with what Argon2id
makes of the passphrase, and sealed with what the recovery words say. So a passphrase can be changed without sealing
every record anew. The cipher is XChaCha20-Poly1305, by libsodium.
"""

import unicodedata
from binascii import Error as NotBase64
from binascii import a2b_base64, b2a_base64
from hashlib import blake2b
from os import urandom
from typing import Annotated, Final

import msgspec
from msgspec.structs import replace

from tui.core.errors import InputError
from tui.store.lines import checked, unchecked
from tui.store.recovery import BYTES as RECOVERY_BYTES
from tui.store.recovery import from_words, to_words

FORMAT: Final = 1
"""The format of a key file."""

MIB: Final = 1024 * 1024
"""Bytes."""

_BYTES: Final = 32
_NONCE: Final = 24
_TAG: Final = 16
_SALT: Final = 16
_BY_PASSPHRASE: Final = b"nearer key by passphrase"
_BY_WORDS: Final = b"nearer key by recovery words"

_Ops = Annotated[int, msgspec.Meta(ge=1, le=16)]
_Memory = Annotated[int, msgspec.Meta(ge=8 * 1024, le=1024 * MIB)]


class Cost(msgspec.Struct, frozen=True):
    """What one guess at a passphrase costs: passes over the memory, and bytes of it."""

    ops: int
    memory: int


COST: Final = Cost(ops=3, memory=256 * MIB)
"""About half a second on an ordinary machine."""


class KeyFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the data key lies on the disk.

    `wrapped` is the key sealed with Argon2id(passphrase, salt, ops, memory in bytes), `spare` the same key sealed
    with the recovery words; `salt` and both are base64.
    """

    format: Annotated[int, msgspec.Meta(ge=FORMAT, le=FORMAT)] = FORMAT
    salt: str
    ops: _Ops
    memory: _Memory
    wrapped: str
    spare: str


class Key:
    """32 bytes that seal and open; they are never shown."""

    __slots__ = ("_broken", "_decrypt", "_encrypt", "_secret")

    def __init__(self, secret: bytes) -> None:
        """`secret` is 32 bytes. Loads the library, which is not needed where nothing is sealed."""
        from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt
        from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as encrypt
        from nacl.exceptions import CryptoError

        self._secret = secret
        self._encrypt, self._decrypt, self._broken = encrypt, decrypt, CryptoError

    def __repr__(self) -> str:
        return "Key()"

    @property
    def name(self) -> str:
        """What tells this key from others, and says nothing of it."""
        return blake2b(self._secret, digest_size=8, person=b"nearer key name").hexdigest()

    def seal(self, place: bytes, data: bytes) -> bytes:
        """Return `data` sealed for `place`, as base64 in ASCII."""
        nonce = urandom(_NONCE)
        return b2a_base64(nonce + self._encrypt(data, place, nonce, self._secret), newline=False)

    def open(self, place: bytes, sealed: bytes) -> bytes | None:
        """Return what was sealed; None when it is not whole, or was sealed with another key or for another place."""
        try:
            raw = a2b_base64(sealed)
        except NotBase64:
            return None
        if len(raw) < _NONCE + _TAG or b2a_base64(raw, newline=False) != sealed:
            return None
        try:
            return self._decrypt(raw[_NONCE:], place, raw[:_NONCE], self._secret)
        except self._broken:
            return None

    def sealed_by(self, other: "Key", place: bytes) -> str:
        """Return this key, sealed with another one."""
        return other.seal(place, self._secret).decode("ascii")


def made(passphrase: str, cost: Cost = COST) -> tuple[KeyFile, Key, tuple[str, ...]]:
    """Make a key; return it, how it is kept, and its recovery words.

    Raises `InputError` when the passphrase is empty, or there is not memory enough for the cost.
    """
    key, salt = Key(urandom(_BYTES)), urandom(_SALT)
    wrapped = key.sealed_by(_by_passphrase(passphrase, salt, cost), _BY_PASSPHRASE)
    spare, words = _spare(key)
    file = KeyFile(salt=_text(salt), ops=cost.ops, memory=cost.memory, wrapped=wrapped, spare=spare)
    return file, key, words


def unlocked(file: KeyFile, secret: str) -> Key:
    """Return the key that a passphrase opens, or the recovery words.

    Raises `InputError` when it is neither, or there is not memory enough to see.
    """
    words = from_words(secret)
    found = None if words is None else _by_words(words).open(_BY_WORDS, file.spare.encode())
    if found is None and _plain(secret):
        guess = _by_passphrase(secret, a2b_base64(file.salt), Cost(file.ops, file.memory))
        found = guess.open(_BY_PASSPHRASE, file.wrapped.encode())
    if found is None:
        raise InputError("passphrase_wrong")
    return Key(found)


def changed(file: KeyFile, key: Key, passphrase: str, cost: Cost = COST) -> KeyFile:
    """Return how the same key is kept with another passphrase; the recovery words stay. Raises as `made` does."""
    salt = urandom(_SALT)
    wrapped = key.sealed_by(_by_passphrase(passphrase, salt, cost), _BY_PASSPHRASE)
    return replace(file, salt=_text(salt), ops=cost.ops, memory=cost.memory, wrapped=wrapped)


def renewed(file: KeyFile, key: Key) -> tuple[KeyFile, tuple[str, ...]]:
    """Return how the same key is kept with new recovery words, and these; the old ones open this file no more."""
    spare, words = _spare(key)
    return replace(file, spare=spare), words


def to_bytes(file: KeyFile) -> bytes:
    """Return a key file's content: one line with a checksum, in ASCII."""
    return checked(msgspec.json.encode(file))


def from_bytes(data: bytes) -> KeyFile | None:
    """Return what a key file says (with or without the end of its line); None when it is damaged."""
    plain = unchecked(data.removesuffix(b"\n"))
    try:
        file = None if plain is None else msgspec.json.decode(plain, type=KeyFile)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return file if file is not None and _fits(file) else None


def _fits(file: KeyFile) -> bool:
    lengths = ((file.salt, _SALT), (file.wrapped, _NONCE + _BYTES + _TAG), (file.spare, _NONCE + _BYTES + _TAG))
    try:
        return all(len(a2b_base64(text, strict_mode=True)) == length for text, length in lengths)
    except ValueError:
        return False


def _spare(key: Key) -> tuple[str, tuple[str, ...]]:
    secret = urandom(RECOVERY_BYTES)
    return key.sealed_by(_by_words(secret), _BY_WORDS), to_words(secret)


def _by_words(secret: bytes) -> Key:
    """Return the key that 128 random bits make: nobody can try them all, so this need not be slow."""
    return Key(blake2b(secret, digest_size=_BYTES, person=b"nearer recovery").digest())


def _by_passphrase(passphrase: str, salt: bytes, cost: Cost) -> Key:
    """Return the key that a passphrase makes, slowly."""
    from nacl.bindings import crypto_pwhash_alg as hashed
    from nacl.bindings import crypto_pwhash_ALG_ARGON2ID13 as ARGON2ID
    from nacl.exceptions import CryptoError

    plain = _plain(passphrase)
    if not plain:
        raise InputError("passphrase_empty")
    try:
        return Key(hashed(_BYTES, plain, salt, cost.ops, cost.memory, ARGON2ID))
    except (CryptoError, MemoryError) as error:
        raise InputError("passphrase_memory", size=max(1, cost.memory // MIB)) from error


def _plain(passphrase: str) -> bytes:
    """Return the bytes of a passphrase: the same for the same letters, however they were typed."""
    line = passphrase.removesuffix("\n").removesuffix("\r")
    return unicodedata.normalize("NFC", line).encode("utf-8", "surrogatepass")


def _text(data: bytes) -> str:
    return b2a_base64(data, newline=False).decode("ascii")
