"""Two machines in one process: two homes of Ana and Ben, one folder, and a window on each."""

import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event

from textual.pilot import Pilot

from tests.stage import SMALL, app_on, seen
from tui.household import Household
from tui.household.syncing import Desk, exchange
from tui.sync.folder import DiskFolder
from tui.sync.keys import KEY, MachineKey
from tui.sync.ports import FolderError, Signature
from tui.sync.roster import admitted, founded, joined
from tui.sync.wire import Member

Stage = Pilot[int]


def pair(one: Household, other: Household, folder: Path, *, person: str = "") -> None:
    """Let two homes share a folder, as they do once four words were said; the `other` becomes Ben's."""
    folder.mkdir(exist_ok=True)
    me, seed = one.me, os.urandom(KEY)
    person = person or one.partner.id
    begun = founded(str(folder), os.urandom(KEY), me.id, me.name, (one.store.hand,), os.urandom(36))
    label = next(each.name for each in one.people if each.id == person)
    member = Member(public=MachineKey(seed).public, person=person, label=label, hands=(other.store.hand,))
    after, told = admitted(begun, member, tuple(each.id for each in one.people))
    Desk(one.store).keep(after)
    Desk(other.store).keep(joined(str(folder), seed, told, [other.store.hand]))
    other.store.local.put("me", person)


def settle(*households: Household) -> None:
    """Let all exchange until all hold the same."""
    for _ in range(3):
        for each in households:
            exchange(each)
    for each in households:
        each.sit_down()


@asynccontextmanager
async def window(household: Household) -> AsyncIterator[Stage]:
    """Open the app on a home."""
    async with app_on(household).run_test(size=SMALL, notifications=True) as pilot:
        await pilot.pause()
        yield pilot


async def until(pilot: Stage, condition: Callable[[], bool]) -> None:
    """Wait until something holds, and say that it did."""
    for _ in range(100):
        if condition():
            break
        await pilot.pause(0.15)
    assert condition(), seen(pilot)


async def until_shown(pilot: Stage, text: str) -> None:
    """Wait until a text stands on the screen, in one line or several."""
    await until(pilot, lambda: text in read(pilot))


def read(pilot: Stage) -> str:
    """Return what stands on the screen, as one line."""
    return " ".join(seen(pilot).split())


class TroubledFolder:
    """A folder on the disk that hangs, is full, or is gone, when it is told to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.goes_on = Event()
        self.goes_on.set()
        self.hanging = Event()
        self.key = ""
        self._real = DiskFolder(path)

    def files(self) -> Mapping[str, Signature]:
        self._be_troubled(self.key in {"", "folder_full"})
        return self._real.files()

    def read(self, name: str, most: int) -> bytes | None:
        self._be_troubled(self.key in {"", "folder_full"})
        return self._real.read(name, most)

    def write(self, name: str, data: bytes) -> None:
        self._be_troubled(not self.key)
        self._real.write(name, data)

    def remove(self, name: str) -> None:
        self._be_troubled(not self.key)
        self._real.remove(name)

    def _be_troubled(self, well: bool) -> None:
        if not self.goes_on.is_set():
            self.hanging.set()
            self.goes_on.wait(20)
        if not well:
            raise FolderError(self.key, path=self.path, why="")
