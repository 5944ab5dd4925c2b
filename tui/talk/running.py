"""A talk that runs in a window: held here, kept on disk, shared with the other window.

Any number of threads may use one `RunningTalk`.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Lock, RLock
from typing import Protocol, Self

import msgspec
from msgspec.structs import replace

from tui.core.clock import Clock
from tui.core.errors import StoreError
from tui.talk.floor import Floor, Status, sound
from tui.talk.moves import Move, act, look, rang, taken_up

KEY = "talk"
"""Where a running talk is kept, among what belongs to this machine alone."""

KEEP_EVERY = 5.0
"""Seconds after which a turn that runs is written down again: so much may be lost to a power cut."""

AHEAD = 2.0
"""Seconds by which another window must have looked later for its view to be the fresher one."""


class Shelf(Protocol):
    """Small pieces of JSON by key, each durable: `tui.store.local.Local`."""

    def get(self, key: str) -> object | None:
        """Return what is kept under `key`."""

    def put(self, key: str, value: object) -> None:
        """Keep a value; raises `StoreError`."""

    def delete(self, key: str) -> None:
        """Let go of a value; raises `StoreError`."""


class RunningTalk:
    """The talk as this window sees it. `floor` is the state, `gone` that another window has ended it."""

    def __init__(self, floor: Floor, *, shelf: Shelf, clock: Clock) -> None:
        """Nothing is written before `keep`."""
        self.floor = floor
        self.gone = False
        self._shelf = shelf
        self._clock = clock
        self._lock = RLock()
        self._writing = Lock()
        self._written: Floor | None = None

    @classmethod
    def take_up(cls, shelf: Shelf, clock: Clock, *, recorded: Callable[[str], bool]) -> Self | None:
        """Return the talk that was left, a turn in it paused; None when there is none that can be read.

        `recorded` tells whether the talk with this id has become a record: then what is left of it goes.
        """
        left = shelf.get(KEY)
        floor = from_data(left)
        if floor is None or recorded(floor.id):
            if left is not None:
                with suppress(StoreError):
                    shelf.delete(KEY)
            return None
        talk = cls(taken_up(floor, clock.read()), shelf=shelf, clock=clock)
        talk._written = floor
        return talk

    def look(self) -> Floor:
        """Look at the clocks, and at what another window did; return the talk as it is now, without waiting."""
        if self._writing.acquire(blocking=False):
            try:
                self._glance()
            finally:
                self._writing.release()
        with self._lock:
            self.floor = look(self.floor, self._clock.read())
            return self.floor

    def act(self, move: Move, *, seconds: float = 0.0) -> bool:
        """Do something; tell whether it was done. It is not when another window has moved on meanwhile."""
        with self._lock:
            before = self.floor.version
            if self.look().version != before or self.gone:
                return False
            self.floor = act(self.floor, move, self._clock.read(), seconds=seconds)
            return self.floor.version != before

    def ring(self) -> bool:
        """Tell whether the bell is to ring now: once, when the time of a turn or break has run out."""
        with self._lock:
            floor = self.floor
            due = floor.over and not floor.rung and floor.status in {Status.RUNNING, Status.BREAK}
            if due:
                self.floor = rang(floor)
            return due

    def write_sentence(self, text: str) -> None:
        """Hold the sentence that is being typed at the end."""
        with self._lock:
            self.floor = replace(self.floor, sentence=text)

    @property
    def due(self) -> bool:
        """Whether there is something to write down, and nobody is at it."""
        if self.gone or self._writing.locked():
            return False
        with self._lock:
            written, floor = self._written, self.floor
            if written is None or _mark(written) != _mark(floor):
                return True
            waited = floor.seen.steady - written.seen.steady
            return floor.status is Status.RUNNING and not 0 <= waited < KEEP_EVERY

    def keep(self) -> None:
        """Write the talk down, unless another window has moved on or ended it; raises `StoreError`."""
        with self._writing:
            self._glance()
            floor = self.floor
            if not self.gone:
                self._shelf.put(KEY, to_data(floor))
                self._written = floor

    def let_go(self) -> None:
        """Take the running talk away, once it is a record; raises `StoreError`."""
        with self._writing:
            self.gone = True
            self._shelf.delete(KEY)

    def _glance(self) -> None:
        """Take over what another window wrote, where it is ahead of this one."""
        if self._written is None or self.gone:
            return
        there = from_data(self._shelf.get(KEY))
        with self._lock:
            if there is None or there.id != self.floor.id:
                self.gone = True
            elif _ahead(there, self.floor):
                self.floor = self._written = there


def _mark(floor: Floor) -> tuple[object, ...]:
    """Return what people did, without what the clocks did."""
    return floor.version, floor.part, floor.turn, floor.status, floor.extra


def _ahead(there: Floor, here: Floor) -> bool:
    if there.version != here.version or _mark(there) != _mark(here):
        return there.version >= here.version
    same_boot = there.seen.boot_id == here.seen.boot_id
    return same_boot and there.seen.steady > here.seen.steady + AHEAD


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
