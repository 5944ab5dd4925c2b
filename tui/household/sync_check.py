"""Every file in the folder read anew and verified, and what of all that is not there: nothing is changed by it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from tui.household.household import Household
from tui.household.sync_duties import admits
from tui.household.sync_records import SharedRecords
from tui.household.syncing import MIRROR, ODD, circle
from tui.sync import pairing_files
from tui.sync.exchange import Equal, equal
from tui.sync.folder import DiskFolder
from tui.sync.inbox import LATER, Progress, judged
from tui.sync.index import Index, from_bytes, until
from tui.sync.keys import file_name, name_of
from tui.sync.mirror import DiskMirror
from tui.sync.patience import PatientFolder
from tui.sync.roster import Circle
from tui.sync.segment import MOST, RefusedError, Segment, Why, read
from tui.sync.wire import Member, Span


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in the folder.

    `well` files are as their machines wrote them, `copies` of them lie there more than once, `pairing` were left by
    machines that came together, and `new` have not been taken in yet. `refused` says by name why a file is not
    believed. `not_here_yet` are files that the carrier has not brought, `odd` are links and the like under names such
    as ours, and `beyond` are more than are looked at. `lost` are files that the folder does not have any more.
    """

    folder: str
    well: int = 0
    copies: int = 0
    pairing: int = 0
    new: int = 0
    refused: dict[str, str] = {}
    not_here_yet: int = 0
    odd: int = 0
    beyond: int = 0
    lost: int = 0
    to_send: bool = False
    missing: tuple[Member, ...] = ()
    digest: bytes = b""
    equal: Equal = Equal.UNKNOWN
    taking_part: bool = True

    @property
    def complete(self) -> bool:
        """Whether nothing is missing, and every file is believed."""
        return self.taking_part and not (self.refused or self.missing or self.not_here_yet or self.beyond)


def check(household: Household, progress: Progress = lambda _done, _all: None) -> Checked:
    """Read every file in the folder and verify it; slow, and for a thread. What is wrong is left as it is.

    Raises `InputError` when this machine takes part in no circle, `FolderError`, `StoreError`.
    """
    household.catch_up_quietly()
    known = circle(household)
    disk = DiskFolder(Path(known.folder), mount=known.mount)
    held = _Held(household, known)
    look = _Look(PatientFolder(disk), held, progress)
    after, digest = look.circle, held.records.digest()
    return Checked(
        folder=known.folder,
        well=len(look.well),
        copies=look.copies,
        pairing=look.pairing,
        new=sum(1 for name, each in look.well.items() if not (each.is_note or held.has(name))),
        refused=dict(sorted({**look.refused, **dict.fromkeys(disk.odd, ODD)}.items())),
        not_here_yet=look.not_here_yet + disk.waiting,
        odd=len(disk.odd),
        beyond=disk.beyond,
        lost=len(held.index.files.keys() - look.well.keys()),
        to_send=household.store.sequence > known.sequence,
        missing=tuple(_missing(after, held, look.well.values())),
        digest=digest,
        equal=equal(after, digest),
        taking_part=after.taking_part,
    )


class _Held:
    """What this machine has already."""

    def __init__(self, household: Household, known: Circle) -> None:
        self.circle = known
        self.records = SharedRecords(household.store, known, admits(household, known))
        mirror = DiskMirror(household.store.home / MIRROR)
        self.index = from_bytes(mirror.index()) or Index()
        names = mirror.names()
        self.index.files = {file: kept for file, kept in self.index.files.items() if file in names}
        for file in names - self.index.files.keys():
            self._note(file, mirror.read(file) or b"")

    def has(self, file: str) -> bool:
        """Whether a file was taken in before."""
        return file in self.index.files or file in self.index.let_go

    def _note(self, file: str, data: bytes) -> None:
        try:
            segment = read(data, self.circle)
        except RefusedError:
            return
        self.index.keep(file, segment.machine, len(data), segment.body)


class _Look:
    """Goes once through all files, and again through those that others of them may have made clear."""

    def __init__(self, folder: PatientFolder, held: _Held, progress: Progress) -> None:
        self.circle = held.circle
        self.well: dict[str, Segment] = {}
        self.refused: dict[str, str] = {}
        self.copies = self.pairing = self.not_here_yet = 0
        self._folder = folder
        self._held = held
        there = folder.files()
        for number, (name, signature) in enumerate(sorted(there.items())):
            progress(number, len(there))
            self._look_at(name, signature.size)
        self._look_again()

    def _look_again(self) -> None:
        before: tuple[Circle, int] | None = None
        while before != (self.circle, len(self.refused)):
            before = self.circle, len(self.refused)
            for name in [each for each, why in self.refused.items() if why in LATER]:
                del self.refused[name]
                self._look_at(name, 0)

    def _look_at(self, name: str, size: int) -> None:
        if size > MOST:
            self.refused[name] = Why.LARGE
            return
        data = self._folder.read(name, MOST)
        if data is None:
            self.not_here_yet += 1
            return
        try:
            self._believe(data)
        except RefusedError as error:
            self.refused[name] = error.why

    def _believe(self, data: bytes) -> None:
        if pairing_files.kind_of(data) is not None:
            if pairing_files.read(data) is None:
                raise RefusedError(Why.DAMAGED)
            self.pairing += 1
            return
        if file_name(data) in self.well:
            self.copies += 1
            return
        segment = read(data, self.circle)
        self._judge(segment)
        self.well[segment.name] = segment
        after = self.circle.with_statements(segment.body, segment.epoch, segment.boxes)
        self.circle = after.hearing(segment.machine, segment.body)

    def _judge(self, segment: Segment) -> None:
        """Raise `RefusedError` for what an exchange would not take in; what it took in before is not judged anew."""
        known = self.circle
        if self._held.has(segment.name):
            return
        if segment.machine.hex() in known.removed and segment.name not in known.vouched:
            raise RefusedError(Why.REMOVED)
        judged(segment, known, self._held.records)


def _missing(known: Circle, held: _Held, segments: Iterable[Segment]) -> Iterator[Member]:
    """Give the machines of which others know more than lies here or in the folder."""
    spans: dict[bytes, list[Span]] = {}
    for kept in held.index.files.values():
        spans.setdefault(bytes.fromhex(kept.machine), []).extend(kept.covers)
    for segment in segments:
        spans.setdefault(segment.machine, []).extend(segment.body.covers)
    heard = [known.heard.get(name_of(each.public).hex()) for each in known.present]
    for member in known.members:
        name = name_of(member.public)
        told = max((each.known.get(name.hex(), 0) for each in heard if each is not None), default=0)
        if told > until(spans.get(name, ())):
            yield member
