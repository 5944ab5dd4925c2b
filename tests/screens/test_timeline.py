"""A line over the years: drawn and pinned with events by keys and by mouse, and nothing that is typed is lost."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot

from tests.stage import SMALL, app_on, screen_name, seen
from tui.checkin.timeline import pin, set_level
from tui.core.records import Sitting, Timeline
from tui.household import Household
from tui.screens.step import StepScreen
from tui.widgets.pins import PinLine, Pins
from tui.widgets.timeline_field import TimelineField

START = 2017 * 12
"""January 2017, in months from year 0."""


@asynccontextmanager
async def drawing(
    household: Household, line: Timeline | None = None, size: tuple[int, int] = SMALL
) -> AsyncIterator[Pilot[int]]:
    """Open the app at the line over the years, with `line` drawn before."""
    household.save(Sitting(id="s", by=household.me.id, at=household.now(), step="trust"))  # past the safety page
    async with app_on(household, first="check-in", step="cause").run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        if line is not None:
            field_of(pilot).change(line)
            await pilot.pause()
        yield pilot


def field_of(pilot: Pilot[int]) -> TimelineField:
    return pilot.app.screen.query_one(TimelineField)


def points(pilot: Pilot[int]) -> list[tuple[str, int]]:
    """Return the points of the draft, which are those of the field."""
    screen = pilot.app.screen
    assert isinstance(screen, StepScreen)
    line = screen.draft.answers["cause.line"].value if "cause.line" in screen.draft.answers else None
    held = line if isinstance(line, Timeline) else Timeline()
    assert held == field_of(pilot).line
    return [(point.month, point.level) for point in held.points]


def pinned(pilot: Pilot[int]) -> list[tuple[str, str]]:
    points(pilot)
    return [(event.month, event.what) for event in field_of(pilot).line.events]


def cell(pilot: Pilot[int], month: int, level: int = 0) -> tuple[int, int]:
    """Return where a point of a month and level is drawn."""
    field = field_of(pilot)
    return field.axis.column(month), round((field.rows - 1) * (7 - level) / 6)


async def scroll(pilot: Pilot[int], event: type[MouseScrollUp | MouseScrollDown], offset: tuple[int, int]) -> None:
    await pilot._post_mouse_events([event], field_of(pilot), offset)
    await pilot.pause()


# Keys


async def test_a_point_is_set_raised_lowered_and_taken_away(household: Household) -> None:
    async with drawing(household) as pilot:
        await pilot.press("up", "up", "down")
        await pilot.pause()
        assert points(pilot) == [("2026-11", 5)]
        await pilot.press("left", "delete")
        assert points(pilot) == [("2026-11", 5)]
        await pilot.press("right", "delete")
        await pilot.pause()
        assert points(pilot) == []


async def test_a_point_is_moved_along_past_others_and_no_further_than_today(household: Household) -> None:
    line = set_level(set_level(Timeline(), START + 100, 6), START + 103, 2)
    async with drawing(household, line) as pilot:
        field = field_of(pilot)
        field.cursor = START + 103
        months = []
        for _ in range(4):
            await pilot.press("less_than_sign")
            await pilot.pause()
            months.append(next(month for month, level in points(pilot) if level == 2))
        assert months == sorted(months, reverse=True)
        assert len(set(months)) == 4
        assert ("2025-05", 6) in points(pilot)
        await pilot.press(*["greater_than_sign"] * 30)
        await pilot.pause()
        assert points(pilot)[-1] == ("2026-11", 2)
        assert len(points(pilot)) == 2
        assert field.cursor == field.axis.last


async def test_what_is_raised_is_the_point_that_is_seen_in_this_column(household: Household) -> None:
    async with drawing(household, set_level(Timeline(), START + 1, 4)) as pilot:
        field = field_of(pilot)
        for cursor in range(START, START + 4):
            if field.axis.column(cursor) == field.axis.column(START + 1):
                field.cursor = cursor
        await pilot.press("up")
        await pilot.pause()
        assert points(pilot) == [("2017-02", 5)]


async def test_an_event_is_pinned_named_anew_and_taken_away_with_its_name(household: Household) -> None:
    async with drawing(household) as pilot:
        await pilot.press("e", *"a move", "enter")
        await pilot.pause()
        assert pinned(pilot) == [("2026-11", "a move")]
        await pilot.press("r", *" north", "enter")
        await pilot.pause()
        assert pinned(pilot) == [("2026-11", "a move north")]
        await pilot.press("r", "ctrl+u", "enter")
        await pilot.pause()
        assert pinned(pilot) == []
        assert field_of(pilot).has_focus


async def test_of_several_events_in_one_place_each_can_be_named_anew(household: Household) -> None:
    month = 2026 * 12 + 10
    async with drawing(household, pin(pin(Timeline(), month, "one"), month, "two")) as pilot:
        await pilot.press("r", *"!", "enter")
        await pilot.press("r", *"?", "enter")
        await pilot.pause()
        assert sorted(what for _, what in pinned(pilot)) == ["one!", "two?"]


async def test_the_nearest_event_is_found_from_afar(household: Household) -> None:
    async with drawing(household, pin(Timeline(), START + 30, "a move")) as pilot:
        await pilot.press("r", *"s", "enter")
        await pilot.pause()
        assert pinned(pilot) == [("2019-07", "a moves")]
        assert field_of(pilot).cursor == START + 30


async def test_delete_takes_the_point_first_and_then_the_event(household: Household) -> None:
    month = 2026 * 12 + 10
    async with drawing(household, pin(set_level(Timeline(), month, 4), month, "a move")) as pilot:
        await pilot.press("delete")
        await pilot.pause()
        assert (points(pilot), pinned(pilot)) == ([], [("2026-11", "a move")])
        await pilot.press("delete")
        await pilot.pause()
        assert pinned(pilot) == []


async def test_esc_leaves_the_line_as_it_was_before_an_event_was_named(household: Household) -> None:
    async with drawing(household, pin(Timeline(), 2026 * 12 + 10, "a move")) as pilot:
        await pilot.press("r", *" that", "escape")
        await pilot.press("e", *"no", "escape")
        await pilot.pause()
        assert pinned(pilot) == [("2026-11", "a move")]
        assert screen_name(pilot) == "StepScreen"


async def test_half_an_event_is_kept_when_somebody_goes_on_or_leaves(household: Household) -> None:
    async with drawing(household) as pilot:
        await pilot.press("e", *"the mo", "ctrl+n")
        await pilot.pause()
        await pilot.press("ctrl+b")
        await pilot.pause()
        assert pinned(pilot) == [("2026-11", "the mo")]
        await pilot.press("e", *"tog", "ctrl+q")
        await pilot.pause()
    kept = household.draft("cause").answers["cause.line"].value
    assert isinstance(kept, Timeline)
    assert sorted(event.what for event in kept.events) == ["the mo", "tog"]


async def test_what_is_pinned_is_harmless(household: Household) -> None:
    async with drawing(household) as pilot:
        await pilot.press("e")
        await pilot.pause()
        pilot.app.screen.query_one(PinLine).value = "[/b] \x1b]52;c;aGk=\x07 日本語"
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert pinned(pilot) == [("2026-11", "[/b] ␛]52;c;aGk=␇ 日本語")]
        assert "[/b]" in seen(pilot)


# The mouse


async def test_a_click_sets_a_point_and_a_click_on_it_leaves_it(household: Household) -> None:
    async with drawing(household) as pilot:
        await pilot.click(TimelineField, offset=(10, 0))
        await pilot.pause()
        ((month, level),) = points(pilot)
        assert level == 7
        await pilot.click(TimelineField, offset=(10, 0))
        await pilot.pause()
        assert points(pilot) == [(month, level)]
        assert field_of(pilot).has_focus


async def test_a_point_is_drawn_along_up_and_down(household: Household) -> None:
    async with drawing(household, set_level(Timeline(), START + 60, 4)) as pilot:
        held = cell(pilot, START + 60, 4)
        await pilot.mouse_down(TimelineField, offset=held)
        await pilot.hover(TimelineField, offset=(held[0] + 6, 0))
        await pilot.hover(TimelineField, offset=(held[0] - 12, field_of(pilot).rows - 1))
        await pilot.mouse_up(TimelineField, offset=(held[0] - 12, field_of(pilot).rows - 1))
        await pilot.pause()
        ((month, level),) = points(pilot)
        assert month < "2021-01"
        assert level == 1
        await pilot.hover(TimelineField, offset=(2, 2))
        await pilot.pause()
        assert points(pilot) == [(month, level)]


async def test_a_point_that_is_drawn_over_another_takes_nothing_away(household: Household) -> None:
    line = set_level(set_level(Timeline(), START + 60, 4), START + 63, 6)
    async with drawing(household, line) as pilot:
        held, other = cell(pilot, START + 60, 4), cell(pilot, START + 63, 6)
        await pilot.mouse_down(TimelineField, offset=held)
        for column in range(held[0], other[0] + 6):
            await pilot.hover(TimelineField, offset=(column, held[1]))
        await pilot.mouse_up(TimelineField, offset=(other[0] + 5, held[1]))
        await pilot.pause()
        assert len(points(pilot)) == 2
        assert ("2022-04", 6) in points(pilot)
        assert points(pilot)[0] == ("2022-04", 6)


async def test_the_pointer_may_leave_the_field_while_it_holds_a_point(household: Household) -> None:
    async with drawing(household, set_level(Timeline(), START + 60, 4)) as pilot:
        await pilot.mouse_down(TimelineField, offset=cell(pilot, START + 60, 4))
        await pilot.hover(None, offset=(79, 1))
        await pilot.mouse_up(None, offset=(79, 1))
        await pilot.pause()
        assert points(pilot) == [("2026-11", 7)]


async def test_under_the_line_or_with_the_right_button_an_event_is_pinned(household: Household) -> None:
    async with drawing(household) as pilot:
        field = field_of(pilot)
        for column, button, row in ((20, 3, 1), (30, 1, -2), (40, 1, -1), (50, 3, -2)):
            before, clicked = pinned(pilot), field.axis.month_at(column)
            place = row if row > 0 else field.content_size.height + row
            await pilot.click(TimelineField, offset=(column, place), button=button)
            await pilot.pause()
            await pilot.press(*"a move", "enter")
            await pilot.pause()
            ((month, what),) = set(pinned(pilot)) - set(before)
            assert what == "a move", (button, row)
            assert points(pilot) == []
            assert field.cursor == clicked
            await pilot.click(TimelineField, offset=(field.axis.column(clicked), field.content_size.height - 2))
            await pilot.pause()
            await pilot.press(*"s", "enter")
            await pilot.pause()
            assert pinned(pilot) == [*before, (month, "a moves")]


async def test_an_event_in_the_list_is_clicked_to_be_named_anew(household: Household) -> None:
    line = pin(pin(Timeline(), START + 30, "a move"), 2026 * 12 + 10, "a job")
    async with drawing(household, line, size=(120, 40)) as pilot:
        assert [event.what for event in pilot.app.screen.query_one(Pins).pinned] == ["a job", "a move"]
        await pilot.click(Pins, offset=(4, 1))
        await pilot.pause()
        await pilot.press("ctrl+u", "enter")
        await pilot.pause()
        assert pinned(pilot) == [("2026-11", "a job")]


async def test_the_wheel_raises_and_lowers_the_point_under_it_and_nothing_else(household: Household) -> None:
    async with drawing(household, set_level(Timeline(), START + 60, 4)) as pilot:
        column = cell(pilot, START + 60)[0]
        await scroll(pilot, MouseScrollUp, (column, 1))
        await scroll(pilot, MouseScrollUp, (column + 1, 1))
        assert points(pilot) == [("2022-01", 6)]
        await scroll(pilot, MouseScrollDown, (column, 1))
        assert points(pilot) == [("2022-01", 5)]
        await scroll(pilot, MouseScrollDown, (column + 20, 1))
        assert points(pilot) == [("2022-01", 5)]


@pytest.mark.parametrize("language", ["en", "de"])
async def test_how_it_is_done_stands_under_it_whole(household: Household, language: str) -> None:
    household.speak(language)
    async with drawing(household, pin(Timeline(), 2026 * 12 + 10, "a move")) as pilot:
        assert household.words("step.keys_timeline") in seen(pilot)
        assert "a move" in seen(pilot)
