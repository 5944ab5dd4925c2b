"""The files in the folder are what docs/sync.md says: its vectors are read out of that text, and made again here."""

import json
import re
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from itertools import count
from pathlib import Path

import msgspec
from msgspec.structs import replace
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_box_seal_open,
    crypto_core_ed25519_from_uniform,
    crypto_core_ed25519_scalar_reduce,
    crypto_pwhash_alg,
    crypto_pwhash_ALG_ARGON2ID13,
    crypto_scalarmult_ed25519_noclamp,
    crypto_sign_seed_keypair,
)
from nacl.bindings import crypto_sign_ed25519_pk_to_curve25519 as pk_to_x
from nacl.bindings import crypto_sign_ed25519_sk_to_curve25519 as sk_to_x

from tui.checkin.opening import name_of_opening
from tui.core.changes import Change
from tui.core.merging import merged
from tui.core.records import Sitting
from tui.core.told_records import Sealed, WishMove
from tui.core.word_list import WORDS
from tui.sync import boxes, pairing, wire
from tui.sync.intersection import slots
from tui.sync.keys import Epoch, MachineKey, file_name
from tui.sync.pairing import Asked, Joiner
from tui.sync.pairing_keys import Cost, Draw
from tui.sync.points import point_of, times
from tui.sync.reliance import place, released_id, to_bytes
from tui.sync.segment import read
from tui.sync.shared import digest_of, fingerprint
from tui.sync.wire import Body, Span, packed, rounded, unpacked, wired
from tui.sync.wish_runs import bind, id_of

DOCUMENT = Path(__file__).parents[2] / "docs" / "sync.md"
AT = datetime(2026, 11, 26, 18, 0, 3, 123456, tzinfo=UTC)
CHEAP = Cost(ops=1, memory=8192)
SECRET = bytes(range(32))
B = MachineKey(bytes(range(1, 33)))


@cache
def block(name: str) -> str:
    found = re.search(rf"^```{name}\n(.*?)^```$", DOCUMENT.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


@cache
def vectors() -> Mapping[str, str]:
    """Return the vectors by name, as they are written."""
    found: dict[str, str] = {}
    name = ""
    for line in filter(None, block("vectors").splitlines()):
        begins, _, told = line.partition(" ")
        name = begins or name
        found[name] = found.get(name, "") + told.strip()
    return found


def hexed(name: str) -> bytes:
    return bytes.fromhex(vectors()[name])


KEY = MachineKey(SECRET)


def counted(start: int) -> Draw:
    numbers = count(start)
    return lambda size: bytes(next(numbers) % 256 for _ in range(size))


class Ring:
    """Knows one machine and one epoch."""

    def public(self, machine: bytes) -> bytes | None:
        return hexed("machine.public") if machine == hexed("machine.name") else None

    def epoch(self, name: bytes, boxed: Mapping[bytes, bytes]) -> Epoch | None:
        del boxed
        return Epoch(name=name, key=hexed("segment.key"), machines=()) if name == hexed("segment.epoch") else None


BODY = Body(
    number=7,
    previous=bytes(range(0xA0, 0xB0)),
    digest=bytes(range(0xB0, 0xC0)),
    covers=(Span(400, 413),),
    known=((KEY.name, 413),),
    changes=(
        wired(
            Change(
                at=AT,
                by="p1",
                kind="agreement",
                record="a1",
                device="k3v9w2m1c8dz",
                sequence=413,
                fields={"text": "phones away at eight"},
                replaces={"text": ("0f" * 16,)},
            )
        ),
    ),
)


def test_a_machine_is_called_so() -> None:
    key = MachineKey(hexed("machine.seed"))
    assert (key.public, key.name) == (hexed("machine.public"), hexed("machine.name"))


def test_a_segment_has_these_bytes() -> None:
    plain, nonce = msgspec.msgpack.encode(BODY), hexed("segment.nonce")
    assert plain == hexed("segment.body")
    size = len(plain)
    stored = b"\x01" + size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little") + plain
    filled = len(stored).to_bytes(4, "big") + stored
    filled += bytes(rounded(len(filled)) - len(filled))
    assert filled == hexed("segment.padded")
    key, epoch = MachineKey(hexed("machine.seed")), Ring().epoch(hexed("segment.epoch"), {})
    assert epoch is not None
    head = b"\x89nearer\n\x00\x01\x00\x00" + epoch.name + key.name + nonce
    assert head == hexed("segment.header")
    whole = head + epoch.encrypt(filled, head, nonce)
    assert whole + key.sign(whole) == hexed("segment.file")
    assert file_name(hexed("segment.file")) == vectors()["segment.name"]


def test_a_segment_is_read_so() -> None:
    found = read(hexed("segment.file"), Ring())
    assert found.body == BODY == unpacked(packed(BODY))
    (operation,) = wire.unwired(found.body.changes[0]).operations()
    assert operation.name == vectors()["segment.operation"]


def test_the_dictionary_is_the_one_that_is_told() -> None:
    told = " ".join(block("dictionary").splitlines()).encode("latin-1").decode("unicode_escape").encode("latin-1")
    pressed = packed(BODY)
    expand = zlib.decompressobj(-15, told)
    size = int.from_bytes(pressed[:4], "big")
    assert expand.decompress(pressed[4 : 4 + size]) == hexed("segment.body")
    press = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, told)
    every = press.compress(told) + press.flush()  # the whole of it is there: nothing of it has to be said again
    assert len(every) < 40
    assert unpacked(len(every).to_bytes(4, "big") + every) is None
    assert zlib.decompressobj(-15, told).decompress(every) == told


def test_a_digest_is_reckoned_so() -> None:
    total = 0
    for name, kind in (("first", "agreement"), ("second", "did")):
        ((at, device, sequence, by, record, fields),) = json.loads(vectors()[f"digest.{name}"])
        moment = datetime.fromisoformat(at)
        change = Change(
            at=moment, by=by, kind=kind, record=record, device=device, sequence=sequence, fields=dict(fields)
        )
        number = fingerprint(merged(None, change))
        by_hand = blake2b(vectors()[f"digest.{name}"].encode(), digest_size=16).digest()
        assert number.to_bytes(16, "big") == by_hand == hexed(f"digest.of_{name}")
        total += number
    assert digest_of(total) == hexed("digest")
    assert blake2b((total % 2**128).to_bytes(16, "big"), digest_size=16).digest() == hexed("digest")


def test_an_answer_is_sealed_so() -> None:
    seed, by, sitting, step, question, answer = json.loads(vectors()["sealed.context"])
    bare = Sealed(id="", by=by, at=AT, answer=answer, sitting=sitting, step=step, question=question, box="")
    where = place(seed, bare)
    assert where == vectors()["sealed.context"].encode()
    change = msgspec.json.decode(hexed("sealed.plain"), type=tuple[Change, ...])
    assert to_bytes(change) == hexed("sealed.plain")
    box = boxes.made(SECRET, where, hexed("sealed.plain"))
    assert (box.key, box.data, box.commitment) == (hexed("sealed.key"), hexed("sealed.box"), vectors()["sealed.id"])
    assert boxes.opened(box.key, where, box.data) == hexed("sealed.plain")
    assert released_id(box.commitment, vectors()["released.against"]) == vectors()["released.id"]


def test_a_key_is_sealed_to_a_machine_so() -> None:
    assert hexed("sealed.to") == B.public
    own = boxes.sealed_to(B.public, SECRET, hexed("sealed.key"))
    assert own == vectors()["sealed.own"]
    public, private = crypto_sign_seed_keypair(bytes(range(1, 33)))
    data = boxes.raw(own)
    assert data is not None
    assert len(data) == 80
    assert crypto_box_seal_open(data, pk_to_x(public), sk_to_x(private)) == hexed("sealed.key")


def test_a_wish_is_hidden_so() -> None:
    question = b"close.wishes"
    item = point_of(b"nearer wish item", len(question).to_bytes(4, "big") + question + b"\x00\x00\x00\x04kiss")
    assert item == hexed("wish.item")
    mine = slots(SECRET, ("close.wishes", "s1", "0f" * 16), ("dance", "kiss"), 16)
    assert mine.scalar == hexed("wish.scalar")
    assert mine.wished["kiss"] == times(mine.scalar, item) == hexed("wish.point")
    move = WishMove(id="", by="p1", at=AT, sitting="s1", question="close.wishes", number=1)
    move = replace(move, commitment=bind(move, (hexed("wish.point"),)))
    assert (move.commitment, id_of(move)) == (vectors()["wish.commitment"], vectors()["wish.id"])


def test_an_opening_is_called_so() -> None:
    both = [Sitting(id=each, by="p1", at=AT, step="close") for each in ("s2", "s1")]
    assert name_of_opening(both) == vectors()["opening.id"]


def test_two_machines_come_together_so() -> None:
    now = datetime(2026, 11, 26, 20, tzinfo=UTC)
    invitation = pairing.invite(hexed("machine.public"), now, counted(0), CHEAP)
    assert " ".join(invitation.words) == vectors()["pair.words"]
    assert invitation.file == hexed("pair.invite")
    me = Joiner(public_key=B.public, name="Ben", hand="m2x8f0q4r7ha")
    joining = pairing.join(hexed("pair.invite"), vectors()["pair.words"], me, now, counted(0x40), CHEAP)
    assert (joining.file, joining.key) == (hexed("pair.join"), hexed("pair.key"))
    found = pairing.answer(invitation, hexed("pair.join"), now)
    assert found is not None
    asked = found[1]
    assert isinstance(asked, Asked)
    assert asked.joiner == me
    assert " ".join(asked.check) == " ".join(joining.check) == vectors()["pair.check"]
    assert pairing.welcome(asked, hexed("pair.payload"), counted(0x80)) == hexed("pair.welcome")
    assert pairing.open_welcome(joining, hexed("pair.welcome")) == hexed("pair.payload")


def test_every_vector_that_is_told_is_looked_at() -> None:
    source = re.findall(
        r'"((?:machine|segment|digest|sealed|released|wish|opening|pair)[a-z_.]*)"', Path(__file__).read_text("utf-8")
    )
    told = {name.replace("first", "").replace("second", "") for name in vectors()}
    assert told <= {*source, "digest.", "digest.of_"}


# The same once more, by the text alone


def hashed(data: bytes, size: int, person: str, key: bytes = b"") -> bytes:
    return blake2b(data, digest_size=size, person=person.encode(), key=key).digest()


def parted(*parts: bytes) -> bytes:
    return b"".join(len(each).to_bytes(4, "big") + each for each in parts)


def test_the_text_is_enough_for_an_answer() -> None:
    where, inside, box = vectors()["sealed.context"].encode(), hexed("sealed.plain"), hexed("sealed.box")

    def derived(key: bytes, label: str, data: bytes, size: int) -> bytes:
        return hashed(len(where).to_bytes(8, "big") + where + data, size, label, key)

    nonce = derived(SECRET, "nearer box nonce", inside, 24)
    key = derived(SECRET, "nearer box key", nonce, 32)
    assert (nonce, key) == (box[:24], hexed("sealed.key"))
    filled = crypto_aead_xchacha20poly1305_ietf_decrypt(box[24:], where, nonce, key)
    assert len(filled) % 256 == 0
    assert filled.rstrip(b"\0") == inside + b"\x80"
    assert derived(key, "nearer box whole", box, 32).hex() == vectors()["sealed.id"]
    both = f'["{vectors()["sealed.id"]}","{vectors()["released.against"]}"]'.encode()
    assert hashed(both, 16, "nearer released").hex() == vectors()["released.id"]
    assert hashed(b"s1\0s2", 8, "nearer opening").hex() == vectors()["opening.id"]


def test_the_text_is_enough_for_a_wish() -> None:
    whose = parted(b"p1", b"s1", b"close.wishes", b"1")
    told = hashed(parted(whose, hexed("wish.point")), 32, "nearer wish bind").hex()
    assert told == vectors()["wish.commitment"]
    name = parted(b"p1", b"s1", b"close.wishes", b"1", b"", told.encode())
    assert hashed(name, 32, "nearer wish move").hex() == vectors()["wish.id"]
    key = blake2b(SECRET).digest()
    seed = blake2b(parted(b"close.wishes", b"s1", b"0f" * 16), key=key).digest()
    scalar = crypto_core_ed25519_scalar_reduce(hashed(seed, 64, "nearer wish key"))
    assert scalar == hexed("wish.scalar")
    item = hashed(parted(b"close.wishes", b"kiss"), 32, "nearer wish item")
    assert crypto_core_ed25519_from_uniform(item) == hexed("wish.item")


def test_the_text_is_enough_for_pairing() -> None:
    invite, join = hexed("pair.invite"), hexed("pair.join")
    name, ours, public, made = msgspec.msgpack.decode(invite.removeprefix(b"nearerI1"))
    assert (name, public) == (bytes(range(16)), KEY.public)
    assert made == datetime(2026, 11, 26, 20, tzinfo=UTC).timestamp()
    answered, theirs, box = msgspec.msgpack.decode(join.removeprefix(b"nearerJ1"))
    assert answered == name
    slow = crypto_pwhash_alg(32, vectors()["pair.words"].encode(), name, *CHEAP, crypto_pwhash_ALG_ARGON2ID13)
    base = crypto_core_ed25519_from_uniform(hashed(b"nearer pairing 1" + name + slow, 32, "nearer pair base"))
    scalar = crypto_core_ed25519_scalar_reduce(hashed(bytes(range(20, 52)), 64, "nearer pair step"))
    assert crypto_scalarmult_ed25519_noclamp(scalar, base) == ours
    shared = crypto_scalarmult_ed25519_noclamp(scalar, theirs)
    first = hashed(b"nearer pairing 1" + theirs + invite, 32, "nearer pair key1", shared)
    last = hashed(join, 32, "nearer pair key2", first)
    assert last == hexed("pair.key")
    assert opened(box, hashed(b"", 32, "nearer pair join", first), 512) == msgspec.msgpack.encode(
        {"public_key": B.public, "name": "Ben", "hand": "m2x8f0q4r7ha"}
    )
    _, asked, let_in = msgspec.msgpack.decode(hexed("pair.welcome").removeprefix(b"nearerW1"))
    assert asked == blake2b(join, digest_size=16).digest()
    assert opened(let_in, hashed(b"", 32, "nearer pair well", last), 512) == hexed("pair.payload")
    look, salt = (hashed(b"", 32, f"nearer pair {each}", last) for each in ("look", "salt"))
    shown = crypto_pwhash_alg(32, look, salt[:16], 2, 64 * 1024 * 1024, crypto_pwhash_ALG_ARGON2ID13)
    assert " ".join(WORDS[each] for each in shown[:3]) == vectors()["pair.check"]


def opened(box: bytes, key: bytes, block_size: int) -> bytes:
    filled: bytes = crypto_aead_xchacha20poly1305_ietf_decrypt(box[24:], None, box[:24], key)
    assert len(filled) % block_size == 0
    return filled.rstrip(b"\0").removesuffix(b"\x80")
