"""Calendars for tests, and what comes of them, in words that a person can check."""

from datetime import UTC, datetime
from pathlib import Path

from tui.core.clock import zone
from tui.planner.calendars.clocks import ZoneClock
from tui.planner.calendars.reading import Read, read
from tui.planner.calendars.series import Window
from tui.planner.spans import Span, clipped, merged

NEWLINE = "\n"


def event(*lines: str, uid: str = "one@tests") -> str:
    return NEWLINE.join(("BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT"))


def calendar(*components: str) -> str:
    return NEWLINE.join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN", *components, "END:VCALENDAR", ""))


def said(text: str | bytes) -> Read:
    raw = text.encode() if isinstance(text, str) else text
    return read(Path("a.ics"), raw)


def seconds(moment: str) -> int:
    """Return the seconds since 1970 of `2026-03-29T01:30`, which is UTC."""
    return int(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp())


def window(since: str, until: str, where: str = "Europe/Berlin") -> Window:
    return Window(seconds(since), seconds(until), ZoneClock(zone(where)))


def spans(text: str | bytes, asked: Window) -> list[Span]:
    return clipped(merged(said(text).busy(asked).spans), asked.since, asked.until)


def shown(found: list[Span]) -> list[str]:
    """Return spans as `03-29T01:30 02:30`, all in UTC; the end has its day where that is another one."""
    return [_shown(*(datetime.fromtimestamp(each, UTC) for each in span)) for span in found]


def _shown(start: datetime, end: datetime) -> str:
    seconds_too = "%H:%M:%S" if start.second or end.second else "%H:%M"
    last = seconds_too if start.date() == end.date() else f"%m-%dT{seconds_too}"
    return f"{start.strftime(f'%m-%dT{seconds_too}')} {end.strftime(last)}"


def busy(text: str | bytes, since: str, until: str, where: str = "Europe/Berlin") -> list[str]:
    return shown(spans(text, window(since, until, where)))


def reasons(text: str | bytes) -> list[tuple[int, str]]:
    """Return the lines that were left out, and the keys of why."""
    return [(each.line, each.why.key) for each in said(text).skipped]
