"""What belongs to one machine: drafts, a running talk, settings."""

import errno
import os
from pathlib import Path
from threading import Thread

import pytest

from tui.core.errors import StoreError
from tui.store import files
from tui.store.local import Local


def test_what_was_put_is_there_in_the_next_process(tmp_path: Path) -> None:
    local = Local(tmp_path)
    local.put("draft/a", {"answers": [1, "é", None]})
    local.put("me", "ana")
    local.put("me", "ben")
    local.put("draft/b", None)
    other = Local(tmp_path)
    assert other.get("draft/a") == {"answers": [1, "é", None]}
    assert other.get("me") == "ben"
    assert other.keys("draft/") == ["draft/a", "draft/b"]
    assert other.keys() == ["draft/a", "draft/b", "me"]


def test_deleted_is_gone_and_deleting_nothing_does_nothing(tmp_path: Path) -> None:
    local = Local(tmp_path)
    local.delete("me")
    assert not (tmp_path / "local.json").exists()
    local.put("me", None)
    local.delete("me")
    assert Local(tmp_path).keys() == []
    assert local.get("me") is None


def test_what_is_handed_out_can_be_changed_without_harm(tmp_path: Path) -> None:
    local = Local(tmp_path)
    given = {"list": [1]}
    local.put("x", given)
    given["list"].append(2)
    found = local.get("x")
    assert found == {"list": [1]}
    assert isinstance(found, dict)
    found["list"].append(3)
    assert local.get("x") == {"list": [1]}


def test_two_windows_keep_each_others_things(tmp_path: Path) -> None:
    one, other = Local(tmp_path), Local(tmp_path)
    one.put("a", 1)
    other.put("b", 2)
    one.put("c", 3)
    assert other.get("c") == one.get("c") == 3
    assert one.keys() == other.keys() == ["a", "b", "c"]


def test_two_windows_at_once_lose_nothing(tmp_path: Path) -> None:
    def work(name: str) -> None:
        local = Local(tmp_path)
        for number in range(25):
            local.put(f"{name}{number}", number)

    threads = [Thread(target=work, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(Local(tmp_path).keys()) == 50


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"_default": {"x": 3}}', b"\xff\x00", b"[" * 100_000],
    ids=["empty", "cut off", "no table", "no document", "not text", "deep"],
)
def test_a_damaged_file_is_kept_aside_and_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "local.json").write_bytes(content)
    local = Local(tmp_path)
    assert local.get("x") is None
    assert [(each.what, each.where) for each in local.findings] == [("store.local_damaged", "local.json")]
    assert [each.read_bytes() for each in tmp_path.glob("set-aside/*")] == [content]
    local.put("x", 1)
    assert Local(tmp_path).get("x") == 1


def test_a_full_disk_keeps_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    local = Local(tmp_path)
    local.put("x", "old")

    def full(descriptor: int, data: bytes) -> None:
        os.write(descriptor, data[:5])
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patched:
        patched.setattr(files, "write", full)
        for key in ("x", "y"):
            with pytest.raises(StoreError) as refused:
                local.put(key, "new")
            assert refused.value.key == "disk_full"
    assert local.get("x") == Local(tmp_path).get("x") == "old"
    assert local.keys() == ["x"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["local.json", "local.lock"]


def test_the_old_file_stands_until_the_new_one_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    local = Local(tmp_path)
    local.put("x", "old")
    seen: list[bytes] = []
    replace = Path.replace

    def watched(self: Path, target: Path) -> Path:
        seen.extend((target.read_bytes(), self.read_bytes()))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", watched)
    local.put("x", "new")
    old, new = seen
    assert b"old" in old
    assert new == (tmp_path / "local.json").read_bytes()
