"""What can be done next, line by line, and passing the keyboard."""

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import ModuleType

import pytest

from tests.cli.line import Line
from tests.cli.plain_lines import Typed, answering, passing
from tests.stage import FixedClock
from tui.cli.plain_menu import LISTED, PLACES
from tui.cli.run import run
from tui.core.errors import InputError
from tui.core.ids import Ids
from tui.core.records import Opening, Sitting
from tui.household import Household
from tui.household.rhythms import today_question

OTHERS = {
    "issues": ("tui.cli.plain_issues", "issues"),
    "small-steps": ("tui.cli.plain_small_steps", "small_steps"),
    "agreements": ("tui.cli.plain_agreements", "agreements"),
    "how-close": ("tui.cli.plain_how_close", "how_close"),
}
RHYTHMS = ["weekly", "by-turns", "phrases"]


@pytest.fixture
def household(tmp_path: Path) -> Iterator[Household]:
    found = Household.open(tmp_path / "home", clock=FixedClock(), ids=Ids(Random(1)))
    found.found(("Ana", "Ben"), ("Europe/Berlin", "America/New_York"))
    yield found
    found.close()


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(monkeypatch, capsys)


def number(place: str) -> str:
    return str(list(LISTED).index(place) + 1)


class Gone:
    """Stands in for a part that another module plays; notes when it is played."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.played: list[str] = []
        for place, (module, name) in OTHERS.items():
            monkeypatch.setitem(sys.modules, module, self._module(module, name, place))
        monkeypatch.setitem(sys.modules, "tui.cli.plain_rhythms", self._rhythms())

    def _module(self, module: str, name: str, place: str) -> ModuleType:
        def play(household: Household) -> int:
            assert household.me.name
            self.played.append(place)
            return 0

        found = ModuleType(module)
        setattr(found, name, play)
        return found

    def _rhythms(self) -> ModuleType:
        def rhythms(household: Household, which: str) -> int:
            assert household.me.name
            self.played.append(which)
            return 0

        found = ModuleType("tui.cli.plain_rhythms")
        found.rhythms = rhythms  # type: ignore[attr-defined]  # a module made up for the test
        return found


@pytest.fixture
def gone(monkeypatch: pytest.MonkeyPatch) -> Gone:
    return Gone(monkeypatch)


# The list


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_list_says_everything_with_its_number(household: Household, typed: Typed, language: str) -> None:
    household.speak(language)
    lines = typed(household, "menu").splitlines()
    numbered = [line for line in lines if line[:1].isdigit()]
    assert [line.partition(" ")[0] for line in numbered] == [str(each) for each in range(1, len(LISTED) + 2)]
    assert all("[" not in line for line in lines)
    assert any("Ben" in line for line in numbered)


@pytest.mark.parametrize("stop", ["", "q", "stop", "Q", str(len(LISTED) + 1)])
def test_the_list_is_left(household: Household, typed: Typed, stop: str) -> None:
    said = typed(household, "menu", stop, "own")
    assert "not answered anything" not in said


@pytest.mark.parametrize("stop", ["q", "aufhören"])
def test_the_list_is_left_in_german(household: Household, typed: Typed, stop: str) -> None:
    household.speak("de")
    assert typed(household, "menu", stop, "own").count("Und jetzt?") == 1


def test_the_list_comes_after_the_next_step_and_not_after_one_that_was_named(
    household: Household, typed: Typed
) -> None:
    said = typed(household, "", *passing(household, "before", "4"))
    assert "This is what you can do." in said
    assert "One step is enough for a day." in said
    assert "This is what you can do." not in typed(household, "cause", *passing(household, "cause", ""))


def test_the_list_comes_when_a_step_was_left_as_a_draft_but_not_when_the_lines_ended(
    household: Household, typed: Typed
) -> None:
    assert "This is what" not in typed(household, "", "4", code=1)
    assert "This is what" in typed(household, "", *passing(household, "before")[1:-1], "n")


@pytest.mark.parametrize("place", [*OTHERS, *RHYTHMS])
def test_each_part_is_reached_by_its_number_and_by_its_name(
    household: Household, typed: Typed, gone: Gone, place: str
) -> None:
    typed(household, "menu", number(place), place.upper(), "")
    typed(household, place)
    assert gone.played == [place] * 3


def test_the_list_is_said_once_and_again_when_it_is_asked_for(household: Household, typed: Typed, gone: Gone) -> None:
    said = typed(household, "menu", "issues", "?", "issues", "")
    assert gone.played == ["issues", "issues"]
    assert said.count("This is what you can do.") == 2
    assert said.count("What next?") == 4


@pytest.mark.parametrize("place", ["99", "0", "nonsense", "²", "[/b]", "日本語", "<"])
def test_what_is_not_on_the_list_is_said(household: Household, typed: Typed, place: str) -> None:
    said = typed(household, "menu", place, "")
    assert said.count("What next?") == 2
    assert "Nothing is lost." in said


def test_a_step_can_be_named_in_the_list(household: Household, typed: Typed) -> None:
    typed(household, "menu", "trust", *passing(household, "trust"), "")
    assert [each.step for each in household.all(Sitting)] == ["trust"]


@pytest.mark.parametrize("place", ["next", "daily", "outside", "year"])
def test_steps_and_exercises_are_asked_from_the_list(household: Household, typed: Typed, place: str) -> None:
    step = {"next": "before", "daily": today_question(household)}.get(place, place)
    typed(household, "menu", number(place), *answering(household, step, "word"), "")
    assert [each.step for each in household.all(Sitting)] == [step]


def test_a_step_whose_lines_end_ends_everything_with_its_draft(household: Household, typed: Typed) -> None:
    typed(household, "menu", number("next"), "4", code=1)
    assert household.drafts() == {"before"}


def test_ctrl_c_leads_out_at_once_however_deep(
    household: Household, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopped:
        lines = iter([f"{number('next')}\n", "4\n"])

        def readline(self) -> str:
            line = next(self.lines, "")
            if not line:
                raise KeyboardInterrupt
            return line

    monkeypatch.setattr("sys.stdin", Stopped())
    said = typed.read(household, "menu", code=1)
    assert said.count("What next?") == 2
    assert household.draft("before").answers["before.now"].value == 4


def test_what_goes_wrong_in_a_part_is_said_and_the_list_is_still_there(
    household: Household, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(_household: Household, _which: str) -> int:
        raise InputError("unknown_help", id="x")

    module = ModuleType("tui.cli.plain_rhythms")
    module.rhythms = wrong  # type: ignore[attr-defined]  # a module made up for the test
    monkeypatch.setitem(sys.modules, "tui.cli.plain_rhythms", module)
    said = typed(household, "menu", "weekly", "")
    assert household.words.error(InputError("unknown_help", id="x")) in said
    assert said.count("What next?") == 2


def test_what_waits_to_be_opened_and_what_is_new_is_said_in_the_list(household: Household, typed: Typed) -> None:
    typed(household, "before", *passing(household, "before", "now", "4"))
    assert "Hear again what you opened together" in typed(household, "menu")
    household.be(household.partner)
    assert "What Ana showed you, something new among it" in typed(household, "menu")
    typed(household, "before", *passing(household, "before", "4"))
    assert "Open your answers together" in typed(household, "menu", "open", "y", "", "", "")
    assert len(household.all(Opening)) == 1


def test_what_another_window_did_meanwhile_is_there_when_it_is_asked_for(
    household: Household, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(household, "before", *passing(household, "before", "4"))
    other = Household.open(household.store.home, name="Ben", clock=FixedClock(), ids=Ids(Random(9)))
    mine = [question.id for question in other.catalog.step("before").questions]

    class Meanwhile:
        lines = iter(["open\n", "y\n", "q\n"])

        def readline(self) -> str:
            if not other.answered("before") and not other.all(Opening):
                draft = household.draft("before")
                other.finish(type(draft)(step="before", answers=draft.answers), mine)
            return next(self.lines, "")

    monkeypatch.setattr("sys.stdin", Meanwhile())
    assert "Ben answered: 4 of 7." in typed.read(household, "menu")
    other.close()


# Passing the keyboard


def test_nothing_of_the_ones_words_is_said_to_the_other(household: Household, typed: Typed) -> None:
    said = typed(household, "", *answering(household, "before", "QUILL"), "<", number("pass"), "", "", "own", "1", "")
    before, blank, after = said.partition("\n" * 50)
    assert blank
    assert "Please pass the keyboard to Ben." in after
    assert "Ben, press Enter when you are here." in after
    assert "QUILL" not in after
    assert "Ana" not in before.rpartition("What next?")[2]
    assert household.me.name == "Ben"
    assert "You have not answered anything yet." in after


def test_the_other_is_spoken_to_in_their_own_language(household: Household, typed: Typed) -> None:
    household.be(household.partner)
    household.speak("de")
    household.be(household.partner)
    said = typed(household, "menu", "pass", "", "", "own", "", "pass", "", "", "")
    assert "Please pass the keyboard to Ben.\nBen, drück Enter, wenn du da bist." in said
    assert "Das kannst du tun." in said
    assert "Du hast noch nichts beantwortet." in said
    assert said.count("Und jetzt?") == 2
    assert household.me.name == "Ben"


def test_whoever_goes_back_keeps_the_keyboard(household: Household, typed: Typed) -> None:
    typed(household, "menu", "pass", "<", "")
    assert household.me.name == "Ana"


@pytest.mark.parametrize("lines", [("pass",), ("pass", "")])
def test_where_nobody_comes_the_keyboard_is_not_passed(
    household: Household, typed: Typed, lines: tuple[str, ...]
) -> None:
    typed(household, "menu", *lines)
    assert household.me.name == "Ana"


def test_two_people_go_the_whole_first_evening_on_one_keyboard(household: Household, typed: Typed) -> None:
    said = typed(
        household,
        "",
        *answering(household, "before", "QUILL"),
        *("pass", "", ""),
        *("next", *answering(household, "before", "FERN")),
        *("y", "q", ""),
    )
    assert [each.step for each in household.all(Opening)] == ["before"]
    closed, opened = said.rsplit("open your answers together now", 1)
    assert "QUILL" not in closed[closed.index("press Enter when you are here") :]
    assert "Ana answered: 3 of 7." in opened


# By the command


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Line:
    found = Line(tmp_path / "typed", monkeypatch, capfdbinary)
    found("init", "--names", "Ana", "Ben")
    return found


@pytest.mark.parametrize("place", [*PLACES, "MENU", " own "])
def test_every_place_is_understood_by_the_command(line: Line, gone: Gone, place: str) -> None:
    assert line("check-in", place, "--plain") or place.strip().casefold() in {*gone.played}


def test_a_place_that_does_not_exist_is_said_in_a_line(line: Line) -> None:
    line("check-in", "nowhere", "--plain", code=1)
    assert "nowhere" in line.err


def test_places_need_a_household(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--home", str(tmp_path / "none"), "check-in", "menu", "--plain"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_the_language_of_the_command_is_spoken(line: Line) -> None:
    assert "Das kannst du tun." in line("--language", "de", "check-in", "menu", "--plain")
