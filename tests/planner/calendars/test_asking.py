"""Files and folders: what is read of them, and what is said of those that cannot be."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from tests.planner.calendars.written import calendar, event, seconds, shown
from tui.core.errors import InputError
from tui.planner.calendars import Busy, Cache, busy, calendar_files, files

SINCE, UNTIL = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)


def on(day: int, folder: Path, name: str = "a.ics") -> Path:
    """Write a calendar with an hour on a day in April."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(calendar(event(f"DTSTART:202604{day:02}T090000Z", "DURATION:PT1H")), "utf-8")
    return path


def asked(*paths: Path, cache: Cache | None = None) -> Busy:
    return busy(paths, SINCE, UNTIL, "Europe/Berlin", cache)


def days(found: Busy) -> list[int]:
    return [int(each[3:5]) for each in shown(list(found.spans))]


def keys(found: Busy) -> list[tuple[str, str]]:
    return [(Path(each.file).name, each.why.key) for each in found.skipped]


def test_files_and_folders_count_together_each_once(tmp_path: Path) -> None:
    folder = tmp_path / "all"
    for day, name in enumerate(("b.ics", "in/a.ICS", "in/in/c.ical", "d.ifb"), 1):
        on(day, folder, name)
    one = on(9, tmp_path, "notes.txt")
    found = asked(folder, one, folder, one)
    assert (days(found), found.skipped) == ([1, 2, 3, 4, 9], ())
    assert asked(one, folder) == found
    assert [path.name for path in calendar_files(folder)] == ["b.ics", "d.ifb", "a.ICS", "c.ical"]


def test_hidden_and_temporary_files_and_others_are_left_out(tmp_path: Path) -> None:
    for name in (".a.ics", ".hidden/a.ics", "~a.ics", "a.ics~", "a.ics.tmp", "a.txt", "a.ics.part"):
        on(1, tmp_path, name)
    on(2, tmp_path, "b.ics")
    assert (days(asked(tmp_path)), asked(tmp_path).skipped) == ([2], ())


def test_a_link_is_followed_within_its_folder_and_not_out_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    on(1, folder, ".kept/a.ics")
    (folder / "in.ics").symlink_to(folder / ".kept" / "a.ics")
    (folder / "out.ics").symlink_to(on(2, tmp_path))
    (folder / "loop").symlink_to(folder)
    (folder / "itself").symlink_to(folder / "itself")
    (folder / "work").symlink_to(on(3, tmp_path, "work/a.ics").parent)
    found = asked(folder)
    assert (days(found), keys(found)) == ([1], [("out.ics", "calendar_link"), ("work", "calendar_link")])


def test_a_folder_deeper_than_we_look_is_named(tmp_path: Path) -> None:
    on(1, tmp_path, "1/2/3/4/a.ics")
    on(2, tmp_path, "1/2/3/4/5/a.ics")
    found = asked(tmp_path)
    assert (days(found), keys(found)) == ([1], [("5", "calendar_folder_deep")])


def test_what_is_not_there_or_holds_nothing_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "gone.ics").symlink_to(tmp_path / "nowhere.ics")
    found = asked(tmp_path / "empty", tmp_path / "no.ics", tmp_path / "gone.ics", Path("a\0b"), on(3, tmp_path))
    assert days(found) == [3]
    assert sorted(keys(found)) == [
        ("a\0b", "calendar_missing"),
        ("empty", "calendar_folder_empty"),
        ("gone.ics", "calendar_missing"),
        ("no.ics", "calendar_missing"),
    ]


def test_a_pipe_or_a_device_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ics")
    for path in (tmp_path, tmp_path / "pipe.ics", Path("/dev/null")):
        assert [key for _, key in keys(asked(path))] == ["calendar_not_file"]


def test_what_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = on(1, tmp_path)

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.open", refuse)
    assert keys(asked(path)) == [("a.ics", "calendar_no_permission")]
    monkeypatch.setattr("os.scandir", refuse)
    assert keys(asked(tmp_path)) == [(tmp_path.name, "calendar_no_permission")]


def test_a_disk_that_fails_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = on(1, tmp_path)

    def fail(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("os.read", fail)
    assert keys(asked(path)) == [("a.ics", "calendar_not_read")]


def test_a_file_that_is_too_large_is_named_and_not_read(tmp_path: Path) -> None:
    path = on(1, tmp_path)
    os.truncate(path, files.LARGEST + 1)
    assert keys(asked(path, on(2, tmp_path, "b.ics"))) == [("a.ics", "calendar_large")]


class Reads(Protocol):
    def __call__(self, handle: int, most: int, /) -> bytes: ...


def meddling(with_: Iterator[None], read: Reads) -> Reads:
    """Return a reading during which something happens to the file."""

    def meddled(handle: int, most: int, /) -> bytes:
        found = read(handle, most)
        next(with_, None)
        return found

    return meddled


def test_a_file_that_changes_while_it_is_read_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = on(1, tmp_path)

    def once() -> Iterator[None]:
        on(2, tmp_path)
        yield

    monkeypatch.setattr("os.read", meddling(once(), os.read))
    assert days(asked(path)) == [2]


def test_a_file_that_is_replaced_while_it_is_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = on(1, tmp_path), on(2, tmp_path, "b.ics")

    def once() -> Iterator[None]:
        other.replace(path)
        yield

    monkeypatch.setattr("os.read", meddling(once(), os.read))
    assert days(asked(path)) == [2]


def test_a_file_that_never_stays_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = on(1, tmp_path)

    def always() -> Iterator[None]:
        while True:
            with path.open("ab") as file:
                file.write(b"\n")
            yield

    monkeypatch.setattr("os.read", meddling(always(), os.read))
    assert keys(asked(path)) == [("a.ics", "calendar_changing")]


def test_a_file_that_vanishes_while_it_is_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = on(1, tmp_path)

    def once() -> Iterator[None]:
        path.unlink()
        yield

    monkeypatch.setattr("os.read", meddling(once(), os.read))
    assert keys(asked(path)) == [("a.ics", "calendar_missing")]


def test_what_is_broken_in_each_file_is_named_once_with_its_line(tmp_path: Path) -> None:
    broken = calendar(event("SUMMARY:x"))
    (tmp_path / "a.ics").write_text(broken, "utf-8")
    (tmp_path / "b.ics").write_text(broken, "utf-8")
    on(1, tmp_path, "c.ics")
    found = asked(tmp_path, tmp_path / "a.ics")
    assert days(found) == [1]
    assert [(Path(each.file).name, each.line) for each in found.skipped] == [("a.ics", 4), ("b.ics", 4)]


def test_events_of_one_name_in_several_files_all_count(tmp_path: Path) -> None:
    on(1, tmp_path, "a.ics")
    on(2, tmp_path, "b.ics")
    assert days(asked(tmp_path)) == [1, 2]


def test_a_zone_that_nobody_knows_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        busy([], SINCE, UNTIL, "Mars/Olympus")
    assert refused.value.key == "unknown_zone"


def test_a_window_is_half_open_to_the_second_and_none_has_nothing(tmp_path: Path) -> None:
    path = on(1, tmp_path)
    since = datetime(2026, 4, 1, 9, 59, 59, 500_000, tzinfo=UTC)
    ten, eleven = datetime(2026, 4, 1, 10, tzinfo=UTC), datetime(2026, 4, 1, 11, tzinfo=UTC)
    assert busy([path], since, eleven, "UTC").spans == (
        (seconds("2026-04-01T09:59:59"), seconds("2026-04-01T10:00")),
    )
    assert busy([path], ten, eleven, "UTC").spans == ()
    assert busy([path], UNTIL, SINCE, "UTC").spans == ()


def test_only_a_file_that_changed_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache, read = Cache(), list[str]()

    def counted(path: Path) -> tuple[bytes, files.Signature]:
        read.append(path.name)
        return files.content(path)

    monkeypatch.setattr("tui.planner.calendars.asking.content", counted)
    for day in range(1, 6):
        on(day, tmp_path, f"{day}.ics")
    assert days(asked(tmp_path, cache=cache)) == [1, 2, 3, 4, 5]
    assert days(asked(tmp_path, cache=cache)) == [1, 2, 3, 4, 5]
    assert sorted(read) == ["1.ics", "2.ics", "3.ics", "4.ics", "5.ics"]
    on(20, tmp_path, "3.ics")
    assert days(asked(tmp_path, cache=cache)) == [1, 2, 4, 5, 20]
    assert read[5:] == ["3.ics"]
    (tmp_path / "4.ics").unlink()
    assert days(asked(tmp_path, cache=cache)) == [1, 2, 5, 20]
    wider = busy([tmp_path], datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC), "Asia/Tokyo", cache)
    assert days(wider) == [1, 2, 5, 20]
    assert read[6:] == []
    cache.forget(tmp_path / "1.ics")
    assert days(asked(tmp_path, cache=cache)) == [1, 2, 5, 20]
    assert read[6:] == ["1.ics"]


def test_what_is_kept_of_a_file_has_no_word_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    lines = ("SUMMARY:a secret", "DTSTART;VALUE=DATE:20260401", "RRULE:FREQ=DAILY", "LOCATION:a secret place")
    path.write_text(calendar(event(*lines), event("DTSTART:20260401T090000Z", "SUMMARY:a secret", uid="2")), "utf-8")
    cache = Cache()
    kept = cache.read(path)
    assert kept.easy
    assert "secret" not in repr(kept)


def test_a_folder_with_five_thousand_files_is_read(tmp_path: Path) -> None:
    first = on(1, tmp_path)
    for number in range(4_998):
        os.link(first, tmp_path / f"{number}.ics")
    on(2, tmp_path, "z.ics")
    found = asked(tmp_path)
    assert (days(found), found.skipped) == ([1, 2], ())


def test_what_takes_long_to_load_is_loaded_for_the_unusual_alone(tmp_path: Path) -> None:
    """One interpreter looks at a plain calendar, then at one in which all from one on are moved."""
    plain, odd = tmp_path / "a.ics", tmp_path / "b.ics"
    daily = event("DTSTART;TZID=Europe/Berlin:20260401T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2")
    plain.write_text(calendar(daily), "utf-8")
    on_from = event("RECURRENCE-ID;RANGE=THISANDFUTURE:20260402T070000Z", "DTSTART:20260420T090000Z", "DURATION:PT1H")
    odd.write_text(calendar(daily, on_from), "utf-8")
    code = (
        "import sys\nfrom datetime import UTC, datetime\nfrom pathlib import Path\n"
        "from tui.planner.calendars import busy\n"
        "for path in sys.argv[1:]:\n"
        "    found = busy([Path(path)], datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC), 'UTC')\n"
        "    loaded = {'icalendar', 'dateutil', 'recurring_ical_events'} & sys.modules.keys()\n"
        "    print(len(found.spans), *sorted(loaded))"
    )
    run = subprocess.run([sys.executable, "-c", code, plain, odd], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["2", "2 dateutil icalendar recurring_ical_events"]
