"""What a machine does by itself between reading and writing: what follows from what it has read."""

from tui.household.household import Household
from tui.sync.roster import Circle


def do_duties(household: Household, circle: Circle) -> None:
    """Do all of them, each durable once it is done; raises `StoreError`."""
