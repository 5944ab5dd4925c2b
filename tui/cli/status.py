"""`nearer status`: what is next, what waits and may be opened, and whether everything is well; in short, one line."""

import argparse

from tui.catalog.dates import ahead, clock, day
from tui.cli.records import opened
from tui.cli.run import home_of, name_of, wants_json
from tui.cli.say import say, say_json
from tui.core.records import Plan
from tui.household import Household
from tui.household.slow import for_me
from tui.planner.agenda import agenda
from tui.planner.occurrences import Occurrence, upcoming
from tui.planner.reminders import Reminder, near

CIRCLE, MIRROR = "circle", "sync"
"""Where a machine that shares a folder keeps what it knows of the others."""

A_WEEK = 7
"""Days from which on the name of a weekday alone may mean two days."""


def status(options: argparse.Namespace) -> int:
    """Print the state of the household as the person who asks may know it."""
    if options.short and not wants_json(options):
        return _short(options)
    household = opened(options)
    try:
        if wants_json(options):
            say_json(_document(household))
        else:
            say("\n".join(_lines(household)))
    finally:
        household.close()
    return 0


# One line for a shell's prompt


def _short(options: argparse.Namespace) -> int:
    """Print when the next time is, and nothing where there is none. Nobody is asked, and no home is made."""
    from tui.cli.unlock import at_once

    home = home_of(options)
    if not home.is_dir():
        return 0
    household = at_once(home, name_of(options))
    try:
        line = _when(household) if household.founded else ""
    finally:
        household.close()
    if line:
        say(line)
    return 0


def _when(household: Household) -> str:
    found = upcoming(household.all(Plan), household.now())
    if found is None:
        return ""
    words, start = household.words, household.local(found.start)
    reminder, days = near((found,), household.now()), (start.date() - household.today()).days
    if reminder is not None:
        return words("cli.short_near", time=clock(start), count=reminder.minutes)
    on = words(f"common.weekday_short_{start.isoweekday()}") if days < A_WEEK else day(words, start)
    return words("cli.short", day=on, time=clock(start), far=ahead(words, days))


# All of it


def _document(household: Household) -> dict[str, object]:
    store, now = household.store, household.now()
    next_time = upcoming(household.all(Plan), now)
    reminder = near((next_time,), now) if next_time is not None else None
    return {
        "people": [
            {"id": person.id, "name": person.name, "zone": person.zone, "seat": person.seat}
            for person in household.people
        ],
        "me": household.me.name,
        "records": household.seen_count(),
        "next_time_alone": _occurrence(household, next_time),
        "reminder": _reminder(household, reminder),
        "waiting": [each.plan.id for each in _waiting(household)],
        "slow_talk": for_me(household),
        "to_open": len(household.to_open()),
        "steps_to_open": list(household.to_open()),
        "store": {
            "home": str(store.home),
            "sealed": store.sealed,
            "ok": not store.findings and store.read_only is None,
            "read_only": store.read_only is not None,
            "findings": [{"what": each.what, "where": each.where} for each in store.findings],
        },
        "content": {"left_out": [{"file": file, "line": line} for file, line, _ in household.library.left_out]},
        "sync": _sync(household),
    }


def _shares(household: Household) -> bool:
    """Whether a folder is shared: only then all that belongs to it is loaded."""
    return household.store.local.get(CIRCLE) is not None


def _sync(household: Household) -> dict[str, object] | None:
    if not _shares(household):
        return None
    from tui.cli.sync_said import stands_document

    return stands_document(household)


def _waiting(household: Household) -> tuple[Occurrence, ...]:
    """Return the times that I am asked for."""
    return agenda(household.all(Plan), household.now(), household.me.id).waiting


def _reminder(household: Household, reminder: Reminder | None) -> dict[str, object] | None:
    """Return that a time is near (in so many minutes), or has begun (0)."""
    if reminder is None:
        return None
    start = household.local(reminder.occurrence.start)
    return {"id": reminder.occurrence.plan.id, "start": start.isoformat(), "minutes": reminder.minutes}


def _occurrence(household: Household, occurrence: Occurrence | None) -> dict[str, object] | None:
    if occurrence is None:
        return None
    start, end = household.local(occurrence.start), household.local(occurrence.end)
    return {
        "id": occurrence.plan.id,
        "start": start.isoformat(),
        "end": end.isoformat(),
        "zone": household.me.zone,
        "minutes": occurrence.plan.minutes,
        "what": occurrence.plan.what,
    }


def _lines(household: Household) -> list[str]:
    return [*_times(household), *_crowded(household), *_state(household)]


def _times(household: Household) -> list[str]:
    words, now = household.words, household.now()
    next_time = upcoming(household.all(Plan), now)
    if next_time is None:
        lines = [words("cli.status_no_time")]
    else:
        start, reminder = household.local(next_time.start), near((next_time,), now)
        far = ahead(words, (start.date() - household.today()).days)
        if reminder is not None:
            far = words("cli.status_near", count=reminder.minutes)
        what = next_time.plan.what or words("home.just_us")
        lines = [words("cli.status_time", day=day(words, start), time=clock(start), far=far, what=what)]
    lines += _back(household)
    for each in _waiting(household):
        start = household.local(each.start)
        lines.append(words("cli.status_waiting", day=day(words, start), time=clock(start), id=each.plan.id))
    return lines


def _back(household: Household) -> list[str]:
    """Return when they come back to a talk from a break, where that is ahead."""
    words, times = household.words, (each for each in household.times_ahead() if each.plan.talk)
    return [
        words(
            "talk_rest.status",
            day=day(words, household.local(each.start)),
            time=clock(household.local(each.start)),
            far=ahead(words, (household.local(each.start).date() - household.today()).days),
        )
        for each in times
    ]


def _crowded(household: Household) -> list[str]:
    """Return what has come into the times of the two: that, and not what."""
    from tui.household.crowds import crowds

    words, found = household.words, crowds(household)
    starts = [household.local(each.start) for each in found.times]
    lines = [words("cli.status_crowded", day=day(words, each), time=clock(each)) for each in starts]
    return [*lines, *(words("cli.status_out", what=each.what or words("home.just_us")) for each in found.out)]


def _state(household: Household) -> list[str]:
    words, store = household.words, household.store
    lines = [words("cli.status_open", step=household.catalog.title(step)) for step in household.to_open()]
    lines += [words("talk_slow.for_me")] if for_me(household) else []
    if store.read_only is not None:
        lines.append(words(f"errors.{store.read_only}", path=store.home))
    lines += [words("cli.status_finding", where=each.where) for each in store.findings]
    left_out = household.library.left_out
    lines += [words("app.pack_left_out", file=file, line=line, what=what) for file, line, what in left_out]
    if not store.findings and store.read_only is None:
        lines.append(words("cli.status_well", home=store.home))
    if _shares(household):
        from tui.cli.sync_said import stands_lines

        lines += stands_lines(household)
    elif (store.home / MIRROR).is_dir():
        from tui.household.syncing import has_lost_circle

        lines += [words("sync.status_lost")] if has_lost_circle(store) else []
    return lines
