"""A running talk on disk: kept, taken up, shared by two windows."""

import json

import pytest

from tests.talk.shelves import Disk, Hand, Shelf
from tui.core.errors import StoreError
from tui.talk import KEY
from tui.talk.floor import Floor, Stage, Status, Why
from tui.talk.moves import Move, begin
from tui.talk.running import RunningTalk, from_data, to_data
from tui.talk.shape import Part


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def talk(hand: Hand, disk: Disk) -> RunningTalk:
    part = Part(id="a", seconds=120, turns=4, reflect=True)
    floor = begin("t", (part,), form="f", topic="us", first=0, reading=hand.read(), ready=True)
    running = RunningTalk(floor, shelf=Shelf(disk), clock=hand)
    running.keep()
    return running


def never(talk: str) -> bool:
    del talk
    return False


def other(hand: Hand, disk: Disk, window: str = "two") -> RunningTalk:
    """Return the same talk in another window."""
    found = RunningTalk.take_up(Shelf(disk, window), hand, recorded=never)
    assert found is not None
    return found


def run(talk: RunningTalk, hand: Hand, seconds: float) -> None:
    """Let a window look four times a second and write what is due."""
    for _ in range(round(4 * seconds)):
        hand.passed += 0.25
        talk.look()
        if talk.due:
            talk.keep()


def test_a_killed_talk_is_taken_up_where_it_was_to_the_second(talk: RunningTalk, hand: Hand, disk: Disk) -> None:
    for seconds in (43.25, 3, 0.5):
        run(talk, hand, seconds)
        there = talk.floor.left
        disk.open.clear()
        again = other(hand, disk)
        assert (again.floor.status, again.floor.why, again.joined) == (Status.PAUSED, Why.GAP, False)
        assert there <= again.floor.left <= there + 1
        assert again.floor.topic == "us"
    there = talk.floor.left
    hand.passed += 3600
    assert there <= other(hand, disk).floor.left <= there + 1


def test_a_machine_that_lost_power_takes_up_what_was_written_durably(
    talk: RunningTalk, hand: Hand, disk: Disk
) -> None:
    run(talk, hand, 43)
    disk.beat, hand.started, hand.since = {"torn": True}, 1, hand.passed
    again = other(hand, disk)
    assert (again.floor.status, again.floor.why) == (Status.PAUSED, Why.GAP)
    assert 77 <= again.floor.left <= 82.5


def test_a_second_window_joins_a_talk_that_runs_on_and_shows_the_same_second(
    talk: RunningTalk, hand: Hand, disk: Disk
) -> None:
    run(talk, hand, 20.5)
    second = other(hand, disk)
    assert second.joined
    for _ in range(60):
        run(talk, hand, 0.5)
        assert second.look().left == pytest.approx(talk.floor.left, abs=1e-6)
        assert second.floor.status is Status.RUNNING


def test_whoever_comes_back_to_their_own_talk_at_once_has_not_joined_another_window(
    talk: RunningTalk, hand: Hand, disk: Disk
) -> None:
    run(talk, hand, 3)
    assert not other(hand, disk, "one").joined


def test_a_talk_is_written_at_each_change_every_five_seconds_and_noted_every_second(
    talk: RunningTalk, hand: Hand, disk: Disk
) -> None:
    run(talk, hand, 60)
    assert 12 <= disk.writes <= 14
    assert 55 <= disk.notes <= 62
    before = disk.writes
    assert talk.act(Move.PAUSE)
    assert talk.due
    talk.keep()
    run(talk, hand, 60)
    assert disk.writes == before + 1


def test_what_the_other_window_did_is_taken_over(talk: RunningTalk, hand: Hand, disk: Disk) -> None:
    second = other(hand, disk)
    second.act(Move.PAUSE)
    second.keep()
    assert talk.look().status is Status.PAUSED
    assert talk.act(Move.RESUME)
    assert talk.act(Move.SAID, seat=0)
    talk.keep()
    assert second.look().stage is Stage.BACK
    assert second.act(Move.GOT_ME, seat=0)
    assert not talk.act(Move.ASK_MORE, seat=0)


def test_both_pressing_at_once_pass_the_floor_once(talk: RunningTalk, hand: Hand, disk: Disk) -> None:
    second = other(hand, disk)
    assert talk.act(Move.YIELD)
    assert second.act(Move.YIELD)
    talk.keep()
    second.keep()
    assert second.floor.turn == talk.look().turn == 1


def test_a_key_pressed_just_as_the_other_window_joins_is_not_lost(talk: RunningTalk, hand: Hand, disk: Disk) -> None:
    second = other(hand, disk)
    assert second.act(Move.WINDOWS)
    second.keep()
    assert talk.act(Move.SAID, seat=0)
    assert second.act(Move.MINUTE, seat=1)
    second.keep()
    talk.keep()
    for each in (talk, second):
        assert (each.look().stage, each.floor.minute, each.floor.apart) == (Stage.BACK, (1,), True)


def test_a_break_wanted_in_one_window_as_the_other_passes_the_floor_is_not_lost(
    talk: RunningTalk, hand: Hand, disk: Disk
) -> None:
    second = other(hand, disk)
    assert talk.act(Move.YIELD)
    assert second.act(Move.BREAK)
    talk.keep()
    second.keep()
    for each in (talk, second):
        assert (each.look().status, each.floor.turn) == (Status.BREAK, 1)


def test_both_breaking_and_both_ready_at_once_end_in_one_state(talk: RunningTalk, hand: Hand, disk: Disk) -> None:
    second = other(hand, disk)
    for each in (talk, second):
        assert each.act(Move.BREAK)
    for each in (talk, second, talk):
        each.keep()
        assert each.look().status is Status.BREAK
    hand.slept += 1300
    for seat, each in enumerate((talk, second)):
        each.look()
        assert each.act(Move.READY, seat=seat)
    for each in (talk, second, talk):
        each.keep()
        each.look()
    assert talk.floor.status is second.floor.status is Status.RUNNING


def test_when_to_come_back_is_not_lost_over_what_the_other_does_and_the_first_time_chosen_leads(
    talk: RunningTalk, hand: Hand, disk: Disk
) -> None:
    two = other(hand, disk)
    talk.act(Move.BREAK, seat=0)
    talk.act(Move.RETURN, seat=0, seconds=1800)
    two.act(Move.MINUTE, seat=1)
    two.keep()
    talk.keep()
    assert (talk.floor.status, talk.floor.agreed, two.look().rest) == (Status.BREAK, True, 1800)
    talk.act(Move.RETURN, seat=0, seconds=3600)  # more time, just as the other notes something
    two.act(Move.RULE, seat=1, text="slowly")
    two.keep()
    talk.keep()
    assert (two.look().rest, talk.floor.rest, talk.floor.rules) == (3600, 3600, ("", "slowly"))
    two.act(Move.RETURN, seat=1, seconds=7200)
    talk.act(Move.RETURN, seat=0, seconds=1800)
    two.keep()
    talk.keep()
    assert (two.look().rest, talk.look().rest) == (7200, 7200)


def test_a_talk_that_was_lost_with_all_that_is_local_is_written_again(
    talk: RunningTalk, hand: Hand, disk: Disk
) -> None:
    two = other(hand, disk)
    run(talk, hand, 7)
    disk.held.clear()  # damaged, and moved aside
    run(talk, hand, 0.5)
    assert not talk.gone
    assert from_data(json.loads(disk.held[KEY])) is not None
    assert two.look().status is Status.RUNNING
    talk.let_go()
    two.look()
    assert two.gone


def test_a_wish_for_a_minute_in_one_window_is_given_in_the_other(talk: RunningTalk, hand: Hand, disk: Disk) -> None:
    second = other(hand, disk)
    assert talk.act(Move.MINUTE, seat=0)
    assert second.act(Move.MINUTE, seat=1)
    talk.keep()
    second.keep()
    assert talk.look().extra == second.floor.extra == 60
    assert talk.act(Move.MINUTE, seat=0)
    assert second.act(Move.YIELD, seat=None)
    second.keep()
    talk.keep()
    assert (talk.floor.turn, talk.floor.minute) == (1, ()), "a wish is for its own turn"


def test_a_stopped_window_follows_the_one_that_went_on(talk: RunningTalk, hand: Hand, disk: Disk) -> None:
    stopped = other(hand, disk)
    run(talk, hand, 60.75)
    stopped.stood_still()
    assert stopped.look().status is Status.RUNNING
    assert stopped.floor.left == pytest.approx(talk.floor.left, abs=1e-6)


def test_the_only_window_knows_that_it_was_stopped(talk: RunningTalk, hand: Hand) -> None:
    run(talk, hand, 20)
    hand.passed += 5
    talk.stood_still()
    assert (talk.look().status, talk.floor.why) == (Status.PAUSED, Why.GAP)
    assert talk.floor.left == pytest.approx(100)
    assert talk.act(Move.COUNT)
    assert talk.look().left == pytest.approx(95)


def test_a_talk_that_the_other_window_ended_is_not_written_again(talk: RunningTalk, hand: Hand, disk: Disk) -> None:
    second, third = other(hand, disk), other(hand, disk, "three")
    talk.let_go()
    assert third.act(Move.PAUSE) is False
    second.look()
    assert second.gone
    assert third.gone
    assert not second.due
    for each in (second, third, talk):
        each.keep()
    assert Shelf(disk).get(KEY) is None


def test_letting_go_of_a_talk_leaves_one_that_was_begun_meanwhile(talk: RunningTalk, hand: Hand, disk: Disk) -> None:
    second = other(hand, disk)
    talk.let_go()
    floor = begin("u", (Part(id="a", seconds=60),), form="g", topic="x", first=1, reading=hand.read())
    RunningTalk(floor, shelf=Shelf(disk, "two"), clock=hand).keep()
    second.let_go()
    assert other(hand, disk).floor.id == "u"


def test_two_who_begin_a_talk_at_the_same_moment_hold_one(talk: RunningTalk, hand: Hand, disk: Disk) -> None:
    floor = begin("u", (Part(id="a", seconds=60),), form="g", topic="x", first=1, reading=hand.read())
    second = RunningTalk(floor, shelf=Shelf(disk, "two"), clock=hand)
    second.keep()
    assert second.floor.id == talk.look().id == "t"
    assert not talk.gone


def test_what_each_types_at_the_end_in_a_window_of_their_own_stays(talk: RunningTalk, hand: Hand, disk: Disk) -> None:
    assert talk.act(Move.END)
    talk.keep()
    second = other(hand, disk)
    talk.write_sentence("we listen", 0)
    second.write_sentence("we walk", 1)
    for each in (talk, second, talk):
        if each.due:
            each.keep()
        each.look()
    assert other(hand, disk, "three").floor.sentences == ("we listen", "we walk")
    talk.write_sentence("", 0)
    assert talk.floor.sentences[0] == ""


def test_a_disk_that_is_full_does_not_stop_the_talk(talk: RunningTalk, hand: Hand, disk: Disk) -> None:
    disk.broken = True
    hand.passed += 10
    assert talk.act(Move.PAUSE)
    with pytest.raises(StoreError):
        talk.keep()
    assert talk.look().status is Status.PAUSED
    assert talk.due
    disk.broken = False
    talk.keep()
    assert other(hand, disk).floor.left == pytest.approx(110)


def test_a_talk_that_became_a_record_is_not_taken_up(talk: RunningTalk, hand: Hand, disk: Disk) -> None:
    assert talk.floor.id == "t"
    assert RunningTalk.take_up(Shelf(disk), hand, recorded=lambda found: found == "t") is None
    assert disk.held == {}


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
        {"ready": [0, 1, 1]},
        {"rules": ["one"]},
        {"version": 10**30},
    ],
)
def test_what_cannot_be_read_is_no_talk(talk: RunningTalk, hand: Hand, disk: Disk, broken: object) -> None:
    data = to_data(talk.floor)
    assert isinstance(data, dict)
    shelf = Shelf(disk)
    shelf.put(KEY, {**data, **broken} if isinstance(broken, dict) and broken else broken)
    assert from_data(shelf.get(KEY)) is None
    assert RunningTalk.take_up(shelf, hand, recorded=never) is None
    assert disk.held == {}


def test_the_bell_rings_once_a_turn_and_once_a_break_in_every_window(
    talk: RunningTalk, hand: Hand, disk: Disk
) -> None:
    second = other(hand, disk)
    rung = {talk: 0, second: 0}

    def goes(seconds: int) -> None:
        for _ in range(seconds):
            hand.passed += 1
            for each in rung:
                each.look()
                rung[each] += each.ring()
                if each.due:
                    each.keep()

    goes(200)
    assert list(rung.values()) == [1, 1]
    talk.act(Move.BREAK)
    goes(3)
    hand.slept += 5000
    goes(3)
    assert list(rung.values()) == [2, 2]


def test_a_break_that_ran_out_while_nobody_was_there_rings_when_it_is_taken_up(
    talk: RunningTalk, hand: Hand, disk: Disk
) -> None:
    talk.act(Move.BREAK)
    talk.keep()
    hand.slept += 5000
    assert other(hand, disk).ring()


def test_the_balance_counts_who_talks_and_is_written_nowhere(talk: RunningTalk, hand: Hand, disk: Disk) -> None:
    run(talk, hand, 30)
    talk.act(Move.SAID)
    run(talk, hand, 10)
    talk.act(Move.GOT_ME)
    run(talk, hand, 20)
    assert talk.balance == pytest.approx([30, 30])
    talk.act(Move.PAUSE)
    run(talk, hand, 20)
    talk.keep()
    assert talk.balance == pytest.approx([30, 30])
    assert other(hand, disk).balance == [0, 0]
    kept = json.loads(disk.held[KEY])
    assert set(kept) == set(Floor.__struct_fields__)
    assert not any("balance" in str(each) for each in (kept, disk.beat))


def test_the_balance_is_the_same_in_both_windows_whichever_sees_a_second_first(
    talk: RunningTalk, hand: Hand, disk: Disk
) -> None:
    second = other(hand, disk)
    for _ in range(30):  # the one always looks just after the other has noted the time
        run(talk, hand, 1)
        second.look()
    assert second.balance == pytest.approx(talk.balance) == [30, 0]
    hand.slept += 600
    talk.look()
    assert talk.act(Move.COUNT)  # who talked meanwhile nobody knows
    talk.keep()
    second.look()
    assert second.balance == pytest.approx(talk.balance) == [30, 0]
