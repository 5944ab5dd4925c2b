"""The passphrase on the screens: set, changed, removed, and asked for."""

import re
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Button, Input, TextArea

from tests.stage import SMALL, FixedClock, app_on, screen_name, seen
from tui.app.app import NearerApp
from tui.core.errors import LockedError
from tui.household import Household
from tui.screens.unlock import UnlockScreen
from tui.store.keys import Cost
from tui.store.store import Store

PHRASE = "a quiet evening"
TELLING = re.compile(r"(?i)couple|love|partner|Ana|Ben|check|talk|home|answer|together|relationship")


@pytest.fixture(autouse=True)
def _light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "cost", Cost(ops=1, memory=8 * 1024))
    monkeypatch.setattr(UnlockScreen, "PAUSES", (0.05, 0.05, 0.05))


async def until(pilot: Pilot[int], condition: Callable[[], bool]) -> None:
    for _ in range(400):
        if condition():
            return
        await pilot.pause(0.01)
    raise AssertionError(seen(pilot))


async def on_screen(pilot: Pilot[int], name: str) -> None:
    await until(pilot, lambda: screen_name(pilot) == name)
    await pilot.pause()


async def write(pilot: Pilot[int], text: str) -> None:
    """Put a text into the field that has the focus, quicker than key by key."""
    assert isinstance(pilot.app.focused, Input | TextArea)
    pilot.app.focused.post_message(Paste(text))
    await pilot.pause()


async def strike(pilot: Pilot[int], text: str) -> None:
    await pilot.press(*("space" if char == " " else char for char in text))


def opens(home: Path, secret: str) -> bool:
    try:
        Store.open(home, passphrase=secret).close()
    except LockedError:
        return False
    return True


async def to_the_passphrase(pilot: Pilot[int]) -> None:
    await on_screen(pilot, "HomeScreen")
    await pilot.press("comma")
    await on_screen(pilot, "SettingsScreen")
    pilot.app.screen.query_one("#passphrase", Button).focus()
    await pilot.press("enter")
    await on_screen(pilot, "PassphraseScreen")


def words_on(pilot: Pilot[int]) -> str:
    return " ".join(
        word for _, word in sorted((int(n), w) for n, w in re.findall(r"(\d+) ([a-z]{4,8})\b", seen(pilot)))
    )


async def test_a_passphrase_is_set_by_keys_alone_and_the_words_are_shown_once(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await to_the_passphrase(pilot)
        await pilot.press("enter")
        await on_screen(pilot, "PassphraseForm")
        await strike(pilot, PHRASE)
        assert PHRASE not in seen(pilot)
        await pilot.press("enter")
        await write(pilot, PHRASE)
        await pilot.press("enter")
        await on_screen(pilot, "RecoveryScreen")
        words = words_on(pilot)
        assert len(words.split()) == 17
        assert "paper" in seen(pilot)
        await pilot.press("escape")
        assert screen_name(pilot) == "RecoveryScreen"
        await pilot.press("enter")
        await on_screen(pilot, "PassphraseScreen")
        await until(pilot, lambda: "is sealed" in seen(pilot))
        assert len(pilot.app.screen.query(Button)) == 3
        assert words.split()[0] not in seen(pilot)
    home = household.store.home
    assert not opens(home, "")
    assert opens(home, PHRASE)
    assert opens(home, words)


async def act(pilot: Pilot[int], button: str, *fields: str) -> None:
    await to_the_passphrase(pilot)
    pilot.app.screen.query_one(f"#{button}", Button).focus()
    await pilot.press("enter")
    await on_screen(pilot, "PassphraseForm")
    for field in fields:
        await write(pilot, field)
        await pilot.press("enter")


async def test_a_passphrase_is_changed_and_the_old_one_opens_no_more(household: Household) -> None:
    household.store.set_passphrase(PHRASE)
    async with app_on(household).run_test(size=SMALL) as pilot:
        await act(pilot, "change", PHRASE, "another evening", "another evening")
        await on_screen(pilot, "PassphraseScreen")
    assert opens(household.store.home, "another evening")
    assert not opens(household.store.home, PHRASE)


async def test_new_words_take_the_place_of_the_old_ones(household: Household) -> None:
    old = " ".join(household.store.set_passphrase(PHRASE))
    async with app_on(household).run_test(size=SMALL) as pilot:
        await act(pilot, "recovery", PHRASE)
        await on_screen(pilot, "RecoveryScreen")
        new = words_on(pilot)
    assert opens(household.store.home, new)
    assert not opens(household.store.home, old)


async def test_a_passphrase_is_removed_and_nothing_is_sealed_any_more(household: Household) -> None:
    household.store.set_passphrase(PHRASE)
    async with app_on(household).run_test(size=SMALL) as pilot:
        await act(pilot, "remove", PHRASE)
        await on_screen(pilot, "PassphraseScreen")
        await until(pilot, lambda: "Nothing is sealed" in seen(pilot))
        assert [button.id for button in pilot.app.screen.query(Button)] == ["set"]
    assert opens(household.store.home, "")


async def test_a_wrong_passphrase_changes_nothing_and_what_was_typed_stays(household: Household) -> None:
    household.store.set_passphrase(PHRASE)
    async with app_on(household).run_test(size=SMALL) as pilot:
        await act(pilot, "change", "not this one", "another evening", "another evening")
        await until(pilot, lambda: "That does not open it" in seen(pilot))
        assert screen_name(pilot) == "PassphraseForm"
        assert pilot.app.screen.query_one("#new", Input).value == "another evening"
    assert opens(household.store.home, PHRASE)


async def test_two_different_passphrases_are_not_taken(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await act(pilot, "set", PHRASE, "a quiet morning")
        await until(pilot, lambda: "not the same" in seen(pilot))
        assert screen_name(pilot) == "PassphraseForm"
    assert opens(household.store.home, "")


async def test_a_short_passphrase_is_said_to_be_short_and_taken(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await act(pilot, "set", "dawn")
        assert "easily guessed" in seen(pilot)
        await write(pilot, "dawn")
        await pilot.press("enter")
        await on_screen(pilot, "RecoveryScreen")
    assert opens(household.store.home, "dawn")


# Asked for


def sealed_app(household: Household, clock: FixedClock) -> NearerApp:
    """Return the app as it starts on the home of `household`, now sealed."""
    home = household.store.home
    household.store.set_passphrase(PHRASE)
    household.close()
    opening: Future[Household] = Future()
    opening.set_exception(LockedError("home_locked", path=home))
    return NearerApp(opening, lambda passphrase: Household.open(home, passphrase=passphrase, clock=clock))


async def test_a_sealed_home_asks_waits_after_a_wrong_passphrase_and_goes_on_with_the_right_one(
    household: Household, clock: FixedClock
) -> None:
    app = sealed_app(household, clock)
    async with app.run_test(size=SMALL) as pilot:
        await on_screen(pilot, "UnlockScreen")
        assert TELLING.search(seen(pilot)) is None
        assert seen(pilot).split()[0] == "nearer"
        field = app.screen.query_one(Input)
        await strike(pilot, "not this one")
        assert "not this one" not in seen(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "does not open it" in seen(pilot))
        await until(pilot, lambda: not field.disabled)
        assert field.value == "not this one"
        assert TELLING.search(seen(pilot)) is None
        await write(pilot, PHRASE)
        assert field.value == PHRASE
        await pilot.press("enter")
        await on_screen(pilot, "HomeScreen")
        assert "Ana" in seen(pilot)
    assert app.household is not None
    app.household.close()


async def test_each_wrong_passphrase_rests_the_field_longer(
    household: Household, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(UnlockScreen, "PAUSES", (1.0, 2.0, 4.0))
    rests: list[float] = []
    app = sealed_app(household, clock)
    async with app.run_test(size=SMALL) as pilot:
        await on_screen(pilot, "UnlockScreen")
        screen = app.screen

        def rest(seconds: float, again: Callable[[], None]) -> None:
            assert screen.query_one(Input).disabled
            rests.append(seconds)
            screen.call_later(again)

        monkeypatch.setattr(screen, "set_timer", rest)
        for count in range(1, 5):
            await write(pilot, "no")
            await pilot.press("enter")
            await until(pilot, lambda count=count: len(rests) == count and not screen.query_one(Input).disabled)  # type: ignore[misc]
    assert rests == [1.0, 2.0, 4.0, 4.0]


async def test_the_recovery_words_pasted_in_lines_open_it(household: Household, clock: FixedClock) -> None:
    home = household.store.home
    words = household.store.set_passphrase(PHRASE)
    household.close()
    opening: Future[Household] = Future()
    opening.set_exception(LockedError("home_locked", path=home))
    app = NearerApp(opening, lambda passphrase: Household.open(home, passphrase=passphrase, clock=clock))
    async with app.run_test(size=SMALL) as pilot:
        await on_screen(pilot, "UnlockScreen")
        await write(pilot, "\n".join(f"{n}. {word}" for n, word in enumerate(words, 1)))
        await pilot.press("enter")
        await on_screen(pilot, "HomeScreen")
    assert app.household is not None
    app.household.close()


@pytest.mark.parametrize("key", ["escape", "ctrl+q"])
async def test_the_field_can_be_left_and_then_nothing_has_happened(
    household: Household, clock: FixedClock, key: str
) -> None:
    app = sealed_app(household, clock)
    async with app.run_test(size=SMALL) as pilot:
        await on_screen(pilot, "UnlockScreen")
        await pilot.press(key)
    assert app.return_code == 0
    assert app.household is None
    assert app.failure is None
    assert opens(household.store.home, PHRASE)


async def test_a_home_whose_key_is_lost_ends_the_app_with_its_sentence(household: Household) -> None:
    opening: Future[Household] = Future()
    opening.set_exception(LockedError("key_lost", path=household.store.home))
    app = NearerApp(opening, lambda _: household)
    async with app.run_test(size=SMALL):
        pass
    assert app.failure is not None
    assert app.failure.key == "key_lost"


async def test_a_home_that_another_window_seals_asks_over_the_screen_and_keeps_what_is_typed(
    household: Household,
) -> None:
    async with app_on(household, first="check-in", step="before").run_test(size=SMALL) as pilot:
        await on_screen(pilot, "SafetyScreen")
        await pilot.press("enter")
        await on_screen(pilot, "StepScreen")
        await pilot.press("enter")
        for mark in ("4", "5"):
            await pilot.press(mark, "enter")
        await until(pilot, lambda: "3 of 9" in seen(pilot))
        await write(pilot, "before")
        other = Household.open(household.store.home, clock=household.clock)
        other.store.set_passphrase(PHRASE)
        other.rename(("Ana", "Benjamin"), ("Europe/Berlin", "Europe/Berlin"), apart=False)
        await on_screen(pilot, "UnlockScreen")
        assert TELLING.search(seen(pilot)) is None
        await write(pilot, PHRASE)
        await pilot.press("enter")
        await on_screen(pilot, "StepScreen")
        assert "before" in seen(pilot)
        await strike(pilot, " and after")
        await until(pilot, lambda: "before and after" in seen(pilot))
        await until(pilot, lambda: household.partner.name == "Benjamin")
        await pilot.press("ctrl+q")
    again = Household.open(household.store.home, passphrase=PHRASE)
    assert "before and after" in str(again.draft("before"))
    assert b"before and after" not in (household.store.home / "local.json").read_bytes()


async def test_what_is_chosen_in_a_home_that_was_sealed_meanwhile_asks_too_and_shows_no_words_before(
    household: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.app.app.GLANCE", 1000.0)
    async with app_on(household).run_test(size=SMALL) as pilot:
        await on_screen(pilot, "HomeScreen")
        await pilot.press("comma")
        await on_screen(pilot, "SettingsScreen")
        other = Household.open(household.store.home, clock=household.clock)
        other.store.set_passphrase(PHRASE)
        await pilot.press("down", "space")
        await on_screen(pilot, "UnlockScreen")
        assert TELLING.search(seen(pilot)) is None
        await write(pilot, PHRASE)
        await pilot.press("enter")
        await on_screen(pilot, "SettingsScreen")
        await pilot.press("down", "space")
        await until(pilot, lambda: household.store.local.get("theme") == "nearer-contrast")


async def test_looking_around_in_a_home_that_was_sealed_meanwhile_breaks_nothing(
    household: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.app.app.GLANCE", 1000.0)
    async with app_on(household).run_test(size=SMALL) as pilot:
        await on_screen(pilot, "HomeScreen")
        other = Household.open(household.store.home, clock=household.clock)
        other.store.set_passphrase(PHRASE)
        for key in ("comma", "escape", "p", "escape", "j", "escape", "t", "escape"):
            await pilot.press(key)
            await pilot.pause()
        assert pilot.app._exception is None
