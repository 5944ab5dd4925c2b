"""How a person comes to a step, past the quiet page about safety the first time, and from a step onwards."""

from textual.screen import Screen

from tui.checkin.again import SAFE
from tui.core.records import Sitting
from tui.household import Household
from tui.screens.room import Room


def step_screen(household: Household, step: str) -> Screen[None]:
    """Return the step's screen; before a person's first step, the page about safety that leads to it.

    Whether someone saw that page is not stored: whoever has finished a step has been past it.
    """
    mine = household.me.id
    if any(sitting.by == mine for sitting in household.all(Sitting)) or household.draft(step).begun:
        from tui.screens.step import StepScreen

        return StepScreen(household, step)
    from tui.screens.safety import SafetyScreen

    return SafetyScreen(household, step)


def after_step(household: Household, step: str) -> Screen[None]:
    """Return what comes once a person has finished a step: thanks.

    After a talk that did not feel safe comes a page before that, for their own eyes alone.
    """
    from tui.household.talks_kept import felt_unsafe
    from tui.screens.finished import FinishedScreen

    if step != SAFE or not felt_unsafe(household):
        return FinishedScreen(household, step)
    from tui.screens.not_well import NotWellScreen

    return NotWellScreen(household, then=lambda: FinishedScreen(household, step))


def begin_step(room: Room[None], step: str, *, instead: bool = False) -> None:
    """Go to a step: over this screen, or instead of it."""
    screen = step_screen(room.household, step)
    if instead:
        room.app.switch_screen(screen)
    else:
        room.visit(screen)
