"""What other calendars say of times that may be plans: each as far as a plan can hold it, the rest named.

Nothing here is kept: whether anything comes of it is for `tui.household.plans_in`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tui.core.clock import zone
from tui.core.errors import InputError
from tui.core.text import clean, one_line
from tui.planner.calendars.clocks import UTC_CLOCK, Clock, known
from tui.planner.calendars.components import Calendar, Component, Components
from tui.planner.calendars.events import BrokenError, Event, Reader, instant, shown_by
from tui.planner.calendars.found import Skipped
from tui.planner.calendars.text import Text
from tui.planner.calendars.zones import Zones
from tui.planner.plans import LONGEST, YEARS
from tui.planner.repeats import checked_rule

_SUMMARY = re.compile(rb"\nSUMMARY[ \t]*(?:;[^\n:\"]*(?:\"[^\n\"]*\"[^\n:\"]*)*)?:([^\n]*)")
_TZID = re.compile(rb";[ \t]*TZID[ \t]*=[ \t]*\"?([^;\"]*)", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_LONGEST_UID = 500
_MINUTE = 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PROBES = range(0, 400 * 86_400, 9 * 86_400)
"""When two clocks are compared, in seconds from a moment on: often enough to see every change of a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a calendar says of one event: where, by which name, how often changed, and when.

    `instead`, the time that it takes the place of, and those it does not come to (`without`) are moments (UTC).
    """

    file: str
    line: int
    uid: str
    sequence: int
    start: datetime
    minutes: int
    zone: str
    what: str = ""
    repeat: str = ""
    gone: bool = False
    instead: datetime | None = None
    without: tuple[datetime, ...] = ()


@dataclass(slots=True)
class Heard:
    """What a calendar says, and what of it cannot be a plan, by file and line."""

    told: list[Told] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def heard(data: bytes, file: str, where: str) -> Heard:
    """Return what the bytes of a file say; times without a zone are on the clock of `where` (IANA).

    Raises `InputError` when they are no calendar.
    """
    text = Text(data)
    components = Components(text.data)
    if not components.any_calendar:
        raise InputError("calendar_none")
    listener = _Listener(text, file, where)
    for calendar in components.calendars:
        listener.listen(calendar)
    for edge in components.loose:
        key = "calendar_cut_off" if edge.begins else "calendar_not_begun"
        listener.skip(edge.at, InputError(key, what=edge.name[:40].decode("ascii", "replace")))
    listener.heard.skipped.sort(key=lambda each: each.line)
    return listener.heard


class _Listener:
    def __init__(self, text: Text, file: str, where: str) -> None:
        self.heard = Heard()
        self._text, self._file, self._where = text, file, where
        self._floating = known(where) or UTC_CLOCK

    def skip(self, at: int, why: InputError) -> None:
        self.heard.skipped.append(Skipped(file=self._file, line=self._text.line(at), why=why))

    def listen(self, calendar: Calendar) -> None:
        zones = Zones(calendar.zones, calendar.zone)
        reader = Reader(zones)
        for component in calendar.events:
            try:
                self.heard.told.append(self._told(component, reader, calendar.zone))
            except BrokenError as broken:
                self.skip(component.at, broken.why)
            except InputError as why:
                self.skip(component.at, why)
            except (ValueError, OverflowError):
                self.skip(component.at, _far_off())
            for left_out in reader.broken:
                self.skip(component.at, left_out.why)
            reader.broken.clear()

    def _told(self, component: Component, reader: Reader, own: bytes) -> Told:
        properties = component.properties()
        event = reader.event(properties)
        for name in reader.zones.news():
            raise InputError("plan_in_zone", zone=name)
        first = instant(event.start, self._floating)
        added = any(instant(each, self._floating) != first for each in event.added)
        if added or event.periods or event.onwards or len(event.rules) > 1:
            raise InputError("plan_in_comes_back")
        lines = {name: (parameters, value.strip()) for name, parameters, value in properties}
        start, end = event.span(event.start.wall, self._floating, event.lasts(self._floating))
        minutes = -(-(end - start) // _MINUTE)
        repeat = _plain(lines.get(b"RRULE", (b"", b""))[1])
        where = self._zone(event, _names(lines[b"DTSTART"][0], own), repeats=bool(repeat))
        return Told(
            file=self._file,
            line=self._text.line(component.at),
            uid=_uid(lines.get(b"UID", (b"", b""))[1]),
            sequence=max(0, event.sequence),
            start=_moment(start),
            minutes=min(minutes, LONGEST) if event.start.clock is None else minutes,
            zone=where,
            what=_title(component.body),
            repeat=_again(repeat, _moment(start), where),
            gone=lines.get(b"STATUS", (b"", b""))[1].upper() == b"CANCELLED",
            instead=None if event.instead is None else _moment(instant(event.instead, self._floating)),
            without=tuple(_moment(instant(each, self._floating)) for each in event.excluded),
        )

    def _zone(self, event: Event, names: Iterable[str], *, repeats: bool) -> str:
        """Return the zone on whose clock an event is, by a name that is known here; mine where it is on no other."""
        clock = shown_by(event.start, self._floating)
        if clock is self._floating or (clock is UTC_CLOCK and not repeats):
            return self._where
        if clock is UTC_CLOCK:
            return "UTC"
        since = instant(event.start, self._floating)
        for name in (*names, self._where):
            if _agree(clock, known(name), since):
                return name
        if repeats:
            raise InputError("plan_in_zone", zone=next(iter(names), self._where))
        return self._where


def _names(parameters: bytes, own: bytes) -> list[str]:
    """Return what a zone may be called here that stands with a time as it does."""
    found = _TZID.search(parameters)
    name = _plain(found[1] if found else own).strip("/")
    if not name:
        return []
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    parts = name.split("/")
    return [name, WINDOWS_TO_OLSON.get(name, name), *("/".join(parts[first:]) for first in range(1, len(parts)))]


def _agree(clock: Clock, other: Clock | None, since: int) -> bool:
    """Whether two clocks show the same for a year from a moment on."""
    return other is not None and all(
        clock.offset_at(since + each) == other.offset_at(since + each) for each in _PROBES
    )


def _again(rule: str, start: datetime, where: str) -> str:
    """Return a rule; nothing where by it an event takes place once, as when all later ones were taken away."""
    try:
        checked_rule(rule, start, zone(where))
    except InputError as why:
        return "" if why.key == "rule_never_again" else rule
    return rule


def _title(body: bytes) -> str:
    found = _SUMMARY.search(body)
    return one_line(clean(_ESCAPED.sub(_unescaped, _text(found[1])))) if found else ""


def _unescaped(found: "re.Match[str]") -> str:
    return " " if found[1] in "nN" else found[1]


def _uid(value: bytes) -> str:
    name = clean(_ESCAPED.sub(_unescaped, _text(value)))
    if len(name) > _LONGEST_UID:
        raise InputError("plan_in_name", most=_LONGEST_UID)
    return one_line(name)


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


def _plain(value: bytes) -> str:
    return value.decode("ascii", "replace").strip()


def _moment(seconds: int) -> datetime:
    moment = _EPOCH + timedelta(seconds=seconds)
    if moment.year not in YEARS:
        raise _far_off()
    return moment


def _far_off() -> InputError:
    return InputError("plan_far_off", first=YEARS[0], last=YEARS[-1])


def grouped(told: Iterable[Told]) -> Iterator[list[Told]]:
    """Give what was told, together what has the same name: the whole first, then its times in order.

    Of what is told twice, that counts which was changed more often.
    """
    groups: dict[object, list[Told]] = {}
    for each in told:
        groups.setdefault(each.uid or (each.file, each.line), []).append(each)
    for group in groups.values():
        group.sort(key=lambda each: each.sequence)
        by_time = {each.instead: each for each in group}
        yield sorted(by_time.values(), key=lambda each: each.instead or _EPOCH)
