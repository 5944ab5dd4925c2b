"""What the other shared with me at once, and what of it I have not looked at here."""

from datetime import UTC, datetime

import msgspec

from tui.core.records import Answer, Share
from tui.household.household import Household


def shared_with_me(household: Household) -> list[Answer]:
    """Return the answers that the other showed at once, newest first."""
    found = household.find(Answer, by=household.partner.id, share=Share.NOW)
    return sorted(found, key=lambda each: (each.at, each.id), reverse=True)


def is_new(household: Household) -> bool:
    """Whether there is one that I have not looked at on this machine."""
    return any(each.at > _looked_at(household) for each in shared_with_me(household)[:1])


def look_at(household: Household) -> None:
    """Note, for myself alone, that I looked at all of them; raises `StoreError`."""
    if is_new(household):
        newest = shared_with_me(household)[0]
        household.store.local.put(_key(household), newest.at.isoformat())


def _looked_at(household: Household) -> datetime:
    try:
        return msgspec.convert(household.store.local.get(_key(household)), datetime)
    except msgspec.ValidationError:
        return datetime.min.replace(tzinfo=UTC)


def _key(household: Household) -> str:
    return f"shared/{household.me.id}"
