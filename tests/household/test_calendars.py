"""Own calendars and hours: by person, on this machine alone, and of the other nothing but when they are busy."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.planner.ics_files import busy_from, calendar, event
from tests.stage import EVENING, FixedClock
from tests.store.homes import every_byte
from tui.cli.records import EXPORTED
from tui.core.errors import InputError
from tui.core.ids import Ids
from tui.core.records import Plan, PlanState
from tui.household import Household, plans_told, time_alone
from tui.household.calendars import add, busy_of, calendars, has_calendars, hours, remove, set_hours
from tui.household.free import known
from tui.household.own import erasable, erase
from tui.planner.hours import WakingHours
from tui.planner.occurrences import first_of
from tui.planner.time_alone import of_plan
from tui.store.portable import to_json

TOMORROW = datetime(2026, 11, 24, 7, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def household(tmp_path: Path) -> Iterator[Household]:
    found = Household.open(tmp_path / "home", clock=FixedClock(), ids=Ids(Random(1)))
    found.found(("Ana", "Ben"), ("Europe/Berlin", "America/New_York"))
    yield found
    found.close()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A calendar with words that nobody else may see."""
    lines = ("SUMMARY:canary at the doctor's", "LOCATION:canary street")
    return busy_from(tmp_path / "own" / "canary.ics", ":20261124T080700Z", ":20261124T091000Z", *lines)


def seconds(*moments: datetime) -> tuple[int, ...]:
    return tuple(int(each.timestamp()) for each in moments)


def test_each_sees_and_changes_only_their_own(household: Household, own: Path) -> None:
    assert add(household, own).path == own
    household.be(household.partner)
    assert calendars(household) == ()
    with pytest.raises(InputError, match="calendar_unknown"):
        remove(household, own)
    set_hours(household, WakingHours().on([0], None))
    household.be(household.partner)
    assert calendars(household) == (own,)
    assert hours(household) == WakingHours()
    assert hours(household, household.partner).days[0] is None


def test_twice_is_not_twice_not_even_by_another_way_there(household: Household, own: Path, tmp_path: Path) -> None:
    (tmp_path / "link.ics").symlink_to(own)
    for path in (own, own.parent / ".." / "own" / own.name, tmp_path / "link.ics"):
        add(household, path)
    assert calendars(household) == (own,)
    assert remove(household, tmp_path / "link.ics") == own
    assert calendars(household) == ()
    assert own.exists()


def test_a_calendar_that_is_gone_can_be_let_go_of(household: Household, own: Path) -> None:
    add(household, own)
    own.unlink()
    assert remove(household, own) == own


def test_a_path_is_kept_whole(household: Household, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(own.parent)
    add(household, Path(own.name))
    assert calendars(household) == (own,)


def test_a_folder_says_how_many_files_it_has(household: Household, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    for name in ("one", "two"):
        busy_from(folder / f"{name}.ics", ":20261124T080000Z", ":20261124T090000Z")
    calendar(folder / "broken.ics", event("b", ":never", ":20261124T090000Z"))
    found = add(household, folder)
    assert (found.files, [Path(each.file).name for each in found.skipped]) == (3, ["broken.ics"])


@pytest.mark.parametrize("kind", ["missing", "empty", "text", "folder", "pipe", "home", "in_home", "odd"])
def test_what_is_no_calendar_is_refused_and_changes_nothing(household: Household, tmp_path: Path, kind: str) -> None:
    place = tmp_path / kind
    match kind:
        case "empty":
            place.touch()
        case "text":
            place.write_text("a letter")
        case "folder":
            place.mkdir()
        case "pipe":
            os.mkfifo(place)
        case "home":
            place = household.store.home
        case "in_home":
            place = busy_from(household.store.home / "x.ics", ":20261124T080000Z", ":20261124T090000Z")
        case "odd":
            place = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.ics"))
            busy_from(place, ":20261124T080000Z", ":20261124T090000Z")
    with pytest.raises(InputError, match=r"calendar_|cannot_read"):
        add(household, place)
    assert calendars(household) == ()


def test_busy_time_is_told_in_quarters_of_an_hour(household: Household, own: Path) -> None:
    add(household, own)
    start, end = TOMORROW + timedelta(hours=1), TOMORROW + timedelta(hours=2, minutes=15)
    for person in ("Ana", "Ben"):
        household.sit_down(person)
        assert busy_of(household, household.people[0], TOMORROW, TOMORROW + DAY).spans == (seconds(start, end),)
    late = start + timedelta(hours=1, minutes=12)
    assert busy_of(household, household.people[0], late, TOMORROW + DAY).spans == (seconds(late, end),)


def test_all_day_is_a_day_on_the_clock_of_whose_calendar_it_is(household: Household, tmp_path: Path) -> None:
    household.sit_down("Ben")
    add(household, busy_from(tmp_path / "day.ics", ";VALUE=DATE:20261125", ";VALUE=DATE:20261126"))
    household.sit_down("Ana")
    found = busy_of(household, household.partner, TOMORROW, TOMORROW + 3 * DAY)
    begin = datetime(2026, 11, 25, 5, tzinfo=UTC)
    assert found.spans == (seconds(begin, begin + DAY),)


def test_what_is_wrong_with_a_calendar_is_told_in_full_to_its_owner_alone(household: Household, own: Path) -> None:
    add(household, own.parent)
    calendar(own.parent / "broken.ics", event("b", ":never", ":20261124T090000Z", "SUMMARY:canary"))
    (mine,) = busy_of(household, household.me, TOMORROW, TOMORROW + DAY).skipped
    assert mine.file.endswith("broken.ics")
    household.be(household.partner)
    (theirs,) = busy_of(household, household.partner, TOMORROW, TOMORROW + DAY).skipped
    assert (theirs.file, theirs.line, theirs.why.key) == ("", 1, "calendar_theirs_unread")
    assert "canary" not in str(theirs) + str(known(household, TOMORROW, TOMORROW + DAY))


def test_nothing_of_it_leaves_this_machine_or_is_copied(household: Household, own: Path) -> None:
    add(household, own)
    set_hours(household, WakingHours(daylight=True))
    records = [record for kind in EXPORTED for record in household.all(kind)]
    assert b"canary" not in to_json(household.people, records, me=household.me.id)
    for each in household.store.home.rglob("*"):
        if each.is_file() and b"canary" in each.read_bytes():
            assert each.name == "local.json"
    assert b"canary at" not in every_byte(household.store.home)


def test_who_erases_everything_erases_their_calendars_and_hours_too(household: Household, own: Path) -> None:
    for _ in household.people:
        add(household, own)
        set_hours(household, WakingHours(daylight=True))
        household.be(household.partner)
    erase(household, erasable(household), everything=True)
    assert calendars(household) == ()
    assert hours(household) == WakingHours()
    household.be(household.partner)
    assert calendars(household) == (own,)
    assert hours(household).daylight


def test_who_erases_a_plan_erases_what_this_machine_noted_of_it(household: Household) -> None:
    start = household.now() + timedelta(minutes=5)
    plan = Plan(id="p", by=household.me.id, at=EVENING, start=start, minutes=60, zone="UTC", state=PlanState.ACCEPTED)
    household.save(plan)
    time_alone.begin(household, of_plan(first_of(plan)))
    plans_told.remember(household, {"p/1": 7})
    erase(household, erasable(household, ["p"]))
    assert time_alone.noted(household) is None
    assert plans_told.last_told(household) == {}


def test_hours_that_make_no_sense_are_the_ordinary_ones(household: Household) -> None:
    odds: tuple[object, ...] = ({"days": ["x"] * 7}, {"days": ["07:00-08:00"]}, [], 7, {"days": None})
    for odd in odds:
        household.store.local.put(f"hours/{household.me.id}", odd)
        assert hours(household) == WakingHours()
    household.store.local.put(f"calendars/{household.me.id}", {"a": 1})
    assert calendars(household) == ()


def test_what_is_planned_is_known_beside_the_calendars(household: Household, own: Path) -> None:
    add(household, own)
    for state, name in ((PlanState.ACCEPTED, "a"), (PlanState.PROPOSED, "p"), (PlanState.DECLINED, "d")):
        start = EVENING + timedelta(hours=ord(name))
        household.save(
            Plan(id=name, by=household.me.id, at=EVENING, start=start, minutes=60, zone="UTC", state=state)
        )
    found = known(household, EVENING, EVENING + 14 * DAY)
    assert len(found.taken) == 2
    assert len(found.recent) == 1
    assert (found.mine.known, found.theirs.known) == (True, False)
    assert (found.mine.zone, found.theirs.zone) == ("Europe/Berlin", "America/New_York")
    assert has_calendars(household, household.me)


def test_a_plan_is_no_appointment_beside_itself(household: Household, tmp_path: Path) -> None:
    """Our plans may lie in a calendar that is also read: they were exported into it, or imported from it."""
    times = (":20261124T080000Z", ":20261124T090000Z")
    weekly = ("RRULE:FREQ=WEEKLY",)
    events = [event(uid, *times, *lines) for uid in ("p@nearer", "theirs@x") for lines in ((), weekly)]
    add(
        household,
        calendar(tmp_path / "own" / "all.ics", *events, event("other@x", ":20261125T080000Z", ":20261125T090000Z")),
    )
    window = EVENING, EVENING + 14 * DAY
    assert len(busy_of(household, household.me, *window).spans) == 3
    start = datetime(2026, 11, 24, 8, tzinfo=UTC)
    household.save(Plan(id="i", by=household.me.id, at=EVENING, start=start, minutes=60, zone="UTC", uid="theirs@x"))
    assert busy_of(household, household.me, *window).spans == (
        seconds(*(start + later for later in (DAY, DAY + HOUR))),
    )
