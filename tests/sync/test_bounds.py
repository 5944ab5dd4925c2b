"""However much was written, what goes out is such that the others read it."""

from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from msgspec.structs import replace

from tests.sync.carriers import MemoryFolder
from tests.sync.machines import founder, join
from tui.core.changes import Change
from tui.core.text import LIMIT
from tui.sync import boxes, outbox
from tui.sync.believed import believed
from tui.sync.exchange import Exchange
from tui.sync.wire import Member

WORD = "a word that is to be forgotten"


def test_what_was_forgotten_in_many_files_goes_out_of_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = MemoryFolder()
    ana = founder(folder)
    for number in range(8):
        ana.write("agreement", f"gone{number}", {"text": WORD})
        ana.write("agreement", f"stays{number}", {"text": f"{number} stays"})
        ana.exchange()
    before = set(folder.held)
    monkeypatch.setattr(outbox, "MOST", 2 * 1500)
    for number in range(8):
        ana.write("agreement", f"gone{number}", {}, gone=True, erases=True)
    ana.exchange()
    assert before.isdisjoint(folder.held)
    assert all(len(data) <= 1500 for data in folder.held.values())
    ben = join(ana, folder, person="ben", seed=2)
    ana.exchange()
    ben.exchange()
    assert ben.records.state() == ana.records.state()
    assert len(ben.records.state()) == 8
    assert WORD not in str(ben.records.entries)


def test_the_longest_answer_that_can_be_given_goes_out_sealed() -> None:
    box = boxes.made(bytes(32), b"place", ("😀" * LIMIT).encode())
    fields = {"id": box.commitment, "by": "ben", "at": "2026-11-26T18:00:00Z", "answer": "s.q", "sitting": "s"}
    fields |= {"step": "close", "question": "q", "box": boxes.text(box.data)}
    now, ben = datetime(2026, 11, 26, tzinfo=UTC), Member(b"", "ben", "Ben")
    told = Change(
        at=now, by="ben", kind="sealed", record=box.commitment, device="hand", sequence=1, fields=dict(fields)
    )
    assert believed(told, ben)
    assert not believed(replace(told, fields={**fields, "box": "\x1b" * 2 * LIMIT}), ben)
    assert not believed(replace(told, fields={**fields, "step": "A" * 2 * LIMIT}), ben)


def test_files_of_strangers_are_read_once_and_again_when_somebody_was_let_in() -> None:
    folder = MemoryFolder()
    ana = founder(folder)
    ben = join(ana, folder, person="ben", seed=2)
    ana.exchange()
    ben.exchange()
    late = join(ana, MemoryFolder(), person="ben", seed=3)
    late.write("agreement", "a", {"text": "by somebody of whom Ben has not heard yet"})
    late.exchange()
    theirs = late.folder.held
    folder.held.update(theirs)
    assert set(ben.exchange().refused) == set(theirs)
    with patch.object(MemoryFolder, "read", side_effect=AssertionError("read again")):
        Exchange(ben.parts()).receive()
    ana.exchange()
    assert ben.exchange().refused == {}
    assert ben.records.held("agreement", "a") is not None
