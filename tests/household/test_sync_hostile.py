"""What a partner with a changed program may try with files that are signed and encrypted as they should be."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.household.test_sync_answers import STEP, answer, questions
from tests.household.two_homes import Homes
from tui.checkin.flow import Draft, DraftAnswer
from tui.core.changes import Change
from tui.core.records import Answer, Share, Sitting
from tui.core.told_records import Sealed
from tui.household import Household
from tui.household.circle import circle_of
from tui.sync.keys import NONCE, Epoch, MachineKey, file_name, name_of
from tui.sync.roster import Circle
from tui.sync.segment import Why, write
from tui.sync.wire import Body, Member, wired

LATE = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def homes(tmp_path: Path) -> Homes:
    return Homes(tmp_path)


def known(household: Household) -> Circle:
    found = circle_of(household.store)
    assert found is not None
    return found


def plant(homes: Homes, by: Household, body: Body, epoch: Epoch | None = None) -> None:
    """Put a file into the folder as a changed program on the machine of `by` can write it."""
    circle = known(by)
    to = None if epoch is None else {name_of(each.public): each.public for each in circle.members}
    used = epoch or circle.current
    assert used is not None
    data = write(body, key=circle.key, epoch=used, nonce=bytes(NONCE), to=to)
    homes.folder.held[f"{file_name(data)}.nearer"] = data


def test_a_machine_that_the_other_lets_in_as_mine_gets_no_key_to_my_answers(homes: Homes) -> None:
    ana, ben = homes.ana, homes.ben
    laptop = homes.more("ana 2", "Ana")
    false = Member(MachineKey(bytes(32)).public, ana.me.id, "Ana 3", ("falsehand000",))
    plant(homes, ben, Body(number=50, admits=(false,)))
    answer(ana, STEP, {questions(ana, STEP)[0]: "for later"})
    homes.settle(laptop)
    sealed = ben.store.all(Sealed)
    assert [set(each.own) for each in sealed] == [{known(laptop).me.hex()}]
    assert [each.value for each in laptop.store.find(Answer, by=ana.me.id)] == ["for later"]


@pytest.mark.parametrize("share", [Share.NOW, Share.TOGETHER])
def test_who_may_speak_for_both_still_shows_nothing_that_was_kept_private_elsewhere(
    homes: Homes, share: Share
) -> None:
    ana, ben = homes.ana, homes.ben
    open_one, quiet, *_ = questions(ben, STEP)
    given = {
        open_one: DraftAnswer(value="seen", share=Share.TOGETHER),
        quiet: DraftAnswer(value="mine", share=Share.PRIVATE),
    }
    ben.finish(Draft(step=STEP, answers=given), questions(ben, STEP))
    homes.settle()
    (sitting,) = ana.store.all(Sitting)
    record = f"{sitting.id}.{quiet}"
    said = Change(
        at=LATE,
        by=sitting.by,
        kind="answer",
        record=record,
        device=ana.store.hand,
        sequence=9000,
        fields={"share": share},
    )
    plant(homes, ana, Body(number=50, changes=(wired(said),)))
    assert set(homes.exchange(ben).refused.values()) == {Why.CONTENT}
    held = ben.store.get(Answer, record)
    assert held is not None
    assert held.share is Share.PRIVATE


def test_an_epoch_far_ahead_is_not_believed_so_that_there_is_always_a_next_one(homes: Homes) -> None:
    last = Epoch(name=b"\xff\xff\xff\xff\0\0\0\0", key=bytes(32), machines=())
    plant(homes, homes.ben, Body(number=50), last)
    assert set(homes.exchange(homes.ana).refused.values()) == {Why.KEY}
    assert last.name not in {each.name for each in known(homes.ana).epochs}


def test_a_machine_that_the_other_lets_in_as_mine_cannot_have_anything_shown(homes: Homes) -> None:
    ana, ben = homes.ana, homes.ben
    key = MachineKey(bytes(32))
    plant(homes, ben, Body(number=50, admits=(Member(key.public, ana.me.id, "Ana 3", ("falsehand000",)),)))
    quiet = questions(ana, STEP)[0]
    answer(ana, STEP, {quiet: "mine"}, share=Share.PRIVATE)
    (sitting,) = ana.store.all(Sitting)
    record = f"{sitting.id}.{quiet}"
    said = Change(
        at=LATE,
        by=ana.me.id,
        kind="answer",
        record=record,
        device="falsehand000",
        sequence=1,
        fields={"share": Share.NOW},
    )
    epoch = known(ben).current
    assert epoch is not None
    data = write(Body(number=1, changes=(wired(said),)), key=key, epoch=epoch, nonce=bytes(NONCE))
    homes.folder.held[f"{file_name(data)}.nearer"] = data
    homes.exchange(ana)
    assert homes.exchange(ana).refused == {f"{file_name(data)}.nearer": Why.CONTENT}
    held = ana.store.get(Answer, record)
    assert held is not None
    assert held.share is Share.PRIVATE
    assert ben.store.all(Answer) == []
