"""What becomes of an issue: where it may stand, what may be done with it, one in a talk at a time, what lies still.

raised -> parked | in a talk | agreed | closed
parked -> parked for longer | raised again | in a talk | agreed | closed
in a talk -> in a talk again | parked | raised again | agreed | closed
agreed -> agreed anew | raised again | closed
closed -> raised again | agreed

Both may move an issue, and nothing tells who did. Its words are its author's alone.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from tui.checkin.merging import PARAGRAPHS, merged_text
from tui.core.errors import InputError
from tui.core.records import Issue, IssueState
from tui.core.text import clean, shorten

PARTS = ("happened", "feel", "need")
"""The parts of a gentle opening, in their order."""

STILL = timedelta(weeks=2)
"""After so long in which nobody touched it, an issue is gently brought up."""

PARKED_STILL = timedelta(days=60)
"""The same for one that was parked: it was to have its rest."""

ORDER = (IssueState.IN_TALK, IssueState.RAISED, IssueState.PARKED, IssueState.AGREED, IssueState.CLOSED)
"""The states in the order in which a board shows them."""

TOPIC_CELLS = 200
"""How wide the topic of a talk about an issue may be."""


class Act(StrEnum):
    """What can be done with an issue. `TAKE_UP` brings it back among what is to be talked about."""

    TALK = "talk"
    AGREE = "agree"
    PARK = "park"
    TAKE_UP = "take_up"
    CLOSE = "close"


TO = {
    Act.TALK: IssueState.IN_TALK,
    Act.AGREE: IssueState.AGREED,
    Act.PARK: IssueState.PARKED,
    Act.TAKE_UP: IssueState.RAISED,
    Act.CLOSE: IssueState.CLOSED,
}
"""Where an act brings an issue."""

_REFUSED = {
    (IssueState.AGREED, Act.TALK): "issue_is_agreed",
    (IssueState.AGREED, Act.PARK): "issue_is_agreed",
    (IssueState.CLOSED, Act.TALK): "issue_is_closed",
    (IssueState.CLOSED, Act.PARK): "issue_is_closed",
}
"""What cannot be done; everything else can, also what the other one did a moment ago."""

_OFFERED = {
    IssueState.RAISED: frozenset({Act.TALK, Act.AGREE, Act.PARK, Act.CLOSE}),
    IssueState.PARKED: frozenset({Act.TALK, Act.AGREE, Act.TAKE_UP, Act.CLOSE}),
    IssueState.IN_TALK: frozenset(Act),
    IssueState.AGREED: frozenset({Act.TAKE_UP, Act.CLOSE}),
    IssueState.CLOSED: frozenset({Act.TAKE_UP}),
}


# Words


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """The three parts while somebody writes them. `issue` is the id of the issue they are, or will be.

    `was` holds the parts as they stood on the board when the writing began, empty for a new issue.
    """

    issue: str
    happened: str = ""
    feel: str = ""
    need: str = ""
    was: tuple[str, str, str] = ("", "", "")

    @property
    def parts(self) -> tuple[str, str, str]:
        """What happened, how I feel, what I need."""
        return self.happened, self.feel, self.need

    @property
    def blank(self) -> bool:
        """Whether there is nothing in it."""
        return not any(part.strip() for part in self.parts)


def wording(issue: Issue) -> Wording:
    """Return the words of an issue, to be changed."""
    parts = (issue.happened, issue.feel, issue.need)
    return Wording(issue=issue.id, happened=parts[0], feel=parts[1], need=parts[2], was=parts)


def merged(base: Wording, mine: Wording, theirs: Wording) -> Wording:
    """Return what was written in two windows since `base`; where both wrote the same part, mine stands first."""
    sides = zip(base.parts, mine.parts, theirs.parts, strict=True)
    happened, feel, need = (merged_text(before, my, their, PARAGRAPHS)[0] for before, my, their in sides)
    return replace(theirs, happened=happened, feel=feel, need=need)


def to_data(words: Wording) -> object:
    """Return a wording as plain JSON data."""
    return msgspec.to_builtins(words)


def from_data(data: object) -> Wording | None:
    """Return the wording in `data`; None when there is none that can be read."""
    try:
        return msgspec.convert(data, Wording)
    except msgspec.ValidationError:
        return None


def raised(words: Wording, *, by: str, now: datetime) -> Issue:
    """Return the issue with these words; raises `InputError` when there are none, or too many to keep."""
    happened, feel, need = _cleaned(words)
    return Issue(id=words.issue, by=by, at=now, happened=happened, feel=feel, need=need, touched=now)


def reworded(issue: Issue, words: Wording, *, by: str, now: datetime) -> tuple[Issue, Issue]:
    """Return `issue` in the new words of its author, and the issue as the author saw it.

    Only the parts that the author changed are changed. Raises `InputError` when `by` is another, or as `raised` does.
    """
    if issue.by != by:
        raise InputError("issue_not_yours")
    parts = zip(PARTS, _cleaned(words), words.was, strict=True)
    mine = {part: (text, before) for part, text, before in parts if text != before}
    seen = replace(issue, **{part: before for part, (_, before) in mine.items()})
    if not mine:
        return issue, seen
    return replace(_touched(issue, now), **{part: text for part, (text, _) in mine.items()}), seen


def _cleaned(words: Wording) -> tuple[str, str, str]:
    happened, feel, need = (clean(part) for part in words.parts)
    if not (happened or feel or need):
        raise InputError("issue_empty")
    return happened, feel, need


def topic(issue: Issue) -> str:
    """Return an issue in one line: what happened, or the first part that is there."""
    return shorten(issue.happened or issue.feel or issue.need, TOPIC_CELLS)


# Moving


def after(issue: Issue, act: Act, *, now: datetime) -> Issue:
    """Return `issue` once this is done with it; raises `InputError` when it cannot be."""
    refused = _REFUSED.get((issue.state, act))
    if refused is not None:
        raise InputError(refused)
    return replace(_touched(issue, now), state=TO[act])


def into_talk(issues: Iterable[Issue], issue_id: str, *, now: datetime) -> tuple[Issue, ...]:
    """Return what changes when an issue is taken into a talk: itself, and what gives way to it and waits again.

    `issues` are as they are kept. Raises `InputError` when it is not there, or as `after` does.
    """
    there = tuple(issues)
    issue = found(on_the_board(there), issue_id)
    others = (each for each in there if each.state is IssueState.IN_TALK and each.id != issue_id)
    return after(issue, Act.TALK, now=now), *(after(each, Act.TAKE_UP, now=now) for each in others)


def found(issues: Iterable[Issue], issue_id: str) -> Issue:
    """Return the issue with this id; raises `InputError` when there is none."""
    for each in issues:
        if each.id == issue_id:
            return each
    raise InputError("issue_gone")


def offered(issue: Issue, now: datetime) -> frozenset[Act]:
    """Return what a board offers to do with an issue; to leave a parked one parked, once it has lain still."""
    longer = issue.state is IssueState.PARKED and lies_still(issue, now)
    return _OFFERED[issue.state] | ({Act.PARK} if longer else set())


def _touched(issue: Issue, now: datetime) -> Issue:
    """Return `issue` touched now; a clock that was put back does not make it older."""
    return replace(issue, touched=max(issue.touched, now))


# Looking


def on_the_board(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Return issues as they are shown: at most one is in a talk, the one touched last.

    Two windows may each have taken another one into a talk; the earlier one waits again then.
    """
    there = tuple(issues)
    talked = (each for each in there if each.state is IssueState.IN_TALK)
    one = max(talked, key=lambda each: (each.touched, each.id), default=None)
    waits = {each.id for each in there if each.state is IssueState.IN_TALK and each is not one}
    return tuple(replace(each, state=IssueState.RAISED) if each.id in waits else each for each in there)


def grouped(issues: Iterable[Issue]) -> tuple[tuple[IssueState, tuple[Issue, ...]], ...]:
    """Return issues by state, those raised last first; only states in which there are any."""
    there = sorted(issues, key=lambda each: (each.at, each.id), reverse=True)
    groups = ((state, tuple(each for each in there if each.state is state)) for state in ORDER)
    return tuple((state, group) for state, group in groups if group)


def lies_still(issue: Issue, now: datetime) -> bool:
    """Whether an issue that is not settled has not been touched for long."""
    match issue.state:
        case IssueState.AGREED | IssueState.CLOSED:
            return False
        case IssueState.PARKED:
            return now - issue.touched >= PARKED_STILL
        case _:
            return now - issue.touched >= STILL


def reminder(issues: Sequence[Issue], now: datetime) -> Issue | None:
    """Return the one issue to bring up gently: of those that lie still, the one that has lain longest."""
    still = (each for each in on_the_board(issues) if lies_still(each, now))
    return min(still, key=lambda each: (each.touched, each.id), default=None)
