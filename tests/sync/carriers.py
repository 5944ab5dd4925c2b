"""A shared folder and a mirror in memory, and a carrier that badly brings files from one copy to another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from tui.sync.keys import file_name
from tui.sync.ports import SUFFIX, FolderError, Signature


@dataclass
class MemoryFolder:
    """The files of a folder in a dict. `clock` stands for the times of changes."""

    held: dict[str, bytes] = field(default_factory=dict)
    clock: int = 0
    times: dict[str, int] = field(default_factory=dict)

    def put(self, name: str, data: bytes) -> None:
        """Let the carrier put a file there, whatever stood under its name."""
        self.clock += 1
        self.held[name], self.times[name] = data, self.clock

    def files(self) -> Mapping[str, Signature]:
        return {name: Signature(len(data), self.times.get(name, 0)) for name, data in self.held.items()}

    def read(self, name: str, most: int) -> bytes | None:
        data = self.held.get(name)
        return data if data is not None and len(data) <= most else None

    def write(self, name: str, data: bytes) -> None:
        standing = self.held.get(name)
        if standing is None:
            self.put(name, data)
        elif standing != data:
            self.clock += 1
            self.put(f"{name.removesuffix('.nearer')}-{self.clock:08x}.nearer", data)

    def remove(self, name: str) -> None:
        self.held.pop(name, None)
        self.times.pop(name, None)


@dataclass
class MemoryMirror:
    """The copies of a machine in a dict."""

    held: dict[str, bytes] = field(default_factory=dict)
    noted: bytes | None = None

    def names(self) -> frozenset[str]:
        return frozenset(self.held)

    def read(self, file: str) -> bytes | None:
        data = self.held.get(file)
        return data if data is not None and file_name(data) == file else None

    def add(self, file: str, data: bytes) -> None:
        if file_name(data) != file:
            raise ValueError(file)
        self.held[file] = data

    def drop(self, file: str) -> None:
        self.held.pop(file, None)

    def index(self) -> bytes | None:
        return self.noted

    def keep_index(self, data: bytes) -> None:
        self.noted = data


@dataclass
class Copy(MemoryFolder):
    """One machine's copy of the shared folder, as a bad carrier keeps it.

    So many times is it `gone`, `room` is how many files still fit, `away` are files of which only the names are here.
    `taken_away` is what the machine itself removed, `earlier` what the copy once was.
    """

    gone: int = 0
    room: int = 1_000_000
    away: set[str] = field(default_factory=set)
    taken_away: set[str] = field(default_factory=set)
    earlier: dict[str, bytes] = field(default_factory=dict)

    def files(self) -> Mapping[str, Signature]:
        if self.gone:
            self.gone -= 1
            raise FolderError("folder_gone")
        return super().files()

    def read(self, name: str, most: int) -> bytes | None:
        return None if name in self.away else super().read(name, most)

    def write(self, name: str, data: bytes) -> None:
        if self.room <= 0:
            raise FolderError("folder_full")
        self.room -= 1
        super().write(name, data)

    def remove(self, name: str) -> None:
        self.taken_away.add(name)
        super().remove(name)


CONFLICTS = (
    "{stem}.sync-conflict-20261126-181500-K3ZXQ7B",  # Syncthing
    "{stem} (Ana's conflicted copy 2026-11-26)",  # Dropbox
    "{stem} 2",  # iCloud
    "{stem} (conflicted copy 2026-11-26 181500)",  # Nextcloud
    "{stem}-DESKTOP-4Q7R2",  # OneDrive
    "{stem} (1)",
)


def conflict_name(name: str, random: Random) -> str:
    """Return how a carrier names what it takes for another version."""
    stem = name.removesuffix(SUFFIX)
    return random.choice(CONFLICTS).format(stem=stem) + SUFFIX


def torn(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data))] if data else data


def flipped(data: bytes, random: Random) -> bytes:
    if not data:
        return data
    at = random.randrange(len(data))
    return data[:at] + bytes((data[at] ^ (1 << random.randrange(8)),)) + data[at + 1 :]


def carry(source: MemoryFolder, target: Copy, random: Random, *, badly: float = 0.5) -> None:
    """Bring files from one copy to the other, in any order; of each perhaps not now, or not as it is."""
    names = sorted(source.held)
    random.shuffle(names)
    for name in names:
        _bring(name, source.held[name], target, random, badly=badly)
    if isinstance(source, Copy):
        for name in sorted(source.taken_away & target.held.keys()):
            if random.random() >= badly:
                MemoryFolder.remove(target, name)


def _bring(name: str, data: bytes, target: Copy, random: Random, *, badly: float) -> None:
    if random.random() >= badly:
        if target.held.get(name) != data:
            target.put(name, data)
        target.away.discard(name)
        return
    match random.randrange(8):
        case 0:
            target.put(name, torn(data, random))
        case 1:
            target.put(name, flipped(data, random))
        case 2:
            target.put(conflict_name(name, random), data)
        case 3:
            target.put(name, data)
            target.put(conflict_name(name, random), data)
        case 4:
            target.put(name, data)
            target.away.add(name)
        case _:
            return  # later


def forget_some(copy: Copy, random: Random) -> None:
    for name in random.sample(sorted(copy.held), random.randint(0, len(copy.held))):
        MemoryFolder.remove(copy, name)


def roll_back(copy: Copy, random: Random) -> None:
    """Let the copy be what it was when this was last done, or empty it."""
    earlier, copy.earlier = copy.earlier, dict(copy.held)
    for name in sorted(copy.held):
        if earlier.get(name) != copy.held[name]:
            MemoryFolder.remove(copy, name)
    for name in sorted(earlier, key=lambda _name: random.random()):
        copy.put(name, earlier[name])


def joined(copies: list[Copy], random: Random) -> Copy:
    """Return one folder with all that lies in any copy: what a good carrier makes of them."""
    hub = Copy(clock=1_000_000)
    for copy in copies:
        for name, data in copy.held.items():
            while hub.held.get(name, data) != data:
                name = conflict_name(name, random)  # noqa: PLW2901 - until one is free
            hub.put(name, data)
    return hub
