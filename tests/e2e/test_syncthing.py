"""Two real Syncthings carry what is in one folder to the other: what the tests of the app's own sync stand on."""

from pathlib import Path

from tests.e2e.syncthing import Instance, two_syncthings

FIRST, SECOND = "first.bin", "second.bin"


def names(instance: Instance) -> list[str]:
    return sorted(path.name for path in instance.folder.glob("*.bin"))


def test_what_is_written_cut_off_and_deleted_in_one_folder_is_so_in_the_other(tmp_path: Path) -> None:
    with two_syncthings(tmp_path) as (left, right):
        (left.folder / FIRST).write_bytes(b"noticed by itself")
        right.wait_until((right.folder / FIRST).exists, what="a file that nobody was told of")
        (right.folder / SECOND).write_bytes(b"looked for")
        right.scan()
        left.wait_in_sync(right)
        assert (left.folder / SECOND).read_bytes() == b"looked for"
        with (left.folder / FIRST).open("r+b") as file:
            file.truncate(7)
        (left.folder / SECOND).unlink()
        left.scan()
        left.wait_in_sync(right)
        assert names(right) == [FIRST]
        assert (right.folder / FIRST).read_bytes() == b"noticed"
        assert "RemoteIndexUpdated" in [event.type for event in right.events_since()]


def test_a_file_that_both_write_while_they_are_apart_comes_to_both_twice(tmp_path: Path) -> None:
    with two_syncthings(tmp_path) as (left, right):
        for each in (left, right):
            each.pause()
        for each in (left, right):
            (each.folder / FIRST).write_text(f"of the {each.name}", "utf-8")
            each.scan()
        assert (names(left), names(right)) == ([FIRST], [FIRST])
        for each in (left, right):
            each.resume()
        left.wait_until(lambda: len(names(left)) == 2, what="the copy")
        left.wait_in_sync(right)
        for each in (left, right):
            (copy,) = each.folder.glob("first.sync-conflict-*.bin")
            texts = {path.read_text("utf-8") for path in (copy, each.folder / FIRST)}
            assert texts == {"of the left", "of the right"}
