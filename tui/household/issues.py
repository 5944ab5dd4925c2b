"""The board of issues: what both see of it, and what is done with it."""

from contextlib import suppress
from datetime import datetime
from itertools import takewhile
from typing import NamedTuple

from msgspec.structs import replace

from tui.checkin.issues import Act, after, found, into_talk, on_the_board, reminder, topic
from tui.core.errors import InputError, NearerError
from tui.core.records import Agreement, Consent, Issue, IssueState, SlowTalk, Talk
from tui.core.text import clean, one_line
from tui.household.agreements import in_force
from tui.household.household import Household
from tui.household.issue_words import drop_agreed
from tui.talk import KEY as RUNNING
from tui.talk.floor import Floor
from tui.talk.running import from_data as floor_in

# The board


def board(household: Household) -> tuple[Issue, ...]:
    """Return the issues as they are shown: for both of the two the same, at most one of them in a talk."""
    return on_the_board(household.all(Issue))


def gentle_reminder(household: Household) -> Issue | None:
    """Return the one issue that has lain still for long, to be brought up gently; None when there is none."""
    return reminder(household.all(Issue), household.now())


def move(household: Household, issue_id: str, act: Act, *, talk: str = "") -> None:
    """Do something with an issue; `talk` is the id of the talk that it came from, where there was one.

    Raises `InputError` when it cannot be done, `StoreError`. Into a talk leads `take_into_talk`, to what was agreed
    `agree`.
    """
    moved, kept = _moved(household, issue_id, act, talk)
    household.save(moved, seen=[kept])


def agree(household: Household, issue_id: str, text: str, *, talk: str = "") -> Agreement:
    """Keep what was agreed on an issue as an agreement; what was typed of it goes. Raises as `move` does."""
    typed, text = text, one_line(clean(text))
    if not text:
        raise InputError("issue_nothing_agreed")
    moved, kept = _moved(household, issue_id, Act.AGREE, talk)
    agreement = Agreement(id=household.ids.new(), by=household.me.id, at=household.now(), text=text, source=issue_id)
    household.save(agreement, _word_on(agreement), replace(moved, agreement=agreement.id), seen=[kept])
    drop_agreed(household, issue_id, typed)
    return agreement


def _moved(household: Household, issue_id: str, act: Act, talk: str) -> tuple[Issue, Issue]:
    """Return an issue once this is done with it, and as it is kept."""
    household.catch_up_quietly()
    issues = household.all(Issue)
    moved = after(found(on_the_board(issues), issue_id), act, now=household.now())
    return replace(moved, talk=talk or moved.talk), found(issues, issue_id)


def _word_on(agreement: Agreement) -> Consent:
    """Return the word that its author gives to an agreement, named as everybody's word is."""
    by, at, name = agreement.by, agreement.at, agreement.id
    return Consent(id=f"{name}.{by}", by=by, at=at, agreement=name, revision=name)


def agreed_on(household: Household, issue: Issue) -> str:
    """Return the words of what was agreed last on an issue, as they are now; empty when nothing of it holds."""
    agreement = household.get(Agreement, issue.agreement) if issue.agreement else None
    return "" if agreement is None or agreement.let_go else in_force(household, agreement.id)


# Talks


class TalkAbout(NamedTuple):
    """A talk about an issue; whether it still runs on this machine, or is a slow one that goes on."""

    id: str
    running: bool
    slow: bool = False


def take_into_talk(household: Household, issue_id: str) -> tuple[Issue, ...]:
    """Take an issue into a talk; return those that gave way to it and wait again. One whose talk runs stays in it.

    Raises `InputError` when a talk about something else is still running here, or as `move` does.
    """
    household.catch_up_quietly()
    issues, floor = household.all(Issue), _floor(household)
    first, *others = into_talk(issues, issue_id, now=household.now())
    shown = found(on_the_board(issues), issue_id)
    slow = talk_about(household, shown)
    if slow is not None and slow.slow:
        return ()
    if floor is not None:
        if not _is_about(shown, floor.topic, floor.began):
            raise InputError("issue_other_talk")
        if shown.state is IssueState.IN_TALK:
            return ()
    changed = (first, *others)
    household.save(*changed, seen=[found(issues, each.id) for each in changed])
    return tuple(others)


def talk_about(household: Household, issue: Issue, *, since: datetime | None = None) -> TalkAbout | None:
    """Return the talk about an issue that was taken into one: the one that runs here, or the newest that was held.

    Whatever began `since` somebody went from the board into a talk is that talk, though its topic be worded anew.
    """
    if issue.state is not IssueState.IN_TALK:
        return None
    floor = _floor(household)
    if floor is not None and (_is_about(issue, floor.topic, floor.began) or _later(floor.began, since)):
        return TalkAbout(floor.id, running=True)
    for talk in takewhile(lambda each: each.at >= issue.touched, household.newest(Talk)):
        if talk.topic == topic(issue) or _later(talk.at, since):
            return TalkAbout(talk.id, running=False)
    for slow in household.newest(SlowTalk, ended=False):
        if (slow.topic == topic(issue) or _later(slow.at, since)) and household.get(Talk, slow.id) is None:
            return TalkAbout(slow.id, running=True, slow=True)
    return None


def not_talked(household: Household, about: str, *, since: datetime) -> None:
    """Let an issue wait again that was taken into a talk which was not held; `since` is when it was to begin.

    Quietly: where that cannot be saved now, the board asks what came of it.
    """
    there = (each for each in board(household) if each.state is IssueState.IN_TALK)
    issue = next((each for each in there if _is_about(each, about, since)), None)
    if issue is not None and talk_about(household, issue, since=since) is None:
        with suppress(NearerError):
            move(household, issue.id, Act.TAKE_UP)


def _floor(household: Household) -> Floor | None:
    """Return the talk that runs on this machine."""
    floor = floor_in(household.store.local.get(RUNNING))
    return None if floor is None or household.get(Talk, floor.id) is not None else floor


def _is_about(issue: Issue, said: str, began: datetime) -> bool:
    return said == topic(issue) or (issue.state is IssueState.IN_TALK and began >= issue.touched)


def _later(moment: datetime, since: datetime | None) -> bool:
    return since is not None and moment >= since
