"""Keeping what the form for a time says: proposed, several to choose from, or moved."""

from collections.abc import Callable
from datetime import datetime

from tui.core.errors import InputError
from tui.core.records import Plan, PlanState
from tui.household import Household
from tui.household.plans import Wanted, Which, move, offer
from tui.planner.occurrences import Occurrence
from tui.planner.plans import title
from tui.planner.series import Scope
from tui.planner.when import Understood
from tui.screens.plan_repeats import Often, rule_of
from tui.screens.propose_form import Form, lasts, time_of

Keeping = Callable[[], str]
"""Keeps it, for a thread; answers what is to be said then. Raises `InputError`, `StoreError`."""


def rule(household: Household, form: Form, start: datetime) -> str:
    """Return how often a time comes round that begins then, as a rule; empty for once.

    Raises `InputError` when a rule of one's own is not written yet.
    """
    if not form.repeats:
        return ""
    found = rule_of(form.often, household.local(start), form.rule)
    if form.often is Often.OWN and not found.strip():
        raise InputError("rule_unreadable", rule="")
    return found


def offering(household: Household, form: Form, exact: datetime | None) -> Keeping:
    """Return what proposes the times of a form; raises `InputError` where one cannot be understood."""
    whens = [each for each in form.whens if each.strip()] or list(form.whens)
    plans = [_wish(household, form, time_of(household, each, exact)) for each in whens]

    def keep() -> str:
        offer(household, plans)
        return "planner.proposed" if len(plans) == 1 else "planner.proposed_several"

    return keep


def _wish(household: Household, form: Form, time: Understood) -> Plan:
    return Plan(
        id=household.ids.new(),
        by=household.me.id,
        at=household.now(),
        start=time.start,
        minutes=lasts(household, time, form.how_long),
        zone=household.me.zone,
        what=form.what,
        repeat=rule(household, form, time.start),
        protected=form.protected and form.repeats,
        idea=form.chosen,
    )


def moving(household: Household, form: Form, occurrence: Occurrence, scope: Scope, exact: datetime | None) -> Keeping:
    """Return what moves a plan's time to what a form says; raises `InputError` where that cannot be understood.

    What the other changed meanwhile stays, as far as nothing else was typed.
    """
    seen, time = occurrence.plan, time_of(household, form.whens[0], exact)
    long = lasts(household, time, form.how_long)
    what = form.what if title(form.what) != seen.what else None
    idea = form.chosen if form.chosen != seen.idea else None

    def keep() -> str:
        wanted = Wanted(start=time.start, minutes=long if long != seen.minutes else None, what=what, idea=idea)
        new = move(household, seen, wanted, Which(scope=scope, start=occurrence.start))
        return "planner.kept" if new.state is PlanState.ACCEPTED else "planner.moved"

    return keep
