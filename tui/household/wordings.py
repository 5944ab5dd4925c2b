"""A wording on its way: the draft of one person on this machine, also where they write in two windows at a time."""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from tui.checkin.merging import merged_text
from tui.core.records import Record
from tui.household.agreements import agreement_of, standing
from tui.household.household import Household

NEW = ""
"""The id under which the draft of a new agreement is kept."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A wording that is being written: its `text`, the wordings (ids) it comes from, and the text it `began` as."""

    text: str = ""
    seen: tuple[str, ...] = ()
    began: str = ""


def draft(household: Household, agreement_id: str) -> Draft:
    """Return my draft of another wording; where there is none, one that begins as the newest wording is."""
    held = kept_draft(household, agreement_id, household.me.id)
    if held is not None:
        return held
    found = standing(household, agreement_id) if agreement_id else None
    return Draft() if found is None else Draft(text=found.newest, began=found.newest, seen=found.seen())


def kept_draft(household: Household, agreement_id: str, person: str) -> Draft | None:
    """Return the draft of `person` (id) that is kept on this machine, None when none is."""
    return _read(household.store.local.get(_key(person, agreement_id)))


def keep_draft(household: Household, agreement_id: str, mine: Draft, *, since: Draft, person: str) -> Draft:
    """Keep a draft of `person` (id) together with what another window kept since `since`; return what is kept now.

    Writes nothing where that is kept already, nor what became a wording in another window. Raises `StoreError`.
    """
    local, key, kept = household.store.local, _key(person, agreement_id), mine

    def change(data: object | None) -> object | None:
        nonlocal kept
        held = _read(data)
        kept = _together(mine, since, held)
        nothing_new = held is None and mine.text == since.text
        return None if nothing_new or kept.text == kept.began else msgspec.to_builtins(kept)

    data = local.get(key)
    if _read(change(data)) != _read(data):
        local.change(key, change)
    return kept


def _together(mine: Draft, since: Draft, theirs: Draft | None) -> Draft:
    """Return both drafts in one; where nothing is kept, this window's stays as it is.

    It comes from what the other one came from: what has been seen too late is not taken for answered.
    """
    if theirs is None:
        return mine
    return replace(theirs, text=merged_text(since.text, mine.text, theirs.text, "\n")[0])


def drop_draft(household: Household, agreement_id: str, *, since: Draft, person: str) -> None:
    """Let go of a draft of `person` that has become a wording, unless another window has written more since."""
    local, key = household.store.local, _key(person, agreement_id)
    if local.get(key) is not None:
        local.change(key, lambda held: None if _read(held) in {None, since} else held)


def _read(data: object | None) -> Draft | None:
    try:
        return None if data is None else msgspec.convert(data, Draft)
    except msgspec.ValidationError:
        return None


def _key(person: str, agreement_id: str) -> str:
    return f"wording/{person}/{agreement_id}"


def sentence_key(person: str) -> str:
    """Return the key under which a sentence of `person` (id) waits that is to become an agreement."""
    return f"sentence/{person}"


def drafts_of(household: Household, records: Sequence[Record], *, everything: bool) -> list[str]:
    """Return under which keys my drafts about these records are kept on this machine, all of them if `everything`."""
    me = household.me.id
    keys = household.store.local.keys(prefix=_key(me, ""))
    about = {_key(me, agreement_of(each)) for each in records} - {_key(me, NEW)}
    return [*keys, sentence_key(me)] if everything else [key for key in keys if key in about]
