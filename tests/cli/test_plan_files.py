"""`nearer plan export` and `import`: plans in other calendars, and back."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from icalendar import Calendar, Event

from tui.cli import main

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Return what runs a command as Ana, and returns what came out; what was left out is said beside it."""

    def command(*words: str, code: int = 0, home: str = "home") -> str:
        found = main(["--home", str(tmp_path / home), "--as", "Ana", *words])
        out, err = (each.decode() for each in capfdbinary.readouterr())
        assert (found, "Traceback" in err) == (code, False), err
        return err if code else out

    main(
        ["--home", str(tmp_path / "home"), "init", "--names", "Ana", "Ben", "--zones", "Europe/Berlin", "Europe/Rome"]
    )
    capfdbinary.readouterr()
    return command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "calendar"


def proposed(run: Run, *words: str, start: str = "2030-11-28T20:00") -> str:
    return run("plan", "propose", "--start", start, *words).strip()


def agreed(run: Run, *words: str) -> str:
    made = proposed(run, *words)
    run("--as", "Ben", "plan", "accept", made)
    return made


def plans(run: Run) -> dict[str, dict[str, object]]:
    return {each["id"]: each for each in json.loads(run("plan", "list", "--json"))["plans"]}


def taken(run: Run, path: Path) -> dict[str, object]:
    found = json.loads(run("plan", "import", str(path), "--json"))
    assert isinstance(found, dict)
    return found


def events(path: Path) -> list[Event]:
    return [each for each in Calendar.from_ical(path.read_bytes()).walk("VEVENT") if isinstance(each, Event)]


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    return {each.name: (each.stat().st_ino, each.stat().st_mtime_ns) for each in folder.iterdir()}


def edit(path: Path, *changes: tuple[str, str]) -> None:
    """Change a file as another calendar would."""
    text = path.read_bytes().decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_bytes(text.encode())


# Out


def test_plans_are_exported_as_busy_unless_titles_are_asked_for(run: Run) -> None:
    proposed(run, "--what", "a walk")
    assert "walk" not in run("plan", "export")
    assert "SUMMARY:a walk" in run("plan", "export", "--titles")
    assert "SUMMARY:a walk" in run("export", "--format", "ics")


def test_a_folder_gets_a_file_a_plan_and_only_what_changed_is_touched(run: Run, folder: Path) -> None:
    series = agreed(run, "--repeat", "FREQ=WEEKLY")
    run("plan", "export", "--to", f"{folder}/")
    (folder / "theirs.ics").write_text("not ours")
    before = stamps(folder)
    assert before.keys() == {f"{series}@nearer.ics", "theirs.ics"}

    second = proposed(run, start="2030-12-01T20:00")
    run("plan", "export", "--to", str(folder))
    after = stamps(folder)
    assert {name: after[name] for name in before} == before
    assert after.keys() - before.keys() == {f"{second}@nearer.ics"}

    run("plan", "move", series, "--on", "2030-12-05", "--start", "2030-12-06T20:00")
    run("plan", "export", "--to", str(folder))
    assert {name for name, stamp in stamps(folder).items() if after.get(name) != stamp} == {f"{series}@nearer.ics"}
    assert len(events(folder / f"{series}@nearer.ics")) == 2

    run("forget", second, "--yes")
    run("plan", "export", "--to", str(folder))
    assert stamps(folder).keys() == before.keys()
    assert (folder / "theirs.ics").read_text() == "not ours"


def test_a_file_of_a_plan_that_is_not_from_here_stays(run: Run, folder: Path) -> None:
    proposed(run)
    folder.mkdir()
    (folder / "abcabcabcabc@nearer.ics").write_text("another home's")
    run("plan", "export", "--to", str(folder))
    assert (folder / "abcabcabcabc@nearer.ics").read_text() == "another home's"


def test_what_another_program_changed_there_waits_to_be_read(run: Run, folder: Path) -> None:
    made = agreed(run)
    file = folder / f"{made}@nearer.ics"
    run("plan", "export", "--to", f"{folder}/")
    edit(file, ("20301128T190000Z", "20301128T170000Z"), ("SEQUENCE:1", "SEQUENCE:2"))
    assert "nearer plan import" in run("plan", "export", "--to", str(folder))
    assert b"20301128T170000Z" in file.read_bytes()
    assert taken(run, folder)["changed"] == [made]
    assert (plans(run)[made]["state"], plans(run)[made]["start"]) == ("proposed", "2030-11-28T18:00:00+01:00")
    assert "nearer plan import" not in run("plan", "export", "--to", str(folder))
    assert b"TENTATIVE" in file.read_bytes()


def test_what_another_program_only_wrote_otherwise_is_left_until_something_changes(run: Run, folder: Path) -> None:
    made = agreed(run)
    file = folder / f"{made}@nearer.ics"
    run("plan", "export", "--to", f"{folder}/")
    edit(file, ("PRODID:-//nearer//EN", "PRODID:theirs"))
    run("plan", "export", "--to", str(folder))
    assert b"theirs" in file.read_bytes()
    file.write_bytes(file.read_bytes()[:200])
    run("plan", "export", "--to", str(folder))
    assert len(events(file)) == 1


# In


def test_one_s_own_plans_come_back_as_they_are_known(run: Run, folder: Path) -> None:
    series = agreed(run, "--repeat", "FREQ=WEEKLY")
    run("plan", "cancel", series, "--on", "2030-12-05")
    run("plan", "move", series, "--on", "2030-12-12", "--start", "2030-12-13T20:00")
    run("plan", "cancel", proposed(run))
    before = plans(run)
    run("plan", "export", "--to", f"{folder}/")
    assert taken(run, folder) == {"new": [], "changed": [], "same": 2, "over": 0, "skipped": []}
    assert plans(run) == before


def test_odd_series_come_back_as_they_are_known_and_reach_another_home(run: Run, folder: Path) -> None:
    off_the_rule = agreed(run, "--repeat", "FREQ=WEEKLY;BYDAY=SA;COUNT=2")
    parted = agreed(run, "--repeat", "FREQ=WEEKLY")
    run("plan", "move", parted, "--from", "2030-12-05", "--start", "2030-12-05T21:00")
    run("plan", "move", f"{parted}-20301205-on", "--from", "2030-12-12", "--start", "2030-12-12T22:00")
    asked = proposed(run, "--repeat", "FREQ=WEEKLY")
    run("plan", "move", asked, "--on", "2030-12-05", "--start", "2030-12-06T07:00")
    run("--as", "Ben", "plan", "decline", asked)
    run("plan", "export", "--to", f"{folder}/")
    assert taken(run, folder) == {"new": [], "changed": [], "same": 5, "over": 0, "skipped": []}
    assert "RDATE;TZID=Europe/Berlin:20301128T200000" in (folder / f"{off_the_rule}@nearer.ics").read_text()

    run("init", "--names", "Ana", "Ben", "--zones", "Europe/Berlin", "Europe/Rome", home="other")
    found = json.loads(run("plan", "import", str(folder), "--json", home="other"))
    assert (len(plans_made(found)), found["skipped"]) == (5, [])
    there = json.loads(run("plan", "list", "--json", home="other"))["plans"]
    assert {each["start"][:13] for each in there} >= {"2030-12-06T07", "2030-12-05T21", "2030-12-12T22"}


def test_a_series_of_which_they_left_one_time_is_one_time(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "theirs.ics"
    rule = "RRULE:FREQ=WEEKLY;UNTIL=20301204T225959Z"
    event = f"BEGIN:VEVENT\nUID:a\nDTSTART:20301128T190000Z\nDURATION:PT1H\n{rule}\nEND:VEVENT\n"
    path.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\n{event}END:VCALENDAR\n")
    assert (taken(run, path)["over"], [each["repeat"] for each in plans(run).values()]) == (0, [""])
    assert taken(run, path)["same"] == 1


def test_what_was_changed_there_is_proposed_here(run: Run, folder: Path) -> None:
    series = agreed(run, "--repeat", "FREQ=WEEKLY;COUNT=6")
    run("plan", "move", series, "--on", "2030-12-12", "--start", "2030-12-13T20:00")
    run("plan", "export", "--to", f"{folder}/")
    zone = ";TZID=Europe/Berlin:"
    another = f"BEGIN:VEVENT\r\nUID:{series}@nearer\r\nSEQUENCE:9\r\nRECURRENCE-ID{zone}20301219T200000\r\n"
    edit(
        folder / f"{series}@nearer.ics",
        ("COUNT=6", f"COUNT=6\r\nEXDATE{zone}20301205T200000"),
        ("20301213T190000Z", "20301213T200000Z"),
        ("20301213T210000Z", "20301213T220000Z"),
        ("END:VCALENDAR", f"{another}DTSTART{zone}20301219T210000\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR"),
    )
    assert taken(run, folder)["changed"] == [f"{series}-203012{day}" for day in ("05", "12", "19")]
    found = {each["instead_of"]: (each["state"], each["start"], each["minutes"]) for each in plans(run).values()}
    assert found == {
        None: ("accepted", "2030-11-28T20:00:00+01:00", 120),
        "2030-12-05": ("cancelled", "2030-12-05T20:00:00+01:00", 120),
        "2030-12-12": ("proposed", "2030-12-13T21:00:00+01:00", 120),
        "2030-12-19": ("proposed", "2030-12-19T21:00:00+01:00", 60),
    }
    assert taken(run, folder)["changed"] == []


def test_a_whole_series_moves_and_is_called_off_there(run: Run, folder: Path) -> None:
    series = agreed(run, "--repeat", "FREQ=WEEKLY;BYDAY=TH")
    file = folder / f"{series}@nearer.ics"
    run("plan", "export", "--to", f"{folder}/")
    edit(file, ("20301128T2", "20301129T2"), ("BYDAY=TH", "BYDAY=FR"))
    assert taken(run, file)["changed"] == [series]
    assert (plans(run)[series]["repeat"], plans(run)[series]["state"]) == ("FREQ=WEEKLY;BYDAY=FR", "proposed")
    assert taken(run, file)["same"] == 1

    run("plan", "export", "--to", str(folder))
    edit(file, ("TENTATIVE", "CANCELLED"))
    assert taken(run, file)["changed"] == [series]
    assert plans(run)[series]["state"] == "cancelled"


def test_another_rhythm_there_is_named_and_stays_as_it_is_here(run: Run, folder: Path) -> None:
    series = agreed(run, "--repeat", "FREQ=WEEKLY")
    file = folder / f"{series}@nearer.ics"
    run("plan", "export", "--to", f"{folder}/")
    edit(file, ("FREQ=WEEKLY", "FREQ=DAILY"))
    before = plans(run)
    assert "another way" in json.dumps(taken(run, file)["skipped"])
    assert plans(run) == before


def test_what_is_older_than_what_is_known_changes_nothing(run: Run, folder: Path) -> None:
    made = agreed(run)
    run("plan", "export", "--to", f"{folder}/")
    run("plan", "move", made, "--start", "2030-11-29T20:00")
    before = plans(run)
    assert taken(run, folder)["same"] == 1
    assert plans(run) == before


THEIRS = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:once@elsewhere
SEQUENCE:4
SUMMARY:tea
DTSTART:20301128T190000Z
DTEND:20301128T200000Z
END:VEVENT
BEGIN:VEVENT
UID:over@elsewhere
DTSTART:20201128T190000Z
DTEND:20201128T200000Z
END:VEVENT
BEGIN:VEVENT
UID:broken@elsewhere
DTSTART:soon
END:VEVENT
BEGIN:VEVENT
UID:../series
SUMMARY:belegt
DTSTART;TZID=Europe/Berlin:20201127T190000
DTEND;TZID=Europe/Berlin:20201127T200000
RRULE:FREQ=WEEKLY
EXDATE;TZID=Europe/Berlin:20301129T190000
END:VEVENT
BEGIN:VEVENT
UID:../series
RECURRENCE-ID;TZID=Europe/Berlin:20301206T190000
DTSTART;TZID=Europe/Berlin:20301207T190000
DTEND;TZID=Europe/Berlin:20301207T200000
END:VEVENT
BEGIN:VEVENT
UID:../series
RECURRENCE-ID;TZID=Europe/Berlin:20301213T190000
DTSTART;TZID=Europe/Berlin:20301213T190000
DTEND;TZID=Europe/Berlin:20301213T200000
SUMMARY:cake
END:VEVENT
BEGIN:VEVENT
UID:day\\,x
SUMMARY:holiday
DTSTART;VALUE=DATE:20301201
END:VEVENT
END:VCALENDAR
"""


def test_another_calendar_s_times_are_proposed_by_me_once(run: Run, tmp_path: Path, folder: Path) -> None:
    file = tmp_path / "theirs.ics"
    file.write_text(THEIRS)
    first = taken(run, file)
    assert [len(first[name]) for name in ("new", "changed", "skipped")] == [3, 0, 1]  # type: ignore[arg-type]
    assert (first["over"], first["skipped"][0]["line"]) == (1, 14)  # type: ignore[index]
    found = plans(run)
    assert {(each["what"], each["start"], each["state"], each["by"]) for each in found.values()} == {
        ("tea", "2030-11-28T20:00:00+01:00", "proposed", "Ana"),
        ("", "2020-11-27T19:00:00+01:00", "proposed", "Ana"),
        ("", "2030-11-29T19:00:00+01:00", "cancelled", "Ana"),
        ("", "2030-12-07T19:00:00+01:00", "proposed", "Ana"),
        ("cake", "2030-12-13T19:00:00+01:00", "proposed", "Ana"),
        ("holiday", "2030-12-01T00:00:00+01:00", "proposed", "Ana"),
    }
    again = taken(run, file)
    assert (again["new"], again["changed"], again["same"], again["over"]) == ([], [], 3, 1)
    assert plans(run) == found

    once = next(name for name, each in found.items() if each["what"] == "tea")
    run("--as", "Ben", "plan", "accept", once)
    assert taken(run, file)["changed"] == []
    edit(file, ("20301128T200000Z", "20301128T210000Z"))
    assert taken(run, file)["changed"] == [once]  # whatever it counts: it says something else than before the yes
    assert (plans(run)[once]["minutes"], plans(run)[once]["state"]) == (120, "proposed")

    run("plan", "export", "--to", f"{folder}/")
    names = {str(each["UID"]) for path in folder.iterdir() for each in events(path)}
    assert names == {"once@elsewhere", "../series", "day,x"}
    assert {each.parent for each in tmp_path.rglob("*.ics")} == {tmp_path, folder}
    assert (taken(run, folder)["new"], taken(run, folder)["changed"]) == ([], [])


def test_what_was_moved_here_is_not_moved_back_by_what_a_calendar_said_before(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "theirs.ics"
    event = "BEGIN:VEVENT\nUID:a\nSEQUENCE:{}\nDTSTART:20301128T{}0000Z\nDURATION:PT1H\nEND:VEVENT\n"
    whole = f"BEGIN:VCALENDAR\nVERSION:2.0\n{event}END:VCALENDAR\n"
    file.write_text(whole.format(7, 19))
    (made,) = plans_made(taken(run, file))
    file.write_text(whole.format(9, 18))
    assert taken(run, file)["changed"] == [made]
    run("plan", "move", made, "--start", "2030-11-29T20:00")
    assert taken(run, file)["changed"] == []
    file.write_text(whole.format(0, 17))
    assert taken(run, file)["changed"] == [made]


def plans_made(found: dict[str, object]) -> list[str]:
    new = found["new"]
    assert isinstance(new, list)
    return new


def test_in_a_folder_of_theirs_no_second_file_takes_their_name(run: Run, folder: Path) -> None:
    folder.mkdir()
    (folder / "theirs.ics").write_text(THEIRS)
    taken(run, folder)
    made = proposed(run)
    run("plan", "export", "--to", str(folder))
    assert {each.name for each in folder.iterdir()} == {"theirs.ics", f"{made}@nearer.ics"}
    assert (folder / "theirs.ics").read_text() == THEIRS


def test_plans_of_another_home_are_known_by_the_same_names(run: Run, tmp_path: Path) -> None:
    series = proposed(run, "--repeat", "FREQ=WEEKLY")
    file = tmp_path / "plans.ics"
    run("plan", "export", "--to", str(file))
    run("init", "--names", "Ana", "Ben", home="other")
    assert json.loads(run("plan", "import", str(file), "--json", home="other"))["new"] == [series]
    assert f"UID:{series}@nearer" in run("plan", "export", home="other")


def test_what_is_too_much_to_be_meant_is_refused_whole(run: Run, tmp_path: Path) -> None:
    event = "BEGIN:VEVENT\nUID:{}\nDTSTART:20301128T190000Z\nDURATION:PT1H\nEND:VEVENT\n"
    file = tmp_path / "large.ics"
    file.write_text("BEGIN:VCALENDAR\n" + "".join(map(event.format, range(501))) + "END:VCALENDAR\n")
    assert "501" in run("plan", "import", str(file), code=1)
    assert plans(run) == {}


def test_what_came_of_it_is_said_in_words(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "theirs.ics"
    file.write_text(THEIRS)
    said = run("plan", "import", str(file)).splitlines()
    assert said == ["3 new times are proposed.", "One is over, and was left out.", "One could not be taken in:"]
    file.write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    assert "nothing" in run("plan", "import", str(file))


@pytest.mark.parametrize("data", [b"", b"\0\1\2", b"hello", b"BEGIN:VEVENT", None])
def test_what_is_no_calendar_is_said_in_one_line(run: Run, tmp_path: Path, data: bytes | None) -> None:
    file = tmp_path / "odd.ics"
    if data is not None:
        file.write_bytes(data)
    if data == b"BEGIN:VEVENT":
        assert [each["line"] for each in taken(run, file)["skipped"]] == [1]  # type: ignore[attr-defined]
    else:
        assert len(run("plan", "import", str(file), code=1).splitlines()) == 1
    assert plans(run) == {}
