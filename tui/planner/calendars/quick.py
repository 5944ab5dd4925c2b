"""The ordinary event, which most are: it takes place once, from a time to a time, and says nothing unusual.

One expression looks for its few lines. Whatever else an event says about when it is, or says in another way, it is
left to the reader that knows all.
"""

import re
from typing import NamedTuple

from tui.planner.calendars.clocks import FLOATING, UTC_CLOCK
from tui.planner.calendars.values import midnight, within
from tui.planner.calendars.zones import Zones
from tui.planner.spans import Span

_ORDINARY = re.compile(
    rb"""(?:\n(?:
      (?!DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|STATUS|TRANSP|UID)[^\n]*+
    | UID:(?(1)(?!))([^\n]++)
    | DTSTART(?(3)(?!))(;[^\n:"]*+)?+:(\d{8})(T\d{6}Z?)[ \t]*+(?=\n|\Z)
    | DTEND(?(6)(?!))(;[^\n:"]*+)?+:(\d{8})(T\d{6}Z?)[ \t]*+(?=\n|\Z)
    | STATUS:(?:CONFIRMED|TENTATIVE)(?=\n|\Z)
    | TRANSP:OPAQUE(?=\n|\Z)
    ))++""",
    re.VERBOSE,
)
"""All lines of an ordinary event; no line of the others is taken back, so that it takes one walk to say no."""


class Quick(NamedTuple):
    """An ordinary event: the name by which others may belong to it, and when it is."""

    uid: bytes
    span: Span


def quick(body: bytes, zones: Zones) -> Quick | None:
    """Return an ordinary event from its lines; None when it is not quite ordinary, for whatever reason."""
    found = _ORDINARY.fullmatch(body)
    if found is None:
        return None
    uid, where, day, time, other, last_day, last_time = found.groups()
    if not uid or not day or not last_day:
        return None
    try:
        start, end = _moment(where, day, time, zones), _moment(other, last_day, last_time, zones)
    except ValueError:
        return None
    # A start that the clocks jump over may lie behind its end: then it is not ordinary.
    return Quick(uid.strip(), (start, end)) if start is not None and end is not None and start < end else None


def _moment(parameters: bytes | None, day: bytes, time: bytes, zones: Zones) -> int | None:
    """Return a time in seconds since 1970 UTC; None when that depends on who asks."""
    seconds, in_utc = within(time)
    clock = UTC_CLOCK if in_utc else zones.clock(parameters or b"")
    return None if clock is FLOATING else clock.utc(midnight(day) + seconds)
