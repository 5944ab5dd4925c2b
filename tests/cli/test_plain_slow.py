"""A slow talk line by line: the same words and drafts as on the screens, and nothing lost when the lines end."""

import io
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.cli.line import Line
from tests.stage import FixedClock
from tui.cli.plain_slow import slow_talk
from tui.core.errors import InputError
from tui.core.ids import Ids
from tui.core.records import Said, Talk
from tui.household import Household
from tui.household.slow import begin, draft, formats, running

ODD = "[/b] \u202e\x1b]52;c;aGk=\x07 日本語 {name} " + "long " * 2000


@pytest.fixture
def ana(tmp_path: Path) -> Iterator[Household]:
    found = Household.open(tmp_path / "home", clock=FixedClock(), ids=Ids(Random(1)))
    found.found(("Ana", "Ben"), ("Europe/Berlin", "Europe/Berlin"))
    yield found
    found.store.close()


@pytest.fixture
def ben(ana: Household) -> Iterator[Household]:
    found = Household.open(ana.store.home, name="Ben", clock=FixedClock(), ids=Ids(Random(2)))
    yield found
    found.store.close()


class Typed:
    """Types lines, and keeps what was said."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._patch, self._capture = monkeypatch, capsys
        self.complaint = ""

    def __call__(self, household: Household, *lines: str, form: str = "", topic: str = "", code: int = 0) -> str:
        self._patch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        household.catch_up()
        found = slow_talk(household, form, topic)
        said = self._capture.readouterr()
        self.complaint = said.err
        assert found == code, said.err
        assert len(said.err.splitlines()) == code
        assert "\x1b" not in said.out
        return said.out


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(monkeypatch, capsys)


def test_a_talk_by_turns_until_both_are_understood_and_it_ends(ana: Household, ben: Household, typed: Typed) -> None:
    text = typed(ana, "1", "I miss us", "in the evenings", "", "yes", "", form="slow", topic="the evenings")
    for part in ("Who writes first? Type 1 for Ana, 2 for Ben", "The floor is yours.", "It is with Ben now."):
        assert part in text
    text = typed(ben, "you miss me", "", "y", "")
    assert "Ana writes\nI miss us\nin the evenings" in text
    assert "Write back what you heard" in text
    text = typed(ana, "what?", "n", "", "n", "not only you", "", "y", "")
    assert "That was not understood." in text
    assert "What is missing?" in text
    assert "Not quite yet: what is missing stands above." in typed(ben, "us", "", "y", "")
    assert "The floor has passed on." in typed(ana, "y", "")
    assert "Ana writes" not in typed(ben, "", "")
    assert "Ana writes" in typed(ben, "a", "p", "")
    assert "End this talk, for both of you?" in typed(ana, "e", "", "")
    assert running(ana), "it is asked once more"
    assert "The talk has ended." in typed(ana, "e", "y")
    (held,) = ana.all(Talk)
    assert (held.topic, running(ana)) == ("the evenings", [])


def test_what_is_typed_is_kept_when_the_lines_end(ana: Household, typed: Typed) -> None:
    begin(ana, formats(ana)[0], "", first=0)
    talk = running(ana)[0].talk.id
    typed(ana, "half a thought", code=1)
    assert "kept as a draft, for you alone" in typed.complaint
    assert draft(ana, talk) == "half a thought"
    assert "So far you wrote: half a thought" in typed(ana, "", "")
    assert ana.all(Said) == []
    typed(ana, "more of it", "", "")
    assert draft(ana, talk) == "half a thought\nmore of it", "nothing that was written goes by itself"
    typed(ana, "-", "", "")
    assert draft(ana, talk) == ""
    typed(ana, "-", "half a thought", "", "yes", "")
    assert [each.text for each in ana.all(Said)] == ["half a thought"]
    assert draft(ana, talk) == ""
    typed(ana)


def test_of_several_one_is_chosen_and_a_new_topic_begins_another(
    ana: Household, ben: Household, typed: Typed
) -> None:
    form = formats(ana)[0]
    begin(ana, form, "one", first=0)
    begin(ben, form, "two", first=1)
    text = typed(ana, "2", ODD, "", "yes", "")
    assert "1 two\n2 one: something for you" in text or "1 one: something for you" in text
    typed(ana, "", form="slow")
    typed(ana, "", form="slow", topic="three")
    assert len(running(ana)) == 2, "an empty line begins nothing"
    typed(ana, "2", "", form="slow", topic="three")
    assert running(ana)[0].talk.first == 1
    assert "It is with Ben now." in typed(ana, "", topic="three")
    with pytest.raises(InputError, match="unknown_talk_format"):
        typed(ana, form="nobody knows it", topic="four")


def test_a_script_and_a_person_are_told_only_of_their_own_turn(
    ana: Household, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    nearer = Line(ana.store.home, monkeypatch, capfdbinary)
    assert nearer.json("status")["slow_talk"] is False
    begin(ana, formats(ana)[0], "a word for nobody else", first=1)
    assert "There is something for you in your slow talk." in nearer("--as", "Ben", "status")
    assert nearer.json("status")["slow_talk"] is True
    text = nearer("--as", "Ana", "status", "--json")
    assert '"slow_talk": false' in text
    assert "a word for nobody else" not in text


def test_in_german(ana: Household, typed: Typed) -> None:
    ana.speak("de")
    text = typed(ana, "1", "Du fehlst mir", "", "ja", "", form="slow", topic="die Abende")
    assert "Jetzt liegt es bei Ben." in text
    assert [each.text for each in ana.all(Said)] == ["Du fehlst mir"]
