"""The terminal that the other tests here play in tells the truth: seen on programs of a few lines."""

import signal
import sys
import termios

import pytest

from tests.e2e import terminal as this
from tests.e2e.terminal import MODES, Terminal

pytestmark = pytest.mark.terminal

ECHO = "while True: print('got', repr(input('> ')), flush=True)"
ALL_ON = "".join(on.decode() for on, _ in MODES.values()).replace("\x1b[>", "\x1b[>1u")
ALL_OFF = "".join(off.decode() for _, off in MODES.values())


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_what_is_typed_arrives_and_what_is_written_is_seen() -> None:
    with Terminal(python(ECHO)) as terminal:
        terminal.wait_for(">")
        terminal.type("grüße")
        terminal.press("enter")
        assert "got 'grüße'" in terminal.wait_for("got .*")


def test_keys_have_names() -> None:
    keys = "import sys, tty; tty.setraw(0); print('go', end='', flush=True); print(repr(sys.stdin.buffer.read(6)))"
    with Terminal(python(keys)) as terminal:
        terminal.wait_for("go")
        terminal.press("up", "ctrl+n", "escape", "j")
        assert r"\x1b[A\x0e\x1bj" in terminal.wait_for("b'.*'")


def test_a_program_that_ends_gives_its_exit_code() -> None:
    with Terminal(python("raise SystemExit(7)")) as terminal:
        assert terminal.wait_end() == 7


def test_a_program_that_a_signal_kills_gives_its_number_negative() -> None:
    with Terminal(python(ECHO)) as terminal:
        terminal.wait_for(">")
        terminal.signal(signal.SIGKILL)
        assert terminal.wait_end() == -signal.SIGKILL


def test_waiting_for_what_never_comes_fails_and_shows_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(this, "PATIENCE", 0.5)
    with Terminal(python(ECHO)) as terminal:
        terminal.wait_for(">")
        with pytest.raises(AssertionError, match=r"(?s)'nothing like it'.*>"):
            terminal.wait_for("nothing like it")
        with pytest.raises(AssertionError, match="still there"):
            terminal.wait_gone(">")
        with pytest.raises(AssertionError, match="does not end"):
            terminal.wait_end()


def test_waiting_on_a_program_that_has_ended_fails_at_once() -> None:
    with Terminal(python("print('short')")) as terminal, pytest.raises(AssertionError, match="short"):
        terminal.wait_for("long")


def test_a_window_of_another_size_is_noticed() -> None:
    code = (
        "import os, signal; seen = lambda *_: print('size', *os.get_terminal_size(), flush=True)\n"
        "signal.signal(signal.SIGWINCH, seen); seen()\n"
        "while True: signal.pause()"
    )
    with Terminal(python(code), columns=61, rows=17) as terminal:
        terminal.wait_for("size 61 17")
        terminal.resize(33, 9)
        assert "size 33 9" in terminal.wait_for("size 33 9")


def test_what_was_written_on_the_other_screen_is_gone_when_it_is_left() -> None:
    code = "print('before'); print('\\x1b[?1049hbetween', flush=True); input(); print('\\x1b[?1049lafter')"
    with Terminal(python(code)) as terminal:
        assert "before" not in terminal.wait_for("between")
        terminal.press("enter")
        assert terminal.wait_end() == 0
        assert "between" not in terminal.screen()
        assert "before" in terminal.screen()
        assert "after" in terminal.screen()
        assert b"between" in terminal.raw


def test_every_mode_left_on_is_named() -> None:
    with Terminal(python(f"print({ALL_ON!r})")) as terminal:
        assert terminal.wait_end() == 0
        assert terminal.left_on() == list(MODES)


def test_modes_that_were_switched_off_again_are_not_named() -> None:
    with Terminal(python(f"print({ALL_ON + ALL_OFF!r})")) as terminal:
        assert terminal.wait_end() == 0
        assert terminal.left_on() == []


@pytest.mark.parametrize(("restores", "same"), [(True, True), (False, False)])
def test_a_line_discipline_that_was_not_given_back_is_noticed(restores: bool, same: bool) -> None:
    code = "import termios, tty; before = termios.tcgetattr(0); tty.setraw(0)\n"
    code += "termios.tcsetattr(0, termios.TCSANOW, before)\n" if restores else ""
    with Terminal(python(code)) as terminal:
        assert terminal.before[3] & termios.ECHO
        terminal.wait_end()
        assert terminal.as_it_was() is same


def test_a_sequence_that_comes_in_two_pieces_is_one() -> None:
    with Terminal(python("input()")) as terminal:
        terminal.paint(b"one\x1b[")
        terminal.paint(b">1u two\x1b")
        terminal.paint(b"[?1049h")
        terminal.paint(b"three")
        assert terminal.drawn().strip() == "three"
        terminal.paint(b"\x1b[?1049l")
        assert terminal.drawn().strip() == "one two"


def test_what_still_runs_at_the_end_is_ended() -> None:
    with Terminal(python(ECHO)) as terminal:
        terminal.wait_for(">")
        process = terminal._process
    assert not process.isalive()
