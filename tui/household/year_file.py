"""The page of a year as a file: where it may go, and writing it without taking anybody's file away."""

import errno
import os
from pathlib import Path

from platformdirs import user_documents_dir

from tui.checkin.year import Page, to_markdown
from tui.core.errors import StoreError
from tui.store import files

MOST_NAMES = 100
"""How many names are tried until one is free."""


def free_place(name: str) -> Path:
    """Return where a file called `name` can go: among the person's documents, under a name that is not taken."""
    folder, wanted = _documents(), Path(name)
    names = (name, *(f"{wanted.stem}-{number}{wanted.suffix}" for number in range(2, MOST_NAMES)))
    return next((folder / each for each in names if not taken(folder / each)), folder / name)


def placed(given: str, name: str, base: Path | None = None) -> Path:
    """Return the file that a person means: `~` is their home, a folder gets a file called `name`.

    What is no whole path begins at `base`, or else among their documents. Raises `StoreError` for no such home.
    """
    try:
        path = (base or _documents()) / Path(given.strip()).expanduser()
    except RuntimeError as error:
        raise StoreError("year_not_written", path=given, why=os.strerror(errno.ENOENT)) from error
    return path / name if given.strip().endswith(("/", os.sep)) or path.is_dir() else path


def taken(path: Path) -> bool:
    """Whether something stands there already: it is not written over without asking."""
    return os.path.lexists(path)


def write(page: Page, path: Path) -> None:
    """Write a page into a file that only its owner can read, whole or not at all; raises `StoreError`.

    What is no file is left as it is.
    """
    try:
        _look_at(path)
        files.write_whole(path, to_markdown(page).encode())
    except (OSError, ValueError) as error:  # a path with letters that none can have
        why = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
        raise StoreError("year_not_written", path=path, why=why) from error


def _look_at(path: Path) -> None:
    there = files.status(path)
    if there is not None and not files.is_file(there):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


def _documents() -> Path:
    documents = Path(user_documents_dir())
    return documents if documents.is_dir() else Path.home()
