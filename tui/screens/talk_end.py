"""After the talk: thanks, and one sentence to keep, with the talk or as an agreement; or none."""

from collections.abc import Callable
from datetime import date
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, Static

from tui.catalog.dates import day
from tui.core.text import harmless, one_line
from tui.household import Household
from tui.household.talks_kept import Again, agree_after, days, keep_talk, wait, waiting
from tui.screens.talk_next import TalkNextScreen
from tui.screens.talk_room import TalkRoom
from tui.talk.ending import begun
from tui.talk.floor import Status
from tui.talk.running import RunningTalk
from tui.widgets.asking import AnswerDone
from tui.widgets.choices import Choice, ChoicesAsking
from tui.widgets.commands import Command
from tui.widgets.fields import Line
from tui.widgets.text import shown

PAUSE = 0.5
"""Seconds without a key after which a sentence is kept that is typed once the talk was kept elsewhere."""


class TalkEndScreen(TalkRoom):
    """One field. Whatever is chosen, the talk becomes a record: its format, topic and length, and the sentence.

    Whoever finishes first makes the record. At the other window the sentence that is being typed stays, and can be
    kept as an agreement. A talk that was broken off before its first turn is let go.
    """

    NAME = "talk_end"
    CSS_PATH = "talk_end.tcss"
    TYPING = True
    AUTO_FOCUS = "#sentence"
    SHOWS = (Status.ENDED,)
    KEYS = (
        Command(id="keep_sentence", key="ctrl+n", action="keep"),
        Command(id="keep_agreement", key="ctrl+t", action="agree"),
        Command(id="how_safe", key="ctrl+g", action="how_safe"),
        Command(id="not_well", key="ctrl+l", action="not_well"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, talk: RunningTalk) -> None:
        """What was typed before is there again; at one keyboard also what the other one typed."""
        super().__init__(household, talk)
        self.me = household.me
        self.days = days(household.today())
        self._saving = self._elsewhere = self._choosing = False
        self._waits = self._theirs = ""
        self._mine = self._begun_with()

    @property
    def typed(self) -> str:
        """What stands in the field."""
        return self.query_one("#sentence", Line).value

    def content(self) -> ComposeResult:
        """Thanks, the field, three ways on; the days on which to look at an agreement again, once they are asked."""
        with Vertical(classes="body", id="end"):
            yield Static(shown(self.words("talk_end.thanks"), "bold"), classes="spaced", id="thanks")
            yield Static(shown(self.words("talk_end.keep_ask")), id="ask")
            yield Static(shown(self.words("talk_end.keep_hint")), classes="quiet", id="hint")
            yield Line(one_line(self._mine), id="sentence", select_on_focus=False)
            with Horizontal(id="answers"):
                yield Button(shown(self.words("talk_end.keep")), id="keep")
                yield Button(shown(self.words("talk_end.keep_agreement")), id="agree")
                yield Button(shown(self.words("talk_end.keep_nothing")), id="nothing")
            with Vertical(id="later"):
                yield Static(shown(self.words("talk_end.later_ask"), "bold"), classes="spaced")
                yield ChoicesAsking(Again.TWO_WEEKS, self._choices(), several=False, required=True)
                yield Button(shown(self.words("talk_end.keep_so")), id="keep-so")
            yield Static(shown(self.words("talk_end.not_well_line")), classes="quiet", id="not-well")

    def on_mount(self) -> None:
        """Follow the talk, unless it never began: then it goes, and nothing is asked."""
        self._pause = self.set_interval(PAUSE, self._keep_typed, pause=True)
        self._choose(on=False)
        if not begun(self.talk.floor):
            self._saving = True
            self.call_later(self._never_began)

    def said_anew(self) -> None:
        """Show what is asked now in the other words, too."""
        self._choose(on=self._choosing)
        if self._elsewhere:
            self._show_elsewhere()
        super().said_anew()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can still be done with a sentence once the talk was kept in another window."""
        del parameters
        return not (self._elsewhere and action in {"keep", "how_safe"})

    def _begun_with(self) -> str:
        """Return what was typed before at this seat; at one keyboard there is one sentence, whoever typed it."""
        sentences = self.talk.floor.sentences
        mine = sentences[self.me.seat]
        if not mine and not self.talk.floor.apart:
            mine = self._theirs = sentences[1 - self.me.seat]
        return harmless(mine)

    def _choices(self) -> list[Choice]:
        told = {each: f"{day(self.words, when)} {when.year}" for each, when in self.days.items() if when is not None}
        return [(str(each), self.words(f"talk_end.later_{each}", day=told.get(each, ""))) for each in self.days]

    @on(Input.Changed, "#sentence")
    def _typed(self, event: Input.Changed) -> None:
        self._mine = event.value
        if not self._elsewhere:
            self.talk.write_sentence(event.value, self.me.seat)
            self._turns = 0.0  # the next glance writes it down
            return
        self._pause.reset()
        self._pause.resume()

    # What can be done

    @on(Input.Submitted, "#sentence")
    @on(Button.Pressed, "#keep")
    async def action_keep(self) -> None:
        """Keep the sentence with the talk; once that was kept elsewhere, as an agreement."""
        if self._choosing or (self._elsewhere and self.typed.strip()):
            await self.action_agree()
        else:
            await self._keep(self.typed)

    @on(AnswerDone)
    @on(Button.Pressed, "#agree")
    @on(Button.Pressed, "#keep-so")
    async def action_agree(self) -> None:
        """Keep the sentence as an agreement, once it was chosen when to look at it again."""
        if not self.typed.strip():
            self.say("talk_end.agree_empty")
            self.query_one("#sentence", Line).focus()
        elif not self._choosing:
            self._choose(on=True)
        else:
            await self._agree()

    async def action_how_safe(self) -> None:
        """Keep the talk with its sentence, and mark how safe it felt: each for themselves."""
        await self._keep(self.typed, how=True)

    @on(Button.Pressed, "#nothing")
    async def _nothing(self) -> None:
        """Keep nothing today: what was typed waits all the same, unless it is let go."""
        await self._keep("")

    def action_not_well(self) -> None:
        """Read something for the time after a talk that did not go well."""
        from tui.screens.not_well import NotWellScreen

        self.visit(NotWellScreen(self.household))

    def action_back(self) -> None:
        """Go back to the sentence, or home. With nothing typed the talk is done; a sentence that was begun waits."""
        if self._choosing:
            self._choose(on=False)
        elif self.typed.strip():
            super().action_back()
            if self.talk.gone:
                self.say("talk_end.waits")
        else:
            self.call_later(self._keep, "", leave=True)

    def keep_now(self) -> None:
        """Keep what is being typed: with the talk, or, once that is over, among what waits to be kept."""
        super().keep_now()
        over = self.talk.gone and not self._saving and begun(self.talk.floor)
        if over and self.household.store.read_only is None:
            self._wait_with(self.typed)

    def ended_elsewhere(self) -> None:
        """Go on, as the talk was kept in another window; a sentence that was begun stays until it is kept, too."""
        if self._saving or self._elsewhere:
            return
        self._elsewhere = True
        self._waits = waiting(self.household, self.me.id, self.typed)
        if self.typed.strip():
            self._show_elsewhere()
            self._pause.resume()
        else:
            self._go_on()

    # How it is done

    def _choose(self, *, on: bool) -> None:
        self._choosing = on
        self.query_one("#answers").display = not on
        self.query_one("#later").display = on
        self.set_focus(self.query_one(ChoicesAsking if on else Line), scroll_visible=False)

    def _show_elsewhere(self) -> None:
        self.query_one("#ask", Static).update(shown(self.words("talk_end.elsewhere")))
        self.query_one("#hint", Static).update(shown(self.words("talk_end.elsewhere_hint")))
        self.query_one("#keep").display = False
        self.relabel("nothing", self.words("talk_end.let_go"))
        self.refresh_bars()

    def _before(self) -> str:
        """Return as what this sentence may wait to be kept already."""
        return self._waits or self.talk.floor.sentences[self.me.seat]

    async def _keep(self, kept: str, *, how: bool = False, leave: bool = False) -> None:
        """Keep the talk with a sentence; where another window was faster, show that, with what was typed."""
        if self._elsewhere:
            await self._over(kept, leave=leave)
        elif await self._alone(partial(self._keep_talk, kept)):
            self._kept(kept, how=how, leave=leave)

    async def _agree(self) -> None:
        marked, text = self.query_one(ChoicesAsking).marked, self.typed
        again = next((when for each, when in self.days.items() if each in marked), None)
        if self._elsewhere:
            work = partial(self._agree_after, text, again)
        else:
            work = partial(self._keep_talk, text, agreed=True, again=again)
        if await self._alone(work):
            self._kept(text)

    def _keep_talk(self, kept: str, *, agreed: bool = False, again: date | None = None) -> bool:
        floor, seen = self.talk.floor, self._theirs
        first = keep_talk(self.household, floor, kept=kept, agreed=agreed, look_again=again, seen=seen)
        if first and not kept and self._mine.strip():
            wait(self.household, self.me.id, self._mine)
        return first

    def _agree_after(self, text: str, again: date | None) -> bool:
        agree_after(self.household, self.talk.floor.id, text, again)
        wait(self.household, self.me.id, "", instead_of=self._before())
        return True

    async def _over(self, kept: str, *, leave: bool) -> None:
        """Let a sentence go that was not kept before the talk was, unless there is one."""
        if not kept and await self.done(lambda: wait(self.household, self.me.id, "", instead_of=self._before())):
            self._go_on(leave=leave)

    async def _keep_typed(self) -> None:
        """Keep what is being typed after the talk was kept elsewhere, as it would not come back with the talk."""
        self._pause.pause()
        if not self._saving and self.household.store.read_only is None:
            await self.done(partial(self._wait_with, self.typed))

    def _wait_with(self, typed: str) -> None:
        wait(self.household, self.me.id, typed, instead_of=self._before())
        self._waits = typed

    async def _alone(self, work: Callable[[], bool]) -> bool:
        """Do one thing at a time; where another window has kept the talk meanwhile, show that."""
        if self._saving:
            return False
        self._saving = True
        first = await self.attempt(work)
        if first:
            await self._let_go()
            return True
        self._saving = False
        if first is not None:
            self.ended_elsewhere()
        return False

    async def _let_go(self) -> bool:
        """Let the running talk go, unless that was done in another window: another one may be running there."""
        return self.talk.gone or await self.done(self.talk.let_go)

    async def _never_began(self) -> None:
        if await self._let_go():
            self.say("talk_end.another_time")
        self.dismiss()

    def _kept(self, kept: str, *, how: bool = False, leave: bool = False) -> None:
        self.say("talk_end.kept" if kept.strip() else "talk_end.thanks")
        self._go_on(how=how, leave=leave)

    def _go_on(self, *, how: bool = False, leave: bool = False) -> None:
        """Ask what is next, in each window alike; or leave."""
        if leave:
            self.dismiss()
        elif self.is_active:
            self.app.switch_screen(TalkNextScreen(self.household, self.talk.floor.id, how=how))
