"""A disk that refuses any one call, or all from one call on: an error that can be told, and nothing is lost."""

import errno
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.store.acts import ACTS, Act, Promise, Word
from tests.store.stopping import Disk, Tree, put, tree
from tests.store.test_stopped import all_is_there, prepared
from tui.core.errors import StoreError
from tui.store.keys import Cost
from tui.store.store import Store


@pytest.fixture
def tmp_path(in_memory: Path) -> Path:
    return in_memory


@pytest.fixture(autouse=True)
def cheap_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "cost", Cost(ops=1, memory=8192))


def failures(
    act: Act, folder: Path, before: Tree, promise: Promise, fault: int, *, lasting: bool
) -> Iterator[tuple[str, Path, Promise]]:
    """Let each call in turn fail, a write in the middle of it."""
    for stop in count(1):
        home = folder / f"{stop}"
        disk = Disk(home, stop=stop, share=0.5, fault=fault, lasting=lasting)
        put(home, before)
        word = Word(lambda calls=disk.calls: len(calls), promise)  # type: ignore[misc] # bound now
        word.give()
        told = None
        with disk.watched():
            try:
                act.done(home, word)
            except StoreError as error:
                told = error
        if not disk.stopped:
            assert told is None
            return
        yield f"{stop}, after {disk.calls[stop - 2 : stop - 1]}: {told}", home, word.now


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize(("fault", "lasting"), [(errno.ENOSPC, True), (errno.EIO, False)], ids=["full", "failing"])
def test_a_call_that_fails_is_told_and_loses_nothing_promised(
    tmp_path: Path, name: str, fault: int, lasting: bool
) -> None:
    act = ACTS[name]
    promise = prepared(act, tmp_path / "before")
    before = tree(tmp_path / "before")
    seen = 0
    try:
        for where, home, promised in failures(act, tmp_path, before, promise, fault, lasting=lasting):
            seen += 1
            try:
                all_is_there(home, promised, act)
            except BaseException as error:
                error.add_note(f"failed at call {where}")
                raise
    except OSError as error:
        error.add_note(f"failed at call {seen + 1}")
        raise
    assert seen > 3
