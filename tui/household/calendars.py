"""Which calendars a person has set up on this machine, when they are up, and when they are busy.

Both stay on this machine, by person. Of the other person nothing comes out of here but when they are busy, in
quarters of an hour: no titles, no places, not which files they read nor what is wrong with them. That much is told to
their machine where the two share a folder (`tui.household.sync_busy`), and used here for whom nothing is set up.
"""

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from tui.core.errors import InputError
from tui.core.records import Person, Plan
from tui.core.told_records import BusyTime
from tui.household.household import Household
from tui.planner.calendars import Busy, Cache, Skipped, busy, calendar_files
from tui.planner.hours import WEEK, Range, WakingHours, clock_range, clock_text
from tui.planner.ical import OURS
from tui.planner.spans import QUARTER, clipped, merged, rounded

MOST = 100
"""How many calendars one person can set up."""

_HEAD = 1 << 16
_MARK = b"BEGIN:VCALENDAR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A calendar that was set up: where it is, how many files it has, and what in them could not be read."""

    path: Path
    files: int
    skipped: tuple[Skipped, ...]


# My calendars


def calendars(household: Household) -> tuple[Path, ...]:
    """Return the files and folders that I have set up here, in the order in which I did."""
    return _calendars(household, household.me)


def add(household: Household, path: Path) -> Added:
    """Set up a calendar for me: a file, or a folder of them, read where it is; twice is not twice.

    It is read once to see what is in it. Raises `InputError` when it is not there or not to be read, holds no
    calendar, lies in the home, or is one too many; `StoreError` when it cannot be noted.
    """
    me, found = household.me, looked_at(household, path)
    note(household, me, found.path)
    return found


def looked_at(household: Household, path: Path) -> Added:
    """Return what is in a calendar that is to be set up; raises `InputError` as `add` does. Blocks: reads it."""
    place = _absolute(path)
    _look_at(place)
    if _within(place, household.store.home):
        raise InputError("calendar_in_home", path=place)
    files = calendar_files(place)
    if not any(_begins_as_calendar(file) for file in files):
        raise InputError("calendar_none_in", path=place)
    found = busy([place], household.now(), household.now(), household.me.zone, what_was_read(household))
    return Added(path=place, files=len(files), skipped=found.skipped)


def note(household: Household, me: Person, place: Path) -> None:
    """Note a calendar that was looked at as mine; raises as `add` does."""
    household.store.local.change(_calendars_key(me), lambda kept: _with(_paths(kept), place))


def remove(household: Household, path: Path) -> Path:
    """Let go of a calendar of mine, there or not; return its path. Its files are not touched.

    Raises `InputError` when I have not set it up, `StoreError` when that cannot be noted.
    """
    place, there = _absolute(path), calendars(household)
    gone = next((each for each in there if each == place), None) or _same(there, place)
    if gone is None:
        raise InputError("calendar_unknown", path=place)
    key = _calendars_key(household.me)
    household.store.local.change(key, lambda kept: [str(each) for each in _paths(kept) if each != gone])
    return gone


def _with(there: tuple[Path, ...], place: Path) -> list[str]:
    if _same(there, place) is None:
        there = (*there, place)
    if len(there) > MOST:
        raise InputError("calendar_too_many", most=MOST)
    return [str(each) for each in there]


def _same(there: Iterable[Path], place: Path) -> Path | None:
    real = os.path.realpath(place)
    return next((each for each in there if os.path.realpath(each) == real), None)


# When somebody is up


def hours(household: Household, person: Person | None = None) -> WakingHours:
    """Return when a person (default: I) is up; the ordinary hours where they have not said, here or elsewhere."""
    who = person or household.me
    said = hours_said(household, who)
    if said is None:
        told = household.store.get(BusyTime, who.id)
        said = Hours(days=told.days, daylight=told.daylight) if told is not None else None
    return (_waking(said) if said is not None else None) or WakingHours()


def hours_said(household: Household, person: Person) -> "Hours | None":
    """Return when a person has said on this machine that they are up; None where they have not."""
    kept = household.store.local.get(_hours_key(person))
    try:
        said = msgspec.convert(kept, Hours)
    except msgspec.ValidationError:
        return None
    return said if _waking(said) is not None else None


def _waking(said: "Hours") -> WakingHours | None:
    try:
        days = tuple(clock_range(each) if each else None for each in said.days)
    except InputError:
        return None
    return WakingHours(days=days, daylight=said.daylight) if len(days) == WEEK else None


def set_hours(household: Household, hours: WakingHours) -> None:
    """Note when I am up; raises `StoreError`."""
    days = [_typed(each) for each in hours.days]
    household.store.local.put(_hours_key(household.me), {"days": days, "daylight": hours.daylight})


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """When somebody is up, as it is kept: a range of hours by weekday (`08:00-22:30`, empty: not at all)."""

    days: tuple[str, ...]
    daylight: bool = False


def _typed(hours: Range | None) -> str:
    return clock_text(hours) if hours is not None else ""


# When somebody is busy


def has_calendars(household: Household, person: Person, *, until: datetime | None = None) -> bool:
    """Whether a person has set up any: where not, it is unknown when they are busy. For rules, not for the screen.

    What was told from another machine reaches a few weeks: given `until`, it is to reach as far.
    """
    if set_up(household, person):
        return True
    told = household.store.get(BusyTime, person.id)
    return told is not None and told.since < told.until and (until is None or told.until >= until)


def set_up(household: Household, person: Person) -> tuple[Path, ...]:
    """Return the files and folders that a person has set up on this machine: for no screen but their own."""
    return _calendars(household, person)


def busy_of(household: Household, person: Person, since: datetime, until: datetime) -> Busy:
    """Return when a person is busy by their calendars, rounded outwards to quarters of an hour.

    What could not be read is told in full to themselves alone. Blocks: reads files. Where none are set up here, it is
    what was told from another machine, as far as that reaches.
    """
    if set_up(household, person):
        return busy_here(household, person, since, until)
    told = household.store.get(BusyTime, person.id)
    spans = clipped(merged(told.spans), int(since.timestamp()), int(until.timestamp())) if told is not None else ()
    return Busy(spans=tuple(spans), skipped=())


def busy_here(household: Household, person: Person, since: datetime, until: datetime) -> Busy:
    """Return when a person is busy by the calendars on this machine, as `busy_of` does."""
    begin, end = _quarters(since, until)
    window = datetime.fromtimestamp(begin, UTC), datetime.fromtimestamp(end, UTC)
    found = busy(_calendars(household, person), *window, person.zone, what_was_read(household))
    spans = clipped(rounded(found.spans), int(since.timestamp()), int(until.timestamp()))
    return Busy(spans=tuple(spans), skipped=_told(household, person, found.skipped))


def what_was_read(household: Household) -> Cache:
    """Return what is kept of calendar files: without our own plans, which lie in them when they were exported there.

    Nor do events count that were imported as plans.
    """
    names = imported(household)
    kept = household.calendars_read.get(names)
    if kept is None:
        kept = Cache(lambda uid: (name := uid.decode("utf-8", "replace")).endswith(OURS) or name in names)
        household.calendars_read.clear()
        household.calendars_read[names] = kept
    return kept


def imported(household: Household) -> frozenset[str]:
    """Return the names of the events that were imported as plans."""
    return frozenset(plan.uid for plan in household.all(Plan) if plan.uid)


def _quarters(since: datetime, until: datetime) -> tuple[int, int]:
    begin, end = int(since.timestamp()), int(until.timestamp())
    return begin - begin % QUARTER, end + -end % QUARTER


def _told(household: Household, person: Person, skipped: tuple[Skipped, ...]) -> tuple[Skipped, ...]:
    if not skipped or person.id == household.me.id:
        return skipped
    return (Skipped(file="", line=1, why=InputError("calendar_theirs_unread", name=person.name)),)


# What is kept, and what is there


def _calendars(household: Household, person: Person) -> tuple[Path, ...]:
    return _paths(household.store.local.get(_calendars_key(person)))


def _paths(kept: object) -> tuple[Path, ...]:
    try:
        return tuple(map(Path, msgspec.convert(kept, tuple[str, ...])))
    except msgspec.ValidationError:
        return ()


def _calendars_key(person: Person) -> str:
    return f"calendars/{person.id}"


def _hours_key(person: Person) -> str:
    return f"hours/{person.id}"


def _absolute(path: Path) -> Path:
    with suppress(RuntimeError):  # nobody has that name: then it is the name of a file
        path = path.expanduser()
    return Path(os.path.abspath(path))  # noqa: PTH100 - `resolve` follows links, and what was typed is what is kept


def _look_at(place: Path) -> None:
    """Raise `InputError` unless there is a file or folder to be read, whose name can be noted."""
    try:
        str(place).encode()
        mode = place.stat().st_mode
    except UnicodeEncodeError as error:
        raise InputError("calendar_odd_name", path=place) from error
    except (OSError, ValueError) as error:
        raise InputError("cannot_read", path=place, why=_reason(error)) from error
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise InputError("calendar_no_file", path=place)
    try:
        (os.scandir(place) if stat.S_ISDIR(mode) else place.open("rb")).close()
    except OSError as error:
        raise InputError("cannot_read", path=place, why=_reason(error)) from error


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__


def _within(place: Path, home: Path) -> bool:
    return Path(os.path.realpath(place)).is_relative_to(os.path.realpath(home))


def _begins_as_calendar(file: Path) -> bool:
    """Whether a file looks like a calendar, in whatever encoding."""
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            return False
        with file.open("rb") as opened:
            return _MARK in opened.read(_HEAD).replace(b"\0", b"").upper()
    except OSError:
        return False
