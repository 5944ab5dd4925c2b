"""The commands that look after a home: what they find, put back and erase, and what they leave alone."""

import json
from pathlib import Path

import pytest

from tests.cli.line import Line
from tests.store.homes import every_byte
from tui.checkin.flow import DraftAnswer
from tui.cli import unlock
from tui.core.records import Agreement, Plan, Sitting
from tui.household import Household
from tui.store.keys import Cost
from tui.store.store import Store

PHRASE = "a quiet evening"


@pytest.fixture
def nearer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Line:
    """A home of Ana and Ben: an answer and a sentence of Ana's, a plan of Ben's, and one copy of all that."""
    monkeypatch.setattr(Store, "cost", Cost(ops=1, memory=8 * 1024))
    monkeypatch.delenv(unlock.VARIABLE, raising=False)
    line = Line(tmp_path / "home", monkeypatch, capfdbinary)
    line("init", "--names", "Ana", "Ben", "--zones", "Europe/Berlin", "Europe/Berlin")
    household = Household.open(line.home)
    draft = household.draft("before").with_answer("before.loved", DraftAnswer(value="canary of the laugh"))
    household.finish(draft, ["before.loved"])
    household.keep_draft(household.draft("cause").with_answer("cause.when", DraftAnswer(value="canary of a draft")))
    ana, ben = (each.id for each in household.people)
    household.save(Agreement(id="kept00000001", by=ana, at=household.now(), text="canary that we keep"))
    household.be(household.partner)
    start = household.now()
    household.save(
        Plan(id="plan00000001", by=ben, at=start, start=start, minutes=60, zone="Europe/Berlin", what="words of Ben")
    )
    household.be(household.partner)
    for copy in line.home.glob("backups/*"):
        copy.unlink()
    household.look_after()
    household.close()
    return line


@pytest.fixture
def sealed(nearer: Line, monkeypatch: pytest.MonkeyPatch) -> Line:
    nearer("passphrase", "set", lines=[PHRASE])
    monkeypatch.setenv(unlock.VARIABLE, PHRASE)
    return nearer


def flip_last_line(home: Path) -> bytes:
    """Damage the newest line of the journal; return what the journal is now."""
    path = home / "records.journal"
    data = bytearray(path.read_bytes())
    data[-30] ^= 1
    path.write_bytes(data)
    return bytes(data)


def sitting(home: Path) -> str:
    household = Household.open(home)
    try:
        return household.all(Sitting)[0].id
    finally:
        household.close()


def copies(nearer: Line) -> list[str]:
    """Return the names of the copies, newest first."""
    found = nearer.json("restore")["backups"]
    assert isinstance(found, list)
    return [each["name"] for each in found]


def test_help_names_the_commands_and_what_they_do(nearer: Line) -> None:
    text = nearer("--help")
    for command in ("doctor", "restore", "forget"):
        assert command in text
        assert len(nearer(command, "--help").splitlines()) > 5


@pytest.mark.parametrize("command", [["doctor"], ["doctor", "--repair"], ["restore"], ["forget", "--all"]])
def test_looking_after_a_home_that_is_not_there_makes_none(nearer: Line, tmp_path: Path, command: list[str]) -> None:
    nearer.home = tmp_path / "elsewhere"
    nearer(*command, code=1)
    assert "Nothing has been begun" in nearer.err
    assert not nearer.home.exists()


# Doctor


def test_a_sound_home_is_said_to_be_well_and_left_as_it_is(nearer: Line) -> None:
    before = nearer.whole()
    for words in (["doctor"], ["doctor", "--repair"]):
        assert nearer(*words) == f"Everything in {nearer.home} is well.\n"
    document = nearer.json("doctor")
    assert (document["ok"], document["findings"]) == (True, [])
    assert document["records"] == nearer.json("status")["records"]
    assert nearer.whole() == before


def test_a_damaged_line_is_named_in_a_plain_sentence(nearer: Line) -> None:
    flip_last_line(nearer.home)
    before = nearer.whole()
    number = len(before["records.journal"].splitlines())
    document = nearer.json("doctor")
    findings = document["findings"]
    assert isinstance(findings, list)
    (found,) = findings
    assert document["ok"] is False
    assert found.keys() == {"what", "where", "repaired"}
    assert found["where"] == f"records.journal:{number}"
    assert found["repaired"] is False
    assert found["what"].startswith("A saved change could not be read any more")
    assert f"records.journal:{number}" in found["what"]
    out = nearer("doctor")
    assert out.splitlines()[0] == f"- {found['what']}"
    assert "doctor --repair" in out
    assert before.items() <= nearer.whole().items(), "looking changes no file; the line is kept beside them"


def test_repair_sets_aside_and_deletes_nothing(nearer: Line) -> None:
    damaged = flip_last_line(nearer.home).splitlines(keepends=True)[-1]
    out = nearer("doctor", "--repair")
    assert "That is mended now." in out
    assert out.endswith("is well again.\n")
    assert damaged.strip() in b"".join(path.read_bytes() for path in nearer.home.glob("set-aside/*"))
    assert nearer.json("doctor")["findings"] == []
    assert "words of Ben" in nearer("plan", "list", "--all"), "it was put back from the copy"


def test_repair_says_in_json_what_was_mended(nearer: Line) -> None:
    flip_last_line(nearer.home)
    document = nearer.json("doctor", "--repair")
    assert document["ok"] is True
    assert isinstance(document["findings"], list)
    assert [each["repaired"] for each in document["findings"]] == [True]


def test_a_home_in_a_folder_that_is_carried_elsewhere_is_named(nearer: Line, tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    before = nearer.whole()
    for words in (["doctor"], ["doctor", "--repair"]):
        out = nearer(*words)
        assert f"({tmp_path})" in out
        assert "other computers" in out
        assert "well" not in out.splitlines()[-1]
    document = nearer.json("doctor")
    assert document["ok"] is False
    assert nearer.whole() == before


def test_a_home_that_does_not_open_is_examined_all_the_same(nearer: Line) -> None:
    (nearer.home / "records.journal").write_bytes(b"GIF89a" * 99)
    before = nearer.whole()
    nearer("status", code=1)
    document = nearer.json("doctor")
    assert (document["ok"], document["records"]) == (False, 0)
    assert "was not written by nearer" in nearer("doctor")
    assert nearer.whole() == before
    out = nearer("doctor", "--repair")
    assert "nearer restore" in out
    assert [path.read_bytes() for path in nearer.home.glob("set-aside/*")] == [b"GIF89a" * 99]
    nearer("restore", copies(nearer)[0], "--yes")
    assert "words of Ben" in nearer("plan", "list", "--all")


def test_a_sealed_home_is_examined_with_its_passphrase(sealed: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "is well." in sealed("doctor")
    flip_last_line(sealed.home)
    before = sealed.whole()
    for secret in ("not this one", ""):
        monkeypatch.setenv(unlock.VARIABLE, secret)
        for words in (["doctor"], ["doctor", "--repair"], ["doctor", "--json"]):
            assert sealed(*words, code=1) == ""
            assert "passphrase" in sealed.err
    assert sealed.whole() == before
    monkeypatch.setenv(unlock.VARIABLE, PHRASE)
    assert "That is mended now." in sealed("doctor", "--repair")
    assert b"canary" not in every_byte(sealed.home)


def test_a_lost_key_is_named_and_nothing_is_touched(sealed: Line) -> None:
    (sealed.home / "records.key").write_bytes(b"")
    for path in sealed.home.rglob("*.journal"):
        path.write_bytes(path.read_bytes()[1:])
    before = sealed.whole()
    for words in (["doctor"], ["doctor", "--repair"]):
        out = sealed(*words)
        assert "records.key" in out
        assert "each line says what to do" in out
    assert sealed.json("doctor")["ok"] is False
    assert sealed.whole() == before


# Restore


def test_copies_are_listed_with_their_names(nearer: Line) -> None:
    document = nearer.json("restore")
    assert isinstance(document["backups"], list)
    (found,) = document["backups"]
    assert found.keys() == {"name", "at", "size", "before"}
    assert found["size"] == (nearer.home / "backups" / f"{found['name']}.journal").stat().st_size
    out = nearer("restore")
    assert out.startswith(found["name"])
    assert f"nearer restore {found['name']}" in out


def test_where_there_is_no_copy_it_is_said(nearer: Line, tmp_path: Path) -> None:
    nearer.home = tmp_path / "other"
    nearer("init", "--names", "Ana", "Ben")
    for path in nearer.home.glob("backups/*"):
        path.unlink()
    assert "no copies yet" in nearer("restore")
    assert nearer.json("restore") == {"backups": []}


@pytest.mark.parametrize("answer", ["y", "Yes", "  YES  "])
def test_yes_puts_a_copy_back_and_keeps_what_was_there(nearer: Line, answer: str) -> None:
    (name,) = copies(nearer)
    nearer("--as", "Ben", "plan", "propose", "--start", "2099-01-01T20:00", "--what", "later")
    present = (nearer.home / "records.journal").read_bytes()
    out = nearer("restore", name, lines=[answer])
    assert "is back" in out
    assert "[y/n]" in nearer.err
    assert "later" not in nearer("plan", "list", "--all")
    kept = next(each for each in copies(nearer) if "before-restore" in each)
    assert (nearer.home / "backups" / f"{kept}.journal").read_bytes() == present
    assert nearer.json("restore", kept, "--yes")["restored"] == kept
    assert "later" in nearer("plan", "list", "--all")


@pytest.mark.parametrize("lines", [["n"], ["no"], [""], [], ["yesterday"]])
def test_any_other_answer_puts_nothing_back(nearer: Line, lines: list[str]) -> None:
    (name,) = copies(nearer)
    nearer("plan", "propose", "--start", "2099-01-01T20:00")
    before = nearer.whole()
    code, out = refused(nearer, "restore", name, lines=lines)
    assert (code, out) == (1, "")
    assert nearer.whole() == before


def refused(nearer: Line, *words: str, lines: list[str]) -> tuple[int, str]:
    """Answer a question with anything but yes; the question stands on the line of the complaint."""
    code, out = nearer.tried(*words, lines=lines)
    assert "[y/n]" in nearer.err
    assert "Nothing was changed" in nearer.err
    return code, out


@pytest.mark.parametrize(
    "name",
    ["nothing", "../records", "20200101T000000Z", "\x1b[2J", "x" * 9000],
    ids=["word", "path", "day", "control", "long"],
)
def test_an_unknown_copy_is_said_in_one_line(nearer: Line, name: str) -> None:
    before = nearer.whole()
    nearer("restore", name, "--yes", code=1)
    assert "There is no copy" in nearer.err
    assert "\x1b" not in nearer.err
    assert len(nearer.err) < 300
    assert nearer.whole() == before


def test_a_copy_is_put_back_over_a_journal_of_garbage(nearer: Line) -> None:
    (nearer.home / "records.journal").write_bytes(b"\x00\xff" * 400)
    (name,) = copies(nearer)
    nearer("restore", name, "--yes")
    assert "words of Ben" in nearer("plan", "list", "--all")
    assert b"\x00\xff" * 400 in every_byte(nearer.home), "what stood there is kept"


def test_a_sealed_copy_needs_the_passphrase(sealed: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    (name,) = (each for each in copies(sealed) if "before" not in each)
    sealed("plan", "propose", "--start", "2099-01-01T20:00", "--what", "canary, later")
    before = sealed.whole()
    monkeypatch.setenv(unlock.VARIABLE, "not this one")
    sealed("restore", name, "--yes", code=1)
    assert "does not open" in sealed.err
    assert sealed.whole() == before
    monkeypatch.delenv(unlock.VARIABLE)
    sealed("restore", name, lines=[PHRASE, "n"], code=1)
    assert sealed.whole() == before
    sealed("restore", name, lines=[PHRASE, "y"])
    monkeypatch.setenv(unlock.VARIABLE, PHRASE)
    assert "later" not in sealed("plan", "list", "--all")
    assert b"canary" not in every_byte(sealed.home)


def test_a_copy_of_a_home_of_two_others_is_not_put_back(nearer: Line, tmp_path: Path) -> None:
    (name,) = copies(nearer)
    path = nearer.home / "backups" / f"{name}.journal"
    home, nearer.home = nearer.home, tmp_path / "other"
    nearer("init", "--names", "Carl", "Dora")
    path.write_bytes((nearer.home / "records.journal").read_bytes())
    nearer.home = home
    before = nearer.whole()
    nearer("restore", name, "--yes", code=1)
    assert "two other people" in nearer.err
    assert nearer.whole() == before


# Forget


def test_one_thing_is_erased_everywhere_after_one_question(nearer: Line) -> None:
    out = nearer("forget", "kept00000001", lines=["y"])
    assert "erased" in out
    assert nearer.err.count("[y/n]") == 1
    data = every_byte(nearer.home)
    assert b"canary that we keep" not in data
    assert b"canary of the laugh" in data
    assert b"canary of a draft" in data


def test_a_step_is_erased_with_its_answers(nearer: Line) -> None:
    assert nearer.json("forget", sitting(nearer.home), "--yes") == {"forgotten": 2}
    assert b"canary of the laugh" not in every_byte(nearer.home)
    assert b"canary that we keep" in every_byte(nearer.home)


def test_everything_of_mine_is_in_no_file_afterwards(nearer: Line) -> None:
    assert b"canary" in every_byte(nearer.home)
    assert nearer.json("forget", "--all", "--yes") == {"forgotten": 3}
    assert b"canary" not in every_byte(nearer.home)
    assert "words of Ben" in nearer("plan", "list", "--all")
    assert "is well." in nearer("doctor")
    assert nearer.json("forget", "--all", "--yes") == {"forgotten": 0}


def test_nothing_of_it_is_left_in_what_was_set_aside(nearer: Line) -> None:
    path = nearer.home / "records.journal"
    data = path.read_bytes()
    line = next(each for each in data.splitlines() if b"canary that we keep" in each)
    path.write_bytes(data + line[:-2])
    assert "cut off" in nearer("doctor")
    assert b"canary that we keep" in b"".join(each.read_bytes() for each in nearer.home.glob("set-aside/*"))
    nearer("forget", "kept00000001", "--yes")
    assert b"canary that we keep" not in every_byte(nearer.home)


def test_nothing_of_it_is_left_in_a_sealed_home(sealed: Line) -> None:
    assert sealed.json("forget", "--all", "--yes") == {"forgotten": 3}
    sealed("passphrase", "remove", lines=[PHRASE])
    data = every_byte(sealed.home)
    assert b"words of Ben" in data, "it is open now"
    assert b"canary" not in data


@pytest.mark.parametrize("words", [["--all"], ["kept00000001"]])
@pytest.mark.parametrize("lines", [["n"], [], ["maybe"]])
def test_any_other_answer_erases_nothing(nearer: Line, words: list[str], lines: list[str]) -> None:
    before = nearer.whole()
    assert refused(nearer, "forget", *words, lines=lines) == (1, "")
    assert nearer.whole() == before


def test_what_is_not_mine_is_as_unknown_as_what_is_not_there(nearer: Line) -> None:
    before = nearer.whole()
    ana = nearer.json("status")["people"]
    assert isinstance(ana, list)
    said = set()
    for each in ("plan00000001", "no-such-thing", "couple", ana[0].get("id", "a"), "\x1b[31m"):
        nearer("forget", each, "--yes", code=1)
        assert "\x1b" not in nearer.err
        said.add(nearer.err.split("“")[0] + nearer.err.split("”", 1)[1])
    assert len(said) == 1, "no sentence tells what the other has"
    nearer("forget", "kept00000001", "plan00000001", "--yes", code=1)
    nearer("--as", "Ben", "forget", "kept00000001", "--yes", code=1)
    assert nearer.whole() == before | {"local.json": nearer.whole()["local.json"]}, "but for who sits here"


@pytest.mark.parametrize("words", [[], ["--yes"], ["--all", "kept00000001", "--yes"]])
def test_what_to_erase_must_be_said_clearly(nearer: Line, words: list[str]) -> None:
    before = nearer.whole()
    nearer("forget", *words, code=1)
    assert "what to erase" in nearer.err
    assert nearer.whole() == before


def test_the_question_names_how_much_is_erased(nearer: Line) -> None:
    refused(nearer, "forget", "--all", lines=["n"])
    assert "3 things" in nearer.err
    refused(nearer, "forget", "kept00000001", lines=["n"])
    assert "one thing" in nearer.err
    document = json.loads(nearer("forget", "kept00000001", "--json", lines=["y"]))
    assert document == {"forgotten": 1}
