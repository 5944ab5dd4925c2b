"""`nearer calendar`: one's own calendars and hours, and the busy time of any calendar files."""

import argparse
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

from tui.catalog.dates import clock, day
from tui.catalog.library import catalog_here
from tui.catalog.words import Words
from tui.cli.records import opened
from tui.cli.run import wants_json
from tui.cli.say import say, say_json, warn
from tui.core.clock import local_zone, zone
from tui.core.errors import InputError
from tui.core.text import shorten
from tui.household import Household
from tui.household.calendars import add, calendars, hours, remove, set_hours
from tui.planner.calendars import Skipped, busy, calendar_files
from tui.planner.hours import WEEK, Range, WakingHours, clock_range, clock_text
from tui.planner.plans import YEARS
from tui.planner.spans import merged
from tui.planner.when import iso

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""What the weekdays are called where a script reads or types them, whatever the language."""

NO_HOURS = "none"
"""What is typed for a day that is not for time together."""


def calendar(options: argparse.Namespace) -> int:
    """Run `nearer calendar add`, `list`, `remove`, `hours` or `busy`."""
    if options.act == "busy":
        return _busy(options)
    household = opened(options)
    try:
        match options.act:
            case "add":
                _add(household, options)
            case "remove":
                _remove(household, options)
            case "hours":
                _hours(household, options)
            case _:
                _list(household, options)
    finally:
        household.close()
    return 0


# One's own


def _add(household: Household, options: argparse.Namespace) -> None:
    words, found = household.words, add(household, Path(options.path))
    if wants_json(options):
        say_json({"path": str(found.path), "files": found.files, "skipped": skipped_rows(words, found.skipped)})
        return
    say(words("free.added", path=found.path, count=found.files))
    warn_skipped(words, found.skipped)


def _remove(household: Household, options: argparse.Namespace) -> None:
    gone = remove(household, Path(options.path))
    if wants_json(options):
        say_json({"removed": str(gone)})
    else:
        say(household.words("free.removed", path=gone))


def _list(household: Household, options: argparse.Namespace) -> None:
    words, found = household.words, [(path, _files(path)) for path in calendars(household)]
    if wants_json(options):
        rows = [{"path": str(path), "there": files > 0, "files": files} for path, files in found]
        say_json({"calendars": rows, **_hours_document(hours(household))})
        return
    lines = [
        words("free.calendar" if files else "free.calendar_gone", path=path, count=files) for path, files in found
    ]
    say("\n".join([*(lines or [words("free.no_calendar")]), *_hours_lines(words, hours(household))]))


def _files(path: Path) -> int:
    """Return how many calendar files there are, none where the place itself is gone."""
    with suppress(OSError):
        return len(calendar_files(path)) if path.exists() else 0
    return 0


# Hours


def _hours(household: Household, options: argparse.Namespace) -> None:
    new = _with_daylight(_said(household.words, hours(household), options.typed), options.daylight)
    if new != hours(household):
        set_hours(household, new)
    if wants_json(options):
        say_json(_hours_document(new))
    else:
        say("\n".join(_hours_lines(household.words, new)))


def _with_daylight(old: WakingHours, said: str | None) -> WakingHours:
    return old if said is None else WakingHours(days=old.days, daylight=said == "yes")


def _said(words: Words, old: WakingHours, typed: Sequence[str]) -> WakingHours:
    """Return the hours with what was typed: days, and last the hours that hold on them."""
    if not typed:
        return old
    *named, last = typed
    new = None if last.casefold() == NO_HOURS else clock_range(last)
    return old.on([each for text in named for each in _days(words, text)] if named else range(WEEK), new)


def _days(words: Words, text: str) -> list[int]:
    names = _day_names(words)
    try:
        ends = [[names[end.strip().strip(".")] for end in part.split("-")] for part in text.casefold().split(",")]
        return [each for first, *last in ends for each in _run(first, *last)]
    except (KeyError, TypeError) as error:
        raise InputError("weekday_unknown", text=shorten(text, 40)) from error


def _run(first: int, last: int | None = None) -> list[int]:
    """Return the days from one to another, over the end of the week where that comes between."""
    return [(first + each) % WEEK for each in range(((first if last is None else last) - first) % WEEK + 1)]


def _day_names(words: Words) -> dict[str, int]:
    found = {name: number for number, name in enumerate(DAYS)}
    for number in range(WEEK):
        for name in (f"common.weekday_short_{number + 1}", f"common.weekday_{number + 1}"):
            found[words(name).casefold().strip(".")] = number
    return found


def _hours_document(found: WakingHours) -> dict[str, object]:
    return {"hours": dict(zip(DAYS, map(_typed, found.days), strict=True)), "daylight": found.daylight}


def _typed(found: Range | None) -> str | None:
    return None if found is None else clock_text(found)


def _hours_lines(words: Words, found: WakingHours) -> list[str]:
    """Return a line for each run of days with the same hours."""
    runs: list[tuple[int, int]] = []
    for number in range(WEEK):
        if runs and found.days[runs[-1][0]] == found.days[number]:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    lines = [_hours_line(words, first, last, found.days[first]) for first, last in runs]
    return [*lines, words("free.wish_daylight")] if found.daylight else lines


def _hours_line(words: Words, first: int, last: int, found: Range | None) -> str:
    begin, end = (words(f"common.weekday_short_{each + 1}") for each in (first, last))
    named = begin if first == last else words("free.days", first=begin, last=end)
    return words("free.up" if found else "free.not_up", days=named, hours=_typed(found) or "")


# Busy time of any files


def _busy(options: argparse.Namespace) -> int:
    words, where = catalog_here().words, zone(options.zone or local_zone())
    since, until = window(moment(options.since, where.key), moment(options.until, where.key))
    found = busy([Path(each) for each in options.paths], since, until, where.key)
    spans = [(on_clock(start, where.key), on_clock(end, where.key)) for start, end in merged(found.spans)]
    if wants_json(options):
        rows = [{"start": start.isoformat(), "end": end.isoformat()} for start, end in spans]
        say_json({"busy": rows, "skipped": skipped_rows(words, found.skipped)})
        return 0
    say("\n".join(stretch(words, *each, since.year) for each in spans) or words("free.never_busy"))
    warn_skipped(words, found.skipped)
    return 0


# What `nearer plan free` needs too


def moment(text: str, where: str) -> datetime:
    """Return a moment (UTC) from ISO 8601; a day alone is its beginning on the clock of `where` (IANA).

    Raises `InputError` when it is none, or farther away than plans may be.
    """
    with suppress(ValueError):  # then it has to have a time
        text = f"{date.fromisoformat(text.strip())}T00:00"
    with suppress(OverflowError):  # at the end of all calendars
        found = iso(text, where).astimezone(UTC)
        if found.year in YEARS:
            return found
    raise InputError("plan_far_off", first=YEARS[0], last=YEARS[-1])


def window(since: datetime, until: datetime) -> tuple[datetime, datetime]:
    """Return both as they are; raises `InputError` when the end comes before the beginning."""
    if until < since:
        raise InputError("window_backwards")
    return since, until


def on_clock(seconds: int, where: str) -> datetime:
    """Return a moment (seconds since 1970) on the clock of `where` (IANA)."""
    return datetime.fromtimestamp(seconds, zone(where))


def stretch(words: Words, start: datetime, end: datetime, year: int) -> str:
    """Return a stretch of time in words: `Thu 26 Nov 20:00 to 22:00`; another year than `year` is named."""
    last = time_of(end) if start.date() == end.date() else named(words, end, year)
    return words("free.stretch", begin=named(words, start, year), end=last)


def named(words: Words, when: datetime, year: int) -> str:
    """Return a moment in words: `Thu 26 Nov 20:00`; another year than `year` is named."""
    key = "free.moment" if when.year == year else "free.moment_of_year"
    return words(key, day=day(words, when), year=when.year, time=time_of(when))


def time_of(when: datetime) -> str:
    """Return the time of day, with its seconds where it has any."""
    return f"{when:%H:%M:%S}" if when.second else clock(when)


def skipped_rows(words: Words, skipped: Iterable[Skipped]) -> list[dict[str, object]]:
    """Return what could not be read as a script sees it."""
    return [{"file": each.file, "line": each.line, "why": words.error(each.why)} for each in skipped]


def warn_skipped(words: Words, skipped: Iterable[Skipped]) -> None:
    """Say what could not be read, each on a line of standard error."""
    for each in skipped:
        why = words.error(each.why)
        warn(words("free.skipped", file=each.file, line=each.line, why=why) if each.file else why)
