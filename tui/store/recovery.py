"""Recovery words: 128 random bits as words that can be written on paper and read aloud.

A byte is a word, and the last word is a check of the others. Four letters are enough to tell any word.
"""

import re
from hashlib import blake2b
from typing import Final

from tui.core.word_list import WORDS

BYTES: Final = 16
"""How long the secret is."""

COUNT: Final = BYTES + 1
"""How many words say it."""

_TELLING: Final = 4
_LETTERS: Final = re.compile(r"[^\W\d_]+")

_BYTES: Final = {word[:_TELLING]: byte for byte, word in enumerate(WORDS)}


def to_words(secret: bytes) -> tuple[str, ...]:
    """Return 16 bytes as 17 words."""
    return tuple(WORDS[byte] for byte in secret + _check(secret))


def from_words(text: str) -> bytes | None:
    """Return the 16 bytes that words say, None when they say none.

    Letters may be large or small, the first four of a word are enough, and whatever stands between words (spaces,
    commas, numbers, line breaks) does not matter.
    """
    found = [_BYTES.get(word[:_TELLING]) for word in _LETTERS.findall(text.lower())]
    known = bytes(byte for byte in found if byte is not None)
    if not len(found) == len(known) == COUNT:
        return None
    secret = known[:BYTES]
    return secret if secret + _check(secret) == known else None


def _check(secret: bytes) -> bytes:
    return blake2b(secret, digest_size=1, person=b"nearer check").digest()
