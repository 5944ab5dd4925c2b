"""A folder that anybody may write to: what is not ours is left alone, what is ours is whole, and faults are told."""

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from tests.sync.carriers import MemoryFolder
from tui.sync import disk, folder
from tui.sync.disk import Place, is_plain
from tui.sync.folder import DiskFolder, mount_of
from tui.sync.ports import Folder, FolderError

MUCH = 1 << 20
NAME = "0123456789abcdef" * 2 + ".nearer"
POSIX = pytest.mark.skipif(os.name == "nt", reason="this system has none of these")


@pytest.fixture(params=["disk", "disk by paths", "memory"])
def any_folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    if request.param == "disk by paths":
        monkeypatch.setattr(disk, "_RELATIVE", False)
    return MemoryFolder() if request.param == "memory" else DiskFolder(tmp_path)


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    made = tmp_path / "nearer"
    made.mkdir()
    return made


def refused(act: object, *args: object) -> FolderError:
    assert callable(act)
    with pytest.raises(FolderError) as error:
        act(*args)
    assert {"path", "why"} <= error.value.values.keys()
    return error.value


def names(place: Path) -> set[str]:
    return {each.name for each in place.iterdir()}


# What every folder does.


def test_what_is_written_is_listed_read_and_removed(any_folder: Folder) -> None:
    assert any_folder.files() == {}
    assert any_folder.read(NAME, MUCH) is None
    any_folder.write(NAME, b"words")
    first = any_folder.files()
    assert {name: seen.size for name, seen in first.items()} == {NAME: 5}
    assert any_folder.files() == first
    assert any_folder.read(NAME, 5) == b"words"
    assert any_folder.read(NAME, 4) is None
    any_folder.remove(NAME)
    any_folder.remove(NAME)
    assert any_folder.files() == {}


def test_what_stands_under_a_name_is_never_written_over(any_folder: Folder) -> None:
    any_folder.write(NAME, b"torn")
    for _ in range(2):
        any_folder.write(NAME, b"torn")
    assert set(any_folder.files()) == {NAME}
    any_folder.write(NAME, b"whole words")
    assert any_folder.read(NAME, MUCH) == b"torn"
    assert {any_folder.read(name, MUCH) for name in any_folder.files()} == {b"torn", b"whole words"}


# The chosen folder.


def test_the_subfolder_is_made_by_the_first_write_alone(tmp_path: Path) -> None:
    chosen = DiskFolder(tmp_path)
    chosen.files()
    chosen.read(NAME, MUCH)
    chosen.remove(NAME)
    assert names(tmp_path) == set()
    chosen.write(NAME, b"words")
    assert names(tmp_path) == {"nearer"}


def test_a_folder_that_is_gone_is_told_and_never_made_anew(tmp_path: Path) -> None:
    chosen = DiskFolder(tmp_path / "drive")
    for refusal in (
        refused(chosen.files),
        refused(chosen.read, NAME, MUCH),
        refused(chosen.write, NAME, b""),
        refused(chosen.remove, NAME),
    ):
        assert refusal.key == "folder_gone"
        assert refusal.values["path"] == tmp_path / "drive"
    assert names(tmp_path) == set()


def test_what_an_emptied_folder_lost_can_be_put_back(tmp_path: Path) -> None:
    chosen = DiskFolder(tmp_path, mount=mount_of(tmp_path))
    chosen.write(NAME, b"words")
    (tmp_path / "nearer" / NAME).unlink()
    (tmp_path / "nearer").rmdir()
    assert chosen.files() == {}
    chosen.write(NAME, b"words")
    assert chosen.read(NAME, MUCH) == b"words"


def test_the_empty_place_of_a_drive_that_is_not_mounted_is_not_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "drive" / "us"
    inside.mkdir(parents=True)
    is_mount = os.path.ismount
    with monkeypatch.context() as mounted:
        mounted.setattr(os.path, "ismount", lambda path: Path(path) == tmp_path / "drive" or is_mount(path))
        mount = mount_of(inside)
        DiskFolder(inside, mount=mount).files()
    assert mount == str(tmp_path / "drive")
    for refusal in (
        refused(DiskFolder(inside, mount=mount).files),
        refused(DiskFolder(inside, mount=mount).write, NAME, b""),
    ):
        assert refusal.key == "folder_gone"
    assert names(inside) == set()


def test_a_folder_that_was_plain_may_lie_on_a_mount_of_its_own_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mount = mount_of(tmp_path)
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == tmp_path)
    DiskFolder(tmp_path, mount=mount).write(NAME, b"words")


@POSIX
def test_the_chosen_folder_may_be_a_link_but_not_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real", target_is_directory=True)
    DiskFolder(tmp_path / "link").write(NAME, b"words")
    assert (tmp_path / "real" / "nearer" / NAME).read_bytes() == b"words"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "nearer").symlink_to(tmp_path / "real" / "nearer", target_is_directory=True)
    assert refused(DiskFolder(tmp_path / "other").files).key == "folder_in_the_way"
    assert refused(DiskFolder(tmp_path / "other").write, NAME, b"").key == "folder_in_the_way"


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "nearer").touch()
    assert refused(DiskFolder(tmp_path).write, NAME, b"").key == "folder_in_the_way"
    assert refused(DiskFolder(tmp_path / "nearer").files).key == "folder_in_the_way"


# What lies there.

COPIES = [
    "ab.sync-conflict-20261126-120000-ABCDEFG.nearer",
    "ab (Ana's conflicted copy 2026-11-26).nearer",
    "ab (Anas in Konflikt stehende Kopie 2026-11-26 à 12\u202f00).nearer",
    "ab 2.nearer",
    "ab (conflict 2026-11-26 12-00-00).nearer",
    "ab_conflict-20261126-120000.nearer",
    "ab-LAPTOP.nearer",
    "ab.nearer (1)",
    "AB.NEARER",
]


@pytest.mark.parametrize("name", COPIES)
def test_a_conflict_copy_of_any_carrier_is_listed_and_read(tmp_path: Path, ours: Path, name: str) -> None:
    (ours / name).write_bytes(b"words")
    chosen = DiskFolder(tmp_path)
    assert set(chosen.files()) == {name}
    assert chosen.read(name, MUCH) == b"words"


def test_files_of_others_and_files_on_their_way_are_not_ours(tmp_path: Path, ours: Path) -> None:
    for name in (
        "desktop.ini",
        ".DS_Store",
        f".syncthing.{NAME}.tmp",
        f"~syncthing~{NAME}.tmp",
        f".{NAME}.Xy12zw",
        f".{NAME}.part",
        ".nearer",
    ):
        (ours / name).write_bytes(b"x")
    chosen = DiskFolder(tmp_path)
    assert chosen.files() == {}
    assert (chosen.waiting, chosen.odd, chosen.beyond) == (0, [], 0)


@POSIX
def test_links_folders_and_pipes_are_counted_and_never_opened(tmp_path: Path, ours: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    (ours / "link.nearer").symlink_to(tmp_path / "secret")
    (ours / "nowhere.nearer").symlink_to("nowhere")
    (ours / "folder.nearer").mkdir()
    os.mkfifo(ours / "pipe.nearer")
    chosen = DiskFolder(tmp_path)
    assert chosen.files() == {}
    assert len(chosen.odd) == 4
    for name in names(ours):
        assert chosen.read(name, MUCH) is None
        chosen.remove(name)
        chosen.write(name, b"words")
    assert (tmp_path / "secret").read_bytes() == b"secret"
    assert len(chosen.files()) == 4
    assert len(chosen.odd) == 4


@POSIX
@pytest.mark.parametrize("name", [b"\xff.nearer", b"a\nb.nearer", b"\x1b[2J.nearer", "\u0085.nearer".encode()])
def test_an_odd_name_is_counted_and_harms_nothing(tmp_path: Path, ours: Path, name: bytes) -> None:
    odd = os.fsdecode(name)
    try:
        (ours / odd).write_bytes(b"words")
    except OSError:
        pytest.skip("this file system takes no such name")
    chosen = DiskFolder(tmp_path)
    chosen.write(NAME, b"words")
    assert set(chosen.files()) == {NAME}
    assert len(chosen.odd) == 1
    assert chosen.read(odd, MUCH) is None


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../x.nearer",
        "a/x.nearer",
        "a\\x.nearer",
        "x.nearer\0",
        "\udcff.nearer",
        "é" * 128,
        ".x.nearer",
    ],
)
def test_a_name_that_could_lead_elsewhere_is_no_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "x.nearer").write_bytes(b"secret")
    chosen = DiskFolder(tmp_path)
    chosen.write(NAME, b"words")
    assert chosen.read(name, MUCH) is None
    with pytest.raises(ValueError, match=r".*"):
        chosen.write(name, b"")
    with pytest.raises(ValueError, match=r".*"):
        chosen.remove(name)
    assert is_plain(NAME)
    with pytest.raises(ValueError, match=r".*"), disk.opened(tmp_path) as place:
        place.status("../secret")


def test_only_so_many_files_are_looked_at_and_the_rest_is_counted(
    tmp_path: Path, ours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "MOST", 3)
    for number in range(5):
        (ours / f"{number}.nearer").touch()
    chosen = DiskFolder(tmp_path)
    assert len(chosen.files()) == 3
    assert chosen.beyond == 2
    assert len(chosen.files()) == 3
    assert chosen.beyond == 2


def test_a_file_that_grows_while_it_is_read_is_not_read_further_than_it_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = DiskFolder(tmp_path)
    chosen.write(NAME, b"words")
    monkeypatch.setattr(os, "fstat", lambda _: SimpleNamespace(st_mode=stat.S_IFREG, st_size=0))
    assert chosen.read(NAME, 4) is None
    assert chosen.read(NAME, 5) == b"words"


def test_what_the_carrier_mends_in_place_looks_changed_though_its_time_is_the_old_one(tmp_path: Path) -> None:
    chosen = DiskFolder(tmp_path)
    chosen.write(NAME, b"words")
    file = tmp_path / "nearer" / NAME
    os.utime(file, (1, 1))
    torn = chosen.files()[NAME]
    file.write_bytes(b"wards")
    os.utime(file, (1, 1))
    if os.name != "nt":
        assert chosen.files()[NAME] != torn


# What is not here yet.


def test_stand_ins_of_files_not_brought_yet_are_waited_for(tmp_path: Path, ours: Path) -> None:
    for name in (f".{NAME}.icloud", f"{'b' * 32}.nearer.nextcloud", f"{'c' * 32}.nearer.owncloud"):
        (ours / name).write_bytes(b"x")
    chosen = DiskFolder(tmp_path)
    assert chosen.files() == {}
    assert chosen.waiting == 3
    chosen.write(NAME, b"words")
    chosen.write("b" * 32 + ".nearer", b"words")
    assert chosen.files() == {}


def test_a_file_whose_content_is_elsewhere_is_waited_for_and_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = DiskFolder(tmp_path)
    chosen.write(NAME, b"words")
    monkeypatch.setattr(folder, "_is_elsewhere", lambda _: True)
    assert chosen.files() == {}
    assert chosen.waiting == 1
    assert chosen.read(NAME, MUCH) is None
    chosen.write(NAME, b"other words")
    assert names(tmp_path / "nearer") == {NAME}


@pytest.mark.parametrize(
    ("signs", "elsewhere"),
    [
        ({"st_file_attributes": 0x400020}, True),
        ({"st_flags": 0x40000000}, True),
        ({"st_file_attributes": 0x20}, False),
    ],
)
def test_a_system_says_when_the_content_is_elsewhere(signs: dict[str, int], *, elsewhere: bool) -> None:
    assert folder._is_elsewhere(cast("os.stat_result", SimpleNamespace(**signs))) is elsewhere


# Writing.


@POSIX
def test_a_file_is_on_the_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    chosen = DiskFolder(tmp_path)
    chosen.write(NAME, b"words")
    link, sync = Place.publish, os.fsync

    def published(place: Place, beside: str, name: str) -> None:
        done.append("name")
        link(place, beside, name)

    def synced(descriptor: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        sync(descriptor)

    monkeypatch.setattr(Place, "publish", published)
    monkeypatch.setattr(os, "fsync", synced)
    chosen.write("b" + NAME, b"words")
    if sys.platform.startswith("linux"):
        assert done == ["file", "name", "folder"]
    assert names(tmp_path / "nearer") == {NAME, "b" + NAME}


def test_a_file_system_without_second_names_is_written_to_and_nothing_over_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_link(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", no_link)
    chosen = DiskFolder(tmp_path)
    chosen.write(NAME, b"words")
    chosen.write(NAME, b"other")
    assert {chosen.read(name, MUCH) for name in chosen.files()} == {b"words", b"other"}
    assert len(names(tmp_path / "nearer")) == 2


def test_a_file_system_that_cannot_confirm_is_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_sync(_: int) -> None:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    monkeypatch.setattr(os, "fsync", no_sync)
    DiskFolder(tmp_path).write(NAME, b"words")
    assert names(tmp_path / "nearer") == {NAME}


def test_old_left_overs_of_writes_go_and_new_ones_and_those_of_others_stay(tmp_path: Path, ours: Path) -> None:
    old, new, other = ".nearer-0123456789abcdef.tmp", ".nearer-fedcba9876543210.tmp", ".other.nearer.tmp"
    for name in (old, new, other):
        (ours / name).touch()
        os.utime(ours / name, (1_000_000, 1_000_000 if name != new else 1_080_000))
    chosen = DiskFolder(tmp_path, now=lambda: 1_090_000)
    assert chosen.files() == {}
    assert old in names(ours)
    chosen.write(NAME, b"words")
    assert names(ours) == {new, other, NAME}


# What goes wrong.

FAULTS = [
    (errno.ENOSPC, "folder_full"),
    (errno.EROFS, "folder_denied"),
    (errno.EACCES, "folder_denied"),
    (errno.ENOTCONN, "folder_gone"),
    (errno.ETIMEDOUT, "folder_slow"),
    (errno.EIO, "folder_failed"),
]


@pytest.mark.parametrize(("number", "key"), FAULTS)
@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_write_that_is_refused_is_told_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, key: str
) -> None:
    chosen = DiskFolder(tmp_path)
    chosen.write(NAME, b"words")
    with monkeypatch.context() as patched:
        patched.setattr(os, call, failing(number))
        assert refused(chosen.write, "b" + NAME, b"words").key == key
    assert names(tmp_path / "nearer") == {NAME}


@pytest.mark.parametrize(("number", "key"), FAULTS)
def test_a_folder_that_cannot_be_listed_is_told(
    tmp_path: Path, ours: Path, monkeypatch: pytest.MonkeyPatch, number: int, key: str
) -> None:
    assert ours.is_dir()
    monkeypatch.setattr(os, "scandir", failing(number))
    assert refused(DiskFolder(tmp_path).files).key == key


def failing(number: int) -> object:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_a_short_write_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:3]))
    chosen = DiskFolder(tmp_path)
    chosen.write(NAME, b"many words")
    assert chosen.read(NAME, MUCH) == b"many words"


@POSIX
def test_one_file_that_may_not_be_read_does_not_hold_up_the_others(
    tmp_path: Path, ours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = DiskFolder(tmp_path)
    chosen.write(NAME, b"words")
    (ours / "b.nearer").write_bytes(b"words")
    real = os.open

    def guarded(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if path == "b.nearer":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", guarded)
    assert chosen.read("b.nearer", MUCH) is None
    assert chosen.read(NAME, MUCH) == b"words"


NOBODY = """
import os, sys
from pathlib import Path
from tui.sync.folder import DiskFolder
from tui.sync.ports import FolderError
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
shared = DiskFolder(Path("."))
for act in (shared.files, lambda: shared.read("a.nearer", 9), lambda: shared.write("b.nearer", b"")):
    try:
        act()
    except FolderError as error:
        print(error.key)
"""


@POSIX
def test_a_folder_that_is_closed_to_us_is_told(tmp_path: Path, ours: Path) -> None:
    (ours / "a.nearer").write_bytes(b"words")
    ours.chmod(0)
    code = f"import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r})\n{NOBODY}"
    tmp_path.chmod(0o755)
    here = os.open(tmp_path, os.O_RDONLY)
    try:
        run = subprocess.run(
            [sys.executable, "-c", f"import os; os.fchdir({here})\n{code}"],
            pass_fds=[here],
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        os.close(here)
        ours.chmod(0o700)
    assert run.stderr == ""
    assert run.stdout.split() == ["folder_denied"] * 3


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    place = tmp_path / "small"
    place.mkdir()
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux has a file system in memory that can be made this small")
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"a small file system cannot be made here: {made.stderr.strip()}")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=False, capture_output=True)


def test_a_small_drive_fills_up_goes_away_and_comes_back(small: Path) -> None:
    mount = mount_of(small)
    assert mount == str(small)
    shared = DiskFolder(small, mount=mount)
    kept = {}
    for number in range(100):
        name, data = f"{number:032x}.nearer", bytes([number]) * 30_000
        try:
            shared.write(name, data)
        except FolderError as error:
            assert error.key == "folder_full"  # noqa: PT017 # the first that does not fit ends it
            break
        kept[name] = data
    assert 20 < len(kept) < 40
    assert {name: shared.read(name, MUCH) for name in shared.files()} == kept
    assert names(small / "nearer") == set(kept)
    subprocess.run(["umount", "--lazy", str(small)], check=True)
    assert refused(shared.write, NAME, b"words").key == "folder_gone"
    assert refused(shared.files).key == "folder_gone"
    assert names(small) == set()
