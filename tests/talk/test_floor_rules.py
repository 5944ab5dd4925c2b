"""Who has the floor and for how long: the rules, without a screen."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import msgspec
import pytest

from tui.catalog.catalog import Catalog
from tui.core.clock import Reading
from tui.talk.ending import agreement, record, records
from tui.talk.floor import Floor, Status, Why
from tui.talk.moves import Move, act, allowed, begin, look, rang, taken_up
from tui.talk.rest import Return, lot, returns
from tui.talk.running import from_data, to_data
from tui.talk.shape import MOST_PARTS, MOST_ROUNDS, SHORTEST, Part, lines, parts

START = datetime(2026, 11, 23, 18, tzinfo=UTC)
TURNS = Part(id="turns", seconds=120, turns=4)
FREE = Part(id="free", seconds=300)


def at(seconds: float, *, slept: float = 0.0, boot_id: str = "boot", wall: float | None = None) -> Reading:
    """Return the clocks after so many seconds awake and asleep."""
    passed = seconds + slept if wall is None else wall
    return Reading(
        wall=START + timedelta(seconds=passed), steady=100 + seconds, boot=100 + seconds + slept, boot_id=boot_id
    )


def talk(*shape: Part, first: int = 0) -> Floor:
    return begin("t", shape or (TURNS, FREE), form="f", topic="", first=first, reading=at(0))


def watched(floor: Floor, since: float, until: float) -> Floor:
    """Return the talk after it was looked at every second."""
    while since < until:
        since = min(until, since + 1)
        floor = look(floor, at(since))
    return floor


def test_the_floor_passes_from_one_to_the_other_and_then_to_the_next_part() -> None:
    floor, speakers = talk(first=1), []
    while floor.here is TURNS or floor.here == TURNS:
        speakers.append(floor.speaker)
        floor = act(floor, Move.GOT_ME, at(0))
    assert speakers == [1, 0, 1, 0]
    assert floor.speaker is None
    assert floor.status is Status.RUNNING


def test_you_got_me_makes_no_sense_where_both_have_the_floor() -> None:
    floor = talk(FREE)
    assert not allowed(floor, Move.GOT_ME)
    assert act(floor, Move.GOT_ME, at(0)) == floor


def test_after_the_last_turn_of_the_last_part_the_talk_has_ended() -> None:
    floor = talk(Part(id="a", seconds=60, turns=2))
    floor = act(act(floor, Move.GOT_ME, at(0)), Move.GOT_ME, at(0))
    assert floor.status is Status.ENDED
    assert all(not allowed(floor, move) for move in Move)


def test_the_time_is_that_of_the_clock_however_often_one_looks() -> None:
    often, seldom = talk(), look(look(talk(), at(25)), at(50))
    for tenth in range(1, 501):
        often = look(often, at(tenth / 10))
    assert often.left == pytest.approx(70)
    assert seldom.left == pytest.approx(70)


def test_a_turn_that_runs_out_counts_up_and_rings_once() -> None:
    floor = watched(talk(), 0, 130)
    assert floor.left == pytest.approx(-10)
    assert floor.over
    assert floor.speaker == 0
    assert floor.gone == 1.0
    assert look(rang(floor), at(131)).rung


def test_a_minute_more_for_a_turn_that_ran_over_counts_from_now() -> None:
    floor = act(rang(watched(talk(), 0, 130)), Move.MORE, at(130))
    assert floor.left == pytest.approx(60)
    assert not floor.rung


def test_minutes_can_be_added_up_to_an_hour() -> None:
    floor = talk()
    for _ in range(100):
        floor = act(floor, Move.MORE, at(0))
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


@pytest.mark.parametrize("wall", [-7200.0, 21.0, 90_000.0])
def test_the_wall_clock_may_jump_while_they_talk(wall: float) -> None:
    floor = look(watched(talk(), 0, 20), at(21, wall=wall))
    assert floor.status is Status.RUNNING
    assert floor.left == pytest.approx(99)


def test_where_nothing_tells_of_sleep_the_time_goes_on_as_it_was() -> None:
    reading = at(21, boot_id="", wall=8000)
    begun = begin("t", (TURNS,), form="f", topic="", first=0, reading=at(0, boot_id=""))
    assert look(look(begun, at(20, boot_id="")), reading).left == pytest.approx(99)


def test_a_talk_that_was_left_is_taken_up_paused() -> None:
    floor = taken_up(watched(talk(), 0, 20), at(45))
    assert (floor.status, floor.why) == (Status.PAUSED, Why.GAP)
    assert floor.left == pytest.approx(100)


# Breaks


def test_a_break_goes_on_in_sleep_and_the_turn_stays_where_it_was() -> None:
    floor = act(watched(talk(), 0, 20), Move.BREAK, at(20), seconds=1800)
    floor = look(floor, at(25, slept=1000, wall=99_999))
    assert floor.rest == pytest.approx(795)
    assert not floor.over
    floor = look(floor, at(25, slept=1900))
    assert floor.over
    floor = act(floor, Move.BACK, at(25, slept=1900))
    assert floor.status is Status.RUNNING
    assert floor.left == pytest.approx(100)


def test_a_break_goes_on_by_the_wall_clock_when_the_machine_was_started_anew() -> None:
    floor = act(talk(), Move.BREAK, at(0), seconds=1800)
    assert look(floor, at(3, boot_id="another", wall=600)).rest == pytest.approx(1200)
    assert look(floor, at(3, boot_id="another", wall=-600)).rest == pytest.approx(1800)


@pytest.mark.parametrize(("asked", "given"), [(0, 1200), (-5, 1200), (1800, 1800), (1e9, 86_400)])
def test_a_break_takes_20_minutes_to_24_hours(asked: float, given: float) -> None:
    assert act(talk(), Move.BREAK, at(0), seconds=asked).rest == given


def test_both_can_take_more_time_on_return() -> None:
    floor = look(act(talk(), Move.BREAK, at(0), seconds=1200), at(1300))
    floor = act(rang(floor), Move.BREAK, at(1300), seconds=1200)
    assert floor.rest == 1200
    assert floor.rested == pytest.approx(1300)
    assert not floor.rung


def test_who_asked_for_a_break_is_nowhere() -> None:
    floor = act(talk(), Move.BREAK, at(0), seconds=1800)
    assert "by" not in msgspec.to_builtins(floor)
    assert floor.speaker == 0  # whoever had the floor has it still


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
        floor = begin("t", parts(form.phases), form=form.id, topic="", first=0, reading=at(0))
        for _ in range(200):
            assert lines(Catalog.open().talk_formats, form.id, floor.here).title
            floor = act(floor, Move.SKIP if floor.speaker is None else Move.GOT_ME, at(0))
            if floor.status is Status.ENDED:
                break
        assert floor.status is Status.ENDED


@pytest.mark.parametrize("seconds", [-1, 0, 10**12])
@pytest.mark.parametrize("rounds", [-3, 0, 10**9])
def test_an_odd_format_is_brought_within_bounds(seconds: int, rounds: int) -> None:
    phase = SimpleNamespace(
        id="x", title="", seconds=seconds, turns=True, rounds=rounds, speaker="", listener="", both=""
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


def test_a_format_that_is_gone_leaves_the_talk_without_words() -> None:
    assert lines([], "gone", TURNS).speaker == ""


# What remains


def test_a_record_holds_what_was_talked_and_never_who_spoke_longer() -> None:
    floor = act(watched(talk(first=1), 0, 600), Move.BREAK, at(600), seconds=1800)
    floor = act(look(floor, at(3000)), Move.END, at(3000))
    kept = record(floor, by="ana", kept="We listen.")
    assert (kept.id, kept.minutes, kept.at, kept.kept) == ("t", 10, START, "We listen.")
    plain = msgspec.to_builtins(kept)
    assert set(plain) == {"id", "by", "at", "kind", "format", "topic", "minutes", "kept"}
    assert agreement(kept, START).source == "t"
    both = records(floor, by="ana", kept="We listen.", agreed=True, at=START)
    assert both == (kept, agreement(kept, START))
    assert records(floor, by="ana", kept="We listen.", agreed=False, at=START) == (kept,)
    assert len(records(floor, by="ana", kept="", agreed=True, at=START)) == 1


def test_chance_is_fair() -> None:
    from random import Random

    from tui.core.ids import Ids

    ids = Ids(Random(3))
    drawn = sum(lot(ids.new()) for _ in range(4000))
    assert 1850 < drawn < 2150
