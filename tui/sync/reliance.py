"""Who relied on what: sealed answers and given keys, as far as they are believed, and what follows from them.

A key that was given says on which sealed answer of the other its giver relied. What somebody relied on first holds:
so nobody changes an answer after seeing the other's, and where both changed theirs at once, both machines still find
the same two answers. All of this is a function of what is held, whatever the order in which it came.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final, Generic, NamedTuple

import msgspec

from tui.core.changes import Change
from tui.core.merging import Entry, merged
from tui.core.records import Answer, Opening, R, Share, Sitting, from_document, kind_of, to_document
from tui.core.told_records import Released, Sealed
from tui.planner.plausible import first_fault
from tui.sync import boxes

SHARED: Final = frozenset({Share.TOGETHER, Share.NOW})
"""What becomes of the answers that are sealed."""

_ANSWER: Final = kind_of(Answer)
_MOST_CHANGES: Final = 64
_ID: Final = 64
_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER = msgspec.json.Decoder(tuple[Change, ...])


class Whose(NamedTuple):
    """Whose a hand is: a person's (id), on a machine (id)."""

    person: str
    machine: str


class Made(NamedTuple, Generic[R]):
    """A record, and the hands of all whose word holds in it."""

    record: R
    hands: Collection[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a machine holds that sealed answers have to do with.

    `now` is UTC. `machine` and `secret` (the seed of its Ed25519 key) are this machine's, `machines` the public keys
    of the other machines of `me` that are not removed. `seed` is the couple's. `hands` are all hands, also those of
    machines that were removed. `answers` are what holds of each answer, by id, also of those that were taken away.
    `withdrawn` are the sealed answers (ids) that were removed, `published` those of mine that may have left the
    machine that made them. `wished` are pairs of sittings, mine first, whose wishes were exchanged to the end.
    """

    me: str
    other: str
    now: datetime
    machine: str
    secret: bytes
    seed: str
    hands: Mapping[str, Whose]
    machines: Mapping[str, bytes] = field(default_factory=dict)
    sittings: Collection[Sitting] = ()
    answers: Mapping[str, Entry] = field(default_factory=dict)
    openings: Collection[Opening] = ()
    sealed: Collection[Made[Sealed]] = ()
    released: Collection[Made[Released]] = ()
    withdrawn: Collection[str] = ()
    published: Collection[str] = ()
    wished: Collection[tuple[str, str]] = ()


class Content(NamedTuple):
    """What was in a box: the changes that hold of an answer, and the answer that they make."""

    changes: tuple[Change, ...]
    answer: Answer


class Relied(NamedTuple):
    """That the author of `own` gave its key, having relied on the sealed answer `against` (an id) of the other."""

    own: Sealed
    against: str


class Choice(NamedTuple):
    """What somebody relied on first for a question: `sealed` is None when it cannot be used (yet: `waits`)."""

    sealed: Sealed | None
    waits: bool = False


def place(seed: str, sealed: Sealed) -> bytes:
    """Return what the box of a sealed answer belongs to."""
    return boxes.context(seed, sealed.by, sealed.sitting, sealed.step, sealed.question, sealed.answer)


def to_bytes(changes: tuple[Change, ...]) -> bytes:
    """Return changes as they lie in a box."""
    return _ENCODER.encode(changes)


def names(changes: Iterable[Change]) -> frozenset[str]:
    """Return the names of all operations of some changes."""
    return frozenset(each.name for change in changes for each in change.operations())


def read(plain: bytes, sealed: Sealed, hands: Mapping[str, Whose]) -> Content | None:
    """Return what was in the box of a sealed answer; None when it is anything but that answer, given to be shared."""
    try:
        changes = _DECODER.decode(plain)
        sound = len(changes) <= _MOST_CHANGES and all(_belongs(each, sealed, hands) for each in changes)
        if not sound or to_bytes(changes) != plain:
            return None
        answer = _answer(changes)
    except (ValueError, TypeError, RecursionError, OverflowError):
        return None
    if answer is None or not shared(answer) or first_fault(answer) is not None:
        return None
    said = (answer.id, answer.by, answer.sitting, answer.step, answer.question)
    meant = (sealed.answer, sealed.by, sealed.sitting, sealed.step, sealed.question)
    return Content(changes, answer) if said == meant else None


def answer_of(entry: Entry | None) -> Answer | None:
    """Return the answer of which an entry tells; None when it was taken away, or is none."""
    document = None if entry is None else entry.document
    try:
        return None if document is None else from_document(Answer, document)
    except msgspec.ValidationError:
        return None


def shared(answer: Answer | None) -> bool:
    """Whether an answer was given to be shown to the other."""
    return answer is not None and answer.value is not None and answer.share in SHARED


def _belongs(change: Change, sealed: Sealed, hands: Mapping[str, Whose]) -> bool:
    whose = hands.get(change.device)
    return (
        (change.kind, change.record, change.by) == (_ANSWER, sealed.answer, sealed.by)
        and not change.gone
        and change.sequence >= 0
        and change.at.utcoffset() == timedelta(0)
        and (whose is None or whose.person == sealed.by)
    )


def _answer(changes: tuple[Change, ...]) -> Answer | None:
    entry: Entry | None = None
    for change in changes:
        entry = merged(entry, change)
    answer = answer_of(entry)
    return answer if answer is not None and entry is not None and to_document(answer) == entry.document else None


class Reliance:
    """What is believed of all that is held."""

    def __init__(self, held: Held) -> None:
        """Nothing is opened before it is asked for."""
        self.held = held
        self.sittings = {each.id: each for each in held.sittings}
        self.mine = {each.id: each for each in self._sealed(held.me)}
        mine = {each.box for each in self.mine.values()}
        theirs = (each for each in self._sealed(held.other) if self._sits(each) and each.box not in mine)
        self.theirs = {each.id: each for each in theirs if each.id not in self.mine}
        self.of_mine, self.of_theirs = _by_question(self.mine), _by_question(self.theirs)
        self.given = self._relied(held.me, self.mine, self.theirs)
        self.got = self._relied(held.other, self.theirs, self.mine)
        self._keys: dict[str, bytes | None] = {}
        self._contents: dict[str, Content | None] = {}

    # What is believed

    @cached_property
    def made_by_me(self) -> frozenset[str]:
        """The sealed answers and keys (ids) that are mine."""
        sealed = (made.record for made in self.held.sealed)
        released = (made.record for made in self.held.released)
        return frozenset(each.id for each in (*sealed, *released) if each.by == self.held.me)

    @cached_property
    def makers(self) -> dict[str, frozenset[str]]:
        """The machines that made a sealed answer."""
        hands = self.held.hands
        return {
            made.record.id: frozenset(hands[each].machine for each in made.hands if each in hands)
            for made in self.held.sealed
        }

    def _by(self, made: Made[R], person: str) -> bool:
        known = {self.held.hands[each].person for each in made.hands if each in self.held.hands}
        return made.record.by == person and known == {person} and all(each in self.held.hands for each in made.hands)

    def _sealed(self, person: str) -> Iterator[Sealed]:
        for made in self.held.sealed:
            sealed = made.record
            data = boxes.raw(sealed.box) if self._by(made, person) and len(sealed.id) == _ID else None
            if data is not None and boxes.fits(data):
                yield sealed

    def _sits(self, sealed: Sealed) -> bool:
        """Whether a sealed answer of the other belongs to a sitting of theirs, and to no answer of mine."""
        sitting, entry = self.sittings.get(sealed.sitting), self.held.answers.get(sealed.answer)
        return (
            sitting is not None
            and (sitting.by, sitting.step) == (sealed.by, sealed.step)
            and sealed.answer == f"{sealed.sitting}.{sealed.question}"
            and (entry is None or all(change.by == sealed.by for change in entry.changes))
        )

    def _relied(self, person: str, own: Mapping[str, Sealed], other: Mapping[str, Sealed]) -> list[Relied]:
        """Return what a person relied on, what was first in front."""
        found = []
        for made in self.held.released:
            released = made.record
            sealed, against = own.get(released.sealed), other.get(released.against)
            if (
                sealed is None
                or not self._by(made, person)
                or released.id != released_id(sealed.id, released.against)
            ):
                continue
            if against is None or (against.step, against.question) == (sealed.step, sealed.question):
                found.append((released.at, released.id, Relied(sealed, released.against)))
        return [relied for _, _, relied in sorted(found, key=lambda each: each[:2])]

    # Keys and what they open

    def key(self, sealed: Sealed) -> bytes | None:
        """Return the key of a sealed answer, if it is held here and is the one that was promised."""
        if sealed.id not in self._keys:
            box, where = boxes.raw(sealed.box) or b"", place(self.held.seed, sealed)
            candidates = self._candidates(sealed, where, box)
            fitting = (each for each in candidates if boxes.commitment(each, where, box) == sealed.id)
            self._keys[sealed.id] = next(fitting, None)
        return self._keys[sealed.id]

    def _candidates(self, sealed: Sealed, where: bytes, box: bytes) -> Iterator[bytes]:
        if sealed.by == self.held.me:
            yield boxes.key_of(self.held.secret, where, box)
            for_me = sealed.own.get(self.held.machine)
            own = None if for_me is None else boxes.unsealed(self.held.secret, for_me)
            yield from () if own is None else (own,)
        yield from self.keys_given(sealed)

    def keys_given(self, sealed: Sealed) -> list[bytes]:
        """Return all that its author gave as the key of a sealed answer, whether it fits or not."""
        given = (made for made in self._released_by_sealed.get(sealed.id, ()) if self._by(made, sealed.by))
        keys = (boxes.raw(made.record.key) or b"" for made in given)
        return [key if len(key) == boxes.KEY else bytes(boxes.KEY) for key in keys]

    @cached_property
    def _released_by_sealed(self) -> dict[str, list[Made[Released]]]:
        found = defaultdict(list)
        for made in self.held.released:
            found[made.record.sealed].append(made)
        return found

    def made_here(self, sealed: Sealed) -> bool:
        """Whether this machine made a sealed answer."""
        box, where = boxes.raw(sealed.box) or b"", place(self.held.seed, sealed)
        return boxes.commitment(boxes.key_of(self.held.secret, where, box), where, box) == sealed.id

    def content(self, sealed: Sealed) -> Content | None:
        """Return what is in a sealed answer; None when its key is not here, or what is in it is no such answer."""
        if sealed.id not in self._contents:
            key, box = self.key(sealed), boxes.raw(sealed.box)
            plain = None if key is None or box is None else boxes.opened(key, place(self.held.seed, sealed), box)
            self._contents[sealed.id] = None if plain is None else read(plain, sealed, self.held.hands)
        return self._contents[sealed.id]

    # Which sittings belong together

    @cached_property
    def bound(self) -> frozenset[tuple[str, str]]:
        """The pairs of sittings, mine first, that were relied on."""
        ours, theirs = self.mine_to, self.theirs_to
        return frozenset(
            {(theirs.get(y, x), y) for x, y in ours.items()} | {(x, ours.get(x, y)) for y, x in theirs.items()}
        )

    @cached_property
    def mine_to(self) -> dict[str, str]:
        """By each sitting of mine, the sitting of the other on which I relied with it."""
        return _first_sittings(self.given, self.theirs)

    @cached_property
    def theirs_to(self) -> dict[str, str]:
        """By each sitting of the other, the sitting of mine on which they relied with it."""
        return _first_sittings(self.got, self.mine)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """The pairs of sittings, mine first, between which keys are given."""
        taken = {each for pair in self.bound for each in pair} | self.mine_to.keys() | self.theirs_to.keys()
        mine, theirs = (self.newest(person) for person in (self.held.me, self.held.other))
        fresh = {(mine[step].id, theirs[step].id) for step in mine.keys() & theirs.keys()}
        return self.bound | {pair for pair in fresh if taken.isdisjoint(pair)}

    def newest(self, person: str) -> dict[str, Sitting]:
        """Return, by step, the newest sitting of a person that has not been opened."""
        unopened = (each for each in self.held.sittings if each.by == person and each.id not in self.opened)
        return {each.step: each for each in sorted(unopened, key=lambda each: (each.at, each.id))}

    @cached_property
    def opened(self) -> frozenset[str]:
        """The sittings (ids) that were opened, by openings that count."""
        return frozenset(each for opening in self.held.openings if self.counts(opening) for each in opening.sittings)

    def counts(self, opening: Opening) -> bool:
        """Whether an opening is of two sittings that belong together; whoever made it."""
        ids = set(opening.sittings)
        if ids & (self.mine_to.keys() | self.theirs_to.keys() | {each for pair in self.bound for each in pair}):
            return any(set(pair) == ids for pair in self.bound)
        sealed = {each.sitting for each in (*self.mine.values(), *self.theirs.values())}
        return ids.isdisjoint(sealed) or any(set(pair) == ids for pair in self.held.wished)

    def my_choice(self, pair: tuple[str, str], question: str) -> Choice | None:
        """Return on what I relied first for a question; None when I have not given a key yet."""
        return self._choice(self.given_by_question, pair, question, self.theirs)

    def their_choice(self, pair: tuple[str, str], question: str) -> Choice | None:
        """Return on what the other relied first for a question; None when they have not given a key yet."""
        return self._choice(self._got_by_question, (pair[1], pair[0]), question, self.mine)

    @cached_property
    def given_by_question(self) -> "ByQuestion":
        """On what I relied, by either sitting and the question."""
        return _relied_by_question(self.given, self.theirs)

    @cached_property
    def _got_by_question(self) -> "ByQuestion":
        return _relied_by_question(self.got, self.mine)

    def _choice(
        self, relied: "ByQuestion", pair: tuple[str, str], question: str, other: Mapping[str, Sealed]
    ) -> Choice | None:
        own, meant = pair
        found = [*relied.get((own, question), ())[:1], *relied.get((meant, question), ())[:1]]
        if not found:
            return None
        _, first = min(found, key=lambda each: each[0])
        against = other.get(first.against)
        fits = against is not None and against.sitting == meant
        return Choice(against if fits else None, against is None and first.against not in self.held.withdrawn)


ByQuestion = dict[tuple[str, str], list[tuple[int, Relied]]]
"""What somebody relied on, by a sitting and a question, with its turn, what was first in front."""


def _relied_by_question(relied: Iterable[Relied], other: Mapping[str, Sealed]) -> ByQuestion:
    found: ByQuestion = defaultdict(list)
    for turn, each in enumerate(relied):
        found[each.own.sitting, each.own.question].append((turn, each))
        if each.against in other:
            found[other[each.against].sitting, each.own.question].append((turn, each))
    return found


def released_id(sealed: str, against: str) -> str:
    """Return the id of the record that gives the key of `sealed` to whoever sealed `against`."""
    from hashlib import blake2b

    return blake2b(boxes.context(sealed, against), digest_size=16, person=b"nearer released").hexdigest()


def _by_question(sealed: Mapping[str, Sealed]) -> dict[tuple[str, str], list[Sealed]]:
    """Return sealed answers by sitting and question, the newest last."""
    found = defaultdict(list)
    for each in sorted(sealed.values(), key=lambda each: (each.at, each.id)):
        found[each.sitting, each.question].append(each)
    return found


def _first_sittings(relied: Iterable[Relied], other: Mapping[str, Sealed]) -> dict[str, str]:
    found: dict[str, str] = {}
    for own, against in relied:
        if against in other:
            found.setdefault(own.sitting, other[against].sitting)
    return found
