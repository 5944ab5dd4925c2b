"""The first evening, screen by screen."""

from textual.pilot import Pilot
from textual.widgets import Button, OptionList

from tests.stage import LARGE, SMALL, FixedClock, app_on, screen_name, seen
from tui.checkin.flow import DraftAnswer
from tui.checkin.path import StepState
from tui.core.records import Agreement, Answer, Opening, Share, Sitting, Timeline
from tui.household import Household
from tui.screens.reveal import RevealScreen
from tui.screens.step import StepScreen

AppPilot = Pilot[int]


async def through_the_step(pilot: AppPilot, *keys: str) -> None:
    """Begin the step on the screen, answer its first questions with `keys`, pass the rest and confirm."""
    await pilot.press("enter")
    for key in keys:
        await pilot.press(key)
    while screen_name(pilot) == "StepScreen":
        await pilot.press("ctrl+n")
        await pilot.pause()


async def test_set_up_asks_two_names_and_leads_to_the_first_question(nobody: Household) -> None:
    async with app_on(nobody).run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert screen_name(pilot) == "SetupScreen"
        await pilot.press(*"Ana", "enter", *"Ben", "ctrl+n")
        await pilot.pause()
        assert [person.name for person in nobody.people] == ["Ana", "Ben"]
        assert screen_name(pilot) == "SafetyScreen"
        await pilot.press("enter")
        await pilot.pause()
        assert screen_name(pilot) == "StepScreen"


async def test_set_up_can_be_done_without_typing_anything(nobody: Household) -> None:
    async with app_on(nobody).run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.click("#begin")
        await pilot.pause()
        assert nobody.founded
        assert not nobody.couple.apart


async def test_set_up_asks_for_a_second_zone_only_when_they_live_apart(nobody: Household) -> None:
    async with app_on(nobody).run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "Time zone" not in seen(pilot)
        await pilot.press("tab", "tab", "space")
        await pilot.pause()
        assert "Time zone of the second" in seen(pilot)
        await pilot.press("tab", "tab", "ctrl+a", "ctrl+k", *"Asia/Tokyo", "ctrl+n")
        await pilot.pause()
        assert nobody.couple.apart
        assert nobody.people[1].zone == "Asia/Tokyo"


async def test_a_zone_that_does_not_exist_is_said_and_nothing_typed_is_lost(nobody: Household) -> None:
    async with app_on(nobody).run_test(size=SMALL, notifications=True) as pilot:
        await pilot.pause()
        await pilot.press(*"Ana", "tab", "tab", "space", "tab", "tab", *"x", "ctrl+n")
        await pilot.pause()
        assert not nobody.founded
        assert screen_name(pilot) == "SetupScreen"
        assert "Ana" in seen(pilot)


async def test_the_first_evening_of_two_people_on_one_keyboard(household: Household) -> None:
    async with app_on(household, first="check-in", step="before").run_test(size=LARGE) as pilot:
        await pilot.pause()
        await pilot.press("enter")  # past the page about safety
        await pilot.pause()
        await through_the_step(pilot, "3", "enter", "6", "enter", *"your laugh")
        assert screen_name(pilot) == "FinishedScreen"
        assert household.to_open() == ()
        await pilot.press("enter")
        assert screen_name(pilot) == "HandOverScreen"
        assert "laugh" not in seen(pilot)
        assert "Ana" not in seen(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert household.me.name == "Ben"
        assert screen_name(pilot) == "SafetyScreen"
        await pilot.press("enter")
        await pilot.pause()
        await through_the_step(pilot, "2", "enter", "7", "enter", *"your hands")
        assert household.to_open() == ("before",)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert screen_name(pilot) == "RevealScreen"
        screen = pilot.app.screen
        assert isinstance(screen, RevealScreen)
        pages = []
        for _ in screen.pages:
            pages.append(seen(pilot))
            await pilot.press("right")
            await pilot.pause()
        assert any("your laugh" in page and "your hands" in page for page in pages)
        assert any("3 of 7" in page and "2 of 7" in page for page in pages)
        assert screen_name(pilot) == "HomeScreen"
        assert household.states()["before"] is StepState.OPENED


async def test_nothing_of_the_others_answers_is_on_any_screen_before_opening(household: Household) -> None:
    async with app_on(household, first="check-in", step="before").run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await through_the_step(pilot, "3", "enter", "6", "enter", *"canary")
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert household.me.name == "Ben"
        await pilot.press("escape")
        await pilot.pause()
        home = seen(pilot)
        assert "canary" not in home
        assert "◐" not in home
        await pilot.press("j")
        await pilot.pause()
        assert "canary" not in seen(pilot)
        assert household.all(Answer) == []
        assert household.all(Sitting) == []


async def test_a_draft_survives_leaving_and_is_opened_where_it_was_left(household: Household) -> None:
    household.save(Sitting(id="s", by=household.me.id, at=household.now(), step="trust"))  # past the safety page
    async with app_on(household, first="check-in", step="before").run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("enter", "4", "enter", "5", "enter", *"half a sen")
        await pilot.press("escape")
        await pilot.pause()
        assert screen_name(pilot) == "HomeScreen"
        assert household.drafts() == {"before"}
    async with app_on(household, first="check-in", step="before").run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "half a sen" in seen(pilot)


async def test_a_draft_is_kept_when_the_app_is_left_in_the_middle_of_a_word(household: Household) -> None:
    household.save(Sitting(id="s", by=household.me.id, at=household.now(), step="trust"))
    async with app_on(household, first="check-in", step="before").run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("enter", "4", "enter", "5", "enter", *"wor", "ctrl+q")
        await pilot.pause()
    assert household.draft("before").answers["before.loved"].value == "wor"


async def test_an_answer_can_be_kept_private(household: Household) -> None:
    household.save(Sitting(id="s", by=household.me.id, at=household.now(), step="trust"))
    async with app_on(household, first="check-in", step="before").run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("enter", "4", "ctrl+t")
        assert "Stays with you" in seen(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, StepScreen)
        assert screen.draft.answers["before.now"].share is Share.PRIVATE
        assert screen.draft.answers["before.now"].value == 4


async def test_the_line_over_the_years_is_drawn_with_keys_and_mouse(household: Household) -> None:
    household.save(Sitting(id="s", by=household.me.id, at=household.now(), step="trust"))
    async with app_on(household, first="check-in", step="cause").run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.press("up", *["left"] * 20, "down", "down", "e", *"the move", "enter")
        await pilot.click("TimelineField", offset=(10, 0))
        screen = pilot.app.screen
        assert isinstance(screen, StepScreen)
        line = screen.draft.answers["cause.line"].value
        assert isinstance(line, Timeline)
        assert len(line.points) == 3
        assert line.points[0].level == 7
        assert [event.what for event in line.events] == ["the move"]
        assert "the move" in seen(pilot)


async def test_esc_leaves_the_event_before_it_leaves_the_step(household: Household) -> None:
    household.save(Sitting(id="s", by=household.me.id, at=household.now(), step="trust"))
    async with app_on(household, first="check-in", step="cause").run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("enter", "up", "e", *"no", "escape")
        assert screen_name(pilot) == "StepScreen"
        await pilot.press("escape")
        await pilot.pause()
        assert screen_name(pilot) == "HomeScreen"
        kept = household.draft("cause").answers["cause.line"].value
        assert isinstance(kept, Timeline)
        assert kept.events == ()


async def test_wishes_are_shown_only_where_both_have_them(household: Household) -> None:
    options = [option.id for option in household.catalog.question("close", "close.wishes").options]
    household.save(Sitting(id="s", by=household.me.id, at=household.now(), step="trust"))
    household.save(Sitting(id="t", by=household.partner.id, at=household.now(), step="trust"))
    for keys in (("ctrl+o", "space", "down", "space"), ("ctrl+o", "down", "space", "down", "space")):
        async with app_on(household, first="check-in", step="close").run_test(size=SMALL) as pilot:
            await pilot.pause()
            await through_the_step(pilot, *keys)
        household.be(household.partner)
    opening = household.open_together("close")
    assert opening is not None
    assert opening.mutual["close.wishes"] == (options[1],)
    async with app_on(household).run_test(size=SMALL) as pilot:
        await pilot.pause()
        pilot.app.push_screen(RevealScreen(household, opening))
        await pilot.pause()
        text = household.catalog.question("close", "close.wishes").options
        assert text[1].text in seen(pilot)
        assert text[0].text not in seen(pilot)
        assert text[2].text not in seen(pilot)


async def test_a_sentence_from_the_reveal_is_kept_as_an_agreement(household: Household) -> None:
    open_before(household)
    async with app_on(household).run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("j", "enter")
        await pilot.pause()
        assert screen_name(pilot) == "RevealScreen"
        await pilot.press("k", *"phones in the kitchen", "enter")
        await pilot.pause()
        assert [each.text for each in household.all(Agreement)] == ["phones in the kitchen"]
        assert screen_name(pilot) == "RevealScreen"
        await pilot.press("escape")
        await pilot.pause()
        assert "phones in the kitchen" in seen(pilot)


async def test_the_sides_of_trust_lead_into_the_trust_talk(household: Household) -> None:
    opening = open_step(household, "trust", "trust.predict")
    async with app_on(household).run_test(size=SMALL) as pilot:
        await pilot.pause()
        pilot.app.push_screen(RevealScreen(household, opening))
        await pilot.pause()
        await pilot.press("t")
        await pilot.pause()
        assert screen_name(pilot) == "TalkScreen"
        assert "● The trust talk" in seen(pilot).replace("●  ", "● ")


def open_before(household: Household) -> Opening:
    """Answer step 0 for both and open it."""
    return open_step(household, "before", "before.now")


def open_step(household: Household, step: str, question: str) -> Opening:
    """Answer one question of a step for both and open it."""
    for value in (3, 5):
        draft = household.draft(step).with_answer(question, DraftAnswer(value=value))
        household.finish(draft, [question])
        household.be(household.partner)
    opening = household.open_together(step)
    assert opening is not None
    return opening


async def test_what_another_window_does_shows_without_a_key_and_without_stealing_the_focus(
    household: Household, clock: FixedClock
) -> None:
    other = Household.open(household.store.home, name="Ben", clock=clock)
    try:
        async with app_on(household).run_test(size=SMALL) as pilot:
            await pilot.pause()
            await pilot.press("tab", "down", "down")
            focused = pilot.app.focused
            open_before(other)
            for _ in range(40):
                await pilot.pause(0.05)
                if "✓ 0" in seen(pilot):
                    break
            assert "✓ 0" in seen(pilot)
            assert pilot.app.focused is focused
    finally:
        other.close()


async def test_help_explains_the_keys_of_the_screen_one_came_from(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("question_mark")
        await pilot.pause()
        assert screen_name(pilot) == "HelpScreen"
        assert "hand over" in seen(pilot)
        await pilot.press("down", "down")
        await pilot.pause()
        assert "What the other sees" in seen(pilot)
        await pilot.press("escape")
        assert screen_name(pilot) == "HomeScreen"


async def test_settings_change_the_colours_and_are_remembered(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("comma", "down", "space")
        await pilot.pause()
        assert pilot.app.theme == "nearer-light"
    async with app_on(household).run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert pilot.app.theme == "nearer-light"


async def test_names_can_be_changed_later(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("comma")
        await pilot.pause()
        pilot.app.screen.query_one("#people").scroll_visible(animate=False)
        await pilot.pause()
        await pilot.click("#people")
        await pilot.pause()
        await pilot.press("end", *"bel", "ctrl+n")
        await pilot.pause()
        assert household.me.name == "Anabel"


async def test_a_terminal_that_is_too_small_says_so_and_recovers(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert "80 columns" in seen(pilot)
        await pilot.press("j")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert screen_name(pilot) == "HomeScreen"


async def test_the_keys_in_the_last_line_can_be_clicked(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await pilot.pause()
        lines = seen(pilot).splitlines()
        row = next(place for place, line in enumerate(lines) if "j journal" in line)
        await pilot.click(offset=(lines[row].index("j journal"), row))
        await pilot.pause()
        assert screen_name(pilot) == "JournalScreen"


async def test_the_palette_offers_what_can_be_done_here(household: Household) -> None:
    async with app_on(household).run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+p")
        await pilot.pause()
        await pilot.press(*"journ")
        for _ in range(100):
            await pilot.pause(0.02)
            if pilot.app.screen.query_one(OptionList).option_count == 1:
                break
        await pilot.press("enter")
        await pilot.pause()
        assert screen_name(pilot) == "JournalScreen"


async def test_the_path_opens_a_step_by_keyboard_and_mouse(household: Household) -> None:
    household.save(Sitting(id="s", by=household.me.id, at=household.now(), step="trust"))
    async with app_on(household).run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("shift+tab", "down", "enter")
        await pilot.pause()
        assert screen_name(pilot) == "StepScreen"
        await pilot.press("escape")
        await pilot.pause()
        await pilot.click("#path", offset=(5, 4))
        await pilot.pause()
        assert screen_name(pilot) == "StepScreen"


async def test_the_button_on_home_opens_what_both_answered(household: Household) -> None:
    for value in (3, 5):
        draft = household.draft("before").with_answer("before.now", DraftAnswer(value=value))
        household.finish(draft, ["before.now"])
        household.be(household.partner)
    async with app_on(household).run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "You both answered" in seen(pilot)
        assert pilot.app.screen.query_one("#go", Button).has_focus
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert screen_name(pilot) == "RevealScreen"
