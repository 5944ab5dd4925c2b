"""What both sides of a pairing over a folder have in common: its files, the folder itself, and where it is noted.

One side invites and says four words (`inviting`), the other says them and is let in (`knocking`). Each step can be
made again, after a stop or on another day: what was begun is kept on this machine.
"""

import os
import re
from pathlib import Path

from tui.core.errors import InputError
from tui.household.circle import circle_of
from tui.household.household import Household
from tui.household.syncing import usable
from tui.sync.pairing_files import id_of, kind_of
from tui.sync.ports import SUFFIX, Folder, Signature

INVITATION, JOINING = "sync_invitation", "sync_joining"
"""Where this machine keeps what was begun."""

_LARGEST = 256 * 1024
_CANONICAL = re.compile(r"[0-9a-f]{32}")


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

    def was_changed(self, data: bytes) -> bool:
        """Whether a file lies only under the name of another content: it was changed on its way."""
        names = [name.partition(".")[0] for name, (_, held) in self._read.items() if held == data]
        return all(_CANONICAL.fullmatch(name) and name != id_of(data).hex() for name in names)

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
