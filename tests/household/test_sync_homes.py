"""Two real homes over one folder: what is forgotten, put back, kept for oneself, or said by two windows at once."""

from datetime import timedelta
from pathlib import Path
from threading import Thread
from unittest.mock import Mock

import pytest
from msgspec.structs import replace

from tests.household.two_homes import Homes, opened
from tui.core.errors import InputError, StoreError
from tui.core.records import Activity, Agreement, Issue, IssueState, Plan, PlanState, Share, SmallStep
from tui.household import Household
from tui.household.own import disputes, settle
from tui.household.syncing import circle, exchange, remove, stands, stop
from tui.store.backups import listed, put_back
from tui.sync.exchange import Equal
from tui.sync.ports import FolderError

CANARY = "a word for nobody else"


@pytest.fixture
def homes(tmp_path: Path) -> Homes:
    return Homes(tmp_path)


def agreement(household: Household, text: str) -> Agreement:
    made = Agreement(id=household.ids.new(), by=household.me.id, at=household.now(), text=text)
    household.save(made)
    return made


def plan(household: Household, what: str) -> Plan:
    start = household.now() + timedelta(days=3)
    made = Plan(
        id=household.ids.new(),
        by=household.me.id,
        at=household.now(),
        start=start,
        minutes=60,
        zone="Europe/Berlin",
        what=what,
    )
    household.save(made)
    return made


def test_what_is_for_oneself_leaves_the_home_in_no_form_and_comes_once_it_is_shown(homes: Homes) -> None:
    ana, ben = homes.ana, homes.ben
    base = {"by": ana.me.id, "at": ana.now()}
    step = SmallStep(id="step-of-mine", when=CANARY, then="so", **base)  # type: ignore[arg-type]
    idea = Activity(id="idea-of-mine", text=CANARY, **base)  # type: ignore[arg-type]
    homes.settle()
    before = dict(homes.folder.held)
    ana.save(step, idea)
    ana.remove(replace(idea, id="never-there"))
    ana.save(replace(step, then="otherwise"), seen=[step])
    homes.settle()
    assert homes.folder.held == before
    now = replace(step, then="otherwise", share=Share.NOW)
    ana.save(now, seen=[replace(step, then="otherwise")])
    homes.settle()
    assert ben.all(SmallStep) == [now]
    ana.save(replace(now, share=Share.PRIVATE, then="hidden again"), seen=[now])
    homes.settle()
    assert ben.all(SmallStep) == []
    assert "hidden again" not in str(ben.store.all(SmallStep))
    ana.remove(ana.all(Activity)[0])
    homes.settle()
    assert stands(ana) is not None
    assert homes.exchange(ana).equal is Equal.YES


def test_what_was_shown_on_one_computer_may_be_hidden_on_another_of_the_same_person(homes: Homes) -> None:
    ana, ben = homes.ana, homes.ben
    laptop = homes.more("ben 2", "Ben")
    made = SmallStep(id="step", by=ben.me.id, at=ben.now(), when="then", then="so", share=Share.NOW)
    ben.save(made)
    homes.settle(laptop)
    assert ana.store.get(SmallStep, "step") == made
    laptop.save(replace(made, share=Share.PRIVATE), seen=[made])
    homes.settle(laptop)
    assert ana.store.get(SmallStep, "step") == replace(made, share=Share.PRIVATE)


def test_what_is_forgotten_goes_everywhere_and_out_of_the_folder(homes: Homes) -> None:
    ana, ben = homes.ana, homes.ben
    gone, stays = agreement(ana, "to be forgotten"), agreement(ana, "stays")
    homes.settle()
    held = set(homes.folder.held)
    ana.store.forget(gone, by=ana.me.id, at=ana.now())
    homes.settle()
    assert [each.id for each in ben.all(Agreement)] == [each.id for each in ana.all(Agreement)] == [stays.id]
    assert not held <= set(homes.folder.held)
    ben.store.tidy(now=ben.now())
    assert b"to be forgotten" not in (ben.store.home / "records.journal").read_bytes()
    late = homes.more("ben 2", "Ben")
    assert [each.id for each in late.all(Agreement)] == [stays.id]
    entry = late.store.entry("agreement", gone.id)
    assert entry is None or not any(change.fields for change in entry.changes)


def test_what_two_change_at_once_is_kept_twice_and_settled_by_either(homes: Homes) -> None:
    ana, ben = homes.ana, homes.ben
    made = plan(ana, "a walk")
    homes.settle()
    for household, what in ((ana, "a swim"), (ben, "a dance")):
        household.save(replace(made, what=what), seen=[made])
    homes.settle()
    asked = [disputes(each) for each in (ana, ben)]
    assert [[each.field for each in one] for one in asked] == [["what"], ["what"]]
    assert asked[0][0].said == asked[1][0].said
    settle(ben, asked[1][0], asked[1][0].said[0])
    homes.settle()
    assert disputes(ana) == disputes(ben) == []
    assert ana.all(Plan) == ben.all(Plan)


@pytest.mark.parametrize("first", ["ana", "ben"])
def test_a_plan_that_one_accepts_while_the_other_calls_it_off_is_off_for_both(homes: Homes, first: str) -> None:
    made = plan(homes.ana, "a walk")
    homes.settle()
    acts = {"ana": PlanState.CANCELLED, "ben": PlanState.ACCEPTED}
    for name in (first, *(acts.keys() - {first})):
        household = getattr(homes, name)
        household.save(replace(made, state=acts[name]), seen=[made])
    homes.settle()
    assert [each.all(Plan)[0].state for each in (homes.ana, homes.ben)] == [PlanState.CANCELLED] * 2


def test_an_issue_moved_by_both_at_once_ends_in_one_state(homes: Homes) -> None:
    ana, ben = homes.ana, homes.ben
    now = ana.now()
    made = Issue(id="i1", by=ana.me.id, at=now, happened="it rained", feel="sad", need="a roof", touched=now)
    ana.save(made)
    homes.settle()
    ana.save(replace(made, state=IssueState.PARKED), seen=[made])
    ben.save(replace(made, state=IssueState.CLOSED), seen=[made])
    homes.settle()
    states = [each.all(Issue)[0].state for each in (ana, ben)]
    assert states[0] == states[1]


def test_a_copy_put_back_loses_nothing_that_was_said_since(homes: Homes) -> None:
    ana, ben = homes.ana, homes.ben
    agreement(ana, "before the copy")
    homes.settle()
    ana.store.tidy(now=ana.now())
    agreement(ana, "after the copy")
    agreement(ben, "by Ben")
    homes.settle()
    copy = next(each for each in listed(ana.store.home) if not each.before)
    put_back(ana.store.home, ana.store.sealing, copy, at=ana.now())
    homes.ana = again = opened(ana.store.home)
    assert len(again.all(Agreement)) == 1
    agreement(again, "after it was put back")
    homes.settle()
    texts = {"before the copy", "after the copy", "by Ben", "after it was put back"}
    assert {each.text for each in again.all(Agreement)} == {each.text for each in ben.all(Agreement)} == texts
    assert homes.exchange(again).equal is Equal.YES


def test_what_was_made_and_changed_before_it_went_out_comes_whatever_arrives_first(homes: Homes) -> None:
    ana, ben = homes.ana, homes.ben
    made = agreement(ben, "first")
    ben.save(replace(made, text="second"), seen=[made])
    homes.settle()
    assert [each.text for each in ana.all(Agreement)] == ["second"]
    homes.exchange(ben)
    before = dict(homes.folder.held)
    later = agreement(ben, "third")
    homes.exchange(ben)
    first = homes.folder.held.keys() - before
    ben.save(replace(later, text="fourth"), seen=[later])
    homes.exchange(ben)
    held_back = {name: homes.folder.held.pop(name) for name in first}
    assert not homes.exchange(ana).refused
    homes.folder.held |= held_back
    homes.settle()
    assert {each.text for each in ana.all(Agreement)} == {"second", "fourth"}


@pytest.mark.parametrize("whose", ["ana", "ben"])
def test_what_was_damaged_in_the_journal_comes_back_from_the_copies(homes: Homes, whose: str) -> None:
    ana, ben = homes.ana, homes.ben
    agreement({"ana": ana, "ben": ben}[whose], "to be damaged")
    homes.settle()
    agreement(ben, "after it")
    homes.settle()
    journal = ben.store.home / "records.journal"
    journal.write_bytes(journal.read_bytes().replace(b"to be damaged", b"to be damage!"))
    homes.ben = again = opened(ben.store.home)
    assert [each.text for each in again.all(Agreement)] == ["after it"]
    homes.settle()
    assert {each.text for each in again.all(Agreement)} == {"to be damaged", "after it"}
    assert homes.exchange(again).equal is Equal.YES


def test_of_two_windows_one_exchanges_and_none_says_anything_twice(homes: Homes) -> None:
    windows = [homes.ana, opened(homes.ana.store.home)]
    for number, window in enumerate(windows):
        agreement(window, f"said in window {number}")
    threads = [Thread(target=exchange, args=(each,), kwargs={"folder": homes.folder}) for each in windows]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    homes.settle()
    changes = [change for name in homes.ana.store.all(Agreement) for change in [name.text]]
    assert sorted(changes) == sorted(each.text for each in homes.ben.all(Agreement))
    assert len(homes.ben.all(Agreement)) == 2


def test_who_leaves_keeps_everything_and_the_other_is_told_nothing_but_that(homes: Homes) -> None:
    ana, ben = homes.ana, homes.ben
    agreement(ana, "kept")
    homes.settle()
    known = circle(ben)
    exchange(ben, folder=homes.folder)
    remove(ana, "Ben" if any(each.label == "Ben" for each in known.members) else "ben")
    homes.settle()
    assert not homes.exchange(ben).taking_part
    assert [each.text for each in ben.all(Agreement)] == ["kept"]
    stop(ben)
    with pytest.raises(InputError, match="sync_none"):
        circle(ben)
    assert [each.text for each in ben.all(Agreement)] == ["kept"]


class Stopped(BaseException):
    """The window ends here."""


@pytest.mark.parametrize(
    "end", [FolderError("folder_full", path="", why=""), StoreError("disk_full", path=""), Stopped()]
)
def test_what_did_not_get_into_the_folder_is_never_told_to_be_the_same(
    homes: Homes, monkeypatch: pytest.MonkeyPatch, end: BaseException
) -> None:
    ana = homes.ana
    homes.settle()
    before = stands(ana)
    assert before is not None
    assert before.equal is Equal.YES
    agreement(ana, "not out yet")
    with monkeypatch.context() as patch:
        patch.setattr(homes.folder, "write", Mock(side_effect=end))
        with pytest.raises(type(end)):
            homes.exchange(ana)
    after = stands(ana)
    assert after is not None
    assert after.equal is not Equal.YES
    homes.settle()
    again = stands(ana)
    assert again is not None
    assert (again.equal, again.error) == (Equal.YES, "")
