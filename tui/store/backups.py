"""Dated copies of the journal, in a folder of the home: made by themselves, thinned out, and put back on request."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tui.core.errors import StoreError
from tui.core.ids import Ids
from tui.store import files
from tui.store.faults import reading_failed, saving_failed
from tui.store.journal import NAME as JOURNAL
from tui.store.lines import FORMAT, Line
from tui.store.local import Local, home_name
from tui.store.lock import REWRITING, Lock
from tui.store.memory import Memory
from tui.store.reading import Reading
from tui.store.rewriting import Draft
from tui.store.sealing import Sealing

if TYPE_CHECKING:
    from tui.store.keys import Key

FOLDER = "backups"
"""The folder in the home."""

DAYS = timedelta(days=7)
"""For so long the last copy of each day is kept; after that, the last one of each month."""

_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"(\d{8}T\d{6}Z)(?:-before-([a-z0-9-]+))?\.journal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One copy: of when (UTC), how many bytes, and `before` what it was made, if it was not made by itself."""

    path: Path
    at: datetime
    size: int
    before: str = ""

    @property
    def name(self) -> str:
        """What to call it by."""
        return self.path.name.removesuffix(".journal")


def listed(home: Path) -> list[Backup]:
    """Return the copies in a home, newest first; raises `StoreError`."""
    try:
        folder = files.own_folder_or_none(home / FOLDER)
        names = sorted(each.name for each in folder.iterdir()) if folder is not None else []
        found = [_backup(home / FOLDER / name) for name in names]
    except OSError as error:
        raise reading_failed(error, home / FOLDER) from error
    return sorted((each for each in found if each is not None), key=lambda each: (each.at, each.name), reverse=True)


def _backup(path: Path) -> Backup | None:
    named = _NAME.fullmatch(path.name)
    status = files.status(path)
    if named is None or status is None or not files.is_file(status):
        return None
    at = datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC)
    return Backup(path=path, at=at, size=status.st_size, before=named[2] or "")


def keep(home: Path, *, at: datetime, before: str = "", size: int | None = None) -> Path | None:
    """Copy the journal as it is, or its first `size` bytes; None when there is none. Raises `StoreError`."""
    why = f"-before-{before}" if before else ""
    path = home / FOLDER / f"{at.astimezone(UTC).strftime(_STAMP)}{why}.journal"
    try:
        status = files.status(home / JOURNAL)
        if status is None or not files.is_file(status):
            return None
        files.make_own_folder(home / FOLDER)
        files.copy_whole(home / JOURNAL, path, status.st_size if size is None else size)
    except OSError as error:
        raise saving_failed(error, home) from error
    return path


def superfluous(backups: Iterable[Backup], now: datetime) -> list[Backup]:
    """Return the copies that may go: not the last one of a day within `DAYS`, nor of a month.

    Copies made before something are all kept within `DAYS`.
    """
    newest_first = sorted(backups, key=lambda each: (each.at, each.name), reverse=True)
    days = {each.at.date(): each for each in reversed(newest_first) if not each.before}
    months = {(each.at.year, each.at.month): each for each in reversed(newest_first)}
    recent = (now - DAYS).date()
    kept = {each.path for each in months.values()}
    kept |= {each.path for day, each in days.items() if day > recent}
    kept |= {each.path for each in newest_first if each.before and each.at.date() > recent}
    return [each for each in newest_first if each.path not in kept]


def thin_out(home: Path, now: datetime) -> None:
    """Let go of copies that are no longer needed; raises `StoreError`."""
    try:
        for each in superfluous(listed(home), now):
            each.path.unlink(missing_ok=True)
    except OSError as error:
        raise saving_failed(error, home) from error


def rewrite_all(
    home: Path, sealing: Sealing, key: "Key | None", kept: Callable[[Line], Line | None] = lambda line: line
) -> None:
    """Write every copy anew as the home is sealed now, with what `kept` leaves of each line.

    What is sealed of them opens with `key`. Copies that cannot be read stay as they are. Call it with the lock of
    the rewriting held. Raises `StoreError`.
    """
    for backup in listed(home):
        reading = Reading(backup.path, key)
        try:
            lines = list(reading.take_all(files.chunks(backup.path)))
        except StoreError:
            continue
        except OSError as error:
            raise reading_failed(error, backup.path) from error
        try:
            for number, damaged in reading.damaged.items():
                files.set_aside(home, f"{backup.name}-line-{number}", damaged)
        except OSError as error:
            raise saving_failed(error, home) from error
        header = reading.header or Line(format=FORMAT, generation=reading.generation)
        write(backup.path, header, filter(None, map(kept, lines)), sealing)


def write(path: Path, header: Line, lines: Iterable[Line], sealing: Sealing) -> None:
    """Make a whole journal at `path`, sealed as the home is; raises `StoreError`, and then nothing has changed."""
    fresh = Line(
        format=header.format,
        home=header.home,
        generation=header.generation,
        device=header.device,
        sequence=header.sequence,
        lock=sealing.name,
        key=sealing.text,
    )
    draft = Draft.at(path.with_name(f".{path.name}{files.LEFT}"), fresh, sealing.key)
    with draft.or_nothing():
        draft.add(lines)
        draft.confirm()
        draft.close()
        files.replace(draft.path, path)
        files.sync_folder(path.parent)


def put_back(home: Path, sealing: Sealing, backup: Backup, *, at: datetime) -> None:
    """Make a copy the journal again; the present one is kept first, whatever it is.

    Works also where the present journal cannot be read. Raises `StoreError`; then the journal is what it was.
    """
    memory, reading = read(backup, sealing)
    if not reading.same_home(home_name(Local(home, sealing))):
        raise StoreError("store_other_home", path=backup.path)
    with Lock(home / REWRITING).held(), Lock(home / "records.lock").held():
        keep(home, at=at, before="restore")
        generation, sequence = _present(home / JOURNAL, sealing)
        header = Line(
            format=FORMAT,
            home=reading.home,
            generation=max(generation, reading.generation) + 1,
            device=Ids().new(),
            sequence=max(sequence, memory.sequence),
        )
        try:
            status = files.status(home / JOURNAL)
            if status is not None and not files.is_file(status):
                files.move_aside(home, home / JOURNAL)
        except OSError as error:
            raise saving_failed(error, home) from error
        write(home / JOURNAL, header, (Line(changes=entry.told()) for entry in memory.entries()), sealing)


def since_restored(home: Path) -> list[Backup]:
    """Return the copies of what the journal has been since one was last put back, newest first."""
    found = listed(home)
    restored = max((each.at for each in found if each.before == "restore"), default=None)
    return [each for each in found if not each.before and (restored is None or each.at > restored)]


def read(backup: Backup, sealing: Sealing) -> tuple[Memory, Reading]:
    """Return what a copy says, and how it read; raises `StoreError`."""
    reading, memory = Reading(backup.path, sealing.key), Memory()
    try:
        memory.play(reading.take_all(files.chunks(backup.path)))
    except OSError as error:
        raise reading_failed(error, backup.path) from error
    return memory, reading


def _present(path: Path, sealing: Sealing) -> tuple[int, int]:
    """Return the generation of the present journal, and the newest number of a change in it, as far as it reads."""
    reading, memory = Reading(path, sealing.key), Memory()
    try:
        memory.play(reading.take_all(files.chunks(path)))
    except (OSError, StoreError):
        return 0, 0
    return reading.generation, max(memory.sequence, reading.header.sequence if reading.header is not None else 0)
