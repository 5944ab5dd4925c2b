"""The slow talk: held in writing, by turns, apart, with hours between. Where it stands follows from what was said.

The course is a pure function of the set of what both gave, whatever the order in which it comes, and however often.
What does not fit at its place, because two windows or two machines wrote at the same moment, is set beside and never
lost. The rules of a turn are those of the floor (`tui.talk.moves`): the speaker alone says when they were understood.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

import msgspec
from msgspec.structs import replace

from tui.core.records import Said, SlowPart, SlowTalk
from tui.talk.shape import MOST_PARTS, MOST_ROUNDS, PhaseLike

HOUR = 3600
SHORTEST, LONGEST = 1, 7 * 24
"""Hours that are meant for one turn."""

A_DAY = 24
LETTERS_A_MINUTE = 100
"""How much of a text counts as a minute of the talk: about as much as a person writes in one."""

MOST_MINUTES = 24 * 60


class Move(StrEnum):
    """What people do in a slow talk."""

    SAID = "said"  # the speaker writes; in a part without saying back that is the whole turn
    BACK = "back"  # the listener writes back what they heard
    GOT_ME = "got_me"  # the speaker: yes, you got me; passes the floor
    NOT_QUITE = "not_quite"  # the speaker: this is missing; another go
    MORE = "more"  # the speaker: there is more
    YIELD = "yield"  # the speaker passes the floor early


NEEDS_WORDS = frozenset({Move.SAID, Move.BACK, Move.NOT_QUITE, Move.MORE})
"""What is nothing without words: hours lie between, and nobody can ask what was meant."""


class Stage(StrEnum):
    """How far a turn has come."""

    SPEAKING = "speaking"
    BACK = "back"  # the listener writes back what they heard
    AGAIN = "again"  # not quite: another go
    HEARD = "heard"  # the speaker says whether that was it


_STAGES = {
    Move.SAID: {Stage.SPEAKING},
    Move.BACK: {Stage.BACK, Stage.AGAIN},
    Move.GOT_ME: {Stage.HEARD},
    Move.NOT_QUITE: {Stage.HEARD},
    Move.MORE: {Stage.HEARD},
    Move.YIELD: set(Stage),
}
"""In which stages of a turn a move makes sense."""

_LEADS = {Move.SAID: Stage.BACK, Move.BACK: Stage.HEARD, Move.NOT_QUITE: Stage.AGAIN, Move.MORE: Stage.BACK}
"""To which stage of the same turn a move leads; all others pass the floor."""

_WITHOUT_BACK = frozenset({Move.SAID, Move.YIELD})


class Piece(msgspec.Struct, frozen=True):
    """Something that was given. What is set `beside` was written at the same time as what stands in its place."""

    said: Said
    beside: bool = False


class Course(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Where a slow talk stands: all its `pieces` in order, and what comes next.

    `turn` counts through all parts, from 0. `number` is the next place; `since` is when the turn came to whoever is
    to write now (UTC).
    """

    talk: SlowTalk
    pieces: tuple[Piece, ...] = ()
    turn: int = 0
    stage: Stage = Stage.SPEAKING
    number: int = 0
    since: datetime

    @cached_property
    def parts(self) -> tuple[SlowPart, ...]:
        """Its parts, within bounds; a talk that says none has one turn each."""
        return tuple(_bounded(each) for each in self.talk.parts[:MOST_PARTS]) or (_PLAIN,)

    @cached_property
    def turns(self) -> int:
        """How many turns there are in all."""
        return sum(each.turns for each in self.parts)

    @property
    def through(self) -> bool:
        """Whether all turns are over."""
        return self.turn >= self.turns

    @property
    def over(self) -> bool:
        """Whether nothing more can be given."""
        return self.talk.ended or self.through

    @property
    def here(self) -> SlowPart:
        """The part that is on; at the end the last one."""
        return self.parts[self.place(self.turn)[0]]

    @property
    def round(self) -> int:
        """Which round of this part it is, from 0."""
        return self.place(self.turn)[1] // 2

    @property
    def speaker(self) -> int:
        """The seat that has the floor."""
        return self.speaks(self.turn)

    @property
    def mover(self) -> int | None:
        """The seat for whom there is something now; None when it is over."""
        if self.over:
            return None
        return 1 - self.speaker if self.stage in {Stage.BACK, Stage.AGAIN} else self.speaker

    @property
    def beside(self) -> tuple[Said, ...]:
        """What is set beside, oldest first."""
        return tuple(each.said for each in self.pieces if each.beside)

    def place(self, turn: int) -> tuple[int, int]:
        """Return of a turn which part it is in, and which turn of that part it is, both from 0."""
        left = max(0, min(turn, self.turns - 1))
        for place, part in enumerate(self.parts):
            if left < part.turns:
                return place, left
            left -= part.turns
        raise AssertionError(turn)

    def speaks(self, turn: int) -> int:
        """Return the seat that has the floor in a turn."""
        return (self.talk.first + self.place(turn)[1]) % 2

    def owner(self, move: Move, turn: int) -> int:
        """Return the seat whose move it is in a turn."""
        return 1 - self.speaks(turn) if move is Move.BACK else self.speaks(turn)

    def can(self, move: Move, seat: int) -> bool:
        """Whether the person at `seat` can do this now."""
        return not self.over and seat == self.owner(move, self.turn) and _fits(self.here, move, self.stage)

    def due(self) -> datetime:
        """Return until when the hours last that are meant for this turn (UTC)."""
        return self.since + timedelta(hours=self.here.hours)


_PLAIN = SlowPart(id="", turns=2, hours=A_DAY)


def parts(phases: Iterable[PhaseLike]) -> tuple[SlowPart, ...]:
    """Return the parts of a slow talk, within bounds. Where both are in it together, each writes once."""
    return tuple(map(_part, phases))[:MOST_PARTS] or (_PLAIN,)


def _part(phase: PhaseLike) -> SlowPart:
    return SlowPart(
        id=phase.id,
        turns=2 * max(1, min(phase.rounds, MOST_ROUNDS)) if phase.turns else 2,
        hours=_hours(round(phase.seconds / HOUR)),
        reflect=phase.turns and phase.reflect,
        title=phase.title,
        speaker=phase.speaker or phase.both,
        listener=phase.listener,
        questions=tuple(phase.questions),
    )


def _hours(hours: int) -> int:
    return max(SHORTEST, min(hours, LONGEST))


def _bounded(part: SlowPart) -> SlowPart:
    """Return a part of a record, which may come from anywhere, with what can be true."""
    return replace(part, turns=max(1, min(part.turns, 2 * MOST_ROUNDS)), hours=_hours(part.hours))


def course(talk: SlowTalk, said: Iterable[Said], seats: Mapping[str, int]) -> Course:
    """Return where a talk stands: what was said is taken in by its number, then its moment, then its id.

    `seats` says who sits where, by id.
    """
    known = {each.id: each for each in said if each.talk == talk.id}
    found = Course(talk=talk, since=talk.at)
    pieces = []
    for each in sorted(known.values(), key=order):
        after = _after(found, each, seats)
        pieces.append(Piece(each, beside=after is None))
        found = after or found
    return replace(found, pieces=tuple(pieces))


def order(said: Said) -> tuple[int, datetime, str]:
    """Return by what the pieces of a course are put in order."""
    return said.number, said.at, said.id


def _after(course: Course, said: Said, seats: Mapping[str, int]) -> Course | None:
    """Return the course once this was said; None where it does not fit.

    A number that lies ahead says that something before it is not there: erased, or still on its way. Whoever gave
    this had seen it, so the course goes on from where they stood.
    """
    move = move_of(said)
    if move is None or course.through or not course.turn <= said.turn < course.turns or said.number < course.number:
        return None
    if said.number == course.number and (said.turn != course.turn or not _fits(course.here, move, course.stage)):
        return None
    if seats.get(said.by) != course.owner(move, said.turn):
        return None
    there = replace(course, turn=said.turn)
    if not _fits(there.here, move, None):
        return None
    stage = _LEADS.get(move) if there.here.reflect else None
    turn = said.turn if stage is not None else said.turn + 1
    return replace(there, turn=turn, stage=stage or Stage.SPEAKING, number=said.number + 1, since=said.at)


def _fits(part: SlowPart, move: Move, stage: Stage | None) -> bool:
    """Whether a move makes sense in a part, and in a stage where that is known."""
    return (part.reflect or move in _WITHOUT_BACK) and (stage is None or stage in _STAGES[move])


def move_of(said: Said) -> Move | None:
    """Return what it is that somebody gave; None for what only a newer version knows."""
    return Move(said.move) if said.move in set(Move) else None


def minutes(course: Course) -> int:
    """Return how long a talk in writing is said to have been: a minute for each hundred letters, at least one.

    How long the two sat at it nobody can know.
    """
    letters = sum(len(each.said.text) for each in course.pieces)
    return max(1, min(round(letters / LETTERS_A_MINUTE), MOST_MINUTES))
