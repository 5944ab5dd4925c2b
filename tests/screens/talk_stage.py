"""A talk on disk, as a window finds it, and what is done with it in tests."""

from collections.abc import Sequence

from msgspec.structs import replace
from textual.pilot import Pilot

from tests.stage import FixedClock, done, seen
from tui.app.app import NearerApp
from tui.household import Household
from tui.screens.talk_floor import FloorScreen
from tui.screens.talk_room import TalkRoom
from tui.talk.floor import Floor
from tui.talk.moves import Move, begin
from tui.talk.running import RunningTalk
from tui.talk.shape import Lines, Part

MOMENT = 1.0
"""Seconds after which a key surely means what it stands for."""

TEXTS = {
    "en": (
        Lines(
            title="Where it is hard",
            speaker="Speak of yourself: what happened, and what it did to you. A sentence or two, then a pause.",
            listener="Listen until you can say it back. No answer yet, and no advice.",
            questions=(
                "What has been on your mind this week, and have you told anybody?",
                "What would you like more of?",
            ),
        ),
        Lines(title="Freely", both="Talk as it comes. Ask about something that you have heard."),
    ),
    "de": (
        Lines(
            title="Wo es schwer ist",
            speaker="Sprich von dir: was war, und was es mit dir gemacht hat. Ein, zwei Sätze, dann eine Pause.",
            listener="Hör zu, bis du es wiedergeben kannst. Noch keine Antwort, und kein Rat.",
            questions=(
                "Was hat dich diese Woche beschäftigt, und hast du es schon erzählt?",
                "Wovon hättest du gern mehr?",
            ),
        ),
        Lines(title="Freies Gespräch", both="Redet, wie es kommt. Fragt nach etwas, was ihr gehört habt."),
    ),
}
"""What is said of the two parts of a talk, by language."""


def kept_talk(
    household: Household,
    clock: FixedClock,
    *,
    language: str = "en",
    topic: str = "the evenings in the week",
    rules: tuple[str, str] = ("", ""),
    reflect: bool = True,
) -> None:
    """Put a talk on disk that has just begun: two turns each, Ana first, then a part for both."""
    turns, free = TEXTS[language]
    shape = (
        Part(id="turns", seconds=150, turns=4, reflect=reflect, lines=turns),
        Part(id="free", seconds=60, lines=free),
    )
    floor = begin("talk-1", shape, form="a way of their own", topic=topic, first=0, reading=clock.read(), ready=True)
    RunningTalk(replace(floor, rules=rules), shelf=household.store.local, clock=clock).keep()


def talk_app(household: Household) -> NearerApp:
    """Return the app that begins with the talk on disk."""
    return NearerApp(done(household), first="talk")


async def settled(pilot: Pilot[int]) -> None:
    """Wait for what a key set off, also in threads."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def on_the_floor(pilot: Pilot[int]) -> None:
    """Wait for the talk that was taken up, and let it go on."""
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, FloorScreen)
    screen.do(Move.RESUME)
    await settled(pilot)


async def press(pilot: Pilot[int], clock: FixedClock, *keys: str) -> None:
    """Press keys as people do, with a moment before each."""
    for key in keys:
        passes(pilot, clock, MOMENT)
        await pilot.press(key)
    await settled(pilot)


def passes(pilot: Pilot[int], clock: FixedClock, seconds: float) -> None:
    """Let time pass while the screen looks."""
    for step in _steps(seconds):
        clock.go(step)
        looked(pilot)


def _steps(seconds: float) -> Sequence[float]:
    whole = int(seconds // 10)
    return (*[10.0] * whole, seconds - 10 * whole)


def looked(pilot: Pilot[int]) -> Floor:
    """Return the talk as the screen sees it now."""
    screen = pilot.app.screen
    assert isinstance(screen, TalkRoom)
    screen.tick()
    return screen.talk.floor


def row_of(pilot: Pilot[int], text: str) -> str:
    """Return the line of the screen on which a text stands."""
    return next((line for line in seen(pilot).splitlines() if text in line), "")
