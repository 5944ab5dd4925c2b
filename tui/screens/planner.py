"""The planner: time alone together as a list, a day, a week and a month, and how one goes about in them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from textual import on
from textual.widgets import OptionList

from tui.core.clock import zone
from tui.core.records import Plan
from tui.household import Household
from tui.planner.month import month_days
from tui.planner.occurrences import first_of
from tui.planner.plans import YEARS
from tui.planner.week import DAYS, hours, monday
from tui.screens.plan_acts import ACTS, PROTECTING
from tui.screens.plan_day import row_start
from tui.screens.plan_free import slot_of
from tui.screens.plan_page import PlanPage
from tui.screens.plan_steps import EVENING, hour_on, in_hour, stepped
from tui.screens.plan_views import Slot, View, after, turned
from tui.screens.plan_week import FREE, SLOT, key_of
from tui.widgets.commands import Command
from tui.widgets.month import MonthGrid
from tui.widgets.rows import Rows
from tui.widgets.views import ViewBar
from tui.widgets.week import WeekGrid

GLANCE = 20.0
"""How often to look whether another hour has begun, or a calendar has changed, in seconds."""

TURNING = frozenset({"turn", "step", "today"})
"""What needs days that are shown: the list has none."""


class PlannerScreen(PlanPage):
    """All plans. In every view a plan or a free hour is chosen, and the keys are about it."""

    CSS_PATH = "planner.tcss"
    KEYS = (
        Command(id="propose", key="n", action="propose"),
        Command(id="accept", key="a", action="accept"),
        Command(id="decline", key="d", action="decline"),
        Command(id="move", key="m", action="move"),
        Command(id="call_off", key="x", action="call_off"),
        Command(id="took_place", key="o", action="took_place"),
        Command(id="begin_time", key="b", action="begin_time"),
        Command(id="protect", key="y", action="protect"),
        Command(id="unprotect", key="y", action="unprotect"),
        Command(id="free_hours", key="f", action="free_hours"),
        Command(id="other_view", key="v", action="other_view"),
        Command(id="turn_back", key="left", action="turn(-1)"),
        Command(id="turn_on", key="right", action="turn(1)"),
        Command(id="to_today", key="t", action="today"),
        Command(id="ideas", key="i", action="ideas"),
        Command(id="calendars", key="g", action="calendars"),
        Command(id="hand_over", key="h", action="hand_over"),
        Command(id="back", key="escape", action="back"),
        Command(id="up_step", key="shift+up", action="step(0, -1)", shown=False),
        Command(id="down_step", key="shift+down", action="step(0, 1)", shown=False),
        Command(id="day_before", key="shift+left", action="step(-1, 0)", shown=False),
        Command(id="day_after", key="shift+right", action="step(1, 0)", shown=False),
        Command(id="free_first", key="1", action="propose_free(0)", shown=False),
        Command(id="free_second", key="2", action="propose_free(1)", shown=False),
        Command(id="free_third", key="3", action="propose_free(2)", shown=False),
        Command(id="free_fourth", key="4", action="propose_free(3)", shown=False),
        Command(id="free_fifth", key="5", action="propose_free(4)", shown=False),
    )

    def __init__(self, household: Household, view: Literal["list", "day", "week", "month"] = "list") -> None:
        """`view` is what it begins with."""
        super().__init__(household, View(view))

    def on_mount(self) -> None:
        """Show what is there; what calendars say comes when it has been read."""
        self._look_again()
        self.set_interval(GLANCE, self._glance)

    def on_resize(self) -> None:
        """Use the room there is."""
        self._show()

    def household_changed(self) -> None:
        """Show what is new, with the same chosen as before."""
        self._read()
        if self.is_mounted:
            self.look_at_calendars()
            self._show()

    on_screen_resume = household_changed

    def said_anew(self) -> None:
        """Show the plans again."""
        super().said_anew()
        self._look_again()

    def _glance(self) -> None:
        """Go with the time, and look whether a calendar has changed; what is scrolled to stays."""
        if self._hour() != self._shown_at:
            self.household_changed()
        elif self.is_active:
            self._calendars.ask()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done with what is chosen."""
        if action in ACTS or action in PROTECTING:
            return self.can(action)
        if action in TURNING:
            return self.view is not View.LIST
        if action == "propose_free":
            return self.is_grid and parameters[0] in range(len(self.told.free or ()))
        return True

    def _focus(self) -> None:
        """Let the keys go to what is shown."""
        if self.is_grid:
            self.set_focus(self.query_one(Rows) if self.free_shown and not self.is_wide else self.query_one(WeekGrid))
        else:
            self.set_focus(self.query_one(MonthGrid if self.view is View.MONTH else OptionList))

    def _look_again(self) -> None:
        self._read()
        self.look_at_calendars()
        self._show()
        self._focus()

    # Looking around

    def action_other_view(self) -> None:
        """Show the next view; what is chosen stays in view."""
        self._view(after(self.view))

    def _view(self, view: View) -> None:
        self.view, self.free_shown = view, False
        self._look_again()

    @on(ViewBar.Chosen)
    def _named(self, event: ViewBar.Chosen) -> None:
        self._view(View(event.key))

    def action_turn(self, by: int) -> None:
        """Show the days before or after."""
        there = turned(self.view, self.day, by)
        if there != self.day and self.slot is not None:
            start = stepped(self.slot.start, self.slot.end, (there - self.day).days, 0, self._where)
            self.slot = replace(self.slot, start=start)
        self.day = there
        self._look_again()

    def action_today(self) -> None:
        """Show today."""
        self.day, self.chosen, self.slot = self.household.today(), "", None
        self._look_again()

    def action_free_hours(self) -> None:
        """Show the free hours, or go back from them; from other views they are those of the week."""
        rows = self.query_one(Rows)
        if not self.is_grid:
            self.view, self.free_shown = View.WEEK, True
        elif self.is_wide:
            self.set_focus(self.query_one(WeekGrid) if rows.has_focus else rows)
            return
        else:
            self.free_shown = not self.free_shown
        self._look_again()
        if self.is_wide:
            self.set_focus(rows)

    def choose_plan(self, plan: Plan) -> None:
        """Choose a plan by its first time, where the view shows it."""
        first = first_of(plan)
        self.slot, self.chosen, self.free_shown = None, key_of(first), False
        self.day = self.household.local(first.start).date()
        self._look_again()

    def action_back(self) -> None:
        """Go back one step: from the free hours in place of the grid to the grid."""
        if self.is_grid and self.free_shown and not self.is_wide:
            self.action_free_hours()
        else:
            super().action_back()

    def slot_to_propose(self) -> Slot | None:
        """Return the time that is chosen, or the evening of a day on which there is none."""
        if self.slot is None and not self.chosen and self.view in {View.DAY, View.MONTH}:
            return Slot(start=hour_on(self.day, EVENING, self._where))
        return self.slot

    def action_propose_free(self, place: int) -> None:
        """Propose one of the free hours that are suggested."""
        free = self.told.free or ()
        if place < len(free):
            self._choose_slot(slot_of(free[place]))
            self.action_propose()

    # Choosing

    @property
    def _where(self) -> ZoneInfo:
        return zone(self.household.me.zone)

    @on(OptionList.OptionHighlighted, "#plans")
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id and event.option_id in self.found:
            self.slot, self.chosen = None, event.option_id
            self._keep_chosen()
            self._show_chosen()

    @on(WeekGrid.BlockChosen)
    @on(Rows.Chosen)
    def _block(self, event: WeekGrid.BlockChosen | Rows.Chosen) -> None:
        self._choose(event.key)

    def _choose(self, key: str) -> None:
        free = self.told.free or ()
        if key.startswith(FREE):
            self._choose_slot(slot_of(free[int(key.removeprefix(FREE))]))
        elif key != SLOT:
            self.slot, self.chosen = None, key
            self._keep_chosen()
            self._show()

    def _choose_slot(self, slot: Slot) -> None:
        self.slot, self.chosen = slot, ""
        self._show_day(self.household.local(slot.start).date())

    def _show_day(self, day: date) -> None:
        """Show a day with what is chosen; only where other days are shown by that is more to be read."""
        before, self.day = self.days, day
        if self.days != before:
            self._read()
            self.look_at_calendars()
        self._show()

    @on(WeekGrid.HourChosen)
    def _hour_clicked(self, event: WeekGrid.HourChosen) -> None:
        start = self._start_of(event.column, event.row)
        if start is not None:
            self._choose_slot(Slot(start=start))

    def _start_of(self, column: int, row: int) -> datetime | None:
        """Return when an hour of the grid begins (UTC); None where the clock leaves it out."""
        if self.view is View.DAY:
            return row_start(self.household, self.day, row)
        rows = hours(monday(self.day) + timedelta(days=column), self._where)
        return datetime.fromtimestamp(rows[row], UTC) if rows[row] < rows[row + 1] else None

    def action_step(self, across: int, down: int) -> None:
        """Go some days across; down, some hours, in a month some weeks."""
        if self.view is View.MONTH:
            self._choose_day(self.day + timedelta(days=across + DAYS * down))
        else:
            self._step_hours(across, down)

    def _step_hours(self, days: int, hours: int) -> None:
        """Go to another hour, or to the evening where nothing is chosen; a plan in it is chosen then."""
        chosen = self.slot or self.occurrence
        there = hour_on(self.day, EVENING, self._where)
        if chosen is not None:
            there = stepped(chosen.start, chosen.end, days, hours, self._where)
        if there.year in YEARS:
            self._choose_slot(Slot(start=there))
            key = in_hour(self.found, there, self._where)
            if key:
                self._choose(key)

    @on(WeekGrid.Opened)
    @on(Rows.Opened)
    def _opened(self) -> None:
        """Propose the free hour that is chosen; of a plan, see the day."""
        if self.slot is not None:
            self.action_propose()
        elif self.view is not View.DAY and self.chosen:
            self._view(View.DAY)

    @on(MonthGrid.Opened)
    def _day_opened(self) -> None:
        self._view(View.DAY)

    @on(MonthGrid.DayChosen)
    def _day_clicked(self, event: MonthGrid.DayChosen) -> None:
        self._choose_day(month_days(self.day)[event.place])

    def _choose_day(self, day: date) -> None:
        if day.year in YEARS:
            self.day, self.slot, self.chosen = day, None, ""
            self._read()
            self._show()

    @on(MonthGrid.Walked)
    def _walked(self, event: MonthGrid.Walked) -> None:
        """Go to the plan before or after: from a day without one, to the nearest."""
        keys = list(self.found)
        if self.chosen in keys:
            there = keys.index(self.chosen) + event.by
        else:
            before = [key for key in keys if self.household.local(self.found[key].start).date() < self.day]
            there = len(before) - (event.by < 0)
        if 0 <= there < len(keys):
            self._choose(keys[there])
