"""Files by those who may not say anything, or not that: a stranger, a machine never admitted, a member who lies."""

from collections.abc import Mapping
from datetime import UTC, datetime
from random import Random
from typing import Any

from msgspec.structs import replace

from tui.sync import segment, wire
from tui.sync.keys import NONCE, Epoch, MachineKey
from tui.sync.roster import Circle
from tui.sync.segment import FORMAT, MAGIC, write
from tui.sync.wire import Body, Member, Span, Wired

_NOW = datetime(2026, 11, 26, tzinfo=UTC)
_AT = int(_NOW.timestamp() * 1_000_000)
STRANGER = MachineKey(b"s" * 32)
"""The key of a machine that nobody admitted."""

CIRCLE_OF_ONE = Epoch(name=b"\x00\x00\x00\x01xxxx", key=b"k" * 32, machines=())


def junk(held: Mapping[str, bytes], random: Random) -> bytes:
    """Return what somebody without keys can write: noise, or something made of what lies there."""
    there = [held[name] for name in sorted(held)] or [MAGIC]
    one, two = random.choice(there), random.choice(there)
    head = MAGIC + (FORMAT + 1).to_bytes(2, "big")
    at = random.randrange(len(one)) if one else 0
    return random.choice((
        b"", MAGIC, random.randbytes(40), MAGIC + random.randbytes(random.choice([3, 60, 300])),
        one + two, one + b"\x00", one[:at], one[:at] + two[at:], head + one[10:],
        one[:10] + b"\xff" + one[11:], one[:-64] + bytes(64), one[:20] + STRANGER.name + one[36:],
        one[:20] + two[20:36] + one[36:], MAGIC + bytes(200), head + random.randbytes(200),
    ))  # fmt: skip


def _said(by: str, sequence: int, **more: Any) -> Wired:
    fields = {"id": "forged", "by": by, "at": "2026-11-26T18:00:00Z", "text": "canary forged"}
    said = Wired(at=_AT, device="handforged00", sequence=sequence, by=by, kind="agreement", record="forged")
    return replace(said, **({"fields": fields} | more))


def _body(said: Wired, random: Random) -> Body:
    return Body(number=random.randrange(1, 99), covers=(Span(0, 99),), changes=(said,))


def impersonated(circle: Circle, random: Random) -> bytes:
    """Return a well-made file by a machine that was never admitted, even where it has got hold of a key."""
    epoch = random.choice((CIRCLE_OF_ONE, *circle.epochs))
    body = _body(_said(circle.person, random.randrange(1, 9)), random)
    if random.random() < 0.5:
        own = Member(STRANGER.public, circle.person, "let me in")
        body = replace(body, admits=(own,), removes=(circle.me,) if random.random() < 0.5 else ())
    to = {circle.me: circle.key.public} if random.random() < 0.5 else None
    return write(body, key=STRANGER, epoch=epoch, nonce=random.randbytes(NONCE), to=to)


def signed_by_another(circle: Circle, random: Random) -> bytes:
    """Return a file that says it is a member's, with a key of the circle, but with a stranger's signature."""
    body = _body(_said(circle.person, random.randrange(1, 9)), random)
    whole = write(body, key=circle.key, epoch=random.choice(circle.epochs), nonce=random.randbytes(NONCE))
    return whole[:-64] + STRANGER.sign(whole[:-64])


def lying(circle: Circle, other: str, hand_of_another: str, sequence: int, random: Random) -> bytes:
    """Return a file, with all keys right, of a member who says what they may not. It must be refused whole."""
    me, number = circle.person, sequence
    sealed = {"id": "forged", "by": me, "at": "2026-11-26T18:00:00Z", "sitting": "s", "step": "t", "question": "q"}
    plan = {"id": "forged", "by": me, "at": "2026-11-26T18:00:00Z", "start": "2026-12-01T18:00:00Z", "zone": "UTC"}
    deep: object = "x"
    for _ in range(40):
        deep = [deep]
    founder = any(each.founder for each in circle.members if each.public == circle.key.public)
    lies = (
        _said("nobody" if founder else other, number, kind="agreement" if not founder else "note"),
        _said(me, number, kind="note"),
        _said(me, number, kind="draft", fields={"text": "canary"}),
        _said(me, number, fields={"id": "forged", "text": "red \x1b[31m"}),
        _said(me, number, fields={"id": "forged", "text": "\u202eback"}),
        _said(me, number, fields={"id": "another"}),
        _said(me, number, fields={"text": 5}),
        _said(me, number, fields={"text": deep}),
        _said(me, number, fields={"unheard_of": "x"}),
        _said(me, number, fields={}),
        _said(me, 0),
        _said(me, 2**60),
        _said(me, number, at=2**60),
        _said(me, number, record=""),
        _said(me, number, record="r" * 300),
        _said(me, number, device=hand_of_another),
        _said(me, number, past=(b"short",)),
        _said(me, number, replaces={"nothing": (b"n" * 16,)}),
        _said(me, number, kind="plan", fields=plan | {"minutes": 10**9}),
        _said(me, number, kind="plan", fields=plan | {"minutes": 30, "zone": "No/Where"}),
        _said(me, number, kind="plan", fields=plan | {"minutes": 30, "repeat": "FREQ=NEVER"}),
        _said(me, number, kind="small_step", fields={"id": "forged", "by": other, "when": "x"}),
        _said(me, number, kind="note" if founder else "answer", fields=sealed | {"value": "x", "share": "together"}),
        _said(me, number, kind="note" if founder else "answer", fields=sealed | {"value": "x", "share": "private"}),
        _said(me, number, kind="person", fields={"id": "forged", "seat": 7}),
        _said(me, number, fields={"id": "forged", "text": "x" * (wire.MOST_PLAIN + 1)}),
    )
    body = Body(number=random.randrange(1, 9), changes=(random.choice(lies),))
    known = [each for each in circle.epochs if circle.me in each.machines] or circle.epochs
    return write(body, key=circle.key, epoch=random.choice(known), nonce=random.randbytes(NONCE))


def of_tomorrow(data: bytes) -> bytes:
    """Return a file as if it had a format that nobody knows, which its signature does not cover."""
    return data[:8] + (segment.FORMAT + 7).to_bytes(2, "big") + data[10:]
