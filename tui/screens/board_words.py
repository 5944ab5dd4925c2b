"""An issue in words: as a line of the board, and in full."""

from textual.content import Content

from tui.catalog.dates import day
from tui.checkin.issues import PARTS, lies_still, topic
from tui.core.records import Issue, IssueState
from tui.household import Household
from tui.household.issues import TalkAbout, agreed_on
from tui.widgets.person import shape, tag
from tui.widgets.text import cut, joined, shown

NAME_CELLS = 30
STILL = "◌"
"""Marks what has lain still, together with the words for it."""


def line(household: Household, issue: Issue, cells: int) -> Content:
    """Return an issue on one line of at most `cells`: who raised it by shape, what it is, whether it lies still."""
    person = household.person(issue.by)
    mark = shape(person.seat) if person is not None else Content(" ")
    if not lies_still(issue, household.now()):
        return joined("  ", mark, " ", cut(topic(issue), cells - 4))
    still = shown(f"   {STILL} {household.words('board.still_mark')}", "$secondary")
    return joined("  ", mark, " ", cut(topic(issue), cells - 4 - still.cell_length), still)


def whole(household: Household, issue: Issue, talk: TalkAbout | None, *, airy: bool) -> Content:
    """Return an issue in full: who raised it and when, how it is with it, its parts, what was agreed."""
    words, agreed = household.words, agreed_on(household, issue)
    parts = [(words(f"board.{part}"), getattr(issue, part)) for part in PARTS]
    lines = [_head(household, issue), *([_standing(household, issue, talk)] if _moves(household, issue) else [])]
    lines += [_part(label, text, airy=airy) for label, text in parts if text]
    if agreed:
        lines.append(_part(words("board.agreed"), agreed, airy=airy))
    return Content("\n\n" if airy else "\n").join(lines)


def _head(household: Household, issue: Issue) -> Content:
    person, local = household.person(issue.by), household.local(issue.at)
    when = household.words("board.raised_on", day=day(household.words, local))
    who = joined(tag(person.name, person.seat, NAME_CELLS), "   ") if person is not None else Content()
    return joined(who, shown(when, "$quiet"))


def _part(label: str, text: str, *, airy: bool) -> Content:
    return joined(shown(label, "bold $quiet"), "\n" if airy else "  ", shown(text))


def _moves(household: Household, issue: Issue) -> bool:
    return issue.state is IssueState.IN_TALK or lies_still(issue, household.now())


def _standing(household: Household, issue: Issue, talk: TalkAbout | None) -> Content:
    """Return how it is with an issue in a talk, or with one that lies still, and what can be done."""
    if issue.state is not IssueState.IN_TALK:
        key = "board.still_parked" if issue.state is IssueState.PARKED else "board.still"
    elif talk is None:
        key = "board.talk_marked"
    else:
        key = "board.talk_running" if talk.running else "board.talk_held"
    return shown(household.words(key), "$secondary")
