"""A file system of one megabyte that fills up: every acknowledged save is there, and a person is told why."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.store.homes import NOW, agreement, days, names, save, text_of
from tui.core.errors import StoreError
from tui.store import backups
from tui.store.keys import Cost
from tui.store.store import Store

ROOT = Path(__file__).parents[2]
SECRET = "a word of ours"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A folder on a file system of one megabyte."""
    place = tmp_path / "small"
    place.mkdir()
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux has a file system in memory that can be made this small")
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m,mode=0700", "tmpfs", str(place)],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        pytest.skip(f"a small file system cannot be made here: {made.stderr.strip()}")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture(params=["open", "sealed"])
def store(request: pytest.FixtureRequest, small: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(Store, "cost", Cost(ops=1, memory=8192))
    made = Store.open(small / "home")
    save(made, "first")
    made.local.put("draft", "a word")
    if request.param == "sealed":
        made.set_passphrase(SECRET)
    return made


def refused(action: Callable[[], object]) -> str:
    with pytest.raises(StoreError) as error:
        action()
    return error.value.key


def free(home: Path) -> int:
    status = os.statvfs(home)
    return status.f_bavail * status.f_frsize


def filled(store: Store) -> dict[str, str]:
    """Save until nothing fits any more; return what was acknowledged."""
    kept = {"first": "text of first"}

    def save_on() -> None:
        for number in range(10_000):
            name, text = f"{number % 10}", f"{number} " + "x" * (5000 - number % 1000)
            store.save(agreement(name, text), by="a", at=NOW)
            kept[name] = text

    assert refused(save_on) == "disk_full"
    return kept


def all_there(home: Path, kept: dict[str, str]) -> Store:
    store = Store.open(home, passphrase=SECRET)
    assert store.findings == ()
    assert {name: text_of(store, name) for name in names(store)} == kept
    assert store.local.get("draft") == "a word"
    return store


def test_a_disk_that_fills_up_keeps_every_acknowledged_save(store: Store) -> None:
    kept = filled(store)
    assert {name: text_of(store, name) for name in names(store)} == kept
    all_there(store.home, kept)
    assert refused(lambda: store.local.put("draft", "y" * 100_000)) == "disk_full"
    assert store.local.get("draft") == "a word"
    all_there(store.home, kept)


def test_writing_anew_on_a_full_disk_leaves_what_was_there_and_works_once_there_is_room(
    store: Store, small: Path
) -> None:
    (small / "something else").write_bytes(b"x" * 300_000)
    kept = filled(store)
    store.few = 0
    (small / "ballast").write_bytes(b"x" * (free(small) // 4096 * 4096))
    before = (store.home / "records.journal").read_bytes()
    assert refused(lambda: store.tidy(now=NOW)) == "disk_full"
    assert (store.home / "records.journal").read_bytes() == before
    assert refused(lambda: backups.keep(store.home, at=NOW)) == "disk_full"
    assert not [each for each in small.rglob("*") if each.name.endswith((".next", ".tmp"))]
    all_there(store.home, kept)
    (small / "something else").unlink()
    store.tidy(now=days(1))
    assert (store.home / "records.journal").stat().st_size < len(before)
    save(all_there(store.home, kept), "last")
    assert text_of(Store.open(store.home, passphrase=SECRET), "last") == "text of last"


def test_a_passphrase_that_no_longer_fits_leaves_the_home_as_it_was(store: Store, small: Path) -> None:
    kept = filled(store)
    (small / "ballast").write_bytes(b"x" * (free(small) // 4096 * 4096))
    if store.sealed:
        assert refused(lambda: store.remove_passphrase(SECRET)) == "disk_full"
        assert refused(lambda: Store.open(store.home)) == "home_locked"
    else:
        assert refused(lambda: store.set_passphrase(SECRET)) == "disk_full"
        assert not Store.open(store.home).sealed
    assert store.local.get("draft") == "a word"
    all_there(store.home, kept)


TORN = """
import errno, resource, signal, sys
from pathlib import Path
from tests.store.homes import NOW, agreement
from tui.core.errors import StoreError
from tui.store.store import Store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = Store.open(Path(sys.argv[1]))
store.few = 0
limit = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
told = []
for number in range(100):
    try:
        store.save(agreement(f"{number}", f"{number} " + "x" * (40 + number)), by="a", at=NOW)
        print(number)
    except StoreError as error:
        told.append(error.key)
assert (store.home / "records.journal").stat().st_size <= limit
try:
    store.tidy(now=NOW)
    store.local.put("draft", "x" * limit)
except StoreError as error:
    told.append(error.key)
assert set(told) == {"disk_full"}, told
"""


@pytest.mark.skipif(os.name == "nt", reason="this system limits no file's size")
@pytest.mark.parametrize("limit", [100, 333, 1000, 5000, 5001])
def test_a_write_that_the_system_tears_is_put_in_order(tmp_path: Path, limit: int) -> None:
    run = subprocess.run(
        [sys.executable, "-c", TORN, str(tmp_path), str(limit)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.stderr == ""
    store = Store.open(tmp_path)
    assert sorted(names(store)) == sorted(run.stdout.split())
    assert store.findings == ()
    save(store, "last")
    assert "last" in names(Store.open(tmp_path))
