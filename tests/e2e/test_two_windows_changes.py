"""Two people in two terminals who change the same plan: both versions are kept, and the choice shows in both."""

from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal, nearer, told

pytestmark = pytest.mark.terminal


def test_what_both_change_at_once_is_kept_and_chosen_and_a_change_is_taken_back(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for words in (
        ["init", "--names", "Ana", "Ben"],
        ["--as", "Ana", "plan", "propose", "--start", "2099-01-01T20:00", "--what", "a walk"],
    ):
        told(home, *words)
    ana, ben = (Terminal(nearer("--home", str(home), "--as", name)) for name in ("Ana", "Ben"))
    with ana as one, ben as two:
        for terminal, text in ((one, "by the river"), (two, "in the woods")):
            terminal.wait_for("THE PATH")
            terminal.press("p")
            terminal.wait_for("a walk")
            terminal.press("m")
            terminal.wait_for("How long")
            terminal.type(text)
            terminal.wait_for(text)
        one.press("ctrl+n")
        two.press("ctrl+n")
        for terminal in (one, two):
            terminal.wait_for("The same thing")
            terminal.wait_gone("How long")
            terminal.press("escape")
            terminal.wait_for("b see both versions")
        two.press("b")
        for part in ("Which one", "by the river", "in the woods", "Ana", "Ben", "Esc back"):
            two.wait_for(part)
        two.press("enter")
        two.wait_for("THE PATH")
        for terminal in (one, two):
            terminal.wait_gone("b see both versions")
        two.press("p")
        chosen = two.wait_for("by the river|in the woods")
        one.press("p")
        one.wait_for("by the river" if "by the river" in chosen else "in the woods")
        one.press("n")
        one.wait_for("How long")
        one.type("a boat trip")
        one.wait_for("a boat trip")
        one.press("ctrl+n")
        one.wait_gone("How long")
        two.wait_for("a boat trip")
        one.press("ctrl+z")
        for terminal in (one, two):
            terminal.wait_gone("a boat trip")
        for terminal in (one, two):
            terminal.press("ctrl+q")
            assert terminal.wait_end() == 0
            assert terminal.left_on() == []
