"""The made-up couple: the same for one seed, and like a life."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tui.catalog.catalog import Catalog
from tui.checkin.opening import History, openable, waiting
from tui.core.errors import InputError
from tui.core.records import (
    Agreement,
    Answer,
    Couple,
    Issue,
    IssueState,
    Opening,
    Person,
    Plan,
    PlanState,
    Record,
    Revision,
    Share,
    Sitting,
    SmallStep,
    SmallStepState,
    Talk,
    Timeline,
)
from tui.demo import Material, history, write
from tui.household import Household
from tui.household.free import known
from tui.planner.occurrences import next_of
from tui.planner.ranking import Wish, suggestions
from tui.store.portable import from_json, to_json
from tui.store.store import Store

UNTIL = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)


def lived(seed: int = 1, *, days: int = 182, daily: bool = False, until: datetime = UNTIL) -> list[Record]:
    material = Material.of(Catalog.open())
    return list(history(seed=seed, days=days, until=until, material=material, daily=daily))


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return lived()


def of(records: list[Record]) -> History:
    return History(
        sittings=[each for each in records if isinstance(each, Sitting)],
        answers=[each for each in records if isinstance(each, Answer)],
        openings=[each for each in records if isinstance(each, Opening)],
    )


def both(records: list[Record]) -> tuple[str, str]:
    ana, ben = (each.id for each in records if isinstance(each, Person))
    return ana, ben


def test_the_same_seed_tells_the_same_story(records: list[Record]) -> None:
    assert lived() == records
    assert lived(seed=2) != records


def test_it_begins_with_the_two_and_goes_on_in_order_of_time(records: list[Record]) -> None:
    assert [type(each) for each in records[:3]] == [Person, Person, Couple]
    moments = [each.at for each in records]
    assert moments == sorted(moments)
    assert moments[-1] < UNTIL
    assert UNTIL - moments[0] > timedelta(days=181)
    assert len({(type(each), each.id) for each in records}) == len(records)


def test_it_looks_like_half_a_year_of_a_life(records: list[Record]) -> None:
    counts = Counter(type(each) for each in records)
    assert 90 <= counts[Sitting] <= 180
    assert counts[Answer] > 300
    assert 40 <= counts[Opening] <= 80
    assert 20 <= counts[Plan] <= 60
    assert 5 <= counts[Talk] <= 20
    assert 3 <= counts[Agreement] <= 15
    assert {each.state for each in records if isinstance(each, Issue)} == set(IssueState) - {IssueState.IN_TALK}
    assert {each.state for each in records if isinstance(each, SmallStep)} == set(SmallStepState)
    assert counts[Revision] == 2
    shares = {each.share for each in records if isinstance(each, Answer)}
    assert shares == set(Share)
    assert any(each.mutual.get("close.wishes") for each in records if isinstance(each, Opening))
    assert any(isinstance(each.value, Timeline) for each in records if isinstance(each, Answer))


def test_there_are_weeks_without_anything_and_closeness_that_comes_and_goes(records: list[Record]) -> None:
    sat = sorted(each.at for each in records if isinstance(each, Sitting))
    assert max(later - earlier for earlier, later in pairwise(sat)) >= timedelta(days=14)
    marks = [each.value for each in records if isinstance(each, Answer) and each.question == "before.now"]
    levels = [each for each in marks if isinstance(each, int)]
    assert len(levels) == len(marks)
    assert max(levels) - min(levels) >= 3
    assert all(1 <= level <= 7 for level in levels)


def test_what_is_just_now_on_its_way(records: list[Record]) -> None:
    ana, ben = both(records)
    past, steps = of(records), [each.id for each in Catalog.open().steps]
    assert [step for step in steps if openable(past, step, (ana, ben))] == [steps[-3]]
    alone = [step for step in steps if waiting(past, step, ana) and not waiting(past, step, ben)]
    assert alone == [steps[-2]]
    plans = [each for each in records if isinstance(each, Plan)]
    assert {each.state for each in plans} == set(PlanState)
    ahead = {each.state: each for each in plans if each.start > UNTIL}
    assert ahead.keys() == {PlanState.ACCEPTED, PlanState.PROPOSED}
    assert (ahead[PlanState.ACCEPTED].start.date() - UNTIL.date()).days == 3
    assert ahead[PlanState.PROPOSED].by == ben
    assert all(each.state is not PlanState.DONE for each in ahead.values())


def test_it_happens_in_the_evening_where_each_of_them_lives(records: list[Record]) -> None:
    zones = {each.id: ZoneInfo(each.zone) for each in records if isinstance(each, Person)}
    hours = [each.at.astimezone(zones[each.by]).hour for each in records if isinstance(each, Sitting)]
    assert all(hour >= 18 for hour in hours)


@pytest.mark.parametrize("hour", [0, 6, 12, 23])
def test_it_holds_at_any_time_of_day(hour: int) -> None:
    until = UNTIL.replace(hour=hour)
    records = lived(until=until)
    assert all(each.at < until for each in records)
    steps = [each.id for each in Catalog.open().steps]
    assert openable(of(records), steps[-3], both(records))


def test_it_is_exported_and_imported_whole(records: list[Record]) -> None:
    data = to_json((), records)
    assert to_json((), from_json(data, "demo.json")) == data


def test_daily_use_is_about_ten_thousand_records_a_year() -> None:
    assert 9_000 <= len(lived(days=365, daily=True)) <= 12_000


def test_it_is_written_once_and_then_left_alone(tmp_path: Path) -> None:
    write(tmp_path)
    before = (tmp_path / "records.journal").read_bytes()
    write(tmp_path, seed=5)
    assert (tmp_path / "records.journal").read_bytes() == before
    with pytest.raises(InputError) as refused:
        write(tmp_path, years=1)
    assert refused.value.key == "already_founded"


def test_years_are_written_to_a_new_home(tmp_path: Path) -> None:
    write(tmp_path / "home", years=1)
    store = Store.open(tmp_path / "home")
    assert 9_000 <= store.count() <= 12_000
    assert store.findings == ()
    assert len(store.all(Person)) == 2


def test_both_have_a_calendar_an_evening_that_is_protected_and_hours_that_are_free(tmp_path: Path) -> None:
    write(tmp_path / "home", calendars=tmp_path / "calendars")
    household = Household.open(tmp_path / "home")
    (ritual,) = [each for each in household.all(Plan) if each.protected]
    assert next_of(ritual, household.now()) is not None
    soon = household.now() + timedelta(days=14)
    found = known(household, household.now(), soon)
    assert found.skipped == ()
    assert found.mine.busy
    assert found.theirs.busy
    window = int(household.now().timestamp()), int(soon.timestamp())
    assert suggestions(found.mine, found.theirs, found.taken, Wish(since=window[0], until=window[1]))
    household.close()
