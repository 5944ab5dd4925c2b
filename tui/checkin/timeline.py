"""A line of closeness over the years: points and events by month, changed without being changed in place."""

from collections.abc import Sequence

from msgspec.structs import replace

from tui.core.records import LifeEvent, Point, Timeline

LEVELS = 7
"""How close it can be: 1 is far apart, 7 almost one."""

MONTHS = 12


def to_month(text: str) -> int | None:
    """Return the month `YYYY-MM` counted from year 0, None when it is none."""
    year, _, month = text.partition("-")
    if not (year.isdecimal() and month.isdecimal() and 1 <= int(month) <= MONTHS):
        return None
    return int(year) * MONTHS + int(month) - 1


def from_month(month: int) -> str:
    """Return a month as `YYYY-MM`."""
    return f"{month // MONTHS:04}-{month % MONTHS + 1:02}"


def months_of(line: Timeline) -> list[str]:
    """Return the months of all points and events of a line."""
    return [point.month for point in line.points] + [event.month for event in line.events]


def set_level(line: Timeline, month: int, level: int) -> Timeline:
    """Return the line with a point of `level` (kept within 1 to 7) in `month`."""
    point = Point(month=from_month(month), level=max(1, min(LEVELS, level)))
    others = [each for each in line.points if each.month != point.month]
    return replace(line, points=tuple(sorted((*others, point), key=lambda each: each.month)))


def level_in(line: Timeline, month: int) -> int | None:
    """Return the level of the point in `month`, None when there is none."""
    return next((each.level for each in line.points if each.month == from_month(month)), None)


def take_point(line: Timeline, month: int) -> Timeline:
    """Return the line without the point in `month`."""
    return replace(line, points=tuple(each for each in line.points if each.month != from_month(month)))


def move(line: Timeline, month: int, to: int, level: int) -> Timeline:
    """Return the line with the point of `month` moved to the month `to`; one that stands there gives way."""
    return set_level(take_point(line, month), to, level)


def take_out(line: Timeline, months: Sequence[str]) -> Timeline:
    """Return the line without the points and events of these months."""
    return replace(
        line,
        points=tuple(each for each in line.points if each.month not in months),
        events=tuple(each for each in line.events if each.month not in months),
    )


def pin(line: Timeline, month: int, what: str) -> Timeline:
    """Return the line with an event pinned to `month`."""
    event = LifeEvent(month=from_month(month), what=what)
    return replace(line, events=tuple(sorted((*line.events, event), key=lambda each: each.month)))


def rename(line: Timeline, event: LifeEvent, what: str) -> Timeline:
    """Return the line with another name for an event, in its place; without it when the name is empty.

    One that is not pinned any more, as another window took it away, is pinned again.
    """
    if event not in line.events:
        month = to_month(event.month)
        return pin(line, month, what) if what and month is not None else line
    place = line.events.index(event)
    renamed = (LifeEvent(month=event.month, what=what),) if what else ()
    return replace(line, events=(*line.events[:place], *renamed, *line.events[place + 1 :]))


def nearest_events(line: Timeline, month: int) -> list[LifeEvent]:
    """Return the events, those nearest to `month` first."""
    return sorted(line.events, key=lambda each: (abs((to_month(each.month) or 0) - month), each.month))


def level_near(line: Timeline, month: int) -> int:
    """Return the level of the nearest point, the middle when there is none."""
    near = min(line.points, key=lambda point: abs((to_month(point.month) or 0) - month), default=None)
    return near.level if near else (LEVELS + 1) // 2
