"""Keeping a sentence as an agreement."""

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui.core.errors import NearerError
from tui.core.text import one_line
from tui.household import Household
from tui.household.agreements import keep
from tui.household.wordings import sentence_key
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.fields import Line
from tui.widgets.text import shown


class KeepScreen(Room[bool]):
    """One sentence; Enter keeps it. Answers whether something was kept."""

    NAME = "keep"
    AUTO_FOCUS = "#sentence"
    TYPING = True
    KEYS = (
        Command(id="save", key="ctrl+n", action="save"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, *, source: str) -> None:
        """`source` is the step's or talk's id that it comes from."""
        super().__init__(household)
        self.source = source
        self.key = sentence_key(household.me.id)
        self._saving = False

    def content(self) -> ComposeResult:
        """A question and a field."""
        with Vertical(classes="body"):
            yield Static(shown(self.words("keep.ask"), "bold"), classes="spaced")
            yield Static(shown(self.words("keep.hint")), classes="quiet spaced")
            yield Line(self._kept(), id="sentence", select_on_focus=False)

    def _kept(self) -> str:
        held = self.household.store.local.get(self.key)
        return one_line(held) if isinstance(held, str) else ""

    @on(Input.Submitted)
    async def action_save(self) -> None:
        """Keep the sentence."""
        typed = self.query_one(Line).value
        if self._saving:
            return
        if not typed.strip():
            self.action_back()
            return
        self._saving = True
        if await self.done(partial(self._keep, typed)):
            self.say("keep.kept")
            self.dismiss(True)
        self._saving = False

    def _keep(self, typed: str) -> None:
        keep(self.household, typed, source=self.source)
        self._put("")

    def keep_now(self) -> None:
        """Keep what is being typed, for the next time."""
        if self.household.store.read_only is None and not self._saving:
            self._put(self.query_one(Line).value)

    def _put(self, text: str) -> None:
        local = self.household.store.local
        if text.strip():
            local.put(self.key, text)
        elif local.get(self.key) is not None:
            local.delete(self.key)

    def action_back(self) -> None:
        """Go back without an agreement; what was typed is there the next time."""
        try:
            self.keep_now()
        except NearerError as error:
            self.say_error(error)
        self.dismiss(False)
