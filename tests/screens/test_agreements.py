"""Agreements on the screens: one key to agree, what changed is told, and no word is lost in any window."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from functools import partial
from random import Random

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Button, Input, OptionList, TextArea

from tests.stage import SMALL, FixedClock, app_on, screen_name, seen
from tui.core.ids import Ids
from tui.core.records import Agreement, Consent, Revision
from tui.household import Household
from tui.household.agreements import agree, every, keep, let_go, look_again, revise, standing
from tui.household.own import erasable, erase
from tui.household.wordings import NEW, Draft, kept_draft, sentence_key
from tui.screens.agreement import AgreementScreen
from tui.screens.agreements import AgreementsScreen
from tui.screens.journal import JournalScreen
from tui.screens.keep import KeepScreen
from tui.screens.wording import WordingScreen
from tui.widgets.bars import KeyBar

Stage = Pilot[int]
BARS = dict.fromkeys(map(ord, "▁▂▃▄▅▆▇█▌"), " ")
TODAY = date(2026, 11, 23)
ODD = ("[/b]", "日本語", "\x1b[31mred", "[@click=app.quit]x[/]", "a" * 10_000, "a\n\n\nb")


@pytest.fixture
def ben(household: Household, clock: FixedClock) -> Iterator[Household]:
    """The same home, opened again by Ben."""
    other = Household.open(household.store.home, name="Ben", clock=clock, ids=Ids(Random(2)))
    yield other
    other.close()


@pytest.fixture
def again(household: Household, clock: FixedClock) -> Iterator[Household]:
    """The same home, opened again by Ana."""
    other = Household.open(household.store.home, name="Ana", clock=clock, ids=Ids(Random(3)))
    yield other
    other.close()


async def until(pilot: Stage, condition: Callable[[], bool]) -> None:
    """Wait until something holds, and say that it did."""
    for _ in range(300):
        if condition():
            break
        await pilot.pause(0.02)
    assert condition(), seen(pilot)


@asynccontextmanager
async def on(
    household: Household, *screens: Callable[[Household], Screen[None]], size: tuple[int, int] = SMALL
) -> AsyncIterator[Stage]:
    """Play with screens above home."""
    household.catch_up()
    async with app_on(household).run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        for screen in screens:
            await pilot.app.push_screen(screen(household))
            await pilot.pause()
        yield pilot
        assert pilot.app.return_code in {None, 0}


def one(agreement_id: str) -> Callable[[Household], AgreementScreen]:
    return lambda household: AgreementScreen(household, agreement_id)


def said(pilot: Stage) -> str:
    return "\n".join(each.message for each in pilot.app._notifications)


def shows(pilot: Stage, *texts: str) -> bool:
    text = " ".join(seen(pilot).translate(BARS).split())
    return all(each in text for each in texts)


def offers(pilot: Stage) -> set[str]:
    return {hint.command.id for hint in pilot.app.screen.query_one(KeyBar).hints}


def buttons(pilot: Stage) -> set[str]:
    return {each.id or "" for each in pilot.app.screen.query(Button) if each.display}


async def write(pilot: Stage, text: str) -> None:
    pilot.app.screen.query_one(TextArea).text = text
    await pilot.pause()


async def arrived(pilot: Stage, name: str) -> None:
    await until(pilot, lambda: screen_name(pilot) == name)
    await pilot.pause()


def agreed(ana: Household, ben: Household, text: str = "phones away") -> str:
    """Let both agree on a text; return the agreement's id."""
    made = keep(ana, text)
    agree(ben, made.id, made.id)
    ana.catch_up()
    return made.id


# Beginning, agreeing


async def test_an_agreement_is_begun_from_the_list_with_a_day_and_agreed_to_with_one_key(
    household: Household, ben: Household
) -> None:
    async with on(household, AgreementsScreen) as pilot:
        assert shows(pilot, "Nothing agreed yet.")
        await pilot.press("n", *"phones away", "enter", *"tea at eight", "ctrl+n")
        await arrived(pilot, "LookAgainScreen")
        await pilot.press("up", "up", "space", "enter")
        await arrived(pilot, "AgreementsScreen")
        assert shows(pilot, "OPEN FOR THE WORD OF Ben", "… phones away tea at eight")
    (made,) = household.all(Agreement)
    assert made.text == "phones away\ntea at eight"
    assert made.look_again == TODAY + timedelta(weeks=2)
    async with on(ben, AgreementsScreen) as pilot:
        assert shows(pilot, "OPEN FOR YOUR WORD", "? phones away tea at eight")
        await pilot.press("enter")
        await arrived(pilot, "AgreementScreen")
        assert shows(pilot, "THE WORDING SO FAR by Ana ●", "Ana ● agrees ✓", "Ben ◆ still open ○")
        await pilot.press("a")
        await until(pilot, lambda: shows(pilot, "AGREED BY BOTH OF YOU ♥"))
        assert "Now you have both agreed to it." in said(pilot)
        assert "agree" not in offers(pilot)
        await pilot.press("escape")
        await arrived(pilot, "AgreementsScreen")
        assert shows(pilot, "AGREED BY BOTH OF YOU", "♥ phones away")


async def test_everything_works_with_the_mouse(household: Household, ben: Household) -> None:
    agreement = keep(household, "phones away").id
    async with on(ben, AgreementsScreen) as pilot:
        await pilot.click(OptionList, offset=(4, 1))
        await arrived(pilot, "AgreementScreen")
        await pilot.click("#agree")
        await until(pilot, lambda: shows(pilot, "AGREED BY BOTH OF YOU ♥"))
        await pilot.click("#look-again")
        await arrived(pilot, "LookAgainScreen")
        await pilot.click("ChoicesAsking", offset=(6, 1))
        await pilot.click("#save")
        await arrived(pilot, "AgreementScreen")
        await pilot.click("#reword")
        await arrived(pilot, "WordingScreen")
        await write(pilot, "phones off")
        await pilot.click("#save")
        await arrived(pilot, "AgreementScreen")
        assert shows(pilot, "A NEWER WORDING by Ben ◆", "- phones away", "+ phones off")
    found = standing(ben, agreement)
    assert found is not None
    assert found.agreement.look_again == date(2026, 12, 23)


async def test_what_changed_is_told_by_signs_and_what_both_agreed_to_stays(
    household: Household, ben: Household
) -> None:
    agreement = agreed(household, ben, "phones away\nno work on Sundays")
    async with on(household, one(agreement)) as first, on(ben, one(agreement)) as second:
        await second.press("e")
        await arrived(second, "WordingScreen")
        await write(second, "phones in the kitchen\nno work on Sundays")
        await second.press("ctrl+n")
        await arrived(second, "AgreementScreen")
        assert "agree" not in offers(second)
        await until(first, lambda: shows(first, "A NEWER WORDING by Ben ◆"))
        assert shows(first, "- phones away + phones in the kitchen no work on Sundays", "Ana ● still open ○")
        assert shows(first, "Until you both agree to another, the wording above holds.")
        assert buttons(first) == {"agree", "reword"}
        assert "18:0" not in seen(first), "no time of day"
        await first.press("a")
        await until(second, lambda: shows(second, "AGREED BY BOTH OF YOU ♥ phones in the kitchen"))
        assert shows(second, "EARLIER WORDINGS ● phones away ● no work on Sundays ♥")


async def test_opening_one_with_enter_twice_gives_no_word(household: Household, ben: Household) -> None:
    keep(household, "phones away")
    async with on(ben, AgreementsScreen) as pilot:
        await pilot.press("enter", "enter", "enter")
        await pilot.pause()
        assert screen_name(pilot) == "AgreementScreen"
        assert [each.by for each in ben.all(Consent)] == [household.me.id]


async def test_on_one_keyboard_the_other_says_their_word_after_the_hand_over(household: Household) -> None:
    agreement = keep(household, "phones away").id
    async with on(household, one(agreement)) as pilot:
        assert "agree" not in offers(pilot)
        await pilot.press("h")
        await arrived(pilot, "HandOverScreen")
        await pilot.press("enter")
        await arrived(pilot, "AgreementScreen")
        await pilot.press("a")
        await until(pilot, lambda: shows(pilot, "AGREED BY BOTH OF YOU ♥"))
    assert len({each.by for each in household.all(Consent)}) == 2


async def test_after_the_hand_over_it_speaks_the_others_language(household: Household) -> None:
    agreement = keep(household, "phones away").id
    household.be(household.partner)
    household.speak("de")
    household.be(household.partner)
    async with on(household, AgreementsScreen, one(agreement)) as pilot:
        await pilot.press("h")
        await arrived(pilot, "HandOverScreen")
        await pilot.press("enter")
        await until(pilot, lambda: shows(pilot, "SO LAUTET ES BISHER von Ana ●", "Ben ◆ noch offen ○"))
        assert pilot.app.screen.query_one("#agree", Button).display
        await pilot.press("escape")
        await until(pilot, lambda: shows(pilot, "OFFEN FÜR DEIN JA"))
        await pilot.press("enter")
        await arrived(pilot, "AgreementScreen")


# Written at once


async def test_two_who_write_at_once_see_both_and_either_writes_it_in_one(
    household: Household, ben: Household
) -> None:
    agreement = agreed(household, ben, "one\ntwo")
    async with on(household, one(agreement)) as first, on(ben, one(agreement)) as second:
        for pilot, text in ((first, "one by Ana\ntwo"), (second, "one by Ben\ntwo\nthree")):
            await pilot.press("e")
            await arrived(pilot, "WordingScreen")
            await write(pilot, text)
        await first.press("ctrl+n")
        await until(second, lambda: shows(second, "There is another wording meanwhile."))
        assert second.app.screen.query_one(TextArea).text == "one by Ben\ntwo\nthree"
        await second.press("ctrl+n")
        for pilot in (first, second):
            await until(
                pilot, partial(shows, pilot, "SEVERAL WORDINGS AT ONCE", "● one by Ana ◆ one by Ben two three")
            )
            assert shows(pilot, "AGREED BY BOTH OF YOU ♥ one two")
            assert not {"agree", "still_fits"} & offers(pilot)
        await first.press("e")
        await arrived(first, "WordingScreen")
        assert first.app.screen.query_one(TextArea).text == "one by Ana\none by Ben\ntwo\nthree"
        assert shows(first, "Where they differ, one stands under the other")
        await write(first, "one by both\ntwo\nthree")
        await first.press("ctrl+n")
        await until(second, lambda: shows(second, "A NEWER WORDING by Ana ●"))
        await second.press("a")
        await until(first, lambda: shows(first, "AGREED BY BOTH OF YOU ♥ one by both two three"))


async def test_one_person_in_two_windows_writes_one_wording(household: Household, again: Household) -> None:
    agreement = keep(household, "one\ntwo\nthree").id
    again.catch_up()

    def writing(each: Household) -> WordingScreen:
        return WordingScreen(each, agreement)

    async with on(household, writing) as first, on(again, writing) as second:
        await write(first, "ONE\ntwo\nthree")
        await until(second, lambda: second.app.screen.query_one(TextArea).text == "ONE\ntwo\nthree")
        await write(second, "ONE\ntwo\nTHREE")
        await until(first, lambda: first.app.screen.query_one(TextArea).text == "ONE\ntwo\nTHREE")
        await first.press("ctrl+n")
        await until(first, lambda: screen_name(first) != "WordingScreen")
        await second.press("escape")
        await until(second, lambda: screen_name(second) != "WordingScreen")
    assert [each.text for each in household.all(Revision)] == ["ONE\ntwo\nTHREE"]
    assert kept_draft(household, agreement, household.me.id) is None


async def test_one_draft_kept_in_two_windows_is_one_agreement(household: Household, again: Household) -> None:
    async with on(household, WordingScreen) as first, on(again, WordingScreen) as second:
        await write(first, "phones away")
        await until(second, lambda: second.app.screen.query_one(TextArea).text == "phones away")
        await first.press("ctrl+n")
        await arrived(first, "LookAgainScreen")
        await second.press("ctrl+n")
        await until(second, lambda: screen_name(second) != "WordingScreen")
        assert "That is how it reads already." in said(second)
        await second.app.push_screen(WordingScreen(again))
        assert second.app.screen.query_one(TextArea).text == ""
    assert [each.text for each in again.all(Agreement)] == ["phones away"]


# Drafts


@pytest.mark.parametrize("key", ["escape", "ctrl+q"])
async def test_what_is_typed_waits_when_it_is_left(household: Household, ben: Household, key: str) -> None:
    agreement = agreed(household, ben)
    async with on(household, one(agreement)) as pilot:
        await pilot.press("e")
        await arrived(pilot, "WordingScreen")
        await pilot.press(*" and", key)
        await pilot.pause()
    async with on(household, lambda each: WordingScreen(each, agreement)) as pilot:
        assert pilot.app.screen.query_one(TextArea).text == "phones away and"
        await pilot.press(*" off", "ctrl+n")
        await until(pilot, lambda: screen_name(pilot) == "HomeScreen")
    assert [each.text for each in household.all(Revision)] == ["phones away and off"]
    assert kept_draft(household, agreement, household.me.id) is None
    async with on(ben, lambda each: WordingScreen(each, agreement)) as pilot:
        assert pilot.app.screen.query_one(TextArea).text == "phones away and off"


async def test_what_is_typed_is_kept_while_it_is_typed(household: Household) -> None:
    async with on(household, WordingScreen) as pilot:
        await pilot.press(*"phones")
        await until(pilot, lambda: kept_draft(household, NEW, household.me.id) == Draft(text="phones"))
        assert household.all(Agreement) == []


async def test_a_sentence_that_was_begun_waits_and_is_kept_once(household: Household) -> None:
    async with on(household, JournalScreen) as pilot:
        await pilot.press("k", *"phones", "escape")
        await arrived(pilot, "JournalScreen")
        assert household.all(Agreement) == []
        await pilot.press("k", *" away", "enter")
        await until(pilot, lambda: len(household.all(Agreement)) == 1)
        await arrived(pilot, "JournalScreen")
        assert shows(pilot, "♡ phones away")
    assert household.store.local.get(sentence_key(household.me.id)) is None
    async with on(household, JournalScreen) as pilot:
        await pilot.press("k")
        await arrived(pilot, "KeepScreen")
        assert pilot.app.screen.query_one(Input).value == ""
        await pilot.press(*"tea", "ctrl+q")
    assert household.store.local.get(sentence_key(household.me.id)) == "tea"


async def test_nothing_is_kept_without_words(household: Household) -> None:
    async with on(household, WordingScreen) as pilot:
        await pilot.press("space", "ctrl+n")
        await until(pilot, lambda: "There are no words in it yet." in said(pilot))
        assert screen_name(pilot) == "WordingScreen"
        await pilot.press("escape")
        await arrived(pilot, "HomeScreen")
        await pilot.app.push_screen(KeepScreen(household, source=""))
        await pilot.press("enter")
        await arrived(pilot, "HomeScreen")
    assert household.all(Agreement) == []


async def test_a_disk_that_fails_leaves_what_was_typed(household: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    from tui.core.errors import StoreError

    def full(*_: object, **__: object) -> None:
        raise StoreError("disk_full", path=household.store.home)

    monkeypatch.setattr(household, "save", full)
    async with on(household, WordingScreen) as pilot:
        await pilot.press(*"tea", "ctrl+n")
        await until(pilot, lambda: "full" in said(pilot))
        assert pilot.app.screen.query_one(TextArea).text == "tea"


# Looking again


async def test_when_its_day_has_come_it_fits_is_changed_or_let_go(
    household: Household, ben: Household, clock: FixedClock
) -> None:
    agreement = agreed(household, ben)
    found = standing(household, agreement)
    assert found is not None
    look_again(household, found, TODAY + timedelta(days=1))
    clock.go(86_400 * 2)
    async with on(ben, AgreementsScreen) as pilot:
        assert shows(pilot, "TIME TO LOOK AGAIN", "↻ phones away")
        await pilot.press("enter")
        await arrived(pilot, "AgreementScreen")
        assert shows(pilot, "Does it still fit?")
        assert buttons(pilot) == {"fits", "reword", "let-go"}
        await pilot.press("y")
        await arrived(pilot, "LookAgainScreen")
        await pilot.press("tab", *"24.12.")
        assert shows(pilot, "That is Thu 24 Dec 2026, in 29 days.")
        await pilot.press("enter")
        await until(pilot, lambda: shows(pilot, "To look at again: Thu 24 Dec 2026."))
        clock.go(86_400 * 40)
        await pilot.press("e")
        await arrived(pilot, "WordingScreen")
        await write(pilot, "phones off")
        await pilot.press("ctrl+n")
        await arrived(pilot, "LookAgainScreen")
        await pilot.press("end", "space", "enter")
        await until(pilot, lambda: shows(pilot, "No certain day to look at it again"))
        await pilot.press("g")
        await until(pilot, lambda: shows(pilot, "This is let go."))
        assert buttons(pilot) == {"take-up"}
        assert not {"agree", "reword", "look_again", "let_go"} & offers(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: shows(pilot, "LET GO", "◌ phones away"))
        await pilot.press("enter")
        await arrived(pilot, "AgreementScreen")
        await pilot.press("u")
        await until(pilot, lambda: "Taken up again." in said(pilot))
        assert "take_up" not in offers(pilot)


async def test_a_day_that_cannot_be_is_said_and_nothing_is_kept(household: Household) -> None:
    agreement = keep(household, "phones away").id
    async with on(household, one(agreement)) as pilot:
        await pilot.press("d")
        await arrived(pilot, "LookAgainScreen")
        await pilot.press("tab", *"yesterday")
        assert shows(pilot, "Not a day ahead yet")
        await pilot.press("enter")
        await until(pilot, lambda: "We do not see which day to come" in said(pilot))
        assert screen_name(pilot) == "LookAgainScreen"
        await pilot.press("escape")
        await arrived(pilot, "AgreementScreen")
    assert every(household)[0].agreement.look_again is None


# Taking back, and what is gone


async def test_a_word_and_a_wording_are_taken_back_and_shown_so_everywhere(
    household: Household, ben: Household
) -> None:
    agreement = keep(household, "phones away").id
    async with on(household, one(agreement)) as first, on(ben, one(agreement)) as second:
        await second.press("a")
        await until(first, lambda: shows(first, "AGREED BY BOTH OF YOU ♥"))
        await second.press("ctrl+z")
        await until(second, lambda: "Your word on it is taken back." in said(second))
        await until(first, lambda: shows(first, "Ben ◆ still open ○"))
        await second.press("a")
        await until(first, lambda: shows(first, "AGREED BY BOTH OF YOU ♥"))
        await first.press("ctrl+z")
        await until(first, lambda: "This was changed again since" in said(first))
        assert shows(first, "AGREED BY BOTH OF YOU ♥")


async def test_an_agreement_that_is_gone_is_left_calmly(household: Household, ben: Household) -> None:
    agreement = keep(household, "phones away").id
    async with on(ben, AgreementsScreen, one(agreement)) as pilot:
        erase(household, erasable(household, [agreement]))
        await until(pilot, lambda: screen_name(pilot) == "AgreementsScreen")
        assert "taken back or erased" in said(pilot)
        await until(pilot, lambda: shows(pilot, "Nothing agreed yet."))


async def test_words_on_their_way_are_kept_when_the_agreement_goes(household: Household, ben: Household) -> None:
    agreement = keep(household, "phones away").id
    async with on(ben, one(agreement)) as pilot:
        await pilot.press("e")
        await arrived(pilot, "WordingScreen")
        await write(pilot, "phones off")
        erase(household, erasable(household, [agreement]))
        await until(pilot, lambda: ben.get(Agreement, agreement) is None)
        await pilot.press("ctrl+n")
        await arrived(pilot, "AgreementScreen")
        assert shows(pilot, "phones off")
    household.catch_up()
    assert [each.text for each in every(household)] == ["phones off"]


async def test_when_it_goes_under_a_page_that_is_left_without_words_that_is_said_then(
    household: Household, ben: Household
) -> None:
    agreement = keep(household, "phones away").id
    async with on(ben, one(agreement)) as pilot:
        await pilot.press("e")
        await arrived(pilot, "WordingScreen")
        erase(household, erasable(household, [agreement]))
        await until(pilot, lambda: ben.get(Agreement, agreement) is None)
        await pilot.press("escape")
        await arrived(pilot, "HomeScreen")
        assert "taken back or erased" in said(pilot)


# The journal, alone, odd texts


async def test_the_journal_shows_what_holds_and_enter_opens_it(household: Household, ben: Household) -> None:
    agreement = agreed(household, ben)
    revise(ben, agreement, "phones off", (agreement,))
    async with on(household, JournalScreen) as pilot:
        assert shows(pilot, "♥ phones away")
        await pilot.press("enter")
        await arrived(pilot, "AgreementScreen")
        await pilot.press("a", "escape")
        await until(pilot, lambda: shows(pilot, "♥ phones off"))
        await pilot.press("a")
        await arrived(pilot, "AgreementsScreen")


async def test_alone_it_is_a_promise_to_oneself(household: Household) -> None:
    household.be_alone(alone=True)
    async with on(household, AgreementsScreen) as pilot:
        assert shows(pilot, "What you keep here is a promise to yourself.", "n begins a promise to yourself")
        await pilot.press("n", *"I listen first", "ctrl+n")
        await arrived(pilot, "LookAgainScreen")
        await pilot.press("escape")
        await until(pilot, lambda: shows(pilot, "PROMISES TO YOURSELF", "♥ I listen first"))
        await pilot.press("enter")
        await arrived(pilot, "AgreementScreen")
        assert shows(pilot, "YOUR PROMISE TO YOURSELF ♥")
        assert "Ben" not in seen(pilot)
        assert "hand_over" not in offers(pilot)


@pytest.mark.parametrize("size", [SMALL])
@pytest.mark.parametrize("text", ODD)
async def test_odd_texts_are_shown_as_they_are(
    household: Household, ben: Household, text: str, size: tuple[int, int]
) -> None:
    agreement = keep(household, text).id
    revise(ben, agreement, f"{text}\nand more", (agreement,))
    revise(household, agreement, f"more\n{text}", (agreement,))
    plain = text.replace("\x1b", "␛").split("\n")[0][:20]
    async with on(ben, JournalScreen, AgreementsScreen, one(agreement), size=size) as pilot:
        assert plain in seen(pilot)
        assert "\x1b" not in seen(pilot)
        await pilot.press("e")
        await arrived(pilot, "WordingScreen")
        await pilot.press("ctrl+n")
        await arrived(pilot, "AgreementScreen")
        assert plain in seen(pilot)
        await pilot.press("pagedown", "pagedown", "up", "escape")
        await arrived(pilot, "AgreementsScreen")
        assert plain in seen(pilot)
        await pilot.press("escape")
        await arrived(pilot, "JournalScreen")
        assert plain in seen(pilot)


async def test_odd_names_are_shown_as_they_are(nobody: Household) -> None:
    nobody.found(("[/b]", "日本語の長い名前がここに"), ("Europe/Berlin", "Europe/Berlin"))
    agreement = keep(nobody, "tea").id
    nobody.be(nobody.partner)
    async with on(nobody, AgreementsScreen, one(agreement)) as pilot:
        assert "[/b] ●" in seen(pilot)
        assert "日本語" in seen(pilot)
        await pilot.press("e")
        await arrived(pilot, "WordingScreen")
        await write(pilot, "tea at eight")
        await pilot.press("ctrl+n")
        await until(pilot, lambda: "[/b]" in said(pilot))


async def test_a_list_of_many_keeps_its_place_when_something_new_comes(household: Household, ben: Household) -> None:
    for number in range(40):
        keep(household, f"sentence {number}")
    async with on(household, AgreementsScreen) as pilot:
        listed = pilot.app.screen.query_one(OptionList)
        await pilot.press(*["down"] * 30)
        held = listed.highlighted_option
        keep(ben, "something new")
        await until(pilot, lambda: len(household.all(Agreement)) == 41)
        await until(pilot, lambda: listed.option_count == 43)
        assert listed.highlighted_option is not None
        assert held is not None
        assert listed.highlighted_option.id == held.id
        let_go(ben, every(ben)[0])
        await until(pilot, lambda: listed.option_count == 43)
