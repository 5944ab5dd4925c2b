"""One person in two terminals: what both type into one question is in the draft, and in both windows."""

import json
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal, begun, nearer, to_the_third_question

pytestmark = pytest.mark.terminal


def test_what_one_person_types_in_two_terminals_stays_in_both(tmp_path: Path) -> None:
    home = tmp_path / "home"
    begun(home).close()
    window = nearer("--home", str(home), "--as", "Ana", "check-in", "before")
    with Terminal(window) as one:
        to_the_third_question(one)
        with Terminal(window) as two:
            two.wait_for("3 of 9")
            one.type("laughing")
            two.wait_for("laughing")
            two.type(" and walking")
            one.wait_for("laughing and walking")
            one.type(" a lot")
            two.type(" often")
            for terminal in (one, two):
                terminal.wait_for("a lot")
                terminal.wait_for("often")
            for terminal in (one, two):
                terminal.press("ctrl+q")
                assert terminal.wait_end() == 0
    (kept,) = drafts(home)
    assert "a lot" in kept
    assert "often" in kept


def drafts(home: Path) -> list[str]:
    """Return the drafts that are kept in a home, as text."""
    tables = json.loads((home / "local.json").read_text("utf-8"))
    return [json.dumps(each) for table in tables.values() for key, each in table.items() if key.startswith("draft/")]
