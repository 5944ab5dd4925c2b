"""What the two agree on, as one of them sees it and works on it: keeping, writing anew, agreeing, looking again."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice

from msgspec.structs import replace

from tui.catalog.heard import time_words
from tui.checkin.agreements import Standing, State, came_from, is_due, stands, state
from tui.core.errors import InputError
from tui.core.records import Agreement, Consent, Record, Revision
from tui.core.text import clean, shorten
from tui.household.household import Household
from tui.planner.when import understood_day

FAREST = timedelta(days=366 * 100)
"""How far ahead one may want to look at an agreement again."""


# Looking


def needed(household: Household) -> tuple[str, ...]:
    """Return whose word an agreement needs (ids): both people's; mine alone while I do all this by myself."""
    return (household.me.id,) if household.alone else tuple(person.id for person in household.people)


def standing(household: Household, agreement_id: str) -> Standing | None:
    """Return how an agreement stands; None when there are no words of it (any more)."""
    return _stands(household, agreement_id, household.get(Agreement, agreement_id))


def every(household: Household) -> list[Standing]:
    """Return all agreements, the newest first, also those that were let go."""
    held = {each.id: each for each in household.all(Agreement)}
    left = dict.fromkeys(each.agreement for each in household.all(Revision) if each.agreement not in held)
    found = (_stands(household, each, held.get(each)) for each in (*held, *left))
    return sorted((each for each in found if each is not None), key=lambda each: (each.at, each.id), reverse=True)


def in_force(household: Household, agreement_id: str) -> str:
    """Return the words of an agreement that hold; those that are proposed while none do, and none when it is gone."""
    found = standing(household, agreement_id)
    return "" if found is None else found.text


def newest_in_force(household: Household, most: int) -> list[Standing]:
    """Return the newest agreements, at most so many, without those that were let go.

    `text` is what to show of each, `holds` says whether everybody whose word it needs has agreed to it.
    """
    return list(islice(_kept(household), most))


def _kept(household: Household) -> Iterator[Standing]:
    for agreement in household.newest(Agreement, let_go=False):
        found = _stands(household, agreement.id, agreement)
        if found is not None:
            yield found


def any_due(household: Household) -> bool:
    """Whether there is one; costs no more than it takes to come to it."""
    today = household.today()
    there = (each for each in household.all(Agreement) if is_due(each, today))
    return any(_stands(household, each.id, each) is not None for each in there)


def due(household: Household) -> list[Standing]:
    """Return the agreements whose day to be looked at again has come, the longest waiting first."""
    today = household.today()
    found = [_stands(household, each.id, each) for each in household.all(Agreement) if is_due(each, today)]
    return sorted(
        (each for each in found if each is not None), key=lambda each: (each.agreement.look_again or today, each.id)
    )


def state_of(household: Household, found: Standing) -> State:
    """Return where an agreement stands for the person at the keyboard."""
    return state(found, household.me.id, needed(household), household.today())


def _stands(household: Household, agreement_id: str, agreement: Agreement | None) -> Standing | None:
    return stands(
        agreement,
        household.find(Revision, agreement=agreement_id),
        household.find(Consent, agreement=agreement_id),
        needed(household),
    )


# Working on it


def keep(household: Household, text: str, *, source: str = "") -> Agreement:
    """Keep a text as an agreement to which its author agrees; `source` is what it came from (id).

    Raises `InputError` when there are no words in it or too many, `StoreError`.
    """
    household.catch_up_quietly()
    agreement = Agreement(
        id=household.ids.new(), by=household.me.id, at=household.now(), text=_words(text), source=source
    )
    household.save(agreement, _consent(household, agreement.id, agreement.id))
    return agreement


def revise(household: Household, agreement_id: str, text: str, seen: Iterable[str]) -> bool:
    """Keep another wording, to which its author agrees; return whether it is a new one.

    `seen` are the wordings (ids) that its author had before them. A text that stands there already as the newest is
    agreed to instead. Raises as `keep` does.
    """
    household.catch_up_quietly()
    words, there = _words(text), standing(household, agreement_id)
    if there is not None and there.joined and there.heads[0].text == words:
        agree(household, agreement_id, there.heads[0].id)
        return False
    revision = Revision(
        id=household.ids.new(),
        by=household.me.id,
        at=household.now(),
        agreement=agreement_id,
        text=words,
        parents=tuple(sorted(seen)) if there is None else came_from(there, seen),
    )
    household.save(revision, _consent(household, agreement_id, revision.id))
    return True


def agree(household: Household, agreement_id: str, wording_id: str) -> None:
    """Give my word to one wording; raises `InputError` when it is not there any more, `StoreError`."""
    household.catch_up_quietly()
    there = standing(household, agreement_id)
    wording = there.wording(wording_id) if there is not None else None
    if wording is None:
        raise InputError("agreement_gone")
    if household.me.id not in wording.agreed:
        household.save(_consent(household, agreement_id, wording_id))


def look_again(household: Household, found: Standing, day: date | None) -> None:
    """Look at an agreement again on `day`, None: not on a certain one; `found` is how it was seen.

    Raises `InputError` when it is gone, `StoreError`.
    """
    _change(household, found, look_again=day)


def let_go(household: Household, found: Standing, *, gone: bool = True) -> None:
    """Let an agreement go, or take it up again; raises as `look_again` does."""
    again = found.agreement.look_again
    over = not gone and again is not None and again <= household.today()
    _change(household, found, let_go=gone, look_again=None if over else again)


def _change(household: Household, found: Standing, **fields: object) -> None:
    """Change an agreement's own record; one without words where it was erased, and other wordings are left."""
    household.catch_up_quietly()
    place = found.agreement
    if standing(household, place.id) is None:
        raise InputError("agreement_gone")
    if household.get(Agreement, place.id) is not None:
        household.save(replace(place, **fields), seen=[place])
    else:
        household.save(replace(place, by=household.me.id, text="", **fields))


def _consent(household: Household, agreement_id: str, wording_id: str) -> Consent:
    me = household.me.id
    return Consent(id=f"{wording_id}.{me}", by=me, at=household.now(), agreement=agreement_id, revision=wording_id)


def _words(text: str) -> str:
    words = clean(text)
    if not words:
        raise InputError("agreement_empty")
    return words


def day_typed(household: Household, text: str) -> date:
    """Return the day that a person means, such as `24.12.`, `fri` or an ISO date; it lies ahead.

    Raises `InputError` when it cannot be understood, or is not ahead.
    """
    try:
        day = understood_day(text, household.me.zone, household.now(), time_words(household.words))
    except InputError as error:
        raise InputError("day_unclear", text=shorten(text, 40)) from error
    if not household.today() < day <= household.today() + FAREST:
        raise InputError("day_unclear", text=shorten(text, 40))
    return day


# Taking back, erasing


def agreement_of(record: Record) -> str:
    """Return to which agreement a record belongs (id); empty for other kinds."""
    match record:
        case Agreement():
            return record.id
        case Revision() | Consent():
            return record.agreement
        case _:
            return ""


def answered_since(household: Household, done: Sequence[tuple[str, str]]) -> bool:
    """Whether the other has agreed to, or gone on from, a wording that was made in `done` (kinds and ids).

    Who keeps or writes a wording gives their word to it; with an agreement alone only its day was changed.
    """
    made = {key for kind, key in done if kind in {"agreement", "revision"}} if len(done) > 1 else set()
    if not made:
        return False
    me = household.me.id
    agreed = {each.revision for each in household.all(Consent) if each.by != me}
    taken_up = {parent for each in household.all(Revision) if each.by != me for parent in each.parents}
    return bool(made & (agreed | taken_up))
