"""A talk on two machines: what was done at another one is taken over here, and its end holds on both."""

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from tui.core.errors import StoreError
from tui.core.records import Talk, kind_of
from tui.core.text import clean
from tui.core.told_records import TalkNow
from tui.household.household import Household
from tui.household.talk_told import (
    LAST,
    clear_away,
    hands_here,
    id_of,
    left_here,
    name_of,
    note_last,
    person_here,
    tell,
)
from tui.talk import KEY
from tui.talk.ending import begun
from tui.talk.far import Done, Far, far_in, in_order, leads, merged, replay, taken_in, with_far
from tui.talk.far_text import base_in, done_in
from tui.talk.floor import Floor, Status
from tui.talk.running import from_data, to_data

if TYPE_CHECKING:  # whoever only talks needs nothing of it
    from tui.sync.roster import Circle

_MOST_PIECES = 2000


class _Told(NamedTuple):
    """What the machines told of one talk: with what it began and where, what was done, and whether it is over."""

    talk: str
    base: Floor | None
    hand: str
    done: tuple[Done, ...]
    over: bool
    records: tuple[TalkNow, ...]


def talk_duty(household: Household, circle: "Circle") -> None:
    """Take over what other machines told of a talk, tell them what is new here, and end what is over.

    Raises `StoreError`.
    """
    store, hands = household.store, frozenset([*circle.hands, household.store.hand])
    told, last = store.all(TalkNow), store.local.get(LAST)
    if not told and last is None and far_in(store.local.get(KEY)) is None:
        return
    talks = [_told(household, each, told) for each in dict.fromkeys(each.talk for each in told)]
    before = from_data(store.local.get(KEY))
    _end(household, before, talks, hands)
    on = [each for each in talks if each.base is not None and not _is_over(household, each, hands)]
    _take_over(household, on, hands)
    clear_away(household)
    tell(household)
    _plan(household, before)


def _told(household: Household, talk: str, told: Iterable[TalkNow]) -> _Told:
    """Return what is told of one talk; what cannot be is left out, and what bears the name of another's hand."""
    mine, person = hands_here(household), person_here(household)
    base, base_hand, over = None, "", False
    done: list[Done] = []
    records = [each for each in told if each.talk == talk and each.id.startswith(f"{talk}.")]
    for each in records[:_MOST_PIECES]:
        hand, _, number = each.id.removeprefix(f"{talk}.").partition(".")
        if hand in mine and each.by != person:
            continue
        if number:
            done += done_in(each.floor, hand)
        elif each.floor:
            found = base_in(each.floor)
            if found is not None and found.id == talk and (not base_hand or hand < base_hand):
                base, base_hand = found, hand
        else:
            over = True
    return _Told(talk, base, base_hand, in_order(done), over, tuple(records))


def _is_over(household: Household, told: _Told, hands: frozenset[str]) -> bool:
    """Whether a talk has become a record, or was let go of before its first turn: here, or where it was begun."""
    held = household.store.local.get(KEY)
    here, far = from_data(held), far_in(held)
    if household.store.get(Talk, told.talk) is not None:
        return True
    if here is None or here.id != told.talk:
        return told.over or told.talk in left_here(household, told.records, hands)
    if begun(here):
        return False
    gone = far is not None and far.hand not in hands and told.base is None and _was_told(household, here.id, far.hand)
    return told.over or gone


def _was_told(household: Household, talk: str, hand: str) -> bool:
    """Whether it was told with what a talk began, and that was taken away: its absence alone means nothing."""
    entry = household.store.entry(kind_of(TalkNow), name_of(talk, hand))
    return entry is not None and entry.gone


def _end(household: Household, here: Floor | None, talks: list[_Told], hands: frozenset[str]) -> None:
    """Let go here of a talk that is over elsewhere; what somebody was typing at its end waits for them."""
    if here is None or far_in(household.store.local.get(KEY)) is None:
        return
    nothing = _Told(here.id, None, "", (), over=False, records=())
    told = next((each for each in talks if each.talk == here.id), nothing)
    if _is_over(household, told, hands):
        _let_go(household, here)


def _let_go(household: Household, here: Floor) -> None:
    from tui.household.talks import came_back, let_wait
    from tui.household.talks_kept import wait

    local = household.store.local
    if household.get(Talk, here.id) is None and not begun(here):
        let_wait(household, here.topic)
    kept = household.get(Talk, here.id)
    for person in household.people:
        text = here.sentences[person.seat]
        if text.strip() and (kept is None or kept.kept != clean(text)):
            wait(household, person.id, text)
    local.change(KEY, lambda held: None if id_of(held) == here.id else held)
    with suppress(StoreError):
        local.note(None)
    came_back(household, here)


def _take_over(household: Household, on: list[_Told], hands: frozenset[str]) -> None:
    """Keep the talk that is on, with all that is known of it now."""
    local = household.store.local

    def change(held: object | None) -> object | None:
        here, far = from_data(held), far_in(held)
        told = {each.talk: each for each in on}
        if held is None:
            return _begun_there(household, on)
        if here is None or far is None:
            return held  # one that is held at one keyboard goes on
        other = _leading(here, [each for each in on if each.talk != here.id])
        if other is not None:
            return _begun_there(household, [other])
        mine = told.get(here.id)
        if mine is None:
            return held
        floor, known = merged(here, far, mine.done, household.clock.read(), hands)
        return held if known is far else with_far(to_data(floor), known)

    held = local.get(KEY)
    if change(held) is held:
        return
    left: list[Floor | None] = []

    def changed(held: object | None) -> object | None:
        left[:] = [from_data(held)]
        return change(held)

    now = local.change(KEY, changed)
    if left[0] is not None and left[0].id != id_of(now):
        _instead(household, left[0])
    note_last(household)


def _begun_there(household: Household, on: list[_Told]) -> object | None:
    """Return the first of some talks as it is first known here, as data; None when there is none."""
    first = min(on, key=lambda each: (each.base.began, each.talk) if each.base is not None else (), default=None)
    if first is None or first.base is None:
        return None
    far = Far(base=first.base, hand=first.hand, done=first.done)
    floor, known = taken_in(far, household.clock.read())
    return with_far(to_data(floor), known)


def _leading(here: Floor, others: list[_Told]) -> _Told | None:
    """Return the talk that is held instead of the one here, as both were begun before either was known there."""
    for each in others:
        if each.base is not None:
            there = replay(each.base, each.done).floor
            if leads(there, here, one_begun=begun(there), other_begun=begun(here)):
                return each
    return None


def _instead(household: Household, left: Floor) -> None:
    """Keep what there is of a talk in whose place another one is held."""
    from tui.household.talks import came_back, let_wait
    from tui.household.talks_kept import keep_talk

    if begun(left):
        keep_talk(household, left)
    else:
        let_wait(household, left.topic)
    came_back(household, left)


def _plan(household: Household, before: Floor | None) -> None:
    """Let the planner say when they come back, where that has changed elsewhere."""
    held = household.store.local.get(KEY)
    now = from_data(held)
    if now is None or far_in(held) is None:
        return
    same = before is not None and (before.id, before.status, before.agreed) == (now.id, now.status, now.agreed)
    moved = before is None or abs(before.rest + before.rested - now.rest - now.rested) > 1
    resting = now.status is Status.BREAK
    if (resting or (before is not None and before.status is Status.BREAK)) and not (same and not moved):
        from tui.household.talks import settle_quietly

        settle_quietly(household, now)
