"""Files in an opened folder: each name is reached from the folder itself, so that none can lead anywhere else.

Where a system cannot do that (Windows), a name is checked and joined to the folder's path. Every function raises
`OSError` as the system gives it.
"""

import errno
import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
"""What a system says when there is no room."""

FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
"""What a system says when something is not allowed."""

LONGEST = 255
"""How many bytes the name of a file has at most, as nearly every file system has it."""

_RELATIVE = (
    os.supports_dir_fd >= {os.open, os.stat, os.mkdir, os.link, os.unlink, os.rename} and os.scandir in os.supports_fd
)
_LINKS = os.link not in os.supports_follow_symlinks
_PLAIN = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_READ = os.O_RDONLY | _PLAIN | getattr(os, "O_NONBLOCK", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_FILE = frozenset(
    {
        errno.ENOENT,
        errno.EACCES,
        errno.EPERM,
        errno.ELOOP,
        errno.EISDIR,
        errno.ENXIO,
        errno.EINVAL,
        errno.ENAMETOOLONG,
        getattr(errno, "ESTALE", errno.ENOENT),
    }
)
_NOT_MEANT = re.compile(r"[\x00-\x1f\x7f-\x9f/\\]" if os.name != "nt" else r"[\x00-\x1f\x7f-\x9f/\\:]")


def is_plain(name: str) -> bool:
    """Whether a name can only be that of something in the folder itself, and can be written down anywhere."""
    if name in {"", ".", ".."} or _NOT_MEANT.search(name):
        return False
    try:
        return len(name.encode()) <= LONGEST
    except UnicodeEncodeError:  # bytes that are no text
        return False


class Place:
    """An opened folder. Names must be plain."""

    def __init__(self, path: Path, descriptor: int | None) -> None:
        """`descriptor` is the folder's own, None where the system reaches nothing from it."""
        self._path = path
        self._here = descriptor

    def names(self, most: int) -> Iterator[os.DirEntry[str]]:
        """Give what is in the folder, `most` entries at the most."""
        with os.scandir(self._path if self._here is None else self._here) as entries:
            yield from islice(entries, most)

    def status(self, name: str) -> os.stat_result | None:
        """Return what stands under a name itself, not behind a link; None when nothing does."""
        try:
            return os.stat(self._at(name), dir_fd=self._here, follow_symlinks=False)
        except FileNotFoundError:
            return None

    def is_file(self, name: str) -> bool:
        """Whether an ordinary file stands under a name."""
        found = self.status(name)
        return found is not None and stat.S_ISREG(found.st_mode)

    def read(self, name: str, most: int) -> bytes | None:
        """Return what is in a file; None when there is none that can be read, or it has more than `most` bytes."""
        if self._here is None and not self.is_file(name):
            return None
        try:
            descriptor = os.open(self._at(name), _READ, dir_fd=self._here)
        except OSError as error:
            if error.errno in _NO_FILE:
                return None
            raise
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode) or found.st_size > most:
                return None
            return _bounded(file.fileno(), most)

    def make(self, name: str, data: bytes, mode: int, *, durable: bool = True) -> None:
        """Make a new file; raises `FileExistsError` when something stands there."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _PLAIN
        descriptor = os.open(self._at(name), flags, mode, dir_fd=self._here)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            if durable:
                _sync(descriptor)
        finally:
            os.close(descriptor)

    def publish(self, beside: str, name: str) -> None:
        """Give a file its name; raises `FileExistsError` when something stands there: it is never written over."""
        here, there = self._at(beside), self._at(name)
        try:
            os.link(here, there, src_dir_fd=self._here, dst_dir_fd=self._here, follow_symlinks=_LINKS)
        except FileExistsError:
            raise
        except OSError:  # not every file system knows a second name for a file
            if self.status(name) is not None:
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), name) from None
            os.rename(here, there, src_dir_fd=self._here, dst_dir_fd=self._here)
        else:
            with suppress(OSError):  # it has its name, and the other goes as a left-over
                self.remove(beside)

    def replace(self, beside: str, name: str) -> None:
        """Put a file in the place of what stands under a name."""
        os.replace(self._at(beside), self._at(name), src_dir_fd=self._here, dst_dir_fd=self._here)

    def remove(self, name: str) -> None:
        """Take a name away, a link itself and not what is behind it; one that is gone already is no fault."""
        with suppress(FileNotFoundError):
            os.unlink(self._at(name), dir_fd=self._here)

    def sync(self) -> None:
        """Return when the names are on the disk, as far as the system says so."""
        if self._here is not None:
            with suppress(OSError):  # not every file system can say so for a folder
                os.fsync(self._here)

    @contextmanager
    def inside(self, name: str, *, make: bool = False, mode: int = 0o777) -> Iterator["Place"]:
        """Open the folder of that name; raises `NotADirectoryError` when a link or a file stands in its place."""
        if make and self.status(name) is None:
            with suppress(FileExistsError):
                os.mkdir(self._at(name), mode, dir_fd=self._here)
            self.sync()
        found = self.status(name)
        if found is not None and not stat.S_ISDIR(found.st_mode):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), name)
        with _opened(Path(self._path, name), self._at(name), self._here) as place:
            yield place

    def _at(self, name: str) -> str:
        if not is_plain(name):
            raise ValueError(name)
        return name if self._here is not None else str(self._path / name)


@contextmanager
def opened(path: Path) -> Iterator[Place]:
    """Open a folder that a person chose: a link to a folder is as good."""
    if not _RELATIVE and not stat.S_ISDIR(path.stat().st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
    with _opened(path, str(path), None, links=True) as place:
        yield place


@contextmanager
def _opened(path: Path, name: str, above: int | None, *, links: bool = False) -> Iterator[Place]:
    if not _RELATIVE:
        yield Place(path, None)
        return
    descriptor = os.open(name, _FOLDER | (0 if links else _PLAIN), dir_fd=above)
    try:
        yield Place(path, descriptor)
    finally:
        os.close(descriptor)


def _bounded(descriptor: int, most: int) -> bytes | None:
    """Read to the end; None when that is further than `most` bytes, however large the file said that it is."""
    pieces, left = [], most
    while piece := os.read(descriptor, min(left + 1, 1 << 20)):
        left -= len(piece)
        if left < 0:
            return None
        pieces.append(piece)
    return b"".join(pieces)


def _sync(descriptor: int) -> None:
    if sys.platform == "darwin":  # fsync there stops at the drive's own cache
        import fcntl

        with suppress(OSError):  # not every file system there knows it
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}:  # it cannot be asked for there
            raise


def reason(error: OSError) -> str:
    """Return the system's own word for `error`."""
    return error.strerror or type(error).__name__
