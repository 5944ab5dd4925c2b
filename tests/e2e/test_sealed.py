"""A sealed home in a real terminal: sealed by the command, opened by the app."""

from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal, nearer
from tui.household import Household

pytestmark = pytest.mark.terminal

PHRASE = "a quiet evening"


def test_a_home_that_was_sealed_by_command_opens_with_the_right_passphrase_only(tmp_path: Path) -> None:
    home = tmp_path / "home"
    household = Household.open(home)
    household.found(("Ana", "Ben"), ("Europe/Berlin", "Europe/Berlin"))
    household.close()
    with Terminal(nearer("--home", str(home), "passphrase", "set"), rows=40) as terminal:
        for question in ("New passphrase", "The same once more"):
            terminal.wait_for(question)
            terminal.type(PHRASE)
            terminal.press("enter")
        screen = terminal.wait_for(r"17\. \w+")
        assert terminal.wait_end() == 0
        assert terminal.as_it_was()
        assert PHRASE not in screen
    assert b"Ben" not in b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    with Terminal(nearer("--home", str(home))) as terminal:
        screen = terminal.wait_for("passphrase")
        assert "Ana" not in screen
        terminal.type("not this one")
        terminal.press("enter")
        screen = terminal.wait_for("does not open it")
        assert "not this one" not in screen
        terminal.wait_gone("In a moment")
        terminal.type(PHRASE)
        terminal.press("enter")
        screen = terminal.wait_for("Ana")
        assert "passphrase" not in screen
        terminal.press("ctrl+q")
        assert terminal.wait_end() == 0
        assert terminal.left_on() == []
