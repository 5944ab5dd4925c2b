"""What the two agreed on an issue: one sentence, kept as an agreement."""

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Button, Input, Static

from tui.checkin.issues import topic
from tui.core.errors import NearerError
from tui.core.records import Issue
from tui.household import Household
from tui.household.issue_words import agreed_draft, keep_agreed
from tui.household.issues import agree
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.fields import Line
from tui.widgets.text import cut, shown

KEEP_AFTER = 0.3
"""Seconds after the last letter until what is typed is kept."""


class IssueAgreedScreen(Room[None]):
    """One field; Enter keeps the sentence. What is typed waits here when it is left."""

    NAME = "board"
    CSS_PATH = "raise_issue.tcss"
    AUTO_FOCUS = "#sentence"
    TYPING = True
    KEYS = (
        Command(id="save", key="ctrl+n", action="save"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, issue: Issue, *, talk: str = "") -> None:
        """`talk` is the id of the talk that it came from, where there was one."""
        super().__init__(household)
        self.issue, self.talk, self.me = issue, talk, household.me
        self._base = agreed_draft(household, issue.id)
        self._keeping: Timer | None = None
        self._saving = False

    def heading(self) -> str:
        """Name what is noted."""
        return self.words("board.agreed_title")

    def content(self) -> ComposeResult:
        """What it is about, a question and a field."""
        with Vertical(classes="body"):
            yield Static(cut(topic(self.issue), 74, "$quiet"), classes="spaced")
            yield Static(shown(self.words("board.agreed_ask"), "bold"), classes="spaced")
            yield Line(self._base, id="sentence", select_on_focus=False)
            yield Static(shown(self.words("board.agreed_hint")), classes="quiet spaced")
            yield Button(shown(self.words("board.agreed_keep")), id="keep")

    @on(Input.Changed)
    def _typed(self) -> None:
        if self._keeping is not None:
            self._keeping.stop()
        self._keeping = self.set_timer(KEEP_AFTER, self._keep_quietly)

    def _keep_quietly(self) -> None:
        try:
            self.keep_now()
        except NearerError as error:
            self.say_error(error)

    def keep_now(self) -> None:
        """Keep what is being typed, with what another window kept."""
        if self._saving or self.household.store.read_only is not None:
            return
        field = self.query_one(Line)
        whole = keep_agreed(self.household, self.issue.id, field.value, since=self._base, person=self.me.id)
        self._base = whole
        if field.value != whole:
            field.value = whole

    @on(Input.Submitted)
    @on(Button.Pressed, "#keep")
    async def action_save(self) -> None:
        """Keep the sentence as an agreement; with nothing typed, go back."""
        text = self.query_one(Line).value
        if self._saving:
            return
        self._keep_quietly()
        if not text.strip():
            self.dismiss()
            return
        if self.query_one(Line).value != text:  # another window has written, too: that is read first
            self.say("board.both_here")
            return
        self._saving = True
        if await self.done(partial(agree, self.household, self.issue.id, text, talk=self.talk)):
            self.say("board.said_agreed")
            self.dismiss()
        self._saving = False

    def action_back(self) -> None:
        """Go back; what was typed waits."""
        self._keep_quietly()
        self.dismiss()
