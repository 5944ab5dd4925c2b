"""The free hours that are suggested, as the planner lists them, and what is said of an hour without a plan."""

from collections.abc import Iterator
from datetime import UTC, datetime

from textual.content import Content

from tui.catalog.dates import clock
from tui.core.text import width
from tui.household import Household
from tui.planner.ranking import Suggestion
from tui.screens.plan_hours import Crowd, Told
from tui.screens.plan_views import Slot
from tui.screens.plan_week import FREE, slot_key
from tui.screens.plan_words import name_of_other, span_and_far
from tui.widgets.rows import Row
from tui.widgets.text import cut, joined, shown

CROWDED = {
    Crowd.NOBODY: "planner.slot_open",
    Crowd.MINE: "planner.slot_mine",
    Crowd.THEIRS: "planner.slot_theirs",
    Crowd.BOTH: "planner.slot_both",
}


def slot_of(suggestion: Suggestion) -> Slot:
    """Return a suggestion as a time that can be chosen."""
    minutes = (suggestion.end - suggestion.start) // 60
    return Slot(start=datetime.fromtimestamp(suggestion.start, UTC), minutes=minutes)


def rows(household: Household, told: Told, cells: int) -> list[Row]:
    """Return the suggestions, a line each of at most so many cells, under a heading, and what is quietly said."""
    return list(_rows(household, told, cells))


def _rows(household: Household, told: Told, cells: int) -> Iterator[Row]:
    words = household.words
    yield Row(text=shown(words("planner.free"), "bold $quiet"))
    for place, each in enumerate(told.free or ()):
        yield Row(key=f"{FREE}{place}", text=_line(household, place + 1, each, cells))
    if told.free is not None and not told.free:
        yield Row(text=shown(words("planner.free_none"), "$quiet"))
    if told.free is not None and not told.has_mine:
        yield from _quiet(words("planner.free_no_calendar"))
    if told.unread:
        yield from _quiet(words("planner.free_unread", count=told.unread))


def _quiet(text: str) -> Iterator[Row]:
    yield Row(text=Content())
    yield Row(text=shown(text, "$quiet"))


def _line(household: Household, number: int, suggestion: Suggestion, cells: int) -> Content:
    start, end = (household.local(datetime.fromtimestamp(each, UTC)) for each in (suggestion.start, suggestion.end))
    weekday = household.words(f"common.weekday_short_{start.isoweekday()}")
    when = household.words("planner.from_to", start=clock(start), end=clock(end))
    lead = joined(shown(f"{number}", "bold $success"), shown(f"  {weekday} {when}  "))
    return joined(lead, shown(_why(household, suggestion, cells - lead.cell_length), "$quiet"))


def _why(household: Household, suggestion: Suggestion, cells: int) -> str:
    """Return as many of the reasons as there is room for, the first ones first."""
    text = ""
    for key in suggestion.why:
        longer = f"{text}, {household.words(key)}" if text else household.words(key)
        if width(longer) > cells:
            break
        text = longer
    return text


def slot_detail(household: Household, slot: Slot, told: Told, cells: int) -> Content:
    """Return what is said of a time without a plan, on three lines."""
    when = span_and_far(household, slot.start, slot.end)
    past = slot.start < household.now()
    hint = household.words("planner.slot_past" if past else "planner.slot_hint")
    return joined(
        joined(shown("+", "$success"), " ", cut(when, cells - 2, "bold")),
        joined("\n  ", cut(_of_slot(household, slot, told), cells - 2, "italic")),
        joined("\n  ", cut(hint, cells - 2, "$quiet")),
    )


def _of_slot(household: Household, slot: Slot, told: Told) -> str:
    key = slot_key(told, slot)
    if key.startswith(FREE):
        suggestion = (told.free or ())[int(key.removeprefix(FREE))]
        why = ", ".join(household.words(each) for each in suggestion.why)
        return why or household.words("planner.slot_free")
    return household.words(CROWDED[told.crowd_at(slot.start, slot.end)], name=name_of_other(household))
