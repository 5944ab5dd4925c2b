"""The talks that were held: listed by month, searched while one types, opened, and what was kept of them."""

from datetime import date, timedelta

from textual.pilot import Pilot
from textual.widgets import Input

from tests.screens.after_talk_stage import been_here, held
from tests.screens.rhythms_stage import press, settled, show, until
from tests.stage import SMALL, FixedClock, app_on, screen_name, seen
from tui.checkin.flow import DraftAnswer
from tui.core.records import Talk
from tui.household import Household
from tui.household.talks_kept import agree_after
from tui.screens.talks import TalksScreen

LONG = "x" * 10_000
ODD = "[/b] \u202eevil 👩‍👩‍👧‍👦 日本語"


def lines(pilot: Pilot[int]) -> list[str]:
    return [each.strip() for each in seen(pilot).splitlines()]


async def searched(pilot: Pilot[int], text: str, awaited: str) -> None:
    """Type what is searched for, and wait until it is shown."""
    pilot.app.screen.query_one("#search", Input).value = text
    await until(pilot, lambda: awaited in seen(pilot))
    await settled(pilot)


async def test_talks_are_listed_searched_opened_and_talked_about_again(
    household: Household, clock: FixedClock
) -> None:
    been_here(household)
    held(household, clock, topic="München", form="our-own-way", kept="We write it down.")
    clock.go(20 * 86400)
    talk = held(household, clock, topic="the kitchen", form="trust")
    agree_after(household, talk.id, "Phones away after nine", date(2026, 12, 27))
    draft = household.draft("safe").with_answer("safe.heard", DraftAnswer(value="that you were afraid"))
    household.finish(draft, ["safe.heard"])
    async with app_on(household).run_test(size=SMALL) as pilot:
        await press(pilot, "j", "t")
        assert screen_name(pilot) == "TalksScreen"
        months = [each for each in lines(pilot) if each in {"Dec 2026", "Nov 2026"}]
        assert months == ["Dec 2026", "Nov 2026"]
        assert "our own way: München" in seen(pilot)
        assert "Phones away after nine" in seen(pilot)
        assert "to look at again Sun 27 Dec; open" in seen(pilot)
        await press(pilot, "slash")
        await searched(pilot, "MUNCHEN write", "one found")
        assert "the kitchen" not in seen(pilot)
        await press(pilot, "down", "enter")
        assert screen_name(pilot) == "PastTalkScreen"
        assert "We write it down." in seen(pilot)
        await press(pilot, "escape")
        assert "one found" in seen(pilot)
        await press(pilot, "escape")
        assert "the kitchen" in seen(pilot)
        await press(pilot, "slash")
        await searched(pilot, "nothing of it", "Nothing with these words")
        await press(pilot, "escape", "home", "enter")
        assert screen_name(pilot) == "PastTalkScreen"
        for text in ("WHAT YOU AGREED ON", "that you were afraid", "Ana ●"):
            assert text in seen(pilot), text
        await press(pilot, "a")
        assert screen_name(pilot) == "AgreementScreen"
        await press(pilot, "escape", "t")
        assert screen_name(pilot) == "TalkScreen"
        assert "the kitchen" in seen(pilot)
        await press(pilot, "escape")
        household.remove(talk)
        pilot.app.screen.household_changed()  # type: ignore[attr-defined]
        await settled(pilot)
        assert screen_name(pilot) == "TalksScreen"
        assert "the kitchen" not in seen(pilot)


async def test_a_long_list_is_laid_out_as_it_is_needed_and_odd_words_are_only_text(
    household: Household, clock: FixedClock
) -> None:
    me, now = household.me.id, clock.now()
    talks = [
        Talk(
            id=f"{n:04}",
            by=me,
            at=now + timedelta(hours=n),
            format=ODD,
            topic=f"number {n} {ODD}",
            minutes=5,
            kept=LONG,
        )
        for n in range(300)
    ]
    household.take_in(talks)
    async with app_on(household).run_test(size=SMALL) as pilot:
        await show(pilot, TalksScreen(household))
        found = pilot.app.screen.query_one("#entries")
        assert getattr(found, "option_count", 0) < 100
        assert "number 299" in seen(pilot)
        await press(pilot, "slash")
        await searched(pilot, "NUMBER 177 xxx 日本語", "one found")
        await press(pilot, "enter", "enter")
        assert screen_name(pilot) == "PastTalkScreen"
        assert "\u202e" not in seen(pilot)
        await press(pilot, "escape", "escape", "end")
        assert "number 0 " in seen(pilot)
