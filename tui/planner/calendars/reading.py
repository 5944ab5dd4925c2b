"""One calendar file, read: everything that says when somebody is busy, whatever window is asked for later."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tui.core.errors import InputError
from tui.planner.calendars.clocks import FLOATING
from tui.planner.calendars.components import MOST_EVENTS, Calendar, Component, Components, Property
from tui.planner.calendars.days import is_plain
from tui.planner.calendars.events import BrokenError, Event, Period, Reader, ends, shown, shown_by
from tui.planner.calendars.found import Busy, Skipped
from tui.planner.calendars.quick import quick
from tui.planner.calendars.series import Series, Window, apart, easy, is_easy, reaching
from tui.planner.calendars.text import Text
from tui.planner.calendars.times import never
from tui.planner.calendars.zones import Zones
from tui.planner.spans import Span

MOST_SKIPPED = 10_000
"""The most places in one file that are named one by one."""

Names = Callable[[bytes], bool]
"""Tells of a UID whether it is one of those that are meant."""

Said = tuple[Component, list[Property]]
"""A component, and what it says about when."""


def nobody(uid: bytes) -> bool:
    """Mean no UID at all."""
    del uid
    return False


@dataclass(slots=True)
class Read:
    """What a file says. `fixed` is the same for everybody; the rest depends on the window, or on who asks."""

    file: str
    fixed: list[Span] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    easy: list[Series] = field(default_factory=list)
    unusual: list[tuple[Event, ...]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def busy(self, window: Window) -> Busy:
        """Return the busy time that touches the window, neither merged nor clipped, and all that was left out."""
        since, until = window.since, window.until
        spans = [span for span in self.fixed if span[1] > since and span[0] < until]
        spans.extend(ends(each, window.floating) for each in self.periods)
        refused: list[tuple[Event, InputError]] = []
        for events in (each.events for each in self.easy if each.may_touch(window)):
            found = easy(events, window)
            spans.extend(found.spans)
            refused.extend(found.refused)
        if self.unusual:
            # Only now is anything imported that takes long to load.
            from tui.planner.calendars.unusual import unusual

            for events in self.unusual:
                found = unusual(events, window)
                spans.extend(found.spans)
                refused.extend(found.refused)
        left_out = [Skipped(file=self.file, line=event.line, why=why) for event, why in refused]
        within = tuple(span for span in spans if span[1] > since and span[0] < until)
        return Busy(spans=within, skipped=(*self.skipped, *left_out))


def read(path: Path, raw: bytes, without: Names = nobody) -> Read:
    """Return what the bytes of a file say; raises `InputError` when they are no calendar.

    Events whose UID is `without` do not count.
    """
    text = Text(raw)
    components = Components(text.data)
    if not components.any_calendar:
        raise InputError("calendar_none")
    return _File(path, text, components, without).read


class _File:
    def __init__(self, path: Path, text: Text, components: Components, without: Names) -> None:
        self.read = Read(str(path))
        self._without = without
        self._text = text
        self._found: list[tuple[int, InputError]] = []
        self._more = 0
        for calendar in components.calendars:
            self._take(calendar)
        self._name(components)

    def _name(self, components: Components) -> None:
        """Name all that was found amiss, in order; of a file that is nothing but that, only the beginning."""
        for edge in components.loose:
            key = "calendar_cut_off" if edge.begins else "calendar_not_begun"
            self._note(edge.at, InputError(key, what=shown(edge.name)))
        self._found.sort(key=lambda each: each[0])
        self.read.skipped = [
            Skipped(file=self.read.file, line=self._text.line(at), why=why) for at, why in self._found
        ]
        more = self._more + components.more
        if more:
            self.read.skipped.append(
                Skipped(file=self.read.file, line=1, why=InputError("calendar_more", count=more))
            )

    def _note(self, at: int, why: InputError) -> None:
        if len(self._found) < MOST_SKIPPED:
            self._found.append((at, why))
        else:
            self._more += 1

    def _take(self, calendar: Calendar) -> None:
        if calendar.full:
            self._note(0, InputError("calendar_full", most=MOST_EVENTS))
        zones = Zones(calendar.zones, calendar.zone)
        reader = Reader(zones)
        ordinary: dict[bytes, tuple[Component, Span]] = {}
        others: dict[bytes, list[Said]] = {}
        for component in calendar.events:
            found = quick(component.body, zones)
            if found is not None and found.uid not in ordinary and found.uid not in others:
                ordinary[found.uid] = component, found.span
            else:
                properties = component.properties()
                uid = _uid(component, properties)
                before = ordinary.pop(uid, None)
                earlier = [(before[0], before[0].properties())] if before else []
                others.setdefault(uid, earlier).append((component, properties))
        self.read.fixed.extend(span for uid, (_, span) in ordinary.items() if not self._without(uid))
        for uid, series in others.items():
            if not self._without(uid):
                self._keep(self._events(series, reader))
        for component in calendar.free_busy:
            self._keep_periods(component, reader.free_busy(component))
            self._notice(component, reader)

    def _events(self, series: list[Said], reader: Reader) -> list[tuple[int, Event]]:
        """Return those events of a series that can be read."""
        found = []
        for component, properties in series:
            try:
                found.append((component.at, reader.event(properties)))
            except BrokenError as error:
                self._broken(component, error)
            self._notice(component, reader)
        return found

    def _keep(self, series: list[tuple[int, Event]]) -> None:
        for events in apart([self._placed(at, event) for at, event in series]):
            if not is_easy(events):
                self.read.unusual.append((events[0]._replace(line=self._text.line(series[0][0])), *events[1:]))
            elif len(events) > 1 or events[0].repeats or _depends(events[0]):
                self.read.easy.append(reaching(events))
            else:
                self.read.fixed.extend(easy(events, Window(0, 0, FLOATING)).spans)

    def _placed(self, at: int, event: Event) -> Event:
        """Return an event with its line, where it may be asked for; and name a rule that never comes round."""
        if not event.rules or event.instead is not None:
            return event
        if never(event):
            self._note(at, InputError("event_never_again"))
        odd = any(not is_plain(rule) for rule in event.rules)
        return event._replace(line=self._text.line(at)) if odd else event

    def _keep_periods(self, component: Component, periods: list[Period]) -> None:
        for each in periods:
            start, end = ends(each, FLOATING)
            if end < start:
                self._note(component.at, InputError("event_ends_before"))
            elif any(shown_by(moment, FLOATING) is FLOATING for moment in each if not hasattr(moment, "days")):
                self.read.periods.append(each)
            else:
                self.read.fixed.append((start, end))

    def _broken(self, component: Component, error: BrokenError) -> None:
        self._note(self._place(component, error.name, error.value), error.why)

    def _notice(self, component: Component, reader: Reader) -> None:
        """Name what was left out of an event that counts, and zones that nobody knows, each once."""
        for error in reader.broken:
            self._broken(component, error)
        reader.broken.clear()
        for name in reader.zones.news():
            at = self._place(component, b"", name.encode())
            self._note(at, InputError("calendar_zone", zone=shown(name.encode())))

    def _place(self, component: Component, name: bytes, value: bytes) -> int:
        """Return where in the text a property of a component stands, by its name and a part of it."""
        data, at = self._text.data, component.at
        end = data.find(b"\nEND:" + component.name, at)
        while (name or value) and at >= 0:
            at = data.find(b"\n" + name, at + 1, end)
            if at >= 0 and value in data[at : data.find(b"\n", at + 1)]:
                return at
        return component.at


def _uid(component: Component, properties: list[Property]) -> bytes:
    """Return the UID of an event; what has none is a series of its own."""
    uid = next((value.strip() for name, _, value in properties if name == b"UID"), b"")
    return uid or b"\n%d" % component.at


def _depends(event: Event) -> bool:
    """Whether when an event is depends on who asks."""
    return any(shown_by(each, FLOATING) is FLOATING for each in (event.start, event.end) if each is not None)
