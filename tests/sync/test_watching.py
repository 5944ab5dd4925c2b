"""Whatever changes in a folder is told: by the system, or by looking, and also when the folder itself comes late."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Timer

import pytest

from tui.sync import watching
from tui.sync.watching import changes, sends_events

POLL = 0.01
LONG = 60.0


@pytest.fixture
def stop() -> Iterator[Event]:
    """What stops the watching, by itself if a test would wait for ever."""
    event = Event()
    timer = Timer(LONG, event.set)
    timer.daemon = True
    timer.start()
    yield event
    event.set()
    timer.cancel()


@pytest.fixture(params=["events", "looking", "broken events"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    way: str = request.param
    if way == "looking":
        monkeypatch.setattr(watching, "sends_events", lambda _path: False)
    if way == "broken events":

        def broken(*_: object) -> Iterator[bool]:
            raise OSError

        monkeypatch.setattr(watching, "_events", broken)
    return way


@pytest.mark.usefixtures("way")
def test_what_comes_changes_and_goes_in_the_folder_is_told(tmp_path: Path, stop: Event) -> None:
    signs = changes([tmp_path], stop=stop, poll=POLL)
    next(signs)
    file = tmp_path / "a.nearer"
    file.write_bytes(b"half")
    next(signs)
    with file.open("ab") as open_file:
        open_file.write(b" of it")
    next(signs)
    file.rename(tmp_path / "b.nearer")
    next(signs)
    (tmp_path / "b.nearer").unlink()
    next(signs)
    assert not stop.is_set()


@pytest.mark.usefixtures("way")
def test_a_folder_that_is_missing_is_looked_for_and_one_that_was_exchanged_is_watched(
    tmp_path: Path, stop: Event
) -> None:
    folder = tmp_path / "folder"
    signs = changes([folder, tmp_path / "never"], stop=stop, poll=POLL)
    next(signs)
    folder.mkdir()
    next(signs)
    folder.rename(tmp_path / "old")
    next(signs)
    folder.mkdir()
    next(signs)
    (folder / "a.nearer").touch()
    next(signs)
    assert not stop.is_set()


def test_a_name_that_is_no_text_ends_nothing(tmp_path: Path, stop: Event) -> None:
    signs = changes([tmp_path], stop=stop, poll=POLL)
    next(signs)
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.nearer")).touch()
    except OSError:
        pytest.skip("this file system takes only text for a name")
    next(signs)
    (tmp_path / "a.nearer").touch()
    next(signs)
    assert not stop.is_set()


@pytest.mark.usefixtures("way")
def test_it_ends_when_it_is_told_to_and_gives_no_sign_for_nothing(tmp_path: Path, stop: Event) -> None:
    signs = changes([tmp_path], stop=stop, poll=POLL)
    next(signs)
    timer = Timer(10 * POLL, stop.set)
    timer.start()
    assert list(signs) == []
    timer.join()


MOUNTS = """22 27 0:21 / / rw - ext4 /dev/a rw
23 22 0:30 / /home/a/our\\040share rw shared:1 - {kind} server:/x rw
odd
"""


@pytest.mark.parametrize(
    ("kind", "events"), [("nfs4", False), ("cifs", False), ("fuse.sshfs", False), ("btrfs", True)]
)
def test_a_network_mount_is_not_asked_for_events(monkeypatch: pytest.MonkeyPatch, kind: str, *, events: bool) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(Path, "read_text", lambda *_: MOUNTS.format(kind=kind))
    assert sends_events(Path("/home/a/our share/nearer")) is events
    assert sends_events(Path("/home/a/our sharer"))
