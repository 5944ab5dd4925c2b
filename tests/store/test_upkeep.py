"""The journal is written anew where that is worth it, and copies of it are kept by themselves."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.store.homes import NOW, agreement, days, names, save, text_of
from tui.store import backups
from tui.store.backups import Backup, listed, superfluous
from tui.store.store import Store


def lines(store: Store) -> int:
    return (store.home / "records.journal").read_bytes().count(b"\n")


def changed_often(home: Path, times: int = 20) -> Store:
    store = Store.open(home)
    store.few = 5
    save(store, "1", "2")
    for number in range(times):
        store.save(agreement("1", f"version {number}"), by="a", at=NOW)
    return store


def test_what_is_long_past_goes_and_what_holds_stays(tmp_path: Path) -> None:
    store = changed_often(tmp_path)
    assert lines(store) == 22
    store.tidy(now=NOW)
    assert lines(store) == 3
    for each in (store, Store.open(tmp_path)):
        assert text_of(each, "1") == "version 19"
        assert text_of(each, "2") == "text of 2"
        assert each.findings == ()
    save(store, "3")
    assert names(Store.open(tmp_path)) == ["1", "2", "3"]


def test_a_journal_with_little_to_spare_stays_as_it_is(tmp_path: Path) -> None:
    store = changed_often(tmp_path, times=3)
    before = (tmp_path / "records.journal").read_bytes()
    store.tidy(now=NOW)
    assert (tmp_path / "records.journal").read_bytes() == before


def test_another_window_goes_on_in_the_new_journal(tmp_path: Path) -> None:
    store = changed_often(tmp_path)
    other = Store.open(tmp_path)
    other.few = 5
    store.tidy(now=NOW)
    save(other, "3")
    assert names(other) == ["1", "2", "3"]
    assert store.catch_up() == {"agreement"}
    assert names(store) == ["1", "2", "3"]
    for number in range(20):
        other.save(agreement("2", f"version {number}"), by="a", at=NOW)
    other.tidy(now=NOW)
    save(store, "4")
    assert names(store) == names(Store.open(tmp_path)) == ["1", "2", "3", "4"]
    assert text_of(store, "2") == "version 19"


def test_what_is_saved_while_the_journal_is_written_anew_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.store.rewriting import Draft

    store = changed_often(tmp_path)
    other = Store.open(tmp_path)
    confirm = Draft.confirm

    def meanwhile(draft: Draft) -> None:
        confirm(draft)
        if names(other) == ["1", "2"]:
            save(other, "3")
            save(store, "4")

    monkeypatch.setattr(Draft, "confirm", meanwhile)
    store.tidy(now=NOW)
    assert lines(store) == 5
    assert names(store) == names(Store.open(tmp_path)) == ["1", "2", "3", "4"]
    other.catch_up()
    assert names(other) == ["1", "2", "3", "4"]


def test_who_comes_second_leaves_it_to_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tui.store.rewriting import Draft

    store = changed_often(tmp_path)
    confirm = Draft.confirm

    def replaced_meanwhile(draft: Draft) -> None:
        confirm(draft)
        path = tmp_path / "records.journal"
        copy = tmp_path / "copy"
        copy.write_bytes(path.read_bytes())
        copy.replace(path)

    monkeypatch.setattr(Draft, "confirm", replaced_meanwhile)
    store.tidy(now=NOW)
    assert lines(store) == 22
    assert not (tmp_path / "records.journal.next").exists()
    assert names(store) == ["1", "2"]


def test_a_removed_record_stays_removed(tmp_path: Path) -> None:
    store = changed_often(tmp_path)
    store.remove(agreement("2"), by="a", at=NOW)
    store.tidy(now=NOW)
    assert names(store) == names(Store.open(tmp_path)) == ["1"]


def test_the_numbers_of_changes_go_on(tmp_path: Path) -> None:
    store = changed_often(tmp_path)
    store.tidy(now=NOW)
    store = Store.open(tmp_path)
    store.remove(agreement("1"), by="a", at=NOW)
    assert b'"sequence":23' in (tmp_path / "records.journal").read_bytes()


# Copies


def copies(home: Path) -> list[str]:
    return [each.name for each in listed(home)]


def test_a_copy_is_kept_once_a_day_when_something_changed(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    store.tidy(now=NOW)
    assert copies(tmp_path) == []
    save(store, "1")
    store.tidy(now=NOW)
    save(store, "2")
    store.tidy(now=NOW + timedelta(hours=1))
    assert copies(tmp_path) == ["20261123T193000Z"]
    store.tidy(now=days(1))
    assert copies(tmp_path) == ["20261124T193000Z", "20261123T193000Z"]
    store.tidy(now=days(2))
    assert copies(tmp_path) == ["20261124T193000Z", "20261123T193000Z"]


def test_a_copy_is_kept_whenever_the_journal_was_written_anew(tmp_path: Path) -> None:
    store = changed_often(tmp_path)
    store.tidy(now=NOW)
    for number in range(20):
        store.save(agreement("1", f"later {number}"), by="a", at=NOW)
    store.tidy(now=NOW + timedelta(hours=1))
    assert copies(tmp_path) == ["20261123T203000Z"]
    assert listed(tmp_path)[0].path.read_bytes() == (tmp_path / "records.journal").read_bytes()


def made(at: float, before: str = "") -> Backup:
    stamp = days(at)
    return Backup(path=Path(f"{stamp:%Y%m%dT%H%M%SZ}{before}"), at=stamp, size=1, before=before)


def test_the_last_seven_days_and_the_last_of_each_month_are_kept() -> None:
    twice_a_day = [made(-number / 2) for number in range(800)]
    gone = superfluous(twice_a_day, NOW)
    kept = [each for each in twice_a_day if each not in gone]
    assert [each.at.date() for each in kept[:7]] == [days(-number).date() for number in range(7)]
    assert [f"{each.at:%Y-%m-%d}" for each in kept[7:10]] == ["2026-10-31", "2026-09-30", "2026-08-31"]
    assert len({(each.at.year, each.at.month) for each in kept}) == len(
        {(each.at.year, each.at.month) for each in twice_a_day}
    )
    assert len(kept) == 7 + len({(each.at.year, each.at.month) for each in twice_a_day}) - 1


def test_what_was_kept_before_something_is_kept_for_a_week() -> None:
    special = [made(-0.1, "restore"), made(-0.2, "restore"), made(-6, "format-2"), made(-8, "restore"), made(-7.9)]
    gone = superfluous([made(0), *special], NOW)
    assert gone == [special[3], special[4]] or gone == [special[4], special[3]]


def test_a_copy_made_earlier_on_a_clock_that_was_ahead_is_kept() -> None:
    assert superfluous([made(400), made(0)], NOW) == []


def test_a_copy_is_put_back_and_the_present_is_kept_first(tmp_path: Path) -> None:
    store = changed_often(tmp_path)
    store.tidy(now=NOW)
    store.remove(agreement("2"), by="a", at=NOW)
    save(store, "3")
    window = Store.open(tmp_path)
    (copy,) = listed(tmp_path)
    backups.put_back(tmp_path, store.sealing, copy, at=days(1))
    assert names(Store.open(tmp_path)) == ["1", "2"]
    assert window.catch_up() == {"agreement"}
    assert names(window) == ["1", "2"]
    kept = listed(tmp_path)[0]
    assert kept.before == "restore"
    backups.put_back(tmp_path, store.sealing, kept, at=days(2))
    assert names(Store.open(tmp_path)) == ["1", "3"]
    save(window, "4")
    assert names(window) == ["1", "3", "4"]


@pytest.mark.parametrize("content", [b"garbage\n" * 9, b"", None], ids=["garbage", "empty", "folder"])
def test_a_copy_is_put_back_in_place_of_what_cannot_be_read(tmp_path: Path, content: bytes | None) -> None:
    store = changed_often(tmp_path)
    store.tidy(now=NOW)
    journal = tmp_path / "records.journal"
    journal.unlink()
    if content is None:
        journal.mkdir()
        (journal / "something").write_bytes(b"of theirs")
    else:
        journal.write_bytes(content)
    backups.put_back(tmp_path, store.sealing, listed(tmp_path)[0], at=days(1))
    assert names(Store.open(tmp_path)) == ["1", "2"]
    if content:
        assert listed(tmp_path)[0].path.read_bytes() == content
    if content is None:
        assert [each.read_bytes() for each in tmp_path.glob("set-aside/*/something")] == [b"of theirs"]


def test_what_is_no_copy_of_ours_is_left_alone(tmp_path: Path) -> None:
    store = changed_often(tmp_path)
    store.tidy(now=NOW)
    (tmp_path / "backups" / "notes.txt").write_bytes(b"mine")
    (tmp_path / "backups" / "20200101T000000Z.journal").symlink_to(tmp_path / "records.journal")
    assert len(copies(tmp_path)) == 1
    backups.thin_out(tmp_path, days(900))
    assert (tmp_path / "backups" / "notes.txt").read_bytes() == b"mine"
