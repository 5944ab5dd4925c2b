"""A household of Ana and Ben on an evening that never ends."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.stage import FixedClock
from tui.core.ids import Ids
from tui.household import Household


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
