"""Words for the board that nobody else sees yet: openings and what was agreed, while somebody writes them.

They are kept on this machine alone, for each person apart, and go once they are on the board.
"""

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from tui.checkin.issues import Wording, from_data, merged, raised, reworded, to_data, wording
from tui.checkin.merging import ON_ONE_LINE, merged_text
from tui.core.errors import InputError
from tui.core.records import KINDS, Agreement, Answer, Issue
from tui.household.household import Household

ASKED = ("face.happened", "face.feel", "face.need")
"""The questions of the step that ask for the same three parts."""

# Openings


def draft(household: Household, issue: Issue | None = None) -> Wording:
    """Return my words for `issue`, or for a new one, as they were left on this machine."""
    if issue is not None:
        return _kept(household, household.me.id, issue.id) or wording(issue)
    there = {each.id for each in household.all(Issue)}
    waiting = (each for each in _drafts(household) if each.issue not in there and not each.blank)
    found = next(waiting, None) or Wording(issue=household.ids.new())
    return replace(found, was=("", "", ""))


def keep_draft(household: Household, words: Wording, *, since: Wording, person: str) -> Wording:
    """Keep words of `person` (an id) on this machine, with what another window kept since `since`; return them all.

    Raises `StoreError`.
    """
    result = words

    def change(held: object | None) -> object | None:
        nonlocal result
        theirs = from_data(held)
        result = words if theirs is None else merged(since, words, theirs)
        return None if result.blank or result.parts == result.was else to_data(result)

    key = _key(person, words.issue)
    held = household.store.local.get(key)
    if change(held) != held:
        household.store.local.change(key, change)
    return result


def put_on_the_board(household: Household, words: Wording) -> Issue:
    """Raise an issue with my words, or change the words of mine that is there; then there is no draft any more.

    Raises `InputError` when there are no words, the issue is not mine, or it was taken away meanwhile; `StoreError`.
    """
    household.catch_up_quietly()
    me, now, held = household.me.id, household.now(), household.get(Issue, words.issue)
    if held is None and any(words.was):
        raise InputError("issue_gone")
    if held is None:
        issue = raised(words, by=me, now=now)
        household.save(issue)
    else:
        known = words if any(words.was) else replace(words, was=wording(held).was)
        issue, seen = reworded(held, known, by=me, now=now)
        household.save(issue, seen=[seen])
    drop_draft(household, words)
    return issue


def drop_draft(household: Household, words: Wording) -> None:
    """Let go of my draft, unless another window has written more since."""
    local, key = household.store.local, _key(household.me.id, words.issue)
    if local.get(key) is not None:
        local.change(key, lambda held: None if _same(from_data(held), words) else held)


def _same(held: Wording | None, words: Wording) -> bool:
    return held is None or held.parts == words.parts


def answered_parts(household: Household) -> tuple[str, str, str] | None:
    """Return what I answered last to the same three questions in the step; None when I did not."""
    happened, feel, need = (_answered(household, question) for question in ASKED)
    return (happened, feel, need) if happened or feel or need else None


def _answered(household: Household, question: str) -> str:
    newest = next(household.newest(Answer, question=question, by=household.me.id), None)
    return newest.value if newest is not None and isinstance(newest.value, str) else ""


def _kept(household: Household, person: str, issue_id: str) -> Wording | None:
    kept = from_data(household.store.local.get(_key(person, issue_id)))
    return kept if kept is not None and kept.issue == issue_id else None


def _drafts(household: Household) -> Iterator[Wording]:
    me, local = household.me.id, household.store.local
    kept = (_kept(household, me, key.rpartition("/")[2]) for key in local.keys(_key(me, "")))
    yield from (each for each in kept if each is not None)


def _key(person: str, issue_id: str) -> str:
    return f"issue/{person}/{issue_id}"


# What was agreed, while it is being typed


def agreed_draft(household: Household, issue_id: str) -> str:
    """Return what I was typing as agreed on an issue."""
    held = household.store.local.get(_agreed_key(household.me.id, issue_id))
    return held if isinstance(held, str) else ""


def keep_agreed(household: Household, issue_id: str, text: str, *, since: str, person: str) -> str:
    """Keep what `person` types as agreed, with what another window kept since `since`; return all of it."""
    local, key = household.store.local, _agreed_key(person, issue_id)

    def change(held: object | None) -> object | None:
        theirs = held if isinstance(held, str) else since
        return merged_text(since, text, theirs, ON_ONE_LINE)[0] or None

    held = local.get(key)
    whole = change(held)
    if whole != held:
        whole = local.change(key, change)
    return whole if isinstance(whole, str) else ""


def drop_agreed(household: Household, issue_id: str, text: str) -> None:
    """Let go of what I was typing as agreed, once `text` is an agreement, unless another window has written more."""
    local, key = household.store.local, _agreed_key(household.me.id, issue_id)
    if local.get(key) is not None:
        local.change(key, lambda held: None if held == text else held)


def _agreed_key(person: str, issue_id: str) -> str:
    return f"issue_agreed/{person}/{issue_id}"


# Taking back, erasing


def local_keys(household: Household, person: str) -> list[str]:
    """Return the keys of all that a person has not shared of the board yet; each ends with an issue's id."""
    keys = household.store.local.keys
    return [*keys(_key(person, "")), *keys(_agreed_key(person, ""))]


def before_taking_back(household: Household, changed: Iterable[tuple[str, str]]) -> dict[str, Issue | Agreement]:
    """Keep my words in records (kinds and ids) whose last change is about to be taken back; return what was kept.

    Raises `StoreError`.
    """
    local, me, kept = household.store.local, household.me.id, {}
    for record in _mine(household, changed):
        mine = to_data(wording(record)) if isinstance(record, Issue) else record.text
        key = _key(me, record.id) if isinstance(record, Issue) else _agreed_key(me, record.source)
        if local.get(key) is None:
            local.put(key, mine)
            kept[key] = record
    return kept


def after_taking_back(household: Household, kept: Mapping[str, Issue | Agreement]) -> None:
    """Let go of the words that are there for both anyway; the others stay, as drafts."""
    for key, record in kept.items():
        there = household.get(type(record), record.id)
        if isinstance(there, Issue) and isinstance(record, Issue) and wording(there).parts != wording(record).parts:
            household.store.local.put(key, to_data(replace(wording(record), was=wording(there).parts)))
        elif there is not None:
            household.store.local.delete(key)


def _mine(household: Household, changed: Iterable[tuple[str, str]]) -> Iterator[Issue | Agreement]:
    """Give what is mine of the board among some records: issues, and what was agreed on one."""
    for kind, record_id in changed:
        record = household.get(KINDS[kind], record_id) if KINDS.get(kind) in {Issue, Agreement} else None
        if record is None or record.by != household.me.id:
            continue
        if isinstance(record, Issue) or (isinstance(record, Agreement) and _of_an_issue(household, record)):
            yield record


def _of_an_issue(household: Household, agreement: Agreement) -> bool:
    return household.get(Issue, agreement.source) is not None
