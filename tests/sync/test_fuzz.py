"""Whatever lies in the folder never ends the process, and never gets in: 200,000 files that somebody made up."""

import os
import zlib
from collections.abc import Iterator
from random import Random

import msgspec
import pytest
from msgspec.structs import replace

from tests.sync.machines import MemoryRecords
from tests.sync.test_segment import BODY, EPOCH, FILE, KEY, NONCE, Ring
from tui.core.changes import Change
from tui.sync import segment
from tui.sync.inbox import judged
from tui.sync.pairing_files import read as read_pairing
from tui.sync.roster import Circle
from tui.sync.segment import MAGIC, RefusedError
from tui.sync.wire import Body, Member, unwired, wired

INPUTS = int(os.environ.get("NEARER_INPUTS", "200000"))
PARTS = 4
"""In so many tests, so that they run side by side."""

WORDS = (b"\x00", b"\xff", b"\x7f\xff\xff\xff\xff\xff\xff\xff", b"\xc1", b"\xdf\xff\xff\xff\xff", MAGIC, FILE[:60])
CIRCLE = Circle(
    folder="/f",
    seed=bytes(range(32)),
    person="p1",
    members=(Member(KEY.public, "p1", "Ana", (), founder=True),),
    epochs=(EPOCH,),
)


def mutated(random: Random, data: bytes) -> bytes:
    """Return bytes that are much like `data`."""
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        at, far = random.randrange(len(data) + 1), random.randrange(1, 40)
        match random.randrange(7):
            case 0:
                data = data[:at]
            case 1:
                data = data[:at] + random.choice(WORDS) + data[at:]
            case 2:
                data = data[:at] + random.choice(WORDS) + data[at + far :]
            case 3:
                data = data[:at] + data[at + far :]
            case 4:
                data = data[:at] + data[max(0, at - far) : at] + data[at:]
            case 5:
                data = data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]
            case _:
                data = data[:at] + random.randbytes(far)
    return data


def files(random: Random, many: int) -> Iterator[bytes]:
    """Give files that nobody who takes part has written."""
    for _ in range(many):
        yield mutated(random, FILE)


def by_a_member(body: bytes) -> bytes:
    """Return a file that a machine that takes part has written and signed, with made-up content."""
    pressed = zlib.compress(body, 1, -15)
    data = len(pressed).to_bytes(4, "big") + pressed
    head = FILE[:60]
    whole = head + EPOCH.encrypt(data, head, NONCE)
    return whole + KEY.sign(whole)


def gets_in(data: bytes) -> Body | None:
    try:
        found = segment.read(data, Ring())
        judged(found, CIRCLE, MemoryRecords("hand"))
    except RefusedError:
        return None
    return found.body


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_that_nobody_wrote_gets_in(part: int) -> None:
    random = Random(part)
    for data in files(random, INPUTS * 19 // 20 // PARTS):
        assert data == FILE or gets_in(data) is None
        assert read_pairing(data) is None


@pytest.mark.parametrize("part", range(PARTS))
def test_what_a_member_makes_up_is_refused_or_is_what_a_machine_may_say(part: int) -> None:
    said = replace(BODY.changes[0], fields={"text": "phones away at eight", "look_again": None})
    random, plain = Random(part), msgspec.msgpack.encode(replace(BODY, changes=(said,)))
    believed = 0
    for _ in range(INPUTS // 20 // PARTS):
        body = gets_in(by_a_member(mutated(random, plain)))
        if body is not None:
            believed += 1
            assert msgspec.msgpack.decode(msgspec.msgpack.encode(body), type=Body) == body
            assert all(each == wired(one) for each, one in zip(body.changes, _changes(body), strict=True))
    assert believed, "nothing was like what a machine writes: then this shows nothing"


def _changes(body: Body) -> Iterator[Change]:
    yield from map(unwired, body.changes)
