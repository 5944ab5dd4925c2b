"""What is noted in passing: read as it was written, or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tui.core.errors import StoreError
from tui.store import beat
from tui.store.local import Local


def test_what_was_noted_is_read_by_another_window_and_takes_one_block(tmp_path: Path) -> None:
    one, other = Local(tmp_path), Local(tmp_path)
    assert other.noted() is None
    for spent in (12.5, 3, 10**6):
        one.note({"id": "t", "spent": spent})
        assert other.noted() == {"id": "t", "spent": spent}
    path = tmp_path / beat.NAME
    assert path.stat().st_size == beat.SIZE
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(ValueError, match=r"\d"):
        one.note("x" * beat.SIZE)


def test_what_is_torn_or_foreign_is_not_taken_for_a_note(tmp_path: Path) -> None:
    local, path = Local(tmp_path), tmp_path / beat.NAME
    local.note({"spent": 12})
    whole = path.read_bytes()
    for end in range(whole.index(b"}") + 1):
        path.write_bytes(whole[:end])
        assert local.noted() is None
    path.write_bytes(whole.replace(b"12", b"13"))
    assert local.noted() is None
    path.write_bytes(b"\xff" * 5000)
    assert local.noted() is None


def test_something_in_its_way_is_neither_read_nor_written_through(tmp_path: Path) -> None:
    local, path = Local(tmp_path), tmp_path / beat.NAME
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"theirs")
    path.symlink_to(elsewhere)
    assert local.noted() is None
    with pytest.raises(StoreError):
        local.note(1)
    assert elsewhere.read_bytes() == b"theirs"
    path.unlink()
    path.mkdir()
    assert local.noted() is None
    with pytest.raises(StoreError):
        local.note(1)


def test_a_window_is_known_to_be_open_while_its_process_lives(tmp_path: Path) -> None:
    one, other = Local(tmp_path), Local(tmp_path)
    assert one.is_open(other.window)
    assert not one.is_open(one.window)
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True, text=True
    ).stdout.strip()
    assert not one.is_open(f"{gone}.abc")
    for odd in ("", "x", "-1.abc", "99999999999999999999.abc"):
        assert not one.is_open(odd)
    assert one.is_open(f"{os.getppid()}.abc")
