"""The board line by line: the same issues as on the screens, and nothing lost when the lines end."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from tests.stage import FixedClock
from tui.cli.plain_issues import issues
from tui.core.ids import Ids
from tui.core.records import Agreement, Issue, IssueState, Talk
from tui.household import Household
from tui.household.issue_words import agreed_draft, draft

BEGUN = ("y", "y", "", "", "", ">")
"""Both have time for a talk, take a breath, have no ground rule, and go on to the second part."""

PASSED = ("", "", "", "")
"""Nothing is to be kept of a talk, nobody marks how safe it felt, and no help is asked for."""


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def household(tmp_path: Path, clock: FixedClock) -> Iterator[Household]:
    found = Household.open(tmp_path / "home", clock=clock, ids=Ids(Random(1)))
    found.found(("Ana", "Ben"), ("Europe/Berlin", "America/New_York"))
    yield found
    found.close()


class Typed:
    """Types lines into the board, and keeps what was said."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._patch = monkeypatch
        self._capture = capsys
        self.complaint = ""

    def __call__(self, household: Household, *lines: str, code: int = 0) -> str:
        self._patch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        found = issues(household)
        said = self._capture.readouterr()
        self.complaint = said.err
        assert found == code, said.err
        assert len(said.err.splitlines()) == code
        return said.out


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(monkeypatch, capsys)


def put(household: Household, happened: str = "we ate in two rooms", *, mine: bool = True, days: int = 0) -> Issue:
    at = household.now() - timedelta(days=days)
    by = (household.me if mine else household.partner).id
    issue = Issue(
        id=household.ids.new(), by=by, at=at, touched=at, happened=happened, feel="lonely", need="an evening"
    )
    household.save(issue)
    return issue


def now(household: Household, issue: Issue) -> Issue:
    held = household.get(Issue, issue.id)
    assert held is not None
    return held


RAISE = ("r", "", "it rained", "all day", "", "wet", "", "a roof", "", "")


def test_something_is_raised_line_by_line_and_heard_by_the_other(household: Household, typed: Typed) -> None:
    said = typed(household, *RAISE, "")
    assert "Nothing is on the board." in said
    assert "Only you see this until you raise it" in said
    assert "A way to begin:" in said
    (issue,) = household.all(Issue)
    assert (issue.happened, issue.feel, issue.need) == ("it rained\nall day", "wet", "a roof")
    assert draft(household).blank
    household.be(household.partner)
    said = typed(household, "1", "", "")
    assert "1 it rained all day. Raised by Ana, to be talked about." in said
    assert "What I need: a roof" in said
    assert "change the words" not in said


def test_more_examples_can_be_heard(household: Household, typed: Typed) -> None:
    openings = household.catalog.phrases("openings").phrases
    said = typed(household, "r", "m", "m", "", "", "", "", "n", "")
    assert [opening.text in said for opening in openings[:4]] == [True, True, True, False]


def test_when_the_lines_end_the_draft_is_kept_for_its_writer_alone_and_gone_on_with(
    household: Household, typed: Typed
) -> None:
    typed(household, "r", "", "a secret", "", "sa", code=1)
    assert "kept as a draft" in typed.complaint
    assert household.all(Issue) == []
    assert draft(household).parts == ("a secret", "sa", "")
    household.be(household.partner)
    assert "secret" not in typed(household, "r", "", "", "", "", "n", "")
    household.be(household.partner)
    said = typed(household, "r", "", "", "sad", "", "a talk", "", "", "")
    assert "So far: a secret An empty line leaves it as it is." in said
    assert [(each.happened, each.feel, each.need) for each in household.all(Issue)] == [("a secret", "sad", "a talk")]


def test_it_can_be_left_as_a_draft_and_without_words_nothing_is_raised(household: Household, typed: Typed) -> None:
    assert "for you alone" in typed(household, *RAISE[:-1], "n", "")
    assert household.all(Issue) == []
    assert draft(household).need == "a roof"
    household.be(household.partner)
    assert "There are no words in it yet." in typed(household, "r", "", "", "", "", "", "")
    assert household.all(Issue) == []


def test_an_issue_is_parked_taken_up_closed_and_opened_again(household: Household, typed: Typed) -> None:
    issue = put(household, mine=False)
    for key, state, told in (
        ("p", "parked", "u take up again"),
        ("u", "raised", "p park it"),
        ("c", "closed", "u open again"),
        ("u", "raised", "t talk about it"),
    ):
        said = typed(household, "1", key, "1", "", "")
        assert told in said
        assert now(household, issue).state == state
        assert "Ana parked" not in said


def test_what_was_agreed_becomes_an_agreement(household: Household, typed: Typed) -> None:
    issue = put(household, mine=False)
    said = typed(household, "1", "a", "we eat at the table", "1", "", "")
    assert "What you agreed: we eat at the table" in said
    (agreement,) = household.all(Agreement)
    assert (agreement.source, now(household, issue).agreement) == (issue.id, agreement.id)
    assert now(household, issue).state is IssueState.AGREED
    assert "p park it" not in said.rpartition("What now?")[2]


def test_what_was_typed_as_agreed_on_a_screen_is_offered(household: Household, typed: Typed) -> None:
    issue = put(household)
    household.store.local.put(f"issue_agreed/{household.me.id}/{issue.id}", "half a word")
    assert "So far: half a word" in typed(household, "1", "a", "x", "")
    assert agreed_draft(household, issue.id) == "half a word"
    typed(household, "1", "a", "", "")
    assert [each.text for each in household.all(Agreement)] == ["half a word"]


def test_the_author_changes_the_words(household: Household, typed: Typed) -> None:
    issue = put(household)
    said = typed(household, "1", "e", "", "small", "", "", "", "")
    assert "So far: we ate in two rooms" in said
    assert (now(household, issue).happened, now(household, issue).feel) == ("we ate in two rooms", "small")


def test_a_talk_is_held_and_what_came_of_it_is_asked(household: Household, typed: Typed) -> None:
    issue, waiting = put(household, days=1), put(household, "another", days=2)
    said = typed(household, "2", "t", "1", "q", "")
    assert "1 another. Raised by Ana, in a talk." in said
    assert "You have talked" not in said
    said = typed(household, "2", "t", "")
    assert "A talk about something else is still open" in said
    typed(household, "1", "t", *BEGUN, "e", "e", *PASSED, "", "")
    assert (now(household, waiting).state, len(household.all(Talk))) == (IssueState.RAISED, 1)
    said = typed(household, "1", "t", "1", *BEGUN, "e", "e", *PASSED, "a", "we eat at the table", "")
    assert "What came of it?" in said
    assert now(household, issue).state is IssueState.AGREED
    assert now(household, issue).talk == household.all(Talk)[-1].id


def test_where_now_is_no_good_time_for_a_talk_it_waits_as_before(household: Household, typed: Typed) -> None:
    typed(household, "r", "", "the tap", "", "", "", "", "")
    assert "Then not now." in typed(household, "1", "t", "", "y", "n", "")
    assert [each.state for each in household.all(Issue)] == [IssueState.RAISED]
    typed(household, "1", "t", code=1)
    assert [each.state for each in household.all(Issue)] == [IssueState.RAISED], "nothing was begun"


def test_when_the_lines_end_in_a_talk_it_is_kept(household: Household, typed: Typed) -> None:
    issue = put(household)
    typed(household, "1", "t", "1", code=1)
    assert "takes it up again" in typed.complaint
    assert now(household, issue).state is IssueState.IN_TALK


def test_what_lies_still_is_said_calmly(household: Household, typed: Typed) -> None:
    put(household, days=15)
    said = typed(household, "1", "", "")
    assert "It has been lying still for a while." in said
    assert "all of it is fine" in said


@pytest.mark.parametrize("line", ["0", "2", "x", "٣", "1 1", "9" * 400, "[/b]"])
def test_what_is_not_understood_changes_nothing(household: Household, typed: Typed, line: str) -> None:
    assert "not understood" in typed(household, line, "")
    issue = put(household)
    assert "from 1 to 1" in typed(household, line, "")
    assert "not understood" in typed(household, "1", line, "")
    assert now(household, issue) == issue


def test_when_to_see_a_professional_is_told_without_marks(household: Household, typed: Typed) -> None:
    said = typed(household, "w", "")
    assert "Asking for help is no failure." in said
    assert "**" not in said


def test_escapes_reach_neither_the_terminal_nor_the_home(household: Household, typed: Typed) -> None:
    said = typed(household, "r", "", "a\x1b]52;c;aGk=\x07b", "", "", "", "", "1", "", "")
    assert "\x1b" not in said
    assert household.all(Issue)[0].happened == "a␛]52;c;aGk=␇b"


def test_alone_it_says_what_it_can_do(household: Household, typed: Typed) -> None:
    household.be_alone(alone=True)
    assert "On your own: putting it into words" in typed(household, "")


def test_it_speaks_german(household: Household, typed: Typed) -> None:
    household.speak("de")
    put(household, mine=False)
    said = typed(household, "1", "p", "1", "", "")
    assert "Angesprochen von Ben, beiseitegelegt." in said
    assert "[board." not in said
    assert "[commands." not in said
