"""Stopped at any call that changes a file, or by a power cut at any moment: nothing that was promised is lost."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.store.acts import ACTS, CANARY, OTHER, SECRET, Act, Promise, Word, opened
from tests.store.homes import NOW, agreement, every_byte, names, text_of
from tests.store.stopping import Disk, Power, Tree, put, tree
from tui.store.keys import Cost
from tui.store.store import Store


@pytest.fixture
def tmp_path(in_memory: Path) -> Path:
    return in_memory


@pytest.fixture(autouse=True)
def cheap_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "cost", Cost(ops=1, memory=8192))


def all_is_there(home: Path, promise: Promise, act: Act) -> None:
    """Find all that was promised, write, do again what was cut short, and then seal it with nothing left open."""
    store = opened(home, *promise.secrets)
    held_as_promised(store, promise)
    assert store.sealed or promise.plain
    if store.sealed:
        assert holding_canaries(home) == []
    store.save(agreement("after", f"{CANARY} after"), by="a", at=NOW)
    store.local.put("after", f"{CANARY} after")
    again = opened(home, *promise.secrets)
    held_as_promised(again, promise)
    assert text_of(again, "after") == again.local.get("after") == f"{CANARY} after"
    act.again(opened(home, *promise.secrets))
    nothing_is_left_open(home)


def holding_canaries(home: Path) -> list[str]:
    """Return the files in which, or in whose names, a text of a record or a draft lies open."""
    return [
        each.name
        for each in home.rglob("*")
        if CANARY in each.name or (each.is_file() and CANARY.encode() in each.read_bytes())
    ]


def held_as_promised(store: Store, promise: Promise) -> None:
    assert {each.what for each in store.findings} <= {"store.tail_torn"}
    assert store.read_only is None
    for name, texts in promise.records.items():
        assert text_of(store, name) in texts, name
    for name, drafts in promise.drafts.items():
        assert store.local.get(name) in drafts, name


def nothing_is_left_open(home: Path) -> None:
    store = opened(home, SECRET, OTHER)
    held = names(store)
    if "1" in held:
        store.forget(agreement("1"), by="a", at=NOW)
    if not store.sealed:
        assert f"{CANARY} 1".encode() not in every_byte(home)
        store.set_passphrase(SECRET)
    assert holding_canaries(home) == []
    assert names(opened(home, SECRET, OTHER)) == [name for name in held if name != "1"]


def prepared(act: Act, home: Path) -> Promise:
    word = Word(lambda: 0)
    act.prepared(home, word)
    return word.now


def run(act: Act, home: Path, before: Tree, promise: Promise, disk: Disk) -> Word:
    put(home, before)
    word = Word(lambda: len(disk.calls), promise)
    word.give()
    with disk.watched():
        act.done(home, word)
    return word


def stops(act: Act, folder: Path, before: Tree, promise: Promise) -> Iterator[tuple[str, Path, Promise]]:
    """Stop at each call in turn, at a write also in the middle of it."""
    for stop in count(1):
        for share in (0.0, 0.01, 0.6):
            home = folder / f"{stop}-{share}"
            disk = Disk(home, stop=stop, share=share)
            word = run(act, home, before, promise, disk)
            if not disk.stopped:
                return
            yield f"{stop} and {share}, after {disk.calls[-1:]}", home, word.now
            if not disk.at_write:
                break


@pytest.mark.parametrize("name", ACTS)
def test_stopped_at_any_call_nothing_promised_is_lost(tmp_path: Path, name: str) -> None:
    act = ACTS[name]
    promise = prepared(act, tmp_path / "before")
    before = tree(tmp_path / "before")
    seen = 0
    for where, home, promised in stops(act, tmp_path, before, promise):
        seen += 1
        try:
            all_is_there(home, promised, act)
        except BaseException as error:
            error.add_note(f"stopped at call {where}")
            raise
    assert seen > 5


@pytest.mark.parametrize("name", ACTS)
def test_a_power_cut_at_any_moment_loses_nothing_promised(tmp_path: Path, name: str) -> None:
    act = ACTS[name]
    promise = prepared(act, tmp_path / "before")
    before = tree(tmp_path / "before")
    disk = Disk(tmp_path / "home")
    word = run(act, disk.home, before, promise, disk)
    power, seen = Power(before), list[tuple[Tree, Promise]]()
    for number, call in enumerate(disk.calls, 1):
        power.play(call)
        promised = word.before(number)
        for left in power.left():
            if (left, promised) in seen:
                continue
            seen.append((left, promised))
            home = tmp_path / str(len(seen))
            put(home, left)
            try:
                all_is_there(home, promised, act)
            except BaseException as error:
                error.add_note(f"power cut after {number} calls, the last one {call}")
                raise
    assert len(seen) > 3


@pytest.mark.parametrize("name", ["the first save", "a save", "a rewriting", "a rewriting, sealed", "forgetting"])
def test_a_save_after_a_stop_outlasts_a_power_cut_too(tmp_path: Path, name: str) -> None:
    act = ACTS[name]
    promise = prepared(act, tmp_path / "before")
    before = tree(tmp_path / "before")
    for stop in count(1):
        disk = Disk(tmp_path / f"{stop}", stop=stop)
        word = run(act, disk.home, before, promise, disk)
        if not disk.stopped:
            break
        disk.stop, disk.stopped = 0, False
        with disk.watched():
            word.save(opened(disk.home, SECRET), "8", f"{CANARY} 8")
        power = Power(before)
        for call in disk.calls:
            power.play(call)
        for number, left in enumerate(power.left()):
            home = tmp_path / f"{stop}-{number}"
            put(home, left)
            store = opened(home, SECRET)
            try:
                held_as_promised(store, word.now)
            except AssertionError as error:
                error.add_note(f"stopped at call {stop}, then cut off in state {number}")
                raise
    else:
        pytest.fail("it never came to an end")
