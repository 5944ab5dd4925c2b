"""`nearer talk --past`: what was talked about, and what came of it, in lines and as a document."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.cli.line import Line
from tests.screens.after_talk_stage import held
from tests.stage import FixedClock
from tui.core.records import Agreement
from tui.household import Household
from tui.household.agreements import let_go, standing
from tui.household.talks_kept import agree_after

ODD = "\x1b[31m[/b] \u202eevil 👩‍👩‍👧‍👦 日本語 " + "x" * 10_000


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Line:
    return Line(tmp_path / "home", monkeypatch, capfdbinary)


@pytest.fixture
def talked(line: Line) -> Line:
    """Three talks: one with an agreement and a sentence, one with an agreement let go, and an odd one."""
    clock = FixedClock()
    household = Household.open(line.home, clock=clock)
    household.found(("Ana", "Ben"), ("Europe/Berlin", "Europe/Berlin"))
    first = held(household, clock, topic="the kitchen", kept="We listen.")
    agree_after(household, first.id, "Phones away", date(2099, 1, 6))
    second = held(household, clock, topic="Müll", form="of-a-pack-that-is-gone")
    agree_after(household, second.id, "By turns", None)
    (made,) = household.find(Agreement, source=second.id)
    found = standing(household, made.id)
    assert found is not None
    let_go(household, found)
    held(household, clock, topic=ODD, kept=ODD)
    household.close()
    return line


def test_talks_are_printed_newest_first_with_what_came_of_them(talked: Line) -> None:
    out = talked("talk", "--past")
    assert out.index("Müll") < out.index("the kitchen")
    assert "Mon 23 Nov 2026 19:00  Talk freely, with equal time: the kitchen (10 min)" in out
    assert "“We listen.”" in out
    assert "Phones away (to look at again Tue 6 Jan 2099; open for the word of Ben)" in out
    assert "By turns (let go)" in out
    assert "\x1b" not in out
    assert "\u202e" not in out


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (("kitchen",), ["the kitchen"]),
        (("away PHONES",), ["the kitchen"]),
        (("mull", "gone"), ["Müll"]),
        (("nothing of it",), []),
    ],
)
def test_words_are_searched_in_all_of_it(talked: Line, typed: tuple[str, ...], found: list[str]) -> None:
    document = talked.json("talk", "--past", *typed)
    talks = document["talks"]
    assert isinstance(talks, list)
    assert [each["topic"] for each in talks] == found


def test_the_document_has_what_scripts_rely_on(talked: Line) -> None:
    talks = talked.json("talk", "--past", "kitchen")["talks"]
    assert isinstance(talks, list)
    (talk,) = talks
    (agreement,) = talk.pop("agreements")
    assert talk.pop("written") == []
    assert set(talk) == {"id", "at", "format", "title", "topic", "minutes", "kept"}
    assert (talk["at"], talk["format"], talk["title"]) == (
        "2026-11-23T19:00:00+01:00",
        "equal",
        "Talk freely, with equal time",
    )
    assert (talk["minutes"], talk["kept"]) == (10, "We listen.")
    assert set(agreement) == {"id", "text", "look_again", "let_go"}
    assert (agreement["text"], agreement["look_again"], agreement["let_go"]) == ("Phones away", "2099-01-06", False)


def test_what_was_written_in_a_slow_talk_is_told_with_it(line: Line) -> None:
    line("init", "--names", "Ana", "Ben")
    line("talk", "slow", "--topic", "us", "--plain", lines=["1", "I miss us", ODD, "", "yes", "e", "yes"])
    out = line("talk", "--past", "miss")
    assert "Slow motion: us" in out
    assert "  Ana writes\n    I miss us\n" in out
    assert "\x1b" not in out
    (written,) = json.loads(line("talk", "--past", "miss", "--json"))["talks"][0]["written"]
    assert set(written) == {"at", "by", "move", "text"}
    assert written["move"] == "said"


def test_where_there_is_none_it_says_so_and_leaves_no_trace(line: Line) -> None:
    line("talk", "--past", code=1)
    assert not line.home.exists()
    line("init", "--names", "Ana", "Ben")
    assert "No talk yet" in line("talk", "--past")
    assert "No talk with these words" in line("talk", "--past", "kitchen")
    assert line.json("talk", "--past") == {"talks": []}
    assert "--past" in line("talk", "--help")


def test_a_talk_is_told_with_its_sentence_in_the_export_to_read(talked: Line) -> None:
    out = talked("export", "--format", "markdown")
    assert "the kitchen\n  > We listen." in out
    assert ": Phones away" in out
