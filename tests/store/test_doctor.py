"""The doctor names what is wrong, and mends it by setting aside, never by deleting."""

import os
from pathlib import Path

import pytest

from tests.store.homes import NOW, agreement, days, names, save, text_of, tree
from tui.core.errors import LockedError, StoreError
from tui.store.backups import listed, put_back
from tui.store.doctor import examine, examine_closed
from tui.store.keys import Cost
from tui.store.protection import content_of
from tui.store.store import Store
from tui.store.synced import carrier_of

SECRET = "a word of ours"


@pytest.fixture(params=["open", "sealed"])
def home(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sound home with three records, a draft and a copy."""
    monkeypatch.setattr(Store, "cost", Cost(ops=1, memory=8192))
    store = Store.open(tmp_path / "home")
    for name in "123":
        save(store, name)
    store.local.put("draft", "of a word")
    store.tidy(now=NOW)
    if request.param == "sealed":
        store.set_passphrase(SECRET)
    return store.home


def opened(home: Path) -> Store:
    return Store.open(home, passphrase=SECRET)


def found(home: Path, *, repair: bool = False) -> list[tuple[str, str, bool]]:
    return [(each.what, each.where, each.repaired) for each in examine(opened(home), repair=repair)]


def mended(home: Path, there: frozenset[str] = frozenset("12")) -> None:
    """Assert that after mending nothing is found any more, and everything sound is there."""
    assert all(repaired for _, _, repaired in found(home, repair=True))
    assert found(home) == []
    assert there <= set(names(opened(home)))
    save(opened(home), "9")
    assert "9" in names(opened(home))


def flip(path: Path, at: int) -> bytes:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    return bytes(data)


def aside(home: Path) -> bytes:
    key = opened(home).sealing.key
    return b"\n".join(content_of(each, key) for each in home.glob("set-aside/*"))


def test_a_sound_home_is_left_as_it_is(home: Path) -> None:
    before = tree(home)
    assert found(home) == []
    assert found(home, repair=True) == []
    assert tree(home) == before


def test_a_damaged_line_is_named_and_set_aside(home: Path) -> None:
    data = flip(home / "records.journal", -30)
    assert found(home) == [("store.line_damaged", "records.journal:4", False)]
    assert found(home, repair=True) == [("store.line_damaged", "records.journal:4", True)]
    assert data.splitlines()[-1] in aside(home)
    mended(home)
    assert names(opened(home)) == ["1", "2", "3", "9"], "put back from the copy"


def test_a_damaged_header_is_written_anew(home: Path) -> None:
    flip(home / "records.journal", 20)
    assert found(home) == [("store.line_damaged", "records.journal:1", False)]
    mended(home)
    assert names(opened(home)) == ["1", "2", "3", "9"]


def test_a_cut_end_is_named_once(home: Path) -> None:
    with (home / "records.journal").open("ab") as file:
        file.write(b'12345678 {"chan')
    assert found(home) == [("store.tail_torn", "records.journal:5", True)]
    assert found(home) == []
    assert b'12345678 {"chan' in aside(home)


def test_a_record_that_does_not_fit_is_set_aside(home: Path) -> None:
    store = opened(home)
    store._table(type(agreement("1"))).update({"text": 7}, doc_ids=["3"])  # type: ignore[list-item]  # ids are texts
    assert found(home) == [("store.record_strange", "agreement 3", False)]
    mended(home)
    pieces = list(home.glob("set-aside/record-agreement-3*"))
    assert len(pieces) == 1
    if store.sealed:
        store.remove_passphrase(SECRET)
    assert b'"text":7' in aside(home)


def test_damaged_drafts_are_named_and_kept_aside(home: Path) -> None:
    (home / "local.json").write_bytes(b'{"half')
    assert found(home) == [("store.local_damaged", "local.json", True)]
    mended(home)
    store = opened(home)
    (piece,) = home.glob("set-aside/*")
    assert content_of(piece, store.sealing.key) == b'{"half'


def test_a_damaged_copy_is_named_and_set_aside(home: Path) -> None:
    (copy,) = home.glob("backups/*.journal")
    data = flip(copy, -30)
    assert found(home) == [("store.backup_damaged", f"backups/{copy.name}:4", False)]
    mended(home)
    assert data in aside(home)
    copy.write_bytes(b"no copy at all")
    copy.chmod(0o600)
    assert [each[0] for each in found(home)] == ["store.backup_damaged"]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a person's own folders by itself")
def test_what_others_may_read_is_named_and_closed(home: Path) -> None:
    (home / "local.json").chmod(0o644)
    home.chmod(0o755)
    (home / "backups").chmod(0o750)
    assert {(what, where) for what, where, _ in found(home)} == {
        ("store.open_to_others", "local.json"),
        ("store.open_to_others", "."),
        ("store.open_to_others", "backups"),
    }
    mended(home)
    assert (home / "local.json").stat().st_mode & 0o777 == 0o600


def test_a_link_is_named_and_never_followed(home: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"theirs")
    elsewhere.chmod(0o644)
    (home / "logs").mkdir(mode=0o700)
    (home / "logs" / "note.log").symlink_to(elsewhere)
    assert found(home) == [("store.link", "logs/note.log", False)]
    mended(home)
    assert elsewhere.read_bytes() == b"theirs"
    assert elsewhere.stat().st_mode & 0o777 == 0o644


def test_what_a_cut_save_left_over_is_set_aside(home: Path) -> None:
    (home / ".local.json.next").write_bytes(b"half a dra")
    (home / ".local.json.next").chmod(0o600)
    sealed = opened(home).sealed
    assert found(home) == ([] if sealed else [("store.left_over", ".local.json.next", False)]), "sealed at once"
    mended(home)
    assert b"half a dra" in aside(home)


def test_the_key_is_mended_from_its_copy(home: Path) -> None:
    if not opened(home).sealed:
        return
    for damage in (lambda: flip(home / "records.key", 30), (home / "records.key").unlink):
        damage()
        assert text_of(opened(home), "1") == "text of 1"
        mended(home)
        assert text_of(opened(home), "1") == "text of 1"


def test_a_home_that_is_carried_to_other_machines_is_named(home: Path, tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    assert found(home) == [("store.synced_folder", str(tmp_path), False)]
    assert found(home, repair=True) == [("store.synced_folder", str(tmp_path), False)]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Dropbox/us/home", "Dropbox"),
        ("OneDrive - Work/home", "OneDrive - Work"),
        ("Library/Mobile Documents/com~apple~CloudDocs/home", "Library/Mobile Documents"),
        ("Nextcloud/home", "Nextcloud"),
        ("Google Drive/My Drive/home", "Google Drive/My Drive"),
        ("notes about dropbox/home", None),
        (".local/share/nearer", None),
    ],
)
def test_folders_of_carriers_are_known(tmp_path: Path, path: str, expected: str | None) -> None:
    (tmp_path / path).mkdir(parents=True)
    assert carrier_of(tmp_path / path) == (None if expected is None else tmp_path / expected)


# A home that does not open


@pytest.mark.parametrize(
    ("make", "key"),
    [
        (lambda path: path.write_bytes(b"GIF89a" * 99), "store_not_ours"),
        (lambda path: path.mkdir(), "store_not_a_file"),
        (lambda path: path.symlink_to("/dev/null"), "store_is_link"),
    ],
    ids=["foreign", "folder", "link"],
)
def test_what_stands_in_the_journals_place_is_set_aside_on_request(tmp_path: Path, make: object, key: str) -> None:
    make(tmp_path / "records.journal")  # type: ignore[operator]  # each of them takes the path
    with pytest.raises(StoreError) as refused:
        Store.open(tmp_path)
    (named,) = examine_closed(tmp_path, refused.value, repair=False)
    assert (named.what, named.repaired) == (f"errors.{key}", False)
    assert os.path.lexists(tmp_path / "records.journal")
    (named,) = examine_closed(tmp_path, refused.value, repair=True)
    assert named.repaired
    assert len(list((tmp_path / "set-aside").iterdir())) == 1
    save(Store.open(tmp_path), "1")


def test_a_wrong_passphrase_is_nothing_to_mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "cost", Cost(ops=1, memory=8192))
    store = Store.open(tmp_path)
    save(store, "1")
    store.set_passphrase(SECRET)
    before = tree(tmp_path)
    for secret in ("", "wrong"):
        with pytest.raises(LockedError) as refused:
            Store.open(tmp_path, passphrase=secret)
        with pytest.raises(LockedError):
            examine_closed(tmp_path, refused.value, repair=True)
    assert tree(tmp_path) == before


def test_a_home_that_cannot_be_written_is_only_looked_at(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tui.store import files

    flip(home / "records.journal", -30)
    before = tree(home)
    monkeypatch.setattr(files, "writable", lambda *_: False)
    whats = [(what, repaired) for what, _, repaired in found(home, repair=True)]
    assert whats == [("store.line_damaged", False), ("errors.store_read_only", False)]
    assert tree(home) == before


def test_what_a_damaged_line_said_is_put_back_from_a_copy(home: Path) -> None:
    opened(home).tidy(now=days(1))
    save(opened(home), "4")
    opened(home).save(agreement("1", "newer"), by="a", at=NOW)
    opened(home).remove(agreement("2"), by="a", at=NOW)
    data = (home / "records.journal").read_bytes().splitlines(keepends=True)
    third = sum(map(len, data[:4])) - 30
    flip(home / "records.journal", third)
    assert names(opened(home)) == ["1", "4"]
    mended(home, frozenset("134"))
    assert names(opened(home)) == ["1", "3", "4", "9"]
    assert text_of(opened(home), "1") == "newer"


def test_no_copy_is_made_of_a_damaged_journal(home: Path) -> None:
    save(opened(home), "4")
    flip(home / "records.journal", -30)
    opened(home).tidy(now=days(1))
    assert len(list(home.glob("backups/*.journal"))) == 1


def test_what_was_before_a_copy_was_put_back_does_not_come_back(home: Path) -> None:
    store = opened(home)
    save(store, "4")
    store.tidy(now=days(1))
    first = listed(home)[-1]
    put_back(home, store.sealing, first, at=days(2))
    save(opened(home), "5")
    flip(home / "records.journal", -30)
    mended(home)
    assert names(opened(home)) == ["1", "2", "3", "9"]
