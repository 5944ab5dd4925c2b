"""A talk through its screens: by keys and by mouse, left and taken up, in one window and in two."""

import pytest
from textual.pilot import Pilot

from tests.stage import LARGE, SMALL, FixedClock, app_on, done, screen_name, seen
from tui.app.app import NearerApp
from tui.checkin.flow import DraftAnswer
from tui.core.errors import InputError, StoreError
from tui.core.records import Agreement, Sitting, Talk
from tui.household import Household
from tui.screens.talk import TalkScreen
from tui.screens.talk_room import TalkRoom
from tui.talk.floor import Floor, Status
from tui.talk.running import KEY, from_data
from tui.widgets.choices import ChoicesAsking
from tui.widgets.fields import Line

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])


def talk_app(household: Household, *, topic: str = "", form: str = "equal") -> NearerApp:
    """Return the app that begins with a talk."""
    return NearerApp(done(household), first="talk", topic=topic, talk_format=form)


async def settled(pilot: Pilot[int]) -> None:
    """Wait for what a key set off, also in threads."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def write(pilot: Pilot[int], text: str, *then: str) -> None:
    """Type a text, then press keys."""
    await pilot.press(*text)
    await press(pilot, *then)


async def begun(pilot: Pilot[int]) -> None:
    """Begin the talk in the lobby, Ana first."""
    await settled(pilot)
    people = pilot.app.screen.query_one("#people", ChoicesAsking)
    people.give("0")
    await press(pilot, "ctrl+n")
    assert screen_name(pilot) == "FloorScreen"


async def passes(pilot: Pilot[int], clock: FixedClock, seconds: int) -> None:
    """Let time pass while the screen looks."""
    for _ in range(seconds // 10):
        clock.go(10)
        looked(pilot)
    await settled(pilot)


def looked(pilot: Pilot[int]) -> Floor:
    """Return the talk as the screen sees it now."""
    screen = pilot.app.screen
    assert isinstance(screen, TalkRoom)
    screen.tick()
    return screen.talk.floor


def kept(household: Household) -> Floor | None:
    return from_data(household.store.local.get(KEY))


async def test_after_a_talk_each_marks_how_safe_it_felt_and_the_talk_is_kept(
    household: Household, clock: FixedClock
) -> None:
    for person in household.people:
        household.save(Sitting(id=person.id, by=person.id, at=household.now(), step="before"))
    async with app_on(household).run_test(size=SMALL) as pilot:
        await press(pilot, "t")
        await press(pilot, "enter")
        await write(pilot, "the kitchen", "enter", "up", "up", "space", "enter", "enter")
        await passes(pilot, clock, 60)
        await press(pilot, "n", "n", "n", "enter")
        assert screen_name(pilot) == "TalkEndScreen"
        await write(pilot, "We listen.", "ctrl+g")
        assert screen_name(pilot) == "StepScreen"
        assert "How safe it felt" in seen(pilot)
    (talk,) = household.all(Talk)
    assert talk.kept == "We listen."
    for value in (5, 6):
        draft = household.draft("safe").with_answer("safe.felt", DraftAnswer(value=value))
        household.finish(draft, ["safe.felt"])
        assert ("safe" in household.to_open()) is (value == 6)
        household.be(household.partner)
    opening = household.open_together("safe")
    assert opening is not None
    assert [(pair.first.value, pair.second.value) for pair in household.pairs(opening)] == [(5, 6)]


@SIZES
async def test_a_talk_from_the_lobby_to_the_sentence(
    household: Household, clock: FixedClock, size: tuple[int, int]
) -> None:
    async with app_on(household).run_test(size=size) as pilot:
        await press(pilot, "t")
        assert screen_name(pilot) == "TalkScreen"
        await press(pilot, "enter")
        await write(pilot, "the kitchen", "enter", "up", "up", "space", "enter", "enter")
        assert screen_name(pilot) == "FloorScreen"
        assert "the kitchen" in seen(pilot)
        assert "ANA ● HAS THE FLOOR" in seen(pilot)
        assert "Ben ◆ listens" in seen(pilot)
        await passes(pilot, clock, 60)
        await press(pilot, "y")
        assert "BEN ◆ HAS THE FLOOR" in seen(pilot)
        await press(pilot, "n")
        assert "Ana ● and Ben ◆" in seen(pilot)
        await press(pilot, "n", "n", "enter")
        assert screen_name(pilot) == "TalkEndScreen"
        await write(pilot, "We listen.", "enter")
        assert screen_name(pilot) == "HomeScreen"
    (talk,) = household.all(Talk)
    assert (talk.topic, talk.minutes, talk.kept, talk.format) == ("the kitchen", 1, "We listen.", "equal")
    assert household.all(Agreement) == []
    assert household.store.local.get(KEY) is None


async def test_every_part_of_the_screen_can_be_reached_by_mouse(household: Household, clock: FixedClock) -> None:
    async with talk_app(household).run_test(size=LARGE) as pilot:
        await settled(pilot)
        await pilot.click("#formats", offset=(4, 1))
        await settled(pilot)
        assert "say" in seen(pilot)
        await pilot.click("#people", offset=(4, 1))
        await pilot.click("#begin")
        await settled(pilot)
        assert looked(pilot).format == "speaker-listener"
        for words, status in (("pause", Status.PAUSED), ("go on", Status.RUNNING)):
            await click_key(pilot, words)
            assert looked(pilot).status is status
        await click_key(pilot, "next part")
        assert looked(pilot).speaker == 1
        await click_key(pilot, "got me")
        assert looked(pilot).speaker == 0
        await click_key(pilot, "a minute")
        assert looked(pilot).extra == 60
        await click_key(pilot, "break")
        await pilot.click("#take")
        await settled(pilot)
        assert screen_name(pilot) == "RestScreen"
        clock.go(1300)
        looked(pilot)
        await settled(pilot)
        await pilot.click("#go-on")
        await settled(pilot)
        assert looked(pilot).status is Status.RUNNING
        await click_key(pilot, "end")
        await pilot.click("#not-yet")
        await settled(pilot)
        await click_key(pilot, "end")
        await pilot.click("#end-it")
        await settled(pilot)
        await pilot.click("#nothing")
        await settled(pilot)
        assert screen_name(pilot) == "HomeScreen"
    assert len(household.all(Talk)) == 1


async def click_key(pilot: Pilot[int], words: str) -> None:
    """Click a word in the line of keys."""
    rows = seen(pilot).splitlines()
    bar = pilot.app.screen.query_one("KeyBar").region
    for row in range(bar.y, bar.bottom):
        if words in rows[row]:
            await pilot.click(offset=(rows[row].index(words), row))
            await settled(pilot)
            return
    raise AssertionError(words)


async def test_the_lobby_offers_thoughts_and_gives_back_what_was_typed(household: Household) -> None:
    async with talk_app(household).run_test(size=SMALL) as pilot:
        await settled(pilot)
        field = pilot.app.screen.query_one(Line)
        thoughts = [prompt for prompt in household.catalog.prompts if prompt.suits(household.life)]
        assert len(thoughts) < len(household.catalog.prompts)
        await pilot.press("tab")
        await write(pilot, "mine", "ctrl+o")
        assert field.value == thoughts[0].text
        await press(pilot, "ctrl+o")
        assert field.value == thoughts[1].text
        screen = pilot.app.screen
        assert isinstance(screen, TalkScreen)
        for _ in thoughts[1:]:
            screen.action_another_thought()
        assert field.value == "mine"


@pytest.mark.parametrize("key", ["escape", "ctrl+q"])
async def test_a_topic_that_was_typed_waits_for_the_next_time(household: Household, key: str) -> None:
    async with talk_app(household).run_test(size=SMALL) as pilot:
        await pilot.press("tab")
        await write(pilot, "the kit", key)
    async with talk_app(household).run_test(size=SMALL) as pilot:
        await settled(pilot)
        assert pilot.app.screen.query_one(Line).value == "the kit"
        await begun(pilot)
        assert looked(pilot).topic == "the kit"
    assert household.store.local.keys() == ["home", "me", KEY]


async def test_a_pause_stops_the_time_and_enter_goes_on(household: Household, clock: FixedClock) -> None:
    async with talk_app(household).run_test(size=SMALL) as pilot:
        await begun(pilot)
        await passes(pilot, clock, 30)
        await press(pilot, "space")
        assert "Space goes on" in seen(pilot)
        await passes(pilot, clock, 100)
        assert looked(pilot).left == pytest.approx(150)
        await press(pilot, "enter")
        assert looked(pilot).status is Status.RUNNING
        await press(pilot, "space", "space")
        assert looked(pilot).status is Status.RUNNING


async def test_a_turn_that_runs_out_rings_once_and_counts_up(
    household: Household, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[bool] = []
    app = talk_app(household)
    monkeypatch.setattr(app, "bell", lambda: rung.append(True))
    async with app.run_test(size=SMALL) as pilot:
        await begun(pilot)
        await passes(pilot, clock, 240)
        assert "No hurry" in seen(pilot)
        assert looked(pilot).left == pytest.approx(-60)
        assert looked(pilot).speaker == 0
        assert rung == [True]
        await press(pilot, "+", "y")
        await passes(pilot, clock, 10)
        assert rung == [True]


async def test_the_bell_can_be_turned_off(
    household: Household, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    household.store.local.put("bell", False)
    rung: list[bool] = []
    app = talk_app(household)
    monkeypatch.setattr(app, "bell", lambda: rung.append(True))
    async with app.run_test(size=SMALL) as pilot:
        await begun(pilot)
        await passes(pilot, clock, 240)
        assert rung == []


async def test_after_a_laptop_slept_the_turn_waits_and_asks(household: Household, clock: FixedClock) -> None:
    async with talk_app(household).run_test(size=SMALL) as pilot:
        await begun(pilot)
        await passes(pilot, clock, 30)
        clock.boot += 8000
        clock.go(1)
        assert looked(pilot).left == pytest.approx(150)
        await settled(pilot)
        assert "Do you want to go on?" in seen(pilot)
        await press(pilot, "enter")
        assert looked(pilot).status is Status.RUNNING


@pytest.mark.parametrize("boot", ["boot", "another"])
async def test_a_killed_talk_is_taken_up_where_it_was_and_asks(
    household: Household, clock: FixedClock, boot: str
) -> None:
    async with talk_app(household, topic="the kitchen").run_test(size=SMALL) as pilot:
        await begun(pilot)
        await passes(pilot, clock, 40)
        await press(pilot, "y")
        await passes(pilot, clock, 60)
        left = household.store.local.get(KEY)
    clock.go(4000)
    clock.boot_id = boot
    again = Household.open(household.store.home, name="Ben", clock=clock)
    again.store.local.put(KEY, left)  # as it was at the moment of the kill: leaving properly writes it once more
    try:
        async with app_on(again).run_test(size=SMALL) as pilot:
            await settled(pilot)
            assert "Your talk is still here" in seen(pilot)
            await press(pilot, "enter")
            floor = looked(pilot)
            assert (floor.status, floor.turn) == (Status.PAUSED, 1)
            assert 115 <= floor.left <= 126
            assert "Do you want to go on?" in seen(pilot)
            assert "the kitchen" in seen(pilot)
    finally:
        again.close()


async def test_esc_goes_home_and_home_leads_back(household: Household, clock: FixedClock) -> None:
    async with talk_app(household).run_test(size=SMALL) as pilot:
        await begun(pilot)
        await passes(pilot, clock, 30)
        await press(pilot, "escape")
        assert screen_name(pilot) == "HomeScreen"
        assert "Your talk is still here" in seen(pilot)
        clock.go(500)
        await press(pilot, "enter")
        assert looked(pilot).left == pytest.approx(150)
        assert looked(pilot).status is Status.PAUSED


async def test_leaving_at_once_keeps_the_talk(household: Household, clock: FixedClock) -> None:
    async with talk_app(household).run_test(size=SMALL) as pilot:
        await begun(pilot)
        clock.go(3)
        await pilot.press("ctrl+q")
    floor = kept(household)
    assert floor is not None
    assert floor.left == pytest.approx(177)


async def test_the_end_is_asked_for_once(household: Household) -> None:
    async with talk_app(household).run_test(size=SMALL) as pilot:
        await begun(pilot)
        await press(pilot, "e")
        assert "Do you want to end the talk here?" in seen(pilot)
        await press(pilot, "escape")
        assert "Do you want to end" not in seen(pilot)
        await press(pilot, "e", "y")
        assert "Do you want to end" not in seen(pilot)
        assert looked(pilot).status is Status.RUNNING
        await press(pilot, "e", "e")
        assert screen_name(pilot) == "TalkEndScreen"


async def test_a_break_stops_the_turn_at_once_and_can_be_called_off(household: Household, clock: FixedClock) -> None:
    async with talk_app(household).run_test(size=SMALL) as pilot:
        await begun(pilot)
        await press(pilot, "b")
        assert screen_name(pilot) == "ReturnScreen"
        floor = kept(household)
        assert floor is not None
        assert floor.status is Status.PAUSED
        assert "(13:20 for Ben)" in seen(pilot)
        await press(pilot, "escape")
        assert looked(pilot).status is Status.PAUSED
        await press(pilot, "b", "down", "space", "enter")
        assert screen_name(pilot) == "RestScreen"
        assert looked(pilot).rest == 1800
        assert "in 30 minutes" in seen(pilot)
        clock.go(600)
        looked(pilot)
        await settled(pilot)
        assert "in 20 minutes" in seen(pilot)


async def test_coming_back_early_takes_two_words_and_more_time_is_fine(
    household: Household, clock: FixedClock
) -> None:
    async with talk_app(household).run_test(size=SMALL) as pilot:
        await begun(pilot)
        await press(pilot, "b", "enter", "g")
        assert "A body needs about 20 minutes" in seen(pilot)
        await press(pilot, "escape")
        assert "A body needs" not in seen(pilot)
        clock.go(1201)
        looked(pilot)
        await settled(pilot)
        assert "The break is over" in seen(pilot)
        await press(pilot, "m", "enter")
        assert looked(pilot).rest == 1200
        await press(pilot, "g")
        assert screen_name(pilot) == "FloorScreen"
        assert looked(pilot).left == pytest.approx(180)


async def test_a_break_is_left_and_goes_on(household: Household, clock: FixedClock) -> None:
    async with talk_app(household).run_test(size=SMALL) as pilot:
        await begun(pilot)
        await press(pilot, "b", "enter", "escape")
        assert screen_name(pilot) == "HomeScreen"
    clock.go(1100)
    async with talk_app(household).run_test(size=SMALL) as pilot:
        await settled(pilot)
        assert screen_name(pilot) == "RestScreen"
        assert looked(pilot).rest == pytest.approx(100)
        await press(pilot, "e", "e")
        assert screen_name(pilot) == "TalkEndScreen"


async def test_a_sentence_is_kept_as_an_agreement_when_they_say_so(household: Household) -> None:
    async with talk_app(household).run_test(size=SMALL) as pilot:
        await begun(pilot)
        await press(pilot, "e", "e")
        await write(pilot, "Phones away", "ctrl+t")
        assert screen_name(pilot) == "HomeScreen"
    (talk,) = household.all(Talk)
    (agreement,) = household.all(Agreement)
    assert talk.kept == agreement.text == "Phones away"
    assert agreement.source == talk.id


@pytest.mark.parametrize("key", ["escape", "ctrl+q"])
async def test_a_sentence_that_was_begun_waits(household: Household, key: str) -> None:
    async with talk_app(household).run_test(size=SMALL) as pilot:
        await begun(pilot)
        await press(pilot, "e", "e")
        await write(pilot, "Phon", key)
    assert household.all(Talk) == []
    async with talk_app(household).run_test(size=SMALL) as pilot:
        await settled(pilot)
        assert screen_name(pilot) == "TalkEndScreen"
        assert pilot.app.screen.query_one(Line).value == "Phon"
        await write(pilot, "es", "enter")
    assert [talk.kept for talk in household.all(Talk)] == ["Phones"]


async def test_nothing_need_be_kept(household: Household) -> None:
    async with talk_app(household).run_test(size=SMALL) as pilot:
        await begun(pilot)
        await press(pilot, "e", "e", "escape")
        assert screen_name(pilot) == "HomeScreen"
    assert [talk.kept for talk in household.all(Talk)] == [""]
    assert household.store.local.get(KEY) is None


async def test_two_windows_see_the_same_talk(household: Household, clock: FixedClock) -> None:
    other = Household.open(household.store.home, name="Ben", clock=clock)
    try:
        async with talk_app(household).run_test(size=SMALL) as mine:
            await begun(mine)
            async with talk_app(other).run_test(size=SMALL) as theirs:
                await settled(theirs)
                assert looked(theirs).status is Status.PAUSED
                await settled(theirs)
                assert looked(mine).status is Status.PAUSED
                await press(theirs, "space", "y")
                assert looked(mine).speaker == 1
                await settled(mine)
                assert "BEN ◆ HAS THE FLOOR" in seen(mine)
                await press(mine, "e", "e", "escape")
                screen = theirs.app.screen
                if isinstance(screen, TalkRoom):  # it may have looked by itself
                    screen.tick()
                await settled(theirs)
                assert screen_name(theirs) == "HomeScreen"
        other.catch_up()
        assert len(other.all(Talk)) == 1
    finally:
        other.close()


async def test_a_disk_that_cannot_be_written_does_not_stop_the_talk(
    household: Household, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with talk_app(household).run_test(size=SMALL, notifications=True) as pilot:
        await begun(pilot)

        def full(key: str, value: object) -> None:
            raise StoreError("disk_full", path=f"{key} {value}")

        monkeypatch.setattr(household.store.local, "put", full)
        await passes(pilot, clock, 30)
        await press(pilot, "y")
        assert looked(pilot).speaker == 1
        assert "The talk goes on" in seen(pilot)


@pytest.mark.parametrize(
    "name",
    ["[/b]", "[@click=app.quit]x[/]", "x" * 10_000, "👩‍👩‍👧‍👦", "日本語", "\u202eevil", "$a {name} %s"],
    ids=["markup", "action", "long", "emoji", "wide", "bidi", "braces"],
)
async def test_odd_names_and_topics_are_only_text(nobody: Household, clock: FixedClock, name: str) -> None:
    nobody.found((name, "Ben"), ("Europe/Berlin", "Europe/Berlin"))
    async with talk_app(nobody, topic=name * 3).run_test(size=SMALL) as pilot:
        await begun(pilot)
        await passes(pilot, clock, 10)
        await press(pilot, "y", "b", "enter", "g", "g", "n", "e", "e", "escape")
        assert screen_name(pilot) == "HomeScreen"
    assert len(nobody.all(Talk)) == 1


def test_a_way_to_talk_that_is_not_there_is_said(household: Household) -> None:
    with pytest.raises(InputError):
        TalkScreen(household, format_id="no such")


async def test_a_talk_whose_format_is_gone_goes_on(household: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    async with talk_app(household).run_test(size=SMALL) as pilot:
        await begun(pilot)
        monkeypatch.setitem(household.catalog.__dict__, "talk_formats", household.catalog.talk_formats[1:])
        await press(pilot, "y")
        assert "the floor is yours" in seen(pilot)


@SIZES
@pytest.mark.parametrize("form", ["trust", "speaker-listener", "equal"])
async def test_nothing_of_any_part_is_hidden(nobody: Household, form: str, size: tuple[int, int]) -> None:
    nobody.found(("Ana" * 9, "Ben" * 9), ("Europe/Berlin", "Europe/Berlin"))
    async with talk_app(nobody, topic="the kitchen", form=form).run_test(size=size) as pilot:
        await begun(pilot)
        await press(pilot, "space")
        while not looked(pilot).last_part:
            page = pilot.app.screen.query_one("#page")
            assert page.max_scroll_y == 0
            assert "Space goes on." in seen(pilot)
            assert "Go on" in seen(pilot)
            await press(pilot, "n")
