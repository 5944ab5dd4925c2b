"""The shape of a talk: its parts one after another, each with its length and its turns.

A format comes from content and may be a couple's own: whatever it says is brought within bounds, never refused.
"""

from collections.abc import Iterable, Sequence
from typing import Annotated, Protocol

import msgspec

SHORTEST, LONGEST = 10, 7200
"""Seconds that one turn, or a part for both, may take."""

MOST_ROUNDS = 50
MOST_PARTS = 50

_Seconds = Annotated[int, msgspec.Meta(ge=SHORTEST, le=LONGEST)]
_Turns = Annotated[int, msgspec.Meta(ge=0, le=2 * MOST_ROUNDS)]


class PhaseLike(Protocol):
    """A part of a format, as the catalogue has it (`tui.catalog.schema.Phase`)."""

    @property
    def id(self) -> str:
        """Name of the part."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def seconds(self) -> int:
        """Length of one turn, or of the whole part."""

    @property
    def turns(self) -> bool:
        """Whether speaker and listener take turns."""

    @property
    def reflect(self) -> bool:
        """Whether the listener says it back before the floor is passed."""

    @property
    def rounds(self) -> int:
        """How many turns each has."""

    @property
    def speaker(self) -> str:
        """What the speaker does."""

    @property
    def listener(self) -> str:
        """What the listener does."""

    @property
    def both(self) -> str:
        """What both do."""

    @property
    def questions(self) -> Sequence[str]:
        """What is asked, one question for each round."""


class FormatLike(Protocol):
    """A way to hold a talk, as the catalogue has it (`tui.catalog.schema.TalkFormat`)."""

    @property
    def id(self) -> str:
        """Name of the format."""

    @property
    def phases(self) -> Sequence[PhaseLike]:
        """Its parts."""


class Lines(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is said of a part: its title, what each does now, what is asked. Empty where the content has nothing."""

    title: str = ""
    speaker: str = ""
    listener: str = ""
    both: str = ""
    questions: tuple[str, ...] = ()


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a running talk: `seconds` a turn, or in all; `turns` is 0 where both are in it together.

    `reflect`: what was said is said back before the floor is passed. `lines` is what was said of it when the talk
    began.
    """

    id: str
    seconds: _Seconds
    turns: _Turns = 0
    reflect: bool = False
    lines: Lines = Lines()


def parts(phases: Iterable[PhaseLike]) -> tuple[Part, ...]:
    """Return the parts of a talk, within bounds; a format without any gets one free part of ten minutes."""
    found = tuple(
        Part(
            id=phase.id,
            seconds=max(SHORTEST, min(phase.seconds, LONGEST)),
            turns=2 * max(1, min(phase.rounds, MOST_ROUNDS)) if phase.turns else 0,
            reflect=phase.turns and phase.reflect,
            lines=_lines(phase),
        )
        for phase in phases
    )
    return found[:MOST_PARTS] or (Part(id="", seconds=600),)


def lines(formats: Iterable[FormatLike], form: str, part: Part) -> Lines:
    """Return what is said of a part: what the content says today, in the reader's language, else what it said before.

    The format called `form` may have changed since the talk began, or be broken, or be gone.
    """
    phases = (phase for each in formats if each.id == form for phase in each.phases if phase.id == part.id)
    return next(map(_lines, phases), part.lines)


def _lines(phase: PhaseLike) -> Lines:
    return Lines(
        title=phase.title,
        speaker=phase.speaker,
        listener=phase.listener,
        both=phase.both,
        questions=tuple(phase.questions),
    )
