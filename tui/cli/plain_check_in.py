"""The guided check-in line by line: the next step and what can be done after it, one step, or one other thing."""

from tui.catalog.catalog import DAILY
from tui.checkin.path import Standing, next_step
from tui.cli.plain_ask import InputEndedError
from tui.core.errors import InputError
from tui.household import Household


def check_in(household: Household, step: str) -> int:
    """Ask a step (its id or number), or go to what has that name; return the exit code.

    Without one, the next step is asked, and then what to do next. Raises `InputError` when there is no such step.
    """
    from tui.cli.plain_menu import PLACES, menu
    from tui.cli.plain_step import ask_step

    wanted = step.strip().casefold()
    try:
        if wanted in PLACES:
            return PLACES[wanted](household)
        if wanted:
            return ask_step(household, step_of(household, wanted))
        return ask_step(household, step_ahead(household)) or menu(household)
    except InputEndedError:
        return 0


def step_of(household: Household, given: str) -> str:
    """Return the id of the step or exercise that is meant; `daily` means the question of today."""
    if given == DAILY:
        from tui.household.rhythms import today_question

        today = today_question(household)
        if not today:
            raise InputError("unknown_step", id=given)
        return today
    if given.startswith(f"{DAILY}."):
        return household.catalog.step(given).id
    return household.catalog.step_id(given)


def step_ahead(household: Household) -> str:
    """Return the step of the path to go on with."""
    steps = [step.id for step in household.catalog.steps]
    return next_step(Standing(steps=steps, states=household.states(), drafts=household.drafts()))
