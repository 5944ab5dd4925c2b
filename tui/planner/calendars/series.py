"""Busy time of one series (the events of one UID) in a window, where each event can be looked at by itself."""

from collections.abc import Sequence
from typing import NamedTuple

from tui.core.errors import InputError
from tui.planner.calendars.clocks import DAY, FLOATING, Clock
from tui.planner.calendars.days import days_of, is_plain
from tui.planner.calendars.events import Event, ends, instant, shown_by
from tui.planner.calendars.often import is_often
from tui.planner.calendars.rules import Rule
from tui.planner.calendars.times import starts_at_all, times
from tui.planner.calendars.values import Length, Moment
from tui.planner.spans import Span

MARGIN = 2
"""Days before and after a window that are looked at, as no clock is farther from UTC."""


FOR_EVER = 1 << 60
"""Later than any calendar goes, in seconds."""

_MOST_CLAIMS = 20
"""How many events of one UID are each looked at with all that take the place of occurrences."""


class Window(NamedTuple):
    """From when to when busy time is asked for, in seconds since 1970 UTC, and the clock of whoever asks."""

    since: int
    until: int
    floating: Clock


class Found(NamedTuple):
    """Busy time around a window, in no order; and the events that could not be followed exactly, with why."""

    spans: list[Span]
    refused: list[tuple[Event, InputError]]


class Series(NamedTuple):
    """The events of one UID, and from when to when any of them may be, on whatever clock: `since`, `until`."""

    events: tuple[Event, ...]
    since: int
    until: int

    def may_touch(self, window: Window) -> bool:
        """Whether it is worth a look."""
        return self.since < window.until and self.until > window.since


def reaching(events: tuple[Event, ...]) -> Series:
    """Return a series with its bounds, which are wide rather than exact."""
    bounds = [_bounds(event) for event in events]
    return Series(events, min(since for since, _ in bounds), max(until for _, until in bounds))


def _bounds(event: Event) -> tuple[int, int]:
    walls = [event.start.wall, *(each.wall for each in event.added), *(each.wall for each, _ in event.periods)]
    if event.periods or any(rule.until is None for rule in event.rules):
        return min(walls) - MARGIN * DAY, FOR_EVER
    last = max([*walls, *(rule.until.wall for rule in event.rules if rule.until is not None)])
    end = event.end.wall - event.start.wall if event.end is not None else 0
    lasts = event.length or Length(0, max(0, end))
    return min(walls) - MARGIN * DAY, last + lasts.days * DAY + lasts.seconds + 2 * MARGIN * DAY


class Excluded:
    """Times of a series that are left out (EXDATE) or taken by another event (RECURRENCE-ID)."""

    def __init__(self, moments: Sequence[Moment], floating: Clock) -> None:
        """A date leaves out its whole day, a time without zone is on whatever clock the series is."""
        self.any = bool(moments)
        self._days = {each.wall // DAY for each in moments if each.clock is None}
        self._walls = {each.wall for each in moments if each.clock is FLOATING}
        self._moments = {instant(each, floating) for each in moments if each.clock not in {None, FLOATING}}

    def has(self, wall: int, clock: Clock) -> bool:
        """Whether the occurrence that starts at a local time of `clock` is left out."""
        if wall in self._walls or wall // DAY in self._days:
            return True
        return bool(self._moments) and clock.utc(wall) in self._moments


def apart(events: Sequence[Event]) -> list[tuple[Event, ...]]:
    """Return the series that the events of one UID make: one, as a rule.

    Of several that claim to be the event itself, only the latest counts; each of them, where several claim to be the
    latest: that may show too little free time, never too much.
    """
    masters = [event for event in events if event.instead is None]
    if len(masters) < 2:  # noqa: PLR2004 # one, or none
        return [tuple(events)] if events else []
    latest = max(event.sequence for event in masters)
    others = [event for event in events if event.instead is not None]
    claiming = [event for event in masters if event.sequence == latest]
    if len(claiming) > _MOST_CLAIMS and others:
        return [*((event,) for event in claiming), tuple(others)]
    return [(event, *others) for event in claiming]


def is_easy(series: Sequence[Event]) -> bool:
    """Whether `easy` has the right answer for a series; all others go whole to the libraries."""
    masters = [event for event in series if event.instead is None]
    others = [event for event in series if event.instead is not None]
    if any(event.onwards or event.repeats for event in others):
        return False
    if len({event.instead for event in others}) < len(others):
        return False
    return all(_is_easy_master(event, others) for event in masters)


def _is_easy_master(event: Event, others: Sequence[Event]) -> bool:
    same_kind = all(each.instead is None or _same_kind(each.instead, event.start) for each in others)
    dates = all(_same_kind(each, event.start) for each in event.added)
    # Which of two wins where a time is both left out and moved is for the library to say.
    return same_kind and dates and not (others and event.periods) and not _shares(event, others)


def _same_kind(one: Moment, other: Moment) -> bool:
    return (one.clock is None) is (other.clock is None)


def _shares(event: Event, others: Sequence[Event]) -> bool:
    if not event.excluded or not others:
        return False
    excluded = Excluded(event.excluded, FLOATING)
    return any(excluded.has(each.instead.wall, shown_by(each.instead, FLOATING)) for each in others if each.instead)


def easy(series: Sequence[Event], window: Window) -> Found:
    """Return the busy time of a series that `is_easy`, around the window."""
    found = Found([], [])
    instead = [event.instead for event in series if event.instead is not None]
    for event in series:
        lasts = event.lasts(window.floating)
        if event.instead is not None or not (event.repeats or instead):
            if event.counts and any(lasts):
                found.spans.append(event.span(event.start.wall, window.floating, lasts))
        else:
            repeated = _Repeated(event, lasts, instead, window)
            if event.counts:
                found.spans.extend(repeated.spans())
            found.refused.extend((event, why) for why in repeated.refused)
    return found


class _Repeated:
    """An event that repeats, in a window."""

    def __init__(self, event: Event, lasts: Length, instead: Sequence[Moment], window: Window) -> None:
        self.refused: list[InputError] = []
        self._event, self._lasts, self._window = event, lasts, window
        self._clock = shown_by(event.start, window.floating)
        self._excluded = Excluded((*event.excluded, *instead), window.floating)
        self._throughout: list[tuple[int, int]] = []
        self._walls = self._starts()

    def spans(self) -> list[Span]:
        """Return all its spans around the window."""
        found = [ends(each, self._window.floating) for each in self._event.periods if not self._leaves_out(each[0])]
        if not any(self._lasts):
            return found
        found.extend(self._of(self._walls))
        found.extend((self._span(first)[0], self._span(last)[1]) for first, last in self._throughout)
        found.extend(self._added(each) for each in self._event.added if not self._leaves_out(each))
        if any(is_often(rule) for rule in self._event.rules):
            found.extend(self._seconds())
        return found

    def _of(self, walls: list[int]) -> list[Span]:
        if self._excluded.any:
            walls = [wall for wall in walls if not self._excluded.has(wall, self._clock)]
        if self._event.start.clock is None or self._lasts.days:
            return [self._span(wall) for wall in walls]
        seconds, utc = self._lasts.seconds, self._clock.utc
        return [(begin := utc(wall), begin + seconds) for wall in walls]

    def _span(self, wall: int) -> Span:
        return self._event.span(wall, self._window.floating, self._lasts)

    def _seconds(self) -> list[Span]:
        """Return what takes place again where the clocks show a time twice, by a rule that follows the hours."""
        again = [(second, wall) for wall in self._walls if (second := self._clock.twice(wall)) is not None]
        return [(second, second + self._span(wall)[1] - self._span(wall)[0]) for second, wall in again]

    def _starts(self) -> list[int]:
        """Return the local times at which the rules let it start; its own start is always the first."""
        start = self._event.start.wall
        since, until = self._reach()
        if len(self._event.rules) == 1 and is_plain(self._event.rules[0]) and self._event.rules[0].until is None:
            day, within = divmod(start, DAY)
            walls = [each * DAY + within for each in days_of(self._event.rules[0], day, since // DAY, until // DAY)]
        else:
            walls = [wall for rule in self._event.rules for wall in self._by(rule, since, until)]
        if start not in walls[:1] and since <= start <= until and starts_at_all(self._event, self._clock):
            walls.append(start)
        return walls

    def _by(self, rule: Rule, since: int, until: int) -> list[int]:
        found = times(self._event, rule, self._clock, since, until)
        if found.refused is not None:
            self.refused.append(found.refused)
        if found.throughout is not None:
            self._throughout.append(found.throughout)
        return found.walls

    def _reach(self) -> tuple[int, int]:
        long = (self._lasts.days + MARGIN) * DAY + self._lasts.seconds
        return self._window.since - long, self._window.until + MARGIN * DAY

    def _leaves_out(self, moment: Moment) -> bool:
        return self._excluded.any and self._excluded.has(self._wall(moment), self._clock)

    def _wall(self, moment: Moment) -> int:
        own = shown_by(moment, self._window.floating)
        return moment.wall if moment.clock is None or own is self._clock else self._clock.wall(own.utc(moment.wall))

    def _added(self, moment: Moment) -> Span:
        """Return the span of a time that is added by itself (RDATE), which may have a zone of its own."""
        start, end = self._span(self._wall(moment))
        if self._event.start.clock is None:
            return start, end
        moved = instant(moment, self._window.floating) - start
        return start + moved, end + moved
