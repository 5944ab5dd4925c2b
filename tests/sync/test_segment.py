"""A file is believed when a machine that takes part has written it so, and never else."""

import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.changes import Change
from tui.sync import segment
from tui.sync.keys import Epoch, MachineKey, file_name
from tui.sync.segment import MAGIC, MOST, RefusedError, Why
from tui.sync.wire import MOST_PLAIN, Body, Member, Span, packed, rounded, unpacked, unwired, wired

KEY = MachineKey(bytes(range(32)))
STRANGER = MachineKey(bytes(range(1, 33)))
EPOCH = Epoch(name=bytes(8), key=bytes(range(32, 64)), machines=(KEY.name,))
NONCE = bytes(24)
CHANGE = Change(
    at=datetime(2026, 11, 26, 18, 0, 3, 123456, tzinfo=UTC),
    by="p1",
    kind="agreement",
    record="a1",
    device="k3v9w2m1c8dz",
    sequence=413,
    fields={"text": "phones away at eight", "look_again": None, "deep": [1, {"x": True}]},
    replaces={"text": ("0f" * 16,)},
    past=("ab" * 16,),
)
BODY = Body(
    number=7,
    previous=bytes(16),
    digest=bytes(16),
    covers=(Span(400, 413),),
    known=((KEY.name, 413),),
    admits=(Member(STRANGER.public, "p2", "Ben", ("hand",)),),
    changes=(wired(CHANGE),),
)


class Ring:
    """Knows one machine and one epoch."""

    def public(self, machine: bytes) -> bytes | None:
        return KEY.public if machine == KEY.name else None

    def epoch(self, name: bytes, boxes: Mapping[bytes, bytes]) -> Epoch | None:
        return EPOCH if name == EPOCH.name and not boxes else None


FILE = segment.write(BODY, key=KEY, epoch=EPOCH, nonce=NONCE)


def why(data: bytes) -> Why | None:
    try:
        segment.read(data, Ring())
    except RefusedError as error:
        return error.why
    return None


def test_what_is_written_is_read_again() -> None:
    found = segment.read(FILE, Ring())
    assert found.body == BODY
    assert (found.machine, found.name) == (KEY.name, file_name(FILE))
    assert unwired(found.body.changes[0]) == CHANGE
    assert [each.name for each in unwired(found.body.changes[0]).operations()] == [
        each.name for each in CHANGE.operations()
    ]


def test_the_bytes_of_a_file_are_these() -> None:
    """The vector of docs/sync.md, as far as it does not depend on how well zlib compresses."""
    head = MAGIC + b"\x00\x01" + b"\x00\x00" + EPOCH.name + KEY.name + NONCE
    assert FILE.startswith(head)
    assert KEY.name.hex() == "b17348a513a3d5baef07008f161b09b0"
    assert len(FILE) % 128 == (len(head) + 16 + 64) % 128
    assert KEY.sign(FILE[:-64]) == FILE[-64:]


def test_not_one_bit_can_be_changed() -> None:
    for at in range(len(FILE)):
        flipped = FILE[:at] + bytes([FILE[at] ^ 1 << at % 8]) + FILE[at + 1 :]
        assert why(flipped) in {Why.FOREIGN, Why.STRANGER, Why.DAMAGED}


def test_nothing_can_be_cut_off_or_added() -> None:
    for at in range(len(FILE)):
        assert why(FILE[:at]) in {Why.FOREIGN, Why.DAMAGED}
    assert why(FILE + b"\0") is Why.DAMAGED
    assert why(FILE + FILE) is Why.DAMAGED
    assert why(b"") is Why.FOREIGN
    assert why(MAGIC + bytes(MOST)) is Why.LARGE


def test_a_strangers_file_and_a_key_that_is_not_known_are_told_apart() -> None:
    assert why(segment.write(BODY, key=STRANGER, epoch=EPOCH, nonce=NONCE)) is Why.STRANGER
    other = Epoch(name=b"another!", key=bytes(32), machines=())
    assert why(segment.write(BODY, key=KEY, epoch=other, nonce=NONCE)) is Why.KEY


def test_a_newer_format_is_only_believed_to_be_newer_where_its_machine_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert why(FILE[:8] + b"\x00\x02" + FILE[10:]) is Why.DAMAGED
    monkeypatch.setattr(segment, "FORMAT", 2)
    newer = segment.write(BODY, key=KEY, epoch=EPOCH, nonce=NONCE)
    monkeypatch.undo()
    assert why(newer) is Why.NEWER


def test_what_would_burst_when_it_is_unpacked_is_refused() -> None:
    compress = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = compress.compress(bytes(MOST_PLAIN * 4)) + compress.flush()
    assert unpacked(len(bomb).to_bytes(4, "big") + bomb) is None


def test_the_size_of_a_file_tells_little() -> None:
    sizes = {rounded(size) for size in range(1, 4096)}
    assert len(sizes) <= 32
    assert all(size <= rounded(size) <= size * 1.13 + 128 for size in range(1, 200_000, 97))


@given(st.binary(max_size=300))
def test_whatever_lies_in_a_box_never_breaks_the_reader(data: bytes) -> None:
    unpacked(data)
    unpacked(len(data).to_bytes(4, "big") + data)
    assert why(data) is not None


def test_what_random_changes_make_of_files_never_gets_in() -> None:
    random = Random(7)
    for _ in range(3000):
        data = bytearray(FILE)
        for _ in range(random.randint(1, 8)):
            match random.randrange(4):
                case 0:
                    data[random.randrange(len(data))] = random.randrange(256)
                case 1:
                    del data[random.randrange(len(data)) :]
                    data += random.randbytes(random.randrange(80))
                case 2:
                    at = random.randrange(len(data))
                    data[at:at] = random.randbytes(random.randrange(40))
                case _:
                    one, two = sorted(random.randrange(len(data)) for _ in range(2))
                    data[one:two] = FILE[one : one + random.randrange(64)]
            if len(data) < 4:
                break
        assert bytes(data) == FILE or why(bytes(data)) is not None


@given(st.recursive(st.none() | st.integers() | st.text(max_size=3) | st.binary(max_size=3), st.lists, max_leaves=12))
def test_whatever_a_member_with_a_changed_program_writes_never_breaks_the_reader(said: object) -> None:
    import msgspec

    data = msgspec.msgpack.encode(said) if _small(said) else b""
    compress = zlib.compressobj(9, zlib.DEFLATED, -15)
    pressed = compress.compress(data) + compress.flush()
    found = unpacked(len(pressed).to_bytes(4, "big") + pressed)
    assert found is None or isinstance(found, Body)


def _small(said: object) -> bool:
    if isinstance(said, list):
        return all(map(_small, said))
    return not isinstance(said, int) or abs(said) < 2**63


def test_packing_is_exact() -> None:
    assert unpacked(packed(BODY)) == BODY
    assert unpacked(packed(BODY)[:-1] + b"\1") is None
