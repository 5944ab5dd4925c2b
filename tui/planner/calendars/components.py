"""The components of a calendar (RFC 5545, 3.4): what begins and ends, and what was cut off."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

_EDGE = re.compile(rb"\n(BEGIN|END)[ \t]*:([^\n]*)")
_PROPERTY = re.compile(
    rb"\n(DTSTART|DTEND|DURATION|RRULE|EXDATE|RDATE|RECURRENCE-ID|STATUS|TRANSP|UID|SEQUENCE|FREEBUSY|TZID|TZOFFSETFROM"
    rb"|TZOFFSETTO)[ \t]*+(;[^\n:\"]*+(?:\"[^\n\"]*+\"[^\n:\"]*+)*+)?+:([^\n]*+)"
)
_OFTEN_PLAIN = frozenset({b"VEVENT", b"VALARM"})
_CALENDAR_ZONE = re.compile(rb"\nX-WR-TIMEZONE[^\n:]*:([^\n]*)")

MOST_LOOSE = 10_000
"""How many edges without counterpart are kept."""

DEEPEST = 100
"""How deep components may stand in one another. What is deeper is not looked at."""

MOST_EVENTS = 400_000
"""The most events that are read of one calendar."""

Property = tuple[bytes, bytes, bytes]
"""Its name, its parameters with the semicolon before them, and its value."""


class Component(NamedTuple):
    """A whole component: its name, where in the text it begins, and its own lines without those of its parts."""

    name: bytes
    at: int
    body: bytes
    parts: "tuple[Component, ...]"

    def properties(self) -> list[Property]:
        """Return the properties that say when, in the order in which they stand."""
        return _PROPERTY.findall(self.body)


@dataclass(slots=True)
class Calendar:
    """What stands in one VCALENDAR, or outside of any: only what is whole. `zone` is its X-WR-TIMEZONE.

    `full` says that there is more of it than is read.
    """

    events: list[Component] = field(default_factory=list)
    free_busy: list[Component] = field(default_factory=list)
    zones: list[Component] = field(default_factory=list)
    zone: bytes = b""
    full: bool = False


class Edge(NamedTuple):
    """A BEGIN without its END, or the other way round: the component's name, and where in the text."""

    name: bytes
    at: int
    begins: bool


class _Open:
    """A component that has begun: `first` is where its lines go on after its latest part."""

    __slots__ = ("at", "first", "name", "parts", "pieces")

    def __init__(self, name: bytes, at: int, first: int) -> None:
        self.name, self.at, self.first = name, at, first
        self.pieces: list[bytes] | None = None
        self.parts: list[Component] = []


class Components:
    """The calendars of a text, and the edges that have no counterpart."""

    def __init__(self, data: bytes) -> None:
        """`data` is unfolded, with a line end before each line."""
        self.calendars: list[Calendar] = [Calendar()]
        self.loose: list[Edge] = []
        self.more = 0
        self._data = data
        self._open: list[_Open] = []
        self._names: Counter[bytes] = Counter()
        self._inside: list[Calendar] = [self.calendars[0]]
        self._walk()
        self._drop_to(0, len(data))

    def _walk(self) -> None:
        """Go from edge to edge. What begins and ends with nothing in between, as most events do, is kept at once."""
        plain: bytes | None = None
        at = first = 0
        for edge in _EDGE.finditer(self._data):
            kind, name = edge.groups()
            if plain is not None:
                if kind == b"END" and name == plain:
                    self._keep(Component(plain, at, self._data[first : edge.start()], ()))
                    if self._open:
                        self._open[-1].first = edge.end()
                    plain = None
                    continue
                self._begin(plain, at, first)
                plain = None
            if kind == b"END":
                self._end(name.strip().upper(), edge.start(), edge.end())
            elif name in _OFTEN_PLAIN:
                at, first, plain = edge.start(), edge.end(), name
                if self._open:
                    self._pause(self._open[-1], at)
            else:
                self._begin(name.strip().upper(), edge.start(), edge.end())
        if plain is not None:
            self._begin(plain, at, first)

    @property
    def any_calendar(self) -> bool:
        """Whether anything in the text was meant for a calendar."""
        outside = self.calendars[0]
        begun = any(edge.begins and edge.name in {b"VEVENT", b"VFREEBUSY", b"VCALENDAR"} for edge in self.loose)
        return begun or len(self.calendars) > 1 or bool(outside.events or outside.free_busy)

    def _note(self, edge: Edge) -> None:
        """Keep an edge without counterpart; of a file that is nothing but that, only the beginning, and how many."""
        if len(self.loose) < MOST_LOOSE:
            self.loose.append(edge)
        else:
            self.more += 1

    def _begin(self, name: bytes, at: int, first: int) -> None:
        if len(self._open) >= DEEPEST:
            self._note(Edge(name, at, begins=True))
            return
        if self._open:
            self._pause(self._open[-1], at)
        self._open.append(_Open(name, at, first))
        self._names[name] += 1
        if name == b"VCALENDAR":
            self._inside.append(Calendar())
            self.calendars.append(self._inside[-1])

    def _pause(self, outer: _Open, at: int) -> None:
        """Keep the lines of `outer` so far; those of a calendar only as far as they matter, which is at its head."""
        if outer.name != b"VCALENDAR":
            outer.pieces = outer.pieces or []
            outer.pieces.append(self._data[outer.first : at])
        elif outer.pieces is None:
            outer.pieces = []
            found = _CALENDAR_ZONE.search(self._data, outer.first, at)
            self._inside[-1].zone = found[1].strip() if found else b""
        outer.first = at

    def _end(self, name: bytes, at: int, first: int) -> None:
        if not self._names[name]:
            self._note(Edge(name, at, begins=False))
            return
        if self._open[-1].name != name:
            self._drop_to(
                next(index for index in range(len(self._open), 0, -1) if self._open[index - 1].name == name), at
            )
        ended = self._open.pop()
        self._names[name] -= 1
        if self._open:
            self._open[-1].first = first
        if name == b"VCALENDAR":
            self._inside.pop()
            return
        body = self._data[ended.first : at]
        if ended.pieces is not None:
            body = b"".join([*ended.pieces, body])
        self._keep(Component(name, ended.at, body, tuple(ended.parts)))

    def _keep(self, ended: Component) -> None:
        if ended.name == b"VEVENT":
            if len(self._inside[-1].events) < MOST_EVENTS:
                self._inside[-1].events.append(ended)
            else:
                self._inside[-1].full = True
        elif ended.name == b"VFREEBUSY":
            self._inside[-1].free_busy.append(ended)
        elif ended.name == b"VTIMEZONE":
            self._inside[-1].zones.append(ended)
        elif self._open and self._open[-1].name == b"VTIMEZONE":
            self._open[-1].parts.append(ended)

    def _drop_to(self, depth: int, at: int) -> None:
        """Leave out what was begun and not ended before `at`; what is whole within it stays."""
        while len(self._open) > depth:
            dropped = self._open.pop()
            self._names[dropped.name] -= 1
            self._note(Edge(dropped.name, dropped.at, begins=True))
            if dropped.name == b"VCALENDAR":
                self._inside.pop()
        if self._open:
            self._open[-1].first = at
