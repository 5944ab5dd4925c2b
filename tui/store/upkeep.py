"""What a home needs from time to time: a journal without what is long past, and copies of it."""

from datetime import UTC, datetime
from pathlib import Path

from tui.store import backups, files
from tui.store.lines import FORMAT
from tui.store.storage import JournalStorage


def tidy(home: Path, storage: JournalStorage, *, now: datetime, few: int) -> None:
    """Write the journal anew where that is worth it, and keep a copy after that, or once a day if anything changed.

    Other windows go on saving meanwhile. A damaged journal is left as it is, and no copy of it displaces a sound
    one. Raises `StoreError`; then nothing is lost.
    """
    if storage.read_only is not None or storage.journal.reading.damaged:
        return
    with storage.rewriting() as free:
        if free:
            _tidy(home, storage, now, few)


def _tidy(home: Path, storage: JournalStorage, now: datetime, few: int) -> None:
    worth_it = storage.to_forget or storage.spare > max(few, storage.memory.size())
    rewritten = worth_it and storage.rewrite()
    if rewritten or _due(home, storage, now):
        backups.keep(home, at=now, size=storage.journal.reading.end)
        backups.thin_out(home, now)


def _due(home: Path, storage: JournalStorage, now: datetime) -> bool:
    end = storage.journal.reading.end
    last = next((each for each in backups.listed(home) if not each.before), None)
    if last is None:
        return end > 0
    return last.at.date() < now.astimezone(UTC).date() and last.size != end


def bring_up(home: Path, storage: JournalStorage, *, now: datetime) -> None:
    """Write a journal of an older format in the newest one, once a copy of it is kept; raises `StoreError`."""
    header = storage.journal.reading.header
    if header is None or header.format >= FORMAT or storage.read_only is not None:
        return
    with storage.exclusively():
        header = storage.journal.reading.header
        if header is not None and header.format < FORMAT:
            backups.keep(home, at=now, before=f"format-{FORMAT}")
            storage.write_anew()


def left_over(home: Path) -> list[Path]:
    """Return what a save that was cut short left behind: never the only copy of anything. Raises `OSError`."""
    folders = [each for each in (home, files.own_folder_or_none(home / backups.FOLDER)) if each is not None]
    found = [each for folder in folders for each in sorted(folder.iterdir()) if each.name.endswith(files.LEFT)]
    return [each for each in found if (status := files.status(each)) is not None and files.is_file(status)]


def tuck_away(home: Path) -> None:
    """Set aside what saves that were cut short left behind; with every lock of the home held. Raises `OSError`."""
    for each in left_over(home):
        files.move_aside(home, each)
