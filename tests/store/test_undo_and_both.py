"""One's own last change can be taken back, and what two said at once is both kept."""

from pathlib import Path

import pytest

from tests.store.homes import NOW, agreement, days, names, save, text_of
from tui.core.errors import InputError
from tui.core.records import Agreement
from tui.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = Store.open(tmp_path)
    save(opened, "1")
    opened.save(agreement("1", "second"), by="a", at=NOW)
    return opened


def test_a_change_is_taken_back_by_a_change(store: Store, tmp_path: Path) -> None:
    store.undo(by="a", at=days(1))
    assert text_of(store, "1") == text_of(Store.open(tmp_path), "1") == "text of 1"
    store.undo(by="a", at=days(1))
    assert names(store) == names(Store.open(tmp_path)) == []
    assert (tmp_path / "records.journal").read_bytes().count(b"\n") == 5
    with pytest.raises(InputError, match="undo_nothing"):
        store.undo(by="a", at=days(1))


def test_a_removal_is_taken_back(store: Store, tmp_path: Path) -> None:
    store.remove(agreement("1"), by="a", at=NOW)
    store.undo(by="a", at=days(1))
    assert text_of(store, "1") == text_of(Store.open(tmp_path), "1") == "second"


def test_a_set_of_records_is_taken_back_whole(store: Store) -> None:
    save(store, "2", "3")
    assert store.last_done("a") == (("agreement", "2"), ("agreement", "3"))
    store.undo(by="a", at=NOW)
    assert names(store) == ["1"]


def test_each_takes_back_only_their_own(store: Store) -> None:
    save(store, "2", by="b")
    store.undo(by="a", at=NOW)
    assert text_of(store, "1") == "text of 1"
    assert names(store) == ["1", "2"]
    store.undo(by="b", at=NOW)
    assert names(store) == ["1"]


def test_what_somebody_changed_since_stays_as_it_is(store: Store, tmp_path: Path) -> None:
    Store.open(tmp_path).save(agreement("1", "third"), by="b", at=NOW)
    with pytest.raises(InputError, match="undo_changed_since"):
        store.undo(by="a", at=NOW)
    assert text_of(store, "1") == "third"


def test_what_is_final_is_not_taken_back_nor_what_came_before(store: Store) -> None:
    store.save(agreement("2"), by="a", at=NOW, final=True)
    assert store.last_done("a") == ()
    with pytest.raises(InputError, match="undo_nothing"):
        store.undo(by="a", at=NOW)
    assert names(store) == ["1", "2"]


def test_what_was_undone_may_be_said_again(store: Store, tmp_path: Path) -> None:
    store.undo(by="a", at=NOW)
    store.save(agreement("1", "second"), by="a", at=NOW)
    store.save(agreement("1", "text of 1"), by="a", at=NOW)
    store.undo(by="a", at=NOW)
    assert text_of(store, "1") == text_of(Store.open(tmp_path), "1") == "second"


# Both


def two(home: Path) -> tuple[Store, Store, Agreement]:
    one, other = Store.open(home), Store.open(home)
    save(one, "1")
    other.catch_up()
    return one, other, agreement("1")


def said(store: Store) -> dict[tuple[str, str], list[object]]:
    return {
        (each.record, each.field): [change.fields[each.field] for change in each.changes] for each in store.both()
    }


def test_what_two_said_without_having_seen_each_others_is_both_kept(tmp_path: Path) -> None:
    one, other, seen = two(tmp_path)
    one.save(agreement("1", "mine"), by="a", at=days(1), seen=[seen])
    other.save(agreement("1", "theirs"), by="b", at=days(2), seen=[seen])
    one.catch_up()
    for store in (one, other, Store.open(tmp_path)):
        assert text_of(store, "1") == "theirs"
        assert said(store) == {("1", "text"): ["theirs", "mine"]}
    assert [change.by for change in other.both()[0].changes] == ["b", "a"]


def test_different_fields_go_together(tmp_path: Path) -> None:
    one, other, seen = two(tmp_path)
    one.save(agreement("1", "mine"), by="a", at=days(1), seen=[seen])
    other.save(Agreement(id="1", by="a", at=NOW, text=seen.text, source="talk"), by="b", at=days(2), seen=[seen])
    assert other.both() == ()
    found = other.get(Agreement, "1")
    assert found is not None
    assert (found.text, found.source) == ("mine", "talk")


@pytest.mark.parametrize("text", ["mine", "theirs", "something of both"])
def test_either_may_settle_it(tmp_path: Path, text: str) -> None:
    one, other, seen = two(tmp_path)
    one.save(agreement("1", "mine"), by="a", at=days(1), seen=[seen])
    other.save(agreement("1", "theirs"), by="b", at=days(2), seen=[seen])
    one.catch_up()
    one.settle("agreement", "1", {"text": text}, by="a", at=days(3))
    other.catch_up()
    for store in (one, other, Store.open(tmp_path)):
        assert store.both() == ()
        assert text_of(store, "1") == text


def test_what_both_said_survives_the_journal_being_written_anew(tmp_path: Path) -> None:
    one, other, seen = two(tmp_path)
    one.save(agreement("1", "mine"), by="a", at=days(1), seen=[seen])
    other.save(agreement("1", "theirs"), by="b", at=days(2), seen=[seen])
    before = said(other)
    other.mend()
    one.catch_up()
    assert said(other) == said(one) == said(Store.open(tmp_path)) == before


def test_who_edits_on_without_having_seen_the_others_keeps_it(tmp_path: Path) -> None:
    one, other, seen = two(tmp_path)
    one.save(agreement("1", "mine"), by="a", at=days(1), seen=[seen])
    other.save(agreement("1", "theirs"), by="b", at=days(2), seen=[seen])
    one.save(agreement("1", "mine, better"), by="a", at=days(3), seen=[agreement("1", "mine")])
    assert said(one) == {("1", "text"): ["mine, better", "theirs"]}


def test_taking_back_is_refused_while_both_hold(tmp_path: Path) -> None:
    one, other, seen = two(tmp_path)
    one.save(agreement("1", "mine"), by="a", at=days(1), seen=[seen])
    other.save(agreement("1", "theirs"), by="b", at=days(2), seen=[seen])
    with pytest.raises(InputError, match="undo_changed_since"):
        other.undo(by="b", at=NOW)
    assert said(other) == {("1", "text"): ["theirs", "mine"]}
