"""Texts line by line: what changed from one to another, and several versions of one text merged."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

MOST_LINES = 2_000
"""Of longer differences no more is looked for: the whole of it counts as changed."""

MOST_ALIKE = 100_000
"""So many pairs of lines may be alike: of many empty lines none can be told from another, and it takes for ever."""

Part = list[tuple[int | None, tuple[str, ...]]]
"""Lines, each with the number of the version that says them so; None where nobody says anything else."""


class Region(NamedTuple):
    """In `version`, the lines of the base from `begin` to `end` became `lines`."""

    begin: int
    end: int
    version: int
    lines: tuple[str, ...]


def changes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give the lines of both texts in order with a sign: "-" is only in the old one, "+" only in the new one."""
    place = 0
    for region in regions(old, new):
        yield from ((" ", line) for line in old[place : region.begin])
        yield from (("-", line) for line in old[region.begin : region.end])
        yield from (("+", line) for line in region.lines)
        place = region.end
    yield from ((" ", line) for line in old[place:])


def regions(old: Sequence[str], new: Sequence[str], version: int = 0) -> Iterator[Region]:
    """Give what became of the parts of `old` that are another thing in `new`, in order."""
    most = min(len(old), len(new))
    before = next((place for place in range(most) if old[place] != new[place]), most)
    most -= before
    after = next((place for place in range(most) if old[-1 - place] != new[-1 - place]), most)
    left, right = old[before : len(old) - after], new[before : len(new) - after]
    for begin, end, first, last in _differing(left, right):
        yield Region(before + begin, before + end, version, tuple(right[first:last]))


def _differing(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    if not (left or right):
        return
    there = Counter(left)
    alike = sum(there[line] for line in right)
    if not alike or len(left) + len(right) > MOST_LINES or alike > MOST_ALIKE:
        yield 0, len(left), 0, len(right)
        return
    from difflib import SequenceMatcher  # not needed before the first paint

    for what, *places in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if what != "equal":
            begin, end, first, last = places
            yield begin, end, first, last


def together(base: Sequence[str], versions: Sequence[Sequence[str]]) -> Iterator[Part]:
    """Merge versions that were made from `base`: what only one changed is taken from it.

    Where several changed the same lines to different ones, all of theirs follow one another, in their order.
    """
    found = sorted(region for number, each in enumerate(versions) for region in regions(base, each, number))
    place = 0
    for group in _grouped(found):
        begin, end = group[0].begin, max(region.end for region in group)
        if base[place:begin]:
            yield [(None, tuple(base[place:begin]))]
        yield from _settled(base, group, begin, end)
        place = end
    if base[place:]:
        yield [(None, tuple(base[place:]))]


def _grouped(found: Sequence[Region]) -> Iterator[list[Region]]:
    """Put together what touches the same lines; two that add something in the same place do, too."""
    group: list[Region] = []
    end = 0
    for region in found:
        same_place = bool(group) and region.begin == region.end == end == group[0].begin
        if group and (region.begin < end or same_place):
            group.append(region)
        else:
            if group:
                yield group
            group = [region]
        end = max(end, region.end)
    if group:
        yield group


def _settled(base: Sequence[str], group: Sequence[Region], begin: int, end: int) -> Iterator[Part]:
    """Give what the versions make of the lines from `begin` to `end`."""
    said: dict[tuple[str, ...], int] = {}
    for version in dict.fromkeys(sorted(region.version for region in group)):
        said.setdefault(_applied(base, [each for each in group if each.version == version], begin, end), version)
    first, *others = said
    if not others:
        if first:
            yield [(None, first)]
        return
    before, after = _shared(list(said))
    if before:
        yield [(None, first[:before])]
    yield [(version, lines[before : len(lines) - after]) for lines, version in said.items()]
    if after:
        yield [(None, first[len(first) - after :])]


def _applied(base: Sequence[str], its: Sequence[Region], begin: int, end: int) -> tuple[str, ...]:
    lines: list[str] = []
    for region in its:
        lines += [*base[begin : region.begin], *region.lines]
        begin = region.end
    return (*lines, *base[begin:end])


def _shared(versions: Sequence[tuple[str, ...]]) -> tuple[int, int]:
    """Return how many lines all versions have alike at the beginning, and after those at the end."""
    most = min(map(len, versions))
    before = next((n for n in range(most) if len({each[n] for each in versions}) > 1), most)
    most -= before
    return before, next((n for n in range(most) if len({each[-1 - n] for each in versions}) > 1), most)
