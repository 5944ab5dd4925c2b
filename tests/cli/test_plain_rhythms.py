"""The weekly hour, questions by turns and ways to begin, line by line."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.stage import FixedClock
from tui.cli.markdown import to_markdown
from tui.cli.plain_rhythms import rhythms
from tui.core.errors import StoreError
from tui.core.ids import Ids
from tui.core.records import Agreement, Talk
from tui.household import Household
from tui.household.rhythms import left_hour, left_turns, rising_set, running_hour

PARTS = 7
COUNT = 12


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
    """Lines to read; a number among them lets so many seconds pass before the next line."""

    def __init__(self, lines: tuple[str | int, ...], clock: FixedClock) -> None:
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
    """Types lines into one of the rhythms, and keeps what was said."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], clock: FixedClock
    ) -> None:
        self._patch, self._capture, self._clock = monkeypatch, capsys, clock

    def __call__(self, household: Household, which: str, *lines: str | int, code: int = 0) -> str:
        self._patch.setattr("sys.stdin", Keyboard(lines, self._clock))
        found = rhythms(household, which)
        said = self._capture.readouterr()
        assert found == code, said.err
        assert len(said.err.splitlines()) == code
        return said.out


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], clock: FixedClock) -> Typed:
    return Typed(monkeypatch, capsys, clock)


# The weekly hour


def test_an_hour_from_the_first_part_to_the_thanks(household: Household, typed: Typed) -> None:
    lines: list[str | int] = ["", 480]
    said = typed(household, "weekly", *lines * PARTS)
    for part in household.catalog.hour("weekly").parts:
        assert f"{part.title}." in said
    assert "Part 7 of 7. A closing question. About 3 minutes." in said
    assert "practice:" in said
    assert said.endswith(
        "Thank you for this hour.\nWhat stayed open may stay open. That you held it stands in the "
        "journal, and nothing else.\n"
    )
    (talk,) = household.all(Talk)
    assert (talk.format, talk.topic, talk.minutes) == ("weekly", "", 50)
    assert "Monday 23 November 2026: The weekly hour" in to_markdown(household)
    assert not left_hour(household)


def test_parts_can_be_skipped_gone_back_to_and_said_again(household: Household, typed: Typed) -> None:
    said = typed(household, "weekly", "4", "<", "?", "0", "9", "what", "q")
    parts = [line for line in said.splitlines() if line.startswith("Part ")]
    assert [line[:11] for line in parts] == [f"Part {number} of 7" for number in (1, 4, 3, 3)]
    assert said.count("An empty line goes on to the next part") == 2
    assert "from 1 to 7" in said
    assert "That was not understood." in said
    assert said.endswith("Where you are is kept.\n")
    assert running_hour(household).course.part == 2


def test_the_time_is_told_when_it_is_asked_for_and_hurries_nobody(household: Household, typed: Typed) -> None:
    said = typed(household, "weekly", "2", "t", 60, "t", 125, "t", 600, "t", "q")
    assert "Less than a minute has gone by. About 10 minutes." in said
    assert "About a minute has gone by." in said
    assert "About 3 minutes have gone by." in said
    assert "Take the time you need." in said


def test_a_sentence_is_kept(household: Household, typed: Typed) -> None:
    said = typed(household, "weekly", "k", "tea on Sundays", "k", "", "q")
    assert [each.text for each in household.all(Agreement)] == ["tea on Sundays"]
    assert said.count("A sentence to keep?") == 2


def test_where_they_are_is_kept_when_the_input_ends(household: Household, typed: Typed, clock: FixedClock) -> None:
    typed(household, "weekly", "", "", 100)
    assert "Part 3 of 7" in typed(household, "weekly", "q")
    clock.go(86400)
    said = typed(household, "weekly", "", "q")
    assert "You were here on Mon 23 Nov." in said
    assert "Part 3 of 7" in said
    clock.go(86400)
    said = typed(household, "weekly", "a", "q")
    assert "Part 1 of 7" in said
    assert len(household.all(Talk)) == 1


def test_another_window_that_goes_on_is_followed(household: Household, typed: Typed) -> None:
    other = Household.open(household.store.home, name="Ben", clock=household.clock, ids=Ids(Random(2)))
    typed(household, "weekly", "2", "q")
    there = running_hour(other)

    class Elsewhere(Keyboard):
        def readline(self) -> str:
            if not there.gone and there.course.part == 1:
                there.go(4)
                there.keep()
            return super().readline()

    typed._patch.setattr("tests.cli.test_plain_rhythms.Keyboard", Elsewhere)
    said = typed(household, "weekly", "", "q")
    assert "Another window has gone on meanwhile." in said
    assert "Part 5 of 7" in said
    there.look()
    there.let_go()
    other.close()


def test_what_cannot_be_kept_is_said_once_and_the_hour_goes_on(
    household: Household, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(key: str, _: object) -> None:
        raise StoreError("disk_full", path=key)

    monkeypatch.setattr(household.store.local, "put", full)
    said = typed(household, "weekly", "", "", "", "q")
    assert said.count("cannot be saved just now") == 1
    assert "Part 4 of 7" in said


def test_alone_it_is_told_how_to_do_it_alone(household: Household, typed: Typed) -> None:
    household.be_alone(alone=True)
    said = typed(household, "weekly", *[""] * PARTS)
    assert "Take half an hour" in said
    assert "put the phones where" not in said
    assert "Thank you for taking this time." in said
    assert household.all(Talk) == []
    assert "That was not understood" in typed(household, "weekly", "k", "q")


# Questions by turns


def test_questions_by_turns_from_the_first_to_the_last(household: Household, typed: Typed) -> None:
    said = typed(household, "by-turns", "1", *[""] * COUNT)
    for question in rising_set(household, "open").questions:
        assert question.text in said
    assert said.count(" begins, then ") == COUNT
    begins = [line.split()[0] for line in said.splitlines() if " begins, then " in line]
    assert begins[0::2] == [begins[0]] * 6
    assert begins[1::2] == [begins[1]] * 6
    assert said.endswith("That was the last one. Thank you for asking each other.\n")
    assert not left_turns(household, "open")


def test_enough_for_today_and_another_day_it_goes_on(household: Household, typed: Typed) -> None:
    typed(household, "by-turns", "2", "5", "q")
    assert "Question 5 of 12." in typed(household, "by-turns", "2", "q")
    assert "Question 1 of 12." in typed(household, "by-turns", "3", "q")


def test_nothing_is_chosen_with_an_empty_line(household: Household, typed: Typed) -> None:
    for which in ("by-turns", "phrases", ""):
        typed(household, which, "")
        typed(household, which)
    assert not left_turns(household, "open")


def test_alone_nobody_is_said_to_begin(household: Household, typed: Typed) -> None:
    household.be_alone(alone=True)
    said = typed(household, "by-turns", "1", "", "q")
    assert "begins" not in said
    assert household.words("rhythms.alone_turns") in said


# Ways to begin, and the list of all


def test_ways_to_begin_are_read_out_with_their_examples(household: Household, typed: Typed) -> None:
    said = typed(household, "phrases", "2")
    for phrase in household.catalog.phrases("openings").phrases:
        assert phrase.text in said
        assert phrase.example in said


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_list_leads_to_each(household: Household, typed: Typed, language: str) -> None:
    household.speak(language)
    assert household.catalog.hour("weekly").parts[0].title in typed(household, "", "1", "q")
    assert rising_set(household, "open").questions[0].text in typed(household, "", "2", "1", "q")
    assert household.catalog.phrases("appreciations").phrases[0].text in typed(household, "", "3", "1")


def test_no_word_is_missing_in_either_language(household: Household, typed: Typed) -> None:
    for language in ("en", "de"):
        household.speak(language)
        for lines in (("1", "?", "t", "x", "k", "", *[""] * PARTS), ("2", "1", "?", "t", *[""] * COUNT)):
            said = typed(household, "", *lines)
            assert "[" not in said
            assert "{" not in said
