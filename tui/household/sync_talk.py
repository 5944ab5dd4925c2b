"""A talk on two machines: what was done here is told, what was done there is taken over, and its end holds on both.

Only a talk that each holds at a window of their own leaves this machine, and nothing that somebody is still typing.
What is told are records that nobody is shown (`TalkNow`): with what it began, by talk and hand (the name under which
a machine writes), and what was done, in pieces. They go when the talk is over.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from tui.core.errors import StoreError
from tui.core.records import Talk, kind_of
from tui.core.text import clean
from tui.core.told_records import TalkNow
from tui.household.household import Household
from tui.store.local import Local
from tui.talk import KEY
from tui.talk.ending import begun
from tui.talk.far import (
    Done,
    Far,
    base_in,
    base_text,
    done_in,
    done_texts,
    far_in,
    in_order,
    leads,
    merged,
    on_time,
    replay,
    taken_in,
    to_tell,
    with_far,
)
from tui.talk.floor import Floor, Status, seen
from tui.talk.moves import passed
from tui.talk.running import from_data, to_data

if TYPE_CHECKING:  # whoever only talks needs nothing of it
    from tui.sync.roster import Circle

LAST = "talk_far"
"""Where this machine notes which talk it shared last: once that is not on here any more, it was let go of."""

CIRCLE = "circle"
"""Where `tui.household.syncing` keeps the circle: that one loads what encrypts, which a talk does not need."""

_MOST_PIECES = 2000


class _Told(NamedTuple):
    """What the machines told of one talk: with what it began and where, what was done, and whether it is over."""

    talk: str
    base: Floor | None
    hand: str
    done: tuple[Done, ...]
    over: bool
    records: tuple[TalkNow, ...]


class Telling:
    """What is local, in a home that has a folder: what is kept of a talk there is told to the other machine."""

    def __init__(self, household: Household) -> None:
        """Use `shelf`."""
        local = household.store.local
        self.window = local.window
        self.is_open, self.get, self.delete = local.is_open, local.get, local.delete
        self.note, self.noted = local.note, local.noted
        self._household = household
        self._local = local
        self._version: object = None

    @property
    def empty(self) -> bool:
        """Whether nothing is kept at all."""
        return self._local.empty

    def change(self, key: str, function: Callable[[object | None], object]) -> object:
        """Keep what `function` makes of what is kept, and tell of it; what cannot be told now is told later."""
        before: list[object | None] = []

        def noting(held: object | None) -> object:
            before[:] = [held]
            return function(held)

        value = self._local.change(key, noting)
        if key == KEY:
            with suppress(StoreError):
                self._tell(value, *before)
        return value

    def _tell(self, value: object, before: object | None) -> None:
        if value is None and far_in(before) is not None:
            clear_away(self._household)
        elif isinstance(value, dict) and "far" in value:
            version = value.get("id"), value.get("version")
            if version != self._version:
                tell(self._household)
                self._version = version


def shelf(household: Household) -> Local | Telling:
    """Return where a talk is kept."""
    return Telling(household) if hand(household) else household.store.local


def hand(household: Household) -> str:
    """Return the name of this machine among those that share the folder; empty where there is none."""
    return household.store.hand if _person(household) else ""


def _person(household: Household) -> str:
    """Return whose machine this is (an id); empty where it shares no folder."""
    kept = household.store.local.get(CIRCLE)
    person = kept.get("person") if isinstance(kept, dict) else None
    return person if isinstance(person, str) else ""


def _hands(household: Household) -> frozenset[str]:
    kept = household.store.local.get(CIRCLE)
    hands = kept.get("hands") if isinstance(kept, dict) else None
    return frozenset([*(hands if isinstance(hands, list | tuple) else ()), household.store.hand])


def signs_here(household: Household, person: str, talk: str) -> bool:
    """Whether this machine may sign for a person (an id) what follows from a talk: theirs does, once it is shared."""
    mine = _person(household)
    return not mine or mine == person or household.store.local.get(LAST) != talk


# What the screens ask


def elsewhere(household: Household) -> Floor | None:
    """Return the talk that is on here as it goes on now, where another machine holds it too; None where none does."""
    held = household.store.local.get(KEY)
    far, here = far_in(held), from_data(held)
    if far is None or here is None or not far.elsewhere(_hands(household)):
        return None
    floor = on_time(far, household.clock.read())
    moved = floor.status is not here.status
    return replace(floor, sentences=here.sentences, version=here.version + moved)


def heard(household: Household) -> float | None:
    """Return how many seconds ago another machine last told of the talk that is on; None if it never did."""
    far = far_in(household.store.local.get(KEY))
    if far is None or far.heard is None:
        return None
    return max(0.0, passed(far.heard, seen(household.clock.read())))


# Telling


def tell(household: Household) -> None:
    """Tell the other machines what was done here in the talk that is on. Blocks; raises `StoreError`."""
    store, person = household.store, _person(household)
    if not person or store.read_only is not None:
        return
    if far_in(store.local.get(KEY)) is not None:
        _note_last(household)
    with store.local.alone():
        held = store.local.get(KEY)
        far, floor = far_in(held), from_data(held)
        if far is None or floor is None:
            return
        now = household.now()
        found = [
            TalkNow(id=name, by=person, at=now, talk=floor.id, version=version, floor=text)
            for name, version, text in _pieces(household, far, floor)
        ]
        fresh = [each for each in found if not _is_told(household, each)]
        if fresh:
            store.save(*fresh, by=person, at=now, quiet=True)


def _pieces(household: Household, far: Far, floor: Floor) -> Iterator[tuple[str, int, str]]:
    """Give what is to be told: names, what they count, and texts."""
    mine = household.store.hand
    base = base_text(far.base) if far.hand == mine else ""
    if base:
        yield name_of(floor.id, mine), far.base.version, base
    done = to_tell(far, floor, mine)
    for number, text in done_texts(done).items():
        yield name_of(floor.id, mine, number), max(each.count for each in done), text


def _is_told(household: Household, one: TalkNow) -> bool:
    there = household.store.get(TalkNow, one.id)
    return there is not None and there.floor == one.floor


def name_of(talk: str, hand: str, number: int | None = None) -> str:
    """Return the id of what a machine tells of a talk: with what it began, or a piece of what was done."""
    return f"{talk}.{hand}" if number is None else f"{talk}.{hand}.{number}"


# Hearing


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
    mine, person = _hands(household), _person(household)
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
        return told.over or told.talk in _left_here(household, told.records, hands)
    if begun(here):
        return False
    gone = far is not None and far.hand not in hands and told.base is None and _was_told(household, here.id, far.hand)
    return told.over or gone


def _left_here(household: Household, told: Iterable[TalkNow], hands: frozenset[str]) -> frozenset[object]:
    """Return the talks (ids) that this machine had shared, and that are not on here any more."""
    local, person = household.store.local, _person(household)
    mine = {each.talk for each in told if each.by == person and _hand_of(each) in hands}
    return frozenset({*mine, local.get(LAST)} - {_id(local.get(KEY))})


def _was_told(household: Household, talk: str, hand: str) -> bool:
    """Whether it was told with what a talk began, and that was taken away: its absence alone means nothing."""
    entry = household.store.entry(kind_of(TalkNow), name_of(talk, hand))
    return entry is not None and entry.gone


def _end(household: Household, here: Floor | None, talks: list[_Told], hands: frozenset[str]) -> None:
    """Let go here of a talk that is over elsewhere; what somebody was typing at its end waits for them."""
    if here is None or far_in(household.store.local.get(KEY)) is None:
        return
    told = next(
        (each for each in talks if each.talk == here.id), _Told(here.id, None, "", (), over=False, records=())
    )
    if not _is_over(household, told, hands):
        return
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
    local.change(KEY, lambda held: None if _id(held) == here.id else held)
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
    if left[0] is not None and left[0].id != _id(now):
        _instead(household, left[0])
    _note_last(household)


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


def _note_last(household: Household) -> None:
    local = household.store.local
    name = _id(local.get(KEY))
    if name and local.get(LAST) != name:
        local.put(LAST, name)


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


# The end


def clear_away(household: Household) -> None:
    """Take away what this machine told of talks that are not on here any more; blocks, raises `StoreError`.

    Where another machine had begun one of them, and nothing was kept of it, that one is told that it is over.
    """
    store, person, mine = household.store, _person(household), household.store.hand
    if not person or store.read_only is not None:
        return
    with store.local.alone():
        told, on, last = store.all(TalkNow), _id(store.local.get(KEY)), store.local.get(LAST)
        hands = _hands(household)
        left = _left_here(household, told, hands)
        over = [each for each in told if each.talk in left or (each.talk != on and _is_kept(household, each.talk))]
        own = [each for each in over if each.by == person and _hand_of(each) in hands]
        theirs = {each.talk for each in over if each not in own and each.floor}
        says = {each for each in theirs if not _is_kept(household, each)}
        marks = {name_of(each, mine) for each in says}
        gone = [each for each in own if each.id not in marks or each.floor]
        if gone:
            store.remove(*gone, by=person, at=household.now(), quiet=True)
        missing = [each for each in says if _is_missing(household, name_of(each, mine))]
        if missing:
            now = household.now()
            marks_of = [TalkNow(id=name_of(each, mine), by=person, at=now, talk=each, version=0) for each in missing]
            store.save(*marks_of, by=person, at=now, quiet=True)
    if isinstance(last, str) and last != on and not any(each.talk == last for each in store.all(TalkNow)):
        store.local.delete(LAST)


def _is_missing(household: Household, name: str) -> bool:
    return household.store.get(TalkNow, name) is None


def _is_kept(household: Household, talk: str) -> bool:
    return household.store.get(Talk, talk) is not None


def _hand_of(told: TalkNow) -> str:
    return told.id.removeprefix(f"{told.talk}.").partition(".")[0]


def _id(held: object) -> str:
    name = held.get("id") if isinstance(held, dict) else None
    return name if isinstance(name, str) else ""
