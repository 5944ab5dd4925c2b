"""A home of an older version is brought up, once a copy of it is kept; a newer one opens to read."""

from pathlib import Path
from zlib import crc32

import pytest

from tests.store.homes import NOW, agreement, names, save, text_of
from tui.core.errors import ReadOnlyError, StoreError
from tui.store import files
from tui.store.backups import listed, put_back
from tui.store.lines import FORMAT, understood
from tui.store.store import Store

FIELDS = '"id":"1","by":"a","at":"2026-11-23T19:30:00Z","text":"old","source":"","look_again":null'
HEAD = '"at":"2026-11-23T19:30:00Z","by":"a","kind":"agreement"'
FORMAT_1 = (
    '{"format":1,"generation":1}',
    f'{{"changes":[{{{HEAD},"record":"1","fields":{{{FIELDS}}}}}]}}',
    f'{{"changes":[{{{HEAD},"record":"2","fields":{{{FIELDS.replace("1", "2", 1)}}}}}]}}',
    f'{{"changes":[{{{HEAD},"record":"1","fields":{{"text":"new"}}}}]}}',
    f'{{"changes":[{{{HEAD},"record":"2","gone":true}}]}}',
    f'{{"changes":[{{{HEAD},"record":"1","fields":{{"source":"talk"}}}}]}}',
)
"""A journal as the first version wrote it."""


def old_home(home: Path, lines: tuple[str, ...] = FORMAT_1) -> bytes:
    data = b"".join(b"%08x %b\n" % (crc32(line.encode()), line.encode()) for line in lines)
    home.mkdir(exist_ok=True)
    (home / "records.journal").write_bytes(data)
    return data


def header(home: Path) -> int:
    line = understood((home / "records.journal").read_bytes().split(b"\n")[0])
    assert line is not None
    return line.format


def test_an_older_home_is_brought_up_after_a_copy_of_it_is_kept(tmp_path: Path) -> None:
    data = old_home(tmp_path)
    store = Store.open(tmp_path)
    assert names(store) == ["1"]
    assert text_of(store, "1") == "new"
    assert store.both() == ()
    assert header(tmp_path) == FORMAT
    (kept,) = listed(tmp_path)
    assert kept.before == f"format-{FORMAT}"
    assert kept.path.read_bytes() == data
    again = Store.open(tmp_path)
    assert (names(again), text_of(again, "1"), again.findings) == (["1"], "new", ())
    assert len(listed(tmp_path)) == 1
    save(again, "3")
    assert names(Store.open(tmp_path)) == ["1", "3"]


def test_an_older_home_that_cannot_be_written_is_read_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = old_home(tmp_path)
    monkeypatch.setattr(files, "writable", lambda *_: False)
    store = Store.open(tmp_path)
    assert text_of(store, "1") == "new"
    assert (tmp_path / "records.journal").read_bytes() == data


def test_where_no_copy_can_be_kept_nothing_is_brought_up_yet(tmp_path: Path) -> None:
    data = old_home(tmp_path)
    (tmp_path / "backups").write_bytes(b"in the way")
    store = Store.open(tmp_path)
    assert text_of(store, "1") == "new"
    assert (tmp_path / "records.journal").read_bytes() == data
    store.save(agreement("1", "newer"), by="a", at=NOW)
    assert text_of(Store.open(tmp_path), "1") == "newer"
    (tmp_path / "backups").unlink()
    store = Store.open(tmp_path)
    assert text_of(store, "1") == "newer"
    assert header(tmp_path) == FORMAT


def test_two_windows_bring_it_up_once(tmp_path: Path) -> None:
    old_home(tmp_path)
    first, second = Store.open(tmp_path), Store.open(tmp_path)
    save(first, "5")
    save(second, "6")
    assert names(second) == names(Store.open(tmp_path)) == ["1", "5", "6"]
    assert len(listed(tmp_path)) == 1


def test_an_older_home_whose_header_is_damaged_reads_the_same(tmp_path: Path) -> None:
    data = old_home(tmp_path)
    (tmp_path / "records.journal").write_bytes(b"0" + data[1:])
    store = Store.open(tmp_path)
    assert (names(store), text_of(store, "1")) == (["1"], "new")


def test_a_newer_home_is_only_read(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    save(store, "1")
    body = b'{"format":9,"generation":1,"something":"new"}'
    rest = (tmp_path / "records.journal").read_bytes().partition(b"\n")[2]
    (tmp_path / "records.journal").write_bytes(b"%08x %b\n" % (crc32(body), body) + rest)
    newer = Store.open(tmp_path)
    newer.tidy(now=NOW)
    assert names(newer) == ["1"]
    assert newer.read_only == "store_newer"
    with pytest.raises(ReadOnlyError):
        save(newer, "2")
    store.catch_up()
    with pytest.raises(ReadOnlyError):
        save(store, "2")
    assert (tmp_path / "records.journal").read_bytes().endswith(rest)
    assert listed(tmp_path) == []


def test_a_journal_of_another_home_is_not_taken_in(tmp_path: Path) -> None:
    ours, theirs = Store.open(tmp_path / "ours"), Store.open(tmp_path / "theirs")
    save(ours, "1")
    ours.remember_home()
    save(theirs, "2")
    own = (ours.home / "records.journal").read_bytes()
    foreign = (theirs.home / "records.journal").read_bytes()
    (ours.home / "records.journal").unlink()
    (ours.home / "records.journal").write_bytes(foreign)
    with pytest.raises(StoreError, match="store_other_home"):
        Store.open(ours.home)
    with pytest.raises(StoreError, match="store_other_home"):
        ours.catch_up()
    with pytest.raises(StoreError, match="store_other_home"):
        save(ours, "3")
    assert names(ours) == ["1"]
    assert (ours.home / "records.journal").read_bytes() == foreign
    (ours.home / "records.journal").unlink()
    (ours.home / "records.journal").write_bytes(own)
    save(ours, "3")
    assert names(Store.open(ours.home)) == ["1", "3"]


def test_a_copy_of_another_home_is_not_put_back(tmp_path: Path) -> None:
    ours, theirs = Store.open(tmp_path / "ours"), Store.open(tmp_path / "theirs")
    for store, name in ((ours, "1"), (theirs, "2")):
        save(store, name)
        store.remember_home()
        store.tidy(now=NOW)
    (foreign,) = listed(theirs.home)
    with pytest.raises(StoreError, match="store_other_home"):
        put_back(ours.home, ours.sealing, foreign, at=NOW)
    assert names(Store.open(ours.home)) == ["1"]
    (own,) = listed(ours.home)
    put_back(ours.home, ours.sealing, own, at=NOW)
    ours.catch_up()
    assert names(Store.open(ours.home)) == names(ours) == ["1"]
