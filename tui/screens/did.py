"""After a time alone: what they did, noted in a few words if somebody likes. It is asked once, and may be passed."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input, Static

from tui.core.records import Plan
from tui.core.text import one_line
from tui.household import Household
from tui.household import ideas as known
from tui.planner.ideas import Thing
from tui.screens.idea_form import Fields
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.fields import Line
from tui.widgets.text import shown


class DidScreen(Room[None]):
    """One line, with what was planned in it; Enter notes it, Esc passes."""

    NAME = "ideas"
    CSS_PATH = "ideas.tcss"
    AUTO_FOCUS = "#did"
    TYPING = True
    KEYS = (
        Command(id="save", key="ctrl+n", action="save"),
        Command(id="again_idea", key="ctrl+y", action="again"),
        Command(id="ideas", key="ctrl+o", action="ideas"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, plan: Plan) -> None:
        """`plan` is the time that was had."""
        super().__init__(household)
        self.plan = plan
        self.begun = one_line(plan.what)
        self.idea = plan.idea
        self._asked = self._saving = False
        self._replaced = ""

    def heading(self) -> str:
        """Say what it is about."""
        return self.words("ideas.did_title")

    def content(self) -> ComposeResult:
        """The question, a line, the ways on."""
        words = self.words
        with Fields(classes="body"):
            yield Static(shown(words("ideas.did_ask"), "bold"), classes="spaced")
            yield Static(shown(words("ideas.did_hint")), classes="quiet spaced")
            yield Line(self.begun, id="did", select_on_focus=False)
            with Horizontal(id="buttons"):
                yield Button(shown(words("ideas.did_note")), id="save")
                yield Button(shown(words("ideas.did_again")), id="again")
                yield Button(shown(words("ideas.did_pass")), id="pass")

    @property
    def text(self) -> str:
        """What stands in the line."""
        return self.query_one("#did", Line).value

    @on(Input.Submitted)
    @on(Button.Pressed, "#save")
    async def action_save(self) -> None:
        """Note it; with nothing written, pass."""
        await self._note(again=False)

    @on(Button.Pressed, "#again")
    async def action_again(self) -> None:
        """Note it, and that I would gladly do it again."""
        await self._note(again=True)

    async def _note(self, *, again: bool) -> None:
        text = self.text
        if self._saving:
            return
        self._saving = True
        done = not text.strip() or await self.done(lambda: self._keep(text, again=again))
        self._saving = False
        if done:
            if text.strip():
                self.say("ideas.said_did")
            self.dismiss()

    def _keep(self, text: str, *, again: bool = False) -> None:
        idea = self.idea if one_line(text) == self.begun else ""
        known.did(self.household, text, idea=idea, plan=self.plan.id, again=again)

    def action_ideas(self) -> None:
        """Look for it among the ideas."""
        from tui.screens.ideas import IdeasScreen

        if self.is_active:
            self.app.push_screen(IdeasScreen(self.household, choosing=True), self._take)

    def _take(self, thing: Thing | None) -> None:
        if thing is not None:
            self._replaced = self.text
            self.begun, self.idea = one_line(thing.text), thing.id
            self.query_one("#did", Line).value = self.begun

    async def action_take_back(self) -> None:
        """Bring back the words whose place an idea took; else take back my last change."""
        if self._replaced and self.text == self.begun:
            self.query_one("#did", Line).value, self._replaced = self._replaced, ""
        else:
            await super().action_take_back()

    def keep_now(self) -> None:
        """Note what was typed: the app is about to leave, and this is not asked again."""
        text = self.text
        if text.strip() and one_line(text) != one_line(self.plan.what) and self.household.store.read_only is None:
            self._keep(text)

    @on(Button.Pressed, "#pass")
    def _pass(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        """Pass; words that were typed are let go of only when that is said twice."""
        typed = self.text.strip() and one_line(self.text) != self.begun
        if typed and not self._asked:
            self._asked = True
            self.say("ideas.did_typed")
            return
        self.dismiss()


def ask_what_was_done(room: Room[None], household: Household, plan: Plan) -> None:
    """Ask once what was done in a time that was had, above `room`; not when it was noted already."""
    if not known.noted(household, plan):
        room.visit(DidScreen(household, plan))
