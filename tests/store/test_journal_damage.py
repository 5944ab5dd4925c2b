"""Whatever happens to the journal's bytes: the rest is there, the damage is told and kept, and it can be written."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.store.kinds import Kind
from tui.core.changes import Change
from tui.core.errors import ReadOnlyError, StoreError
from tui.core.records import Agreement
from tui.store.lines import FORMAT, Line, understood, written
from tui.store.reading import Reading
from tui.store.store import Store

NOW = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)


def agreement(name: str) -> Agreement:
    return Agreement(id=name, by="a", at=NOW, text=f"é{name}")


@pytest.fixture
def tmp_path(in_memory: Path) -> Path:
    return in_memory


@pytest.fixture
def sound(tmp_path: Path) -> bytes:
    """An open journal of a header and four saves, in bytes."""
    return journal_of("1234", Kind(sealed=False), tmp_path / "sound")


@pytest.fixture
def either(tmp_path: Path, kind: Kind) -> bytes:
    """A journal of a header and three saves, of each kind; the key of the sealed one lies in the home."""
    data = journal_of("123", kind, tmp_path / "home")
    (tmp_path / "home" / "records.journal").unlink()
    return data


def journal_of(saves: str, kind: Kind, home: Path) -> bytes:
    store = kind.open(home)
    for name in saves:
        store.save(agreement(name), by="a", at=NOW)
    return (home / "records.journal").read_bytes()


def names(store: Store) -> str:
    return "".join(each.id for each in store.all(Agreement))


def damaged_home(tmp_path: Path, data: bytes) -> Path:
    """Make a home of these bytes in place of the one before, in which nothing is set aside yet."""
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    shutil.rmtree(home / "set-aside", ignore_errors=True)
    (home / "records.journal").write_bytes(data)
    return home


def kept_aside(home: Path) -> list[bytes]:
    return sorted(each.read_bytes() for each in home.glob("set-aside/*"))


def test_cut_at_any_byte_it_is_a_prefix_of_the_saves_and_can_be_written(tmp_path: Path, kind: Kind) -> None:
    whole = journal_of("12", kind, tmp_path / "home")
    for size in range(len(whole) + 1):
        home = damaged_home(tmp_path, whole[:size])
        store = kind.open(home)
        left = names(store)
        assert "12".startswith(left), size
        assert len(left) >= whole[:size].count(b"\n") - 1, size
        store.save(agreement("9"), by="a", at=NOW)
        assert names(store) == names(kind.open(home)) == left + "9", size


def test_any_flipped_byte_costs_no_more_than_the_line_it_is_in(tmp_path: Path, kind: Kind, either: bytes) -> None:
    for position in range(len(either)):
        home = damaged_home(tmp_path, _with(either, position, either[position] ^ (1 << position % 7)))
        store = kind.open(home)
        hit = either.count(b"\n", 0, position)
        whole = {name for line, name in enumerate("123", 1) if line != hit}
        assert whole <= set(names(store)) <= set("123"), position
        assert store.findings, position
        assert {each.where for each in store.findings} <= {f"records.journal:{line}" for line in (hit + 1, hit + 2)}


def test_a_store_with_a_flipped_byte_can_be_written(tmp_path: Path, kind: Kind, either: bytes) -> None:
    for position in range(0, len(either), 23):
        home = damaged_home(tmp_path, _with(either, position, 0x7F))
        store = kind.open(home)
        before = names(store)
        store.save(agreement("9"), by="a", at=NOW)
        assert names(kind.open(home)) == before + "9", position


def test_a_line_end_in_the_middle_of_a_line_costs_that_line(tmp_path: Path, kind: Kind, either: bytes) -> None:
    for position in range(0, len(either) - 1, 5):
        store = kind.open(damaged_home(tmp_path, _with(either, position, 0x0A)))
        hit = either.count(b"\n", 0, position)
        assert {name for line, name in enumerate("123", 1) if line != hit} <= set(names(store)), position


def _with(data: bytes, position: int, byte: int) -> bytes:
    return data[:position] + bytes([byte]) + data[position + 1 :]


def test_a_damaged_line_is_kept_aside_and_stays_in_the_journal(tmp_path: Path, sound: bytes) -> None:
    broken = sound.replace(b"\xc3\xa92", b"\xc3\x282")
    home = damaged_home(tmp_path, broken)
    for _ in range(2):
        store = Store.open(home)
        assert names(store) == "134"
        assert [(each.what, each.where) for each in store.findings] == [("store.line_damaged", "records.journal:3")]
    assert kept_aside(home) == [broken.splitlines()[2]]
    assert (home / "records.journal").read_bytes() == broken


def test_a_torn_tail_is_moved_aside_not_destroyed(tmp_path: Path, sound: bytes) -> None:
    home = damaged_home(tmp_path, sound[:-20])
    store = Store.open(home)
    assert names(store) == "123"
    assert [(each.what, each.where) for each in store.findings] == [("store.tail_torn", "records.journal:5")]
    assert kept_aside(home) == [sound.splitlines()[4][:-19]]
    assert (home / "records.journal").read_bytes().endswith(b"\n")
    assert Store.open(home).findings == ()


def test_a_whole_save_that_lacks_only_its_line_end_is_kept(tmp_path: Path, sound: bytes) -> None:
    home = damaged_home(tmp_path, sound[:-1])
    assert names(Store.open(home)) == "1234"
    assert (home / "records.journal").read_bytes() == sound


def test_a_tail_that_another_window_left_is_put_in_order_by_the_next_save(tmp_path: Path, sound: bytes) -> None:
    home = damaged_home(tmp_path, sound)
    store = Store.open(home)
    with (home / "records.journal").open("ab") as file:
        file.write(b'12345678 {"chan')
    assert store.catch_up() == frozenset()
    store.save(agreement("9"), by="a", at=NOW)
    assert names(Store.open(home)) == "12349"
    assert kept_aside(home) == [b'12345678 {"chan']
    assert [each.what for each in store.findings] == ["store.tail_torn"]


def test_damage_that_happens_while_it_is_open_is_found_by_the_next_save(tmp_path: Path, sound: bytes) -> None:
    home = damaged_home(tmp_path, sound)
    store = Store.open(home)
    (home / "records.journal").write_bytes(sound.replace(b"\xc3\xa94", b"\xc3\x284"))
    store.save(agreement("9"), by="a", at=NOW)
    assert names(store) == names(Store.open(home)) == "1239"
    assert [each.where for each in store.findings] == ["records.journal:5"]


@pytest.mark.parametrize(
    "content",
    [
        b"hello\n",
        b"<!DOCTYPE html>\n<html></html>\n",
        b"\x00" * 4096,
        bytes(range(256)) * 40,
        b'{"people": []}',
        b"SQLite format 3\x00" + b"\x01" * 200,
        b"\n\n\nhello",
    ],
    ids=["words", "web page", "zeros", "any bytes", "an export", "a database", "lines"],
)
def test_a_file_that_is_not_ours_is_left_alone(tmp_path: Path, content: bytes) -> None:
    home = damaged_home(tmp_path, content)
    with pytest.raises(StoreError) as refused:
        Store.open(home)
    assert refused.value.key == "store_not_ours"
    assert refused.value.values["path"] == home / "records.journal"
    assert [each.name for each in home.iterdir()] == ["records.journal"]
    assert (home / "records.journal").read_bytes() == content


def test_a_newer_format_opens_to_read_and_is_left_as_it_is(tmp_path: Path, sound: bytes) -> None:
    newer = written(Line(format=FORMAT + 1, generation=1)) + sound.partition(b"\n")[2]
    home = damaged_home(tmp_path, newer + b"something that only later versions know\n")
    store = Store.open(home)
    assert names(store) == "1234"
    assert store.read_only == "store_newer"
    with pytest.raises(ReadOnlyError) as refused:
        store.save(agreement("9"), by="a", at=NOW)
    assert refused.value.key == "store_newer"
    assert [each.name for each in home.iterdir()] == ["records.journal"]
    assert (home / "records.journal").read_bytes().startswith(newer)


def test_an_empty_journal_is_a_new_one(tmp_path: Path) -> None:
    home = damaged_home(tmp_path, b"")
    store = Store.open(home)
    store.save(agreement("1"), by="a", at=NOW)
    header = understood((home / "records.journal").read_bytes().splitlines()[0])
    assert header is not None
    assert header.format == FORMAT
    assert names(Store.open(home)) == "1"


def test_a_journal_that_vanished_is_not_begun_anew(tmp_path: Path, sound: bytes) -> None:
    home = damaged_home(tmp_path, sound)
    store = Store.open(home)
    (home / "records.journal").rename(tmp_path / "elsewhere")
    assert store.catch_up() == frozenset()
    with pytest.raises(StoreError) as refused:
        store.save(agreement("9"), by="a", at=NOW)
    assert refused.value.key == "store_vanished"
    assert names(store) == "1234"
    (tmp_path / "elsewhere").rename(home / "records.journal")
    store.save(agreement("9"), by="a", at=NOW)
    assert names(Store.open(home)) == "12349"


def test_two_lines_run_into_one_are_told_apart() -> None:
    one, two = (Line(changes=(Change(at=NOW, by="a", kind="agreement", record=name),)) for name in "12")
    assert said(written(one)[:-1] + b"?" + written(two)) == [one, two]
    assert said(b"?" + written(one)[1:-1] + b"?" + written(two)) == [two]
    assert said(b"nothing of it\n") == []


def said(raw: bytes) -> list[Line]:
    """Return what is understood of bytes after a header."""
    return Reading(Path("records.journal")).take(written(Line(format=FORMAT, generation=1)) + raw)


def test_a_line_of_deep_nesting_is_damage_not_a_crash() -> None:
    from zlib import crc32

    data = b'{"changes":' + b"[" * 100_000
    assert understood(b"%08x %b" % (crc32(data), data)) is None
