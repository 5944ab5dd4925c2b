"""What two machines changed without knowing of one another is kept, shown calmly on both, and either may choose."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace
from textual.widgets import OptionList

from tests.screens.machines_stage import pair, read, settle, until, until_shown, window
from tests.screens.planner_stage import at, keep
from tests.stage import FixedClock, screen_name
from tui.checkin.issues import Act
from tui.core.ids import Ids
from tui.core.records import Agreement, Issue, IssueState, Opening, Plan
from tui.core.told_records import BusyTime
from tui.household import Household
from tui.household.agreements import every, revise
from tui.household.agreements import keep as keep_agreement
from tui.household.issues import move
from tui.household.own import Dispute, disputes


@pytest.fixture
def other(household: Household, tmp_path: Path, clock: FixedClock) -> Iterator[Household]:
    """Ben's machine, which shares a folder with Ana's."""
    found = Household.open(tmp_path / "other", clock=clock, ids=Ids(Random(7)))
    pair(household, found, tmp_path / "folder")
    settle(household, found)
    yield found
    found.close()


def told(found: list[Dispute]) -> list[tuple[str, str, list[object]]]:
    return [(each.kind, each.field, [said.fields for said in each.said]) for each in found]


def test_plans_issues_and_agreements_are_asked_about_alike_on_both(
    household: Household, other: Household, clock: FixedClock
) -> None:
    plan = keep(household, at(26, 19), "a walk")
    now = household.now()
    issue = Issue(id="i", by=household.me.id, at=now, touched=now, happened="the dishes", feel="tired", need="help")
    household.save(issue)
    agreement = keep_agreement(household, "phones away at dinner")
    settle(household, other)
    household.save(replace(plan, start=plan.start + timedelta(hours=1)), seen=[plan])
    household.save(replace(agreement, look_again=household.today()), seen=[agreement])
    move(household, "i", Act.PARK)
    clock.go(60)
    later = replace(plan, start=plan.start + timedelta(hours=2), what="a walk in the woods")
    other.save(later, seen=[plan])
    other.save(replace(agreement, look_again=other.today() + timedelta(days=9)), seen=[agreement])
    other.save(replace(issue, state=IssueState.CLOSED), seen=[issue])
    settle(household, other)
    mine, theirs = disputes(household), disputes(other)
    assert sorted(told(mine), key=str) == sorted(told(theirs), key=str)
    assert {(each.kind, each.field) for each in mine} == {
        ("plan", "together"),
        ("agreement", "look_again"),
        ("issue", "state"),
    }
    for kind, key in ((Plan, plan.id), (Agreement, agreement.id), (Issue, "i")):
        assert household.get(kind, key) == other.get(kind, key)
    assert other.store.get(Plan, plan.id) == replace(later, at=plan.at)


def test_wordings_of_both_are_put_together_and_none_is_lost(household: Household, other: Household) -> None:
    agreement = keep_agreement(household, "phones away at dinner")
    settle(household, other)
    for each, text in ((household, "phones away at dinner and in bed"), (other, "phones away at every meal")):
        (found,) = every(each)
        assert revise(each, agreement.id, text, [head.id for head in found.heads])
    settle(household, other)
    (mine,), (theirs,) = every(household), every(other)
    assert mine == theirs
    assert "in bed" in str(mine)
    assert "every meal" in str(mine)
    assert disputes(household) == disputes(other) == []


def test_nobody_is_asked_about_what_nobody_sees(household: Household, other: Household, clock: FixedClock) -> None:
    for each in (household, other):
        clock.go(60)
        me, now = each.me.id, each.now()
        busy = BusyTime(id=me, by=me, at=now, since=now, until=now + timedelta(days=1))
        opening = Opening(id="o", by=me, at=now, step="before", sittings=("x", "y"))
        each.store.save(busy, opening, by=me, at=now)
    settle(household, other)
    assert household.store.get(Opening, "o") == other.store.get(Opening, "o")
    assert disputes(household) == disputes(other) == []


async def test_it_is_said_on_both_screens_and_chosen_on_either(household: Household, other: Household) -> None:
    plan = keep(household, at(26, 19), "a walk")
    settle(household, other)
    household.save(replace(plan, what="a walk by the river"), seen=[plan])
    other.save(replace(plan, what="a walk in the woods"), seen=[plan])
    async with window(household) as one, window(other) as two:
        for pilot in (one, two):
            await until_shown(pilot, "Changed twice: b shows both versions.")
            said = [each.message for each in pilot.app._notifications]
            assert [each for each in said if "neither knowing of the other" in each], said
        await one.press("b")
        await until(one, lambda: screen_name(one) == "BothScreen")
        for part in ("a walk by the river", "a walk in the woods", "Ana", "Ben", "Both versions are kept"):
            assert part in read(one)
        first = str(one.app.screen.query_one(OptionList).get_option_at_index(0).prompt)
        wanted = "a walk in the woods" if "river" in first else "a walk by the river"
        await one.press("down", "enter")
        await until(two, lambda: "Changed twice" not in read(two))
        assert [each.what for each in other.all(Plan)] == [wanted]
    assert disputes(household) == disputes(other) == []
