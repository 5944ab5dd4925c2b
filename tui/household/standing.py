"""How this home and its folder stand, in a word for the title of every screen: never more than was proved."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # what reads the folder comes after the first paint
    from tui.household.syncing import Stands

LATELY = timedelta(seconds=150)
"""How long what was read of the folder is what there is: it is looked at every minute."""


class Badge(StrEnum):
    """How they stand."""

    SAME = "same"
    ON_ITS_WAY = "on_its_way"
    NOT_REACHED = "not_reached"


def badge(
    stands: "Stands | None", *, read: datetime | None, now: datetime, to_send: bool, failed: bool = False
) -> Badge | None:
    """Return it; None where this machine takes part in nothing, or nobody else does yet.

    `read` is when this window last read the folder, `to_send` whether something is here that is not in the folder.
    `failed`: it could not be read, or what came could not be kept.
    """
    if stands is None or stands.alone or not stands.taking_part:
        return None
    if failed or stands.error:
        return Badge.NOT_REACHED
    if read is None:
        return Badge.ON_ITS_WAY
    if abs(now - read) > LATELY:
        return Badge.NOT_REACHED
    complete = not (stands.waiting or stands.not_here_yet or stands.unfit or to_send)
    return Badge.SAME if stands.equal == "yes" and complete else Badge.ON_ITS_WAY
