"""Times of day as the two read them, each on their own clock."""

from datetime import datetime

from tui.catalog.dates import clock
from tui.core.text import shorten
from tui.household.household import Household


def time_for_both(household: Household, at: datetime, *, cells: int) -> str:
    """Return a time of day on my clock, and where it differs on the other's, whose name takes at most `cells`."""
    mine, theirs = household.local(at), household.local(at, household.partner)
    if mine.utcoffset() == theirs.utcoffset():
        return clock(mine)
    name = shorten(household.partner.name, cells)
    return household.words("talk_rest.for_other", time=clock(mine), other=clock(theirs), name=name)
