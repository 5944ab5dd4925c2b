"""The board by keyboard and mouse, in one window and two: drafts stay private and whole, moves are seen by both."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from random import Random

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Button, Input, OptionList, Static

from tests.screens.test_fits import unfit
from tests.stage import LARGE, SMALL, FixedClock, app_on, screen_name, seen
from tui.checkin.flow import DraftAnswer
from tui.core.ids import Ids
from tui.core.records import Agreement, Consent, Issue, IssueState, Talk
from tui.household import Household
from tui.household.agreements import in_force
from tui.household.issue_words import agreed_draft, draft
from tui.household.issues import board, gentle_reminder
from tui.household.own import disputes, erasable, erase, take_back
from tui.screens.board import BoardScreen
from tui.screens.both import BothScreen
from tui.screens.handover import HandOverScreen
from tui.screens.raise_issue import RaiseIssueScreen
from tui.widgets.bars import KeyBar
from tui.widgets.fields import Page

Stage = Pilot[int]
SIZES = pytest.mark.parametrize("size", [SMALL], ids=["80x24"])
ODD = ["[/b] [@click=app.quit]x[/]", "日本語の長い長い話" * 20, "a\u202eb", "x" * 3000, "{name} “…” \\"]


@pytest.fixture
def second(household: Household, clock: FixedClock) -> Iterator[Household]:
    """The same home, opened again by Ben."""
    other = Household.open(household.store.home, name="Ben", clock=clock, ids=Ids(Random(2)))
    yield other
    other.close()


def put(
    household: Household,
    happened: str = "we ate in two rooms",
    *,
    mine: bool = True,
    state: str = "raised",
    days: float = 0,
    **more: str,
) -> Issue:
    at = household.now() - timedelta(days=days)
    by = (household.me if mine else household.partner).id
    words = {"feel": "lonely", "need": "an evening together", **more}
    issue = Issue(
        id=household.ids.new(), by=by, at=at, touched=at, happened=happened, state=IssueState(state), **words
    )
    household.save(issue)
    return issue


def now(household: Household, issue: Issue) -> Issue:
    held = household.get(Issue, issue.id)
    assert held is not None
    return held


def drafts(household: Household) -> list[object]:
    """Return all that is being written about the board on this machine."""
    local = household.store.local
    return [kept for key in local.keys("issue") if (kept := local.get(key)) is not None]


def offered(pilot: Stage) -> set[str]:
    """Return the ids of the keys that are shown."""
    return {hint.command.id for hint in pilot.app.screen.query_one(KeyBar).hints}


def said(pilot: Stage) -> str:
    return "\n".join(each.message for each in pilot.app._notifications)


async def until(pilot: Stage, condition: Callable[[], bool]) -> None:
    """Wait until something holds, and say that it did."""
    for _ in range(300):
        if condition():
            break
        await pilot.pause(0.02)
    assert condition(), seen(pilot)


async def until_on(pilot: Stage, name: str) -> None:
    await until(pilot, lambda: screen_name(pilot) == name)
    await pilot.pause()


async def until_state(pilot: Stage, household: Household, issue: Issue, state: str) -> None:
    await until(pilot, lambda: now(household, issue).state == state)
    await pilot.pause()


@asynccontextmanager
async def playing(
    household: Household, screen: Screen[None] | None = None, size: tuple[int, int] = SMALL
) -> AsyncIterator[Stage]:
    """Play with the board, or another screen, above home."""
    app = app_on(household)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await pilot.pause()
        await app.push_screen(screen or BoardScreen(household))
        await pilot.pause()
        await pilot.pause()
        yield pilot
        assert app.fault is None


def page(pilot: Stage, part: str) -> Page:
    return pilot.app.screen.query_one(f"#{part}").query_one(Page)


async def click_key(pilot: Stage, command: str) -> None:
    """Click a key where it is shown."""
    bar = pilot.app.screen.query_one(KeyBar)
    for row, hints in enumerate(bar._lines(bar.content_size.width)):
        left = 0
        for hint in hints:
            if hint.command.id == command:
                await pilot.click(KeyBar, offset=(1 + left, 1 + row))
                return
            left += hint.cells
    raise AssertionError(command)


# Raising


async def test_something_is_raised_by_keyboard(household: Household) -> None:
    async with playing(household) as pilot:
        assert "Nothing is on the board." in seen(pilot)
        assert {"talk_about", "park", "close_issue", "agreed_on", "reword"}.isdisjoint(offered(pilot))
        await pilot.press("n")
        await until_on(pilot, "RaiseIssueScreen")
        assert "Only you see this until you raise it" in seen(pilot)
        await pilot.press(*"we ate", "tab", *"sad", "tab", *"one evening", "ctrl+n")
        await until_on(pilot, "BoardScreen")
        (issue,) = household.all(Issue)
        assert (issue.happened, issue.feel, issue.need) == ("we ate", "sad", "one evening")
        assert (issue.by, issue.state) == (household.me.id, IssueState.RAISED)
        text = seen(pilot)
        assert "● we ate" in text
        assert "one evening" in text
        assert "Both of you see it" in said(pilot)
    assert draft(household).blank
    assert drafts(household) == []


async def test_something_is_raised_by_mouse(household: Household) -> None:
    async with playing(household) as pilot:
        await click_key(pilot, "raise_issue")
        await until_on(pilot, "RaiseIssueScreen")
        for part in ("need", "feel", "happened"):
            await pilot.click(f"#{part} Page")
            await pilot.press(*part)
        await pilot.click("#put")
        await until_on(pilot, "BoardScreen")
        (issue,) = household.all(Issue)
        assert (issue.happened, issue.feel, issue.need) == ("happened", "feel", "need")
        pilot.app.clear_notifications()  # they cover the keys for a moment
        await pilot.pause()
        await click_key(pilot, "park")
        await until_state(pilot, household, issue, "parked")
        pilot.app.clear_notifications()
        await pilot.pause()
        await click_key(pilot, "back")
        await until_on(pilot, "HomeScreen")


async def test_with_a_part_empty_it_asks_once_and_without_words_nothing_is_raised(household: Household) -> None:
    async with playing(household, RaiseIssueScreen(household)) as pilot:
        await pilot.press("ctrl+n")
        await until(pilot, lambda: "no words in it yet" in said(pilot))
        await pilot.press(*"we ate", "ctrl+n")
        await until(pilot, lambda: "A part is still empty" in said(pilot))
        assert household.all(Issue) == []
        await pilot.press("ctrl+n")
        await until_on(pilot, "HomeScreen")
    assert [each.feel for each in household.all(Issue)] == [""]


async def test_a_draft_survives_leaving_and_starting_anew_and_nobody_else_sees_it(
    household: Household, second: Household, clock: FixedClock
) -> None:
    async with playing(household, RaiseIssueScreen(household)) as pilot:
        await pilot.press(*"a secret", "tab", *"sad", "escape")
        await until_on(pilot, "HomeScreen")
    async with playing(household) as pilot:
        await pilot.press("n")
        await until_on(pilot, "RaiseIssueScreen")
        assert page(pilot, "happened").text == "a secret"
        await pilot.press(*" more")
        pilot.app.exit()
    household.close()
    again = Household.open(household.store.home, name="Ana", clock=clock, ids=Ids(Random(3)))
    assert draft(again).happened in {"a secret", "a secret more"}
    assert draft(again).feel == "sad"
    second.catch_up()
    assert (second.all(Issue), draft(second).blank) == ([], True)
    async with playing(second) as pilot:
        assert "secret" not in seen(pilot)
        await pilot.press("n")
        await until_on(pilot, "RaiseIssueScreen")
        assert "secret" not in seen(pilot)
    again.close()


async def test_what_is_typed_is_kept_without_being_asked_and_before_the_app_leaves(household: Household) -> None:
    async with playing(household, RaiseIssueScreen(household)) as pilot:
        await pilot.press(*"half a sen")
        await until(pilot, lambda: draft(household).happened == "half a sen")
        await pilot.press(*"tence", "ctrl+q")
        await pilot.pause()
    assert draft(household).happened == "half a sentence"


async def test_the_keyboard_changes_hands_and_the_draft_does_not(household: Household) -> None:
    household.store.local.put(f"language/{household.partner.id}", "de")
    async with playing(household, RaiseIssueScreen(household)) as pilot:
        await pilot.press(*"a secret", "escape")
        await until_on(pilot, "HomeScreen")
        await pilot.app.push_screen(BoardScreen(household))
        await pilot.press("h")
        await until_on(pilot, "HandOverScreen")
        assert isinstance(pilot.app.screen, HandOverScreen)
        await pilot.press("enter")
        await until_on(pilot, "BoardScreen")
        assert household.me.name == "Ben"
        assert "Noch liegt nichts an." in seen(pilot), "and who sits here now is spoken to in their language"
        await pilot.press("n")
        await until_on(pilot, "RaiseIssueScreen")
        assert "secret" not in seen(pilot)


async def test_examples_are_paged_through_and_what_is_written_stays(household: Household) -> None:
    openings = household.catalog.phrases("openings").phrases
    async with playing(household, RaiseIssueScreen(household), LARGE) as pilot:
        await pilot.press(*"mine")
        for opening in (*openings[1:3], openings[0]):
            shown_now = opening.text[:30]
            if opening is openings[0]:
                for _ in range(len(openings) - 3):
                    await pilot.press("ctrl+o")
            await pilot.press("ctrl+o")
            await until(pilot, lambda wanted=shown_now: wanted in seen(pilot))  # type: ignore[misc]
        assert page(pilot, "happened").text == "mine"


@pytest.mark.parametrize("language", ["en", "de"])
async def test_every_example_fits_on_a_small_screen(household: Household, language: str) -> None:
    household.speak(language)
    async with playing(household, RaiseIssueScreen(household)) as pilot:
        field = pilot.app.screen.query_one("#opening", Static)
        put_button = pilot.app.screen.query_one("#put", Button)
        for opening in household.catalog.phrases("openings").phrases:
            height = field.get_content_height(field.size, pilot.app.size, field.content_size.width)
            assert height <= field.content_size.height, opening.id
            assert put_button.region.bottom < 23
            await pilot.press("ctrl+o")
            await pilot.pause()


async def test_what_was_answered_in_the_step_can_be_taken_over(household: Household) -> None:
    async with playing(household, RaiseIssueScreen(household)) as pilot:
        assert "from_step" not in offered(pilot)
    given = household.draft("face").with_answer("face.happened", DraftAnswer(value="you were late"))
    given = given.with_answer("face.need", DraftAnswer(value="a message"))
    household.finish(given, ["face.happened", "face.need"])
    async with playing(household, RaiseIssueScreen(household)) as pilot:
        await pilot.press("tab", "tab", *"mine", "ctrl+t")
        await until(pilot, lambda: page(pilot, "happened").text == "you were late")
        assert page(pilot, "need").text == "mine", "what is written stays"
        await pilot.press("escape")
        await until_on(pilot, "HomeScreen")
    assert draft(household).happened == "you were late"
    household.be(household.partner)
    async with playing(household, RaiseIssueScreen(household, from_step=True)) as pilot:
        assert "late" not in seen(pilot), "it is Ana's answer"


async def test_from_the_step_the_answers_are_there_at_once(household: Household) -> None:
    given = household.draft("face").with_answer("face.happened", DraftAnswer(value="you were late"))
    household.finish(given, ["face.happened"])
    async with playing(household, RaiseIssueScreen(household, from_step=True)) as pilot:
        assert page(pilot, "happened").text == "you were late"
        assert "What you answered in step 2 is here" in said(pilot)


# Words of one that is on the board


async def test_only_the_author_may_change_the_words(household: Household) -> None:
    issue = put(household, mine=False)
    async with playing(household) as pilot:
        assert "reword" not in offered(pilot)
        await pilot.press("e")
        await pilot.pause()
        assert screen_name(pilot) == "BoardScreen"
        household.be(household.partner)
        pilot.app.screen.household_changed()  # type: ignore[attr-defined]
        assert "reword" in offered(pilot)
        await pilot.press("e")
        await until_on(pilot, "RaiseIssueScreen")
        await pilot.press(*"!", "escape")
        await until_on(pilot, "BoardScreen")
        assert now(household, issue) == issue, "not before it is saved"
        await pilot.press("e")
        await until_on(pilot, "RaiseIssueScreen")
        assert page(pilot, "happened").text == "we ate in two rooms!"
        await pilot.press("ctrl+n")
        await until_on(pilot, "BoardScreen")
        assert "we ate in two rooms!" in seen(pilot)
    assert now(household, issue) == replace(issue, happened="we ate in two rooms!", touched=household.now())
    assert drafts(household) == []


# Moving


async def test_an_issue_is_parked_taken_up_closed_and_opened_again(household: Household) -> None:
    issue = put(household, mine=False)
    async with playing(household) as pilot:
        assert {"talk_about", "agreed_on", "park", "close_issue"} <= offered(pilot)
        for key, state, group in (
            ("p", "parked", "PARKED"),
            ("u", "raised", "TO BE TALKED ABOUT"),
            ("c", "closed", "CLOSED"),
            ("u", "raised", "TO BE TALKED ABOUT"),
        ):
            await pilot.press(key)
            await until_state(pilot, household, issue, state)
            await until(pilot, lambda wanted=group: wanted in seen(pilot))  # type: ignore[misc]
        await pilot.press("c")
        await until_state(pilot, household, issue, "closed")
        assert offered(pilot) & {"talk_about", "agreed_on", "park", "close_issue", "take_up"} == set()
        assert "open_again" in offered(pilot)


async def test_the_key_is_about_the_one_that_is_chosen(household: Household) -> None:
    first, other = put(household, "the older", days=1), put(household, "the newer")
    async with playing(household) as pilot:
        await pilot.press("down", "p")
        await until_state(pilot, household, first, "parked")
        assert now(household, other).state is IssueState.RAISED
        assert "the older" in str(pilot.app.screen.query_one("#whole", Static).content)


async def test_a_long_one_can_be_read_to_its_end(household: Household) -> None:
    put(household, " ".join(f"word{number}" for number in range(400)), need="the very end")
    async with playing(household) as pilot:
        await until(pilot, lambda: "read_on" in offered(pilot))
        assert "the very end" not in seen(pilot)
        for _ in range(12):
            if "the very end" in seen(pilot):
                break
            await pilot.press("space")
            await pilot.pause()
        assert "the very end" in seen(pilot)
        await pilot.press("space")
        await until(pilot, lambda: "word0 " in seen(pilot) and "the very end" not in seen(pilot))


@pytest.mark.parametrize("language", ["en", "de"])
async def test_everything_fits_on_a_small_screen(household: Household, language: str) -> None:
    household.speak(language)
    household.be_alone(alone=True)
    issue = put(household, "a long one " * 90, days=70)
    async with playing(household) as pilot:
        for state in IssueState:
            household.save(replace(issue, state=state))
            await pilot.app.push_screen(BoardScreen(household))
            await pilot.pause()
            await pilot.pause()
            assert now(household, issue).state is state
            assert list(unfit(pilot.app.screen)) == [], state
            await pilot.press("a", "e")
            await pilot.pause()
            await pilot.pause()
            assert list(unfit(pilot.app.screen)) == [], state


# A talk


async def test_one_is_taken_into_a_talk_and_nothing_yet_is_all_right(household: Household) -> None:
    issue = put(household)
    async with playing(household) as pilot:
        await pilot.press("t")
        await until_on(pilot, "TalkScreen")
        assert pilot.app.screen.query_one("#topic", Input).value == "we ate in two rooms"
        assert pilot.app.screen.form.id == "speaker-listener"  # type: ignore[attr-defined]
        assert now(household, issue).state is IssueState.IN_TALK
        await pilot.press("escape")
        await until_on(pilot, "BoardScreen")
        assert "Taken into a talk: t begins it." in seen(pilot)
        await pilot.click("#nothing")
        await until_state(pilot, household, issue, "raised")
        await until(pilot, lambda: "That is all right." in said(pilot))
        assert not pilot.app.screen.query_one("#offer").display


async def test_after_a_talk_the_two_note_what_they_agreed(household: Household, clock: FixedClock) -> None:
    issue = put(household, days=1)
    async with playing(household) as pilot:
        await pilot.press("t")
        await until_on(pilot, "TalkScreen")
        pilot.app.screen.query_one("#topic", Input).value = "our suppers"
        await pilot.press("ctrl+n")
        await until_on(pilot, "BeforeScreen")
        await pilot.press("a", "l", "space", "enter")
        clock.go(1)
        await pilot.press("enter")
        await until_on(pilot, "FloorScreen")
        clock.go(20)
        await pilot.press("escape")
        await until_on(pilot, "BoardScreen")
        assert "Your talk about this is not over yet" in seen(pilot)
        assert not pilot.app.screen.query_one("#offer").display
        touched = now(household, issue).touched
        clock.go(60)
        await pilot.press("t")
        await until_on(pilot, "FloorScreen")
        assert now(household, issue).touched == touched, "it is in that talk already"
        await pilot.press("e")
        clock.go(1)
        await pilot.press("e")
        await until_on(pilot, "TalkEndScreen")
        await pilot.press("escape")
        await until_on(pilot, "BoardScreen")
        assert "You have talked about this. What came of it?" in seen(pilot)
        await until(pilot, lambda: pilot.app.focused is pilot.app.screen.query_one("#agreed", Button))
        await pilot.press("enter")
        await until_on(pilot, "IssueAgreedScreen")
        await pilot.press(*"we eat at the table", "enter")
        await until_on(pilot, "BoardScreen")
        assert "we eat at the table" in seen(pilot)
    (agreement,), (talk,) = household.all(Agreement), household.all(Talk)
    assert (agreement.text, agreement.source) == ("we eat at the table", issue.id)
    assert [(each.by, each.revision) for each in household.all(Consent)] == [(household.me.id, agreement.id)]
    assert in_force(household, agreement.id) == agreement.text
    kept = now(household, issue)
    assert (kept.state, kept.agreement, kept.talk) == (IssueState.AGREED, agreement.id, talk.id)
    assert drafts(household) == []


async def test_a_talk_held_before_the_app_was_closed_is_known_by_its_topic(household: Household) -> None:
    issue = put(household, state="in_talk")
    talk = Talk(id="t", by=household.me.id, at=household.now(), format="equal", topic=issue.happened, minutes=20)
    household.save(talk)
    async with playing(household) as pilot:
        assert "You have talked about this." in seen(pilot)
        await pilot.press("p")
        await until_state(pilot, household, issue, "parked")
    assert now(household, issue).talk == "t"


async def test_a_second_one_lets_the_first_wait_again(household: Household) -> None:
    first, other = put(household, "the older", days=1, state="in_talk"), put(household, "the newer")
    async with playing(household) as pilot:
        await pilot.press("down", "t")
        await until_on(pilot, "TalkScreen")
        assert (now(household, first).state, now(household, other).state) == (IssueState.RAISED, IssueState.IN_TALK)
        await until(pilot, lambda: "“the older” waits again" in said(pilot))


async def test_while_another_talk_runs_nothing_is_taken_into_one(household: Household) -> None:
    first, other = put(household, "the older", days=1), put(household, "the newer")
    async with playing(household) as pilot:
        await pilot.press("t")
        await until_on(pilot, "TalkScreen")
        await pilot.press("ctrl+n")
        await until_on(pilot, "BeforeScreen")
        await pilot.press("escape")
        await until_on(pilot, "BoardScreen")
        await pilot.press("down", "t")
        await until(pilot, lambda: "A talk about something else is still open" in said(pilot))
        assert screen_name(pilot) == "BoardScreen"
    assert (now(household, first).state, now(household, other).state) == (IssueState.RAISED, IssueState.IN_TALK)


async def test_what_is_typed_as_agreed_waits(household: Household) -> None:
    issue = put(household)
    async with playing(household) as pilot:
        await pilot.press("a")
        await until_on(pilot, "IssueAgreedScreen")
        await pilot.press(*"half", "escape")
        await until_on(pilot, "BoardScreen")
        assert now(household, issue) == issue
        await pilot.press("a")
        await until_on(pilot, "IssueAgreedScreen")
        await pilot.press(*" a word")
        await until(pilot, lambda: agreed_draft(household, issue.id) == "half a word")
        await pilot.press("ctrl+q")
        await pilot.pause()
    assert agreed_draft(household, issue.id) == "half a word"
    household.be(household.partner)
    assert agreed_draft(household, issue.id) == ""
    assert household.all(Agreement) == []


async def test_nothing_typed_as_agreed_changes_nothing(household: Household) -> None:
    issue = put(household)
    async with playing(household) as pilot:
        await pilot.press("a")
        await until_on(pilot, "IssueAgreedScreen")
        await pilot.click("#keep")
        await until_on(pilot, "BoardScreen")
    assert now(household, issue) == issue


# What lies still


async def test_what_lies_still_is_marked_calmly_and_brought_up(household: Household) -> None:
    put(household, "the fresh one", days=13)
    still = put(household, "the still one", days=15)
    put(household, "the parked one", days=15, state="parked")
    brought_up = gentle_reminder(household)
    assert brought_up is not None
    assert brought_up.id == still.id
    async with playing(household, BoardScreen(household, chosen=still.id)) as pilot:
        text = seen(pilot)
        assert text.count("◌ lies still") == 1
        assert "This has been lying still for a while." in text
        await pilot.press("p")
        await until_state(pilot, household, still, "parked")
        assert "lies still" not in seen(pilot)
    assert gentle_reminder(household) is None


async def test_one_that_was_parked_for_long_may_rest_on(household: Household) -> None:
    issue = put(household, days=61, state="parked")
    async with playing(household) as pilot:
        assert "This has been parked for long." in seen(pilot)
        assert "park" in offered(pilot)
        await pilot.press("p")
        await until(pilot, lambda: now(household, issue).touched == household.now())
        await until(pilot, lambda: "park" not in offered(pilot))


# Elsewhere


async def test_a_key_leads_to_when_to_see_a_professional(household: Household) -> None:
    async with playing(household, size=LARGE) as pilot:
        await pilot.press("w")
        await until_on(pilot, "HelpScreen")
        await until(pilot, lambda: "Asking for help is no failure." in seen(pilot))
        await pilot.press("escape")
        await until_on(pilot, "BoardScreen")


async def test_alone_it_says_what_it_can_do(household: Household) -> None:
    async with playing(household) as pilot:
        assert "On your own" not in seen(pilot)
    household.be_alone(alone=True)
    async with playing(household) as pilot:
        assert "On your own: putting it into words" in seen(pilot)


@SIZES
async def test_odd_names_and_texts_are_shown_as_they_are(household: Household, size: tuple[int, int]) -> None:
    household.rename(("[/b]", "日本語"), ("Europe/Berlin", "Europe/Berlin"), apart=False)
    for place, text in enumerate(ODD):
        put(household, text, feel=text, need=text, mine=bool(place % 2), days=place)
    async with playing(household, size=size) as pilot:
        for _ in range(len(ODD) + 1):
            await pilot.press("down")
            await pilot.pause()
            await until(pilot, lambda: "[/b]" in seen(pilot))
        assert "\u202e" not in seen(pilot)
        await pilot.press("a")
        await until_on(pilot, "IssueAgreedScreen")


async def test_a_home_that_cannot_be_saved_to_says_so_and_keeps_what_is_typed_on_the_screen(
    household: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = put(household)
    household.store._storage.read_only  # noqa: B018 - it is there
    monkeypatch.setattr(type(household.store), "read_only", property(lambda _: "store_read_only"))
    monkeypatch.setattr(household.store, "save", _refuse)
    monkeypatch.setattr(household.store.local, "put", _refuse)
    monkeypatch.setattr(household.store.local, "change", _refuse)
    async with playing(household) as pilot:
        await pilot.press("p")
        await until(pilot, lambda: "nothing can be saved" in said(pilot).casefold())
        assert now(household, issue) == issue
        await pilot.press("n")
        await until_on(pilot, "RaiseIssueScreen")
        await pilot.press(*"abc", "ctrl+n", "ctrl+n")
        await pilot.pause()
        await until(pilot, lambda: page(pilot, "happened").text == "abc")
        assert screen_name(pilot) == "RaiseIssueScreen"


def _refuse(*_: object, **__: object) -> None:
    from tui.core.errors import ReadOnlyError

    raise ReadOnlyError("store_read_only", path="home")


# Two windows


async def test_the_other_window_sees_it_and_its_choice_stays(household: Household, second: Household) -> None:
    issue = put(household)
    second.catch_up()
    async with playing(household) as one, playing(second) as two:
        assert "we ate in two rooms" in seen(two)
        await one.press("n")
        await until_on(one, "RaiseIssueScreen")
        await one.press(*"new", "tab", *"f", "tab", *"n", "ctrl+n")
        await until(two, lambda: "● new" in seen(two))
        assert two.app.screen.chosen == issue.id  # type: ignore[attr-defined]
        await two.press("c")
        await until(one, lambda: "CLOSED" in seen(one))
        for pilot in (one, two):
            assert "Ben closed" not in seen(pilot)


async def test_two_that_move_one_without_having_seen_each_other_are_both_asked_and_not_told_who(
    household: Household, second: Household
) -> None:
    issue = put(household)
    second.catch_up()
    household.save(replace(issue, state=IssueState.PARKED, touched=household.now()), seen=[issue])
    second.save(replace(issue, state=IssueState.CLOSED, touched=second.now()), seen=[issue])
    household.catch_up()
    (found,) = disputes(household)
    assert (found.kind, found.field) == ("issue", "state")
    assert len(disputes(second)) == 1
    async with playing(household, BothScreen(household)) as pilot:
        text = seen(pilot)
        for part in ("Where an issue stands", "we ate in two rooms", "parked", "closed"):
            assert part in text
        values = pilot.app.screen.query_one(OptionList)
        told = [str(values.get_option_at_index(place).prompt) for place in range(values.option_count)]
        assert not any(name in each for each in told for name in ("Ana", "Ben"))
        await pilot.press("enter")
        await until_on(pilot, "HomeScreen")
    assert disputes(household) == []


async def test_of_two_in_a_talk_from_two_windows_one_is_shown_so(
    household: Household, second: Household, clock: FixedClock
) -> None:
    first, other = put(household, "the older", days=1), put(household, "the newer")
    second.catch_up()
    household.save(replace(first, state=IssueState.IN_TALK, touched=household.now()), seen=[first])
    clock.go(60)
    second.save(replace(other, state=IssueState.IN_TALK, touched=second.now()), seen=[other])
    household.catch_up()
    for each in (household, second):
        shown = {issue.id: issue.state for issue in board(each)}
        assert shown == {first.id: IssueState.RAISED, other.id: IssueState.IN_TALK}
    async with playing(household, BoardScreen(household, chosen=first.id)) as pilot:
        await pilot.press("p")
        await until_state(pilot, household, first, "parked")


async def test_the_words_are_settled_by_their_author_alone(household: Household, second: Household) -> None:
    issue = put(household)
    window = Household.open(household.store.home, name="Ana", clock=household.clock, ids=Ids(Random(4)))
    household.save(replace(issue, feel="small"), seen=[issue])
    window.save(replace(issue, feel="tired"), seen=[issue])
    for each in (household, second):
        each.catch_up()
    assert [(each.field, {said.fields["feel"] for said in each.said}) for each in disputes(household)] == [
        ("feel", {"small", "tired"})
    ]
    assert disputes(second) == []
    window.close()


async def test_one_draft_in_two_windows_keeps_the_words_of_both(household: Household, clock: FixedClock) -> None:
    async with playing(household, RaiseIssueScreen(household)) as pilot:
        await pilot.press(*"it", "escape")
        await until_on(pilot, "HomeScreen")
    window = Household.open(household.store.home, name="Ana", clock=clock, ids=Ids(Random(4)))
    async with (
        playing(household, RaiseIssueScreen(household)) as one,
        playing(window, RaiseIssueScreen(window)) as two,
    ):
        await one.press(*" rained")
        await until(one, lambda: draft(household).happened == "it rained")
        await two.press(*" poured")
        await until(two, lambda: page(two, "happened").text == "it poured\n\nit rained")
        await until(two, lambda: "Both versions are here" in said(two))
        await two.press("tab", *"f", "tab", *"n", "ctrl+n")
        await until_on(two, "HomeScreen")
        await one.press(*"!", "escape")
        await until_on(one, "HomeScreen")
    household.catch_up()
    (issue,) = household.all(Issue)
    assert issue.happened == "it poured\n\nit rained"
    assert draft(household, issue).happened.endswith("!"), "what was typed after it stays a draft"
    window.close()


# Taking back, erasing


async def test_what_was_raised_is_taken_back_into_a_draft(household: Household) -> None:
    async with playing(household) as pilot:
        await pilot.press("n")
        await until_on(pilot, "RaiseIssueScreen")
        await pilot.press(*"a", "tab", *"b", "tab", *"c", "ctrl+n")
        await until_on(pilot, "BoardScreen")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: household.all(Issue) == [])
        await until(pilot, lambda: "No word of it is lost" in said(pilot))
        await until(pilot, lambda: "Nothing is on the board" in seen(pilot))
    assert draft(household).parts == ("a", "b", "c")


def test_a_move_that_is_taken_back_leaves_no_draft_and_new_words_do(household: Household) -> None:
    issue = put(household)
    household.save(replace(issue, state=IssueState.PARKED), seen=[issue])
    assert take_back(household) == "issue"
    assert (now(household, issue), drafts(household)) == (issue, [])
    household.save(replace(issue, feel="small"), seen=[issue])
    assert take_back(household) == "issue"
    assert now(household, issue).feel == "lonely"
    assert (draft(household, issue).feel, draft(household, issue).was[1]) == ("small", "lonely")


def test_what_was_agreed_is_taken_back_and_its_words_wait(household: Household) -> None:
    from tui.household.issues import agree

    issue = put(household, mine=False)
    agree(household, issue.id, "we eat at the table")
    assert take_back(household) == "agreement"
    assert (household.all(Agreement), household.all(Consent)) == ([], [])
    assert now(household, issue) == issue
    assert agreed_draft(household, issue.id) == "we eat at the table"


def test_an_issue_is_erased_with_its_drafts_by_its_author_alone(household: Household) -> None:
    mine, other = put(household), put(household, mine=False)
    local, me = household.store.local, household.me.id
    for key in (f"issue/{me}/{mine.id}", f"issue_agreed/{me}/{mine.id}", f"issue/{me}/new"):
        local.put(key, "words")
    found = erasable(household, [mine.id])
    assert found == [mine]
    erase(household, found)
    assert household.all(Issue) == [other]
    assert local.keys("issue") == [f"issue/{me}/new"]
    erase(household, erasable(household), everything=True)
    assert local.keys("issue") == []
    assert household.all(Issue) == [other]
