"""The talk line by line, from the first question to what is kept."""

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from types import ModuleType

import pytest

from tests.cli.plain_talking import READY, Keyboard, Line, Typed
from tests.stage import FixedClock
from tui.cli.plain_menu import menu
from tui.core.errors import InputError, StoreError
from tui.core.ids import Ids
from tui.core.records import Agreement, Plan, Talk
from tui.household import Household
from tui.household.talks import typed as waiting_topic
from tui.talk import KEY
from tui.talk.floor import Floor, Status
from tui.talk.running import RunningTalk, from_data

LISTENING = "speaker-listener"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def household(tmp_path: Path, clock: FixedClock) -> Iterator[Household]:
    found = Household.open(tmp_path / "home", clock=clock, ids=Ids(Random(1)))
    found.found(("Ana", "Ben"), ("Europe/Berlin", "America/New_York"))
    yield found
    found.close()


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], clock: FixedClock) -> Typed:
    return Typed(monkeypatch, capsys, clock)


def kept(household: Household) -> Floor | None:
    return from_data(household.store.local.get(KEY))


def place(household: Household, form: str) -> str:
    return str([each.id for each in household.catalog.talk_formats].index(form) + 1)


def test_a_whole_talk_line_by_line(household: Household, typed: Typed) -> None:
    before = [place(household, LISTENING), "the kitchen", "1", "y", "y", "", "no shouting", ""]
    turns: list[Line] = [">", 20, "", "s", "n", "m", "s", "y", "?", "e", "e"]
    after = ["We listen.", "y", "3", "", "", ""]
    said = typed(household, *before, *turns, *after, form="", topic="")
    assert "About 30 minutes. One has the floor" in said
    assert "Grade: practice. Source: " in said
    order = ("Ana, is now a good time", "Ben, is now", "a breath together", "Ana, your ground rule?", "Arrive.")
    assert [said.index(each) for each in order] == sorted(said.index(each) for each in order)
    assert "2 minutes and 10 seconds left." in said
    assert said.count("Ben says back what was heard.") == 2
    assert "Not quite. Ben has another go." in said
    assert "There is more. Ana goes on." in said
    assert said.index("Ana has the floor.") < said.index("Ben has the floor.")
    assert "Ana's ground rule: no shouting" in said
    assert "3 In a month, on Wednesday 23 December 2026." in said
    assert "If it did not go well" in said
    (held,) = household.all(Talk)
    assert (held.format, held.topic, held.kept) == (LISTENING, "the kitchen", "We listen.")
    (agreed,) = household.all(Agreement)
    assert (agreed.text, agreed.look_again) == ("We listen.", date(2026, 12, 23))
    assert kept(household) is None


def test_only_what_can_be_typed_now_is_told_and_each_letter_once(household: Household, typed: Typed) -> None:
    said = typed(household, "1", *READY, ">", "s", "y", "s", "n", "t", "g", "dance", "c", "q", form=LISTENING)
    told = [line for line in said.splitlines() if line.startswith("You can type")]
    assert len(told) == 4
    assert "y for" not in told[0] + told[1]
    assert "g to go on" not in told[0] + told[1] + told[2]
    assert "s for" not in told[0] + told[2] + told[3]
    assert said.count("That was not understood.") == 1
    assert said.count("That does not go together") == 1
    assert "is kept as it is" in said


def test_in_german_a_yes_is_ja_or_j_and_no_english_letter_is_needed(household: Household, typed: Typed) -> None:
    household.speak("de")
    begun: list[Line] = ["1", "j", "Ja", "", "", "", ">", "s", "nein", "j", 20, "b", "", 1300, "", "r", "j", "ja"]
    said = typed(household, *begun, "e", "e", "Wir hören zu.", "ja", "", "nein", "", form=LISTENING)
    assert "j für „ja, genau so“" in said
    assert "Ben hat das Wort." in said
    assert "um 19:20 (" in said
    assert "13:20" in said
    assert [each.look_again for each in household.all(Agreement)] == [date(2026, 11, 30)]


@pytest.mark.parametrize("answers", [("n",), ("y", "no")])
def test_when_it_is_no_good_time_nothing_is_begun_and_the_topic_waits(
    household: Household, typed: Typed, answers: tuple[str, ...]
) -> None:
    said = typed(household, "1", *answers)
    assert "plan free" in said
    assert kept(household) is None
    said = typed(household, "", "", "y", "y", "", "?", "q", topic="")
    assert "you wanted to talk about: us." in said
    assert "The talk is about: us" in said
    assert "We let each other finish." in said
    assert household.all(Talk) == []


def test_who_began_last_time_does_not_begin_again_unless_they_choose(household: Household, typed: Typed) -> None:
    typed(household, "2", *READY, 20, "e", "e")
    said = typed(household, "", *READY, 20, "e", "e")
    assert "Ben began last time, so an empty line takes Ana." in said
    assert "Ana begins." in said
    assert "an empty line takes Ben." in typed(household, "1", "q")


def test_a_thought_is_offered_for_the_topic(household: Household, typed: Typed) -> None:
    said = typed(household, "?", "?", "", "1", "q", topic="")
    first, second = (line for line in said.splitlines() if "An empty line takes it" in line)
    assert first != second
    about = next(line for line in said.splitlines() if line.startswith("The talk is about: "))
    assert second.startswith(about.removeprefix("The talk is about: "))


def test_a_pause_stops_the_time_and_a_gap_is_asked_about(household: Household, typed: Typed) -> None:
    said = typed(household, "1", *READY, 30, "t", 30, "", 30, "g", "", 45, "p", "c", "", 4000, "p", "c", "g", "q")
    assert "Ben has the floor." not in said
    assert said.count("2 minutes and 30 seconds left.") >= 4
    assert "Nobody saw the time for 45 seconds, so it stood still." in said
    assert "1 minute and 45 seconds left." in said
    assert "Nobody saw the time for 1 hour and 6 minutes" in said
    assert "That does not go together" in said


def test_a_minute_more_is_given_when_both_wish_for_it(household: Household, typed: Typed) -> None:
    said = typed(household, "1", *READY, "+", "", "+", "q")
    assert said.count("A minute more? If you both wish for it") == 1
    assert "You have a minute more.\n4 minutes left." in said


def test_a_break_is_at_once_agreed_on_planned_and_come_back_from(household: Household, typed: Typed) -> None:
    plans: list[list[Plan]] = []
    begun: list[Line] = ["1", *READY, "b", "9", "in 5 minutes", "nonsense", "in an hour"]
    begun.append(lambda: plans.append(household.all(Plan)))
    rest: list[Line] = ["r", 600, "", 1300, "r", "y", "m", "2", 30, "", 1800, "", "", "r", "y", "y", "q"]
    said = typed(household, *begun, *rest)
    assert said.index("A break, from now on.") < said.index("When do you both come back?")
    assert "2 In 30 minutes, at 19:30 (13:30 for Ben)." in said
    assert "whole number from 1 to 5" in said
    assert said.count("at least 20 minutes and at most 24 hours") == 1
    assert "You both come back at 20:00 (14:00 for Ben). 1 hour left." in said
    assert "In 20 minutes you can go on." in said
    assert said.count("something that is not the quarrel") == 2
    assert said.count("The break is over.") == 2
    assert "It is good that you are both back." in said
    assert [[each.talk for each in found] for found in plans] == [[found[0].talk] for found in plans]
    assert household.all(Plan) == []


def test_a_break_that_ended_days_ago_is_no_reproach(household: Household, typed: Typed, clock: FixedClock) -> None:
    typed(household, "1", *READY, "b", "", "q")
    clock.go(3 * 86_400)
    said = typed(household, "r", "y", "y", "q")
    assert "The break has been over for 2 days and 23 hours. That is all right" in said
    assert "You go on where you were." in said


@pytest.mark.parametrize(
    "lines", [("1",), ("1", *READY), ("1", *READY, "b"), ("1", *READY, "b", "1"), ("1", "y", "y", "")]
)
def test_when_the_lines_end_the_talk_is_kept_and_taken_up(
    household: Household, typed: Typed, lines: tuple[str, ...]
) -> None:
    typed(household, *lines, code=1)
    assert "kept" in typed.complaint
    floor = kept(household)
    assert floor is not None
    assert floor.status is not Status.RUNNING
    assert "You take up the talk" in typed(household, "q")


def test_nobody_there_to_begin_with_leaves_nothing_but_a_topic_that_waits(household: Household, typed: Typed) -> None:
    typed(household, form="", topic="", code=1)
    typed(household, "our holidays", topic="", code=1)
    assert kept(household) is None
    said = typed(household, "-", "1", "q", topic="")
    assert "you wanted to talk about: our holidays." in said
    assert "The talk is about" not in said
    assert waiting_topic(household) == ""


def test_an_end_without_anybody_left_keeps_the_talk_and_what_was_typed(household: Household, typed: Typed) -> None:
    typed(household, "1", *READY, 20, "e", "", "e", "e", "We listen.")
    typed(household, "1", *READY, 20, ">", ">", ">", ">")
    typed(household, "1", *READY, "e", "e")
    assert sorted(held.kept for held in household.all(Talk)) == ["", "We listen."]
    assert household.all(Agreement) == []


def test_each_marks_how_safe_it_felt_out_of_sight_of_the_other(household: Household, typed: Typed) -> None:
    marks = len(household.questions("safe"))
    one = ["y", "5", *[""] * marks]
    said = typed(household, "1", *READY, 20, "e", "e", "", *one, "", "", *one, "", "", "", "h")
    assert household.to_open() == ("safe",)
    first, passed, second = said.partition("Please pass the keyboard to Ben.")
    assert passed
    assert "\n" * 50 in first
    assert "Ben, would you like to mark" in second
    assert "Asking for help is no failure." in second
    assert household.me.name == "Ana"


def test_a_slow_talk_goes_its_own_way(household: Household, typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = ModuleType("tui.cli.plain_slow")
    begun: list[tuple[str, str]] = []

    def slow_talk(_: Household, form: str, topic: str) -> int:
        begun.append((form, topic))
        return 0

    slow.slow_talk = slow_talk  # type: ignore[attr-defined]  # a module made up for the test
    monkeypatch.setitem(sys.modules, "tui.cli.plain_slow", slow)
    typed(household, form="slow", topic="us")
    typed(household, place(household, "slow"), form="", topic="")
    assert begun == [("slow", "us"), ("slow", "")]


def test_the_list_of_the_check_in_leads_to_a_talk(
    household: Household, monkeypatch: pytest.MonkeyPatch, clock: FixedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", Keyboard(["talk", "", "us", "1", *READY[:3], "q", ""], clock))
    assert menu(household) == 0
    assert "Ana, your ground rule?" in capsys.readouterr().out
    assert kept(household) is not None


def test_what_cannot_be_saved_is_said_once_and_the_talk_goes_on(
    household: Household, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = RunningTalk.keep

    def broken(_: RunningTalk) -> None:
        raise StoreError("disk_full", path="here")

    def put(how: Callable[[RunningTalk], None]) -> Callable[[], None]:
        return lambda: monkeypatch.setattr(RunningTalk, "keep", how)

    said = typed(household, "1", *READY, put(broken), "p", "p", "", put(keep), "q")
    assert said.count("cannot be saved just now") == 1
    assert said.count("has the floor.") == 3


def test_a_format_that_is_not_there_and_a_topic_without_end_are_refused(household: Household, typed: Typed) -> None:
    with pytest.raises(InputError):
        typed(household, form="no such")
    with pytest.raises(InputError):
        typed(household, topic="x" * 100_001)
    said = typed(household, "1", "q", topic="all of it " * 1000)
    floor = kept(household)
    assert floor is not None
    assert len(floor.topic) == 9_999
    assert len(said) < 2000


@pytest.mark.parametrize("name", ["x" * 10_000, "[/b]{name}\u202eevil\u202c 👩‍👩‍👧‍👦"], ids=["long", "odd"])
def test_odd_names_are_only_text(tmp_path: Path, clock: FixedClock, typed: Typed, name: str) -> None:
    found = Household.open(tmp_path / "odd", clock=clock)
    found.found((name, "Ben"), ("UTC", "UTC"))
    begun: list[Line] = ["1", "y", "y", "", name, "\x1b]0;t\x07", "s", "y", "?", "b", "", "", 1300, "r", "y", "y"]
    said = typed(found, *begun, 20, "e", "e", name, topic=name)
    assert "\u202e" not in said
    found.close()
