"""What the other shared with me at once, and what of it I have not looked at here."""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from tui.core.records import Answer, Share
from tui.household.household import Household


def shared_with_me(household: Household) -> Iterator[Answer]:
    """Give the answers that the other showed at once, newest first."""
    return household.newest(Answer, by=household.partner.id, share=Share.NOW)


def is_new(household: Household) -> bool:
    """Whether there is one that I have not looked at on this machine."""
    newest = next(shared_with_me(household), None)
    return newest is not None and newest.at > _looked_at(household)


def look_at(household: Household) -> None:
    """Note, for myself alone, that I looked at all of them; raises `StoreError`."""
    newest = next(shared_with_me(household), None)
    if newest is not None and is_new(household):
        household.store.local.put(_key(household), newest.at.isoformat())


def _looked_at(household: Household) -> datetime:
    try:
        return msgspec.convert(household.store.local.get(_key(household)), datetime)
    except msgspec.ValidationError:
        return datetime.min.replace(tzinfo=UTC)


def _key(household: Household) -> str:
    return f"shared/{household.me.id}"
