"""The talk itself: who has the floor, the time, and one line of help for each."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from tui.household import Household
from tui.screens.talk_room import TalkRoom
from tui.screens.talk_words import help_lines, notice, time_shown, told, where, who
from tui.talk.floor import Floor, Status
from tui.talk.moves import Move, allowed
from tui.talk.running import RunningTalk
from tui.widgets.commands import Command
from tui.widgets.digits import LargeTime
from tui.widgets.floor import TurnLine
from tui.widgets.text import cut, shown


class FloorScreen(TalkRoom):
    """A turn that runs, or stands still."""

    AUTO_FOCUS = ""
    SHOWS = (Status.RUNNING, Status.PAUSED)
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command(id="talk_pause", key="space", action="do_move('pause')"),
        Command(id="talk_go_on", key="space", action="do_move('resume')"),
        Command(id="got_me", key="y", action="do_move('got_me')"),
        Command(id="a_minute", key="plus", action="do_move('more')"),
        Command(id="break", key="b", action="rest"),
        Command(id="next_part", key="n", action="next_part"),
        Command(id="end_talk", key="e", action="end"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, talk: RunningTalk) -> None:
        """Show the part that is on."""
        super().__init__(household, talk)
        self._ending = False
        self._painted: dict[str, Content] = {}
        self._state: tuple[object, ...] = ()

    def content(self) -> ComposeResult:
        """One thing in the middle; under it, always seen, what the time says and what it asks."""
        with VerticalScroll(classes="body", id="page", can_focus=False):
            yield Static(id="where")
            yield Static(id="topic")
            yield Static(id="who")
            yield LargeTime(id="time")
            yield TurnLine(id="line")
            yield Static(id="speaker")
            yield Static(id="listener")
        with Vertical(id="foot"):
            yield Static(id="notice")
            with Horizontal(id="answers"):
                yield Button(shown(self.words("talk.go_on")), id="go-on")
                yield Button(shown(self.words("talk.end_it")), id="end-it")
                yield Button(shown(self.words("talk.not_yet")), id="not-yet")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what makes sense now."""
        if action == "do_move":
            return allowed(self.talk.floor, Move(str(parameters[0])))
        return True

    # What is shown

    def paint(self, floor: Floor) -> None:
        """Show the talk as it is; what is as before is not painted again."""
        said = told(self.household, floor)
        speaker, listener = help_lines(self.household, floor, said)
        self._put("where", where(self.household, floor, said.title))
        self._put("topic", cut(floor.topic, 70, "italic"))
        self._put("who", who(self.household, floor))
        self._put("speaker", speaker)
        self._put("listener", listener)
        self._put("notice", shown(self.words("talk.ask_end")) if self._ending else notice(self.words, floor))
        time = self.query_one(LargeTime)
        time.show(time_shown(floor.left))
        time.set_class(floor.over or floor.status is Status.PAUSED, "-calm")
        self.query_one(TurnLine).show(floor.gone, floor.speaker)
        self._follow(floor)

    def _put(self, place: str, content: Content) -> None:
        if self._painted.get(place) != content:
            self._painted[place] = content
            self.query_one(f"#{place}", Static).update(content)

    def _follow(self, floor: Floor) -> None:
        """Offer the keys and buttons that fit what has changed."""
        state = (floor.version, self._ending)
        if state == self._state:
            return
        self._state = state
        paused = floor.status is Status.PAUSED
        shown_now = {"go-on": paused and not self._ending, "end-it": self._ending, "not-yet": self._ending}
        for name, display in shown_now.items():
            self.query_one(f"#{name}", Button).display = display
        wanted = "end-it" if self._ending else "go-on" if paused else ""
        if wanted:
            self.query_one(f"#{wanted}", Button).focus(scroll_visible=False)
        else:
            self.set_focus(None)
        self.refresh_bars()

    # What can be done

    def action_do_move(self, move: str) -> None:
        """Do one of the moves that need no question."""
        self._ending = False
        self.do(Move(move))

    def action_next_part(self) -> None:
        """Go on to the next part; after the last one comes the end."""
        if self.talk.floor.last_part:
            self.action_end()
            return
        self._ending = False
        self.do(Move.SKIP)

    def action_rest(self) -> None:
        """Take a break: the time stands still at once, then they agree on when to come back."""
        from tui.screens.talk_rest import ReturnScreen

        self._ending = False
        self.do(Move.PAUSE)
        self.app.push_screen(ReturnScreen(self.household), self._rest_for)

    def _rest_for(self, seconds: float | None) -> None:
        if seconds is not None:
            self.do(Move.BREAK, seconds=seconds)

    def action_end(self) -> None:
        """Ask whether to end the talk; asked again, end it."""
        if self._ending:
            self._end()
            return
        self._ending = True
        self.tick()

    @on(Button.Pressed, "#end-it")
    def _end(self) -> None:
        self._ending = False
        self.do(Move.END)

    @on(Button.Pressed, "#not-yet")
    def _go_on_after_all(self) -> None:
        self._ending = False
        self.tick()

    @on(Button.Pressed, "#go-on")
    def _go_on(self) -> None:
        self.action_do_move(Move.RESUME)

    def action_back(self) -> None:
        """Take the question back, or go home: the talk stays, its time stands still."""
        if self._ending:
            self._go_on_after_all()
            return
        self.talk.act(Move.PAUSE)
        super().action_back()
