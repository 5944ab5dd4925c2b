"""How it has felt over time: four measures, one at a time, each person's own line, and the band of chance."""

import asyncio
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from tui.catalog.dates import month
from tui.checkin.trend import SPANS, Measure, Window
from tui.core.errors import NearerError
from tui.household import Household
from tui.household.closeness import Past, View, axis_names, heading, told
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.person import SHAPES, STYLES, shape, tag
from tui.widgets.text import cut, joined, shown
from tui.widgets.trend import SHADE, TIME, Picture, TrendChart

MEASURES = tuple(Measure)
"""In the order of their keys."""

TODAY = "pulse"
"""The exercise that marks how it is today."""


class HowCloseScreen(Room[None]):
    """The lines, one sentence about the band, and what happened meanwhile. No grade, no arrow, no comparison."""

    NAME = "how_close"
    CSS_PATH = "how_close.tcss"
    AUTO_FOCUS = ""
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command(id="next_measure", key="right", action="turn(1)"),
        Command(id="previous_measure", key="left", action="turn(-1)", shown=False),
        *(
            Command(id=f"measure_{each}", key=f"{place}", action=f"measure({place})", shown=False)
            for place, each in enumerate(MEASURES, 1)
        ),
        Command(id="longer", key="plus,equals_sign", action="span(1)"),
        Command(id="shorter", key="minus", action="span(-1)"),
        Command(id="earlier", key="b", action="move(-1)"),
        Command(id="later", key="n", action="move(1)"),
        Command(id="other_band", key="o", action="other_band"),
        Command(id="mark_today", key="m", action="mark_today"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, measure: Measure = Measure.CLOSE) -> None:
        """`measure` is what is looked at first."""
        super().__init__(household)
        self.past = Past(household)
        self.measure = measure
        self.window: Window = self.past.begin(measure)
        self.band_of = household.me.seat
        self.view: View = self.past.view(self.measure, self.window)
        self._mine = household.me.id
        self._left = False

    def heading(self) -> str:
        """Name the time that is looked at."""
        return heading(self.words, self.window)

    def content(self) -> ComposeResult:
        """The measures, whose lines these are, the picture, what it says, what happened."""
        with Vertical(classes="body"):
            with Horizontal(id="tabs"):
                for place, each in enumerate(MEASURES, 1):
                    yield Button(shown(self._tab(place, each)), id=each, classes="-on" * (each is self.measure))
            yield Static(self._about(), id="about")
            yield Static(self._legend(), id="legend")
            yield TrendChart(self._picture())
            yield Static(self._told(), id="told")
            with VerticalScroll(id="page", can_focus=False):
                yield Static(self._happened(), id="happened")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what leads somewhere."""
        match action, parameters:
            case "span", (int(by),):
                return 0 <= SPANS.index(self.window.months) + by < len(SPANS)
            case "move", (int(by),):
                return self.past.moved(self.measure, self.window, by) != self.window
            case "other_band", _:
                return bool(self.view.marks[1 - self.household.me.seat])
            case _:
                return True

    # What is shown

    def _tab(self, place: int, measure: Measure) -> str:
        return f"{'▸' if measure is self.measure else ''}{place} {self.words(f'how_close.tab_{measure}')}"

    def _about(self) -> Content:
        about, ends = (self.words(f"how_close.{what}_{self.measure}") for what in ("about", "ends"))
        return joined(shown(about, "bold"), "   ", shown(ends, "$quiet"))

    def _legend(self) -> Content:
        people = [tag(person.name, person.seat) for person in self.household.people if self.view.marks[person.seat]]
        if self.view.times:
            people.append(joined(shown(TIME, "$accent"), " ", shown(self.words("how_close.times"), "$quiet")))
        return Content("     ").join(people)

    def _picture(self) -> Picture:
        view = self.view
        return Picture(
            window=view.window,
            marks=view.marks,
            band=view.band(self.band_of),
            happened=[(each.within(view.window), each.seat) for each in view.happened],
            times=view.times,
            names=tuple(axis_names(self.words, view.window)),
        )

    def _told(self) -> Content:
        sentence = shown(told(self.household, self.view, self.band_of, sign=SHADE))
        return joined(shape(self.band_of), " ", sentence) if self.view.marks[self.band_of] else sentence

    def _happened(self) -> Content:
        lines = [
            joined(
                shown(f"{SHAPES[each.seat]} ", STYLES[each.seat]),
                shown(month(self.words, each.first).ljust(10), "$quiet"),
                cut(each.what, 60),
            )
            for each in reversed(self.view.happened)
        ]
        return Content("\n").join(lines)

    def _show(self) -> None:
        if self.band_of != self.household.me.seat and not self.view.marks[self.band_of]:
            self.band_of = self.household.me.seat
        for place, each in enumerate(MEASURES, 1):
            self.relabel(each, self._tab(place, each))
            self.query_one(f"#{each}", Button).set_class(each is self.measure, "-on")
        self.query_one("#about", Static).update(self._about())
        self.query_one("#legend", Static).update(self._legend())
        self.query_one(TrendChart).show(self._picture())
        self.query_one("#told", Static).update(self._told())
        self.query_one("#happened", Static).update(self._happened())
        self.refresh_bars()

    def _look(self) -> None:
        self.view = self.past.view(self.measure, self.window)
        self._show()

    # What is new

    def household_changed(self) -> None:
        """Show what was marked meanwhile."""
        self._read_again()

    @work(group="past", exclusive=True, exit_on_error=False)
    async def _read_again(self) -> None:
        """Read everything again; after ten years that takes a while."""
        past = Past(self.household)
        await asyncio.to_thread(past.view, self.measure, self.window)
        self.past = past
        self._look()

    def on_screen_resume(self) -> None:
        """Show what was marked meanwhile; whoever got the keyboard there is not shown what I see."""
        if not self._left:
            return
        if self.household.me.id != self._mine:
            self.dismiss()
            return
        self._left = False
        self.query_one(".body").visible = True
        self._read_again()

    # What can be done

    @on(Button.Pressed, "#tabs Button")
    def _chosen(self, event: Button.Pressed) -> None:
        self._turn_to(Measure(event.button.id or ""))

    def action_measure(self, place: int) -> None:
        """Look at one of the measures, by its number."""
        self._turn_to(MEASURES[place - 1])

    def action_turn(self, by: int) -> None:
        """Look at the next measure, or the one before."""
        self._turn_to(MEASURES[(MEASURES.index(self.measure) + by) % len(MEASURES)])

    def _turn_to(self, measure: Measure) -> None:
        self.measure = measure
        self._look()

    @on(TrendChart.SpanWanted)
    def _scrolled(self, event: TrendChart.SpanWanted) -> None:
        event.stop()
        self.action_span(event.by)

    def action_span(self, by: int) -> None:
        """Look at a longer or a shorter time."""
        self.window = self.window.longer(by)
        self._look()

    def action_move(self, by: int) -> None:
        """Look at an earlier or a later time."""
        self.window = self.past.moved(self.measure, self.window, by)
        self._look()

    def action_other_band(self) -> None:
        """Draw the other's band, or mine again."""
        self.band_of = 1 - self.band_of
        self._show()

    def action_mark_today(self) -> None:
        """Mark how it is today."""
        from tui.screens.begin import begin_step

        try:
            begin_step(self, TODAY)
        except NearerError as error:
            self.say_error(error)
            return
        self._left = True
        self.query_one(".body").visible = False
