"""What was done to a talk that has moved on meanwhile: whether it still fits."""

from typing import NamedTuple

from tui.talk.floor import Before, Floor, Stage, Status
from tui.talk.moves import Move

NEVER_LATE = frozenset({Move.BREAK, Move.PAUSE, Move.READY, Move.RULE, Move.WINDOWS})
"""What can never come too late."""


class Situation(NamedTuple):
    """What a move is about: one that was meant for another situation must not be done in this one."""

    part: int
    turn: int
    status: Status
    stage: Stage
    before: Before


def situation(floor: Floor) -> Situation:
    """Return in what situation a talk is."""
    return Situation(floor.part, floor.turn, floor.status, floor.stage, floor.before)


def fits(move: Move, about: Situation, floor: Floor) -> bool:
    """Whether what was done in one situation still fits in this one; a wish for a minute holds for its turn."""
    if move is Move.MINUTE:
        return about[:2] == (floor.part, floor.turn)
    return move in NEVER_LATE or about == situation(floor)
