"""How the main screens look, small and large: a change of a picture is seen before it is shipped."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from tests.stage import LARGE, LOOKS, SMALL, app_on
from tui.checkin.flow import DraftAnswer
from tui.core.records import Agreement, LifeEvent, Plan, PlanState, Point, Sitting, Timeline, Value
from tui.household import Household
from tui.screens.finished import FinishedScreen
from tui.screens.handover import HandOverScreen
from tui.screens.help import HelpScreen
from tui.screens.home import HomeScreen
from tui.screens.journal import JournalScreen
from tui.screens.reveal import RevealScreen
from tui.screens.safety import SafetyScreen
from tui.screens.settings import SettingsScreen
from tui.screens.setup import SetupScreen
from tui.screens.step import StepScreen

SnapCompare = Callable[..., bool]
SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])

LINES = (
    Timeline(
        points=(
            Point(month="2018-05", level=6),
            Point(month="2021-02", level=3),
            Point(month="2023-08", level=5),
            Point(month="2026-09", level=3),
        ),
        events=(LifeEvent(month="2021-01", what="the move to the north"),),
    ),
    Timeline(
        points=(Point(month="2018-05", level=7), Point(month="2021-06", level=2), Point(month="2026-10", level=4)),
        events=(LifeEvent(month="2021-04", what="my father was ill"), LifeEvent(month="2024-01", what="a new job")),
    ),
)


@pytest.fixture
def lived(household: Household) -> Household:
    """A household in which both have answered two steps and opened them."""
    answers: tuple[dict[str, Value], ...] = (
        {"before.now": 3, "before.wished": 6, "before.loved": "how you laugh at your own jokes"},
        {"before.now": 4, "before.wished": 6, "before.loved": "your patience with my mother"},
    )
    lines: tuple[dict[str, Value], ...] = tuple({"cause.line": line} for line in LINES)
    for step, given in (("before", answers), ("cause", lines)):
        for values in given:
            draft = household.draft(step)
            for question, value in values.items():
                draft = draft.with_answer(question, DraftAnswer(value=value))
            household.finish(draft, list(values))
            household.be(household.partner)
        assert household.open_together(step) is not None
    household.save(
        Plan(
            id="p",
            by=household.me.id,
            at=household.now(),
            start=household.now() + timedelta(days=3, hours=1),
            minutes=120,
            zone="Europe/Berlin",
            what="a walk along the river",
            state=PlanState.ACCEPTED,
        ),
        Agreement(
            id="a", by=household.me.id, at=household.now(), text="We put the phones in the kitchen after nine."
        ),
    )
    return household


def compare(
    snap_compare: SnapCompare,
    household: Household,
    screen: Callable[[], Screen[None]],
    size: tuple[int, int],
    keys: tuple[str, ...] = (),
) -> bool:
    """Compare what `screen` looks like after `keys` with its picture."""

    async def show(pilot: Pilot[int]) -> None:
        await pilot.pause()
        app: App[int] = pilot.app
        if not isinstance(app.screen, SetupScreen):
            await app.push_screen(screen())
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
        await pilot.pause()
        still = app.screen
        for field in still.query("Input, TextArea"):
            field.cursor_blink = False  # type: ignore[attr-defined]  # both have it
        await pilot.pause()

    before: Callable[[Pilot[int]], Awaitable[None]] = show
    return snap_compare(app_on(household), terminal_size=size, run_before=before)


@SIZES
def test_set_up(
    snap_compare: SnapCompare, nobody: Household, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    assert compare(snap_compare, nobody, lambda: SetupScreen(nobody), size)


@SIZES
def test_home_on_the_first_evening(snap_compare: SnapCompare, household: Household, size: tuple[int, int]) -> None:
    assert compare(snap_compare, household, lambda: HomeScreen(household), size)


@SIZES
def test_home_after_a_while(snap_compare: SnapCompare, lived: Household, size: tuple[int, int]) -> None:
    assert compare(snap_compare, lived, lambda: HomeScreen(lived), size)


@SIZES
def test_the_page_about_safety(snap_compare: SnapCompare, household: Household, size: tuple[int, int]) -> None:
    assert compare(snap_compare, household, lambda: SafetyScreen(household, "before"), size)


@LOOKS
@pytest.mark.parametrize("step", ["before", "cause", "face", "close", "time", "steps", "trust"])
def test_the_first_question_of_each_step(
    snap_compare: SnapCompare, lived: Household, step: str, language: str, size: tuple[int, int]
) -> None:
    lived.speak(language)
    assert compare(snap_compare, lived, lambda: StepScreen(lived, step), size, ("enter",))


@SIZES
def test_the_reading_of_a_step(snap_compare: SnapCompare, lived: Household, size: tuple[int, int]) -> None:
    assert compare(snap_compare, lived, lambda: StepScreen(lived, "trust"), size)


@SIZES
def test_words_side_by_side(snap_compare: SnapCompare, lived: Household, size: tuple[int, int]) -> None:
    from tui.core.records import Opening

    opening = next(each for each in lived.all(Opening) if each.step == "before")
    assert compare(snap_compare, lived, lambda: RevealScreen(lived, opening), size, ("right",) * 3)


@SIZES
def test_the_hand_over(snap_compare: SnapCompare, household: Household, size: tuple[int, int]) -> None:
    assert compare(snap_compare, household, lambda: HandOverScreen(household, step="before"), size)


@SIZES
def test_after_a_step(snap_compare: SnapCompare, household: Household, size: tuple[int, int]) -> None:
    household.save(Sitting(id="s", by=household.me.id, at=household.now(), step="before"))
    assert compare(snap_compare, household, lambda: FinishedScreen(household, "before"), size)


@SIZES
def test_the_journal(snap_compare: SnapCompare, lived: Household, size: tuple[int, int]) -> None:
    assert compare(snap_compare, lived, lambda: JournalScreen(lived), size)


@SIZES
def test_help(snap_compare: SnapCompare, household: Household, size: tuple[int, int]) -> None:
    home = HomeScreen(household)
    assert compare(
        snap_compare, household, lambda: HelpScreen(household, page="keys", commands=list(home.commands())), size
    )


@SIZES
def test_settings(
    snap_compare: SnapCompare, household: Household, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(household.store, "home", Path("/home/ana/.local/share/nearer"))
    assert compare(snap_compare, household, lambda: SettingsScreen(household), size)
