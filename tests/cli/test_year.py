"""`nearer year`: the page of a year, printed or in a file."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.line import Line
from tests.hygiene.test_loading import modules_after
from tui.core.records import Answer, Opening, Person, Plan, PlanState, Record, Sitting, Talk
from tui.store.store import Store

JUNE = datetime(2024, 6, 15, 12, tzinfo=UTC)


@pytest.fixture
def nearer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Line:
    found = Line(tmp_path / "home", monkeypatch, capfdbinary)
    found("init", "--names", "Ana", "Ben", "--zones", "Europe/Berlin", "Europe/Berlin")
    return found


def keep(home: Path, *records: Record) -> None:
    store = Store.open(home)
    store.save(*records, by=records[0].by, at=JUNE)
    store.close()


def lived(home: Path, what: str = "a walk") -> None:
    """Give them a time alone in June 2024, and answers that are not opened."""
    store = Store.open(home)
    people = [person.id for person in store.all(Person)]
    store.close()
    keep(
        home,
        Plan(
            id="plan",
            by=people[0],
            at=JUNE,
            start=JUNE,
            minutes=60,
            zone="Europe/Berlin",
            what=what,
            state=PlanState.DONE,
        ),
        Talk(id="talk", by=people[0], at=JUNE, format="equal", topic=what, minutes=20),
        *(Sitting(id=f"s{each}", by=each, at=JUNE, step="before") for each in people),
        *(
            Answer(
                id=f"s{each}.l",
                by=each,
                at=JUNE,
                sitting=f"s{each}",
                step="before",
                question="before.loved",
                value="canary",
            )
            for each in people
        ),
    )


def test_a_year_is_printed_to_be_read(nearer: Line) -> None:
    lived(nearer.home)
    page = nearer("year", "2024")
    assert page.startswith("# Our year 2024\n\nAna ● and Ben ◆\n\n")
    assert "**June**\n\n- a walk\n" in page
    assert "canary" not in page
    assert nearer("--as", "Ben", "year", "2024") == page


def test_what_was_opened_is_on_it_for_both(nearer: Line) -> None:
    lived(nearer.home)
    store = Store.open(nearer.home)
    sittings = [each.id for each in store.all(Sitting)]
    store.close()
    keep(
        nearer.home, Opening(id="o", by=sittings[0][1:], at=JUNE, step="before", sittings=(sittings[0], sittings[1]))
    )
    assert nearer("year", "2024").count("canary") == 2


def test_without_a_year_it_is_the_one_that_is_looked_back_on(nearer: Line) -> None:
    assert nearer.json("year")["year"] in {datetime.now(UTC).year - 1, datetime.now(UTC).year}


def test_json_is_one_document(nearer: Line) -> None:
    lived(nearer.home)
    assert nearer.json("year", "2024") == {"year": 2024, "markdown": nearer("year", "2024")}


def test_it_is_written_into_a_file_and_over_none(nearer: Line, tmp_path: Path) -> None:
    lived(nearer.home)
    page, path = nearer("year", "2024"), tmp_path / "ours.md"
    assert str(path) in nearer("year", "2024", "--to", str(path))
    assert path.read_text("utf-8") == page
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text("a letter of mine", "utf-8")
    nearer("year", "2024", "--to", str(path), code=1)
    assert "--yes" in nearer.err
    assert path.read_text("utf-8") == "a letter of mine"
    assert nearer.json("year", "2024", "--to", str(path), "--yes")["to"] == str(path)
    assert path.read_text("utf-8") == page
    (tmp_path / "folder").mkdir()
    nearer("year", "2024", "--to", str(tmp_path / "folder"))
    assert (tmp_path / "folder" / "year-2024.md").read_text("utf-8") == page
    nearer("year", "--to", str(tmp_path / "no" / "ours.md"), code=1)


@pytest.mark.parametrize("odd", ["[/b]", "日本語", "\x1b]52;c;aGk=\x07", "# not a heading", "a | b"])
def test_odd_words_do_nothing_to_the_terminal_or_the_page(nearer: Line, odd: str) -> None:
    lived(nearer.home, odd)
    page = nearer("year", "2024")
    assert "\x1b" not in page
    assert "\x07" not in page
    assert [line for line in page.splitlines() if line.startswith("# ")] == ["# Our year 2024"]


@pytest.mark.parametrize("word", ["x", "0", "10000", "-5", "2024.5", "٢٠٢٤", ""])
def test_what_is_no_year_is_wrong_usage(nearer: Line, word: str) -> None:
    nearer("year", word, code=2)


def test_it_speaks_the_language_of_whoever_asks(nearer: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEARER_LANGUAGE", "de")
    lived(nearer.home)
    assert nearer("year", "2024").startswith("# Unser Jahr 2024\n\nAna ● und Ben ◆\n\n")


def test_looking_makes_no_home_and_changes_none(nearer: Line, tmp_path: Path) -> None:
    before = nearer.whole()
    nearer("year")
    assert nearer.whole() == before
    nearer.home = tmp_path / "nobody"
    nearer("year", code=1)
    assert not nearer.home.exists()


def test_it_needs_no_screen(nearer: Line) -> None:
    loaded = modules_after("from tui.cli import main\nmain(sys.argv[1:])", "--home", str(nearer.home), "year")
    assert not [name for name in loaded if name.split(".")[0] in {"textual", "rich"}]
