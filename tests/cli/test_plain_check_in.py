"""The check-in line by line: the same answers as on the screens, and nothing lost when the lines end."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from tests.stage import FixedClock
from tui.cli.plain_answers import with_line
from tui.cli.plain_ask import number, picked
from tui.cli.plain_check_in import check_in
from tui.core.errors import InputError
from tui.core.ids import Ids
from tui.core.records import Answer, IfThen, LifeEvent, Point, Share, Sitting, Timeline
from tui.household import Household

NOVEMBER = date(2026, 11, 23)


@pytest.fixture
def household(tmp_path: Path) -> Iterator[Household]:
    found = Household.open(tmp_path / "home", clock=FixedClock(), ids=Ids(Random(1)))
    found.found(("Ana", "Ben"), ("Europe/Berlin", "America/New_York"))
    yield found
    found.close()


class Typed:
    """Types lines into the check-in, and keeps what was said."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._patch = monkeypatch
        self._capture = capsys
        self.complaint = ""

    def __call__(self, household: Household, step: str, *lines: str, code: int = 0) -> str:
        self._patch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        found = check_in(household, step)
        said = self._capture.readouterr()
        self.complaint = said.err
        assert found == code, said.err
        assert len(said.err.splitlines()) == code
        return said.out


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(monkeypatch, capsys)


def answers(household: Household) -> dict[str, object]:
    return {answer.question: answer.value for answer in household.all(Answer)}


def passing(household: Household, step: str, *first: str) -> list[str]:
    """Return `first`, then an empty line for each question that is left, and one to confirm."""
    return [*first, *[""] * (len(household.catalog.step(step).questions) + 1)]


def test_every_kind_of_answer_can_be_typed(household: Household, typed: Typed) -> None:
    typed(
        household,
        "cause",
        *passing(household, "cause", "2021-03 5", "2021-03 new job", "", "3", "1, 4 1", "a line", "one", "two", ""),
    )
    given = answers(household)
    assert given["cause.line"] == Timeline(
        points=(Point(month="2021-03", level=5),), events=(LifeEvent(month="2021-03", what="new job"),)
    )
    assert given["cause.drew_away"] == "both"
    assert given["cause.around"] == ("work", "no_child")
    assert given["cause.first_sign"] == "a line"
    assert given["cause.own_part"] == "one\ntwo"


def test_every_step_can_be_passed_line_by_line(household: Household, typed: Typed) -> None:
    for step in household.catalog.steps:
        typed(household, step.id, *passing(household, step.id))
    assert len(household.all(Sitting)) == len(household.catalog.steps)
    assert set(answers(household).values()) == {None}
    assert household.drafts() == frozenset()


def test_a_small_step_is_asked_in_its_two_halves(household: Household, typed: Typed) -> None:
    questions = household.catalog.step("steps").questions
    place = next(number for number, each in enumerate(questions) if each.kind == "if_then")
    lines = [*[""] * place, "I come home", "I hug you"]
    typed(household, "steps", *lines, *[""] * (len(questions) - place - 1), "")
    assert answers(household)[questions[place].id] == IfThen(when="I come home", then="I hug you")


def test_an_answer_that_does_not_fit_is_asked_again(household: Household, typed: Typed) -> None:
    said = typed(household, "before", *passing(household, "before", "9", "zero", "٣", "3"))
    assert said.count("whole number from 1 to 7") == 3
    assert answers(household)["before.now"] == 3


def test_an_answer_is_kept_private_by_saying_so(household: Household, typed: Typed) -> None:
    said = typed(household, "before", *passing(household, "before", "private", "4"))
    assert "It stays with you." in said
    shares = {answer.question: answer.share for answer in household.all(Answer)}
    assert shares["before.now"] is Share.PRIVATE
    assert shares["before.wished"] is Share.TOGETHER
    assert shares["before.worry"] is Share.PRIVATE


def test_wishes_are_never_opened_one_sided(household: Household, typed: Typed) -> None:
    typed(household, "close", *passing(household, "close", "", "1 2"))
    (wishes,) = (answer for answer in household.all(Answer) if isinstance(answer.value, tuple))
    assert wishes.share is Share.MUTUAL


def test_when_the_lines_end_the_draft_is_kept_and_gone_on_with(household: Household, typed: Typed) -> None:
    typed(household, "before", "4", "6", "your laugh", "a good", code=1)
    assert "kept as a draft" in typed.complaint
    assert household.all(Sitting) == []
    assert household.draft("before").answers["before.good_day"].value == "a good"
    said = typed(household, "", *passing(household, "before"))
    assert "Question 4 of" in said
    assert "Question 3 of" not in said
    assert answers(household)["before.good_day"] == "a good"
    assert answers(household)["before.now"] == 4


def test_one_can_go_back_and_an_empty_line_leaves_an_answer(household: Household, typed: Typed) -> None:
    typed(household, "before", *passing(household, "before", "4", "<", "5", "<", ""))
    assert answers(household)["before.now"] == 5


def test_at_the_end_it_can_be_left_as_a_draft(household: Household, typed: Typed) -> None:
    lines = passing(household, "before", "4")[:-2]
    said = typed(household, "before", *lines, "n")
    assert "draft" in said
    assert household.all(Sitting) == []
    assert household.drafts() == {"before"}


def test_the_page_about_safety_comes_before_the_first_step_only(household: Household, typed: Typed) -> None:
    first = typed(household, "before", *passing(household, "before", "3"))
    second = typed(household, "cause", *passing(household, "cause"))
    assert "116 016" in first
    assert "116 016" not in second


def test_without_a_step_the_next_one_is_asked(household: Household, typed: Typed) -> None:
    typed(household, "", *passing(household, "before"))
    assert [sitting.step for sitting in household.all(Sitting)] == ["before"]


def test_both_hear_when_they_can_open_it(household: Household, typed: Typed) -> None:
    assert "open your answers together" not in typed(household, "before", *passing(household, "before", "3"))
    household.be(household.partner)
    assert "open your answers together" in typed(household, "before", *passing(household, "before", "5"))


def test_a_step_that_is_not_there_is_said(household: Household) -> None:
    with pytest.raises(InputError):
        check_in(household, "no such")


def test_ctrl_c_keeps_the_draft(
    household: Household, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Stopped:
        read = 0

        def readline(self) -> str:
            self.read += 1
            if self.read > 1:
                raise KeyboardInterrupt
            return "4\n"

    monkeypatch.setattr("sys.stdin", Stopped())
    assert check_in(household, "before") == 1
    assert household.draft("before").answers["before.now"].value == 4
    assert "draft" in capsys.readouterr().err


def test_escapes_that_are_typed_reach_neither_the_terminal_nor_the_home(household: Household, typed: Typed) -> None:
    typed(household, "before", *passing(household, "before", "", "", "a\x1b]52;c;aGk=\x07b"))
    assert answers(household)["before.loved"] == "a␛]52;c;aGk=␇b"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "2021-13 3",
        "2021-00 x",
        "21-03 3",
        "2021-03",
        "2021-03 9",
        "2021-03 0",
        "2021-03 \uff15",
        "2026-12 3",
        "x",
    ],
)
def test_a_line_of_the_years_that_is_not_understood_is_refused(line: str) -> None:
    with pytest.raises(InputError):
        with_line(Timeline(), line, NOVEMBER)


def test_a_second_mark_in_a_month_takes_the_place_of_the_first() -> None:
    line = with_line(with_line(Timeline(), "2021-03 5", NOVEMBER), "2021-03 2", NOVEMBER)
    line = with_line(with_line(line, "2020-01 2 children", NOVEMBER), "2020-01 7", NOVEMBER)
    assert [(point.month, point.level) for point in line.points] == [("2020-01", 7), ("2021-03", 2)]
    assert [event.what for event in line.events] == ["2 children"]


@pytest.mark.parametrize("text", ["", "0", "8", "-1", "1.5", "three", "9" * 5000, "²"])
def test_only_whole_numbers_in_range_are_numbers(text: str) -> None:
    with pytest.raises(InputError):
        number(text, 1, 7)


def test_several_numbers_are_taken_in_the_order_of_the_options() -> None:
    assert picked("3,1 3", ["a", "b", "c"]) == ("a", "c")
