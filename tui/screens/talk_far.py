"""How fresh what a talk's screen shows is, where the other one sits at another machine."""

from tui.catalog.dates import length
from tui.household import Household
from tui.household.talk_told import heard

QUIET = 40
"""Seconds without news after which it is said that the talk goes on by voice. In a long turn that is quite usual."""

_TEN, _MINUTE = 10, 60


def fresh(household: Household) -> str:
    """Return when the other machine last told something, in steps that do not unsettle; empty where none has."""
    ago = heard(household)
    if ago is None:
        return ""
    words, seconds = household.words, int(ago)
    if seconds < _MINUTE:
        span = words("talk.seconds", count=seconds if seconds < _TEN else seconds // _TEN * _TEN)
    else:
        span = length(words, seconds // _MINUTE)
    return words("talk_far.as_of" if seconds < QUIET else "talk_far.nothing_new", span=span)
