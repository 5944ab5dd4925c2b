"""After a talk: a sentence, how it was for each, what is next, and a page for when it did not go well."""

from collections.abc import Iterator
from datetime import date
from random import Random

import pytest
from textual.pilot import Pilot

from tests.screens.after_talk_stage import been_here, ended, running
from tests.screens.rhythms_stage import press, settled, show, until
from tests.screens.test_fits import unfit
from tests.stage import SMALL, FixedClock, app_on, screen_name, seen
from tui.checkin.flow import Draft, DraftAnswer
from tui.core.ids import Ids
from tui.core.records import Agreement, Answer, Opening, Talk
from tui.household import Household
from tui.household.wordings import sentence_key
from tui.screens.talk_end import TalkEndScreen
from tui.screens.talk_next import TalkNextScreen
from tui.screens.talk_room import TalkRoom
from tui.talk import KEY
from tui.talk.moves import Move
from tui.widgets.fields import Line

ODD = ("[/b][@click=app.quit]x[/] {a} %s", "x" * 10_000, "\x1b[31mred\x07 \u202eevil 👩‍👩‍👧‍👦 日本語")


@pytest.fixture
def ben(household: Household, clock: FixedClock) -> Iterator[Household]:
    """Ben's window on the same home."""
    been_here(household)
    window = Household.open(household.store.home, name="Ben", clock=clock, ids=Ids(Random(2)))
    yield window
    window.close()


def typed(pilot: Pilot[int]) -> str:
    return pilot.app.screen.query_one("#sentence", Line).value


async def write(pilot: Pilot[int], text: str, *then: str) -> None:
    field = pilot.app.screen.query_one("#sentence", Line)
    field.value += text
    await pilot.pause()
    await press(pilot, *then)


async def looks(pilot: Pilot[int]) -> None:
    """Let a screen look at what the other window did; it may have done so by itself."""
    if isinstance(pilot.app.screen, TalkRoom):
        pilot.app.screen.tick()
    await settled(pilot)


def answered(household: Household, seat: int, felt: int, heard: str) -> None:
    """Let somebody be about to confirm how safe it felt."""
    draft = Draft(step="safe", position=99).with_answer("safe.felt", DraftAnswer(value=felt))
    draft = draft.with_answer("safe.heard", DraftAnswer(value=heard))
    household.keep_draft(draft, person=household.people[seat].id)


async def test_an_agreement_then_how_it_was_for_each_at_one_keyboard_then_what_is_next(
    household: Household, clock: FixedClock
) -> None:
    been_here(household)
    talk = ended(household, clock)
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, TalkEndScreen(household, talk))
        await press(pilot, "ctrl+t")
        assert pilot.app.focused is pilot.app.screen.query_one("#sentence")
        await write(pilot, "Phones away", "ctrl+t")
        assert "in two weeks, Mon 7 Dec 2026" in seen(pilot)
        await press(pilot, "escape")
        assert typed(pilot) == "Phones away"
        await press(pilot, "enter")
        assert screen_name(pilot) == "TalkNextScreen"
        assert household.all(Agreement) == []
        answered(household, 0, 6, "you are tired")
        answered(household, 1, 1, "a door")
        await press(pilot, "enter")
        assert screen_name(pilot) == "StepScreen"
        await press(pilot, "enter")
        assert screen_name(pilot) == "FinishedScreen"
        await press(pilot, "h")
        assert "tired" not in seen(pilot)
        await press(pilot, "enter")
        assert household.me.name == "Ben"
        await press(pilot, "enter")
        assert "no verdict" in seen(pilot)  # for Ben alone
        assert "WHO LISTENS" in seen(pilot) or pilot.app.screen.query_one("#page").max_scroll_y > 0
        await press(pilot, "s")
        assert screen_name(pilot) == "HelpScreen"
        await press(pilot, "escape", "escape")
        assert screen_name(pilot) == "FinishedScreen"
        assert "no verdict" not in seen(pilot)
        await press(pilot, "o")
        assert screen_name(pilot) == "RevealScreen"
        await press(pilot, "escape")
        assert screen_name(pilot) == "TalkNextScreen"
        assert "How was it for you?" not in seen(pilot)
        await press(pilot, "t")
        assert screen_name(pilot) == "ProposeScreen"
        assert "a talk" in seen(pilot)
    (held,) = household.all(Talk)
    assert (held.kept, held.minutes, held.topic) == ("Phones away", 10, "the kitchen")
    assert [each.step for each in household.all(Opening)] == ["safe"]
    assert household.store.local.get(KEY) is None


async def test_each_way_a_talk_ends_keeps_what_was_meant_to_be_kept(household: Household, clock: FixedClock) -> None:
    """A talk that never began; nothing kept; a day; a sentence that waits; the page for when it did not go well."""
    been_here(household)
    async with app_on(household).run_test(size=SMALL) as pilot:
        talk = running(household, clock, ready=False)
        talk.act(Move.END)
        talk.keep()
        await pilot.pause()
        pilot.app.call_later(pilot.app.push_screen, TalkEndScreen(household, talk))
        await until(pilot, lambda: household.store.local.get(KEY) is None)
        await settled(pilot)
        assert screen_name(pilot) == "HomeScreen"
        assert household.all(Talk) == []

        await show(pilot, TalkEndScreen(household, ended(household, clock, topic="", seconds=10)))
        await press(pilot, "ctrl+l")
        assert "no verdict" in seen(pilot)
        await press(pilot, "p")
        assert screen_name(pilot) == "HelpScreen"
        await press(pilot, "escape", "enter", "escape")
        assert screen_name(pilot) == "HomeScreen"
        assert [(each.kept, each.minutes) for each in household.all(Talk)] == [("", 1)]

        clock.go(60)
        await show(pilot, TalkEndScreen(household, ended(household, clock)))
        await write(pilot, "Not yet")
        await pilot.click("#nothing")
        await press(pilot, "escape")
        assert household.store.local.get(sentence_key(household.me.id)) == "Not yet"

        clock.go(60)
        await show(pilot, TalkEndScreen(household, ended(household, clock)))
        await write(pilot, "Sleep first", "ctrl+t", "down", "space", "enter")
        assert screen_name(pilot) == "TalkNextScreen"
        await press(pilot, "w")
        assert "no verdict" in seen(pilot)
        await press(pilot, "escape", "escape")
        (made,) = household.all(Agreement)
        assert (made.text, made.look_again) == ("Sleep first", date(2026, 12, 23))
        assert made.source == household.all(Talk)[-1].id

        clock.go(60)
        await show(pilot, TalkEndScreen(household, ended(household, clock)))
        await write(pilot, "We lis", "escape")
        assert len(household.all(Talk)) == 3
        await press(pilot, "enter")
        assert screen_name(pilot) == "TalkEndScreen"
        assert typed(pilot) == "We lis"
        await write(pilot, "ten.", "ctrl+g")
        assert screen_name(pilot) == "StepScreen"
        assert household.all(Talk)[-1].kept == "We listen."


async def test_in_two_windows_the_first_keeps_the_talk_and_no_sentence_is_lost(
    household: Household, ben: Household, clock: FixedClock
) -> None:
    talk = ended(household, clock, moves=[Move.WINDOWS])
    other = type(talk).take_up(ben.store.local, clock, recorded=lambda _: False)
    assert other is not None
    async with app_on(household).run_test(size=SMALL) as ana, app_on(ben).run_test(size=SMALL) as theirs:
        await show(ana, TalkEndScreen(household, talk))
        await show(theirs, TalkEndScreen(ben, other))
        await write(theirs, "You were kind")
        await write(ana, "We listen.", "enter")
        assert screen_name(ana) == "TalkNextScreen"
        await until(theirs, lambda: "kept in the other window" in seen(theirs))
        assert typed(theirs) == "You were kind"
        await write(theirs, "!", "ctrl+t", "enter")
        assert screen_name(theirs) == "TalkNextScreen"
        assert not ben.store.local.get(sentence_key(ben.me.id))
        assert [each.kept for each in ben.all(Talk)] == ["We listen."]
        (made,) = ben.all(Agreement)
        assert (made.text, made.source, made.by) == ("You were kind!", talk.floor.id, ben.me.id)
        assert made.look_again == date(2026, 12, 7)
        await press(theirs, "escape")

        clock.go(60)
        talk = ended(household, clock, moves=[Move.WINDOWS], sentences=("", "I was af"))
        other = type(talk).take_up(ben.store.local, clock, recorded=lambda _: False)
        assert other is not None
        await show(theirs, TalkEndScreen(ben, other))
        assert typed(theirs) == "I was af"
        await show(ana, TalkEndScreen(household, talk))
        assert typed(ana) == ""
        await press(ana, "escape")
        await looks(theirs)
        await until(theirs, lambda: "kept in the other window" in seen(theirs))
        key = sentence_key(ben.me.id)
        await until(theirs, lambda: ben.store.local.get(key) == "I was af")
        await write(theirs, "raid")
        await until(theirs, lambda: ben.store.local.get(key) == "I was afraid")
        await press(theirs, "escape")
        assert screen_name(theirs) == "HomeScreen"
        assert ben.store.local.get(sentence_key(ben.me.id)) == "I was afraid"


async def test_odd_sentences_and_topics_are_only_text_and_all_fits(household: Household, clock: FixedClock) -> None:
    been_here(household)
    household.speak("de")
    async with app_on(household).run_test(size=SMALL) as pilot:
        for odd in ODD:
            await show(pilot, TalkEndScreen(household, ended(household, clock, topic=odd, sentences=(odd, ""))))
            assert list(unfit(pilot.app.screen)) == []
            await press(pilot, "ctrl+t")
            assert list(unfit(pilot.app.screen)) == []
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, TalkNextScreen), odd
            assert list(unfit(pilot.app.screen)) == []
            await press(pilot, "escape")
            clock.go(60)
    assert len(household.all(Talk)) == len(household.all(Agreement)) == len(ODD)
    assert not any("\x1b" in each.text or "\u202e" in each.text for each in household.all(Agreement))
    assert household.all(Answer) == []
