"""How close each has felt over time: each person's own marks, as a short line of blocks."""

from collections.abc import Iterable, Sequence

from tui.checkin.trend import QUESTIONS, Measure
from tui.core.records import Answer

QUESTION = "before.now"
"""The question of the path whose marks (1 to 7) are followed over time."""

LEVELS = "▁▂▃▄▅▆▇"


def marks(answers: Iterable[Answer], person: str) -> tuple[Answer, ...]:
    """Return the marks of closeness that `person` gave, oldest first."""
    own = [
        answer
        for answer in answers
        if answer.by == person and answer.question in QUESTIONS[Measure.CLOSE] and isinstance(answer.value, int)
    ]
    return tuple(sorted(own, key=lambda answer: (answer.at, answer.id)))


def levels(answers: Iterable[Answer], person: str) -> tuple[int, ...]:
    """Return the levels (1 to 7) of `person`'s marks, oldest first."""
    return tuple(answer.value for answer in marks(answers, person) if isinstance(answer.value, int))


def blocks(levels: Sequence[int], most: int) -> str:
    """Return the newest `most` levels as block characters, one a mark."""
    return "".join(LEVELS[max(1, min(level, 7)) - 1] for level in levels[-most:])
