"""How two machines come together over a folder: one invites and says four words, the other says them, and is let in.

Each step can be made again, after a stop or on another day: what was begun is kept on this machine.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec.structs import replace

from tui.core.errors import InputError
from tui.core.records import KINDS, Couple, Person
from tui.household.circle import Desk, circle_of
from tui.household.household import Household
from tui.household.names import called
from tui.household.syncing import alone_soon, folder_of, usable
from tui.store.store import Store
from tui.sync import pairing
from tui.sync.folder import DiskFolder, mount_of
from tui.sync.keys import KEY, MachineKey
from tui.sync.pairing import Asked, Invitation, Joiner, Joining, Refused
from tui.sync.pairing_files import Why, id_of, kind_of
from tui.sync.patience import PatientFolder
from tui.sync.ports import SUFFIX, Folder, Signature
from tui.sync.roster import MOST_MACHINES, Circle, Welcome, admitted, founded, joined
from tui.sync.wire import Member

INVITATION, JOINING = "sync_invitation", "sync_joining"
"""Where this machine keeps what was begun."""

_LARGEST = 256 * 1024
_RANDOM_EPOCH = 36


class _Begun(msgspec.Struct, frozen=True, kw_only=True):
    """A join that was begun: where, and with which key of this machine's own."""

    folder: str
    seed: bytes
    joining: Joining


class PairingFiles:
    """The files of pairing in a folder, each read once."""

    def __init__(self, folder: Folder) -> None:
        """`folder` may hold ten years of other files."""
        self.folder = folder
        self._read: dict[str, tuple[Signature, bytes]] = {}

    def all(self) -> list[bytes]:
        """Return them; raises `FolderError`."""
        there = self.folder.files()
        for name, signature in there.items():
            before = self._read.get(name)
            if (before is None or before[0] != signature) and signature.size <= _LARGEST:
                data = self.folder.read(name, _LARGEST)
                if data is not None:
                    self._read[name] = signature, data if kind_of(data) is not None else b""
        self._read = {name: held for name, held in self._read.items() if name in there}
        return [data for _, data in self._read.values() if data]

    def put(self, data: bytes) -> None:
        """Write one; raises `FolderError`."""
        self.folder.write(f"{id_of(data).hex()}{SUFFIX}", data)

    def take_away(self, data: bytes) -> None:
        """Take a file of one's own away; raises `FolderError`."""
        for name, (_, held) in self._read.items():
            if held == data:
                self.folder.remove(name)


def chosen(household: Household, folder: Path) -> Path:
    """Return the folder that was chosen, as it is kept; raises `InputError` when it cannot be the one."""
    place = usable(household, folder)
    known = circle_of(household.store)
    if known is not None and os.path.realpath(known.folder) != os.path.realpath(place):
        raise InputError("sync_other_folder", path=known.folder)
    return place


class Sharing:
    """The machine that invites."""

    def __init__(self, household: Household, folder: Path) -> None:
        """Begin, or go on with an invitation that was made before. Slow: it reckons for a moment.

        Raises `InputError` when the folder cannot be used, `FolderError`, `StoreError`.
        """
        self._household = household
        self._store = household.store
        household.me  # noqa: B018 - says so when nobody has begun here
        place = chosen(household, folder)
        self._circle_here(place)
        self._files = PairingFiles(folder_of(self.circle))
        self._invitation = self._kept() or self._invite()
        if self._invitation.file not in self._files.all():
            self._files.put(self._invitation.file)
        self._asked: Asked | None = None

    @property
    def circle(self) -> Circle:
        """The circle as it is known."""
        found = circle_of(self._store)
        if found is None:
            raise InputError("sync_none")
        return found

    @property
    def words(self) -> tuple[str, ...]:
        """The four words to be spoken."""
        return self._invitation.words

    def _circle_here(self, place: Path) -> None:
        if circle_of(self._store) is not None:
            return
        mount = mount_of(place)
        DiskFolder(place, mount=mount).files()
        hands = dict.fromkeys(each.device for entry in self._store.entries() for each in entry.changes)
        hands |= {self._store.hand: None}
        ordered = (*(each for each in hands if each and each != self._store.hand), self._store.hand)
        me = self._household.me
        begun = founded(str(place), os.urandom(KEY), me.id, me.name, ordered, os.urandom(_RANDOM_EPOCH))
        Desk(self._store).keep(replace(begun, mount=mount))

    def _kept(self) -> Invitation | None:
        try:
            kept = msgspec.convert(self._store.local.get(INVITATION), Invitation)
        except (msgspec.ValidationError, ValueError):
            return None
        return kept if pairing.over(kept, self._household.now()) is None else None

    def _invite(self) -> Invitation:
        made = pairing.invite(self.circle.key.public, self._household.now(), os.urandom)
        self._keep(made)
        return made

    def _keep(self, invitation: Invitation) -> None:
        self._invitation = invitation
        self._store.local.put(INVITATION, msgspec.to_builtins(invitation))

    def look(self) -> Asked | None:
        """Return who wants in, as soon as somebody does who knew the words; None when nobody does yet.

        Whoever does not know them is told so. Raises `FolderError`, and `InputError` when the invitation is over.
        """
        for file in self._files.all():
            before = self._invitation
            found = pairing.answer(before, file, self._household.now()) if kind_of(file) == "join" else None
            if found is None:
                continue
            after, asked = found
            if after != before:
                self._keep(after)
            if isinstance(asked, Refused):
                self._refuse(before, file, asked.why)
                continue
            why = self._unfit(asked)
            if why is None:
                self._asked = asked
                return asked
            self._keep(before)
            self._refuse(before, file, why)
        over = pairing.over(self._invitation, self._household.now())
        if over is not None:
            raise Refused(over).error
        return None

    def _refuse(self, invitation: Invitation, file: bytes, why: Why) -> None:
        answer = pairing.refusal(invitation, file, why)
        if answer not in self._files.all():
            self._files.put(answer)

    def _unfit(self, asked: Asked) -> Why | None:
        known = self.circle
        there = next((each for each in known.members if each.public == asked.joiner.public_key), None)
        if there is not None:
            return None if there in known.others else Why.USED  # it was let in, but not told before all stopped
        if len(known.present) >= MOST_MACHINES:
            return Why.FULL
        try:
            person = self.person(asked)
        except InputError:
            return Why.NAME
        theirs = person.id != known.person and any(each.person == person.id for each in known.present)
        return Why.OWN if theirs else None

    def person(self, asked: Asked) -> Person:
        """Return as whom a machine wants in: the other one of the two, if it does not say."""
        if not asked.joiner.name:
            return self._household.partner
        return called(asked.joiner.name, self._household.people)

    def welcome(self, asked: Asked) -> None:
        """Let a machine in, once both screens show the same words; raises `FolderError`, `StoreError`."""
        people = tuple(each.id for each in self._household.people)
        with alone_soon(self._household):
            known = self.circle
            after, told = admitted(known, self._member(asked, known), people)
            Desk(self._store).keep(after)
        self._files.put(pairing.welcome(asked, msgspec.json.encode(told), os.urandom))
        self._files.take_away(self._invitation.file)
        self._store.local.delete(INVITATION)

    def _member(self, asked: Asked, known: Circle) -> Member:
        there = next((each for each in known.members if each.public == asked.joiner.public_key), None)
        person = self.person(asked)
        return there or Member(
            public=asked.joiner.public_key,
            person=person.id,
            label=_label(person.name, known),
            hands=(asked.joiner.hand,),
        )

    def drop(self) -> None:
        """Let nobody in with this invitation any more; raises `FolderError`, `StoreError`."""
        self._files.all()
        self._files.take_away(self._invitation.file)
        self._store.local.delete(INVITATION)


class Knocking:
    """The machine that wants in."""

    def __init__(self, store: Store, begun: _Begun, files: PairingFiles) -> None:
        """Use `knock` or `knocking`."""
        self._store = store
        self._begun = begun
        self._files = files

    @property
    def check(self) -> tuple[str, ...]:
        """The three words that the other screen shows too."""
        return self._begun.joining.check

    @property
    def folder(self) -> Path:
        """Where it knocks."""
        return Path(self._begun.folder)

    def look(self) -> Welcome | None:
        """Return what the other machine says, once it does; raises `InputError` when it refuses, `FolderError`."""
        found = pairing.outcome(self._begun.joining, self._files.all())
        if found is None:
            return None
        if isinstance(found, Refused):
            self.drop()
            raise found.error
        return msgspec.json.decode(found, type=Welcome)

    def come_in(self, household: Household, told: Welcome) -> None:
        """Take part from now on; what is in the folder comes with the next exchange.

        Raises `InputError` when this home has a history of its own, `StoreError`.
        """
        _make_room(household, told)
        place = Path(self._begun.folder)
        circle = joined(self._begun.folder, self._begun.seed, told, [self._store.hand])
        Desk(self._store).keep(replace(circle, mount=mount_of(place)))
        self._store.local.put("me", told.person)
        self._store.local.delete(JOINING)
        self._files.take_away(self._begun.joining.file)

    def drop(self) -> None:
        """Begin anew the next time; raises `FolderError`, `StoreError`."""
        self._store.local.delete(JOINING)
        self._files.all()
        self._files.take_away(self._begun.joining.file)


def knock(household: Household, folder: Path, words: str, name: str = "") -> Knocking:
    """Knock with four words, as the person called `name`. Slow: it reckons for a moment.

    Raises `InputError` when there is no invitation, it is old or used, or the words are none; `FolderError`.
    """
    store = household.store
    known = circle_of(store)
    if known is not None:
        raise InputError("sync_already", path=known.folder)
    place = chosen(household, folder)
    store.begin()
    seed = os.urandom(KEY)
    public = MachineKey(seed).public
    files = PairingFiles(PatientFolder(DiskFolder(place, mount=mount_of(place))))
    invite = pairing.newest(files.all(), public)
    me = Joiner(public_key=public, name=name, hand=store.hand)
    made = pairing.join(invite, words, me, household.now(), os.urandom)
    begun = _Begun(folder=str(place), seed=seed, joining=made)
    store.local.put(JOINING, msgspec.to_builtins(begun))
    files.put(made.file)
    return Knocking(store, begun, files)


def knocking(household: Household, folder: Path) -> Knocking | None:
    """Return a knock at this folder that was begun before; None when there is none."""
    try:
        begun = msgspec.convert(household.store.local.get(JOINING), _Begun)
    except (msgspec.ValidationError, ValueError):
        return None
    place = chosen(household, folder)
    if begun.folder != str(place):
        return None
    files = PairingFiles(PatientFolder(DiskFolder(place, mount=mount_of(place))))
    if begun.joining.file not in files.all():
        files.put(begun.joining.file)
    return Knocking(household.store, begun, files)


def _make_room(household: Household, told: Welcome) -> None:
    """Make a home ready to take in what the folder holds: one with another history is left as it is."""
    people = {each.id for each in household.people}
    if not people or people == {*told.people}:
        return
    if any(household.store.all(kind) for kind in KINDS.values() if kind not in {Person, Couple}):
        raise InputError("pair_other_history", path=household.store.home)
    household.store.begin_anew(at=household.now())


def _label(name: str, circle: Circle) -> str:
    taken = {each.label for each in circle.members}
    return next(each for each in _labels(name) if each not in taken)


def _labels(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name} {number}" for number in range(2, 100))
