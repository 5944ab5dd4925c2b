"""One person in two windows: what is typed in both stays, and the other window sees it without a key."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from random import Random
from threading import Event

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from tests.stage import SMALL, FixedClock, app_on, done, screen_name, seen
from tui.app.app import NearerApp
from tui.checkin.flow import DraftAnswer
from tui.core.errors import StoreError
from tui.core.ids import Ids
from tui.core.records import Agreement, Answer, IfThen, Sitting
from tui.household import Household
from tui.screens.step import StepScreen
from tui.widgets.timeline_field import TimelineField


@pytest.fixture
def second(household: Household, clock: FixedClock) -> Iterator[Household]:
    """The same home and person, opened again."""
    household.save(Sitting(id="s", by=household.me.id, at=household.now(), step="trust"))  # past the safety page
    other = Household.open(household.store.home, name="Ana", clock=clock, ids=Ids(Random(2)))
    yield other
    other.close()


@asynccontextmanager
async def window(household: Household, question: str) -> AsyncIterator[Pilot[int]]:
    """Open the app at a question."""
    step = question.partition(".")[0]
    place = [each.id for each in household.catalog.step(step).questions].index(question) + 1
    async with app_on(household, first="check-in", step=step).run_test(size=SMALL) as pilot:
        await pilot.pause()
        screen = step_screen(pilot)
        await screen._go(place)
        await pilot.pause()
        yield pilot


def step_screen(pilot: Pilot[int]) -> StepScreen:
    screen = pilot.app.screen
    assert isinstance(screen, StepScreen)
    return screen


async def until(pilot: Pilot[int], condition: Callable[[], bool]) -> None:
    """Wait until something holds, and say that it did."""
    for _ in range(200):
        await pilot.pause(0.02)
        if condition():
            break
    assert condition(), seen(pilot)


async def kept(pilot: Pilot[int]) -> None:
    """Wait until what stands on the screen is kept."""
    screen = step_screen(pilot)
    await until(pilot, lambda: screen._base.answers == screen.draft.answers)


@contextmanager
def looking_away(pilot: Pilot[int]) -> Iterator[None]:
    """Let a window see nothing of the other, and keep nothing."""
    app, screen = pilot.app, step_screen(pilot)
    assert isinstance(app, NearerApp)
    app._look, screen._keep_soon = asyncio.get_running_loop().create_future(), lambda: None  # type: ignore[assignment, method-assign]
    yield
    del screen._keep_soon
    app._look = None
    screen._keep_soon()


def value(household: Household, question: str) -> object:
    return household.draft(question.partition(".")[0]).answers[question].value


def page(pilot: Pilot[int]) -> TextArea:
    return pilot.app.screen.query_one(TextArea)


async def test_what_two_windows_write_into_one_page_stays_in_both(household: Household, second: Household) -> None:
    async with window(household, "before.good_day") as one, window(second, "before.good_day") as two:
        with looking_away(two):
            await one.press(*"laughing")
            await kept(one)
            await two.press(*"walking")
        await until(two, lambda: "laughing" in page(two).text)
        await until(one, lambda: "walking" in page(one).text)
        assert page(one).text == page(two).text == "walking\n\nlaughing"
        assert value(household, "before.good_day") == "walking\n\nlaughing"
        await one.pause(0.6)
        said = [[each.message for each in pilot.app._notifications] for pilot in (one, two)]
        assert said == [[], ["This was being written in another window too. Both versions are here."]]


async def test_both_go_on_writing_where_they_are(household: Household, second: Household) -> None:
    async with window(household, "before.good_day") as one, window(second, "before.good_day") as two:
        with looking_away(two):
            await one.press(*"one")
            await kept(one)
            await two.press(*"two")
        await until(one, lambda: "two" in page(one).text)
        await until(two, lambda: "one" in page(two).text)
        with looking_away(one), looking_away(two):
            await one.press(*" more")
            await two.press(*" also")
        await until(one, lambda: "two also" in page(one).text)
        await until(two, lambda: "one more" in page(two).text)
        assert page(one).text == page(two).text == "two also\n\none more"
        assert page(one).has_focus
        assert page(two).has_focus
    assert value(household, "before.good_day") == "two also\n\none more"


async def test_lines_are_put_beside_one_another(household: Household, second: Household) -> None:
    async with window(household, "before.loved") as one, window(second, "before.loved") as two:
        with looking_away(two):
            await one.press(*"tea")
            await kept(one)
            await two.press(*"toast")
        await until(two, lambda: "tea" in two.app.screen.query_one(Input).value)
        await two.press(*"!")
        await until(one, lambda: one.app.screen.query_one(Input).value == "toast! / tea")
        await one.press(*"s")
        await kept(one)
    assert value(household, "before.loved") == "toast! / teas"


async def test_of_two_marks_the_newer_stands_and_it_is_said(household: Household, second: Household) -> None:
    async with window(household, "before.now") as one, window(second, "before.now") as two:
        with looking_away(two):
            await two.press("5")
            await one.press("3")
            await kept(one)
        await until(two, lambda: any("The newer answer stands" in each.message for each in two.app._notifications))
        await until(one, lambda: step_screen(one).draft.answers["before.now"].value == 5)
        await one.press("right")
        await kept(one)
    assert value(household, "before.now") == 6


async def test_a_small_step_and_a_line_over_the_years_take_in_what_the_other_window_has(
    household: Household, second: Household
) -> None:
    steps = [household.catalog.step(each.id) for each in household.catalog.steps]
    small = next(each.id for step in steps for each in step.questions if each.kind == "if_then")
    async with window(household, small) as one, window(second, small) as two:
        await one.press(*"tea")
        await kept(one)
        await until(two, lambda: two.app.screen.query(Input).first().value == "tea")
        await two.press("enter", *"we talk")
        await until(one, lambda: step_screen(one).draft.answers[small].value == IfThen(when="tea", then="we talk"))
        assert one.app.screen.query(Input).first().has_focus
    async with window(household, "cause.line") as one, window(second, "cause.line") as two:
        await one.press("up", "e", *"the move", "enter")
        await kept(one)
        await until(two, lambda: "the move" in seen(two))
        await two.press("e", *"the cat", "enter")
        field = one.app.screen.query_one(TimelineField)
        await until(one, lambda: {each.what for each in field.line.events} == {"the move", "the cat"})
        assert step_screen(one).draft.answers["cause.line"].value == field.line


async def test_what_is_typed_when_the_other_window_finishes_changes_its_answer(
    household: Household, second: Household
) -> None:
    questions = [each.id for each in second.catalog.step("before").questions]
    async with window(household, "before.good_day") as one:
        await one.press(*"mine")
        await kept(one)
        theirs = second.draft("before")
        second.finish(theirs.with_answer("before.loved", DraftAnswer(value="tea")), questions, since=theirs)
        assert second.draft("before").answers["before.good_day"].value == "mine"
        assert second.drafts() == frozenset()
        await one.press(*" and more")
        await until(one, lambda: second.drafts() == {"before"})
        screen = step_screen(one)
        await until(one, lambda: screen.draft.answers.get("before.loved", DraftAnswer()).value == "tea")
        await screen._go(screen.last)
        await one.press("enter")
        await until(one, lambda: screen_name(one) == "FinishedScreen")
    household.catch_up()
    assert len(household.find(Sitting, step="before")) == 1
    given = {each.question: each.value for each in household.all(Answer)}
    assert given["before.good_day"] == "mine and more"
    assert given["before.loved"] == "tea"
    assert household.drafts() == frozenset()


async def test_what_is_written_elsewhere_shows_at_once_and_nothing_that_is_being_typed_moves(
    household: Household, second: Household
) -> None:
    async with window(household, "before.good_day") as one:
        await one.press(*"half a sen")
        await one.press("left", "left")
        await kept(one)
        theirs = second.draft("before")
        second.keep_draft(theirs.with_answer("before.loved", DraftAnswer(value="tea")), since=theirs)
        second.save(Agreement(id="a", by=second.me.id, at=second.now(), text="phones away"))
        await until(one, lambda: "before.loved" in step_screen(one).draft.answers)
        assert page(one).has_focus
        assert page(one).text == "half a sen"
        await one.press(*"X")
        assert page(one).text == "half a sXen"
        assert step_screen(one).question is not None


@pytest.mark.usefixtures("second")
async def test_a_letter_and_a_key_at_once_leave_the_letter_with_its_question(household: Household) -> None:
    async with window(household, "before.good_day") as one:
        await one.press(*"ab", "ctrl+n", *"c", "ctrl+b")
        await one.pause()
        screen = step_screen(one)
        assert screen.draft.answers["before.good_day"].value == "ab"


async def test_a_look_at_other_windows_does_not_hold_up_the_keys(household: Household, second: Household) -> None:
    go_on, looks = Event(), []
    catch_up = household.catch_up

    def slow() -> bool:
        looks.append(1)
        go_on.wait(10)
        return catch_up()

    household.catch_up = slow  # type: ignore[method-assign] # a disk that takes its time
    app = NearerApp(done(household))
    try:
        async with app.run_test(size=SMALL) as pilot:
            await until(pilot, lambda: bool(looks))
            app._glance()
            app._glance()
            await pilot.press("j")
            await pilot.pause()
            assert screen_name(pilot) == "JournalScreen"
            assert len(looks) == 1
            second.save(Agreement(id="a", by=second.me.id, at=second.now(), text="phones away"))
            go_on.set()
            await until(pilot, lambda: "phones away" in seen(pilot))
    finally:
        go_on.set()


@pytest.mark.parametrize("error", [StoreError("journal_foreign"), ValueError("of ours")])
async def test_a_look_that_fails_ends_nothing(household: Household, error: Exception) -> None:
    catch_up = household.catch_up
    failed: list[int] = []

    def failing() -> bool:
        if failed:
            return catch_up()
        failed.append(1)
        raise error

    household.catch_up = failing  # type: ignore[method-assign] # a disk that fails once
    async with app_on(household).run_test(size=SMALL) as pilot:
        await until(pilot, lambda: bool(failed))
        household.save(Agreement(id="a", by=household.me.id, at=household.now(), text="phones away"))
        await pilot.press("j")
        await until(pilot, lambda: "phones away" in seen(pilot))
        assert screen_name(pilot) == "JournalScreen"
        assert failed == [1]
