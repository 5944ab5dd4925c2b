"""What `nearer status` says of times: to a person, to a script, and to a shell that asks at every prompt."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.line import Line
from tui.cli import main


@pytest.fixture
def nearer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Line:
    return Line(tmp_path / "home", monkeypatch, capfdbinary)


@pytest.fixture
def begun(nearer: Line) -> Line:
    nearer("init", "--names", "Ana", "Ben", "--zones", "UTC", "UTC")
    return nearer


def proposed(nearer: Line, start: datetime, *words: str) -> str:
    """Let Ben propose a time; return its id."""
    return nearer("--as", "Ben", "plan", "propose", "--start", start.isoformat(), "--minutes", "60", *words).split()[
        0
    ]


def test_what_waits_for_my_word_is_named_to_me_alone(begun: Line) -> None:
    plan = proposed(begun, datetime.now(UTC) + timedelta(days=40))
    assert f"nearer plan accept {plan}" in begun("--as", "Ana", "status")
    assert begun.json("status")["waiting"] == [plan]
    assert plan not in begun("--as", "Ben", "status")
    assert begun.json("status")["waiting"] == []
    assert begun("status", "--short") == ""


def test_one_short_line_says_when_and_nothing_else(begun: Line) -> None:
    assert begun("status", "--short") == ""
    start = (datetime.now(UTC) + timedelta(days=3)).replace(hour=20, minute=0, second=0, microsecond=0)
    begun("--as", "Ana", "plan", "accept", proposed(begun, start, "--what", "a walk"))
    assert begun("status", "--short") == f"{start:%a} 20:00, in 3 days\n"
    assert begun("--language", "de", "status", "--short").endswith(" 20:00, in 3 Tagen\n")
    assert begun.json("status", "--short")["reminder"] is None
    assert main(["plan", "list", "--short"]) == 2
    soon = datetime.now(UTC) + timedelta(minutes=20, seconds=30)
    plan = proposed(begun, soon)
    begun("--as", "Ana", "plan", "accept", plan)
    minutes = {f"{soon:%H:%M}, in {count} minutes\n" for count in (20, 21)}
    assert begun("status", "--short") in minutes
    reminder = begun.json("status")["reminder"]
    assert isinstance(reminder, dict)
    assert reminder["id"] == plan
    assert reminder["minutes"] in {20, 21}
    assert "minutes: just the two of you" in begun("status")


def test_a_shell_that_asks_where_nobody_has_begun_is_told_nothing_and_makes_nothing(nearer: Line) -> None:
    assert nearer("status", "--short") == ""
    assert not nearer.home.exists()


def test_something_that_came_into_a_time_is_said_and_not_what(begun: Line, tmp_path: Path) -> None:
    start = (datetime.now(UTC) + timedelta(days=2)).replace(microsecond=0)
    begun("--as", "Ana", "plan", "accept", proposed(begun, start))
    calendar = tmp_path / "a.ics"
    calendar.write_text(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x\r\nSUMMARY:dentist\r\n"
        f"DTSTART:{start:%Y%m%dT%H%M%SZ}\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    begun("--as", "Ben", "calendar", "add", str(calendar))
    said = begun("--as", "Ana", "status")
    assert "Something else has come in at that time" in said
    assert "dentist" not in said
    assert str(calendar) not in said
