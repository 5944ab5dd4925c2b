"""Calendar files on the disk: found, and read whole as they were at one moment, whatever stands in their place."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tui.core.errors import InputError
from tui.planner.calendars.found import Skipped

ENDINGS = (".ics", ".ical", ".ifb", ".icalendar")
"""How the names of calendar files end."""

LARGEST = 64 * 1024 * 1024
"""The largest file that is read, in bytes: more than twice what 50,000 events take."""

MOST_FILES = 20_000
"""The most files that are read of one folder."""

DEEPEST = 5
"""How many folders may stand in one another."""

TRIES = 3
"""How often a file is read anew that changes while it is read."""

_MEGABYTE = 1024 * 1024
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class Signature(NamedTuple):
    """What tells one state of a file from another without reading it."""

    device: int
    number: int
    size: int
    changed: int
    touched: int


def calendar_files(path: Path) -> list[Path]:
    """Return the calendar files of a file or folder, in order of name: none where the folder cannot be read."""
    return found_in(path)[0]


def found_in(path: Path) -> tuple[list[Path], list[Skipped]]:
    """Return the calendar files of a file or folder, and what of it could not be looked at.

    Hidden and temporary files are left out, and so is what a link shows outside of the folder.
    """
    try:
        folder = stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError) as error:
        return [], [skipped(path, refusal(path, error))]
    if not folder:
        return [path], []
    walk = _Walk(path)
    files = sorted(walk.files(path, DEEPEST))
    if not files and not walk.skipped:
        walk.skipped.append(skipped(path, InputError("calendar_folder_empty", path=str(path))))
    if len(files) > MOST_FILES:
        why = InputError("calendar_folder_full", path=str(path), most=MOST_FILES)
        walk.skipped.append(skipped(path, why))
    return files[:MOST_FILES], walk.skipped


class _Walk:
    def __init__(self, root: Path) -> None:
        self.skipped: list[Skipped] = []
        self._root = os.path.realpath(root)

    def files(self, folder: Path, depth: int) -> Iterator[Path]:
        try:
            with os.scandir(folder) as entries:
                found = [entry for entry in entries if not entry.name.startswith((".", "~"))]
        except OSError as error:
            self.skipped.append(skipped(folder, refusal(folder, error)))
            return
        for entry in found:
            path = folder / entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from self._deeper(path, depth)
            elif entry.is_symlink() and os.path.isdir(path):  # noqa: PTH112 - says no of a link that leads to itself
                # What is inside of the folder is looked at where it is.
                self._leads_out(path, entry)
            elif entry.name.lower().endswith(ENDINGS) and not self._leads_out(path, entry):
                yield path

    def _deeper(self, folder: Path, depth: int) -> Iterator[Path]:
        if depth > 1:
            yield from self.files(folder, depth - 1)
        else:
            self.skipped.append(skipped(folder, InputError("calendar_folder_deep", path=str(folder))))

    def _leads_out(self, path: Path, entry: "os.DirEntry[str]") -> bool:
        if not entry.is_symlink():
            return False
        target = os.path.realpath(path)
        if os.path.commonpath([self._root, target]) == self._root:
            return False
        self.skipped.append(skipped(path, InputError("calendar_link", path=str(path))))
        return True


def signature(path: Path) -> Signature:
    """Return the signature of a file; raises `InputError` when there is none to read."""
    try:
        return _signature(path.stat())
    except (OSError, ValueError) as error:
        raise refusal(path, error) from error


def content(path: Path) -> tuple[bytes, Signature]:
    """Return all bytes of a file, and the signature it had then; raises `InputError` when it cannot be read whole."""
    for _ in range(TRIES):
        try:
            found = _once(path)
        except (OSError, ValueError) as error:
            raise refusal(path, error) from error
        if found is not None:
            return found
    raise InputError("calendar_changing", path=str(path))


def _once(path: Path) -> tuple[bytes, Signature] | None:
    """Return what `content` does; None when the file was another one after reading than before."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise InputError("calendar_not_file", path=str(path))
    with os.fdopen(os.open(path, _OPEN), "rb", buffering=0) as file:
        before = os.fstat(file.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise InputError("calendar_not_file", path=str(path))
        if before.st_size > LARGEST:
            raise InputError("calendar_large", path=str(path), most=LARGEST // _MEGABYTE)
        # One byte more than there was tells that it grows; to go after it might never end.
        data = _all_of(file.fileno(), before.st_size + 1)
        after = os.fstat(file.fileno())
    seen = _signature(after)
    same = _signature(before) == seen == _signature(path.stat()) and len(data) == after.st_size
    return (data, seen) if same else None


def _all_of(handle: int, most: int) -> bytes:
    pieces, left = [], most
    while left and (piece := os.read(handle, min(left, _MEGABYTE))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _signature(found: os.stat_result) -> Signature:
    return Signature(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def skipped(path: Path, why: InputError) -> Skipped:
    """Say that a file or folder as a whole was skipped."""
    return Skipped(file=str(path), line=1, why=why)


def refusal(path: Path, error: Exception) -> InputError:
    """Return the sentence for a file that the system will not give."""
    if isinstance(error, FileNotFoundError | NotADirectoryError | ValueError):
        return InputError("calendar_missing", path=str(path))
    if isinstance(error, PermissionError):
        return InputError("calendar_no_permission", path=str(path))
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return InputError("calendar_not_read", path=str(path), why=why)
