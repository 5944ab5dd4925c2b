"""How it has felt over time: my own marks, of the other's only what I may see, and what happened meanwhile."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.stage import EVENING, FixedClock
from tui.checkin.flow import DraftAnswer
from tui.checkin.timeline import pin, set_level
from tui.checkin.trend import Measure, Window
from tui.core.ids import Ids
from tui.core.records import Answer, Plan, PlanState, Share, Sitting, Timeline, Value
from tui.household import Household
from tui.household.closeness import Past, View, axis_names, text_of, told

TODAY = EVENING.date()
YEAR = Window(last=TODAY, months=12)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def household(tmp_path: Path, clock: FixedClock) -> Iterator[Household]:
    found = Household.open(tmp_path / "home", clock=clock, ids=Ids(Random(1)))
    found.found(("Ana", "Ben"), ("Europe/Berlin", "America/New_York"))
    yield found
    found.close()


def give(household: Household, name: str, question: str, value: Value, share: Share = Share.PRIVATE) -> None:
    """Answer one question as `name`."""
    household.sit_down(name)
    step = question.partition(".")[0]
    household.finish(household.draft(step).with_answer(question, DraftAnswer(value=value, share=share)), [question])


def weekly(household: Household, clock: FixedClock, name: str, *levels: int, share: Share = Share.PRIVATE) -> None:
    """Let somebody mark levels week by week, the last of them now."""
    now = clock.wall
    for place, level in enumerate(levels):
        clock.wall = now - timedelta(weeks=len(levels) - 1 - place)
        give(household, name, "pulse.close", level, share)
    clock.wall = now


def view(household: Household, measure: Measure = Measure.CLOSE, window: Window = YEAR) -> View:
    return Past(household).view(measure, window)


def levels(seen: View, seat: int) -> list[int]:
    return [mark.level for mark in seen.marks[seat]]


# Marks


def test_every_day_is_marked_anew_and_on_the_same_day_it_is_changed(household: Household, clock: FixedClock) -> None:
    weekly(household, clock, "Ana", 3, 4, 6)
    give(household, "Ana", "pulse.close", 5)
    assert levels(view(household), 0) == [3, 4, 5]
    assert len(household.find(Sitting, step="pulse")) == 3
    assert household.close_lately(household.me, 8) == (3, 4, 5)


def test_the_marks_of_the_path_and_of_the_day_make_one_line(household: Household, clock: FixedClock) -> None:
    give(household, "Ana", "before.now", 2)
    clock.go(86400)
    give(household, "Ana", "pulse.close", 4)
    clock.go(86400)
    assert levels(view(household, window=Window(last=household.today(), months=3)), 0) == [2, 4]
    assert household.close_lately(household.me, 8) == (2, 4)


def test_the_other_is_seen_only_where_they_let_me(household: Household, clock: FixedClock) -> None:
    weekly(household, clock, "Ben", 2, 3)
    weekly(household, clock, "Ben", 6, share=Share.NOW)
    give(household, "Ben", "trust.rely", 7, Share.TOGETHER)
    give(household, "Ana", "trust.rely", 5, Share.TOGETHER)
    assert levels(view(household), 1) == [6]
    assert levels(view(household, Measure.RELY), 1) == []
    household.open_together("trust")
    assert [levels(view(household, Measure.RELY), seat) for seat in (0, 1)] == [[5], [7]]
    household.sit_down("Ben")
    assert levels(view(household), 1) == [2, 6]


@pytest.mark.parametrize("measure", list(Measure))
def test_each_measure_has_its_own_marks(household: Household, measure: Measure) -> None:
    give(household, "Ana", f"pulse.{measure}", 3)
    found = {each: levels(view(household, each), 0) for each in Measure}
    assert found == {each: [3] if each is measure else [] for each in Measure}


def test_what_is_no_mark_is_left_out(household: Household) -> None:
    for place, value in enumerate((0, 8, -1, "four", None)):
        record = Sitting(id=f"s{place}", by=household.me.id, at=household.now(), step="pulse")
        answer = Answer(
            id=f"s{place}.pulse.close",
            by=household.me.id,
            at=household.now(),
            sitting=record.id,
            step="pulse",
            question="pulse.close",
            value=value,
        )
        household.save(record, answer)
    assert levels(view(household), 0) == []


def test_only_what_lies_in_the_window_is_seen_and_a_day_is_one_of_mine(
    household: Household, clock: FixedClock
) -> None:
    clock.wall = datetime(2026, 8, 23, 22, 30, tzinfo=UTC)  # past midnight in Berlin
    give(household, "Ana", "pulse.close", 3, Share.NOW)
    clock.wall = EVENING
    assert Past(household).oldest(Measure.CLOSE) == date(2026, 8, 24)
    three_months = Window(last=date(2026, 11, 24), months=3)
    assert levels(view(household, window=three_months), 0) == [3]
    household.sit_down("Ben")
    assert Past(household).oldest(Measure.CLOSE) == date(2026, 8, 23)
    assert levels(view(household, window=three_months), 0) == []


# What happened


def test_events_are_mine_and_those_that_were_opened(household: Household) -> None:
    month = 2026 * 12
    drawn = pin(set_level(Timeline(), month, 4), month, "a job")
    give(household, "Ana", "cause.line", drawn, Share.TOGETHER)
    give(household, "Ben", "cause.line", pin(Timeline(), month + 1, "my father was ill"), Share.TOGETHER)
    household.sit_down("Ana")
    assert [(each.seat, each.what) for each in view(household).happened] == [(0, "a job")]
    household.open_together("cause")
    seen = view(household).happened
    assert [(each.seat, each.what) for each in seen] == [(0, "a job"), (1, "my father was ill")]
    assert seen[0].within(YEAR) == date(2026, 1, 15)
    assert view(household, window=Window(last=TODAY, months=6)).happened == ()


def test_the_same_event_in_two_lines_is_one(household: Household) -> None:
    month = 2026 * 12
    for what in ("a move", "a birth"):
        for name in ("Ben", "Ana"):
            give(household, name, "cause.line", pin(pin(Timeline(), month, "a job"), month, what), Share.TOGETHER)
        assert household.open_together("cause") is not None
    mine = sorted(each.what for each in view(household).happened if each.seat == 0)
    assert mine == ["a birth", "a job", "a move"]


def plan(state: PlanState, start: datetime, repeat: str = "") -> Plan:
    return Plan(
        id=f"{state}{start}{repeat}",
        by="x",
        at=start,
        start=start,
        minutes=60,
        zone="Europe/Berlin",
        state=state,
        repeat=repeat,
    )


def test_time_alone_is_what_took_place(household: Household) -> None:
    household.save(
        plan(PlanState.DONE, EVENING - timedelta(days=9)),
        plan(PlanState.ACCEPTED, EVENING - timedelta(days=3)),
        plan(PlanState.ACCEPTED, EVENING - timedelta(minutes=30)),
        plan(PlanState.ACCEPTED, EVENING + timedelta(days=3)),
        plan(PlanState.PROPOSED, EVENING - timedelta(days=4)),
        plan(PlanState.DECLINED, EVENING - timedelta(days=5)),
        plan(PlanState.CANCELLED, EVENING - timedelta(days=6)),
        plan(PlanState.DONE, EVENING - timedelta(days=800)),
        plan(PlanState.ACCEPTED, EVENING - timedelta(days=30), "FREQ=WEEKLY"),
    )
    days = [(TODAY - day).days for day in view(household).times]
    assert days == [30, 23, 16, 9, 3, 2]


# In words


def test_too_few_marks_say_so_and_later_the_band_is_told(household: Household, clock: FixedClock) -> None:
    assert "Nothing is marked here yet" in told(household, view(household), 0)
    weekly(household, clock, "Ana", 4, 4, 5, 4, 4)
    assert "too few marks" in told(household, view(household), 0)
    clock.go(7 * 86400)
    give(household, "Ana", "pulse.close", 4)
    window = Window(last=household.today(), months=12)
    assert "within what chance alone may do" in told(household, view(household, window=window), 0)
    clock.go(7 * 86400)
    give(household, "Ana", "pulse.close", 1)
    window = Window(last=household.today(), months=12)
    assert "outside what chance alone usually does (x)." in told(
        household, view(household, window=window), 0, sign="x"
    )


def test_the_other_is_called_by_name(household: Household, clock: FixedClock) -> None:
    weekly(household, clock, "Ben", 4, 4, 5, 4, 3, 4, share=Share.NOW)
    household.sit_down("Ana")
    assert told(household, view(household), 1) == "The last mark of Ben lies within what chance alone may do."
    assert told(household, view(household), 0) == "Nothing was marked in this time."


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_text_says_what_the_picture_shows_and_never_whether_it_is_good(
    household: Household, clock: FixedClock, language: str
) -> None:
    weekly(household, clock, "Ana", 4, 4, 5, 4, 3, 4)
    weekly(household, clock, "Ben", 2, share=Share.NOW)
    give(household, "Ana", "cause.line", pin(Timeline(), 2026 * 12 + 9, "the move\nnorth"))
    household.save(plan(PlanState.DONE, EVENING - timedelta(days=9)))
    household.speak(language)
    text = text_of(household, view(household))
    assert "2026 4, " in text
    assert "Ben" in text
    assert "the move north" in text
    assert "14" in text
    assert ("1.9" if language == "en" else "1,9") in text
    assert "[" not in text
    assert "{" not in text
    assert "░" not in text


def test_the_axis_names_months_and_years(household: Household) -> None:
    words = household.words
    assert [name for _, name in axis_names(words, Window(last=TODAY, months=3))] == ["Sep", "Oct", "Nov"]
    assert [name for _, name in axis_names(words, YEAR)][:3] == ["Dec", "2026", "Feb"]
    assert next(name for _, name in axis_names(words, Window(last=TODAY, months=60))) == "2022"
