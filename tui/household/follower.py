"""What follows from the records and is asked for all the time, kept up to date by what changed in the store."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import RLock

from tui.checkin.opening import History
from tui.core.records import Answer, Opening, Plan, Record, Sitting
from tui.planner.ahead import Ahead
from tui.planner.occurrences import Occurrence
from tui.store.store import Store


class Follower:
    """Takes in what changed whenever it is asked; any thread may ask, one at a time."""

    def __init__(self, store: Store, counts: Callable[[Opening], bool]) -> None:
        """Nothing is read before it is asked for; `counts` says of an opening whether it is to be believed."""
        self._store = store
        self._counts = counts
        self._doubtful: dict[str, Opening] = {}
        self._judged = 0
        self._mutex = RLock()
        self._history = History()
        self._ahead = Ahead()
        self._newest = datetime.min.replace(tzinfo=UTC)

    @contextmanager
    def history(self) -> Iterator[History]:
        """Give the history of the check-in as it is now; nobody changes it meanwhile."""
        with self._mutex:
            for before, after in self._store.changes(Sitting, Answer, Opening):
                self._take(before, after)
            if self._doubtful and self._judged != self._store.revision:
                self._judged = self._store.revision
                for opening in list(self._doubtful.values()):
                    self._take(opening, opening)
            yield self._history

    def _take(self, before: Record | None, after: Record | None) -> None:
        """Take in what changed; an opening that does not count (yet) has not happened."""
        if isinstance(before, Opening) and self._doubtful.pop(before.id, None) is not None:
            before = None
        if isinstance(after, Opening) and not self._counts(after):
            self._doubtful[after.id] = after
            after = None
        self._history.take(before, after)

    def times_ahead(self, now: datetime) -> list[Occurrence]:
        """Return the next time of each plan that is not over at `now` (UTC), whatever its state, soonest first."""
        with self._mutex:
            changes = self._store.changes(Plan)
            if now < self._newest:  # the clock was set back: what was over may lie ahead
                self._ahead, changes = Ahead(self._store.all(Plan)), []
            for before, after in changes:
                self._ahead.take(before, after)
            self._newest = now
            return self._ahead.times(now)
