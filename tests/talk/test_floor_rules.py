"""Who has the floor and for how long: the rules, without a screen."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from tui.catalog.catalog import Catalog
from tui.core.clock import Reading
from tui.talk.floor import Before, Floor, Stage, Status, Why
from tui.talk.moves import STOPPED_LOOK, Move, act, allowed, begin, look, taken_up
from tui.talk.rest import Return, lot, returns
from tui.talk.running import from_data, to_data
from tui.talk.shape import MOST_PARTS, MOST_ROUNDS, SHORTEST, Part, lines, parts
from tui.talk.sides import KEYS, Slot, side

START = datetime(2026, 11, 23, 18, tzinfo=UTC)
TURNS = Part(id="turns", seconds=120, turns=4)
BACK = Part(id="back", seconds=120, turns=4, reflect=True)
FREE = Part(id="free", seconds=300)
TURN_MOVES = (Move.SAID, Move.GOT_ME, Move.NOT_QUITE, Move.MORE, Move.ASK_MORE, Move.YIELD)


def at(seconds: float, *, slept: float = 0.0, boot_id: str = "boot", wall: float | None = None) -> Reading:
    """Return the clocks after so many seconds awake and asleep."""
    passed = seconds + slept if wall is None else wall
    return Reading(
        wall=START + timedelta(seconds=passed), steady=100 + seconds, boot=100 + seconds + slept, boot_id=boot_id
    )


def talk(*shape: Part, first: int = 0) -> Floor:
    return begin("t", shape or (TURNS, FREE), form="f", topic="", first=first, reading=at(0), ready=True)


def done(floor: Floor, *moves: Move, seat: int | None = None, now: float = 0) -> Floor:
    """Return the talk after moves that all make sense."""
    for move in moves:
        assert allowed(floor, move, seat), move
        floor = act(floor, move, at(now), seat=seat)
    return floor


def watched(floor: Floor, since: float, until: float) -> Floor:
    """Return the talk after it was looked at every second."""
    while since < until:
        since = min(until, since + 1)
        floor = look(floor, at(since))
    return floor


def test_the_floor_passes_from_one_to_the_other_and_then_to_the_next_part() -> None:
    floor, speakers = talk(first=1), []
    while floor.here == TURNS:
        speakers.append(floor.speaker)
        floor = done(floor, Move.YIELD)
    assert speakers == [1, 0, 1, 0]
    assert floor.speaker is None
    assert floor.status is Status.RUNNING


def test_what_was_said_is_said_back_and_the_speaker_alone_passes_the_floor() -> None:
    floor = talk(BACK)
    assert (floor.speaker, floor.voice) == (0, 0)
    assert not any(allowed(floor, move) for move in (Move.GOT_ME, Move.NOT_QUITE, Move.ASK_MORE))
    floor = done(floor, Move.SAID, seat=0)
    assert (floor.stage, floor.voice) == (Stage.BACK, 1)
    assert not any(allowed(floor, move, 1) for move in (Move.GOT_ME, Move.NOT_QUITE, Move.MORE, Move.YIELD))
    floor = done(floor, Move.NOT_QUITE, seat=0)
    assert (floor.stage, floor.voice) == (Stage.AGAIN, 1)
    floor = done(floor, Move.ASK_MORE, seat=1)
    assert (floor.stage, floor.voice) == (Stage.ASKED, 0)
    floor = done(floor, Move.MORE, Move.SAID, seat=0)
    assert (floor.turn, floor.stage) == (0, Stage.BACK)
    floor = done(floor, Move.GOT_ME, seat=0)
    assert (floor.turn, floor.speaker, floor.stage) == (1, 1, Stage.SPEAKING)


def test_the_speaker_may_pass_the_floor_early_at_any_stage_and_nobody_else_may() -> None:
    for moves in ((), (Move.SAID,), (Move.SAID, Move.NOT_QUITE), (Move.SAID, Move.ASK_MORE)):
        floor = done(talk(BACK), *moves)
        assert not allowed(floor, Move.YIELD, 1)
        assert done(floor, Move.YIELD, seat=0).speaker == 1


def test_where_nothing_is_said_back_there_is_only_passing_the_floor() -> None:
    floor = talk(TURNS)
    assert [move for move in TURN_MOVES if allowed(floor, move)] == [Move.YIELD]
    assert act(floor, Move.GOT_ME, at(0)) == floor


def test_nobody_passes_the_floor_where_both_have_it() -> None:
    floor = talk(FREE)
    assert not any(allowed(floor, move) for move in TURN_MOVES)
    assert act(floor, Move.YIELD, at(0)) == floor


def test_a_part_that_was_left_by_mistake_can_be_had_again_from_its_beginning() -> None:
    floor = done(talk(first=1), Move.YIELD, Move.SKIP)
    floor = done(floor, Move.PRIOR)
    assert (floor.here, floor.turn, floor.speaker, floor.left) == (TURNS, 0, 1, 120)
    assert not allowed(floor, Move.PRIOR)


def test_after_the_last_turn_of_the_last_part_the_talk_has_ended() -> None:
    floor = done(talk(Part(id="a", seconds=60, turns=2)), Move.YIELD, Move.YIELD)
    assert floor.status is Status.ENDED
    assert all(not allowed(floor, move) for move in Move)


def test_a_talk_begins_when_both_say_so_breathe_and_are_ready() -> None:
    floor = begin("t", (TURNS,), form="f", topic="", first=0, reading=at(0))
    assert not any(allowed(floor, move) for move in (*TURN_MOVES, Move.PAUSE, Move.BREAK, Move.BREATHED))
    floor = done(floor, Move.READY, seat=1)
    assert (floor.before, floor.ready) == (Before.GOOD_TIME, (1,))
    assert not allowed(floor, Move.READY, 1)
    floor = done(floor, Move.READY, seat=0)
    assert (floor.before, floor.ready) == (Before.BREATH, ())
    assert not allowed(floor, Move.READY, 0)
    floor = done(floor, Move.BREATHED, seat=1)
    for seat, rule in enumerate(("slowly", "no phones")):
        floor = act(floor, Move.RULE, at(60), seat=seat, text=rule)
    floor = done(done(floor, Move.READY, seat=0), Move.READY, seat=1)
    assert (floor.status, floor.rules) == (Status.RUNNING, ("slowly", "no phones"))
    assert (floor.spent, floor.talked) == (0, 0)


def test_each_side_of_the_keyboard_offers_what_is_its_own() -> None:
    floor = talk(BACK)
    assert side(floor, 0) == {Slot.NEXT: Move.SAID, Slot.OTHER: Move.YIELD, Slot.MINUTE: Move.MINUTE}
    assert side(floor, 1) == {Slot.MINUTE: Move.MINUTE}
    floor = done(floor, Move.SAID)
    assert side(floor, 0)[Slot.NEXT] is Move.GOT_ME
    assert side(floor, 1)[Slot.NEXT] is Move.ASK_MORE
    paused = done(floor, Move.PAUSE)
    assert side(paused, 0) == side(paused, 1) == {Slot.MINUTE: Move.MINUTE}
    resting = look(done(floor, Move.BREAK), at(2000))
    assert side(resting, 0) == side(resting, 1) == {Slot.NEXT: Move.READY}
    assert len({key for keys in KEYS for key in keys}) == 2 * len(Slot)


def test_the_time_is_that_of_the_clock_however_often_one_looks() -> None:
    often, seldom = talk(), look(look(talk(), at(25)), at(50))
    for tenth in range(1, 501):
        often = look(often, at(tenth / 10))
    assert often.left == pytest.approx(70)
    assert seldom.left == pytest.approx(70)


def test_a_turn_that_runs_out_counts_up_and_nobody_is_cut_off() -> None:
    floor = watched(talk(), 0, 130)
    assert floor.left == pytest.approx(-10)
    assert floor.over
    assert (floor.speaker, floor.turn, floor.status) == (0, 0, Status.RUNNING)
    assert floor.gone == 1.0


def test_a_minute_more_is_given_when_both_wish_it_and_counts_from_then_on() -> None:
    floor = done(watched(talk(), 0, 130), Move.MINUTE, seat=1, now=130)
    assert (floor.minute, floor.extra) == ((1,), 0)
    assert not allowed(floor, Move.MINUTE, 1)
    floor = done(floor, Move.MINUTE, seat=0, now=130)
    assert floor.left == pytest.approx(60)
    assert floor.minute == ()


def test_a_wish_for_a_minute_goes_with_its_turn() -> None:
    floor = done(done(talk(), Move.MINUTE, seat=1), Move.YIELD, seat=0)
    assert floor.minute == ()
    assert done(done(floor, Move.MINUTE, seat=1), Move.BREAK).minute == ()


def test_minutes_can_be_added_up_to_an_hour() -> None:
    floor = talk()
    for _ in range(200):
        floor = act(floor, Move.MINUTE, at(0))
    assert floor.extra == 3600


def test_a_pause_stops_the_time() -> None:
    floor = act(watched(talk(), 0, 20), Move.PAUSE, at(20))
    floor = look(floor, at(5000))
    assert floor.why is Why.ASKED
    floor = act(floor, Move.RESUME, at(5000))
    assert floor.left == pytest.approx(100)


@pytest.mark.parametrize(
    "then",
    [
        at(22, slept=60),
        at(60),
        at(25, boot_id="another"),
        at(-5),
        at(22, slept=3600, wall=22),
        at(22, slept=3600, wall=-9000),
    ],
    ids=["slept", "stopped", "started anew", "clock went back", "slept, wall hid it", "slept, wall went back"],
)
def test_a_gap_pauses_the_turn_where_it_was_last_seen(then: Reading) -> None:
    floor = look(watched(talk(), 0, 20), then)
    assert floor.status is Status.PAUSED
    assert floor.why is Why.GAP
    assert floor.left == pytest.approx(100)


def test_they_may_say_that_they_talked_on_through_a_gap_of_up_to_an_hour() -> None:
    floor = look(watched(talk(), 0, 20), at(60))
    assert floor.gap == pytest.approx(40)
    counted = done(floor, Move.COUNT, now=100)
    assert counted.left == pytest.approx(60)
    assert (counted.status, counted.gap) == (Status.RUNNING, 0)
    assert counted.talked == pytest.approx(60)
    assert done(floor, Move.RESUME, now=100).left == pytest.approx(100)
    assert not allowed(look(watched(talk(), 0, 20), at(5000)), Move.COUNT)
    assert not allowed(done(talk(), Move.PAUSE), Move.COUNT)


def test_a_stop_that_is_known_of_is_a_gap_after_two_seconds() -> None:
    floor = watched(talk(), 0, 20)
    assert look(floor, at(21.5), longest=STOPPED_LOOK).status is Status.RUNNING
    assert look(floor, at(23), longest=STOPPED_LOOK).why is Why.GAP
    assert look(floor, at(23)).status is Status.RUNNING


@pytest.mark.parametrize("wall", [-7200.0, 21.0, 90_000.0])
def test_the_wall_clock_may_jump_while_they_talk(wall: float) -> None:
    floor = look(watched(talk(), 0, 20), at(21, wall=wall))
    assert floor.status is Status.RUNNING
    assert floor.left == pytest.approx(99)


def test_where_nothing_tells_of_sleep_the_time_goes_on_as_it_was() -> None:
    reading = at(21, boot_id="", wall=8000)
    begun = begin("t", (TURNS,), form="f", topic="", first=0, reading=at(0, boot_id=""), ready=True)
    assert look(look(begun, at(20, boot_id="")), reading).left == pytest.approx(99)


def test_a_talk_that_was_left_is_taken_up_paused() -> None:
    floor = taken_up(watched(talk(), 0, 20), at(45))
    assert (floor.status, floor.why) == (Status.PAUSED, Why.GAP)
    assert floor.left == pytest.approx(100)


# Breaks


def test_a_break_is_on_at_once_goes_on_in_sleep_and_leaves_the_turn_where_it_was() -> None:
    floor = done(watched(talk(BACK), 0, 20), Move.SAID, Move.BREAK, now=20)
    assert (floor.rest, floor.agreed) == (1200, False)
    floor = act(floor, Move.RETURN, at(20), seconds=1800)
    assert floor.agreed
    floor = look(floor, at(25, slept=1000, wall=99_999))
    assert floor.rest == pytest.approx(795)
    assert not floor.over
    floor = look(floor, at(25, slept=1900))
    assert floor.over
    for seat in (0, 1):
        floor = act(floor, Move.READY, at(25, slept=1900), seat=seat)
    assert (floor.status, floor.stage) == (Status.RUNNING, Stage.BACK)
    assert floor.left == pytest.approx(100)


def test_nobody_comes_back_before_twenty_minutes_and_both_must_be_ready() -> None:
    floor = done(talk(), Move.BREAK)
    early = look(floor, at(1199))
    assert not allowed(early, Move.READY)
    assert not allowed(early, Move.RESUME)
    floor = act(look(floor, at(1200)), Move.READY, at(1200), seat=1)
    assert (floor.status, floor.ready) == (Status.BREAK, (1,))
    assert act(floor, Move.READY, at(1200), seat=0).status is Status.RUNNING


def test_who_is_ready_waits_anew_when_more_time_is_asked_for() -> None:
    floor = act(look(done(talk(), Move.BREAK), at(1300)), Move.READY, at(1300), seat=0)
    floor = act(floor, Move.RETURN, at(1300), seconds=1200)
    assert (floor.rest, floor.ready) == (1200, ())
    assert floor.rested == pytest.approx(1300)


def test_a_break_goes_on_by_the_wall_clock_when_the_machine_was_started_anew() -> None:
    floor = act(done(talk(), Move.BREAK), Move.RETURN, at(0), seconds=1800)
    assert look(floor, at(3, boot_id="another", wall=600)).rest == pytest.approx(1200)
    assert look(floor, at(3, boot_id="another", wall=-600)).rest == pytest.approx(1800)


@pytest.mark.parametrize(("asked", "given"), [(0, 1200), (-5, 1200), (1800, 1800), (1e9, 86_400)])
def test_a_break_takes_20_minutes_to_24_hours(asked: float, given: float) -> None:
    assert act(done(talk(), Move.BREAK), Move.RETURN, at(0), seconds=asked).rest == given


def test_who_wanted_a_break_is_nowhere() -> None:
    floor = talk(BACK)
    assert act(floor, Move.BREAK, at(0), seat=0) == act(floor, Move.BREAK, at(0), seat=1)
    assert act(floor, Move.BREAK, at(0), seat=1).speaker == 0  # whoever had the floor has it still


def test_both_breaking_at_once_break_once() -> None:
    floor = act(done(talk(), Move.BREAK), Move.RETURN, at(0), seconds=1800)
    assert act(floor, Move.BREAK, at(0), seat=1) == floor


def test_times_to_come_back_are_said_on_the_local_clock() -> None:
    from zoneinfo import ZoneInfo

    evening = datetime(2026, 11, 23, 19, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    choices = {choice.when: choice for choice in returns(evening)}
    assert choices[Return.TWENTY].seconds == 1200
    assert choices[Return.TONIGHT].at == datetime(2026, 11, 23, 20, 0, tzinfo=UTC)  # 21:00: 20:00 is too near
    assert choices[Return.TOMORROW].at == datetime(2026, 11, 24, 18, 10, tzinfo=UTC)
    late = {choice.when for choice in returns(evening.replace(hour=22, minute=30))}
    assert Return.TONIGHT not in late


def test_tomorrow_is_never_more_than_a_day_away_when_the_clocks_go_back() -> None:
    from zoneinfo import ZoneInfo

    before = datetime(2026, 10, 24, 20, tzinfo=ZoneInfo("Europe/Berlin"))
    tomorrow = {choice.when: choice for choice in returns(before)}[Return.TOMORROW]
    assert tomorrow.seconds == 86_400


# Formats


def test_every_format_of_ours_can_be_talked_to_its_end() -> None:
    for form in Catalog.open().talk_formats:
        floor = begin("t", parts(form.phases), form=form.id, topic="", first=0, reading=at(0), ready=True)
        for _ in range(200):
            assert lines(Catalog.open().talk_formats, form.id, floor.here).title
            floor = act(floor, Move.SKIP if floor.speaker is None else Move.YIELD, at(0))
            if floor.status is Status.ENDED:
                break
        assert floor.status is Status.ENDED


@pytest.mark.parametrize("seconds", [-1, 0, 10**12])
@pytest.mark.parametrize("rounds", [-3, 0, 10**9])
def test_an_odd_format_is_brought_within_bounds(seconds: int, rounds: int) -> None:
    phase = SimpleNamespace(
        id="x",
        title="",
        seconds=seconds,
        turns=True,
        reflect=True,
        rounds=rounds,
        speaker="",
        listener="",
        both="",
        questions=(),
    )
    found = parts([phase] * 1000)
    assert len(found) == MOST_PARTS
    assert found[0].seconds >= SHORTEST
    assert 2 <= found[0].turns <= 2 * MOST_ROUNDS
    floor = begin("t", found, form="f", topic="", first=7, reading=at(0))
    assert from_data(to_data(floor)) == floor


def test_a_format_without_parts_is_a_free_talk() -> None:
    floor = talk(*parts([]))
    assert floor.speaker is None
    assert floor.left == 600


def test_a_format_that_is_gone_or_broken_leaves_the_talk_the_words_that_it_began_with() -> None:
    (form, *_) = Catalog.open().talk_formats
    for part in parts(form.phases):
        assert lines([], form.id, part) == lines([form], form.id, part) == part.lines
    assert lines([], "gone", TURNS).speaker == ""


def test_chance_is_fair() -> None:
    from random import Random

    from tui.core.ids import Ids

    ids = Ids(Random(3))
    drawn = sum(lot(ids.new()) for _ in range(4000))
    assert 1850 < drawn < 2150
