"""The command line: names and shapes that scripts rely on."""

import json
from pathlib import Path

import pytest

from tui import __version__
from tui.cli import main
from tui.core.records import Answer
from tui.household import Household

ODD_NAMES = [
    ("[/b]", "[@click=app.quit]x[/]"),
    ("\x1b]52;c;aGk=\x07", "\x1b[31mred"),
    ("\u202eevil", "o\u0301"),
    ("👩‍👩‍👧‍👦", "日本語"),
    ("x" * 10_000, "y" * 10_000),
    ("-h", "--json"),
    ("${HOME}", "%s {name}"),
    ("\udcff", "' \" \\"),
]


class Line:
    """Types commands on one home, and keeps what came out."""

    def __init__(self, home: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
        self.home = home
        self._capture = capfdbinary

    def __call__(self, *words: str, code: int = 0) -> str:
        found = main(["--home", str(self.home), *words])
        out, err = (each.decode() for each in self._capture.readouterr())
        assert found == code, err
        assert "Traceback" not in err
        if code == 1:
            assert len(err.splitlines()) == 1
        if code == 0:
            assert err == ""
        return out or err

    def json(self, *words: str) -> dict[str, object]:
        document = json.loads(self(*words, "--json"))
        assert isinstance(document, dict)
        return document


@pytest.fixture
def nearer(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Line:
    return Line(tmp_path / "home", capfdbinary)


@pytest.fixture
def begun(nearer: Line) -> Line:
    nearer("init", "--names", "Ana", "Ben", "--zones", "Europe/Berlin", "America/New_York")
    return nearer


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"nearer {__version__}\n"


def test_help_names_every_command(nearer: Line) -> None:
    text = nearer("--help")
    for command in ("init", "demo", "status", "check-in", "talk", "plan", "export", "import", "content"):
        assert command in text


def test_status_has_the_shape_that_scripts_rely_on(begun: Line) -> None:
    status = begun.json("status")
    assert {"people", "me", "records", "next_time_alone", "to_open", "store", "sync"} <= status.keys()
    assert status["me"] == "Ana"
    assert status["next_time_alone"] is None
    assert status["to_open"] == 0
    assert status["sync"] is None


def test_looking_at_a_home_that_is_not_there_makes_none(nearer: Line) -> None:
    for words in (["status"], ["export"], ["plan", "list"]):
        nearer(*words, code=1)
    assert not nearer.home.exists()


def test_a_household_begins_once(begun: Line) -> None:
    before = begun("export")
    begun("init", "--names", "Carl", "Dora", code=1)
    assert begun("export") == before


@pytest.mark.parametrize(
    "words",
    [
        ["init", "--names", "Ana", "ana"],
        ["init", "--names", "", "Ben"],
        ["init", "--names", "Ana", "Ben", "--zones", "Mars/Phobos", "Europe/Berlin"],
        ["init", "--names", "A" * 200_000, "Ben"],
    ],
)
def test_a_household_that_cannot_be_is_refused_in_one_line(nearer: Line, words: list[str]) -> None:
    assert len(nearer(*words, code=1).splitlines()) == 1
    nearer("init", "--names", "Ana", "Ben")
    assert nearer.json("status")["me"] == "Ana"


@pytest.mark.parametrize(
    "words", [["bogus"], ["init"], ["plan"], ["plan", "bogus"], ["content", "check"], ["--bogus"]]
)
def test_wrong_usage_is_exit_code_two(nearer: Line, words: list[str]) -> None:
    assert "nearer" in nearer(*words, code=2)
    assert not nearer.home.exists()


@pytest.mark.parametrize("names", ODD_NAMES)
def test_people_may_be_called_anything(nearer: Line, names: tuple[str, str]) -> None:
    nearer("init", "--names", *_shielded(names))
    text = nearer("status") + nearer("export") + nearer("export", "--format", "markdown")
    assert "\x1b" not in text
    assert "\u202e" not in text
    people = nearer.json("status")["people"]
    assert isinstance(people, list)
    assert len(people[0]["name"]) >= min(len(names[0]), 1)


def _shielded(names: tuple[str, str]) -> list[str]:
    return [f" {name}" if name.startswith("-") else name for name in names]


def test_who_i_am_is_remembered(begun: Line) -> None:
    assert begun.json("--as", "Ben", "status")["me"] == "Ben"
    assert begun.json("status")["me"] == "Ben"
    begun("--as", "Carl", "status", code=1)


def test_an_export_comes_back_byte_for_byte(begun: Line, tmp_path: Path) -> None:
    first = begun("export")
    (tmp_path / "out.json").write_text(first, "utf-8")
    begun.home = tmp_path / "other"
    begun("import", str(tmp_path / "out.json"))
    assert begun("export") == first
    document = json.loads(first)
    assert {"format", "people", "records"} <= document.keys()
    assert all("id" in record for record in document["records"])


def test_the_second_persons_export_comes_back_as_theirs(begun: Line, tmp_path: Path) -> None:
    both_answered(begun.home)
    first = begun("--as", "Ben", "export", "--to", str(tmp_path / "ben.json"))
    begun.home = tmp_path / "other"
    begun("import", str(tmp_path / "ben.json"))
    assert first == ""
    assert begun("export") == (tmp_path / "ben.json").read_text("utf-8")
    assert begun.json("status")["me"] == "Ben"


def test_an_export_holds_nothing_of_the_other_that_is_not_opened(begun: Line) -> None:
    both_answered(begun.home)
    text = begun("--as", "Ana", "export")
    assert "canary of Ana" in text
    assert "canary of Ben" not in text


def test_importing_twice_changes_nothing(begun: Line, tmp_path: Path) -> None:
    text = begun("export")
    (tmp_path / "out.json").write_text(text, "utf-8")
    assert begun.json("import", str(tmp_path / "out.json"))["imported"] == 0
    assert begun("export") == text


def test_another_couples_export_is_refused(begun: Line, tmp_path: Path) -> None:
    (tmp_path / "out.json").write_text(begun("export"), "utf-8")
    begun.home = tmp_path / "other"
    begun("init", "--names", "Carl", "Dora")
    before = begun("export")
    begun("import", str(tmp_path / "out.json"), code=1)
    assert begun("export") == before


def test_a_broken_import_leaves_the_home_as_it_was(begun: Line, tmp_path: Path) -> None:
    text = begun("export")
    journal = (begun.home / "records.journal").read_bytes()
    for number, broken in enumerate((text[: len(text) // 2], "", "[]", '{"format": 99}', "\x00\xff", text + text)):
        path = tmp_path / f"broken-{number}.json"
        path.write_bytes(broken.encode("latin-1", "replace"))
        begun("import", str(path), code=1)
    begun("import", str(tmp_path / "missing.json"), code=1)
    begun("import", str(tmp_path), code=1)
    assert (begun.home / "records.journal").read_bytes() == journal


def test_an_export_can_be_written_to_a_file_that_only_its_owner_reads(begun: Line, tmp_path: Path) -> None:
    begun("export", "--format", "markdown", "--to", str(tmp_path / "us.md"))
    assert (tmp_path / "us.md").stat().st_mode & 0o777 == 0o600
    begun("export", "--to", str(tmp_path / "no" / "such" / "folder.json"), code=1)


def test_content_is_listed_and_checked(nearer: Line, tmp_path: Path) -> None:
    listing = nearer.json("content", "list")
    steps = listing["steps"]
    assert isinstance(steps, list)
    assert len(steps) == 7
    (tmp_path / "pack.toml").write_text('id = "mine"\nlanguage = 3\n', "utf-8")
    found = main(["content", "check", str(tmp_path), "--json"])
    assert found == 1


@pytest.mark.parametrize("words", [[], ["check-in"], ["talk"], ["demo"]])
def test_without_a_terminal_what_needs_one_says_so(begun: Line, words: list[str]) -> None:
    assert "terminal" in begun(*words, code=1)


def test_years_of_a_made_up_couple_are_written_for_load_tests(nearer: Line) -> None:
    written = nearer.json("demo", "--years", "1")
    records = written["records"]
    assert isinstance(records, int)
    assert 8_000 < records < 15_000
    again = nearer("demo", "--years", "1", code=1)
    assert "already" in again
    assert nearer.json("status")["next_time_alone"]


def test_a_home_that_is_a_file_is_said_in_one_line(nearer: Line) -> None:
    nearer.home.write_text("I am a file", "utf-8")
    nearer("status", code=1)
    nearer("init", "--names", "Ana", "Ben", code=1)
    assert nearer.home.read_text("utf-8") == "I am a file"


def both_answered(home: Path) -> None:
    """Let both answer step 0, without opening it."""
    from tui.checkin.flow import DraftAnswer

    household = Household.open(home)
    for _ in range(2):
        text = f"canary of {household.me.name}"
        draft = household.draft("before").with_answer("before.loved", DraftAnswer(value=text))
        household.finish(draft, ["before.loved"])
        assert [answer.value for answer in household.all(Answer)] == [text]
        household.be(household.partner)
    household.close()
