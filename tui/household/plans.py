"""What the two do with their plans: one way for the screens and the commands.

Whoever acts says what they saw: where the other window was quicker, nothing is done, and they are told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from tui.core.errors import InputError
from tui.core.records import Person, Plan, PlanState
from tui.household.household import Household
from tui.planner.occurrences import clock_of
from tui.planner.plans import Act, after, moved, propose
from tui.planner.series import Part, Scope, anchored, carried, part_of, singles

MOST_AT_ONCE = 3
"""How many times can be proposed at once, of which one is to be chosen."""

ANSWERS = frozenset({Act.ACCEPT, Act.DECLINE})


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """How much of a plan that repeats is meant; `start` (UTC) is the time that was chosen (default: the first)."""

    scope: Scope = Scope.ALL
    start: datetime | None = None


ALL = Which()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a plan is to be: its start (UTC), and what else is not to stay as it is."""

    start: datetime
    minutes: int | None = None
    zone: str = ""
    what: str | None = None
    idea: str | None = None


def act(household: Household, seen: Plan, doing: Act, which: Which = ALL, *, by: Person | None = None) -> Plan:
    """Do something to a plan as it was `seen`, durably; return what was meant as it is now.

    A yes or a no is about all that was asked. `by` says it (default: me). Raises `InputError` when that cannot be
    done, or the plan is another one by now; `StoreError`.
    """
    plan, who = _as_seen(household, seen), by or household.me
    part = Part(plan=plan) if doing in ANSWERS else _part(household, plan, which)
    done = after(part.plan, doing, by=who.id)
    others: list[Plan] = []
    if doing is Act.ACCEPT and plan.choice:
        others = [each for each in household.find(Plan, choice=plan.choice) if _waits(each) and each.id != plan.id]
    elif doing is Act.CANCEL and plan.repeat and which.scope is not Scope.ONE:
        others = list(singles(plan, household.find(Plan, series=plan.id), part.plan.start))
    called_off = [after(each, Act.CANCEL, by=who.id) for each in others]
    household.save(done, *part.without, *called_off, seen=[plan, part.plan, *others])
    return done


def move(household: Household, seen: Plan, wanted: Wanted, which: Which = ALL) -> Plan:
    """Propose another time for a plan as it was `seen`, durably; return what was meant as it is now.

    Of one that repeats, the time that was chosen moves there, and as much of the series with it as is meant. To
    whoever was asked, that is a no with another time. Raises as `act` does.
    """
    plan = _as_seen(household, seen)
    part = _part(household, plan, which)
    start = wanted.start
    if plan.repeat and which.scope is Scope.ALL and which.start is not None:
        start = carried(part.plan.start, which.start, start, clock_of(plan))
    me, now = household.me.id, household.now()
    new = moved(part.plan, start, wanted.minutes, by=me, now=now, zone=wanted.zone, what=wanted.what)
    if wanted.idea is not None:
        new = replace(new, idea=wanted.idea)
    alone = household.find(Plan, series=plan.id) if plan.repeat and which.scope is not Scope.ONE else []
    before = plan if wanted.what is None else replace(plan, what=seen.what)  # what both wrote meanwhile is both kept
    base = before if part.plan.id == plan.id else part.plan
    household.save(new, *part.without, *anchored(alone, part.plan, new), seen=[before, base, *alone])
    return new


def protect(household: Household, seen: Plan, *, protected: bool) -> Plan:
    """Let a plan that repeats be a ritual, which other things are planned around, or not; raises as `act` does."""
    plan = _as_seen(household, seen)
    if not plan.repeat:
        raise InputError("plan_protect_once")
    new = replace(plan, protected=protected)
    household.save(new, seen=[plan])
    return new


def _part(household: Household, plan: Plan, which: Which) -> Part:
    part = part_of(plan, which.start or plan.start, which.scope, household.now())
    if part.plan.id == plan.id:
        return part
    new = part.plan
    if new.series and household.find(Plan, series=new.series, instead_of=new.instead_of):
        raise InputError("plan_changed")
    while household.store.get(Plan, new.id) is not None:  # of a day that the series came to before it was moved
        new = replace(new, id=f"{new.id}-again")
    return Part(plan=new, rest=part.rest)


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
