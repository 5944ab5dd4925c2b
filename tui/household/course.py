"""A course that is on in a window: held here, kept on this machine, shared with its other windows.

Any number of threads may use one `RunningCourse`.
"""

from datetime import datetime
from threading import Lock, RLock

from tui.checkin.course import Course, begin, from_data, go, look, taken_up, to_data
from tui.household.household import Household

KEEP_EVERY = 5.0
"""Seconds after which the time is written down again: so much of it may be lost to a power cut."""


class RunningCourse:
    """Where they are, as this window sees it. `gone`: another window has let go of it.

    Nothing is written before the first move, or `KEEP_EVERY` seconds: whoever only looks in leaves no trace.
    """

    def __init__(self, household: Household, key: str, last: int) -> None:
        """Take up what is kept under `key`, or begin; `last` is the last part, counted from 0.

        `left_at` is when it was last seen, where it is taken up.
        """
        self.gone = False
        self.last = last
        self.left_at: datetime | None = None
        self._key = key
        self._ids, self._clock, self._shelf = household.ids, household.clock, household.store.local
        self._lock, self._writing = RLock(), Lock()
        self._written: Course | None = None
        self._left_behind = ""
        held = from_data(self._shelf.get(key), last)
        if held is None:
            self.course = begin(self._ids.new(), self._clock.read())
        else:
            self.course, self._written = taken_up(held, self._clock.read()), held
            self.left_at = held.seen

    def look(self) -> Course:
        """Look at the clocks, and at what another window did; return the course as it is now, without waiting."""
        if self._writing.acquire(blocking=False):
            try:
                self._glance()
            finally:
                self._writing.release()
        with self._lock:
            self.course = look(self.course, self._clock.read())
            return self.course

    def go(self, part: int) -> bool:
        """Go to a part; tell whether that was done. It is not when another window has moved on meanwhile."""
        with self._lock:
            before = self.course
            here = self.look()
            if self.gone or (here.id, here.version) != (before.id, before.version):
                return False
            self.course = go(here, part, self.last, self._clock.read())
            return self.course.version != before.version

    def begin_anew(self) -> None:
        """Begin another course in place of this one."""
        with self._lock:
            self._left_behind = self.course.id
            self.course = begin(self._ids.new(), self._clock.read())
            self._written, self.left_at, self.gone = None, None, False

    @property
    def due(self) -> bool:
        """Whether there is something to write down, and nobody is at it."""
        if self.gone or self._writing.locked():
            return False
        with self._lock:
            written = self._written
            if written is None:
                return self._worth_keeping
            return _mark(written) != _mark(self.course) or self.course.gone - written.gone >= KEEP_EVERY

    def keep(self) -> None:
        """Write it down, unless another window has moved on or let go of it; raises `StoreError`."""
        with self._writing:
            self._glance()
            course = self.course
            if not self.gone and (self._written is not None or self._worth_keeping):
                self._shelf.put(self._key, to_data(course))
                self._written, self._left_behind = course, ""

    def let_go(self) -> None:
        """Take it away; raises `StoreError`. What another window has begun in its place stays."""

        def change(held: object | None) -> object | None:
            there = from_data(held, self.last)
            return None if there is None or there.id == self.course.id else held

        with self._writing:
            self.gone = True
            if self._shelf.get(self._key) is not None:
                self._shelf.change(self._key, change)

    @property
    def _worth_keeping(self) -> bool:
        return bool(self._left_behind or self.course.version) or self.course.gone >= KEEP_EVERY

    def _glance(self) -> None:
        """Take over what another window wrote, where it is ahead of this one."""
        if self.gone:
            return
        there = from_data(self._shelf.get(self._key), self.last)
        with self._lock:
            if there is None:
                self.gone = self._written is not None
            elif there.id != self._left_behind and _ahead(there, self.course):
                self.course = self._written = there


def _mark(course: Course) -> tuple[str, int, int]:
    """Return what people did, without what the clocks did."""
    return course.id, course.part, course.version


def _ahead(there: Course, here: Course) -> bool:
    if there.id != here.id:
        return True
    return _mark(there) != _mark(here) and there.version >= here.version
