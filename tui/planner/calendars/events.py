"""Events as far as busy time needs them: when, how often, and whether they count at all. No word of them is kept."""

from typing import NamedTuple

from tui.core.errors import InputError
from tui.core.text import shorten
from tui.planner.calendars.clocks import DAY, FLOATING, UTC_CLOCK, Clock
from tui.planner.calendars.components import Component, Property
from tui.planner.calendars.rules import Rule, rule
from tui.planner.calendars.values import Length, Moment, length, moment, period
from tui.planner.calendars.zones import Zones
from tui.planner.spans import Span

MOST_DATES = 20_000
"""The most single dates that one line may name."""

_ONCE = frozenset({b"DTSTART", b"DTEND", b"DURATION", b"RECURRENCE-ID"})
_NOT_BUSY = frozenset({(b"TRANSP", b"TRANSPARENT"), (b"STATUS", b"CANCELLED")})
_SHOWN = 40
"""How much of a value that cannot be read is shown, in cells."""

Period = tuple[Moment, Moment | Length]


class BrokenError(Exception):
    """A component cannot be read: the name of the property, a part of it, and why."""

    def __init__(self, name: bytes, why: InputError, value: bytes = b"") -> None:
        """An empty name means the component as a whole."""
        super().__init__(name)
        self.name, self.value, self.why = name, value, why


class Event(NamedTuple):
    """One VEVENT. `length` is None where only the clock of whoever asks says how long it is: then `end` is there.

    `instead` is the time that it takes the place of (RECURRENCE-ID), with `onwards` of all after it, too.
    """

    start: Moment
    end: Moment | None
    length: Length | None
    rules: tuple[Rule, ...]
    excluded: tuple[Moment, ...]
    added: tuple[Moment, ...]
    periods: tuple[Period, ...]
    instead: Moment | None
    onwards: bool
    counts: bool
    sequence: int
    line: int

    @property
    def repeats(self) -> bool:
        """Whether it may take place more than once, or not even once."""
        return bool(self.rules or self.added or self.periods or self.excluded)

    def lasts(self, floating: Clock) -> Length:
        """Return how long it lasts, on the `floating` clock where it has none of its own."""
        if self.length is not None or self.end is None:
            return self.length or Length(0, 0)
        return Length(0, max(0, _seconds(self.start, self.end, floating)))

    def span(self, wall: int, floating: Clock, lasts: Length) -> Span:
        """Return the span of the occurrence that starts at a local time."""
        clock = shown_by(self.start, floating)
        if self.start.clock is None:
            day = wall // DAY
            end = clock.last_of(day + lasts.days - 1) if lasts.days else clock.first_of(day)
            return clock.first_of(day), end + lasts.seconds
        if lasts.days:
            return clock.utc(wall), clock.utc(wall + lasts.days * DAY) + lasts.seconds
        start = clock.utc(wall)
        return start, start + lasts.seconds


def shown_by(moment: Moment, floating: Clock) -> Clock:
    """Return the clock of a moment: `floating` for a date, and for a time without a zone."""
    return floating if moment.clock is None or moment.clock is FLOATING else moment.clock


def instant(moment: Moment, floating: Clock) -> int:
    """Return the moment in seconds since 1970 UTC."""
    return shown_by(moment, floating).utc(moment.wall)


def _seconds(start: Moment, end: Moment, floating: Clock) -> int:
    """Return how long it is from start to end; as long as is written, where the clocks jump over the start."""
    first, last = shown_by(start, floating), shown_by(end, floating)
    seconds = last.utc(end.wall) - first.utc(start.wall)
    return seconds if seconds > 0 or first is not last else max(seconds, end.wall - start.wall)


def ends(period: Period, floating: Clock) -> Span:
    """Return a period as a span."""
    start, last = period
    begin = instant(start, floating)
    if isinstance(last, Moment):
        return begin, instant(last, floating)
    return begin, shown_by(start, floating).utc(start.wall + last.days * DAY) + last.seconds


class Reader:
    """Reads the events of one calendar; keeps in `broken` what it had to leave out of an event that counts."""

    def __init__(self, zones: Zones) -> None:
        """`zones` are those of the calendar."""
        self.zones = zones
        self.broken: list[BrokenError] = []

    def event(self, properties: list[Property]) -> Event:
        """Return the event that has these properties; raises `BrokenError` when it is none."""
        found: dict[bytes, Property] = {}
        lists: list[Property] = []
        counts = True
        for each in properties:
            name = each[0]
            if name in _LISTS:
                lists.append(each)
            elif name in found and name in _ONCE and found[name] != each:
                raise BrokenError(name, InputError("event_says_twice", what=name.decode()))
            else:
                found[name] = each
                if name in _FLAGS and (name, each[2].strip().upper()) in _NOT_BUSY:
                    counts = False
        if b"DTSTART" not in found:
            raise BrokenError(b"", InputError("event_without_start"))
        return self._built(found, lists, counts=counts)

    def _built(self, found: dict[bytes, Property], lists: list[Property], *, counts: bool) -> Event:
        start, end, lasts = self._when(found)
        instead = found.get(b"RECURRENCE-ID")
        sequence = found.get(b"SEQUENCE")
        event = Event(
            start=start,
            end=end,
            length=lasts,
            rules=(),
            excluded=(),
            added=(),
            periods=(),
            instead=None if instead is None else self._moment(instead),
            onwards=instead is not None and b"THISANDFUTURE" in instead[1].upper(),
            counts=counts,
            sequence=_number(sequence[2]) if sequence else -1,
            line=1,
        )
        return self._repeated(event, lists) if lists else event

    def _when(self, found: dict[bytes, Property]) -> tuple[Moment, Moment | None, Length | None]:
        start = self._moment(found[b"DTSTART"])
        ending, lasting = found.get(b"DTEND"), found.get(b"DURATION")
        if ending is not None:
            return _between(start, self._moment(ending))
        if lasting is not None:
            try:
                return start, None, length(lasting[2])
            except ValueError as error:
                raise _broken(lasting) from error
        return start, None, Length(0 if start.clock else 1, 0)

    def _moment(self, what: Property) -> Moment:
        try:
            return moment(what[2], self._clock(what))
        except ValueError as error:
            raise _broken(what) from error

    def _clock(self, what: Property) -> Clock:
        """Return the clock of the times in a property; a zone beside dates and UTC says nothing, known or not."""
        needed = b"T" in what[2].upper() and not what[2].rstrip().upper().endswith(b"Z")
        return self.zones.clock(what[1]) if needed or b"," in what[2] or b"/" in what[2] else FLOATING

    def _repeated(self, event: Event, lists: list[Property]) -> Event:
        rules, excluded, added, periods = [], [], [], []
        for each in lists:
            if each[0] == b"RRULE":
                rules.append(_rule(each))
            elif each[0] == b"EXDATE":
                excluded.extend(self._moments(each))
            else:
                for one in self._periods(each):
                    if one[1] is None:
                        added.append(one[0])
                    else:
                        periods.append((one[0], one[1]))
        found = event._replace(
            rules=tuple(dict.fromkeys(rules)), excluded=tuple(excluded), added=tuple(added), periods=tuple(periods)
        )
        return self._on_own_clock(found) if self.zones.own is not FLOATING else found

    def _on_own_clock(self, event: Event) -> Event:
        """Let what repeats in UTC follow the clock of its calendar (X-WR-TIMEZONE), as programs mean it."""
        if event.start.clock is not UTC_CLOCK:
            return event
        return event._replace(start=Moment(self.zones.own.wall(event.start.wall), self.zones.own))

    def _moments(self, what: Property) -> list[Moment]:
        return [first for first, last in self._periods(what) if last is None]

    def _periods(self, what: Property) -> list[tuple[Moment, Moment | Length | None]]:
        """Return what a list says; a part that cannot be read is left out and kept in `broken`."""
        found: list[tuple[Moment, Moment | Length | None]] = []
        clock = self._clock(what)
        if what[2].count(b",") > MOST_DATES:
            raise BrokenError(what[0], InputError("event_too_full", most=MOST_DATES))
        for text in what[2].split(b","):
            try:
                found.append(period(text, clock) if b"/" in text else (moment(text, clock), None))
            except ValueError:
                self.broken.append(_broken((what[0], b"", text)))
        return found

    def free_busy(self, component: Component) -> list[Period]:
        """Return the busy periods of a VFREEBUSY; those that cannot be read are kept in `broken`."""
        found: list[Period] = []
        for each in component.properties():
            if each[0] == b"FREEBUSY" and b"FBTYPE=FREE" not in each[1].upper().replace(b'"', b"").split(b";"):
                found.extend((first, last) for first, last in self._periods(each) if last is not None)
        return found


_LISTS = frozenset({b"RRULE", b"EXDATE", b"RDATE"})
_FLAGS = frozenset({b"STATUS", b"TRANSP"})


def _between(start: Moment, end: Moment) -> tuple[Moment, Moment | None, Length | None]:
    """Return start, end and length, where both are known: dates beside times count as midnights."""
    if start.clock is None and end.clock is None:
        if end.wall < start.wall:
            raise BrokenError(b"DTEND", InputError("event_ends_before"))
        return start, None, Length(max(1, (end.wall - start.wall) // DAY), 0)
    if start.clock is None:
        start = Moment(start.wall, end.clock)
    elif end.clock is None:
        end = Moment(end.wall, start.clock)
    if FLOATING in {start.clock, end.clock}:
        if start.clock is end.clock and end.wall < start.wall:
            raise BrokenError(b"DTEND", InputError("event_ends_before"))
        return start, end, None
    seconds = _seconds(start, end, FLOATING)
    if seconds < 0:
        raise BrokenError(b"DTEND", InputError("event_ends_before"))
    return start, None, Length(0, seconds)


def _rule(what: Property) -> Rule:
    try:
        return rule(what[2])
    except ValueError as error:
        raise _broken(what) from error


def _number(text: bytes) -> int:
    return int(text) if text.strip().isdigit() and len(text) < 12 else -1  # noqa: PLR2004 # no one sends more


def _broken(what: Property) -> BrokenError:
    name, _, value = what
    return BrokenError(name, InputError("event_unreadable", what=name.decode(), text=shown(value)), value)


def shown(value: bytes) -> str:
    """Return the beginning of a value as a sentence may show it."""
    return shorten(value[: 4 * _SHOWN].decode("utf-8", "replace"), _SHOWN)
