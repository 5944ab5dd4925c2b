"""A slow talk: what was written so far, and what is mine to write now. What is typed is a draft until it is given."""

from functools import partial

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from tui.checkin.merging import PARAGRAPHS
from tui.core.errors import InputError, NearerError
from tui.core.text import shorten
from tui.household import Household
from tui.household.slow import end, give, of, title_of
from tui.screens.talk_slow_draft import SlowDraft
from tui.screens.talk_slow_words import again, asks, head, hint, time_line
from tui.talk.slow import Course, Move
from tui.widgets.commands import Command
from tui.widgets.fields import Page, PageAsking
from tui.widgets.live import put_under
from tui.widgets.text import shown

TITLE_CELLS = 34
"""How much of the topic stands in the title line."""

BUTTONS = {
    "give": "give",
    "got_me": "got-me",
    "not_quite": "not-quite",
    "more": "more",
    "pass_on": "pass-on",
    "end_now": "end-it",
    "not_yet": "not-yet",
}
"""What is offered, and the buttons for it."""


class SlowRoom(SlowDraft):
    """All that was given above, and below it what is mine to do; nothing says whether the other has read it."""

    NAME = "talk_slow"
    CSS_PATH = "talk_slow.tcss"
    AUTO_FOCUS = ""
    TYPING = True
    KEYS = (
        Command(id="slow_give", key="ctrl+n", action="give"),
        Command(id="slow_got_me", key="ctrl+g", action="got_me"),
        Command(id="slow_not_quite", key="ctrl+b", action="not_quite"),
        Command(id="slow_more", key="ctrl+l", action="more"),
        Command(id="slow_pass", key="ctrl+o", action="pass_on"),
        Command(id="slow_again", key="ctrl+r", action="write_again"),
        Command(id="slow_keyboard", key="ctrl+t", action="hand_over"),
        Command(id="slow_end", key="f4", action="end"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, talk_id: str) -> None:
        """Read how it stands; raises `InputError` when it is not there."""
        super().__init__(household, talk_id)
        found = of(household, talk_id)
        if found is None:
            raise InputError("slow_gone")
        self.course: Course = found
        self._asked = self._gone = False

    @property
    def mine(self) -> bool:
        """Whether there is something for me to write now."""
        return self.course.mover == self.me.seat

    def heading(self) -> str:
        """Name what it is about."""
        return shorten(title_of(self.household, self.course.talk), TITLE_CELLS)

    def content(self) -> ComposeResult:
        """What was given, what is to be done, a page to write on, buttons."""
        yield VerticalScroll(id="page", classes="body")
        with Vertical(id="now"):
            yield Static(id="ask")
            yield Static(id="hint", classes="quiet")
            yield Static(id="time", classes="quiet")
            yield PageAsking(self.left or None)
            with Horizontal(id="buttons"):
                for action, name in BUTTONS.items():
                    yield Button(shown(self.words(f"talk_slow.{action}")), id=name)

    async def on_mount(self) -> None:
        """Show how it stands, and begin to look at what is written elsewhere."""
        await self._show_all()
        self.begin_to_look()

    def said_anew(self) -> None:
        """Show it in the words of whoever is here now."""
        super().said_anew()
        self.call_later(self._show_all)

    def household_changed(self) -> None:
        """Show what was given or taken back meanwhile; leave where the talk is gone."""
        found = of(self.household, self.talk_id)
        if found is None:
            self._leave_what_is_gone()
        elif found != self.course:
            self.course = found
            self._asked = False
            self.call_later(self._show_all)
        self.glance()

    def on_screen_resume(self) -> None:
        """Let whoever is here now go on with their own words, and nobody else's."""
        if not self.query(PageAsking):
            return
        if self.away or self.me.id != self.household.me.id:
            self._asked = False
            self.sit_down()
            self.call_later(self._show_all)
        self.household_changed()

    def _leave_what_is_gone(self) -> None:
        if self.is_active and not self._gone:
            self._gone = True
            self.say("talk_slow.gone")
            self.dismiss()

    # What is shown

    async def _show_all(self) -> None:
        pages = self.query("#page").results(VerticalScroll)
        page = next(pages, None)
        if page is None:
            return
        with self.app.batch_update():
            await page.remove_children()
            await page.mount(*self._pieces())
            self._show_now()
        heads = page.query(".head")
        if self.course.through and not self.course.talk.ended:
            self._end_quietly()
        if heads:
            self.call_after_refresh(page.scroll_to_widget, heads.last(), top=True, animate=False)

    def _pieces(self) -> list[Static]:
        found = [Static(shown(self.course.talk.topic, "bold"), classes="topic")] if self.course.talk.topic else []
        for piece in self.course.pieces:
            person = self.household.person(piece.said.by)
            found.append(Static(head(self.words, piece, person), classes="head"))
            if piece.said.text:
                found.append(Static(shown(piece.said.text, "$quiet" if piece.beside else ""), classes="text"))
        if self.course.over and self.live.strip():
            found.append(Static(shown(self.words("talk_slow.not_given"), "$quiet"), classes="head"))
            found.append(Static(shown(self.live), classes="text"))
        return found

    def _show_now(self) -> None:
        household, course = self.household, self.course
        lines = {
            "ask": shown(self.words("talk_slow.ask_end")) if self._asked else asks(household, course),
            "hint": Content() if self._asked else hint(household, course),
            "time": time_line(household, course) if self.mine and not self._asked else Content(),
        }
        for name, line in lines.items():
            static = self.query_one(f"#{name}", Static)
            static.update(line)
            static.display = bool(line.plain)
        self.query_one(PageAsking).display = self.mine and not self._asked
        for action, name in BUTTONS.items():
            self.query_one(f"#{name}", Button).display = bool(self.check_action(action, ())) and self._roomy(action)
        self.query_one("#buttons").display = any(each.display for each in self.query(Button))
        self.refresh_bars()
        self._put_focus()

    def _roomy(self, action: str) -> bool:
        """Whether there is room for a button; who only waits is not to press one by mistake."""
        return action != "pass_on" or bool(self.check_action("give", ()))

    def _put_focus(self) -> None:
        if self._asked:
            self.query_one("#not-yet", Button).focus(scroll_visible=False)
        elif self.mine:
            self.query_one(Page).focus(scroll_visible=False)
        elif self.focused is not None and not self.focused.display:
            self.set_focus(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now, and by me."""
        if action in {"end_now", "not_yet"}:
            return self._asked
        if action in _MOVES:
            return not self._asked and any(self.course.can(each, self.me.seat) for each in _MOVES[action])
        match action:
            case "write_again":
                return self.mine and not self._asked and bool(again(self.course, self.me.id, self.live))
            case "end":
                return not self.course.over and not self._asked
            case "hand_over":
                return not self.household.alone
            case _:
                return super().check_action(action, parameters)

    # What can be done

    async def action_give(self) -> None:
        """Give what is written."""
        await self._give(next(each for each in _MOVES["give"] if self.course.can(each, self.me.seat)))

    async def action_got_me(self) -> None:
        """Yes, you got me: the floor passes."""
        await self._give(Move.GOT_ME)

    async def action_not_quite(self) -> None:
        """Not quite: this is missing."""
        await self._give(Move.NOT_QUITE)

    async def action_more(self) -> None:
        """There is more."""
        await self._give(Move.MORE)

    async def action_pass_on(self) -> None:
        """Pass the floor; what is typed stays a draft."""
        await self._give(Move.YIELD)

    @on(Button.Pressed)
    async def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        action = next(action for action, name in BUTTONS.items() if name == event.button.id)
        if self.check_action(action, ()):
            await self.run_action(action)

    async def _give(self, move: Move) -> None:
        if self.busy:
            return
        self.busy = True
        self.stop_keeping()
        text = self.live
        passes = move is Move.YIELD
        work = partial(give, self.household, self.course, move, "" if passes else text)
        given = await self.attempt(partial(self.given_with, text, work, whole=not passes))
        self.busy = False
        if given:
            self.load(self.left)
            self.say("talk_slow.given" if text and not passes else "talk_slow.passed")
        elif given is not None:
            self.take_in()
        self.household_changed()

    def action_write_again(self) -> None:
        """Take up again what was set beside."""
        text = PARAGRAPHS.join(filter(None, (self.live, again(self.course, self.me.id, self.live))))
        put_under(self.query_one(PageAsking), text)
        self.refresh_bars()

    def action_end(self) -> None:
        """Ask whether it is to end here."""
        self._asked = True
        self._show_now()

    async def action_end_now(self) -> None:
        """End it, for both."""
        self._asked = False
        if await self.done(partial(end, self.household, self.talk_id)):
            self.say("talk_slow.ended")
        self.household_changed()
        self._show_now()

    @work(thread=True, group="end", exit_on_error=False)
    def _end_quietly(self) -> None:
        """Let a talk end whose last turn is over: whatever said so elsewhere has not come here."""
        if self.household.store.read_only is None:
            end(self.household, self.talk_id)

    def action_not_yet(self) -> None:
        """Go on with it."""
        self._asked = False
        self._show_now()

    def action_hand_over(self) -> None:
        """Pass the keyboard; nothing of what is being written is on the screen when it comes back."""
        from tui.screens.handover import HandOverScreen

        if self.busy:
            return
        try:
            self.put_away()
        except NearerError as error:
            self.say_error(error)
            return
        self.visit(HandOverScreen(self.household))

    def action_back(self) -> None:
        """Go back one step; what was typed stays a draft."""
        if self._asked:
            self.action_not_yet()
            return
        try:
            self.keep_now()
        except NearerError as error:
            self.say_error(error)
        self.dismiss()


_MOVES = {
    "give": (Move.SAID, Move.BACK),
    "got_me": (Move.GOT_ME,),
    "not_quite": (Move.NOT_QUITE,),
    "more": (Move.MORE,),
    "pass_on": (Move.YIELD,),
}
"""What an action gives: of several, the one that fits."""
