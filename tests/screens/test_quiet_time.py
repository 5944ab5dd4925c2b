"""The quiet time at a question to write at: it begins with the question, waits while one is away, ends softly."""

from dataclasses import dataclass, field

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tests.screens.rhythms_stage import press, settled, show, until
from tests.stage import SMALL, FixedClock, app_on, screen_name, seen
from tui.app.theme import THEMES
from tui.core.errors import StoreError
from tui.core.records import Sitting
from tui.household import Household
from tui.household.rhythms import writing_time
from tui.screens.step import StepScreen
from tui.widgets.fields import Page
from tui.widgets.quiet_time import QuietTime

UP = "The time is up."


@dataclass
class Bell:
    """Counts how often it rang."""

    rang: list[int] = field(default_factory=list)

    def __call__(self) -> None:
        self.rang.append(1)


@pytest.fixture(autouse=True)
def past_the_safety_page(household: Household) -> None:
    household.save(Sitting(id="s", by=household.me.id, at=household.now(), step="trust"))


class Alone(App[int]):
    """Nothing but the time."""

    def __init__(self, time: QuietTime) -> None:
        super().__init__()
        self.time = time

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(THEMES[0].variables)

    def compose(self) -> ComposeResult:
        yield self.time


async def passes(pilot: Pilot[int], clock: FixedClock, seconds: float) -> None:
    """Let time pass, and the line look."""
    clock.go(seconds)
    for time in pilot.app.screen.query(QuietTime):
        time.look()
    await settled(pilot)


async def at_the_page(pilot: Pilot[int], household: Household) -> None:
    await show(pilot, StepScreen(household, "outside"))
    await press(pilot, "enter")
    assert pilot.app.screen.query(Page)


async def test_it_begins_with_the_question_and_the_writing_may_go_on(household: Household, clock: FixedClock) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, StepScreen(household, "outside"))
        clock.go(3000)
        await press(pilot, "enter", *"they")
        assert "About 7 minutes, and no hurry." in seen(pilot)
        await passes(pilot, clock, 200)
        assert "About 4 minutes" in seen(pilot)
        await passes(pilot, clock, 190)
        assert "About a minute left" in seen(pilot)
        await passes(pilot, clock, 30)
        assert UP in seen(pilot)
        await press(pilot, *" both")
        assert pilot.app.screen.query_one(Page).text == "they both"
        await passes(pilot, clock, 3600)
        assert UP in seen(pilot)


async def test_other_questions_have_no_time(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await at_the_page(pilot, household)
        assert pilot.app.screen.query(QuietTime)
        await press(pilot, "ctrl+n")
        assert not pilot.app.screen.query(QuietTime)


async def test_it_waits_while_one_is_at_another_question(household: Household, clock: FixedClock) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await at_the_page(pilot, household)
        await press(pilot, "a")
        await passes(pilot, clock, 200)
        await press(pilot, "ctrl+n")
        await passes(pilot, clock, 3600)
        await press(pilot, "ctrl+b")
        assert "About 4 minutes" in seen(pilot)


async def test_it_waits_while_one_has_left_and_after_a_kill(household: Household, clock: FixedClock) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await at_the_page(pilot, household)
        await press(pilot, "a")
        await passes(pilot, clock, 200)
        await press(pilot, "escape")
        assert screen_name(pilot) == "HomeScreen"
    clock.go(86400)
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, StepScreen(household, "outside"))
        await until(pilot, lambda: "About 4 minutes" in seen(pilot))
        await passes(pilot, clock, 250)
        assert UP in seen(pilot)


async def test_before_anything_is_written_it_is_there_whole(household: Household, clock: FixedClock) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await at_the_page(pilot, household)
        await passes(pilot, clock, 200)
        await press(pilot, "ctrl+n", "ctrl+b")
        assert "About 7 minutes" in seen(pilot)


async def test_the_keyboard_s_other_person_has_their_own_time(household: Household, clock: FixedClock) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await at_the_page(pilot, household)
        await press(pilot, "a")
        await passes(pilot, clock, 200)
    household.be(household.partner)
    assert writing_time(household, "outside", "outside.view") == 0.0


async def test_sleep_counts_as_time_that_has_gone_by(household: Household, clock: FixedClock) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await at_the_page(pilot, household)
        clock.boot += 8 * 60  # asleep: the steady clock stands
        await passes(pilot, clock, 0)
        assert UP in seen(pilot)


@pytest.mark.parametrize(("bell", "times"), [(True, 1), (False, 0)])
async def test_it_rings_once_where_the_bell_is_on(
    household: Household, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, bell: bool, times: int
) -> None:
    household.store.local.put("bell", bell)
    async with app_on(household).run_test(size=SMALL) as pilot:
        rings = Bell()
        monkeypatch.setattr(pilot.app, "bell", rings)
        await at_the_page(pilot, household)
        await press(pilot, "a")
        await passes(pilot, clock, 419)
        assert rings.rang == []
        for _ in range(3):
            await passes(pilot, clock, 30)
        assert len(rings.rang) == times
        await press(pilot, "ctrl+n", "ctrl+b")
        await passes(pilot, clock, 30)
        assert UP in seen(pilot)
        assert len(rings.rang) == times


async def test_what_cannot_be_kept_of_it_ends_nothing(household: Household, clock: FixedClock) -> None:
    def full(_: float) -> None:
        raise StoreError("disk_full", path="")

    app = Alone(QuietTime(7, clock, household.words, keep=full))
    async with app.run_test(size=SMALL) as pilot:
        await passes(pilot, clock, 60)
        assert "About 6 minutes" in seen(pilot)


async def test_it_is_kept_every_few_seconds_and_no_longer_than_it_lasts(
    household: Household, clock: FixedClock
) -> None:
    kept: list[float] = []
    app = Alone(QuietTime(1, clock, household.words, gone=30.0, keep=kept.append))
    async with app.run_test(size=SMALL) as pilot:
        for _ in range(20):
            await passes(pilot, clock, 3)
    assert kept[0] == 36.0
    assert kept[-1] == 60.0
    assert kept == sorted(set(kept))
