"""When this machine's person is busy, and up, told to the other's machines: quarters of an hour, and nothing else.

One record a person (`BusyTime`), for `WEEKS` from today's midnight on their clock. It is written again only when it
says something else, and taken away once calendars and hours are let go of. Of several machines of one person each
knows only what was set up there, and leaves alone what others have told; where calendars are set up on two, the one
on which something changed last leads, as they cannot know what they have in common.
"""

from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from tui.core.clock import zone
from tui.core.errors import InputError
from tui.core.records import Person
from tui.core.told_records import BusyTime
from tui.household.calendars import busy_here, hours_said, imported, set_up
from tui.household.household import Household
from tui.planner.calendars import calendar_files
from tui.planner.calendars.files import Signature, signature
from tui.planner.plausible import MOST_SPANS

if TYPE_CHECKING:
    from tui.sync.roster import Circle

WEEKS = 12
"""So many weeks from today are told."""

LOOK = 30.0
"""Seconds within which calendar files are not looked at again, as long as nothing is set otherwise."""

TOLD = "busy_told"
"""Where this machine notes what of it it has told."""


class _Told(msgspec.Struct, frozen=True, kw_only=True):
    """What this machine has told last, and a hash of what it was made of: nothing that can be read."""

    calendars: bool = False
    hours: bool = False
    made_of: str = ""


def busy_duty(household: Household, circle: "Circle") -> None:
    """Tell when this machine's person is busy, where that has changed. Blocks: reads files; raises `StoreError`."""
    person, local = household.store.get(Person, circle.person), household.store.local
    if person is None or not circle.others or _has_just_looked(household, person):
        return
    before = _told_before(household)
    now = _Told(
        calendars=bool(set_up(household, person)),
        hours=hours_said(household, person) is not None,
        made_of=_made_of(household, person),
    )
    if now == before or not (now.calendars or now.hours or before.calendars or before.hours):
        return
    _tell(household, _busy_time(household, person, before))
    if now.calendars or now.hours:
        local.put(TOLD, msgspec.to_builtins(now))
    else:
        local.delete(TOLD)


def _has_just_looked(household: Household, person: Person) -> bool:
    """Whether there is no need to look; else note that it is done now. A look at many files takes a while."""
    setting = set_up(household, person), hours_said(household, person), _today(household, person), person.zone
    last, now = household.calendars_looked, household.clock.read().steady
    if last is not None and last[0] == setting and 0 <= now - last[1] < LOOK:
        return True
    household.calendars_looked = setting, now
    return False


def _today(household: Household, person: Person) -> date:
    return household.local(household.now(), person).date()


def _told_before(household: Household) -> _Told:
    try:
        return msgspec.convert(household.store.local.get(TOLD), _Told)
    except msgspec.ValidationError:
        return _Told()


def _busy_time(household: Household, person: Person, told: _Told) -> BusyTime:
    """Return what is to be told; what is not set up here stays as others told it, but not what was `told` here."""
    first = window(household, person)[0]
    empty = BusyTime(id=person.id, by=person.id, at=household.now(), since=first, until=first)
    found = replace(household.store.get(BusyTime, person.id) or empty, at=household.now())
    if set_up(household, person):
        since, until = window(household, person)
        spans = busy_here(household, person, since, until).spans[:MOST_SPANS]
        found = replace(found, since=since, until=until, spans=spans)
    elif told.calendars:
        found = replace(found, since=first, until=first, spans=())
    said = hours_said(household, person)
    if said is not None:
        return replace(found, days=said.days, daylight=said.daylight)
    return replace(found, days=(), daylight=False) if told.hours else found


def window(household: Household, person: Person) -> tuple[datetime, datetime]:
    """Return from when to when it is told (UTC): whole days on the person's clock."""
    today, where = _today(household, person), zone(person.zone)
    first, last = (
        datetime.combine(day, time(), where).astimezone(UTC) for day in (today, today + timedelta(weeks=WEEKS))
    )
    return first, last


def _tell(household: Household, told: BusyTime) -> None:
    """Keep what is told where it says something else than before; where it says nothing, it goes."""
    store = household.store
    before = store.get(BusyTime, told.id)
    if told.since == told.until and not told.days and not told.daylight:
        if before is not None:
            store.remove(before, by=told.by, at=told.at, quiet=True)
    elif before is None or replace(before, at=told.at) != told:
        store.save(told, by=told.by, at=told.at, quiet=True)


def _made_of(household: Household, person: Person) -> str:
    """Return what changes whenever something else may have to be told: it costs a look at each file."""
    said = hours_said(household, person)
    parts = (_calendars(household, person), said and (said.days, said.daylight))
    return blake2b(repr(parts).encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()


def _calendars(household: Household, person: Person) -> object:
    places = set_up(household, person)
    if not places:
        return None
    files = dict.fromkeys(file for place in places for file in calendar_files(place))
    return (
        _today(household, person),
        person.zone,
        [(str(each), _state(each)) for each in files],
        sorted(imported(household)),
    )


def _state(file: Path) -> Signature | None:
    try:
        return signature(file)
    except InputError:
        return None
