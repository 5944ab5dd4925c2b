"""A running talk on disk: kept, taken up, shared by two windows."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from tui.core.clock import Reading
from tui.core.errors import StoreError
from tui.talk.floor import Status
from tui.talk.moves import Move, begin
from tui.talk.running import KEY, RunningTalk, from_data, to_data
from tui.talk.shape import Part


class Hand:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.passed = 0.0

    def now(self) -> datetime:
        return datetime(2026, 11, 23, 18, tzinfo=UTC) + timedelta(seconds=self.passed)

    def read(self) -> Reading:
        return Reading(wall=self.now(), steady=self.passed, boot=self.passed, boot_id="boot")


class Shelf:
    """JSON by key, in memory."""

    def __init__(self) -> None:
        self.held: dict[str, str] = {}
        self.writes = 0
        self.broken = False

    def get(self, key: str) -> object | None:
        text = self.held.get(key)
        return None if text is None else json.loads(text)

    def put(self, key: str, value: object) -> None:
        if self.broken:
            raise StoreError("disk_full", path="x")
        self.held[key] = json.dumps(value)
        self.writes += 1

    def delete(self, key: str) -> None:
        if self.broken:
            raise StoreError("disk_full", path="x")
        self.held.pop(key, None)


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def talk(hand: Hand, shelf: Shelf) -> RunningTalk:
    floor = begin("t", (Part(id="a", seconds=120, turns=4),), form="f", topic="us", first=0, reading=hand.read())
    running = RunningTalk(floor, shelf=shelf, clock=hand)
    running.keep()
    return running


def never(talk: str) -> bool:
    del talk
    return False


def other(hand: Hand, shelf: Shelf) -> RunningTalk:
    """Return the same talk in another window."""
    found = RunningTalk.take_up(shelf, hand, recorded=never)
    assert found is not None
    return found


def run(talk: RunningTalk, hand: Hand, seconds: int) -> None:
    """Let a window look four times a second and write what is due."""
    for _ in range(4 * seconds):
        hand.passed += 0.25
        talk.look()
        if talk.due:
            talk.keep()


def test_a_killed_talk_is_taken_up_paused_at_most_five_seconds_earlier(
    talk: RunningTalk, hand: Hand, shelf: Shelf
) -> None:
    run(talk, hand, 43)
    hand.passed += 3600
    again = other(hand, shelf)
    assert again.floor.status is Status.PAUSED
    assert 77 <= again.floor.left <= 82.5
    assert again.floor.topic == "us"


def test_a_talk_is_written_at_each_change_and_every_five_seconds(talk: RunningTalk, hand: Hand, shelf: Shelf) -> None:
    run(talk, hand, 60)
    assert 12 <= shelf.writes <= 14
    before = shelf.writes
    assert talk.act(Move.PAUSE)
    assert talk.due
    talk.keep()
    run(talk, hand, 60)
    assert shelf.writes == before + 1


def test_what_the_other_window_did_is_taken_over(talk: RunningTalk, hand: Hand, shelf: Shelf) -> None:
    second = other(hand, shelf)
    second.keep()
    assert talk.look().status is Status.PAUSED
    assert talk.act(Move.RESUME)
    assert talk.act(Move.GOT_ME)
    talk.keep()
    assert second.look().turn == 1
    assert second.floor.status is Status.RUNNING


def test_both_pressing_at_once_pass_the_floor_once(talk: RunningTalk, hand: Hand, shelf: Shelf) -> None:
    second = RunningTalk(talk.floor, shelf=shelf, clock=hand)
    second.keep()
    assert talk.act(Move.GOT_ME)
    talk.keep()
    assert not second.act(Move.GOT_ME)
    assert second.floor.turn == 1


def test_a_stopped_window_follows_the_one_that_went_on(talk: RunningTalk, hand: Hand, shelf: Shelf) -> None:
    stopped = RunningTalk(talk.floor, shelf=shelf, clock=hand)
    stopped.keep()
    run(talk, hand, 60)
    assert stopped.look().status is Status.RUNNING
    assert stopped.floor.left == pytest.approx(talk.floor.left, abs=0.1)


def test_a_talk_that_the_other_window_ended_is_not_written_again(talk: RunningTalk, hand: Hand, shelf: Shelf) -> None:
    second = RunningTalk(talk.floor, shelf=shelf, clock=hand)
    second.keep()
    talk.let_go()
    second.look()
    assert second.gone
    assert not second.due
    second.keep()
    talk.keep()
    assert shelf.held == {}


def test_a_disk_that_is_full_does_not_stop_the_talk(talk: RunningTalk, hand: Hand, shelf: Shelf) -> None:
    shelf.broken = True
    hand.passed += 10
    assert talk.act(Move.PAUSE)
    with pytest.raises(StoreError):
        talk.keep()
    assert talk.look().status is Status.PAUSED
    assert talk.due
    shelf.broken = False
    talk.keep()
    assert other(hand, shelf).floor.left == pytest.approx(110)


def test_a_talk_that_became_a_record_is_not_taken_up(talk: RunningTalk, hand: Hand, shelf: Shelf) -> None:
    assert talk.floor.id == "t"
    assert RunningTalk.take_up(shelf, hand, recorded=lambda found: found == "t") is None
    assert shelf.held == {}


@pytest.mark.parametrize(
    "broken",
    [
        3,
        [],
        {},
        {"id": 3},
        {"part": 99},
        {"turn": 4},
        {"spent": -1.0},
        {"parts": []},
        {"parts": [{"id": "a", "seconds": 0}]},
        {"began": "2026-11-23T18:00:00"},
        {"status": "dancing"},
        {"first": 2},
        {"version": 10**30},
    ],
)
def test_what_cannot_be_read_is_no_talk(talk: RunningTalk, hand: Hand, shelf: Shelf, broken: object) -> None:
    data = to_data(talk.floor)
    assert isinstance(data, dict)
    shelf.put(KEY, {**data, **broken} if isinstance(broken, dict) and broken else broken)
    assert from_data(shelf.get(KEY)) is None
    assert RunningTalk.take_up(shelf, hand, recorded=never) is None
    assert shelf.held == {}


def test_the_bell_rings_once_a_turn(talk: RunningTalk, hand: Hand) -> None:
    rung = 0
    for _ in range(200):
        hand.passed += 1
        talk.look()
        rung += talk.ring()
    assert rung == 1
