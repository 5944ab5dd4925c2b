"""Small steps line by line: the same records as on the screens, and nothing lost when the lines end."""

import io
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.stage import FixedClock
from tui.checkin.flow import DraftAnswer
from tui.checkin.small_steps import shared
from tui.cli.plain_small_steps import small_steps
from tui.core.ids import Ids
from tui.core.records import IfThen, Share, SmallStep, SmallStepState
from tui.household import Household
from tui.household.small_steps import begin_step, change, look, tried

HUG = IfThen(when="I come home", then="I hug you")
WAVE = IfThen(when="the kettle boils", then="wave")
REHEARSED = ("", "", "", "")


@pytest.fixture
def household(tmp_path: Path) -> Iterator[Household]:
    found = Household.open(tmp_path / "home", clock=FixedClock(), ids=Ids(Random(1)))
    found.found(("Ana", "Ben"), ("Europe/Berlin", "America/New_York"))
    yield found
    found.close()


class Typed:
    """Types lines, and keeps what was said; the lines that are given are all there are."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._patch = monkeypatch
        self._capture = capsys
        self.complaint = ""

    def __call__(self, household: Household, *lines: str, code: int = 0) -> str:
        self._patch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        found = small_steps(household)
        said = self._capture.readouterr()
        self.complaint = said.err
        assert found == code, said.err
        assert len(said.err.splitlines()) == code
        return said.out


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(monkeypatch, capsys)


def only(household: Household) -> SmallStep:
    (own,) = look(household).mine
    return own.step


def test_a_step_is_begun_and_gone_through_in_the_mind(household: Household, typed: Typed) -> None:
    said = typed(household, "n", "I come home", "I hug you", *REHEARSED, "1 y", "")
    assert "Nothing was changed" not in said
    step = only(household)
    assert (step.when, step.then, step.rehearsed, step.share) == ("I come home", "I hug you", True, Share.PRIVATE)
    assert "1 When I come home, then I hug you (you are trying it)" in said
    assert said.index("See the place") < said.index("How does it feel") < said.index("That was all.")
    assert said.rstrip().endswith("Enough for today. A day without a step does no harm.")


def test_a_rehearsal_can_be_left(household: Household, typed: Typed) -> None:
    typed(household, "n", "I come home", "I hug you", "", "q", "")
    assert not only(household).rehearsed
    typed(household, "1 r", *REHEARSED, "")
    assert only(household).rehearsed


def test_that_it_happened_is_a_warm_word_and_nothing_else(household: Household, typed: Typed) -> None:
    step = begin_step(household, HUG)
    assert "oday" in typed(household, "1 y", "")
    assert only(household) == step


def test_a_missed_step_shrinks_by_half_stays_or_rests(household: Household, typed: Typed) -> None:
    step = begin_step(household, HUG)
    said = typed(household, "1 m", "touch your shoulder", "")
    assert "nothing begins again from zero" in said
    assert only(household).then == "touch your shoulder"
    typed(household, "1 g", "")
    assert only(household) == step
    assert "makes it: touch your shoulder" in typed(household, "1 m", "", "")
    assert only(household).then == "touch your shoulder"
    before = only(household)
    typed(household, "1 m", "=", "")
    assert only(household) == before
    typed(household, "1 m", "z", "")
    assert only(household).state is SmallStepState.RESTING


def test_without_a_thought_of_half_it_is_a_minute_of_it(household: Household, typed: Typed) -> None:
    begin_step(household, HUG)
    typed(household, "1m", "", "")
    assert only(household).then == "I hug you, for one minute"


def test_every_letter_does_what_it_says(household: Household, typed: Typed) -> None:
    begin_step(household, HUG)
    said = typed(household, "1 s", "l", "1 s", "1 h", "1 z", "1 z", "1 z", "1 e", "the key turns", "", "")
    assert "Ben sees it too" in said
    step = only(household)
    assert (step.when, step.then, step.state, step.share) == (
        "the key turns",
        "I hug you",
        SmallStepState.TRIED,
        Share.PRIVATE,
    )


@pytest.mark.parametrize(
    "line", ["1", "y", "2 y", "0 y", "1 g", "1 x", "1 yy", "-1 y", "٣ y", "999999999 y", "n n", "ü"]
)
def test_what_is_not_understood_changes_nothing(household: Household, typed: Typed, line: str) -> None:
    step = begin_step(household, HUG)
    assert "Nothing was changed" in typed(household, line, "")
    assert only(household) == step


def test_a_third_is_begun_once_one_of_the_two_rests(household: Household, typed: Typed) -> None:
    begin_step(household, HUG)
    begin_step(household, WAVE)
    rests = tried(household)[1]
    assert "two are plenty" in typed(household, "n", "", "")
    assert len(tried(household)) == 2
    assert "whole number from 1 to 2" in typed(household, "n", "3", "")
    typed(household, "n", "2", "we eat", "ask one thing", "q", "")
    assert "ask one thing" in {each.then for each in tried(household)}
    assert rests.id in {each.step.id for each in look(household).resting}
    place = 1 + [each.step.id for each in look(household).mine].index(rests.id)
    typed(household, f"{place} z", "1", "")
    assert rests.id in {each.id for each in tried(household)}


def test_what_was_thought_of_in_the_check_in_is_taken_with_two_empty_lines(
    household: Household, typed: Typed
) -> None:
    draft = household.draft("steps").with_answer("steps.plan", DraftAnswer(value=HUG))
    household.finish(draft, ["steps.plan"])
    said = typed(household, "n", "", "", "q", "")
    assert "In the check-in you thought of this: When I come home, then I hug you." in said
    assert (only(household).when, only(household).then) == ("I come home", "I hug you")
    assert "In the check-in" not in typed(household, "n", "", "", "")


def test_a_half_that_is_empty_is_said_and_the_other_is_kept(household: Household, typed: Typed) -> None:
    assert "needs both halves" in typed(household, "n", "I come home", "", code=1)
    assert "kept" in typed.complaint
    said = typed(household, "n", "", "I hug you", "q", "")
    assert "So far: I come home." in said
    assert only(household).when == "I come home"


def test_when_the_lines_end_what_was_typed_is_kept(household: Household, typed: Typed) -> None:
    typed(household, "n", "I come home", code=1)
    assert "What you typed is kept." in typed.complaint
    assert household.all(SmallStep) == []
    assert "So far: I come home." in typed(household, "n", "", "", code=1)
    for lines in ([], ["n"], ["?"]):
        typed(household, *lines)


def test_the_other_s_shared_step_is_listed_and_nothing_can_be_done_with_it(
    household: Household, typed: Typed
) -> None:
    household.be(household.partner)
    change(household, begin_step(household, WAVE), shared)
    begin_step(household, HUG)
    household.be(household.partner)
    said = typed(household, "1 m", "")
    assert "Ben shares with you: When the kettle boils, then I wave" in said
    assert "hug" not in said
    assert "Nothing was changed" in said


def test_alone_nothing_is_shared(household: Household, typed: Typed) -> None:
    household.be_alone(alone=True)
    begin_step(household, HUG)
    assert "Nothing was changed" in typed(household, "1 s", "")
    assert only(household).share is Share.PRIVATE


def test_escapes_that_are_typed_reach_neither_the_terminal_nor_the_home(household: Household, typed: Typed) -> None:
    said = typed(household, "n", "a\x1b]52;c;aGk=\x07b", "[/b] {then}", "q", "l", "1 m", "", "")
    assert "\x1b" not in said
    assert only(household).when == "a␛]52;c;aGk=␇b"
    assert only(household).then == "[/b] {then}, for one minute"


def test_it_speaks_the_language_of_whoever_types(household: Household, typed: Typed) -> None:
    household.speak("de")
    said = typed(household, "n", "ich heimkomme", "umarme ich dich", *REHEARSED, "l", "")
    assert "1 Wenn ich heimkomme, dann umarme ich dich (du probierst ihn)" in said
