"""The passphrase from the command line: how it comes in, and what it does."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tui.cli import main, unlock
from tui.core.errors import LockedError
from tui.store.keys import Cost
from tui.store.recovery import from_words
from tui.store.store import Store

PHRASE = "a quiet evening ♥"


class Line:
    """Types commands on one home; lines come in through a pipe, or are typed in a terminal without being shown."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[bytes]) -> None:
        self.home = home
        self.err = ""
        self.asked: list[str] = []
        self.rests: list[float] = []
        self._patch, self._capture = patch, capture

    def __call__(self, *words: str, lines: Iterable[str] = (), code: int = 0) -> str:
        piped = io.BytesIO("".join(f"{each}\n" for each in lines).encode())
        self._patch.setattr("sys.stdin", io.TextIOWrapper(piped, "utf-8"))
        found = main(["--home", str(self.home), *words])
        out, self.err = (each.decode() for each in self._capture.readouterr())
        assert found == code, self.err
        assert "Traceback" not in self.err
        return out

    def typing(self, *typed: str) -> None:
        """Let these be typed into a terminal from now on; then Ctrl+D."""
        left = list(typed)

        def getpass(prompt: str, stream: object) -> str:
            assert stream is sys.stderr
            self.asked.append(prompt)
            if not left:
                raise EOFError
            return left.pop(0)

        self._patch.setattr(unlock, "in_terminal", lambda: True)
        self._patch.setattr(unlock, "getpass", getpass)
        self._patch.setattr(unlock, "sleep", self.rests.append)


@pytest.fixture
def nearer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Line:
    monkeypatch.setattr(Store, "cost", Cost(ops=1, memory=8 * 1024))
    monkeypatch.delenv(unlock.VARIABLE, raising=False)
    line = Line(tmp_path / "home", monkeypatch, capfdbinary)
    line("init", "--names", "Ana", "Ben", "--zones", "Europe/Berlin", "America/New_York")
    return line


@pytest.fixture
def sealed(nearer: Line) -> Line:
    nearer("passphrase", "set", lines=[PHRASE])
    return nearer


def opens(home: Path, secret: str) -> bool:
    try:
        Store.open(home, passphrase=secret).close()
    except LockedError:
        return False
    return True


# What it does


def test_setting_one_seals_and_gives_words_to_write_down(nearer: Line) -> None:
    out = nearer("passphrase", "set", lines=[PHRASE, PHRASE])
    numbered = [line.split(". ")[1] for line in out.splitlines() if line.strip()[:1].isdigit()]
    assert len(numbered) == 17
    assert "paper" in out
    assert "does not hide" in out
    assert not opens(nearer.home, "")
    assert opens(nearer.home, PHRASE)
    assert opens(nearer.home, "\n".join(numbered))


def test_the_words_are_one_json_document_for_scripts(nearer: Line) -> None:
    first = json.loads(nearer("passphrase", "set", "--json", lines=[PHRASE]))["words"]
    second = json.loads(nearer("passphrase", "recovery", "--json", lines=[PHRASE]))["words"]
    assert from_words(" ".join(first)) != from_words(" ".join(second))
    assert opens(nearer.home, " ".join(second))
    assert not opens(nearer.home, " ".join(first))


def test_changing_it_takes_the_old_one_or_the_words(nearer: Line) -> None:
    words = json.loads(nearer("passphrase", "set", "--json", lines=[PHRASE]))["words"]
    nearer("passphrase", "change", lines=[PHRASE, "the second one", "the second one"])
    assert opens(nearer.home, "the second one")
    assert not opens(nearer.home, PHRASE)
    assert json.loads(nearer("passphrase", "change", "--json", lines=[" ".join(words), "the third one"])) == {
        "sealed": True
    }
    assert opens(nearer.home, "the third one")
    assert opens(nearer.home, " ".join(words))


def test_removing_it_opens_the_home_for_good(sealed: Line) -> None:
    sealed("passphrase", "remove", lines=[PHRASE])
    assert opens(sealed.home, "")
    assert sealed("status")


@pytest.mark.parametrize("act", ["change", "remove", "recovery"])
def test_a_wrong_passphrase_changes_nothing(sealed: Line, act: str) -> None:
    before = {path.name: path.read_bytes() for path in sealed.home.iterdir() if path.is_file()}
    sealed("passphrase", act, lines=["not this one", "new", "new"], code=1)
    assert "does not open" in sealed.err
    assert {path.name: path.read_bytes() for path in sealed.home.iterdir() if path.is_file()} == before


def test_a_sealed_home_is_not_sealed_twice_and_does_not_even_ask(sealed: Line) -> None:
    sealed.typing()
    sealed("passphrase", "set", code=1)
    assert "sealed already" in sealed.err
    assert sealed.asked == []


@pytest.mark.parametrize("act", ["change", "remove", "recovery"])
def test_an_open_home_has_no_passphrase_to_change(nearer: Line, act: str) -> None:
    nearer.typing()
    nearer("passphrase", act, code=1)
    assert "passphrase set" in nearer.err
    assert nearer.asked == []


@pytest.mark.parametrize("act", ["set", "change", "remove", "recovery"])
def test_where_nobody_has_begun_there_is_nothing_to_seal(nearer: Line, tmp_path: Path, act: str) -> None:
    nearer.home = tmp_path / "elsewhere"
    nearer("passphrase", act, lines=[PHRASE], code=1)
    assert "init" in nearer.err
    assert not nearer.home.exists()


def test_two_different_ones_are_not_taken(nearer: Line) -> None:
    nearer("passphrase", "set", lines=[PHRASE, PHRASE + "x"], code=1)
    assert "not the same" in nearer.err
    assert opens(nearer.home, "")


def test_an_empty_one_is_not_taken(nearer: Line) -> None:
    nearer("passphrase", "set", code=1)
    assert "empty" in nearer.err
    assert opens(nearer.home, "")


def test_a_short_one_is_said_to_be_short_and_taken(nearer: Line) -> None:
    nearer("passphrase", "set", "--json", lines=["dawn"])
    assert "short" in nearer.err
    assert opens(nearer.home, "dawn")
    nearer("passphrase", "change", "--json", lines=["dawn", "12345678"])
    assert nearer.err == ""


# How it comes in


def commands(home: Path) -> dict[str, tuple[str, ...]]:
    return {
        "status": ("status",),
        "list": ("plan", "list"),
        "propose": ("plan", "propose", "--start", "2026-11-26T20:00"),
        "export": ("export",),
        "import": ("import", str(home.parent / "export.json")),
        "init": ("init", "--names", "Ana", "Ben"),
        "check-in": ("check-in", "--plain"),
        "talk": ("talk", "--plain"),
    }


CODES = {"init": 1, "check-in": 1, "talk": 1}
"""What ends with 1 also when it was let in: there are two already, and nobody answers."""


@pytest.mark.parametrize("name", commands(Path()))
def test_every_command_takes_it_from_a_pipe_or_the_environment(
    sealed: Line, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    words = commands(sealed.home)[name]
    (sealed.home.parent / "export.json").write_text(sealed("export", lines=[PHRASE]))
    for lines in ([], ["not this one"]):
        sealed(*words, lines=lines, code=1)
        assert "passphrase" in sealed.err
        assert len(sealed.err.splitlines()) == 1
    sealed(*words, lines=[PHRASE], code=CODES.get(name, 0))
    assert "passphrase" not in sealed.err
    monkeypatch.setenv(unlock.VARIABLE, PHRASE)
    sealed(*words, code=CODES.get(name, 0))
    assert "passphrase" not in sealed.err
    monkeypatch.setenv(unlock.VARIABLE, "not this one")
    sealed(*words, lines=[PHRASE], code=1)
    assert "does not open" in sealed.err


def test_an_open_home_asks_for_nothing_and_eats_nothing(nearer: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(unlock.VARIABLE, "of another home")
    nearer("status", lines=["a line for somebody else"])
    assert sys.stdin.readline() == "a line for somebody else\n"
    nearer.typing()
    nearer("status")
    assert nearer.asked == []


def test_what_stands_behind_it_in_the_pipe_is_left_to_others(sealed: Line) -> None:
    reading, writing = os.pipe()
    os.write(writing, f"{PHRASE}\r\nfor somebody else".encode())
    program = [sys.executable, "-m", "tui", "--home", str(sealed.home), "status"]
    result = subprocess.run(program, stdin=reading, capture_output=True, check=False)
    assert result.returncode == 0, result.stderr
    assert os.read(reading, 100) == b"for somebody else"
    os.close(reading)
    os.close(writing)


def test_a_line_that_never_ends_is_not_read_for_ever(sealed: Line) -> None:
    sealed("status", lines=["x" * 200_000], code=1)
    assert "too" in sealed.err or "most" in sealed.err


def test_in_a_terminal_it_is_asked_for_and_nothing_else_is_printed(sealed: Line) -> None:
    sealed.typing(PHRASE)
    document = json.loads(sealed("status", "--json"))
    assert document["me"] == "Ana"
    assert document["store"]["sealed"] is True
    assert len(sealed.asked) == 1
    assert sealed.err == ""
    assert sealed.rests == []


def test_in_a_terminal_a_wrong_one_says_so_and_waits_and_the_third_ends(sealed: Line) -> None:
    sealed.typing("no", "neither", PHRASE)
    sealed("status")
    assert sealed.rests == [1.0, 2.0]
    assert sealed.err.count("does not open") == 2
    sealed.typing("no", "neither", "nor this", PHRASE)
    sealed("status", code=1)
    assert sealed.rests == [1.0, 2.0, 1.0, 2.0]
    assert sealed.err.count("does not open") == 3


@pytest.mark.parametrize(
    ("typed", "taken"),
    [((PHRASE, PHRASE), True), ((PHRASE, "other", PHRASE, PHRASE), True), (("a", "b", "c", "d", "e", "f"), False)],
)
def test_in_a_terminal_a_new_one_is_asked_for_twice(nearer: Line, typed: tuple[str, ...], taken: bool) -> None:
    nearer.typing(*typed)
    nearer("passphrase", "set", "--json", code=0 if taken else 1)
    assert len(nearer.asked) == len(typed)
    assert opens(nearer.home, PHRASE) == (not opens(nearer.home, "")) == taken or not taken


def test_in_a_terminal_leaving_the_question_changes_nothing(nearer: Line, sealed: Line) -> None:
    sealed.typing()
    sealed("status", code=1)
    assert "passphrase" in sealed.err
    assert opens(nearer.home, PHRASE)


@pytest.mark.parametrize("act", ["set", "change", "remove", "recovery"])
def test_help_says_what_each_does(nearer: Line, act: str) -> None:
    assert act in nearer("passphrase", "--help")
    assert len(nearer("passphrase", act, "--help").splitlines()) > 5
