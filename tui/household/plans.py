"""What the two do with their plans: one way for the screens and the commands.

Whoever acts says what they saw: where the other window was quicker, nothing is done, and they are told.
"""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from tui.core.errors import InputError
from tui.core.records import Person, Plan, PlanState
from tui.household.household import Household
from tui.planner.occurrences import clock_of, first_of
from tui.planner.plans import Act, after, moved, propose
from tui.planner.series import Part, Scope, carried, part_of, singles

MOST_AT_ONCE = 3
"""How many times can be proposed at once, of which one is to be chosen."""


def offer(household: Household, wishes: Sequence[Plan]) -> list[Plan]:
    """Propose times, durably; of several one is to be chosen. Returns them as they are kept.

    Raises `InputError` when there are too many, two are the same, several repeat, or as `propose` does; `StoreError`.
    """
    if len(wishes) > MOST_AT_ONCE:
        raise InputError("plan_too_many", most=MOST_AT_ONCE)
    plans = [propose(each) for each in wishes]
    if len(plans) > 1:
        if any(each.repeat for each in plans):
            raise InputError("plan_choice_repeats")
        if len({each.start for each in plans}) < len(plans):
            raise InputError("plan_choice_twice")
        choice = household.ids.new()
        plans = [replace(each, choice=choice) for each in plans]
    household.save(*plans)
    return plans


def act(
    household: Household,
    seen: Plan,
    doing: Act,
    *,
    start: datetime | None = None,
    scope: Scope = Scope.ALL,
    by: Person | None = None,
) -> Plan:
    """Do something to a plan as it was `seen`, durably; return what was meant as it is now.

    Of one that repeats, `start` (UTC) is the time that is meant, and `scope` how much of it. `by` says it (default:
    me). Raises `InputError` when that cannot be done, or the plan is another one by now; `StoreError`.
    """
    plan, who = _as_seen(household, seen), by or household.me
    part = _part(household, plan, start, scope)
    done = after(part.plan, doing, by=who.id)
    rest = [part.rest] if part.rest else []
    others: list[Plan] = []
    if doing is Act.ACCEPT and plan.choice:
        others = [each for each in household.find(Plan, choice=plan.choice) if _waits(each) and each.id != plan.id]
    elif doing is Act.CANCEL and plan.repeat and scope is not Scope.ONE:
        others = list(singles(plan, household.find(Plan, series=plan.id), part.plan.start))
    called_off = [after(each, Act.CANCEL, by=who.id) for each in others]
    household.save(done, *rest, *called_off, seen=[plan, *others])
    return done


def move(
    household: Household,
    seen: Plan,
    to: datetime,
    minutes: int | None = None,
    *,
    start: datetime | None = None,
    scope: Scope = Scope.ALL,
    zone: str = "",
    what: str | None = None,
    idea: str | None = None,
) -> Plan:
    """Propose another time (`to`, UTC) for a plan as it was `seen`, durably; return what was meant as it is now.

    Of one that repeats, `start` (UTC) is the time that moves there, and `scope` how much moves with it. To whoever
    was asked, that is a no with another time. Raises as `act` does.
    """
    plan = _as_seen(household, seen)
    part = _part(household, plan, start, scope)
    if plan.repeat and scope is Scope.ALL and start is not None:
        to = carried(part.plan.start, start, to, clock_of(plan))
    new = moved(part.plan, to, minutes, by=household.me.id, now=household.now(), zone=zone, what=what)
    if idea is not None:
        new = replace(new, idea=idea)
    rest = [part.rest] if part.rest else []
    household.save(new, *rest, seen=[plan])
    return new


def protect(household: Household, seen: Plan, *, protected: bool) -> Plan:
    """Let a plan that repeats be a ritual, which other things are planned around, or not; raises as `act` does."""
    plan = _as_seen(household, seen)
    if not plan.repeat:
        raise InputError("plan_protect_once")
    new = replace(plan, protected=protected)
    household.save(new, seen=[plan])
    return new


def _part(household: Household, plan: Plan, start: datetime | None, scope: Scope) -> Part:
    part = part_of(plan, start or first_of(plan).start, scope, household.now())
    if part.plan.id != plan.id and household.store.get(Plan, part.plan.id) is not None:
        raise InputError("plan_changed")
    return part


def _as_seen(household: Household, seen: Plan) -> Plan:
    """Return a plan as it is now, when that is as it was seen."""
    household.catch_up_quietly()
    now = household.get(Plan, seen.id)
    if now is None:
        raise InputError("plan_gone")
    if any(getattr(now, field) != getattr(seen, field) for field in Plan.TOGETHER):
        raise InputError("plan_changed")
    return now


def _waits(plan: Plan) -> bool:
    return plan.state is PlanState.PROPOSED
