"""Time that is free for both: what is left between what each of them has, on both their clocks at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from tui.planner.hours import Range, WakingHours, awake, between
from tui.planner.spans import Span, common, gaps, merged


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two: when they are busy (in any order), the zone (IANA) of their clock, and when they are up.

    Without `hours` they may be up at any time. `known`: it is known when they are busy; where nobody has said, they
    may be at work in what looks like a free day.
    """

    busy: Sequence[Span]
    zone: str
    hours: WakingHours | None = None
    known: bool = True


def free_for_both(
    one: Side, other: Side, taken: Sequence[Span], since: int, until: int, clock: Range | None = None
) -> list[Span]:
    """Return every maximal stretch of the window that is free for both, exact to the second, in order of time.

    `taken` is what the two have planned. Both are up in it, and the clocks of both show a time in the range `clock`.
    Raises `InputError` when a zone is unknown.
    """
    found = gaps(merged([*one.busy, *other.busy, *taken]), since, until)
    for side in (one, other):
        if side.hours is not None:
            found = common(found, awake(side.hours, side.zone, since, until))
        if clock is not None:
            found = common(found, between(clock, side.zone, since, until))
    return found
