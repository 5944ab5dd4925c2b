"""What remains of a talk, and that it says nothing of who did what."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.talk.shelves import Hand
from tui.core.records import Agreement, Consent, Talk
from tui.talk.ending import LONGEST, begun, record, records
from tui.talk.floor import Floor
from tui.talk.moves import Move, act, begin, look
from tui.talk.shape import Part

NOW = datetime(2026, 11, 23, 20, tzinfo=UTC)
PARTS = (Part(id="turns", seconds=60, turns=4, reflect=True), Part(id="both", seconds=60))


def floor(*, ready: bool = True, topic: str = "us") -> Floor:
    return begin("t", PARTS, form="f", topic=topic, first=0, reading=Hand().read(), ready=ready)


@pytest.mark.parametrize(("talked", "minutes"), [(1, 1), (59, 1), (89, 1), (91, 2), (3600, 60), (10**9, LONGEST)])
def test_the_shortest_talk_counts_and_none_lasts_longer_than_a_day(talked: float, minutes: int) -> None:
    assert record(replace(floor(), talked=talked), by="a").minutes == minutes


def test_of_a_talk_that_never_began_nothing_is_kept() -> None:
    hand = Hand()
    talk = act(floor(ready=False), Move.READY, hand.read(), seat=0)
    hand.passed += 30
    talk = act(talk, Move.END, hand.read(), seat=1)
    assert not begun(talk)
    assert records(talk, by="a", kept="", agreed=False, at=NOW) == ()
    assert records(replace(talk, talked=0.2), by="a", kept="", agreed=False, at=NOW) != ()


def test_a_sentence_becomes_an_agreement_with_its_authors_word_and_a_day() -> None:
    talk = replace(floor(), talked=300)
    held, made, word = records(talk, by="a", kept="Tea.", agreed=True, at=NOW, look_again=date(2026, 12, 7))
    assert isinstance(held, Talk)
    assert isinstance(made, Agreement)
    assert isinstance(word, Consent)
    assert (held.kept, made.text, made.source, made.look_again) == ("Tea.", "Tea.", "t", date(2026, 12, 7))
    assert (word.agreement, word.revision, word.by) == (made.id, made.id, "a")
    again = records(talk, by="a", kept="Tea.", agreed=True, at=NOW, look_again=date(2026, 12, 7))
    assert [each.id for each in again] == [held.id, made.id, word.id]


MOVES = st.lists(st.tuples(st.sampled_from(sorted(set(Move) - {Move.END})), st.integers(0, 1)), max_size=12)


@given(one=MOVES, other=MOVES)
@settings(max_examples=60)
def test_whatever_each_of_them_does_the_record_says_only_how_long_they_talked(
    one: list[tuple[Move, int]], other: list[tuple[Move, int]]
) -> None:
    assert _held(one, seat=0) == _held(other, seat=1)


def _held(moves: list[tuple[Move, int]], *, seat: int) -> Talk:
    """Return the record of a talk in which both do what they do, and which the one at `seat` ends."""
    hand, talk = Hand(), floor()
    for move, by in moves:
        hand.passed += 1
        talk = act(talk, move, hand.read(), seat=by, seconds=1200, text="no interrupting")
    talk = act(look(talk, hand.read()), Move.END, hand.read(), seat=seat)
    return record(talk, by="a")
