"""Two whole apps, each with a home and a terminal: they come together over Syncthing, and open what both wrote."""

import re
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.e2e.syncthing import Instance, two_syncthings
from tests.e2e.talk_stage import wait_until
from tests.e2e.terminal import Terminal, begun, nearer
from tests.store.homes import every_byte

pytestmark = pytest.mark.terminal

LOVED = {"Ana": "your laugh in the kitchen", "Ben": "your hands in the cold"}
SAME = "⇄ the same"
FRAMED = re.compile(r"│ +(\w+(?: {3}\w+){2,3}) +│")
"""The four words that are said, and the three that are compared."""


def words_on(terminal: Terminal, many: int) -> list[str]:
    """Return the words in the frame, once so many are there."""
    terminal.wait_for(rf"│ +\w+( {{3}}\w+){{{many - 1}}} +│")
    (found,) = FRAMED.findall(terminal.screen())
    return str(found).split()


def press_the_last(terminal: Terminal, label: str) -> None:
    """Press the last button of a page, once it is painted as what the next key goes to."""
    before = len(terminal.raw)
    terminal.press("shift+tab")
    wait_until(lambda: label.encode() in terminal.raw[before:], [terminal], what=label)
    terminal.press("enter")


def come_together(ana: Terminal, ben: Terminal, carriers: tuple[Instance, Instance]) -> None:
    """Invite on one, join from the first start on the other, compare, and say that it is the same."""
    ana.wait_for("THE PATH")
    ana.press(",")
    ana.wait_for("COLOURS")
    press_the_last(ana, "Two computers")
    ana.wait_for("Invite the other computer")
    ana.press("enter")
    ana.wait_for("Use this folder")
    ana.type(str(carriers[0].folder))
    ana.press("enter")
    four = words_on(ana, 4)
    ben.wait_for("We have begun on another computer")
    press_the_last(ben, "We have begun")
    ben.wait_for("The four words")
    for text, goes_on in ((str(carriers[1].folder), "The four words"), (" ".join(four), "Your name")):
        ben.type(text)
        ben.press("enter")
        ben.wait_in_field(goes_on)
    wait_until(lambda: any(carriers[1].folder.rglob("*.nearer")), [ana, ben], what="the invitation")
    ben.press("enter")
    assert words_on(ben, 3) == words_on(ana, 3)
    ana.press("enter")
    ben.wait_for("THE PATH")
    for seen in ("Ben ◆", "COMFORT"):
        ana.wait_for(seen)
        ana.press("escape")
    ana.wait_for("THE PATH")


def answer_the_first_step(terminal: Terminal, loved: str) -> None:
    """Begin at home; answer three questions and pass the others."""
    for seen in ("Begin, about", "safely", "drifted a little"):
        terminal.wait_for(seen)
        terminal.press("enter")
    for number, mark in ((1, "3"), (2, "6")):
        terminal.wait_for(f"{number} of 9")
        terminal.press(mark, "enter")
    terminal.wait_for("3 of 9")
    terminal.type(loved)
    terminal.wait_for(loved)
    for number in range(4, 10):
        terminal.press("ctrl+n")
        terminal.wait_for(f"{number} of 9")
    terminal.press("ctrl+n")
    terminal.wait_for("last question")
    terminal.press("enter")


def look(terminal: Terminal) -> None:
    """Look at what was opened, up to the words side by side."""
    for number in (1, 2, 3):
        terminal.wait_for(f"{number} of 4")
        terminal.press("right")
    side_by_side = terminal.wait_for("4 of 4")
    assert all(loved in side_by_side for loved in LOVED.values())


def painted(terminal: Terminal) -> str:
    """Return all the letters that were ever painted."""
    return re.sub(r"\x1b\[[^A-Za-z]*[A-Za-z]", "", bytes(terminal.raw).decode("utf-8", "replace"))


def test_two_people_answer_a_step_each_on_a_machine_of_their_own_and_open_it_on_both(tmp_path: Path) -> None:
    homes = tmp_path / "ana", tmp_path / "ben"
    begun(homes[0]).close()
    with two_syncthings(tmp_path) as carriers, ExitStack() as opened:
        ana, ben = both = tuple(opened.enter_context(Terminal(nearer("--home", str(each)))) for each in homes)
        come_together(ana, ben, carriers)
        for each in both:
            each.wait_for(SAME)
        answer_the_first_step(ana, LOVED["Ana"])
        assert "Pass the keyboard" not in ana.wait_for("They stay closed")
        answer_the_first_step(ben, LOVED["Ben"])
        for terminal, other in zip(both, ("Ben", "Ana"), strict=True):
            terminal.wait_for("Both of you have answered")
            assert LOVED[other] not in painted(terminal)
        ana.press("enter")
        look(ana)
        ben.wait_for("Ana has opened your answers")
        ben.press("enter")
        look(ben)
        for each in both:
            each.wait_for(SAME)
            assert all(loved in painted(each) for loved in LOVED.values())
            each.press("ctrl+q")
            assert each.wait_end() == 0
            assert each.left_on() == []
    for carrier in carriers:
        assert not any(loved.encode() in every_byte(carrier.folder) for loved in LOVED.values())
