"""Every screen, in every language, on the smallest terminal: nothing is cut off, and nothing stands outside."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList, Static

from tests.stage import SMALL, app_on
from tui.checkin.flow import Draft
from tui.core.records import Answer, Plan, Sitting
from tui.core.text import width
from tui.household import Household
from tui.planner.occurrences import Occurrence
from tui.planner.plans import Act
from tui.screens.finished import FinishedScreen
from tui.screens.leads import LEADS, ROOMS
from tui.screens.step import StepScreen
from tui.widgets.bars import KeyBar, TitleBar

LANGUAGES = ("en", "de")
SPOKEN = pytest.mark.parametrize("language", LANGUAGES)

MOST_KEY_LINES = 3
"""Lines that the keys may take on the smallest terminal."""

Make = Callable[[Household], Screen[Any]]


def unfit(screen: Screen[Any]) -> Iterator[str]:
    """Yield what does not fit on the screen as it is laid out now."""
    for widget in screen.query("*"):
        if widget.is_attached and widget.visible and all(each.display for each in (widget, *widget.ancestors)):
            yield from _unfit(screen, widget)


def _unfit(screen: Screen[Any], widget: Widget) -> Iterator[str]:
    match widget:
        case TitleBar():
            if widget.left.cell_length + widget.right.cell_length + 1 > widget.content_size.width:
                yield f"title: {widget.left.plain}"
        case KeyBar():
            yield from _unfit_keys(widget)
        case Input() if width(widget.placeholder) > widget.content_size.width:
            yield f"placeholder: {widget.placeholder}"
        case Button() if width(str(widget.label)) > widget.content_size.width:
            yield f"button: {widget.label}"
        case Static() if not _scrolls(widget) and _needs(widget) > widget.content_size.height:
            yield f"text: {widget.render()!s}"
        case Button() | Static() | OptionList():
            if widget.size and not _scrolls(widget) and not screen.region.contains_region(widget.region):
                yield f"outside: {widget!r}"


def _unfit_keys(bar: KeyBar) -> Iterator[str]:
    if bar.content_size.height > MOST_KEY_LINES:
        yield f"{bar.content_size.height} lines of keys"
    yield from (hint.label for hint in bar.hints if hint.cells > bar.content_size.width)


def _needs(widget: Static) -> int:
    return widget.get_content_height(widget.size, widget.screen.size, widget.content_size.width)


def _scrolls(widget: Widget) -> bool:
    """Whether what does not fit can be scrolled to; the screen itself never scrolls."""
    return any(
        each.styles.overflow_y in {"auto", "scroll"}
        for each in widget.ancestors
        if isinstance(each, Widget) and not isinstance(each, Screen)
    )


async def check(household: Household, make: Make, *, keys: tuple[str, ...] = ()) -> None:
    """Open a screen and say what does not fit, at first and after each key."""
    async with app_on(household).run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.app.push_screen(make(household))
        await settled(pilot)
        for key in ("", *keys):
            await pilot.press(*filter(None, [key]))
            await settled(pilot)
            assert list(unfit(pilot.app.screen)) == [], (type(pilot.app.screen).__name__, key)


async def check_all(household: Household, makes: Sequence[Make]) -> None:
    """Open one screen above the other and say what does not fit on any of them."""
    found: dict[str, list[str]] = {}
    async with app_on(household).run_test(size=SMALL) as pilot:
        await pilot.pause()
        for make in makes:
            screen = make(household)
            await pilot.app.push_screen(screen)
            await settled(pilot)
            assert pilot.app.screen is screen
            found[type(screen).__name__] = list(unfit(screen))
    assert {name: each for name, each in found.items() if each} == {}


async def settled(pilot: Pilot[int]) -> None:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


@pytest.fixture(params=LANGUAGES)
def spoken(request: pytest.FixtureRequest, household: Household) -> Household:
    """A household in which both speak one of the languages, and have been past the page about safety."""
    for person in household.people:
        household.be(person)
        household.speak(request.param)
        household.save(Sitting(id=person.id, by=person.id, at=household.now(), step="daily.d001"))
    household.be(household.people[0])
    return household


class Overfull(Screen[None]):
    """A screen on which hardly anything fits."""

    def compose(self) -> ComposeResult:
        with Horizontal():
            for _ in range(5):
                yield Button("Far too long for five in a row")
        narrow = Static("more words than one line can hold here")
        narrow.styles.width, narrow.styles.height = 10, 1
        yield narrow


async def test_the_search_sees_what_does_not_fit(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await pilot.app.push_screen(Overfull())
        await settled(pilot)
        found = list(unfit(pilot.app.screen))
        assert [each.split(":")[0] for each in found] == ["outside", "outside", "outside", "text"]


@pytest.mark.parametrize("step", [*LEADS, "cause", "outside", "year", "pulse", "safe", "word", "daily.d001"])
async def test_every_question_fits_and_can_be_passed(spoken: Household, step: str) -> None:
    async with app_on(spoken).run_test(size=SMALL) as pilot:
        await pilot.pause()
        screen = StepScreen(spoken, step)
        await pilot.app.push_screen(screen)
        await settled(pilot)
        for position in range(screen.last + 1):
            assert list(unfit(screen)) == [], (step, position)
            question = screen.question
            if question is not None:
                fields = [each for each in screen.query("#page > *") if each.focusable or each.query("*")]
                page = screen.query_one("#page")
                assert all(each.region.y < page.region.bottom for each in fields), (step, position)
            if position < screen.last:
                await pilot.press("ctrl+o" if question is not None else "enter")
                await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, FinishedScreen)
    assert [answer for answer in spoken.all(Answer) if answer.value is not None] == []


async def test_every_screen_beside_the_steps_fits(spoken: Household) -> None:
    await check_all(spoken, list(dict.fromkeys(ROOMS.values())))


def _home(household: Household) -> Screen[None]:
    from tui.screens.home import HomeScreen

    return HomeScreen(household)


def _settings(household: Household) -> Screen[None]:
    from tui.screens.settings import SettingsScreen

    household.store.home = Path("/home/ana/.local/share/nearer")
    return SettingsScreen(household)


def _people(household: Household) -> Screen[None]:
    from tui.screens.people import PeopleScreen

    return PeopleScreen(household)


def _journal(household: Household) -> Screen[None]:
    from tui.screens.journal import JournalScreen

    return JournalScreen(household)


def _planner(household: Household) -> Screen[None]:
    from tui.screens.planner import PlannerScreen

    return PlannerScreen(household)


def _week(household: Household) -> Screen[None]:
    from tui.screens.planner import PlannerScreen

    return PlannerScreen(household, view="week")


def _propose(household: Household) -> Screen[Any]:
    from tui.screens.propose import ProposeScreen

    return ProposeScreen(household)


def _ideas(household: Household) -> Screen[Any]:
    from tui.screens.ideas import IdeasScreen

    return IdeasScreen(household, 630)


def _own_idea(household: Household) -> Screen[Any]:
    from tui.screens.idea_form import IdeaFormScreen

    return IdeaFormScreen(household)


def _did(household: Household) -> Screen[None]:
    from tui.screens.did import DidScreen

    return DidScreen(household, _weekly(household))


def _sure(household: Household) -> Screen[Any]:
    from tui.screens.plan_sure import PlanSureScreen

    plan = _weekly(household)
    later = plan.start + timedelta(days=21)
    return PlanSureScreen(household, Occurrence(plan=plan, start=later, end=later + timedelta(hours=2)), Act.CANCEL)


def _weekly(household: Household) -> Plan:
    start, me = household.now() + timedelta(hours=2), household.me
    plan = Plan(
        id="p", by=me.id, at=start, start=start, minutes=120, zone=me.zone, what="x" * 90, repeat="FREQ=WEEKLY"
    )
    household.save(plan)
    return plan


def _talk(household: Household) -> Screen[None]:
    from tui.screens.talk import TalkScreen

    return TalkScreen(household)


def _handover(household: Household) -> Screen[None]:
    from tui.screens.handover import HandOverScreen

    return HandOverScreen(household, step="before")


def _safety(household: Household) -> Screen[None]:
    from tui.screens.safety import SafetyScreen

    return SafetyScreen(household, "before")


def _finished(household: Household) -> Screen[None]:
    from tui.screens.finished import FinishedScreen

    household.finish(Draft(step="face"), ["face.happened"])
    return FinishedScreen(household, "face")


def _passphrase(household: Household) -> Screen[None]:
    from tui.screens.passphrase import PassphraseScreen

    return PassphraseScreen(household)


OTHERS: tuple[Make, ...] = (
    _home,
    _people,
    _journal,
    _planner,
    _week,
    _propose,
    _ideas,
    _own_idea,
    _did,
    _sure,
    _talk,
    _safety,
    _finished,
    _passphrase,
    _handover,
    _settings,
)
"""The screens that are no room's, in an order in which none stands in the next one's way."""


async def test_every_other_screen_fits(spoken: Household) -> None:
    await check_all(spoken, OTHERS)


async def test_the_whole_form_for_a_time_fits(spoken: Household) -> None:
    async with app_on(spoken).run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.app.push_screen(_propose(spoken))
        for keys in (("ctrl+r", "ctrl+y"), ("ctrl+r",) * 2, ("ctrl+r",) * 2, ("ctrl+t", *"sa 15", "ctrl+t")):
            await pilot.press(*keys)
            await settled(pilot)
            assert list(unfit(pilot.app.screen)) == [], keys


async def test_the_whole_of_a_talk_fits(spoken: Household) -> None:
    async with app_on(spoken).run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.app.push_screen(_talk(spoken))
        await settled(pilot)
        before = (("ctrl+n",), ("l",), ("a",), ("space",), ("ctrl+o",), ("enter", "enter"))
        for keys in (*before, ("b",), ("enter",), ("o", "a"), ("e",), ("e",)):
            await pilot.press(*keys)
            await settled(pilot)
            assert list(unfit(pilot.app.screen)) == [], (keys, type(pilot.app.screen).__name__)


async def test_the_whole_of_a_time_alone_fits(spoken: Household) -> None:
    async with app_on(spoken).run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.app.push_screen(ROOMS["time-alone"](spoken))
        await settled(pilot)
        for key in ("enter", "enter", "t", "e"):
            await pilot.press(key)
            await settled(pilot)
            assert list(unfit(pilot.app.screen)) == [], key
