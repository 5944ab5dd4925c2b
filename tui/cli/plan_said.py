"""How `nearer plan` tells of plans: in lines, or as a document."""

import argparse
from collections.abc import Iterable, Sequence
from datetime import timedelta

from tui.catalog.dates import clock, day, length
from tui.cli.run import wants_json
from tui.cli.say import say, say_json
from tui.core.records import Plan, PlanState
from tui.core.text import shorten
from tui.household import Household
from tui.planner.occurrences import clock_of, first_of, next_of, replaced

AHEAD = (PlanState.PROPOSED, PlanState.ACCEPTED)
"""The states in which something is ahead."""

_NAME = 40
"""How wide a name may be, in cells."""


def say_proposed(household: Household, options: argparse.Namespace, plans: Sequence[Plan]) -> None:
    """Print what was proposed: an id a line."""
    if not wants_json(options):
        say("\n".join(each.id for each in plans))
    elif len(plans) == 1:
        say_json(document(household, plans[0]))
    else:
        say_json({"plans": [document(household, each) for each in plans]})


def say_done(household: Household, options: argparse.Namespace, new: Plan, key: str) -> None:
    """Print what became of a plan."""
    if wants_json(options):
        say_json(document(household, new))
        return
    start, words = household.local(new.start), household.words
    lasts, other = length(words, new.minutes), shorten(household.partner.name, _NAME)
    say(words(key, day=day(words, start), time=clock(start), length=lasts, name=other))


def say_list(household: Household, options: argparse.Namespace) -> None:
    """Print the plans: what is ahead, or with `--all` and in the document everything."""
    plans = sorted(household.all(Plan), key=lambda each: (each.start, each.id))
    if wants_json(options):
        say_json({"plans": [document(household, each) for each in plans]})
        return
    lines = [_line(household, each, plans) for each in (plans if options.all else _ahead(household, plans))]
    nothing = "cli.plan_none_at_all" if options.all else "cli.plan_none"
    say("\n".join(lines) or household.words(nothing))


def _ahead(household: Household, plans: Sequence[Plan]) -> list[Plan]:
    now, days = household.now(), replaced(plans)
    found = [(next_of(each, now, days), each) for each in plans if each.state in AHEAD]
    coming = [(time.start, each.id, each) for time, each in found if time is not None]
    return [each for *_, each in sorted(coming, key=lambda one: one[:2])]


def _line(household: Household, plan: Plan, plans: Iterable[Plan]) -> str:
    words, days = household.words, replaced(plans)
    time = (next_of(plan, household.now(), days) if plan.state in AHEAD else None) or first_of(plan)
    start = household.local(time.start)
    return words(
        "cli.plan_line",
        id=plan.id,
        day=f"{day(words, start)} {start.year}",
        time=clock(start),
        length=length(words, plan.minutes),
        state=words(f"cli.plan_state_{plan.state}", name=_name(household, plan, _NAME)),
        what=shorten(plan.what or words("home.just_us"), 100),
    ) + "".join(_remarks(household, plan, plans))


def _remarks(household: Household, plan: Plan, plans: Iterable[Plan]) -> list[str]:
    """Return what else is to be known of a plan, each with a space before it."""
    words, found = household.words, []
    if plan.choice and plan.state is PlanState.PROPOSED:
        count = sum(1 for each in plans if each.choice == plan.choice and each.state is PlanState.PROPOSED)
        if count > 1:
            found.append(words("cli.plan_one_of", count=count))
    if plan.repeat:
        found.append(words("cli.plan_repeats"))
    if plan.protected:
        found.append(words("cli.plan_protected"))
    return found


def document(household: Household, plan: Plan) -> dict[str, object]:
    """Return a plan as a script sees it."""
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
        "series": plan.series,
        "instead_of": plan.instead_of.isoformat() if plan.instead_of else None,
        "choice": plan.choice,
        "protected": plan.protected,
        "idea": plan.idea,
        "talk": plan.talk,
    }


def _name(household: Household, plan: Plan, cells: int = 0) -> str:
    person = household.person(plan.by)
    name = person.name if person else plan.by
    return shorten(name, cells) if cells else name
