"""Machines in memory that exchange over a folder in memory: records as entries, and nothing on the disk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from random import Random
from typing import cast

import msgspec
from msgspec.structs import replace

from tests.sync.carriers import MemoryFolder, MemoryMirror
from tui.core.changes import REMOVAL, Change
from tui.core.merging import Entry, merged
from tui.sync.exchange import Exchange, Outcome
from tui.sync.parts import Parts
from tui.sync.ports import Erased, Told, Unsent
from tui.sync.roster import Circle, admitted, founded, joined
from tui.sync.wire import Member

NOW = datetime(2026, 11, 26, 18, tzinfo=UTC)

Name = tuple[str, str]


@dataclass
class MemoryRecords:
    """What a home holds, as entries."""

    hand: str
    entries: dict[Name, Entry] = field(default_factory=dict)
    sequence: int = 0

    def hands(self, person: str) -> frozenset[str]:
        written = {(change.device, change.by) for entry in self.entries.values() for change in entry.changes}
        return frozenset(hand for hand, _ in written) - {hand for hand, by in written if by != person}

    def begin(self, noted: bytes, told: Told) -> None:
        """Look at everything, always."""

    def noted(self, after: int, again: Sequence[Name]) -> bytes:
        del after, again
        return b""

    def unsent(self, hands: frozenset[str], after: int) -> Unsent:
        found: list[Change] = []
        for entry in self.entries.values():
            mine = tuple(each for each in entry.changes if each.device in hands and each.sequence > after)
            found += entry.with_past(mine)
        return Unsent(sorted(found, key=lambda each: each.sequence), self.sequence)

    def held(self, kind: str, record: str) -> Mapping[str, object] | None:
        entry = self.entries.get((kind, record))
        return None if entry is None else entry.document

    def admits(self, change: Change, person: str) -> bool:
        del change, person
        return True

    def take_in(self, changes: Sequence[Change]) -> int:
        return sum(map(self.apply, changes))

    def apply(self, change: Change) -> bool:
        name = change.kind, change.record
        before = self.entries.get(name)
        self.entries[name] = merged(before, change)
        if change.device == self.hand:
            self.sequence = max(self.sequence, change.sequence)
        return self.entries[name] != before

    def erasures(self) -> Mapping[str, Erased]:
        return {
            change.operation(REMOVAL).name: Erased(change.kind, change.record, change.by)
            for entry in self.entries.values()
            for change in entry.changes
            if change.erases
        }

    def digest(self) -> bytes:
        return blake2b(msgspec.json.encode(sorted(self.state().items())), digest_size=16).digest()

    def state(self) -> dict[Name, object]:
        """Return all that can be seen of what is there."""
        return {
            name: (entry.document, entry.all_names())
            for name, entry in self.entries.items()
            if entry.document is not None
        }


@dataclass
class Machine:
    """One machine: what it keeps, its clock, and the folder as its carrier shows it."""

    person: str
    records: MemoryRecords
    folder: MemoryFolder
    random: Random
    ahead: timedelta = timedelta()
    mirror: MemoryMirror = field(default_factory=MemoryMirror)
    kept: Circle | None = None
    tick: int = 0

    def circle(self) -> Circle | None:
        return self.kept

    def keep(self, circle: Circle) -> None:
        # as it is written down and read again
        self.kept = msgspec.convert(msgspec.to_builtins(circle), Circle)

    def parts(self) -> Parts:
        return Parts(
            cast("Circle", self.kept),
            desk=self,
            folder=self.folder,
            mirror=self.mirror,
            records=self.records,
            random=self.random.randbytes,
        )

    def exchange(self) -> Outcome:
        one = Exchange(self.parts())
        one.receive()
        return one.send()

    def write(
        self, kind: str, record: str, fields: dict[str, object], *, gone: bool = False, by: str = "", **how: bool
    ) -> Change:
        """Change a record as its person (or `by` another one), with all that is known of it."""
        name, by = (kind, record), by or self.person
        entry = self.records.entries.get(name) or Entry()
        self.tick += 1
        if entry.document is None and not gone:
            fields = {"id": record, "by": by, "at": NOW.isoformat().replace("+00:00", "Z"), **fields}
        replaces = {REMOVAL: entry.all_names()} if gone else {each: entry.names(each) for each in (*fields, REMOVAL)}
        replaces = {} if how.get("erases") else replaces | entry.knowing_erasures()
        change = Change(
            at=NOW + self.ahead + timedelta(seconds=self.tick),
            by=by,
            kind=kind,
            record=record,
            device=self.records.hand,
            sequence=self.records.sequence + 1,
            fields={} if gone else fields,
            gone=gone,
            replaces={each: names for each, names in replaces.items() if names},
        )
        self.records.apply(change)
        return change


def founder(folder: MemoryFolder, *, person: str = "ana", seed: int = 1) -> Machine:
    """Return the machine on which all begins."""
    random = Random(seed)
    hand = f"hand{seed:08d}"
    machine = Machine(person, MemoryRecords(hand), folder, random)
    machine.keep(founded("/folder", random.randbytes(32), person, f"{person} {seed}", [hand], random.randbytes(36)))
    return machine


def join(host: Machine, folder: MemoryFolder, *, person: str, seed: int) -> Machine:
    """Return one more machine, which `host` has admitted."""
    random = Random(seed)
    machine = Machine(person, MemoryRecords(f"hand{seed:08d}"), folder, random)
    own = random.randbytes(32)
    circle = founded("", own, person, "", (), random.randbytes(36))
    member = Member(circle.members[0].public, person, f"{person} {seed}", (machine.records.hand,))
    after, welcome = admitted(cast("Circle", host.kept), member, ("Ana", "Ben"))
    host.keep(after)
    machine.keep(replace(joined("/folder", own, welcome, [machine.records.hand]), number=0))
    return machine
