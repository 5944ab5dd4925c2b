"""Who takes part, and with which keys: what this machine knows of the circle, kept on it alone.

The circle is a set of statements that only grows: machines are admitted, machines are removed, and files of removed
machines are vouched for. So it does not matter in which order they are heard.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from tui.core.text import one_line
from tui.sync.keys import EPOCH, KEY, Epoch, MachineKey, is_key, name_of
from tui.sync.wire import Body, Member

MOST_MACHINES = 6
"""So many machines take part at most, of both people together."""

MOST_MEMBERS = 64
"""So many machines can ever have taken part."""

_NUMBER = 4
_LONGEST = 200
_MOST_HANDS = 1000


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """How far a machine had come when it wrote the newest of its files that is known here."""

    number: int
    digest: bytes
    known: dict[str, int] = {}


class Circle(msgspec.Struct, frozen=True, kw_only=True):
    """What this machine keeps of the circle.

    `folder` is where it exchanges, on the drive that is mounted at `mount`. `seed` makes its key, and `person` is
    whose machine it is. `hands` are the names under which changes were written here, the present one last, and
    `sequence` is the number that they had reached when they were last looked at. `number` counts its files,
    `previous` names the last; `said` is a hash of how far it had come then, and `note` the file that says so, where
    it says nothing else. `removed` and all names are hexadecimal. `to_say` are statements that are not written yet.
    `writers` says on which machine a hand writes, as it was heard.

    No epoch with a number up to `closed` is written in any more: a machine that was removed may have its key. When it
    is `unsure`, files of this machine came back to it from the folder: so it may be an older copy of itself, and what
    was written since may bear numbers of which others were told already. `last` is the newest of its files that stay.
    `let_in` are machines of this person, each after the one of the same person that let it in.
    """

    folder: str
    seed: bytes
    person: str
    members: tuple[Member, ...]
    mount: str = ""
    removed: frozenset[str] = frozenset()
    vouched: frozenset[str] = frozenset()
    epochs: tuple[Epoch, ...] = ()
    hands: tuple[str, ...] = ()
    sequence: int = 0
    number: int = 0
    previous: bytes = b""
    note: str = ""
    said: bytes = b""
    heard: dict[str, Heard] = {}
    writers: dict[str, str] = {}
    to_say: Body = Body(number=0)
    closed: int = 0
    unsure: bool = False
    last: str = ""
    let_in: frozenset[tuple[str, str]] = frozenset()

    @property
    def key(self) -> MachineKey:
        """This machine's key."""
        return _key_of(self.seed)

    @property
    def me(self) -> bytes:
        """This machine's name."""
        return self.key.name

    @property
    def present(self) -> tuple[Member, ...]:
        """The machines that take part now, in the order of their names."""
        return tuple(each for each in self.members if name_of(each.public).hex() not in self.removed)

    @property
    def others(self) -> tuple[Member, ...]:
        """Those but this one."""
        return tuple(each for each in self.present if name_of(each.public) != self.me)

    @property
    def taking_part(self) -> bool:
        """Whether this machine has not been removed."""
        return self.me.hex() not in self.removed

    @property
    def own(self) -> frozenset[str]:
        """The machines of this person, this one too, by the word of their own machines and not of the other's."""
        found = {self.me.hex()}
        while more := {new for by, new in self.let_in if by in found} - found:
            found |= more
        return frozenset(found)

    def is_own(self, member: Member) -> bool:
        """Whether a machine is one of `own`: only those are trusted with what is this person's alone."""
        return member.person == self.person and name_of(member.public).hex() in self.own

    def member(self, machine: bytes) -> Member | None:
        """Return a machine that takes part, or once did."""
        return next((each for each in self.members if name_of(each.public) == machine), None)

    def writer(self, hand: str) -> Member | None:
        """Return the machine on which a hand writes, as was said when it was admitted, or as it has been heard."""
        if hand in self.hands:
            return self.member(self.me)
        told = next((each for each in self.members if hand in each.hands and not each.founder), None)
        heard = self.writers.get(hand)
        if told is None and heard is not None:
            told = self.member(bytes.fromhex(heard))
        return told or next((each for each in self.members if hand in each.hands), None)

    # What a file may be read with

    def public(self, machine: bytes) -> bytes | None:
        """Return the public key of a machine that takes part, or took part; None of a stranger."""
        member = self.member(machine)
        return None if member is None else member.public

    def epoch(self, name: bytes, boxes: Mapping[bytes, bytes]) -> Epoch | None:
        """Return an epoch, whose key may come in one of `boxes`; None when it is not known."""
        known = next((each for each in self.epochs if each.name == name), None)
        if known is not None:
            return known
        if number_of_name(name) > max(map(number_of, self.epochs), default=0) + MOST_MEMBERS:
            return None  # each is one later than those before; a leap would leave no room for later ones
        box = boxes.get(self.me)
        key = None if box is None else self.key.open(box)
        return (
            Epoch(name=name, key=key, machines=tuple(sorted(boxes))) if key is not None and len(key) == KEY else None
        )

    # Which key to write with

    @property
    def current(self) -> Epoch | None:
        """The newest epoch whose key no removed machine has; None when there is none."""
        gone = {bytes.fromhex(each) for each in self.removed}
        later = (each for each in self.epochs if number_of(each) > self.closed)
        return max((each for each in later if gone.isdisjoint(each.machines)), key=_age, default=None)

    @property
    def lacking(self) -> tuple[Epoch, ...]:
        """The epochs whose key a machine lacks that takes part."""
        names = {name_of(each.public) for each in self.present}
        return tuple(each for each in self.epochs if not names.issubset(each.machines))

    def having(self, epoch: Epoch) -> dict[bytes, bytes]:
        """Return the public keys, by name, of all who take part, and of those who had the key of an epoch before."""
        names = {name_of(each.public) for each in self.present} | {*epoch.machines}
        return {name_of(each.public): each.public for each in self.members if name_of(each.public) in names}

    def with_new_epoch(self, random: bytes) -> "Circle":
        """Return the circle with a new epoch for all that take part now; `random` are 36 bytes."""
        number = max(map(number_of, self.epochs), default=0) + 1
        name = number.to_bytes(_NUMBER, "big") + random[: EPOCH - _NUMBER]
        machines = tuple(sorted(name_of(each.public) for each in self.present))
        epoch = Epoch(name=name, key=random[-KEY:], machines=machines)
        return replace(self, epochs=(*self.epochs, epoch))

    # Statements

    def with_statements(self, body: Body, epoch: Epoch, boxes: tuple[bytes, ...] = (), by: bytes = b"") -> "Circle":
        """Return the circle after what a file of this epoch states, in which its key was for the machines in `boxes`.

        `by` is the machine that states it. What cannot be is left out.
        """
        circle = self.with_epoch(epoch, boxes).with_let_in(by, body.admits)
        for member in body.admits:
            circle = circle.with_member(member, epoch)
        removed = circle.removed | {each.hex() for each in body.removes}
        vouched = circle.vouched | {each.hex() for each in body.vouches}
        if (removed, vouched) == (circle.removed, circle.vouched):
            return circle
        closed = circle.closed if removed == circle.removed else max(circle.closed, number_of(epoch))
        return replace(circle, removed=removed, vouched=vouched, closed=closed)

    def with_let_in(self, by: bytes, members: Iterable[Member]) -> "Circle":
        """Return the circle with who let in machines of this person, as far as it was one of the same person."""
        told = self.member(by)
        if told is None or told.person != self.person:
            return self
        more = {(by.hex(), name_of(each.public).hex()) for each in members if each.person == self.person}
        return self if more <= self.let_in else replace(self, let_in=self.let_in | more)

    def with_epoch(self, epoch: Epoch, boxes: tuple[bytes, ...] = ()) -> "Circle":
        """Return the circle with one more key, which the machines in `boxes` have too."""
        known = next((each for each in self.epochs if each.name == epoch.name), None)
        if known is not None and {*boxes}.issubset(known.machines):
            return self
        there = known or epoch
        there = replace(there, machines=tuple(sorted({*there.machines, *boxes})))
        return replace(self, epochs=(*(each for each in self.epochs if each is not known), there))

    def hearing(self, machine: bytes, body: Body) -> "Circle":
        """Return the circle with how far a machine says that it has come, unless something newer is known of it."""
        if not body.number:
            return self
        if machine == self.me:
            newer = body.number > self.number
            return replace(self, number=body.number, said=b"") if newer else self
        before = self.heard.get(machine.hex())
        if before is not None and before.number >= body.number:
            return self
        known = {each.hex(): upto for each, upto in body.known}
        heard = Heard(number=body.number, digest=body.digest, known=known)
        return replace(self, heard={**self.heard, machine.hex(): heard})

    def with_member(self, member: Member, epoch: Epoch | None = None) -> "Circle":
        """Return the circle with one more machine, which was given the keys up to this epoch."""
        name = name_of(member.public)
        circle = self
        if circle.member(name) is None and not _can_be(member):
            return self
        if circle.member(name) is None and len(circle.members) < MOST_MEMBERS:
            known = replace(member, label=one_line(member.label), founder=False)
            members = sorted((*circle.members, known), key=lambda each: name_of(each.public))
            circle = replace(circle, members=tuple(members))
        upto = _age(epoch) if epoch is not None else max(map(_age, circle.epochs), default=b"")
        epochs = tuple(_with(each, name) if _age(each) <= upto else each for each in circle.epochs)
        return circle if epochs == circle.epochs else replace(circle, epochs=epochs)

    @property
    def statements(self) -> Body:
        """All that this machine knows of who takes part, to be said once more; of its person only what is sure."""
        own = self.own
        admits = tuple(
            each
            for each in self.members
            if not each.founder
            and name_of(each.public) != self.me
            and (each.person != self.person or name_of(each.public).hex() in own)
        )
        removes, vouches = (tuple(map(bytes.fromhex, sorted(each))) for each in (self.removed, self.vouched))
        return Body(number=0, admits=admits, removes=removes, vouches=vouches)

    def saying(self, body: Body) -> "Circle":
        """Return the circle with statements that are to be written with the next file."""
        there = self.to_say
        both = replace(
            there,
            admits=(*there.admits, *(each for each in body.admits if each not in there.admits)),
            removes=_joined(there.removes, body.removes),
            vouches=_joined(there.vouches, body.vouches),
            replaces=_joined(there.replaces, body.replaces),
        )
        return replace(self, to_say=both, vouched=self.vouched | {each.hex() for each in body.vouches})


class Welcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a machine is told when it is admitted: all who take part or did, the keys, and whose machine it is.

    `people` are the ids of the two; `own` are the machines of the same person, if one of them tells this.
    """

    person: str
    people: tuple[str, ...]
    members: tuple[Member, ...]
    removed: frozenset[str]
    vouched: frozenset[str]
    epochs: tuple[Epoch, ...]
    own: frozenset[str] = frozenset()


def founded(folder: str, seed: bytes, person: str, label: str, hands: Iterable[str], random: bytes) -> Circle:
    """Return a circle that begins with this machine; `random` are 36 bytes."""
    member = Member(public=MachineKey(seed).public, person=person, label=label, hands=tuple(hands), founder=True)
    circle = Circle(folder=folder, seed=seed, person=person, members=(member,), hands=member.hands)
    return circle.with_new_epoch(random)


def admitted(circle: Circle, member: Member, people: tuple[str, ...]) -> tuple[Circle, Welcome]:
    """Return the circle with one more machine, and what that one is told."""
    after = circle.with_member(member).with_let_in(circle.me, (member,)).saying(Body(number=0, admits=(member,)))
    told = Welcome(
        person=member.person,
        people=people,
        members=after.members,
        removed=after.removed,
        vouched=after.vouched,
        epochs=after.epochs,
        own=circle.own if member.person == circle.person else frozenset(),
    )
    return after, told


def joined(folder: str, seed: bytes, told: Welcome, hands: Iterable[str]) -> Circle:
    """Return the circle as it begins on a machine that was admitted."""
    return Circle(
        folder=folder,
        seed=seed,
        person=told.person,
        members=told.members,
        removed=told.removed,
        vouched=told.vouched,
        epochs=told.epochs,
        hands=tuple(hands),
        let_in=frozenset((MachineKey(seed).name.hex(), each) for each in told.own),
    )


def removing(circle: Circle, machine: bytes, files: Iterable[str]) -> Circle:
    """Return the circle without a machine of which these `files` were taken in here."""
    statement = Body(number=0, removes=(machine,), vouches=tuple(bytes.fromhex(each) for each in files))
    closed = max(map(number_of, circle.epochs), default=0)
    removed, vouched = circle.removed | {machine.hex()}, circle.vouched | frozenset(files)
    return replace(circle, removed=removed, vouched=vouched, closed=closed).saying(statement)


def number_of(epoch: Epoch) -> int:
    """Return the number of an epoch: a later one has a higher one."""
    return number_of_name(epoch.name)


def number_of_name(name: bytes) -> int:
    """Return the number of an epoch with this name."""
    return int.from_bytes(name[:_NUMBER], "big")


@lru_cache(maxsize=8)
def _key_of(seed: bytes) -> MachineKey:
    return MachineKey(seed)


def _can_be(member: Member) -> bool:
    """Whether a machine is one that can take part: whoever states otherwise could keep all others from writing."""
    names = (member.person, *member.hands)
    sound = all(len(each) <= _LONGEST and one_line(each) == each for each in names)
    return sound and len(names) <= _MOST_HANDS and is_key(member.public)


def _age(epoch: Epoch) -> bytes:
    return epoch.name


def _with(epoch: Epoch, machine: bytes) -> Epoch:
    return epoch if machine in epoch.machines else replace(epoch, machines=tuple(sorted((*epoch.machines, machine))))


def _joined(there: tuple[bytes, ...], more: tuple[bytes, ...]) -> tuple[bytes, ...]:
    return (*there, *(each for each in more if each not in there))
