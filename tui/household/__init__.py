"""The two people and their records, opened: what screens and commands hold, and all they hold."""

from tui.household.household import Household

__all__ = ["Household"]
