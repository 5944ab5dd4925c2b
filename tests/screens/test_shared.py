"""What one shares at once is there for the other, and for nobody to be told that it was read."""

from collections.abc import Iterator

import pytest

from tests.stage import SMALL, FixedClock, app_on, screen_name, seen
from tui.checkin.flow import DraftAnswer
from tui.core.ids import Ids
from tui.core.records import Answer, Share, Sitting
from tui.household import Household
from tui.household.shared import is_new
from tui.screens.step import StepScreen


@pytest.fixture
def ready(household: Household) -> Household:
    """Both have been past the page about safety; Ana is at the keyboard."""
    for person in household.people:
        household.save(Sitting(id=person.id, by=person.id, at=household.now(), step="trust"))
    return household


@pytest.fixture
def bens(ready: Household, clock: FixedClock) -> Iterator[Household]:
    """Ben's window on the same home."""
    window = Household.open(ready.store.home, name="Ben", clock=clock, ids=Ids())
    ready.be(ready.people[0])
    yield window
    window.close()


def share(household: Household, text: str) -> None:
    """Answer one question of the first step and share it at once, another one so that it opens together."""
    draft = household.draft("before").with_answer("before.loved", DraftAnswer(value=text, share=Share.NOW))
    draft = draft.with_answer("before.hope", DraftAnswer(value="closed for now"))
    household.finish(draft, ["before.loved", "before.hope"])


async def test_an_answer_is_shared_at_once_by_a_key_and_only_once_it_is_confirmed(
    ready: Household, bens: Household
) -> None:
    async with app_on(ready, first="check-in", step="before").run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("enter", "4", "enter", "enter", *"your laugh")
        await pilot.press("ctrl+g")
        assert "as soon as you confirm" in seen(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, StepScreen)
        screen.keep_now()
        bens.catch_up()
        assert not is_new(bens)
        while screen.draft.position < screen.last:
            await pilot.press("ctrl+n")
            await pilot.pause()
        assert "One of them Ben sees" in seen(pilot)
        await pilot.press("enter")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert screen_name(pilot) == "FinishedScreen"
    bens.catch_up()
    assert is_new(bens)
    assert [each.value for each in bens.find(Answer, by=ready.me.id)] == ["your laugh"]


async def test_the_other_is_told_reads_it_and_nobody_learns_that(ready: Household, bens: Household) -> None:
    share(ready, "your [/b] laugh \x1b[2J")
    bens.catch_up()
    async with app_on(bens).run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "Ana has shared something" in seen(pilot)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
        assert screen_name(pilot) == "SharedScreen"
        assert "your [/b] laugh" in seen(pilot)
        assert "closed for now" not in seen(pilot)
        before = ready.store.count()
        await pilot.press("escape")
        await pilot.pause()
        assert "Ana has shared something" not in seen(pilot)
    ready.catch_up()
    assert ready.store.count() == before


async def test_what_is_taken_back_is_gone_from_the_others_open_screen(ready: Household, bens: Household) -> None:
    share(ready, "your laugh")
    bens.catch_up()
    async with app_on(bens).run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("r")
        await pilot.pause()
        assert "your laugh" in seen(pilot)
        draft = ready.draft("before").with_answer(
            "before.loved", DraftAnswer(value="your laugh", share=Share.PRIVATE)
        )
        ready.finish(draft, ["before.loved", "before.hope"])
        assert bens.catch_up()
        pilot.app._tell_screens()  # type: ignore[attr-defined]  # what a glance does when something changed
        await pilot.pause()
        await pilot.pause()
        assert "your laugh" not in seen(pilot)


async def test_whoever_is_alone_reads_their_own_answers_again(ready: Household) -> None:
    ready.be_alone(alone=True)
    async with app_on(ready, first="check-in", step="before").run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "yourself" in seen(pilot)
        await pilot.press("enter", "4", *["ctrl+n"] * 9)
        await pilot.pause()
        await pilot.press("enter")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "for you alone" in seen(pilot)
        assert "Pass the keyboard" not in seen(pilot)
        await pilot.press("r")
        await pilot.pause()
        assert screen_name(pilot) == "OwnAnswersScreen"
        assert "4 of 7" in seen(pilot)
        await pilot.press("e")
        await pilot.pause()
        assert screen_name(pilot) == "StepScreen"


@pytest.mark.parametrize(
    ("step", "screen"),
    [("face", "RaiseIssueScreen"), ("time", "PlannerScreen"), ("steps", "SmallStepsScreen"), ("trust", "TalkScreen")],
)
async def test_a_step_leads_to_what_it_is_about(ready: Household, step: str, screen: str) -> None:
    ready.finish(ready.draft(step), [each.id for each in ready.catalog.step(step).questions])
    from tui.screens.finished import FinishedScreen

    async with app_on(ready).run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.app.push_screen(FinishedScreen(ready, step))
        await pilot.pause()
        await pilot.click("#lead")
        await pilot.pause()
        assert screen_name(pilot) == screen
