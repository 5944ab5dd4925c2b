"""`nearer plan free`: the hours that are free for both, of the two people of a home or of any calendar files."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tui.catalog.library import catalog_here
from tui.catalog.words import Words
from tui.cli.calendar import moment, named, on_clock, skipped_rows, stretch, time_of, warn_skipped, window
from tui.cli.records import opened
from tui.cli.run import wants_json
from tui.cli.say import say, say_json, warn
from tui.core.clock import SystemClock, local_zone, zone
from tui.core.text import shorten
from tui.household import Household
from tui.household.calendars import calendars
from tui.household.free import AROUND, known
from tui.planner.calendars import Skipped, busy
from tui.planner.free import Side, free_for_both
from tui.planner.hours import Range, WakingHours, clock_range
from tui.planner.ranking import Suggestion, Wish, suggestions
from tui.planner.spans import Span

DAYS, MINUTES, LIMIT = 14, 60, 5
"""What is looked for where nothing is said: in how many days, how long at least, how many at most."""

MOST_DAYS = 2 * 366
"""How many days are looked at at most."""

WRONG_USAGE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is looked at, and how it is said: `name` is the other's."""

    words: Words
    since: int
    until: int
    cut: bool
    mine: Side
    theirs: Side
    name: str
    taken: Sequence[Span] = ()
    recent: Sequence[Span] = ()
    skipped: Sequence[Skipped] = ()


def plan_free(options: argparse.Namespace) -> int:
    """Print the hours that are free for both."""
    wrong = _wrong_usage(options)
    if wrong:
        warn(catalog_here().words(wrong))
        return WRONG_USAGE
    clock = clock_range(options.between) if options.between is not None else None
    if options.mine:
        _tell(_of_files(options, clock), options, clock)
        return 0
    household = opened(options)
    try:
        asked = _of_home(household, options)
        _tell(asked, options, clock)
        if not wants_json(options) and not calendars(household):
            warn(household.words("free.how_to_add"))
    finally:
        household.close()
    return 0


def _wrong_usage(options: argparse.Namespace) -> str:
    """Return the key of what is wrong with the options together, or nothing."""
    if bool(options.mine) != bool(options.theirs):
        return "free.needs_both"
    if not options.mine and (options.my_zone or options.their_zone):
        return "free.zones_of_files"
    return ""


# What is looked at


def _of_files(options: argparse.Namespace, clock: Range | None) -> _Asked:
    zones = [zone(each or local_zone()).key for each in (options.my_zone, options.their_zone)]
    since, until, cut = _window(options, zones[0], SystemClock().now())
    wide = since - AROUND, until + AROUND
    up = None if options.all or clock is not None else WakingHours()
    paths = ([Path(each) for each in given] for given in (options.mine, options.theirs))
    mine, theirs = (busy(files, *wide, where) for files, where in zip(paths, zones, strict=True))
    return _Asked(
        words=catalog_here().words,
        since=int(since.timestamp()),
        until=int(until.timestamp()),
        cut=cut,
        mine=Side(busy=mine.spans, zone=zones[0], hours=up),
        theirs=Side(busy=theirs.spans, zone=zones[1], hours=up),
        name=catalog_here().words("free.the_other"),
        skipped=(*mine.skipped, *theirs.skipped),
    )


def _of_home(household: Household, options: argparse.Namespace) -> _Asked:
    since, until, cut = _window(options, household.me.zone, household.now())
    found = known(household, since, until)
    return _Asked(
        words=household.words,
        since=int(since.timestamp()),
        until=int(until.timestamp()),
        cut=cut,
        mine=found.mine,
        theirs=found.theirs,
        name=shorten(household.partner.name, 40),
        taken=found.taken,
        recent=found.recent,
        skipped=found.skipped,
    )


def _window(options: argparse.Namespace, where: str, now: datetime) -> tuple[datetime, datetime, bool]:
    """Return from when to when is looked, and whether that is less than was asked for."""
    since = moment(options.since, where) if options.since is not None else now
    last = since + timedelta(days=MOST_DAYS)
    if options.to is not None:
        since, until = window(since, moment(options.to, where))
    else:
        until = since + timedelta(days=min(options.days or DAYS, MOST_DAYS + 1))
    return since, min(until, last), until > last


# What is found and said


def _tell(asked: _Asked, options: argparse.Namespace, clock: Range | None) -> None:
    found = _every(asked, options, clock) if options.all else _best(asked, options, clock)
    words = asked.words
    if wants_json(options):
        say_json(_document(asked, found))
        return
    say("\n".join(_line(asked, each) for each in found) or words("free.none"))
    if asked.cut:
        warn(words("free.cut", count=MOST_DAYS))
    warn_skipped(words, asked.skipped)


def _best(asked: _Asked, options: argparse.Namespace, clock: Range | None) -> list[Suggestion]:
    wish = Wish(
        since=asked.since,
        until=asked.until,
        minutes=options.minutes or MINUTES,
        limit=options.limit or LIMIT,
        clock=clock,
        recent=asked.recent,
    )
    return suggestions(asked.mine, asked.theirs, asked.taken, wish)


def _every(asked: _Asked, options: argparse.Namespace, clock: Range | None) -> list[Suggestion]:
    free = free_for_both(asked.mine, asked.theirs, asked.taken, asked.since, asked.until, clock)
    least = (options.minutes or 0) * 60
    long_enough = [Suggestion(start=start, end=end, why=()) for start, end in free if end - start >= least]
    return long_enough[: options.limit] if options.limit else long_enough


def _document(asked: _Asked, found: Sequence[Suggestion]) -> dict[str, object]:
    return {
        "free": [_row(asked, each) for each in found],
        "skipped": skipped_rows(asked.words, asked.skipped),
        "from": on_clock(asked.since, asked.mine.zone).isoformat(),
        "to": on_clock(asked.until, asked.mine.zone).isoformat(),
        "bounded": asked.cut,
    }


def _row(asked: _Asked, found: Suggestion) -> dict[str, object]:
    mine, theirs = (on_clock(found.start, side.zone) for side in (asked.mine, asked.theirs))
    return {
        "start": mine.isoformat(),
        "end": on_clock(found.end, asked.mine.zone).isoformat(),
        "mine": mine.isoformat(),
        "theirs": theirs.isoformat(),
        "why": [asked.words(key) for key in found.why],
    }


def _line(asked: _Asked, found: Suggestion) -> str:
    start, end, theirs = (
        on_clock(moment, side.zone)
        for moment, side in ((found.start, asked.mine), (found.end, asked.mine), (found.start, asked.theirs))
    )
    year = on_clock(asked.since, asked.mine.zone).year
    line = stretch(asked.words, start, end, year)
    if start.utcoffset() != theirs.utcoffset():
        same = start.date() == theirs.date()
        time = time_of(theirs) if same else named(asked.words, theirs, year)
        line += asked.words("free.for_other", time=time, name=asked.name)
    why = ", ".join(asked.words(key) for key in found.why)
    return asked.words("free.with_why", stretch=line, why=why) if why else line
