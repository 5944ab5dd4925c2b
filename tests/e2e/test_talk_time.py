"""The time of a talk is right in real terminals, whatever happens to the window, the terminal or the machine."""

import re
import signal
import time
from pathlib import Path

import pytest

from tests.e2e.talk_stage import (
    RUNS,
    STANDS,
    Clocks,
    a_talk_that_stands_still,
    began,
    do,
    is_kept,
    kept,
    left_now,
    left_on,
    talk_of,
    wait_until,
)
from tests.e2e.terminal import Terminal
from tui.talk.floor import Floor, Status, Why
from tui.talk.moves import SHORTEST_BREAK, STOPPED_LOOK
from tui.talk.running import BEAT_EVERY

pytestmark = pytest.mark.terminal

HOUR = 3600
MOVED: tuple[dict[str, float | str], ...] = ({"wall": 5 * HOUR}, {"wall": -5 * HOUR, "zone": "Asia/Tokyo"})
"""What somebody does to the clock of the machine, or a flight, one after the other."""

DELAY = 2.0
"""Seconds by which a busy machine may be late; what the app works out from its clocks is exact."""

FAKETIME = next(map(str, Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")), "")
FASTER = 480
"""How many seconds pass in one for an hour of a talk: as many as this library and two busy cores can do."""

APART = 0.02
"""Seconds that a busy machine may let pass between the reading of one clock and of the next."""

TENTH = 0.1
"""Seconds by which a talk may be wrong after an hour."""

EXACT = 0.001
"""Seconds that adding up many short stretches may cost."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    a_talk_that_stands_still(tmp_path / "home")
    return tmp_path / "home"


def go_on(terminal: Terminal, home: Path) -> tuple[float, float]:
    """Let the turn run; return between which two moments of the steady clock that was."""
    terminal.wait_for(STANDS)
    before = time.monotonic()
    do(home, terminal, "space")
    terminal.wait_for(RUNS)
    wait_until(is_kept(home, Status.RUNNING), [terminal])
    return before, time.monotonic()


def beats(home: Path, terminals: list[Terminal], count: int = 1) -> None:
    """Wait until time was noted so many times more."""
    for _ in range(count):
        last = kept(home).seen.steady
        wait_until(lambda last=last: kept(home).seen.steady > last, terminals, what="another beat")  # type: ignore[misc]


def stop_for(terminal: Terminal, seconds: float, others: list[Terminal]) -> None:
    """Stop a window, let time pass in the others, and let it go on."""
    terminal.signal(signal.SIGSTOP)
    end = time.monotonic() + seconds
    wait_until(lambda: time.monotonic() > end, others)
    terminal.signal(signal.SIGCONT)


def test_two_windows_show_the_same_second_and_the_talk_outlives_each_and_both(home: Path) -> None:
    with Terminal(talk_of(home, "Ana")) as ana, Terminal(talk_of(home, "Ben")) as ben:
        ben.wait_for(STANDS)
        earliest, latest = go_on(ana, home)
        ben.wait_for(RUNS)
        start = began(kept(home))
        assert earliest - EXACT <= start <= latest
        equal = 0
        while equal < 10:
            now = time.monotonic()
            wait_until(lambda: 0.3 < (time.monotonic() - start) % 1.0 < 0.8, [ana, ben])
            screens = ana.screen(), ben.screen()
            left = left_now(kept(home), time.monotonic())
            seconds = [left_on(each, left) for each in screens]
            if time.monotonic() - now < 1.0 and (left % 1.0) > 0.1:
                assert seconds[0] == seconds[1], screens
                equal += 1
        # One of the two is stopped for longer than a window of its own may be: it follows the other one.
        stop_for(ana, STOPPED_LOOK + 1.0, [ben])
        beats(home, [ana, ben], 2)
        assert kept(home).status is Status.RUNNING
        assert abs(began(kept(home)) - start) < EXACT
        wait_until(
            lambda: (
                left_on(ana.screen(), left_now(kept(home), time.monotonic()) + 0.5)
                == left_on(ben.screen(), left_now(kept(home), time.monotonic()) + 0.5)
            ),
            what="the same second",
        )
        # One is killed: the other goes on as if nothing had been.
        ana.signal(signal.SIGKILL)
        ana.wait_end()
        beats(home, [ben], 2)
        assert kept(home).status is Status.RUNNING
        assert abs(began(kept(home)) - start) < EXACT
        ben.signal(signal.SIGKILL)
        killed = time.monotonic()
        ben.wait_end()
    last = kept(home)
    assert 0 <= killed - last.seen.steady <= BEAT_EVERY + DELAY
    assert abs(began(last) - start) < EXACT
    with Terminal(talk_of(home, "Ben")) as again:
        again.wait_for(STANDS)
        wait_until(is_kept(home, Status.PAUSED), [again])
        paused = kept(home)
        assert paused.why is Why.GAP
        assert paused.spent == last.spent
        assert left_on(again.screen(), last.left) in {None, -int(-last.left // 1)}


def test_a_window_that_was_stopped_pauses_the_turn_and_asks(home: Path) -> None:
    with Terminal(talk_of(home, "Ana")) as ana:
        go_on(ana, home)
        start = began(kept(home))
        stop_for(ana, STOPPED_LOOK + 1.0, [])
        ana.wait_for(STANDS)
        wait_until(is_kept(home, Status.PAUSED), [ana])
        paused = kept(home)
        assert paused.why is Why.GAP
        assert paused.gap > STOPPED_LOOK
        assert abs(paused.spent + paused.gap - (paused.seen.steady - start)) < BEAT_EVERY + DELAY
        # They did talk on meanwhile.
        ana.press("c")
        ana.wait_for(RUNS)
        wait_until(is_kept(home, Status.RUNNING), [ana])
        counted = kept(home).spent
        assert counted >= paused.spent + paused.gap
        # A shell stops it, and lets it go on: the same.
        ana.signal(signal.SIGTSTP)
        ana.wait_stopped()
        end = time.monotonic() + STOPPED_LOOK + 0.5
        wait_until(lambda: time.monotonic() > end)
        ana.signal(signal.SIGCONT)
        ana.wait_for(STANDS)
        wait_until(is_kept(home, Status.PAUSED), [ana])
        assert kept(home).why is Why.GAP
        assert kept(home).gap > STOPPED_LOOK


def test_a_terminal_that_hangs_is_resized_and_closed_loses_no_time(home: Path) -> None:
    with Terminal(talk_of(home, "Ana")) as ana:
        go_on(ana, home)
        start = began(kept(home))
        for number in range(100):
            ana.resize(80 + number % 40, 24 + number % 20)
            if number % 10 == 0:
                ana.screen()
        ana.resize(80, 24)
        beats(home, [ana])
        # Nothing is read of what the app writes until its pipe is full and it has to wait.
        ana.type("z" * 60)
        end = time.monotonic() + 1.5
        while time.monotonic() < end:
            time.sleep(0.05)
        ana.wait_for(RUNS)
        beats(home, [ana], 2)
        floor = kept(home)
        assert floor.status is Status.RUNNING
        assert abs(began(floor) - start) < EXACT
        wait_until(
            lambda: left_on(ana.screen(), left := left_now(kept(home), time.monotonic())) == -int(-left // 1),
            what="the right second",
        )
        closed = time.monotonic()
        assert ana.hang_up() == 128 + signal.SIGHUP
    last = kept(home)
    assert abs(began(last) - start) < EXACT
    assert abs(last.seen.steady - closed) < DELAY
    with Terminal(talk_of(home, "Ana")) as again:
        again.wait_for(STANDS)
        wait_until(is_kept(home, Status.PAUSED), [again])
        assert kept(home).spent == last.spent


def test_a_clock_that_is_set_and_another_zone_move_nothing_and_sleep_is_noticed(home: Path, tmp_path: Path) -> None:
    clocks = Clocks(tmp_path / "clocks")
    kitty = {"TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1", "TMUX": "", "STY": "", "ZELLIJ": ""}
    with Terminal(clocks.command(home, "Ana"), env=kitty) as ana:
        go_on(ana, home)
        start = began(kept(home))
        for turned in MOVED:
            clocks.turn(**turned)
            beats(home, [ana], 2)
            assert kept(home).status is Status.RUNNING
            assert abs(began(kept(home)) - start) < EXACT
        clocks.turn(asleep=600)
        ana.wait_for(STANDS)
        wait_until(is_kept(home, Status.PAUSED), [ana])
        paused = kept(home)
        assert paused.why is Why.GAP
        assert 0 <= paused.gap - 600 < BEAT_EVERY + DELAY
        go_on(ana, home)
        ana.press("b")
        ana.wait_for("When do you both come back")
        ana.press("enter")
        ana.wait_for("●  in 20 minutes")
        ana.press("enter")
        ana.wait_for("Until then")
        stood = kept(home)
        for turned in MOVED:
            before = ana.screen()
            clocks.turn(**turned)
            wait_until(lambda before=before: ana.screen() != before, what="another time to come back")  # type: ignore[misc]
            assert re.search("in (20|19) minutes", ana.screen())
        already = len(ana.raw)
        clocks.turn(asleep=600 + SHORTEST_BREAK)
        ana.wait_for("You wanted to be back")
        assert ana.raw[already:].count(b"\a") == 1
        assert ana.raw[already:].count(b"p=body;It is time.") == 1
        ana.press("k")
        for side, word in (("l", "✓"), ("a", RUNS)):
            ana.press(side)
            ana.wait_for(word)
        wait_until(is_kept(home, Status.RUNNING), [ana])
        going = kept(home)
        assert abs(going.spent - stood.spent) < DELAY
        assert going.spent >= stood.spent
        already = len(ana.raw)
        beats(home, [ana], 2)
        assert b"\a" not in ana.raw[already:]


@pytest.mark.skipif(not FAKETIME, reason="libfaketime is not here (on Debian: faketime): an hour would take one")
def test_an_hour_is_right_to_a_tenth_of_a_second(tmp_path: Path) -> None:
    home = tmp_path / "home"
    a_talk_that_stands_still(home, seconds=2 * HOUR)
    stretches: dict[int, tuple[Floor, Floor]] = {}
    quick = {"LD_PRELOAD": FAKETIME, "FAKETIME": f"+0 x{FASTER}"}
    with Terminal(talk_of(home, "Ana"), env=quick) as ana:
        ana.wait_for(STANDS)
        do(home, ana, "space")

        def an_hour_has_gone() -> bool:
            now = kept(home)
            if now.status is Status.PAUSED:  # the machine was busy for a moment, which is half a minute here
                do(home, ana, "space")
            else:
                stretches[now.version] = stretches.get(now.version, (now, now))[0], now
            return sum(last.spent - first.spent for first, last in stretches.values()) >= HOUR

        wait_until(an_hour_has_gone, [ana], what="the end of an hour")
    wrong = 0.0
    for first, last in stretches.values():
        spent = last.spent - first.spent
        wrong += abs(spent - (last.seen.steady - first.seen.steady))
        assert abs(last.talked - first.talked - spent) < TENTH
        assert abs(spent - (last.seen.boot - first.seen.boot)) < APART * FASTER
        assert abs(spent - (last.seen.wall - first.seen.wall).total_seconds()) < APART * FASTER
    assert wrong < TENTH
