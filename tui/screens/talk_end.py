"""After the talk: thanks, and one sentence to keep, or none."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, Static

from tui.core.errors import NearerError
from tui.core.text import clean, harmless
from tui.household import Household
from tui.screens.begin import begin_step
from tui.screens.talk_room import TalkRoom
from tui.talk.ending import records
from tui.talk.floor import Status
from tui.talk.running import RunningTalk
from tui.widgets.commands import Command
from tui.widgets.fields import Line
from tui.widgets.text import shown

SAFE = "safe"
"""The exercise in which each says how safe a talk felt."""


class TalkEndScreen(TalkRoom):
    """One field. Whatever is chosen, the talk becomes a record: its format, topic and length, and the sentence."""

    TYPING = True
    AUTO_FOCUS = "#sentence"
    SHOWS = (Status.ENDED,)
    KEYS = (
        Command(id="keep_sentence", key="ctrl+n", action="keep"),
        Command(id="keep_agreement", key="ctrl+t", action="agree"),
        Command(id="how_safe", key="ctrl+g", action="how_safe"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, talk: RunningTalk) -> None:
        """What was typed before is there again."""
        super().__init__(household, talk)
        self._saving = False

    def heading(self) -> str:
        """Name what comes after a talk."""
        return self.words("talk.end_title")

    def content(self) -> ComposeResult:
        """Thanks, the field, three ways on."""
        with Vertical(classes="body", id="end"):
            yield Static(shown(self.words("talk.thanks"), "bold"), classes="spaced")
            yield Static(shown(self.words("talk.keep_ask")))
            yield Static(shown(self.words("talk.keep_hint")), classes="quiet spaced")
            yield Line(harmless(self.talk.floor.sentence), id="sentence", select_on_focus=False)
            with Horizontal(id="answers"):
                yield Button(shown(self.words("talk.keep")), id="keep")
                yield Button(shown(self.words("talk.keep_agreement")), id="agree")
                yield Button(shown(self.words("talk.keep_nothing")), id="nothing")

    @on(Input.Changed, "#sentence")
    def _typed(self, event: Input.Changed) -> None:
        self.talk.write_sentence(event.value)

    @on(Input.Submitted, "#sentence")
    @on(Button.Pressed, "#keep")
    async def action_keep(self) -> None:
        """Keep the sentence with the talk."""
        await self._finish(self.query_one(Line).value, agreed=False)

    @on(Button.Pressed, "#agree")
    async def action_agree(self) -> None:
        """Keep the sentence with the talk, and as an agreement."""
        await self._finish(self.query_one(Line).value, agreed=True)

    async def action_how_safe(self) -> None:
        """Keep the talk with its sentence, and mark how safe it felt: each for themselves."""
        await self._finish(self.query_one(Line).value, agreed=False, then=SAFE)

    @on(Button.Pressed, "#nothing")
    async def _nothing(self) -> None:
        await self._finish("", agreed=False)

    def action_back(self) -> None:
        """Go home. With nothing typed the talk is done; a sentence that was begun waits there."""
        if self.query_one(Line).value.strip():
            super().action_back()
        else:
            self.call_later(self._nothing)

    async def _finish(self, typed: str, *, agreed: bool, then: str = "") -> None:
        if self._saving:
            return
        self._saving = True
        try:
            kept = clean(typed)
        except NearerError as error:
            self.say_error(error)
        else:
            if await self.done(lambda: self._record(kept, agreed=agreed)):
                self.say("talk.kept" if kept else "talk.thanks")
                self._leave_for(then)
                return
        self._saving = False

    def _leave_for(self, step: str) -> None:
        if step:
            begin_step(self, step, instead=True)
        else:
            self.dismiss()

    def _record(self, kept: str, *, agreed: bool) -> None:
        household = self.household
        floor = self.talk.floor
        household.save(*records(floor, by=household.me.id, kept=kept, agreed=agreed, at=household.now()))
        self.talk.let_go()
