"""What a machine may tell the others, and what nobody believes whoever says it."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from tui.core.changes import Change
from tui.core.records import KINDS, Share
from tui.sync.believed import ALLOWED, OWN, believed, fits_what_is_held
from tui.sync.shared import ALWAYS, BY_CHOICE
from tui.sync.wire import Member

NOW = datetime(2026, 11, 26, 18, tzinfo=UTC)
BEN = Member(b"", "ben", "Ben", ("hand",))
FOUNDER = Member(b"", "ana", "Ana", ("hand",), founder=True)
ANSWER = {"sitting": "s", "step": "cause", "question": "cause.who", "value": "me", "share": Share.NOW}
PLAN = {
    "start": "2026-11-28T18:00:00Z",
    "minutes": 60,
    "zone": "Europe/Berlin",
    "what": "a walk",
    "state": "proposed",
    "repeat": "",
}


def change(kind: object = "agreement", **fields: object) -> Change:
    whole = {"id": "r1", "by": "ben", "at": "2026-11-26T18:00:00Z", **fields}
    by = str(whole["by"])
    return Change(at=NOW, by=by, kind=str(kind), record="r1", device="hand", sequence=5, fields=whole)


def test_what_is_said_as_it_should_be_is_believed() -> None:
    assert believed(change(text="phones away\nat eight 😀 Ünï"), BEN)
    assert believed(change("plan", **PLAN), BEN)
    assert believed(change("answer", **ANSWER), BEN)
    assert believed(Change(at=NOW, by="ben", kind="plan", record="r", device="h", sequence=1, gone=True), BEN)


@pytest.mark.parametrize(
    "told",
    [
        change("draft", text="of another kind"),
        change(text="\x1b]52;c;AAAA\x07"),
        change(text="\x9b31m"),
        change(text="\u202eturned round"),
        change(text=7),
        change(text="x" * 200_000),
        change(text="x", more="a field that is not there"),
        change(text="x", id="another"),
        change("plan", **{**PLAN, "minutes": -5}),
        change("plan", **{**PLAN, "minutes": 10**9}),
        change("plan", **{**PLAN, "start": "9999-01-01T00:00:00Z"}),
        change("plan", **{**PLAN, "start": "2026-11-28T18:00:00"}),
        change("plan", **{**PLAN, "zone": "../../etc/passwd"}),
        change("plan", **{**PLAN, "repeat": "FREQ=NEVER"}),
        change("plan", **{**PLAN, "state": "forced"}),
        change("person", name="", zone="UTC", seat=0),
        change("person", name="Ben", zone="UTC", seat=7),
        change("talk_now", talk="t", version=1, floor="x" * 50_000),
        change("busy_time", since="2026-11-28T18:00:00Z", until="2026-12-28T18:00:00Z", spans=[[5, 1]]),
        change("busy_time", since="2026-11-28T18:00:00Z", until="2026-12-28T18:00:00Z"),
        replace(change(text="x"), at=datetime(9999, 12, 31, tzinfo=UTC)),
        replace(change(text="x"), sequence=2**60),
        replace(change(text="x"), sequence=0),
        replace(change(text="x"), by="ana"),
        replace(change(text="x"), record="r" * 500),
        replace(change(text="x"), device=""),
        replace(change(text="x"), replaces={"text": ("short",)}),
        replace(change(text="x"), replaces={"start": ("0" * 32,)}),
        replace(change(text="x"), past=("0" * 32,) * 20_000),
        replace(change(text="x"), fields={}),
        change(text="x", look_again={"deep": [[[[[[[[[[[[[[]]]]]]]]]]]]]]}),
        change("answer", **{**ANSWER, "share": Share.TOGETHER}),
        change("answer", **{**ANSWER, "share": Share.PRIVATE}),
        change("answer", **{**ANSWER, "share": Share.MUTUAL, "value": ["kiss"]}),
    ],
)
def test_what_cannot_be_or_is_not_theirs_to_say_is_not_believed(told: Change) -> None:
    assert not believed(told, BEN)


def test_only_the_machine_on_which_all_began_speaks_for_both() -> None:
    assert believed(change(by="ben", text="x"), FOUNDER)
    assert not believed(change(by="ana", text="x"), BEN)


@pytest.mark.parametrize("kind", sorted(OWN))
def test_what_is_anothers_own_is_left_alone(kind: str) -> None:
    told = Change(at=NOW, by="ben", kind=str(kind), record="r1", device="hand", sequence=5, fields={"at": "2026"})
    assert not fits_what_is_held(told, {"id": "r1", "by": "ana"}, BEN)
    assert not fits_what_is_held(replace(told, fields={"by": "ana"}), None, BEN)
    assert fits_what_is_held(told, {"id": "r1", "by": "ben"}, BEN)


def test_a_sealed_answer_is_not_changed_in_the_open() -> None:
    told = Change(at=NOW, by="ben", kind="answer", record="r1", device="h", sequence=5, fields={"value": "now this"})
    assert not fits_what_is_held(told, {"by": "ben", "share": Share.TOGETHER}, BEN)
    assert fits_what_is_held(told, {"by": "ben", "share": Share.NOW}, BEN)
    assert fits_what_is_held(replace(told, fields={"share": Share.PRIVATE}), {"by": "ben", "share": "together"}, BEN)


def test_every_kind_is_either_always_shared_or_by_choice() -> None:
    assert ALWAYS | BY_CHOICE == ALLOWED <= KINDS.keys()
    assert not ALWAYS & BY_CHOICE
