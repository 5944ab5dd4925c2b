"""Lengths and times of day in whole words, as they are read out."""

from datetime import datetime
from math import ceil

from tui.catalog.dates import clock
from tui.catalog.words import Words
from tui.core.records import Person
from tui.core.text import shorten
from tui.household import Household

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


def time_for_both(household: Household, at: datetime) -> str:
    """Return a time of day on my clock, and on the other's where it differs."""
    mine, theirs = household.local(at), household.local(at, household.partner)
    if mine.utcoffset() == theirs.utcoffset():
        return clock(mine)
    return household.words("talk_rest.for_other", time=clock(mine), other=clock(theirs), name=name(household.partner))


def name(person: Person) -> str:
    """Return a name that fits into a sentence."""
    return shorten(person.name, NAME_CELLS)
