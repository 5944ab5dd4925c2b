"""What all screens of a running talk share: they look at the clocks, follow the other window, and keep the talk."""

import asyncio
from datetime import UTC, datetime
from math import ceil

from msgspec.structs import replace
from textual import work

from tui.core.errors import NearerError
from tui.household import Household
from tui.screens.room import CallThem, Room
from tui.talk.ending import begun
from tui.talk.floor import Floor, Seen, Status
from tui.talk.moves import Move
from tui.talk.running import RunningTalk

GLANCE = 0.5
"""Seconds between two looks at the clocks and at what the other window did."""

LATER = 0.01
"""Seconds after the turn of a second at which it is shown: both windows do so at the same moment."""

UNEVEN = 0.005
"""Seconds by which the glances may miss that moment."""

_NEVER = Seen(wall=datetime.min.replace(tzinfo=UTC), steady=0.0, boot=0.0)

HIGH = 40
"""Rows from which on the time is shown in the largest digits, where the columns suffice, too."""


class TalkRoom(Room[None]):
    """A screen on a running talk. Says what it shows in `paint`, and in `SHOWS` for which states it is the screen."""

    NAME = "talk"
    CALLS = True
    CSS_PATH = "talk.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (HIGH, "-high")]  # noqa: RUF012 - declared by Screen on the instance, read once
    SHOWS: tuple[Status, ...] = ()

    def __init__(self, household: Household, talk: RunningTalk) -> None:
        """`talk` is held by one screen after the other."""
        super().__init__(household)
        self.talk = talk
        self._told_not_kept = self._stayed = False
        self._face: Floor | None = None
        self._stamp: object = None
        self._writing: asyncio.Task[None] | None = None
        self._looked = self._turns = self._phase = 0.0

    @property
    def seat(self) -> int | None:
        """Who sits here: at a window of one's own oneself, at one keyboard whoever may (None)."""
        return self.household.me.seat if self.talk.floor.apart else None

    @property
    def undisturbed(self) -> bool:
        """Nothing but the talk itself shows before its end, and for that there are glances of its own."""
        return self.talk.floor.status not in {Status.BEFORE, Status.ENDED}

    def on_mount(self) -> None:
        """Begin to look."""
        self._glances = self.set_interval(GLANCE, self.glance)
        self.tick()

    def on_resize(self) -> None:
        """Show the talk in another size."""
        self.tick()

    def said_anew(self) -> None:
        """Show the talk in another language."""
        super().said_anew()
        self.tick()

    def glance(self) -> None:
        """Look at the talk where a second has turned, or another window did something: mostly there is no need to."""
        in_between = self._looked <= self.household.clock.read().steady < self._turns
        if not in_between or self.household.store.local.stamp() != self._stamp:
            self._look()

    def tick(self) -> None:
        """Look at the clocks, and show the talk as it is now."""
        self._face = None
        self._look()

    def _look(self) -> None:
        """Look at the clocks and show what has changed; write it down when that is due."""
        self._turns, self._stamp = 0.0, self.household.store.local.stamp()
        floor = self.talk.look()
        if self._writing is not None and not self._writing.done():
            self._stamp = None  # what the other window did may not have been read while this one wrote
        if not self.is_running:
            return
        if self.talk.ring():
            self.app.post_message(CallThem())
        if self._left(floor) and not self.is_current:
            return
        if self.talk.gone:
            self.ended_elsewhere()
        elif floor.status not in self.SHOWS:
            self.app.switch_screen(room_for(self.household, self.talk))
        else:
            self._show(floor)
            self._wait(floor)

    def _show(self, floor: Floor) -> None:
        """Paint what has changed, and write the talk down: of a turn that runs, each second is noted."""
        face = _face(floor)
        changed = face != self._face
        if changed:
            self._face = face
            self.paint(floor)
        at_work = self._writing is not None and not self._writing.done()
        if not at_work and (self.talk.due or (changed and floor.status is Status.RUNNING)):
            self._writing = asyncio.create_task(self._write())

    def _wait(self, floor: Floor) -> None:
        """Let go of the talk until a second turns, and have a glance just then."""
        self._looked, self._turns = floor.seen.steady, floor.seen.steady + _until_it_turns(floor)
        phase = (self._turns + LATER) % GLANCE
        if floor.status is Status.RUNNING and abs(phase - self._phase) > UNEVEN:
            self._phase = phase
            self._glances.stop()
            self.set_timer((phase - floor.seen.steady) % GLANCE, self._glance_from_now_on)

    def _glance_from_now_on(self) -> None:
        self._glances = self.set_interval(GLANCE, self.glance)
        self.glance()

    def paint(self, floor: Floor) -> None:
        """Show the talk as it is."""

    def ended_elsewhere(self) -> None:
        """Go on to what comes after, as the talk has become a record in another window; home, if it never began."""
        if not begun(self.talk.floor):
            self.dismiss()
            return
        from tui.screens.talk_next import TalkNextScreen

        self.say("talk.ended_elsewhere")
        self.app.switch_screen(TalkNextScreen(self.household, self.talk.floor.id))

    def stood_still(self) -> None:
        """Note that the process was stopped and goes on: the next glance looks at the talk with that in mind."""
        self.talk.stood_still()
        self._turns = 0.0

    def do(self, move: Move, *, seat: int | None = None, seconds: float = 0.0, text: str = "") -> bool:
        """Do something as `seat`, at a window of one's own as oneself; show it, and tell whether it was done."""
        done = self.talk.act(move, seat=self.seat if self.seat is not None else seat, seconds=seconds, text=text)
        self.tick()
        return done

    def keep_now(self) -> None:
        """Keep the talk before leaving."""
        self.talk.look()
        if self.household.store.read_only is None:
            self.talk.keep()

    def action_back(self) -> None:
        """Go home; the talk stays. What cannot be kept now is held here, so whoever leaves it is told before."""
        try:
            self.keep_now()
        except NearerError as error:
            self.say_error(error)
            if not self._stayed:
                self._stayed = True
                return
        self.dismiss()

    def _left(self, floor: Floor) -> bool:
        return self.talk.gone or floor.status not in self.SHOWS

    async def _write(self) -> None:
        """Write the talk down in a thread, and again where something was done meanwhile.

        Textual's worker costs ten times as much, which counts each second: it is taken where this did not work.
        """
        try:
            await asyncio.to_thread(self.talk.keep)
            while self.talk.due:
                await asyncio.to_thread(self.talk.keep)
            self._told_not_kept = False
        except Exception:  # noqa: BLE001 - the worker meets it again, and tells of it
            self._write_again()

    @work(thread=True, exclusive=True, group="talk", exit_on_error=False)
    def _write_again(self) -> None:
        try:
            self.talk.keep()
            self._told_not_kept = False
        except NearerError:
            if not self._told_not_kept:
                self._told_not_kept = True
                self.app.call_from_thread(self.say, "talk.not_kept")


def _face(floor: Floor) -> Floor:
    """Return the talk as far as it can be seen: whole seconds, and nothing of what the clocks said."""
    spent, rest, rested = float(int(floor.spent)), float(ceil(floor.rest)), float(int(floor.rested))
    return replace(floor, spent=spent, talked=0.0, rest=rest, rested=rested, seen=_NEVER)


def _until_it_turns(floor: Floor) -> float:
    """Return how long the second lasts that is shown; one second where no time is."""
    left = {Status.RUNNING: floor.left, Status.BREAK: floor.rest}.get(floor.status, 0.0)
    return left - ceil(left) + 1


def room_for(household: Household, talk: RunningTalk) -> TalkRoom:
    """Return the screen for the state that a talk is in."""
    match talk.floor.status:
        case Status.BEFORE:
            from tui.screens.talk_before import BeforeScreen

            return BeforeScreen(household, talk)
        case Status.BREAK:
            from tui.screens.talk_rest import RestScreen

            return RestScreen(household, talk)
        case Status.ENDED:
            from tui.screens.talk_end import TalkEndScreen

            return TalkEndScreen(household, talk)
        case _:
            from tui.screens.talk_floor import FloorScreen

            return FloorScreen(household, talk)
