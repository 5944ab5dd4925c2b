"""A sealed home: damage to its key costs nothing, and no line is believed that was not written at its place."""

import re
import shutil
from pathlib import Path

import pytest

from tests.store.acts import written_anew
from tests.store.homes import NOW, agreement, every_byte, names, save, text_of
from tests.store.kinds import SECRET
from tui.core.errors import LockedError, StoreError
from tui.core.records import Person
from tui.store import backups
from tui.store.keys import Cost
from tui.store.lines import FORMAT, Line, understood, written
from tui.store.store import Store


@pytest.fixture
def tmp_path(in_memory: Path) -> Path:
    return in_memory


@pytest.fixture(autouse=True)
def cheap_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "cost", Cost(ops=1, memory=8192))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with the records 1 to 4, and 1 changed twice."""
    return made(tmp_path / "home")


def made(place: Path, *, prefix: str = "") -> Path:
    store = Store.open(place)
    store.set_passphrase(SECRET)
    for name in "1234":
        save(store, prefix + name)
    for text in ("second", "third"):
        store.save(agreement(f"{prefix}1", text), by="a", at=NOW)
    return place


def opened(home: Path) -> Store:
    return Store.open(home, passphrase=SECRET)


def lines(home: Path) -> list[bytes]:
    return (home / "records.journal").read_bytes().splitlines(keepends=True)


def put(home: Path, *new: bytes) -> Store:
    shutil.rmtree(home / "set-aside", ignore_errors=True)
    (home / "records.journal").write_bytes(b"".join(new))
    return opened(home)


def flipped(data: bytes, position: int) -> bytes:
    return data[:position] + bytes([data[position] ^ (1 << position % 7)]) + data[position + 1 :]


# The key


def test_any_flipped_byte_of_the_key_costs_nothing(home: Path) -> None:
    words = " ".join(opened(home).new_recovery(SECRET))
    sound = (home / "records.key").read_bytes()
    for position in range(len(sound)):
        (home / "records.key").write_bytes(flipped(sound, position))
        for secret in (SECRET, words):
            assert text_of(Store.open(home, passphrase=secret), "1") == "third", position


def test_any_flipped_byte_of_the_header_costs_nothing(home: Path) -> None:
    header, *rest = lines(home)
    for position in range(len(header) - 1):
        store = put(home, flipped(header, position), *rest)
        assert names(store) == ["1", "2", "3", "4"], position
        assert text_of(store, "1") == "third", position
        assert {each.where for each in store.findings} <= {"records.journal:1", "records.journal:2"}, position
        assert store.findings, position


@pytest.mark.parametrize("key", [None, b"", b"\0" * 300], ids=["gone", "empty", "zeros"])
def test_a_lost_key_is_found_in_the_header(home: Path, key: bytes | None) -> None:
    (home / "records.key").unlink()
    if key is not None:
        (home / "records.key").write_bytes(key)
    store = opened(home)
    save(store, "5")
    assert names(opened(home)) == ["1", "2", "3", "4", "5"]


def test_a_key_that_is_lost_in_both_places_is_told_and_nothing_changes(home: Path) -> None:
    header, *rest = lines(home)
    (home / "records.key").write_bytes(flipped((home / "records.key").read_bytes(), 40))
    (home / "records.journal").write_bytes(b"".join([flipped(header, 40), *rest]))
    before = every_byte(home)
    with pytest.raises(LockedError) as refused:
        opened(home)
    assert refused.value.key == "key_lost"
    assert every_byte(home) == before


def test_only_the_newest_passphrase_opens_it_whichever_copy_of_the_key_is_left(home: Path) -> None:
    other = opened(home)
    opened(home).change_passphrase(SECRET, "a newer word")
    other.catch_up()
    save(other, "5")
    assert written_anew(other)
    (home / "records.key").unlink()
    with pytest.raises(LockedError):
        opened(home)
    assert "5" in names(Store.open(home, passphrase="a newer word"))


def test_another_window_changes_the_newest_passphrase(home: Path) -> None:
    other = opened(home)
    opened(home).change_passphrase(SECRET, "a newer word")
    with pytest.raises(LockedError):
        other.change_passphrase(SECRET, "mine")
    other.change_passphrase("a newer word", "mine")
    assert "1" in names(Store.open(home, passphrase="mine"))


# The lines


def test_two_lines_in_each_others_place_never_bring_back_what_was_before(home: Path) -> None:
    header, *rest = lines(home)
    for first in range(len(rest)):
        for second in range(first + 1, len(rest)):
            swapped = list(rest)
            swapped[first], swapped[second] = swapped[second], swapped[first]
            store = put(home, header, *swapped)
            assert store.findings, (first, second)
            if len(rest) - 1 in {first, second}:
                assert text_of(store, "1") in {"third", None}


def test_a_line_that_is_said_again_is_not_believed(home: Path) -> None:
    header, *rest = lines(home)
    for number, line in enumerate(rest):
        store = put(home, header, *rest, line)
        assert [each.where for each in store.findings] == [f"records.journal:{len(rest) + 2}"], number
        assert text_of(store, "1") == "third", number


def test_a_line_with_another_place_written_on_it_is_not_believed(home: Path) -> None:
    header, *rest = lines(home)
    for place in (b"@1.7f ", b"@2.8 ", b"@1.08 ", b"@1.8 "):
        store = put(home, header, *rest, re.sub(rb"^@\S+ ", place, rest[0]))
        assert [each.where for each in store.findings] == ["records.journal:8"], place
        assert text_of(store, "1") == "third", place


def test_a_line_of_an_earlier_generation_is_not_believed(home: Path) -> None:
    earlier = lines(home)
    assert written_anew(opened(home))
    later = lines(home)
    assert [earlier[0] == later[0], len(later)] == [False, 5]
    for line in earlier[1:]:
        store = put(home, *later, line)
        assert text_of(store, "1") == "third"
        assert [each.where for each in store.findings] == ["records.journal:6"]


def test_a_line_of_another_home_is_not_believed(home: Path, tmp_path: Path) -> None:
    theirs = lines(made(tmp_path / "theirs", prefix="their "))
    header, *rest = lines(home)
    for number in range(1, len(theirs)):
        store = put(home, header, *rest[: number - 1], theirs[number], *rest[number:])
        assert not [each for each in names(store) if "their" in each]
        assert store.findings[0].where == f"records.journal:{number + 1}"


def test_an_open_line_among_sealed_ones_is_not_believed(home: Path) -> None:
    open_home = Store.open(home.parent / "open")
    save(open_home, "smuggled")
    smuggled = lines(open_home.home)[1]
    header, *rest = lines(home)
    for number in range(len(rest) + 1):
        store = put(home, header, *rest[:number], smuggled, *rest[number:])
        assert names(store) == ["1", "2", "3", "4"]
        assert len(store.findings) == 1


def test_a_journal_of_another_home_does_not_take_the_place_of_this_one(home: Path, tmp_path: Path) -> None:
    theirs = made(tmp_path / "theirs", prefix="their ")
    (theirs / "records.journal").replace(home / "records.journal")
    before = every_byte(home)
    with pytest.raises(StoreError):
        opened(home)
    assert every_byte(home) == before


def test_a_copy_of_another_home_is_not_put_back(home: Path, tmp_path: Path) -> None:
    theirs = made(tmp_path / "theirs", prefix="their ")
    copy = backups.keep(theirs, at=NOW)
    assert copy is not None
    (home / "backups").mkdir()
    copy.replace(home / "backups" / copy.name)
    store = opened(home)
    before = every_byte(home)
    with pytest.raises(StoreError):
        backups.put_back(home, store.sealing, backups.listed(home)[0], at=NOW)
    assert every_byte(home) == before


def test_drafts_of_another_home_are_not_read_and_not_written_over(home: Path, tmp_path: Path) -> None:
    theirs = opened(made(tmp_path / "theirs"))
    theirs.local.put("draft", "theirs")
    (theirs.home / "local.json").replace(home / "local.json")
    before = (home / "local.json").read_bytes()
    store = opened(home)
    assert store.local.get("draft") is None
    with pytest.raises(StoreError):
        store.local.put("draft", "ours")
    assert (home / "local.json").read_bytes() == before


def test_a_header_that_promises_less_does_not_open_a_sealed_home(home: Path) -> None:
    header, *rest = lines(home)
    said = understood(header[:-1])
    assert said is not None
    store = put(home, written(Line(format=FORMAT, home=said.home, generation=said.generation)), *rest)
    assert names(store) == ["1", "2", "3", "4"]
    with pytest.raises(LockedError):
        Store.open(home)


# What lies in the files


def test_no_text_and_no_name_lies_open_in_any_file(home: Path) -> None:
    store = opened(home)
    store.few = 0
    store.save(Person(id="p", by="p", at=NOW, name="canary name", zone="UTC", seat=0), by="p", at=NOW)
    store.save(agreement("canary id", "canary text"), by="p", at=NOW)
    store.local.put("canary key", "canary draft")
    store.tidy(now=NOW)
    with (home / "records.journal").open("ab") as file:
        file.write(lines(home)[-1][:-9])
    save(opened(home), "after")
    store.forget(agreement("1"), by="p", at=NOW)
    assert list(home.glob("set-aside/*"))
    assert list(home.glob("backups/*"))
    assert b"canary" not in every_byte(home)
    assert not [each for each in home.rglob("*") if "canary" in each.name]


def test_a_window_without_the_key_writes_nothing_into_a_home_that_was_sealed_meanwhile(tmp_path: Path) -> None:
    store, other = Store.open(tmp_path), Store.open(tmp_path)
    store.set_passphrase(SECRET)
    with pytest.raises(LockedError):
        other.save(agreement("1", "canary"), by="a", at=NOW)
    with pytest.raises(LockedError):
        other.local.put("draft", "canary")
    save(store, "2")
    with pytest.raises(LockedError):
        other.save(agreement("1", "canary"), by="a", at=NOW)
    assert b"canary" not in every_byte(tmp_path)
    assert names(opened(tmp_path)) == ["2"]
