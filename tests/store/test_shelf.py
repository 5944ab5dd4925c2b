"""Typed records kept in order and found by their fields: always what looking at all of them would give."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tui.core.records import Answer, Opening, Record, Talk, to_document
from tui.store.shelf import Shelf
from tui.store.table import Held

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
KEYS = [f"k{number}" for number in range(6)]


def talk(key: str, *, topic: str = "", minutes: int = 30, at: datetime = NOW) -> Talk:
    return Talk(id=key, by="ana", at=at, format="speaker-listener", topic=topic, minutes=minutes)


def answer(key: str, value: tuple[str, ...] | str) -> Answer:
    return Answer(id=key, by="ana", at=NOW, sitting="s", step="close", question="q", value=value)


def shelf_of(*records: Talk) -> tuple[Shelf[Talk], dict[str, Held]]:
    documents: dict[str, Held] = {each.id: to_document(each) for each in records}
    return Shelf(Talk, documents), documents


def test_records_are_found_by_one_field_and_by_several_in_order() -> None:
    old, new, other = (
        talk("z", topic="money", at=NOW - timedelta(days=1)),
        talk("a", topic="money"),
        talk("b", topic="rain", minutes=60),
    )
    shelf, _ = shelf_of(new, other, old)
    assert shelf.find(topic="money") == [old, new]
    assert shelf.find(topic="money", minutes=30, at=NOW) == [new]
    assert shelf.find(topic="money", minutes=60) == []
    assert shelf.find() == [old, new, other]


def test_values_that_cannot_be_hashed_are_found_too() -> None:
    wishes: dict[str, tuple[str, ...]] = {"close.wishes": ("hug",)}
    opening = Opening(id="o", by="ana", at=NOW, step="close", sittings=("s", "t"), mutual=wishes)
    shelf = Shelf(Opening, {"o": to_document(opening)})
    assert shelf.find(mutual=wishes) == [opening]
    assert shelf.find(mutual={}) == []
    assert shelf.find(step="close") == [opening]
    moved = Opening(id="o", by="ana", at=NOW, step="close", sittings=("s", "t"))
    shelf = Shelf(Opening, {"o": to_document(moved)})
    assert shelf.find(mutual={}) == [moved]


def test_several_ids_are_found_as_one_value() -> None:
    shelf = Shelf(Answer, {key: to_document(answer(key, value)) for key, value in (("a", ("x", "y")), ("b", "x"))})
    assert [each.id for each in shelf.find(value=("x", "y"))] == ["a"]
    assert [each.id for each in shelf.find(value="x")] == ["b"]


def test_a_field_that_no_record_has_is_a_mistake() -> None:
    shelf, _ = shelf_of(talk("a"))
    with pytest.raises(AttributeError):
        shelf.find(colour="red")


def test_what_is_handed_out_is_the_receivers_own() -> None:
    shelf, _ = shelf_of(talk("a", topic="x"))
    shelf.find(topic="x").clear()
    shelf.all().clear()
    assert len(shelf.find(topic="x")) == len(shelf.all()) == 1


def test_changes_are_told_once_and_all_of_them_the_first_time() -> None:
    shelf, documents = shelf_of(talk("a"), talk("b"))
    assert shelf.changes() == [(None, talk("a")), (None, talk("b"))]
    assert shelf.changes() == []
    documents["a"], documents["c"] = to_document(talk("a", topic="new")), to_document(talk("c"))
    del documents["b"]
    shelf.refresh(["a", "b", "c", "never there"])
    changes = shelf.changes()
    assert len(changes) == 3
    assert (talk("a"), talk("a", topic="new")) in changes
    assert (talk("b"), None) in changes
    assert (None, talk("c")) in changes


def test_a_document_that_is_read_again_and_says_the_same_is_no_change() -> None:
    shelf, _ = shelf_of(talk("a"))
    (held,) = shelf.all()
    shelf.changes()
    shelf.refresh(["a"])
    assert shelf.changes() == []
    assert shelf.all()[0] is held


def test_one_strange_document_costs_no_other_and_is_told_while_it_is_there() -> None:
    documents: dict[str, Held] = {f"k{number}": to_document(talk(f"k{number}")) for number in range(3)}
    documents["k1"] = {**documents["k1"], "minutes": "many"}
    documents["k2"] = {}
    shelf = Shelf(Talk, documents)
    assert [each.id for each in shelf.all()] == ["k0"]
    assert [each.where for each in shelf.findings] == ["talk k1", "talk k2"]
    documents["k1"] = {**to_document(talk("k1")), "kind": "anything"}
    del documents["k2"]
    shelf.refresh(["k1", "k2"])
    assert shelf.findings == ()
    assert [each.id for each in shelf.all()] == ["k0", "k1"]


class Model(RuleBasedStateMachine):
    """For no order of changes does an index say anything else than a look at all records."""

    @initialize()
    def begin(self) -> None:
        self.documents: dict[str, Held] = {}
        self.shelf = Shelf(Talk, self.documents)
        self.followed: dict[str, Record] = {}

    @rule(
        keys=st.lists(st.sampled_from(KEYS), unique=True, max_size=4),
        topic=st.sampled_from("xy"),
        minutes=st.sampled_from((30, 60)),
        hours=st.integers(0, 3),
    )
    def put(self, keys: list[str], topic: str, minutes: int, hours: int) -> None:
        for key in keys:
            made = talk(key, topic=topic, minutes=minutes, at=NOW + timedelta(hours=hours))
            self.documents[key] = to_document(made)
        self.shelf.refresh(keys)

    @rule(keys=st.lists(st.sampled_from(KEYS), max_size=4))
    def drop(self, keys: list[str]) -> None:
        for key in keys:
            self.documents.pop(key, None)
        self.shelf.refresh(keys)

    @rule()
    def many(self) -> None:
        keys = [f"m{number}" for number in range(80)]
        for key in keys:
            self.documents[key] = to_document(talk(key, topic="many"))
        self.shelf.refresh(keys)

    @rule()
    def follow(self) -> None:
        for before, after in self.shelf.changes():
            if before is not None:
                assert self.followed.pop(before.id) == before
            if after is not None:
                self.followed[after.id] = after
        assert self.followed == {each.id: each for each in self.shelf.all()}

    @invariant()
    def it_is_found_as_by_looking_at_all(self) -> None:
        every = sorted((talk_of(each) for each in self.documents.values()), key=lambda each: (each.at, each.id))
        assert self.shelf.all() == every
        for topic in ("x", "y", "many"):
            assert self.shelf.find(topic=topic) == [each for each in every if each.topic == topic]
            assert self.shelf.find(minutes=30, topic=topic) == [
                each for each in every if (each.topic, each.minutes) == (topic, 30)
            ]


def talk_of(document: Held) -> Talk:
    return talk(
        str(document["id"]),
        topic=str(document["topic"]),
        minutes=int(str(document["minutes"])),
        at=datetime.fromisoformat(str(document["at"])),
    )


TestModel = Model.TestCase
