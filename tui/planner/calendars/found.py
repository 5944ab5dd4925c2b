"""What reading calendars gives: busy time, and what was left out of it."""

from dataclasses import dataclass

from tui.core.errors import InputError
from tui.planner.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Something that could not be counted as it stands: where, and why in a sentence for a person.

    `line` is 1 where the file as a whole is meant.
    """

    file: str
    line: int
    why: InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """Busy time: spans, merged, half-open and clipped to the window; and what was skipped, by file and line."""

    spans: tuple[Span, ...]
    skipped: tuple[Skipped, ...]
