"""All seven steps for two people on one keyboard, in a real terminal, by keys alone; then all is there again."""

import json
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal, nearer, told
from tui.catalog.catalog import Catalog

pytestmark = pytest.mark.terminal

CATALOG = Catalog.open()
STEPS = [sketch.id for sketch in CATALOG.steps]

Given = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
GIVEN: Given = {
    "before.now": (("3",), ("2",)),
    "before.wished": (("6",), ("6",)),
    "before.loved": (("your laugh",), ("your hands",)),
    "cause.line": (("up", "left", "left", "down", "down"), ("up", "left", "down")),
    "cause.drew_away": (("space",), ("down", "space")),
    "face.happened": (("we ate apart",), ("you were late",)),
    "face.feel": (("lonely",), ("small",)),
    "face.need": (("one meal a day",), ("a message",)),
    "close.comfort": (("down", "space"), ("down", "down", "space")),
    "close.wishes": (("space", "down", "space"), ("down", "space", "down", "space")),
    "time.crowded": (("space",), ("space", "down", "space")),
    "steps.plan": (("I come home", "enter", "I hug you"), ("I wake up", "enter", "I make tea")),
    "trust.predict": (("5",), ("4",)),
    "trust.rely": (("5",), ("6",)),
    "trust.faith": (("6",), ("6",)),
}
"""What each of the two answers, by question; the others are passed."""

NAMES = ("Ana", "Ben")
PRESSED = frozenset({"up", "down", "left", "right", "space", "enter"})


def answer(terminal: Terminal, step: str, seat: int) -> None:
    """Play one person's way through a step, from its reading to its end."""
    questions = CATALOG.step(step).questions
    terminal.wait_for(r"\^n next")
    terminal.press("enter")
    for number, question in enumerate(questions, 1):
        if question.id not in GIVEN:
            terminal.press("ctrl+o")  # at once, as somebody does who is in a hurry
            continue
        terminal.wait_for(f"{number} of {len(questions)}")
        for key in GIVEN[question.id][seat]:
            if key in PRESSED:
                terminal.press(key)
            else:
                terminal.type(key)
        terminal.press("ctrl+n")
    terminal.wait_for("last question")
    terminal.press("enter")
    terminal.wait_for("Thank you")


def open_both(terminal: Terminal) -> str:
    """Open what both answered, look at every page, and go home; return all that was on them."""
    terminal.wait_for("Both of you have answered")
    terminal.press("enter")
    seen = terminal.wait_for("1 of ")
    total = int(seen.partition("1 of ")[2].split()[0])
    pages = [seen]
    for number in range(2, total + 1):
        terminal.press("right")
        pages.append(terminal.wait_for(f"{number} of {total}"))
    terminal.press("escape")
    terminal.wait_for("THE PATH")
    return "\n".join(pages)


def pass_on(terminal: Terminal, to: str) -> None:
    terminal.wait_for(f"Pass the keyboard to {to}")
    terminal.press("enter")
    terminal.wait_for(f"I am {to}")
    terminal.press("enter")


def test_two_people_go_the_whole_path_and_find_everything_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    told(home, "init", "--names", *NAMES)
    opened: dict[str, str] = {}
    with Terminal(nearer("--home", str(home))) as terminal:
        first = 0
        for step in STEPS:
            terminal.wait_for("THE PATH")
            terminal.press("c")
            if step == STEPS[0]:
                terminal.wait_for("safely")
                terminal.press("enter")
            answer(terminal, step, first)
            pass_on(terminal, NAMES[1 - first])
            if step == STEPS[0]:
                terminal.wait_for("safely")
                terminal.press("enter")
            answer(terminal, step, 1 - first)
            opened[step] = open_both(terminal)
            first = 1 - first
        terminal.press("ctrl+q")
        assert terminal.wait_end() == 0
    assert "your laugh" in opened["before"]
    assert "your hands" in opened["before"]
    assert "we ate apart" in opened["face"]
    wishes = {option.id: option.text for option in CATALOG.question("close", "close.wishes").options}
    first_wish, shared, third, *_ = [
        each for each in wishes.values() if each != "A picture of where you are just now"
    ]
    assert shared in opened["close"]
    assert first_wish not in opened["close"]
    assert third not in opened["close"]
    assert "I hug you" in opened["steps"]
    status = json.loads(told(home, "status", "--json"))
    assert status["to_open"] == 0
    for name in NAMES:
        records = json.loads(told(home, "--as", name, "export"))["records"]
        assert [each["kind"] for each in records].count("opening") == len(STEPS)
        texts = [each["value"] for each in records if each["kind"] == "answer"]
        assert "your laugh" in texts
        assert "your hands" in texts
    with Terminal(nearer("--home", str(home), "--as", "Ana")) as terminal:
        assert terminal.wait_for("THE PATH").count("✓") == len(STEPS)
        terminal.press("j")
        terminal.wait_for("Opened together: Trust")
        terminal.press("ctrl+q")
        assert terminal.wait_end() == 0
