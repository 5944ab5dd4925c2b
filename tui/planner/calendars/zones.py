"""The zones of one calendar: those it names, and those it defines itself (VTIMEZONE, RFC 5545, 3.6.5)."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from tui.planner.calendars.clocks import DAY, FLOATING, Clock, guessed, known
from tui.planner.calendars.components import Component
from tui.planner.calendars.days import days_of, is_plain
from tui.planner.calendars.rules import BY_DAYS, rule
from tui.planner.calendars.values import Moment, moment

_TZID = re.compile(rb";[ \t]*TZID[ \t]*=[ \t]*(?:\"([^\"]*)\"|([^;]*))", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([,;\\])")
_OFFSET = re.compile(rb"\s*([+-])(\d\d)(\d\d)(\d\d)?\s*")
_FIRST = -200 * 366
"""From which day on (counted from 1970) changes of a clock are reckoned: before, it is taken to stand still."""

_AHEAD = 80 * 366
"""How far ahead they are reckoned at once, in days."""

_MOST = 20_000
"""The most changes that are believed."""


class Zones:
    """Finds the clock of a time by the parameters it stands with; keeps the names that nobody knows."""

    def __init__(self, defined: Iterable[Component], own: bytes = b"") -> None:
        """`defined` are the VTIMEZONEs; `own` is the zone of times that name none, where the calendar has one."""
        self._unknown: set[str] = set()
        self._defined = {name: each for each in defined if (name := _name_of(each))}
        self._by_parameters: dict[bytes, Clock] = {}
        self.own = (known(_text(own)) or guessed(_text(own)) or FLOATING) if own else FLOATING

    def clock(self, parameters: bytes) -> Clock:
        """Return the clock of a time with these parameters."""
        if not parameters:
            return self.own
        found = self._by_parameters.get(parameters)
        if found is None:
            named = _TZID.search(parameters)
            found = self.own if named is None else self._named(_text(named[1] or named[2] or b""))
            self._by_parameters[parameters] = found
        return found

    def news(self) -> set[str]:
        """Return the names that nobody knows, and that were not told yet."""
        found, self._unknown = self._unknown, set()
        return found

    def _named(self, name: str) -> Clock:
        found = known(name) or self._own_rules(name) or guessed(name)
        if found is None:
            self._unknown.add(name)
            return self.own
        return found

    def _own_rules(self, name: str) -> Clock | None:
        definition = self._defined.get(name)
        if definition is None:
            return None
        try:
            return RuleClock(definition.parts)
        except ValueError:
            return None


class RuleClock(Clock):
    """A clock that a calendar defines by rules for its changes."""

    def __init__(self, observances: Iterable[Component]) -> None:
        """Raises `ValueError` when one of them cannot be read, or there is none."""
        super().__init__()
        self._observances = [_Observance(each) for each in observances]
        if not self._observances:
            raise ValueError(observances)
        self._reckon(_AHEAD)

    def offset(self, wall: int, *, later: bool = False) -> int:
        """Return the offset at a local time."""
        self._reach(wall)
        return self._after[bisect_right(self._twice_from if later else self._over_at, wall)]

    def offset_at(self, moment: int) -> int:
        """Return the offset at a moment."""
        self._reach(moment)
        return self._after[bisect_right(self._changes, moment)]

    def _reach(self, seconds: int) -> None:
        if seconds // DAY > self._until:
            self._reckon(seconds // DAY + _AHEAD)

    def _reckon(self, until: int) -> None:
        """Find all changes up to a day. Local times count as after a change when both sides agree that they are."""
        onsets = sorted({onset for each in self._observances for onset in each.onsets(until)})
        self._until = until
        self._after = [min(self._observances, key=lambda each: each.start).before]
        self._changes: list[int] = []
        self._over_at: list[int] = []
        self._twice_from: list[int] = []
        for local, before, after in onsets:
            change = local - before
            self._changes.append(change)
            self._over_at.append(change + max(self._after[-1], after))
            self._twice_from.append(change + min(self._after[-1], after))
            self._after.append(after)


class _Observance:
    """A part of a VTIMEZONE: from when on, and how often, the offset goes from `before` to `after`."""

    def __init__(self, part: Component) -> None:
        lines = {name: value for name, _, value in part.properties()}
        try:
            self.start = moment(lines[b"DTSTART"], FLOATING).wall
            self.before, self.after = _offset(lines[b"TZOFFSETFROM"]), _offset(lines[b"TZOFFSETTO"])
        except KeyError as error:
            raise ValueError(part.name) from error
        self._rules = [rule(value) for name, _, value in part.properties() if name == b"RRULE"]
        if not all(each.frequency in BY_DAYS and is_plain(each) for each in self._rules):
            raise ValueError(part.name)
        dates = (each for name, _, value in part.properties() if name == b"RDATE" for each in value.split(b","))
        self._dates = [moment(each.partition(b"/")[0], FLOATING).wall for each in dates]
        if len(self._dates) > _MOST:
            raise ValueError(part.name)

    def onsets(self, until: int) -> Iterator[tuple[int, int, int]]:
        """Give the local time of each change up to a day, with the offsets before and after."""
        day, within = divmod(self.start, DAY)
        for local in (self.start, *self._dates):
            yield local, self.before, self.after
        for each in self._rules:
            last = until if each.until is None else min(until, self._local(each.until) // DAY)
            for found in days_of(each, day, max(day, _FIRST), last)[:_MOST]:
                if each.until is None or each.until.clock is None or found * DAY + within <= self._local(each.until):
                    yield found * DAY + within, self.before, self.after

    def _local(self, ending: Moment) -> int:
        return ending.wall if ending.clock in {None, FLOATING} else ending.wall + self.before


def _name_of(zone: Component) -> str:
    return next((_text(value) for name, _, value in zone.properties() if name == b"TZID"), "")


def _text(value: bytes) -> str:
    """Return a name: where it is defined its commas are escaped, where it is used they are in quotes."""
    return _ESCAPED.sub(r"\1", value.decode("utf-8", "replace")).strip()


def _offset(text: bytes) -> int:
    found = _OFFSET.fullmatch(text)
    if found is None:
        raise ValueError(text)
    seconds = int(found[2]) * 3600 + int(found[3]) * 60 + int(found[4] or 0)
    if seconds > DAY:
        raise ValueError(text)
    return -seconds if found[1] == b"-" else seconds
