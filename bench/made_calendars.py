"""Calendars as long years of work and family make them, the same each time: for measurements."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney")
FIRST = date(2023, 1, 2)
DAYS = 5 * 365
"""The years over which the events are spread; the window lies within."""

_RULES = (
    "FREQ=DAILY;COUNT=20",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;BYDAY=MO,WE,FR",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
    "FREQ=MONTHLY;BYMONTHDAY=15",
    "FREQ=MONTHLY;BYDAY=2TU",
    "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=YEARLY",
)
_OFFSETS = {
    "Europe/Berlin": ("+0100", "+0200", "1996", "BYMONTH=10;BYDAY=-1SU", "BYMONTH=3;BYDAY=-1SU"),
    "America/New_York": ("-0500", "-0400", "2007", "BYMONTH=11;BYDAY=1SU", "BYMONTH=3;BYDAY=2SU"),
    "Australia/Sydney": ("+1000", "+1100", "2008", "BYMONTH=4;BYDAY=1SU", "BYMONTH=10;BYDAY=1SU"),
}


def made(events: int, seed: int) -> str:
    """Return a calendar of so many events, a fifth of them recurring; lines end with CRLF and are folded."""
    chance = random.Random(seed)  # noqa: S311 # the same each time, not secret
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//made//EN", "CALSCALE:GREGORIAN"]
    for name in ZONES:
        lines.extend(_zone(name))
    for number in range(events):
        lines.extend(_event(number, seed, chance))
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def written(folder: Path, files: int, events: int, seed: int) -> Path:
    """Write `files` calendars with `events` between them into a folder, and return it."""
    folder.mkdir(parents=True)
    for number in range(files):
        text = made(events // files, seed * 1000 + number)
        (folder / f"{number:03}.ics").write_bytes(text.encode())
    return folder


def _zone(name: str) -> Iterator[str]:
    yield from ("BEGIN:VTIMEZONE", f"TZID:{name}")
    if name not in _OFFSETS:
        yield from ("BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0530", "TZOFFSETTO:+0530")
        yield from ("TZNAME:IST", "END:STANDARD", "END:VTIMEZONE")
        return
    standard, daylight, year, back, ahead = _OFFSETS[name]
    yield from ("BEGIN:STANDARD", f"DTSTART:{year}1025T030000", f"RRULE:FREQ=YEARLY;{back}")
    yield from (f"TZOFFSETFROM:{daylight}", f"TZOFFSETTO:{standard}", "END:STANDARD")
    yield from ("BEGIN:DAYLIGHT", f"DTSTART:{year}0331T020000", f"RRULE:FREQ=YEARLY;{ahead}")
    yield from (f"TZOFFSETFROM:{standard}", f"TZOFFSETTO:{daylight}", "END:DAYLIGHT", "END:VTIMEZONE")


def _event(number: int, seed: int, chance: random.Random) -> list[str]:
    day = FIRST + timedelta(days=chance.randrange(DAYS))
    start = datetime(day.year, day.month, day.day, chance.randrange(7, 19), chance.choice((0, 15, 30, 45)))  # noqa: DTZ001
    end = start + timedelta(minutes=chance.choice((15, 30, 45, 60, 90, 120)))
    where = chance.choice(ZONES)
    uid = f"{seed}-{number}-{chance.getrandbits(64):016x}@made.example"
    lines = ["BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:{FIRST:%Y%m%d}T080000Z", "SEQUENCE:0"]
    lines.append(f"SUMMARY:{chance.choice(('Standup', 'Review', 'Yoga', 'Dentist', 'Call', 'Choir'))} {number}")
    lines.extend(_details(chance))
    recurring = number % 5 == 0
    if not recurring and chance.random() < 0.1:  # noqa: PLR2004 # a tenth lasts for days
        last = day + timedelta(days=chance.randrange(1, 4))
        lines += [f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{last:%Y%m%d}"]
    elif not recurring and chance.random() < 0.2:  # noqa: PLR2004 # a fifth is in UTC
        lines += [f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DTEND:{end:%Y%m%dT%H%M%SZ}"]
    else:
        lines += [f"DTSTART;TZID={where}:{start:%Y%m%dT%H%M%S}", f"DTEND;TZID={where}:{end:%Y%m%dT%H%M%S}"]
    if recurring:
        lines.extend(_repeats(start, where, chance))
    lines += ["STATUS:CONFIRMED", f"TRANSP:{'TRANSPARENT' if chance.random() < 0.05 else 'OPAQUE'}"]  # noqa: PLR2004
    if chance.random() < 0.3:  # noqa: PLR2004 # a third reminds
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Soon", "TRIGGER:-PT15M", "END:VALARM"]
    lines.append("END:VEVENT")
    if recurring and chance.random() < 0.1:  # noqa: PLR2004 # a tenth of what repeats was moved once
        lines.extend(_moved(uid, start, end, where))
    return lines


def _details(chance: random.Random) -> Iterator[str]:
    yield f"LOCATION:Room {chance.randrange(400)}\\, Main Street {chance.randrange(99)}"
    yield "DESCRIPTION:" + "All that was written about it\\, and a link https://made.example/x. " * chance.randrange(
        1, 4
    )
    if chance.random() < 0.3:  # noqa: PLR2004 # a third has guests
        yield "ORGANIZER;CN=Kim:mailto:kim@made.example"
        for guest in range(chance.randrange(1, 5)):
            yield f'ATTENDEE;CN="Guest; {guest}";PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT:mailto:g{guest}@made.example'


def _repeats(start: datetime, where: str, chance: random.Random) -> Iterator[str]:
    rule = chance.choice(_RULES)
    if "COUNT" not in rule and chance.random() < 0.5:  # noqa: PLR2004 # half of them end
        rule += f";UNTIL={start + timedelta(days=chance.randrange(100, 900)):%Y%m%d}T235959Z"
    yield f"RRULE:{rule}"
    if chance.random() < 0.3:  # noqa: PLR2004 # a third left out now and then
        left_out = (start + timedelta(days=days) for days in (7, 14))
        yield f"EXDATE;TZID={where}:{','.join(f'{each:%Y%m%dT%H%M%S}' for each in left_out)}"


def _moved(uid: str, start: datetime, end: datetime, where: str) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:{FIRST:%Y%m%d}T080000Z", "SEQUENCE:1", "SUMMARY:Moved")
    yield f"RECURRENCE-ID;TZID={where}:{start:%Y%m%dT%H%M%S}"
    later = timedelta(days=1)
    yield f"DTSTART;TZID={where}:{start + later:%Y%m%dT%H%M%S}"
    yield f"DTEND;TZID={where}:{end + later:%Y%m%dT%H%M%S}"
    yield "END:VEVENT"


def _folded(line: str) -> str:
    return "\r\n ".join(line[first : first + 74] for first in range(0, len(line), 74))
