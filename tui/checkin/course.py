"""A way through several parts with no hurry: which part is on, and how long they have been at it.

The weekly hour and the questions by turns are gone through so. The time is a guide and ends nothing; it is taken from
the clocks at each look, never counted in ticks, and a night in which the machine slept is not in it.
"""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec.structs import replace

from tui.core.clock import Reading

AWAY = 30.0
"""Seconds after which a course that is taken up was left: nobody can say what was done since."""

ROUNDED = 5
"""To how many minutes the length is rounded that is kept of it."""

LONGEST = 120
"""Minutes that are kept at most: more than that was left standing open."""

_Number = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
_Gone = Annotated[float, msgspec.Meta(ge=0, le=1e9)]
_Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """Where they are: `part` counts from 0.

    `id` names it, `began` is when it did. `spent` is the seconds in this part, `gone` those in all, up to the moment
    `seen`, when the clock of being awake said `steady` (comparable within one `boot_id`). `version` counts what
    people did, so that two windows agree.
    """

    id: str
    began: _Moment
    seen: _Moment
    steady: float
    boot_id: str = ""
    part: _Number = 0
    spent: _Gone = 0.0
    gone: _Gone = 0.0
    version: _Number = 0

    @property
    def minutes(self) -> int:
        """How long it took, as it is kept: in round numbers."""
        rounded = ROUNDED * round(self.gone / 60 / ROUNDED)
        return max(ROUNDED, min(rounded, LONGEST))


def begin(course_id: str, reading: Reading) -> Course:
    """Return a course that begins now, at its first part."""
    return Course(id=course_id, began=reading.wall, seen=reading.wall, steady=reading.steady, boot_id=reading.boot_id)


def look(course: Course, reading: Reading) -> Course:
    """Return the course with what has gone by since it was last looked at."""
    return _at(course, reading, _passed(course, reading))


def taken_up(course: Course, reading: Reading) -> Course:
    """Return a course as it is taken up: where it was left, the time since not counted.

    What was seen a moment ago is on in another window, and has gone on.
    """
    passed = _passed(course, reading)
    return _at(course, reading, passed if passed <= AWAY else 0.0)


def go(course: Course, part: int, last: int, reading: Reading) -> Course:
    """Return the course at another part, from 0 to `last`; as it was, but looked at, where it is there already."""
    course, part = look(course, reading), max(0, min(part, last))
    return course if part == course.part else replace(course, part=part, spent=0.0, version=course.version + 1)


def filled(seconds: float, minutes: int) -> float:
    """Return the share of `minutes` that has gone by, from 0 to 1."""
    return max(0.0, min(1.0, seconds / (60 * minutes))) if minutes > 0 else 1.0


def from_data(data: object, last: int) -> Course | None:
    """Return the course in plain `data`, no further than `last`; None where there is none that can be read."""
    try:
        course = msgspec.convert(data, Course)
    except (msgspec.ValidationError, OverflowError):
        return None
    return replace(course, part=min(course.part, last))


def to_data(course: Course) -> object:
    """Return a course as plain JSON data."""
    return msgspec.to_builtins(course)


def _at(course: Course, reading: Reading, passed: float) -> Course:
    return replace(
        course,
        spent=course.spent + passed,
        gone=course.gone + passed,
        seen=reading.wall,
        steady=reading.steady,
        boot_id=reading.boot_id,
    )


def _passed(course: Course, reading: Reading) -> float:
    """Return the seconds in which the machine was awake, none where it was started anew meanwhile."""
    return max(0.0, reading.steady - course.steady) if course.boot_id == reading.boot_id else 0.0
