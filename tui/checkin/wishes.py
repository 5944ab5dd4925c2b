"""Wishes: only what both have is ever shown, and whoever takes one back has never had it, for the other.

An opening holds what both wished for when it was made. What is shown of that is what both still wish for, by every
version of their answers that holds: so a wish that was taken back stays away, also where two windows or two machines
changed the same without having seen each other's.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from msgspec.structs import replace

from tui.core.records import Answer, Opening, Record, Share

Versions = Callable[[Record], Sequence[object]]
"""Gives what is said of a record's wishes besides the record itself, as plain data: a list for an answer's value, a
table by question for what an opening holds."""


def as_shown(opening: Opening, answers: Callable[[str, str], Answer | None], versions: Versions) -> Opening:
    """Return an opening with only those wishes that both still have, as far as their answers are held here.

    `answers` gives the answer of a sitting (id) to a question (id).
    """
    mutual = {
        question: _left(chosen, _limits(opening, question, answers, versions))
        for question, chosen in opening.mutual.items()
    }
    return opening if mutual == opening.mutual else replace(opening, mutual=mutual)


def without(chosen: Sequence[str], gone: Collection[str]) -> tuple[str, ...]:
    """Return the wishes that are left when some are taken back."""
    return tuple(each for each in chosen if each not in gone)


def settled(base: Sequence[str], sides: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Return the wishes that hold where several versions came from `base`: what any of them took back stays away."""
    sides = list(sides)
    gone = {each for each in base if any(each not in side for side in sides)}
    every = dict.fromkeys((*base, *(each for side in sides for each in side)))
    return tuple(each for each in every if each not in gone)


def _left(chosen: Sequence[str], limits: Iterable[Collection[str]]) -> tuple[str, ...]:
    limits = list(limits)
    return tuple(each for each in chosen if all(each in limit for limit in limits))


def _limits(
    opening: Opening, question: str, answers: Callable[[str, str], Answer | None], versions: Versions
) -> Iterable[Collection[str]]:
    for table in versions(opening):
        yield _list(table.get(question) if isinstance(table, Mapping) else None)
    for sitting in opening.sittings:
        answer = answers(sitting, question)
        if answer is not None:
            yield _list(answer.value) if answer.share is Share.MUTUAL else ()
            for value in versions(answer):
                yield _list(value)


def _list(value: object) -> Collection[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else ()
