"""`nearer plan`: what scripts rely on."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tui.catalog.library import catalog_here
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


def plans(run: Run) -> dict[str, dict[str, object]]:
    return {each["id"]: each for each in json.loads(run("plan", "list", "--json"))["plans"]}


def test_of_three_times_one_is_chosen_and_the_others_are_called_off(run: Run) -> None:
    starts = [word for day in (26, 27, 28) for word in ("--start", f"2030-11-{day}T20:00")]
    ids = run("--as", "Ana", "plan", "propose", *starts, "--what", "tea").split()
    assert [plans(run)[each]["start"] for each in ids] == [f"2030-11-{day}T20:00:00+01:00" for day in (26, 27, 28)]
    assert len({each["choice"] for each in plans(run).values()}) == 1
    assert run("plan", "list").count("one of 3 to choose from") == 3
    assert "other times" in run("--as", "Ben", "plan", "accept", ids[1])
    assert [plans(run)[each]["state"] for each in ids] == ["cancelled", "accepted", "cancelled"]
    assert "choose" not in run("plan", "list")
    more = json.loads(run("plan", "propose", *starts[:4], "--json"))
    assert [each["state"] for each in more["plans"]] == ["proposed", "proposed"]


def test_a_no_may_name_another_time(run: Run) -> None:
    made = proposed(run)
    assert "yourself" in run("--as", "Ana", "plan", "decline", made, "--instead", "2030-11-27T20:00", code=1)
    words = (
        "--as",
        "Ben",
        "plan",
        "decline",
        made,
        "--instead",
        "2030-11-27T19:00+01:00",
        "--minutes",
        "45",
        "--json",
    )
    moved = json.loads(run(*words))
    assert [moved[name] for name in ("state", "by", "start", "minutes")] == [
        "proposed",
        "Ben",
        "2030-11-27T19:00:00+01:00",
        45,
    ]


@pytest.fixture
def weekly(run: Run) -> str:
    """Return the id of an agreed evening that comes every Thursday, from 21 November 2030 on."""
    made = proposed(run, "--repeat", "FREQ=WEEKLY", start="2030-11-21T20:00")
    run("--as", "Ben", "plan", "accept", made)
    return made


def test_one_time_of_a_series_goes_its_own_way(run: Run, weekly: str) -> None:
    run("plan", "cancel", weekly, "--on", "2030-11-28")
    run("--as", "Ana", "plan", "move", weekly, "--on", "2030-12-05", "--start", "2030-12-06T19:00")
    run("--as", "Ben", "plan", "accept", f"{weekly}-20301205")
    run("--as", "Ben", "plan", "done", weekly, "--on", "2030-12-05")
    run("plan", "done", weekly, "--on", "2030-12-12")
    found = plans(run)
    assert {name: (each["state"], each["instead_of"]) for name, each in found.items()} == {
        weekly: ("accepted", None),
        f"{weekly}-20301128": ("cancelled", "2030-11-28"),
        f"{weekly}-20301205": ("done", "2030-12-05"),
        f"{weekly}-20301212": ("done", "2030-12-12"),
    }
    assert found[f"{weekly}-20301205"]["start"] == "2030-12-06T19:00:00+01:00"
    assert {each["series"] for each in found.values()} == {"", weekly}
    assert "2030-11-29" in run("plan", "cancel", weekly, "--on", "2030-11-29", code=1)


def test_from_a_day_on_a_series_becomes_another_one(run: Run, weekly: str) -> None:
    words = ("plan", "move", weekly, "--from", "2030-12-06", "--start", "2030-12-13T18:00", "--json")
    later = json.loads(run("--as", "Ana", *words))
    assert (later["start"], later["state"]) == ("2030-12-13T18:00:00+01:00", "proposed")
    before = plans(run)[weekly]
    assert (before["state"], before["repeat"]) == ("accepted", "FREQ=WEEKLY;UNTIL=20301212T185959Z")
    run("plan", "cancel", weekly[:6], "--from", "2030-11-28")
    assert [each["state"] for each in plans(run).values()] == ["accepted", "cancelled", "proposed"]
    run("plan", "cancel", weekly)
    assert plans(run)[weekly]["state"] == "cancelled"


def test_the_latest_time_that_has_begun_took_place(run: Run, weekly: str) -> None:
    assert "begun" in run("plan", "done", weekly, code=1)
    assert "--from" in run("plan", "done", weekly, "--from", "2030-12-05", code=2)
    old = proposed(run, "--repeat", "FREQ=DAILY", start="2020-11-26T00:00")
    run("--as", "Ben", "plan", "accept", old)
    done = json.loads(run("plan", "done", old, "--json"))
    assert (done["series"], done["state"]) == (old, "done")
    assert timedelta() <= datetime.now(UTC) - datetime.fromisoformat(done["start"]) < timedelta(days=1, hours=1)
    assert json.loads(run("plan", "done", old, "--json"))["instead_of"] < done["instead_of"]


def test_a_ritual_is_protected_and_let_go_of(run: Run, weekly: str) -> None:
    assert json.loads(run("plan", "protect", weekly, "--json"))["protected"] is True
    assert "(repeats) (protected)" in run("plan", "list")
    run("plan", "unprotect", weekly)
    assert "protected" not in run("plan", "list")
    made = proposed(run, "--repeat", "FREQ=WEEKLY", "--protect")
    assert plans(run)[made]["protected"] is True
    run("plan", "protect", proposed(run), code=1)


def test_an_idea_gives_a_time_its_words(run: Run) -> None:
    idea = catalog_here().ideas[0]
    proposed(run, "--idea", idea.id)
    assert (only(run)["what"], only(run)["idea"]) == (idea.text, idea.id)


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
        ("propose", "--start", "2030-11-26T20:00", "--protect"),
        ("propose", "--start", "2030-11-26T20:00", "--idea", "nope"),
        ("propose", *("--start", "2030-11-26T20:00") * 2),
        ("propose", *("--start", "2030-11-26T20:00", "--start", "2030-11-27T20:00") * 2),
        ("propose", "--start", "2030-11-26T20:00", "--start", "2030-11-27T20:00", "--repeat", "FREQ=DAILY"),
        ("export", "--to", "/dev/null/x/y.ics"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line_and_changes_nothing(run: Run, words: tuple[str, ...]) -> None:
    said = run("plan", *words, code=1)
    assert said.isprintable() or said.rstrip("\n").isprintable()
    assert json.loads(run("plan", "list", "--json")) == {"plans": []}


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("dance",),
        ("propose",),
        ("move", "abcd"),
        ("propose", "--start", "x", "--minutes", "y"),
        ("cancel", "abcd", "--on", "2030-11-26", "--from", "2030-11-26"),
        ("accept", "abcd", "--on", "2030-11-26"),
        ("import",),
    ],
)
def test_wrong_words_are_wrong_usage(run: Run, words: tuple[str, ...]) -> None:
    assert "nearer" in run("plan", *words, code=2)


def test_escape_bytes_in_a_title_reach_nobody_s_terminal(run: Run) -> None:
    proposed(run, "--what", "\x1b]52;c;aGk=\x07 \x9b31m \u202egnp [/b]")
    assert "\x1b" not in run("plan", "list")
    assert "[/b]" in run("plan", "list")


@pytest.mark.parametrize("day", ["2030-13-01", "soon", "0001-01-01", "9999-12-31", "\x1b[31m"])
def test_a_day_that_is_none_changes_nothing(run: Run, weekly: str, day: str) -> None:
    for words in (("--on", day), ("--from", day)):
        assert run("plan", "cancel", weekly, *words, code=1).rstrip("\n").isprintable()
    assert [each["state"] for each in plans(run).values()] == ["accepted"]


def test_the_planner_s_commands_need_no_screen(tmp_path: Path) -> None:
    code = (
        "import sys; from tui.cli import main; "
        f"main(['--home', {str(tmp_path / 'home')!r}, 'plan', 'list']); "
        "sys.exit(any(name in sys.modules for name in ('textual', 'rich', 'icalendar')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0
