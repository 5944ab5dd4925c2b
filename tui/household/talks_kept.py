"""What is left of a talk: kept once, whoever comes first, and no sentence of the other's lost over it."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from tui.checkin.again import SAFE
from tui.checkin.agreements import Later, days_ahead
from tui.core.errors import InputError
from tui.core.records import Agreement, Answer, Consent, Talk, kind_of
from tui.core.text import clean
from tui.household.household import Household
from tui.household.wordings import sentence_key
from tui.talk.ending import records
from tui.talk.floor import Floor

FELT = f"{SAFE}.felt"
"""The question how safe a talk felt."""

UNSAFE = 2
"""The highest mark after which somebody is offered a page for themselves alone."""

SHORTEST = 3
"""As how many letters at least a sentence is known again: two may be the end of another one."""


class Again(StrEnum):
    """When to look again at what was agreed in a talk."""

    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"
    NEVER = "never"


def days(today: date) -> dict[Again, date | None]:
    """Return the days to choose from, None where it is to be on no certain one."""
    later = days_ahead(today)
    return {
        Again.WEEK: today + timedelta(weeks=1),
        Again.TWO_WEEKS: later[Later.TWO_WEEKS],
        Again.MONTH: later[Later.MONTH],
        Again.NEVER: None,
    }


# Keeping


def keep_talk(
    household: Household,
    floor: Floor,
    *,
    kept: str = "",
    agreed: bool = False,
    look_again: date | None = None,
    seen: str = "",
) -> bool:
    """Keep a talk that has ended as a record, once; return whether nobody had done so in another window before.

    With a sentence `kept`, as an agreement when they `agreed`, to be looked at again on a day. What the other was
    typing waits for them, unless it was `seen` here.

    Raises `InputError` when it is too long, `StoreError`; then nothing has changed.
    """
    me, text = household.me, clean(kept)
    with household.store.local.alone():
        household.catch_up_quietly()
        if household.get(Talk, floor.id) is not None:
            return False
        left = records(floor, by=me.id, kept=text, agreed=agreed, at=household.now(), look_again=look_again)
        if left:
            household.save(*left)
    other = household.partner
    theirs = floor.sentences[other.seat]
    if left and theirs.strip() and theirs not in {kept, seen}:
        wait(household, other.id, theirs)
    return True


def agree_after(household: Household, talk: str, text: str, look_again: date | None) -> None:
    """Keep a sentence as an agreement that came of `talk` (an id), which was kept before.

    Raises `InputError` when there are no words in it or too many, `StoreError`.
    """
    words = clean(text)
    if not words:
        raise InputError("agreement_empty")
    household.catch_up_quietly()
    by, at, name = household.me.id, household.now(), household.ids.new()
    made = Agreement(id=name, by=by, at=at, text=words, source=talk, look_again=look_again)
    household.save(made, Consent(id=f"{name}.{by}", by=by, at=at, agreement=name, revision=name))


def wait(household: Household, person: str, text: str, *, instead_of: str = "") -> None:
    """Let a sentence wait for `person` (an id) until they keep one, in place of what it was before.

    With no text, what it was before waits no longer. Raises `StoreError`.
    """
    local, key = household.store.local, sentence_key(person)

    def change(held: object | None) -> object | None:
        before = held if isinstance(held, str) else ""
        rest = _without(_without(before, text), instead_of)
        return " ".join(filter(None, (rest, text.strip()))) or None

    held = local.get(key)
    if change(held) != held:
        local.change(key, change)


def _without(text: str, end: str) -> str:
    """Return a text without the sentence at its end, where that is a whole one."""
    end = end.strip()
    whole = text == end or text.endswith(f" {end}")
    return text.removesuffix(end).strip() if whole else text


def waiting(household: Household, person: str, typed: str) -> str:
    """Return as what a sentence waits already that `person` (an id) types: as much of it as was known elsewhere."""
    held = household.store.local.get(sentence_key(person))
    if not isinstance(held, str):
        return ""
    lengths = range(min(len(held), len(typed)), SHORTEST - 1, -1)
    return next((typed[:each].strip() for each in lengths if _without(held, typed[:each]) != held), "")


# Taking back


def before_taking_back(household: Household, done: Iterable[tuple[str, str]]) -> str:
    """Let my sentence of a talk wait that is about to be taken back; return it. `done` are kinds and ids.

    Raises `StoreError`.
    """
    talks = (household.get(Talk, record_id) for kind, record_id in done if kind == kind_of(Talk))
    kept = next((each.kept for each in talks if each is not None and each.by == household.me.id), "")
    if kept:
        wait(household, household.me.id, kept)
    return kept


def after_taking_back(household: Household, done: Iterable[tuple[str, str]], kept: str) -> None:
    """Let my sentence of a talk wait no more that is still there."""
    there = any(kind == kind_of(Talk) and household.get(Talk, record_id) is not None for kind, record_id in done)
    if kept and there:
        wait(household, household.me.id, "", instead_of=kept)


# Afterwards


def felt_unsafe(household: Household) -> bool:
    """Whether I marked the last talk as one in which it did not feel safe: for my own eyes only."""
    newest = next(household.newest(Answer, question=FELT, by=household.me.id), None)
    return newest is not None and isinstance(newest.value, int) and newest.value <= UNSAFE


def has_marked(household: Household, talk: str) -> bool:
    """Whether I have said since a talk (an id) how safe it felt."""
    held = household.get(Talk, talk)
    newest = next(household.newest(Answer, question=FELT, by=household.me.id), None)
    return held is not None and newest is not None and newest.at >= held.at
