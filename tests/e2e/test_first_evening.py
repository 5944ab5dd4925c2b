"""The whole first evening in a real terminal, by keyboard alone; then everything is there again."""

import json
from pathlib import Path

import pytest

from tests.e2e.talk_stage import do
from tests.e2e.terminal import Terminal, begun, nearer, to_the_third_question, told

pytestmark = pytest.mark.terminal


def answer_step(terminal: Terminal, *, close: str, loved: str) -> None:
    """Play one person's way through step 0, from its reading to the last page."""
    terminal.wait_for("Before you start")
    terminal.press("enter")
    terminal.wait_for("1 of 9")
    terminal.press(close, "enter")
    terminal.wait_for("2 of 9")
    terminal.press("6", "enter")
    terminal.wait_for("3 of 9")
    terminal.type(loved)
    terminal.press("enter")
    for number in range(4, 10):
        terminal.wait_for(f"{number} of 9")
        terminal.press("ctrl+n")
    terminal.wait_for("last question")
    terminal.press("enter")


def begin(terminal: Terminal) -> None:
    """Say who the two are, and pass the page about safety."""
    terminal.wait_for("What are you called")
    terminal.type("Ana")
    terminal.press("enter")
    terminal.type("Ben")
    terminal.press("ctrl+n")
    past_the_safety_page(terminal)


def past_the_safety_page(terminal: Terminal) -> None:
    """Read on."""
    terminal.wait_for("safely")
    terminal.press("enter")


def hand_over(terminal: Terminal) -> None:
    """Pass the keyboard from Ana to Ben; nothing of hers is on the screen."""
    terminal.wait_for("Pass the keyboard to Ben")
    terminal.press("enter")
    blank = terminal.wait_for("I am Ben")
    assert "Ana" not in blank
    assert "laugh" not in blank
    terminal.press("enter")
    past_the_safety_page(terminal)


def open_together(terminal: Terminal) -> None:
    """Open both answers, and look at each question."""
    terminal.wait_for("Both of you have answered")
    terminal.press("enter")
    look_at_each_question(terminal)


def look_at_each_question(terminal: Terminal) -> None:
    """Go through what was opened: first what they have in common, at the end the words side by side."""
    for number in (1, 2, 3):
        terminal.wait_for(f"{number} of 4")
        terminal.press("right")
    side_by_side = terminal.wait_for("4 of 4")
    assert "your laugh" in side_by_side
    assert "your hands" in side_by_side


def keep_and_plan(terminal: Terminal) -> None:
    """Keep a sentence and propose a time, from where the answers are open."""
    terminal.press("k")
    terminal.wait_for("What do you want to keep")
    terminal.type("We laugh once a day.")
    terminal.press("enter")
    terminal.wait_for("4 of 4")
    terminal.press("p")
    terminal.wait_for("When")
    terminal.press("ctrl+n")
    terminal.wait_for("4 of 4")


def talk(home: Path, terminal: Terminal) -> None:
    """Hold a short talk about the question that is open, and keep a sentence from it."""
    terminal.press("t")
    terminal.wait_for("HOW DO YOU WANT TO TALK")
    terminal.press("ctrl+n")
    terminal.wait_for("Is now a good time")
    terminal.type("al")
    terminal.wait_for("breath")
    terminal.press("space")
    terminal.wait_for("Ana ●: ready")
    terminal.press("enter")
    terminal.wait_for("Ben ◆: ready")
    do(home, terminal, "enter")
    terminal.wait_for("part 1 of")
    terminal.press("space")
    terminal.wait_for("[Pp]aused")
    terminal.press("space")
    terminal.wait_for("e end")
    terminal.press("e")
    terminal.wait_for("End the talk here")
    terminal.press("enter")
    terminal.wait_for("Thank you, both of you")
    terminal.type("Ask first, then answer.")
    terminal.press("ctrl+n")
    terminal.wait_for("How was it for you")
    terminal.press("escape")
    terminal.wait_for("4 of 4")


def leave(terminal: Terminal) -> None:
    """Leave, with the terminal as it was and no word of theirs on it."""
    terminal.press("ctrl+q")
    assert terminal.wait_end() == 0
    assert terminal.left_on() == []
    assert terminal.as_it_was()
    assert "laugh" not in terminal.screen()


def test_two_people_have_a_first_evening_and_find_everything_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with Terminal(nearer("--home", str(home))) as terminal:
        begin(terminal)
        answer_step(terminal, close="3", loved="your laugh")
        hand_over(terminal)
        answer_step(terminal, close="2", loved="your hands")
        open_together(terminal)
        keep_and_plan(terminal)
        talk(home, terminal)
        leave(terminal)
    with Terminal(nearer("--home", str(home), "--as", "Ana")) as terminal:
        terminal.wait_for("✓ 0")
        terminal.wait_for("Look at the plan")
        terminal.press("j")
        journal = terminal.wait_for("We laugh once a day")
        assert "Ask first, then answer." in journal
        terminal.press("end", "enter")
        terminal.wait_for("1 of 4")
        leave(terminal)
    plans = json.loads(told(home, "--as", "Ana", "plan", "list", "--json"))["plans"]
    assert [(plan["state"], plan["by"]) for plan in plans] == [("proposed", "Ben")]
    told(home, "plan", "accept", plans[0]["id"])
    assert json.loads(told(home, "status", "--json"))["next_time_alone"]["id"] == plans[0]["id"]


def test_two_terminals_on_one_home_show_each_others_doing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    begun(home).close()
    with (
        Terminal(nearer("--home", str(home), "--as", "Ana")) as hers,
        Terminal(nearer("--home", str(home), "--as", "Ben")) as his,
    ):
        his.wait_for("THE PATH")
        hers.wait_for("Nothing planned yet")
        plan = json.loads(
            told(home, "--as", "Ben", "plan", "propose", "--start", "2099-11-26T20:00", "--minutes", "60", "--json")
        )
        hers.wait_for("Look at the plan")
        told(home, "--as", "Ana", "plan", "accept", plan["id"])
        his.wait_for("just the two of you")
        hers.press("ctrl+q")
        his.press("ctrl+q")
        assert hers.wait_end() == 0
        assert his.wait_end() == 0


def test_answers_given_in_two_terminals_are_read_in_both(tmp_path: Path) -> None:
    home = tmp_path / "home"
    begun(home).close()
    with (
        Terminal(nearer("--home", str(home), "--as", "Ana", "check-in", "0")) as hers,
        Terminal(nearer("--home", str(home), "--as", "Ben", "check-in", "0")) as his,
    ):
        for terminal, word in ((hers, "laugh"), (his, "hands")):
            past_the_safety_page(terminal)
            answer_step(terminal, close="3", loved=f"your {word}")
            terminal.wait_for("Thank you")
        hers.wait_for("Both of you have answered")
        his.press("enter")
        his.wait_for("1 of 4")
        hers.wait_for("has opened your answers")
        hers.press("enter")
        hers.wait_for("1 of 4")
        for terminal in (hers, his):
            look_at_each_question(terminal)
            terminal.press("ctrl+q")
            assert terminal.wait_end() == 0


def test_a_word_that_was_typed_survives_kill_9_a_moment_later(tmp_path: Path) -> None:
    import signal

    home = tmp_path / "home"
    begun(home).close()
    with Terminal(nearer("--home", str(home), "check-in", "before")) as terminal:
        to_the_third_question(terminal)
        terminal.type("the way you hum")
        _wait_for_draft(home, "the way you hum")
        terminal.signal(signal.SIGKILL)
        assert terminal.wait_end() == -signal.SIGKILL
    with Terminal(nearer("--home", str(home), "check-in", "before")) as terminal:
        assert "the way you hum" in terminal.wait_for("3 of 9")
        terminal.press("ctrl+q")
        terminal.wait_end()


def _wait_for_draft(home: Path, text: str) -> None:
    import time

    end = time.monotonic() + 10
    while text not in (home / "local.json").read_text("utf-8"):
        assert time.monotonic() < end, "the draft was not kept"
