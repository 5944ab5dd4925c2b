"""What is forgotten is in no file of the home any more."""

from pathlib import Path

import pytest

from tests.store.homes import NOW, agreement, days, every_byte, names, save
from tui.core.errors import StoreError
from tui.core.records import Answer, IfThen
from tui.store import files
from tui.store.keys import Cost
from tui.store.store import Store

CANARY = "canary in the mine"
SECRET = "a word of ours"


@pytest.fixture(params=["open", "sealed"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A home with a canary in its journal, in a copy, in an older version of a record, and in what was set aside."""
    monkeypatch.setattr(Store, "cost", Cost(ops=1, memory=8192))
    opened = Store.open(tmp_path)
    opened.few = 0
    save(opened, "1", "2")
    opened.save(agreement("1", f"{CANARY}, first"), by="a", at=NOW)
    opened.tidy(now=NOW)
    opened.save(agreement("1", f"{CANARY}, second"), by="a", at=NOW)
    opened.tidy(now=days(1))
    files.set_aside(tmp_path, "tail-9", b'..."record":"x","fields":{"text":"' + CANARY.encode() + b", fir")
    files.set_aside(tmp_path, "tail-8", b'..."record":"2","fields":{"text":"of ano')
    if request.param == "sealed":
        opened.set_passphrase(SECRET)
    return opened


def everything(store: Store) -> bytes:
    """Return all bytes of the home, opened where they are sealed."""
    if store.sealed:
        store.remove_passphrase(SECRET)
    return every_byte(store.home)


def test_a_forgotten_record_is_in_no_file(store: Store) -> None:
    store.forget(agreement("1"), by="a", at=NOW)
    assert names(store) == ["2"]
    data = everything(store)
    assert CANARY.encode() not in data
    assert b"text of 1" not in data
    assert b"text of 2" in data
    assert len(list(store.home.glob("backups/*"))) == 2
    assert names(Store.open(store.home)) == ["2"]
    assert [each.read_bytes() for each in store.home.glob("set-aside/*")] == [
        b'..."record":"2","fields":{"text":"of ano'
    ]


def test_another_window_forgets_too(store: Store) -> None:
    other = Store.open(store.home, passphrase=SECRET)
    store.forget(agreement("1"), by="a", at=NOW)
    other.catch_up()
    assert names(other) == ["2"]
    save(other, "3")
    other.few = 0
    other.tidy(now=days(2))
    store.catch_up()
    assert names(store) == ["2", "3"]
    assert CANARY.encode() not in everything(store)


def test_forgetting_cannot_be_taken_back(store: Store) -> None:
    store.forget(agreement("1"), by="a", at=NOW)
    assert store.last_done("a") == ()


def test_forgetting_what_is_not_there_writes_nothing(store: Store) -> None:
    before = every_byte(store.home)
    store.forget(agreement("nobody"), by="a", at=NOW)
    assert every_byte(store.home) == before


def test_what_was_cut_short_can_be_asked_for_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(files, "sync", full)
        with pytest.raises(StoreError):
            store.forget(agreement("1"), by="a", at=NOW)
    assert names(store) == names(Store.open(store.home, passphrase=SECRET)) == ["1", "2"]
    store.forget(agreement("1"), by="a", at=NOW)
    assert CANARY.encode() not in everything(store)


def full(descriptor: int) -> None:
    import errno

    raise OSError(errno.ENOSPC, f"full {descriptor}")


def test_texts_within_a_value_go_too(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    value = IfThen(when="the canary sings", then="I listen")
    answer = Answer(id="s.q", by="a", at=NOW, sitting="s", step="small", question="q", value=value)
    store.save(answer, by="a", at=NOW)
    files.set_aside(tmp_path, "line-2", b'xx "when":"the canary sings"')
    store.forget(answer, by="a", at=NOW)
    assert b"canary" not in every_byte(tmp_path)


def test_a_damaged_line_of_somebody_else_is_kept_aside(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    save(store, "1", "2")
    save(store, "3")
    journal = tmp_path / "records.journal"
    journal.write_bytes(journal.read_bytes().replace(b"text of 3", b"texd of 3"))
    store = Store.open(tmp_path)
    store.forget(agreement("1"), by="a", at=NOW)
    assert names(Store.open(tmp_path)) == ["2"]
    assert b"texd of 3" in b"".join(each.read_bytes() for each in tmp_path.glob("set-aside/*"))
