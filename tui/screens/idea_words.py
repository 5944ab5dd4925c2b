"""Things to do in the reader's words: one on a line of a list, and all that is known of one."""

from collections.abc import Iterator, Sequence

from textual.content import Content

from tui.catalog.dates import length
from tui.catalog.schema import Energy
from tui.catalog.words import Words
from tui.core.records import Person
from tui.core.text import shorten
from tui.household import Household
from tui.planner.ideas import Thing, Why
from tui.screens.plan_words import name_of_other
from tui.widgets.person import shape
from tui.widgets.text import cut, joined, shown

LENGTH = 12
"""How wide a length is in a list, in cells."""

MARKS = 3
"""How wide the marks of those who would like it are."""


def line(household: Household, thing: Thing, wishers: Sequence[Person], cells: int) -> Content:
    """Return a thing on one line of so many cells: who would like it, what it is, how long it takes."""
    marks = joined(*(shape(person.seat) for person in wishers))
    lead = joined(marks, " " * (MARKS - marks.cell_length))
    room = cells - MARKS - LENGTH
    text = cut(thing.text, room)
    long = length(household.words, thing.minutes) if thing.minutes else ""
    return joined(lead, text, " " * (room - text.cell_length), shown(f"{long:>{LENGTH}}", "$quiet"))


def detail(
    household: Household, thing: Thing, wishers: Sequence[Person], cells: int, *, again: bool | None = None
) -> Content:
    """Return all that is said of a thing, on three lines; `again`: whether gladly so, where I noted it as done."""
    facts = " · ".join(_facts(household.words, thing))
    return joined(
        cut(thing.text, cells, "bold"),
        joined("\n", cut(facts, cells)),
        joined("\n", cut(_why(household, thing, wishers, again), cells, "$quiet")),
    )


def length_text(words: Words, minutes: int) -> str:
    """Return what is asked for of the length in words."""
    return words("ideas.up_to", length=length(words, minutes)) if minutes else words("ideas.any_length")


def asked_text(words: Words, what: str, value: str) -> str:
    """Return what is asked for of something (`where`, `cost`, `energy`) in words."""
    return words(f"ideas.{what}_{value or 'any'}")


def _facts(words: Words, thing: Thing) -> Iterator[str]:
    if thing.minutes:
        yield length(words, thing.minutes)
    for what in ("where", "cost", "energy"):
        value = getattr(thing, what)
        if value and value != Energy.MIDDLE:
            yield asked_text(words, what, value)
    if thing.only_apart:
        yield words("ideas.only_apart")
    elif thing.apart:
        yield words("ideas.apart_too")
    if thing.daylight or thing.dark:
        yield words("ideas.by_day" if thing.daylight else "ideas.by_night")


def _why(household: Household, thing: Thing, wishers: Sequence[Person], again: bool | None) -> str:
    """Return why it is suggested: first of all because somebody would like it."""
    words = household.words
    if len(wishers) > 1:
        return words("ideas.both_wish")
    if wishers and wishers[0].id == household.me.id:
        return words("ideas.you_wish")
    if wishers:
        return words("ideas.other_wishes", name=shorten(name_of_other(household), 16))
    why = Why.AGAIN if again else thing.why
    is_old = again is False and why in {Why.NEW, Why.AGAIN}
    return "" if is_old or why in (None, Why.WISHED) else words(f"ideas.why_{why}")
