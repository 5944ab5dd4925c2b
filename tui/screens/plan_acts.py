"""What can be done with the time that is chosen in the planner."""

from functools import partial

from textual import work

from tui.core.records import Plan
from tui.household import Household, plans
from tui.planner.occurrences import Occurrence
from tui.planner.plans import Act
from tui.planner.series import OPEN, Scope
from tui.screens.plan_views import Slot
from tui.screens.plan_words import may, name_of_other
from tui.screens.room import Room

ACTS = {
    "accept": Act.ACCEPT,
    "decline": Act.DECLINE,
    "move": Act.MOVE,
    "call_off": Act.CANCEL,
    "took_place": Act.DONE,
}
"""What can be done with the plan that is chosen, by its action."""

PROTECTING = {"protect": True, "unprotect": False}
"""Whether a plan that repeats is to be a ritual, by the action."""

SAID = {
    Act.ACCEPT: "planner.accepted",
    Act.DECLINE: "planner.declined_said",
    Act.CANCEL: "planner.called_off_said",
    Act.DONE: "planner.took_place_said",
}


class PlanActs(Room[None]):
    """A screen on which a time of a plan is chosen, or one without a plan."""

    def __init__(self, household: Household) -> None:
        """Nothing is chosen at first."""
        super().__init__(household)
        self.chosen = ""
        self.slot: Slot | None = None
        self.found: dict[str, Occurrence] = {}

    @property
    def occurrence(self) -> Occurrence | None:
        """The time of a plan that is chosen."""
        return self.found.get(self.chosen)

    @property
    def plan(self) -> Plan | None:
        """The plan that is chosen."""
        return self.occurrence.plan if self.occurrence else None

    def can(self, action: str) -> bool:
        """Whether an action on the time that is chosen can be done."""
        plan = self.plan
        if action in PROTECTING:
            return (
                plan is not None and bool(plan.repeat) and plan.state in OPEN and PROTECTING[action] != plan.protected
            )
        return may(self.household, plan, ACTS[action], self.occurrence.start if self.occurrence else None)

    def slot_to_propose(self) -> Slot | None:
        """Return the time without a plan for which one would be proposed."""
        return self.slot

    def action_propose(self) -> None:
        """Propose a time: the one that is chosen, where no plan is in it."""
        from tui.screens.propose import ProposeScreen

        slot = self.slot_to_propose()
        if slot is None or slot.start < self.household.now():
            screen = ProposeScreen(self.household)
        else:
            screen = ProposeScreen(self.household, start=slot.start, minutes=slot.minutes or None)
        if self.is_active:
            known = frozenset(each.id for each in self.household.all(Plan))
            self.app.push_screen(screen, partial(self._proposed, known))

    def _proposed(self, known: frozenset[str], kept: bool | None) -> None:
        """Choose what is new, and mine: the keys are about it then, and not about what was chosen before."""
        mine = [each for each in self.household.all(Plan) if each.by == self.household.me.id and each.id not in known]
        if kept and mine:
            self.choose_plan(min(mine, key=lambda each: each.start))

    def choose_plan(self, plan: Plan) -> None:
        """Choose a plan where it is shown."""

    def action_move(self) -> None:
        """Propose another time for the plan that is chosen."""
        if self.occurrence is not None:
            self._move(self.occurrence)

    def _move(self, occurrence: Occurrence) -> None:
        from tui.screens.propose import ProposeScreen

        self.visit(ProposeScreen(self.household, plan=occurrence.plan, occurrence=occurrence))

    def action_ideas(self) -> None:
        """Look for something to do, in the free time that is chosen if there is one."""
        from tui.screens.ideas import IdeasScreen

        slot = self.slot if self.slot is not None and self.slot.start >= self.household.now() else None
        minutes = slot.minutes or None if slot is not None else None
        self.visit(IdeasScreen(self.household, minutes, start=slot.start if slot is not None else None))

    def action_hand_over(self) -> None:
        """Pass the keyboard, so that the other one can answer."""
        from tui.screens.handover import HandOverScreen

        self.visit(HandOverScreen(self.household))

    def action_calendars(self) -> None:
        """See to the calendars and the hours of one's own."""
        from tui.screens.calendars import CalendarsScreen

        self.visit(CalendarsScreen(self.household))

    async def action_accept(self) -> None:
        """Say yes."""
        if self.occurrence is not None:
            await self._do(Act.ACCEPT, self.occurrence)

    def action_decline(self) -> None:
        """Say no, once it is sure."""
        self._ask(Act.DECLINE)

    def action_call_off(self) -> None:
        """Call it off, once it is sure how much of it."""
        self._ask(Act.CANCEL)

    def action_took_place(self) -> None:
        """Note that it took place, once it is sure."""
        self._ask(Act.DONE)

    def action_begin_time(self) -> None:
        """Begin the time that is chosen, where it is on or near; else the one that is, or one without a plan."""
        from tui.screens.time_alone import begin_time

        begin_time(self, self.occurrence)

    async def action_protect(self) -> None:
        """Let what repeats be a ritual that free time is planned around."""
        await self._protect(wanted=True)

    async def action_unprotect(self) -> None:
        """Let go of protecting it; it repeats as before."""
        await self._protect(wanted=False)

    async def _protect(self, *, wanted: bool) -> None:
        plan = self.plan
        if plan is not None and await self.done(partial(plans.protect, self.household, plan, protected=wanted)):
            self.say("planner.protected_said" if wanted else "planner.unprotected_said")
        self.household_changed()

    @work(name="ask", group="plan", exclusive=True, exit_on_error=False)
    async def _ask(self, act: Act) -> None:
        from tui.screens.plan_sure import PlanSureScreen

        occurrence = self.occurrence
        if occurrence is None:
            return
        sure = await self.app.push_screen_wait(PlanSureScreen(self.household, occurrence, act))
        if sure is not None and sure.instead:
            self._move(occurrence)
        elif sure is not None:
            await self._do(act, occurrence, sure.scope)

    async def _do(self, act: Act, occurrence: Occurrence, scope: Scope = Scope.ALL) -> None:
        """Do it to the plan as it was seen: where the other window was quicker, that is said."""
        plan = occurrence.plan
        which = plans.Which(scope=scope, start=occurrence.start)
        done = await self.attempt(partial(plans.act, self.household, plan, act, which))
        if done is not None:
            said = "planner.accepted_of_several" if act is Act.ACCEPT and plan.choice else SAID[act]
            self.say(said, name=name_of_other(self.household))
        self.household_changed()
        if done is not None and act is Act.DONE:
            from tui.screens.did import ask_what_was_done

            ask_what_was_done(self, self.household, done)
