"""Words for the ear: four that carry a secret from one person to the other, three that show that it went well."""

import re
from typing import Final

from tui.core.errors import InputError
from tui.core.text import shorten
from tui.core.word_list import WORDS

SECRET: Final = 4
"""How many words let another machine in: 32 random bits, of which each guess costs a file that somebody answers."""

CHECK: Final = 3
"""How many words both screens show afterwards."""

_TELLING: Final = 4
_SHOWN: Final = 30
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_BY_BEGINNING: Final = {word[:_TELLING]: word for word in WORDS}


def spoken(data: bytes) -> tuple[str, ...]:
    """Return bytes as words."""
    return tuple(WORDS[byte] for byte in data)


def understood(text: str) -> tuple[str, ...]:
    """Return the four words that were typed.

    Letters may be large or small, the first four of a word are enough, and whatever stands between words does not
    matter. Raises `InputError` when one of them is not in the list, or they are not four.
    """
    typed = _LETTERS.findall(text.lower())
    for word in typed:
        if word[:_TELLING] not in _BY_BEGINNING:
            raise InputError("pair_unknown_word", word=shorten(word, _SHOWN))
    if len(typed) != SECRET:
        raise InputError("pair_not_four")
    return tuple(_BY_BEGINNING[word[:_TELLING]] for word in typed)
