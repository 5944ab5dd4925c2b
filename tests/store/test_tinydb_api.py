"""TinyDB's own public interface, on our table and our storage."""

from pathlib import Path
from typing import cast

import pytest
from tinydb import Query, TinyDB, where
from tinydb.operations import delete, increment
from tinydb.table import Document, Table

from tui.store.storage import JournalStorage
from tui.store.table import Records


def ids(names: list[str]) -> list[int]:
    """Return our ids as TinyDB's annotations call them."""
    return cast("list[int]", names)


def opened(home: Path) -> TinyDB:
    return Records(home, storage=JournalStorage)


def named(name: str, **fields: object) -> Document:
    return Document(fields, doc_id=cast("int", name))


@pytest.fixture
def table(tmp_path: Path) -> Table:
    found = opened(tmp_path).table("things")
    found.insert_multiple([named("a", n=1, tags=["x"]), named("b", n=2, tags=["x", "y"]), named("c", n=3, tags=[])])
    return found


def again(home: Path) -> dict[str, dict[str, object]]:
    return {str(each.doc_id): dict(each) for each in opened(home).table("things")}


def test_what_is_inserted_is_there_after_reopening(tmp_path: Path) -> None:
    table = opened(tmp_path).table("things")
    one = table.insert(named("a", n=1))
    other = table.insert({"n": 2})
    assert one == cast("int", "a")
    assert again(tmp_path) == {"a": {"n": 1}, str(other): {"n": 2}}


def test_inserting_an_id_twice_is_refused_and_changes_nothing(table: Table, tmp_path: Path) -> None:
    before = again(tmp_path)
    with pytest.raises(ValueError, match="already exists"):
        table.insert(named("a", n=9))
    with pytest.raises(ValueError, match="already exists"):
        table.insert_multiple([named("new", n=9), named("a", n=9)])
    assert again(tmp_path) == before == {str(each.doc_id): dict(each) for each in table}


def test_queries_find(table: Table) -> None:
    thing = Query()
    assert [each.doc_id for each in table.search(thing.n >= 2)] == ids(["b", "c"])
    assert [each["n"] for each in table.search(thing.tags.any(["y"]) | (thing.n == 1))] == [1, 2]
    assert table.get(where("n") == 3) == {"n": 3, "tags": []}
    assert table.get(where("n") == 4) is None
    assert table.get(doc_id=cast("int", "b")) == {"n": 2, "tags": ["x", "y"]}
    assert [each["n"] for each in table.get(doc_ids=["a", "c", "no"])] == [1, 3]
    assert table.contains(thing.n == 1)
    assert table.contains(doc_id=cast("int", "a"))
    assert not table.contains(doc_id=cast("int", "no"))
    assert table.count(thing.tags.any(["x"])) == 2
    assert len(table) == len(table.all()) == 3


def test_update_by_query_by_id_and_of_all(table: Table, tmp_path: Path) -> None:
    assert table.update({"m": 1}, where("n") > 1) == ids(["b", "c"])
    assert table.update(increment("n"), doc_ids=[cast("int", "a")]) == ids(["a"])
    table.update({"all": True})
    table.update_multiple([({"m": 7}, where("n") == 3), (delete("tags"), where("n") == 2)])
    assert again(tmp_path) == {
        "a": {"n": 2, "all": True},
        "b": {"n": 2, "m": 1, "all": True},
        "c": {"n": 3, "tags": [], "m": 7, "all": True},
    }


def test_upsert_by_query_and_by_id(table: Table, tmp_path: Path) -> None:
    table.upsert({"n": 1, "m": 5}, where("n") == 1)
    table.upsert(named("b", m=6))
    table.upsert(named("d", n=4))
    table.upsert({"n": 5}, where("n") == 5)
    found = again(tmp_path)
    assert found["a"] == {"n": 1, "tags": ["x"], "m": 5}
    assert found["b"] == {"n": 2, "tags": ["x", "y"], "m": 6}
    assert found["d"] == {"n": 4}
    assert len(found) == 5


def test_remove_by_query_and_by_id(table: Table, tmp_path: Path) -> None:
    assert table.remove(where("n") == 1) == ids(["a"])
    assert table.remove(doc_ids=[cast("int", "b"), cast("int", "no")]) == ids(["b"])
    assert set(again(tmp_path)) == {"c"}


def test_truncate_and_dropping_tables(table: Table, tmp_path: Path) -> None:
    db = opened(tmp_path)
    db.table("others").insert(named("o", n=1))
    db.insert({"in": "the default table"})
    assert db.tables() == {"things", "others", "_default"}
    db.drop_table("others")
    assert opened(tmp_path).tables() == {"things", "_default"}
    db.table("things").truncate()
    assert again(tmp_path) == {}
    db.drop_tables()
    assert opened(tmp_path).tables() == set()
    assert len(table) == 3  # another process has not looked yet


def test_what_is_handed_out_can_be_changed_without_harm(table: Table, tmp_path: Path) -> None:
    found = [table.all()[0], *table.search(where("n") == 1), table.get(where("n") == 1)]
    found += [table.get(doc_id=cast("int", "a")), table.get(doc_ids=["a"])[0], next(iter(table))]
    given = named("new", tags=["mine"])
    table.insert(given)
    given["tags"].append("changed")
    for each in found:
        assert isinstance(each, Document)
        each["tags"].append("changed")
        each["n"] = 99
    for copy in table.storage.read().values():  # type: ignore[union-attr] # TinyDB allows None for empty ones
        copy.clear()
    assert table.get(doc_id=cast("int", "a")) == {"n": 1, "tags": ["x"]}
    assert table.get(doc_id=cast("int", "new")) == {"tags": ["mine"]}
    assert again(tmp_path)["a"] == {"n": 1, "tags": ["x"]}


def test_an_update_that_fails_halfway_changes_nothing(table: Table, tmp_path: Path) -> None:
    def once(document: dict[str, object]) -> None:
        if document["n"] == 2:
            raise LookupError
        document["n"] = 0

    before = again(tmp_path)
    with pytest.raises(LookupError):
        table.update(once)  # type: ignore[arg-type] # TinyDB's own annotation leaves the document open
    assert {str(each.doc_id): dict(each) for each in table} == again(tmp_path) == before


def test_an_update_that_changes_nothing_writes_nothing(table: Table, tmp_path: Path) -> None:
    size = (tmp_path / "records.journal").stat().st_size
    table.update({"n": 1}, where("n") == 1)
    table.remove(where("n") == 77)
    assert (tmp_path / "records.journal").stat().st_size == size


def test_an_update_sees_what_another_process_wrote(table: Table, tmp_path: Path) -> None:
    opened(tmp_path).table("things").update({"n": 10}, doc_ids=[cast("int", "a")])
    table.update(increment("n"), doc_ids=[cast("int", "a")])
    assert again(tmp_path)["a"] == {"n": 11, "tags": ["x"]}
