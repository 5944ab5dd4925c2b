"""How it has felt over time, line by line: the same as on the screen, in sentences."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from tests.cli.plain_lines import Typed
from tests.screens.together_stage import give, weekly
from tests.stage import FixedClock
from tui.core.ids import Ids
from tui.core.records import Share, Sitting
from tui.household import Household


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def household(tmp_path: Path, clock: FixedClock) -> Iterator[Household]:
    found = Household.open(tmp_path / "home", clock=clock, ids=Ids(Random(1)))
    found.found(("Ana", "Ben"), ("Europe/Berlin", "America/New_York"))
    for person in found.people:  # past the page about safety
        found.save(Sitting(id=person.id, by=person.id, at=clock.now(), step="daily.d001"))
    yield found
    found.close()


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(monkeypatch, capsys)


def test_marks_band_and_what_happened_are_said(household: Household, clock: FixedClock, typed: Typed) -> None:
    weekly(household, clock, "Ana", "445444")
    weekly(household, clock, "Ben", "35", Share.NOW)
    said = typed(household, "how-close", "")
    assert "How close it feels: three months, up to Nov 2026. 1 far apart, 7 almost one." in said
    assert "Ana, oldest first: Mon 19 Oct 2026 4," in said
    assert "Ben, oldest first: Mon 16 Nov 2026 3, Mon 23 Nov 2026 5." in said
    assert "By chance alone a mark may lie from 3.1 to 5.2 here." in said
    assert "The last mark lies within what chance alone may do." in said


def test_other_measures_times_and_bands_are_asked_for(household: Household, clock: FixedClock, typed: Typed) -> None:
    weekly(household, clock, "Ana", "445444")
    said = typed(household, "how-close", "3", "+", "-", "b", "n", "o", "?", "nonsense", "<")
    assert "Can I rely on you: three months" in said
    assert "Can I rely on you: half a year" in said
    assert "There is nothing of Ben to see here." in said
    assert "That was not understood." in said
    weekly(household, clock, "Ben", "454545", Share.NOW)
    assert "The last mark of Ben lies within" in typed(household, "how-close", "o", "")


def test_today_is_marked_from_there(household: Household, clock: FixedClock, typed: Typed) -> None:
    weekly(household, clock, "Ana", "44")
    clock.wall += timedelta(days=1)
    said = typed(household, "how-close", "m", "7", "", "", "", "", "", "")
    assert "Mon 16 Nov 2026 4, Mon 23 Nov 2026 4, Tue 24 Nov 2026 7." in said


def test_with_nothing_marked_it_says_how_to(household: Household, typed: Typed) -> None:
    assert "m marks how it is today" in typed(household, "how-close", "")


def test_what_the_other_kept_private_is_not_said(household: Household, clock: FixedClock, typed: Typed) -> None:
    weekly(household, clock, "Ben", "444444")
    assert "Ben" not in typed(household, "how-close", "").replace("Ben or", "")


def test_many_marks_are_not_all_read_out(household: Household, clock: FixedClock, typed: Typed) -> None:
    weekly(household, clock, "Ana", "4" * 30)
    said = typed(household, "how-close", "")
    assert "Ana, the newest marks, oldest first: " in said
    assert said.count(" 2026 4") == 20


def test_it_is_said_in_german(household: Household, clock: FixedClock, typed: Typed) -> None:
    weekly(household, clock, "Ana", "445444")
    give(household, "Ana", {"pulse.faith": 3})
    household.speak("de")
    said = typed(household, "how-close", "4", "o", "")
    assert "zwischen 3,1 und 5,2" in said
    assert "Glaube ich, dass es gut wird mit uns" in said
    assert "[" not in said
