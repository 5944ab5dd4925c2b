"""A history is a set of small changes."""

from datetime import UTC, datetime

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tui.core.changes import Change, changed
from tui.core.records import KINDS, Agreement, Answer, IfThen, Point, Timeline, from_document, kind_of, to_document

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)

VALUES = (
    st.none()
    | st.integers(1, 7)
    | st.text(max_size=20)
    | st.lists(st.text(max_size=5), max_size=3).map(tuple)
    | st.builds(
        Timeline, points=st.lists(st.builds(Point, month=st.just("2021-03"), level=st.integers(1, 7))).map(tuple)
    )
    | st.builds(IfThen, when=st.text(max_size=5), then=st.text(max_size=5))
)


def agreement(text: str = "phones away") -> Agreement:
    return Agreement(id="a1", by="ana", at=NOW, text=text)


@given(VALUES)
def test_a_record_comes_back_from_its_document_as_it_was(value: object) -> None:
    answer = Answer(id="x", by="a", at=NOW, sitting="s", step="before", question="q", value=value)  # type: ignore[arg-type]  # any value there is
    assert from_document(Answer, to_document(answer)) == answer


def test_only_what_changed_is_a_change() -> None:
    assert changed(to_document(agreement("old")), agreement("new")) == {"text": "new"}


def test_nothing_changed_is_no_change() -> None:
    assert changed(to_document(agreement()), agreement()) == {}


def test_a_new_record_is_a_change_of_every_field() -> None:
    assert changed(None, agreement()) == to_document(agreement())


def test_a_change_is_an_operation_a_field_named_by_the_hash_of_its_bytes() -> None:
    change = Change(
        at=NOW, by="ben", kind="agreement", record="a1", device="d", sequence=3, fields={"text": "x", "by": "b"}
    )
    first, second = change.operations()
    assert (first.field, first.value, first.record, first.device, first.sequence) == ("text", "x", "a1", "d", 3)
    assert first.name != second.name
    assert len(first.name) == 32
    again = msgspec.json.decode(msgspec.json.encode(change), type=Change)
    assert [each.name for each in again.operations()] == [first.name, second.name]


def test_every_kind_has_a_tag_of_its_own() -> None:
    assert len({kind_of(kind) for kind in KINDS.values()}) == len(KINDS)
