"""A clock that is turned by hand, and a shelf in memory that several windows share."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tui.core.clock import Reading
from tui.core.errors import StoreError


class Hand:
    """All the clocks of one machine, from one start of it to the next."""

    def __init__(self) -> None:
        self.passed = self.slept = self.turned = 0.0
        self.started = 0
        self.since = 0.0

    def now(self) -> datetime:
        passed = self.passed + self.slept + self.turned
        return datetime(2026, 11, 23, 18, tzinfo=UTC) + timedelta(seconds=passed)

    def read(self) -> Reading:
        steady = self.passed - self.since
        return Reading(wall=self.now(), steady=steady, boot=steady + self.slept, boot_id=f"boot {self.started}")


class Disk:
    """What the windows of one home share. `writes` counts what was written durably, `notes` what in passing."""

    def __init__(self) -> None:
        self.held: dict[str, str] = {}
        self.beat: object | None = None
        self.open: set[str] = set()
        self.writes = self.notes = 0
        self.broken = False

    def check(self) -> None:
        if self.broken:
            raise StoreError("disk_full", path="x")


class Shelf:
    """One window's way to the disk."""

    def __init__(self, disk: Disk, window: str = "one") -> None:
        self.disk = disk
        self.window = window
        disk.open.add(window)

    def is_open(self, window: str) -> bool:
        return window != self.window and window in self.disk.open

    @property
    def empty(self) -> bool:
        return not self.disk.held

    def get(self, key: str) -> object | None:
        text = self.disk.held.get(key)
        return None if text is None else json.loads(text)

    def change(self, key: str, function: Callable[[object | None], object]) -> object:
        value = function(self.get(key))
        self.put(key, value)
        return value

    def put(self, key: str, value: object) -> None:
        self.disk.check()
        self.disk.held[key] = json.dumps(value)
        self.disk.writes += 1

    def delete(self, key: str) -> None:
        self.disk.check()
        self.disk.held.pop(key, None)

    def note(self, value: object) -> None:
        self.disk.check()
        self.disk.beat = json.loads(json.dumps(value))
        self.disk.notes += 1

    def noted(self) -> object | None:
        return self.disk.beat
