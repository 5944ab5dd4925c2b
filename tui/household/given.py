"""What both have given in a step, where each has a machine of their own: sealed until both are there.

The rules are in `tui.sync.sealed` and `tui.sync.wishes`; here stands what of this home they are asked about, and what
is done with what they say. Nothing is reckoned twice while nothing else is held.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from tui.checkin.opening import something_to_open
from tui.core.records import Answer, Opening, Record, Share, Sitting, kind_of
from tui.core.told_records import Released, Sealed, WishMove
from tui.household.circle import circle_of
from tui.sync import wishes
from tui.sync.keys import name_of
from tui.sync.reliance import Held, Made, Whose
from tui.sync.roster import Circle
from tui.sync.sealed import Exchange
from tui.sync.wire import Member
from tui.sync.wish_runs import Held as Wished
from tui.sync.wish_runs import Wish
from tui.sync.wishes import Found

if TYPE_CHECKING:  # the household itself asks what may be opened
    from tui.checkin.opening import History
    from tui.household.household import Household

R = TypeVar("R", bound=Record)

Pairing = tuple[Sitting, Sitting]


class Given:
    """The answers of both, as far as they are not opened or not all of them are here; made anew after each change."""

    def __init__(self, household: "Household", circle: Circle, *, sent: int, also: Iterable[str] = ()) -> None:
        """`sent`: up to which number this machine's changes went out; `also`: sittings to look at besides."""
        self._household = household
        self._store = household.store
        self._circle = circle
        self._sent = sent
        self._also = frozenset(also)

    # What is held

    @cached_property
    def sittings(self) -> dict[str, Sitting]:
        """The sittings that are not opened, or of which an answer is still to come, and those opened with them."""
        there, answers = self._store.documents(Sitting).keys(), self._store.documents(Answer).keys()
        pairs = self._pairs.values()
        sealed = self._store.documents(Sealed).values()
        wanted = {str(each.get("sitting")) for each in sealed if each.get("answer") not in answers}
        wanted |= self._also
        wanted |= {one for pair in pairs if not wanted.isdisjoint(pair) for one in pair}
        live = (there - {each for pair in pairs for each in pair}) | (wanted & there)
        return {each.id: each for each in self._store.among(Sitting, "id", live)}

    @cached_property
    def _pairs(self) -> dict[str, frozenset[str]]:
        """The sittings of each opening."""
        openings = self._store.documents(Opening).items()
        return {key: frozenset(map(str, cast("list[str]", each.get("sittings", ())))) for key, each in openings}

    @cached_property
    def openings(self) -> list[Opening]:
        """The openings of these sittings."""
        ids = {key for key, pair in self._pairs.items() if not pair.isdisjoint(self.sittings)}
        return self._store.among(Opening, "id", ids)

    @cached_property
    def answers(self) -> Exchange:
        """What the rules of sealed answers say."""
        return Exchange(self._held)

    @cached_property
    def _held(self) -> Held:
        store, circle = self._store, self._circle
        sealed = store.among(Sealed, "sitting", self.sittings.keys())
        released = store.among(Released, "sealed", {each.id for each in sealed})
        given = (each.id for each in store.among(Answer, "sitting", self.sittings.keys()))
        names = sorted({*given, *(each.answer for each in sealed)})
        entries = {name: entry for name in names if (entry := store.entry(kind_of(Answer), name)) is not None}
        sealed_made, released_made = [self._made(each) for each in sealed], [self._made(each) for each in released]
        writing = {hand for made in sealed_made for hand in made.hands}
        writing |= {hand for given in released_made for hand in given.hands}
        writing |= {change.device for entry in entries.values() for change in entry.changes}
        return Held(
            me=circle.person,
            other=self.other,
            now=self._household.now(),
            machine=circle.me.hex(),
            secret=circle.seed,
            seed=self._household.couple.seed,
            hands=self._whose(writing),
            machines={name_of(each.public).hex(): each.public for each in circle.others if self._is_mine(each)},
            sittings=list(self.sittings.values()),
            answers=entries,
            openings=self.openings,
            sealed=sealed_made,
            released=released_made,
            withdrawn=store.removed(kind_of(Sealed)),
            published=[each.id for each in sealed if self._is_out(each)],
            wished=self._wished_to_the_end,
        )

    @property
    def other(self) -> str:
        """The id of the person whose machine this is not."""
        return next(each.id for each in self._household.people if each.id != self._circle.person)

    def _made(self, record: R) -> Made[R]:
        entry = self._store.entry(kind_of(record), record.id)
        changes = entry.changes if entry is not None else ()
        return Made(record, frozenset(change.device for change in changes))

    def _whose(self, hands: Iterable[str]) -> dict[str, Whose]:
        found = ((hand, self._circle.writer(hand)) for hand in hands)
        return {hand: Whose(each.person, name_of(each.public).hex()) for hand, each in found if each is not None}

    def _is_mine(self, machine: Member) -> bool:
        return self._circle.is_own(machine)

    def _is_out(self, sealed: Sealed) -> bool:
        """Whether a sealed answer may have left the machine that made it."""
        entry = self._store.entry(kind_of(Sealed), sealed.id)
        changes = entry.changes if entry is not None else ()
        return any(each.device not in self._circle.hands or each.sequence <= self._sent for each in changes)

    # Wishes

    @cached_property
    def wishes(self) -> Wished:
        """What the rules of wishes are asked about."""
        store, me = self._store, self._circle.person
        mine = {each.id for each in self.sittings.values() if each.by == me}
        given = [each for each in store.among(Answer, "sitting", mine) if each.share is Share.MUTUAL]
        moves = store.among(WishMove, "sitting", self.sittings.keys())
        opened = {each for pair in self._pairs.values() for each in pair}
        return Wished(
            sittings=list(self.sittings.values()),
            wishes=[Wish(each, self._name_of(each)) for each in given if each.by == me],
            moves=moves,
            opened=frozenset(opened & self.sittings.keys()),
        )

    def _name_of(self, answer: Answer) -> str:
        entry = self._store.entry(kind_of(Answer), answer.id)
        return " ".join(entry.all_names()) if entry is not None else ""

    @cached_property
    def found(self) -> Found:
        """What both wish for, where that has been found out."""
        return wishes.mutual(self.wishes, self._circle.person, self._circle.seed, self.items)

    @cached_property
    def _wished_to_the_end(self) -> frozenset[tuple[str, str]]:
        pairs = wishes.pairs(self.wishes, self._circle.person)
        ended = pairs.keys() - wishes.under_way(self.wishes, self._circle.person)
        return frozenset((mine, pairs[mine]) for mine in ended)

    def items(self, question: str) -> list[str]:
        """Return all that may be wished for in a question."""
        step = question.partition(".")[0]
        return [item.id for each in self._household.questions(step) if each.id == question for item in each.options]

    # What may be opened

    def counts(self, opening: Opening) -> bool:
        """Whether an opening is of answers that belong together; what was given and opened at one keyboard does."""
        both = [each for name in opening.sittings if (each := self._store.get(Sitting, name)) is not None]
        if len({*opening.sittings}) == 1 or any(each.step != opening.step for each in both):
            return False
        if len({each.by for each in both}) < len(both):
            return False
        relied_on = {each for sitting in opening.sittings for each in self._relied_on(sitting)}
        if relied_on and relied_on <= {*opening.sittings}:
            return True
        sealed = (one for each in opening.sittings for one in self._store.find(Sealed, sitting=each))
        if not any(map(self._by_me, sealed)) or (self._made_here(opening) and self.given_here(opening.sittings)):
            return True
        of_this = Given(self._household, self._circle, sent=self._sent, also=opening.sittings)
        return of_this.answers.counts(opening)

    def _relied_on(self, sitting: str) -> Iterator[str]:
        """Give the sittings of the other on which I relied when I gave the keys of a sitting of mine."""
        for mine in self._store.find(Sealed, sitting=sitting):
            for released in self._store.find(Released, sealed=mine.id) if self._by_me(mine) else ():
                against = self._store.get(Sealed, released.against)
                yield against.sitting if against is not None else ""

    def _by_me(self, sealed: Sealed) -> bool:
        return sealed.by == self._circle.person

    def _made_here(self, opening: Opening) -> bool:
        """Whether it was written on this machine: what somebody else says was opened may never have been."""
        entry = self._store.entry(kind_of(Opening), opening.id)
        return entry is not None and all(each.device in self._circle.hands for each in entry.saying("sittings"))

    def given_here(self, sittings: Iterable[str]) -> bool:
        """Whether all that was answered in these sittings was written on this machine."""
        return all(map(self._given_here, sittings))

    def _given_here(self, sitting: str) -> bool:
        answers = self._store.find(Answer, sitting=sitting)
        entries = (self._store.entry(kind_of(Answer), each.id) for each in answers)
        hands = {change.device for entry in entries if entry is not None for change in entry.changes}
        return bool(answers) and hands <= {*self._circle.hands}

    def openable(self, history: "History", step: str, here: tuple[Sitting, Sitting] | None) -> Pairing | None:
        """Return the two sittings of a step that may be opened together now; `here` are the newest of each."""
        if here is not None and self.given_here(each.id for each in here):
            return here
        for mine, theirs in sorted(self.answers.pairs()):
            pair = self.sittings.get(mine), self.sittings.get(theirs)
            if pair[0] is None or pair[1] is None or pair[0].step != step or history.opened(mine):
                continue
            waits = self.answers.pending(mine, theirs) or mine in wishes.under_way(self.wishes, self._circle.person)
            if not waits and something_to_open(history, pair[0], pair[1]):
                return pair[0], pair[1]
        return None

    def locked(self, sitting: str) -> bool:
        """Whether answers of mine stay as they were given: the other may know them, or has given theirs."""
        return sitting in self.answers.locked() or sitting in wishes.locked(self.wishes, self._circle.person)


def latest(household: "Household", circle: Circle, *, sent: int) -> Callable[[], Given]:
    """Return what gives what both have given now, reckoned anew only when something else is held."""
    made: dict[int, Given] = {}

    def given() -> Given:
        revision = household.store.revision
        if revision not in made:
            made.clear()
            made[revision] = Given(household, circle, sent=sent)
        return made[revision]

    return given


def given_between(household: "Household") -> Given | None:
    """Return what both have given; None where no other machine takes part."""
    circle = circle_of(household.store)
    return Given(household, circle, sent=0) if circle is not None and household.founded and circle.others else None
