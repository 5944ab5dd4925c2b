"""Busy time of files and folders between two moments."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tui.core.clock import zone as zone_of
from tui.core.errors import InputError
from tui.planner.calendars.clocks import DAY, ZoneClock
from tui.planner.calendars.files import Signature, content, found_in, signature, skipped
from tui.planner.calendars.found import Busy, Skipped
from tui.planner.calendars.reading import Names, Read, nobody, read
from tui.planner.calendars.series import Window
from tui.planner.spans import Span, clipped, merged

WINDOWS = 8
"""For how many windows it is kept when somebody is busy by a file."""

ENOUGH = 100_000
"""How many spans are gathered before they are merged, so that many events take little room."""


_Asked = tuple[int, int, str]


@dataclass(slots=True)
class _Kept:
    """What was read of a file, and when somebody is busy by it in the windows that were asked for last."""

    signature: Signature
    read: Read
    windows: dict[_Asked, Busy] = field(default_factory=dict)


class Cache:
    """What was read of each file, while the process runs: never its text. Any thread may use it."""

    def __init__(self, without: Names = nobody) -> None:
        """Events whose UID is `without` do not count."""
        self.without = without
        self._lock = threading.Lock()
        self._kept: dict[Path, _Kept] = {}

    def read(self, path: Path) -> Read:
        """Return what a file says, read anew if it is not as it was; raises `InputError` when that fails."""
        return self._up_to_date(path).read

    def busy(self, path: Path, window: Window, zone: str) -> Busy:
        """Return busy time as `Read.busy` does, for a window of whole days around what is asked; raises as `read`."""
        kept = self._up_to_date(path)
        days = window._replace(since=window.since // DAY * DAY, until=-(-window.until // DAY) * DAY)
        asked = (days.since, days.until, zone)
        with self._lock:
            answer = kept.windows.get(asked)
        if answer is None:
            answer = kept.read.busy(days)
            with self._lock:
                if len(kept.windows) >= WINDOWS:
                    kept.windows.pop(next(iter(kept.windows)))
                kept.windows[asked] = answer
        return answer

    def forget(self, path: Path) -> None:
        """Let go of what was read of a file."""
        with self._lock:
            self._kept.pop(path, None)

    def _up_to_date(self, path: Path) -> _Kept:
        with self._lock:
            kept = self._kept.get(path)
        if kept is not None and kept.signature == _now(path):
            return kept
        self.forget(path)
        found, seen = _read(path, self.without)
        fresh = _Kept(seen, found)
        with self._lock:
            self._kept[path] = fresh
        return fresh


def busy(paths: Sequence[Path], since: datetime, until: datetime, zone: str, cache: Cache | None = None) -> Busy:
    """Return the busy time of calendar files, and folders of them, between two moments (both with a zone).

    Times without a zone, and whole days, are on the clock of `zone`, an IANA name; raises `InputError` when there is
    none of that name. Whatever cannot be read is in `skipped`, and the rest counts.
    """
    window = Window(int(since.timestamp()), -int(-until.timestamp() // 1), ZoneClock(zone_of(zone)))
    spans: list[Span] = []
    left_out: dict[tuple[str, int, str], Skipped] = {}
    for path in _files(paths, left_out):
        try:
            found = _read(path)[0].busy(window) if cache is None else cache.busy(path, window, zone)
        except InputError as error:
            _add(left_out, skipped(path, error))
            continue
        spans.extend(found.spans)
        for each in found.skipped:
            _add(left_out, each)
        if len(spans) > ENOUGH:
            spans = merged(spans)
    in_order = sorted(left_out.values(), key=lambda each: (each.file, each.line, str(each.why)))
    within = clipped(merged(spans), window.since, window.until) if window.since < window.until else []
    return Busy(spans=tuple(within), skipped=tuple(in_order))


def _files(paths: Sequence[Path], left_out: dict[tuple[str, int, str], Skipped]) -> list[Path]:
    found: dict[Path, None] = {}
    for path in paths:
        files, problems = found_in(path)
        found.update(dict.fromkeys(files))
        for each in problems:
            _add(left_out, each)
    return list(found)


def _add(left_out: dict[tuple[str, int, str], Skipped], one: Skipped) -> None:
    left_out.setdefault((one.file, one.line, str(one.why)), one)


def _now(path: Path) -> Signature | None:
    try:
        return signature(path)
    except InputError:
        return None


def _read(path: Path, without: Names = nobody) -> tuple[Read, Signature]:
    raw, seen = content(path)
    return read(path, raw, without), seen
