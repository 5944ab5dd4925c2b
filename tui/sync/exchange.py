"""One exchange with the folder: read what is there, say what is new, put back what is lost. Any order, any number.

It is made in two halves, so that in between a machine can do what follows from what it has read.
"""

from enum import StrEnum
from hashlib import blake2b

import msgspec
from msgspec.structs import replace

from tui.sync.inbox import Inbox, Progress
from tui.sync.keys import name_of
from tui.sync.outbox import Outbox
from tui.sync.parts import Parts
from tui.sync.roster import Circle
from tui.sync.segment import RefusedError, read
from tui.sync.wire import Member, unwired


class Equal(StrEnum):
    """Whether all machines hold the same, as far as this one can prove it."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """Changes of a machine of which others know, and which have not arrived here."""

    machine: str
    label: str
    person: str


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What an exchange has done, and how things stand after it.

    `refused` says by name why files are not believed; `unfit` counts changes that no other machine would believe.
    """

    sent: int = 0
    received: int = 0
    refused: dict[str, str] = {}
    not_here_yet: int = 0
    unfit: int = 0
    missing: tuple[Missing, ...] = ()
    digest: bytes = b""
    equal: Equal = Equal.UNKNOWN
    taking_part: bool = True


class Exchange:
    """Exchanges with the folder once. Raises `FolderError` when that cannot be read or written, `StoreError`."""

    def __init__(self, parts: Parts, progress: Progress = lambda _done, _all: None) -> None:
        """`parts` are made anew for each exchange, by the only process that is at it."""
        self._parts = parts
        self._inbox = Inbox(parts, progress)
        self._outbox = Outbox(parts)

    @property
    def circle(self) -> Circle:
        """What is known of the circle now."""
        return self._parts.circle

    @property
    def noted(self) -> bytes:
        """What was remembered of the records when all was last said."""
        return self._parts.index.noted

    @property
    def sent_upto(self) -> int:
        """Up to which number the changes of this machine have gone out."""
        return self._parts.index.highest(self._parts.circle.me)

    def receive(self) -> None:
        """Take in what the folder holds."""
        self._begin()
        try:
            self._inbox.take_all()
        finally:
            self._parts.save_circle()

    def send(self) -> Outcome:
        """Say what is new, put back what is lost, and return how things stand."""
        parts, outbox = self._parts, self._outbox
        parts.records.begin(parts.index.noted, parts.index.telling())
        if _has_lost_something(parts):
            _take_in_again(parts)
            parts.records.begin(parts.index.noted, parts.index.telling())
        if not parts.circle.taking_part:
            parts.save()
            return replace(self.outcome(), taking_part=False)
        outbox.say_all()
        parts.circle = replace(parts.circle, sequence=parts.records.sequence)
        parts.save()
        try:
            erasures = parts.records.erasures()
            fresh = erasures.keys() - parts.index.erased
            if fresh:
                outbox.without({each: erasures[each] for each in fresh})
            outbox.put_back()
            outbox.pack()
            outbox.note()
            outbox.clear()
            outbox.look_again()
            again = dict.fromkeys((each.kind, each.record) for each in outbox.unfit)
            parts.index.noted = parts.records.noted(parts.index.highest(parts.circle.me), tuple(again))
        finally:
            parts.save()
        return self.outcome()

    def outcome(self) -> Outcome:
        """Return how things stand now."""
        parts = self._parts
        digest = parts.records.digest()
        return Outcome(
            sent=self._outbox.sent,
            received=self._inbox.received,
            refused=parts.index.refused(),
            not_here_yet=self._inbox.not_here_yet,
            unfit=len(self._outbox.unfit),
            missing=tuple(map(_missing, missing(parts))),
            digest=digest,
            equal=equal(parts.circle, digest),
        )

    def _begin(self) -> None:
        """Notice when the records are older than they were: then all that is in the mirror is taken in again."""
        parts = self._parts
        circle, hand = parts.circle, parts.records.hand
        put_back = circle.hands[-1:] != (hand,) or parts.records.sequence < circle.sequence
        if circle.hands[-1:] != (hand,):
            # a copy that was put back twice between two exchanges leaves a hand that was never heard of
            unheard = (each for each in parts.records.hands(circle.person) if circle.writer(each) is None)
            before = dict.fromkeys((*circle.hands, *sorted(unheard)))
            parts.circle = replace(circle, hands=(*(each for each in before if each != hand), hand))
        if put_back and circle.number:
            _take_in_again(parts)


def _has_lost_something(parts: Parts) -> bool:
    """Whether the records differ from another machine's though both have all files: once for each such state.

    It may be this machine, of whose journal a part was damaged, or that one.
    """
    circle, digest = parts.circle, parts.records.digest()
    mine = parts.index.highest(circle.me)
    heard = [circle.heard.get(name_of(each.public).hex()) for each in circle.others]
    other = {each.digest for each in heard if each is not None and each.known.get(circle.me.hex(), 0) >= mine}
    if other <= {digest} or parts.records.sequence > mine or missing(parts):
        return False
    state = blake2b(b"".join((digest, *sorted(other))), digest_size=16).digest()
    before, parts.index.compared = parts.index.compared, state
    return state != before


def _take_in_again(parts: Parts) -> None:
    for file in sorted(parts.index.files):
        try:
            body = read(parts.mirror.read(file) or b"", parts.circle).body
        except RefusedError:
            continue
        parts.records.take_in([unwired(each) for each in body.changes])


def missing(parts: Parts) -> list[Member]:
    """Return the machines of which others know more than this one does."""
    known: dict[str, int] = {}
    present = {name_of(each.public).hex() for each in parts.circle.present}
    for heard in (each for who, each in parts.circle.heard.items() if who in present):
        for machine, upto in heard.known.items():
            known[machine] = max(known.get(machine, 0), upto)
    names = {name_of(each.public): each for each in parts.circle.members}
    return [each for name, each in names.items() if known.get(name.hex(), 0) > parts.index.upto(name)]


def equal(circle: Circle, digest: bytes) -> Equal:
    """Return whether all machines that take part hold the same as this one, by what they said last."""
    others = [circle.heard.get(name_of(each.public).hex()) for each in circle.others]
    if not others or any(each is None for each in others):
        return Equal.UNKNOWN
    return Equal.YES if all(each is not None and each.digest == digest for each in others) else Equal.NO


def _missing(member: Member) -> Missing:
    return Missing(machine=name_of(member.public).hex(), label=member.label, person=member.person)
