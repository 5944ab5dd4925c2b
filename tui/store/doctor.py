"""What is wrong with a home, file by file, and mending it: what cannot be used is set aside, nothing is deleted."""

import os
import stat
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path

from tui.core.errors import LockedError, NearerError, StoreError
from tui.store import backups, files
from tui.store.journal import NAME as JOURNAL
from tui.store.sealing import header_of
from tui.store.store import Store
from tui.store.synced import carrier_of
from tui.store.upkeep import left_over

_FOR_OTHERS = 0o077
_MENDED = frozenset({"store.tail_torn", "store.local_damaged"})
_OUR_FOLDERS = (files.ASIDE, backups.FOLDER, "logs", "sync")
_LOCKS = ("records.lock", "local.lock", "rewriting.lock", "sync.lock")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing that is not as it should be; `what` is the key of a sentence (`store.line_damaged`).

    `where` says which file and line, `why` the system's own word where there is one; `repaired` whether that is
    mended now.
    """

    what: str
    where: str
    why: str = ""
    repaired: bool = False


def examine(store: Store, *, repair: bool) -> list[Found]:
    """Look at every line, copy and file of a home that is open; with `repair`, mend what can be mended.

    Raises `StoreError` where mending fails; then nothing is lost.
    """
    home = store.home
    in_the_way = list(_in_the_way(home, repair=repair and store.read_only is None))
    blocked = {each.where for each in in_the_way if not each.repaired}
    mended = _MENDED if files.ASIDE not in blocked else frozenset[str]()
    found = [Found(what=each.what, where=each.where, repaired=each.what in mended) for each in store.all_findings()]
    found += _header(store)
    if not store.says_what_the_journal_says():
        found.append(Found(what="store.memory_differs", where=JOURNAL))
    if backups.FOLDER not in blocked:
        found += [Found(what="store.backup_damaged", where=where) for where in _damaged_backups(store)]
    found += _key(store)
    if repair and store.read_only is None:
        found = _mended(store, found)
    found += in_the_way
    found += list(_files(home, blocked, repair=repair and store.read_only is None))
    if store.read_only is not None:
        found.append(Found(what=f"errors.{store.read_only}", where=str(home)))
    carrier = carrier_of(home)
    if carrier is not None:
        found.append(Found(what="store.synced_folder", where=str(carrier)))
    return found


def examine_closed(home: Path, error: NearerError, *, repair: bool) -> list[Found]:
    """Say why a home does not open; with `repair`, set aside what stands in the journal's place.

    Raises `LockedError` as it came: a passphrase is nothing to be mended.
    """
    if isinstance(error, LockedError) and error.key != "key_lost":
        raise error
    path, why = str(error.values.get("path", home)), str(error.values.get("why", ""))
    found = Found(what=f"errors.{error.key}", where=path, why=why)
    foreign = error.key in {"store_not_ours", "store_other_home", "store_is_link", "store_not_a_file"}
    if repair and foreign and os.path.lexists(home / JOURNAL):
        try:
            files.move_aside(home, home / JOURNAL)
        except OSError:
            return [found]
        found = replace(found, repaired=True)
    return [found]


def _header(store: Store) -> list[Found]:
    status = files.status(store.home / JOURNAL)
    damaged = status is not None and status.st_size > 0 and header_of(store.home / JOURNAL) is None
    already = any(each.where == f"{JOURNAL}:1" for each in store.findings)
    return [Found(what="store.line_damaged", where=f"{JOURNAL}:1")] if damaged and not already else []


def _damaged_backups(store: Store) -> Iterator[str]:
    for backup in backups.listed(store.home):
        where = f"{backups.FOLDER}/{backup.path.name}"
        try:
            _, reading = backups.read(backup, store.sealing)
        except StoreError:
            yield where
            continue
        yield from (f"{where}:{number}" for number in reading.damaged)
        if reading.rest or reading.header is None:
            yield f"{where}:{reading.number + 1 if reading.rest else 1}"


def _key(store: Store) -> list[Found]:
    if store.sealing.key is None or store.sealing.sound:
        return []
    return [Found(what="store.key_damaged", where=store.sealing.path.name)]


def _mended(store: Store, found: list[Found]) -> list[Found]:
    """Set aside what is damaged; return the same, said to be mended where it is."""
    whats = {each.what for each in found}
    if "store.record_strange" in whats:
        store.set_strange_aside()
    if "store.key_damaged" in whats:
        if store.sealing.there:
            files.move_aside(store.home, store.sealing.path)
        store.sealing.write()
    if whats & {"store.line_damaged", "store.memory_differs", "store.record_strange"}:
        store.mend()
    for each in found:
        if each.what == "store.backup_damaged":
            path = store.home / each.where.partition(":")[0]
            if files.status(path) is not None:
                files.move_aside(store.home, path)
    return [replace(each, repaired=True) for each in found]


def _in_the_way(home: Path, *, repair: bool) -> Iterator[Found]:
    """Give what stands where a folder or a lock of ours belongs: nothing can be saved, or kept aside, then."""
    for name in (*_OUR_FOLDERS, *_LOCKS):
        path = home / name
        status = files.status(path)
        belongs = stat.S_ISDIR if name in _OUR_FOLDERS else stat.S_ISREG
        if status is None or belongs(status.st_mode):
            continue
        if repair:
            moved = path.rename(home / f"{name}.0") if name == files.ASIDE else path
            files.move_aside(home, moved)
        what = "store.link" if stat.S_ISLNK(status.st_mode) else "store.in_the_way"
        yield Found(what=what, where=name, repaired=repair)


def _files(home: Path, blocked: AbstractSet[str], *, repair: bool) -> Iterator[Found]:
    """Give files and folders that others may read, links that lead elsewhere, and what was left over."""
    yield from _rights(home, home, repair=repair)
    for each in left_over(home) if backups.FOLDER not in blocked else ():
        if repair:
            files.move_aside(home, each)
        yield Found(what="store.left_over", where=each.name, repaired=repair)
    for folder in (home, *(home / name for name in _OUR_FOLDERS)):
        status = files.status(folder)
        if status is None or not stat.S_ISDIR(status.st_mode):
            continue
        for each in sorted(folder.iterdir()):
            if folder == home and each.name in blocked:
                continue
            if stat.S_ISLNK(each.lstat().st_mode) and folder.name != files.ASIDE:
                if repair:
                    files.move_aside(home, each)
                yield Found(what="store.link", where=each.relative_to(home).as_posix(), repaired=repair)
            elif not stat.S_ISLNK(each.lstat().st_mode):
                yield from _rights(home, each, repair=repair)


def _rights(home: Path, path: Path, *, repair: bool) -> Iterator[Found]:
    """Give the path when others may read or change it; Windows keeps a person's own folders by itself."""
    mode = path.lstat().st_mode
    if os.name == "nt" or not mode & _FOR_OTHERS:
        return
    if repair:
        path.chmod(stat.S_IMODE(mode) & ~_FOR_OTHERS)
    where = "." if path == home else path.relative_to(home).as_posix()
    yield Found(what="store.open_to_others", where=where, repaired=repair)
