"""Opened together: what both have in common first, both answers side by side, and what the two lines say."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from tests.screens.together_stage import ELSEWHERE, MINE, THEIRS, Given, both, give
from tests.stage import SMALL, app_on, screen_name, seen
from tui.core.ids import Ids
from tui.core.records import Opening, Share
from tui.household import Household
from tui.household.wishes import withdraw
from tui.screens.reveal import RevealScreen
from tui.widgets.bars import KeyBar

ANA: Given = {
    "before.now": 3,
    "before.wished": 6,
    "before.loved": "your laugh",
    "before.miss": ("talking", "touch", "rest"),
    "before.pace": "weekly",
    "before.ready": 2,
}
BEN: Given = {
    "before.now": 5,
    "before.wished": 6,
    "before.loved": "your laugh",
    "before.miss": ("laughing", "talking", "rest"),
    "before.pace": "rarely",
    "before.ready": 3,
}


@asynccontextmanager
async def reading(
    household: Household, opening: Opening, size: tuple[int, int] = SMALL
) -> AsyncIterator[tuple[Pilot[int], RevealScreen]]:
    """Read what was opened."""
    app = app_on(household)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        screen = RevealScreen(household, opening)
        await app.push_screen(screen)
        await pilot.pause()
        yield pilot, screen
        assert app.fault is None


async def pages(pilot: Pilot[int], screen: RevealScreen) -> list[str]:
    """Return what stands on each page."""
    found = []
    for _ in screen.pages:
        found.append(seen(pilot))
        await pilot.press("right")
        await pilot.pause()
    return found


# What is in common


async def test_it_begins_with_what_both_have_in_common(household: Household) -> None:
    async with reading(household, both(household, ANA, BEN)) as (pilot, screen):
        first = seen(pilot)
        assert "What you have in common" in first
        assert "6 of 7" in first
        assert "●◆ Talking about more" in first
        assert "●◆ Being quiet together" in first
        assert "Touch" not in first
        assert "● 2 of 7     ◆ 3 of 7" in first
        assert "3 of 7     ◆ 5" not in first
        assert "laugh" not in first
        assert "pace" not in first
        await pilot.click("#next")
        await pilot.pause()
        assert screen.position == 1


async def test_where_nothing_is_in_common_not_a_word_is_said_about_it(household: Household) -> None:
    opening = both(household, {"before.now": 1, "before.loved": "tea"}, {"before.now": 7, "before.loved": "tea"})
    async with reading(household, opening) as (pilot, screen):
        assert len(screen.pages) == 2
        for page in await pages(pilot, screen):
            assert "common" not in page
            assert "●◆" not in page


async def test_questions_with_something_in_common_come_first_and_the_others_in_their_order(
    household: Household,
) -> None:
    async with reading(household, both(household, ANA, BEN)) as (_, screen):
        order = [page.pair.question for page in screen.pages if not isinstance(page, str)]
        alike, others = (
            ["before.wished", "before.miss", "before.ready"],
            ["before.now", "before.loved", "before.pace"],
        )
        assert order == alike + others


async def test_what_both_chose_comes_first_and_is_marked_in_both_columns(household: Household) -> None:
    async with reading(household, both(household, ANA, BEN)) as (pilot, screen):
        page = (await pages(pilot, screen))[2]
        assert page.count("●◆ Talking about more") == 2
        assert page.index("●◆ Being quiet") < page.index("·  Touch")
        assert page.index("●◆ Talking") < page.index("·  Laughing")


async def test_an_answer_that_was_shared_at_once_stands_there_like_any_other(household: Household) -> None:
    give(household, "Ben", {"before.loved": "your hands", "before.wished": 5}, Share.NOW)
    give(household, "Ana", {"before.loved": "your laugh", "before.wished": 5})
    opening = household.open_together("before")
    assert opening is not None
    async with reading(household, opening) as (pilot, screen):
        found = await pages(pilot, screen)
        assert any("your hands" in page and "your laugh" in page for page in found)
        assert "●◆ 5 of 7" in found[0]


async def test_what_was_kept_private_is_on_no_page(household: Household) -> None:
    give(household, "Ben", {"before.loved": "canary", "before.wished": 5}, Share.PRIVATE)
    give(household, "Ben", {"before.hope": "soup"})
    give(household, "Ana", {"before.loved": "your laugh", "before.wished": 5, "before.hope": "bread"})
    opening = household.open_together("before")
    assert opening is not None
    async with reading(household, opening) as (pilot, screen):
        found = await pages(pilot, screen)
        assert len(found) == 1
        assert "common" not in found[0]


@pytest.mark.parametrize("names", [("[/b]", "日本語"), ("A" * 90, "[@click=app.quit]x[/]")])
async def test_odd_names_and_words_are_only_shown(nobody: Household, names: tuple[str, str]) -> None:
    nobody.found(names, ("Europe/Berlin", "Europe/Berlin"))
    for name in (names[1], names[0]):
        give(nobody, name, {"cause.line": MINE, "cause.first_sign": "[/] \\[b]", "cause.drew_away": "[/x]"})
    opening = nobody.open_together("cause")
    assert opening is not None
    async with reading(nobody, opening) as (pilot, screen):
        found = await pages(pilot, screen)
        assert any("[/] \\[b]" in page for page in found)


async def test_an_opening_of_which_nothing_is_left_says_so(household: Household) -> None:
    opening = Opening(id="o", by=household.me.id, at=household.now(), step="gone", sittings=("a", "b"))
    household.save(opening)
    async with reading(household, opening) as (pilot, _):
        assert "nothing left of it" in seen(pilot)
        await pilot.press("right")
        await pilot.pause()
        assert screen_name(pilot) == "HomeScreen"


# The lines over the years


@pytest.mark.parametrize("size", [SMALL])
async def test_dips_that_coincide_are_marked_and_told_with_what_happened_around_them(
    household: Household, size: tuple[int, int]
) -> None:
    opening = both(
        household,
        {"cause.line": MINE, "cause.drew_away": "me"},
        {"cause.line": THEIRS, "cause.drew_away": "both"},
    )
    async with reading(household, opening, size) as (pilot, screen):
        (page,) = await pages(pilot, screen)
        assert "━1━" in page
        text = " ".join(page.split())
        assert "1 Both lines lie low from late 2019 to late 2022. Around it: ● the move" in text
        assert "◆ my father was ill." in text
        assert "a new job." not in text


async def test_who_drew_away_stands_with_the_lines_side_by_side(household: Household) -> None:
    given: Given = {"cause.line": MINE, "cause.drew_away": "me", "cause.first_sign": "the goodnight"}
    opening = both(household, given, {**given, "cause.line": THEIRS, "cause.drew_away": "neither"})
    async with reading(household, opening) as (pilot, screen):
        found = await pages(pilot, screen)
        assert len(found) == 2
        assert "● I did, more than you     ◆ Neither: life came between us" in found[0]


async def test_the_same_blame_is_not_called_in_common(household: Household) -> None:
    given: Given = {"cause.line": MINE, "cause.drew_away": "you"}
    async with reading(household, both(household, given, {**given, "cause.line": ELSEWHERE})) as (pilot, screen):
        (page,) = await pages(pilot, screen)
        assert "common" not in page
        assert "● You did, more than I     ◆ You did, more than I" in page


async def test_who_drew_away_has_a_page_of_its_own_without_the_lines(household: Household) -> None:
    give(household, "Ben", {"cause.drew_away": "both"})
    give(household, "Ana", {"cause.drew_away": "both", "cause.line": MINE})
    opening = household.open_together("cause")
    assert opening is not None
    async with reading(household, opening) as (pilot, screen):
        found = await pages(pilot, screen)
        assert "●◆ Both of us" in found[0]
        assert found[1].count("●◆ Both of us") == 2


async def test_where_no_dips_coincide_both_stories_are_true(household: Household) -> None:
    opening = both(household, {"cause.line": MINE}, {"cause.line": ELSEWHERE})
    async with reading(household, opening) as (pilot, _):
        text = " ".join(seen(pilot).split())
        assert "two stories, both true to the one who lived them" in text
        assert "━" not in text


# Wishes


async def test_my_wishes_are_a_key_away_where_wishes_are_shown(household: Household) -> None:
    given: Given = {"close.wishes": ("smile", "hug"), "close.first": "talk"}
    async with reading(household, both(household, given, given)) as (pilot, screen):
        assert "my wishes" not in seen(pilot)
        await pilot.press("w")
        await pilot.pause()
        assert screen_name(pilot) == "RevealScreen"
        await pilot.press("right", "right")
        await pilot.pause()
        assert "A smile that is meant for me" in seen(pilot)
        bar = pilot.app.screen.query_one(KeyBar)
        lines = bar._lines(bar.content_size.width)
        row, column = next(
            (row, sum(hint.cells for hint in line[:place]))
            for row, line in enumerate(lines)
            for place, hint in enumerate(line)
            if hint.command.id == "my_wishes"
        )
        await pilot.click(KeyBar, offset=(column + 2, row + 1))
        await pilot.pause()
        assert screen_name(pilot) == "WishesScreen"
        await pilot.press("x", "escape")
        await pilot.pause()
        assert screen_name(pilot) == "RevealScreen"
        assert screen.position == 2
        assert "A smile" not in seen(pilot)
        assert "A hug" in seen(pilot)


async def test_what_the_other_takes_back_is_gone_without_a_word(household: Household) -> None:
    given: Given = {"close.wishes": ("smile", "hug"), "close.first": "talk"}
    opening = both(household, given, given)
    other = Household.open(household.store.home, name="Ben", clock=household.clock, ids=Ids())
    household.be(household.people[0])
    async with reading(household, opening) as (pilot, _):
        await pilot.press("right", "right")
        await pilot.pause()
        withdraw(other, "close.wishes", ["hug", "smile"])
        for _ in range(500):
            await pilot.pause(0.02)
            if "Nothing came up in both lists this time." in seen(pilot):
                break
        assert "A hug" not in seen(pilot)
        assert "Nothing came up in both lists this time." in seen(pilot)
        assert list(pilot.app._notifications) == []
    other.close()


async def test_it_speaks_the_language_of_whoever_reads(household: Household) -> None:
    opening = both(household, ANA, BEN)
    household.speak("de")
    async with reading(household, opening) as (pilot, screen):
        found = await pages(pilot, screen)
        assert "Was ihr gemeinsam habt" in found[0]
        assert "bei euch beiden gleich" in found[1]
