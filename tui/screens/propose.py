"""Proposing a time, or another time for a plan: what, when and how long, with what was understood beneath."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, Static

from tui.catalog.dates import clock, day, length
from tui.core.errors import InputError, NearerError
from tui.core.records import Plan, PlanState
from tui.household import Household
from tui.planner.plans import LONGEST, SHORTEST, moved, propose
from tui.planner.when import DayNames, minutes, typed
from tui.screens.plan_words import name_of_other, span_and_far
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.fields import Line
from tui.widgets.text import shown

USUAL = 120
"""How long a time alone is unless something else is said, in minutes."""

USUAL_HOUR = "20:00"

REPEATS = (
    ("planner.repeat_once", ""),
    ("planner.repeat_weekly", "FREQ=WEEKLY"),
    ("planner.repeat_fortnightly", "FREQ=WEEKLY;INTERVAL=2"),
    ("planner.repeat_monthly", "FREQ=MONTHLY"),
)
"""How often a time can come round, and the rule for it."""


class ProposeScreen(Room[bool]):
    """Three fields; Enter keeps the plan. Answers whether something was kept."""

    NAME = "planner"
    CSS_PATH = "propose.tcss"
    AUTO_FOCUS = "#what"
    TYPING = True
    KEYS = (
        Command(id="save", key="ctrl+n", action="save"),
        Command(id="another_idea", key="ctrl+t", action="another_idea"),
        Command(id="repeats", key="ctrl+r", action="repeats"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, what: str = "", plan: Plan | None = None) -> None:
        """`what` is what it begins with; with a `plan`, that plan is moved."""
        super().__init__(household)
        self.plan = plan
        self.what = (plan.what if plan else what) or self._kept()
        self.when = self._written(plan.start) if plan else self._usual()
        self.how_long = length(self.words, plan.minutes if plan else USUAL)
        self.repeat = 0
        self.own = ""
        self._saving = False

    def heading(self) -> str:
        """Say whether a plan is new."""
        return self.words("planner.move_title" if self.plan else "planner.propose_title")

    def content(self) -> ComposeResult:
        """The fields, each with its hint, and what was understood."""
        with Vertical(classes="body"):
            yield Static(shown(self.words("planner.what")))
            yield Line(self.what, id="what")
            yield Static(shown(self.words("planner.when")))
            yield Line(self.when, id="when", placeholder=self.words("planner.when_hint"))
            yield Static(shown(self.words("planner.how_long")))
            yield Line(self.how_long, id="how-long", placeholder=self.words("planner.how_long_hint"))
            yield Static(id="understood")
            yield Static(id="repeat")
            with Horizontal(id="buttons"):
                yield Button(
                    shown(self.words("planner.save_move" if self.plan else "planner.save_propose")), id="save"
                )

    def on_mount(self) -> None:
        """Say what the fields mean as they are."""
        self._understood()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """How often it comes round is chosen when it is proposed first."""
        del parameters
        return self.plan is None if action == "repeats" else True

    def keep_now(self) -> None:
        """Keep what somebody wanted to do, for the next time."""
        if self.plan is None:
            local, text = self.household.store.local, self._field("what").value
            if text.strip():
                local.put(self._key(), text)
            elif local.get(self._key()) is not None:
                local.delete(self._key())

    # What the fields mean

    @on(Input.Changed)
    def _understood(self) -> None:
        text, style = self._meaning()
        self.query_one("#understood", Static).update(shown(text, style))
        how = self.words(REPEATS[self.repeat][0])
        repeat = self.query_one("#repeat", Static)
        repeat.update(shown(self.words("planner.repeat", how=how), "$quiet"))
        repeat.display = self.plan is None

    def _meaning(self) -> tuple[str, str]:
        """Return what was understood, or what is missing, and its style."""
        try:
            start = self._start()
        except InputError as error:
            return self.words(_MISSING.get(error.key, "planner.not_understood")), "$warning"
        try:
            lasts = minutes(self._field("how-long").value)
        except InputError:
            return self.words("planner.no_length_yet"), "$warning"
        if not SHORTEST <= lasts <= LONGEST:
            return self.words("planner.no_length_yet"), "$warning"
        try:
            when = span_and_far(self.household, start, start + timedelta(minutes=lasts))
        except (OverflowError, ValueError):  # at the end of all calendars
            return self.words("planner.not_understood"), "$warning"
        return self.words("planner.understood", when=when), "$success"

    def _start(self) -> datetime:
        """Return when it begins; a plan's own time stays exact where it is not written anew."""
        text = self._field("when").value
        if self.plan is not None and text == self.when:
            return self.plan.start
        return typed(text, self.household.me.zone, self.household.now(), self._names())

    def _names(self) -> DayNames:
        words = self.words
        return DayNames(
            today=words("common.today"),
            tomorrow=words("common.tomorrow"),
            weekdays=[words(f"common.weekday_{number}") for number in range(1, 8)],
            months=[words(f"common.month_{number}") for number in range(1, 13)],
        )

    def _written(self, moment: datetime) -> str:
        local = self.household.local(moment)
        return self.words("planner.typed_when", day=day(self.words, local), year=local.year, time=clock(local))

    def _usual(self) -> str:
        return self.words("planner.default_when", day=self.words("common.tomorrow"), time=USUAL_HOUR)

    def _field(self, name: str) -> Line:
        return self.query_one(f"#{name}", Line)

    # Ideas

    def action_another_idea(self) -> None:
        """Put the next idea into the field; what was typed comes round again."""
        field = self._field("what")
        ideas = self._ideas()
        if field.value and field.value not in ideas:
            self.own = field.value
        round_ = [*ideas, self.own] if self.own else ideas
        if round_:
            here = round_.index(field.value) if field.value in round_ else self._first(ideas) - 1
            field.value = round_[(here + 1) % len(round_)]
            field.focus()

    def _first(self, ideas: Sequence[str]) -> int:
        """Return where to begin: with another idea every day."""
        return self.household.today().toordinal() % max(1, len(ideas))

    def _ideas(self) -> list[str]:
        """Return what fits into the time, and what works at a distance for those who live apart."""
        try:
            room = minutes(self._field("how-long").value)
        except InputError:
            room = USUAL
        apart = self.household.couple.apart
        fitting = [each for each in self.household.catalog.ideas if each.apart or not apart]
        return [each.text for each in fitting if each.minutes <= room] or [each.text for each in fitting]

    def action_repeats(self) -> None:
        """Choose how often it comes round."""
        self.repeat = (self.repeat + 1) % len(REPEATS)
        self._understood()

    # Keeping

    @on(Input.Submitted)
    @on(Button.Pressed, "#save")
    async def action_save(self) -> None:
        """Keep the plan; what was typed stays where it is when that is not possible."""
        if self._saving:
            return
        self._saving = True
        try:
            plan, seen = self._made()
            kept = await self.saved(plan, seen=seen)
        except NearerError as error:
            self.say_error(error)
            return
        finally:
            self._saving = False
        if kept:
            self._let_go()
            agreed = self.plan is not None and plan.state is PlanState.ACCEPTED
            said = "planner.moved" if self.plan else "planner.proposed"
            self.say("planner.kept" if agreed else said, name=name_of_other(self.household))
            self.dismiss(True)

    def _made(self) -> tuple[Plan, tuple[Plan, ...]]:
        """Return the plan that the fields describe, and the one that was there as it was seen; raises `InputError`.

        What the other changed meanwhile stays, as far as nothing else was typed here.
        """
        household, start = self.household, self._start()
        lasts, what = minutes(self._field("how-long").value), self._field("what").value
        me, now = household.me, household.now()
        if self.plan is None:
            rule = REPEATS[self.repeat][1]
            new, where = household.ids.new(), me.zone
            wish = Plan(id=new, by=me.id, at=now, start=start, minutes=lasts, zone=where, what=what, repeat=rule)
            return propose(wish), ()
        held = household.get(Plan, self.plan.id)
        if held is None:
            raise InputError("unknown_plan", id=self.plan.id)
        given = {"start": start, "minutes": lasts, "what": what}
        mine = {field: value for field, value in given.items() if value != getattr(self.plan, field)}
        wanted = replace(held, **mine)
        moved_there = moved(held, wanted.start, wanted.minutes, by=me.id, now=now, what=wanted.what)
        return moved_there, (replace(held, **{field: getattr(self.plan, field) for field in mine}),)

    def _kept(self) -> str:
        held = self.household.store.local.get(self._key())
        return held if isinstance(held, str) else ""

    def _let_go(self) -> None:
        local = self.household.store.local
        if self.plan is None and local.get(self._key()) is not None:
            local.delete(self._key())

    def _key(self) -> str:
        return f"plan/{self.household.me.id}"

    def action_back(self) -> None:
        """Go back without a plan; what was typed is there the next time."""
        try:
            self.keep_now()
        except NearerError as error:
            self.say_error(error)
        self.dismiss(False)


_MISSING = {"when_no_hour": "planner.no_hour_yet", "time_without_hour": "planner.no_hour_yet"}

ProposeScreen.BINDINGS = [
    *ProposeScreen.BINDINGS,
    Binding("up", "app.focus_previous", show=False),
    Binding("down", "app.focus_next", show=False),
]
