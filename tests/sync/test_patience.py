"""A folder that hangs holds up nobody for longer than agreed, and not the end of the process at all."""

import gc
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Event

import pytest

from tests.sync.carriers import MemoryFolder
from tui.sync.patience import PatientFolder
from tui.sync.ports import FolderError, Signature

ROOT = Path(__file__).parents[2]
LONG = 60.0


class HangingFolder(MemoryFolder):
    """Does not answer while `answers` is not set."""

    def __init__(self) -> None:
        super().__init__({"a.nearer": b"words"})
        self.path = Path("/a/share")
        self.answers = Event()
        self.asked = 0

    def files(self) -> Mapping[str, Signature]:
        self.asked += 1
        assert self.answers.wait(LONG)
        return super().files()


@pytest.fixture
def hanging() -> Iterator[HangingFolder]:
    folder = HangingFolder()
    yield folder
    folder.answers.set()


def slow(folder: PatientFolder) -> FolderError:
    with pytest.raises(FolderError) as error:
        folder.files()
    assert error.value.key == "folder_slow"
    return error.value


def came_back(folder: PatientFolder) -> None:
    until = time.monotonic() + LONG
    while folder.patience.stuck:
        assert time.monotonic() < until


def test_a_folder_that_answers_is_as_if_nobody_stood_between() -> None:
    inner = MemoryFolder()
    folder = PatientFolder(inner, LONG)
    folder.write("a.nearer", b"words")
    assert folder.files() == inner.files()
    assert folder.read("a.nearer", 5) == b"words"
    assert folder.read("a.nearer", 4) is None
    folder.remove("a.nearer")
    assert inner.held == {}


def test_what_the_folder_raises_comes_through() -> None:
    class Refusing(MemoryFolder):
        def read(self, name: str, most: int) -> bytes | None:
            raise FolderError("folder_denied", path=name, why=most)

    folder = PatientFolder(Refusing(), LONG)
    with pytest.raises(FolderError, match="folder_denied"):
        folder.read("a.nearer", 1)
    assert folder.files() == {}


def test_a_folder_that_hangs_is_given_up_on_and_not_asked_again_until_it_came_back(hanging: HangingFolder) -> None:
    folder = PatientFolder(hanging, 0.001)
    assert slow(folder).values["path"] == hanging.path
    folder.patience.seconds = LONG
    slow(folder)
    with pytest.raises(FolderError, match="folder_slow"):
        folder.write("b.nearer", b"more")
    assert hanging.asked == 1
    assert "b.nearer" not in hanging.held
    hanging.answers.set()
    came_back(folder)
    assert set(folder.files()) == {"a.nearer"}
    assert hanging.asked == 2


def test_the_thread_goes_when_nobody_needs_it_any_more() -> None:
    before = set(threading.enumerate())
    folder = PatientFolder(MemoryFolder(), LONG)
    folder.files()
    (thread,) = set(threading.enumerate()) - before
    assert thread.daemon
    del folder
    gc.collect()
    thread.join(LONG)
    assert not thread.is_alive()


HANGS = """
import threading
from tui.sync.patience import Patience
patience = Patience("share", 0.001)
try:
    patience.run(threading.Event().wait)
except Exception as error:
    print(error)
"""


def test_the_process_ends_while_the_folder_hangs() -> None:
    run = subprocess.run(
        [sys.executable, "-c", HANGS], cwd=ROOT, capture_output=True, text=True, timeout=LONG, check=True
    )
    assert run.stdout.startswith("folder_slow")
    assert run.stderr == ""
