"""The talk line by line."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest

from tests.stage import FixedClock
from tui.cli.plain_talk import talk
from tui.core.errors import InputError
from tui.core.ids import Ids
from tui.core.records import Agreement, Talk
from tui.household import Household
from tui.talk.floor import Status
from tui.talk.running import KEY, from_data

Lines = Sequence[str | int]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def household(tmp_path: Path, clock: FixedClock) -> Iterator[Household]:
    found = Household.open(tmp_path / "home", clock=clock, ids=Ids(Random(1)))
    found.found(("Ana", "Ben"), ("Europe/Berlin", "America/New_York"))
    yield found
    found.close()


class Keyboard:
    """Lines to read; a number among them lets so many seconds (at most 30) pass before the next line."""

    def __init__(self, lines: Lines, clock: FixedClock) -> None:
        self._lines = list(lines)
        self._clock = clock

    def readline(self) -> str:
        while self._lines:
            line = self._lines.pop(0)
            if isinstance(line, str):
                return f"{line}\n"
            self._clock.go(line)
        return ""


class Typed:
    """Types lines into a talk, and keeps what was said."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], clock: FixedClock
    ) -> None:
        self._patch = monkeypatch
        self._capture = capsys
        self._clock = clock
        self.complaint = ""

    def __call__(
        self, household: Household, *lines: str | int, form: str = "equal", topic: str = "us", code: int = 0
    ) -> str:
        self._patch.setattr("sys.stdin", Keyboard(lines, self._clock))
        found = talk(household, form, topic)
        said = self._capture.readouterr()
        self.complaint = said.err
        assert found == code, said.err
        assert len(said.err.splitlines()) == code
        return said.out


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], clock: FixedClock) -> Typed:
    return Typed(monkeypatch, capsys, clock)


def test_a_talk_from_the_first_question_to_the_sentence(household: Household, typed: Typed) -> None:
    lines: list[str | int] = ["2", "the kitchen", "1", "n", 20, "", "y", "e", "e", "We listen.", "y"]
    said = typed(household, *lines, form="", topic="")
    assert "Ana has the floor." in said
    assert "2 min 10 s left." in said
    assert said.index("Ana has the floor.") < said.index("Ben has the floor.")
    (held,) = household.all(Talk)
    assert (held.format, held.topic, held.kept) == ("speaker-listener", "the kitchen", "We listen.")
    assert [each.text for each in household.all(Agreement)] == ["We listen."]
    assert household.store.local.get(KEY) is None


def test_the_end_of_a_turn_is_said_at_the_next_line(household: Household, typed: Typed) -> None:
    half_minutes: list[str | int] = [part for _ in range(7) for part in (30, "")]
    said = typed(household, "1", *half_minutes, "q")
    assert said.count("The time is up.") == 1
    assert "30 s over" not in said.split("The time is up.")[0]
    assert "30 seconds over." in said


def test_a_pause_stops_the_time(household: Household, typed: Typed) -> None:
    said = typed(household, "1", 30, "p", 30, "", 30, "p", "", "q")
    assert "3 min 0 s left." in said
    assert said.count("2 min 30 s left.") >= 3


def test_a_gap_is_told_and_the_line_after_it_does_nothing(household: Household, typed: Typed) -> None:
    said = typed(household, "1", 4000, "y", "g", "q")
    assert "The time stood still" in said
    assert "Ben has the floor." not in said


@pytest.mark.parametrize("lines", [("1",), ("1", "b"), ("1", "b", "1"), ("1", "p")])
def test_when_the_lines_end_the_talk_is_kept_and_taken_up(
    household: Household, typed: Typed, lines: tuple[str, ...]
) -> None:
    typed(household, *lines, code=1)
    assert "kept" in typed.complaint
    floor = from_data(household.store.local.get(KEY))
    assert floor is not None
    assert floor.status is not Status.RUNNING
    said = typed(household, "q")
    assert "You take up the talk" in said


def test_a_break_is_agreed_on_told_and_come_back_from(household: Household, typed: Typed) -> None:
    said = typed(
        household, "1", "b", "9", "2", "", "g", "g", "b", "x", "g", "b", "", "m", "3", "g", "", "g", "g", "q"
    )
    assert "2 in 30 minutes, at 19:30 (13:30 for Ben)" in said
    assert "whole number from 1 to 5" in said
    assert "30 min 0 s left." in said
    assert "A body needs about 20 minutes" in said
    assert "60 min 0 s left." in said


def test_the_end_is_asked_for_once(household: Household, typed: Typed) -> None:
    said = typed(household, "1", "e", "", "e", "q")
    assert said.count("type e once more") == 2
    assert household.all(Talk) == []


def test_after_the_last_part_the_end_is_asked_for(household: Household, typed: Typed) -> None:
    said = typed(household, "1", "n", "n", "n", "e", "")
    assert "type e once more" in said
    assert len(household.all(Talk)) == 1


def test_what_makes_no_sense_is_said_and_changes_nothing(household: Household, typed: Typed) -> None:
    said = typed(household, "1", "dance", "n", "y", "?", "q")
    assert said.count("That was not understood.") == 1
    assert said.count("That does not go together") == 1
    assert said.count("Press Enter for the time.") == 2


def test_nobody_there_to_begin_with_leaves_nothing(household: Household, typed: Typed) -> None:
    typed(household, form="", topic="", code=1)
    assert household.store.local.get(KEY) is None


def test_an_end_without_anybody_left_keeps_the_talk(household: Household, typed: Typed) -> None:
    typed(household, "1", "e", "e")
    assert [held.kept for held in household.all(Talk)] == [""]


def test_a_format_that_is_not_there_is_said(household: Household) -> None:
    with pytest.raises(InputError):
        talk(household, "no such", "")


def test_a_talk_begun_on_the_screen_is_taken_up_line_by_line(household: Household, typed: Typed) -> None:
    typed(household, "2", "y", "q")
    said = typed(household, "g", "", "e", "e", "")
    assert "Ana has the floor." in said
    assert len(household.all(Talk)) == 1


@pytest.mark.parametrize(
    "name", ["[/b]", "x" * 10_000, "\u202eevil", "👩‍👩‍👧‍👦"], ids=["markup", "long", "bidi", "emoji"]
)
def test_odd_names_are_only_text(tmp_path: Path, clock: FixedClock, typed: Typed, name: str) -> None:
    found = Household.open(tmp_path / "odd", clock=clock)
    found.found((name, "Ben"), ("UTC", "UTC"))
    said = typed(found, "1", "y", "b", "", "g", "g", "e", "e", "", topic=name)
    assert "\u202e" not in said
    found.close()
