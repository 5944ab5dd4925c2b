"""Busy time of series with anything unusual, by dateutil, icalendar and recurring-ical-events.

The libraries say which occurrences there are and which event each of them comes from. They are asked on the local
clock of the series, without a zone, as they reckon with zones in ways of their own; what a local time means, and how
long something really lasts, is worked out here. Rules are followed only around the window: whatever a rule says, the
work is bounded.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tui.core.errors import InputError
from tui.planner.calendars.clocks import DAY, EPOCH, clamped
from tui.planner.calendars.events import Event, ends, instant, shown_by
from tui.planner.calendars.often import is_often
from tui.planner.calendars.series import MARGIN, Found, Window, easy
from tui.planner.calendars.times import starts_at_all, times
from tui.planner.calendars.values import EPOCH_DAY, Length, Moment
from tui.planner.spans import Span

if TYPE_CHECKING:
    from icalendar import Event as Told

MARK = "X-NEARER"
"""The property by which an event is known again in the libraries' answer."""

FAR = 400 * DAY
"""How far from the window a time may lie whose place another one takes, and still be looked at."""


def unusual(series: Sequence[Event], window: Window) -> Found:
    """Return the busy time of a series around the window, and what could not be followed exactly."""
    asked = _Asked(series, window)
    try:
        return Found(asked.spans(), asked.refused)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        # Whatever the libraries make of it, nothing that may be busy is taken away.
        alone = [easy([event._replace(onwards=False)], window) for event in series]
        why = (series[0], InputError("event_changes"))
        return Found([span for each in alone for span in each.spans], [why])


class _Asked:
    """An event that repeats, those that take the place of some of its occurrences, and a window."""

    def __init__(self, series: Sequence[Event], window: Window) -> None:
        self.refused: list[tuple[Event, InputError]] = []
        self._events = sorted(series, key=lambda event: event.instead is not None)
        master = self._master = self._events[0] if self._events[0].instead is None else None
        self._window = window
        self._clock = shown_by(self._events[0].start, window.floating)
        self._lasts = [event.lasts(window.floating) for event in self._events]
        days = all(each.clock is None for event in self._events for each in _moments(event))
        self._days = days and not any(lasts.seconds for lasts in self._lasts)
        self._throughout: list[Span] = []
        added, periods = (master.added, master.periods) if master else ((), ())
        self._added = {self._wall(each): each for each in added}
        self._periods = {self._wall(each[0]): ends(each, window.floating) for each in periods}

    def spans(self) -> list[Span]:
        """Return the busy time around the window."""
        import recurring_ical_events  # type: ignore[import-untyped]
        from icalendar import Calendar

        calendar = Calendar()
        for number, event in enumerate(self._events):
            calendar.add_component(self._told(number, event))
        since, until = self._window.since - MARGIN * DAY, self._window.until + MARGIN * DAY
        found = recurring_ical_events.of(calendar).between(_local(since), _local(until))
        return [*self._throughout, *(span for each in found for span in self._meant(each))]

    def _told(self, number: int, event: Event) -> "Told":
        """Return an event as the libraries are told it: on one clock without a zone, its rules followed already."""
        from icalendar import Event as Told
        from icalendar.prop import vDDDLists, vDDDTypes

        told, wall, lasts = Told(), self._wall(event.start), self._lasts[number]
        told[MARK], told["UID"], told["SEQUENCE"] = str(number), "series", event.sequence
        told["DTSTART"] = vDDDTypes(self._said(wall))
        told["DTEND"] = vDDDTypes(self._said(wall + lasts.days * DAY + lasts.seconds))
        excluded = [self._said_out(each) for each in event.excluded]
        if event is self._master:
            walls = self._walls(event)
            told["RDATE"] = vDDDLists([self._said(each) for each in (*walls, *self._added, *self._periods)])
            if not starts_at_all(event, self._clock):
                excluded.append(self._said(wall))
        elif event.repeats:
            # What takes another's place takes place once, but the library wants to know that it says more.
            told["RDATE"] = vDDDLists([self._said(wall)])
        if excluded:
            told["EXDATE"] = vDDDLists(excluded)
        if event.instead is not None:
            told["RECURRENCE-ID"] = vDDDTypes(self._said(self._wall(event.instead)))
            if event.onwards:
                told["RECURRENCE-ID"].params["RANGE"] = "THISANDFUTURE"
        return told

    def _walls(self, event: Event) -> list[int]:
        """Return the local times at which the rules let an event start, around the window."""
        since, until = self._reach()
        found: list[int] = []
        for rule in event.rules:
            said = times(event, rule, self._clock, since, until)
            found.extend(said.walls)
            if said.refused is not None:
                self.refused.append((event, said.refused))
            if said.throughout is not None and event.counts and any(self._lasts[0]):
                first, last = (event.span(wall, self._window.floating, self._lasts[0]) for wall in said.throughout)
                self._throughout.append((first[0], last[1]))
        return found

    def _reach(self) -> tuple[int, int]:
        """Return from when to when an occurrence may start that matters, moved or not."""
        longest = max(each.days * DAY + each.seconds for each in self._lasts)
        pairs = [(self._wall(each.start), self._wall(each.instead)) for each in self._events if each.instead]
        moved = max((abs(start - instead) for start, instead in pairs), default=0)
        around = min(longest + moved, FAR) + MARGIN * 2 * DAY
        since, until = self._window.since - around, self._window.until + around
        near = [instead for _, instead in pairs if since - FAR < instead < until + FAR]
        earliest, latest = min([since, *(each - DAY for each in near)]), max([until, *(each + DAY for each in near)])
        return clamped(earliest), clamped(latest)

    def _wall(self, moment: Moment) -> int:
        """Return a moment on the clock of the series."""
        own = shown_by(moment, self._window.floating)
        return moment.wall if moment.clock is None or own is self._clock else self._clock.wall(own.utc(moment.wall))

    def _said(self, wall: int) -> date:
        return _local(wall).date() if self._days else _local(wall)

    def _said_out(self, moment: Moment) -> date:
        return _local(moment.wall).date() if moment.clock is None else self._said(self._wall(moment))

    def _meant(self, found: "Told") -> Iterator[Span]:
        """Give the spans of an occurrence that the libraries found."""
        number, start = int(str(found[MARK])), found.DTSTART
        event, lasts = self._events[number], self._lasts[number]
        if not event.counts or start is None:
            return
        wall = _seconds(start)
        if event is self._master and wall in self._periods:
            yield self._periods[wall]
        elif not any(lasts):
            return
        elif event.instead is not None and wall == self._wall(event.start):
            yield event.span(event.start.wall, self._window.floating, lasts)
        else:
            yield from self._occurring(event, wall, lasts)

    def _occurring(self, event: Event, wall: int, lasts: Length) -> Iterator[Span]:
        floating = self._window.floating
        here = event if event.start.clock is None else event._replace(start=Moment(wall, self._clock))
        start, end = here.span(wall, floating, lasts)
        added = self._added.get(wall) if event is self._master else None
        moved = instant(added, floating) - start if added is not None and event.start.clock is not None else 0
        yield start + moved, end + moved
        second = self._clock.twice(wall) if any(is_often(rule) for rule in event.rules) else None
        if second is not None:
            yield second, second + end - start


def _moments(event: Event) -> Iterator[Moment]:
    yield event.start
    if event.instead is not None:
        yield event.instead
    yield from event.excluded
    yield from event.added
    yield from (start for start, _ in event.periods)


def _local(wall: int) -> datetime:
    return EPOCH + timedelta(seconds=clamped(wall))


def _seconds(local: date) -> int:
    if isinstance(local, datetime):
        return int((local - EPOCH).total_seconds())
    return (local.toordinal() - EPOCH_DAY) * DAY
