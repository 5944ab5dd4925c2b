"""Opening together line by line: both answers, what is in common first, and nothing before that."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import ClassVar

import pytest
from textual.pilot import Pilot

from tests.cli.plain_lines import Typed, answering, passing
from tests.settling import style_once, wait_for_the_app
from tests.stage import SMALL, FixedClock, app_on, screen_name
from tui.catalog.catalog import Catalog
from tui.catalog.schema import Question, QuestionKind
from tui.cli.plain_open import show
from tui.core.ids import Ids
from tui.core.records import Agreement, Answer, Consent, Opening, Share, Sitting
from tui.household import Household
from tui.household.own import erasable, erase
from tui.screens.step import StepScreen
from tui.store.portable import to_json

STEPS = [step.id for step in Catalog.open("en").steps]
EXERCISES = ["outside", "year", "pulse", "daily.d001"]
MINE, THEIRS = "QUILL", "FERN"
"""Words that nobody says but Ana, and nobody but Ben."""


def home(path: Path, clock: FixedClock) -> Household:
    found = Household.open(path, clock=clock, ids=Ids(Random(1)))
    found.found(("Ana", "Ben"), ("Europe/Berlin", "America/New_York"))
    return found


@pytest.fixture(autouse=True, scope="module")
def settled() -> Iterator[None]:
    """Wait for the app rather than for the processor, as the tests of the screens do."""
    with pytest.MonkeyPatch.context() as patch:
        wait_for_the_app(patch)
        style_once(patch)
        yield


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def household(tmp_path: Path, clock: FixedClock) -> Iterator[Household]:
    found = home(tmp_path / "home", clock)
    yield found
    found.close()


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(monkeypatch, capsys)


def be(household: Household, name: str) -> None:
    household.sit_down(name)
    household.be(household.me)


def both_answer(household: Household, typed: Typed, step: str, *, mark: int = 3) -> None:
    """Let Ana answer everything, and then Ben; he is at the keyboard afterwards."""
    be(household, "Ana")
    typed(household, step, *answering(household, step, MINE))
    be(household, "Ben")
    typed(household, step, *answering(household, step, THEIRS, mark=mark))


# Every step, by two people


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("step", [*STEPS, *EXERCISES])
def test_two_people_play_it_wholly_in_plain_lines(
    household: Household, typed: Typed, step: str, language: str
) -> None:
    for person in household.people:
        household.be(person)
        household.speak(language)
    be(household, "Ana")
    said = typed(household, step, *answering(household, step, MINE))
    assert THEIRS not in said
    be(household, "Ben")
    for place in ("", "menu", "open", "own", "shared"):
        assert MINE not in typed(household, place, *(["n"] if not place else []), code=1 if not place else 0)
    said = typed(household, step, *answering(household, step, THEIRS))
    assert MINE not in said
    assert len(household.find(Sitting, step=step)) == 1  # still nothing of hers
    said = typed(household, "open", "yes", *[""] * 20)
    opened = household.newest_opening(step)
    open_to_both = [each for each in household.catalog.step(step).questions if _opens(household, each)]
    assert (opened is not None) == bool(open_to_both)
    for question in household.catalog.step(step).questions:
        if question in open_to_both and question.kind is not QuestionKind.WISHES:
            assert household.asked(question) in said
        for answer in household.find(Answer, question=question.id, by=household.partner.id):
            assert answer.share is not Share.PRIVATE
    texts = {QuestionKind.LINE, QuestionKind.PAGE, QuestionKind.IF_THEN, QuestionKind.TIMELINE}
    if any(each.kind in texts for each in open_to_both):
        assert MINE in said
        assert THEIRS in said


def _opens(household: Household, question: Question) -> bool:
    del household
    return question.share in {Share.TOGETHER, Share.MUTUAL}


def test_whoever_finishes_last_is_offered_to_open_it(household: Household, typed: Typed) -> None:
    be(household, "Ana")
    first = typed(household, "before", *answering(household, "before", MINE))
    assert "They stay closed until you open them together with Ben." in first
    be(household, "Ben")
    last = typed(household, "before", *answering(household, "before", THEIRS), "y", *[""] * 20)
    assert "Both of you have answered “Before you start”." in last
    assert f"Ana answered: {MINE} before.loved" in last
    assert f"Ben answered: {THEIRS} before.loved" in last
    assert "before.worry" not in last


@pytest.mark.parametrize("answer", ["", "n", "later", "no"])
def test_nothing_is_opened_without_a_yes(household: Household, typed: Typed, answer: str) -> None:
    both_answer(household, typed, "before")
    said = typed(household, "open", answer)
    assert MINE not in said
    assert household.all(Opening) == []
    assert household.to_open() == ("before",)


@pytest.mark.parametrize("yes", ["y", "j", "Ja", "yes"])
def test_yes_is_understood_in_ones_own_words_and_in_english(household: Household, typed: Typed, yes: str) -> None:
    both_answer(household, typed, "before")
    household.speak("de")
    typed(household, "open", yes)
    assert len(household.all(Opening)) == 1


def test_where_the_lines_end_nothing_is_opened_and_nothing_is_wrong(household: Household, typed: Typed) -> None:
    both_answer(household, typed, "before")
    assert MINE not in typed(household, "open")
    assert household.all(Opening) == []


def test_of_several_one_chooses(household: Household, typed: Typed) -> None:
    both_answer(household, typed, "before")
    both_answer(household, typed, "face")
    said = typed(household, "open", "9", "2", "y")
    assert "1 Before you start" in said
    assert "2 Face it together" in said
    assert [each.step for each in household.all(Opening)] == ["face"]


def test_an_empty_line_chooses_none(household: Household, typed: Typed) -> None:
    both_answer(household, typed, "before")
    both_answer(household, typed, "face")
    typed(household, "open", "", "y")
    assert household.all(Opening) == []


def test_what_the_other_opened_meanwhile_is_read_all_the_same(
    household: Household, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_answer(household, typed, "before")
    other = Household.open(household.store.home, name="Ana", clock=FixedClock(), ids=Ids(Random(9)))

    class Meanwhile:
        lines: ClassVar[list[str]] = ["y\n", "q\n"]

        def readline(self) -> str:
            if not other.all(Opening):
                other.catch_up()
                other.open_together("before")
            return self.lines.pop(0)

    monkeypatch.setattr("sys.stdin", Meanwhile())
    said = typed.read(household, "open")
    assert "Ana answered: 3 of 7" in said
    assert len(household.all(Opening)) == 1
    other.close()


def test_somebody_who_finishes_after_the_other_opened_it_hears_so(
    household: Household, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    be(household, "Ana")
    typed(household, "before", *answering(household, "before", MINE))
    be(household, "Ben")
    other = Household.open(household.store.home, name="Ana", clock=FixedClock(), ids=Ids(Random(9)))
    finish = household.finish

    def finish_and_open(*args: object, **named: object) -> None:
        finish(*args, **named)  # type: ignore[arg-type]  # as it came
        other.catch_up()
        other.open_together("before")

    monkeypatch.setattr(household, "finish", finish_and_open)
    said = typed(household, "before", *answering(household, "before", THEIRS), *[""] * 20)
    assert "Ana has opened your answers." in said
    assert f"Ana answered: {MINE} before.loved" in said
    other.close()


# How it is read


def test_what_both_have_in_common_comes_first(household: Household, typed: Typed) -> None:
    both_answer(household, typed, "before")
    said = typed(household, "open", "y", *[""] * 20)
    common, first = said.index("What you have in common."), said.index("Ana answered")
    assert common < first
    part = said[common:first]
    assert "Both of you: 3 of 7." in part
    assert "Both of you: Now and then, with rests between." in part
    assert MINE not in part


def test_marks_that_lie_near_are_said_to_be_near_and_far_ones_are_not_said(
    household: Household, typed: Typed
) -> None:
    both_answer(household, typed, "before", mark=4)
    said = typed(household, "open", "y")
    assert "Close to one another: 3 of 7, and 4 of 7." in said
    both_answer(household, typed, "face", mark=1)
    assert "Close to one another" not in typed(household, "open", "y")


def test_what_can_be_done_is_said_in_whole_at_the_first_question(household: Household, typed: Typed) -> None:
    both_answer(household, typed, "before")
    said = typed(household, "open", "y", "", "")
    assert said.count("“k” keeps a sentence") == 1
    assert said.count("\nAn empty line goes on.\n") == 2


def test_one_can_go_back_and_leave(household: Household, typed: Typed) -> None:
    both_answer(household, typed, "before")
    said = typed(household, "open", "y", "", "<", "<", "q", "")
    assert said.count("Ana answered: 3 of 7.") == 4  # the first page three times, the second once
    assert household.all(Agreement) == []


@pytest.mark.parametrize("key", ["k", "keep", "K"])
def test_a_sentence_can_be_kept_at_any_question(household: Household, typed: Typed, key: str) -> None:
    both_answer(household, typed, "before")
    typed(household, "open", "y", "", key, "We walk on Sundays.", "q")
    (kept,) = household.all(Agreement)
    assert (kept.text, kept.source, kept.by) == ("We walk on Sundays.", "before", household.me.id)
    assert [each.by for each in household.all(Consent)] == [household.me.id]


def test_a_sentence_can_be_kept_at_the_end(household: Household, typed: Typed) -> None:
    both_answer(household, typed, "daily.d001")
    said = typed(household, "open", "y", "", "Tea at four.")
    assert [(each.text, each.source) for each in household.all(Agreement)] == [("Tea at four.", "daily.d001")]
    assert "Kept." in said


def test_two_lines_over_the_years_are_told_in_words_with_the_dips_that_coincide(
    household: Household, typed: Typed
) -> None:
    be(household, "Ana")
    mine = ("2018-01 6", "2020-01 6", "2020-03 the move", "2020-06 2", "2022-01 6", "")
    typed(household, "cause", *passing(household, "cause", *mine))
    be(household, "Ben")
    theirs = ("2018-01 5", "2020-02 5", "2020-05 new job", "2020-09 2", "2021-06 5", "")
    typed(household, "cause", *passing(household, "cause", *theirs))
    said = typed(household, "open", "y")
    assert "How Ana remembers it, from 1, far apart, to 7, almost one.\nJanuary 2018: 6 of 7.\n" in said
    assert "March 2020: the move.\nJune 2020: 2 of 7.\n" in said
    assert "How Ben remembers it" in said
    assert "Both lines go down at about the same time, between " in said
    assert "Around that time, March 2020, Ana remembers: the move." in said
    assert "Around that time, May 2020, Ben remembers: new job." in said


def test_months_are_named_in_ones_own_language(household: Household, typed: Typed) -> None:
    be(household, "Ana")
    typed(household, "cause", *passing(household, "cause", "2020-03 6", "2020-12 2", ""))
    be(household, "Ben")
    typed(household, "cause", *passing(household, "cause", "2020-03 6", "2020-12 2", ""))
    household.speak("de")
    said = typed(household, "open", "j")
    assert "März 2020: 6 von 7." in said
    assert "Beide Linien sinken etwa zur selben Zeit" in said


def test_only_what_both_wish_for_is_ever_said(household: Household, typed: Typed) -> None:
    be(household, "Ana")
    typed(household, "close", *passing(household, "close", "5", "1 2 3"))
    be(household, "Ben")
    typed(household, "close", *passing(household, "close", "5", "3 4"))
    wishes = {each.id: each.text for each in household.catalog.question("close", "close.wishes").options}
    said = typed(household, "open", "y", *[""] * 20)
    (opening,) = household.all(Opening)
    (mutual,) = opening.mutual["close.wishes"]
    assert wishes[mutual] in said
    assert all(text not in said for each, text in wishes.items() if each != mutual)
    assert "How far may it go" not in said


def test_where_no_wish_is_shared_nobody_learns_whose_list_was_empty(household: Household, typed: Typed) -> None:
    be(household, "Ana")
    typed(household, "close", *passing(household, "close", "5", "1 2"))
    be(household, "Ben")
    typed(household, "close", *passing(household, "close", "5"))
    said = typed(household, "open", "y")
    assert "Nothing came up in both lists this time." in said


def test_a_wish_can_be_taken_back_unseen(household: Household, typed: Typed) -> None:
    be(household, "Ana")
    typed(household, "close", *passing(household, "close", "5", "1 2"))
    be(household, "Ben")
    typed(household, "close", *passing(household, "close", "5", "1 2"))
    typed(household, "open", "y")
    said = typed(household, "wishes", "1", "")
    assert said.count("You both wish for this") == 3
    be(household, "Ana")
    (opening,) = household.all(Opening)
    assert len(opening.mutual["close.wishes"]) == 1
    assert "Taken back" not in typed(household, "wishes", "0", "x", "")


def test_what_was_opened_can_be_heard_again(household: Household, typed: Typed) -> None:
    both_answer(household, typed, "before")
    typed(household, "open", "y")
    be(household, "Ana")
    said = typed(household, "open", "1", *[""] * 20)
    assert "1 Before you start, Monday 23 November 2026" in said
    assert f"Ben answered: {THEIRS} before.loved" in said


def test_what_was_erased_since_is_not_said(household: Household, typed: Typed) -> None:
    both_answer(household, typed, "before")
    typed(household, "open", "y")
    erase(household, erasable(household))
    said = typed(household, "open", "1")
    assert THEIRS not in said
    assert "Nothing of it is there any more." in said


def test_an_opening_that_is_not_there_is_passed_over(household: Household, typed: Typed) -> None:
    assert typed.do(lambda: show(household, "none")) == ""


# What is there to be read


def test_what_is_shown_at_once_is_read_on_request_and_alone(household: Household, typed: Typed) -> None:
    be(household, "Ana")
    lines = ("4", "5", "now", f"{MINE} laugh", f"{MINE} kept closed", "")
    typed(household, "before", *passing(household, "before", *lines))
    be(household, "Ben")
    assert MINE not in typed(household, "menu")
    said = typed(household, "shared")
    assert "Ana showed you this on Monday 23 November 2026." in said
    assert f"{MINE} laugh" in said
    assert "kept closed" not in said
    assert "something new" not in typed(household, "menu")


def test_the_newest_that_was_shown_comes_first_and_the_rest_one_by_one(household: Household, typed: Typed) -> None:
    be(household, "Ana")
    typed(household, "before", *passing(household, "before", "now", "4", "now", "5", "now", "laugh"))
    be(household, "Ben")
    assert typed(household, "shared", "q").count("Ana showed you this") == 1
    assert typed(household, "shared", "", "").count("Ana showed you this") == 3
    be(household, "Ana")
    assert "Nothing is shared here" in typed(household, "shared")


def test_ones_own_answers_are_heard_again_and_nobody_elses(
    household: Household, typed: Typed, clock: FixedClock
) -> None:
    both_answer(household, typed, "before")
    clock.go(60)
    typed(household, "face", *answering(household, "face", THEIRS))
    said = typed(household, "own", "2")
    assert "1 Face it together, Monday 23 November 2026" in said
    assert f"{THEIRS} before.worry" in said
    assert "nearer check-in before --plain" in said
    assert MINE not in said
    be(household, "Ana")
    assert THEIRS not in typed(household, "own", "1")


def test_who_has_answered_nothing_hears_so(household: Household, typed: Typed) -> None:
    assert "You have not answered anything yet." in typed(household, "own")
    typed(household, "before", *passing(household, "before"))
    assert household.words("own_answers.nothing") in typed(household, "own", "1")


# The same records as by the screens


KEYS: Mapping[QuestionKind, tuple[str, ...]] = {
    QuestionKind.SCALE: ("3",),
    QuestionKind.CIRCLES: ("3",),
    QuestionKind.CHOICE: ("home", "down", "down", "space"),
    QuestionKind.SEVERAL: ("home", "space", "down", "down", "space"),
    QuestionKind.WISHES: ("home", "space", "down", "down", "space"),
    QuestionKind.TIMELINE: ("up",),
}


def keys(question: Question) -> tuple[str, ...]:
    match question.kind:
        case QuestionKind.PAGE:
            return (*"Fern", "enter", *"more")
        case QuestionKind.IF_THEN:
            return (*"comes", "tab", *"goes")
        case QuestionKind.LINE:
            return tuple("Fern")
        case _:
            return KEYS[question.kind]


def lines(question: Question) -> tuple[str, ...]:
    match question.kind:
        case QuestionKind.PAGE:
            return ("Fern", "more", "")
        case QuestionKind.IF_THEN:
            return ("comes", "goes")
        case QuestionKind.LINE:
            return ("Fern",)
        case QuestionKind.SEVERAL | QuestionKind.WISHES:
            return ("1 3",)
        case QuestionKind.TIMELINE:
            return ("2026-11 5", "")
        case _:
            return ("3",)


def exported(household: Household) -> list[dict[str, object]]:
    """Return the exported records without what differs from home to home."""
    kinds = (Sitting, Answer, Opening)
    records = [record for kind in kinds for record in household.all(kind)]
    document = json.loads(to_json(household.people, records))
    names = {each["id"]: each["name"] for each in document["people"]}
    return [
        {key: names.get(str(value), value) for key, value in each.items() if key not in {"id", "sitting", "sittings"}}
        for each in document["records"]
    ]


@pytest.mark.parametrize("step", ["before", "cause", "close", "steps"])  # every kind of question is in one of them
async def test_the_records_are_the_same_as_by_the_screens(
    household: Household, tmp_path: Path, typed: Typed, clock: FixedClock, step: str
) -> None:
    other = home(tmp_path / "screens", clock)
    questions = household.catalog.step(step).questions
    typed(household, step, *(line for each in questions for line in lines(each)), "")
    other.keep_draft(other.draft(step).at(1, len(questions) + 1))
    async with app_on(other, first="check-in", step=step).run_test(size=SMALL) as pilot:
        await by_keys(pilot, questions)
    assert len(exported(household)) == 1 + len(questions)
    assert sorted(map(repr, exported(household))) == sorted(map(repr, exported(other)))
    other.close()


async def by_keys(pilot: Pilot[int], questions: tuple[Question, ...]) -> None:
    await pilot.pause()
    for question in questions:
        screen = pilot.app.screen
        assert isinstance(screen, StepScreen)
        assert screen.question == question
        for key in keys(question):
            await pilot.press(key)
        await pilot.press("ctrl+n")
        await pilot.pause()
    await pilot.press("ctrl+n")
    while screen_name(pilot) == "StepScreen":
        await pilot.pause()
