"""What the system says when a file cannot be used, as something a person can be told."""

import errno
from pathlib import Path

from tui.core.errors import ReadOnlyError, StoreError

NEWER = "store_newer"
"""Key of the sentence: a newer version wrote this home; it is open to read."""

READ_ONLY = "store_read_only"
"""Key of the sentence: this home is open to read, and cannot be saved to."""

NOT_SYNCED = "store_not_synced"
"""Key of the sentence: the disk did not confirm a save, so no more is promised."""

_FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def saving_failed(error: OSError, path: Path) -> StoreError:
    """Return what to raise when writing below `path` failed with `error`."""
    if error.errno in _FULL:
        return StoreError("disk_full", path=path)
    if error.errno in _FORBIDDEN:
        return ReadOnlyError(READ_ONLY, path=path)
    return StoreError("store_write_failed", path=path, why=reason(error))


def reading_failed(error: OSError, path: Path) -> StoreError:
    """Return what to raise when `path` could not be read."""
    return StoreError("store_unreadable", path=path, why=reason(error))


def reason(error: OSError) -> str:
    """Return the system's own word for `error`."""
    return error.strerror or type(error).__name__
