"""Home: the path at the left; one suggestion, the next time alone and how it has been at the right."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from tui.catalog.dates import ahead, clock, day
from tui.catalog.if_then import sentence
from tui.catalog.schema import Sketch
from tui.checkin.closeness import blocks
from tui.checkin.path import Next, Standing, StepState, Suggestion, next_step, suggest
from tui.core.records import PlanState, Sitting, SmallStep
from tui.household import Household
from tui.household.agreements import any_due, newest_in_force
from tui.household.issues import gentle_reminder
from tui.household.own import disputes
from tui.household.shared import is_new
from tui.household.small_steps import tried
from tui.planner.occurrences import Occurrence
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.person import STYLES, shape
from tui.widgets.text import cut, joined, shown

MARKS_SHOWN = 16
"""How many marks of closeness fit on the screen."""

AGREEMENTS = 3
"""How many of the newest agreements are shown."""

SMALL = frozenset({"daily", "pulse"})
"""Exercises after which the day is not done."""

MARKS = {StepState.AHEAD: ("○", "$quiet"), StepState.BEGUN: ("◐", "$secondary"), StepState.OPENED: ("✓", "$success")}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What home shows, read from the household in one go."""

    states: dict[str, StepState]
    suggestion: Suggestion
    next_step: str
    next_time: Occurrence | None
    close: tuple[tuple[int, ...], ...]
    kept: tuple[str, ...]
    trying: tuple[SmallStep, ...]
    shared: bool
    both: bool


def look(household: Household) -> View:
    """Read what home shows."""
    me, states, times, today = household.me, household.states(), household.times_ahead(), household.today()
    next_time = next((each for each in times if each.plan.state is PlanState.ACCEPTED), None)
    shared = is_new(household)
    standing = Standing(
        steps=[step.id for step in household.catalog.steps],
        states=states,
        drafts=household.drafts(),
        to_open=household.to_open(),
        talk_running=household.store.local.get("talk") is not None,
        plans_to_answer=sum(1 for each in times if each.plan.state is PlanState.PROPOSED and each.plan.by != me.id),
        plan_ahead=next_time is not None,
        done_today=any(_since(household, today, _sittings(household))),
        shared=shared,
        look_again=any_due(household),
        issue=gentle_reminder(household) is not None,
    )
    return View(
        states=states,
        suggestion=suggest(standing),
        next_step=next_step(standing),
        next_time=next_time,
        close=tuple(household.close_lately(person, MARKS_SHOWN) for person in household.people),
        kept=tuple(each.text for each in newest_in_force(household, AGREEMENTS)),
        trying=tuple(tried(household)),
        shared=shared,
        both=bool(disputes(household)),
    )


def _sittings(household: Household) -> Iterator[Sitting]:
    """Give what I answered, newest first, without what takes a minute: a day's question and a mark."""
    for sitting in household.newest(Sitting, by=household.me.id):
        if sitting.step.partition(".")[0] not in SMALL:
            yield sitting


def _since(household: Household, today: date, sittings: Iterable[Sitting]) -> Iterator[bool]:
    """Tell of each of the newest sittings whether it was today, up to the first that was before."""
    days = (household.local(sitting.at).date() for sitting in sittings)
    return (day == today for day in takewhile(lambda day: day >= today, days))


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
        Command(id="hand_over", key="h", action="hand_over"),
        Command(id="settings", key="comma", action="settings"),
    )

    def __init__(self, household: Household) -> None:
        """Read once, before the first paint."""
        super().__init__(household)
        self.view = look(household)
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
                yield Static(shown(self.words("home.today")), classes="heading")
                yield Static(self._suggestion(), id="suggestion")
                yield Button(shown(self._go_label()), id="go")
                yield Static(shown(self.words("home.next_time")), classes="heading")
                yield Static(self._next_time(), id="next-time")
                yield Static(shown(self.words("home.how_close")), classes="heading")
                yield Static(self._close(), id="close")
                yield Static(shown(self.words("home.kept")), classes="heading roomy")
                yield Static(self._kept(), id="kept", classes="roomy")
                yield Static(shown(self.words("home.trying")), classes="heading roomy")
                yield Static(self._trying(), id="trying", classes="roomy")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to look at both versions only where there are two, and at what was shared where it is new."""
        if action in {"both", "shared"}:
            return self.view.both if action == "both" else self.view.shared
        return super().check_action(action, parameters)

    def household_changed(self) -> None:
        """Show what is new, without moving the focus."""
        self.view = look(self.household)
        self.query_one("#both").display = self.view.both
        path = self.query_one("#path", OptionList)
        for step in self.household.catalog.steps:
            path.replace_option_prompt(step.id, self._line(step))
        self.query_one("#suggestion", Static).update(self._suggestion())
        self.relabel("go", self._go_label())
        self.query_one("#next-time", Static).update(self._next_time())
        self.query_one("#close", Static).update(self._close())
        self.query_one("#kept", Static).update(self._kept())
        self.query_one("#trying", Static).update(self._trying())
        self.refresh_bars()

    def on_screen_resume(self) -> None:
        """Show what was done on the screen that was left."""
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
        step = self.household.catalog.title(suggestion.step) if suggestion.step else ""
        return shown(self.words(f"home.suggest_{suggestion.what}", step=step, name=name))

    def _go_label(self) -> str:
        suggestion = self.view.suggestion
        minutes = next((each.minutes for each in self.household.catalog.steps if each.id == suggestion.step), 0)
        return self.words(f"home.go_{suggestion.what}", minutes=minutes)

    def _next_time(self) -> Content:
        occurrence = self.view.next_time
        if occurrence is None:
            return shown(self.words("home.no_time"), "$quiet")
        mine = self.household.local(occurrence.start)
        theirs = self.household.local(occurrence.start, self.household.partner)
        when = self.words("home.when", day=day(self.words, mine), time=clock(mine))
        if theirs.utcoffset() != mine.utcoffset():
            name = cut(self.household.partner.name, 16).plain
            when += self.words("home.when_for", time=clock(theirs), name=name)
        days = (mine.date() - self.household.today()).days
        far = shown(self.words("home.far", far=ahead(self.words, days)), "$quiet")
        return joined(shown(when), far, "\n", cut(occurrence.plan.what or self.words("home.just_us"), 60, "italic"))

    def _close(self) -> Content:
        lines = [
            joined(shape(person.seat), " ", shown(blocks(marks, MARKS_SHOWN), STYLES[person.seat]))
            for person, marks in zip(self.household.people, self.view.close, strict=True)
            if marks
        ]
        return Content("    ").join(lines) if lines else shown(self.words("home.not_marked"), "$quiet")

    def _kept(self) -> Content:
        lines = [joined(shown("♥  ", "$accent"), cut(each, 60)) for each in self.view.kept]
        return Content("\n").join(lines) if lines else shown(self.words("home.nothing_kept"), "$quiet")

    def _trying(self) -> Content:
        lines = [cut(sentence(self.words, each), 63) for each in self.view.trying]
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
