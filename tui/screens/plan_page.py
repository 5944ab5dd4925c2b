"""What the planner shows: plans in one of its views, one of them chosen, and what calendars say of the hours."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from tui.core.clock import zone
from tui.core.errors import NearerError
from tui.core.records import Plan
from tui.household import Household
from tui.planner.agenda import agenda
from tui.planner.month import month_days
from tui.planner.occurrences import Occurrence
from tui.planner.week import window
from tui.screens import plan_day, plan_free, plan_month, plan_week
from tui.screens.aside import Looking, aside
from tui.screens.plan_acts import PlanActs
from tui.screens.plan_hours import NOTHING, Told, Window, told
from tui.screens.plan_legend import legend
from tui.screens.plan_list import options
from tui.screens.plan_notes import notes
from tui.screens.plan_views import NAMES, Slot, View, days_of, heading
from tui.screens.plan_week import found_in, key_of, slot_key
from tui.screens.plan_words import detail
from tui.widgets.month import MonthGrid
from tui.widgets.rows import Row, Rows
from tui.widgets.text import shown
from tui.widgets.tiles import Week
from tui.widgets.views import ViewBar
from tui.widgets.week import WeekGrid

BESIDE: Final = 120
"""Columns from which on the free hours stand beside the grid."""

BESIDE_CELLS: Final = 38
"""How wide what stands beside the grid is."""

KEPT: Final = 24
"""Of how many windows what calendars say is kept, to show them at once when they are turned back to."""

EMPTY = {
    View.LIST: "planner.empty",
    View.DAY: "planner.empty_day",
    View.WEEK: "planner.empty_week",
    View.MONTH: "planner.empty_day",
}

Drawn = Callable[[Household, date, Sequence[Occurrence], Told, Slot | None], Week]

DRAWN: dict[View, Drawn] = {View.DAY: plan_day.drawn, View.WEEK: plan_week.drawn}


class PlanPage(PlanActs):
    """Shows plans in the view that is chosen; `day` is a day that it shows."""

    NAME = "planner"
    AUTO_FOCUS = ""

    def __init__(self, household: Household, view: View) -> None:
        """`view` is what it begins with."""
        super().__init__(household)
        self.view = view
        self.day = household.today()
        self.free_shown = False
        self.told = NOTHING
        self._reader = household.me.id
        self._known: dict[Window | None, Told] = {}
        self._shown_at = ""
        self._calendars = Looking(self, "calendars", self._look_once)
        self._read()

    def heading(self) -> str:
        """Name the days that are shown."""
        return heading(self.household, self.view, self.day)

    def content(self) -> ComposeResult:
        """All views, of which one is seen, what stands beside it, and what is chosen in words."""
        with Vertical(classes="body"):
            yield ViewBar()
            yield Static(id="empty")
            with Container(id="views"):
                yield OptionList(id="plans")
                yield WeekGrid(Week(days=("",), mine=("",)))
                yield MonthGrid()
                yield Rows(id="beside")
            yield Static(id="detail")

    @property
    def is_wide(self) -> bool:
        """Whether there is room beside the grid."""
        return self.size.width >= BESIDE

    @property
    def is_grid(self) -> bool:
        """Whether hours are shown."""
        return self.view in DRAWN

    # What is there

    @property
    def days(self) -> tuple[date, int]:
        """The first day that is shown, and how many are."""
        return days_of(self.view, self.day)

    def _read(self) -> None:
        """Read what the view shows; what was chosen stays chosen."""
        if self._reader != self.household.me.id:
            self._reader, self.told = self.household.me.id, NOTHING
            self._known.clear()
        plans = self.household.all(Plan)
        if self.view is View.LIST:
            self.agenda = agenda(plans, self.household.now(), self.household.me.id)
            self.found = {key_of(each): each for each in self.agenda.every()}
        else:
            self.found = found_in(self.household, plans, *self.days)
        self._keep_chosen()

    def _keep_chosen(self) -> None:
        """Let what was chosen stay so, though it may be another plan's by now, or else choose the first."""
        slot = self.slot
        if slot is not None:
            there = (key for key, each in self.found.items() if each.start == slot.start)
            self.chosen = next(there, "")
            self.slot = None if self.chosen else slot
        elif self.chosen not in self.found:
            self.chosen = self._instead()
        if self.occurrence is not None:
            self._go_to_day(self.household.local(self.occurrence.start).date())

    def _instead(self) -> str:
        """Return what to choose in place of what is gone: the same time, the same plan, or another."""
        held, _, start = self.chosen.partition("@")
        keys = list(self.found)
        kin = (key for key in keys if held and start and key.startswith(held) and key.endswith(f"@{start}"))
        alike = (key for key in keys if held and key.partition("@")[0] == held and self._may_be_shown(key))
        return next(kin, "") or next(alike, "") or self._first()

    def _first(self) -> str:
        """Return what is chosen to begin with: of a month what the day holds, else the first that is not over."""
        if self.view is View.MONTH:
            held = plan_month.held(self.household, tuple(self.found.values())).get(self.day, ())
            return key_of(held[0]) if held else ""
        now = self.household.now()
        ahead = next((key for key, each in self.found.items() if each.end > now), "")
        if self.view is View.DAY and self.day == self.household.today():
            return ahead
        return ahead or next(iter(self.found), "")

    def _may_be_shown(self, key: str) -> bool:
        """Whether a plan lies in what is shown, and not at the edge of the month."""
        day = self.household.local(self.found[key].start).date()
        return self.view is not View.MONTH or day.month == self.day.month

    def _go_to_day(self, day: date) -> None:
        """Let a day be the one that is looked at, as far as the view shows it."""
        if self.view is View.LIST:
            self.day = day
            return
        first, count = self.days
        self.day = min(max(day, first), first + timedelta(days=count - 1))

    # What is shown

    def _show(self) -> None:
        if not self.is_mounted:
            return
        self._shown_at = self._hour()
        self._show_places()
        self._fill()
        self._show_chosen()

    def _hour(self) -> str:
        return f"{self.household.local(self.household.now()):%Y-%m-%d %H}"

    def _show_places(self) -> None:
        """Let the widgets of the view be seen."""
        empty, listed = self.query_one("#empty", Static), self.view is View.LIST
        empty.update(shown(self.words(EMPTY[View.LIST])))
        empty.display = listed and not self.found
        aside = self.is_grid and self.free_shown and not self.is_wide
        self.query_one("#plans").display = listed and bool(self.found)
        self.query_one(WeekGrid).display = self.is_grid and not aside
        self.query_one(MonthGrid).display = self.view is View.MONTH
        self.query_one(Rows).display = self.view is View.MONTH or (self.is_grid and (self.is_wide or aside))
        self.query_one("#views").set_class(self.view is View.MONTH and not self.is_wide, "-beneath")

    def _fill(self) -> None:
        names = [(str(view), self.words(key)) for view, key in NAMES.items()]
        self.query_one(ViewBar).show(names, self.view, legend(self.household, self.view, self.told))
        found = tuple(self.found.values())
        if self.view is View.LIST:
            self._fill_list(self.query_one("#plans", OptionList))
        elif self.view is View.MONTH:
            self._fill_month(found)
        else:
            week = DRAWN[self.view](self.household, self.day, found, self.told, self.slot)
            self.query_one(WeekGrid).show(week, self.selected)
            self._beside(plan_free.rows(self.household, self.told, self._cells_beside))

    def _fill_list(self, plans: OptionList) -> None:
        lines = list(options(self.household, self.agenda, self.told, max(60, self.size.width - 8)))
        with plans.prevent(OptionList.OptionHighlighted):
            plans.clear_options()
            plans.add_options(lines)
            if self.chosen in self.found:
                plans.highlighted = plans.get_option_index(self.chosen)

    def _fill_month(self, found: Sequence[Occurrence]) -> None:
        held = plan_month.held(self.household, found)
        days = plan_month.days(self.household, self.day, held, self.told)
        place = month_days(self.day).index(self.day)
        self.query_one(MonthGrid).show(plan_month.heads(self.household), days, place)
        self._beside(plan_month.rows(self.household, self.day, held, self.told))

    def _beside(self, rows: Sequence[Row]) -> None:
        self.query_one(Rows).show(rows, self.selected)

    @property
    def _cells_beside(self) -> int:
        return BESIDE_CELLS - 2 if self.is_wide else self.size.width - 8

    @property
    def selected(self) -> str:
        """The key of what is chosen."""
        return self.chosen if self.slot is None else slot_key(self.told, self.slot)

    def _show_chosen(self) -> None:
        self.query_one("#detail", Static).update(self._detail(max(40, self.size.width - 6)))
        self.refresh_bars()

    def _detail(self, cells: int) -> Content:
        if self.occurrence is not None:
            said = notes(self.household, self.occurrence, self.told)
            return detail(self.household, self.occurrence, cells, said)
        if self.slot is not None:
            return plan_free.slot_detail(self.household, self.slot, self.told, cells)
        return shown(self.words(EMPTY[self.view]), "$quiet") if self.is_grid else Content()  # others say it above

    # What calendars say

    @property
    def _window(self) -> Window | None:
        """The hours that are shown, for which free ones are looked for."""
        return window(*self.days, zone(self.household.me.zone)) if self.is_grid else None

    def look_at_calendars(self) -> None:
        """Show what is known of the hours already, and look in a thread what there is now."""
        known = self._known.get(self._window)
        self.told = (
            known if known is not None else Told(mine=self.told.mine, theirs=self.told.theirs, out=self.told.out)
        )
        self._calendars.ask()

    async def _look_once(self) -> None:
        wanted, reader = self._window, self.household.me.id
        try:
            found = await aside(partial(told, self.household, wanted))
        except NearerError as error:
            self.say_error(error)
            return
        if reader != self.household.me.id or not self.is_attached:
            return
        while len(self._known) >= KEPT:
            self._known.pop(next(iter(self._known)))
        self._known[wanted] = found
        if wanted == self._window and found != self.told:
            self.told = found
            self._show()
