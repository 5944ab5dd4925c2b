"""A small step as a sentence, in the reader's language."""

import re
from typing import Protocol

from tui.catalog.words import Words
from tui.core.text import one_line

_FIRST_WORD = re.compile("[^\\s'\u2019]*")


class WhenThen(Protocol):
    """What has two halves: an answer, or a small step."""

    @property
    def when(self) -> str:
        """The moment."""

    @property
    def then(self) -> str:
        """What one does then."""


def halves(words: Words, step: WhenThen) -> tuple[str, str]:
    """Return the two halves as a person reads them: `When I come home` and `then I hug you`."""
    when = led(words("common.lead_when"), one_line(step.when))
    return when.rstrip(" ,;"), led(words("common.lead_then"), one_line(step.then))


def sentence(words: Words, step: WhenThen) -> str:
    """Return both halves as one sentence."""
    when, then = halves(words, step)
    return words("common.if_then", when=when, then=then)


def led(lead: str, text: str) -> str:
    """Return `text` after the words that lead into it, of which it may bring the last or all itself.

    `then I` and `hug you`, `I hug you` or `then I hug you` all give `then I hug you`. No word of `text` is touched.
    """
    words, (first, *_) = lead.split(), (*map(str.casefold, text.split()[:1]), "")
    known = [word.casefold() for word in words]
    begun = _FIRST_WORD.match(first)
    first = begun[0] if begun else first
    place = known.index(first) if first and first in known else len(words)
    return text if place == 0 else " ".join((*words[:place], text))
