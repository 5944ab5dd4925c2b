"""The words of a typed time, in any language, turned into a few signs that are the same in all of them.

`nächsten samstag um halb acht` and `next saturday at half past seven` become `next weekday:6 at half< #8` and
`next weekday:6 at half> #7`: which words stand for which sign is content; what the signs mean together is
`tui.planner.when_grammar`. Spelled numbers carry a `#`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from tui.core.text import one_line

LONGEST = 120
"""What is longer than this is no time, in characters."""

ROWS = {
    "weekdays": [f" weekday:{number} " for number in range(1, 8)],
    "months": [f" month:{number} " for number in range(1, 13)],
    "numbers": [f" #{number} " for number in range(26)],
    "tens": [f" #{number} " for number in (30, 40, 45, 50)],
    "halves": [f" {number}.5 " for number in range(4)],
}
"""The signs of each row of words, in their order."""

SIGNS = {
    "today": " day:0 ",
    "tomorrow": " day:1 ",
    "after_tomorrow": " day:2 ",
    "yesterday": " day:-1 ",
    "now": " now ",
    "tonight": " day:0 part:evening ",
    "weekend": " weekend ",
    "this": " this ",
    "next": " next ",
    "after_next": " next2 ",
    "morning": " part:morning ",
    "midday": " part:midday ",
    "afternoon": " part:afternoon ",
    "evening": " part:evening ",
    "night": " part:night ",
    "noon": " noon ",
    "midnight": " midnight ",
    "oclock": " oclock ",
    "am": " am ",
    "pm": " pm ",
    "minute": " unit:minute ",
    "hour": " unit:hour ",
    "day": " unit:day ",
    "week": " unit:week ",
    "month": " unit:month ",
    "in": " in ",
    "at": " at ",
    "on": " on ",
    "for": " for ",
    "long": " long ",
    "from": " from ",
    "to": " to ",
    "before": " before ",
    "past": " past ",
    "quarter": " quarter ",
    "three_quarters": " 3quarters ",
    "half_past": " half> ",
    "half_to": " half< ",
    "ordinal": " th ",
    "beside": " ",
}
"""The sign of each list of words. Where one word stands in two lists, the earlier is tried first."""

CONCEPTS = (*ROWS, *SIGNS)
"""What a language gives words for."""

_SHORTENED = {"weekdays": 2, "months": 3, "today": 3, "tomorrow": 3}
"""Words of which the first in a list may be broken off, and after how many letters at the earliest."""

_MORNING_OR_TOMORROW = (SIGNS["tomorrow"], SIGNS["morning"])
_MOST = 64
"""How many ways to read the words of one line are tried."""

_HALF_OF_A_WORD = 4
"""The fewest letters of either word in one that is put together, as in `freitagabend`."""

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_DASHES = str.maketrans({"\u2013": "-", "\u2014": "-", "\u2212": "-", "\u2019": "'"})
_TOKENS = r"[^\W\d_]+(?:'[^\W\d_]+)*|[0-9]+|."
_TIDY = (
    (r"\(.*\)", " "),  # what we say of the other's clock
    (r"\b([ap])\. ?m\b\.?", r"\1m"),
    (r"([0-9]) ?½", r"\1.5"),
    (r"½", "0.5"),
    (r"(?<=[0-9])t(?=[0-9])", " "),
    (r"(?<=[^\W\d_])\.|(?<=:[0-9]{2})\.$|[!?]+$", " "),
    (r",(?![0-9])", " "),
)


@dataclass(frozen=True, slots=True, repr=False)
class Vocabulary:
    """The signs that each word or phrase may stand for, the likeliest first."""

    signs: Mapping[str, Sequence[str]]
    longest: int
    """The most words of a phrase."""


def vocabulary(languages: Iterable[Mapping[str, str]]) -> Vocabulary:
    """Return the words of several languages in one, the reader's own first.

    Each language maps every one of `CONCEPTS` to its words: `|` between words for the same, commas in `ROWS`.
    """
    signs: dict[str, dict[str, None]] = {}
    told = [list(_phrases(each)) for each in languages]
    for phrase, sign, _ in (one for language in told for one in language):
        signs.setdefault(phrase, {})[sign] = None
    for phrase, sign, shortest in (one for language in told for one in language if one[2]):
        for length in range(shortest, len(phrase)):
            signs.setdefault(phrase[:length], {})[sign] = None
    longest = max((phrase.count(" ") + 1 for phrase in signs), default=1)
    return Vocabulary({phrase: _careful(tuple(each)) for phrase, each in signs.items()}, longest)


def canonical(text: str, words: Vocabulary) -> Iterator[str]:
    """Yield the ways to read the words of a line, as signs, the likeliest first; none where a word is unknown."""
    line = _folded(one_line(text[: 4 * LONGEST]).translate(_DASHES))
    if len(text) > 4 * LONGEST or len(line) > LONGEST:
        return
    for pattern, instead in _TIDY:
        line = re.sub(pattern, instead, line)
    read = _read(" ".join(line.split()), words)
    if read is not None:
        yield from dict.fromkeys(" ".join("".join(each).split()) for each in islice(product(*read), _MOST))


def _phrases(language: Mapping[str, str]) -> Iterator[tuple[str, str, int]]:
    """Yield each phrase with its sign, and how far it may be shortened (0: not)."""
    for concept, signs in (*ROWS.items(), *((name, [sign]) for name, sign in SIGNS.items())):
        rows = language[concept].split(",") if concept in ROWS else [language[concept]]
        for sign, row in zip(signs, rows, strict=False):
            for number, phrase in enumerate(row.casefold().split("|")):
                for spelled in dict.fromkeys((_folded(phrase.strip()), _folded(phrase.strip().translate(_UMLAUTS)))):
                    yield spelled, sign, 0 if number else _SHORTENED.get(concept, 0)


def _careful(signs: tuple[str, ...]) -> tuple[str, ...]:
    """Where a word is both `tomorrow` and `morning`, it is a morning only after a day."""
    both = set(_MORNING_OR_TOMORROW) <= set(signs)
    return tuple(" its:morning " if both and each == SIGNS["morning"] else each for each in signs)


def _folded(text: str) -> str:
    """Return `text` without capitals and accents."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def _read(line: str, words: Vocabulary) -> list[Sequence[str]] | None:
    """Return what each part of a line may stand for; None where a word is unknown."""
    parts, found, at = re.findall(_TOKENS, line), list[Sequence[str]](), 0
    while at < len(parts):
        if not parts[at][0].isalpha():
            found.append((parts[at],))
            at += 1
            continue
        for count in range(words.longest, 0, -1):
            taken = "".join(parts[at : at + 2 * count - 1])
            if taken in words.signs:
                found.append(words.signs[taken])
                at += 2 * count - 1
                break
        else:
            both = _split(parts[at], words)
            if both is None:
                return None
            found.extend(both)
            at += 1
    return found


def _split(word: str, words: Vocabulary) -> tuple[Sequence[str], Sequence[str]] | None:
    """Return both halves of a word that is put together of two."""
    for at in range(_HALF_OF_A_WORD, len(word) - _HALF_OF_A_WORD + 1):
        first, second = words.signs.get(word[:at]), words.signs.get(word[at:])
        if first and second:
            return first, second
    return None
