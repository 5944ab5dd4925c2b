"""Lengths and times of day in whole words, as they are read out."""

from math import ceil

from tui.catalog.words import Words
from tui.core.records import Person
from tui.core.text import shorten

NAME_CELLS = 40
UNITS = (("days", 86_400), ("hours", 3600), ("minutes", 60), ("seconds", 1))


def length(words: Words, seconds: float) -> str:
    """Return a length of time in words, in its two largest units: `2 minutes and 10 seconds`."""
    left, counts = max(1, ceil(seconds)), {}
    for unit, size in UNITS:
        counts[unit], left = divmod(left, size)
    first = next(place for place, (unit, _) in enumerate(UNITS) if counts[unit])
    told = [words(f"plain_talk.{unit}", count=counts[unit]) for unit, _ in UNITS[first : first + 2] if counts[unit]]
    return words("plain_talk.and", first=told[0], second=told[1]) if len(told) > 1 else told[0]


def name(person: Person) -> str:
    """Return a name that fits into a sentence."""
    return shorten(person.name, NAME_CELLS)
