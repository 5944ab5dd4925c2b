"""The household: two people, their records, and who may see what."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.stage import FixedClock
from tui.checkin.flow import DraftAnswer
from tui.core.errors import InputError
from tui.core.ids import Ids
from tui.core.records import Agreement, Answer, Couple, Sitting
from tui.household import Household


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def household(home: Path) -> Iterator[Household]:
    found = Household.open(home, clock=FixedClock(), ids=Ids(Random(1)))
    found.found(("Ana", "Ben"), ("Europe/Berlin", "America/New_York"), apart=True)
    yield found
    found.close()


def answer(household: Household, step: str, question: str, value: int | str) -> None:
    household.finish(household.draft(step).with_answer(question, DraftAnswer(value=value)), [question])


def test_everything_is_there_when_the_home_is_opened_again(household: Household, home: Path) -> None:
    answer(household, "before", "before.now", 4)
    again = Household.open(home)
    assert [person.name for person in again.people] == ["Ana", "Ben"]
    assert again.couple.apart
    assert [each.value for each in again.all(Answer)] == [4]
    again.close()


def test_before_the_first_start_there_is_nobody(home: Path) -> None:
    empty = Household.open(home)
    assert not empty.founded
    with pytest.raises(InputError):
        _ = empty.me
    with pytest.raises(InputError):
        _ = empty.couple
    assert empty.to_open() == ()
    empty.close()


@pytest.mark.parametrize("name", ["ana", " ANA ", "A\u006ea"])
def test_a_name_is_found_however_it_is_written(household: Household, name: str) -> None:
    household.be(household.partner)
    household.sit_down(name)
    assert household.me.name == "Ana"


def test_a_name_that_nobody_has_changes_nothing(household: Household) -> None:
    with pytest.raises(InputError) as refused:
        household.sit_down("Carl")
    assert refused.value.key == "unknown_person"
    assert household.me.name == "Ana"


def test_the_same_moment_is_another_hour_for_the_other(household: Household) -> None:
    moment = datetime(2026, 11, 26, 19, tzinfo=UTC)
    assert household.local(moment).hour == 20
    assert household.local(moment, household.partner).hour == 14


def test_a_record_of_the_other_cannot_be_fetched_by_its_id(household: Household) -> None:
    answer(household, "before", "before.loved", "canary")
    held = household.all(Answer)[0]
    household.be(household.partner)
    assert household.get(Answer, held.id) is None
    assert household.get(Sitting, held.sitting) is None
    assert household.seen_count() == 3


def test_an_answer_can_be_changed_until_it_is_opened_and_not_after(household: Household) -> None:
    answer(household, "before", "before.loved", "first")
    answer(household, "before", "before.loved", "second")
    assert [each.value for each in household.all(Answer)] == ["second"]
    held = household.draft("before").with_answer("before.loved", DraftAnswer(value="too late"))
    household.be(household.partner)
    answer(household, "before", "before.loved", "theirs")
    opening = household.open_together("before")
    assert opening is not None
    household.be(household.partner)
    household.finish(held, ["before.loved"])
    shown = household.pairs(opening)
    assert [(pair.first.value, pair.second.value) for pair in shown] == [("second", "theirs")]


def test_a_draft_of_an_answer_that_was_opened_meanwhile_becomes_a_new_one(household: Household) -> None:
    answer(household, "before", "before.loved", "mine")
    draft = household.draft("before").at(1, 5).with_answer("before.loved", DraftAnswer(value="changed"))
    household.keep_draft(draft)
    household.be(household.partner)
    answer(household, "before", "before.loved", "theirs")
    household.open_together("before")
    household.be(household.partner)
    assert household.draft("before").sitting == ""
    assert household.draft("before").answers["before.loved"].value == "changed"


def test_drafts_are_each_persons_own(household: Household) -> None:
    draft = household.draft("before").at(2, 5)
    household.keep_draft(draft)
    assert household.drafts() == {"before"}
    household.be(household.partner)
    assert household.drafts() == frozenset()
    assert household.draft("before").position == 0


def test_what_another_window_saved_is_seen_after_catching_up(household: Household, home: Path) -> None:
    other = Household.open(home, name="Ben", clock=FixedClock())
    other.save(Agreement(id="a", by=other.me.id, at=other.now(), text="phones away"))
    assert household.catch_up()
    assert [each.text for each in household.all(Agreement)] == ["phones away"]
    assert not household.catch_up()
    other.close()


def test_taking_in_does_not_undo_what_was_changed_since(household: Household) -> None:
    held = Agreement(id="a", by=household.me.id, at=household.now(), text="newer")
    household.save(held)
    older = Agreement(id="a", by=household.me.id, at=household.now(), text="older")
    fresh = Agreement(id="b", by=household.me.id, at=household.now() + timedelta(days=1), text="new here")
    assert household.take_in([older, fresh]) == 1
    assert [each.text for each in household.all(Agreement)] == ["newer", "new here"]


def test_names_and_zones_can_be_changed_and_a_wrong_zone_changes_nothing(household: Household) -> None:
    household.rename(("Anna", "Benno"), ("Europe/Paris", "Asia/Tokyo"), apart=False)
    assert [person.name for person in household.people] == ["Anna", "Benno"]
    with pytest.raises(InputError):
        household.rename(("A", "B"), ("Europe/Paris", "Nowhere"), apart=True)
    assert [person.name for person in household.people] == ["Anna", "Benno"]
    couple = household.store.get(Couple, "couple")
    assert couple is not None
    assert not couple.apart


def test_seeds_make_a_household_the_same_every_time(tmp_path: Path) -> None:
    ids = []
    for folder in ("one", "two"):
        made = Household.open(tmp_path / folder, clock=FixedClock(), ids=Ids(Random(9)))
        made.found(("Ana", "Ben"))
        ids.append([person.id for person in made.people])
        made.close()
    assert ids[0] == ids[1]
