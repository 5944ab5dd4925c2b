"""What the store's tests are given."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.kinds import Kind
from tui.store.keys import Cost
from tui.store.store import Store


@pytest.fixture(params=[False, True], ids=["open", "sealed"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Kind:
    """Both kinds of homes, one after the other; a guess at a passphrase costs next to nothing."""
    monkeypatch.setattr(Store, "cost", Cost(ops=1, memory=8192))
    return Kind(request.param)


@pytest.fixture
def in_memory() -> Iterator[Path]:
    """A folder in memory where the system has one: for homes by the thousand, whose disk is not what is tested."""
    memory = Path("/dev/shm")  # noqa: S108 # the folder made in it is private
    place = memory if os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=place) as folder:
        yield Path(folder)
