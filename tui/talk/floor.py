"""Who has the floor, and how much of their time has gone: the state of a running talk, as plain frozen data.

Times are seconds. What has gone is added up from the clocks at each look (`tui.talk.moves.look`), never counted
in ticks, and nothing is ever added for a stretch in which nobody can have been talking. Who wanted a break is
nowhere in it, nor is who spoke for how long.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from tui.core.clock import Reading
from tui.talk.shape import Part

FIRST_VERSION = 1

_Gone = Annotated[float, msgspec.Meta(ge=0)]
_Number = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
_Seat = Annotated[int, msgspec.Meta(ge=0, le=1)]
_Seats = Annotated[tuple[_Seat, ...], msgspec.Meta(max_length=2)]
_Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Status(StrEnum):
    """Where a talk stands."""

    BEFORE = "before"
    RUNNING = "running"
    PAUSED = "paused"
    BREAK = "break"
    ENDED = "ended"


class Before(StrEnum):
    """What comes before the first turn, in this order."""

    GOOD_TIME = "good_time"  # is now a good time for both?
    BREATH = "breath"
    RULES = "rules"  # a ground rule each


class Stage(StrEnum):
    """How far a turn has come in which what was said is said back. In all others it is always SPEAKING."""

    SPEAKING = "speaking"
    BACK = "back"  # the listener says it back
    AGAIN = "again"  # not quite: the listener has another go
    ASKED = "asked"  # the listener has asked: is there more?


class Why(StrEnum):
    """Why a talk is paused: they asked for it, or time has passed in which nobody can have been talking."""

    ASKED = "asked"
    GAP = "gap"


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """The clocks when the talk was last looked at: `tui.core.clock.Reading`, as it can be written down."""

    wall: _Moment
    steady: float
    boot: float
    boot_id: str = ""


class Floor(msgspec.Struct, frozen=True, kw_only=True):
    """A running talk.

    `id` is the id of the record it becomes. `first` is the seat that begins each part, `part` and `turn` count
    from 0. `spent` is what has gone of this turn, `extra` what was added to it, `talked` what has gone of the
    talk, breaks and pauses left out. `rest` is what remains of a break, below 0 when it is over, `rested` how long
    it has lasted; `agreed`: they have chosen when to come back. `gap`: what went by unseen before a pause.

    `ready`: the seats that said so, before a step of the beginning or at the end of a break. `minute`: the seats that
    wish for one more minute. `rules`, `sentences`: by seat, their ground rules and what they are typing at the end.
    `apart`: each sits at a window of their own. `version` counts what people did, so that two windows agree.
    """

    id: str
    format: str
    topic: str
    parts: Annotated[tuple[Part, ...], msgspec.Meta(min_length=1)]
    first: _Seat
    began: _Moment
    seen: Seen
    part: _Number = 0
    turn: _Number = 0
    status: Status = Status.RUNNING
    before: Before = Before.GOOD_TIME
    stage: Stage = Stage.SPEAKING
    why: Why = Why.ASKED
    spent: _Gone = 0.0
    extra: _Number = 0
    talked: _Gone = 0.0
    gap: _Gone = 0.0
    rest: float = 0.0
    rested: _Gone = 0.0
    agreed: bool = False
    ready: _Seats = ()
    minute: _Seats = ()
    rules: tuple[str, str] = ("", "")
    sentences: tuple[str, str] = ("", "")
    apart: bool = False
    version: _Number = FIRST_VERSION

    @property
    def here(self) -> Part:
        """The part that is on."""
        return self.parts[self.part]

    @property
    def speaker(self) -> int | None:
        """The seat that has the floor; None where both are in it together."""
        return (self.first + self.turn) % 2 if self.here.turns else None

    @property
    def listener(self) -> int | None:
        """The seat that listens; None where both are in it together."""
        return None if self.speaker is None else 1 - self.speaker

    @property
    def voice(self) -> int | None:
        """The seat that talks just now: whoever has the floor, or says it back."""
        return self.listener if self.stage in {Stage.BACK, Stage.AGAIN} else self.speaker

    @property
    def round(self) -> int:
        """Which round of this part it is, from 0."""
        return self.turn // 2

    @property
    def length(self) -> float:
        """Seconds that this turn has in all."""
        return float(self.here.seconds + self.extra)

    @property
    def left(self) -> float:
        """Seconds that this turn still has; below 0 when it has run over."""
        return self.length - self.spent

    @property
    def over(self) -> bool:
        """Whether the time of this turn, or of the break, has run out."""
        return self.rest <= 0 if self.status is Status.BREAK else self.left <= 0

    @property
    def gone(self) -> float:
        """The share of this turn that has gone, from 0 to 1."""
        return max(0.0, min(1.0, self.spent / self.length))

    @property
    def last_part(self) -> bool:
        """Whether no part follows."""
        return self.part >= len(self.parts) - 1


def seen(reading: Reading) -> Seen:
    """Return a reading of the clocks as it can be written down."""
    return Seen(wall=reading.wall, steady=reading.steady, boot=reading.boot, boot_id=reading.boot_id)


def sound(floor: Floor) -> bool:
    """Return whether the numbers of a floor that was read fit each other."""
    return floor.part < len(floor.parts) and floor.turn < max(1, floor.here.turns)
