"""The one place that touches the disk: durable, private, and never through a link.

Folders are 0700 and files 0600 whatever the umask. Systems differ in what they offer; where a call is missing
its nearest twin is taken. Every function raises `OSError` as the system gives it.
"""

import errno
import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from zlib import crc32

ASIDE = "set-aside"
"""The folder of a home in which everything is kept that could not be used as it is."""

SEALED = ".sealed"
"""The end of the names of pieces that were set aside and are sealed."""

LEFT = ".next"
"""The end of the names of files on their way: what is found is left over from a save that was cut short."""

_PLAIN = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700
_CHUNK = 1 << 21
_PATIENCE = (0.01, 0.05, 0.2)


def make_folder(path: Path) -> None:
    """Make `path` and what is missing above it, each private; what is there already stays as it is."""
    if path.is_dir():
        return
    if path.parent != path:
        make_folder(path.parent)
    with suppress(FileExistsError):
        path.mkdir(mode=_PRIVATE_FOLDER)
        path.chmod(_PRIVATE_FOLDER)
        sync_folder(path.parent)
    if not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))


def writable(folder: Path, file: Path) -> bool:
    """Whether `file` in `folder` may be written, as far as the system tells beforehand."""
    return os.access(folder, os.W_OK | os.X_OK) and (os.access(file, os.W_OK) or not os.path.lexists(file))


def status(path: Path) -> os.stat_result | None:
    """Return what is at `path` itself, not behind a link; None when nothing is."""
    try:
        return os.lstat(path)
    except FileNotFoundError:
        return None


def chunks(path: Path, start: int = 0) -> Iterator[bytes]:
    """Give the bytes of a file from `start` on, some megabytes at a time; raises `OSError` when it is no file."""
    descriptor = os.open(path, os.O_RDONLY | _PLAIN | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
        file.seek(start)
        while chunk := file.read(_CHUNK):
            yield chunk


def read(path: Path, start: int = 0) -> bytes:
    """Return all bytes of a file from `start` on; raises `OSError` when it is no file."""
    return b"".join(chunks(path, start))


def begins(path: Path, data: bytes) -> bool:
    """Whether a file begins with `data`: a new file may have been given the number of one that is gone."""
    descriptor = os.open(path, os.O_RDONLY | _PLAIN)
    try:
        return os.read(descriptor, len(data)) == data
    finally:
        os.close(descriptor)


def open_new(path: Path) -> int:
    """Return a descriptor of a new, empty, private file; what stood there before is taken away."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _PLAIN, _PRIVATE_FILE)
    _make_private(descriptor)
    return descriptor


def open_shared(path: Path) -> int:
    """Return a descriptor of a private file that several processes hold open, made where there is none."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | _PLAIN, _PRIVATE_FILE)
    if stat.S_IMODE(os.fstat(descriptor).st_mode) != _PRIVATE_FILE:
        with suppress(OSError):  # it may be another account's
            _make_private(descriptor)
    return descriptor


def open_to_append(path: Path) -> int:
    """Return a descriptor that writes at the end of a file that is there."""
    return os.open(path, os.O_RDWR | os.O_APPEND | _PLAIN)


def _make_private(descriptor: int) -> None:
    change_mode = getattr(os, "fchmod", None)
    if change_mode is not None:
        change_mode(descriptor, _PRIVATE_FILE)


def write(descriptor: int, data: bytes) -> None:
    """Write all of `data`, however many calls the system needs for it."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def sync(descriptor: int) -> None:
    """Return when what was written is on the disk itself."""
    if sys.platform == "darwin":  # fsync there stops at the drive's own cache
        import fcntl

        with suppress(OSError):  # not every file system there knows it
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    getattr(os, "fdatasync", os.fsync)(descriptor)


def cut(descriptor: int, size: int) -> None:
    """Cut a file back to `size` bytes, durably."""
    os.ftruncate(descriptor, size)
    os.fsync(descriptor)


def sync_folder(path: Path) -> None:
    """Return when the names in a folder are on the disk; Windows sees to it by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_whole(path: Path, data: bytes, *, alone: bool = False) -> None:
    """Make `data` the content of `path`, whole or not at all, durable, readable by its owner alone.

    `alone` says that nobody else writes it at this moment: then what a stop left behind has always the same name.
    """
    _write_beside(path, (data,), alone=alone)


def _write_beside(path: Path, pieces: Iterable[bytes], *, alone: bool) -> None:
    beside = path.with_name(f".{path.name}{LEFT}" if alone else f".{path.name}.{os.urandom(4).hex()}{LEFT}")
    try:
        _write_new(beside, pieces)
        replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _write_new(path: Path, pieces: Iterable[bytes]) -> None:
    descriptor = open_new(path)
    try:
        for data in pieces:
            write(descriptor, data)
        sync(descriptor)
    finally:
        os.close(descriptor)


def replace(beside: Path, path: Path) -> None:
    """Rename over `path`. Windows refuses while another process reads it, for an instant only."""
    for pause in _PATIENCE if os.name == "nt" else ():
        with suppress(PermissionError):
            beside.replace(path)
            return
        time.sleep(pause)
    beside.replace(path)


def set_aside(home: Path, name: str, data: bytes) -> Path:
    """Keep a durable copy of `data` under `set-aside/` in the home; return where.

    The same data under the same name is kept once.
    """
    folder = home / ASIDE
    make_own_folder(folder)
    kept = folder / f"{name}-{crc32(data):08x}-{len(data)}"
    held = status(kept)
    if status(kept.with_name(kept.name + SEALED)) is not None:
        return kept
    if held is None or held.st_size != len(data):
        write_whole(kept, data)
    return kept


def move_aside(home: Path, path: Path) -> Path:
    """Move the file at `path`, or the link itself, under `set-aside/` in the home; return where it is now."""
    folder = home / ASIDE
    make_own_folder(folder)
    kept = folder / f"{path.name}-{os.urandom(4).hex()}"
    path.rename(kept)
    sync_folder(folder)
    sync_folder(home)
    return kept


def own_folder_or_none(folder: Path) -> Path | None:
    """Return `folder`, None when it is not there; raises `OSError` when a link or something else is in its place."""
    found = status(folder)
    if found is None:
        return None
    if not stat.S_ISDIR(found.st_mode):
        number = errno.ELOOP if stat.S_ISLNK(found.st_mode) else errno.ENOTDIR
        raise OSError(number, os.strerror(number), str(folder))
    return folder


def make_own_folder(folder: Path) -> None:
    """Make `folder`; raises `OSError` when a link or something else stands in its place."""
    if own_folder_or_none(folder) is None:
        make_folder(folder)


def is_file(found: os.stat_result) -> bool:
    """Whether it is an ordinary file: no link, no folder, no pipe."""
    return stat.S_ISREG(found.st_mode)


def copy_whole(source: Path, path: Path, size: int) -> None:
    """Make the first `size` bytes of `source` the content of `path`, as `write_whole` does where it is alone."""

    def pieces() -> Iterator[bytes]:
        left = size
        for chunk in chunks(source):
            yield chunk[:left]
            left = max(0, left - len(chunk))

    _write_beside(path, pieces(), alone=True)
