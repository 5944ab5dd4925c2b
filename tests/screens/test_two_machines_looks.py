"""How the pages of two machines look: not set up, words to say, words to compare, joining, and how it stands."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from textual.screen import Screen

from tests.screens.test_fits import check_all
from tests.screens.test_looks import SnapCompare, compare
from tests.stage import pictures
from tui.app.syncing import Syncing
from tui.household import Household
from tui.household.standing import Badge
from tui.household.syncing import STANDS, Desk, Stands
from tui.screens.machine_invite import InviteScreen
from tui.screens.machine_invite import Stage as Inviting
from tui.screens.machine_join import JoinScreen
from tui.screens.machine_join import Stage as Joining
from tui.screens.machine_sure import MachineSureScreen
from tui.screens.settings import SettingsScreen
from tui.screens.two_machines import TwoMachinesScreen
from tui.sync.exchange import Equal
from tui.sync.keys import MachineKey
from tui.sync.roster import admitted, founded
from tui.sync.wire import Member

Make = Callable[[Household], Screen[bool]]
FOLDER = "/home/ana/Nextcloud/the two of us"


class Said:
    """Stands for both sides of a pairing: words that are always the same."""

    words = ("yacht", "midnight", "compass", "pigeon")
    check = ("wren", "robin", "tomato")

    def __init__(self, household: Household) -> None:
        self.household = household

    def person(self, _: object) -> object:
        return self.household.partner


@pytest.fixture(autouse=True)
def nothing_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder is looked at, and nobody waits."""
    monkeypatch.setattr(Syncing, "begin", lambda _: None)
    monkeypatch.setattr(InviteScreen, "on_mount", lambda _: None)
    monkeypatch.setattr(JoinScreen, "on_mount", lambda _: None)
    monkeypatch.setattr("tui.screens.machine_folder.likely_folder", lambda: "/home/ana/Nextcloud/")


def set_up(household: Household, **how: object) -> None:
    """Share a folder with Ben's machine; `how` it stands."""
    me = household.me
    people = tuple(each.id for each in household.people)
    circle = founded(FOLDER, bytes(32), me.id, me.name, (household.store.hand,), bytes(36))
    for number, person in ((2, household.partner), (3, household.me)):
        key = MachineKey(bytes([number] * 32)).public
        label = person.name if number == 2 else f"{person.name} 2"
        circle, _ = admitted(circle, Member(public=key, person=person.id, label=label, hands=()), people)
    Desk(household.store).keep(circle)
    household.store.local.put(STANDS, msgspec.to_builtins(Stands(folder=FOLDER, **how)))  # type: ignore[arg-type]
    mark = household.store.home / "sync" / "read"
    mark.parent.mkdir(exist_ok=True)
    mark.touch()
    moment = (household.now() - timedelta(minutes=2)).timestamp()
    os.utime(mark, (moment, moment))
    household.badge = Badge.SAME if how.get("equal") == Equal.YES else Badge.ON_ITS_WAY


def plain(household: Household) -> Screen[bool]:
    return TwoMachinesScreen(household)


def well(household: Household) -> Screen[bool]:
    set_up(household, equal=Equal.YES)
    return TwoMachinesScreen(household)


def troubled(household: Household) -> Screen[bool]:
    set_up(household, error="folder_gone", values={"path": FOLDER}, refused={"a.nearer": "stranger", "b": "damaged"})
    household.badge = Badge.NOT_REACHED
    return TwoMachinesScreen(household)


def waiting(household: Household) -> Screen[bool]:
    set_up(household, waiting=(household.partner.id,), equal=Equal.NO)
    return TwoMachinesScreen(household)


def say_words(household: Household) -> Screen[bool]:
    screen = InviteScreen(household)
    screen.stage, screen.sharing = Inviting.WORDS, Said(household)  # type: ignore[assignment]
    return screen


def compare_words(household: Household) -> Screen[bool]:
    screen = InviteScreen(household)
    screen.stage, screen.sharing, screen.asked = Inviting.CHECK, Said(household), Said(household)  # type: ignore[assignment]
    return screen


def join(household: Household) -> Screen[bool]:
    screen = JoinScreen(household)
    screen.told = household.words("errors.pair_words")
    return screen


def knocked(household: Household) -> Screen[bool]:
    screen = JoinScreen(household)
    screen.stage, screen.knocking = Joining.CHECK, Said(household)  # type: ignore[assignment]
    return screen


def coming(household: Household) -> Screen[bool]:
    screen = JoinScreen(household)
    screen.stage = Joining.COMING
    return screen


def remove(household: Household) -> Screen[bool]:
    return MachineSureScreen(household, "remove", name="Ben", short="225cdf")


def stop(household: Household) -> Screen[bool]:
    return MachineSureScreen(household, "stop")


BOTH: dict[str, object] = {"plain": plain, "well": well, "words": say_words}
ONCE: dict[str, object] = {"troubled": troubled, "join": join}


@pictures("make", BOTH, ONCE)
def test_two_machines(
    snap_compare: SnapCompare, household: Household, make: Make, language: str, size: tuple[int, int]
) -> None:
    household.speak(language)
    screen = make(household)
    assert compare(snap_compare, household, lambda: screen, size)  # type: ignore[arg-type,return-value]


async def test_all_of_it_fits_in_the_language_that_needs_most_room(household: Household) -> None:
    household.speak("de")
    screens = [plain, say_words, compare_words, join, knocked, coming, remove, stop, well, waiting]
    await check_all(household, screens)


async def test_settings_say_where_everything_is(household: Household) -> None:
    set_up(household, equal=Equal.YES)
    household.store.home = Path("/home/ana/.local/share/nearer")
    await check_all(household, [SettingsScreen])
