"""What the tests of opened answers, wishes and marks are played on: answers of both, opened or not."""

from collections.abc import Mapping
from datetime import timedelta

from tests.stage import FixedClock
from tui.checkin.flow import DraftAnswer
from tui.core.records import LifeEvent, Opening, Point, Share, Timeline, Value
from tui.household import Household

Given = Mapping[str, Value | None]

MINE = Timeline(
    points=(
        Point(month="2018-05", level=6),
        Point(month="2021-02", level=3),
        Point(month="2023-08", level=5),
        Point(month="2026-09", level=4),
    ),
    events=(LifeEvent(month="2021-01", what="the move to the north"),),
)
THEIRS = Timeline(
    points=(Point(month="2018-05", level=7), Point(month="2021-06", level=2), Point(month="2026-10", level=4)),
    events=(LifeEvent(month="2021-04", what="my father was ill"), LifeEvent(month="2024-01", what="a new job")),
)
ELSEWHERE = Timeline(
    points=(
        Point(month="2018-05", level=6),
        Point(month="2023-08", level=6),
        Point(month="2023-12", level=2),
        Point(month="2024-04", level=6),
    ),
)


def give(household: Household, name: str, given: Given, share: Share = Share.TOGETHER) -> None:
    """Answer questions of one step as `name`; wishes are wishes."""
    household.sit_down(name)
    step = next(iter(given)).partition(".")[0]
    draft = household.draft(step)
    for question, value in given.items():
        meant = Share.MUTUAL if question == "close.wishes" else share
        draft = draft.with_answer(question, DraftAnswer(value=value, share=meant))
    household.finish(draft, list(given))


def both(household: Household, ana: Given, ben: Given) -> Opening:
    """Let both answer a step and open it; Ana is at the keyboard."""
    give(household, "Ben", ben)
    give(household, "Ana", ana)
    opening = household.open_together(next(iter(ana)).partition(".")[0])
    assert opening is not None
    return opening


def weekly(household: Household, clock: FixedClock, name: str, levels: str, share: Share = Share.PRIVATE) -> None:
    """Let somebody mark levels week by week, the last of them now."""
    now = clock.wall
    for place, level in enumerate(levels):
        clock.wall = now - timedelta(weeks=len(levels) - 1 - place)
        give(household, name, {"pulse.close": int(level), "pulse.rely": 8 - int(level)}, share)
    clock.wall = now
    household.sit_down("Ana")
