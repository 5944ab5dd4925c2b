"""The time itself: arrive, a quiet clock and nothing else, and afterwards one word each."""

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Button, Static

from tui.checkin.again import WORD
from tui.household import Household
from tui.household.time_alone import at_hand, begin, had, is_on, let_go, noted, now_for, thoughts, was_had
from tui.planner.occurrences import Occurrence
from tui.planner.time_alone import (
    MINUTE,
    Outcome,
    Phase,
    TimeAlone,
    begun,
    left,
    minutes_left,
    near,
    of_plan,
    phase,
    rings,
    same,
)
from tui.screens.begin import begin_step, step_screen
from tui.screens.room import CallThem, Room
from tui.screens.talk_room import HIGH
from tui.screens.time_alone_pages import Page, after, arrive, quiet, until, when, which_length
from tui.widgets.asking import AnswerDone
from tui.widgets.choices import ChoicesAsking
from tui.widgets.commands import Command
from tui.widgets.digits import LargeTime
from tui.widgets.text import shown

LOOK_EVERY = 1.0
"""Seconds between two looks at the clocks; what is seen changes once a minute at most."""

STILL = 5
"""The minutes in which the clock goes on where nothing is to move."""


def begin_time(room: Room[None], occurrence: Occurrence | None = None) -> None:
    """Go to the time alone that is meant, where it is on or near; else to what is, or to one without a plan."""
    meant = near([occurrence], room.household.now()) if occurrence is not None else None
    room.visit(TimeAloneScreen(room.household, meant))


class TimeAloneScreen(Room[None]):
    """One page after another: how long, where nothing was planned; arriving; the clock; what comes after.

    Esc leaves at once, and the time goes on.
    """

    NAME = "time_alone"
    CSS_PATH = "time_alone.tcss"
    AUTO_FOCUS = ""
    VERTICAL_BREAKPOINTS = [(0, "-low"), (HIGH, "-high")]  # noqa: RUF012 - declared by Screen on the instance, read once
    KEYS = (
        Command(id="time_thought", key="t", action="thought"),
        Command(id="thought_away", key="x", action="thought_away"),
        Command(id="time_over", key="e", action="over"),
        Command(id="one_word", key="w", action="word"),
        Command(id="time_had", key="y", action="had"),
        Command(id="time_not", key="n", action="not_this_time"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, occurrence: Occurrence | None = None) -> None:
        """`occurrence` is an agreed time; without it, the one that is at hand is meant, or one without a plan."""
        super().__init__(household)
        found = of_plan(occurrence) if occurrence is not None else at_hand(household)
        self.time: TimeAlone | None = found
        self.page = Page.LENGTH if found is None else Page.ARRIVE
        self._thought = 0
        self._thinking = False
        self._told = -1
        note = noted(household)
        self._before = note if note is not None and note.outcome is Outcome.NOT else None
        self._left = 0.0 if found is None else left(found, household.clock.read())
        self._look_at_note()

    def heading(self) -> str:
        """Name it, for two or for one."""
        return self.words("time_alone.title_alone" if self.household.alone else "time_alone.title")

    def content(self) -> ComposeResult:
        """All pages, of which one is seen."""
        with Vertical(classes="body"):
            yield Vertical(*which_length(self.words), id=Page.LENGTH)
            yield Vertical(*arrive(self.household), id=Page.ARRIVE)
            yield Vertical(*quiet(), id=Page.CLOCK)
            yield Vertical(*after(self.household), id=Page.OVER)

    def on_mount(self) -> None:
        """Begin to look."""
        self.set_interval(LOOK_EVERY, self.tick)
        self._show()
        self.tick()

    def said_anew(self) -> None:
        """Show the page again."""
        super().said_anew()
        self._show()

    def household_changed(self) -> None:
        """Look at what another window did, or was done on another machine."""
        self.tick()
        if self.is_mounted:
            self.query_one("#not", Button).display = not self._was_had
            self.refresh_bars()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what belongs to the page."""
        match action:
            case "thought" | "over":
                return self.page is Page.CLOCK
            case "thought_away":
                return self.page is Page.CLOCK and self._thinking
            case "word" | "had":
                return self.page is Page.OVER
            case "not_this_time":
                return self.page is Page.OVER and not self._was_had
            case _:
                return super().check_action(action, parameters)

    # The time

    def tick(self) -> None:
        """Look at the clocks and at the other window; show what has changed."""
        if not self.is_running:
            return
        page = self.page
        self._look_at_note()
        if self.time is not None and self.time.outcome is Outcome.NOT:
            self.dismiss()
            return
        self._look_at_clock()
        if self.page is not page:
            self._show()
        elif self.page is Page.CLOCK:
            self._paint()

    def _look_at_note(self) -> None:
        """Take over what another window has noted."""
        note = noted(self.household)
        if note is None or note == self._before or not self._is_ours(note):
            return
        self.time = note
        if self.page in {Page.LENGTH, Page.ARRIVE} and note.began is not None:
            self._left, self.page = left(note, self.household.clock.read()), Page.CLOCK
        if note.outcome is Outcome.HAD:
            self.page = Page.OVER

    def _is_ours(self, note: TimeAlone) -> bool:
        """Whether a note is of this time, or, where nothing was planned, of the one that is on."""
        time = self.time
        if time is not None and same(note, time):
            return True
        free = time is None or not (time.planned or time.began)
        return free and is_on(note, self.household.clock.read())

    def _look_at_clock(self) -> None:
        """Go to what comes after once it is over, with the bell where somebody waits for it."""
        if self.time is None or self.page is Page.OVER:
            return
        reading = self.household.clock.read()
        before, self._left = self._left, left(self.time, reading)
        if phase(self.time, reading) in {Phase.OVER, Phase.GONE}:
            self.page = Page.OVER
            if rings(before, self._left):
                self.app.post_message(CallThem())

    @property
    def _was_had(self) -> bool:
        return self.time is not None and was_had(self.household, self.time)

    # What is shown

    def _show(self) -> None:
        """Show the page that is on, with the focus where Enter leads on."""
        for each in Page:
            self.query_one(f"#{each}").display = each is self.page
        if self.time is not None:
            self.query_one("#when", Static).update(when(self.household, self.time))
        self.query_one("#not", Button).display = not self._was_had
        self._told = -1
        self._paint()
        self._show_thought()
        wanted = {Page.LENGTH: "ChoicesAsking", Page.ARRIVE: "#here", Page.OVER: "#word"}.get(self.page)
        self.set_focus(self.query_one(wanted) if wanted else None, scroll_visible=False)
        self.refresh_bars()

    def _paint(self) -> None:
        """Show how long it is yet: once a minute, or seldom where nothing is to move."""
        if self.time is None:
            return
        step = STILL if self.app.animation_level == "none" else 1
        minutes = minutes_left(left(self.time, self.household.clock.read()), step)
        if minutes != self._told:
            self._told = minutes
            self.query_one(LargeTime).show(f"{minutes // MINUTE}:{minutes % MINUTE:02}")
            self.query_one("#until", Static).update(until(self.household, self.time))

    def _show_thought(self) -> None:
        texts = thoughts(self.household, self.time) if self.time is not None and self._thinking else ()
        text = texts[self._thought % len(texts)] if texts else ""
        self.query_one("#thought", Static).update(shown(text, "italic"))
        self.refresh_bars()

    # What can be done

    @on(AnswerDone)
    @on(Button.Pressed, "#on")
    def _chosen(self) -> None:
        """Take the length that is marked."""
        marked = self.query_one(ChoicesAsking).marked
        self.time = now_for(self.household, int(marked[0]))
        self.page = Page.ARRIVE
        self._show()

    @on(Button.Pressed, "#here")
    async def _both_here(self) -> None:
        """Begin: from here on there is only the clock."""
        if self.time is not None:
            reading = self.household.clock.read()
            noted_so = await self.attempt(partial(begin, self.household, self.time))
            self.time, self.page = noted_so or begun(self.time, reading), Page.CLOCK
            self._left = left(self.time, reading)
            self._show()

    def action_thought(self) -> None:
        """Offer something to talk about, or another one."""
        self._thought += self._thinking
        self._thinking = True
        self._show_thought()

    def action_thought_away(self) -> None:
        """Take it away again."""
        self._thought += 1
        self._thinking = False
        self._show_thought()

    def action_over(self) -> None:
        """It is enough: go to what comes after."""
        self.page = Page.OVER
        self._show()

    @on(Button.Pressed, "#word")
    async def action_word(self) -> None:
        """It took place, and each finds a word for it."""
        if self.time is not None and await self.done(partial(had, self.household, self.time)):
            self._leave_for(WORD)

    @on(Button.Pressed, "#had")
    async def action_had(self) -> None:
        """It took place, and that is enough."""
        if self.time is not None and await self.done(partial(had, self.household, self.time, enough=True)):
            self.say("time_alone.had_said")
            self._leave_for()

    @on(Button.Pressed, "#not")
    async def action_not_this_time(self) -> None:
        """It did not take place, and that is all right."""
        if self.time is not None and await self.done(partial(let_go, self.household, self.time)):
            self.say("time_alone.not_said")
            self._leave_for()

    def _leave_for(self, step: str = "") -> None:
        """Leave the planner to be seen afterwards, with a step before it."""
        from tui.screens.planner import PlannerScreen

        if isinstance(self.app.screen_stack[-2], PlannerScreen):
            if step:
                begin_step(self, step, instead=True)
            else:
                self.dismiss()
            return
        self.app.switch_screen(PlannerScreen(self.household))
        if step:
            self.app.push_screen(step_screen(self.household, step))

    def action_back(self) -> None:
        """Go back one step; from the clock it leaves at once, and the time goes on."""
        time = self.time
        if self.page is Page.OVER and time is not None and is_on(time, self.household.clock.read()):
            self.page = Page.CLOCK
        elif self.page is Page.ARRIVE and time is not None and not time.planned:
            self.time, self.page = None, Page.LENGTH
        else:
            self.dismiss()
            return
        self._show()
