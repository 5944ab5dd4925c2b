"""A few numbers that change every second, written in place and without waiting for the disk.

One block of one file: its check sum tells when it was read while another process was writing it.
"""

import errno
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from zlib import crc32

import msgspec

from tui.store import files

NAME = "beat"
"""The file in the home. It holds numbers and the id of a running talk, never a word of anybody's."""

SIZE = 512
"""Bytes: small enough to be written at once."""

_SUM = 9


def window() -> str:
    """Return a name for a window of this process."""
    return f"{os.getpid()}.{token_hex(4)}"


def lives(window: str) -> bool:
    """Whether the process of a window still runs on this machine, as far as the system tells."""
    process = window.partition(".")[0]
    if not process.isdecimal() or sys.platform == "win32":
        return process.isdecimal()
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def write(path: Path, value: object) -> None:
    """Write JSON data over what was noted before; raises `OSError`, `ValueError` when it is too large."""
    said = msgspec.json.encode(value)
    block = b"%08x %s" % (crc32(said), said)
    if len(block) >= SIZE:
        raise ValueError(len(block))
    descriptor = files.open_shared(path)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
        files.write(descriptor, block.ljust(SIZE - 1) + b"\n")
    finally:
        os.close(descriptor)


def read(path: Path) -> object | None:
    """Return what was noted; None when nothing was, or when it cannot be understood."""
    with suppress(OSError, ValueError):
        block = files.read(path)[:SIZE].rstrip()
        said = block[_SUM:]
        if block[:_SUM] == b"%08x " % crc32(said):
            noted: object = msgspec.json.decode(said)
            return noted
    return None
