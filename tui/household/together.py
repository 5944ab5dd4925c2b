"""What was opened together, as it is read: what both have in common first."""

from collections.abc import Sequence
from dataclasses import dataclass

from tui.catalog.schema import Question
from tui.catalog.words import Words
from tui.checkin.common import Common, in_common
from tui.checkin.dips import SharedDip, shared_dips
from tui.checkin.opening import Pair
from tui.checkin.timeline import MONTHS
from tui.core.records import Opening, Timeline
from tui.household.household import Household

LINE, DREW_AWAY = "cause.line", "cause.drew_away"
"""The lines over the years, and who drew away: they are looked at together."""

LONG = 12
"""How many months a time may last that is called by one name."""

THIRD = 4
"""Months in a third of a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One question as it is read: both answers, what they have in common, and what is looked at with it."""

    pair: Pair
    question: Question | None
    common: Common | None
    beside: "tuple[Read, ...]" = ()

    @property
    def alike(self) -> bool:
        """Whether there is something in common here; a time in which both lines dip is, too."""
        return self.common is not None or bool(self.dips) or any(each.alike for each in self.beside)

    @property
    def dips(self) -> tuple[SharedDip, ...]:
        """The times in which both lines dip, where these are lines."""
        first, second = self.pair.first.value, self.pair.second.value
        if isinstance(first, Timeline) and isinstance(second, Timeline):
            return shared_dips(first, second)
        return ()


def read(household: Household, opening: Opening) -> tuple[Read, ...]:
    """Return what was opened: questions with something in common first, otherwise in their order."""
    questions = {each.id: each for each in household.questions(opening.step)}
    found = {pair.question: _read(questions.get(pair.question), pair) for pair in household.pairs(opening)}
    if LINE in found and DREW_AWAY in found:
        line, beside = found[LINE], found.pop(DREW_AWAY)
        found[LINE] = Read(pair=line.pair, question=line.question, common=line.common, beside=(beside,))
    return tuple(sorted(found.values(), key=lambda each: not each.alike))


def in_common_of(found: Sequence[Read]) -> tuple[Read, ...]:
    """Return the questions in which something is in common, also of those that are looked at beside others."""
    every = (part for each in found for part in (each, *each.beside))
    return tuple(each for each in every if each.common is not None)


def _read(question: Question | None, pair: Pair) -> Read:
    options = [option.id for option in question.options] if question else []
    return Read(pair=pair, question=question, common=in_common(pair, options))


def when(words: Words, dip: SharedDip) -> str:
    """Return the sentence that says when both lines dip: memory knows no months, and spring is not everywhere."""
    first, last = dip.months
    if last - first <= LONG:
        return words("reveal.dip", when=_part(words, (first + last) // 2))
    return words("reveal.dip_long", first=_part(words, first), last=_part(words, last))


def _part(words: Words, month: int) -> str:
    """Return which third of a year a month (counted from year 0) is in."""
    year, place = divmod(month, MONTHS)
    return words(f"reveal.part_{place // THIRD + 1}", year=year)
