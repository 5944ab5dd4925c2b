"""When something of ours breaks: a note about where, without a word of the couple's."""

import os
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from tui import __version__

MOST_NOTES = 20
"""How many notes are kept; the oldest go first."""


def note_fault(error: BaseException, home: Path) -> Path | None:
    """Write where `error` arose (file, line, function, type; no messages, no variables) and return the file.

    Messages and local variables may hold what somebody typed, so they are left out. None when no folder can be
    written to.
    """
    lines = [f"nearer {__version__}, Python {sys.version.split()[0]}, {sys.platform}", *_chain(error)]
    name = f"fault-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.log"
    for folder in (home / "logs", Path.home()):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(file, "w", encoding="utf-8") as out:  # noqa: PTH123 - opened by descriptor, for its permissions
                out.write("\n".join(lines) + "\n")
        except OSError:
            continue
        _keep_few(folder)
        return folder / name
    return None


def _chain(error: BaseException | None) -> list[str]:
    lines: list[str] = []
    while error is not None:
        lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
        frames = traceback.extract_tb(error.__traceback__)
        lines += [f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames]
        error = error.__cause__ or error.__context__
    return lines


def _short(filename: str) -> str:
    return "/".join(Path(filename).parts[-3:])


def _keep_few(folder: Path) -> None:
    notes = sorted(folder.glob("fault-*.log"))
    for old in notes[:-MOST_NOTES]:
        try:
            old.unlink()
        except OSError:
            return
