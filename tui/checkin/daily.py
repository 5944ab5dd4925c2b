"""The question of the day: the same for both, on whatever machine, with nothing but a shared seed and the date.

The days are cut into cycles as long as there are questions; in each cycle every question has one day. Nothing is
kept and nothing is asked of the other: whoever has the seed, the questions' ids and the date comes to the same.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import blake2b

SEAM = 3
"""Of a cycle, one part in so many is kept clear of what was asked in the last such part of the cycle before.

With 90 questions that is 30 days, with 365 it is 121. More than a third cannot be had of every cycle.
"""


def daily_question(ids: Sequence[str], seed: str, day: date) -> str:
    """Return which of `ids` is asked on `day`, in a couple with this `seed`; empty where there are none.

    The order of `ids` means nothing. Within a cycle none comes twice, nor within `len(ids) // SEAM` days across two.
    """
    questions = frozenset(ids)
    if not questions:
        return ""
    cycle, place = divmod(day.toordinal(), len(questions))
    return _order(questions, seed, cycle)[place]


def _order(questions: frozenset[str], seed: str, cycle: int) -> list[str]:
    """Return the questions of a cycle in their order, those that were asked just before not too soon."""
    clear = len(questions) // SEAM
    drawn, before = _drawn(questions, seed, cycle), _drawn(questions, seed, cycle - 1)
    kept = len(questions) - clear  # from here on the order is as drawn, so that the next cycle knows it
    just_asked = frozenset(before[kept:])
    head = [each for each in drawn[:kept] if each not in just_asked][:clear]
    return [*head, *_without(drawn[:kept], head), *drawn[kept:]]


def _without(questions: Iterable[str], left_out: Iterable[str]) -> list[str]:
    out = frozenset(left_out)
    return [each for each in questions if each not in out]


def _drawn(questions: frozenset[str], seed: str, cycle: int) -> list[str]:
    """Return the questions in an order drawn by lot, of which every machine has the same."""

    def lot(question: str) -> tuple[bytes, str]:
        drawn_from = f"{seed}\0{cycle}\0{question}".encode("utf-8", "backslashreplace")
        return blake2b(drawn_from, digest_size=16).digest(), question

    return sorted(questions, key=lot)
