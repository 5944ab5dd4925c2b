"""Stretches of time as plain numbers, and the arithmetic of free and busy.

A span is half-open, in whole seconds since 1970 UTC: 20,000 of them take milliseconds where moments with zones take
seconds. "Merged" spans are sorted and disjoint, and no two of them touch.
"""

from collections.abc import Iterable, Sequence

Span = tuple[int, int]

QUARTER = 15 * 60
"""A quarter of an hour, in seconds."""


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return what `spans` cover together, merged; those without a length cover nothing."""
    found: list[Span] = []
    last_start = last_end = 0
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= last_end:
            if end > last_end:
                last_end = end
                found[-1] = (last_start, end)
        else:
            last_start, last_end = start, end
            found.append((start, end))
    return found


def clipped(spans: Iterable[Span], since: int, until: int) -> list[Span]:
    """Return the parts of `spans` that lie in the window."""
    cut = ((max(start, since), min(end, until)) for start, end in spans)
    return [(start, end) for start, end in cut if start < end]


def gaps(busy: Iterable[Span], since: int, until: int) -> list[Span]:
    """Return what is left of the window between `busy` spans, which are merged."""
    found: list[Span] = []
    free = since
    for start, end in clipped(busy, since, until):
        if start > free:
            found.append((free, start))
        free = end
    if free < until:
        found.append((free, until))
    return found


def common(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    """Return what lies in both of two merged lists."""
    found: list[Span] = []
    left = right = 0
    while left < len(one) and right < len(other):
        start, end = max(one[left][0], other[right][0]), min(one[left][1], other[right][1])
        if start < end:
            found.append((start, end))
        if one[left][1] < other[right][1]:
            left += 1
        else:
            right += 1
    return found


def rounded(spans: Iterable[Span], to: int = QUARTER) -> list[Span]:
    """Return busy spans, merged, with each begin moved down and each end moved up to a multiple of `to` seconds."""
    return merged((start - start % to, end + -end % to) for start, end in spans if start < end)
