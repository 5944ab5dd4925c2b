"""Whether a talk is on here, or rests: for home and for every other screen, which read nothing else for it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from tui.household.household import Household
from tui.talk import KEY

if TYPE_CHECKING:  # it is loaded only where there is a talk
    from tui.talk.floor import Floor


class Stands(StrEnum):
    """Where a talk stands, as far as it matters elsewhere."""

    GOES_ON = "resume_talk"
    BEFORE = "talk_before"
    BREAK = "talk_break"
    OPEN = "talk_break_open"  # a break of which nobody has said yet when it ends
    OVER = "talk_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkAtHand:
    """A talk that is on here; `back` is when they come back to it (UTC), where that was said."""

    stands: Stands
    back: datetime | None = None


def mark(household: Household) -> object:
    """Return what changes with the talk that is on; it costs one look at a file."""
    held = household.store.local.get(KEY)
    if not isinstance(held, dict):
        return held
    return [held.get(each) for each in ("id", "status", "agreed", "rest")]


def talk_at_hand(household: Household) -> TalkAtHand | None:
    """Return the talk that is on here, or rests; None when there is none."""
    if household.store.local.get(KEY) is None:
        return None
    floor = floor_at_hand(household)
    if floor is None:
        return TalkAtHand(stands=Stands.GOES_ON)
    from tui.talk.floor import Status
    from tui.talk.rest import back_at

    match floor.status:
        case Status.BEFORE:
            return TalkAtHand(stands=Stands.BEFORE)
        case Status.BREAK if floor.over:
            return TalkAtHand(stands=Stands.OVER)
        case Status.BREAK if floor.agreed:
            return TalkAtHand(stands=Stands.BREAK, back=back_at(floor))
        case Status.BREAK:
            return TalkAtHand(stands=Stands.OPEN)
        case _:
            return TalkAtHand(stands=Stands.GOES_ON)


def floor_at_hand(household: Household) -> "Floor | None":
    """Return the talk that is on here as the clocks have it; None when there is none that can be read."""
    held = household.store.local.get(KEY)
    if held is None:
        return None
    from tui.talk.floor import Status
    from tui.talk.moves import look
    from tui.talk.running import from_data

    floor = from_data(held)
    resting = floor is not None and floor.status is Status.BREAK
    return look(floor, household.clock.read()) if floor is not None and resting else floor
