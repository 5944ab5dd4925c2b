"""`nearer status`: what is next, what may be opened, and whether everything is well."""

import argparse

from tui.catalog.dates import ahead, clock, day
from tui.cli.records import opened
from tui.cli.run import wants_json
from tui.cli.say import say, say_json
from tui.core.records import Plan
from tui.household import Household
from tui.planner.occurrences import Occurrence, upcoming


def status(options: argparse.Namespace) -> int:
    """Print the state of the household as the person who asks may know it."""
    household = opened(options)
    try:
        if wants_json(options):
            say_json(_document(household))
        else:
            say("\n".join(_lines(household)))
    finally:
        household.close()
    return 0


def _document(household: Household) -> dict[str, object]:
    store, next_time = household.store, upcoming(household.all(Plan), household.now())
    return {
        "people": [
            {"id": person.id, "name": person.name, "zone": person.zone, "seat": person.seat}
            for person in household.people
        ],
        "me": household.me.name,
        "records": household.seen_count(),
        "next_time_alone": _occurrence(household, next_time),
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
        "sync": None,
    }


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
    words = household.words
    lines = []
    next_time = upcoming(household.all(Plan), household.now())
    if next_time is None:
        lines.append(words("cli.status_no_time"))
    else:
        start = household.local(next_time.start)
        far = ahead(words, (start.date() - household.today()).days)
        what = next_time.plan.what or words("home.just_us")
        lines.append(words("cli.status_time", day=day(words, start), time=clock(start), far=far, what=what))
    lines += [words("cli.status_open", step=household.catalog.title(step)) for step in household.to_open()]
    store = household.store
    if store.read_only is not None:
        lines.append(words(f"errors.{store.read_only}", path=store.home))
    lines += [words("cli.status_finding", where=each.where) for each in store.findings]
    left_out = household.library.left_out
    lines += [words("app.pack_left_out", file=file, line=line, what=what) for file, line, what in left_out]
    if not store.findings and store.read_only is None:
        lines.append(words("cli.status_well", home=store.home))
    return lines
