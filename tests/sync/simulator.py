"""Machines of two people, a bad carrier between their copies of the folder, and all that goes wrong, by a seed.

A story is a list of acts. Each is told by plain numbers and can be left out without changing what the others mean, so
that a story that ends badly can be made short.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import NamedTuple, cast
from unittest import mock

from msgspec.structs import replace

from tests.sync import contents, intruders
from tests.sync.carriers import Copy, MemoryFolder, MemoryMirror, carry, conflict_name, forget_some, joined, roll_back
from tests.sync.machines import Machine, MemoryRecords, Name, founder, join
from tui.core.changes import REMOVAL, Change
from tui.core.errors import StoreError
from tui.core.merging import Entry
from tui.core.merging import merged as truly_merged
from tui.sync import inbox, outbox, segment, wire
from tui.sync.exchange import Equal, Exchange, Outcome
from tui.sync.keys import file_name
from tui.sync.ports import SUFFIX, FolderError, Signature, Unsent
from tui.sync.roster import MOST_MACHINES, Circle, removing
from tui.sync.segment import RefusedError
from tui.sync.wire import unpacked, unwired

PACK = 4
SMALL_BODY = 32 * 1024
NEVER_QUIET = "it never becomes quiet"

SEEDS = 720
"""So many stories are always played."""

ROUNDS = 12
"""So many rounds of exchanges over a good carrier are enough."""


class Act(NamedTuple):
    """Something that happens: `what`, to the machine `who` (and the `other`), by the chance of `seed`."""

    what: str
    who: int
    other: int
    seed: int


class Story(NamedTuple):
    """How many machines there are at first, and what happens; `seed` is that of the rest."""

    seed: int
    machines: int
    acts: tuple[Act, ...]

    def __str__(self) -> str:
        lines = "".join(f"        Act{tuple(each)!r},\n" for each in self.acts)
        return f"Story(\n    {self.seed},\n    {self.machines},\n    (\n{lines}    ),\n)"


class KilledError(Exception):
    """The window was ended from outside."""


WEIGHTS: Mapping[str, int] = {
    "create": 10, "edit": 14, "edit_the_same": 8, "remove": 3, "erase": 3, "private": 2, "speak_for_both": 2,
    "exchange": 40, "carry": 40, "carry_well": 16, "lose": 3, "empty": 2, "roll_back": 3, "gone": 2, "full": 2,
    "home_full": 2, "junk": 5, "replay": 3, "rename": 3, "impersonate": 3, "forge": 3, "lie": 4, "overwrite": 2,
    "clock": 3, "keep_backup": 3, "restore_home": 3, "restore_records": 2, "lose_mirror": 2, "lose_index": 2,
    "two_windows": 5, "kill": 9, "admit": 2, "remove_machine": 2, "remove_two": 1, "update": 2, "wait": 1,
}  # fmt: skip
"""What happens, and how often."""


THEMES: tuple[tuple[str, ...], ...] = (
    (),
    ("admit", "remove_machine", "remove_two", "create"),
    ("junk", "replay", "rename", "impersonate", "forge", "lie", "overwrite"),
    (
        "kill",
        "two_windows",
        "restore_home",
        "restore_records",
        "keep_backup",
        "lose_mirror",
        "lose_index",
        "home_full",
    ),
    ("edit_the_same", "remove", "erase", "edit", "clock", "restore_records"),
    ("lose", "empty", "roll_back", "gone", "full", "update"),
)
"""What happens more often in some stories than in others."""


def story(seed: int) -> Story:
    """Return the story of a seed: mostly short, with few machines, and with something that happens more often."""
    random = Random(seed)
    theme = THEMES[seed % len(THEMES)]
    large = seed % 32 == 31
    machines = random.randint(3, 5) if large or "admit" in theme else random.choice([2, 2, 2, 3])
    count = random.randint(50, 80) if large else random.randint(12, 36)
    weights = [weight * ((10 if weight < 6 else 2) if what in theme else 1) for what, weight in WEIGHTS.items()]
    happens = random.choices(list(WEIGHTS), weights, k=count)
    acts = (Act(what, random.randrange(60), random.randrange(60), random.randrange(10**6)) for what in happens)
    return Story(seed, machines, tuple(acts))


# What ends a window, and what watches over what is written


@dataclass
class Fuse:
    """Ends what is under way before its n-th step, each write being two: it may have happened or not."""

    left: int = -1
    full: bool = False
    blown: bool = False

    def burn(self, write: Callable[[], None]) -> None:
        self._step()
        write()
        self._step()

    def _step(self) -> None:
        if self.blown:
            raise KilledError
        if self.left == 0:
            self.left = -1
            if self.full:
                raise StoreError("disk_full", path="home")
            self.blown = True
            raise KilledError
        self.left -= self.left > 0


@dataclass
class Watched:
    """A copy of the folder through which a machine looks: what it writes is looked at, and may be its last."""

    copy: Copy
    world: "World"
    machine: "Home"
    writes: int = 0

    def files(self) -> Mapping[str, Signature]:
        return self.copy.files()

    def read(self, name: str, most: int) -> bytes | None:
        return self.copy.read(name, most)

    def write(self, name: str, data: bytes) -> None:
        self.writes += 1
        self.world.look_at_bytes(self.machine, name, data)
        self.machine.fuse.burn(lambda: self.copy.write(name, data))

    def remove(self, name: str) -> None:
        self.writes += 1
        self.machine.fuse.burn(lambda: self.copy.remove(name))


@dataclass
class WatchedMirror(MemoryMirror):
    fuse: Fuse = field(default_factory=Fuse)
    look: Callable[[bytes], None] = lambda _data: None

    def add(self, file: str, data: bytes) -> None:
        self.look(data)
        self.fuse.burn(lambda: MemoryMirror.add(self, file, data))

    def drop(self, file: str) -> None:
        self.fuse.burn(lambda: MemoryMirror.drop(self, file))

    def keep_index(self, data: bytes) -> None:
        self.fuse.burn(lambda: MemoryMirror.keep_index(self, data))


@dataclass
class WatchedRecords(MemoryRecords):
    """`told` are the names of all operations that this machine ever made or heard; `private` is never sent."""

    fuse: Fuse = field(default_factory=Fuse)
    told: set[str] = field(default_factory=set)
    private: set[Name] = field(default_factory=set)
    known: Mapping[str, tuple[Change, str]] = field(default_factory=dict)

    def take_in(self, changes: Sequence[Change]) -> int:
        names = {each.name for change in changes for each in change.operations()}
        foreign = [name for name in names if name not in self.known]
        assert not foreign, f"something foreign got in: {changes}"
        taken: list[int] = []
        self.fuse.burn(lambda: taken.append(super(WatchedRecords, self).take_in(changes)))
        self.told |= names
        return sum(taken)

    def unsent(self, hands: frozenset[str], after: int) -> Unsent:
        changes, upto = super().unsent(hands, after)
        return Unsent([each for each in changes if (each.kind, each.record) not in self.private], upto)

    def state(self) -> dict[Name, object]:
        return {name: told for name, told in super().state().items() if name not in self.private}

    def all(self) -> dict[Name, object]:
        """Return all that can be known of all records, also of those that were removed."""
        shared = {name: each for name, each in self.entries.items() if name not in self.private}
        return seen(shared)


@dataclass
class Home(Machine):
    """A machine with everything that may happen to it."""

    fuse: Fuse = field(default_factory=Fuse)
    format: int = 1
    locked: bool = False
    backup: "Backup | None" = None

    def keep(self, circle: Circle) -> None:
        self.fuse.burn(lambda: Machine.keep(self, circle))

    @property
    def known(self) -> Circle:
        return cast("Circle", self.kept)

    @property
    def store(self) -> WatchedRecords:
        return cast("WatchedRecords", self.records)

    @property
    def copy(self) -> Copy:
        return cast("Watched", self.folder).copy


class Backup(NamedTuple):
    """A home as it once was."""

    entries: dict[Name, Entry]
    sequence: int
    told: frozenset[str]
    private: frozenset[Name]
    mirror: dict[str, bytes]
    noted: bytes | None
    circle: Circle
    hand: str


def seen(entries: Mapping[Name, Entry]) -> dict[Name, object]:
    """Return all that can be seen of the records of which something holds; of one that was erased, only that."""
    return {
        name: "erased"
        if any(each.erases for each in entry.changes)
        else (entry.document, entry.all_names(), sorted(entry.several()))
        for name, entry in entries.items()
        if entry.changes
    }


# The world


class World:
    """The machines, and all that is true of them."""

    def __init__(self, told: Story) -> None:
        self.random = Random(told.seed)
        self.made: dict[str, tuple[Change, str]] = {}
        self.machines: list[Home] = []
        self.to_go: set[int] = set()
        self.newer: set[str] = set()
        self.count = 0
        self.said: set[str] = set()
        self._found(told.machines)

    def _found(self, count: int) -> None:
        first = self._home(founder(cast("MemoryFolder", None), seed=1))
        self.say(first, "person", "ana", {"name": "canary Ana", "zone": "UTC", "seat": 0})
        self.say(first, "person", "ben", {"name": "canary Ben", "zone": "UTC", "seat": 1}, by="ben")
        self.say(first, "agreement", "a1", {"text": "canary phones away", "source": "", "let_go": False})
        for number in range(1, count):
            self._admit_by(first, "ben" if number == 1 else self.random.choice(["ana", "ben"]))
        if self.random.random() < 0.6:
            self._agree()

    def _agree(self) -> None:
        """Let all have heard of one another."""
        for home in (*self.machines, *self.machines):
            for other in self.machines:
                if other is not home:
                    carry(other.copy, home.copy, self.random, badly=0)
            self.exchange(home)

    def _home(self, plain: Machine) -> Home:
        """Return a machine as one to which things may happen."""
        fuse = Fuse()
        records = WatchedRecords(plain.records.hand, fuse=fuse, known=self.made)
        home = Home(plain.person, records, plain.folder, plain.random, fuse=fuse, kept=plain.kept)
        home.mirror = WatchedMirror(fuse=fuse, look=lambda data: self.look_at_key(home, data))
        home.folder = cast("MemoryFolder", Watched(Copy(), self, home))
        self.machines.append(home)
        return home

    def _admit_by(self, host: Home, person: str) -> None:
        self._home(join(host, cast("MemoryFolder", None), person=person, seed=len(self.machines) + 1))

    def play(self, act: Act) -> None:
        """Let something happen."""
        home = self.machines[act.who % len(self.machines)]
        other = self.machines[act.other % len(self.machines)]
        getattr(self, f"_{act.what}")(home, other, Random(act.seed))

    # People write

    def say(self, home: Home, kind: str, record: str, fields: dict[str, object], **how: object) -> None:
        change = home.write(kind, record, fields, **how)  # type: ignore[arg-type]  # as `write` has them
        for operation in change.operations():
            self.made[operation.name] = change, operation.field
            home.store.told.add(operation.name)

    def _create(self, home: Home, _other: Home, random: Random) -> None:
        kind, fields = contents.fresh(random)
        self.count += 1
        record = home.person if kind == "busy_time" else "both" if kind == "couple" else f"r{self.count}"
        held = home.records.held(kind, record)
        if held is None or kind not in contents.OWN or held["by"] == home.person:
            self.say(home, kind, record, fields if held is None else contents.change(kind, dict(held), random))

    def _private(self, home: Home, _other: Home, random: Random) -> None:
        self.count += 1
        record = f"p{self.count}"
        home.store.private.add(("small_step", record))
        self.say(home, "small_step", record, {"when": contents.text(random), "then": "canary", "share": "private"})

    def _speak_for_both(self, home: Home, _other: Home, random: Random) -> None:
        if home is self.machines[0]:
            self.count += 1
            self.say(home, "did", f"r{self.count}", {"text": contents.text(random)}, by=random.choice(["ana", "ben"]))

    def _editable(self, home: Home) -> list[Name]:
        mine = ((name, each.document) for name, each in home.records.entries.items() if name[0] != "person")
        return sorted(
            name
            for name, held in mine
            if held is not None and (name[0] not in contents.OWN or held.get("by") == home.person)
        )

    def _edit(self, home: Home, _other: Home, random: Random) -> None:
        names = [each for each in self._editable(home) if each[0] not in contents.NEVER_CHANGED]
        if names:
            self._edit_one(home, random.choice(names), random)

    def _edit_one(self, home: Home, name: Name, random: Random) -> None:
        fields = contents.change(name[0], dict(home.records.held(*name) or {}), random)
        if fields:
            self.say(home, *name, fields)

    def _edit_the_same(self, home: Home, other: Home, random: Random) -> None:
        """Two change the same without having seen each other's, or one takes away what the other changes."""
        both = sorted({*self._editable(home)} & {*self._editable(other)} - {*home.store.private})
        both = [each for each in both if each[0] not in contents.NEVER_CHANGED]
        if both:
            name = random.choice(both)
            self._edit_one(home, name, random)
            if random.random() < 0.3:
                self.say(other, *name, {}, gone=True)
            else:
                self._edit_one(other, name, random)

    def _remove(self, home: Home, _other: Home, random: Random, *, erases: bool = False) -> None:
        names = [each for each in self._editable(home) if not (erases and each[0] in {"busy_time", "couple"})]
        if names:
            name = random.choice(names)
            self.say(home, *name, {}, gone=True, erases=erases)
            if not erases and random.random() < 0.2 and name[0] in {"agreement", "small_step"}:
                self.say(home, *name, {"text": "canary anew"} if name[0] == "agreement" else {"then": "canary anew"})

    def _erase(self, home: Home, other: Home, random: Random) -> None:
        self._remove(home, other, random, erases=True)

    # Machines exchange

    def exchange(self, home: Home, between: Callable[[], None] = lambda: None) -> Outcome | None:
        """Exchange once, as one window of this home; return what it said, unless it was stopped."""
        if home.locked:
            return None
        home.locked = True
        try:
            with mock.patch.object(segment, "FORMAT", home.format):
                one = Exchange(home.parts())
                one.receive()
                between()
                return one.send()
        except (FolderError, StoreError, KilledError):
            return None
        finally:
            home.locked = False
            home.fuse.left, home.fuse.blown, home.fuse.full = -1, False, False

    def _exchange(self, home: Home, _other: Home, _random: Random) -> None:
        self.exchange(home)

    def _two_windows(self, home: Home, other: Home, random: Random) -> None:
        """While one window is at it, the other writes, and tries to exchange too."""

        def between() -> None:
            self._create(home, other, random)
            self._edit(home, other, random)
            assert self.exchange(home) is None

        self.exchange(home, between)

    def _kill(self, home: Home, _other: Home, random: Random) -> None:
        """A window ends between any two writes; the other goes on."""
        home.fuse.left = int(random.expovariate(0.12))
        self.exchange(home)
        if random.random() < 0.5:
            self.exchange(home)

    def _home_full(self, home: Home, _other: Home, random: Random) -> None:
        home.fuse.left, home.fuse.full = random.randrange(14), True
        self.exchange(home)

    def _update(self, home: Home, _other: Home, _random: Random) -> None:
        home.format = 2

    def _wait(self, _home: Home, _other: Home, random: Random) -> None:
        for home in self.machines:
            home.ahead += timedelta(days=random.randrange(200))

    def _clock(self, home: Home, _other: Home, random: Random) -> None:
        home.ahead = timedelta(days=random.choice([-4000, -400, -1, 0, 1, 400, 4000]))

    # What carries the files, badly

    def _carry(self, home: Home, other: Home, random: Random) -> None:
        if home is not other:
            carry(home.copy, other.copy, random, badly=random.choice([0.2, 0.5, 0.9]))

    def _carry_well(self, home: Home, other: Home, random: Random) -> None:
        if home is not other:
            carry(home.copy, other.copy, random, badly=0)
            self.exchange(other)

    def _lose(self, home: Home, _other: Home, random: Random) -> None:
        forget_some(home.copy, random)

    def _empty(self, home: Home, _other: Home, _random: Random) -> None:
        home.copy.held.clear()

    def _roll_back(self, home: Home, _other: Home, random: Random) -> None:
        roll_back(home.copy, random)

    def _gone(self, home: Home, _other: Home, random: Random) -> None:
        home.copy.gone = random.randint(1, 3)

    def _full(self, home: Home, _other: Home, random: Random) -> None:
        home.copy.room = random.randrange(4)
        self.exchange(home)
        home.copy.room = 1_000_000

    def _rename(self, home: Home, _other: Home, random: Random) -> None:
        for name in sorted(home.copy.held):
            if random.random() < 0.4:
                home.copy.put(conflict_name(name, random), home.copy.held[name])
                if random.random() < 0.7:
                    MemoryFolder.remove(home.copy, name)

    # What others put there

    def plant(self, home: Home, data: bytes, random: Random) -> None:
        """Put a file there under a new name, a name that looks right, or the name of another."""
        there = [*sorted(home.copy.held), file_name(data) + SUFFIX, "junk.nearer", "..nearer", "a b\n.nearer"]
        name = random.choice([there[-1], there[-2], there[-4], conflict_name(random.choice(there), random)])
        home.copy.put(name, data)

    def _junk(self, home: Home, _other: Home, random: Random) -> None:
        self.plant(home, intruders.junk(home.copy.held, random), random)

    def _overwrite(self, home: Home, _other: Home, random: Random) -> None:
        """Files change places, each under the name of another."""
        names = sorted(home.copy.held)
        if len(names) > 1:
            one, two = random.sample(names, 2)
            first, second = home.copy.held[one], home.copy.held[two]
            home.copy.put(one, second)
            home.copy.put(two, first if random.random() < 0.5 else second)

    def _replay(self, home: Home, _other: Home, random: Random) -> None:
        """What once lay somewhere lies there again."""
        if self.random_past:
            self.plant(home, random.choice(self.random_past), random)

    @property
    def random_past(self) -> list[bytes]:
        return [data for each in self.machines for data in each.mirror.held.values()]

    def _impersonate(self, home: Home, other: Home, random: Random) -> None:
        self.plant(home, intruders.impersonated(other.known, random), random)

    def _forge(self, home: Home, other: Home, random: Random) -> None:
        self.plant(home, intruders.signed_by_another(other.known, random), random)

    def _lie(self, home: Home, other: Home, random: Random) -> None:
        partner = "ben" if other.person == "ana" else "ana"
        hand = self.machines[0 if other is not self.machines[0] else 1].known.hands[0]  # whom all know
        data = intruders.lying(other.known, partner, hand, other.records.sequence + 1, random)
        self.plant(home, data, random)

    # Homes that go back to what they were

    def _keep_backup(self, home: Home, _other: Home, _random: Random) -> None:
        store = home.store
        home.backup = Backup(
            dict(store.entries), store.sequence, frozenset(store.told), frozenset(store.private),
            dict(home.mirror.held), home.mirror.noted, home.known, store.hand,
        )  # fmt: skip

    def _restore_home(self, home: Home, _other: Home, _random: Random) -> None:
        """The whole home goes back: nothing in it says so."""
        back = home.backup
        if back is None or not self._others_know(home, back.circle):
            return
        store = home.store
        store.entries, store.sequence, store.hand = dict(back.entries), back.sequence, back.hand
        store.told, store.private = set(back.told), set(back.private)
        home.mirror.held, home.mirror.noted, home.kept = dict(back.mirror), back.noted, back.circle

    def _restore_records(self, home: Home, _other: Home, random: Random) -> None:
        """The records alone go back, and changes are written by a new hand."""
        back, store = home.backup, home.store
        if back is None or store.hand not in home.known.hands:
            return  # a hand that was put aside before any exchange is not known to have been of this machine
        store.entries, store.private = dict(back.entries), set(back.private)
        store.told = set(back.told) | set(self._told_in(home))
        store.hand = f"hand{random.randrange(10**8):08d}"

    def _told_in(self, home: Home) -> Iterator[str]:
        """Give the names of the operations that a machine's mirror tells of."""
        for data in home.mirror.held.values():
            for change in changes_in(data, home.known):
                yield from (each.name for each in change.operations())

    def _others_know(self, home: Home, back: Circle) -> bool:
        """Whether what this machine forgets of who takes part is known to another that stays."""
        fresh = {each.public for each in home.known.members} - {each.public for each in back.members}
        gone = home.known.removed - back.removed
        if not fresh and not gone:
            return True
        others = [each.known for at, each in enumerate(self.machines) if each is not home and at not in self.to_go
                  and each.known.key.public in {one.public for one in back.members}]  # fmt: skip
        return any(fresh <= {each.public for each in one.members} and gone <= one.removed for one in others)

    def _lose_mirror(self, home: Home, _other: Home, _random: Random) -> None:
        home.mirror.held.clear()
        home.mirror.noted = None

    def _lose_index(self, home: Home, _other: Home, _random: Random) -> None:
        home.mirror.noted = None

    # Machines come and go

    def _stays(self, home: Home) -> bool:
        return self.machines.index(home) not in self.to_go and home.known.taking_part

    def _admit(self, home: Home, _other: Home, random: Random) -> None:
        if self._stays(home) and len(home.known.present) < MOST_MACHINES and len(self.machines) < MOST_MACHINES + 2:
            self._admit_by(home, random.choice(["ana", "ben"]))

    def _remove_machine(self, home: Home, other: Home, _random: Random) -> None:
        staying = [each for each in self.machines if self._stays(each)]
        if home not in staying or other is home or len(staying) < 3:
            return
        mine, theirs = home.known, other.known
        known = {frozenset(one.public for one in each.known.members) for each in staying}
        if len(known) > 1 or not theirs.removed <= mine.removed or theirs.me.hex() in mine.removed:
            return  # what only one that goes has said of who takes part could be lost
        self.to_go.add(self.machines.index(other))
        home.keep(removing(mine, theirs.me, list(home.parts().index.of(theirs.me))))

    def _remove_two(self, home: Home, other: Home, random: Random) -> None:
        """Two machines remove different ones at the same moment."""
        rest = [each for each in self.machines if each not in (home, other)]
        if home is not other and len(rest) > 1:
            one, two = random.sample(rest, 2)
            self._remove_machine(home, one, random)
            self._remove_machine(other, two, random)

    # What must hold of every file that is written

    def look_at_bytes(self, home: Home, name: str, data: bytes) -> None:
        """See that nothing can be read in a file, and that no removed machine has its key."""
        assert contents.CANARY not in name
        assert contents.CANARY.encode() not in data, "a text lies in the folder"
        start = 60 + data[10] * 96
        assert unpacked(data[start:-64]) is None, "a file is not encrypted"
        if file_name(data) not in home.mirror.held:
            self.look_at_key(home, data)

    def look_at_key(self, home: Home, data: bytes) -> None:
        """See that no removed machine can read what is said by one that knows that it was removed."""
        if data[20:36] != home.known.me or file_name(data) in self.said:
            return
        self.said.add(file_name(data))
        file = segment.read(data, home.known)
        if file.body.removes or (file.boxes and file.body.is_note):
            return  # that it was removed, it may read; and in a file with a key is nothing else
        for each in self.machines:
            if each.known.me.hex() in home.known.removed:
                assert data[12:20] not in {one.name for one in each.known.epochs}, "a removed machine can read it"

    # The end

    def end(self) -> None:
        """Let the carrier become good, exchange until nothing is new, and see that all is as it should be."""
        hub = joined([each.copy for each in self.machines], self.random)
        for home in self.machines:
            home.format, home.fuse.left = 2, -1
            cast("Watched", home.folder).copy = hub
        outcomes = self._until_quiet()
        staying = self._staying()
        self._check_records(staying)
        self._check_folder(staying, hub)
        for home in staying:
            outcome = outcomes[self.machines.index(home)]
            assert outcome is not None
            assert outcome.taking_part
            assert not outcome.missing, f"{home.records.hand} thinks that something is missing"
            assert outcome.unfit == 0
            expected = Equal.YES if len(staying) > 1 else Equal.UNKNOWN
            assert outcome.equal is expected, f"{home.records.hand} says {outcome.equal}"

    def _until_quiet(self) -> list[Outcome | None]:
        for _ in range(ROUNDS):
            before = sum(cast("Watched", each.folder).writes for each in self.machines)
            outcomes = [self.exchange(each) for each in self.machines]
            if before == sum(cast("Watched", each.folder).writes for each in self.machines):
                return outcomes
        raise AssertionError(NEVER_QUIET)

    def _staying(self) -> list[Home]:
        gone: set[str] = set()
        for at, home in enumerate(self.machines):
            if at not in self.to_go:
                gone |= home.known.removed
        for home in self.machines:
            if home.known.me.hex() not in gone:
                gone |= home.known.removed
        staying = [each for each in self.machines if each.known.me.hex() not in gone]
        assert all(each.known.removed == gone for each in staying), "they do not agree on who takes part"
        members = {tuple(sorted(one.public for one in each.known.members)) for each in staying}
        assert len(members) == 1, "they do not agree on who ever took part"
        return staying

    def _check_records(self, staying: list[Home]) -> None:
        private = {name for each in self.machines for name in each.store.private}
        expected = seen(self.reference(set().union(*(each.store.told for each in staying)), private))
        for home in staying:
            found = home.store.all()
            wrong = {name: (found.get(name), expected.get(name)) for name in found.keys() | expected.keys()
                     if found.get(name) != expected.get(name)}  # fmt: skip
            assert not wrong, f"{home.records.hand} holds something else than all that was told: {wrong}"
            assert not set(home.store.entries) & (private - home.store.private), "what is private was told"
        assert len({each.records.digest() for each in staying}) == 1

    def reference(self, told: Iterable[str], private: set[Name]) -> dict[Name, Entry]:
        """Return what the set of operations says, by the rule of merging alone."""
        entries: dict[Name, Entry] = {}
        changes: dict[tuple[str, str, int, str], tuple[Change, set[str]]] = {}
        for operation in sorted(told):
            change, field_ = self.made[operation]
            if (change.kind, change.record) not in private:
                key = (change.device, change.record, change.sequence, change.at.isoformat())
                changes.setdefault(key, (change, set()))[1].add(field_)
        for change, fields in changes.values():
            name = change.kind, change.record
            some = only(change, fields)
            entries[name] = truly_merged(entries.get(name), replace(some, past=self._before(some)))
        return entries

    def _before(self, change: Change) -> tuple[str, ...]:
        """Return the names of all that came before a change, by what each had replaced."""
        found: set[str] = set()
        to_do = [name for names in (*change.replaces.values(), change.past) for name in names]
        while to_do:
            name = to_do.pop()
            if name in found or name not in self.made:
                continue
            found.add(name)
            earlier, field_ = self.made[name]
            to_do += [*earlier.replaces.get(field_, ()), *earlier.replaces.get(REMOVAL, ())]
        return tuple(sorted(found))

    def _check_folder(self, staying: list[Home], hub: Copy) -> None:
        there = {file_name(data) for data in hub.held.values()}
        for home in staying:
            index, me = home.parts().index, home.known.me
            left = {file for file, mine in index.let_go.items() if mine} & there
            assert not left, "files lie there that are needed no more"
            small = [each for each in index.of(me).values() if each.plain]
            assert len(small) < PACK + 1, "small files are not packed"
            assert set(index.files) <= there, "the folder was not filled again"
            late = {file for file, kept in index.files.items() if kept.machine in home.known.removed}
            assert late <= home.known.vouched, "a machine was heard after it was removed"
            told = set().union(*(set(names_in(home.mirror.held[file], home.known)) for file in index.of(me)))
            erased = self._erased(home)
            assert not erased & {name for each in home.records.entries.values() for name in each.all_names()}
            again = told & erased
            assert not again, f"{home.records.hand} still tells of what was erased: {[self.made[x] for x in again]}"

    def _erased(self, home: Home) -> set[str]:
        """Return the names of the operations that an erasure which holds has taken away."""
        found = set()
        for name, (change, field_) in self.made.items():
            entry = home.records.entries.get((change.kind, change.record))
            if entry is None or field_ == REMOVAL or not any(each.erases for each in entry.changes):
                continue
            knew = {each for names in change.replaces.values() for each in names}
            if any(
                each.erases and each.by == change.by and not knew & set(_erasures(each)) for each in entry.changes
            ):
                found.add(name)
        return found


def _erasures(change: Change) -> Iterator[str]:
    yield change.operation(REMOVAL).name


def only(change: Change, fields: set[str]) -> Change:
    """Return what a change says of some fields."""
    dead = {*change.touched()} - fields
    return replace(
        change,
        fields={name: value for name, value in change.fields.items() if name in fields},
        gone=change.gone and REMOVAL in fields,
        replaces={name: names for name, names in change.replaces.items() if name not in dead},
    )


def changes_in(data: bytes, circle: Circle) -> list[Change]:
    """Return the changes that a file of the mirror tells of."""
    with mock.patch.object(segment, "FORMAT", 2):
        try:
            return [unwired(each) for each in segment.read(data, circle).body.changes]
        except RefusedError:
            return []


def names_in(data: bytes, circle: Circle) -> Iterator[str]:
    for change in changes_in(data, circle):
        yield from (each.name for each in change.operations())


# Playing stories


@contextmanager
def small_engine() -> Iterator[None]:
    """Let everything come early that comes with size: packing, several files, several portions, the limit."""
    with ExitStack() as stack:
        for module, name, value in (
            (outbox, "MOST_CHANGES", 5), (inbox, "MOST_WAITING", 7), (wire, "MOST_PLAIN", SMALL_BODY),
        ):  # fmt: skip
            stack.enter_context(mock.patch.object(module, name, value))
        stack.enter_context(mock.patch.dict(outbox.Outbox.pack.__kwdefaults__, {"most": PACK}))
        yield


def play(told: Story) -> None:
    """Play a story to its end; raises when something is not as it should be."""
    with small_engine():
        world = World(told)
        for act in told.acts:
            world.play(act)
        world.end()


def failure(told: Story) -> str:
    """Return what is wrong at the end of a story; empty when nothing is."""
    try:
        play(told)
    except Exception as error:  # noqa: BLE001 - whatever it is, the engine must not do it
        return f"{type(error).__name__}: {error}"
    return ""


def shortened(told: Story, tries: int = 400) -> Story:
    """Return a shorter story that ends badly too: acts are left out as long as it does."""
    size = max(1, len(told.acts) // 2)
    while size and tries:
        at = 0
        while at < len(told.acts) and tries:
            tries -= 1
            less = told._replace(acts=told.acts[:at] + told.acts[at + size :])
            if failure(less):
                told = less
            else:
                at += size
        size //= 2
    return told


def check(seeds: Iterable[int]) -> None:
    """Play the stories of these seeds; one that ends badly is made short, and told."""
    for seed in seeds:
        wrong = failure(story(seed))
        if wrong:
            short = shortened(story(seed))
            told = f"seed {seed}: {wrong}\nshortened: {failure(short)}\n{short}"
            raise AssertionError(told)
