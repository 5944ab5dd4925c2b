"""The working weeks of a made-up couple as calendar files, so that a look around shows which hours are free."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from tui.core.records import Person
from tui.store.store import Store


class Weekly(NamedTuple):
    """Something that comes again: its first day from Monday (0) on, its hour and minute, how long, its rule."""

    day: int
    hour: int
    minute: int
    minutes: int
    rule: str = "FREQ=WEEKLY"


WORK = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
WEEKS: tuple[tuple[Weekly, ...], ...] = (
    (
        Weekly(0, 9, 0, 450, WORK),
        Weekly(1, 19, 30, 90),
        Weekly(5, 10, 0, 120, "FREQ=WEEKLY;INTERVAL=2"),
        Weekly(3, 18, 0, 60, "FREQ=WEEKLY;INTERVAL=3"),
    ),
    (
        Weekly(0, 8, 30, 480, WORK),
        Weekly(2, 18, 30, 120),
        Weekly(5, 12, 0, 120, "FREQ=WEEKLY;INTERVAL=2"),
    ),
)
"""The week of each, by seat; what it is, is nobody's business."""


def set_up(store: Store, people: Sequence[Person], folder: Path, since: datetime) -> None:
    """Write a calendar for each of the people into `folder`, and let it be read; raises `OSError`, `StoreError`."""
    folder.mkdir(parents=True, exist_ok=True)
    for person in people:
        path = folder / f"{person.seat + 1}.ics"
        path.write_text("\r\n".join(_lines(person, since)) + "\r\n", "utf-8", newline="")
        store.local.put(f"calendars/{person.id}", [str(path)])


def _lines(person: Person, since: datetime) -> Iterator[str]:
    monday = since.date() - timedelta(days=since.weekday() + 28)
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//nearer//demo//EN")
    for number, each in enumerate(WEEKS[person.seat]):
        start = datetime.combine(monday, datetime.min.time(), UTC) + timedelta(
            days=each.day, hours=each.hour, minutes=each.minute
        )
        yield from (
            "BEGIN:VEVENT",
            f"UID:{person.seat}-{number}@demo",
            f"DTSTAMP:{start:%Y%m%d}T000000Z",
            f"DTSTART;TZID={person.zone}:{start:%Y%m%dT%H%M%S}",
            f"DURATION:PT{each.minutes}M",
            f"RRULE:{each.rule}",
            "SUMMARY:busy",
            "END:VEVENT",
        )
    yield "END:VCALENDAR"
