"""How the choice between two versions looks, small and large, and the line about it at home."""

from collections.abc import Callable
from random import Random

import pytest
from msgspec.structs import replace

from tests.screens.planner_stage import at, keep
from tests.screens.test_looks import SIZES, SnapCompare, compare
from tests.stage import FixedClock
from tui.core.ids import Ids
from tui.household import Household
from tui.screens.both import BothScreen
from tui.screens.home import HomeScreen
from tui.screens.room import Room

LONG = "a walk by the river, and then the little place with the soup that we liked so much in autumn"


@pytest.fixture
def torn(household: Household, clock: FixedClock) -> Household:
    """A plan that both moved and named anew, Ben a minute after Ana."""
    other = Household.open(household.store.home, name="Ben", clock=clock, ids=Ids(Random(2)))
    plan = keep(household, at(26, 19), "a walk")
    other.catch_up()
    clock.go(60)
    household.save(replace(plan, start=at(27, 19), what=LONG), seen=[plan])
    clock.go(60)
    other.save(replace(plan, start=at(28, 18), what="a walk in the woods"), seen=[plan])
    other.close()
    household.catch_up()
    return household


@SIZES
@pytest.mark.parametrize("screen", [BothScreen, HomeScreen])
def test_what_was_changed_twice(
    snap_compare: SnapCompare, torn: Household, screen: Callable[[Household], Room[None]], size: tuple[int, int]
) -> None:
    assert compare(snap_compare, torn, lambda: screen(torn), size)


@SIZES
def test_the_second_of_two(snap_compare: SnapCompare, torn: Household, size: tuple[int, int]) -> None:
    assert compare(snap_compare, torn, lambda: BothScreen(torn), size, ("enter",))
