"""Which screens the app begins with."""

from collections.abc import Iterator

from textual.screen import Screen

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
        from tui.screens.begin import step_screen

        yield step_screen(household, household.catalog.step_id(step) if step else home.view.next_step)
    elif first == "talk":
        from tui.screens.talk import TalkScreen

        yield TalkScreen(household, topic=topic, format_id=talk_format)
