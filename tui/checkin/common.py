"""What two answers to one question have in common. Of words nothing is claimed: only their authors know."""

from collections.abc import Collection
from dataclasses import dataclass

from tui.checkin.opening import Pair
from tui.core.records import Value

CLOSE = 1
"""How far apart two marks may be."""

FROM_ONE_SIDE = frozenset({"me", "you"})
"""Options that mean one person in one mouth and the other in the other: the same words do not say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What two have in common in a question: the options (ids) that both `chose`, or their two `marks` by seat."""

    question: str
    chosen: tuple[str, ...] = ()
    marks: tuple[int, int] | None = None


def in_common(pair: Pair, options: Collection[str]) -> Common | None:
    """Return what the two answers have in common, None where that is nothing.

    `options` are the ids that can be chosen in this question: only a text that is one of them was chosen.
    """
    first, second = pair.first.value, pair.second.value
    if isinstance(first, int) and isinstance(second, int):
        alike = abs(first - second) <= CLOSE
        return Common(question=pair.question, marks=(first, second)) if alike else None
    theirs = _chosen(second)
    both = tuple(each for each in _chosen(first) if each in theirs and each in options and each not in FROM_ONE_SIDE)
    return Common(question=pair.question, chosen=both) if both else None


def common_first(value: Value | None, common: Common | None) -> tuple[str, ...]:
    """Return the options that somebody chose, those that both chose first, each part in its order."""
    both = common.chosen if common else ()
    chosen = _chosen(value)
    return (*(each for each in both if each in chosen), *(each for each in chosen if each not in both))


def _chosen(value: Value | None) -> tuple[str, ...]:
    match value:
        case str():
            return (value,)
        case tuple():
            return value
        case _:
            return ()
