"""`nearer plan`: the planner's records from the command line."""

import argparse
from collections.abc import Callable
from datetime import date, datetime, timedelta

from tui.cli.plan_said import say_done, say_list, say_proposed
from tui.cli.records import opened
from tui.cli.run import name_of
from tui.core.errors import InputError
from tui.core.records import Activity, Person, Plan
from tui.core.text import shorten
from tui.household import Household
from tui.household.plans import ALL, Wanted, Which, act, move, offer, protect
from tui.planner.occurrences import Occurrence, day_of, occurrences, replaced
from tui.planner.plans import YEARS, Act, refusal
from tui.planner.series import Scope
from tui.planner.when import iso

SHORTEST_ID = 4
"""How much of an id is enough, in characters, where it is the only one that begins so."""

_LOOKED_BACK = (timedelta(days=40), timedelta(days=400), timedelta(days=4000))
_DAY = timedelta(days=1)
_FAR = timedelta(days=4000)


def plan(options: argparse.Namespace) -> int:
    """Run `nearer plan` with one of its acts."""
    if options.act == "free":
        from tui.cli.plan_free import plan_free

        return plan_free(options)
    household = opened(options)
    try:
        _run(household, options)
    finally:
        household.close()
    return 0


def _run(household: Household, options: argparse.Namespace) -> None:
    match options.act:
        case "list":
            say_list(household, options)
        case "propose":
            _propose(household, options)
        case "move":
            _move(household, options)
        case "decline" if options.instead:
            _decline_for(household, options)
        case "protect" | "unprotect":
            _protect(household, options)
        case "export" | "import":
            from tui.cli import plan_files

            files: dict[str, Callable[[Household, argparse.Namespace], None]]
            files = {"export": plan_files.export, "import": plan_files.import_}
            files[options.act](household, options)
        case doing:
            _act(household, options, Act(doing))


def find(household: Household, given: str) -> Plan:
    """Return the plan that `given` names, by its id or the beginning of it; raises `InputError` when none is.

    Where all that begin so are parts of one plan, that one is meant.
    """
    wanted, named = given.strip().casefold(), shorten(given, 40)
    exact = household.get(Plan, wanted)
    if exact is not None:
        return exact
    if len(wanted) < SHORTEST_ID:
        raise InputError("plan_id_short", id=named, shortest=SHORTEST_ID)
    found = [each for each in household.all(Plan) if each.id.startswith(wanted)]
    if not found:
        raise InputError("unknown_plan", id=named)
    whole = min(found, key=lambda each: len(each.id))
    if any(each is not whole and not each.id.startswith(f"{whole.id}-") for each in found):
        raise InputError("plan_id_ambiguous", id=named)
    return whole


# What is done


def _propose(household: Household, options: argparse.Namespace) -> None:
    where = options.zone or household.me.zone
    what = _words_of(household, options.idea) if options.idea and not options.what else options.what
    wishes = [
        Plan(
            id=household.ids.new(),
            by=household.me.id,
            at=household.now(),
            start=iso(each, where),
            minutes=options.minutes,
            zone=where,
            what=what,
            repeat=options.repeat,
            protected=options.protect,
            idea=options.idea,
        )
        for each in options.start
    ]
    if options.protect and not options.repeat.strip():
        raise InputError("plan_protect_once")
    say_proposed(household, options, offer(household, wishes))


def _words_of(household: Household, idea: str) -> str:
    """Return what an idea says, one of ours or of their own; raises `InputError` when there is none of that name."""
    own = household.get(Activity, idea)
    ours = next((each.text for each in household.catalog.ideas if each.id == idea), None)
    if own is None and ours is None:
        raise InputError("unknown_part", id=shorten(idea, 40))
    return own.text if own is not None else ours or ""


def _move(household: Household, options: argparse.Namespace) -> None:
    seen, which = _meant(household, options)
    to = iso(options.start, options.zone or household.me.zone)
    wanted = Wanted(start=to, minutes=options.minutes, zone=options.zone or "")
    new = move(household, seen, wanted, which)
    say_done(household, options, new, "cli.plan_moved")


def _decline_for(household: Household, options: argparse.Namespace) -> None:
    """Say no to a time that was proposed, with another one."""
    seen = find(household, options.id)
    refused = refusal(seen, Act.DECLINE, by=household.me.id)
    if refused is not None:
        raise refused
    to = iso(options.instead, options.zone or household.me.zone)
    new = move(household, seen, Wanted(start=to, minutes=options.minutes, zone=options.zone or ""))
    say_done(household, options, new, "cli.plan_moved")


def _protect(household: Household, options: argparse.Namespace) -> None:
    protected = options.act == "protect"
    new = protect(household, find(household, options.id), protected=protected)
    say_done(household, options, new, "cli.plan_is_protected" if protected else "cli.plan_not_protected")


def _act(household: Household, options: argparse.Namespace, doing: Act) -> None:
    if doing in {Act.ACCEPT, Act.DECLINE}:
        seen, which = find(household, options.id), ALL
    else:
        seen, which = _meant(household, options)
    if doing is Act.DONE and seen.repeat and which.scope is Scope.ALL:
        which = Which(scope=Scope.ONE, start=_latest(household, seen))
    who = _whose_word(household, options, seen, doing)
    others = doing is Act.ACCEPT and bool(seen.choice) and len(household.find(Plan, choice=seen.choice)) > 1
    new = act(household, seen, doing, which, by=who)
    say_done(household, options, new, "cli.plan_chosen" if others else _SAID[doing])


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


# Which time of one that repeats


def _meant(household: Household, options: argparse.Namespace) -> tuple[Plan, Which]:
    """Return the plan that is meant, and how much of it."""
    seen = find(household, options.id)
    if options.on:
        day = _day(options.on)
        alone = household.find(Plan, series=seen.id, instead_of=day)
        if alone:
            return alone[0], ALL
        return seen, Which(scope=Scope.ONE, start=_time_from(seen, day, day).start)
    if options.since:
        first = _time_from(seen, _day(options.since), date.max)
        return seen, Which(scope=Scope.FOLLOWING, start=first.start)
    return seen, ALL


def _time_from(plan: Plan, first: date, last: date) -> Occurrence:
    """Return the first time of a plan from one day to another on its clock."""
    since = max(plan.start, datetime.combine(first, plan.start.timetz()) - _DAY)
    until = since + _FAR if last == date.max else since + 3 * _DAY
    for each in occurrences(plan, since, until):
        if first <= day_of(plan, each.start) <= last:
            return each
    raise InputError("plan_not_on", day=first.isoformat())


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text.strip())
    except ValueError as error:
        raise InputError("day_not_iso", text=shorten(text, 40)) from error
    if found.year not in YEARS:
        raise InputError("plan_far_off", first=YEARS[0], last=YEARS[-1])
    return found


def _latest(household: Household, plan: Plan) -> datetime:
    """Return the latest time of a series that has begun and was not changed alone."""
    now, days = household.now(), replaced(household.find(Plan, series=plan.id))
    for back in _LOOKED_BACK:
        begun = [each.start for each in occurrences(plan, now - back, now, days)]
        if begun:
            return begun[-1]
    raise InputError("plan_not_begun")
