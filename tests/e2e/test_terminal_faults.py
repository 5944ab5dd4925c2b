"""Whatever ends the app, the terminal is left as it was found, and nobody's words are on it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal, begun, nearer
from tui.core.records import Sitting

pytestmark = pytest.mark.terminal

ODD = [("[/b]", "[@click=app.quit]x[/]"), ("a\x1b]52;c;aGk=\x07b", "\u202eevil"), ("👩‍👩‍👧‍👦", "x" * 10_000)]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home in which both know the page about safety."""
    household = begun(tmp_path / "home")
    for person in household.people:
        household.save(Sitting(id=person.id, by=person.id, at=household.now(), step="daily.d001"))
    household.close()
    return tmp_path / "home"


def half_a_word(terminal: Terminal) -> None:
    """Go to a question that is answered in words, and begin to answer it."""
    terminal.wait_for("Begin")
    terminal.press("enter")
    terminal.wait_for("1 of")
    terminal.type("half a word")
    terminal.wait_for("half a word")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT"])
def test_a_signal_ends_the_app_and_restores_the_terminal(home: Path, name: str) -> None:
    number = getattr(signal, name)
    with Terminal(nearer("--home", str(home), "check-in", "face")) as terminal:
        half_a_word(terminal)
        terminal.signal(number)
        assert terminal.wait_end() == 128 + number
        assert terminal.left_on() == []
        assert terminal.as_it_was()
        assert "half a word" not in terminal.screen()
    assert "half a word" in (home / "local.json").read_text("utf-8")


def test_a_window_that_is_closed_ends_the_app_with_everything_kept(home: Path) -> None:
    with Terminal(nearer("--home", str(home), "check-in", "face")) as terminal:
        half_a_word(terminal)
        assert terminal.hang_up() == 128 + signal.SIGHUP
    assert "half a word" in (home / "local.json").read_text("utf-8")


def test_the_app_goes_on_after_it_was_stopped(home: Path) -> None:
    with Terminal(nearer("--home", str(home))) as terminal:
        terminal.wait_for("THE PATH")
        terminal.signal(signal.SIGSTOP)
        terminal.signal(signal.SIGCONT)
        assert_goes_on(terminal)


def test_a_shell_that_stops_the_app_gets_its_terminal_and_gives_it_back(home: Path) -> None:
    with Terminal(nearer("--home", str(home))) as terminal:
        terminal.wait_for("THE PATH")
        terminal.signal(signal.SIGTSTP)
        terminal.wait_stopped()
        assert "THE PATH" not in terminal.screen()
        assert terminal.left_on() == []
        assert terminal.as_it_was()
        terminal.signal(signal.SIGCONT)
        terminal.wait_for("THE PATH")
        assert_goes_on(terminal)


def look_around(terminal: Terminal, *rooms: tuple[str, str]) -> None:
    """Open one room after the other by its key, and come home from each."""
    terminal.wait_for("THE PATH")
    for key, title in rooms:
        terminal.press(key)
        terminal.wait_for(title)
        terminal.press("escape")
        terminal.wait_for("THE PATH")


def assert_goes_on(terminal: Terminal) -> None:
    """Every key arrives, in order, and leaving works."""
    look_around(terminal, ("j", "Journal"), ("?", "Help"))
    terminal.press("ctrl+q")
    assert terminal.wait_end() == 0
    assert terminal.left_on() == []
    assert terminal.as_it_was()


CRASH = """
import sys
from tui.screens.journal import JournalScreen
from tui.cli import main

def broken(self):
    secret = "a word of the couple's"
    raise RuntimeError(secret)

JournalScreen._read = broken
sys.exit(main(sys.argv[1:]))
"""


def test_a_fault_of_ours_shows_one_sentence_and_no_word_of_theirs(home: Path) -> None:
    with Terminal([sys.executable, "-c", CRASH, "--home", str(home)]) as terminal:
        terminal.wait_for("THE PATH")
        terminal.press("j")
        assert terminal.wait_end() == 1
        assert terminal.left_on() == []
        assert terminal.as_it_was()
        text = terminal.screen()
    assert "our fault" in text
    assert "Traceback" not in text
    assert "a word of the couple's" not in bytes(terminal.raw).decode()
    notes = list((home / "logs").glob("fault-*.log"))
    assert len(notes) == 1
    assert "a word of the couple's" not in notes[0].read_text("utf-8")
    assert "RuntimeError" in notes[0].read_text("utf-8")
    assert notes[0].stat().st_mode & 0o777 == 0o600


def test_without_a_terminal_one_line_is_said_and_no_escape_is_written(home: Path) -> None:
    done = subprocess.run(
        nearer("--home", str(home)), stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert done.stdout == b""
    assert len(done.stderr.splitlines()) == 1
    assert b"\x1b" not in done.stderr


def test_a_dumb_terminal_is_told_of_the_plain_way(home: Path) -> None:
    with Terminal(nearer("--home", str(home)), env={"TERM": "dumb"}) as terminal:
        assert terminal.wait_end() == 1
        assert "--plain" in terminal.screen()
        assert b"\x1b" not in terminal.raw


def test_a_terminal_that_is_too_small_says_what_it_needs_and_recovers(home: Path) -> None:
    with Terminal(nearer("--home", str(home)), columns=40, rows=10) as terminal:
        terminal.wait_for("needs a little more room")
        terminal.resize(80, 24)
        terminal.wait_for("THE PATH")
        terminal.resize(10, 3)
        terminal.resize(120, 40)
        terminal.wait_for("THE PATH")
        terminal.press("ctrl+q")
        assert terminal.wait_end() == 0


@pytest.mark.parametrize("names", ODD, ids=range(len(ODD)))
def test_odd_names_are_harmless_on_every_screen(tmp_path: Path, names: tuple[str, str]) -> None:
    home = tmp_path / "home"
    begun(home, *names).close()
    with Terminal(nearer("--home", str(home))) as terminal:
        look_around(terminal, ("j", "Journal"), ("p", "n propose"))
        terminal.press("h")
        terminal.wait_for("I am")
        terminal.press("enter")
        look_around(terminal, ("p", "n propose"), (",", "Settings"))
        terminal.press("c")
        terminal.wait_for("safely")
        terminal.press("enter")
        terminal.wait_for("Begin")
        terminal.press("enter")
        terminal.wait_for("1 of 9")
        terminal.press("ctrl+q")
        assert terminal.wait_end() == 0
    raw = bytes(terminal.raw)
    assert b"\x1b]52" not in raw
    assert "\u202e".encode() not in raw
    assert terminal.left_on() == []


def test_a_home_that_cannot_be_written_opens_to_read_and_says_so(home: Path) -> None:
    drop = ["setpriv", "--inh-caps=-all", "--bounding-set=-all"] if os.geteuid() == 0 else []
    home.chmod(0o500)
    for path in home.iterdir():
        path.chmod(0o400)
    try:
        with Terminal([*drop, *nearer("--home", str(home))]) as terminal:
            terminal.wait_for("THE PATH")
            terminal.wait_for("Nothing can be saved")
            terminal.wait_for("cannot be saved to")
            terminal.press("ctrl+q")
            assert terminal.wait_end() == 0
        with Terminal([*drop, *nearer("--home", str(home), "check-in", "before")]) as terminal:
            terminal.wait_for("Begin")
            terminal.press("enter")
            terminal.wait_for("1 of 9")
            terminal.press("4")
            terminal.wait_for("Nothing can be saved")
            terminal.wait_for("cannot be saved to")
            terminal.press("ctrl+q")
            assert terminal.wait_end() == 0
    finally:
        home.chmod(0o700)


def test_a_damaged_store_is_named_kept_and_opened_for_what_can_be_read(home: Path) -> None:
    journal = home / "records.journal"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([*lines, b"00000000 {broken}\n"]))
    with Terminal(nearer("--home", str(home))) as terminal:
        terminal.wait_for("THE PATH")
        terminal.wait_for("records.journal")
        terminal.press("ctrl+q")
        assert terminal.wait_end() == 0
    assert b"broken" in journal.read_bytes()


def test_a_store_that_is_not_ours_is_left_alone(home: Path) -> None:
    journal = home / "records.journal"
    journal.write_bytes(b"\x00\x01 not a journal at all\n" * 50)
    with Terminal(nearer("--home", str(home))) as terminal:
        assert terminal.wait_end() == 1
        assert "records.journal" in terminal.screen().replace("\n", "")
    assert journal.read_bytes() == b"\x00\x01 not a journal at all\n" * 50
