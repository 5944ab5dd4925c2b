"""What is one's own can be taken back, erased, and settled where both changed it; nobody learns anything by that."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.stage import EVENING, FixedClock
from tests.store.homes import every_byte
from tui.checkin.flow import DraftAnswer
from tui.core.errors import InputError
from tui.core.records import Agreement, Answer, Opening, Plan, PlanState, Share, Sitting
from tui.household import Household
from tui.household.own import disputes, erasable, erase, settle, take_back
from tui.store.backups import listed


@pytest.fixture
def household(tmp_path: Path) -> Iterator[Household]:
    found = Household.open(tmp_path / "home", clock=FixedClock())
    found.found(("Ana", "Ben"), ("Europe/Berlin", "Europe/Berlin"))
    yield found
    found.store.close()


def window(household: Household, name: str = "Ben") -> Household:
    return Household.open(household.store.home, name=name, clock=FixedClock())


def answer(household: Household, text: str, question: str = "before.loved") -> None:
    draft = household.draft("before").with_answer(question, DraftAnswer(value=text))
    household.finish(draft, [question])


def plan(household: Household, what: str = "a walk") -> Plan:
    found = Plan(
        id="plan00000001",
        by=household.me.id,
        at=EVENING,
        start=EVENING + timedelta(days=2),
        minutes=60,
        zone="Europe/Berlin",
        what=what,
    )
    household.save(found)
    return found


# Taking back


def test_a_finished_step_becomes_a_draft_again_with_every_word(household: Household) -> None:
    answer(household, "your laugh")
    assert take_back(household) == "sitting"
    assert (household.all(Sitting), household.all(Answer)) == ([], [])
    assert household.draft("before").answers["before.loved"].value == "your laugh"
    answer(household, "your laugh, still")
    assert [each.value for each in household.all(Answer)] == ["your laugh, still"]


def test_what_was_opened_stays_as_it_was_shown(household: Household) -> None:
    other = window(household)
    answer(household, "your laugh")
    other.catch_up()
    answer(other, "your hands")
    assert other.open_together("before") is not None
    with pytest.raises(InputError, match="undo_opened"):
        take_back(household)
    with pytest.raises(InputError, match="undo_nothing"):
        take_back(other)
    assert len(household.all(Answer)) == 2


def test_a_plan_is_taken_back_unless_it_was_answered_since(household: Household) -> None:
    plan(household)
    assert take_back(household) == "plan"
    assert household.all(Plan) == []
    made = plan(household)
    other = window(household)
    other.save(replace(made, state=PlanState.ACCEPTED))
    with pytest.raises(InputError, match="undo_changed_since"):
        take_back(household)
    assert household.all(Plan)[0].state is PlanState.ACCEPTED


def test_on_one_keyboard_each_takes_back_only_their_own(household: Household) -> None:
    plan(household)
    household.be(household.partner)
    with pytest.raises(InputError, match="undo_nothing"):
        take_back(household)
    assert len(household.all(Plan)) == 1


def test_beginning_is_not_taken_back(household: Household) -> None:
    with pytest.raises(InputError, match="undo_nothing"):
        take_back(household)
    assert household.founded


# Erasing


def test_only_what_is_mine_can_be_erased(household: Household) -> None:
    answer(household, "your laugh")
    mine = household.all(Sitting)[0].id
    other = window(household)
    for wanted in (mine, f"{mine}.before.loved", household.me.id, "couple", "nobody"):
        with pytest.raises(InputError, match="forget_unknown"):
            erasable(other, [wanted])
    assert erasable(other) == []
    assert {each.id for each in erasable(household, [mine])} == {mine, f"{mine}.before.loved"}


def test_what_is_erased_is_in_no_file(household: Household) -> None:
    answer(household, "canary of the laugh")
    household.keep_draft(household.draft("cause").with_answer("cause.when", DraftAnswer(value="canary of a draft")))
    household.save(Agreement(id="kept00000001", by=household.me.id, at=EVENING, text="canary that we keep"))
    household.look_after()
    assert len(listed(household.store.home)) == 1
    other = window(household)
    answer(other, "the words of Ben")
    household.catch_up()
    erase(household, erasable(household), everything=True)
    data = every_byte(household.store.home)
    assert b"canary" not in data
    assert b"the words of Ben" in data
    other.catch_up()
    assert [each.value for each in other.all(Answer)] == ["the words of Ben"]
    assert household.founded


def test_one_thing_is_erased_with_its_draft_and_the_rest_stays(household: Household) -> None:
    answer(household, "canary of the laugh")
    household.keep_draft(household.draft("before").with_answer("before.loved", DraftAnswer(value="canary, later")))
    household.keep_draft(household.draft("cause").with_answer("cause.when", DraftAnswer(value="in that summer")))
    made = plan(household)
    erase(household, erasable(household, [household.all(Sitting)[0].id]))
    data = every_byte(household.store.home)
    assert b"canary" not in data
    assert b"in that summer" in data
    assert household.all(Plan) == [made]


def test_wishes_that_were_opened_are_erased_with_the_answer(household: Household) -> None:
    other = window(household)
    wish = DraftAnswer(value=("canary_wish",), share=Share.MUTUAL)
    for each in (household, other):
        each.catch_up()
        each.finish(each.draft("close").with_answer("close.wishes", wish), ["close.wishes"])
    household.catch_up()
    opening = household.open_together("close")
    assert opening is not None
    assert opening.mutual == {"close.wishes": ("canary_wish",)}
    household.look_after()
    erase(household, erasable(household))
    assert household.all(Opening)[0].mutual == {}
    other.catch_up()
    erase(other, erasable(other))
    assert b"canary_wish" not in every_byte(household.store.home)


# What both changed


def test_both_versions_are_shown_to_both_and_either_settles_it(household: Household) -> None:
    made = plan(household)
    other = window(household)
    household.save(replace(made, what="a walk by the river"), seen=[made])
    other.save(replace(made, what="a walk in the woods"), seen=[made])
    household.catch_up()
    for each in (household, other):
        (found,) = disputes(each)
        assert (found.kind, found.field) == ("plan", "what")
        assert {said.fields["what"] for said in found.said} == {"a walk by the river", "a walk in the woods"}
        assert found.record == each.all(Plan)[0]
    (found,) = disputes(other)
    settle(other, found, next(said for said in found.said if said.by == household.me.id))
    household.catch_up()
    assert disputes(household) == disputes(other) == []
    assert household.all(Plan)[0].what == "a walk by the river"


def test_what_i_may_not_see_is_not_shown_as_disputed(household: Household) -> None:
    answer(household, "your laugh")
    held = household.all(Answer)[0]
    second = window(household, "Ana")
    household.save(replace(held, value="your laugh in June"), seen=[held])
    second.save(replace(held, value="your laugh in May"), seen=[held])
    assert len(disputes(second)) == 1
    assert disputes(window(household)) == []


def test_a_field_that_means_nothing_to_people_asks_nobody(household: Household) -> None:
    made = plan(household)
    other = window(household)
    household.save(replace(made, sequence=1, at=EVENING + timedelta(hours=1)), seen=[made])
    other.save(replace(made, sequence=2, at=EVENING + timedelta(hours=2)), seen=[made])
    assert disputes(other) == []
    assert other.all(Plan)[0].sequence in {1, 2}


def test_a_form_leaves_what_the_other_changed_meanwhile(household: Household) -> None:
    people, couple = household.people, household.couple
    other = window(household)
    zones = ("Europe/Berlin", "Europe/Berlin")
    other.rename(("Ana", "Benno"), zones, apart=True, people=people, couple=couple)
    household.rename(("Anna", "Ben"), zones, apart=False, people=people, couple=couple)
    assert [person.name for person in household.people] == ["Anna", "Benno"]
    assert household.couple.apart
    assert disputes(household) == []
