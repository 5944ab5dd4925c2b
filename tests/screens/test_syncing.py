"""While the app runs, what one machine writes shows in the other; a folder in trouble keeps nobody from anything."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace
from textual._context import active_app
from textual.widgets import Input

from tests.screens.machines_stage import TroubledFolder, pair, read, settle, until, until_shown, window
from tests.stage import FixedClock, screen_name, seen
from tui.app.app import NearerApp
from tui.core.ids import Ids
from tui.core.records import Agreement
from tui.household import Household, syncing
from tui.household.standing import LATELY, Badge, badge
from tui.household.syncing import Stands
from tui.store.keys import Cost
from tui.sync.exchange import Equal
from tui.sync.patience import PatientFolder

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
SAME = Stands(folder="f", equal=Equal.YES)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "folder"


@pytest.fixture
def other(household: Household, tmp_path: Path, folder: Path, clock: FixedClock) -> Iterator[Household]:
    """Ben's machine, which shares a folder with Ana's."""
    found = Household.open(tmp_path / "other", clock=clock, ids=Ids(Random(7)))
    pair(household, found, folder)
    settle(household, found)
    yield found
    found.close()


def keeps(household: Household, text: str) -> None:
    household.save(Agreement(id=household.ids.new(), by=household.me.id, at=household.now(), text=text))


@pytest.mark.parametrize(
    "what",
    [
        {"stands": replace(SAME, equal=Equal.NO)},
        {"stands": replace(SAME, equal=Equal.UNKNOWN)},
        {"stands": replace(SAME, waiting=("ben",))},
        {"stands": replace(SAME, not_here_yet=1)},
        {"stands": replace(SAME, unfit=1)},
        {"stands": replace(SAME, error="folder_gone")},
        {"stands": replace(SAME, alone=True)},
        {"stands": replace(SAME, taking_part=False)},
        {"stands": None},
        {"read": None},
        {"read": NOW - LATELY - timedelta(seconds=1)},
        {"read": NOW + LATELY + timedelta(seconds=1)},
        {"to_send": True},
        {"failed": True},
    ],
)
def test_the_badge_says_the_same_only_when_it_was_proved_lately_and_nothing_is_left_to_send(
    what: dict[str, object],
) -> None:
    proved: dict[str, object] = {"stands": SAME, "read": NOW, "now": NOW, "to_send": False, "failed": False}
    assert badge(**proved) is Badge.SAME  # type: ignore[arg-type]
    assert badge(**{**proved, **what}) is not Badge.SAME  # type: ignore[arg-type]


@pytest.fixture
def within(monkeypatch: pytest.MonkeyPatch) -> set[bool]:
    """Whether what was done as something came was done within the app: a timer that is begun outside breaks it."""
    look, found = NearerApp.look_now, set[bool]()

    def looked(app: NearerApp, *, changed: bool = False) -> None:
        found.add(active_app.get(None) is app)
        look(app, changed=changed)

    monkeypatch.setattr(NearerApp, "look_now", looked)
    return found


async def test_what_one_does_shows_on_the_other_machine_without_a_key(
    household: Household,
    other: Household,
    clock: FixedClock,
    within: set[bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with window(household) as one, window(other) as two:
        await one.press("a")
        await two.press("j")
        for pilot in (one, two):
            await until_shown(pilot, "⇄ the same")
        keeps(household, "phones away at dinner")
        await until(one, lambda: household.badge is Badge.ON_ITS_WAY)
        await until_shown(two, "phones away at dinner")
        keeps(other, "a walk on Sundays")
        await until_shown(one, "a walk on Sundays")
        for pilot in (one, two):
            await until_shown(pilot, "⇄ the same")
        for app in (one.app, two.app):
            assert isinstance(app, NearerApp)
            shows_it_once_it_is_laid_out(app, monkeypatch)
            app.syncing.end()

        def not_reached() -> bool:
            clock.go(LATELY.total_seconds() + 1)  # an exchange that was under way may have read it meanwhile
            return "⇄ not reached" in seen(one)

        await until(one, not_reached)
    assert within == {True}


def shows_it_once_it_is_laid_out(app: NearerApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen that was on its way when something changed shows it with the next look."""
    shown: list[bool] = []
    with monkeypatch.context() as patch:
        patch.setattr(app.screen, "stands_changed", lambda: shown.append(True))
        with monkeypatch.context() as early:
            early.setattr(type(app.screen), "is_mounted", False)
            app.syncing._show(anyway=True)
        assert shown == []
        app.syncing.glance()
        assert shown


async def test_a_folder_that_hangs_keeps_nobody_from_typing_saving_or_leaving(
    household: Household, other: Household, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    troubled = TroubledFolder(folder)
    monkeypatch.setattr(syncing, "folder_of", lambda _: PatientFolder(troubled, seconds=20))
    troubled.goes_on.clear()
    try:
        async with window(household) as one:
            await until(one, troubled.hanging.is_set)
            await one.press("a", "n")
            await until(one, lambda: bool(one.app.screen.query(Input)) or screen_name(one) != "HomeScreen")
            keeps(household, "said while it hangs")
            assert household.badge is not Badge.SAME
            await one.press("escape", "escape")
            await until(one, lambda: screen_name(one) == "HomeScreen")
            await one.press("ctrl+q")
        assert one.app.return_code == 0
        app = one.app
        assert isinstance(app, NearerApp)
        app.syncing.wait()
        assert not troubled.goes_on.is_set(), "nobody waited for the folder"
    finally:
        troubled.goes_on.set()
    assert other.badge is None


async def test_a_folder_that_is_full_or_gone_is_tried_again_until_it_is_well(
    household: Household, other: Household, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    troubled = TroubledFolder(folder)
    monkeypatch.setattr(syncing, "folder_of", lambda _: PatientFolder(troubled, seconds=20))
    monkeypatch.setattr("tui.app.syncer.AGAIN", 0.1)
    async with window(household) as one:
        await until_shown(one, "⇄ the same")
        for key in ("folder_full", "folder_gone"):
            troubled.key = key
            keeps(household, key)
            await until_shown(one, "⇄ not reached")
            assert syncing.stands(household).error == key  # type: ignore[union-attr]
            troubled.key = ""
            await until_shown(one, "⇄ on its way")
        assert not one.app._notifications, "it alarms nobody"
    settle(other)
    assert {each.text for each in other.all(Agreement)} == {"folder_full", "folder_gone"}
    assert not (household.store.home / "logs").exists()


async def test_what_breaks_in_it_is_noted_once_and_it_goes_on(
    household: Household, other: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, broken = syncing.exchange, [ValueError("of ours"), ValueError("of ours")]

    def breaking(*args: object, **options: object) -> object:
        if broken:
            raise broken.pop()
        return real(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(syncing, "exchange", breaking)
    monkeypatch.setattr("tui.app.syncer.AGAIN", 0.1)
    async with window(household) as one:
        await until_shown(one, "⇄ the same")
        assert "of ours" not in read(one)
    assert other.founded
    assert len([*(household.store.home / "logs").iterdir()]) == 1


async def test_two_windows_of_one_home_take_turns(household: Household, other: Household, clock: FixedClock) -> None:
    second = Household.open(household.store.home, name="Ana", clock=clock, ids=Ids(Random(9)))
    try:
        with syncing.alone(second) as free:
            assert free
            async with window(household) as one:
                keeps(household, "while another is at it")
                await until(one, lambda: household.badge is Badge.ON_ITS_WAY)
    finally:
        second.close()
    settle(household, other)
    assert [each.text for each in other.all(Agreement)] == ["while another is at it"]


async def test_a_sealed_home_takes_part_like_any_other(household: Household, other: Household) -> None:
    household.store.cost = Cost(ops=1, memory=8192)
    household.store.set_passphrase("a long enough secret")
    async with window(household) as one:
        keeps(household, "sealed at home, and shared")

        def arrived() -> bool:
            syncing.exchange(other)
            return bool(other.all(Agreement))

        await until(one, arrived)
        await until_shown(one, "⇄ the same")
    assert [each.text for each in other.all(Agreement)] == ["sealed at home, and shared"]


async def test_no_folder_no_badge(household: Household, other: Household) -> None:
    for each in (household, other):
        syncing.stop(each)
    async with window(household) as one:
        await one.pause()
        app = one.app
        assert isinstance(app, NearerApp)
        app.syncing.glance()
        assert household.badge is None
        assert "⇄" not in read(one)
