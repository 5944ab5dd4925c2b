"""What tests play on: a clock that stands still, the app on a household, and what stands on the screen."""

from collections.abc import Mapping
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from tui.app.app import NearerApp
from tui.core.clock import Reading
from tui.household import Household

EVENING = datetime(2026, 11, 23, 18, tzinfo=UTC)
SMALL = (80, 24)
LARGE = (120, 40)

LOOKS = pytest.mark.parametrize(("language", "size"), [("en", SMALL), ("de", LARGE)], ids=["en-80x24", "de-120x40"])
"""How a picture is taken: each language and each size once. That all fits on 80 columns has a test of its own."""


ONCE = pytest.mark.parametrize(("language", "size"), [("en", SMALL)], ids=["en-80x24"])
"""How a picture is taken of what another picture shows large already, but for a few words."""


def pictures(argument: str, both: Mapping[str, object], once: Mapping[str, object]) -> pytest.MarkDecorator:
    """Let pictures be taken of one screen's states: of some in each language and size, of the others `ONCE`."""
    looks = {"en-80x24": ("en", SMALL), "de-120x40": ("de", LARGE)}
    states = [(name, look) for name in both for look in looks] + [(name, "en-80x24") for name in once]
    taken = [pytest.param({**both, **once}[name], *looks[look], id=f"{name}-{look}") for name, look in states]
    return pytest.mark.parametrize((argument, "language", "size"), taken)


class FixedClock:
    """A clock that goes only when it is told to."""

    def __init__(self, now: datetime = EVENING) -> None:
        self.wall = now
        self.steady = 1000.0
        self.boot = 1000.0
        self.boot_id = "boot"

    def now(self) -> datetime:
        return self.wall

    def read(self) -> Reading:
        return Reading(wall=self.wall, steady=self.steady, boot=self.boot, boot_id=self.boot_id)

    def go(self, seconds: float) -> None:
        """Let all clocks go on together."""
        self.wall += timedelta(seconds=seconds)
        self.steady += seconds
        self.boot += seconds


def done(household: Household) -> "Future[Household]":
    """Return a household that is open already, as the app waits for one."""
    future: Future[Household] = Future()
    future.set_result(household)
    return future


def app_on(household: Household, *, first: str = "home", step: str = "") -> NearerApp:
    """Return the app on a household."""
    return NearerApp(done(household), first=first, step=step)


def seen(pilot: Pilot[int]) -> str:
    """Return what stands on the screen, line by line."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def screen_name(pilot: Pilot[int]) -> str:
    """Return the name of the screen's class."""
    screen: Screen[object] = pilot.app.screen
    return type(screen).__name__
