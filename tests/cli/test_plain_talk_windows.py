"""The talk line by line beside another window, and what is said while a line is waited for."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from threading import Event

import pytest

from tests.cli.plain_talking import READY, Typed
from tests.stage import FixedClock
from tui.cli import plain_talk, plain_watch
from tui.cli.plain_watch import stops_noticed, watched
from tui.core.ids import Ids
from tui.core.records import Agreement, Talk
from tui.household import Household
from tui.household.talks import begin, left, not_now
from tui.household.talks import typed as waiting_topic
from tui.household.talks_kept import keep_talk
from tui.household.wordings import sentence_key
from tui.talk.floor import Status, Why
from tui.talk.moves import Move
from tui.talk.running import RunningTalk

LISTENING = "speaker-listener"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def household(tmp_path: Path, clock: FixedClock) -> Iterator[Household]:
    found = Household.open(tmp_path / "home", clock=clock, ids=Ids(Random(1)))
    found.found(("Ana", "Ben"), ("Europe/Berlin", "Europe/Berlin"))
    yield found
    found.close()


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], clock: FixedClock) -> Typed:
    return Typed(monkeypatch, capsys, clock)


@pytest.fixture
def tell(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what happens once a second while a line is waited for: here when the test says so."""
    telling: list[Callable[[], None]] = []

    @contextmanager
    def by_hand(talk: RunningTalk, tell: Callable[[], None]) -> Iterator[None]:
        assert talk.floor.id
        telling.append(tell)
        yield

    monkeypatch.setattr(plain_talk, "watched", by_hand)

    def last() -> None:
        telling[-1]()

    return last


class Ben:
    """The other window, at which Ben sits."""

    def __init__(self, home: Path, clock: FixedClock) -> None:
        self.household = Household.open(home, clock=clock)
        self.household.be(self.household.people[1])
        self.talk: RunningTalk | None = None

    def joins(self) -> None:
        self.talk = left(self.household)
        assert self.talk is not None
        assert self.talk.joined
        self.does(Move.WINDOWS)

    def does(self, move: Move, text: str = "") -> None:
        assert self.talk is not None
        self.talk.look()
        assert self.talk.act(move, seat=1, text=text), move
        self.talk.keep()

    def keeps(self, kept: str) -> None:
        assert self.talk is not None
        keep_talk(self.household, self.talk.floor, kept=kept)
        self.talk.let_go()


@pytest.fixture
def ben(household: Household, clock: FixedClock) -> Iterator[Ben]:
    found = Ben(household.store.home, clock)
    yield found
    found.household.close()


def test_at_a_window_of_ones_own_only_ones_own_moves_count_and_the_others_are_told(
    household: Household, typed: Typed, tell: Callable[[], None], ben: Ben
) -> None:
    said = typed(
        household,
        *("1", ben.joins, tell, "y", tell, lambda: ben.does(Move.READY), tell, ""),
        *("", lambda: ben.does(Move.RULE, "no shouting"), tell, lambda: ben.does(Move.READY), tell, ">", "+"),
        *("s", lambda: ben.does(Move.ASK_MORE), tell, "y", lambda: ben.does(Move.SAID), tell, "y", "n", "p", "m"),
        *(lambda: ben.does(Move.MINUTE), tell, "+", "", "w", "q"),
        form=LISTENING,
    )
    assert "Each of you is at a window of your own. Here it is Ana who types." in said
    assert "You are ready. Ben is asked at the other window." in said
    assert said.index("Ben is asked") < said.index("a breath together")
    assert "Ben, your ground rule?" not in said
    assert "Ben's ground rule: no shouting" in said
    assert "Ben is asked whether you can have a minute more." in said
    assert said.index("Ben asks: is there more?") < said.index("Ana asks: is there more?")
    assert said.count("That is for Ben to say") == 3
    assert "Ben would like a minute more. Type + to give it.\nYou have a minute more." in said
    assert said.count("You are both at one window.") == 1


def test_a_letter_that_crosses_with_the_others_does_nothing_but_a_break_is_at_once(
    household: Household, typed: Typed, tell: Callable[[], None], ben: Ben
) -> None:
    said = typed(
        household,
        *("1", *READY, ben.joins, tell, ">", "p", lambda: ben.does(Move.SAID), "e"),
        *(lambda: ben.does(Move.GOT_ME), "e", lambda: ben.does(Move.MINUTE), "b", "", "q"),
        form=LISTENING,
    )
    assert "type the same once more" not in said
    assert said.count("A break, from now on.") == 1
    assert "stays as it is at the other window" in said
    assert ben.talk is not None
    assert ben.talk.look().status is Status.BREAK


def test_the_others_break_and_return_are_told_without_a_name(
    household: Household, typed: Typed, tell: Callable[[], None], ben: Ben, clock: FixedClock
) -> None:
    said = typed(
        household,
        *(
            "1",
            *READY,
            ben.joins,
            tell,
            lambda: ben.does(Move.BREAK),
            tell,
            lambda: ben.does(Move.RETURN),
            tell,
            tell,
        ),
        *(lambda: clock.go(1300), tell, tell, lambda: ben.does(Move.READY), tell, "r", 1, "q"),
    )
    told = said[said.index("A break, from now on.") : said.index("Ben is ready.")]
    assert "Ben" not in told
    assert told.count("You both come back at 19:20. 20 minutes left.") == 1
    assert told.count("The break is over.") == 1
    assert "It is good that you are both back." in said


def test_who_takes_a_break_up_again_still_speaks_for_nobody_else(
    household: Household, typed: Typed, tell: Callable[[], None], ben: Ben, clock: FixedClock
) -> None:
    typed(household, "1", *READY, ben.joins, tell, lambda: ben.does(Move.BREAK), tell, "q")
    clock.go(1300)
    said = typed(household, "r", "q")
    assert "Here it is Ana who types." in said
    assert "Ben, are you ready" not in said
    assert ben.talk is not None
    assert ben.talk.look().apart
    assert ben.talk.floor.ready == (0,)


def test_a_turn_that_runs_out_is_said_once_and_rings_only_where_that_is_asked_for(
    household: Household, typed: Typed, tell: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    seconds = [part for _ in range(7) for part in (30, tell)]
    said = typed(household, "1", *READY, *seconds, tell, "", "q")
    assert said.count("The time is up.") == 1
    assert said.index("The time is up.") < said.index("30 seconds over.")
    household.store.local.put(plain_talk.BELL, True)
    rung: list[str] = []
    typed(household, "g", "p", *seconds, lambda: rung.append(capsys.readouterr().out), "q")
    assert rung[0].count("\a") == 1


def test_the_other_ends_the_talk_and_no_sentence_is_lost(
    household: Household, typed: Typed, tell: Callable[[], None], ben: Ben
) -> None:
    begun = ["1", *READY, ben.joins, tell, 20, tell]
    said = typed(household, *begun, lambda: ben.does(Move.END), tell, tell, "", "We listen.", "", "", "")
    assert said.count("The talk has come to its end. Press Enter.") == 1
    assert [each.kept for each in household.all(Talk)] == ["We listen."]
    said = typed(household, *begun, lambda: ben.does(Move.END), lambda: ben.keeps("theirs"), tell, tell, "")
    assert said.count("The talk was ended in the other window.") == 1
    assert "Ana, would you like to mark how safe it felt?" not in said, "nobody is there any more"
    end = (lambda: ben.does(Move.END), tell, lambda: ben.keeps("theirs"), tell, "", "", "", "")
    assert "Ana, would you like to mark how safe it felt?" in typed(household, *begun, *end)
    said = typed(
        household, *begun, lambda: ben.does(Move.END), "", lambda: ben.keeps("theirs"), "ours", "y", "4", "", ""
    )
    assert "Your sentence is kept as an agreement, too." in said
    assert [each.text for each in household.all(Agreement)] == ["ours"]
    said = typed(household, *begun, lambda: ben.does(Move.END), "", lambda: ben.keeps("theirs"), "mine", "", "", "")
    assert "Your sentence is not lost." in said
    assert household.store.local.get(sentence_key(household.me.id)) == "mine"


def test_a_talk_that_the_other_began_meanwhile_is_joined(household: Household, typed: Typed, ben: Ben) -> None:
    def begins() -> None:
        ben.talk = begin(ben.household, ben.household.catalog.talk_format("trust"), "you", first=1)
        ben.talk.keep()

    said = typed(household, "us", begins, "1", "q", topic="")
    assert "You join the talk that is on at the other window." in said
    assert "The talk is about: you" in said
    assert waiting_topic(household) == "us"


def test_the_others_no_is_told_without_a_name(
    household: Household, typed: Typed, tell: Callable[[], None], ben: Ben
) -> None:
    def no() -> None:
        assert ben.talk is not None
        not_now(ben.household, ben.talk)

    said = typed(household, "1", ben.joins, tell, "y", no, tell, "")
    told = said[said.index("Now is not a good time.") :]
    assert "Ben" not in told
    assert household.all(Talk) == []


def test_the_watcher_tells_and_keeps_and_a_process_that_goes_on_is_noticed(
    household: Household, monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> None:
    talk = begin(household, household.catalog.talk_format("equal"), "us", first=0)
    for move in (Move.READY, Move.BREATHED, Move.READY):
        talk.act(move)
    told, before = Event(), signal.getsignal(signal.SIGCONT)
    monkeypatch.setattr(plain_watch, "EVERY", 0.01)
    with watched(talk, told.set):
        assert told.wait(10)
    assert left(household) is not None
    goes_on = Event()
    with stops_noticed(talk, goes_on):
        clock.go(10)
        os.kill(os.getpid(), signal.SIGCONT)
        assert goes_on.wait(10)
        floor = talk.look()
    assert (floor.status, floor.why) == (Status.PAUSED, Why.GAP)
    assert signal.getsignal(signal.SIGCONT) == before
