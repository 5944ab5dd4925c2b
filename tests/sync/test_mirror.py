"""The copies of this machine: private, whole, and nothing but what they say they are."""

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from tests.sync.carriers import MemoryMirror
from tui.core.errors import ReadOnlyError, StoreError
from tui.sync.disk import Place
from tui.sync.keys import file_name
from tui.sync.mirror import DiskMirror
from tui.sync.ports import Mirror

ONE, TWO = b"one " * 1000, b"two"


@pytest.fixture(params=["disk", "memory"])
def mirror(request: pytest.FixtureRequest, tmp_path: Path) -> Mirror:
    return DiskMirror(tmp_path / "sync") if request.param == "disk" else MemoryMirror()


@pytest.fixture
def kept(tmp_path: Path) -> DiskMirror:
    made = DiskMirror(tmp_path / "sync")
    made.add(file_name(ONE), ONE)
    return made


def file_of(mirror: DiskMirror, data: bytes) -> Path:
    return mirror.path / f"{file_name(data)}.nearer"


def test_what_is_added_is_kept_until_it_is_dropped(mirror: Mirror) -> None:
    assert mirror.names() == frozenset()
    assert mirror.read(file_name(ONE)) is None
    for data in (ONE, TWO, ONE):
        mirror.add(file_name(data), data)
    assert mirror.names() == {file_name(ONE), file_name(TWO)}
    assert mirror.read(file_name(ONE)) == ONE
    mirror.drop(file_name(ONE))
    mirror.drop(file_name(ONE))
    assert mirror.names() == {file_name(TWO)}


def test_a_copy_under_an_id_that_is_not_its_own_is_refused(mirror: Mirror) -> None:
    with pytest.raises(ValueError, match=file_name(TWO)):
        mirror.add(file_name(TWO), ONE)
    assert mirror.names() == frozenset()


def test_what_is_noted_of_all_files_is_no_copy(mirror: Mirror) -> None:
    assert mirror.index() is None
    for data in (b"first", b"", b"last"):
        mirror.keep_index(data)
        assert mirror.index() == data
    assert mirror.names() == frozenset()


def test_a_note_that_is_not_whole_is_none(kept: DiskMirror) -> None:
    kept.keep_index(b"a note")
    file = kept.path / "index"
    whole = file.read_bytes()
    for torn in (b"", whole[:10], whole[:-1], whole[:-1] + b"x"):
        file.write_bytes(torn)
        assert kept.index() is None
    kept.keep_index(b"another")
    assert kept.index() == b"another"


@pytest.mark.skipif(os.name == "nt", reason="rights are otherwise there")
def test_copies_are_private_whatever_others_get(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        mirror = DiskMirror(tmp_path / "sync")
        mirror.add(file_name(ONE), ONE)
    finally:
        os.umask(before)
    assert stat.S_IMODE(mirror.path.stat().st_mode) == 0o700
    assert stat.S_IMODE(file_of(mirror, ONE).stat().st_mode) == 0o600


def test_a_damaged_copy_is_none_and_is_replaced_by_a_whole_one(kept: DiskMirror) -> None:
    file_of(kept, ONE).write_bytes(ONE[:-1] + b"x")
    assert kept.read(file_name(ONE)) is None
    kept.add(file_name(ONE), ONE)
    assert kept.read(file_name(ONE)) == ONE


def test_nothing_is_taken_from_behind_a_link(kept: DiskMirror, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(TWO)
    file_of(kept, TWO).symlink_to(tmp_path / "elsewhere")
    assert kept.names() == {file_name(ONE)}
    assert kept.read(file_name(TWO)) is None
    kept.add(file_name(TWO), TWO)
    assert not file_of(kept, TWO).is_symlink()
    assert kept.names() == {file_name(ONE), file_name(TWO)}


def test_a_link_in_the_place_of_the_whole_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "sync").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    mirror = DiskMirror(tmp_path / "sync")
    with pytest.raises(StoreError, match="store_write_failed"):
        mirror.add(file_name(ONE), ONE)
    with pytest.raises(StoreError, match="store_unreadable"):
        mirror.names()
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("odd", ["../x", "", "a" * 31, "A" * 32, "a" * 32 + "\n"])
def test_an_id_that_is_none_leads_nowhere(kept: DiskMirror, odd: str) -> None:
    assert kept.read(odd) is None
    with pytest.raises(ValueError, match=r".*"):
        kept.drop(odd)
    (kept.path / "notes.txt").touch()
    assert kept.names() == {file_name(ONE)}


@pytest.mark.parametrize(
    ("number", "key", "kind"),
    [
        (errno.ENOSPC, "disk_full", StoreError),
        (errno.EROFS, "store_read_only", ReadOnlyError),
        (errno.EIO, "store_write_failed", StoreError),
    ],
)
def test_a_disk_that_refuses_is_told_and_leaves_what_was_there(
    kept: DiskMirror, monkeypatch: pytest.MonkeyPatch, number: int, key: str, kind: type[StoreError]
) -> None:
    def refuse(_descriptor: int, _data: bytes) -> int:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", refuse)
        with pytest.raises(kind) as error:
            kept.add(file_name(TWO), TWO)
    assert error.value.key == key
    assert [each.name for each in kept.path.iterdir()] == [f"{file_name(ONE)}.nearer"]
    kept.add(file_name(TWO), TWO)
    assert kept.read(file_name(TWO)) == TWO


def test_a_copy_is_on_the_disk_before_it_has_its_name(kept: DiskMirror, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    replace, sync = Place.replace, os.fsync

    def replaced(place: Place, beside: str, name: str) -> None:
        done.append("name")
        replace(place, beside, name)

    def synced(descriptor: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        sync(descriptor)

    monkeypatch.setattr(Place, "replace", replaced)
    monkeypatch.setattr(os, "fsync", synced)
    kept.add(file_name(TWO), TWO)
    if sys.platform.startswith("linux"):
        assert done == ["file", "name", "folder"]


def test_old_left_overs_go_and_new_ones_stay(kept: DiskMirror) -> None:
    old, new = (kept.path / f".{letter * 16}.next" for letter in "ab")
    for each in (old, new):
        each.touch()
    os.utime(old, (0, 0))
    DiskMirror(kept.path).add(file_name(TWO), TWO)
    assert not old.exists()
    assert new.exists()
