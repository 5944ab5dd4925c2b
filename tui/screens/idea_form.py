"""Writing an idea of one's own, or changing one: its words, and what is known of it."""

from typing import ClassVar

import msgspec
from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, Static

from tui.catalog.dates import length
from tui.catalog.heard import time_words
from tui.catalog.schema import Cost, Energy, Setting
from tui.core.errors import NearerError
from tui.core.records import Activity
from tui.core.text import one_line
from tui.household import Household
from tui.household import ideas as known
from tui.household.ideas import Given
from tui.planner.when import minutes
from tui.screens.idea_words import asked_text
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.fields import FormLine, Line
from tui.widgets.text import shown

KNOWN = {"where": ("", *Setting), "cost": ("", *Cost), "energy": ("", *Energy)}
"""What may be known of an idea, one after the other; empty is not said."""

NEW = "idea"
"""The name under which a new one waits while it is half written."""


class Fields(Vertical):
    """What holds the lines of a form; up and down go from one to the other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """An idea as it stands in the form: what is given, and its length as it is typed."""

    given: Given
    how_long: str = ""


class IdeaFormScreen(Room[Activity | None]):
    """Two lines and four buttons; Enter in the last line keeps it. Answers with the idea as it is kept."""

    NAME = "ideas"
    CSS_PATH = "ideas.tcss"
    AUTO_FOCUS = "#text"
    TYPING = True
    KEYS = (
        Command(id="save", key="ctrl+n", action="save"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, activity: Activity | None = None) -> None:
        """With an `activity` of mine, that is changed."""
        super().__init__(household)
        self.activity = activity
        self.name_of_draft = activity.id if activity is not None else NEW
        self.begun = self._as_kept(activity)
        self.typed = self._draft() or self.begun
        self._saving = False

    def heading(self) -> str:
        """Say whether it is new."""
        return self.words("ideas.new_title" if self.activity is None else "ideas.edit_title")

    def content(self) -> ComposeResult:
        """The lines, what is known of it, who sees it."""
        words, typed = self.words, self.typed
        with Fields(classes="body"):
            yield Static(shown(words("ideas.ask_text")))
            yield FormLine(one_line(typed.given.text), id="text", select_on_focus=False)
            yield Static(shown(words("ideas.ask_length")))
            yield Line(typed.how_long, id="how-long", placeholder=words("ideas.length_hint"))
            yield Static(id="unclear")
            with Horizontal(id="known"):
                for name in (*KNOWN, "apart"):
                    yield Button(id=f"known-{name}")
            yield Static(shown(words(self._who_sees())), classes="quiet", id="who-sees")
            yield Button(shown(words("ideas.keep_it")), id="save")

    def _who_sees(self) -> str:
        return "ideas.seen_by_both" if self.activity is not None and self.activity.wished else "ideas.seen_by_you"

    def on_mount(self) -> None:
        """Name the buttons."""
        self._show()

    async def say_anew(self) -> None:
        """Say everything in the other language; what was typed stays."""
        self.typed = self._standing()
        await super().say_anew()

    def said_anew(self) -> None:
        """Name the buttons in the other language."""
        super().said_anew()
        self._show()

    def _show(self) -> None:
        words, given = self.words, self.typed.given
        for name in KNOWN:
            self.relabel(f"known-{name}", asked_text(words, name, getattr(given, name)))
        self.relabel("known-apart", words("ideas.apart_too" if given.apart else "ideas.in_one_place"))

    @on(Input.Changed, "#how-long")
    def _length_changed(self) -> None:
        try:
            self._minutes()
        except NearerError:
            text = self.words("ideas.unclear_length")
        else:
            text = ""
        self.query_one("#unclear", Static).update(shown(text, "$warning"))

    @on(Button.Pressed, "#known Button")
    def _know(self, event: Button.Pressed) -> None:
        name = (event.button.id or "").removeprefix("known-")
        given = self._standing().given
        if name == "apart":
            given = replace(given, apart=not given.apart)
        else:
            every = KNOWN[name]
            given = replace(given, **{name: str(every[(every.index(getattr(given, name)) + 1) % len(every)])})
        self.typed = replace(self.typed, given=given)
        self._show()

    def _standing(self) -> Typed:
        """Return what stands in the form now."""
        text, how_long = (self.query_one(f"#{name}", Line).value for name in ("text", "how-long"))
        return Typed(given=replace(self.typed.given, text=text), how_long=how_long)

    def _minutes(self) -> int:
        """Return how long it takes, 0 where that is not said; raises `InputError`."""
        how_long = self.query_one("#how-long", Line).value
        return minutes(how_long, time_words(self.words)) if how_long.strip() else 0

    # Keeping

    @on(Input.Submitted, "#how-long")
    @on(Button.Pressed, "#save")
    async def action_save(self) -> None:
        """Keep it; what is typed stays where it is when that is not possible."""
        if self._saving:
            return
        self._saving = True
        try:
            given = replace(self._standing().given, minutes=self._minutes())
            kept = await self.attempt(lambda: self._keep(given))
        except NearerError as error:
            self.say_error(error)
            kept = None
        finally:
            self._saving = False
        if kept is not None:
            self.say("ideas.said_kept")
            self.dismiss(kept)

    def _keep(self, given: Given) -> Activity:
        if self.activity is None:
            kept = known.add_own(self.household, given)
        else:
            kept = known.change_own(self.household, self.activity, given)
        known.keep_draft(self.household, self.name_of_draft, None)
        return kept

    def _as_kept(self, activity: Activity | None) -> Typed:
        if activity is None:
            return Typed(given=Given())
        how_long = length(self.words, activity.minutes) if activity.minutes else ""
        return Typed(given=Given.of(activity), how_long=how_long)

    def _draft(self) -> Typed | None:
        try:
            return msgspec.convert(known.draft(self.household, self.name_of_draft), Typed)
        except msgspec.ValidationError:
            return None

    def keep_now(self) -> None:
        """Keep what is being typed, for the next time."""
        typed = self._standing()
        if self.household.store.read_only is None and not self._saving:
            kept = None if typed == self.begun else msgspec.to_builtins(typed)
            known.keep_draft(self.household, self.name_of_draft, kept)

    def action_back(self) -> None:
        """Go back; what was typed waits here."""
        try:
            self.keep_now()
        except NearerError as error:
            self.say_error(error)
        self.dismiss()
