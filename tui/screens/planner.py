"""The planner: time alone together as a list and as a week, and all that can be done with a plan."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.catalog.dates import day
from tui.core.errors import InputError
from tui.core.records import Plan
from tui.household import Household
from tui.planner.agenda import agenda
from tui.planner.occurrences import Occurrence, next_of
from tui.planner.plans import YEARS, Act, after
from tui.planner.week import DAYS, monday
from tui.screens.plan_week import drawn, found_in
from tui.screens.plan_words import detail, line, may, name_of_other
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.text import shown
from tui.widgets.week import WeekGrid

View = Literal["list", "week"]

GLANCE = 20.0
"""How often to look whether another hour or day has begun, in seconds."""

ACTS = {
    "accept": Act.ACCEPT,
    "decline": Act.DECLINE,
    "move": Act.MOVE,
    "call_off": Act.CANCEL,
    "took_place": Act.DONE,
}
"""What can be done with the plan that is chosen, by its action."""

ASKED_FIRST = frozenset({Act.DECLINE, Act.CANCEL, Act.DONE})
"""What cannot be taken back."""

SAID = {
    Act.ACCEPT: "planner.accepted",
    Act.DECLINE: "planner.declined_said",
    Act.CANCEL: "planner.called_off_said",
    Act.DONE: "planner.took_place_said",
}


class PlannerScreen(Room[None]):
    """All plans. In both views one of them is chosen, and the keys are about it."""

    NAME = "planner"
    CSS_PATH = "planner.tcss"
    AUTO_FOCUS = ""
    KEYS = (
        Command(id="propose", key="n", action="propose"),
        Command(id="accept", key="a", action="accept"),
        Command(id="decline", key="d", action="decline"),
        Command(id="move", key="m", action="move"),
        Command(id="call_off", key="x", action="call_off"),
        Command(id="took_place", key="o", action="took_place"),
        Command(id="show_week", key="v", action="show_week"),
        Command(id="week_before", key="left", action="turn(-1)"),
        Command(id="week_after", key="right", action="turn(1)"),
        Command(id="this_week", key="t", action="this_week"),
        Command(id="hand_over", key="h", action="hand_over"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, view: View = "list") -> None:
        """`view` is what it begins with."""
        super().__init__(household)
        self.view: View = view
        self.first = monday(household.today())
        self.chosen = ""
        self.found: dict[str, Occurrence] = {}
        self._shown_at = ""
        self._read()

    def heading(self) -> str:
        """Name the week that is shown."""
        if self.view == "list":
            return self.words("planner.title")
        last = self.first + timedelta(days=DAYS - 1)
        return self.words(
            "planner.week_title", first=day(self.words, self.first), last=f"{day(self.words, last)} {last.year}"
        )

    def content(self) -> ComposeResult:
        """The list and the week, of which one is seen, and what is chosen in words."""
        with Vertical(classes="body"):
            yield Static(id="empty")
            yield OptionList(id="plans")
            yield WeekGrid(drawn(self.household, self.first, ()))
            yield Static(id="detail")

    def on_mount(self) -> None:
        """Show what is there."""
        self._show()
        self._focus()
        self.set_interval(GLANCE, self._glance)

    def on_resize(self) -> None:
        """Use the room there is."""
        self._show()

    def household_changed(self) -> None:
        """Show what is new, with the same plan chosen."""
        self._read()
        self._show()

    on_screen_resume = household_changed

    def said_anew(self) -> None:
        """Show the plans again."""
        super().said_anew()
        self._look_again()

    def _glance(self) -> None:
        """Go with the time; what is scrolled to stays where nothing is new."""
        if self._hour() != self._shown_at:
            self.household_changed()

    def _hour(self) -> str:
        return f"{self.household.local(self.household.now()):%Y-%m-%d %H}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done with the plan that is chosen."""
        del parameters
        if action == "took_place" and self.plan is not None and self._comes_again(self.plan):
            return False
        if action in ACTS:
            return may(self.household, self.plan, ACTS[action])
        if action in {"turn", "this_week"}:
            return self.view == "week"
        return True

    @property
    def plan(self) -> Plan | None:
        """The plan that is chosen."""
        occurrence = self.found.get(self.chosen)
        return occurrence.plan if occurrence else None

    def _comes_again(self, plan: Plan) -> bool:
        """Whether a plan repeats: to be done with it would end what is still ahead."""
        return bool(plan.repeat) and next_of(plan, self.household.now()) is not None

    # What is shown

    def _read(self) -> None:
        """Read what the view shows; what was chosen stays chosen, or else the first is."""
        plans = self.household.all(Plan)
        if self.view == "list":
            self.agenda = agenda(plans, self.household.now(), self.household.me.id)
            self.found = {each.plan.id: each for each in self.agenda.every()}
        else:
            self.found = found_in(self.household, plans, self.first)
        if self.chosen not in self.found:
            held = self.chosen.partition("@")[0]
            alike = (key for key in self.found if held and key.partition("@")[0] == held)
            now = self.household.now()
            ahead = (key for key, each in self.found.items() if each.end > now)
            self.chosen = next(alike, next(ahead, next(iter(self.found), "")))

    def _show(self) -> None:
        if not self.is_mounted:
            return
        self._shown_at = self._hour()
        empty = self.query_one("#empty", Static)
        empty.update(shown(self.words("planner.empty" if self.view == "list" else "planner.empty_week")))
        empty.display = not self.found
        plans, grid = self.query_one("#plans", OptionList), self.query_one(WeekGrid)
        plans.display, grid.display = self.view == "list" and bool(self.found), self.view == "week"
        if self.view == "list":
            self._fill(plans)
        else:
            grid.show(drawn(self.household, self.first, tuple(self.found.values())), self.chosen)
        self._show_chosen()

    def _show_chosen(self) -> None:
        occurrence, cells = self.found.get(self.chosen), max(40, self.size.width - 6)
        text = detail(self.household, occurrence, cells) if occurrence else Content()
        self.query_one("#detail", Static).update(text)
        self.refresh_bars()

    def _fill(self, plans: OptionList) -> None:
        options = list(self._options())
        with plans.prevent(OptionList.OptionHighlighted):
            plans.clear_options()
            plans.add_options(options)
            if self.chosen in self.found:
                plans.highlighted = plans.get_option_index(self.chosen)

    def _options(self) -> Iterator[Option]:
        groups = (
            ("planner.next", self.agenda.agreed),
            ("planner.waiting", self.agenda.waiting),
            ("planner.asked", self.agenda.asked),
            ("planner.over", self.agenda.before),
        )
        cells = max(60, self.size.width - 8)
        for heading, group in groups:
            if group:
                yield Option(shown(self.words(heading), "bold $quiet"), disabled=True)
            for each in group:
                yield Option(line(self.household, each, cells), id=each.plan.id)

    def _focus(self) -> None:
        grid = self.view == "week"
        self.set_focus(self.query_one(WeekGrid) if grid else self.query_one("#plans", OptionList))

    @on(OptionList.OptionHighlighted, "#plans")
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id and event.option_id in self.found:
            self.chosen = event.option_id
            self._show_chosen()

    @on(WeekGrid.BlockChosen)
    def _block(self, event: WeekGrid.BlockChosen) -> None:
        self.chosen = event.key
        self._show_chosen()

    # Looking around

    def action_show_week(self) -> None:
        """Switch between list and week; the chosen plan is in view in both."""
        occurrence = self.found.get(self.chosen)
        self.view = "list" if self.view == "week" else "week"
        if self.view == "week" and occurrence is not None:
            self.first = monday(self.household.local(occurrence.start).date())
        self._look_again()

    def action_turn(self, weeks: int) -> None:
        """Show the week before or after."""
        first = self.first + timedelta(days=DAYS * weeks)
        if first.year in YEARS:
            self._to_week(first)

    def action_this_week(self) -> None:
        """Show the week that today is in."""
        self._to_week(monday(self.household.today()))

    def _to_week(self, first: date) -> None:
        self.first, self.chosen = first, ""
        self._look_again()

    def _look_again(self) -> None:
        self._read()
        self._show()
        self._focus()

    # What is done

    def action_propose(self) -> None:
        """Propose a time."""
        from tui.screens.propose import ProposeScreen

        self.visit(ProposeScreen(self.household))

    def action_move(self) -> None:
        """Propose another time for the plan that is chosen."""
        from tui.screens.propose import ProposeScreen

        if self.plan is not None:
            self.visit(ProposeScreen(self.household, plan=self.plan))

    def action_hand_over(self) -> None:
        """Pass the keyboard, so that the other one can answer."""
        from tui.screens.handover import HandOverScreen

        self.visit(HandOverScreen(self.household))

    async def action_accept(self) -> None:
        """Say yes."""
        await self._do(Act.ACCEPT)

    def action_decline(self) -> None:
        """Say no, once it is sure."""
        self._ask(Act.DECLINE)

    def action_call_off(self) -> None:
        """Call the plan off, once it is sure."""
        self._ask(Act.CANCEL)

    def action_took_place(self) -> None:
        """Note that it took place, once it is sure."""
        self._ask(Act.DONE)

    @work(group="plan", exclusive=True, exit_on_error=False)
    async def _ask(self, act: Act) -> None:
        from tui.screens.plan_sure import PlanSureScreen

        occurrence = self.found.get(self.chosen)
        if occurrence is None:
            return
        if await self.app.push_screen_wait(PlanSureScreen(self.household, occurrence, act)):
            await self._do(act, occurrence.plan.id)

    async def _do(self, act: Act, plan_id: str = "") -> None:
        """Do it to the plan as it is now: the other window may have been quicker."""
        wanted, household = plan_id or (self.plan.id if self.plan else ""), self.household

        def worked() -> None:
            plan = household.get(Plan, wanted)
            if plan is None:
                raise InputError("unknown_plan", id=wanted)
            household.save(after(plan, act, by=household.me.id), seen=[plan])

        if await self.done(worked):
            self.say(SAID[act], name=name_of_other(household))
        self.household_changed()
