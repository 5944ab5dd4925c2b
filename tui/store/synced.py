"""Whether a folder is carried to other machines by something else: a journal is for one machine alone."""

from pathlib import Path

_MARKS = (".dropbox.cache", ".stfolder", ".owncloudsync.log", ".nextcloudsync.log", ".tmp.drivedownload")
"""What services leave in the folder that they carry."""

_NAMES = (
    "dropbox",
    "onedrive",
    "nextcloud",
    "owncloud",
    "google drive",
    "googledrive",
    "my drive",
    "icloud drive",
    "iclouddrive",
    "mobile documents",
    "cloudstorage",
    "syncthing",
    "pcloud",
    "pclouddrive",
    "seafile",
    "resilio sync",
)
"""What such folders are called, or begin to be called (`OneDrive - Work`), in small letters."""


def carrier_of(home: Path) -> Path | None:
    """Return the folder around `home` that seems to be carried elsewhere, the nearest one; None when none does."""
    path = home.absolute()
    for folder in (path, *path.parents):
        name = folder.name.casefold()
        if any(name == each or name.startswith((f"{each} ", f"{each}-", f"{each}(")) for each in _NAMES):
            return folder
        if any(_there(folder / mark) for mark in _MARKS) or _database(folder):
            return folder
    return None


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _database(folder: Path) -> bool:
    """Whether a client of ownCloud or Nextcloud keeps its notes there, under a name that is never the same."""
    try:
        return next(folder.glob(".sync_*.db"), None) is not None or next(folder.glob("._sync_*.db"), None) is not None
    except OSError:
        return False
