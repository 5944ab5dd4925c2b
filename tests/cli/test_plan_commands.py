"""`nearer plan`: what scripts rely on."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from icalendar import Calendar, Event

from tui.cli import main

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Return what runs a command on a home of Ana and Ben, and returns what came out."""

    def command(*words: str, code: int = 0) -> str:
        found = main(["--home", str(tmp_path / "home"), *words])
        out, err = (each.decode() for each in capfdbinary.readouterr())
        assert (found, "Traceback" in err) == (code, False), err
        assert len(err.splitlines()) == (0 if code == 0 else 1)
        return err if code else out

    command("init", "--names", "Ana", "Ben", "--zones", "Europe/Berlin", "America/New_York")
    return command


def proposed(run: Run, *words: str, start: str = "2030-11-26T20:00") -> str:
    return run("--as", "Ana", "plan", "propose", "--start", start, *words).strip()


def only(run: Run) -> dict[str, object]:
    (plan,) = json.loads(run("plan", "list", "--json"))["plans"]
    assert isinstance(plan, dict)
    return plan


def test_a_proposal_prints_its_id_and_is_listed_in_its_zone(run: Run) -> None:
    made = proposed(run, "--minutes", "90", "--what", "a walk", "--repeat", "FREQ=WEEKLY;COUNT=4")
    found = only(run)
    assert {name: found[name] for name in ("id", "start", "end", "zone", "what", "state", "by", "repeat")} == {
        "id": made,
        "start": "2030-11-26T20:00:00+01:00",
        "end": "2030-11-26T21:30:00+01:00",
        "zone": "Europe/Berlin",
        "what": "a walk",
        "state": "proposed",
        "by": "Ana",
        "repeat": "FREQ=WEEKLY;COUNT=4",
    }


def test_an_offset_says_when_and_a_zone_says_on_which_clock(run: Run) -> None:
    proposed(run, "--zone", "Asia/Tokyo", start="2030-11-26T20:00+01:00")
    assert (only(run)["start"], only(run)["zone"]) == ("2030-11-27T04:00:00+09:00", "Asia/Tokyo")


def test_the_other_answers_by_the_beginning_of_the_id(run: Run) -> None:
    made = proposed(run)
    assert "--as" in run("--as", "Ana", "plan", "accept", made, code=1)
    assert json.loads(run("--as", "Ben", "plan", "accept", made[:4], "--json"))["state"] == "accepted"
    assert "agreed" in run("plan", "list")


def test_a_plan_goes_its_way(run: Run) -> None:
    past = proposed(run, start="2020-05-01T20:00")
    run("--as", "Ben", "plan", "accept", past)
    assert json.loads(run("plan", "done", past, "--json"))["state"] == "done"
    assert past not in run("plan", "list")
    assert past in run("plan", "list", "--all")
    run("plan", "cancel", past, code=1)


def test_a_move_asks_anew_and_a_no_is_the_end(run: Run) -> None:
    made = proposed(run)
    run("--as", "Ben", "plan", "accept", made)
    moved = json.loads(run("--as", "Ben", "plan", "move", made, "--start", "2030-11-27T20:00+01:00", "--json"))
    assert (moved["state"], moved["by"], moved["start"]) == ("proposed", "Ben", "2030-11-27T20:00:00+01:00")
    run("--as", "Ana", "plan", "decline", made)
    assert "declined" in run("--as", "Ana", "plan", "accept", made, code=1)


@pytest.mark.parametrize(
    "words",
    [
        ("accept", "nope"),
        ("accept", ""),
        ("accept", "x" * 10_000),
        ("accept", "\x1b]52;c;x\x07"),
        ("propose", "--start", "soon"),
        ("propose", "--start", "2030-11-26"),
        ("propose", "--start", "9999-12-31T23:59-05:00"),
        ("propose", "--start", "1066-10-14T09:00"),
        ("propose", "--start", "2030-11-26T20:00", "--minutes", "0"),
        ("propose", "--start", "2030-11-26T20:00", "--minutes", "-5"),
        ("propose", "--start", "2030-11-26T20:00", "--minutes", "9" * 30),
        ("propose", "--start", "2030-11-26T20:00", "--zone", "Mars/Olympus"),
        ("propose", "--start", "2030-11-26T20:00", "--zone", "../../etc/passwd"),
        ("propose", "--start", "2030-11-26T20:00", "--repeat", "GARBAGE"),
        ("propose", "--start", "2030-11-26T20:00", "--repeat", "FREQ=SECONDLY"),
        ("propose", "--start", "2030-11-26T20:00", "--what", "x" * 100_001),
        ("export", "--to", "/dev/null/x/y.ics"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line_and_changes_nothing(run: Run, words: tuple[str, ...]) -> None:
    said = run("plan", *words, code=1)
    assert said.isprintable() or said.rstrip("\n").isprintable()
    assert json.loads(run("plan", "list", "--json")) == {"plans": []}


@pytest.mark.parametrize(
    "words", [(), ("dance",), ("propose",), ("move", "abcd"), ("propose", "--start", "x", "--minutes", "y")]
)
def test_wrong_words_are_wrong_usage(run: Run, words: tuple[str, ...]) -> None:
    assert "nearer" in run("plan", *words, code=2)


def test_escape_bytes_in_a_title_reach_nobody_s_terminal(run: Run) -> None:
    proposed(run, "--what", "\x1b]52;c;aGk=\x07 \x9b31m \u202egnp [/b]")
    assert "\x1b" not in run("plan", "list")
    assert "[/b]" in run("plan", "list")


def test_plans_are_exported_as_busy_unless_titles_are_asked_for(run: Run) -> None:
    proposed(run, "--what", "a walk")
    assert "walk" not in run("plan", "export")
    assert "SUMMARY:a walk" in run("plan", "export", "--titles")
    assert "SUMMARY:a walk" in run("export", "--format", "ics")


def test_a_folder_gets_a_file_a_plan_and_keeps_what_did_not_change(run: Run, tmp_path: Path) -> None:
    first = proposed(run, "--repeat", "FREQ=WEEKLY")
    folder = tmp_path / "calendar"
    run("plan", "export", "--to", f"{folder}/")
    (file,) = folder.iterdir()
    assert file.name == f"{first}@nearer.ics"
    before = file.stat()
    second = proposed(run, start="2030-12-01T20:00")
    run("plan", "export", "--to", str(folder))
    assert sorted(each.stem for each in folder.iterdir()) == sorted([f"{first}@nearer", f"{second}@nearer"])
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    events = [each for path in folder.iterdir() for each in Calendar.from_ical(path.read_bytes()).walk("VEVENT")]
    assert all(isinstance(each, Event) for each in events)


def test_the_planner_s_commands_need_no_screen(tmp_path: Path) -> None:
    code = (
        "import sys; from tui.cli import main; "
        f"main(['--home', {str(tmp_path / 'home')!r}, 'plan', 'list']); "
        "sys.exit(any(name in sys.modules for name in ('textual', 'rich', 'icalendar')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0
