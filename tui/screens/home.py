"""Home: the path at the left; one suggestion, the next time alone and how it has been at the right."""

from collections.abc import Iterator
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from tui.catalog.schema import Sketch
from tui.checkin.closeness import blocks
from tui.checkin.path import Next, StepState
from tui.core.errors import NearerError
from tui.household import Household
from tui.household.talk_at_hand import floor_at_hand, mark
from tui.screens.aside import Looking, aside
from tui.screens.home_time import moment, next_time, when_back, word
from tui.screens.home_view import MARKS_SHOWN, Below, look, look_below
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.person import STYLES, shape
from tui.widgets.text import cut, joined, shown

TALK = 0.5
"""How often to look whether a talk has begun or rests in the other window, in seconds."""

GLANCE = 20.0
"""How often to look whether a time has come nearer, or a calendar has changed, in seconds."""

MARKS = {StepState.AHEAD: ("○", "$quiet"), StepState.BEGUN: ("◐", "$secondary"), StepState.OPENED: ("✓", "$success")}


class HomeScreen(Room[None]):
    """Where everything begins and comes back to."""

    NAME = "home"
    CSS_PATH = "home.tcss"
    AUTO_FOCUS = "#go"
    KEYS = (
        Command(id="check_in", key="c", action="check_in"),
        Command(id="plan", key="p", action="plan"),
        Command(id="talk", key="t", action="talk"),
        Command(id="week", key="w", action="week"),
        Command(id="issues", key="i", action="issues"),
        Command(id="small_steps", key="s", action="small_steps"),
        Command(id="agreements", key="a", action="agreements"),
        Command(id="how_close", key="l", action="how_close"),
        Command(id="journal", key="j", action="journal"),
        Command(id="shared", key="r", action="shared"),
        Command(id="both", key="b", action="both"),
        Command(id="slow_talk", key="o", action="slow_talk"),
        Command(id="hand_over", key="h", action="hand_over"),
        Command(id="settings", key="comma", action="settings"),
        Command(id="two_machines", key="m", action="two_machines", shown=False),
    )

    def __init__(self, household: Household) -> None:
        """Read what stands above once, before the first paint; what stands below comes after it."""
        super().__init__(household)
        self.view = look(household)
        self.below: Below | None = None
        self.word = Content()
        self._moment: tuple[object, ...] = ()
        self._talk = mark(household)
        self._talks: Timer | None = None
        self._calendars = Looking(self, "calendars", self._look_once)
        self._seen_before = False

    def heading(self) -> str:
        """Home needs no title."""
        return ""

    def content(self) -> ComposeResult:
        """The path at the left, today at the right."""
        with Horizontal(classes="body"):
            with Vertical(id="path-side"):
                yield Static(shown(self.words("home.path")), classes="heading")
                yield OptionList(*self._path(), id="path")
            with Vertical(id="today-side"):
                both = Static(shown(self.words("both.line"), "$warning"), id="both")
                both.display = self.view.both
                yield both
                slow = Static(shown(self.words("talk_slow.for_me"), "$quiet"), id="slow")
                slow.display = self.view.slow
                yield slow
                yield Static(shown(self.words("home.today")), classes="heading")
                yield Static(self._suggestion(), id="suggestion")
                yield Button(shown(self._go_label()), id="go")
                yield Static(self._time_heading(), classes="heading", id="time-heading")
                yield Static(self._next_time(), id="next-time")
                yield Static(shown(self.words("home.how_close")), classes="heading")
                yield Static(self._close(), id="close")
                if self.below is not None:
                    yield from self._lower(self.below)

    def on_mount(self) -> None:
        """Leave what stands below until the first paint is done: nothing above moves when it comes."""
        self.call_after_refresh(self._fill)

    async def _fill(self) -> None:
        if self.below is None and self.is_attached:
            self.below = look_below(self.household)
            await self.query_one("#today-side").mount(*self._lower(self.below))
            self._moment = moment(self.household)
            self.set_interval(GLANCE, self.go_with_time)
            self._talks = self.set_interval(TALK, self.look_at_talk, pause=not self.is_current)
            self._calendars.ask()
            self._settle_return()

    def _settle_return(self) -> None:
        """Let the planner say of a talk what holds, where a window was closed before it could."""
        time = self.view.next_time
        if self.view.talk is None and (time is None or not time.plan.talk):
            return
        from tui.household.talks import settle_quietly

        work = partial(settle_quietly, self.household, floor_at_hand(self.household))
        self.app.run_worker(work, name="return", group="return", thread=True, exit_on_error=False)

    def go_with_time(self) -> None:
        """Go with the time, and look whether a calendar has changed."""
        if self.is_active:
            if moment(self.household) != self._moment:
                self.household_changed()
            else:
                self._calendars.ask()

    def on_screen_suspend(self) -> None:
        """Look at nothing while another screen lies over this one."""
        if self._talks is not None:
            self._talks.pause()

    def look_at_talk(self) -> None:
        """Show that a talk has begun in the other window, or rests."""
        if self.is_active and mark(self.household) != self._talk:
            self.household_changed()

    async def _look_once(self) -> None:
        """Say in one line when something has come into a time; the lines below keep their places."""
        reader, said = self.household.me.id, Content()
        if self.view.next_time is not None:
            try:
                said = await aside(partial(word, self.household))
            except NearerError:  # whoever wants to do something is told; here nobody asked
                return
        if said != self.word and reader == self.household.me.id:
            self.word = said
            self._show_time()

    def _time_heading(self) -> Content:
        occurrence = self.view.next_time
        back = occurrence is not None and occurrence.plan.talk
        return shown(self.words("talk_rest.coming_back" if back else "home.next_time"))

    def _show_time(self) -> None:
        for heading in self.query("#time-heading").results(Static):
            heading.update(self._time_heading())
        for line in self.query("#next-time").results(Static):  # not there while all is said in another language
            line.update(self._next_time())
            line.set_class(bool(self.word), "-word")

    def _lower(self, below: Below) -> Iterator[Static]:
        """Give what stands below, where there is room for it."""
        yield Static(shown(self.words("home.kept")), classes="heading roomy")
        yield Static(self._kept(below), id="kept", classes="roomy")
        yield Static(shown(self.words("home.trying")), classes="heading roomy")
        yield Static(self._trying(below), id="trying", classes="roomy")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only where there is something: both versions, what was shared anew, my turn in a slow talk."""
        offered = {"both": self.view.both, "shared": self.view.shared, "slow_talk": self.view.slow}
        if action in offered:
            return offered[action]
        return super().check_action(action, parameters)

    def household_changed(self) -> None:
        """Show what is new, without moving the focus."""
        self._talk = mark(self.household)
        self.view = look(self.household)
        self.query_one("#both").display = self.view.both
        self.query_one("#slow").display = self.view.slow
        path = self.query_one("#path", OptionList)
        for step in self.household.catalog.steps:
            path.replace_option_prompt(step.id, self._line(step))
        self.query_one("#suggestion", Static).update(self._suggestion())
        self.relabel("go", self._go_label())
        self._show_time()
        self.query_one("#close", Static).update(self._close())
        if self.below is not None:
            self._moment = moment(self.household)
            self._calendars.ask()
            self.below = look_below(self.household)
            self.query_one("#kept", Static).update(self._kept(self.below))
            self.query_one("#trying", Static).update(self._trying(self.below))
        self.refresh_bars()

    async def say_anew(self) -> None:
        """Say the word about the times in the new language too."""
        self.word = Content()
        await super().say_anew()
        self._calendars.ask()

    def on_screen_resume(self) -> None:
        """Show what was done on the screen that was left."""
        if self._talks is not None:
            self._talks.resume()
        if self._seen_before:
            self.household_changed()
        self._seen_before = True

    # What is shown

    def _path(self) -> list[Option]:
        return [Option(self._line(step), id=step.id) for step in self.household.catalog.steps]

    def _line(self, step: Sketch) -> Content:
        mark, style = MARKS[self.view.states[step.id]]
        return joined(shown(mark, style), " ", shown(str(step.number), "$quiet"), "  ", cut(step.title, 22))

    def _suggestion(self) -> Content:
        suggestion = self.view.suggestion
        name = cut(self.household.partner.name, 24).plain
        if suggestion.what is Next.RESUME_TALK and self.view.talk is not None:
            talk = self.view.talk
            return shown(self.words(f"home.suggest_{talk.stands}", time=when_back(self.household, talk.back)))
        step = self.household.catalog.title(suggestion.step) if suggestion.step else ""
        return shown(self.words(f"home.suggest_{suggestion.what}", step=step, name=name))

    def _go_label(self) -> str:
        suggestion = self.view.suggestion
        if suggestion.what is Next.RESUME_TALK and self.view.talk is not None:
            return self.words(f"home.go_{self.view.talk.stands}")
        minutes = next((each.minutes for each in self.household.catalog.steps if each.id == suggestion.step), 0)
        return self.words(f"home.go_{suggestion.what}", minutes=minutes)

    def _next_time(self) -> Content:
        lines = next_time(self.household, self.view.next_time, proposed=self.view.proposed)
        return joined(lines, "\n", self.word) if self.word else lines

    def _close(self) -> Content:
        lines = [
            joined(shape(person.seat), " ", shown(blocks(marks, MARKS_SHOWN), STYLES[person.seat]))
            for person, marks in zip(self.household.people, self.view.close, strict=True)
            if marks
        ]
        return Content("    ").join(lines) if lines else shown(self.words("home.not_marked"), "$quiet")

    def _kept(self, below: Below) -> Content:
        lines = [joined(shown("♥  ", "$accent"), cut(each, 60)) for each in below.kept]
        return Content("\n").join(lines) if lines else shown(self.words("home.nothing_kept"), "$quiet")

    def _trying(self, below: Below) -> Content:
        from tui.catalog.if_then import sentence

        lines = [cut(sentence(self.words, each), 63) for each in below.trying]
        return Content("\n").join(lines) if lines else shown(self.words("home.nothing_tried"), "$quiet")

    # What can be done

    @on(Button.Pressed, "#go")
    def _go(self) -> None:
        suggestion = self.view.suggestion
        match suggestion.what:
            case Next.RESUME_TALK:
                self.action_talk()
            case Next.OPEN:
                self.open_together(suggestion.step)
            case Next.SHARED:
                self.action_shared()
            case Next.LOOK_AGAIN:
                self.action_agreements()
            case Next.ISSUE:
                self.action_issues()
            case Next.ANSWER_PLAN | Next.PLAN:
                self.action_plan()
            case Next.ENOUGH:
                self.action_journal()
            case Next.TIME_NOW | Next.TIME_AFTER:
                self._time_alone()
            case Next.GO_ON | Next.BEGIN:
                self._step(suggestion.step)

    @on(OptionList.OptionSelected, "#path")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self._step(event.option_id)

    def open_together(self, step: str) -> None:
        """Open what both answered to a step."""
        from tui.screens.reveal import open_step

        open_step(self, step)

    def _step(self, step: str) -> None:
        from tui.screens.begin import begin_step

        begin_step(self, step)

    def _time_alone(self) -> None:
        from tui.screens.time_alone import begin_time

        begin_time(self)

    def action_check_in(self) -> None:
        """Go on with the check-in, where it was left."""
        self._step(self.view.next_step)

    def action_plan(self) -> None:
        """Plan time alone."""
        from tui.screens.planner import PlannerScreen

        self.visit(PlannerScreen(self.household))

    def action_week(self) -> None:
        """Show what may come again every day, week or year."""
        from tui.screens.rhythms import RhythmsScreen

        self.visit(RhythmsScreen(self.household))

    def action_issues(self) -> None:
        """Show the board of issues."""
        from tui.screens.board import BoardScreen

        self.visit(BoardScreen(self.household))

    def action_small_steps(self) -> None:
        """Show my small steps."""
        from tui.screens.small_steps import SmallStepsScreen

        self.visit(SmallStepsScreen(self.household))

    def action_agreements(self) -> None:
        """Show what the two agreed on."""
        from tui.screens.agreements import AgreementsScreen

        self.visit(AgreementsScreen(self.household))

    def action_how_close(self) -> None:
        """Show how close it has been."""
        from tui.screens.how_close import HowCloseScreen

        self.visit(HowCloseScreen(self.household))

    def action_shared(self) -> None:
        """Read what the other shared at once."""
        from tui.screens.shared import SharedScreen

        self.visit(SharedScreen(self.household))

    def action_talk(self) -> None:
        """Hold a talk."""
        from tui.screens.talk import TalkScreen

        self.visit(TalkScreen(self.household))

    def action_slow_talk(self) -> None:
        """Go on with a slow talk."""
        from tui.screens.talk_slow import SlowTalkScreen

        self.visit(SlowTalkScreen(self.household))

    def action_journal(self) -> None:
        """Look at what was kept."""
        from tui.screens.journal import JournalScreen

        self.visit(JournalScreen(self.household))

    def action_both(self) -> None:
        """Choose between what both changed at once."""
        from tui.screens.both import BothScreen

        self.visit(BothScreen(self.household))

    def action_hand_over(self) -> None:
        """Pass the keyboard."""
        from tui.screens.handover import HandOverScreen

        self.visit(HandOverScreen(self.household))

    def action_settings(self) -> None:
        """Change how the app looks and sounds."""
        from tui.screens.settings import SettingsScreen

        self.visit(SettingsScreen(self.household))

    def action_two_machines(self) -> None:
        """Show the two machines and the folder they share."""
        from tui.screens.two_machines import TwoMachinesScreen

        self.visit(TwoMachinesScreen(self.household))
