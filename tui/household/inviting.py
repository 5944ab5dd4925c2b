"""The machine that invites: it says four words, and lets in whoever has answered with them."""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec.structs import replace

from tui.core.errors import InputError
from tui.core.records import Person
from tui.household.circle import Desk, circle_of
from tui.household.household import Household
from tui.household.names import called
from tui.household.pairing import INVITATION, PairingFiles, chosen
from tui.household.syncing import alone_soon, clear_copies, folder_of
from tui.sync import pairing
from tui.sync.folder import DiskFolder, mount_of
from tui.sync.keys import KEY
from tui.sync.pairing import Asked, Invitation, Refused
from tui.sync.pairing_files import Why, kind_of
from tui.sync.roster import MOST_MACHINES, MOST_MEMBERS, Circle, admitted, founded
from tui.sync.wire import Member

_RANDOM_EPOCH = 36


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
        if len(self.circle.present) >= MOST_MACHINES:
            raise Refused(Why.FULL).error
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
        clear_copies(self._store)
        Desk(self._store).keep(replace(begun, mount=mount))

    def _kept(self) -> Invitation | None:
        """Return an invitation that still holds; whoever answered it and was not let in yet is asked about again."""
        try:
            kept = msgspec.convert(self._store.local.get(INVITATION), Invitation)
        except (msgspec.ValidationError, ValueError):
            return None
        kept = replace(kept, good=b"")
        if pairing.over(kept, self._household.now()) is None:
            return kept
        self._files.all()
        self._files.take_away(kept.file)  # so that nobody answers one that is over
        return None

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
        if len(known.present) >= MOST_MACHINES or len(known.members) >= MOST_MEMBERS:
            return Why.FULL
        try:
            self.person(asked)
        except InputError:
            return Why.NAME
        return None

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


def _label(name: str, circle: Circle) -> str:
    taken = {each.label for each in circle.members}
    return next(each for each in _labels(name) if each not in taken)


def _labels(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name} {number}" for number in range(2, 100))
