"""What to do in time alone: which ideas fit a time, the best first, and why.

Wishes of the two come first. What was done lately rests, unless they would gladly have it again. New and familiar are
kept in balance, and so that it is not always the same few, a key (a day, a plan's id) spreads what is alike. The same
input gives the same order.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import chain, zip_longest
from typing import Self

from tui.core.records import Activity, Did

REST = timedelta(weeks=6)
"""How long what was done is not suggested."""

AGAIN_AFTER = timedelta(weeks=1)
"""After how long what is wanted again may come up early."""

NOW_AND_THEN = 3
"""One time in this many, what is wanted again comes up early."""

LATELY = 3
"""How many of the last things done decide whether something new is due."""

FAR_SHORTER = 3
"""What would fill less than one part in this many of the time comes after what fills more, and so on downwards."""

QUICK = 20
"""Up to how many minutes something is done quickly."""

COSTS = ("free", "little", "some")
"""What ideas cost, the least first."""


class Why(StrEnum):
    """Why something is suggested."""

    WISHED = "wished"
    AGAIN = "again"
    OWN = "own"
    QUICK = "quick"
    NEW = "new"
    FAMILIAR = "familiar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something to do: the fields of an idea, and `own` when the two thought of it. `minutes` 0 means any length.

    Empty `where`, `cost` and `energy` are not known and fit any. `why` is said of what is suggested.
    """

    id: str
    text: str
    minutes: int = 0
    where: str = ""
    cost: str = ""
    energy: str = ""
    apart: bool = False
    only_apart: bool = False
    new: bool = False
    daylight: bool = False
    dark: bool = False
    children: bool = False
    own: bool = False
    why: Why | None = None

    @classmethod
    def of(cls, activity: Activity) -> Self:
        """Return what somebody wrote down; where it came from an idea, under that idea's id."""
        return cls(
            id=_thing_id(activity),
            text=activity.text,
            minutes=activity.minutes,
            where=activity.where,
            cost=activity.cost,
            energy=activity.energy,
            apart=activity.apart,
            children=True,  # who wrote it knows how they live
            own=True,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A time to fill. `apart`: they are in two places; `children`: at home meanwhile; `daylight`: None if unknown."""

    minutes: int
    apart: bool = False
    children: bool = False
    daylight: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What they ask for; empty is anything. `cost` is the most that it may cost."""

    where: str = ""
    cost: str = ""
    energy: str = ""


ANYTHING = Asked()
"""Nothing in particular is asked for."""


def still_wished(activities: Iterable[Activity], history: Iterable[Did]) -> tuple[str, ...]:
    """Return the ids of what is on the list of wishes and was not done since it was put there."""
    done: dict[str, datetime] = {}
    for did in history:
        done[did.idea] = max(did.at, done.get(did.idea, did.at))
    wished = [each for each in activities if each.wished]
    return tuple(dict.fromkeys(_thing_id(each) for each in wished if not _done_since(each, done)))


def _done_since(activity: Activity, done: dict[str, datetime]) -> bool:
    found = [done[each] for each in (activity.id, activity.idea) if each in done]
    return any(at > activity.at for at in found)


def _thing_id(activity: Activity) -> str:
    return activity.idea or activity.id


def fitting(
    ideas: Iterable[Thing],
    slot: Slot,
    asked: Asked = ANYTHING,
    *,
    history: Sequence[Did] = (),
    wished: Sequence[str] = (),
    now: datetime,
    choose: str,
) -> list[Thing]:
    """Return what fits `slot` and was `asked` for, the best first, each with its `why`.

    `ideas` are all there are (of two with one id the first counts), `wished` the ids on the list of wishes. What
    rests is there only when nothing else would be. `now` (UTC), and `choose` by which what is alike is spread.
    """
    every: dict[str, Thing] = {}
    for each in ideas:
        every.setdefault(each.id, each)
    past = _Past.of(history, every)
    suitable = [each for each in every.values() if _suits(each, slot) and _as_asked(each, asked)]
    awake = [each for each in suitable if each.id in wished or not past.rests(each, now)]
    order = _Order(slot=slot, past=past, wished=frozenset(wished), now=now, choose=choose)
    return [replace(each, why=order.why(each)) for each in order.ordered(awake or suitable)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Past:
    """What was done: `last` when, by id, which are wanted `again`, and of all in order of time which were `new`."""

    last: dict[str, datetime]
    again: frozenset[str]
    new: tuple[bool, ...]

    @classmethod
    def of(cls, history: Iterable[Did], every: dict[str, Thing]) -> Self:
        known = sorted((did for did in history if did.idea in every), key=lambda did: (did.at, did.id))
        last = {did.idea: did.at for did in known}
        latest = {(did.idea, did.by): did.again for did in known}
        times: dict[tuple[str, str], bool] = {}  # both of the two may say of one time that they had it
        seen: set[str] = set()
        for did in known:
            times.setdefault((did.idea, did.plan or did.id), every[did.idea].new and did.idea not in seen)
            seen.add(did.idea)
        again = frozenset(idea for (idea, _), said in latest.items() if said)
        return cls(last=last, again=again, new=tuple(times.values()))

    def rests(self, thing: Thing, now: datetime) -> bool:
        """Whether it was done too lately to be suggested."""
        return thing.id in self.last and thing.id not in self.again and now - self.last[thing.id] < REST

    def is_new(self, thing: Thing) -> bool:
        """Whether it would still be new to them."""
        return thing.new and thing.id not in self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """By what suggestions are ordered."""

    slot: Slot
    past: _Past
    wished: frozenset[str]
    now: datetime
    choose: str

    def ordered(self, things: Iterable[Thing]) -> list[Thing]:
        """Return them, the best first: wishes, then what fills the time, then what is far shorter."""
        ranks: dict[tuple[bool, int], list[Thing]] = {}
        for each in things:
            ranks.setdefault((each.id not in self.wished, self._too_short(each)), []).append(each)
        return [each for _, alike in sorted(ranks.items()) for each in self._in_balance(alike)]

    def why(self, thing: Thing) -> Why:
        """Return what speaks for it most."""
        reasons = {
            Why.WISHED: thing.id in self.wished,
            Why.AGAIN: thing.id in self.past.again,
            Why.OWN: thing.own,
            Why.QUICK: thing.minutes <= QUICK and self._too_short(thing) > 0,
            Why.NEW: self.past.is_new(thing),
        }
        return next((why for why, holds in reasons.items() if holds), Why.FAMILIAR)

    def _in_balance(self, things: Iterable[Thing]) -> Iterator[Thing]:
        """Give new and familiar by turns, first what is due."""
        kinds: dict[bool, list[Thing]] = {True: [], False: []}
        for each in sorted(things, key=self._place):
            kinds[self.past.is_new(each)].append(each)
        due = self._new_is_due()
        turns = zip_longest(kinds[due], kinds[not due])
        return (each for each in chain.from_iterable(turns) if each is not None)

    def _new_is_due(self) -> bool:
        """Whether something new is due: when most of the last things were familiar."""
        lately = self.past.new[-LATELY:]
        if not lately:
            return self._lot("new") % 2 == 0
        if sum(lately) * 2 == len(lately):
            return not lately[-1]
        return sum(lately) * 2 < len(lately)

    def _place(self, thing: Thing) -> tuple[bool, bool, int, str]:
        needs_minding = self.slot.children and not thing.children
        return not self._early(thing), needs_minding, self._lot(thing.id), thing.id

    def _early(self, thing: Thing) -> bool:
        """Whether it is wanted again, and its turn now."""
        if thing.id not in self.past.again or self.now - self.past.last[thing.id] < AGAIN_AFTER:
            return False
        return self._lot(f"again {thing.id}") % NOW_AND_THEN == 0

    def _too_short(self, thing: Thing) -> int:
        """Return how far too short it is for the time: 0 when it fills enough of it, or has no length of its own."""
        steps, minutes = 0, thing.minutes * FAR_SHORTER
        while 0 < minutes < self.slot.minutes:
            steps, minutes = steps + 1, minutes * FAR_SHORTER
        return steps

    def _lot(self, name: str) -> int:
        digest = hashlib.sha256(f"{self.choose} {name}".encode(errors="replace")).digest()
        return int.from_bytes(digest[:8], "big")


def _suits(thing: Thing, slot: Slot) -> bool:
    here = thing.apart or thing.only_apart if slot.apart else not thing.only_apart
    wrong_light = thing.daylight if slot.daylight is False else thing.dark and slot.daylight is True
    return here and not wrong_light and thing.minutes <= slot.minutes


def _as_asked(thing: Thing, asked: Asked) -> bool:
    return (
        (not asked.where or thing.where in {"", asked.where})
        and (not asked.energy or thing.energy in {"", asked.energy})
        and _cost(thing.cost, unknown=-1) <= _cost(asked.cost, unknown=len(COSTS))
    )


def _cost(cost: str, *, unknown: int) -> int:
    return COSTS.index(cost) if cost in COSTS else unknown
