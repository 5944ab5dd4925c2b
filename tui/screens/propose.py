"""Proposing a time or several to choose from, or another time for a plan, with what was understood beneath each."""

import asyncio
from datetime import datetime

from msgspec.structs import replace
from textual import on
from textual.widgets import Button, Input

from tui.catalog.dates import length
from tui.core.errors import NearerError
from tui.core.records import Plan, PlanState
from tui.household import Household
from tui.household.plans import MOST_AT_ONCE
from tui.planner.ideas import Thing
from tui.planner.occurrences import Occurrence, first_of, next_of
from tui.planner.series import Scope
from tui.screens.plan_scopes import scopes
from tui.screens.plan_words import name_of_other
from tui.screens.propose_fields import TimeFields
from tui.screens.propose_form import Form, keep, kept, of_occurrence, usual, written
from tui.screens.propose_keep import Keeping, moving, offering
from tui.widgets.commands import Command


class ProposeScreen(TimeFields):
    """Fields for what, when and how long; Enter keeps the plan. Answers whether something was kept."""

    CSS_PATH = "propose.tcss"
    AUTO_FOCUS = "#what"
    KEYS = (
        Command(id="save", key="ctrl+n", action="save"),
        Command(id="another_time", key="ctrl+t", action="another_time", priority=True),  # words may follow at once
        Command(id="ideas", key="ctrl+o", action="ideas"),
        Command(id="repeats", key="ctrl+r", action="repeats"),
        Command(id="which_times", key="ctrl+r", action="which_times"),
        Command(id="ritual", key="ctrl+y", action="ritual"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(
        self,
        household: Household,
        plan: Plan | None = None,
        start: datetime | None = None,
        minutes: int | None = None,
        occurrence: Occurrence | None = None,
        *,
        what: str = "",
        thing: Thing | None = None,
    ) -> None:
        """Begin with a time (`start` in UTC, `minutes`) and `what` to do, or a `thing` of the ideas.

        With a `plan` it is moved; of one that repeats, `occurrence` is the time that is meant.
        """
        occurrence = occurrence or (next_of(plan, household.now()) or first_of(plan) if plan else None)
        exact = start or (occurrence.start if occurrence else None)
        super().__init__(household, _begun(household, occurrence, exact, minutes, what, thing), occurrence, exact)
        self._is_draft = not what and thing is None
        self._replaced = ""
        self._saving = self._asked = False
        if self._is_later():
            self.scope = self.scopes[0]

    def _is_later(self) -> bool:
        """Whether one of the later times of what was agreed on is meant: it moves alone unless more is chosen."""
        each = self.occurrence
        return each is not None and each.plan.state is PlanState.ACCEPTED and each.start != each.plan.start

    def heading(self) -> str:
        """Say whether a plan is new."""
        return self.words("planner.move_title" if self.plan else "planner.propose_title")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what goes with a new time or with one that is there."""
        del parameters
        match action:
            case "another_time":
                return self.plan is None and self.rows < MOST_AT_ONCE
            case "repeats":
                return self.plan is None and self.rows == 1
            case "ritual":
                return self._repeats
            case "which_times":
                return len(self.scopes) > 1
            case _:
                return True

    # What to do

    def action_ideas(self) -> None:
        """Look for something to do that fits into the time."""
        from tui.screens.ideas import IdeasScreen

        first = next((each for each in self.meanings if each.start is not None), None)
        start, minutes = (first.start, first.minutes) if first is not None else (None, None)
        if self.is_active:
            ideas = IdeasScreen(self.household, minutes, start=start, choosing=True)
            self.app.push_screen(ideas, self._take)

    def _take(self, thing: Thing | None) -> None:
        if thing is not None:
            self._replaced, self.idea = self._text("what"), (thing.id, thing.text)
            self._field("what").value = thing.text
            self._field("what").focus()

    async def action_take_back(self) -> None:
        """In a field, bring back the words whose place an idea took; else take back my last change."""
        field = self._field("what")
        if field.has_focus and self._replaced and field.value == self.idea[1]:
            field.value, self._replaced = self._replaced, ""
        else:
            await super().action_take_back()

    # Keeping

    @on(Input.Submitted)
    @on(Button.Pressed, "#save")
    async def action_save(self) -> None:
        """Keep the plan; what was typed stays where it is when that is not possible."""
        if self._saving:
            return
        self._saving = True
        try:
            said = await asyncio.to_thread(self._keeping())
        except NearerError as error:
            self.say_error(error)
            self._as_it_is_now()
        else:
            self._let_go()
            self.say(said, name=name_of_other(self.household))
            self.dismiss(True)
        finally:
            self._saving = False

    def _keeping(self) -> Keeping:
        if self.occurrence is None:
            return offering(self.household, self.form, self.exact)
        return moving(self.household, self.form, self.occurrence, self.scope, self.exact)

    def _as_it_is_now(self) -> None:
        """Show a plan that is another one by now; what was typed here stays."""
        seen, occurrence = self.plan, self.occurrence
        held = self.household.get(Plan, seen.id) if seen is not None else None
        if held is None or seen is None or occurrence is None or held == seen:
            return
        same = (held.start, held.repeat) == (seen.start, seen.repeat)
        self.occurrence = (
            Occurrence(plan=held, start=occurrence.start, end=occurrence.end)
            if same
            else next_of(held, self.household.now()) or first_of(held)
        )
        self.scopes, self.exact = scopes(self.household, self.occurrence), self.occurrence.start
        self.scope = self.scope if self.scope in self.scopes else Scope.ALL
        before, self.begun = self.begun, of_occurrence(self.household, self.occurrence)
        for name in ("what", "when", "how-long"):
            if self._text(name) == _standing(before, name):
                self._field(name).value = _standing(self.begun, name)
        self._understood()

    def keep_now(self) -> None:
        """Keep what somebody wanted to propose, for the next time."""
        form = self.form
        if self.plan is None and form != self.begun and self.household.store.read_only is None:
            keep(self.household, form)

    def _let_go(self) -> None:
        if self.plan is None and self._is_draft:
            keep(self.household, None)

    def action_back(self) -> None:
        """Go back without a plan; what was typed is there the next time, or let go of when that is said twice."""
        if self.plan is not None and self.form != self.begun and not self._asked:
            self._asked = True
            self.say("planner.move_typed")
            return
        try:
            self.keep_now()
        except NearerError as error:
            self.say_error(error)
        self.dismiss(False)


def _standing(form: Form, name: str) -> str:
    """Return what a form says in the field of that name."""
    return {"what": form.what, "when": form.whens[0], "how-long": form.how_long}[name]


def _begun(
    household: Household,
    occurrence: Occurrence | None,
    exact: datetime | None,
    minutes: int | None,
    what: str,
    thing: Thing | None,
) -> Form:
    """Return what the fields begin with: of what waits here, all that is not said anew."""
    form = of_occurrence(household, occurrence) if occurrence else kept(household) or usual(household)
    if exact is not None:
        whole = form if occurrence else usual(household)
        form = replace(whole, what=form.what, idea=form.idea, text=form.text, whens=(written(household, exact),))
    if minutes is not None:
        form = replace(form, how_long=length(household.words, minutes))
    if thing is not None:
        form = replace(form, what=thing.text, idea=thing.id, text=thing.text)
    return replace(form, what=what, idea="", text="") if what else form
