"""Which screens the app begins with."""

from collections.abc import Iterator

from textual.screen import Screen

from tui.catalog.catalog import DAILY
from tui.household import Household


def first_screens(
    household: Household, *, first: str, step: str = "", topic: str = "", talk_format: str = ""
) -> Iterator[Screen[None]]:
    """Give the screens to open, the lowest first: set-up for a new home, otherwise home and what was asked for."""
    if not household.founded:
        from tui.screens.setup import SetupScreen

        yield SetupScreen(household)
        return
    from tui.screens.home import HomeScreen

    home = HomeScreen(household)
    yield home
    if first == "check-in":
        yield _check_in(household, step or home.view.next_step)
    elif first == "talk":
        from tui.screens.talk import TalkScreen

        yield TalkScreen(household, topic=topic, format_id=talk_format)


def _check_in(household: Household, wanted: str) -> Screen[None]:
    """Return a screen beside the steps by its name, or a step or an exercise by its name or number."""
    from tui.screens.begin import step_screen
    from tui.screens.leads import ROOMS

    if wanted in ROOMS:
        return ROOMS[wanted](household)
    if wanted == DAILY:
        from tui.household.rhythms import today_question

        return step_screen(household, today_question(household))
    return step_screen(household, household.catalog.step_id(wanted))
