"""The way to a slow talk: straight to the one that goes on, a list of several, or a new one."""

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from tui.catalog.formats import TalkFormat
from tui.core.errors import NearerError
from tui.core.text import clean, one_line, shorten
from tui.household import Household
from tui.household.slow import begin, begins, formats, running, title_of
from tui.household.talks import waits_no_more
from tui.screens.room import Room
from tui.screens.talk_slow_room import SlowRoom
from tui.talk.slow import Course
from tui.widgets.asking import AnswerDone
from tui.widgets.choices import Choice, ChoicesAsking
from tui.widgets.commands import Command
from tui.widgets.person import SHAPES
from tui.widgets.text import cut, joined, shown

NAME_CELLS = 40
TITLE_CELLS = 60


class SlowTalkScreen(Room[None]):
    """Where more than one slow talk goes on, a list of them: Enter opens one, n begins another."""

    NAME = "talk_slow"
    CSS_PATH = "talk_slow.tcss"
    AUTO_FOCUS = "#talks"
    KEYS = (
        Command(id="slow_new", key="n", action="new"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, form_id: str = "", topic: str = "", *, first: int | None = None) -> None:
        """`form_id`, `topic` and the seat that writes `first` are chosen already, where given.

        With a topic the talk about it goes on, or begins.

        Raises `InputError` when no format has that id, or the topic is too long.
        """
        super().__init__(household)
        asked = household.catalog.talk_format(form_id) if form_id else None
        self.form = asked or next(iter(formats(household)), None)
        self.topic = one_line(clean(topic))
        self.first = first
        self.found = running(household)
        self.instead = self._straight(chosen=bool(form_id))

    def _straight(self, *, chosen: bool) -> Room[None] | None:
        """Return the screen to go to at once; None where the list is shown."""
        about = [each for each in self.found if each.talk.topic == self.topic]
        if self.topic and about:
            return SlowRoom(self.household, about[0].talk.id)
        if self.form is not None and (self.topic or not self.found):
            return SlowBeginScreen(self.household, self.form, self.topic, first=self.first)
        if len(self.found) == 1 and not chosen:
            return SlowRoom(self.household, self.found[0].talk.id)
        return None

    def content(self) -> ComposeResult:
        """The list; nothing where there is a screen to go to at once."""
        if self.instead is not None:
            return
        with Vertical(classes="body"):
            yield Static(classes="quiet", id="none")
            yield OptionList(id="talks")

    async def on_mount(self) -> None:
        """Go straight there, or show what goes on."""
        if self.instead is not None:
            if isinstance(self.instead, SlowRoom):
                await self.done(partial(waits_no_more, self.household, self.topic))
            self.app.switch_screen(self.instead)
        else:
            self._show()

    def said_anew(self) -> None:
        """Show it in the words of whoever is here now."""
        self._show()
        super().said_anew()

    def household_changed(self) -> None:
        """Show what is new, with the same talk under the cursor."""
        if self.instead is None:
            self.found = running(self.household)
            self._show()

    def on_screen_resume(self) -> None:
        """Show what was done meanwhile."""
        if self.is_mounted:
            self.household_changed()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to begin only where the content knows how."""
        return self.form is not None if action == "new" else super().check_action(action, parameters)

    def _show(self) -> None:
        for none in self.query("#none").results(Static):
            none.update(shown(self.words("talk_slow.none")))
            none.display = not self.found
        for listed in self.query("#talks").results(OptionList):
            held = listed.highlighted or 0
            listed.display = bool(self.found)
            listed.clear_options()
            listed.add_options(Option(self._line(each), id=each.talk.id) for each in self.found)
            listed.highlighted = min(held, len(self.found) - 1) if self.found else None

    def _line(self, found: Course) -> Content:
        mine = found.mover == self.household.me.seat
        mark = shown("◉" if mine else "○", "$secondary" if mine else "$quiet")
        note = shown(self.words("talk_slow.yours"), "$quiet") if mine else Content()
        return joined(mark, "  ", cut(title_of(self.household, found.talk), TITLE_CELLS), "   ", note)

    @on(OptionList.OptionSelected, "#talks")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        if not event.option_id:
            return
        try:
            self.visit(SlowRoom(self.household, event.option_id))
        except NearerError as error:
            self.say_error(error)

    def action_new(self) -> None:
        """Begin another one."""
        if self.form is not None:
            self.visit(SlowBeginScreen(self.household, self.form, self.topic))


class SlowBeginScreen(Room[None]):
    """What a slow talk is, and who writes first. Nothing is kept before it begins."""

    NAME = "talk_slow"
    CSS_PATH = "talk_slow.tcss"
    AUTO_FOCUS = "#people, #begin"
    KEYS = (
        Command(id="begin", key="ctrl+n", action="begin"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, form: TalkFormat, topic: str, *, first: int | None = None) -> None:
        """`topic` may be empty; without `first` it is as the format says."""
        super().__init__(household)
        self.form = form
        self.topic = topic
        self.first = first if first is not None else begins(household, form)
        self._chosen = first is not None
        self._begun = False

    def content(self) -> ComposeResult:
        """How it goes, what about, who writes first: asked, or told where it was chosen before."""
        name = shorten(self.household.partner.name, NAME_CELLS)
        people = ChoicesAsking(str(self.first), self._people(), several=False, required=True)
        people.id = "people"
        with VerticalScroll(classes="body", id="page", can_focus=False):
            yield Static(shown(self.form.about), classes="spaced")
            yield Static(shown(self.words("talk_slow.how", name=name)), classes="quiet spaced")
            if self.topic:
                yield Static(shown(self.words("talk_slow.topic")), classes="heading")
                yield Static(shown(self.topic), classes="spaced")
            if self._chosen:
                first = shorten(self.household.people[self.first].name, NAME_CELLS)
                yield Static(shown(self.words("talk_slow.first_is", name=first)), classes="spaced")
            else:
                yield Static(shown(self.words("talk_slow.first")), classes="heading")
                yield people
            yield Button(shown(self.words("talk_slow.begin")), id="begin")

    def _people(self) -> list[Choice]:
        return [
            (str(person.seat), f"{shorten(person.name, NAME_CELLS)} {SHAPES[person.seat]}")
            for person in self.household.people
        ]

    @on(AnswerDone)
    def _next_field(self) -> None:
        self.focus_next()

    def _first(self) -> int:
        asked = self.query("#people").results(ChoicesAsking)
        return next((1 if "1" in each.marked else 0 for each in asked), self.first)

    @on(Button.Pressed, "#begin")
    async def action_begin(self) -> None:
        """Begin, once."""
        if self._begun:
            return
        self._begun = True
        talk = await self.attempt(partial(begin, self.household, self.form, self.topic, first=self._first()))
        if talk is None:
            self._begun = False
        elif self.is_active:
            self.app.switch_screen(SlowRoom(self.household, talk.id))
