"""What a machine does by itself between reading and writing: what follows from what it has read."""

from collections.abc import Callable

from tui.core.changes import Change
from tui.core.records import Answer, Opening, Record, Sitting, kind_of
from tui.core.told_records import BusyTime, Released, Sealed, TalkNow, WishMove
from tui.household.given import Given, latest
from tui.household.household import Household
from tui.household.sync_answers import answers_duty, wishes_duty
from tui.store.since import Since
from tui.sync.roster import Circle
from tui.talk import KEY

_KINDS: tuple[type[Record], ...] = (Answer, Opening, Released, Sealed, Sitting, WishMove)

_FOLLOWED = frozenset(kind_of(each) for each in _KINDS)
"""The kinds of records from which something follows."""


def do_duties(household: Household, circle: Circle, sent: int) -> None:
    """Do all of them, each durable once it is done; raises `StoreError`.

    `sent` is the number up to which this machine's changes have gone out.
    """
    if not (household.founded and circle.others):
        return
    given = latest(household, circle, sent=sent)
    wishes_duty(household, circle, given)
    answers_duty(household, circle, given)


def are_due(since: Since) -> bool:
    """Whether anything of what changed may be followed by something."""
    return since.anew or any(change.kind in _FOLLOWED for entry in since.entries for change in entry.changes)


def do_each_time(household: Household, circle: Circle) -> None:
    """Do what also follows from what is not among the records; costs next to nothing where nothing does.

    Raises `StoreError`.
    """
    store, local = household.store, household.store.local
    if not (household.founded and circle.others):
        return
    if store.documents(BusyTime) or any(local.get(f"{each}/{circle.person}") for each in ("calendars", "hours")):
        from tui.household.sync_busy import busy_duty  # it reads calendars, which takes a library

        busy_duty(household, circle)
    if store.documents(TalkNow) or local.get(KEY) is not None or local.get("talk_far") is not None:
        from tui.household.sync_talk import talk_duty

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
        if change.kind != kind_of(Answer) or change.erases or not sealed:  # who forgets an answer may do so always
            return True
        relied_on = (one.sealed for each in sealed for one in store.find(Released, against=each.id))
        mine = (held.sitting for each in relied_on if (held := store.get(Sealed, each)) is not None)
        given = Given(household, circle, sent=0, also={*mine, *(each.sitting for each in sealed)})
        return given.answers.admits(change)

    return admitted
