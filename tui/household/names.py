"""What people are called: how a name is kept, and who is meant by one."""

from collections.abc import Sequence

from tui.core.errors import InputError
from tui.core.records import Person
from tui.core.text import clean, one_line, shorten

SHORT = 40
"""How much of a name is shown where it is wrong, in cells."""


def two_names(names: tuple[str, str]) -> tuple[str, str]:
    """Return two names as they are kept; raises `InputError` when one is empty, or both are the same."""
    first, second = one_line(clean(names[0])), one_line(clean(names[1]))
    if not (first and second):
        raise InputError("name_empty")
    if first.casefold() == second.casefold():
        raise InputError("names_equal", name=shorten(first, SHORT))
    return first, second


def called(name: str, people: Sequence[Person]) -> Person:
    """Return which of the two has this name, in upper or lower case; raises `InputError` when neither has."""
    wanted = one_line(clean(name)).casefold()
    for person in people:
        if one_line(person.name).casefold() == wanted:
            return person
    first, second = (shorten(person.name, SHORT) for person in people)
    raise InputError("unknown_person", name=shorten(name, SHORT), first=first, second=second)
