"""A break: when to come back, and until then a quiet screen."""

from datetime import datetime, timedelta

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from tui.catalog.dates import clock
from tui.household import Household
from tui.screens.room import Room
from tui.screens.talk_room import TalkRoom
from tui.screens.talk_words import name_of
from tui.talk.floor import Floor, Status
from tui.talk.moves import SHORTEST_BREAK, Move
from tui.talk.rest import returns
from tui.talk.running import RunningTalk
from tui.widgets.asking import AnswerDone
from tui.widgets.choices import ChoicesAsking
from tui.widgets.commands import Command
from tui.widgets.digits import LargeTime
from tui.widgets.text import shown

MINUTE, HOUR = 60, 3600
LONG = 90 * MINUTE
"""Seconds from which on a break is told in hours."""

IDEAS = 7
"""How many things to do instead the words hold."""


def time_for_both(household: Household, at: datetime) -> str:
    """Return a time of day on my clock, and on the other's where it differs."""
    mine, theirs = household.local(at), household.local(at, household.partner)
    if mine.utcoffset() == theirs.utcoffset():
        return clock(mine)
    name = name_of(household.partner)
    return household.words("talk.rest_for", time=clock(mine), other=clock(theirs), name=name)


class ReturnScreen(Room[float]):
    """Asks when both come back; answers how many seconds from now, or None when there is to be no break."""

    NAME = "talk"
    CSS_PATH = "talk.tcss"
    AUTO_FOCUS = "ChoicesAsking"
    KEYS = (
        Command(id="next", key="ctrl+n", action="take"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household) -> None:
        """Times are on the clock of whoever sits here."""
        super().__init__(household)
        self.choices = {choice.when.value: choice for choice in returns(household.local(household.now()))}

    def heading(self) -> str:
        """Name the break."""
        return self.words("talk.rest_title")

    def content(self) -> ComposeResult:
        """The times, and a button."""
        options = [(when, self._option(when)) for when in self.choices]
        with Vertical(classes="body", id="return"):
            yield Static(shown(self.words("talk.rest_ask"), "bold"), classes="spaced")
            yield Static(shown(self.words("talk.rest_hint")), classes="quiet spaced")
            yield ChoicesAsking(options[0][0], options, several=False, required=True)
            yield Button(shown(self.words("talk.rest_take")), id="take")

    def _option(self, when: str) -> str:
        return self.words(f"talk.rest_{when}", time=time_for_both(self.household, self.choices[when].at))

    @on(AnswerDone)
    @on(Button.Pressed, "#take")
    def action_take(self) -> None:
        """Take the time that is marked."""
        marked = self.query_one(ChoicesAsking).marked
        choice = self.choices[marked[0]] if marked else next(iter(self.choices.values()))
        self.dismiss((choice.at - self.household.now()).total_seconds())

    def action_back(self) -> None:
        """No break after all."""
        self.dismiss(None)


class RestScreen(TalkRoom):
    """The break itself: when they come back, and something to do that is not the quarrel."""

    AUTO_FOCUS = ""
    SHOWS = (Status.BREAK,)
    KEYS = (
        Command(id="rest_over", key="g", action="go_on"),
        Command(id="rest_more", key="m", action="more"),
        Command(id="end_talk", key="e", action="end"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, talk: RunningTalk) -> None:
        """Show the break that is on."""
        super().__init__(household, talk)
        self._early = False
        self._ending = False
        self._painted: tuple[object, ...] = ()

    def heading(self) -> str:
        """Name the break."""
        return self.words("talk.rest_title")

    def content(self) -> ComposeResult:
        """The time to come back, and an idea."""
        with Vertical(classes="body", id="rest"):
            yield Static(shown(self.words("talk.rest_back_at")), id="back-at")
            yield LargeTime(id="time")
            yield Static(id="left")
            yield Static(shown(self.words("talk.rest_instead")), classes="quiet", id="instead")
            yield Static(shown(self._idea(), "italic"), id="idea")
            yield Static(id="notice")
            with Horizontal(id="answers"):
                yield Button(shown(self.words("talk.go_on")), id="go-on")
                yield Button(shown(self.words("talk.rest_more")), id="more")

    def _idea(self) -> str:
        number = 1 + (sum(map(ord, self.talk.floor.id)) + self.talk.floor.version) % IDEAS
        return self.words(f"talk.rest_idea_{number}")

    # What is shown

    def paint(self, floor: Floor) -> None:
        """Show the break as it is: it changes once a minute."""
        at = self._return(floor)
        state = (at, self._minutes(floor), floor.over, self._early, self._ending, floor.version)
        if state == self._painted:
            return
        self._painted = state
        self.query_one(LargeTime).show(clock(self.household.local(at)))
        self.query_one("#left", Static).update(shown(self._left_line(floor, at), "$quiet"))
        self.query_one("#notice", Static).update(self._notice(floor))
        self.query_one("#answers", Horizontal).display = floor.over
        if floor.over and self.focused is None:
            self.query_one("#go-on", Button).focus(scroll_visible=False)

    def _return(self, floor: Floor) -> datetime:
        """Return the moment of coming back, to the nearest minute."""
        at = floor.seen.wall + timedelta(seconds=floor.rest + MINUTE / 2)
        return at.replace(second=0, microsecond=0)

    def _minutes(self, floor: Floor) -> int:
        return max(0, round(floor.rest / MINUTE))

    def _left_line(self, floor: Floor, at: datetime) -> str:
        if floor.over:
            return ""
        if floor.rest > LONG:
            far = self.words("talk.rest_left_hours", count=round(floor.rest / HOUR))
        else:
            far = self.words("talk.rest_left", count=max(1, self._minutes(floor)))
        both = time_for_both(self.household, at)
        return far if both == clock(self.household.local(at)) else f"{both}, {far}"

    def _notice(self, floor: Floor) -> Content:
        if self._ending:
            return shown(self.words("talk.ask_end"))
        if self._early:
            return shown(self.words("talk.rest_early"))
        return shown(self.words("talk.rest_over"), "bold") if floor.over else Content()

    # What can be done

    @on(Button.Pressed, "#go-on")
    def action_go_on(self) -> None:
        """Go on with the talk; asked once more when a body cannot have settled yet."""
        floor = self.talk.look()
        if floor.rested < SHORTEST_BREAK and not self._early:
            self._early, self._ending = True, False
            self.tick()
            return
        self.do(Move.BACK)

    @on(Button.Pressed, "#more")
    def action_more(self) -> None:
        """Agree on another time to come back."""
        self._early = self._ending = False
        self.app.push_screen(ReturnScreen(self.household), self._rest_for)

    def _rest_for(self, seconds: float | None) -> None:
        if seconds is not None:
            self.set_focus(None)
            self.do(Move.BREAK, seconds=seconds)

    def action_end(self) -> None:
        """Ask whether to end the talk; asked again, end it."""
        if self._ending:
            self.do(Move.END)
            return
        self._ending, self._early = True, False
        self.tick()

    def action_back(self) -> None:
        """Take a question back, or go home: the break goes on."""
        if self._ending or self._early:
            self._ending = self._early = False
            self.tick()
            return
        super().action_back()
