"""What all screens of a running talk share: they look at the clocks, follow the other window, and keep the talk."""

from textual import work

from tui.core.errors import NearerError
from tui.household import Household
from tui.screens.room import Room
from tui.talk.floor import Floor, Status
from tui.talk.moves import Move
from tui.talk.running import RunningTalk

GLANCE = 0.25
"""Seconds between two looks at the clocks; what is seen changes once a second at most."""


HIGH = 40
"""Rows from which on the time is shown in the largest digits, where the columns suffice, too."""


class TalkRoom(Room[None]):
    """A screen on a running talk. Says what it shows in `paint`, and in `SHOWS` for which states it is the screen."""

    NAME = "talk"
    CSS_PATH = "talk.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (HIGH, "-high")]  # noqa: RUF012 - declared by Screen on the instance, read once
    SHOWS: tuple[Status, ...] = ()

    def __init__(self, household: Household, talk: RunningTalk) -> None:
        """`talk` is held by one screen after the other."""
        super().__init__(household)
        self.talk = talk
        self._told_not_kept = False

    def on_mount(self) -> None:
        """Begin to look."""
        self.set_interval(GLANCE, self.tick)
        self.tick()

    def tick(self) -> None:
        """Look at the clocks and show what has changed; write it down when that is due."""
        floor = self.talk.look()
        if not self.is_running or (self._left(floor) and not self.is_current):
            return
        if self.talk.gone:
            self.say("talk.ended_elsewhere")
            self.dismiss()
            return
        if floor.status not in self.SHOWS:
            self.app.switch_screen(room_for(self.household, self.talk))
            return
        if self.talk.ring() and self.household.store.local.get("bell") is not False:
            self.app.bell()
        self.paint(floor)
        if self.talk.due:
            self._write()

    def paint(self, floor: Floor) -> None:
        """Show the talk as it is."""

    def do(self, move: Move, *, seconds: float = 0.0) -> bool:
        """Do something, and show it; tell whether it was done."""
        done = self.talk.act(move, seconds=seconds)
        self.tick()
        return done

    def keep_now(self) -> None:
        """Keep the talk before leaving."""
        self.talk.look()
        if self.household.store.read_only is None:
            self.talk.keep()

    def action_back(self) -> None:
        """Go home; the talk stays."""
        try:
            self.keep_now()
        except NearerError as error:
            self.say_error(error)
        self.dismiss()

    def _left(self, floor: Floor) -> bool:
        return self.talk.gone or floor.status not in self.SHOWS

    @work(thread=True, exclusive=True, group="talk", exit_on_error=False)
    def _write(self) -> None:
        try:
            self.talk.keep()
            self._told_not_kept = False
        except NearerError:
            if not self._told_not_kept:
                self._told_not_kept = True
                self.app.call_from_thread(self.say, "talk.not_kept")


def room_for(household: Household, talk: RunningTalk) -> TalkRoom:
    """Return the screen for the state that a talk is in."""
    match talk.floor.status:
        case Status.BREAK:
            from tui.screens.talk_rest import RestScreen

            return RestScreen(household, talk)
        case Status.ENDED:
            from tui.screens.talk_end import TalkEndScreen

            return TalkEndScreen(household, talk)
        case _:
            from tui.screens.talk_floor import FloorScreen

            return FloorScreen(household, talk)
