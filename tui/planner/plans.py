"""What may be done to a plan, by whom, and what becomes of it: one table, and the reasons for a no.

proposed -> accepted | declined | cancelled | proposed anew (moved)
accepted -> done | cancelled | proposed anew (moved)
declined, cancelled, done: the end
"""

from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from tui.core.clock import zone
from tui.core.errors import InputError
from tui.core.records import Plan, PlanState
from tui.core.text import clean, one_line
from tui.planner.occurrences import clock_of
from tui.planner.repeats import checked_rule, shifted

SHORTEST, LONGEST = 5, 7 * 24 * 60
"""How long a plan may be, in minutes: five minutes to a week."""

YEARS = range(1970, 2201)
"""The years in which a plan may start."""


class Act(StrEnum):
    """What can be done to a plan."""

    ACCEPT = "accept"
    DECLINE = "decline"
    MOVE = "move"
    CANCEL = "cancel"
    DONE = "done"


NEXT = {
    (PlanState.PROPOSED, Act.ACCEPT): PlanState.ACCEPTED,
    (PlanState.PROPOSED, Act.DECLINE): PlanState.DECLINED,
    (PlanState.PROPOSED, Act.CANCEL): PlanState.CANCELLED,
    (PlanState.PROPOSED, Act.MOVE): PlanState.PROPOSED,
    (PlanState.ACCEPTED, Act.CANCEL): PlanState.CANCELLED,
    (PlanState.ACCEPTED, Act.MOVE): PlanState.PROPOSED,
    (PlanState.ACCEPTED, Act.DONE): PlanState.DONE,
}
"""What becomes of a plan in a state when something is done to it; what is not here cannot be done."""

_REFUSED = {
    PlanState.PROPOSED: "plan_not_accepted",
    PlanState.ACCEPTED: "plan_is_accepted",
    PlanState.DECLINED: "plan_is_declined",
    PlanState.CANCELLED: "plan_is_cancelled",
    PlanState.DONE: "plan_is_done",
}
_OTHERS_WORD = {Act.ACCEPT: "plan_yours_to_accept", Act.DECLINE: "plan_yours_to_decline"}


def refusal(plan: Plan, act: Act, *, by: str) -> InputError | None:
    """Return why the person `by` cannot do this to `plan`; None when they can. A break is the talk's to change."""
    if plan.talk:
        return InputError("plan_of_talk")
    if (plan.state, act) not in NEXT:
        return InputError(_REFUSED[plan.state])
    if act in _OTHERS_WORD and by == plan.by:
        return InputError(_OTHERS_WORD[act])
    return None


def after(plan: Plan, act: Act, *, by: str) -> Plan:
    """Return `plan` as it is when `by` has done this to it; raises `InputError` when they cannot.

    For `Act.MOVE` see `moved`, which also needs the new time.
    """
    refused = refusal(plan, act, by=by)
    if refused is not None:
        raise refused
    return replace(plan, state=NEXT[plan.state, act], sequence=plan.sequence + 1)


def propose(wish: Plan) -> Plan:
    """Return the plan to keep for what was wished: its start in UTC, its title on one line, its rule as it is kept.

    Raises `InputError` when it is too short, too long or too far off, the title is too long, the zone is unknown, or
    the rule is none that can be kept.
    """
    start, key = _time(wish.start, wish.minutes), _zone(wish.zone)
    return replace(
        wish,
        start=start,
        zone=key,
        what=title(wish.what),
        repeat=_rule(wish.repeat, start, key),
        state=PlanState.PROPOSED,
        sequence=0,
    )


def moved(
    plan: Plan,
    start: datetime,
    minutes: int | None = None,
    *,
    by: str,
    now: datetime,
    zone: str = "",
    what: str | None = None,
) -> Plan:
    """Return `plan` proposed anew by the person `by`, at another time; what is not given stays.

    With only another `what` it stays agreed: it was the time that was agreed on. Raises `InputError` when it cannot
    be moved any more, when nothing would change, or as `propose` does.
    """
    refused = refusal(plan, Act.MOVE, by=by)
    if refused is not None:
        raise refused
    minutes = plan.minutes if minutes is None else minutes
    start, key = _time(start, minutes), _zone(zone) if zone else plan.zone
    what = plan.what if what is None else title(what)
    rule = plan.repeat and shifted(
        plan.repeat, plan.start.astimezone(clock_of(plan)), start.astimezone(ZoneInfo(key))
    )
    if (start, minutes, key) == (plan.start, plan.minutes, plan.zone):
        if what == plan.what:
            raise InputError("plan_not_moved")
        return replace(plan, what=what, sequence=plan.sequence + 1)
    return replace(
        plan,
        by=by,
        at=now,
        start=start,
        minutes=minutes,
        zone=key,
        what=what,
        repeat=_rule(rule, start, key),
        state=NEXT[plan.state, Act.MOVE],
        sequence=plan.sequence + 1,
    )


def title(what: str) -> str:
    """Return what is planned as it is kept, whole and on one line; raises `InputError` as `clean` does."""
    return one_line(clean(what))


def _time(start: datetime, minutes: int) -> datetime:
    if not SHORTEST <= minutes <= LONGEST:
        raise InputError("plan_length", shortest=SHORTEST, longest=LONGEST // 1440)
    if start.year not in YEARS:
        raise InputError("plan_far_off", first=YEARS[0], last=YEARS[-1])
    moment = start.astimezone(UTC)
    return datetime.fromtimestamp(int(moment.timestamp()), UTC)


def _zone(name: str) -> str:
    return zone(name).key


def _rule(repeat: str, start: datetime, key: str) -> str:
    return checked_rule(repeat, start, zone(key))
