"""Reading the folder: each file is verified before it is believed, and what cannot be believed is left alone."""

from collections.abc import Callable
from hashlib import blake2b
from typing import Final, NamedTuple

import msgspec
from msgspec.structs import replace

from tui.core.changes import Change
from tui.sync.believed import believed, fits_what_is_held
from tui.sync.index import Seen
from tui.sync.keys import file_name, name_of
from tui.sync.pairing_files import kind_of
from tui.sync.parts import Parts
from tui.sync.ports import FolderError, Records, Signature
from tui.sync.roster import Circle
from tui.sync.segment import MOST, RefusedError, Segment, Why, read
from tui.sync.wire import Body, Member, unwired

Progress = Callable[[int, int], None]
"""Is told how many files of how many have been read."""

MOST_WAITING: Final = 4000
"""So many changes are gathered before they are taken in."""

LATER: Final = frozenset({Why.STRANGER, Why.KEY, Why.REMOVED, Why.CONTENT, Why.NEWER})
"""The reasons that may go when something else arrives: such files are tried again."""


_AS_IS_KNOWN: Final = frozenset({Why.STRANGER, Why.KEY, Why.REMOVED})
"""Those of them that go only when something else is known of who takes part: anybody can write such a file."""


class Accepted(NamedTuple):
    """A file that is believed, and the changes in it."""

    segment: Segment
    data: bytes
    changes: list[Change]


class Inbox:
    """Takes in what the folder holds and this machine does not have."""

    def __init__(self, parts: Parts, progress: Progress) -> None:
        """`progress` is told as files are read."""
        self.received = 0
        self.not_here_yet = 0
        self._parts = parts
        self._progress = progress
        self._accepted: list[Accepted] = []
        self._touched: set[tuple[str, str]] = set()

    def take_all(self) -> None:
        """Read what is new, again while that lets more be understood; raises `FolderError`, `StoreError`."""
        try:
            self._take_all()
        except FolderError:
            self._flush()
            raise

    def _take_all(self) -> None:
        index, there = self._parts.index, self._parts.folder.files()
        index.folder = {name: seen for name, seen in index.folder.items() if name in there}
        again = LATER - _AS_IS_KNOWN if index.tried == _known(self._parts.circle) else LATER
        to_read = [name for name, signature in there.items() if self._is_new(name, signature, again)]
        while to_read:
            circle, received = self._parts.circle, self.received
            for number, name in enumerate(to_read):
                self._progress(number, len(to_read))
                self._look_at(name, there[name])
            self._flush()
            if self._parts.circle == circle and self.received == received:
                break
            to_read = [name for name, seen in index.folder.items() if seen.why in LATER]
        index.tried = _known(self._parts.circle)

    def _is_new(self, name: str, signature: Signature, again: frozenset[Why]) -> bool:
        seen, index = self._parts.index.folder.get(name), self._parts.index
        if seen is None or seen.signature != signature or seen.why in again:
            return True
        return bool(seen.file) and not (seen.note or seen.file in index.files or seen.file in index.let_go)

    def _look_at(self, name: str, signature: Signature) -> None:
        index = self._parts.index
        if signature.size > MOST:
            index.folder[name] = Seen(signature=signature, why=Why.LARGE)
            return
        data = self._parts.folder.read(name, MOST)
        if data is None:
            self.not_here_yet += 1
            return
        if kind_of(data) is not None:
            index.folder[name] = Seen(signature=signature, note=True)
            return
        try:
            file, note = self._believe(data)
            index.folder[name] = Seen(signature=signature, file=file, note=note)
        except RefusedError as error:
            index.folder[name] = Seen(signature=signature, why=error.why)

    def _believe(self, data: bytes) -> tuple[str, bool]:
        """Return the name of what a file says and whether it is a note, once it is taken in or waits to be.

        Raises `RefusedError`.
        """
        file, index = file_name(data), self._parts.index
        if file in index.files or file in index.let_go or any(each.segment.name == file for each in self._accepted):
            return file, False
        segment = read(data, self._parts.circle)
        if segment.machine.hex() in self._parts.circle.removed and file not in self._parts.circle.vouched:
            raise RefusedError(Why.REMOVED)
        if not self._touched.isdisjoint((each.kind, each.record) for each in segment.body.changes):
            self._flush()
        changes = judged(segment, self._parts.circle, self._parts.records)
        self._accepted.append(Accepted(segment, data, changes))
        self._touched.update((each.kind, each.record) for each in changes)
        many = sum(len(each.changes) for each in self._accepted) > MOST_WAITING
        if many or segment.boxes or _states(segment.body):
            self._flush()
        return file, segment.is_note

    def _flush(self) -> None:
        """Take in what is believed: the changes before the files, so that none is thought known that is not."""
        accepted, self._accepted = self._accepted, []
        self._touched.clear()
        changes = [change for each in accepted for change in each.changes]
        if changes:
            self.received += self._parts.records.take_in(changes)
        for each in accepted:
            self._note(each)

    def _note(self, accepted: Accepted) -> None:
        segment, body = accepted.segment, accepted.segment.body
        parts, mine = self._parts, segment.machine == self._parts.circle.me
        circle = parts.circle.with_statements(body, segment.epoch, segment.boxes, segment.machine)
        gone = circle.removed - parts.circle.removed
        if gone:
            circle = circle.saying(Body(number=0, vouches=self._files_of(gone - circle_says(circle))))
        parts.circle = _with_writers(circle, segment).hearing(segment.machine, body)
        if segment.is_note:
            if mine and segment.name != parts.circle.note:
                parts.index.drop(segment.name, mine=True)
            return
        if mine:
            parts.circle = replace(parts.circle, unsure=True)
            parts.index.erased.clear()
            parts.index.noted = b""
        if mine or segment.boxes or _states(body):
            parts.save_circle()  # before the file: what is in the mirror is not looked at again
        parts.mirror.add(segment.name, accepted.data)
        parts.index.keep(segment.name, segment.machine, len(accepted.data), body, keys=bool(segment.boxes), mine=mine)
        for name in (each.hex() for each in body.replaces):
            if name in parts.index.of(segment.machine) or name not in parts.index.files:
                parts.mirror.drop(name)
                parts.index.drop(name, mine=mine)

    def _files_of(self, machines: frozenset[str]) -> tuple[bytes, ...]:
        files = self._parts.index.files
        return tuple(bytes.fromhex(file) for file, kept in files.items() if kept.machine in machines)


def _known(circle: Circle) -> bytes:
    """Return a hash of what is known of who takes part, and of the keys."""
    members = sorted(name_of(each.public) for each in circle.members)
    parts = members, sorted(circle.removed), sorted(circle.vouched), sorted(each.name for each in circle.epochs)
    return blake2b(msgspec.msgpack.encode(parts), digest_size=16).digest()


def circle_says(circle: Circle) -> frozenset[str]:
    """Return the machines that this one is about to say are removed: it has vouched for their files already."""
    return frozenset(each.hex() for each in circle.to_say.removes)


def judged(segment: Segment, circle: Circle, records: Records) -> list[Change]:
    """Return the changes in a file, all of which its machine may tell; raises `RefusedError` when one is not so."""
    member = circle.member(segment.machine)
    if member is None:
        raise RefusedError(Why.STRANGER)
    try:
        changes = [unwired(each) for each in segment.body.changes]
    except (OverflowError, ValueError) as error:
        raise RefusedError(Why.CONTENT) from error
    foreign = _hands_of_others(circle, member)
    is_sure = member.person != circle.person or circle.is_own(member)
    for change in changes:
        if not believed(change, member) or change.device in foreign:
            raise RefusedError(Why.CONTENT)
        held = records.held(change.kind, change.record)
        person = member.person if is_sure else ""
        if not fits_what_is_held(change, held, member) or not records.admits(change, person):
            raise RefusedError(Why.CONTENT)
    return changes


def _hands_of_others(circle: Circle, member: Member) -> frozenset[str]:
    """Return the hands that cannot write on a machine; one that came back under another key still has its own."""
    left = name_of(member.public).hex() in circle.removed
    mine = circle.is_own(member) or (left and member.person == circle.person)
    here = () if mine else circle.hands
    others = [each for each in circle.members if each.public != member.public]
    if left:
        others = [each for each in others if each.person != member.person]
    return frozenset(hand for each in others for hand in each.hands) - set(member.hands) | frozenset(here)


def _with_writers(circle: Circle, segment: Segment) -> Circle:
    """Return the circle with the hands that write on the machine of a file; who was heard first is believed."""
    known = {*circle.writers, *circle.hands, *(hand for each in circle.members for hand in each.hands)}
    fresh = {each.device for each in segment.body.changes} - known
    if not fresh:
        return circle
    return replace(circle, writers={**circle.writers, **dict.fromkeys(sorted(fresh), segment.machine.hex())})


def _states(body: Body) -> bool:
    return bool(body.admits or body.removes or body.vouches or body.replaces)
