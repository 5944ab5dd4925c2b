"""Agreements line by line: the same words and drafts as on the screens, and nothing lost when the lines end."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.stage import FixedClock
from tui.cli.plain_agreements import agreements
from tui.core.errors import StoreError
from tui.core.ids import Ids
from tui.core.records import Agreement, Record, Revision
from tui.household import Household
from tui.household.agreements import agree, every, keep, look_again, revise, standing
from tui.household.wordings import NEW, Draft, draft, kept_draft

TODAY = date(2026, 11, 23)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def household(tmp_path: Path, clock: FixedClock) -> Iterator[Household]:
    found = Household.open(tmp_path / "home", clock=clock, ids=Ids(Random(1)))
    found.found(("Ana", "Ben"), ("Europe/Berlin", "Europe/Berlin"))
    yield found
    found.close()


@pytest.fixture
def ben(household: Household, clock: FixedClock) -> Iterator[Household]:
    found = Household.open(household.store.home, name="Ben", clock=clock, ids=Ids(Random(2)))
    yield found
    found.close()


class Typed:
    """Types lines, and keeps what was said."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._patch, self._capture = monkeypatch, capsys
        self.complaint = ""

    def __call__(self, household: Household, *lines: str, code: int = 0) -> str:
        self._patch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        household.catch_up()
        found = agreements(household)
        said = self._capture.readouterr()
        self.complaint = said.err
        assert found == code, said.err
        assert len(said.err.splitlines()) == code
        return said.out


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(monkeypatch, capsys)


def only(household: Household) -> Agreement:
    household.catch_up()
    (found,) = household.all(Agreement)
    return found


def test_one_begins_and_the_other_agrees(household: Household, ben: Household, typed: Typed) -> None:
    text = typed(household, "n", "phones away", "also on Sundays", "", "1", "")
    assert "Nothing agreed yet." in text
    assert "It is open for the word of Ben now." in text
    made = only(household)
    assert made.text == "phones away\nalso on Sundays"
    assert made.look_again == TODAY + timedelta(weeks=2)
    assert kept_draft(household, NEW, household.me.id) is None
    text = typed(ben, "1", "a", "", "")
    assert "1 open for your word: phones away also on Sundays" in text
    assert "The word of Ben is still open." in text
    assert "This is agreed by both of you:" in text
    household.catch_up()
    assert every(household)[0].holds


def test_a_newer_wording_is_told_with_signs(household: Household, ben: Household, typed: Typed) -> None:
    made = keep(household, "phones away\nno work on Sundays")
    agree(ben, made.id, made.id)
    typed(ben, "1", "e", "phones off", "no work on Sundays", "", "", "")
    text = typed(household, "1", "", "")
    for line in ("- phones away", "+ phones off", "  no work on Sundays", "Until you both agree to another"):
        assert line in text
    typed(household, "1", "a", "", "")
    assert every(household)[0].text == "phones off\nno work on Sundays"


def test_several_wordings_are_told_with_names(household: Household, ben: Household, typed: Typed) -> None:
    made = keep(household, "one\ntwo")
    ben.catch_up()
    revise(household, made.id, "one by Ana\ntwo", (made.id,))
    revise(ben, made.id, "two", (made.id,))
    text = typed(ben, "1", "", "")
    assert "Ana: one by Ana" in text
    assert "Ben: (nothing here)" in text
    typed(ben, "1", "e", "one by both", "two", "", "", "")
    household.catch_up()
    assert every(household)[0].newest == "one by both\ntwo"


def test_what_is_due_can_fit_still_or_be_let_go_and_taken_up(household: Household, typed: Typed) -> None:
    made = keep(household, "phones away")
    look_again(household, every(household)[0], TODAY)
    text = typed(household, "1", "y", "24.12.", "", "")
    assert "1 time to look again: phones away" in text
    assert "Does it still fit?" in text
    assert only(household).look_again == date(2026, 12, 24)
    text = typed(household, "1", "d", "soon", "d", "5", "", "")
    assert "We do not see which day to come “soon” is." in text
    assert only(household).look_again is None
    text = typed(household, "1", "g", "e", "u", "", "")
    assert "Let go." in text
    assert "Taken up again." in text
    found = standing(household, made.id)
    assert found is not None
    assert not found.agreement.let_go
    assert household.all(Revision) == []


def test_alone_it_is_a_promise_to_oneself(household: Household, typed: Typed) -> None:
    household.be_alone(alone=True)
    text = typed(household, "n", "I listen first", "", "", "1", "", "")
    assert "a promise to yourself" in text
    assert "This is your promise to yourself:" in text
    assert "Ben agrees" not in text
    assert "The word of" not in text


def test_what_was_typed_when_the_lines_end_is_a_draft(household: Household, typed: Typed) -> None:
    typed(household, "n", "phones away", "also", code=1)
    assert "kept as a draft" in typed.complaint
    assert household.all(Agreement) == []
    assert draft(household, NEW) == Draft(text="phones away\nalso")
    text = typed(household, "n", "<", "")
    assert "phones away\nalso" in text
    typed(household, "n", "", "", "")
    assert only(household).text == "phones away\nalso"
    typed(household, "1", "e", "other words", code=1)
    typed(household, "1", "e", "-", "", "")
    assert kept_draft(household, only(household).id, household.me.id) is None
    assert household.all(Revision) == []


def test_lines_that_end_between_two_questions_are_no_loss(household: Household, typed: Typed) -> None:
    for lines in ((), ("n",), ("n", "phones away", ""), ("1",), ("1", "d")):
        typed(household, *lines)
    assert only(household).text == "phones away"


@pytest.mark.parametrize("line", ["0", "2", "x", "[/b]", "日本語", "\x1b[2J", "-1", "9" * 5000])
def test_what_is_not_understood_is_said_and_asked_again(household: Household, typed: Typed, line: str) -> None:
    keep(household, "[/b] 日本語")
    text = typed(household, line, "1", line, "", "")
    assert "[/b] 日本語" in text
    assert "\x1b" not in text


def test_a_text_that_is_too_long_is_said_and_asked_again(household: Household, typed: Typed) -> None:
    text = typed(household, "n", "a" * 100_001, "shorter", "", "", "")
    assert "the most that can be kept" in text
    assert only(household).text == "shorter"


def test_what_cannot_be_saved_is_complained_of(
    household: Household, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(household, "phones away")

    def full(*_: Record, **__: object) -> None:
        raise StoreError("disk_full", path=household.store.home)

    monkeypatch.setattr(household, "save", full)
    typed(household, "1", "g", code=1)
    assert "full" in typed.complaint


def test_in_german(household: Household, ben: Household, typed: Typed) -> None:
    household.speak("de")
    keep(ben, "Handys weg")
    text = typed(household, "1", "a", "", "")
    assert "offen für dein Ja" in text
    assert "Das ist von euch beiden abgemacht:" in text
