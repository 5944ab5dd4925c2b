"""The floor of a talk through its screen: by keys and by mouse, at one keyboard and in two windows."""

from itertools import cycle, islice

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual.events import Resize
from textual.geometry import Size
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from tests.screens.talk_stage import kept_talk, looked, on_the_floor, passes, press, row_of, settled, talk_app
from tests.screens.test_fits import unfit
from tests.stage import LARGE, SMALL, FixedClock, app_on, screen_name, seen
from tui.catalog.catalog import Catalog
from tui.core.errors import StoreError
from tui.household import Household
from tui.screens.talk_floor import FloorScreen
from tui.talk import KEY
from tui.talk.floor import Floor, Stage, Status, Why
from tui.talk.running import RunningTalk, from_data
from tui.widgets.digits import LEAST_MARK, LargeTime, drawn, large_mark, scale
from tui.widgets.sides import PersonSide
from tui.widgets.text import shown

WALL = (200, 60)


def kept(household: Household) -> Floor | None:
    return from_data(household.store.local.get(KEY))


def held(pilot: Pilot[int]) -> RunningTalk:
    screen = pilot.app.screen
    assert isinstance(screen, FloorScreen)
    return screen.talk


async def test_at_one_keyboard_each_has_the_keys_of_their_own_side(household: Household, clock: FixedClock) -> None:
    kept_talk(household, clock, rules=("We let each other finish.", ""))
    async with talk_app(household).run_test(size=SMALL) as pilot:
        await on_the_floor(pilot)
        assert row_of(pilot, "HAS THE FLOOR").startswith("   ◂ ANA ●")
        assert "turn 1 of 4" in seen(pilot)
        assert "What has been on your mind this week" in seen(pilot)
        assert "a  now say it back" in seen(pilot)

        await press(pilot, clock, "l", "k", "d", "y", "n", "m", "u")
        assert looked(pilot).stage is Stage.SPEAKING

        await press(pilot, clock, "h")
        assert "Ben would like one more minute: f gives it." in seen(pilot)
        assert "f  give the minute" in seen(pilot)
        await press(pilot, clock, "f")
        assert looked(pilot).extra == 60

        await press(pilot, clock, "g")
        assert "We let each other finish." in seen(pilot)
        assert "Speak of yourself" not in seen(pilot)
        await press(pilot, clock, "g")

        await press(pilot, clock, "a")
        assert "Ben ◆  says it back" in seen(pilot)
        await pilot.press("a", "a", "a")  # a key that is held
        assert looked(pilot).stage is Stage.BACK
        await press(pilot, clock, "l")
        assert "Ben ◆  asks: is there more?" in seen(pilot)
        await press(pilot, clock, "d", "a", "s")
        assert "Ben ◆  has another go" in seen(pilot)

        passes(pilot, clock, 1)
        await pilot.press("a", "l")  # both at the same moment
        await settled(pilot)
        assert row_of(pilot, "HAS THE FLOOR").endswith("BEN ◆ HAS THE FLOOR ▸")
        assert (looked(pilot).turn, looked(pilot).stage) == (1, Stage.SPEAKING)

        await press(pilot, clock, "s", "a", "l")
        assert looked(pilot).stage is Stage.BACK
        await press(pilot, clock, "n", "y")
        assert "What would you like more of?" in seen(pilot)
        await press(pilot, clock, "p")
        await pilot.press("p")
        assert (looked(pilot).turn, looked(pilot).extra) == (3, 0)
        passes(pilot, clock, 1)
        await pilot.press("greater_than_sign", "greater_than_sign")
        await settled(pilot)
        assert "Ana ● and Ben ◆" in seen(pilot)
        assert "Talk as it comes." in seen(pilot)
        talk = held(pilot)
        assert "next part" not in seen(pilot)
        await press(pilot, clock, "greater_than_sign", "enter")
        assert held(pilot).floor.status is Status.RUNNING
        await nothing_ends_by_a_key_that_is_held(pilot, clock)
        await press(pilot, clock, "enter")
        assert talk.floor.status is Status.ENDED


async def nothing_ends_by_a_key_that_is_held(pilot: Pilot[int], clock: FixedClock) -> None:
    passes(pilot, clock, 1)
    await pilot.press("space", "space", "space")  # both want it to stand still
    assert held(pilot).floor.status is Status.PAUSED
    await press(pilot, clock, "space", "e")
    await pilot.press("e", "e")
    assert "End the talk here?" in seen(pilot)


async def test_the_time_is_told_calmly_whatever_happens_to_it(
    household: Household, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_talk(household, clock, reflect=False)
    rung: list[bool] = []
    app = talk_app(household)
    monkeypatch.setattr(app, "bell", lambda: rung.append(True))
    async with app.run_test(size=SMALL) as pilot:
        await on_the_floor(pilot)
        passes(pilot, clock, 210)
        await settled(pilot)
        assert "The time is up. No hurry" in seen(pilot)
        assert pilot.app.screen.query_one(LargeTime).time == "+1:00"
        assert (looked(pilot).speaker, rung) == (0, [True])
        await press(pilot, clock, "plus", "plus", "a")
        passes(pilot, clock, 10)
        assert (looked(pilot).speaker, rung) == (1, [True])

        await press(pilot, clock, "space")
        left = looked(pilot).left
        assert "Paused." in seen(pilot)
        passes(pilot, clock, 100)
        assert looked(pilot).left == left
        await press(pilot, clock, "enter")
        assert looked(pilot).status is Status.RUNNING
        await press(pilot, clock, "space", "space")
        assert looked(pilot).status is Status.RUNNING

        left = looked(pilot).left
        clock.boot += 240
        clock.go(1)
        looked(pilot)
        await settled(pilot)
        assert "4 min went by unseen." in seen(pilot)
        assert looked(pilot).left == left
        await pilot.press("c")
        assert looked(pilot).left == pytest.approx(left - 241)

        clock.boot += 8000
        clock.go(1)
        looked(pilot)
        await settled(pilot)
        assert "2 h 13 min went by unseen." in seen(pilot)
        assert "We talked on" not in seen(pilot)
        await press(pilot, clock, "c")
        assert looked(pilot).status is Status.PAUSED
        for away in ("escape", "plus"):
            await press(pilot, clock, "space", "e")
            assert "End the talk here?" in seen(pilot)
            await press(pilot, clock, away)
            assert "End the talk" not in seen(pilot)

        await press(pilot, clock, "b")
        assert screen_name(pilot) == "RestScreen"
        floor = kept(household)
        assert floor is not None
        assert floor.status is Status.BREAK


async def test_in_two_windows_each_has_only_the_keys_of_their_own_part(
    household: Household, clock: FixedClock
) -> None:
    kept_talk(household, clock)
    other = Household.open(household.store.home, name="Ben", clock=clock)
    try:
        async with talk_app(household).run_test(size=SMALL) as mine, talk_app(other).run_test(size=SMALL) as theirs:
            await settled(theirs)
            await told_each_other(mine, theirs)
            if not looked(mine).apart:  # where the second window came before the first had written anything
                await press(mine, clock, "o")
            await on_the_floor(mine)
            await told_each_other(mine, theirs)
            assert "s  now say it back" in seen(mine)
            assert "is there more?" not in seen(mine)
            await press(theirs, clock, "s", "y", "p", "a", "l")
            await press(mine, clock, "a", "plus")
            await told_each_other(mine, theirs)
            assert looked(mine).stage is looked(theirs).stage is Stage.SPEAKING
            assert "Ben can give it" in seen(mine)
            assert "Ana would like one more minute: + gives it." in seen(theirs)
            await press(theirs, clock, "plus")
            await told_each_other(mine, theirs)
            await press(mine, clock, "s")
            await told_each_other(mine, theirs)
            await press(mine, clock, "l")
            assert looked(mine).extra == 60
            assert "m  is there more?" in seen(theirs)
            await press(theirs, clock, "m")
            await told_each_other(mine, theirs)
            assert looked(mine).stage is Stage.ASKED
            await press(mine, clock, "y")
            await told_each_other(mine, theirs)
            for pilot in (mine, theirs):
                assert "BEN ◆ HAS THE FLOOR" in seen(pilot)
            assert digits(mine) == digits(theirs)
            await press(theirs, clock, "o")
            await told_each_other(mine, theirs)
            assert "l  now say it back" in seen(mine)
    finally:
        other.close()


async def told_each_other(*pilots: Pilot[int]) -> None:
    """Wait until each window has seen what the other one did."""
    same = False
    for _ in range(100):
        for pilot in pilots:
            looked(pilot)
            await settled(pilot)
        if same:  # and painted once more since
            return
        talks = [held(pilot) for pilot in pilots]
        same = len({talk.floor.version for talk in talks}) == 1 and not any(talk.due for talk in talks)


def digits(pilot: Pilot[int]) -> str:
    return pilot.app.screen.query_one(LargeTime).time


async def test_all_of_it_can_be_reached_by_mouse(household: Household, clock: FixedClock) -> None:
    kept_talk(household, clock)
    async with talk_app(household).run_test(size=LARGE) as pilot:
        await on_the_floor(pilot)
        await click(pilot, clock, "a minute more", right=True)
        assert looked(pilot).minute == (1,)
        await click(pilot, clock, "give the minute")
        assert looked(pilot).extra == 60
        await click(pilot, clock, "now say it back")
        await click(pilot, clock, "is there more?")
        assert looked(pilot).stage is Stage.ASKED
        await click(pilot, clock, "yes, you got me")
        assert looked(pilot).speaker == 1
        await click(pilot, clock, "pass the floor")
        assert looked(pilot).turn == 2
        for words in ("pause", "Go on", "two windows", "both at this keyboard", "large", "smaller", "end", "Not yet"):
            await click(pilot, clock, words)
        floor = looked(pilot)
        assert (floor.status, floor.apart, floor.turn) == (Status.RUNNING, False, 2)
        await click(pilot, clock, "end")
        talk = held(pilot)
        await click(pilot, clock, "End it")
        assert talk.floor.status is Status.ENDED


async def click(pilot: Pilot[int], clock: FixedClock, words: str, *, right: bool = False) -> None:
    """Click words where they stand last on the screen."""
    passes(pilot, clock, 1)
    rows = [(row, line) for row, line in enumerate(seen(pilot).splitlines()) if words in line]
    row, line = rows[-1]
    await pilot.click(offset=(line.rindex(words) if right else line.index(words), row))
    await settled(pilot)


async def test_a_talk_that_is_left_in_any_way_waits_where_it_was(household: Household, clock: FixedClock) -> None:
    kept_talk(household, clock)
    async with app_on(household).run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("t")
        await on_the_floor(pilot)
        passes(pilot, clock, 30)
        await press(pilot, clock, "escape")
        assert screen_name(pilot) == "HomeScreen"
        clock.go(500)
        await pilot.press("t")
        await settled(pilot)
        assert looked(pilot).status is Status.PAUSED
        assert looked(pilot).left == pytest.approx(119)
        await press(pilot, clock, "space")
        clock.go(3)
        await pilot.press("ctrl+q")
    clock.go(600)  # as after a kill: nobody has said that it is paused
    async with talk_app(household).run_test(size=SMALL) as pilot:
        await settled(pilot)
        assert looked(pilot).status is Status.PAUSED
        assert looked(pilot).left == pytest.approx(116)
        assert "10 min went by unseen." in seen(pilot)


async def test_a_disk_that_cannot_be_written_does_not_stop_the_talk(
    household: Household, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_talk(household, clock)

    def full(*_: object) -> None:
        raise StoreError("disk_full", path="talk")

    async with talk_app(household).run_test(size=SMALL, notifications=True) as pilot:
        await on_the_floor(pilot)
        for name in ("put", "change", "note"):
            monkeypatch.setattr(household.store.local, name, full)
        await press(pilot, clock, "a", "a")
        assert looked(pilot).speaker == 1
        assert "The talk goes on" in seen(pilot)
        await press(pilot, clock, "z", "escape")  # leaving would lose it: whoever wants to is told before
        assert screen_name(pilot) == "FloorScreen"
        assert "not saved" in seen(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert screen_name(pilot) == "HomeScreen"


# Room


NAMES = {
    "markup": ("[/b]", "$a {name} %s"),
    "long": ("Maximiliana-Theophania von und zu Hohenstein", "👩‍👩‍👧‍👦 日本語の名前です"),
    "marks": ("e\u0301\u0302\u0303lan שלום", "\u202eevil"),
    "empty-looking": ("\u2800", "[@click=app.quit]x[/]"),
}


@pytest.mark.parametrize(("language", "names"), zip(("en", "de", "en", "de"), NAMES.values(), strict=True), ids=NAMES)
async def test_nothing_is_cut_whatever_the_names_and_the_size(
    nobody: Household, clock: FixedClock, language: str, names: tuple[str, str]
) -> None:
    nobody.found(names, ("Europe/Berlin", "Europe/Berlin"))
    nobody.speak(language)
    kept_talk(nobody, clock, language=language, topic=names[0] * 200, rules=(names[0] * 9, names[1] * 9))
    async with talk_app(nobody).run_test(size=SMALL) as pilot:
        await on_the_floor(pilot)
        for size, keys in ((SMALL, "hazg"), (LARGE, "zy"), (WALL, "oz"), (SMALL, " >")):
            await pilot.resize_terminal(*size)
            for key in keys:
                await press(pilot, clock, {">": "greater_than_sign", " ": "space"}.get(key, key))
                assert list(unfit(pilot.app.screen)) == [], (size, key)
                assert overlaps(pilot.app.screen) == [], (size, key)
        await press(pilot, clock, "space")
        clock.boot += 3500
        passes(pilot, clock, 1)
        await settled(pilot)
        assert held(pilot).floor.why is Why.GAP
        assert list(unfit(pilot.app.screen)) == []
        assert overlaps(pilot.app.screen) == []


def overlaps(screen: Screen[object]) -> list[str]:
    """Return what stands outside the screen, or has no room."""
    widgets = [each for each in screen.query("#page > *, #sides > *").results(Widget) if each.display]
    outside = [each for each in widgets if not (each.size and screen.region.contains_region(each.region))]
    sides = list(screen.query(PersonSide).results(PersonSide))
    full = [side for side in sides if len(side._words()) + len(side._rows()) > side.size.height]
    return [repr(each) for each in (*outside, *full)]


async def test_a_terminal_resized_a_hundred_times_in_a_turn_loses_nothing(
    household: Household, clock: FixedClock
) -> None:
    kept_talk(household, clock)
    async with talk_app(household).run_test(size=SMALL) as pilot:
        await on_the_floor(pilot)
        for size in islice(cycle((SMALL, (81, 30), (160, 25), WALL, (70, 20), LARGE)), 99):
            clock.go(0.2)
            pilot.app.post_message(Resize(Size(*size), Size(*size)))
        await pilot.resize_terminal(*SMALL)
        await settled(pilot)
        assert looked(pilot).left == pytest.approx(130.2)
        assert digits(pilot) == "2:11"
        assert list(unfit(pilot.app.screen)) == []


# Cost, and comfort


async def test_only_what_changes_is_painted_and_a_second_lays_nothing_out(
    household: Household, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_talk(household, clock)
    async with talk_app(household).run_test(size=SMALL) as pilot:
        await on_the_floor(pilot)
        passes(pilot, clock, 1)
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, FloorScreen)
        painted: list[tuple[str, bool]] = []
        refresh = Widget.refresh

        def counted(widget: Widget, *regions: object, layout: bool = False, **rest: bool) -> Widget:
            painted.append((widget.id or "", layout))
            return refresh(widget, *regions, layout=layout, **rest)  # type: ignore[arg-type]

        monkeypatch.setattr(Widget, "refresh", counted)
        for _ in range(3):
            clock.go(0.25)
            screen.glance()
        assert painted == []
        clock.go(0.25)
        screen.glance()
        assert ("time", False) in painted
        passes(pilot, clock, 60)
        assert {name for name, _ in painted} <= {"time", "line", "balance"}
        assert not any(layout for _, layout in painted)


async def test_where_nothing_is_to_move_the_lines_go_in_coarse_steps_and_the_large_form_stays(
    household: Household, clock: FixedClock
) -> None:
    household.store.local.put("motion", False)
    kept_talk(household, clock)
    async with talk_app(household).run_test(size=LARGE) as pilot:
        await on_the_floor(pilot)
        rows = set()
        for _ in range(25):
            passes(pilot, clock, 2)
            rows.add(row_of(pilot, "━"))
        assert len(rows) <= 8
        await press(pilot, clock, "z")
        assert "turn 1 of 4" not in seen(pilot)
        assert "Ana ●  speaks" in seen(pilot)
        assert "a  now say it back" in seen(pilot)
    async with talk_app(household).run_test(size=SMALL) as pilot:
        await on_the_floor(pilot)
        assert "turn 1 of 4" not in seen(pilot)
        await press(pilot, clock, "z")
        assert "turn 1 of 4" in seen(pilot)
    assert household.store.local.get("large") is False


# Digits, marks and texts


@given(
    time=st.sampled_from(["2:14", "12:34", "+0:05", "120:00", "0:00"]),
    seat=st.sampled_from([None, 0, 1]),
    width=st.integers(20, 260),
    height=st.integers(1, 80),
)
@example(time="2:14", seat=0, width=74, height=7)
def test_the_digits_are_as_large_as_their_place_and_never_larger(
    time: str, seat: int | None, width: int, height: int
) -> None:
    rows = drawn(time, seat, width, height)
    size = scale(time, seat, width, height)
    assert bool(rows) is (size > 0)
    assert len(rows) <= height
    texts = ["".join(text for text, _ in row) for row in rows]
    assert all(len(text) <= width for text in texts)
    if seat is not None and rows:
        marks = [text for row in rows for text, marked in row if marked and text.strip()]
        assert len(marks) >= LEAST_MARK
        edge = 0 if seat == 0 else -1
        assert all(row[edge][1] for row in rows if len(row) > 1)
    if height >= 5 and width >= 80:
        assert size >= 1


def test_the_two_marks_are_told_apart_in_every_size() -> None:
    for height in range(LEAST_MARK, 30):
        disc, diamond = large_mark(0, height), large_mark(1, height)
        assert disc != diamond
        assert {len(row) for row in (*disc, *diamond)} == {2 * height}
        assert disc == tuple(row[::-1] for row in disc)
        assert sum(row.count(" ") for row in diamond) > sum(row.count(" ") for row in disc)


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_line_of_our_formats_has_room_on_the_smallest_terminal(language: str) -> None:
    formats = Catalog.open(language=language).talk_formats
    for phase in (phase for each in formats for phase in each.phases):
        for line, width, rows in (
            (phase.speaker, 36, 3),
            (phase.listener, 36, 3),
            (phase.both, 74, 3),
            *((question, 74, 2) for question in phase.questions),
        ):
            assert len(shown(line).wrap(width)) <= rows, (phase.title, line)
