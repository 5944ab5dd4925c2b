"""What a machine does by itself between reading and writing: what follows from what it has read."""

from collections.abc import Callable

from tui.core.changes import Change
from tui.core.records import Answer, kind_of
from tui.core.told_records import Released, Sealed
from tui.household.given import Given, latest
from tui.household.household import Household
from tui.household.sync_answers import answers_duty, wishes_duty
from tui.household.sync_busy import busy_duty
from tui.household.sync_talk import talk_duty
from tui.sync.roster import Circle


def do_duties(household: Household, circle: Circle, sent: int) -> None:
    """Do all of them, each durable once it is done; raises `StoreError`.

    `sent` is the number up to which this machine's changes have gone out.
    """
    if not (household.founded and circle.others):
        return
    given = latest(household, circle, sent=sent)
    wishes_duty(household, circle, given)
    answers_duty(household, circle, given)


def do_each_time(household: Household, circle: Circle) -> None:
    """Do what also follows from what is not among the records; costs next to nothing where nothing does.

    Raises `StoreError`.
    """
    if household.founded and circle.others:
        busy_duty(household, circle)
        talk_duty(household, circle)


def admits(household: Household, circle: Circle) -> Callable[[Change], bool]:
    """Return what says whether the other may change a sealed answer, its key, or the answer itself so."""

    def admitted(change: Change) -> bool:
        store = household.store
        if change.kind in {kind_of(Sealed), kind_of(Released)}:
            kind = Sealed if change.kind == kind_of(Sealed) else Released
            held = store.get(kind, change.record)
            return change.by != circle.person and (held is None or held.by != circle.person)
        sealed = store.find(Sealed, answer=change.record)
        if change.kind != kind_of(Answer) or not sealed:
            return True
        relied_on = (one.sealed for each in sealed for one in store.find(Released, against=each.id))
        mine = (held.sitting for each in relied_on if (held := store.get(Sealed, each)) is not None)
        given = Given(household, circle, sent=0, also={*mine, *(each.sitting for each in sealed)})
        return given.answers.admits(change)

    return admitted
