"""Free time on two machines: what each tells of their calendars is when they are busy, and nothing else."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.household.two_homes import Homes
from tests.planner.ics_files import busy_from
from tests.stage import EVENING, FixedClock
from tests.store.homes import every_byte
from tui.core.told_records import BusyTime
from tui.household import Household
from tui.household.calendars import add, busy_of, calendars, has_calendars, hours, remove, set_hours
from tui.household.free import known
from tui.household.sync_busy import LOOK, WEEKS
from tui.planner.hours import WakingHours

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOMORROW = EVENING.replace(hour=7) + DAY


@pytest.fixture
def homes(tmp_path: Path) -> Homes:
    found = Homes(tmp_path)
    for each in (found.ana, found.ben):
        each.clock = FixedClock()
    return found


@pytest.fixture
def own(tmp_path: Path) -> Path:
    lines = ("SUMMARY:canary at the doctor's", "LOCATION:canary street")
    return busy_from(tmp_path / "own" / "canary.ics", ":20261124T080700Z", ":20261124T091000Z", *lines)


def clock(household: Household) -> FixedClock:
    assert isinstance(household.clock, FixedClock)
    return household.clock


def told(household: Household) -> BusyTime | None:
    return household.store.get(BusyTime, household.people[0].id)


def spans(*moments: datetime) -> tuple[int, ...]:
    return tuple(int(each.timestamp()) for each in moments)


def written(homes: Homes) -> Iterator[int]:
    """Give how many files the folder holds."""
    while True:
        homes.settle()
        yield len(homes.folder.held)


def test_the_other_machine_knows_when_somebody_is_busy_in_quarters_of_an_hour(homes: Homes, own: Path) -> None:
    ana, ben = homes.ana, homes.ben
    homes.settle()
    assert not has_calendars(ben, ben.partner)
    assert not known(ben, TOMORROW, TOMORROW + DAY).theirs.known
    add(ana, own)
    homes.settle()
    busy = spans(TOMORROW + HOUR, TOMORROW + timedelta(hours=2, minutes=15))
    for each, person in ((ana, ana.me), (ben, ben.partner)):
        assert busy_of(each, person, TOMORROW, TOMORROW + DAY).spans == (busy,)
        assert has_calendars(each, person)
    late = TOMORROW + timedelta(hours=2)
    assert busy_of(ben, ben.partner, late, TOMORROW + DAY).spans == (spans(late, late + HOUR / 4),)
    theirs = known(ben, TOMORROW, TOMORROW + DAY).theirs
    assert (theirs.known, busy in theirs.busy) == (True, True)


def test_beyond_what_was_told_it_is_unknown(homes: Homes, own: Path) -> None:
    ana, ben = homes.ana, homes.ben
    add(ana, own)
    homes.settle()
    far = EVENING + timedelta(weeks=WEEKS)
    assert not known(ben, far, far + DAY).theirs.known
    assert known(ben, far - 9 * DAY, far - 8 * DAY).theirs.known


def test_nothing_but_busy_time_leaves_the_machine(homes: Homes, own: Path) -> None:
    add(homes.ana, own)
    homes.settle()
    assert homes.ben.all(BusyTime) == []
    found = told(homes.ben)
    assert found is not None
    assert found.days == ()
    assert b"canary" not in every_byte(homes.ben.store.home)
    assert b"canary" not in b"".join(homes.folder.held.values())
    clock(homes.ana).go(LOOK)
    own.write_text("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:canary\nEND:VEVENT\nEND:VCALENDAR\n")
    homes.settle()
    assert busy_of(homes.ben, homes.ben.partner, TOMORROW, TOMORROW + DAY).skipped == ()


def test_hours_are_told_with_and_without_calendars(homes: Homes, own: Path) -> None:
    ana, ben = homes.ana, homes.ben
    up = WakingHours(daylight=True).on([0], None).on([1], (8 * 60, 23 * 60))
    set_hours(ana, up)
    homes.settle()
    assert hours(ben, ben.partner) == up
    assert hours(ben) == WakingHours()
    assert not has_calendars(ben, ben.partner)
    add(ana, own)
    homes.settle()
    assert hours(ben, ben.partner) == up
    assert has_calendars(ben, ben.partner)


def test_it_is_written_again_only_when_it_says_something_else(homes: Homes, own: Path) -> None:
    ana = homes.ana
    add(ana, own)
    files = written(homes)
    before, first = next(files), told(ana)
    clock(ana).go(3600)
    own.touch()
    assert (next(files), told(ana)) == (before, first)
    busy_from(own.parent / own.name, ":20261125T080000Z", ":20261125T090000Z")
    clock(ana).go(LOOK)
    homes.settle()
    changed = told(homes.ben)
    assert changed is not None
    assert first is not None
    assert changed.spans != first.spans
    clock(ana).go(24 * 3600)
    homes.settle()
    later = told(homes.ben)
    assert later is not None
    assert later.since == changed.since + DAY


def test_it_goes_when_calendars_and_hours_are_let_go_of(homes: Homes, own: Path) -> None:
    ana, ben = homes.ana, homes.ben
    add(ana, own)
    homes.settle()
    assert told(ben) is not None
    remove(ana, own)
    homes.settle()
    assert told(ana) is told(ben) is None
    assert not has_calendars(ben, ben.partner)


def test_a_machine_without_calendars_leaves_what_another_of_the_same_person_has_told(homes: Homes, own: Path) -> None:
    ana = homes.ana
    add(ana, own)
    more = homes.more("laptop", "Ana")
    more.clock = FixedClock()
    homes.settle(more)
    set_hours(more, WakingHours(daylight=True))
    homes.settle(more)
    found = told(homes.ben)
    assert found is not None
    assert (len(found.spans), found.daylight) == (1, True)
    assert calendars(more) == ()
    assert busy_of(more, more.me, TOMORROW, TOMORROW + DAY).spans == found.spans
    assert busy_of(ana, ana.me, TOMORROW, TOMORROW + DAY).spans == found.spans


def test_what_is_set_up_on_this_machine_for_the_other_comes_before_what_was_told(
    homes: Homes, own: Path, tmp_path: Path
) -> None:
    ana, ben = homes.ana, homes.ben
    add(ana, own)
    homes.settle()
    ben.be(ben.people[0])
    add(ben, busy_from(tmp_path / "here.ics", ":20261124T120000Z", ":20261124T130000Z"))
    ben.be(ben.people[1])
    noon = TOMORROW + 5 * HOUR
    assert busy_of(ben, ben.partner, TOMORROW, TOMORROW + DAY).spans == (spans(noon, noon + HOUR),)
    homes.settle()
    found = told(ana)
    assert found is not None
    assert found.spans == (spans(TOMORROW + HOUR, TOMORROW + timedelta(hours=2, minutes=15)),)


def test_what_a_person_did_can_still_be_taken_back(homes: Homes, own: Path) -> None:
    ana = homes.ana
    ana.save(ana.me)
    done = ana.store.last_done(ana.me.id)
    add(ana, own)
    homes.settle()
    assert told(ana) is not None
    assert ana.store.last_done(ana.me.id) == done


def test_an_exchange_with_nothing_new_reads_no_calendar(
    homes: Homes, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(homes.ana, own)
    homes.settle()
    monkeypatch.setattr("tui.household.sync_busy.busy_here", None)
    clock(homes.ana).go(LOOK)
    homes.exchange(homes.ana)  # looks at the file
    monkeypatch.setattr("tui.household.sync_busy.calendar_files", None)
    homes.exchange(homes.ana)  # has just looked
