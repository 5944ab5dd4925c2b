"""The household: two people, their records, and who may see what."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.stage import FixedClock
from tests.store.homes import tree
from tui.checkin.flow import DraftAnswer
from tui.core.errors import InputError, StoreError
from tui.core.ids import Ids
from tui.core.records import Agreement, Answer, Couple, Opening, Plan, PlanState, Sitting
from tui.household import Household
from tui.store.backups import listed, put_back


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


def test_an_opening_in_another_window_shows_the_others_answer_here_and_nothing_before_it(
    household: Household, home: Path
) -> None:
    answer(household, "before", "before.loved", "mine")
    other = Household.open(home, name="Ben", clock=FixedClock(), ids=Ids(Random(2)))
    answer(other, "before", "before.loved", "theirs")
    assert household.catch_up()
    assert [each.value for each in household.all(Answer)] == ["mine"]
    assert [each.value for each in household.find(Answer, question="before.loved")] == ["mine"]
    assert list(household.newest(Answer, by=other.me.id)) == []
    assert household.to_open() == ("before",)
    opening = other.open_together("before")
    assert household.catch_up()
    assert household.newest_opening("before") == opening
    assert {each.value for each in household.newest(Answer, step="before")} == {"mine", "theirs"}
    assert household.to_open() == ()
    other.close()


def test_a_plan_is_ahead_until_it_is_over_and_again_when_the_clock_was_set_back(household: Household) -> None:
    clock = household.clock
    assert isinstance(clock, FixedClock)
    start = household.now() + timedelta(hours=2)
    by, accepted = household.partner.id, PlanState.ACCEPTED
    held = Plan(id="p", by=by, at=household.now(), start=start, minutes=60, zone="UTC", state=accepted)
    household.save(held)
    assert [each.plan for each in household.times_ahead()] == [held]
    clock.go(4 * 3600)
    assert household.times_ahead() == []
    clock.go(-3 * 3600)
    assert [each.plan for each in household.times_ahead()] == [held]
    household.remove(held)
    assert household.times_ahead() == []


def test_two_windows_may_write_different_questions_of_one_step(household: Household, home: Path) -> None:
    other = Household.open(home, name="Ana", clock=FixedClock())
    mine, theirs = household.draft("before"), other.draft("before")
    other.keep_draft(theirs.with_answer("before.loved", DraftAnswer(value="tea")), since=theirs)
    kept, both = household.keep_draft(mine.with_answer("before.now", DraftAnswer(value=4)), since=mine)
    assert not both
    assert {question: each.value for question, each in kept.answers.items()} == {
        "before.loved": "tea",
        "before.now": 4,
    }
    assert other.draft("before") == kept
    other.close()


def test_a_draft_of_another_window_is_news_and_ones_own_is_none(household: Household, home: Path) -> None:
    other = Household.open(home, name="Ana", clock=FixedClock())
    assert household.drafts() == frozenset()
    other.keep_draft(other.draft("before").at(1, 9))
    assert household.catch_up()
    assert not household.catch_up()
    household.keep_draft(household.draft("before").at(2, 9))
    assert not household.catch_up()
    other.close()


def test_keeping_what_is_kept_already_writes_nothing(household: Household, home: Path) -> None:
    held = household.draft("before")
    kept, _ = household.keep_draft(held.with_answer("before.loved", DraftAnswer(value="tea")), since=held)
    before = (home / "local.json").stat().st_mtime_ns
    again, both = household.keep_draft(kept, since=kept)
    assert (again, both) == (kept, frozenset())
    assert (home / "local.json").stat().st_mtime_ns == before


def test_words_typed_after_another_window_finished_stay_a_draft_that_changes_its_answer(
    household: Household, home: Path
) -> None:
    other = Household.open(home, name="Ana", clock=FixedClock(), ids=Ids(Random(2)))
    begun = household.draft("before")
    mine, _ = household.keep_draft(begun.with_answer("before.loved", DraftAnswer(value="tea")), since=begun)
    theirs = other.draft("before")
    household.keep_draft(mine.with_answer("before.loved", DraftAnswer(value="tea and toast")), since=mine)
    other.finish(theirs, ["before.loved"], since=theirs)
    assert other.drafts() == {"before"}
    household.catch_up()
    (sitting,) = household.all(Sitting)
    assert household.draft("before").sitting == sitting.id
    assert household.draft("before").answers["before.loved"].value == "tea and toast"
    household.finish(household.draft("before"), ["before.loved"])
    assert [each.value for each in household.all(Answer)] == ["tea and toast"]
    assert household.drafts() == frozenset()
    other.close()


def test_two_windows_that_finish_one_after_the_other_leave_one_answer(household: Household, home: Path) -> None:
    other = Household.open(home, name="Ana", clock=FixedClock(), ids=Ids(Random(2)))
    mine, theirs = household.draft("before"), other.draft("before")
    household.finish(mine.with_answer("before.loved", DraftAnswer(value="tea")), ["before.loved"])
    other.finish(theirs.with_answer("before.loved", DraftAnswer(value="toast")), ["before.loved"])
    assert other.catch_up()
    assert len(other.all(Sitting)) == 1
    assert [each.value for each in other.all(Answer)] == ["toast"]
    other.close()


def test_a_draft_that_is_gone_from_the_disk_takes_no_word_from_the_screen(household: Household, home: Path) -> None:
    begun = household.draft("before")
    kept, _ = household.keep_draft(begun.with_answer("before.loved", DraftAnswer(value="tea")), since=begun)
    (home / "local.json").unlink()
    again, both = household.keep_draft(kept, since=kept)
    assert (again, both) == (kept, frozenset())
    assert household.draft("before") == kept


def test_what_is_asked_while_another_thread_catches_up_is_never_half_of_it(household: Household, home: Path) -> None:
    other = Household.open(home, name="Ben", clock=FixedClock(), ids=Ids(Random(2)))

    def evening() -> None:
        for number in range(10):
            for each in (household, other):
                answer(each, "before", "before.loved", f"{each.me.name} {number}")
            other.open_together("before")

    with ThreadPoolExecutor() as pool:
        writing = pool.submit(evening)
        catching = pool.submit(lambda: [household.catch_up() for _ in range(100)])
        while not (writing.done() and catching.done()):
            seen = household.all(Answer)
            opened = {sitting for each in household.all(Opening) for sitting in each.sittings}
            assert all(each.by == household.me.id or each.sitting in opened for each in seen)
            household.states()
            household.to_open()
        writing.result()
        catching.result()
    household.catch_up()
    fresh = Household.open(home, name="Ana", clock=FixedClock())
    assert household.all(Answer) == fresh.all(Answer)
    assert len(household.all(Opening)) == 10
    assert household.states() == fresh.states()
    fresh.close()
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


def test_a_home_whose_records_are_gone_says_so_where_there_are_copies(household: Household, home: Path) -> None:
    household.look_after()
    journal = home / "records.journal"
    journal.write_bytes(journal.read_bytes()[:40])
    before = tree(home)
    with pytest.raises(StoreError, match="home_emptied"):
        Household.open(home)
    kept = {name: data for name, data in tree(home).items() if not name.startswith("set-aside/")}
    assert {**before, "records.journal": kept["records.journal"]} == kept
    put_back(home, household.store.sealing, listed(home)[0], at=household.now())
    assert Household.open(home).people == household.people
