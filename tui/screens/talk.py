"""Before a talk: how to talk, what about, who begins. A talk that was left is taken up instead."""

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Button, Input, Static

from tui.catalog.schema import TalkFormat
from tui.core.errors import NearerError
from tui.core.records import Talk
from tui.core.text import clean, one_line
from tui.household import Household
from tui.screens.room import Room
from tui.screens.talk_room import room_for
from tui.talk.moves import begin
from tui.talk.rest import lot
from tui.talk.running import RunningTalk
from tui.talk.shape import parts
from tui.widgets.asking import AnswerDone, AnswerGiven
from tui.widgets.choices import Choice, ChoicesAsking
from tui.widgets.commands import Command
from tui.widgets.fields import Line
from tui.widgets.person import SHAPES
from tui.widgets.text import cut, shown

TYPED_KEY = "talk_topic"
"""Where a topic that is being typed waits, when the app is left before the talk begins."""

BY_LOT = "lot"


def left_talk(household: Household) -> RunningTalk | None:
    """Return the talk that was left on this machine, to be taken up; None when there is none."""
    return RunningTalk.take_up(
        household.store.local, household.clock, recorded=lambda talk: household.get(Talk, talk) is not None
    )


class TalkScreen(Room[None]):
    """The few choices before a talk."""

    NAME = "talk"
    CSS_PATH = "talk.tcss"
    TYPING = True
    AUTO_FOCUS = "#formats"
    KEYS = (
        Command(id="begin", key="ctrl+n", action="begin"),
        Command(id="another_thought", key="ctrl+o", action="another_thought"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, topic: str = "", format_id: str = "") -> None:
        """`topic` and `format_id` are chosen already, where given.

        Raises `InputError` when no format has that id, or the topic is too long.
        """
        super().__init__(household)
        catalog = household.catalog
        self.form = catalog.talk_format(format_id) if format_id else catalog.talk_formats[0]
        self.left = left_talk(household)
        self.topic = one_line(clean(topic)) or _typed_before(household)
        self._own = self.topic
        self._thought = -1
        self._begun = False

    def content(self) -> ComposeResult:
        """How, what about, who; nothing when a talk is taken up."""
        if self.left is not None:
            return
        formats = ChoicesAsking(self.form.id, self._formats(), several=False, required=True)
        people = ChoicesAsking(BY_LOT, self._people(), several=False, required=True)
        formats.id, people.id = "formats", "people"
        with VerticalScroll(classes="body", id="page", can_focus=False):
            yield Static(shown(self.words("talk.how")), classes="heading")
            yield formats
            yield Static(shown(self.form.about), classes="quiet", id="about")
            yield Static(shown(self.words("talk.topic")), classes="heading")
            yield Line(self.topic, id="topic", select_on_focus=False)
            yield Static(shown(self.words("talk.topic_hint")), classes="quiet", id="topic-hint")
            yield Static(shown(self.words("talk.first")), classes="heading")
            yield people
            yield Button(shown(self.words("talk.begin")), id="begin")

    def on_mount(self) -> None:
        """Go straight to a talk that was left."""
        if self.left is not None:
            self.app.switch_screen(room_for(self.household, self.left))

    def _formats(self) -> list[Choice]:
        return [(form.id, self._told(form)) for form in self.household.catalog.talk_formats]

    def _told(self, form: TalkFormat) -> str:
        grade = self.words(f"common.grade_{form.grade}")
        return self.words("talk.format", title=cut(form.title, 50).plain, minutes=form.minutes, grade=grade)

    def _people(self) -> list[Choice]:
        seats = [
            (str(person.seat), f"{cut(person.name, 40).plain} {SHAPES[person.seat]}")
            for person in self.household.people
        ]
        return [*seats, (BY_LOT, self.words("talk.by_lot"))]

    # What can be done

    @on(AnswerGiven)
    def _chosen(self) -> None:
        self.form = self._marked_format()
        self.query_one("#about", Static).update(shown(self.form.about))

    @on(AnswerDone)
    @on(Input.Submitted)
    def _next_field(self) -> None:
        self.focus_next()

    def _marked_format(self) -> TalkFormat:
        marked = self.query_one("#formats", ChoicesAsking).marked
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

    @on(Button.Pressed, "#begin")
    async def action_begin(self) -> None:
        """Begin; a talk that was begun in the other window meanwhile is taken up instead."""
        if self._begun or self.left is not None:
            return
        try:
            topic = one_line(clean(self.query_one("#topic", Line).value))
        except NearerError as error:
            self.say_error(error)
            return
        self._begun = True
        talk = left_talk(self.household) or self._new(topic)
        await self.done(lambda: _keep_begun(talk, self.household))
        self.app.switch_screen(room_for(self.household, talk))

    def _new(self, topic: str) -> RunningTalk:
        household, chosen = self.household, self.query_one("#people", ChoicesAsking).marked
        token = household.ids.new()
        first = 1 if "1" in chosen else 0 if "0" in chosen else lot(household.ids.new())
        floor = begin(
            token,
            parts(self.form.phases),
            form=self.form.id,
            topic=topic,
            first=first,
            reading=household.clock.read(),
        )
        return RunningTalk(floor, shelf=household.store.local, clock=household.clock)

    def keep_now(self) -> None:
        """Keep the topic that is being typed."""
        if self.left is not None or self._begun or self.household.store.read_only is not None:
            return
        shelf, typed = self.household.store.local, self.query_one("#topic", Line).value
        if typed != (shelf.get(TYPED_KEY) or ""):
            shelf.put(TYPED_KEY, typed)

    def action_back(self) -> None:
        """Go back; a topic that was typed waits here."""
        try:
            self.keep_now()
        except NearerError as error:
            self.say_error(error)
        self.dismiss()


def _typed_before(household: Household) -> str:
    typed = household.store.local.get(TYPED_KEY)
    return one_line(typed) if isinstance(typed, str) else ""


def _keep_begun(talk: RunningTalk, household: Household) -> None:
    talk.keep()
    household.store.local.delete(TYPED_KEY)
