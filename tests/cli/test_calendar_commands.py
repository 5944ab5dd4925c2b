"""`nearer calendar`: what scripts rely on, and what a person is told."""

import json
from pathlib import Path

import pytest

from tests.cli.line import Line
from tests.planner.ics_files import busy_from, calendar, event

WINDOW = ("--from", "2026-11-24", "--to", "2026-11-26", "--zone", "Europe/Berlin")
EVERY_DAY = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Line:
    """Types on a home that is not there yet."""
    monkeypatch.setenv("TZ", "America/New_York")
    return Line(tmp_path / "home", monkeypatch, capfdbinary)


@pytest.fixture
def nearer(line: Line) -> Line:
    """Types on a home of Ana and Ben."""
    line("init", "--names", "Ana", "Ben", "--zones", "Europe/Berlin", "America/New_York")
    return line


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return busy_from(tmp_path / "own.ics", ":20261124T080000Z", ":20261124T091000Z", "SUMMARY:canary")


def test_busy_time_of_files_needs_no_home(line: Line, own: Path, tmp_path: Path) -> None:
    day = busy_from(tmp_path / "day.ics", ";VALUE=DATE:20261125", ";VALUE=DATE:20261126")
    found = json.loads(line("calendar", "busy", str(own), str(day), *WINDOW, "--json"))
    assert found == {
        "busy": [
            {"start": "2026-11-24T09:00:00+01:00", "end": "2026-11-24T10:10:00+01:00"},
            {"start": "2026-11-25T00:00:00+01:00", "end": "2026-11-26T00:00:00+01:00"},
        ],
        "skipped": [],
    }
    said = line("calendar", "busy", str(own), *WINDOW)
    assert said == "Tue 24 Nov 09:00 to 10:10\n"
    assert not line.home.exists()


def test_busy_time_is_clipped_to_a_window_on_this_machine_s_clock(line: Line, own: Path) -> None:
    window = ("--from", "2026-11-24T03:30:30", "--to", "2026-11-24T04:00")
    (only,) = json.loads(line("calendar", "busy", str(own), *window, "--json"))["busy"]
    assert only == {"start": "2026-11-24T03:30:30-05:00", "end": "2026-11-24T04:00:00-05:00"}
    empty = ("--from", "2026-11-24T03:30", "--to", "2026-11-24T03:30")
    assert json.loads(line("calendar", "busy", str(own), *empty, "--json"))["busy"] == []
    assert "busy" in line("calendar", "busy", str(own), "--from", "2026-12-24", "--to", "2026-12-25")


def test_what_could_not_be_read_is_named_and_the_rest_counts(line: Line, tmp_path: Path) -> None:
    good = event("good", ":20261124T080000Z", ":20261124T090000Z")
    file = calendar(tmp_path / "c" / "some.ics", event("bad", ":never", ":20261124T090000Z"), good)
    found = json.loads(line("calendar", "busy", str(file.parent), *WINDOW, "--json"))
    assert len(found["busy"]) == 1
    (skipped,) = found["skipped"]
    assert (skipped["file"], type(skipped["line"])) == (str(file), int)
    assert skipped["why"]
    line("calendar", "busy", str(file.parent), *WINDOW)
    assert line.err.startswith(f"{file}, line {skipped['line']}: ")
    assert len(line.err.splitlines()) == 1


REFUSED: tuple[tuple[tuple[str, ...], int], ...] = (
    (("busy", "x.ics", "--from", "2026-11-26", "--to", "2026-11-24"), 1),
    (("busy", "x.ics", "--from", "soon", "--to", "2026-11-24"), 1),
    (("busy", "x.ics", "--from", "0001-01-01", "--to", "9999-12-31T23:59"), 1),
    (("busy", "x.ics", *WINDOW[:4], "--zone", "Mars/Olympus"), 1),
    (("busy", "x.ics", "--from", "2026-11-26"), 2),
    (("busy", *WINDOW), 2),
    (("busy", "", *WINDOW), 2),
    (("add", ""), 2),
    (("add",), 2),
    (("add", "/dev/null"), 1),
    (("add", "\x1b]52;c;x\x07"), 1),
    (("add", "nul\0inside"), 1),
    (("remove", "nothing.ics"), 1),
    (("hours", "someday", "07:00-08:00"), 1),
    (("hours", "mon"), 1),
    (("hours", "mon-tue-wed", "07:00-08:00"), 1),
    (("hours", "07:00-07:00"), 1),
    (("hours", "--daylight", "maybe"), 2),
    ((), 2),
    (("dance",), 2),
)


def test_what_cannot_be_done_is_said_in_one_line(nearer: Line) -> None:
    for words, code in REFUSED:
        nearer("calendar", *words, code=code)
        assert len(nearer.err.splitlines()) == 1
        assert nearer.err.rstrip("\n").isprintable()
    assert nearer.json("calendar", "list")["calendars"] == []


def test_a_calendar_is_added_listed_and_removed_by_its_owner_alone(nearer: Line, own: Path) -> None:
    assert nearer.json("--as", "Ana", "calendar", "add", str(own)) == {"path": str(own), "files": 1, "skipped": []}
    assert nearer.json("calendar", "list")["calendars"] == [{"path": str(own), "there": True, "files": 1}]
    assert str(own) in nearer("calendar", "list")
    assert nearer.json("--as", "Ben", "calendar", "list")["calendars"] == []
    assert "add" in nearer("--as", "Ben", "calendar", "list")
    nearer("--as", "Ben", "calendar", "remove", str(own), code=1)
    own.unlink()
    assert nearer.json("--as", "Ana", "calendar", "list")["calendars"] == [
        {"path": str(own), "there": False, "files": 0}
    ]
    assert nearer.json("calendar", "remove", str(own)) == {"removed": str(own)}
    assert "canary" not in nearer("export")


def test_nobody_has_calendars_where_nothing_was_begun(line: Line, own: Path) -> None:
    for words in (("list",), ("add", str(own)), ("hours",)):
        line("calendar", *words, code=1)
    assert not line.home.exists()


def test_hours_are_said_by_the_day_of_the_week(nearer: Line) -> None:
    assert set(nearer.json("calendar", "hours")["hours"].values()) == {"07:00-22:30"}  # type: ignore[attr-defined]
    nearer("calendar", "hours", "mon-fri", "18:00-23:00")
    nearer("calendar", "hours", "Fri-Mon,wednesday", "10:00-01:00")
    found = nearer.json("calendar", "hours", "sun", "none", "--daylight", "yes")
    late, evening = "10:00-01:00", "18:00-23:00"
    hours = (late, evening, late, evening, late, late, None)
    assert found == {"hours": dict(zip(EVERY_DAY, hours, strict=True)), "daylight": True}
    assert "Fri to Sat: 10:00-01:00" in nearer("calendar", "list")
    assert nearer.json("--as", "Ben", "calendar", "hours")["daylight"] is False


def test_days_may_be_named_in_the_reader_s_language(nearer: Line) -> None:
    found = nearer.json("--language", "de", "calendar", "hours", "mo-mi", "08:00-21:00")
    assert list(found["hours"].values()).count("08:00-21:00") == 3  # type: ignore[attr-defined]
    assert "Mo bis Mi: 08:00-21:00" in nearer("--language", "de", "calendar", "hours")
