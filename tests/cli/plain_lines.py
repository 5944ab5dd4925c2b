"""What the tests of the plain check-in share: lines typed into it by one person, and what was said to them."""

import io
import re
from collections.abc import Callable, Sequence

import pytest

from tui.catalog.schema import Question, QuestionKind
from tui.cli.plain_check_in import check_in
from tui.household import Household

PAINTED = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2190-\u21ff\u2440-\u25c9\u25cb-\u25ff\u2600-\u27bf\u2800-\u28ff]"
)
"""What a screen paints with, and what a terminal obeys: nothing of it is said line by line."""


class Typed:
    """Types lines into the check-in (`step`: what is asked for), and keeps what was said."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._patch = monkeypatch
        self._capture = capsys
        self.complaint = ""

    def __call__(self, household: Household, step: str, *lines: str, code: int = 0) -> str:
        self._patch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return self.read(household, step, code=code)

    def read(self, household: Household, step: str, *, code: int = 0) -> str:
        """Play with whatever stands for the input."""
        found = check_in(household, step)
        said = self._capture.readouterr()
        self.complaint = said.err
        assert found == code, said.err
        assert len(said.err.splitlines()) == code
        assert not PAINTED.search(said.out + said.err), PAINTED.search(said.out + said.err)
        return said.out

    def do(self, work: Callable[[], object], *lines: str) -> str:
        """Do something that reads these lines; return what was said."""
        self._patch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        work()
        return self._capture.readouterr().out


def passing(household: Household, step: str, *first: str) -> list[str]:
    """Return `first`, then an empty line for each question that is left, and one to confirm."""
    return [*first, *[""] * (len(household.catalog.step(step).questions) + 1)]


def answering(household: Household, step: str, word: str, mark: int = 3) -> list[str]:
    """Return lines that answer every question of a step; `word` is in every text, `mark` on every scale."""
    questions = household.catalog.step(step).questions
    return [line for question in questions for line in _answer(question, word, mark)] + [""]


def _answer(question: Question, word: str, mark: int) -> Sequence[str]:
    match question.kind:
        case QuestionKind.SCALE | QuestionKind.CIRCLES | QuestionKind.CHOICE:
            return (str(mark),)
        case QuestionKind.SEVERAL | QuestionKind.WISHES:
            return (f"1 {mark}",)
        case QuestionKind.PAGE:
            return (f"{word} {question.id}", f"{word} more", "")
        case QuestionKind.IF_THEN:
            return (f"{word} comes", f"{word} goes")
        case QuestionKind.TIMELINE:
            return ("2019-01 6", f"2020-0{mark} {word} happened", f"2021-0{mark} 2", "")
        case _:
            return (f"{word} {question.id}",)
