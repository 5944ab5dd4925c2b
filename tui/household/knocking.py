"""The machine that wants in: it answers an invitation with four words, and waits to be let in."""

import os
from pathlib import Path

import msgspec
from msgspec.structs import replace

from tui.core.errors import InputError
from tui.core.records import KINDS, Couple, Person
from tui.household.circle import Desk, circle_of
from tui.household.household import Household
from tui.household.pairing import JOINING, PairingFiles, chosen
from tui.household.syncing import clear_copies
from tui.sync import pairing
from tui.sync.folder import DiskFolder, mount_of
from tui.sync.keys import KEY, MachineKey
from tui.sync.pairing import Joiner, Joining, Refused, newest
from tui.sync.pairing_files import Invite, Why, id_of, read
from tui.sync.pairing_files import Welcome as WelcomeFile
from tui.sync.patience import PatientFolder
from tui.sync.roster import Welcome, joined


class _Begun(msgspec.Struct, frozen=True, kw_only=True):
    """A join that was begun: where, and with which key of this machine's own."""

    folder: str
    seed: bytes
    joining: Joining


class Knocking:
    """The machine that wants in."""

    def __init__(self, household: Household, begun: _Begun, files: PairingFiles) -> None:
        """Use `knock` or `knocking`."""
        self._store = household.store
        self._now = household.now
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
        """Return what the other machine says, once it does.

        Raises `InputError` when it refuses, or has let in another machine with this invitation; `FolderError`.
        """
        files = self._files.all()
        found = pairing.outcome(self._begun.joining, files)
        if found is None:
            others = (each for each in map(read, files) if isinstance(each, WelcomeFile))
            if not any(map(self._was_for_another, others)):
                return None
            found = Refused(Why.USED)
        if isinstance(found, Refused):
            self.drop()
            raise found.error
        return msgspec.json.decode(found, type=Welcome)

    def _was_for_another(self, welcome: WelcomeFile) -> bool:
        """Whether somebody else was let in with the same invitation."""
        mine = self._begun.joining
        return welcome.invite == mine.invite and welcome.join != id_of(mine.file)

    @property
    def outdated(self) -> bool:
        """Whether a newer invitation lies in the folder: then nobody waits for this answer any more."""
        made = {each.id: each.made for each in map(read, self._files.all()) if isinstance(each, Invite)}
        since = made.get(self._begun.joining.invite, self._now().timestamp() - pairing.LIFE)
        return any(each > since for each in made.values())

    def come_in(self, household: Household, told: Welcome) -> None:
        """Take part from now on; what is in the folder comes with the next exchange.

        Raises `InputError` when this home has a history of its own, `StoreError`.
        """
        _make_room(household, told)
        place = Path(self._begun.folder)
        circle = joined(self._begun.folder, self._begun.seed, told, [self._store.hand])
        clear_copies(self._store)
        self._store.local.put("me", told.person)  # first: whoever takes part here must be known, whatever stops this
        Desk(self._store).keep(replace(circle, mount=mount_of(place)))
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
    if files.was_changed(invite):
        raise InputError(Why.WORDS.value)
    me = Joiner(public_key=public, name=name, hand=store.hand)
    made = pairing.join(invite, words, me, household.now(), os.urandom)
    begun = _Begun(folder=str(place), seed=seed, joining=made)
    store.local.put(JOINING, msgspec.to_builtins(begun))
    files.put(made.file)
    return Knocking(household, begun, files)


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
    return Knocking(household, begun, files)


def be_invited(folder: Path) -> None:
    """Raise `InputError` where no invitation lies in a folder, before anybody is asked for words; `FolderError`."""
    newest(PairingFiles(PatientFolder(DiskFolder(folder))).all(), b"")


def _make_room(household: Household, told: Welcome) -> None:
    """Make a home ready to take in what the folder holds: one with another history is left as it is."""
    people = {each.id for each in household.people}
    if not people or people == {*told.people}:
        return
    if any(household.store.all(kind) for kind in KINDS.values() if kind not in {Person, Couple}):
        raise InputError("pair_other_history", path=household.store.home)
    household.store.begin_anew(at=household.now())
