"""The time itself, line by line: arriving, how long it is yet, a thought, and what comes after."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from tests.stage import EVENING, FixedClock
from tui.cli.plain_check_in import check_in
from tui.core.ids import Ids
from tui.core.records import Answer, Plan, PlanState
from tui.household import Household
from tui.household.time_alone import at_hand, thoughts

Typed = Callable[..., str]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def household(tmp_path: Path, clock: FixedClock) -> Iterator[Household]:
    found = Household.open(tmp_path / "home", clock=clock, ids=Ids(Random(1)))
    found.found(("Ana", "Ben"), ("Europe/Berlin", "America/New_York"))
    yield found
    found.close()


@pytest.fixture
def typed(
    household: Household, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Typed:
    """Types lines into the time; a number among them lets so many minutes pass before the next line."""

    class Keyboard:
        def __init__(self, lines: tuple[str | int, ...]) -> None:
            self.lines = list(lines)

        def readline(self) -> str:
            while self.lines:
                line = self.lines.pop(0)
                if isinstance(line, str):
                    return f"{line}\n"
                clock.go(60 * line)
            return ""

    def play(*lines: str | int) -> str:
        monkeypatch.setattr("sys.stdin", Keyboard(lines))
        assert check_in(household, "time-alone") == 0
        return capsys.readouterr().out

    return play


def planned(household: Household) -> Plan:
    plan = Plan(
        id="p",
        by=household.me.id,
        at=EVENING,
        start=EVENING + timedelta(minutes=15),
        minutes=60,
        zone="Europe/Berlin",
        state=PlanState.ACCEPTED,
    )
    household.save(plan)
    return plan


def test_an_evening_line_by_line_ends_with_a_word(household: Household, typed: Typed) -> None:
    plan = planned(household)
    time = at_hand(household)
    assert time is not None
    said = typed("", 15, "", "t", "t", "?", "nonsense", 60, "", "1", "moss", "")
    assert "Put the phones in another room." in said
    assert "It is yours until 20:15 (14:15 for Ben)." in said
    assert "About 60 minutes more" in said
    assert all(each in said for each in thoughts(household, time)[:2])
    assert "Was it yours?" in said
    done = household.get(Plan, plan.id)
    assert done is not None
    assert done.state is PlanState.DONE
    assert [each.value for each in household.all(Answer)] == ["moss"]


def test_whoever_leaves_lets_it_go_on_and_may_say_later_that_it_was_not(
    household: Household, clock: FixedClock, typed: Typed
) -> None:
    assert "The time goes on." in typed("2", "", 10, "q")
    again = typed("", 30)
    assert "another room" not in again
    assert "About 20 minutes more, until 19:30" in again
    clock.go(60 * 60)
    assert "Was it yours?" in typed("")
    assert "That is all right." in typed("3")
    assert household.all(Plan) == []
    assert "Nothing is planned just now." in typed("")


def test_one_who_does_this_alone_has_an_hour_of_their_own(household: Household, typed: Typed) -> None:
    household.be_alone(alone=True)
    said = typed("1", "", "e", "2")
    assert "This time is yours." in said
    assert "somebody must" not in said
    assert "How good" in said
    assert household.all(Plan) == []
