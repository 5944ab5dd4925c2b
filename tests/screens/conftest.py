"""A household of Ana and Ben on an evening that never ends."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from tests.painting import every_frame as every_frame  # noqa: PLC0414 # it is a fixture of every test here
from tests.painting import paint_once
from tests.settling import style_once, wait_for_the_app
from tests.stage import FixedClock
from tui.core.ids import Ids
from tui.household import Household


@pytest.fixture(autouse=True, scope="session")
def parsed_once() -> Iterator[None]:
    """Let all apps of a test run share the style sheets that were parsed before: a sixth of what a test costs."""
    parse = Stylesheet._parse_rules
    known: dict[tuple[object, ...], list[RuleSet]] = {}
    colours: dict[tuple[object, ...], int] = {}
    last: list[tuple[object, int]] = [({}, -1)]

    def colours_of(sheet: Stylesheet) -> int:
        """Return a number for what all variables say; of the variables asked about last it is known."""
        if last[0][0] is not sheet._variables:
            said = tuple(sheet._variables.items())
            last[0] = sheet._variables, colours.setdefault(said, len(colours))
        return last[0][1]

    def shared(
        sheet: Stylesheet,
        css: str,
        read_from: tuple[str, str],
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        key = (css, read_from, is_default_rules, tie_breaker, scope, colours_of(sheet))
        if key not in known:
            known[key] = parse(sheet, css, read_from, is_default_rules, tie_breaker, scope)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", shared)
        yield


@pytest.fixture(autouse=True, scope="session")
def settled() -> Iterator[None]:
    """Wait for the app rather than for the processor, and style each widget once: a quarter of what a test costs."""
    with pytest.MonkeyPatch.context() as patch:
        wait_for_the_app(patch)
        style_once(patch)
        paint_once(patch)
        yield


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def nobody(tmp_path: Path, clock: FixedClock) -> Iterator[Household]:
    """A home where nobody has begun yet."""
    household = Household.open(tmp_path / "home", clock=clock, ids=Ids(Random(1)))
    yield household
    household.close()


@pytest.fixture
def household(nobody: Household) -> Household:
    """Ana in Berlin and Ben in New York; Ana is at the keyboard."""
    nobody.found(("Ana", "Ben"), ("Europe/Berlin", "America/New_York"), apart=False)
    return nobody
