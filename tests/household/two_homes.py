"""Two homes on the disk, each a machine of one of the two, over one folder in memory."""

from pathlib import Path
from random import Random

import pytest

from tests.sync.carriers import MemoryFolder
from tui.core.ids import Ids
from tui.household import Household
from tui.household.circle import Desk
from tui.household.syncing import exchange
from tui.sync.exchange import Outcome
from tui.sync.keys import MachineKey
from tui.sync.roster import admitted, founded, joined
from tui.sync.wire import Member


class Homes:
    """Ana's machine, on which all began, and Ben's."""

    def __init__(self, path: Path) -> None:
        self.folder = MemoryFolder()
        self.path = path
        self._random = Random(path.name)
        self.ana = opened(path / "ana")
        self.ana.found(("Ana", "Ben"), ("Europe/Berlin", "America/New_York"), apart=True)
        ana = self.ana.people[0]
        seed = self._random.randbytes(32)
        hands = [self.ana.store.hand]
        Desk(self.ana.store).keep(founded("/folder", seed, ana.id, "Ana", hands, self._random.randbytes(36)))
        self.ben = self.more("ben", "Ben")

    def more(self, home: str, name: str) -> Household:
        """Return one more machine, of the person called `name`."""
        person = next(each for each in self.ana.people if each.name == name)
        household = opened(self.path / home)
        seed = self._random.randbytes(32)
        desk = Desk(self.ana.store)
        known = desk.circle()
        assert known is not None
        member = Member(MachineKey(seed).public, person.id, home, (household.store.hand,))
        after, told = admitted(known, member, tuple(each.id for each in self.ana.people))
        desk.keep(after)
        Desk(household.store).keep(joined("/folder", seed, told, [household.store.hand]))
        self.exchange(self.ana)
        self.exchange(household)
        household.be(person)
        return household

    def exchange(self, household: Household) -> Outcome:
        outcome = exchange(household, folder=self.folder)
        assert outcome is not None
        household.catch_up()
        return outcome

    def settle(self, *more: Household) -> None:
        """Exchange until nothing is new any more."""
        for _ in range(12):
            before = dict(self.folder.held)
            for each in (self.ana, self.ben, *more):
                self.exchange(each)
            if self.folder.held == before:
                return
        pytest.fail("they never come to rest")


def opened(home: Path) -> Household:
    return Household.open(home, ids=Ids(Random(str(home))))
