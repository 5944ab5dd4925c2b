"""The files are what docs/store.md says: read here with nothing but the standard library and that text."""

import base64
import json
import re
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

import pytest

from tests.store.homes import NOW, agreement, days, names, save
from tui.store.keys import Cost
from tui.store.store import Store

Document = dict[str, object]

SECRET = "a word of ours"


def opened(line: bytes) -> Document | None:
    """Return what an open line says, None when its checksum is wrong."""
    checksum, _, data = line.partition(b" ")
    found: Document | None = json.loads(data) if checksum == b"%08x" % crc32(data) else None
    return found


def operations(change: Document) -> dict[str, tuple[str, object]]:
    """Return the operations of a change: by name, the field and the value."""
    fields = dict(change.get("fields", {}))  # type: ignore[call-overload]  # it is an object
    if change.get("gone"):
        fields[""] = True
    found = {}
    for field, value in fields.items():
        replaced = change.get("replaces", {}).get(field, [])  # type: ignore[attr-defined]  # it is an object
        head = [change[name] for name in ("at", "device", "sequence", "record")]
        parts = [*head, field, value, replaced, change["by"], change["kind"]]
        data = json.dumps(parts, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode()
        found[blake2b(data, digest_size=16).hexdigest()] = (field, value)
    return found


def records(lines: list[Document]) -> dict[str, Document]:
    """Return the records that the lines of a journal say, by id."""
    changes = [change for line in lines for change in line.get("changes", [])]  # type: ignore[attr-defined]
    dead = {name for change in changes for names in change.get("replaces", {}).values() for name in names}
    dead |= {name for change in changes for name in change.get("past", [])}
    found: dict[str, Document] = {}
    for change in sorted(changes, key=lambda each: (each["at"], each["device"], each["sequence"])):
        alive = {field: value for name, (field, value) in operations(change).items() if name not in dead}
        found.setdefault(change["record"], {}).update(alive)
    return {record: fields for record, fields in found.items() if "" not in fields and fields}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(Store, "cost", Cost(ops=1, memory=8192))
    opened = Store.open(tmp_path)
    save(opened, "1", "2")
    save(opened, "3")
    opened.save(agreement("1", "über alles — 日本"), by="b", at=days(-1))
    opened.remove(agreement("2"), by="a", at=days(1))
    other = Store.open(tmp_path)
    opened.save(agreement("3", "mine"), by="a", at=days(2), seen=[agreement("3")])
    other.save(agreement("3", "theirs"), by="b", at=days(3), seen=[agreement("3")])
    opened.catch_up()
    return opened


def journal(store: Store) -> list[bytes]:
    return (store.home / "records.journal").read_bytes().splitlines()


@pytest.mark.parametrize("anew", [False, True], ids=["grown", "written anew"])
def test_the_records_can_be_read_by_the_description_alone(store: Store, *, anew: bool) -> None:
    if anew:
        store.mend()
    lines = [opened(line) for line in journal(store)]
    assert all(line is not None for line in lines)
    header, *rest = [line for line in lines if line is not None]
    assert (header["format"], header["generation"]) == (2, 2 if anew else 1)
    read = records(rest)
    assert {record: fields["text"] for record, fields in read.items()} == {"1": "über alles — 日本", "3": "theirs"}
    assert sorted(read) == names(store)


def test_a_sealed_home_can_be_read_by_the_description_alone(store: Store) -> None:
    from nacl.bindings import (
        crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt,
    )
    from nacl.bindings import crypto_pwhash_alg as argon2

    store.set_passphrase(SECRET)
    save(store, "4")
    key_line = (store.home / "records.key").read_bytes().removesuffix(b"\n")
    key_file = opened(key_line)
    assert key_file is not None

    def unsealed(text: bytes, place: bytes, key: bytes) -> bytes:
        raw = base64.b64decode(text)
        plain: bytes = decrypt(raw[24:], place, raw[:24], key)
        return plain

    salt, ops, memory = (
        base64.b64decode(str(key_file["salt"])),
        *(int(str(key_file[each])) for each in ("ops", "memory")),
    )
    derived = argon2(32, SECRET.encode(), salt, ops, memory, 2)
    key = unsealed(str(key_file["wrapped"]).encode(), b"nearer key by passphrase", derived)
    first, *rest = journal(store)
    header = opened(first)
    assert header is not None
    assert header["key"] == key_line.decode()
    assert header["lock"] == blake2b(key, digest_size=8, person=b"nearer key name").hexdigest()
    lines = []
    for number, line in enumerate(rest, 2):
        place, _, text = line.partition(b" ")
        assert re.fullmatch(rb"@[0-9a-f]+\.[0-9a-f]+", place)
        assert [int(each, 16) for each in place[1:].split(b".")] == [header["generation"], number]
        lines.append(json.loads(unsealed(text, place, key)))
    assert sorted(records(lines)) == ["1", "3", "4"]


def test_the_description_names_every_file_of_a_home(store: Store) -> None:
    text = (Path(__file__).parents[2] / "docs" / "store.md").read_text("utf-8")
    store.local.put("x", 1)
    store.tidy(now=NOW)
    store.set_passphrase(SECRET)
    for each in store.home.iterdir():
        assert f"`{each.name}" in text, each.name
