"""A talk on two machines, seen from this one: what was done here is told, and what is over is taken away again.

Only a talk that each holds at a window of their own leaves this machine, and nothing that somebody is still typing.
What is told are records that nobody is shown (`TalkNow`): with what it began, by talk and hand (the name under which
a machine writes), and what was done, in pieces. They go when the talk is over.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from msgspec.structs import replace

from tui.core.errors import StoreError
from tui.core.records import Talk
from tui.core.told_records import TalkNow
from tui.household.household import Household
from tui.store.local import Local
from tui.talk import KEY
from tui.talk.far import Far, far_in, on_time, to_tell
from tui.talk.far_text import base_text, done_texts
from tui.talk.floor import Floor, seen
from tui.talk.moves import passed
from tui.talk.running import from_data

LAST = "talk_far"
"""Where this machine notes which talk it shared last: once that is not on here any more, it was let go of."""

CIRCLE = "circle"
"""Where `tui.household.syncing` keeps the circle: that one loads what encrypts, which a talk does not need."""


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
    return household.store.hand if person_here(household) else ""


def person_here(household: Household) -> str:
    """Return whose machine this is (an id); empty where it shares no folder."""
    kept = household.store.local.get(CIRCLE)
    person = kept.get("person") if isinstance(kept, dict) else None
    return person if isinstance(person, str) else ""


def hands_here(household: Household) -> frozenset[str]:
    """Return the names under which this machine writes, or once did."""
    kept = household.store.local.get(CIRCLE)
    hands = kept.get("hands") if isinstance(kept, dict) else None
    return frozenset([*(hands if isinstance(hands, list | tuple) else ()), household.store.hand])


def signs_here(household: Household, person: str, talk: str) -> bool:
    """Whether this machine says what follows from a talk: of a shared one, that of the `person` (an id) who signs it.

    Where they have none, it is the machine that shared it.
    """
    local, mine = household.store.local, person_here(household)
    if not mine or mine == person or local.get(LAST) != talk:
        return True
    from tui.household.circle import circle_of

    known, far = circle_of(household.store), far_in(local.get(KEY))
    theirs = known is not None and any(each.person == person for each in known.present)
    return not theirs and far is not None and far.hand in hands_here(household)


def signer(household: Household, person: str) -> str:
    """Return who signs (an id) where `person` would, were there but one machine: whose machine it is."""
    return person_here(household) or person


# What the screens ask


def elsewhere(household: Household) -> Floor | None:
    """Return the talk that is on here as it goes on now, where another machine holds it too; None where none does."""
    held = household.store.local.get(KEY)
    far, here = far_in(held), from_data(held)
    if far is None or here is None or not far.elsewhere(hands_here(household)):
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
    store, person = household.store, person_here(household)
    if not person or store.read_only is not None:
        return
    if far_in(store.local.get(KEY)) is not None:
        note_last(household)
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


# The end


def clear_away(household: Household) -> None:
    """Take away what this machine told of talks that are not on here any more; blocks, raises `StoreError`.

    Where another machine had begun one of them, and nothing was kept of it, that one is told that it is over.
    """
    store, person, mine = household.store, person_here(household), household.store.hand
    if not person or store.read_only is not None:
        return
    with store.local.alone():
        told, on, last = store.all(TalkNow), id_of(store.local.get(KEY)), store.local.get(LAST)
        hands = hands_here(household)
        left = left_here(household, told, hands)
        over = [each for each in told if each.talk in left or (each.talk != on and is_kept(household, each.talk))]
        own = [each for each in over if each.by == person and hand_of(each) in hands]
        theirs = {each.talk for each in over if each not in own and each.floor}
        says = {each for each in theirs if not is_kept(household, each)}
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


def is_kept(household: Household, talk: str) -> bool:
    """Whether a talk (an id) has become a record."""
    return household.store.get(Talk, talk) is not None


def hand_of(told: TalkNow) -> str:
    """Return under which name a machine has told something."""
    return told.id.removeprefix(f"{told.talk}.").partition(".")[0]


def id_of(held: object) -> str:
    """Return the id of a talk as it is kept; empty where there is none."""
    name = held.get("id") if isinstance(held, dict) else None
    return name if isinstance(name, str) else ""


def left_here(household: Household, told: Iterable[TalkNow], hands: frozenset[str]) -> frozenset[object]:
    """Return the talks (ids) that this machine had shared, and that are not on here any more."""
    local, person = household.store.local, person_here(household)
    mine = {each.talk for each in told if each.by == person and hand_of(each) in hands}
    return frozenset({*mine, local.get(LAST)} - {id_of(local.get(KEY))})


def note_last(household: Household) -> None:
    """Note which talk it is that is shared here; raises `StoreError`."""
    local = household.store.local
    name = id_of(local.get(KEY))
    if name and local.get(LAST) != name:
        local.put(LAST, name)
