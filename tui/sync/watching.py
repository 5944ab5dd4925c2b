"""When to look again: as soon as the system says that something changed, and now and then where it says nothing.

Network mounts send no events for what another machine did, and lose none that can be counted on. So folders are
looked at as well: their own times with every poll, which is one call each, and all that is in them as often as that
is cheap. Runs in a daemon thread: any look may hang with the folder.
"""

import os
import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from threading import Event

POLL = 1.0
"""Seconds between two looks."""

_MOST = 50_000
_SHARE = 1000  # a full look may take a thousandth of the time until the next one
_SELDOM = 60.0
_STEP = 0.1
_TOGETHER = 0.5
_NO_EVENTS = re.compile(
    r"nfs|cifs|smb|fuse|9p|afs|ceph|coda|gfs|lustre|virtiofs|vboxsf|vmhgfs|prl_fs|davfs|autofs|ncp"
)

_Folder = tuple[int, int, int] | None
"""Device, number and time of a folder; None when it is not there."""


def changes(paths: Sequence[Path], *, stop: Event, poll: float = POLL) -> Iterator[None]:
    """Give a sign at once, and each time something may have changed in one of the folders, until `stop` is set.

    A sign may come for nothing; none is owed for what is already seen. A folder that is missing is looked for.
    `poll` is in seconds.
    """
    looks = _Looks(paths, poll)
    yield
    while not stop.is_set():
        folders = looks.folders()
        for told in _ticks(paths, stop, poll):
            if looks.changed() or told:
                yield
            if looks.folders() != folders:  # a watch stays with the old folder when a new one takes its name
                break


class _Looks:
    """What the folders looked like, and whether they still do."""

    def __init__(self, paths: Sequence[Path], poll: float) -> None:
        self._paths = paths
        self._poll = poll
        self._next = 0.0
        self._times = self._seen_times()
        self._listing = self._seen_listing()

    def folders(self) -> list[tuple[int, int] | None]:
        """Return which folders these are, as seen last."""
        return [seen and seen[:2] for seen in self._times]

    def changed(self) -> bool:
        """Whether something looks otherwise than before."""
        times = self._seen_times()
        if times == self._times and time.monotonic() < self._next:
            return False
        before, self._times, self._listing = (self._times, self._listing), times, self._seen_listing()
        return before != (self._times, self._listing)

    def _seen_times(self) -> list[_Folder]:
        return [_seen(path) for path in self._paths]

    def _seen_listing(self) -> int:
        began = time.monotonic()
        seen = hash(tuple(frozenset(_entries(path)) for path in self._paths))
        ended = time.monotonic()
        self._next = ended + min(max(self._poll, (ended - began) * _SHARE), _SELDOM)
        return seen


def _seen(path: Path) -> _Folder:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_mtime_ns


def _entries(path: Path) -> Iterator[tuple[str, int, int]]:
    with suppress(OSError), os.scandir(path) as entries:
        for entry in islice(entries, _MOST):
            with suppress(OSError):
                status = entry.stat(follow_symlinks=False)
                yield entry.name, status.st_size, status.st_mtime_ns


def _ticks(paths: Sequence[Path], stop: Event, poll: float) -> Iterator[bool]:
    """Give True when the system tells of a change, and False after each poll without one."""
    watched = [path for path in paths if path.is_dir() and sends_events(path)]
    if watched:
        with suppress(OSError, RuntimeError):  # too many watches, or a name that is no text: then looking has to do
            yield from _events(watched, stop, poll)
    while not stop.wait(poll):
        yield False


def _events(paths: Sequence[Path], stop: Event, poll: float) -> Iterator[bool]:
    from watchfiles import watch

    rounds = watch(
        *paths,
        watch_filter=None,
        debounce=int(_TOGETHER * 1000),
        step=max(1, int(min(_STEP, poll) * 1000)),
        stop_event=stop,
        rust_timeout=max(1, int(poll * 1000)),
        yield_on_timeout=True,
        force_polling=False,
        recursive=False,
        ignore_permission_denied=True,
    )
    for changed in rounds:
        yield bool(changed)


def sends_events(path: Path) -> bool:
    """Whether to ask the system for events of a folder.

    Not on a network mount: it sends none for what others do, and asking stops the whole process while it hangs.
    """
    if sys.platform == "win32":
        return not os.path.realpath(path).startswith("\\\\")
    if not sys.platform.startswith("linux"):
        return True
    try:
        return not _NO_EVENTS.match(_file_system(os.path.realpath(path)))
    except (OSError, IndexError):
        return True


def _file_system(path: str) -> str:
    """Return the kind of the file system that a path lies on, by this process's mounts (proc_pid_mountinfo(5))."""
    longest, kind = "", ""
    for line in Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape").split("\n"):
        fields, _, rest = line.partition(" - ")
        if not rest:
            continue
        at = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), fields.split(" ")[4])
        inside = path == at or path.startswith(at.rstrip("/") + "/")
        if inside and len(at) >= len(longest):
            longest, kind = at, rest.split(" ")[0]
    return kind
