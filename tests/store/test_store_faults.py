"""A full disk, a failing disk, no rights, links: what was saved is safe, and a person is told what to do."""

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tui.core.errors import ReadOnlyError, StoreError
from tui.core.records import Agreement
from tui.store import files, lock
from tui.store.lock import Lock
from tui.store.store import Store

NOW = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)


def agreement(name: str) -> Agreement:
    return Agreement(id=name, by="a", at=NOW, text=name)


def save(store: Store, *names: str) -> None:
    store.save(*map(agreement, names), by="a", at=NOW)


def names(store: Store) -> list[str]:
    return [each.id for each in store.all(Agreement)]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = Store.open(tmp_path / "home")
    save(opened, "1")
    return opened


class Disk:
    """A disk that takes only so many more bytes, and may fail to confirm them."""

    def __init__(self, *, room: int, error: int) -> None:
        self.room = room
        self.error = error

    def write(self, descriptor: int, data: bytes) -> None:
        written = os.write(descriptor, data[: self.room])
        if written < len(data):
            raise OSError(self.error, os.strerror(self.error))

    def sync(self, descriptor: int) -> None:
        raise OSError(self.error, f"{os.strerror(self.error)}: {descriptor}")


@pytest.mark.parametrize("room", [0, 1, 30, 100])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_keeps_every_earlier_save(
    store: Store, monkeypatch: pytest.MonkeyPatch, room: int, error: int
) -> None:
    before = (store.home / "records.journal").read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(files, "write", Disk(room=room, error=error).write)
        with pytest.raises(StoreError) as refused:
            save(store, "2", "3")
    assert refused.value.key == "disk_full"
    assert names(store) == ["1"]
    assert store.count() == 1
    assert (store.home / "records.journal").read_bytes() == before
    save(store, "4")
    assert names(Store.open(store.home)) == ["1", "4"]


def test_a_full_disk_at_the_first_save_leaves_nothing_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.open(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(files, "write", Disk(room=11, error=errno.ENOSPC).write)
        with pytest.raises(StoreError):
            save(store, "1")
    save(store, "2")
    assert names(Store.open(tmp_path)) == ["2"]


def test_a_write_that_fails_and_cannot_be_cut_back_is_put_in_order_later(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(descriptor: int, size: int) -> None:
        raise OSError(errno.EIO, f"{descriptor} {size}")

    with monkeypatch.context() as patched:
        patched.setattr(files, "write", Disk(room=25, error=errno.EIO).write)
        patched.setattr(files, "cut", refuse)
        with pytest.raises(StoreError) as refused:
            save(store, "2")
    assert refused.value.key == "store_write_failed"
    save(store, "3")
    assert names(store) == names(Store.open(store.home)) == ["1", "3"]
    assert len(list(store.home.glob("set-aside/tail-*"))) == 1


def test_a_disk_that_does_not_confirm_makes_the_store_read_only(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(files, "sync", Disk(room=0, error=errno.EIO).sync)
        with pytest.raises(StoreError) as refused:
            save(store, "2")
    assert refused.value.key == store.read_only == "store_not_synced"
    assert names(store) == ["1"]
    with pytest.raises(ReadOnlyError):
        save(store, "3")
    assert names(Store.open(store.home)) == ["1"]


def test_a_save_returns_after_the_disk_has_confirmed_it_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    confirmed: list[bytes] = []
    confirm = os.fdatasync

    def watched(descriptor: int) -> None:
        confirm(descriptor)
        confirmed.append((store.home / "records.journal").read_bytes().splitlines()[-1])

    monkeypatch.setattr(os, "fdatasync", watched)
    save(store, "2", "3")
    assert len(confirmed) == 1
    assert b'"record":"3"' in confirmed[0]


def test_the_name_of_a_new_journal_is_confirmed_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, confirmed = Store.open(tmp_path), list[Path]()
    monkeypatch.setattr(files, "sync_folder", confirmed.append)
    save(store, "1")
    save(store, "2")
    assert confirmed == [tmp_path]


def test_a_torn_tail_on_a_full_disk_still_opens_to_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with (store.home / "records.journal").open("ab") as file:
        file.write(b"torn")
    with monkeypatch.context() as patched:
        patched.setattr(files, "write", Disk(room=0, error=errno.ENOSPC).write)
        opened = Store.open(store.home)
        assert names(opened) == ["1"]
        assert [each.what for each in opened.findings] == ["store.tail_torn"]
        with pytest.raises(StoreError) as refused:
            save(opened, "2")
    assert refused.value.key == "disk_full"
    save(opened, "3")
    assert names(opened) == names(Store.open(store.home)) == ["1", "3"]


def test_nothing_of_another_window_is_missed_when_the_end_cannot_be_put_in_order(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(Store.open(store.home), "2")
    with (store.home / "records.journal").open("ab") as file:
        file.write(b"torn")
    with monkeypatch.context() as patched:
        patched.setattr(files, "write", Disk(room=0, error=errno.ENOSPC).write)
        with pytest.raises(StoreError):
            save(store, "3")
    assert store.catch_up() == {"agreement"}
    assert names(store) == ["1", "2"]


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o777])
def test_nobody_else_may_look_whatever_the_umask(tmp_path: Path, mask: int) -> None:
    home = tmp_path / "outer" / "home"
    with umask(mask):
        store = Store.open(home)
        save(store, "1")
        store.local.put("draft", "x")
        with (home / "records.journal").open("ab") as file:
            file.write(b"torn")
        Store.open(home)
        files.write_whole(home / "export.json", b"{}")
    for each in (home, *home.rglob("*")):
        assert stat.S_IMODE(each.stat().st_mode) == (0o700 if each.is_dir() else 0o600), each
    assert (home / "set-aside").is_dir()


def test_a_home_that_is_there_keeps_its_own_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    Store.open(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_link_in_place_of_the_journal_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    target.write_bytes(b"")
    home = tmp_path / "home"
    home.mkdir()
    (home / "records.journal").symlink_to(target)
    with pytest.raises(StoreError) as refused:
        Store.open(home)
    assert refused.value.key == "store_is_link"
    assert target.read_bytes() == b""


def test_a_link_put_in_place_between_two_looks_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"theirs")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    with pytest.raises(OSError, match="symbolic"):
        files.read(tmp_path / "link")
    with pytest.raises(OSError, match="symbolic"):
        files.open_to_append(tmp_path / "link")
    files.write_whole(tmp_path / "link", b"ours")
    assert (tmp_path / "target").read_bytes() == b"theirs"


def test_a_journal_that_becomes_a_link_is_not_followed(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    (store.home / "records.journal").rename(target)
    (store.home / "records.journal").symlink_to(target)
    before = target.read_bytes()
    with pytest.raises(StoreError):
        save(store, "2")
    assert target.read_bytes() == before


@pytest.mark.parametrize("name", ["records.lock", "local.json", "set-aside"])
def test_no_other_link_in_the_home_leads_out_of_it(store: Store, tmp_path: Path, name: str) -> None:
    target = tmp_path / "elsewhere"
    target.mkdir()
    (target / "inside").write_bytes(b"theirs")
    place = store.home / name
    place.unlink(missing_ok=True)
    place.symlink_to(target if name == "set-aside" else target / "inside")
    with (store.home / "records.journal").open("ab") as file:
        file.write(b"torn")
    opened = Store.open(store.home)
    assert names(opened) == ["1"]
    with suppress(StoreError):
        save(opened, "2")
    with suppress(StoreError):
        opened.local.put("x", 1)
    assert [each.read_bytes() for each in target.iterdir()] == [b"theirs"]


def test_a_folder_in_place_of_the_journal_is_told(tmp_path: Path) -> None:
    (tmp_path / "records.journal").mkdir()
    with pytest.raises(StoreError) as refused:
        Store.open(tmp_path)
    assert refused.value.key == "store_not_a_file"


def test_a_pipe_in_place_of_the_journal_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "records.journal")
    with pytest.raises(StoreError) as refused:
        Store.open(tmp_path)
    assert refused.value.key == "store_not_a_file"


@pytest.mark.parametrize("below", ["", "deeper/still"])
def test_a_file_in_place_of_the_home_is_told(tmp_path: Path, below: str) -> None:
    (tmp_path / "home").write_bytes(b"x")
    with pytest.raises(StoreError) as refused:
        Store.open(tmp_path / "home" / below)
    assert refused.value.key == "home_not_a_folder"


def test_another_window_that_does_not_let_go_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.01)
    with Lock(store.home / "records.lock").held(), pytest.raises(StoreError) as refused:
        save(store, "2")
    assert refused.value.key == "store_busy"
    assert names(store) == ["1"]


READER = """
import os, sys, tempfile
from datetime import UTC, datetime
from pathlib import Path
from tui.core.errors import NearerError
from tui.core.records import Agreement
from tui.store import backups, forgetting, keys, protection
from tui.store.store import Store
with tempfile.TemporaryDirectory() as folder:  # everything is imported while it may be read
    Store.open(Path(folder)).local.put("x", 1)
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
now = datetime(2026, 1, 1, tzinfo=UTC)
try:
    store = Store.open(Path(sys.argv[1]))
    print("opened", store.read_only, len(store.all(Agreement)), [each.what for each in store.findings])
    print(store.local.get("x"))
    for change in (
        lambda: store.save(Agreement(id="9", by="a", at=now, text="x"), by="a", at=now),
        lambda: store.local.put("x", 2),
        lambda: backups.keep(store.home, at=now),
        lambda: store.forget(*store.all(Agreement), by="a", at=now),
        lambda: store.set_passphrase("a word"),
        lambda: store.tidy(now=now),
    ):
        try:
            change()
        except NearerError as error:
            print(type(error).__name__, error.key)
except NearerError as error:
    print(type(error).__name__, error.key)
"""


def as_somebody_else(home: Path) -> list[str]:
    """Open and save in a process without any rights of root's; return what it printed."""
    for folder in home.parents:
        if "pytest" in str(folder) and folder.name != "home":
            folder.chmod(0o755)
    run = subprocess.run(
        [sys.executable, "-B", "-c", READER, str(home)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert run.stderr == ""
    return run.stdout.splitlines()


def opened_up(home: Path, folder: int, file: int) -> None:
    for each in home.iterdir():
        each.chmod(file)
    home.chmod(folder)


@pytest.fixture
def readable(store: Store) -> Iterator[Path]:
    store.local.put("x", 1)
    yield store.home
    store.home.chmod(0o700)


def test_a_read_only_home_opens_to_read_and_says_that_it_cannot_save(readable: Path) -> None:
    opened_up(readable, 0o555, 0o444)
    assert as_somebody_else(readable) == [
        "opened store_read_only 1 []",
        "1",
        *["ReadOnlyError store_read_only"] * 5,
    ]
    assert not (readable / "backups").exists()


def test_a_torn_tail_in_a_read_only_home_is_told_and_left(readable: Path) -> None:
    with (readable / "records.journal").open("ab") as file:
        file.write(b"torn")
    opened_up(readable, 0o555, 0o444)
    assert as_somebody_else(readable)[0] == "opened store_read_only 1 ['store.tail_torn']"
    assert (readable / "records.journal").read_bytes().endswith(b"torn")


def test_a_journal_without_the_right_to_write_is_read_only(readable: Path) -> None:
    opened_up(readable, 0o777, 0o444)
    assert as_somebody_else(readable)[0] == "opened store_read_only 1 []"


def test_a_journal_without_the_right_to_read_is_told(readable: Path) -> None:
    opened_up(readable, 0o755, 0o000)
    assert as_somebody_else(readable) == ["StoreError store_unreadable"]


def test_a_home_without_the_right_to_look_is_told(readable: Path) -> None:
    readable.chmod(0o000)
    assert as_somebody_else(readable) == ["StoreError store_unreadable"]


def test_a_home_that_cannot_be_made_is_told(readable: Path) -> None:
    readable.chmod(0o555)
    assert as_somebody_else(readable / "deeper") == ["StoreError home_not_made"]
