"""What comes round, for two people on one home: the same question for both, and nothing that tells of the other."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.stage import FixedClock
from tui.checkin.flow import DraftAnswer
from tui.core.errors import InputError, StoreError
from tui.core.ids import Ids
from tui.core.records import Sitting, Talk
from tui.household import Household
from tui.household.course import KEEP_EVERY, RunningCourse
from tui.household.own import erasable, erase
from tui.household.rhythms import (
    HOUR,
    OUTSIDE,
    beginner,
    days_to_open,
    first_question,
    hour_is_over,
    hour_title,
    keep_hour,
    keep_writing_time,
    left_hour,
    left_turns,
    outside_again,
    rhythms,
    rising_set,
    running_hour,
    running_turns,
    today_question,
    told_as,
    writing_time,
)

LAST = 6


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def household(tmp_path: Path, clock: FixedClock) -> Iterator[Household]:
    """Ana in Berlin and Ben in New York; Ana is at the keyboard."""
    found = Household.open(tmp_path / "home", clock=clock, ids=Ids(Random(1)))
    found.found(("Ana", "Ben"), ("Europe/Berlin", "America/New_York"))
    yield found
    found.close()


@pytest.fixture
def second(household: Household, clock: FixedClock) -> Iterator[Household]:
    """The same home in another window, for Ben."""
    other = Household.open(household.store.home, name="Ben", clock=clock, ids=Ids(Random(2)))
    yield other
    other.close()


def answer(household: Household, step: str, text: str = "a line") -> None:
    question = household.catalog.step(step).questions[0].id
    household.finish(household.draft(step).with_answer(question, DraftAnswer(value=text)), [question])


# The question of the day


def test_both_have_the_same_question_and_tomorrow_another(
    household: Household, second: Household, clock: FixedClock
) -> None:
    clock.wall = datetime(2026, 11, 23, 12, tzinfo=UTC)
    today = today_question(household)
    assert today == today_question(second)
    assert household.catalog.step(today).questions[0].id == today
    second.speak("de")
    assert today_question(second) == today
    assert first_question(second, today) != first_question(household, today)
    clock.go(86400)
    assert today_question(household) == today_question(second) != today


def test_each_has_the_question_of_the_date_where_they_are(
    household: Household, second: Household, clock: FixedClock
) -> None:
    clock.wall = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)  # it is Tuesday in Berlin, and still Monday in New York
    assert today_question(household) != today_question(second)
    clock.wall = datetime(2026, 11, 24, 6, tzinfo=UTC)
    assert today_question(household) == today_question(second)


def test_only_the_question_of_today_is_offered(household: Household, clock: FixedClock) -> None:
    before = today_question(household)
    clock.go(86400)
    offered = [each.of for each in rhythms(household)]
    assert today_question(household) in offered
    assert before not in offered


def test_what_both_answered_on_other_days_is_offered_to_open_the_oldest_first(
    household: Household, second: Household, clock: FixedClock
) -> None:
    steps = []
    for _ in range(3):
        steps.append(today_question(household))
        answer(household, steps[-1])
        second.catch_up()
        answer(second, steps[-1])
        household.catch_up()
        clock.go(86400)
    assert days_to_open(household) == days_to_open(second) == tuple(steps)
    assert [each.of for each in rhythms(household) if each.kind == "to_open"] == steps[:1]
    assert household.open_together(steps[0]) is not None
    assert days_to_open(household) == tuple(steps[1:])


def test_nothing_that_is_offered_tells_whether_the_other_has_answered(
    household: Household, second: Household, clock: FixedClock
) -> None:
    before = rhythms(household), days_to_open(household), outside_again(household)
    answer(second, today_question(second))
    answer(second, OUTSIDE)
    household.catch_up()
    assert (rhythms(household), days_to_open(household), outside_again(household)) == before
    clock.go(86400)
    assert days_to_open(household) == ()


def test_a_question_that_is_not_there_any_more_is_not_offered(household: Household, second: Household) -> None:
    for each in (household, second):
        each.save(Sitting(id=f"s{each.me.id}", by=each.me.id, at=each.now(), step="daily.gone"))
    assert days_to_open(household) == ()
    assert told_as(household, "daily.gone") == "daily.gone"


def test_an_exercise_is_told_by_its_title_and_a_day_by_its_question(household: Household) -> None:
    today = today_question(household)
    assert told_as(household, "outside") == "A kind outsider"
    assert told_as(household, today) == first_question(household, today)


def test_all_that_comes_round_is_there_with_its_grade_and_its_form_for_one(household: Household) -> None:
    for language in ("en", "de"):
        household.speak(language)
        found = rhythms(household)
        assert [each.kind for each in found] == ["hour", "daily", *["turns"] * 3, "outside", "year", *["phrases"] * 2]
        assert len({each.id for each in found}) == len(found)
        for each in found:
            assert each.title
            assert each.about
            assert each.alone
            assert each.source


# Looking from outside


def test_it_is_my_own_last_time_that_counts(household: Household, second: Household, clock: FixedClock) -> None:
    assert outside_again(household) is None
    answer(household, OUTSIDE)
    second.catch_up()
    assert outside_again(household) == date(2027, 3, 23)
    assert outside_again(second) is None
    clock.go(4 * 31 * 86400)
    assert outside_again(household) is None


# Time to write in


def test_the_time_at_a_question_is_each_person_s(household: Household) -> None:
    ana = household.me.id
    assert writing_time(household, OUTSIDE, "outside.view") == 0.0
    keep_writing_time(household, ana, OUTSIDE, "outside.view", 95.0)
    assert writing_time(household, OUTSIDE, "outside.view") == 95.0
    assert writing_time(household, OUTSIDE, "outside.hold_on") == 0.0
    household.be(household.partner)
    assert writing_time(household, OUTSIDE, "outside.view") == 0.0
    household.store.local.put(f"writing/{ana}/{OUTSIDE}", ["not", "ours"])
    household.be(household.partner)
    assert writing_time(household, OUTSIDE, "outside.view") == 0.0


def test_erasing_leaves_no_trace_of_having_written_or_of_where_we_were(household: Household) -> None:
    answer(household, OUTSIDE)
    keep_writing_time(household, household.me.id, OUTSIDE, "outside.view", 95.0)
    household.store.local.put("by_turns/open", {})
    erase(household, erasable(household, [household.all(Sitting)[0].id]))
    assert household.store.local.keys("writing/") == []
    keep_writing_time(household, household.me.id, OUTSIDE, "outside.view", 95.0)
    household.store.local.put("hour", {})
    household.store.local.put(f"hour/{household.partner.id}", {})
    erase(household, erasable(household), everything=True)
    local = household.store.local
    assert [*local.keys("writing/"), *local.keys("by_turns/")] == []
    assert local.keys("hour") == [f"hour/{household.partner.id}"]


# The hour


def test_an_hour_becomes_a_record_once(household: Household, second: Household, clock: FixedClock) -> None:
    here, there = running_hour(household), running_hour(second)
    assert here.go(LAST)
    clock.go(52 * 60)
    here.look()
    here.keep()
    there.look()
    assert there.course.id == here.course.id
    hour_is_over(household, here)
    hour_is_over(second, there)
    household.catch_up()
    (talk,) = household.all(Talk)
    assert (talk.format, talk.topic, talk.minutes, talk.at) == (HOUR, "", 50, here.course.began)
    assert talk.by == household.me.id
    assert hour_title(household, talk.format) == "The weekly hour"
    assert hour_title(household, "equal") == ""
    assert not left_hour(household)


def test_a_record_that_was_kept_before_a_crash_is_not_kept_again(household: Household) -> None:
    running = running_hour(household)
    running.go(3)
    running.keep()
    keep_hour(household, running)
    again = running_hour(household)
    assert again.course.id != running.course.id
    assert again.course.part == 0
    again.keep()
    assert running_hour(household).course.id == again.course.id


def test_what_somebody_does_alone_is_nobody_else_s(household: Household, second: Household) -> None:
    household.be_alone(alone=True)
    running = running_hour(household)
    running.go(2)
    running.keep()
    assert [left_hour(each) for each in (household, second)] == [True, False]
    assert running_hour(second).course.part == 0
    hour_is_over(household, running)
    assert household.all(Talk) == []
    assert [left_hour(each) for each in (household, second)] == [False, False]


# Where we are


def test_whoever_only_looks_in_leaves_no_trace(household: Household, clock: FixedClock) -> None:
    running = running_hour(household)
    clock.go(KEEP_EVERY - 1)
    running.look()
    assert not running.due
    running.keep()
    assert not left_hour(household)
    clock.go(2)
    running.look()
    running.keep()
    assert household.store.local.keys("hour") == ["hour"]


def test_where_we_are_survives_a_kill_with_the_time_up_to_the_last_write(
    household: Household, second: Household, clock: FixedClock
) -> None:
    running = running_hour(household)
    running.go(3)
    clock.go(100)
    running.look()
    running.keep()
    clock.go(3 * 86400)
    again = running_hour(second)
    assert (again.course.part, again.course.spent, again.course.id) == (3, 100.0, running.course.id)
    assert again.left_at == clock.wall - timedelta(days=3)


def test_two_windows_show_the_same_part_and_a_key_in_both_goes_on_once(
    household: Household, second: Household
) -> None:
    one, two = running_hour(household), running_hour(second)
    one.go(1)
    one.keep()
    assert two.look().part == 1
    assert two.go(2)
    two.keep()
    assert one.look().part == 2
    assert one.go(3)
    one.keep()
    assert not two.go(3)  # what it shows has moved on under the hand: it goes where the other went
    assert [(each.course.part, each.course.version) for each in (one, two)] == [(3, 3), (3, 3)]


def test_two_that_went_on_at_the_same_moment_end_in_the_same_place(household: Household, second: Household) -> None:
    one, two = running_hour(household), running_hour(second)
    one.go(1)
    one.keep()
    two.look()
    one.go(5)
    two.go(2)
    one.keep()
    two.keep()
    assert one.look().part == two.look().part == 5


def test_beginning_anew_takes_the_other_window_along(household: Household, second: Household) -> None:
    one, two = running_hour(household), running_hour(second)
    one.go(4)
    one.keep()
    two.look()
    two.begin_anew()
    assert two.look().part == 0
    two.keep()
    assert one.look().part == 0
    assert one.course.id == two.course.id
    assert not one.gone


def test_the_other_window_learns_that_it_is_over(household: Household, second: Household) -> None:
    one, two = running_hour(household), running_hour(second)
    one.go(4)
    one.keep()
    two.look()
    one.let_go()
    two.look()
    assert two.gone
    assert not two.go(5)
    two.keep()
    assert not left_hour(household)


def test_letting_go_leaves_what_was_begun_elsewhere_in_its_place(household: Household, second: Household) -> None:
    one, two = running_hour(household), running_hour(second)
    one.go(4)
    one.keep()
    two.look()
    two.begin_anew()
    two.keep()
    one.let_go()
    assert running_hour(household).course.id == two.course.id


def test_what_cannot_be_saved_is_still_there_in_the_window(
    household: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = running_hour(household)
    running.go(2)

    def full(key: str, _: object) -> None:
        raise StoreError("disk_full", path=key)

    with monkeypatch.context() as broken:
        broken.setattr(household.store.local, "put", full)
        with pytest.raises(StoreError):
            running.keep()
    assert running.look().part == 2
    assert running.due
    running.keep()
    assert running_hour(household).course.part == 2


# Questions by turns


def test_each_set_has_its_own_place_and_its_end(household: Household) -> None:
    running = running_turns(household, "open")
    assert running.last == len(rising_set(household, "open").questions)
    running.go(5)
    running.keep()
    assert left_turns(household, "open")
    assert not left_turns(household, "far")
    assert running_turns(household, "far").course.part == 0


def test_both_places_of_a_call_say_the_same_of_who_begins(household: Household, second: Household) -> None:
    told = [beginner(household, "far", place).name for place in range(12)]
    assert told == [beginner(second, "far", place).name for place in range(12)]
    assert set(told[:2]) == {"Ana", "Ben"}
    assert told[0] != told[1]


def test_a_set_that_is_not_there_is_said_so(household: Household) -> None:
    with pytest.raises(InputError):
        running_turns(household, "gone")


def test_what_stands_there_in_another_shape_is_begun_anew(household: Household) -> None:
    household.store.local.put("hour", {"part": "x"})
    assert RunningCourse(household, "hour", LAST).course.part == 0
