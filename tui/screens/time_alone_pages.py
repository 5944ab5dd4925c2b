"""What stands on the pages of a time alone: how long, arriving, the clock, what comes after."""

from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum

from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from tui.catalog.dates import length
from tui.catalog.words import Words
from tui.core.records import Plan
from tui.household import Household
from tui.household.time_alone import arriving
from tui.household.times import time_for_both
from tui.planner.time_alone import LENGTHS, MINUTE, USUAL, TimeAlone, left
from tui.screens.plan_words import span
from tui.widgets.choices import ChoicesAsking
from tui.widgets.digits import LargeTime
from tui.widgets.person import NAME_CELLS
from tui.widgets.text import cut, joined, shown

WHAT = 60
"""How wide it is told what they want to do, in cells."""


class Page(StrEnum):
    """The pages, by the names under which they stand on the screen."""

    LENGTH = "length"
    ARRIVE = "arrive"
    CLOCK = "clock"
    OVER = "over"


def which_length(words: Words) -> Iterator[Widget]:
    """Give what asks for a length."""
    yield Static(shown(words("time_alone.how_long"), "bold"), classes="spaced")
    options = [(str(each), length(words, each)) for each in LENGTHS]
    yield ChoicesAsking(str(USUAL), options, several=False, required=True)
    yield Button(shown(words("time_alone.go_on")), id="on")


def arrive(household: Household) -> Iterator[Widget]:
    """Give the words of arriving, as they suit the two, or one."""
    words = household.words
    yield Static(id="when", classes="spaced")
    for key in arriving(household):
        yield Static(shown(words(key)), classes="spaced")
    if not household.alone:
        yield Static(shown(words("time_alone.reachable")), classes="quiet spaced")
    yield Button(shown(words("time_alone.here_alone" if household.alone else "time_alone.here")), id="here")


def quiet() -> Iterator[Widget]:
    """Give the clock, and room for a thought."""
    yield LargeTime()
    yield Static(id="until")
    yield Static(id="thought")


def after(household: Household) -> Iterator[Widget]:
    """Give the question how it was."""
    words, alone = household.words, household.alone
    yield Static(shown(words("time_alone.over_alone" if alone else "time_alone.over"), "bold"), classes="spaced")
    yield Static(shown(words("time_alone.after_alone" if alone else "time_alone.after")), classes="spaced")
    yield Horizontal(
        Button(shown(words("time_alone.word_alone" if alone else "time_alone.word")), id="word"),
        Button(shown(words("time_alone.had")), id="had"),
        Button(shown(words("time_alone.not")), id="not"),
        id="answers",
    )


def when(household: Household, time: TimeAlone) -> Content:
    """Return when it is, and what they want to do; without a plan, how long."""
    if not time.planned:
        minutes = int((time.end - time.start).total_seconds() // MINUTE)
        return shown(length(household.words, minutes), "bold")
    plan = household.get(Plan, time.plan)
    told = shown(span(household, time.start, time.end), "bold")
    return joined(told, "\n", cut(plan.what, WHAT, "italic")) if plan is not None and plan.what else told


def until(household: Household, time: TimeAlone) -> Content:
    """Return until when it is, on the clock as it goes now."""
    reading = household.clock.read()
    at = reading.wall + timedelta(seconds=left(time, reading) + MINUTE / 2)
    return shown(household.words("time_alone.until", time=time_for_both(household, at, cells=NAME_CELLS)))
