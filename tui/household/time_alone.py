"""The time alone that is on, or near: found, begun, and said to have been, for every window on this machine."""

from msgspec.structs import replace

from tui.catalog.schema import Mood
from tui.checkin.again import WORD
from tui.core.clock import Reading
from tui.core.records import Circumstance, Plan, PlanState, Sitting
from tui.household.at_hand import KEY
from tui.household.household import Household
from tui.household.plans import Which, act
from tui.planner.occurrences import first_of
from tui.planner.plans import Act, propose
from tui.planner.series import Scope
from tui.planner.time_alone import (
    Outcome,
    Phase,
    TimeAlone,
    begun,
    from_data,
    lasted,
    near,
    of_plan,
    phase,
    same,
    to_data,
    unplanned,
)

STEP = "time"
"""The step whose light prompts are thoughts for the time itself."""


def at_hand(household: Household) -> TimeAlone | None:
    """Return the time that is on or begins soon, else one that is over and waits for a word; None where none does."""
    reading, note = household.clock.read(), noted(household)
    if note is not None and is_on(note, reading):
        return note
    found = near(household.times_ahead(), reading.wall)
    planned = of_plan(found) if found is not None else None
    if planned is not None and (note is None or not same(note, planned)):
        return planned
    return note if note is not None and _waits(household, note, reading) else None


def noted(household: Household) -> TimeAlone | None:
    """Return the time that was last begun on this machine."""
    return from_data(household.store.local.get(KEY))


def now_for(household: Household, minutes: int) -> TimeAlone:
    """Return a time that nobody planned, of so many minutes."""
    return unplanned(household.ids.new(), minutes, household.now())


def begin(household: Household, time: TimeAlone) -> TimeAlone:
    """Note that both are there; return the time as it runs: another window may have begun it, or one that is on.

    Raises `StoreError`.
    """
    reading = household.clock.read()
    mine = begun(time, reading)
    if household.store.read_only is not None:
        return mine

    def change(held: object | None) -> object:
        there = from_data(held)
        on = there is not None and is_on(there, reading) and (same(there, time) or not time.planned)
        return held if on else to_data(mine)

    return from_data(household.store.local.change(KEY, change)) or mine


def is_on(time: TimeAlone, reading: Reading) -> bool:
    """Whether both are there, it is not over, and nobody has said how it was."""
    return time.outcome is Outcome.OPEN and phase(time, reading) is Phase.ON


def had(household: Household, time: TimeAlone, *, enough: bool = False) -> None:
    """Note, durably, that it took place: with its plan, or as one that was not planned. `enough`: I want no word.

    What was called off or moved meanwhile stays so. Raises as `act` does.
    """
    household.catch_up_quietly()
    if not was_had(household, time):
        plan = household.get(Plan, time.plan)
        if plan is not None and plan.state is PlanState.ACCEPTED:
            act(household, plan, Act.DONE, Which(scope=Scope.ONE, start=time.start))
        elif not time.planned and not household.alone:
            household.save(_kept(household, time))
    _settle(household, time, Outcome.HAD, household.me.id if enough else "")


def let_go(household: Household, time: TimeAlone) -> None:
    """Ask no more about a time that did not take place; its plan stays as it is. Raises `StoreError`."""
    _settle(household, time, Outcome.NOT)


def was_had(household: Household, time: TimeAlone) -> bool:
    """Whether one of the two has said that it took place; of one without a plan, that any did at that hour."""
    if time.outcome is Outcome.HAD:
        return True
    done = household.find(Plan, state=PlanState.DONE, talk="")
    if time.planned:
        return any(time.plan in {each.id, each.series} and each.start == time.start for each in done)
    return any(each.start < time.end and time.start < first_of(each).end for each in done)


def arriving(household: Household) -> tuple[str, ...]:
    """Return the keys of what is said to whoever arrives."""
    if household.alone:
        return ("time_alone.arrive_alone",)
    if Circumstance.APART in household.life:
        return ("time_alone.arrive_apart", "time_alone.breathe_apart")
    return ("time_alone.arrive", "time_alone.breathe")


def thoughts(household: Household, time: TimeAlone) -> tuple[str, ...]:
    """Return light thoughts that suit the two, beginning with another one at another time."""
    catalog, life = household.catalog, household.life
    texts = tuple(
        each.text for each in catalog.prompts if each.step == STEP and each.mood is Mood.LIGHT and each.suits(life)
    )
    first = (sum(map(ord, time.plan)) + time.start.toordinal()) % max(1, len(texts))
    return texts[first:] + texts[:first]


def _waits(household: Household, time: TimeAlone, reading: Reading) -> bool:
    """Whether a time waits to be said how it was, or for my word."""
    if time.outcome is Outcome.NOT or household.me.id in time.enough:
        return False
    if not was_had(household, time):
        return phase(time, reading) is Phase.OVER
    mine = household.find(Sitting, by=household.me.id, step=WORD)
    return phase(time, reading) is not Phase.GONE and not any(each.at > time.start for each in mine)


def _kept(household: Household, time: TimeAlone) -> Plan:
    wish = Plan(
        id=time.plan,
        by=household.me.id,
        at=household.now(),
        start=time.start,
        minutes=lasted(time, household.clock.read()),
        zone=household.me.zone,
    )
    return replace(propose(wish), state=PlanState.DONE)


def _settle(household: Household, time: TimeAlone, outcome: Outcome, enough: str = "") -> None:
    """Note what was said; where another time was begun meanwhile and is on, its note stays."""
    reading = household.clock.read()

    def change(held: object | None) -> object:
        there = from_data(held)
        if there is not None and not same(there, time) and is_on(there, reading):
            return held
        here = there if there is not None and same(there, time) else time
        persons = here.enough if not enough or enough in here.enough else (*here.enough, enough)
        return to_data(replace(here, outcome=outcome, enough=persons))

    household.store.local.change(KEY, change)
