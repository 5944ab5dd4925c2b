"""From plans to the month that the grid draws, and what one of its days holds."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from tui.catalog.dates import clock, long_day
from tui.core.clock import zone
from tui.household import Household
from tui.planner.month import by_day, month_days
from tui.planner.occurrences import Occurrence
from tui.screens.plan_hours import Crowd, Told
from tui.screens.plan_week import key_of
from tui.screens.plan_words import CROWDED, LOOKS, RITUAL, signs
from tui.widgets.month import Day
from tui.widgets.rows import Row
from tui.widgets.text import joined, shown

Held = Mapping[date, Sequence[Occurrence]]
"""What takes place on each day."""


def held(household: Household, found: Sequence[Occurrence]) -> Held:
    """Return what takes place on each day of the reader's clock."""
    return by_day(found, zone(household.me.zone))


def heads(household: Household) -> list[str]:
    """Return the names of the days of a week."""
    return [household.words(f"common.weekday_short_{each}") for each in range(1, 8)]


def days(household: Household, chosen: date, held: Held, told: Told) -> list[Day]:
    """Return the days of the month that `chosen` is in."""
    today = household.today()
    return [
        Day(
            number=each.day,
            within=each.month == chosen.month,
            today=each == today,
            marks=[mark for one in held.get(each, ()) for mark in _marks(household, one, told)],
            texts=[_text(household, one) for one in held.get(each, ())],
        )
        for each in month_days(chosen)
    ]


def _marks(household: Household, occurrence: Occurrence, told: Told) -> Iterator[tuple[str, str]]:
    look = LOOKS[occurrence.plan.state]
    yield look.mark, look.style
    if occurrence.plan.protected:
        yield RITUAL, look.style
    if told.crowd(occurrence, household.now()) is not Crowd.NOBODY:
        yield CROWDED, "bold $warning"


def _text(household: Household, occurrence: Occurrence) -> str:
    return f"{clock(household.local(occurrence.start))} {occurrence.plan.what}".rstrip()


def rows(household: Household, chosen: date, held: Held, told: Told) -> list[Row]:
    """Return what the chosen day holds, a line each, under its name."""
    head = Row(text=shown(long_day(household.words, chosen), "bold $quiet"))
    lines = [_row(household, each, told) for each in held.get(chosen, ())]
    return [head, *(lines or [Row(text=shown(household.words("planner.empty_day"), "$quiet"))])]


def _row(household: Household, occurrence: Occurrence, told: Told) -> Row:
    marks = [shown(mark, style) for mark, style in _marks(household, occurrence, told)]
    what = occurrence.plan.what or household.words("home.just_us")
    again = signs(occurrence.plan).replace(RITUAL, "").strip()
    text = f" {clock(household.local(occurrence.start))}  {what}{f' {again}' if again else ''}"
    return Row(key=key_of(occurrence), text=joined(*marks, shown(text)))
