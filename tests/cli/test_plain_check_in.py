"""The check-in line by line: the same answers as on the screens, and nothing lost when the lines end."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random

import pytest

from tests.cli.plain_lines import Typed, answering, passing
from tests.stage import FixedClock
from tui.checkin.flow import DraftAnswer
from tui.cli.plain_answers import with_line
from tui.cli.plain_ask import number, picked
from tui.cli.plain_check_in import check_in
from tui.core.errors import InputError, StoreError
from tui.core.ids import Ids
from tui.core.records import Answer, IfThen, LifeEvent, Point, Share, Sitting, Timeline
from tui.core.text import shorten
from tui.household import Household
from tui.household.rhythms import today_question

NOVEMBER = date(2026, 11, 23)


@pytest.fixture
def household(tmp_path: Path) -> Iterator[Household]:
    found = Household.open(tmp_path / "home", clock=FixedClock(), ids=Ids(Random(1)))
    found.found(("Ana", "Ben"), ("Europe/Berlin", "America/New_York"))
    yield found
    found.close()


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(monkeypatch, capsys)


def answers(household: Household) -> dict[str, object]:
    return {answer.question: answer.value for answer in household.all(Answer)}


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
    typed(household, "steps", *passing(household, "steps", "I come home", "I hug you"))
    assert answers(household)[first_of(household, "if_then")] == IfThen(when="I come home", then="I hug you")


def test_a_half_of_a_small_step_for_which_nothing_is_typed_stays_as_it_was(
    household: Household, typed: Typed
) -> None:
    question = first_of(household, "if_then")
    typed(household, "steps", "I come home", code=1)
    typed(household, "steps", "", "I hug you", code=1)
    assert household.draft("steps").answers[question].value == IfThen(when="I come home", then="I hug you")
    typed(household, "steps", "<", "the kettle sings", "", code=1)
    assert household.draft("steps").answers[question].value == IfThen(when="the kettle sings", then="I hug you")


def test_what_becomes_of_a_small_step_can_be_said_at_either_half(household: Household, typed: Typed) -> None:
    typed(household, "steps", *passing(household, "steps", "now", "I come home", "private", "I hug you"))
    (given,) = (each for each in household.all(Answer) if isinstance(each.value, IfThen))
    assert given.value == IfThen(when="I come home", then="I hug you")
    assert given.share is Share.PRIVATE


def first_of(household: Household, kind: str) -> str:
    return next(each.id for each in household.catalog.step("steps").questions if each.kind == kind)


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


# The reading


def test_the_reading_is_said_in_short_and_in_depth_when_asked_at_the_first_question(
    household: Household, typed: Typed
) -> None:
    step = household.catalog.step("before")
    in_depth = "Love seldom leaves with a bang."
    assert in_depth in step.long
    assert in_depth not in typed(household, "before", code=1)
    household.store.local.delete(f"draft/{household.me.id}/before")
    said = typed(household, "before", "+", "4", code=1)
    assert in_depth in said
    assert said.count("Question 1 of 9") == 2
    assert household.draft("before").answers["before.now"].value == 4


def test_a_plus_is_an_answer_once_the_first_question_is_behind(household: Household, typed: Typed) -> None:
    typed(household, "before", *passing(household, "before", "", "", "+"))
    assert answers(household)["before.loved"] == "+"


def test_the_reading_has_no_marks_and_a_paragraph_is_one_line(household: Household, typed: Typed) -> None:
    said = typed(household, "before", "+", code=1)
    assert "**" not in said
    assert "##" not in said
    assert "drifted a little. That happens to people who love each other, and it is not the end of love." in said


def test_how_well_a_step_is_supported_is_said(household: Household, typed: Typed) -> None:
    said = typed(household, "before", code=1)
    assert f"Grade: laboratory. Source: {household.words('sources.closeness_circles')}." in said


def test_who_does_it_alone_hears_how_to_and_is_asked_so(household: Household, typed: Typed) -> None:
    question = next(each for each in household.catalog.step("before").questions if each.alone)
    beginning = household.catalog.step("before").by_oneself.strip()[:40]
    assert beginning not in typed(household, "before", code=1)
    household.store.local.delete(f"draft/{household.me.id}/before")
    household.be_alone(alone=True)
    said = typed(household, "before", *passing(household, "before", "3"))
    assert beginning in said
    assert question.alone in said
    assert household.words("finished.alone") in said


def test_the_key_that_leaves_the_app_is_not_promised_here(household: Household, typed: Typed) -> None:
    said = typed(household, "before", code=1)
    assert "Ctrl+Q" not in said
    assert "Ctrl+C leaves at once" in said


def test_couples_are_asked_as_they_live(household: Household, typed: Typed) -> None:
    question = next(each for each in household.catalog.step("before").questions if each.children)
    household.rename(("Ana", "Ben"), ("Europe/Berlin", "Europe/Berlin"), apart=False, children=True)
    said = typed(household, "before", *passing(household, "before"))
    assert question.children in said
    assert question.ask not in said


def test_how_long_to_write_is_said(household: Household, typed: Typed) -> None:
    assert "Write for about 7 minutes" in typed(household, "outside", code=1)


def test_what_lies_beyond_ones_own_line_is_not_offered(household: Household, typed: Typed) -> None:
    said = typed(household, "close", *passing(household, "close", "1", "1"))
    assert "Saying good night properly" in said
    assert "A foot rub" not in said


@pytest.mark.parametrize("step", ["outside", "year", "pulse", "daily"])
def test_every_other_exercise_can_be_answered(household: Household, typed: Typed, step: str) -> None:
    where = today_question(household) if step == "daily" else step
    typed(household, step, *answering(household, where, "word"))
    assert [each.step for each in household.all(Sitting)] == [where]
    assert None not in answers(household).values()
    assert household.drafts() == frozenset()


def test_a_question_of_another_day_is_gone_on_with_by_its_own_name(household: Household, typed: Typed) -> None:
    typed(household, "daily.d001", code=1)
    assert "nearer check-in daily.d001 --plain" in typed.complaint
    typed(household, "daily.d001", "a word", "")
    assert answers(household) == {"daily.d001": "a word"}


def test_what_there_is_to_go_on_with_after_a_step_is_said(household: Household, typed: Typed) -> None:
    assert "nearer check-in issues --plain" in typed(household, "face", *passing(household, "face", "x"))


# What is no answer


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("private", "now", "together")), ("de", ("privat", "SOFORT", "Zusammen")), ("de", ("private", "now"))],
)
def test_what_becomes_of_an_answer_is_said_in_ones_own_words(
    household: Household, typed: Typed, language: str, words: tuple[str, ...]
) -> None:
    household.speak(language)
    shares = [Share.PRIVATE, Share.NOW, Share.TOGETHER]
    for word, share in zip(words, shares, strict=False):
        typed(household, "before", word, code=1)
        assert household.draft("before").answers["before.now"].share is share


def test_a_word_that_keeps_a_page_private_is_no_part_of_it_wherever_it_stands(
    household: Household, typed: Typed
) -> None:
    said = typed(household, "before", *passing(household, "before", "", "", "", "one", "private", "two", ""))
    assert "It stays with you." in said
    (given,) = (each for each in household.all(Answer) if each.question == "before.good_day")
    assert (given.value, given.share) == ("one\ntwo", Share.PRIVATE)


@pytest.mark.parametrize("word", ["n", "N", "nein", "No"])
def test_no_is_understood_in_ones_own_words_and_in_english(household: Household, typed: Typed, word: str) -> None:
    household.speak("de")
    typed(household, "before", *passing(household, "before", "4")[:-2], word)
    assert household.all(Sitting) == []
    assert household.drafts() == {"before"}


def test_what_is_not_understood_confirms_nothing(household: Household, typed: Typed) -> None:
    typed(household, "before", *passing(household, "before", "4")[:-2], "wait", "what", code=1)
    assert household.all(Sitting) == []
    assert household.drafts() == {"before"}


def test_from_the_end_one_can_go_back_to_the_last_question(household: Household, typed: Typed) -> None:
    last = household.catalog.step("before").questions[-1].id
    typed(household, "before", *passing(household, "before")[:-1], "<", "2", "")
    assert answers(household)[last] == household.catalog.step("before").questions[-1].options[1].id


def test_what_is_shown_at_once_is_said_before_it_is_confirmed(household: Household, typed: Typed) -> None:
    said = typed(household, "before", *passing(household, "before", "now", "4"))
    assert "One of them Ben sees as soon as you confirm." in said


# What was answered before


def test_an_answer_is_said_again_and_can_be_taken_away(household: Household, typed: Typed) -> None:
    said = typed(household, "before", *passing(household, "before", "", "", "your laugh", "<", "-", ""))
    assert "Your answer so far: your laugh\n" in said
    assert answers(household)["before.loved"] is None


def test_a_page_that_was_begun_goes_on_where_it_was(household: Household, typed: Typed) -> None:
    typed(household, "before", "", "", "", "one", "", "<", "two", code=1)
    assert household.draft("before").answers["before.good_day"].value == "one\ntwo"


def test_a_line_over_the_years_is_added_to_and_taken_from(household: Household, typed: Typed) -> None:
    typed(household, "cause", "2020-01 5", "2021-02 move", "2021-02 3", "", "<", "2021-02 -", "2019-05 7", code=1)
    assert household.draft("cause").answers["cause.line"].value == Timeline(
        points=(Point(month="2019-05", level=7), Point(month="2020-01", level=5))
    )


def test_taking_away_what_is_not_there_is_said(household: Household, typed: Typed) -> None:
    assert "Nothing stands in that month" in typed(household, "cause", "2020-01 -", code=1)


# Nothing is lost


CAUSE = (
    *(
        "2019-01 6",
        "2020-03 new job",
        "",
        "3",
        "1 4",
        "a first sign",
        "one",
        "two",
        "",
        "three",
        "",
        "private",
        "four",
    ),
    *("5", "a last line", ""),
)


def test_those_are_all_the_lines_of_the_step(household: Household, typed: Typed) -> None:
    typed(household, "cause", *CAUSE)
    assert len(household.all(Sitting)) == 1
    assert None not in answers(household).values()


@pytest.mark.parametrize("place", range(len(CAUSE) + 1))
def test_wherever_the_lines_end_nothing_is_lost(household: Household, typed: Typed, place: int) -> None:
    whole = place == len(CAUSE)
    typed(household, "cause", *CAUSE[:place], code=0 if whole else 1)
    if not whole:
        assert "kept as a draft" in typed.complaint
        assert household.all(Sitting) == []
        typed(household, "cause", *CAUSE[place:])
    given = answers(household)
    assert given["cause.line"] == Timeline(
        points=(Point(month="2019-01", level=6),), events=(LifeEvent(month="2020-03", what="new job"),)
    )
    assert given["cause.drew_away"] == "both"
    assert given["cause.around"] == ("work", "no_child")
    assert "a first sign" in given.values()
    assert "one\ntwo" in given.values()
    assert "three" in given.values()
    (kept,) = (each for each in household.all(Answer) if each.value == "four")
    assert kept.share is Share.PRIVATE
    assert "a last line" in given.values()


@pytest.mark.parametrize("place", range(1, len(CAUSE)))
def test_wherever_somebody_leaves_with_ctrl_c_nothing_is_lost(
    household: Household, typed: Typed, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    monkeypatch.setattr("sys.stdin", Stopped(CAUSE[:place]))
    typed.read(household, "cause", code=1)
    typed(household, "cause", *CAUSE[place:])
    assert {"a first sign", "one\ntwo", "three", "four", "a last line"} <= set(map(str, answers(household).values()))


class Stopped:
    """Lines, and then Ctrl+C."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = list(lines)

    def readline(self) -> str:
        if not self._lines:
            raise KeyboardInterrupt
        return f"{self._lines.pop(0)}\n"


def test_each_line_of_a_page_is_on_disk_before_the_next_is_asked_for(
    household: Household, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever closes the window in the middle of a page finds its lines again."""
    kept: list[object] = []

    class Watched(Stopped):
        def readline(self) -> str:
            kept.append(household.draft("before").answers.get("before.good_day"))
            return super().readline()

    monkeypatch.setattr("sys.stdin", Watched(["", "", "", "one", "two"]))
    typed.read(household, "before", code=1)
    assert [each.value for each in kept if isinstance(each, DraftAnswer)] == ["one", "one\ntwo"]


def test_what_cannot_be_kept_is_said_and_asked_again(
    household: Household, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full for a while: what was typed is still there when it is not."""
    full = iter([True, True, False])
    finish = household.finish

    def sometimes(*args: object, **named: object) -> None:
        if next(full):
            raise StoreError("cannot_write", path="x", why="full")
        finish(*args, **named)  # type: ignore[arg-type]  # as it came

    monkeypatch.setattr(household, "finish", sometimes)
    said = typed(household, "before", *passing(household, "before", "4"), "", "")
    assert said.count("full") == 2
    assert answers(household)["before.now"] == 4


@pytest.mark.parametrize("name", ["[/b]", "日本語", "e\u0301" * 30, "x" * 300, "{ask}", "a\tb"])
def test_odd_names_are_said_as_they_are(tmp_path: Path, typed: Typed, name: str) -> None:
    odd = Household.open(tmp_path / "odd", clock=FixedClock(), ids=Ids(Random(2)))
    odd.found((name, "Ben"))
    odd.be(odd.partner)
    said = typed(odd, "before", *passing(odd, "before", "now", "4"))
    assert shorten(odd.partner.name, 40) in said
    odd.close()


@pytest.mark.parametrize("text", ["[/b]", "{name}", "%s", "日本語", "\\n", "'; --", "=1+1", "<<", "<b>"])
def test_odd_texts_are_kept_and_said_as_they_are(household: Household, typed: Typed, text: str) -> None:
    said = typed(household, "before", *passing(household, "before", "", "", text, "<"))
    assert answers(household)["before.loved"] == text
    assert f"Your answer so far: {text}" in said
