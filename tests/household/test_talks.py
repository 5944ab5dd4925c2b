"""Holding a talk: who begins, a talk that waits for another time, and what the planner says of a break."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.stage import EVENING, FixedClock
from tui.catalog.formats import Begins, TalkFormat
from tui.checkin.again import had_since
from tui.cli import main
from tui.core.errors import InputError, ReadOnlyError
from tui.core.ids import Ids
from tui.core.records import Plan, PlanState, Talk
from tui.household import Household, talks
from tui.household.crowds import crowds
from tui.household.free import known
from tui.household.own import erasable, erase
from tui.household.plans import Wanted, act, move
from tui.household.talk_at_hand import Stands, talk_at_hand
from tui.household.time_alone import at_hand
from tui.household.year_told import times
from tui.planner.agenda import agenda
from tui.planner.occurrences import upcoming
from tui.planner.plans import Act
from tui.planner.reminders import due, near
from tui.store.store import Store
from tui.talk.floor import Status
from tui.talk.moves import Move
from tui.talk.moves import begin as start
from tui.talk.rest import Fit, Return, back_at, fit, minutes_left, returns, to_minute, within
from tui.talk.running import RunningTalk
from tui.talk.shape import Part

HOUR = 3600.0


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def household(tmp_path: Path, clock: FixedClock) -> Iterator[Household]:
    household = home(tmp_path / "home", clock)
    yield household
    household.close()


def home(place: Path, clock: FixedClock, seat: int = 0) -> Household:
    household = Household.open(place, clock=clock, ids=Ids(Random(1)))
    household.found(("Ana", "Ben"), ("Europe/Berlin", "America/New_York"))
    household.be(household.people[seat])
    return household


def form(household: Household, begins: Begins = Begins.ALTERNATING) -> TalkFormat:
    return replace(household.catalog.talk_format("equal"), begins=begins)


def begun(household: Household, *, first: int = 1) -> RunningTalk:
    """Return a talk whose first turn has begun."""
    talk = talks.begin(household, form(household), "the evenings", first=first)
    talks.keep_begun(household, talk)
    for each in (Move.READY, Move.BREATHED, Move.READY):
        assert talk.act(each)
    return talk


def resting(household: Household, seconds: float = HOUR, language: str = "en") -> RunningTalk:
    """Return a talk that rests, with the planner saying so; whoever chose the time is spoken to in a language."""
    talk = begun(household)
    household.speak(language)
    talk.act(Move.BREAK, seat=household.me.seat)
    talk.act(Move.RETURN, seat=household.me.seat, seconds=seconds)
    talk.keep()
    talks.settle(household, talk.floor)
    return talk


# Who begins


def test_by_turns_the_other_one_begins_and_a_talk_put_off_does_not_count(household: Household) -> None:
    assert talks.by_turns(household) is None
    begun(household, first=1).let_go()
    assert (talks.by_turns(household), talks.begins(household, form(household))) == (0, 0)
    put_off = talks.begin(household, form(household), "a topic " * 1200)
    talks.keep_begun(household, put_off)
    talks.not_now(household, put_off)
    assert talks.left(household) is None
    assert talks.by_turns(household) == 0
    assert talks.typed(household) == ("a topic " * 1200).strip()
    again = talks.begin(household, form(household), talks.typed(household))
    talks.keep_begun(household, again)
    assert talks.typed(household) == ""
    assert talks.begins(household, form(household, Begins.LOT)) in {0, 1}
    again.let_go()
    quick, slow = (talks.begin(household, form(household), topic, first=1) for topic in ("mine", "yours"))
    for each in (quick, slow):  # both windows begin one at the same moment
        talks.keep_begun(household, each)
    assert slow.floor.id == quick.floor.id
    assert talks.typed(household) == "yours"
    talks.not_now(household, quick)
    assert talks.by_turns(household) == 1
    household.store.local.put(talks.BEGAN, "nobody knows")
    assert talks.by_turns(household) is None


# Coming back


def test_who_wanted_a_break_is_nowhere_not_even_in_the_journal(tmp_path: Path) -> None:
    found: list[tuple[Plan, object, object]] = []
    for seat in (0, 1):
        clock = FixedClock()
        household = home(tmp_path / str(seat), clock, seat)
        talk = resting(household, language=("de", "en")[seat])
        clock.go(1500)
        talk.act(Move.RETURN, seat=seat, seconds=2 * HOUR)
        talk.keep()
        talks.settle(household, talk.floor)
        (plan,) = household.all(Plan)
        journal = (household.store.home / "records.journal").read_bytes()
        told = [json.loads(line.partition(b" ")[2]) for line in journal.splitlines() if b".back" in line]
        assert len(told) == 2
        for each in told:
            for change in each["changes"]:
                del change["device"]  # the machine's, whoever sits at it
                change.pop("replaces", None)  # names what was there before by a sum over the same
        found.append((plan, told, household.store.local.get("talk")))
        with pytest.raises(InputError):  # it is no change of mine
            household.store.undo(by=household.me.id, at=household.now())
        household.close()
    assert found[0] == found[1]
    assert found[0][0].what == "time to come back"  # in the language of whoever began, whoever chose the time


def test_a_return_is_written_once_moved_with_more_time_and_gone_when_they_are_back(
    household: Household, clock: FixedClock
) -> None:
    talk = resting(household, 1800)
    (plan,) = household.all(Plan)
    assert (plan.id, plan.talk, plan.state) == (f"{talk.floor.id}.back", talk.floor.id, PlanState.ACCEPTED)
    assert (plan.by, plan.zone) == (household.people[1].id, "America/New_York")
    assert plan.start == EVENING + timedelta(minutes=30)
    clock.go(61.4)
    talk.look()
    talks.settle(household, talk.floor)
    assert household.all(Plan) == [plan]
    clock.wall += timedelta(hours=3)  # somebody has set the clock: the break lasts as long as it did
    talk.look()
    talks.settle(household, talk.floor)
    assert household.all(Plan)[0].start == plan.start + timedelta(hours=3)
    talk.act(Move.RETURN, seconds=2 * HOUR)
    talks.settle(household, talk.floor)
    (moved,) = household.all(Plan)
    assert (moved.start, moved.sequence) == (back_at(talk.floor), 2)
    clock.go(2 * HOUR)
    talk.look()
    talks.settle(household, talk.floor)
    assert household.all(Plan) == [moved]  # not before both are back
    for seat in (0, 1):
        talk.act(Move.READY, seat=seat)
    assert talk.floor.status is Status.RUNNING
    talks.settle(household, talk.floor)
    assert household.all(Plan) == []
    with pytest.raises(InputError):
        household.store.undo(by=plan.by, at=household.now())


def test_nobody_comes_back_to_a_talk_that_has_ended(household: Household) -> None:
    talk = resting(household)
    household.save(Talk(id=talk.floor.id, by=household.me.id, at=household.now(), format="", topic="", minutes=1))
    talks.settle_quietly(household)
    assert household.all(Plan) == []


def test_nobody_comes_back_to_a_talk_that_either_has_erased(household: Household) -> None:
    talk = resting(household)
    assert household.all(Plan)[0].by != household.me.id
    erase(household, erasable(household), everything=True)
    assert talk.look().status is Status.BREAK
    assert talk.gone
    talks.settle(household, talk.floor)  # as a window saw it before
    assert household.all(Plan) == []


def test_a_break_is_no_time_alone_but_the_time_is_taken(household: Household, clock: FixedClock) -> None:
    talk = resting(household, 1800)
    (plan,), now = household.all(Plan), household.now()
    assert [each.plan for each in agenda([plan], now, household.me.id).agreed] == [plan]
    assert upcoming([plan], now) is None
    assert crowds(household).times == ()
    assert due(household.times_ahead(), now, ()) == []  # not before it is near: it is half an hour off
    assert near(household.times_ahead(), now) is not None
    found = known(household, now, now + timedelta(days=1))
    span = (int(plan.start.timestamp()), int(plan.start.timestamp()) + plan.minutes * 60)
    assert (found.taken, found.recent) == ((span,), ())
    for doing in (Act.CANCEL, Act.DONE):
        with pytest.raises(InputError, match="plan_of_talk"):
            act(household, plan, doing)
    with pytest.raises(InputError, match="plan_of_talk"):
        move(household, plan, Wanted(start=plan.start + timedelta(hours=1)))
    clock.go(1800)
    assert at_hand(household) is None
    assert talk.look().over
    clock.go(10 * HOUR)
    assert at_hand(household) is None
    assert agenda([plan], household.now(), household.me.id).every() == ()
    assert list(times(household)) == []
    assert not had_since([replace(plan, state=PlanState.DONE)], EVENING)


def test_home_knows_where_a_talk_stands(household: Household, clock: FixedClock) -> None:
    def stands() -> Stands | None:
        found = talk_at_hand(household)
        return found.stands if found is not None else None

    assert stands() is None
    talk = begun(household)
    assert stands() is Stands.BEFORE
    talk.keep()
    assert stands() is Stands.GOES_ON
    talk.act(Move.BREAK)
    talk.keep()
    assert stands() is Stands.OPEN
    talk.act(Move.RETURN, seconds=HOUR)
    talk.keep()
    assert stands() is Stands.BREAK
    clock.go(HOUR)
    assert stands() is Stands.OVER
    household.store.local.put("talk", {"id": "nobody can read this"})
    assert stands() is Stands.GOES_ON


def test_the_commands_tell_of_a_return_and_call_it_no_time_alone(
    household: Household, clock: FixedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    clock.wall = datetime.now(UTC)
    talk = resting(household)
    place = str(household.store.home)

    def said(*words: str) -> str:
        assert main(["--home", place, *words]) == 0
        return capsys.readouterr().out

    document = json.loads(said("status", "--json"))
    assert (document["next_time_alone"], document["reminder"]) == (None, None)
    assert "You both come back:" in said("status")
    assert said("status", "--short") == ""
    assert "time to come back" in said("plan", "list")
    (plan,) = json.loads(said("plan", "list", "--json"))["plans"]
    assert plan["talk"] == talk.floor.id
    for form in ("markdown", "ics"):
        assert "time to come back" not in said("export", "--format", form)


def test_a_return_takes_twenty_minutes_to_a_day_to_the_minute() -> None:
    for minutes, expected in ((5, Fit.SHORT), (19, Fit.SHORT), (20, Fit.FITS), (1440, Fit.FITS), (1500, Fit.LONG)):
        now = EVENING + timedelta(seconds=45)
        at = (now + timedelta(minutes=minutes)).replace(second=0)
        assert fit(at, now) is expected, minutes


def test_whatever_a_file_says_of_a_break_there_is_a_time(household: Household) -> None:
    floor = resting(household).floor
    assert back_at(replace(floor, rest=1e300)) == EVENING + timedelta(days=1)
    assert back_at(replace(floor, rest=-1e300)).year == 2025


def test_a_day_of_25_hours_has_no_tomorrow_that_is_today() -> None:
    for hour, last in ((4, Return.TONIGHT), (5, Return.TOMORROW)):
        early = datetime(2026, 11, 1, hour, 50, tzinfo=UTC).astimezone(ZoneInfo("America/New_York"))
        assert returns(early)[-1].when is last


def test_a_bare_length_is_one_from_now_and_what_is_said_is_what_is_taken(household: Household) -> None:
    now = EVENING + timedelta(seconds=45)
    said = {"20 minutes": 20 * 60, "half an hour": 30 * 60, "2 hours": 2 * 3600, "3 days": 3 * 86_400, "21:30": 8955}
    for text, seconds in said.items():
        assert (talks.time_back(household, text, now) - now).total_seconds() == seconds, text
    for text in ("nonsense", "yesterday", "-5", "९:30", ""):
        with pytest.raises(InputError):
            talks.time_back(household, text, now)
    short = talks.time_back(household, "in 20 min", now)
    assert to_minute(within(short, now)) == EVENING + timedelta(minutes=21)


def test_a_home_that_opens_only_to_be_read_holds_a_talk_and_writes_nothing(
    household: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    resting(household)
    monkeypatch.setattr(Store, "read_only", "store_newer")
    before = (household.store.home / "local.json").read_bytes()
    talk = talks.left(household)
    assert talk is not None
    assert talk.act(Move.RETURN, seconds=7200)
    for write in (talk.keep, talk.let_go):
        with pytest.raises(ReadOnlyError):
            write()
    talks.not_now(household, talk)
    assert (household.store.home / "local.json").read_bytes() == before
    household.store.local.put("talk", {"a newer": "one"})
    assert talks.left(household) is None
    assert household.store.local.get("talk") == {"a newer": "one"}


@given(
    shape=st.lists(st.tuples(st.integers(10, 7200), st.integers(0, 50)), min_size=1, max_size=4),
    place=st.integers(0, 200),
    spent=st.floats(0, 1e5),
)
def test_what_is_set_aside_for_the_rest_of_a_talk_is_a_quarter_to_three_hours(
    shape: list[tuple[int, int]], place: int, spent: float
) -> None:
    parts = tuple(Part(id=str(number), seconds=each, turns=2 * turns) for number, (each, turns) in enumerate(shape))
    floor = start("t", parts, form="", topic="", first=0, reading=FixedClock().read())
    part = place % len(parts)
    somewhere = replace(floor, part=part, turn=place % max(1, parts[part].turns), spent=spent)
    assert 15 <= minutes_left(somewhere) <= 180
    assert minutes_left(somewhere) % 5 == 0
    assert minutes_left(somewhere) <= minutes_left(floor)
