"""A slow talk on its screen: by turns in two windows, on one keyboard, and with more than one going on."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from random import Random

import pytest
from msgspec.structs import replace
from textual.screen import Screen
from textual.widgets import Button, OptionList, Static, TextArea

from tests.screens.planner_stage import offered
from tests.screens.test_both import Stage, said, shows, until, until_on, until_said
from tests.screens.test_fits import settled, unfit
from tests.screens.test_looks import SnapCompare, compare
from tests.stage import LOOKS, SMALL, FixedClock, app_on, screen_name, seen
from tui.core.ids import Ids
from tui.core.records import Said, SlowTalk, Talk
from tui.household import Household
from tui.household.slow import begin, draft, formats, give, keep_draft, of, running
from tui.screens.talk import TalkScreen
from tui.screens.talk_slow import SlowBeginScreen, SlowTalkScreen
from tui.screens.talk_slow_room import SlowRoom
from tui.talk.slow import Course, Move

ODD = "[/b] [@click=app.quit]x[/] 日本語 \u202e\x1b]52;c;aGk=\x07 {name}"
WORDS = {
    "en": ("the quiet evenings", "In the evenings I sit beside you and miss you.", "You miss me, though I am there."),
    "de": (
        "die stillen Abende",
        "Abends sitze ich neben dir und vermisse dich.",
        "Ich fehle dir, obwohl ich da bin.",
    ),
}


@pytest.fixture
def ben(household: Household, clock: FixedClock) -> Iterator[Household]:
    """The same home, opened again by Ben."""
    other = Household.open(household.store.home, name="Ben", clock=clock, ids=Ids(Random(3)))
    yield other
    other.close()


@pytest.fixture
def talk(household: Household) -> SlowTalk:
    """A slow talk that Ana begins."""
    return begun(household)


def begun(household: Household, topic: str = "the evenings", first: int = 0) -> SlowTalk:
    return begin(household, formats(household)[0], topic, first=first)


@asynccontextmanager
async def playing(household: Household, *screens: Screen[None]) -> AsyncIterator[Stage]:
    """Play with screens above home."""
    app = app_on(household)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.pause()
        for screen in screens:
            await app.push_screen(screen)
            await pilot.pause()
        yield pilot
        assert app.fault is None


def page(pilot: Stage) -> TextArea:
    return pilot.app.screen.query_one(TextArea)


def now(household: Household, talk_id: str) -> Course:
    household.catch_up()
    found = of(household, talk_id)
    assert found is not None
    return found


def gives(household: Household, talk_id: str, move: Move, text: str = "") -> None:
    give(household, now(household, talk_id), move, text)


def buttons(pilot: Stage) -> set[str]:
    return {each.id or "" for each in pilot.app.screen.query(Button) if each.display}


async def test_a_turn_from_its_beginning_to_yes_you_got_me_in_two_windows(
    household: Household, ben: Household, clock: FixedClock
) -> None:
    async with playing(household, TalkScreen(household, "the evenings", "slow")) as pilot:
        await pilot.press("ctrl+n")
        await until_on(pilot, "SlowBeginScreen")
        assert "the evenings" in seen(pilot)
        assert shows(pilot, "Ana writes first.")
        assert running(household) == []
        await pilot.press("ctrl+n")
        await until_on(pilot, "SlowRoom")
        (talk,) = (each.talk for each in running(household))
        assert shows(pilot, "About 12 hours are meant for this. No hurry.")
        assert buttons(pilot) == {"give", "pass-on"}
        await pilot.press("ctrl+n")
        await until_said(pilot, "There are no words in it yet.")
        page(pilot).text = ODD
        await pilot.press("ctrl+n")
        await until(pilot, lambda: shows(pilot, "It is with Ben now."))
        assert (buttons(pilot), screen_name(pilot)) == (set(), "SlowRoom")
        assert "日本語" in seen(pilot)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "日本語" in page(pilot).text)
        page(pilot).text = "I miss us"
        await pilot.press("ctrl+n")
        await until(pilot, lambda: shows(pilot, "It is with Ben now."))
        assert [each.text for each in household.all(Said)] == ["I miss us"]
        gives(ben, talk.id, Move.BACK, "you miss me")
        await until(pilot, lambda: shows(pilot, "Did Ben get you?"))
        assert {"slow_got_me", "slow_not_quite", "slow_more"} <= offered(pilot)
        await pilot.press("ctrl+b")
        await until(pilot, lambda: said(pilot).count("There are no words in it yet.") == 2)
        await pilot.press(*"not only you", "ctrl+b")
        await until(pilot, lambda: shows(pilot, "“not quite yet”"))
        gives(ben, talk.id, Move.BACK, "us")
        await until(pilot, lambda: shows(pilot, "Did Ben get you?"))
        clock.go(timedelta(days=30).total_seconds())
        await pilot.press("ctrl+g")
        await until(pilot, lambda: shows(pilot, "It is with Ben now."))
        assert not shows(pilot, "meant for this")
        assert now(ben, talk.id).mover == 1
        await pilot.press("escape")
        await until_on(pilot, "HomeScreen")
        await pilot.press("t")
        await until_on(pilot, "TalkScreen")
        assert pilot.app.screen.query_one("#slow-goes-on").display
        assert "slow_talk" in offered(pilot)
        await pilot.press("ctrl+g")
        await until_on(pilot, "SlowRoom")


async def test_on_one_keyboard_nobody_sees_what_the_other_is_writing(household: Household, talk: SlowTalk) -> None:
    ana, ben = household.people
    household.be(ben)
    household.speak("de")
    household.be(ana)
    async with playing(household, SlowTalkScreen(household)) as pilot:
        await until_on(pilot, "SlowRoom")
        await pilot.press(*"canary", "ctrl+t")
        await until_on(pilot, "HandOverScreen")
        assert draft(household, talk.id) == "canary"
        await pilot.press("escape")
        await until(pilot, lambda: screen_name(pilot) == "SlowRoom" and page(pilot).text == "canary")
        await pilot.press(*"s", "ctrl+n")
        await until(pilot, lambda: shows(pilot, "It is with Ben now."))
        gives_back = "canary bird"
        keep_draft(household, talk.id, gives_back, since="", person=ana.id)
        await pilot.press("ctrl+t", "enter")
        await until(pilot, lambda: shows(pilot, "Schreib in deinen Worten zurück"))
        assert page(pilot).text == ""
        await pilot.press("ctrl+z", "ctrl+z")
        assert gives_back not in seen(pilot)
        await pilot.press(*"ein Vogel", "ctrl+t", "enter")
        await until(pilot, lambda: household.me == ana and screen_name(pilot) == "SlowRoom")
        await until(pilot, lambda: shows(pilot, "It is with Ben now."))
        assert "Vogel" not in seen(pilot)
        assert page(pilot).text == gives_back
        await pilot.press("escape")
        await until_on(pilot, "HomeScreen")
    assert (draft(household, talk.id), [each.text for each in household.all(Said)]) == (gives_back, ["canarys"])
    household.be(ben)
    assert draft(household, talk.id) == "ein Vogel"


async def test_what_was_written_at_once_is_set_beside_and_can_be_used_again(
    household: Household, ben: Household, talk: SlowTalk
) -> None:
    gives(household, talk.id, Move.SAID, "first")
    (held,) = household.all(Said)
    second = replace(held, id="zzz", text="from the other machine")
    unknown = replace(held, id="zzzz", talk="nobody knows it")
    household.save(second, unknown, replace(held, id="new", move="sing", number=1, text="a newer version"))
    gives(ben, talk.id, Move.BACK, "heard")
    household.catch_up()
    async with playing(household, SlowRoom(household, talk.id)) as pilot:
        text = "\n".join(str(each.render()) for each in pilot.app.screen.query(".head, .text").results(Static))
        for said_then in ("written at the same time", "from the other machine", "Ben ◆ writes back what was heard"):
            assert said_then in text
        await pilot.press("ctrl+r")
        await until(pilot, lambda: page(pilot).text == "from the other machine")
        assert "slow_again" not in offered(pilot), "what only a newer version understands is not written again"
        other = Household.open(household.store.home, name="Ana", clock=household.clock)
        keep_draft(other, talk.id, "written in my other window", since="", person=other.me.id)
        await until(pilot, lambda: "other window" in page(pilot).text)
        assert "from the other machine" in page(pilot).text
        gives(other, talk.id, Move.GOT_ME)
        other.close()
        await until(pilot, lambda: shows(pilot, "It is with Ben now."))
        assert "from the other machine" in draft(household, talk.id)
        gives(ben, talk.id, Move.YIELD)
        await until(pilot, lambda: "from the other machine" in page(pilot).text and page(pilot).display)
        page(pilot).text = "left at once"
        await pilot.press("ctrl+q")
    assert draft(household, talk.id) == "left at once"


async def test_it_ends_only_when_asked_once_more_and_several_go_on_at_once(
    household: Household, ben: Household, talk: SlowTalk
) -> None:
    other = begun(household, "money", first=1)
    async with playing(household) as pilot:
        assert shows(pilot, "There is something for you in your slow talk.")
        await pilot.press("o")
        await until_on(pilot, "SlowTalkScreen")
        assert "◉  the evenings   something for you" in seen(pilot)
        assert "○  money" in seen(pilot)
        listed = pilot.app.screen.query_one(OptionList)
        listed.highlighted = listed.get_option_index(talk.id)
        await pilot.press("enter")
        await until_on(pilot, "SlowRoom")
        await pilot.press(*"draft", "f4")
        await until(pilot, lambda: buttons(pilot) == {"end-it", "not-yet"})
        await pilot.press("escape")
        assert page(pilot).text == "draft"
        await pilot.press("f4", "shift+tab", "enter")
        await until(pilot, lambda: shows(pilot, "This talk has come to its end."))
        assert "You had begun to write this. Only you see it." in seen(pilot)
        assert "draft" in seen(pilot)
        assert now(ben, talk.id).over
        assert [each.id for each in ben.all(Talk)] == [talk.id]
        await pilot.press("escape")
        await until(pilot, lambda: "the evenings" not in seen(pilot))
        gives(ben, other.id, Move.SAID, "about money")
        await until(pilot, lambda: "◉  money" in seen(pilot))
        household.remove(other, *household.find(Said, talk=other.id))
        await pilot.press("n")
        await until_on(pilot, "SlowBeginScreen")
        await pilot.press("escape", "escape")
        await until_on(pilot, "HomeScreen")
        assert not shows(pilot, "There is something for you")
        assert "slow_talk" not in offered(pilot)


LONG = "日本語の長い名前 and a very long name that goes on"


@pytest.mark.parametrize("language", ["en", "de"])
async def test_all_of_it_fits_on_the_smallest_terminal(household: Household, language: str) -> None:
    household.rename((LONG, f"{LONG} too"), ("UTC", "UTC"), apart=True)
    household.speak(language)
    talk = begun(household, "a topic of many words " * 400)
    async with playing(household, SlowBeginScreen(household, formats(household)[0], "word " * 20)) as pilot:
        assert list(unfit(pilot.app.screen)) == []
        await pilot.app.push_screen(SlowRoom(household, talk.id))
        await settled(pilot)
        assert list(unfit(pilot.app.screen)) == []
        gives(household, talk.id, Move.SAID, "word " * 2000)
        household.be(household.people[1])
        gives(household, talk.id, Move.BACK, "x" * 10_000)
        household.be(household.people[0])
        await pilot.app.push_screen(SlowRoom(household, talk.id))
        await settled(pilot)
        assert list(unfit(pilot.app.screen)) == []


@LOOKS
@pytest.mark.parametrize("what", ["writing", "heard"])
def test_how_it_looks(
    snap_compare: SnapCompare, household: Household, language: str, size: tuple[int, int], what: str
) -> None:
    topic, said_first, heard = WORDS[language]
    household.speak(language)
    talk = begun(household, topic)
    if what == "heard":
        gives(household, talk.id, Move.SAID, said_first)
        household.be(household.people[1])
        gives(household, talk.id, Move.BACK, heard)
        household.be(household.people[0])
    else:
        keep_draft(household, talk.id, said_first, since="", person=household.me.id)
    assert compare(snap_compare, household, lambda: SlowRoom(household, talk.id), size)
