"""The keys under each one's hand, and how one that has only just changed is not pressed by mistake."""

from collections.abc import Mapping
from math import inf

from tui.talk.floor import Floor
from tui.talk.moves import Move
from tui.talk.sides import KEYS, side
from tui.widgets.commands import Command

TOO_SOON = 0.7
"""Seconds in which a key cannot be meant for what it has only just come to mean.

Two may press at the same moment, and a key that is held repeats itself after up to 0.66 s.
"""

SITS = (Move.WINDOWS, Move.KEYBOARD)
"""Where each sits: one key leads to and fro."""

SIDES = tuple(
    Command(id=f"side_{key}", key=key, action=f"side({seat}, {slot})", shown=False)
    for seat, keys in enumerate(KEYS)
    for slot, key in enumerate(keys)
)
"""The keys of both sides of one keyboard; what they do stands at the sides."""


def meanings(floor: Floor) -> dict[str, object]:
    """Return what those keys and moves stand for now that may have stood for something else a moment ago."""
    turn = (floor.part, floor.turn)
    found: dict[str, object] = {
        KEYS[seat][slot]: (move, turn) for seat in (0, 1) for slot, move in side(floor, seat).items()
    }
    found |= dict.fromkeys((Move.PAUSE, Move.RESUME), floor.status) | dict.fromkeys(SITS, floor.apart)
    return {
        **found,
        Move.YIELD: turn,
        Move.MINUTE: (turn, floor.minute),
        Move.SKIP: floor.part,
        Move.PRIOR: floor.part,
    }


class NewMeanings:
    """Knows since when each key means what it does."""

    def __init__(self) -> None:
        """All is as it always was at first."""
        self._meant: Mapping[str, object] | None = None
        self._since: dict[str, float] = {}

    def note(self, meant: Mapping[str, object], now: float) -> None:
        """Learn what the keys mean at `now`, in seconds of a steady clock."""
        if self._meant is not None:
            self._since |= {key: now for key in meant if meant[key] != self._meant.get(key)}
        self._meant = meant

    def settled(self, key: str, now: float) -> bool:
        """Tell whether a press of `key` can be meant; one that comes too soon puts the next one off."""
        if now - self._since.get(key, -inf) >= TOO_SOON:
            return True
        self._since[key] = now
        return False
