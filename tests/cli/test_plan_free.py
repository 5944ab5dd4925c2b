"""`nearer plan free`: of files, and of the two people of a home."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from tests.cli.line import Line
from tests.planner.ics_files import busy_from, calendar, event

Rows = list[dict[str, object]]
MONDAY = ("--from", "2026-11-30", "--days", "7")
WEEKDAYS = "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Line:
    """Types on a home that is not there yet."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    return Line(tmp_path / "home", monkeypatch, capfdbinary)


@pytest.fixture
def nearer(line: Line) -> Line:
    """Types on a home of Ana and Ben."""
    line("init", "--names", "Ana", "Ben", "--zones", "Europe/Berlin", "America/New_York")
    return line


@pytest.fixture
def ana(tmp_path: Path) -> Path:
    """Ana's office hours: 08:30 to 17:07 in Berlin."""
    zone = ";TZID=Europe/Berlin:"
    return busy_from(tmp_path / "ana.ics", f"{zone}20261102T083000", f"{zone}20261102T170700", WEEKDAYS)


@pytest.fixture
def ben(tmp_path: Path) -> Path:
    """Ben's mornings: 09:00 to 12:00 on whatever clock he has."""
    return busy_from(tmp_path / "ben.ics", ":20261102T090000", ":20261102T120000", "RRULE:FREQ=DAILY")


def free(line: Line, *words: str) -> Rows:
    return cast("Rows", line.json("plan", "free", *words)["free"])


def of(ana: Path, ben: Path, *words: str) -> tuple[str, ...]:
    return ("--mine", str(ana), "--theirs", str(ben), "--their-zone", "America/New_York", *words)


def test_all_free_time_of_two_sets_of_files_is_exact_and_needs_no_home(line: Line, ana: Path, ben: Path) -> None:
    window = ("--from", "2026-11-30T08:00:05", "--to", "2026-11-30T23:00")
    found = json.loads(line("plan", "free", *of(ana, ben, *window, "--all", "--json")))
    rows = [
        (
            "2026-11-30T08:00:05+01:00",
            "2026-11-30T08:30:00+01:00",
            "2026-11-30T08:00:05+01:00",
            "2026-11-30T02:00:05-05:00",
        ),
        (
            "2026-11-30T18:00:00+01:00",
            "2026-11-30T23:00:00+01:00",
            "2026-11-30T18:00:00+01:00",
            "2026-11-30T12:00:00-05:00",
        ),
    ]
    assert [tuple(each.values()) for each in found["free"]] == [(*row, []) for row in rows]
    assert found["skipped"] == []
    assert not line.home.exists()


def test_between_holds_on_both_clocks_at_once(line: Line, ana: Path, ben: Path) -> None:
    found = free(line, *of(ana, ben, *MONDAY, "--all", "--between", "13:00-23:00"))
    assert {(str(each["mine"])[11:], str(each["theirs"])[11:]) for each in found} == {
        ("19:00:00+01:00", "13:00:00-05:00")
    }
    assert len(found) == 7
    assert free(line, *of(ana, ben, *MONDAY, "--all", "--between", "22:00-02:00")) == []


def test_it_is_the_same_time_whoever_asks_and_wherever_it_is_shown(line: Line, ana: Path, ben: Path) -> None:
    window = ("--from", "2026-11-30T00:00Z", "--days", "7")
    for more in ((), ("--all",)):
        mine = free(line, *of(ana, ben, *window, *more))
        theirs = free(line, *of(ben, ana, *window, *more)[:4], "--my-zone", "America/New_York", *window, *more)
        moments = [
            [(datetime.fromisoformat(str(row["start"])), datetime.fromisoformat(str(row["end"]))) for row in rows]
            for rows in (mine, theirs)
        ]
        assert moments[0] == moments[1] != []
        assert [(row["mine"], row["theirs"], row["why"]) for row in mine] == [
            (row["theirs"], row["mine"], row["why"]) for row in theirs
        ]


def test_suggestions_say_both_clocks_and_why(line: Line, ana: Path, ben: Path) -> None:
    said = line("plan", "free", *of(ana, ben, *MONDAY, "--limit", "3")).splitlines()
    assert len(said) == 3
    assert all(" to " in each and "for the other one)" in each for each in said)
    assert said[0].startswith(("Sat 5 Dec", "Sun 6 Dec"))
    assert "both rested" in said[0]
    assert len(free(line, *of(ana, ben, *MONDAY))) == 5


def test_what_is_too_short_is_left_out(line: Line, ana: Path, ben: Path) -> None:
    window = ("--from", "2026-11-30T08:00", "--to", "2026-11-30T23:00", "--all", "--minutes", "31")
    assert len(free(line, *of(ana, ben, *window))) == 1
    assert len(free(line, *of(ana, ben, *window[:-1], "30", "--limit", "1"))) == 1
    assert "No time" in line("plan", "free", *of(ana, ben, *window[:4], "--minutes", "9" * 30))


def test_what_could_not_be_read_is_named_beside_the_free_time(line: Line, ana: Path, tmp_path: Path) -> None:
    broken = calendar(tmp_path / "broken.ics", event("b", ":never", ":20261124T090000Z"))
    found = json.loads(line("plan", "free", *of(ana, broken, *MONDAY, "--json")))
    assert [Path(each["file"]).name for each in found["skipped"]] == ["broken.ics"]
    line("plan", "free", *of(ana, tmp_path / "missing.ics", *MONDAY))
    assert "missing.ics" in line.err


def test_a_long_time_is_looked_at_in_part_and_that_is_said(line: Line, ana: Path, ben: Path) -> None:
    window = ("--from", "2026-11-30", "--days", "9" * 20, "--all", "--limit", "1")
    found = json.loads(line("plan", "free", *of(ana, ben, *window, "--json")))
    assert (found["to"][:4], found["bounded"]) == ("2028", True)
    line("plan", "free", *of(ana, ben, *window))
    assert "732 days" in line.err


REFUSED: tuple[tuple[tuple[str, ...], int], ...] = (
    (("--mine", "x.ics"), 2),
    (("--theirs", "x.ics"), 2),
    (("--mine", "", "--theirs", "x.ics"), 2),
    (("--my-zone", "UTC"), 2),
    (("--minutes", "0"), 2),
    (("--minutes", "-5"), 2),
    (("--minutes", "many"), 2),
    (("--days", "0"), 2),
    (("--limit", "0"), 2),
    (("--days", "3", "--to", "2026-12-01"), 2),
    (("--between", "nine"), 1),
    (("--between", "20:00-20:00"), 1),
    (("--between", ""), 1),
    (("--from", "2026-12-01", "--to", "2026-11-01"), 1),
    (("--from", "soon"), 1),
    (("--from", "9999-12-31T23:59"), 1),
    (("--from", "9999-12-31T23:59-12:00"), 1),
    (("--mine", "x.ics", "--theirs", "y.ics", "--my-zone", "Mars/Olympus"), 1),
)


def test_what_cannot_be_asked_for_is_said_in_one_line(nearer: Line) -> None:
    for words, code in REFUSED:
        nearer("plan", "free", *words, code=code)
        assert len(nearer.err.splitlines()) == 1


def test_of_two_people_it_is_calendars_hours_and_plans(nearer: Line, ana: Path, ben: Path) -> None:
    nearer("--as", "Ana", "calendar", "add", str(ana))
    nearer("--as", "Ben", "calendar", "add", str(ben))
    day = ("--as", "Ana", "plan", "free", "--from", "2030-11-26", "--to", "2030-11-27", "--all", "--json")

    def spans() -> list[str]:
        rows = json.loads(nearer(*day))["free"]
        return [f"{row['start'][11:16]}-{row['end'][11:16]}" for row in rows]

    assert spans() == ["18:00-22:30"]
    nearer("--as", "Ben", "plan", "propose", "--start", "2030-11-26T20:00+01:00", "--minutes", "60")
    assert spans() == ["18:00-20:00", "21:00-22:30"]
    nearer("--as", "Ben", "calendar", "hours", "13:00-22:30")
    assert spans() == ["19:00-20:00", "21:00-22:30"]
    for row in json.loads(nearer(*day[:4], "--json"))["free"]:
        start = datetime.fromisoformat(row["start"])
        assert start > datetime.now(UTC) - timedelta(minutes=1)
        assert start.timestamp() % 900 == 0


def test_of_the_other_s_calendars_only_their_busy_time_comes_out(nearer: Line, ana: Path, tmp_path: Path) -> None:
    secret = calendar(
        tmp_path / "secret" / "canary.ics",
        event("canary", ":20301126T190700Z", ":20301126T195000Z", "SUMMARY:canary"),
        event("broken", ":never", ":20301126T195000Z", "SUMMARY:canary"),
    )
    nearer("--as", "Ben", "calendar", "add", str(secret.parent))
    nearer("--as", "Ana", "calendar", "add", str(ana))
    words = ("--as", "Ana", "plan", "free", "--from", "2030-11-26T18:00", "--to", "2030-11-27", "--all")
    found = json.loads(nearer(*words, "--json"))
    assert [(row["start"][11:16], row["end"][11:16]) for row in found["free"]] == [
        ("18:00", "20:00"),
        ("21:00", "22:30"),
    ]
    assert [(each["file"], "Ben" in each["why"]) for each in found["skipped"]] == [("", True)]
    out = nearer(*words)
    assert "canary" not in out + nearer.err + json.dumps(found)
    assert "Ben" in nearer.err
    assert "canary.ics" in str(nearer.json("--as", "Ben", *words[2:])["skipped"])


def test_without_a_calendar_it_works_all_the_same_and_says_how_to_add_one(nearer: Line) -> None:
    out = nearer("--as", "Ana", "plan", "free")
    assert len(out.splitlines()) == 5
    assert "nearer calendar add" in nearer.err
    assert "for Ben)" in out
    assert nearer.json("plan", "free", "--limit", "2")["skipped"] == []
    assert nearer.err == ""
