"""How the board and its forms look, small and large, in both languages."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.screens.test_looks import SnapCompare, compare
from tests.stage import LOOKS, ONCE
from tui.core.records import Agreement, Issue, IssueState
from tui.household import Household
from tui.screens.board import BoardScreen
from tui.screens.issue_agreed import IssueAgreedScreen
from tui.screens.raise_issue import RaiseIssueScreen

WORDS = {
    "en": (
        (
            "On Saturday I did the kitchen and the shopping on my own.",
            "tired, and a little lonely with it",
            "that we share it out anew",
        ),
        (
            "While I was telling you about my day, the phone was in your hand.",
            "sad",
            "the first ten minutes of the evening, without screens",
        ),
        ("Our last three calls were over after five minutes.", "far away from you", "a long hour on Sunday"),
        (
            "I learned of the dates when they were already fixed.",
            "startled, and a little sad",
            "to be asked before",
        ),
        ("When we were looking for the keys, it got loud.", "small", "to stop for ten minutes when that happens"),
        "We look at the calendar together on Sunday evening.",
    ),
    "de": (
        (
            "Am Samstag habe ich Küche und Einkauf allein gemacht.",
            "müde und etwas einsam damit",
            "dass wir es neu aufteilen",
        ),
        (
            "Während ich von meinem Tag erzählt habe, war das Handy in deiner Hand.",
            "traurig",
            "die ersten zehn Minuten am Abend ohne Bildschirm",
        ),
        ("Unsere letzten drei Anrufe waren nach fünf Minuten vorbei.", "weit weg von dir", "sonntags eine Stunde"),
        (
            "Von den Terminen habe ich erfahren, als sie schon feststanden.",
            "überrumpelt und etwas traurig",
            "vorher gefragt zu werden",
        ),
        ("Als wir die Schlüssel gesucht haben, wurde es laut.", "klein", "zehn Minuten Pause, wenn das passiert"),
        "Sonntagabend schauen wir gemeinsam in den Kalender.",
    ),
}
STATES = (
    ("still", IssueState.RAISED, 0, 20),
    ("phone", IssueState.RAISED, 1, 3),
    ("calls", IssueState.PARKED, 1, 9),
    ("dates", IssueState.AGREED, 0, 12),
    ("keys", IssueState.CLOSED, 1, 40),
)


def lived(household: Household, language: str) -> Household:
    """Put issues of every kind on the board."""
    household.speak(language)
    *words, sentence = WORDS[language]
    people = household.people
    household.save(Agreement(id="kept", by=people[0].id, at=household.now(), text=str(sentence), source="dates"))
    for (issue_id, state, seat, days), (happened, feel, need) in zip(STATES, words, strict=True):
        at = household.now() - timedelta(days=days)
        issue = Issue(
            id=issue_id,
            by=people[seat].id,
            at=at,
            touched=at,
            happened=happened,
            feel=feel,
            need=need,
            state=state,
            agreement="kept" if issue_id == "dates" else "",
        )
        household.save(issue)
    return household


@LOOKS
@pytest.mark.parametrize("chosen", ["still", "dates"])
def test_the_board(
    snap_compare: SnapCompare, household: Household, language: str, chosen: str, size: tuple[int, int]
) -> None:
    lived(household, language)
    assert compare(snap_compare, household, lambda: BoardScreen(household, chosen=chosen), size)


@LOOKS
def test_what_came_of_a_talk(
    snap_compare: SnapCompare, household: Household, language: str, size: tuple[int, int]
) -> None:
    lived(household, language)
    issue = household.get(Issue, "phone")
    assert issue is not None
    household.save(_in_talk(household, issue))
    household.be_alone(alone=True)
    assert compare(snap_compare, household, lambda: BoardScreen(household, chosen="phone"), size)


def _in_talk(household: Household, issue: Issue) -> Issue:
    return replace(issue, state=IssueState.IN_TALK, touched=household.now())


@ONCE
def test_an_empty_board(
    snap_compare: SnapCompare, household: Household, language: str, size: tuple[int, int]
) -> None:
    household.speak(language)
    assert compare(snap_compare, household, lambda: BoardScreen(household), size)


@LOOKS
def test_raising_something(
    snap_compare: SnapCompare, household: Household, language: str, size: tuple[int, int]
) -> None:
    household.speak(language)
    keys = ("i", "tab", "tab", "n", "ctrl+o")
    assert compare(snap_compare, household, lambda: RaiseIssueScreen(household), size, keys)


@LOOKS
def test_changing_the_words(
    snap_compare: SnapCompare, household: Household, language: str, size: tuple[int, int]
) -> None:
    lived(household, language)
    issue = household.get(Issue, "still")
    assert compare(snap_compare, household, lambda: RaiseIssueScreen(household, issue), size)


@ONCE
def test_noting_what_was_agreed(
    snap_compare: SnapCompare, household: Household, language: str, size: tuple[int, int]
) -> None:
    lived(household, language)
    issue = household.get(Issue, "calls")
    assert issue is not None
    assert compare(snap_compare, household, lambda: IssueAgreedScreen(household, issue), size, ("o", "k"))
