"""Choosing a talk: how, who begins, what about. A talk that was left, or that another window holds, is taken up."""

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Input, Static

from tui.catalog.formats import Begins, TalkFormat
from tui.catalog.support import support
from tui.core.errors import NearerError
from tui.core.records import SlowTalk
from tui.core.text import clean, one_line
from tui.household import Household, talks
from tui.screens.room import Room
from tui.screens.talk_room import room_for
from tui.talk.floor import Status
from tui.talk.moves import Move
from tui.talk.rest import lot
from tui.talk.running import RunningTalk
from tui.widgets.asking import AnswerDone, AnswerGiven
from tui.widgets.choices import Choice
from tui.widgets.commands import Command
from tui.widgets.fields import Line
from tui.widgets.person import SHAPES
from tui.widgets.radio import OneOf
from tui.widgets.text import cut, shown

BY_TURNS, BY_LOT = "turns", "lot"

TITLE, NAME = 29, 20
"""How wide the title of a format and a name may be, in cells."""

AT_WINDOWS = {Status.BEFORE, Status.RUNNING, Status.PAUSED}
"""Where a talk stands when it can be told whether another window holds it."""


class TalkScreen(Room[None]):
    """The few choices before a talk."""

    NAME = "talk"
    CSS_PATH = "talk_before.tcss"
    TYPING = True
    AUTO_FOCUS = "#formats"
    KEYS = (
        Command(id="begin", key="ctrl+n", action="begin"),
        Command(id="another_thought", key="ctrl+o", action="another_thought"),
        Command(id="past_talks", key="ctrl+l", action="past_talks"),
        Command(id="slow_talk", key="ctrl+g", action="slow_talk"),
        Command(id="safety", key="ctrl+s", action="safety"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, topic: str = "", format_id: str = "") -> None:
        """`topic` and `format_id` are chosen already, where given.

        Raises `InputError` when no format has that id, or the topic is too long.
        """
        super().__init__(household)
        catalog = household.catalog
        self.form = catalog.talk_format(format_id) if format_id else catalog.talk_formats[0]
        self.left = talks.left(household)
        self.given = one_line(clean(topic))
        self.topic = self.given or talks.typed(household)
        self._own = self.topic
        self._thought = -1
        self._begun = False
        self._turn = talks.by_turns(household)
        self._first = self._begins(self.form)

    def content(self) -> ComposeResult:
        """How, who, what about; nothing when a talk is taken up."""
        if self.left is not None:
            return
        with Horizontal(classes="body"):
            with VerticalScroll(id="ways", can_focus=False):
                yield Static(shown(self.words("talk_before.how")), classes="heading")
                yield OneOf(self.form.id, self._formats(), id="formats")
                yield Static(shown(self.words("talk_before.first")), classes="heading")
                yield OneOf(self._first, self._people(), id="people")
            with Vertical(id="what"):
                yield Static(shown(self.form.about), id="about")
                yield Static(shown(self._support()), classes="quiet", id="support")
                yield Static(shown(self.words("talk_before.topic")), classes="heading")
                yield Line(self.topic, id="topic", select_on_focus=False)
                yield Static(shown(self.words("talk_before.topic_hint")), classes="quiet", id="topic-hint")
                yield Button(shown(self.words("talk_before.begin")), id="begin")
                slow = Static(shown(self.words("talk_slow.goes_on")), classes="quiet", id="slow-goes-on")
                slow.display = self._slow_goes_on
                yield slow

    def on_mount(self) -> None:
        """Go straight to a talk that is there: each at a window of their own where another one holds it."""
        floor = self.left.floor if self.left is not None else None
        work = partial(talks.settle_quietly, self.household, floor)
        self.app.run_worker(work, name="return", group="return", thread=True, exit_on_error=False)
        if self.left is None:
            return
        if self.given and self.given != self.left.floor.topic:
            let_wait = partial(talks.let_wait, self.household, self.given)
            self.app.run_worker(let_wait, name="topic", group="topic", thread=True, exit_on_error=False)
            self.say("talk_before.topic_waits")
        joined(self.left)
        self.left.ring()  # whoever comes is there already
        self.app.switch_screen(room_for(self.household, self.left))

    def _formats(self) -> list[Choice]:
        return [(form.id, cut(form.title, TITLE).plain) for form in self.household.catalog.talk_formats]

    def _support(self) -> str:
        form = self.form
        told = support(self.words, form.grade, form.source)
        return self.words("talk_before.support", minutes=form.minutes, support=told)

    def _people(self) -> list[Choice]:
        seats = [
            (str(person.seat), f"{cut(person.name, NAME).plain} {SHAPES[person.seat]}")
            for person in self.household.people
        ]
        if self._turn is not None:
            seats.append((BY_TURNS, self.words("talk_before.by_turns", name=seats[self._turn][1])))
        return [*seats, (BY_LOT, self.words("talk_before.by_lot"))]

    def _begins(self, form: TalkFormat) -> str:
        """Return who is marked as long as nobody has chosen."""
        if form.begins is Begins.CHOSEN:
            return str(self.household.me.seat)
        return BY_TURNS if form.begins is Begins.ALTERNATING and self._turn is not None else BY_LOT

    # What can be done

    @on(AnswerGiven)
    def _chosen(self) -> None:
        """Show the format that is marked; who begins goes with it until somebody chose that."""
        form, people = self._marked_format(), self.query_one("#people", OneOf)
        if form is self.form:
            return
        if people.marked == (self._first,):
            self._first = self._begins(form)
            people.choose(self._first)
        self.form = form
        self.query_one("#about", Static).update(shown(form.about))
        self.query_one("#support", Static).update(shown(self._support()))

    @on(AnswerDone)
    @on(Input.Submitted)
    def _next_field(self) -> None:
        self.focus_next()

    def _marked_format(self) -> TalkFormat:
        marked = self.query_one("#formats", OneOf).marked
        return next((form for form in self.household.catalog.talk_formats if form.id in marked), self.form)

    def action_another_thought(self) -> None:
        """Offer something to talk about; after the last one comes what was typed again."""
        field = self.query_one("#topic", Line)
        life = self.household.life
        thoughts = [prompt.text for prompt in self.household.catalog.prompts if prompt.suits(life)]
        if field.value not in thoughts:
            self._own, self._thought = field.value, -1
        choices = [*thoughts, self._own]
        self._thought = (self._thought + 1) % len(choices)
        field.value = one_line(choices[self._thought])
        field.focus()

    def action_safety(self) -> None:
        """Read, alone, whether a talk is safe to have: for whoever could not easily say no to it."""
        from tui.screens.help import HelpScreen

        self.visit(HelpScreen(self.household, page="safety", commands=list(self.commands())))

    def action_past_talks(self) -> None:
        """Look at the talks that were held."""
        from tui.screens.talks import TalksScreen

        self.visit(TalksScreen(self.household))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Lead to a slow talk where one goes on, whosever turn it is."""
        return self._slow_goes_on if action == "slow_talk" else super().check_action(action, parameters)

    def household_changed(self) -> None:
        """Show whether a slow talk goes on."""
        for line in self.query("#slow-goes-on"):
            line.display = self._slow_goes_on
        self.refresh_bars()

    def on_screen_resume(self) -> None:
        """Show what was done meanwhile."""
        self.household_changed()

    @property
    def _slow_goes_on(self) -> bool:
        return bool(self.household.find(SlowTalk, ended=False))

    def action_slow_talk(self) -> None:
        """Look at the slow talk that goes on, or go on with it."""
        from tui.screens.talk_slow import SlowTalkScreen

        self.visit(SlowTalkScreen(self.household))

    @on(Button.Pressed, "#begin")
    async def action_begin(self) -> None:
        """Begin; a talk that was begun in the other window meanwhile is taken up instead."""
        if self._begun or self.left is not None:
            return
        try:
            topic = one_line(clean(self.query_one("#topic", Line).value))
            self.keep_now()
        except NearerError as error:
            self.say_error(error)
            return
        self._begun = True
        if self.form.slow:
            from tui.screens.talk_slow import SlowTalkScreen

            self.app.switch_screen(SlowTalkScreen(self.household, self.form.id, topic, first=self._writes_first()))
            return
        other = talks.left(self.household)
        talk = other or talks.begin(self.household, self.form, topic, first=self._seat())
        await self.done(lambda: _kept(self.household, talk, is_new=other is None))
        self.app.switch_screen(room_for(self.household, talk))

    def _seat(self) -> int:
        marked = self.query_one("#people", OneOf).marked
        if BY_TURNS in marked and self._turn is not None:
            return self._turn
        return int(marked[0]) if marked and marked[0].isdigit() else lot(self.household.ids.new())

    def _writes_first(self) -> int | None:
        """Return the seat that was chosen for a slow talk; None where it goes by turns, which it knows itself."""
        return None if BY_TURNS in self.query_one("#people", OneOf).marked else self._seat()

    def keep_now(self) -> None:
        """Keep the topic that is being typed; one that came from elsewhere is there still."""
        if self.left is not None or self._begun or self.household.store.read_only is not None:
            return
        shelf, typed = self.household.store.local, self.query_one("#topic", Line).value
        if typed != self.given and typed != (shelf.get(talks.TOPIC) or ""):
            shelf.put(talks.TOPIC, typed)

    def action_back(self) -> None:
        """Go back; a topic that was typed waits here."""
        try:
            self.keep_now()
        except NearerError as error:
            self.say_error(error)
        self.dismiss()


def joined(talk: RunningTalk) -> None:
    """Let each be at a window of their own where another window holds the talk, else both at this keyboard."""
    if talk.floor.status in AT_WINDOWS:
        talk.act(Move.WINDOWS if talk.joined else Move.KEYBOARD)


def _kept(household: Household, talk: RunningTalk, *, is_new: bool) -> None:
    """Write down a talk that begins; where the other window was quicker, hold that one with it."""
    begun = talk.floor.id
    if is_new:
        talks.keep_begun(household, talk)
    if not is_new or talk.floor.id != begun:
        talk.joined = True
        joined(talk)
        talk.keep()
