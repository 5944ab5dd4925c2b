"""The folder that something else carries between the machines, on this machine's disk.

Ours lie flat in its subfolder `nearer`. Whoever can write there may put anything there, so nothing that lies there
is trusted: neither a name, nor a size, nor that it is a file at all.
"""

import errno
import os
import re
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from tui.sync.disk import FORBIDDEN, FULL, Place, is_plain, opened, reason
from tui.sync.ports import SUFFIX, FolderError, Signature

SUBFOLDER = "nearer"
"""Where in the chosen folder our files lie."""

MOST = 20_000
"""How many files are looked at: far more than ten years make, and few enough to look at each second."""

_MOST_NAMES = 500_000
_MOST_ODD = 100
_DAY = 86_400.0
_GONE = frozenset(
    number
    for name in ("ENOENT", "ESTALE", "ENODEV", "ENXIO", "ENOTCONN", "EHOSTDOWN", "EHOSTUNREACH", "ENOMEDIUM")
    if (number := getattr(errno, name, None)) is not None
)
_IN_THE_WAY = frozenset({errno.ENOTDIR, errno.ELOOP})
_OWN_NEW = re.compile(r"\.nearer-[0-9a-f]{16}\.tmp")
_STAND_IN = re.compile(r"\..*\.nearer.*\.icloud|.*\.nearer.*\.(?:nextcloud|owncloud)", re.IGNORECASE | re.DOTALL)
_NOT_ON_DISK = 0x1000 | 0x40000 | 0x400000  # Windows: offline, recalled on opening, recalled on reading
_DATALESS = 0x40000000  # macOS: the content is elsewhere


class DiskFolder:
    """The files in the subfolder `nearer` of a chosen folder. The subfolder is made by the first write."""

    def __init__(self, path: Path, *, mount: str = "", now: Callable[[], float] = time.time) -> None:
        """`mount` is what `mount_of` said when the folder was chosen.

        When the folder's drive or share is not mounted, what is at `path` is something else: it is not written to.
        `now` gives seconds since 1970.
        """
        self.path = path
        self.waiting = 0
        """How many files the carrier shows but has not brought yet, when `files` looked last."""
        self.odd: list[str] = []
        """The names that are like ours, but are links, folders, or such as no carrier gives; some of them."""
        self.beyond = 0
        """How many files are like ours, but too many to be looked at."""
        self._mount = mount
        self._now = now
        self._left_over: list[str] = []

    def files(self) -> Mapping[str, Signature]:
        """Return the ordinary files of ours by name. A conflict copy of any carrier counts: it is a copy."""
        self.waiting = self.beyond = 0
        self.odd = []
        self._left_over = []
        found: dict[str, Signature] = {}
        with self._told():
            self._be_mounted()
            with opened(self.path) as chosen, suppress(FileNotFoundError), chosen.inside(SUBFOLDER) as place:
                for entry in place.names(_MOST_NAMES):
                    self._take(entry, found)
        return found

    def read(self, name: str, most: int) -> bytes | None:
        """Return what is in a file; None when it is gone, not here yet, not to be read, or larger than `most`."""
        if not _is_ours(name):
            return None
        with (
            self._told(),
            opened(self.path) as chosen,
            suppress(FileNotFoundError),
            chosen.inside(SUBFOLDER) as place,
        ):
            found = place.status(name)
            here = found is not None and stat.S_ISREG(found.st_mode) and not _is_elsewhere(found)
            return place.read(name, most) if here else None
        return None

    def write(self, name: str, data: bytes) -> None:
        """Make a file, whole or not at all.

        What stands under that name stays. If it is the same, or is not here yet, nothing is done; if it is something
        else, the file gets another name: what it is, is told by its content alone.
        """
        if not _is_ours(name):
            raise ValueError(name)
        with self._told():
            self._be_mounted()
            with opened(self.path) as chosen, chosen.inside(SUBFOLDER, make=True) as place:
                self._sweep(place)
                if not _stands(place, name, data):
                    _write(place, name, data)

    def remove(self, name: str) -> None:
        """Take an ordinary file of ours away; anything else under that name stays."""
        if not _is_ours(name):
            raise ValueError(name)
        with (
            self._told(),
            opened(self.path) as chosen,
            suppress(FileNotFoundError),
            chosen.inside(SUBFOLDER) as place,
        ):
            if place.is_file(name):
                place.remove(name)

    def _take(self, entry: os.DirEntry[str], found: dict[str, Signature]) -> None:
        name = entry.name
        if SUFFIX not in name.lower():
            return
        if _STAND_IN.fullmatch(name):
            self.waiting += 1
        elif name.startswith((".", "~")):
            self._take_hidden(entry)
        elif len(found) >= MOST:
            self.beyond += 1
        else:
            self._take_seen(entry, found)

    def _take_seen(self, entry: os.DirEntry[str], found: dict[str, Signature]) -> None:
        status = _status(entry) if is_plain(entry.name) else None
        if status is None or not stat.S_ISREG(status.st_mode):
            if len(self.odd) < _MOST_ODD:
                self.odd.append(entry.name.encode("utf-8", "backslashreplace").decode())
        elif _is_elsewhere(status):
            self.waiting += 1
        else:
            # A carrier gives a file that it mends its old time again; the system's own note of a change is newer.
            found[entry.name] = Signature(status.st_size, status.st_mtime_ns + status.st_ctime_ns)

    def _take_hidden(self, entry: os.DirEntry[str]) -> None:
        """Note what a write of ours that was cut short has left; the rest are carriers' files on their way."""
        if _OWN_NEW.fullmatch(entry.name):
            status = _status(entry)
            if status is not None and stat.S_ISREG(status.st_mode) and status.st_mtime < self._now() - _DAY:
                self._left_over.append(entry.name)

    def _sweep(self, place: Place) -> None:
        left_over, self._left_over = self._left_over, []
        for name in left_over:
            with suppress(OSError):
                place.remove(name)

    def _be_mounted(self) -> None:
        if self._mount and Path(mount_of(self.path)) in Path(self._mount).parents:
            raise FolderError("folder_gone", path=self.path, why=os.strerror(errno.ENOENT))

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the system says into what a person can be told."""
        try:
            yield
        except OSError as error:
            raise FolderError(_key(error), path=self.path, why=reason(error)) from error


def mount_of(path: Path) -> str:
    """Return the root of the drive or share that a folder lies on: to be remembered when it is chosen.

    Device numbers would not do: some systems give new ones with each start.
    """
    place = Path(os.path.realpath(path))
    while not os.path.ismount(place) and place != place.parent:
        place = place.parent
    return str(place)


def _key(error: OSError) -> str:
    if error.errno in _GONE:
        return "folder_gone"
    if error.errno in _IN_THE_WAY:
        return "folder_in_the_way"
    if error.errno in FORBIDDEN:
        return "folder_denied"
    if error.errno == errno.ETIMEDOUT:
        return "folder_slow"
    return "folder_full" if error.errno in FULL else "folder_failed"


def _is_ours(name: str) -> bool:
    return is_plain(name) and SUFFIX in name.lower() and not name.startswith((".", "~"))


def _is_elsewhere(status: os.stat_result) -> bool:
    """Whether reading the file would first have to fetch it."""
    attributes: int = getattr(status, "st_file_attributes", 0)
    flags: int = getattr(status, "st_flags", 0)
    return bool(attributes & _NOT_ON_DISK or flags & _DATALESS)


def _status(entry: os.DirEntry[str]) -> os.stat_result | None:
    try:
        return entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None


def _stands(place: Place, name: str, data: bytes) -> bool:
    """Whether a file need not be written: it is there, or the carrier is about to bring it."""
    if any(place.status(each) for each in (f".{name}.icloud", f"{name}.nextcloud", f"{name}.owncloud")):
        return True
    found = place.status(name)
    if found is None or not stat.S_ISREG(found.st_mode):
        return False
    return _is_elsewhere(found) or (found.st_size == len(data) and place.read(name, len(data)) == data)


def _write(place: Place, name: str, data: bytes) -> None:
    beside = f".nearer-{token_hex(8)}.tmp"
    try:
        place.make(beside, data, 0o666)
        try:
            place.publish(beside, name)
        except FileExistsError:
            place.publish(beside, f"{name.removesuffix(SUFFIX)}-{token_hex(4)}{SUFFIX}")
    except BaseException:
        with suppress(OSError):
            place.remove(beside)
        raise
    place.sync()
