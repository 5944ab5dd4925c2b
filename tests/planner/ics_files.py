"""Small calendar files for tests."""

from pathlib import Path


def event(uid: str, start: str, end: str, *lines: str) -> str:
    """Return an event whose `start` and `end` are as after DTSTART and DTEND, with `lines` beside."""
    return "\n".join(
        (
            "BEGIN:VEVENT",
            f"UID:{uid}",
            "DTSTAMP:20260101T000000Z",
            f"DTSTART{start}",
            f"DTEND{end}",
            *lines,
            "END:VEVENT",
        )
    )


def calendar(path: Path, *events: str) -> Path:
    """Write a calendar with `events`; return where it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN", *events, "END:VCALENDAR", ""))
    path.write_bytes(text.replace("\n", "\r\n").encode())
    return path


def busy_from(path: Path, start: str, end: str, *lines: str) -> Path:
    """Write a calendar with one event; return where it is."""
    return calendar(path, event("one@tests", start, end, *lines))
