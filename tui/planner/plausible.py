"""Whether a record from outside says something that can be: types alone let a plan of a million years through."""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from tui.core.clock import zone
from tui.core.errors import InputError
from tui.core.records import (
    Activity,
    Answer,
    Issue,
    Person,
    Plan,
    Record,
    Said,
    SlowPart,
    SlowTalk,
    Talk,
    Timeline,
    Value,
)
from tui.core.told_records import BusyTime, TalkNow

SEATS = (0, 1)
"""The two seats of a household."""

MOST_MINUTES = 60 * 24 * 31
"""The longest time alone, or talk, that is believed."""

MOST_SEQUENCE = 2**31 - 2**20
"""The highest count of a plan's changes that is believed: calendars know none that needs more than 31 bits."""

MOST_TURNS = 1_000_000
"""The highest place in a slow talk that is believed."""

MOST_SPANS = 10_000
"""So many busy times of somebody are believed."""

MOST_OF_A_TALK = 40_000
"""The longest state of a talk that is on, in characters of JSON, that is believed."""

_WEEK = 7
_LONGEST_RANGE = 12
_YEARS = range(1900, 2201)
_LEVELS = range(1, 8)
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def first_fault(record: Record) -> str | None:
    """Return the name of the first field of `record` that cannot be as it is; None when all can."""
    return next(chain(_any(record), _special(record)), None)


def _any(record: Record) -> Iterator[str]:
    if not record.id:
        yield "id"
    if not record.by:
        yield "by"
    if not _moment(record.at):
        yield "at"


def _special(record: Record) -> Iterator[str]:
    match record:
        case Person():
            yield from _person(record)
        case Plan():
            yield from _plan(record)
        case Issue() if not _moment(record.touched):
            yield "touched"
        case Activity() if not 0 <= record.minutes <= MOST_MINUTES:
            yield "minutes"
        case Talk() if not 0 <= record.minutes <= MOST_MINUTES:
            yield "minutes"
        case SlowTalk():
            yield from _slow_talk(record)
        case Said():
            yield from _said(record)
        case Answer() if not _believed(record.value):
            yield "value"
        case BusyTime() | TalkNow():
            yield from _told_by_a_machine(record)
        case _:
            return


def _person(person: Person) -> Iterator[str]:
    if not person.name:
        yield "name"
    if person.seat not in SEATS:
        yield "seat"
    if not _zone(person.zone):
        yield "zone"


def _plan(plan: Plan) -> Iterator[str]:
    if not _moment(plan.start):
        yield "start"
    if not 0 < plan.minutes <= MOST_MINUTES:
        yield "minutes"
    if not _zone(plan.zone):
        yield "zone"
    if not 0 <= plan.sequence <= MOST_SEQUENCE:
        yield "sequence"
    if plan.repeat and not _rule(plan.repeat, plan.start):
        yield "repeat"
    if bool(plan.series) != (plan.instead_of is not None) or (plan.series and plan.repeat):
        yield "instead_of"


def _told_by_a_machine(told: BusyTime | TalkNow) -> Iterator[str]:
    if isinstance(told, BusyTime):
        yield from _busy(told)
    elif not 0 <= told.version <= MOST_TURNS:
        yield "version"
    elif len(told.floor) > MOST_OF_A_TALK:
        yield "floor"


def _busy(busy: BusyTime) -> Iterator[str]:
    if not (_moment(busy.since) and _moment(busy.until)):
        yield "since"
    if len(busy.spans) > MOST_SPANS or not all(0 <= begin < end < 2**33 for begin, end in busy.spans):
        yield "spans"
    if len(busy.days) > _WEEK or any(len(each) > _LONGEST_RANGE for each in busy.days):
        yield "days"


def _slow_talk(talk: SlowTalk) -> Iterator[str]:
    if talk.first not in SEATS:
        yield "first"
    if not talk.parts or not all(map(_part, talk.parts)):
        yield "parts"


def _part(part: SlowPart) -> bool:
    return 0 < part.turns <= MOST_TURNS and 0 < part.hours <= MOST_MINUTES // 60


def _said(said: Said) -> Iterator[str]:
    if not said.talk:
        yield "talk"
    if not 0 <= said.number <= MOST_TURNS:
        yield "number"
    if not 0 <= said.turn <= MOST_TURNS:
        yield "turn"


def _believed(value: Value | None) -> bool:
    if not isinstance(value, Timeline):
        return True
    months = [*(point.month for point in value.points), *(event.month for event in value.events)]
    return all(map(_MONTH.fullmatch, months)) and all(point.level in _LEVELS for point in value.points)


def _moment(moment: datetime) -> bool:
    return moment.tzinfo is not None and moment.year in _YEARS


def _zone(name: str) -> bool:
    try:
        zone(name)
    except InputError:
        return False
    return True


def _rule(rule: str, start: datetime) -> bool:
    from dateutil.rrule import rrulestr

    try:
        rrulestr(rule.removeprefix("RRULE:"), dtstart=start.replace(tzinfo=None), ignoretz=True)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return False
    return True
