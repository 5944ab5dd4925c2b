"""What holds for every test: the same examples each time, and English where nobody has chosen a language."""

import gc
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.once import build_once, load_once, read_once

settings.register_profile("the same each time", max_examples=50, derandomize=True, deadline=None, database=None)
settings.load_profile("the same each time")


@pytest.fixture(autouse=True)
def language_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine that runs the tests may speak anything."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "NEARER_LANGUAGE", "NEARER_PACKS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture(autouse=True, scope="session")
def once() -> Iterator[None]:
    """Files of texts are parsed once, and the parser of commands is built once: half of what commands cost."""
    with pytest.MonkeyPatch.context() as patch:
        read_once(patch)
        load_once(patch)
        build_once(patch)
        yield


def pytest_collection_finish() -> None:
    """Leave out of every later search for garbage what stays until the end: it saves a seventh of the whole run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def pytest_sessionfinish() -> None:
    """Search for garbage once more, and leave what stays out of the five searches that come when pytest ends."""
    gc.collect()
    gc.freeze()
