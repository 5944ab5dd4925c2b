"""`nearer plan`: the planner's records from the command line."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path

from tui.catalog.dates import clock, day, length
from tui.cli.records import cannot_write, opened, write_file
from tui.cli.run import name_of, wants_json
from tui.cli.say import say, say_json
from tui.core.errors import InputError
from tui.core.records import Person, Plan, PlanState
from tui.core.text import shorten
from tui.household import Household
from tui.planner.ical import Wording, uid
from tui.planner.ical import to_ics as calendar_of
from tui.planner.occurrences import clock_of, first_of, next_of
from tui.planner.plans import Act, after, moved, propose
from tui.planner.when import iso

SHORTEST_ID = 4
"""How much of an id is enough, in characters, where it is the only one that begins so."""

AHEAD = (PlanState.PROPOSED, PlanState.ACCEPTED)


def plan(options: argparse.Namespace) -> int:
    """Run `nearer plan list`, `propose`, `accept`, `decline`, `move`, `cancel`, `done` or `export`."""
    household = opened(options)
    try:
        match options.act:
            case "list":
                _list(household, options)
            case "propose":
                _propose(household, options)
            case "move":
                _move(household, options)
            case "export":
                _export(household, options)
            case act:
                _act(household, options, Act(act))
    finally:
        household.close()
    return 0


def to_ics(household: Household, *, titles: bool) -> bytes:
    """Return all plans as one calendar; without `titles` each is only called busy."""
    return calendar_of(household.all(Plan), _wording(household, titles=titles))


def find(household: Household, given: str) -> Plan:
    """Return the plan that `given` names, by its id or the beginning of it; raises `InputError` when none is."""
    wanted, named = given.strip().casefold(), shorten(given, 40)
    exact = household.get(Plan, wanted)
    if exact is not None:
        return exact
    if len(wanted) < SHORTEST_ID:
        raise InputError("plan_id_short", id=named, shortest=SHORTEST_ID)
    found = [each for each in household.all(Plan) if each.id.startswith(wanted)]
    if not found:
        raise InputError("unknown_plan", id=named)
    if len(found) > 1:
        raise InputError("plan_id_ambiguous", id=named)
    return found[0]


# What is done


def _propose(household: Household, options: argparse.Namespace) -> None:
    where = options.zone or household.me.zone
    wish = Plan(
        id=household.ids.new(),
        by=household.me.id,
        at=household.now(),
        start=iso(options.start, where),
        minutes=options.minutes,
        zone=where,
        what=options.what,
        repeat=options.repeat,
    )
    new = propose(wish)
    household.save(new)
    if wants_json(options):
        say_json(_document(household, new))
    else:
        say(new.id)


def _move(household: Household, options: argparse.Namespace) -> None:
    before = find(household, options.id)
    where = options.zone or household.me.zone
    new = moved(
        before,
        iso(options.start, where),
        options.minutes,
        by=household.me.id,
        now=household.now(),
        zone=options.zone or "",
    )
    household.save(new, seen=[before])
    _say_done(household, options, new, "cli.plan_moved")


def _act(household: Household, options: argparse.Namespace, act: Act) -> None:
    before = find(household, options.id)
    new = after(before, act, by=_whose_word(household, options, before, act).id)
    household.save(new, seen=[before])
    _say_done(household, options, new, _SAID[act])


def _whose_word(household: Household, options: argparse.Namespace, plan: Plan, act: Act) -> Person:
    """Return who says it: with --as, that person; else, to a proposal of my own, the one who was asked."""
    mine = plan.by == household.me.id
    return household.partner if mine and act in {Act.ACCEPT, Act.DECLINE} and not name_of(options) else household.me


_SAID = {
    Act.ACCEPT: "cli.plan_accepted",
    Act.DECLINE: "cli.plan_declined",
    Act.CANCEL: "cli.plan_cancelled",
    Act.DONE: "cli.plan_took_place",
}


# What is said


def _say_done(household: Household, options: argparse.Namespace, new: Plan, key: str) -> None:
    if wants_json(options):
        say_json(_document(household, new))
        return
    start, words = household.local(new.start), household.words
    lasts, other = length(words, new.minutes), shorten(household.partner.name, 40)
    say(words(key, day=day(words, start), time=clock(start), length=lasts, name=other))


def _list(household: Household, options: argparse.Namespace) -> None:
    plans = sorted(household.all(Plan), key=lambda each: (each.start, each.id))
    if wants_json(options):
        say_json({"plans": [_document(household, each) for each in plans]})
        return
    lines = [_line(household, each) for each in (plans if options.all else _ahead(household, plans))]
    nothing = "cli.plan_none_at_all" if options.all else "cli.plan_none"
    say("\n".join(lines) or household.words(nothing))


def _ahead(household: Household, plans: Iterable[Plan]) -> list[Plan]:
    now = household.now()
    found = [(next_of(each, now), each) for each in plans if each.state in AHEAD]
    coming = [(time.start, each.id, each) for time, each in found if time is not None]
    return [each for *_, each in sorted(coming, key=lambda one: one[:2])]


def _line(household: Household, plan: Plan) -> str:
    words = household.words
    time = (next_of(plan, household.now()) if plan.state in AHEAD else None) or first_of(plan)
    start = household.local(time.start)
    return words(
        "cli.plan_line",
        id=plan.id,
        day=f"{day(words, start)} {start.year}",
        time=clock(start),
        length=length(words, plan.minutes),
        state=words(f"cli.plan_state_{plan.state}", name=_name(household, plan, 40)),
        what=shorten(plan.what or words("home.just_us"), 100),
    ) + (words("cli.plan_repeats") if plan.repeat else "")


def _document(household: Household, plan: Plan) -> dict[str, object]:
    where = clock_of(plan)
    end = plan.start + timedelta(minutes=plan.minutes)
    return {
        "id": plan.id,
        "start": plan.start.astimezone(where).isoformat(),
        "end": end.astimezone(where).isoformat(),
        "minutes": plan.minutes,
        "zone": plan.zone,
        "what": plan.what,
        "state": plan.state.value,
        "by": _name(household, plan),
        "repeat": plan.repeat,
        "sequence": plan.sequence,
    }


def _name(household: Household, plan: Plan, cells: int = 0) -> str:
    person = household.person(plan.by)
    name = person.name if person else plan.by
    return shorten(name, cells) if cells else name


# Other calendars


def _export(household: Household, options: argparse.Namespace) -> None:
    plans = household.all(Plan)
    if not options.to:
        sys.stdout.buffer.write(to_ics(household, titles=options.titles))
        sys.stdout.buffer.flush()
        return
    target = Path(options.to).expanduser()
    if options.to.endswith(("/", "\\")) or target.is_dir():
        _fill_folder(target, plans, _wording(household, titles=options.titles))
    else:
        write_file(target, to_ics(household, titles=options.titles))
    if wants_json(options):
        say_json({"exported": len(plans), "to": str(target)})
    else:
        say(household.words("cli.plan_exported", count=len(plans), path=target))


def _fill_folder(folder: Path, plans: Sequence[Plan], wording: Wording) -> None:
    """Write a file a plan, as khal and vdirsyncer read them; what would not change is not touched."""
    from tui.store.files import make_folder

    try:
        make_folder(folder)
        for each in plans:
            path, data = folder / f"{uid(each)}.ics", calendar_of([each], wording)
            if not path.is_file() or path.read_bytes() != data:
                write_file(path, data)
    except OSError as error:
        raise cannot_write(folder, error) from error


def _wording(household: Household, *, titles: bool) -> Wording:
    words = household.words
    return Wording(busy=words("planner.busy"), reminder=words("planner.reminder"), titles=titles)
