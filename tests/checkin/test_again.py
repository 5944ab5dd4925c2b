"""Exercises that come round begin anew, and a step of the path is changed until it is opened."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tui.checkin.again import begins_anew, had_since
from tui.core.records import Plan, PlanState, Talk

NOW = datetime(2026, 11, 23, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("step", "answered", "today", "anew"),
    [
        ("pulse", date(2026, 11, 22), date(2026, 11, 23), True),
        ("pulse", date(2026, 11, 23), date(2026, 11, 23), False),
        ("outside", date(2026, 7, 1), date(2026, 11, 23), True),
        ("year", date(2026, 12, 30), date(2026, 12, 31), False),
        ("year", date(2025, 12, 31), date(2026, 1, 1), True),
        ("before", date(2020, 1, 1), date(2026, 1, 1), False),
        ("daily.d001", date(2025, 11, 23), date(2026, 11, 23), True),
        ("daily.d001", date(2026, 11, 23), date(2026, 11, 23), False),
    ],
)
def test_what_was_answered_at_another_time_stays_as_it_was(
    step: str, answered: date, today: date, anew: bool
) -> None:
    assert begins_anew(step, answered, today) is anew


def _time(hours: int, state: PlanState = PlanState.DONE, talk: str = "") -> Plan:
    return Plan(id="p", by="a", at=NOW, start=NOW + hours * HOUR, minutes=60, zone="UTC", state=state, talk=talk)


def _talk(hours: int) -> Talk:
    return Talk(id="t", by="a", at=NOW + hours * HOUR, format="equal", topic="", minutes=10)


@pytest.mark.parametrize(
    ("occasion", "had"),
    [
        (_time(1), True),
        (_time(-1), False),
        (_time(1, PlanState.ACCEPTED), False),
        (_time(1, talk="t"), False),
        (_talk(1), True),
        (_talk(-1), False),
    ],
)
def test_what_is_asked_after_each_time_or_talk_begins_anew_with_the_next(occasion: Plan | Talk, *, had: bool) -> None:
    assert had_since([occasion], NOW) is had
    assert not had_since([], NOW)
