"""`python -m bench.pictures [FOLDER]` draws the pictures that the README shows: every time the same, byte for byte.

They show a made-up couple's home on an evening that never ends, played to each screen as a person would.
"""

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from textual.pilot import Pilot

from tui.app.app import NearerApp
from tui.catalog.catalog import Catalog
from tui.core.clock import Reading
from tui.core.ids import Ids
from tui.core.records import Opening, Person
from tui.demo.days import set_up
from tui.demo.home import save
from tui.demo.story import Material, history
from tui.household import Household
from tui.store.store import Store

if TYPE_CHECKING:  # screens load when a picture is drawn
    from tui.screens.reveal import RevealScreen

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
SIZE = (100, 30)
EVENING = datetime(2026, 11, 23, 18, 20, tzinfo=UTC)
SEED = 1
TALKED = 46
"""Seconds of the first turn that are over in the picture of a talk."""

OF_THIS_TERMINAL = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TEXTUAL_THEME", "TEXTUAL_COLOR_SYSTEM")
"""Wishes in the environment that would change what is drawn."""

_FONT_ADDRESS = re.compile(r",\s*url\([^)]*\) format\(\"woff2?\"\)")


class StillClock:
    """A clock that goes only when it is told to."""

    def __init__(self) -> None:
        """It is `EVENING`, and the machine has run for a while."""
        self.gone = 0.0

    def now(self) -> datetime:
        """Return the wall time in UTC."""
        return EVENING + timedelta(seconds=self.gone)

    def read(self) -> Reading:
        """Return all clocks at this moment."""
        return Reading(wall=self.now(), steady=1000 + self.gone, boot=1000 + self.gone, boot_id="picture")


Stage = Pilot[int]
Play = Callable[[Stage, StillClock], Awaitable[None]]


async def settled(pilot: Stage) -> None:
    """Wait until what was begun is done."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def press(pilot: Stage, *keys: str) -> None:
    """Press keys, each when the one before has done its work."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def home(pilot: Stage, clock: StillClock) -> None:
    """Where everybody comes in."""
    del pilot, clock


async def question(pilot: Stage, clock: StillClock) -> None:
    """The first question of the first step, with the two circles at 5."""
    del clock
    from tui.screens.step import StepScreen

    await pilot.app.push_screen(StepScreen(_household(pilot), "before"))
    await settled(pilot)
    await press(pilot, "enter", "5")


async def reveal(pilot: Stage, clock: StillClock) -> None:
    """What each loves about the other, side by side."""
    del clock
    await _opened(pilot, "before", "before.loved")


async def years(pilot: Stage, clock: StillClock) -> None:
    """Both lines through the years, over one another."""
    del clock
    await _opened(pilot, "cause", "cause.line")


async def week(pilot: Stage, clock: StillClock) -> None:
    """The week, where time alone is seen."""
    del clock
    from tui.screens.planner import PlannerScreen

    await pilot.app.push_screen(PlannerScreen(_household(pilot), view="week"))
    await settled(pilot)


async def talk(pilot: Stage, clock: StillClock) -> None:
    """A talk in which one has the floor."""
    from tui.screens.talk import TalkScreen
    from tui.screens.talk_room import TalkRoom
    from tui.widgets.choices import ChoicesAsking

    await pilot.app.push_screen(TalkScreen(_household(pilot), topic="the evenings in the week", format_id="equal"))
    await settled(pilot)
    pilot.app.screen.query_one("#people", ChoicesAsking).give("0")
    await press(pilot, "ctrl+n", "a", "l", "space", "enter", "enter")
    room = pilot.app.screen
    if isinstance(room, TalkRoom):
        for _ in range(TALKED):
            clock.gone += 1
            room.tick()
    await settled(pilot)


PICTURES: dict[str, Play] = {
    "home": home,
    "question": question,
    "reveal": reveal,
    "years": years,
    "week": week,
    "talk": talk,
}
"""Each by the name of its file."""


def _household(pilot: Stage) -> Household:
    app = pilot.app
    if not isinstance(app, NearerApp) or app.household is None:
        raise TypeError(app)
    return app.household


async def _opened(pilot: Stage, step: str, question: str) -> None:
    """Go to a question to which both gave an answer when they opened the step, the last time that they did."""
    from tui.screens.reveal import RevealScreen

    household = _household(pilot)
    openings = [each for each in household.all(Opening) if each.step == step]
    screens = [RevealScreen(household, each) for each in reversed(openings)]
    screen, place = next((each, place) for each in screens for place in _places(each, question))
    await pilot.app.push_screen(screen)
    await settled(pilot)
    await press(pilot, *["right"] * place)


def _places(screen: "RevealScreen", question: str) -> Iterator[int]:
    """Give the place of a question's page, where both answered it."""
    for place, page in enumerate(screen.pages):
        if not isinstance(page, str) and page.pair.question == question:
            yield place


@contextmanager
def _lived_in(clock: StillClock) -> Iterator[Household]:
    """Open a home of a made-up couple, which is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "home"
        _fill(place, Path(folder) / "calendars")
        household = Household.open(place, clock=clock, ids=Ids(Random(SEED)))  # noqa: S311 - the same ids every time
        try:
            yield household
        finally:
            household.close()


def _fill(place: Path, calendars: Path) -> None:
    catalog = Catalog.open()
    store = Store.open(place)
    try:
        save(
            store,
            history(
                seed=SEED,
                until=EVENING.replace(hour=0, minute=0),
                material=Material.of(catalog),
            ),
        )
        set_up(store, store.all(Person), calendars, EVENING)
    finally:
        store.close()


async def draw(play: Play) -> str:
    """Return the picture (SVG) of the screen that `play` leads to."""
    clock = StillClock()
    with _lived_in(clock) as household:
        opening: Future[Household] = Future()
        opening.set_result(household)
        app = NearerApp(opening)
        app.animation_level = "none"
        async with app.run_test(size=SIZE) as pilot:
            await settled(pilot)
            await play(pilot, clock)
            for field in app.screen.query("Input, TextArea"):
                field.cursor_blink = False  # type: ignore[attr-defined]  # both have it
            await settled(pilot)
            return _FONT_ADDRESS.sub("", app.export_screenshot())


def main(words: list[str]) -> int:
    """Draw all pictures into the folder that is named, or into the one that the README looks in."""
    folder = Path(words[0]) if words else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for wish in OF_THIS_TERMINAL:
        os.environ.pop(wish, None)
    for name, play in PICTURES.items():
        (folder / f"{name}.svg").write_text(asyncio.run(draw(play)), "utf-8")
        print(f"{name}.svg")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
