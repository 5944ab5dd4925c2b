"""Going from hour to hour and from day to day, right through every change of the clocks."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tui.planner.occurrences import Occurrence

EVENING = 20
"""The hour to begin with on a day on which nothing is chosen."""

_HOUR = timedelta(hours=1)


def hour_of(moment: datetime, where: ZoneInfo) -> datetime:
    """Return when the hour began that the clock of `where` shows at a moment (UTC)."""
    local = moment.astimezone(where)
    return moment - timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)


def hour_on(day: date, hour: int, where: ZoneInfo) -> datetime:
    """Return when an hour begins on a day on the clock of `where` (UTC)."""
    return datetime.combine(day, time(hour), where).astimezone(UTC)


def stepped(start: datetime, end: datetime, days: int, hours: int, where: ZoneInfo) -> datetime:
    """Return the hour to go to from a time (UTC): the same on another day, or the next one before or after it."""
    begin = hour_of(start, where)
    if days:
        local = begin.astimezone(where)
        return hour_on(local.date() + timedelta(days=days), local.hour, where)
    if hours < 0:
        return hour_of(begin - timedelta(seconds=1), where)
    last = hour_of(end, where)
    return last if last == end else hour_of(last + _HOUR, where)


def in_hour(found: Mapping[str, Occurrence], hour: datetime, where: ZoneInfo) -> str:
    """Return the key of what takes place in the hour from `hour` (UTC) on, or nothing."""
    for key, each in found.items():
        if hour_of(each.start, where) <= hour < each.end:
            return key
    return ""
