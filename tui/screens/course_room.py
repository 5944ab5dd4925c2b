"""What the weekly hour and the questions by turns share: the clocks, the other window, and keeping the place."""

from textual import work
from textual.widgets import Static

from tui.checkin.course import Course, filled
from tui.core.errors import NearerError
from tui.household import Household
from tui.household.course import RunningCourse
from tui.screens.room import Room
from tui.widgets.floor import TurnLine
from tui.widgets.text import shown

GLANCE = 0.5
"""Seconds between two looks at the clocks and at the other window."""

MINUTE = 60.0


class CourseRoom(Room[None]):
    """A screen on a course, with a `TurnLine` and a `#minutes` that tell the time as a guide.

    Says what it shows in `paint` and how long is meant in `meant`; `over` comes when another window has ended it.
    """

    NOT_KEPT = ""

    def __init__(self, household: Household, running: RunningCourse) -> None:
        """`running` is where they are."""
        super().__init__(household)
        self.running = running
        self.finished = False
        self._told_not_kept = False
        self._painted: tuple[object, ...] = ()
        self._filled = -1.0

    def on_mount(self) -> None:
        """Begin to look."""
        self.set_interval(GLANCE, self.tick)
        self.tick()

    def household_changed(self) -> None:
        """Look at what another window did."""
        self.tick()

    def said_anew(self) -> None:
        """Show everything in the other language."""
        super().said_anew()
        self.show_again()

    def show_again(self) -> None:
        """Paint everything, whatever was painted before."""
        self._painted, self._filled = (), -1.0
        self.tick()

    def tick(self) -> None:
        """Look at the clocks and show what has changed; write it down when that is due."""
        if self.finished or not self.is_running:
            return
        course = self.running.look()
        if self.running.gone:
            self.over()
            return
        mark = (course.id, course.part, course.version)
        if mark != self._painted:
            self._painted, self._filled = mark, -1.0
            self.paint(course)
        self._show_time(course)
        if self.running.due:
            self._write()

    def paint(self, course: Course) -> None:
        """Show the part that is on."""

    def over(self) -> None:
        """Show that it is over."""

    def meant(self, course: Course) -> tuple[float, int, str]:
        """Return the seconds that have gone by, the minutes that are meant, and what is said while they last."""
        raise NotImplementedError

    def go(self, part: int) -> bool:
        """Go to a part, and show it; tell whether that was done."""
        done = self.running.go(part)
        self.tick()
        return done

    def keep_now(self) -> None:
        """Keep where they are before leaving."""
        if not self.finished and self.household.store.read_only is None:
            self.running.look()
            self.running.keep()

    def action_back(self) -> None:
        """Leave; it stays where it is."""
        try:
            self.keep_now()
        except NearerError as error:
            self.say_error(error)
        self.dismiss()

    def _show_time(self, course: Course) -> None:
        """Let the line fill; where nothing is to move on the screen, once a minute."""
        seconds, minutes, said = self.meant(course)
        if self.app.animation_level == "none":
            seconds -= seconds % MINUTE
        share = filled(seconds, minutes)
        if share != self._filled:
            self._filled = share
            self.query_one(TurnLine).show(share, None)
            self.query_one("#minutes", Static).update(shown(said if share < 1 else self.words("hour.over")))

    @work(thread=True, exclusive=True, group="course", exit_on_error=False)
    def _write(self) -> None:
        try:
            self.running.keep()
            self._told_not_kept = False
        except NearerError:
            if not self._told_not_kept:
                self._told_not_kept = True
                self.app.call_from_thread(self.say, self.NOT_KEPT)
