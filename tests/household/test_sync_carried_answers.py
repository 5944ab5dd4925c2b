"""Sealed answers over a folder that loses, doubles and rolls back: nobody answers after they could have read."""

from pathlib import Path
from random import Random

import pytest

from tests.household.test_sync_answers import STEP, answer, questions
from tests.household.two_homes import Homes
from tui.core.errors import InputError
from tui.core.records import Answer, Opening
from tui.core.told_records import Released, Sealed
from tui.household import Household


class Carried(Homes):
    """Two homes; `known` is what each had given when they could first have read the other's answer."""

    def __init__(self, path: Path, random: Random) -> None:
        super().__init__(path)
        self.random = random
        self.question = questions(self.ana, STEP)[0]
        self.given: dict[str, list[str]] = {"Ana": [], "Ben": []}
        self.known: dict[str, set[str]] = {}
        self._before = [dict(self.folder.held)]

    def step(self) -> None:
        acts = (self.say, self.pass_on, self.pass_on, self.pass_on, self.roll_back, self.lose, self.double)
        self.random.choice(acts)(self.random.choice((self.ana, self.ben)))
        self._before.append(dict(self.folder.held))
        for mine, theirs in ((self.ana, self.ben), (self.ben, self.ana)):
            self.look(mine, theirs)

    def say(self, household: Household) -> None:
        name = household.me.name
        words = f"{name} {len(self.given[name])}"
        try:
            answer(household, STEP, {self.question: words})
        except InputError:
            return  # it stays as it was given
        self.given[name].append(words)

    def pass_on(self, household: Household) -> None:
        self.exchange(household)

    def roll_back(self, _: Household) -> None:
        self.folder.held = dict(self.random.choice(self._before))

    def lose(self, _: Household) -> None:
        for name in self.random.sample(sorted(self.folder.held), len(self.folder.held) // 2):
            self.folder.remove(name)

    def double(self, _: Household) -> None:
        for name in self.random.sample(sorted(self.folder.held), len(self.folder.held) // 2):
            self.folder.put(f"copy-{self.random.randrange(99)} {name}", self.folder.held[name])

    def look(self, mine: Household, theirs: Household) -> None:
        """See that what can be read here was given for something that had been given here."""
        me, other = mine.me, theirs.me
        can_read = [each.value for each in mine.store.find(Answer, by=other.id) if each.value is not None]
        keys = mine.store.find(Released, by=other.id)
        if (can_read or keys) and me.name not in self.known:
            self.known[me.name] = set(self.given[me.name])
        for key in keys:
            against, sealed = mine.store.get(Sealed, key.against), mine.store.get(Sealed, key.sealed)
            assert against is None or against.by == me.id
            assert sealed is None or sealed.by == other.id
        if can_read:
            assert mine.store.find(Released, by=me.id) or keys
            assert self.given[me.name]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_the_carrier_does_nobody_changes_an_answer_after_having_read_the_others(
    tmp_path: Path, seed: int
) -> None:
    carried = Carried(tmp_path / f"{seed}", Random(seed))
    for _ in range(30):
        carried.step()
    for household in (carried.ana, carried.ben):
        if not carried.given[household.me.name]:
            carried.say(household)
    carried.settle()
    for household in (carried.ana, carried.ben):
        carried.look(household, carried.ben if household is carried.ana else carried.ana)
    assert carried.ana.to_open() == carried.ben.to_open() == (STEP,)
    assert carried.ana.open_together(STEP) is not None
    carried.settle()
    shown = []
    for household in (carried.ana, carried.ben):
        (pair,) = household.pairs(household.all(Opening)[0])
        shown.append((pair.first.value, pair.second.value))
    assert shown[0] == shown[1]
    for name, value in zip(("Ana", "Ben"), shown[0], strict=True):
        assert value in carried.known[name]
