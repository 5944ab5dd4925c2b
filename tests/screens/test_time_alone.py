"""The time itself: arriving, the quiet clock and what comes after, by keyboard and mouse, in one window and two."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.screens.planner_stage import keep
from tests.screens.rhythms_stage import click_words, passes, press, show, until
from tests.stage import EVENING, LOOKS, SMALL, FixedClock, app_on, screen_name, seen
from tui.core.errors import StoreError
from tui.core.ids import Ids
from tui.core.records import Opening, Plan, PlanState, Sitting
from tui.household import Household
from tui.household.time_alone import at_hand, had, noted, thoughts
from tui.planner.occurrences import first_of, next_of
from tui.planner.time_alone import Outcome
from tui.screens.planner import PlannerScreen
from tui.screens.time_alone import TimeAloneScreen
from tui.widgets.digits import LargeTime

MINUTE = 60
SnapCompare = Callable[..., bool]


@pytest.fixture
def past_safety(household: Household) -> Household:
    """Both have been past the page about safety."""
    for person in household.people:
        household.save(Sitting(id=f"s{person.seat}", by=person.id, at=household.now(), step="trust"))
    return household


@pytest.fixture
def second(past_safety: Household, clock: FixedClock) -> Iterator[Household]:
    """The same home in another window, for Ben."""
    other = Household.open(past_safety.store.home, name="Ben", clock=clock, ids=Ids(Random(2)))
    yield other
    other.close()


def evening(household: Household, what: str = "a walk [/b]", *, minutes: int = 120, repeat: str = "") -> Plan:
    """Keep an agreed time that begins in a quarter of an hour."""
    start = EVENING + timedelta(minutes=15)
    return keep(household, start, what, state="accepted", minutes=minutes, repeat=repeat)


def state(household: Household, plan: Plan) -> PlanState:
    held = household.get(Plan, plan.id)
    assert held is not None
    return held.state


def digits(pilot: Pilot[int]) -> str:
    return pilot.app.screen.query_one(LargeTime).time


def hear(pilot: Pilot[int], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    rung: list[str] = []
    monkeypatch.setattr(pilot.app, "bell", lambda: rung.append("bell"))
    return rung


async def write(pilot: Pilot[int], word: str) -> None:
    """Write a word from the reading on, and confirm it."""
    await press(pilot, "ctrl+n")
    pilot.app.screen.query_one(Input).value = word
    await press(pilot, "ctrl+n", "ctrl+n")
    await until(pilot, lambda: screen_name(pilot) == "FinishedScreen")


async def test_an_evening_from_arriving_to_both_words(
    past_safety: Household, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    household, plan = past_safety, evening(past_safety)
    async with app_on(household).run_test(size=SMALL) as pilot:
        rung = hear(pilot, monkeypatch)
        await arrive(pilot, household)
        await think(pilot, household)
        await end(pilot, clock, rung)
        assert state(household, plan) is PlanState.ACCEPTED
        await press(pilot, "enter")
        await until(pilot, lambda: screen_name(pilot) == "StepScreen")
        assert state(household, plan) is PlanState.DONE
        await words_of_both(pilot)
        await press(pilot, "escape")
        assert screen_name(pilot) == "PlannerScreen"
        await press(pilot, "escape", "j")
        assert "One word afterwards" in seen(pilot)
    assert [each.step for each in household.all(Opening)] == ["word"]
    assert at_hand(household) is None


async def arrive(pilot: Pilot[int], household: Household) -> None:
    """Come from the planner to the clock."""
    await show(pilot, PlannerScreen(household))
    await press(pilot, "b")
    assert "19:15 to 21:15" in seen(pilot)
    assert "a walk [/b]" in seen(pilot)
    assert "Put the phones in another room." in seen(pilot)
    await press(pilot, "enter")
    assert digits(pilot) == "2:15"
    assert "until 21:15 (15:15 for Ben)" in seen(pilot)
    assert "phones" not in seen(pilot)


async def think(pilot: Pilot[int], household: Household) -> None:
    """See one thought, another on the same key, and none on another."""
    time = at_hand(household)
    assert time is not None
    first, other, third = thoughts(household, time)[:3]
    await press(pilot, "t")
    assert first in seen(pilot)
    await press(pilot, "t")
    assert other in seen(pilot)
    await press(pilot, "x")
    assert other not in seen(pilot)
    await press(pilot, "t")
    assert third in seen(pilot)


async def end(pilot: Pilot[int], clock: FixedClock, rung: list[str]) -> None:
    """Look at the end before it is there and go back; then come to it."""
    await passes(pilot, clock, MINUTE + 1)
    assert digits(pilot) == "2:14"
    await press(pilot, "e")
    assert "Was it yours?" in seen(pilot)
    await press(pilot, "escape")
    assert digits(pilot) == "2:14"
    assert rung == []
    await passes(pilot, clock, 2 * 3600 + 14 * MINUTE)
    assert "Was it yours?" in seen(pilot)
    await passes(pilot, clock, MINUTE)
    assert rung == ["bell"]


async def words_of_both(pilot: Pilot[int]) -> None:
    """Write a word each on one keyboard, and open both."""
    await write(pilot, "moss")
    await press(pilot, "h", "enter")
    assert "moss" not in seen(pilot)
    await write(pilot, "pepper")
    await press(pilot, "o")
    await until(pilot, lambda: screen_name(pilot) == "RevealScreen")
    assert "moss" in seen(pilot)
    assert "pepper" in seen(pilot)


async def test_without_a_plan_by_mouse_it_is_as_long_as_they_choose(household: Household, clock: FixedClock) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, PlannerScreen(household))
        await press(pilot, "b")
        await click_words(pilot, "30 min", part="ChoicesAsking")
        await click_words(pilot, "Go on", part="#on")
        clock.go(20 * MINUTE)
        await press(pilot, "escape")
        assert "How much time" in seen(pilot)
        await click_words(pilot, "Go on", part="#on")
        await click_words(pilot, "We are both here", part="#here")
        assert digits(pilot) == "0:30"
        await click_words(pilot, "a thought", part="KeyBar")
        await passes(pilot, clock, 12 * MINUTE)
        assert digits(pilot) == "0:18"
        await click_words(pilot, "end it", part="KeyBar")
        await click_words(pilot, "that is enough", part="#had")
        assert screen_name(pilot) == "PlannerScreen"
    (plan,) = household.all(Plan)
    assert (plan.state, plan.minutes, plan.start) == (PlanState.DONE, 15, EVENING + timedelta(minutes=20))
    assert at_hand(household) is None


async def test_it_did_not_happen_is_as_easy_and_leads_nowhere_bad(household: Household, clock: FixedClock) -> None:
    plan = evening(household)
    async with app_on(household).run_test(size=SMALL, notifications=True) as pilot:
        await show(pilot, TimeAloneScreen(household, first_of(plan)))
        await passes(pilot, clock, 3 * 3600)
        await press(pilot, "n")
        await until(pilot, lambda: screen_name(pilot) == "PlannerScreen")
        assert "That is all right." in seen(pilot)
    assert state(household, plan) is PlanState.ACCEPTED
    assert at_hand(household) is None


async def test_leaving_or_a_crash_lets_it_go_on_and_what_ended_long_ago_is_asked_without_a_bell(
    household: Household, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = evening(household)
    async with app_on(household).run_test(size=SMALL) as pilot:
        rung = hear(pilot, monkeypatch)
        await show(pilot, TimeAloneScreen(household))
        await press(pilot, "enter", "escape")
        assert "Your time alone is here" in seen(pilot)
        assert screen_name(pilot) == "HomeScreen"
        clock.go(15 * MINUTE)
        clock.wall += timedelta(hours=5)  # somebody set the clock
        await show(pilot, TimeAloneScreen(household))
        assert digits(pilot) == "2:00"
        assert "until 02:15" in seen(pilot)
        clock.go(8 * 3600)  # the machine slept
        await until(pilot, lambda: "Was it yours?" in seen(pilot))
        assert rung == []
        await press(pilot, "escape")
        assert screen_name(pilot) == "HomeScreen"
        assert "Your time alone is over." in seen(pilot)
        await press(pilot, "enter")
        assert "Was it yours?" in seen(pilot)
        await press(pilot, "escape")
        clock.boot_id = "another"
        clock.go(12 * 3600)
        await show(pilot, TimeAloneScreen(household))
        assert "How much time" in seen(pilot)
    assert state(household, plan) is PlanState.ACCEPTED


async def test_two_windows_show_the_same_and_each_writes_their_own_word(
    past_safety: Household, second: Household, clock: FixedClock
) -> None:
    household, plan = past_safety, evening(past_safety, repeat="FREQ=WEEKLY")
    second.catch_up()
    async with app_on(household).run_test(size=SMALL) as pilot, app_on(second).run_test(size=SMALL) as other:
        await show(pilot, TimeAloneScreen(household))
        await show(other, TimeAloneScreen(second))
        assert "We are both here" in seen(other)
        await press(pilot, "enter")
        clock.go(MINUTE)
        await until(other, lambda: digits(other) == "2:14")
        await until(pilot, lambda: digits(pilot) == "2:14")
        await press(pilot, "e", "w")
        await until(other, lambda: "Was it yours?" in seen(other))
        await until(other, lambda: "not this time" not in seen(other))
        await until(pilot, lambda: screen_name(pilot) == "StepScreen")
        await press(other, "w")
        await until(other, lambda: screen_name(other) == "StepScreen")
    done = [each for each in household.all(Plan) if each.state is PlanState.DONE]
    assert [(each.series, each.start) for each in done] == [(plan.id, plan.start)]
    ahead = next_of(plan, clock.now() + timedelta(hours=3))
    assert ahead is not None
    assert ahead.start == plan.start + timedelta(days=7)


async def test_one_window_begins_now_and_the_other_is_there_and_goes_with_it(
    past_safety: Household, second: Household, clock: FixedClock
) -> None:
    household = past_safety
    async with app_on(household).run_test(size=SMALL) as pilot, app_on(second).run_test(size=SMALL) as other:
        await show(pilot, TimeAloneScreen(household))
        await show(other, TimeAloneScreen(second))
        await press(pilot, "enter", "enter")
        await until(other, lambda: digits(other) == "1:00")
        clock.go(MINUTE)
        await until(other, lambda: digits(other) == "0:59")
        await press(other, "e", "n")
        await until(other, lambda: screen_name(other) == "PlannerScreen")
        await until(pilot, lambda: screen_name(pilot) == "HomeScreen")
    assert household.all(Plan) == []


async def test_no_bell_and_no_motion_where_they_are_not_wanted(
    household: Household, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    household.store.local.put("motion", value=False)
    household.store.local.put("bell", value=False)
    evening(household)
    async with app_on(household).run_test(size=SMALL) as pilot:
        rung = hear(pilot, monkeypatch)
        await show(pilot, TimeAloneScreen(household))
        await press(pilot, "enter")
        await passes(pilot, clock, 4 * MINUTE)
        assert digits(pilot) == "2:15"
        await passes(pilot, clock, MINUTE)
        assert digits(pilot) == "2:10"
        await passes(pilot, clock, 3 * 3600)
        assert "Was it yours?" in seen(pilot)
    assert rung == []


async def test_a_disk_that_takes_nothing_keeps_nobody_from_their_time(
    household: Household, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StoreError("disk_full")

    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, TimeAloneScreen(household))
        await press(pilot, "enter")
        with monkeypatch.context() as patch:
            patch.setattr(household.store.local, "change", fail)
            await press(pilot, "enter")
            assert digits(pilot) == "1:00"
            await passes(pilot, clock, 3600)
            await press(pilot, "y")
            assert "Was it yours?" in seen(pilot)
        await press(pilot, "y")
        await until(pilot, lambda: screen_name(pilot) == "PlannerScreen")
    assert [each.minutes for each in household.all(Plan)] == [60]


def test_a_word_is_asked_of_each_once_and_begins_anew_after_the_next_time(
    past_safety: Household, second: Household, clock: FixedClock
) -> None:
    household = past_safety
    for _ in range(2):
        plan = keep(household, clock.now(), state="accepted", minutes=30)
        time = at_hand(household)
        assert time is not None
        clock.go(50 * MINUTE)
        had(household, time)
        second.catch_up()
        assert state(household, plan) is PlanState.DONE
        assert [at_hand(each) is not None for each in (household, second)] == [True, True]
        assert not household.answered("word")
        household.finish(household.draft("word"), ["word.word"])
        assert household.answered("word")
        assert [at_hand(each) is not None for each in (household, second)] == [False, True]
        had(second, at_hand(second) or time, enough=True)
        assert at_hand(second) is None
        clock.go(MINUTE)
    note = noted(household)
    assert note is not None
    assert note.outcome is Outcome.HAD
    assert len({each.id for each in household.find(Sitting, step="word")}) == 2


# How it looks


@LOOKS
def test_the_quiet_clock(
    snap_compare: SnapCompare, household: Household, language: str, size: tuple[int, int]
) -> None:
    household.speak(language)
    evening(household)

    async def play(pilot: Pilot[int]) -> None:
        await show(pilot, TimeAloneScreen(household))
        await press(pilot, "enter", "t")

    assert snap_compare(app_on(household), terminal_size=size, run_before=play)
