"""Which of the free hours are good ones, best first, and why in a few words.

Good is what both have the strength for: long enough, not at the end of a full day, not squeezed in between other
things, not right after waking or right before bed, not always the same hour, and by day where that is wished.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from tui.planner.free import Side, free_for_both
from tui.planner.hours import Range, awake, between
from tui.planner.spans import QUARTER, Span, common, merged

HOUR = 60 * 60

LOOKS_BACK = 12 * HOUR
"""How much of the time before counts for how rested somebody is, in seconds: busy time is wanted that far back."""

LONGEST = 3 * HOUR
"""How long a suggestion is at most, in seconds, unless more is asked for: not the whole Sunday."""

LONG = 2 * HOUR
"""From when on a time is called long, in seconds."""

BY_DAY: Range = (9 * 60, 16 * 60)
"""When it is light nearly everywhere, all year."""

MOST_WHY = 3
"""How many reasons are given."""

_STARTS = HOUR // 2
_ROOM = HOUR // 2
_BLOCK, _BREAK = 3 * HOUR, HOUR
_RESTED, _FULL = 4 * HOUR, 8 * HOUR
_DAY = 24 * HOUR
_WEEK = 7 * _DAY
_SAME_HOUR = 90 * 60
_SAME_DAY = 14 * HOUR
_APART = 6 * HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is looked for: in which window (seconds since 1970), how long at least (minutes), how many at most.

    `clock` is a range that both clocks have to show. `recent` are the times that the two had or have agreed on.
    """

    since: int
    until: int
    minutes: int = 60
    limit: int = 5
    clock: Range | None = None
    recent: Sequence[Span] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A time for both, in seconds since 1970, and the keys of the words that say why."""

    start: int
    end: int
    why: tuple[str, ...]


def suggestions(one: Side, other: Side, taken: Sequence[Span], wish: Wish) -> list[Suggestion]:
    """Return good times for both, best first: the same ones whichever of the two asks.

    Each lies in a free stretch, begins and ends on a quarter of an hour, and is as long as is wished at least.
    Raises `InputError` when a zone is unknown.
    """
    free = free_for_both(one, other, taken, wish.since, wish.until, wish.clock)
    scale = _Scale((one, other), taken, wish)
    slots = [_Slot(start, end, scale.score(start, end)) for start, end in _slots(free, wish.minutes)]
    chosen = _diverse(_best_nearby(slots), wish.limit)
    return [Suggestion(start=each.start, end=each.end, why=scale.why(each.start, each.end)) for each in chosen]


# What may be suggested


def _slots(free: Iterable[Span], minutes: int) -> Iterator[Span]:
    """Give the times that may be suggested: as long as there is room, and shorter ones."""
    least = minutes * 60 + -(minutes * 60) % QUARTER
    longest = max(least, LONGEST)
    for begin, close in free:
        first, last = begin + -begin % QUARTER, close - close % QUARTER
        for start in _starts(first, last - least):
            end = min(start + longest, last)
            shorter = (end - _ROOM if end == last else end, start + LONG)
            yield from ((start, each) for each in {end, *shorter} if start + least <= each <= end)


def _starts(first: int, last: int) -> Iterator[int]:
    if first <= last:
        yield from sorted({first, last, *range(first + -first % _STARTS, last + 1, _STARTS)})


@dataclass(frozen=True, slots=True)
class _Slot:
    start: int
    end: int
    score: float


def _best_nearby(slots: Iterable[_Slot]) -> list[_Slot]:
    """Return the best of those that begin within the same six hours, best first: the others say hardly more."""
    best: dict[int, _Slot] = {}
    for each in slots:
        there = best.get(each.start // _APART)
        if there is None or _order(each) < _order(there):
            best[each.start // _APART] = each
    return sorted(best.values(), key=_order)


def _order(slot: _Slot) -> tuple[float, int, int]:
    return -round(slot.score, 6), slot.start, slot.end


def _diverse(slots: Sequence[_Slot], limit: int) -> list[_Slot]:
    """Return the best that do not overlap: a second one on a day only where it is better than those of other days."""
    left, chosen = list(slots), list[_Slot]()
    while left and len(chosen) < limit:
        best = min(left, key=lambda each: (-round(each.score - _nearness(each, chosen), 6), each.start, each.end))
        chosen.append(best)
        left = [each for each in left if each.end <= best.start or each.start >= best.end]
    return chosen


def _nearness(slot: _Slot, chosen: Sequence[_Slot]) -> float:
    """Return how much less a time is worth beside those that are chosen already."""
    near = sum(1 for each in chosen if abs(slot.start - each.start) < _SAME_DAY)
    alike = sum(1 for each in chosen if _same_hour(slot.start, each.start))
    return 1.5 * near + 0.1 * alike


def _same_hour(one: int, other: int) -> bool:
    """Whether two times begin at about the same hour of the week; a change of the clocks in between is no matter."""
    apart = abs(one - other) % _WEEK
    return min(apart, _WEEK - apart) <= _SAME_HOUR


# How good it is


class _Busy:
    """The busy time of somebody, asked about again and again."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = merged(spans)
        self._starts = [start for start, _ in self._spans]
        self._ends = [end for _, end in self._spans]
        self._sums = [0, *accumulate(end - start for start, end in self._spans)]
        self._blocks = [(start, end - QUARTER) for start, end in merged((s, e + QUARTER) for s, e in self._spans)]
        self._block_ends = [end for _, end in self._blocks]

    def within(self, since: int, until: int) -> int:
        """Return how many seconds of a window are busy."""
        return self._before(until) - self._before(since)

    def _before(self, moment: int) -> int:
        place = bisect_right(self._starts, moment)
        over = max(0, self._ends[place - 1] - moment) if place else 0
        return self._sums[place] - over

    def room(self, start: int, end: int) -> int:
        """Return how many seconds are free before or after a free time, whichever is less."""
        before, after = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return min(
            start - self._ends[before - 1] if before else _WEEK,
            self._starts[after] - end if after < len(self._starts) else _WEEK,
        )

    def tired(self, start: int) -> bool:
        """Whether a long stretch without a break has ended shortly before."""
        place = bisect_right(self._block_ends, start)
        if not place:
            return False
        begin, end = self._blocks[place - 1]
        return end - begin >= _BLOCK and start - end < _BREAK


class _Cover:
    """Merged spans that are asked which of them a time lies in."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._starts = [start for start, _ in spans]

    def around(self, start: int, end: int) -> Span | None:
        """Return the span in which a time lies as a whole."""
        place = bisect_right(self._starts, start)
        return self._spans[place - 1] if place and self._spans[place - 1][1] >= end else None


class _Scale:
    """Weighs times for two people."""

    def __init__(self, sides: tuple[Side, Side], taken: Sequence[Span], wish: Wish) -> None:
        self._busy = [_Busy([*side.busy, *taken]) for side in sides]
        self._known = all(side.known for side in sides)
        self._daylight = any(side.hours is not None and side.hours.daylight for side in sides)
        self._recent = [start for start, _ in wish.recent]
        self._habit = any(self._alike(each) > 1 for each in self._recent)
        self._since = wish.since
        around = wish.since - _DAY, wish.until + _DAY
        self._up = [_Cover(awake(side.hours, side.zone, *around)) for side in sides if side.hours is not None]
        first, second = (between(BY_DAY, side.zone, *around) for side in sides)
        self._light = _Cover(common(first, second))

    def score(self, start: int, end: int) -> float:
        """Return how good a time is; only which of two is greater means anything."""
        later = (start - self._since) / _WEEK
        return (
            min(end - start, LONGEST) / LONGEST
            + 1.5 * self._rest(start)
            + self._ease(start, end)
            + 0.6 * min(1.0, self._room(start, end) / HOUR)
            + (0.8 if self._daylight and self._light.around(start, end) else 0.0)
            - 0.4 * min(2, self._alike(start))
            - 0.2 * later
        )

    def why(self, start: int, end: int) -> tuple[str, ...]:
        """Return the keys of what speaks for a time, the weightiest first."""
        by_day = self._light.around(start, end) is not None
        reasons = (
            ("free.by_day", by_day and self._daylight),
            ("free.both_rested", self._known and self._rested(start)),
            ("free.long", end - start >= LONG),
            ("free.other_hour", self._habit and not self._alike(start)),
            ("free.by_day", by_day),
            ("free.room", self._known and self._room(start, end) >= HOUR),
        )
        return tuple(dict.fromkeys(key for key, holds in reasons if holds))[:MOST_WHY]

    def _rest(self, start: int) -> float:
        """Return 1 where both come from a free day, and down to 0 where one of them comes from a full one."""
        load = max(each.within(start - LOOKS_BACK, start) for each in self._busy)
        tired = 0.3 if any(each.tired(start) for each in self._busy) else 0.0
        return max(0.0, 1.0 - load / _FULL - tired)

    def _rested(self, start: int) -> bool:
        return all(each.within(start - LOOKS_BACK, start) <= _RESTED and not each.tired(start) for each in self._busy)

    def _ease(self, start: int, end: int) -> float:
        """Return 1 where both have been up for a while and are not about to go to bed, and down to 0."""
        least = 1.0
        for each in self._up:
            up = each.around(start, end) or (start, end)
            least = min(least, (start - up[0]) / (2 * HOUR), 0.5 + (up[1] - end) / (2 * HOUR))
        return least

    def _room(self, start: int, end: int) -> int:
        return min(each.room(start, end) for each in self._busy)

    def _alike(self, start: int) -> int:
        return sum(1 for each in self._recent if _same_hour(start, each))
