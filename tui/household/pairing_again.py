"""What was begun of a pairing and left in between: so that the same command or screen goes on where it was."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec.structs import replace

from tui.core.errors import InputError
from tui.household.household import Household
from tui.household.pairing import INVITATION, JOINING, Knocking, PairingFiles
from tui.sync import pairing_files
from tui.sync.folder import DiskFolder
from tui.sync.pairing import LIFE, Invitation, Joining, newest
from tui.sync.pairing_files import AnyFile, Invite, Why, id_of
from tui.sync.patience import PatientFolder
from tui.sync.roster import Welcome


class _Begun(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a join, as far as it matters here."""

    joining: Joining


def ask_again(household: Household) -> None:
    """Let whoever answered the invitation, and was not let in before this machine stopped, be asked about again.

    Raises `StoreError`.
    """
    local = household.store.local
    try:
        kept = msgspec.convert(local.get(INVITATION), Invitation)
    except (msgspec.ValidationError, ValueError):
        return
    if kept.good:
        local.put(INVITATION, msgspec.to_builtins(replace(kept, good=b"")))


class Waiting:
    """A machine that has knocked, and what becomes of it: an answer, somebody else let in, or a newer invitation."""

    def __init__(self, household: Household, knocked: Knocking) -> None:
        """Each file of the folder is read once, however often one looks."""
        self._knocked = knocked
        self._now = household.now
        self._files = PairingFiles(PatientFolder(DiskFolder(knocked.folder)))
        self._join = msgspec.convert(household.store.local.get(JOINING), _Begun).joining

    def look(self) -> Welcome | None:
        """Return what the other machine says, once it does.

        Raises `InputError` when it refuses, or has let in another machine with this invitation; `FolderError`.
        """
        told = self._knocked.look()
        if told is None and any(
            isinstance(each, pairing_files.Welcome) and self._mine(each) for each in self._read()
        ):
            self._knocked.drop()
            raise InputError(Why.USED.value)
        return told

    @property
    def outdated(self) -> bool:
        """Whether a newer invitation lies in the folder: then nobody waits for this answer any more."""
        made = {each.id: each.made for each in self._read() if isinstance(each, Invite)}
        since = made.get(self._join.invite, self._now().timestamp() - LIFE)
        return any(each > since for each in made.values())

    def _mine(self, welcome: pairing_files.Welcome) -> bool:
        return welcome.invite == self._join.invite and welcome.join != id_of(self._join.file)

    def _read(self) -> Iterator[AnyFile | None]:
        return map(pairing_files.read, self._files.all())


def be_invited(folder: Path) -> None:
    """Raise `InputError` where no invitation lies in a folder, before anybody is asked for words; `FolderError`."""
    newest(PairingFiles(PatientFolder(DiskFolder(folder))).all(), b"")
