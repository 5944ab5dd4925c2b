"""A talk that runs in a window: held here, kept on disk, shared with the other window.

Any number of threads may use one `RunningTalk`. What people do shows at once and is written by whoever has the time
(`due`, `keep`). Where both windows did something at the same moment, the one that was written first leads; of the
other, what still fits is done on top of it, and what can never come too late (`NEVER_LATE`): a break, a pause,
"ready"; and when to come back, unless the first has chosen that. Where there is another machine, what was done is
kept beside the floor, to be told (`tui.talk.far`).
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Lock, RLock
from typing import NamedTuple, Self

import msgspec
from msgspec.structs import replace

from tui.core.clock import Clock
from tui.core.errors import StoreError
from tui.talk import KEY
from tui.talk.far import Act, far_in, shared, with_acts, with_far
from tui.talk.floor import Floor, Seen, Status, sound
from tui.talk.late import NEVER_LATE, fits, situation
from tui.talk.moves import LONGEST_LOOK, STOPPED_LOOK, Move, act, look, taken_up
from tui.talk.shelf import Shelf

KEEP_EVERY = 5.0
"""Seconds after which a turn that runs is written down again: so much may be lost to a power cut."""

BEAT_EVERY = 1.0
"""Seconds after which its time is noted in passing: so much may be lost to a kill."""

AHEAD = 0.5
"""Seconds by which another window must have looked later for its view to be the fresher one."""

WATCHED = 2 * BEAT_EVERY + AHEAD
"""Seconds within which a window that watches a talk has noted its time."""

SLACK = 1.0
"""Seconds by which the end of a break may seem to move without having been chosen anew."""

_WATCHED = {Status.BEFORE, Status.RUNNING, Status.PAUSED}
"""While a talk stands so its time is noted; a break needs no watching."""


class Beat(msgspec.Struct, frozen=True, kw_only=True):
    """How far the time of a talk has come, as a `window` saw it: it belongs to one `version` of the talk."""

    id: str
    version: int
    spent: float
    talked: float
    seen: Seen
    window: str


def nobody() -> str:
    """Return the name of this machine where there is no other one."""
    return ""


class _OverError(Exception):
    """The talk was ended elsewhere: nothing is to be written."""


class RunningTalk:
    """The talk as this window sees it. `floor` is the state, `gone` that another window has ended it.

    `joined`: another window held it when this one took it up. `balance` holds for how many seconds each has talked
    while this window looked; it is written nowhere.
    """

    def __init__(self, floor: Floor, *, shelf: Shelf, clock: Clock, hand: Callable[[], str] = nobody) -> None:
        """Nothing is written before `keep`. `hand` tells the name of this machine where there is another one."""
        self.floor = floor
        self.gone = False
        self.joined = False
        self.balance = [0.0, 0.0]
        self._shelf = shelf
        self._clock = clock
        self._hand = hand
        self._lock = RLock()
        self._writing = Lock()
        self._written: Floor | None = None
        self._noted: Seen | None = None
        self._undone: list[Act] = []
        self._merging = 0
        self._typed: dict[int, str] = {}
        self._stopped = self._lost = False
        self._before = _time_of(floor)
        self._heard = floor.talked, floor.voice

    @classmethod
    def take_up(
        cls,
        shelf: Shelf,
        clock: Clock,
        *,
        recorded: Callable[[str], bool],
        hand: Callable[[], str] = nobody,
        elsewhere: Callable[[], Floor | None] = lambda: None,
    ) -> Self | None:
        """Return the talk that was left, or that another window holds; None when there is none that can be read.

        A turn that nobody has watched for a moment is paused where it was last seen, unless it goes on `elsewhere`:
        on another machine, as that has told. `recorded` tells whether the talk with this id has become a record:
        then what is left of it goes.
        """
        left = shelf.get(KEY)
        floor = from_data(left)
        if floor is None or recorded(floor.id):
            if left is not None:
                with suppress(StoreError):
                    shelf.delete(KEY)
            return None
        beat, now = beat_in(shelf.noted()), clock.read()
        floor = _with_beat(floor, beat)
        talk = cls(floor, shelf=shelf, clock=clock, hand=hand)
        talk._written = floor
        seen = floor.seen
        just_now = seen.boot_id == now.boot_id and 0 <= now.steady - seen.steady <= WATCHED
        talk.joined = just_now and beat is not None and shelf.is_open(beat.window)
        there = None if talk.joined else elsewhere()
        if there is not None:
            talk.floor, talk.joined = there, True
        else:
            talk.floor = look(floor, now) if talk.joined else taken_up(floor, now)
        return talk

    def look(self) -> Floor:
        """Look at the clocks, and at what another window did; return the talk as it is now, without waiting."""
        if self._writing.acquire(blocking=False):
            try:
                self._glance()
            finally:
                self._writing.release()
        with self._lock:
            longest = STOPPED_LOOK if self._stopped else LONGEST_LOOK
            self._stopped = False
            self.floor = look(self.floor, self._clock.read(), longest=longest)
            self._hear()
            return self.floor

    def _hear(self) -> None:
        """Add to the balance what was talked since the last time, whichever window it was that saw it first.

        Who talked in a gap that was counted afterwards nobody knows.
        """
        talked, voice = self._heard
        passed = self.floor.talked - talked
        if voice is not None and 0 < passed <= LONGEST_LOOK:
            self.balance[voice] += passed
        self._heard = self.floor.talked, self.floor.voice

    def stood_still(self) -> None:
        """Say that this process was stopped, and goes on: nobody could see the time meanwhile."""
        self._stopped = True

    def act(self, move: Move, *, seat: int | None = None, seconds: float = 0.0, text: str = "") -> bool:
        """Do something as `seat` (None: whoever may); tell whether it was done.

        It is not when another window has moved on meanwhile, unless it can never come too late.
        """
        with self._lock:
            about = situation(self.floor)
            moved_on = situation(self.look()) != about
            if self.gone or (moved_on and move not in NEVER_LATE):
                return False
            was = self.floor
            self.floor = act(was, move, self._clock.read(), seat=seat, seconds=seconds, text=text)
            done = self.floor.version != was.version
            self._hear()
            if done:
                self._undone.append(Act(move, seat, seconds, text, was))
            return done

    def ring(self) -> bool:
        """Tell whether the bell is to ring: the time of a turn or a break has run out since this was last asked."""
        with self._lock:
            before, now = self._before, _time_of(self.floor)
            self._before = now
            running = self.floor.status in {Status.RUNNING, Status.BREAK}
            return running and before.of == now.of and before.left > 0 >= now.left

    def write_sentence(self, text: str, seat: int) -> None:
        """Hold the sentence that whoever sits at `seat` is typing at the end."""
        with self._lock:
            self._typed[seat] = text
            self.floor = self._with_typed(self.floor)

    @property
    def due(self) -> bool:
        """Whether there is something to write down, and nobody is at it."""
        if self.gone or self._writing.locked():
            return False
        with self._lock:
            noted = self._noted
            beat = noted is None or not 0 <= self.floor.seen.steady - noted.steady < BEAT_EVERY
            return self._to_keep or (self.floor.status in _WATCHED and beat)

    @property
    def _to_keep(self) -> bool:
        written, floor = self._written, self.floor
        if written is None or self._undone or self._lost or _mark(written) != _mark(floor):
            return True
        waited = floor.seen.steady - written.seen.steady
        return floor.status is Status.RUNNING and not 0 <= waited < KEEP_EVERY

    def keep(self) -> None:
        """Write the talk down, unless another window has ended it; raises `StoreError`."""
        with self._writing:
            self._glance()
            if self.gone:
                return
            if self.floor.status in _WATCHED:
                self._note()  # first, so that whoever finds the talk knows that it is watched
            if self._to_keep:
                self._write()

    def let_go(self) -> None:
        """Take the running talk away, once it is a record; raises `StoreError`."""
        with self._writing:
            self.gone = True
            self._shelf.change(KEY, self._without_this)
            with suppress(StoreError):
                self._shelf.note(None)

    def _without_this(self, held: object | None) -> object:
        there = from_data(held)
        return held if there is not None and there.id != self.floor.id else None

    def _write(self) -> None:
        try:
            written = from_data(self._shelf.change(KEY, self._merged))
        except _OverError:
            self.gone = True
            return
        with self._lock:
            del self._undone[: self._merging]
            self._written, self._lost = written, False

    def _merged(self, held: object | None) -> object:
        """Return what is to be written over what another window may have written meanwhile."""
        there = from_data(held)
        with self._lock:
            if self._written is not None and self._is_over(there):
                raise _OverError
            self._merging, done = len(self._undone), list(self._undone)
            if there is not None and there.id != self.floor.id and there.status is not Status.ENDED:
                self.floor, done = there, []  # both began one at the same moment: they hold one talk
            elif there is not None and self._written is not None and there.version > self._written.version:
                self.floor, done = self._on_top_of(there)
            elif there is not None and there.id == self.floor.id:
                self.floor = self._with_typed(replace(self.floor, sentences=there.sentences))
            return self._with_done(held if there is not None and there.id == self.floor.id else None, done)

    def _on_top_of(self, there: Floor) -> tuple[Floor, list[Act]]:
        """Return what another window did, and on top of it what was done here and can never come too late."""
        floor, done = self._with_typed(there), []
        unchosen = not there.agreed or _same_end(there, self._written)
        for each in self._undone:
            if unchosen if each.move is Move.RETURN else fits(each.move, situation(each.was), floor):
                was = look(floor, self._clock.read())
                floor = act(was, each.move, self._clock.read(), seat=each.seat, seconds=each.seconds, text=each.text)
                done += [each._replace(was=was)] if floor.version != was.version else []
        return floor, done

    def _with_done(self, held: object | None, done: list[Act]) -> object:
        """Return the floor as data, with what was done here where that is to be told to another machine."""
        far, hand = far_in(held), self._hand()
        if far is not None:
            far = with_acts(far, done, hand or far.hand)
        elif hand and self.floor.apart and self.floor.status is not Status.ENDED:
            far = shared(self.floor, hand)
        return with_far(to_data(self.floor), far)

    def _note(self) -> None:
        floor = self.floor
        beat = Beat(
            id=floor.id,
            version=floor.version,
            spent=floor.spent,
            talked=floor.talked,
            seen=floor.seen,
            window=self._shelf.window,
        )
        self._noted = floor.seen
        with suppress(StoreError):  # what was written durably stands without it
            self._shelf.note(msgspec.to_builtins(beat))

    def _glance(self) -> None:
        """Take over what another window wrote, where it is ahead of this one."""
        if self._written is None or self.gone:
            return
        there = from_data(self._shelf.get(KEY))
        with self._lock:
            if self._is_over(there):
                self.gone = True
                return
            self._lost = there is None
            if there is None or self._undone:
                return  # what was done here is merged with it when it is written
            fresh = _with_beat(there, beat_in(self._shelf.noted()))
            if _ahead(fresh, self.floor):
                self._written = fresh
                self.floor = self._with_typed(fresh)

    def _is_over(self, there: Floor | None) -> bool:
        """Whether another window has ended the talk; one that was lost with all else is held here, and kept again."""
        return not self._shelf.empty if there is None else there.id != self.floor.id

    def _with_typed(self, floor: Floor) -> Floor:
        """Return a floor with what is being typed in this window."""
        first, second = (self._typed.get(seat, text) for seat, text in enumerate(floor.sentences))
        return replace(floor, sentences=(first, second))


class _Time(NamedTuple):
    """What the bell goes by: the time that is left, and of what."""

    of: object
    left: float


def _time_of(floor: Floor) -> _Time:
    if floor.status is Status.BREAK:
        return _Time("break", floor.rest)
    return _Time((floor.part, floor.turn), floor.left)


def _mark(floor: Floor) -> tuple[object, ...]:
    """Return what people did, without what the clocks did."""
    return floor.version, floor.part, floor.turn, floor.status, floor.extra, floor.sentences


def _same_end(one: Floor, other: Floor | None) -> bool:
    """Whether a break ends when it did before: nobody has chosen anew when to come back."""
    return other is not None and abs(one.rested + one.rest - other.rested - other.rest) <= SLACK


def _ahead(there: Floor, here: Floor) -> bool:
    if there.version != here.version:
        return there.version > here.version
    same_boot = there.seen.boot_id == here.seen.boot_id
    return same_boot and there.seen.steady > here.seen.steady + AHEAD


def _with_beat(floor: Floor, beat: Beat | None) -> Floor:
    """Return a floor with the time that was noted in passing after it was written."""
    if beat is None or (beat.id, beat.version) != (floor.id, floor.version) or floor.status not in _WATCHED:
        return floor
    later = beat.seen.boot_id == floor.seen.boot_id and beat.seen.steady >= floor.seen.steady
    return replace(floor, spent=beat.spent, talked=beat.talked, seen=beat.seen) if later else floor


def to_data(floor: Floor) -> object:
    """Return a talk as plain JSON data."""
    return msgspec.to_builtins(floor)


def from_data(data: object) -> Floor | None:
    """Return the talk in `data`; None when there is none that can be read."""
    if not isinstance(data, Mapping):
        return None
    try:
        floor = msgspec.convert(data, Floor)
    except (msgspec.ValidationError, OverflowError):
        return None
    return floor if sound(floor) else None


def beat_in(data: object) -> Beat | None:
    """Return the time noted in `data`; None when there is none that can be read."""
    try:
        return msgspec.convert(data, Beat)
    except (msgspec.ValidationError, OverflowError):
        return None
