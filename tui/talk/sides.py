"""What each of the two can do just now: their own side of one keyboard, or their own window."""

from enum import IntEnum

from tui.talk.floor import Floor, Stage
from tui.talk.moves import Move, allowed


class Slot(IntEnum):
    """The places of a side, from the outer edge inwards: what comes next, its other side, and what is rarer."""

    NEXT = 0
    OTHER = 1
    MORE = 2
    MINUTE = 3


KEYS = (("a", "s", "d", "f"), ("l", "k", "j", "h"))
"""The keys of each seat by slot: the left hand's side of the keyboard, and the right hand's."""

LETTERS = {
    Move.SAID: "s",
    Move.GOT_ME: "y",
    Move.NOT_QUITE: "n",
    Move.MORE: "m",
    Move.ASK_MORE: "m",
    Move.YIELD: "p",
    Move.MINUTE: "plus",
    Move.READY: "r",
}
"""The key of each move at a window of one's own; on one keyboard it stands for whoever may."""

_HEARD = {Slot.NEXT: Move.GOT_ME, Slot.OTHER: Move.NOT_QUITE, Slot.MORE: Move.MORE, Slot.MINUTE: Move.MINUTE}
_SPEAKING = {Slot.NEXT: Move.SAID, Slot.OTHER: Move.YIELD, Slot.MINUTE: Move.MINUTE}
_PLAIN = {Slot.NEXT: Move.YIELD, Slot.MINUTE: Move.MINUTE}
_LISTENING = {Slot.NEXT: Move.ASK_MORE, Slot.MINUTE: Move.MINUTE}
_READY = {Slot.NEXT: Move.READY}


def side(floor: Floor, seat: int) -> dict[Slot, Move]:
    """Return what the person at `seat` can do now, by its place."""
    return {slot: move for slot, move in _side(floor, seat).items() if allowed(floor, move, seat)}


def _side(floor: Floor, seat: int) -> dict[Slot, Move]:
    if allowed(floor, Move.READY, seat):
        return _READY
    if seat != floor.speaker:
        return _LISTENING
    if not floor.here.reflect:
        return _PLAIN
    return _SPEAKING if floor.stage is Stage.SPEAKING else _HEARD
