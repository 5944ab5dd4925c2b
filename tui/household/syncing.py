"""The home and its folder: one exchange at a time, whichever window or command makes it, and how things stand."""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec.structs import replace

from tui.core.errors import InputError, NearerError, ReadOnlyError, StoreError
from tui.household.circle import CIRCLE, Desk, circle_of
from tui.household.household import Household
from tui.household.sync_records import SharedRecords
from tui.store.lock import Lock
from tui.store.store import Store
from tui.sync.exchange import Equal, Exchange, Outcome
from tui.sync.folder import DiskFolder, mount_of
from tui.sync.keys import name_of
from tui.sync.mirror import DiskMirror
from tui.sync.parts import Parts
from tui.sync.patience import PatientFolder
from tui.sync.ports import Folder, FolderError
from tui.sync.roster import Circle, removing
from tui.sync.wire import Body, Member

__all__ = ["CIRCLE", "Desk", "circle_of"]

STANDS = "sync_stands"
"""Where it notes how things stood after the last exchange."""

MIRROR = "sync"
"""The folder of the home in which copies of the files are."""

_BEGUN = ("sync_invitation", "sync_joining", "sync_erased")
"""What belongs to one circle alone, besides."""

ODD = "odd"
"""Why what is no ordinary file is left alone; beside those of `tui.sync.segment.Why`."""

_READ = "read"
_MOST_ROUNDS = 6
_PATIENCE, _POLL = 10.0, 0.05
_LOCK = "sync.lock"

Progress = Callable[[int, int], None]


class Stands(msgspec.Struct, frozen=True, kw_only=True):
    """How things stand, for the badge and `nearer status`.

    `waiting` are the persons (ids) of whom something is known to be on its way; `refused` says by file why it is not
    believed; `read` is when this machine last read the folder (UTC); `error` is why it cannot now, with its `values`.
    `as_me` are machines (what they are called) that came in as the person whose machine this is, and not from here.
    `number` counts the files that this machine had written by then: what it wrote since may not be in the folder.
    """

    folder: str
    equal: Equal = Equal.UNKNOWN
    waiting: tuple[str, ...] = ()
    refused: dict[str, str] = {}
    not_here_yet: int = 0
    unfit: int = 0
    alone: bool = False
    as_me: tuple[str, ...] = ()
    taking_part: bool = True
    to_send: bool = False
    read: datetime | None = None
    number: int = 0
    error: str = ""
    values: dict[str, str] = {}


def circle(household: Household) -> Circle:
    """Return it; raises `InputError` when there is none."""
    found = circle_of(household.store)
    if found is None:
        raise InputError("sync_none")
    return found


def folder_of(circle: Circle) -> PatientFolder:
    """Return the folder of a circle, which is not waited for without end."""
    return PatientFolder(DiskFolder(Path(circle.folder), mount=circle.mount))


# Exchanging


@contextmanager
def alone(household: Household) -> Iterator[bool]:
    """Be the only one who exchanges, of all windows of this home; gives whether that is so."""
    store = household.store
    if store.read_only is not None:
        raise ReadOnlyError(store.read_only, path=store.home)
    with Lock(store.home / _LOCK).held_if_free() as free:
        yield free


@contextmanager
def alone_soon(household: Household) -> Iterator[None]:
    """Be the only one, once whoever exchanges now is done: what is noted of the circle meanwhile would be lost.

    Raises `InputError` when that takes too long, as it does with a folder that does not answer.
    """
    end = time.monotonic() + _PATIENCE
    while True:
        with alone(household) as free:
            if free:
                yield
                return
        if time.monotonic() > end:
            raise InputError("sync_busy")
        time.sleep(_POLL)


def exchange(
    household: Household, *, folder: Folder | None = None, progress: Progress = lambda _done, _all: None
) -> Outcome | None:
    """Exchange with the folder once; None when another window is at it. For a thread: reads and writes files.

    Raises `FolderError` when the folder does not answer, `StoreError`; then nothing is lost, and it is tried again.
    """
    known = circle(household)
    with alone(household) as free:
        if not free:
            return None
        try:
            outcome = _exchanged(household, folder or folder_of(known), progress)
        except (FolderError, StoreError) as error:
            with suppress(StoreError):  # where nothing can be kept, what was noted before still stands
                _note_error(household.store, known, error)
            raise
        return outcome


def _exchanged(household: Household, folder: Folder, progress: Progress) -> Outcome:
    from tui.household.sync_duties import admits  # much follows from what is read, and not every command reads

    store = household.store
    household.catch_up_quietly()
    desk = Desk(store)
    known = desk.circle()
    if known is None:
        raise InputError("sync_none")
    parts = Parts(
        known,
        desk=desk,
        folder=folder,
        mirror=DiskMirror(store.home / MIRROR),
        records=SharedRecords(store, known, admits(household, known)),
        random=os.urandom,
    )
    one = Exchange(parts, progress)
    one.receive()
    outcome = _with_what_is_not_read(_said(household, one), folder)
    _note(store, one.circle, outcome)
    return outcome


def _with_what_is_not_read(outcome: Outcome, folder: Folder) -> Outcome:
    """Return an outcome with what the folder alone knows: what is not here yet, and what is no ordinary file."""
    odd = dict.fromkeys(getattr(folder, "odd", ()), ODD)
    waiting = outcome.not_here_yet + getattr(folder, "waiting", 0)
    refused = dict(sorted({**outcome.refused, **odd}.items()))
    return replace(outcome, refused=refused, not_here_yet=waiting)


def _said(household: Household, one: Exchange) -> Outcome:
    """Say what is new, and what follows from it: what was sealed goes out before its key is given."""
    from tui.household.sync_duties import are_due, do_duties, do_each_time
    from tui.household.sync_noted import mark_in

    do_each_time(household, one.circle)
    outcome, mark = None, household.duties_done or mark_in(one.noted)
    for _ in range(_MOST_ROUNDS):
        since = household.store.since(mark)
        if are_due(since):
            do_duties(household, one.circle, one.sent_upto)
        elif outcome is not None:
            break
        outcome, mark = one.send(), since.mark
    household.duties_done = mark
    return outcome or one.send()


# How things stand


def stands(household: Household) -> Stands | None:
    """Return how things stand, as this machine last saw it; None when it takes part in no circle."""
    store = household.store
    known = circle_of(store)
    if known is None:
        return None
    try:
        kept = msgspec.convert(store.local.get(STANDS), Stands)
    except msgspec.ValidationError:
        kept = Stands(folder=known.folder)
    to_send = store.sequence > known.sequence
    if kept.number != known.number:  # something was written since, by an exchange that did not come to its end
        kept = replace(kept, equal=Equal.UNKNOWN)
    as_me = tuple(each.label for each in known.others if each.person == known.person and not known.is_own(each))
    return replace(
        kept, folder=known.folder, to_send=to_send, read=_read_at(store), alone=not known.others, as_me=as_me
    )


def _note(store: Store, known: Circle, outcome: Outcome) -> None:
    now = Stands(
        folder=known.folder,
        equal=outcome.equal,
        waiting=tuple(dict.fromkeys(each.person for each in outcome.missing)),
        refused=outcome.refused,
        not_here_yet=outcome.not_here_yet,
        unfit=outcome.unfit,
        taking_part=outcome.taking_part,
        number=known.number,
    )
    _keep(store, now)
    mark = store.home / MIRROR / _READ
    try:
        mark.touch(mode=0o600)
    except OSError as error:
        raise StoreError("store_write_failed", path=mark, why=error.strerror) from error


def _note_error(store: Store, known: Circle, error: NearerError) -> None:
    values = {name: str(value) for name, value in error.values.items()}
    try:
        before = msgspec.convert(store.local.get(STANDS), Stands)
    except msgspec.ValidationError:
        before = Stands(folder=known.folder)
    _keep(store, replace(before, equal=Equal.UNKNOWN, error=error.key, values=values))


def _keep(store: Store, now: Stands) -> None:
    data = msgspec.to_builtins(now)
    if store.local.get(STANDS) != data:
        store.local.put(STANDS, data)


def _read_at(store: Store) -> datetime | None:
    try:
        return datetime.fromtimestamp((store.home / MIRROR / _READ).stat().st_mtime, UTC)
    except OSError:
        return None


# Who takes part


def machines(household: Household) -> tuple[Member, ...]:
    """Return the machines that take part now."""
    return circle(household).present


def short_name(member: Member) -> str:
    """Return what a machine is called where one has to be named: the begin of its key's name."""
    return name_of(member.public).hex()[:6]


def remove(household: Household, machine: str) -> Member:
    """Take a machine out, by the begin of its name or by what it is called; return it. Raises `InputError`.

    What it has already it keeps; nothing newer can be read there. Exchange afterwards.
    """
    with alone_soon(household):
        known = circle(household)
        wanted = machine.strip().casefold()
        found = [
            each
            for each in known.others
            if wanted and (name_of(each.public).hex().startswith(wanted) or each.label.casefold() == wanted)
        ]
        if len(found) != 1:
            raise InputError("sync_no_machine", machine=machine)
        name = name_of(found[0].public)
        Desk(household.store).keep(removing(known, name, _files_of(household, known, name)))
        return found[0]


def _files_of(household: Household, known: Circle, machine: bytes) -> Iterable[str]:
    """Return the files of a machine that were taken in here."""
    parts = Parts(
        known,
        desk=Desk(household.store),
        folder=folder_of(known),
        mirror=DiskMirror(household.store.home / MIRROR),
        records=SharedRecords(household.store, known),
        random=os.urandom,
    )
    return parts.index.of(machine)


def move(household: Household, folder: Path) -> str:
    """Exchange in another folder from now on, where the carrier brings the same files; return where that is.

    What it does not have is put there. Raises `InputError` when it cannot be used, `StoreError`.
    """
    place = usable(household, folder)
    with alone_soon(household):
        Desk(household.store).keep(replace(circle(household), folder=str(place), mount=mount_of(place)))
    return str(place)


def usable(household: Household, folder: Path) -> Path:
    """Return a folder that was chosen, as it is kept; raises `InputError` when it cannot be the one."""
    place = Path(os.path.abspath(folder.expanduser()))  # noqa: PTH100 - `resolve` follows links
    if not place.is_dir():
        raise InputError("sync_no_folder", path=place)
    home, real = Path(os.path.realpath(household.store.home)), Path(os.path.realpath(place))
    if home.is_relative_to(real) or real.is_relative_to(home):
        raise InputError("sync_home_inside", path=place)
    return place


def stop(household: Household) -> str:
    """Take part no more; return the folder, in which everything stays. The others are told, if it can be reached.

    All records stay here. Raises `StoreError`.
    """
    with alone_soon(household):
        known = circle(household)
        with suppress(NearerError):  # whoever cannot be told will see that nothing comes any more
            _leave(household, known)
        for key in (CIRCLE, STANDS, *_BEGUN):
            household.store.local.delete(key)
        clear_copies(household.store)
    return known.folder


def clear_copies(store: Store) -> None:
    """Let go of all copies of a circle's files: another circle has others. Raises `StoreError`."""
    mirror = DiskMirror(store.home / MIRROR)
    names = mirror.names()
    for file in names:
        mirror.drop(file)
    if names:
        mirror.keep_index(b"")


def has_lost_circle(store: Store) -> bool:
    """Whether this home shared a folder, and what it knew of who takes part is gone."""
    return store.local.get(CIRCLE) is None and bool(DiskMirror(store.home / MIRROR).names())


def _leave(household: Household, known: Circle) -> None:
    """Say all that is to be said, and then that nothing more comes: what was said before is still to be believed."""

    def exchanged() -> None:
        _exchanged(household, folder_of(known), lambda _done, _all: None)

    if not known.taking_part:
        return
    exchanged()
    now = circle(household)
    mine = tuple(map(bytes.fromhex, _files_of(household, now, now.me)))
    Desk(household.store).keep(now.saying(Body(number=0, removes=(now.me,), vouches=mine)))
    exchanged()
